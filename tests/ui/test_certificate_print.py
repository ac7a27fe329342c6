"""The certificate on paper: the map's scale, the office's own template, texts that do not fit; and tables."""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from openpyxl import load_workbook
from shapely import LineString, Point, box

from db.work import Database
from faultgis.avoidance.sites import site_at
from faultgis.crs import destination, distance_azimuth
from faultgis.errors import InputError
from faultgis.records.assessment import Certificate
from faultgis.services.assessing import question
from faultgis.services.certifying import Asked, Printed, ask, digest, issue
from tests.ui.certificate_made import asked_8, pages, parcel, survey_with_fault
from ui.printing.certificate import certificate_spec, file_of, issue_certificate, print_certificate
from ui.printing.certificate_content import SiteMap, heard
from ui.printing.certificate_map import MapBox
from ui.printing.certificate_scale import scale_for
from ui.printing.certificate_template import template
from ui.site_table import write_xlsx

BOX = (16.0, 98.0, 104.0, 104.0)


@pytest.mark.parametrize("lat", [-35.0, 0.0, 31.0, 53.0])
@pytest.mark.parametrize("azimuth", [0.0, 37.0, 90.0, 205.0])
def test_lengths_on_the_map_are_true_to_its_scale(lat: float, azimuth: float) -> None:
    shown = MapBox(SiteMap(10_000, Point(103.0, lat)), BOX)
    ends = np.array([destination(103.0, lat, azimuth, -300.0), destination(103.0, lat, azimuth, 420.0)])
    on_paper = float(np.hypot(*np.diff(shown.to_mm(ends), axis=0)[0]))
    assert on_paper == pytest.approx(distance_azimuth(*ends[0], *ends[1])[0] / 10, rel=1e-4)


@pytest.mark.parametrize("reach_m", [60.0, 400.0, 5000.0])
def test_the_scale_takes_in_the_site_and_its_surroundings(reach_m: float) -> None:
    site = box(103.0, 31.0, 103.004, 31.002)
    shown = MapBox(SiteMap(scale_for(site, reach_m, BOX[2], BOX[3]), site), BOX)
    places = np.array(
        [
            destination(corner[0], corner[1], a, reach_m)
            for corner in site.exterior.coords
            for a in (0.0, 90.0, 180.0, 270.0)
        ]
    )
    mm = shown.to_mm(places)
    assert (mm.min(axis=0) >= np.array(BOX[:2]) - 1).all()
    assert (mm.max(axis=0) <= np.array([BOX[0] + BOX[2], BOX[1] + shown.height]) + 1).all()


def test_the_numbers_of_crossings_stand_apart_on_the_map() -> None:
    places = [destination(103.0, 31.0, 90.0, metres) for metres in (0.5, 10.0, 200.0)]
    shown = MapBox(SiteMap(10_000, Point(103.0, 31.0), crossings=places), BOX)
    assert list(shown.numbers) == [1, 3]
    middle = shown.to_mm(np.array(places))
    for number, at in shown.numbers.items():
        assert np.hypot(*(at - middle[number - 1])) < 5


def test_of_a_site_inside_the_map_shows_where_the_zone_ends(database: Database, tmp_path: Path) -> None:
    survey = survey_with_fault(database)
    question_9 = question("CN-GB50011-2010", {"building_class": "乙", "intensity": 9})
    drawn: list[SiteMap] = []

    def print_it(of: Asked, draft: Certificate) -> Printed:
        spec = certificate_spec(of, draft, tmp_path, tmp_path / "a.pdf")
        drawn.append(heard(spec["certificate"]).map)
        return Printed("a.pdf", "0")

    issue(
        database, ask(database, survey, question_9, site_at(103.61, 31.0)), print_it, language="zh", by="li"
    )
    ground = box(*MapBox(drawn[0], BOX).bounds)
    zone = next(area.geometry for area in drawn[0].areas if area.kind == "zone")
    assert 0.3 < zone.intersection(ground).area / ground.area < 0.9


def _printed(database: Database, home: Path, asked: Asked) -> str:
    def print_it(of: Asked, draft: Certificate) -> Printed:
        return print_certificate(of, draft, home)

    return pages(file_of(issue(database, asked, print_it, language="zh", by="li"), home))


def test_an_office_replaces_parts_of_the_template(database: Database, tmp_path: Path) -> None:
    own = tmp_path / "certificate" / "zh"
    own.mkdir(parents=True)
    (own / "head.html").write_text("<h1>四川省地震局</h1><p>第 $number 号</p>", encoding="utf-8")
    survey = survey_with_fault(database)
    said = _printed(database, tmp_path, ask(database, survey, asked_8(), parcel(260)))
    assert "四川省地震局" in said
    assert "活动断层避让意见书 FA-" in said.replace("\n", " ")  # the annex is the program's own still


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("zh/head.html", "<p>$nobody_knows</p>", "head.html"),
        ("layout.json", "{", "layout.json"),
        ("layout.json", json.dumps({"id": "x", "version": "1"}), "layout.json"),
    ],
)
def test_a_damaged_template_is_named_and_no_number_is_taken(
    database: Database, tmp_path: Path, name: str, text: str, told: str
) -> None:
    own = tmp_path / "certificate" / name
    own.parent.mkdir(parents=True)
    own.write_text(text, encoding="utf-8")
    survey = survey_with_fault(database)
    with pytest.raises(Exception) as caught:
        _printed(database, tmp_path, ask(database, survey, asked_8(), parcel(260)))
    assert getattr(caught.value, "code", "") == "certificate.template"
    assert told in f"{caught.value}"
    assert database.load(survey.id, ("certificate",))["certificate"] == []
    left = tmp_path / "certificates"
    assert not left.exists() or list(left.iterdir()) == []


