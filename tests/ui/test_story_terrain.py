"""The whole way from clouds to a slip: four tiles become a relief, a fault is drawn on it, a scarp and a
lateral offset are measured there and at Wallace Creek, saved, and found on the fault by another program."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PyQt6.QtCore import QPoint, Qt

from faultgis.crs import transformer
from faultgis.records.fault import Fault
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace
from tests.ui.person import Person, QTest, SitDown, push, rows
from tests.ui.terrain_hand import (
    SITE,
    TILES,
    drag,
    draw_fault_line,
    make_terrain,
    measure_offset,
    measure_scarp,
    one,
    open_site,
    rasters,
    wheel,
)
from ui.tools.backslip import BackslipTool

# A bank of 6 m, facing north, runs along this row of the terrain that is made of the four tiles.
EAST, NORTH, BANK = 885_022.0, 630_220.0, 283


def pixel(person: Person, column: float, row: float) -> QPoint:
    """The pixel of a cell of the terrain."""
    return person.at(transformer("EPSG:3005").transform(EAST + column, NORTH - row))


def bring_clouds(person: Person, shared: Path) -> None:
    """Import the four tiles by the dialog; their terrain comes on the map."""
    before = rasters(person)
    files = [shared / "data/lidar/terrain" / name for name in TILES]
    said = make_terrain(person, files)
    assert "2,834,350" in said
    person.wait(lambda: rasters(person) == ["bcts_1_dtm_1m", *before])
    person.settle()


def change_hillshade(person: Person) -> None:
    """Another kind of relief, then light from another side; each changes the picture."""
    panel, layers = person.window.layers, person.window.desk.layers
    panel.tree.setCurrentIndex(layers.index_of(layers.rasters.children[0]))
    assert panel.relief.kind.currentIndex() == 0
    first = shades(person)
    person.key(Qt.Key.Key_Down, widget=panel.relief.kind)
    person.wait(lambda: shades(person) != first)
    person.key(Qt.Key.Key_Up, widget=panel.relief.kind)
    person.wait(lambda: shades(person) == first)
    for _ in range(9):
        person.key(Qt.Key.Key_PageUp, widget=panel.relief.azimuth.slider)
    person.wait(lambda: shades(person) != first)


def shades(person: Person) -> bytes:
    """The relief as drawn, without anything laid over it."""
    person.settle()
    image = person.view.rendering.slots["raster"].image
    assert image is not None
    return bytes(image.constBits().asarray(image.sizeInBytes()))


def draw_trace(person: Person) -> tuple[Fault, Trace]:
    """Draw a trace along the bank and give it a fault of its own."""
    wheel(person, pixel(person, 150, BANK), 2)
    person.press("draw")
    for column, row in ((110, BANK + 1), (140, BANK), (170, BANK - 1), (198, BANK)):
        person.click(pixel(person, column, row))
    person.key(Qt.Key.Key_Return)
    ((kind, key),) = person.workspace.selection
    assert kind == "trace"
    person.push_new_parent("fault_id")
    person.enter(person.line("name_zh"), "试测断裂")
    person.key(Qt.Key.Key_Tab, widget=person.line("name_zh"))
    trace = person.session.get("trace", key)
    assert isinstance(trace, Trace)
    fault = person.session.get("fault", trace.fault_id)
    assert isinstance(fault, Fault)
    assert fault.name_zh == "试测断裂"
    return fault, trace


def measure_bank(person: Person) -> None:
    """A profile across the drawn trace; what is found is stored."""
    person.press("profile")
    person.click(pixel(person, 150, 238))
    person.click(pixel(person, 150, 312))
    person.wait(lambda: person.window.profile.measured is not None)
    assert person.window.profile.crossing is not None
    push(person.window.profile, "Store marker")


def slide_bank(person: Person) -> None:
    """Two profiles beside the drawn trace, and an offset by eye."""
    person.press("lateral")
    person.click(pixel(person, 155, BANK - 0.5))
    person.settle()
    tool, panel = person.view.tool, person.window.lateral
    assert isinstance(tool, BackslipTool)
    assert tool.layout is not None
    axis = tool.layout.axis
    for side, across in (("left", 12.0), ("right", -12.0)):
        drag(person, person.at(axis.place(0.0, 0.0 + tool.layout.side(side).away_m * (across / 12))),
             person.at(axis.place(0.0, across)))  # fmt: skip
    person.settle()
    person.wait(lambda: panel.measured is not None)
    amount = panel.slider.number.lineEdit()
    assert amount is not None
    person.enter(amount, "6")
    person.key(Qt.Key.Key_Return, widget=panel.slider.number)
    push(panel, "Store marker")


def markers(person: Person) -> dict[str, OffsetMarker]:
    """All offset markers by their codes."""
    found = person.session.records["offset_marker"].values()
    return {record.code: record for record in found if isinstance(record, OffsetMarker)}


def asked_of_another_program(url: str, home: Path, fault: str) -> Any:
    """What the command line answers about a fault, in a process of its own."""
    code = "from ui.cli.main import run; run()"
    words = ("faultgis", "--database", url, "--home", str(home), "faults", "show", fault)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; sys.argv = {[*words, '--survey', 'practice', '--json']!r}; {code}",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    return json.loads(done.stdout)["offset_list"]


@pytest.mark.slow
def test_from_clouds_to_slip(sit_down: SitDown, office: str, shared: Path, tmp_path: Path) -> None:
    person = sit_down()
    bring_clouds(person, shared)
    change_hillshade(person)
    fault, trace = draw_trace(person)
    measure_bank(person)
    slide_bank(person)

    open_site(person, shared / SITE, fault=fault.id)
    draw_fault_line(person)
    measure_scarp(person)
    measure_offset(person)
    person.wait(lambda: person.window.lateral.measured is not None)
    person.settle()
    push(person.window.lateral, "Store marker")
    stored = markers(person)
    assert sorted(stored) == ["M001", "M002", "M003", "M004"]
    person.save()
    person.close()
    person.leave()

    in_database = rows(
        office,
        "select m.code, m.trace_id, m.local_grid_id is null, (m.\"offset\" ->> 'best')::float,"
        " (m.\"offset\" ->> 'low')::float, (m.\"offset\" ->> 'high')::float"
        " from faultgis.offset_marker m where m.fault_id = %s order by m.code",
        fault.id,
    )
    assert [(code, of, earth) for code, of, earth, *_ in in_database] == [
        ("M001", trace.id, True), ("M002", trace.id, True), ("M003", None, False), ("M004", None, False)
    ]  # fmt: skip
    for code, _, _, best, low, high in in_database:
        kept = stored[code].offset
        assert kept is not None
        assert (best, low, high) == (kept.best, kept.low, kept.high)
        assert low < high

    told = asked_of_another_program(office, tmp_path / "other", fault.code)
    assert [(each["code"], each["component"], each["sense"], each["local_grid"]) for each in told] == [
        ("M001", "vertical", None, None), ("M002", "strike_slip", "sinistral", None),
        ("M003", "vertical", None, "华莱士溪"), ("M004", "strike_slip", "dextral", "华莱士溪"),
    ]  # fmt: skip
    for each in told:
        kept = stored[each["code"]].offset
        assert kept is not None
        assert [each["offset"][key] for key in ("best", "low", "high", "range")] == [
            kept.best, kept.low, kept.high, "95"
        ]  # fmt: skip
    # Of the channel Sieh and Jahns (1984) say 128 m; of the bank nobody has said anything.
    assert told[3]["offset"]["low"] < 128 < told[3]["offset"]["high"]
    found_again(sit_down(), fault, stored)


def found_again(person: Person, fault: Fault, stored: dict[str, OffsetMarker]) -> None:
    """On the fault stand all four with their uncertainty; a click on one brings its map and its picture."""
    person.select(fault.code)
    offsets = person.window.record._measures.offsets
    said = [offsets.item(row).text() for row in range(offsets.count())]  # type: ignore[union-attr]
    assert [re.sub(r"[\d.−]+", "n", text.split(" · ")[1]) for text in said] == [
        "n (n–n) m 垂直分量", "n (n–n) m 左旋", "n (n–n) m 垂直分量", "n (n–n) m 右旋"
    ]  # fmt: skip
    assert [text.split(" · ")[0] for text in said] == sorted(stored)
    first = offsets.item(0)
    assert first is not None
    QTest.mouseClick(
        offsets.viewport(), Qt.MouseButton.LeftButton, pos=offsets.visualItemRect(first).center()
    )
    person.wait(lambda: person.window.profile.measured is not None)
    again, kept = person.window.profile.measured, stored["M001"].offset
    assert again is not None
    assert kept is not None
    assert again.vertical_separation.median == pytest.approx(kept.best, abs=0.01)
    assert isinstance(one(person, "local_grid").id, UUID)
