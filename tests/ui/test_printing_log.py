"""A printed log, measured from its own vectors, searched through its own text, and judged for overlaps."""

import itertools
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from PyQt6.QtGui import QFont, QFontMetricsF
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shapely import LineString, Point, Polygon, box

from benchmarks.printing import vertical_lines_mm
from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress, Step
from faultgis.records.derived import ChronologyModel, EventAge
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import LabResult, Sample
from faultgis.records.survey import Survey
from faultgis.records.trench import (
    PaleoEvent,
    StratUnit,
    Trench,
    TrenchSite,
    UnitOrder,
    Wall,
    WallFeature,
    WallImage,
)
from faultgis.services.deriving import ages
from faultgis.services.editing import EditingSession
from faultgis.services.practice import ladik
from faultgis.values import Estimate
from faultgis.walls.pictures import ControlPoint, document
from ui import words
from ui.dialogs.print_log import PrintLog
from ui.jobs import Jobs
from ui.printing import log_pictures
from ui.printing.__main__ import screen_font
from ui.printing.log import print_log
from ui.printing.log_content import Content, Wanted, content_of
from ui.printing.log_marks import FAMILY, Sheet, Text, text_width
from ui.printing.log_pages import Plan, composed, planned
from ui.printing.log_pdf import write_pdf
from ui.printing.log_pictures import Laid
from ui.printing.log_rows import wrapped
from ui.printing.log_svg import svg
from ui.printing.log_words import STALE, years

SURVEY = Survey(code="T")
DAY = date(2026, 5, 4)
SVG = "{http://www.w3.org/2000/svg}"
ON_WALL = ("samples", "ages", "horizons", "faults", "text")


@pytest.fixture(autouse=True)
def chinese(qapp: QApplication) -> None:
    words.use("zh")
    qapp.setFont(screen_font())


@pytest.fixture(scope="module")
def practice() -> EditingSession:
    """The practice trench with calibrated ages and a chronology; one result was changed since."""
    fault = Fault(survey_id=SURVEY.id, code="F1", name_zh="练习断裂", name_en="Practice fault")
    made = EditingSession(SURVEY, {"fault": [fault]})
    made.apply(ladik(SURVEY.id, fault.id))
    results = [r for r in made.records["lab_result"].values() if isinstance(r, LabResult)]
    dated = tuple(ages.calibrated(made.records, r) for r in results if r.lab_code != "Das114")
    made.apply(Edit("edit.recompute", dated))
    site = next(iter(made.records["trench_site"]))
    model = ChronologyModel(survey_id=SURVEY.id, code="C1", site_id=site, is_default=True)
    event = next(e for e in made.records["paleo_event"].values() if getattr(e, "code", "") == "E3")
    age = Estimate(unit="a", best=650, low=572, high=745)
    event_age = EventAge(survey_id=SURVEY.id, chronology_id=model.id, event_id=event.id, age=age)
    made.apply(Edit("edit.recompute", (Change(None, model), Change(None, event_age))))
    changed = next(r for r in results if r.lab_code == "Das35")
    made.apply(Edit("edit.change", (Change(changed, replace(changed, c14_age=2100.0)),)))
    return made


def trench_of(session: EditingSession) -> Trench:
    return next(t for t in session.records["trench"].values() if isinstance(t, Trench))


def content(session: EditingSession) -> Content:
    found = content_of(session.records, trench_of(session).id)
    assert found is not None
    return found


def drawn(of: Content, scale: int = 50, paper: str = "auto") -> tuple[Plan, list[Sheet]]:
    wanted = Wanted(scale=scale, paper=paper, printed_on=DAY)
    plan = planned(of, wanted)
    return plan, composed(of, wanted, plan)


def texts(sheets: Sequence[Sheet], *layers: str) -> list[str]:
    found = (m for s in sheets for m in s.marks if isinstance(m, Text))
    return [m.text for m in found if not layers or m.layer in layers]