def test_what_does_not_fit_its_box_stands_in_the_annex(database: Database, tmp_path: Path) -> None:
    own = tmp_path / "certificate"
    own.mkdir()
    layout = json.loads((Path("resources") / "certificate" / "layout.json").read_text(encoding="utf-8"))
    layout["boxes"]["reasons"] = [124, 98, 70, 30]
    (own / "layout.json").write_text(json.dumps(layout), encoding="utf-8")
    survey = survey_with_fault(database)
    said = "".join(_printed(database, tmp_path, ask(database, survey, asked_8(), parcel(260))).split())
    assert "其余见附件" in said
    assert "按本规则影响不到这里" in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_word_safe_stands_in_no_template(tmp_path: Path, language: str) -> None:
    found = template(tmp_path, language)
    for text in found.texts.values():
        assert "safe" not in text.template.lower()
        assert "安全" not in text.template


def test_a_route_and_a_site_without_a_name_are_certified_too(database: Database, tmp_path: Path) -> None:
    survey = survey_with_fault(database)
    line = LineString([(103.61, 30.995), (103.61, 31.005)])
    asked = ask(database, survey, asked_8(), replace(parcel(0, ""), geometry=line))
    (tmp_path / "certificates").mkdir()
    left = tmp_path / "certificates" / ".killed.pdf"
    left.touch()
    os.utime(left, (0, 0))
    said = _printed(database, tmp_path, asked)
    assert not left.exists()
    assert "线，长" in said
    assert "压在彭灌断裂（F1）的迹线上" in said.replace("\n", "")
    assert "路线穿越迹线之处" in said
    assert re.search(r"1\s+554 \(54[345]–56[345]\)\s+穿越\s+90\s+彭灌断裂（F1）\s+未知\s+在避让带内", said)
    assert "1 处穿越中 1 处的可能错动量未知" in said.replace("\n", "")
    assert re.search(r"354\s+754\s+避让带\s+彭灌断裂（F1）", said)


def test_the_answer_and_the_question_are_attached_as_files(database: Database, tmp_path: Path) -> None:
    survey = survey_with_fault(database)
    asked = ask(database, survey, asked_8(), parcel(260))
    made = issue_certificate(database, tmp_path, asked, "zh", "li")
    with pikepdf.open(file_of(made, tmp_path)) as pdf:
        held = {name: file.get_file().read_bytes().decode() for name, file in pdf.attachments.items()}
    assert set(held) == {"answer.json", "question.json"}
    assert digest(held["answer.json"]) == made.answer_hash
    question = json.loads(held["question.json"])
    assert digest(question["rule_text"]) == question["rule_sha256"]


def test_a_site_named_like_a_formula_stays_text(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_xlsx([["Site", "m"], ["=1+1", 2.5]], ["note"], file)
    sheet = load_workbook(file).active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B2"].value) == ("=1+1", "s", 2.5)


def test_a_table_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_xlsx([["a"]], [], tmp_path / "no" / "t.xlsx")
    assert caught.value.code == "avoidance.cannot_write"


def _relief(path: Path, west: float, size: int) -> Path:
    """Hills of 10 m cells eastwards from a meridian, about the fault's latitude."""
    import rasterio
    from rasterio.transform import from_origin

    x, y = np.meshgrid(np.arange(size), np.arange(size))
    z = 2000 + 40 * np.sin(x / 9) * np.cos(y / 7)
    options = {"driver": "GTiff", "count": 1, "dtype": "float32", "crs": "EPSG:4490"}
    transform = from_origin(west, 31.03, 1e-4, 1e-4)
    with rasterio.open(path, "w", width=size, height=size, transform=transform, **options) as file:
        file.write(z.astype(np.float32), 1)
    return path


@pytest.mark.parametrize(("west", "size", "shown"), [(103.58, 600, True), (103.6101, 600, False)])
def test_the_relief_lies_below_the_map_where_it_covers_it(
    database: Database, tmp_path: Path, west: float, size: int, shown: bool
) -> None:
    survey = survey_with_fault(database)
    relief = _relief(tmp_path / "dem.tif", west, size)
    asked = ask(database, survey, asked_8(), parcel(260))
    made = issue_certificate(database, tmp_path, asked, "zh", "li", relief=relief)
    with pikepdf.open(file_of(made, tmp_path)) as pdf:
        widest = max((int(image.Width) for image in pdf.pages[0].get_images().values()), default=0)
    assert (widest > 400) == shown