def bare(*records: AnyRecord, wall: Wall | None = None) -> EditingSession:
    """A trench with one wall, and what is given."""
    site = TrenchSite(survey_id=SURVEY.id, geometry=Point(100, 30), code="TC01")
    trench = Trench(survey_id=SURVEY.id, code="T9", site_id=site.id)
    wall = wall or Wall(survey_id=SURVEY.id, code="N", trench_id=trench.id, length_m=5.0, height_m=2.0)
    made = EditingSession(SURVEY, {})
    wall = replace(wall, trench_id=trench.id)
    owned: list[Any] = list(records)
    owned = [replace(r, trench_id=trench.id) if hasattr(r, "trench_id") else r for r in owned]
    made.apply(Edit("edit.new", tuple(Change(None, r) for r in (site, trench, wall, *owned))))
    return made


def pdf_text(pdf: Path) -> str:
    return subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout


# To scale


@pytest.mark.parametrize("scale", [20, 25, 40, 50])
def test_a_metre_is_exact_in_the_vectors_of_the_pdf(
    practice: EditingSession, tmp_path: Path, scale: int
) -> None:
    plan, sheets = drawn(content(practice), scale)
    out = tmp_path / "log.pdf"
    write_pdf(sheets, out, "log")
    lines = np.array(vertical_lines_mm(out))
    for panel in plan.panels:
        if panel.sheet == 0:
            found = [float(lines[np.abs(lines - x).argmin()]) for _, x in panel.uprights()]
            assert len(found) >= 12
            steps = [abs(other - one) for one, other in itertools.pairwise(found)]
            assert steps == pytest.approx([1000 / scale] * len(steps), abs=0.05)
            assert found == pytest.approx([x for _, x in panel.uprights()], abs=0.05)


@pytest.mark.parametrize("scale", [20, 50])
def test_a_metre_is_exact_in_the_svg(practice: EditingSession, scale: int) -> None:
    plan, sheets = drawn(content(practice), scale)
    tree = ElementTree.fromstring(svg(sheets[0], "log"))
    assert tree.get("width") == f"{plan.size.width:g}mm"
    assert tree.get("viewBox") == f"0 0 {plan.size.width:g} {plan.size.height:g}"
    grid = tree.find(f"{SVG}g[@id='grid']")
    assert grid is not None
    found = set()
    for path in grid:
        places = [float(n) for n in re.findall(r"[\d.]+", path.get("d") or "")]
        if places[0] == places[2]:
            found.add(places[0])
    expected = {round(x, 3) for panel in plan.panels for _, x in panel.uprights()}
    assert found == expected
    steps = [other - one for one, other in itertools.pairwise(sorted(found))]
    assert steps == pytest.approx([1000 / scale] * 12, abs=0.002)


def test_the_layers_of_the_svg_are_named_groups_with_texts_as_texts(practice: EditingSession) -> None:
    _, sheets = drawn(content(practice))
    tree = ElementTree.fromstring(svg(sheets[0], "log"))
    names = [group.get("id") for group in tree.findall(f"{SVG}g")]
    assert names == [
        *("units", "grid", "contacts", "horizons", "faults", "samples", "ages", "text", "frame"),
        *("title", "legend"),
    ]
    samples = tree.find(f"{SVG}g[@id='samples']")
    assert samples is not None
    written = [t.text for t in samples.findall(f"{SVG}text")]
    assert {"Das309", "Das181a"} <= set(written)
    assert FAMILY in (tree.get("font-family") or "")


def test_a_mirrored_wall_is_drawn_mirrored_and_its_words_upright(
    practice: EditingSession, tmp_path: Path
) -> None:
    of = content(practice)
    plan, sheets = drawn(of)
    out = tmp_path / "log.pdf"
    write_pdf(sheets, out, "log")
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(out), "-"], capture_output=True, text=True, check=True
    ).stdout
    panel = next(p for p in plan.panels if p.view.mirrored)
    samples = [s for s in of.log.samples.values() if s.wall_id == panel.view.wall_id]
    assert len(samples) == 7
    for sample in samples:
        assert sample.x_m is not None
        assert sample.y_m is not None
        x, y = panel.to_mm(np.array([[sample.x_m, sample.y_m]]))[0]
        assert x == pytest.approx(panel.box[0] + (12.1 - sample.x_m) * 20, abs=1e-6)
        places = re.findall(rf'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" .*>{sample.code}<', boxes)
        near = [
            float(right) - float(left)
            for left, top, right in places
            if abs(float(left) * 25.4 / 72 - x) < 20 and abs(float(top) * 25.4 / 72 - y) < 20
        ]
        assert near
        assert near[0] * 25.4 / 72 == pytest.approx(text_width(sample.code, 6.5), rel=0.1)


# What it says


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_codes_and_ages_are_found_in_the_pdf(
    practice: EditingSession, tmp_path: Path, language: str
) -> None:
    words.use(language)
    of = content(practice)
    _, sheets = drawn(of)
    out = tmp_path / "log.pdf"
    write_pdf(sheets, out, "log")
    said = pdf_text(out)
    found = set(said.split())
    held: tuple[Iterable[Any], ...] = (of.log.units.values(), of.log.events.values(), of.log.samples.values())
    codes = {str(record.code) for some in held for record in some}
    assert len(codes) == 13 + 8 + 14
    assert codes - found == set()
    close = re.sub(r"\s", "", said)
    expected = {
        "zh": ("虚构", "CONSTRUCTED", "图例", "公元1272–1388年", "446±30BP", "公元572–745年", "公元1943年"),
        "en": ("虚构", "CONSTRUCTED", "1272–1388AD", "446±30BP", "572–745AD", "1943AD", "youngtoold"),
    }[language]
    assert [text for text in expected if text not in close and text != "图例"] == []


def test_every_unit_sample_event_and_fault_is_named_on_its_wall(practice: EditingSession) -> None:
    of = content(practice)
    _, sheets = drawn(of)
    on_wall = texts(sheets, *ON_WALL)
    for feature in of.log.features.values():
        code = of.log.label(feature)
        if feature.kind in ("unit", "fault", "event_horizon", "sample"):
            same = [f for f in of.log.features.values() if f.kind == feature.kind and of.log.label(f) == code]
            assert on_wall.count(code) == len(same), code


def test_the_legend_lists_units_from_young_to_old_by_their_order_not_their_list() -> None:
    units = [
        StratUnit(survey_id=SURVEY.id, code=code, trench_id=SURVEY.id, position=n)
        for n, code in enumerate(("base", "top", "middle"))
    ]
    base, top, middle = units
    orders = [
        UnitOrder(survey_id=SURVEY.id, trench_id=SURVEY.id, younger_id=top.id, older_id=middle.id),
        UnitOrder(survey_id=SURVEY.id, trench_id=SURVEY.id, younger_id=middle.id, older_id=base.id),
    ]
    _, sheets = drawn(content(bare(*units, *orders)))
    legend = [m for s in sheets for m in s.marks if isinstance(m, Text) and m.layer == "legend"]
    rows = {m.text: m.y for m in legend if m.text in ("base", "top", "middle")}
    assert rows["top"] < rows["middle"] < rows["base"]


def test_stale_ages_are_marked_and_explained(practice: EditingSession) -> None:
    _, sheets = drawn(content(practice))
    marked = [text for text in texts(sheets, "ages") if text.endswith(STALE)]
    assert len(marked) == 1
    assert any(text.startswith(STALE) and "过时" in text for text in texts(sheets, "legend"))


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (1270, 1390, "公元1270–1390年", "1270–1390 AD"),
        (-975, -814, "公元前975–814年", "975–814 BC"),
        (-45, 118, "公元前45–公元118年", "45 BC–118 AD"),
    ],
)
def test_years_are_written_as_people_write_them(low: float, high: float, zh: str, en: str) -> None:
    assert years(low, high) == zh
    words.use("en")
    assert years(low, high) == en


def test_samples_that_are_not_calibrated_show_what_was_reported() -> None:
    sample = Sample(survey_id=SURVEY.id, code="OSL-1", method="osl", x_m=1.0, y_m=1.0)
    given: dict[str, Any] = {"survey_id": SURVEY.id, "sample_id": sample.id}
    results = (
        LabResult(lab_code="L1", method="osl", age_ka=12.3, age_minus_ka=1.1, age_plus_ka=1.1, **given),
        LabResult(lab_code="L2", c14_age=900.0, c14_error=30.0, rejected=True, **given),
    )
    made = bare(sample, *results)
    (wall,) = made.records["wall"]
    held: Any = next(iter(made.records["sample"].values()))
    made.apply(Edit("edit.change", (Change(held, replace(held, wall_id=wall)),)))
    _, sheets = drawn(content(made))
    assert texts(sheets, "ages") == ["12.3 ± 1.1 ka"]
    assert texts(sheets, "samples") == ["OSL-1"]


# Room


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("scale", "paper"), [(50, "A3"), (50, "A4"), (20, "A3"), (25, "whole")])
def test_nothing_written_on_a_wall_covers_another_and_all_stays_on_the_sheet(
    practice: EditingSession, language: str, scale: int, paper: str
) -> None:
    words.use(language)
    plan, sheets = drawn(content(practice), scale, paper)
    for number, sheet in enumerate(sheets):
        page = box(5, 5, sheet.width - 5, sheet.height - 5)
        written = [m for m in sheet.marks if isinstance(m, Text)]
        assert [m.text for m in written if not page.covers(box(*m.box))] == []
        on_wall = [(m.text, box(*m.box)) for m in written if m.layer in ON_WALL]
        covered = [
            (one, other)
            for (one, a), (other, b) in itertools.combinations(on_wall, 2)
            if a.intersection(b).area > 0.35 * min(a.area, b.area)
        ]
        assert covered == [], (number, plan.size)
        rows = [(m.text, box(*m.box)) for m in written if m.layer == "legend"]
        assert [
            (one, other)
            for (one, a), (other, b) in itertools.combinations(rows, 2)
            if a.intersection(b).area > 0.2
        ] == []


@pytest.mark.parametrize(
    "text", ["Das192c", "公元前975–814年†", "2748 ± 32 BP", "after U12, before U13; Definite"]
)
def test_widths_are_those_of_the_font(qapp: QApplication, text: str) -> None:
    font = QFont(FAMILY)
    font.setPixelSize(1000)
    width = QFontMetricsF(font).horizontalAdvance(text) / 1000
    assert text_width(text, 72 / 25.4) == pytest.approx(width, rel=0.03)


def test_wrapped_lines_fit_and_lose_no_word() -> None:
    text = "暗灰色泥炭质黏土，富含植物残体；Dark grey peaty clay with plant remains, 10YR 3/1"
    lines = wrapped(text, 7.0, 30.0)
    assert all(text_width(line, 7.0) <= 32.5 for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert not any(line.startswith(("，", "；", ",")) for line in lines)


def test_the_smallest_sheet_that_holds_the_log_is_taken(practice: EditingSession) -> None:
    of = content(practice)
    plan, sheets = drawn(of, 50)
    assert (plan.size.name, len(sheets)) == ("A3", 1)
    assert planned(of, Wanted(scale=50, paper="A4")).count > 1
    whole, (sheet,) = drawn(of, 20, "whole")
    assert whole.panels[0].width_mm == pytest.approx(12.2 * 50)
    assert sheet.width == pytest.approx(12.2 * 50 + 42)


def test_one_sheet_holds_a_wall_that_no_sheet_does_until_no_program_could_show_it() -> None:
    for length, name in ((30.0, "whole"), (200.0, "")):
        wall = Wall(survey_id=SURVEY.id, code="N", trench_id=SURVEY.id, length_m=length, height_m=3.0)
        of = content(bare(wall=wall))
        assert planned(of, Wanted(scale=20)).size.name == "A0"
        if name:
            assert planned(of, Wanted(scale=20), breaks=False).size.name == name
            continue
        with pytest.raises(InputError, match=r"log\.too_long"):
            planned(of, Wanted(scale=20), breaks=False)


def test_the_title_block_says_where_the_wall_stands_and_who_logged_it() -> None:
    wall = Wall(
        survey_id=SURVEY.id,
        code="NW",
        trench_id=SURVEY.id,
        azimuth=238.5,
        face_dip=78.0,
        geometry=Point(102.31, 27.95),
        origin_elevation_m=1834.27,
        length_m=5.0,
    )
    of = content(bare(wall=wall))
    wanted = Wanted(scale=50, author="李明", printed_on=DAY)
    (sheet,) = composed(of, wanted, planned(of, wanted))
    said = " ".join(texts([sheet], "title"))
    for part in ("1:50", "238°", "78°", "27.95000°N 102.31000°E", "1834.27 m", "李明", "2026-05-04", "TC01"):
        assert part in said
    assert "CONSTRUCTED" not in said


def test_a_long_wall_goes_over_sheets_with_every_sample_on_one() -> None:
    trench = SURVEY.id
    wall = Wall(survey_id=SURVEY.id, code="N", trench_id=trench, length_m=40.0, height_m=3.0)
    unit = StratUnit(survey_id=SURVEY.id, code="U1", trench_id=trench, color="#aa9977", pattern="gravel")
    shape = Polygon([(0, 0), (40, 0), (40, 3), (0, 3)])
    made: list[AnyRecord] = [
        unit,
        WallFeature(survey_id=SURVEY.id, shape=shape, wall_id=wall.id, kind="unit", unit_id=unit.id),
    ]
    for metre in range(40):
        code = f"S{metre:02d}"
        at = Point(metre + 0.5, 1.0 + metre % 3 * 0.5)
        made.append(WallFeature(survey_id=SURVEY.id, shape=at, wall_id=wall.id, kind="sample", code=code))
    plan, sheets = drawn(content(bare(*made, wall=wall)), 20, "A3")
    found = [set(texts([s], "samples")) for s in sheets]
    assert set().union(*found) == {f"S{n:02d}" for n in range(40)}
    assert len(sheets) >= 4
    assert texts(sheets, "text").count("U1") == len(plan.panels) >= 6
    marks = [t for t in texts(sheets, "frame") if "接图线" in t]
    assert len(marks) == 2 * (len(plan.panels) - 1)


# What is missing or wrong is said


def test_an_empty_wall_says_so() -> None:
    _, sheets = drawn(content(bare()))
    assert "本壁尚无编录内容。" in texts(sheets, "title")
    assert any("尚无地层单元" in t for t in texts(sheets, "legend"))


def test_a_wall_without_units_is_drawn_and_says_so() -> None:
    made = bare()
    (wall,) = made.records["wall"]
    line = LineString([(0, 1), (5, 1.2)])
    contact = WallFeature(survey_id=SURVEY.id, shape=line, wall_id=wall, kind="contact", certainty="inferred")
    made.apply(Edit("edit.draw", (Change(None, contact),)))
    _, sheets = drawn(content(made))
    assert any("未画地层单元" in t for t in texts(sheets, "title"))
    (stroke,) = (m for m in sheets[0].marks if m.layer == "contacts" and not isinstance(m, Text))
    assert getattr(stroke, "dash", ()) != ()


def test_a_circle_in_the_order_is_named_and_the_log_is_printed(tmp_path: Path) -> None:
    units = [StratUnit(survey_id=SURVEY.id, code=f"U{n}", trench_id=SURVEY.id, position=n) for n in (1, 2)]
    one, two = units
    orders = [
        UnitOrder(survey_id=SURVEY.id, trench_id=SURVEY.id, younger_id=a.id, older_id=b.id)
        for a, b in ((one, two), (two, one))
    ]
    made = bare(*units, *orders)
    print_log(made.records, trench_of(made).id, tmp_path / "a.pdf", home=tmp_path)
    close = re.sub(r"\s", "", pdf_text(tmp_path / "a.pdf"))
    assert "U1→U2→U1" in close


def test_a_trench_without_walls_is_refused() -> None:
    made = bare()
    (wall,) = made.records["wall"].values()
    made.apply(Edit("edit.delete", (Change(wall, None),)))
    with pytest.raises(InputError, match=r"log\.no_walls"):
        drawn(content(made))
    with pytest.raises(InputError, match=r"log\.no_trench"):
        print_log(made.records, SURVEY.id, Path("a.pdf"))


def test_shapes_that_cross_themselves_or_lie_oddly_are_still_drawn() -> None:
    made = bare()
    (wall,) = made.records["wall"]
    event = PaleoEvent(survey_id=SURVEY.id, code="E1", site_id=next(iter(made.records["trench_site"])))
    bow = Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    shapes: tuple[AnyRecord, ...] = (
        WallFeature(survey_id=SURVEY.id, shape=bow, wall_id=wall, kind="unit"),
        WallFeature(survey_id=SURVEY.id, shape=bow, wall_id=wall, kind="colluvial_wedge", code="W1"),
        WallFeature(
            survey_id=SURVEY.id,
            shape=LineString([(1, 1), (1, 1)]),
            wall_id=wall,
            kind="event_horizon",
            event_id=event.id,
        ),
        WallFeature(survey_id=SURVEY.id, shape=Point(-3, 9), wall_id=wall, kind="marker", code="M"),
    )
    made.apply(Edit("edit.draw", (Change(None, event), *(Change(None, r) for r in shapes))))
    _, sheets = drawn(content(made))
    assert {"W1", "M"} <= set(texts(sheets, *ON_WALL))


# Pictures


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_picture_lies_on_the_wall_where_its_control_points_say(tmp_path: Path, mirrored: bool) -> None:
    photo = Image.new("RGB", (500, 200), "white")
    photo.paste((250, 0, 0), (300, 50, 400, 150))  # from 3 to 4 m along the wall, 0.5 to 1.5 m up
    photo.save(tmp_path / "wall.png")
    corners = (((0.0, 200.0), (0.0, 0.0)), ((500.0, 200.0), (5.0, 0.0)), ((0.0, 0.0), (0.0, 2.0)))
    control = document([ControlPoint(pixel, place) for pixel, place in corners])
    given = Wall(
        survey_id=SURVEY.id, code="N", trench_id=SURVEY.id, length_m=5.0, height_m=2.0, mirrored=mirrored
    )
    image = WallImage(survey_id=SURVEY.id, wall_id=given.id, path=str(tmp_path / "wall.png"), control=control)
    lost = WallImage(survey_id=SURVEY.id, wall_id=given.id, path="gone.jpg", control=control)
    unplaced = replace(lost, id=SURVEY.id, path="bare.jpg", control=document([]))
    of = content(bare(image, lost, unplaced, wall=given))
    wanted = Wanted(scale=20, pictures=0.5, printed_on=DAY)
    plan = planned(of, wanted)
    laid = Laid(of.log.images, 0.5)
    sheets = composed(of, wanted, plan, laid)
    (mark,) = (m for m in sheets[0].marks if m.layer == "picture")
    (tmp_path / "laid.png").write_bytes(getattr(mark, "png", b""))
    pixels = np.asarray(Image.open(tmp_path / "laid.png").convert("RGBA"))
    red = np.argwhere((pixels[..., 0] > 200) & (pixels[..., 1] < 60) & (pixels[..., 3] > 0))
    dots = pixels.shape[1] / 5.2
    left = (5.0 - 4.0 if mirrored else 3.0) + 0.1
    assert red[:, 1].min() / dots == pytest.approx(left, abs=0.02)
    assert red[:, 1].max() / dots == pytest.approx(left + 1.0, abs=0.02)
    assert red[:, 0].min() / dots == pytest.approx(2.1 - 1.5, abs=0.02)
    assert sorted(laid.problems) == [
        ("log.picture_missing", "gone.jpg"),
        ("log.picture_unplaced", "bare.jpg"),
    ]


def test_a_large_photo_turned_by_its_camera_lies_upright(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_pictures, "MOST_DOTS", 20_000)
    upright = Image.new("RGB", (500, 200), "white")
    upright.paste((250, 0, 0), (300, 50, 400, 150))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90° to the right
    lying = upright.transpose(Image.Transpose.ROTATE_90)
    lying.save(tmp_path / "wall.jpg", exif=exif, quality=95)
    corners = (((0.0, 200.0), (0.0, 0.0)), ((500.0, 200.0), (5.0, 0.0)), ((0.0, 0.0), (0.0, 2.0)))
    control = document([ControlPoint(pixel, place) for pixel, place in corners])
    given = Wall(survey_id=SURVEY.id, code="N", trench_id=SURVEY.id, length_m=5.0, height_m=2.0)
    image = WallImage(survey_id=SURVEY.id, wall_id=given.id, path=str(tmp_path / "wall.jpg"), control=control)
    of = content(bare(image, wall=given))
    (panel,) = planned(of, Wanted(scale=20)).panels
    sheet = Sheet(420, 297)
    assert Laid(of.log.images, 1.0).lay(sheet, panel)
    (tmp_path / "laid.png").write_bytes(getattr(sheet.marks[0], "png", b""))
    pixels = np.asarray(Image.open(tmp_path / "laid.png").convert("RGB")).astype(int)
    red = np.argwhere((pixels[..., 0] > 180) & (pixels[..., 1] < 90))
    dots = pixels.shape[1] / 5.2
    assert red[:, 1].min() / dots == pytest.approx(3.1, abs=0.06)
    assert red[:, 1].max() / dots == pytest.approx(4.1, abs=0.06)
    assert red[:, 0].min() / dots == pytest.approx(2.1 - 1.5, abs=0.06)


# The printer as a child


def test_print_log_writes_whole_files_in_the_language_asked_for(
    practice: EditingSession, tmp_path: Path
) -> None:
    steps: list[str] = []
    made = print_log(
        practice.records,
        trench_of(practice).id,
        tmp_path / "log.svg",
        20,
        language="en",
        progress=Progress(lambda step: steps.append(step.what)),
        paper="A3",
        home=tmp_path,
    )
    assert [Path(file).name for file in made["files"]] == [f"log-{n + 1}.svg" for n in range(made["sheets"])]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(Path(f).name for f in made["files"])
    assert "young to old" in Path(made["files"][0]).read_text(encoding="utf-8")
    assert words.language() == "zh"
    assert steps == ["print.drawing"]


def test_the_same_records_give_the_same_svg(practice: EditingSession) -> None:
    first, second = (svg(drawn(content(practice))[1][0], "log") for _ in range(2))
    assert first == second


def test_cancelled_it_leaves_no_file(practice: EditingSession, tmp_path: Path) -> None:
    progress = Progress()

    def stop(step: Step) -> None:
        progress.cancel()

    progress._listener = stop
    with pytest.raises(CancelledError):
        print_log(
            practice.records, trench_of(practice).id, tmp_path / "a.pdf", progress=progress, home=tmp_path
        )
    assert list(tmp_path.iterdir()) == []


# The dialog


def test_the_dialog_tells_the_sheets_and_prints(
    qtbot: QtBot, practice: EditingSession, tmp_path: Path
) -> None:
    dialog = PrintLog(None, Jobs(), practice.records, [trench_of(practice).id], tmp_path)
    qtbot.addWidget(dialog)
    assert dialog.page.text() == "A1，841 × 594 mm，共 1 幅"
    assert dialog.file.text().endswith("LADIK-T1.pdf")
    assert not dialog.pictures.isEnabled()
    dialog.scale.setCurrentIndex(dialog.scale.findData(50))
    assert dialog.page.text().startswith("A3，")
    dialog.walls.setCurrentIndex(1)
    dialog.paper.setCurrentIndex(dialog.paper.findData("A2"))
    assert dialog.page.text() == "A2，594 × 420 mm，共 1 幅"
    dialog.file.setText(str(tmp_path / "wall.txt"))
    dialog.accept()
    assert "txt" in dialog.problem.text()
    dialog.file.setText(str(tmp_path / "wall.pdf"))
    dialog.accept()
    qtbot.waitUntil(lambda: not dialog.open_button.isHidden(), timeout=60_000)
    assert "N壁" in re.sub(r"\s", "", pdf_text(tmp_path / "wall.pdf"))
    assert "S壁" not in re.sub(r"\s", "", pdf_text(tmp_path / "wall.pdf"))
