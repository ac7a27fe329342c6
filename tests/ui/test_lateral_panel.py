"""A lateral offset in the desktop: laid by hand on made relief, slid back on the map, stored, opened
again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from faultgis.geometry import lines
from faultgis.geometry.local import LocalFrame
from faultgis.records.fault import Fault
from faultgis.records.files import LocalGrid
from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.records.trace import Trace
from faultgis.services import digitizing, lateral_markers, laying
from faultgis.services.frames import LocalMap, values
from faultgis.slip.offsets import Offset
from importers.rasters.placing import Placing
from ui import words
from ui.app import Desktop
from ui.canvas.scale import MapScale
from ui.panels.lateral import LateralPanel
from ui.tools.backslip import BackslipTool
from ui.tools.backslip_paint import on_map

QTest: Any = _QTest
OFFSET = 30.0
LON, LAT = 102.0, 28.0
EAST, NORTH = 98_360.0, 110_810.0


def channel(path: Path, local: bool = False) -> Path:
    """A relief around (102, 28) at 1 m: a channel from west to east, whose part east of the meridian lies
    30 m further north: a sinistral fault. ``local``: in metres about (5300, 7300), in no named system."""
    import rasterio
    from rasterio.transform import from_bounds

    half = 300
    x = np.arange(2 * half) - half + 0.5
    east, north = x[None, :], -x[:, None]
    off = north - np.where(east > 0, OFFSET, 0.0)
    z = 1500 - 6 * np.exp(-((off / 9) ** 2)) + 0.02 * off
    z += np.random.default_rng(3).normal(0, 0.03, z.shape)
    x0, y0, side_x, side_y = LON, LAT, half / EAST, half / NORTH
    if local:
        x0, y0, side_x, side_y = 5300.0, 7300.0, half, half
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=2 * half,
        height=2 * half,
        count=1,
        dtype="float32",
        crs=None if local else "EPSG:4490",
        transform=from_bounds(x0 - side_x, y0 - side_y, x0 + side_x, y0 + side_y, 2 * half, 2 * half),
    ) as file:
        file.write(z.astype(np.float32), 1)
    return path


class Bench:
    """The window with the made relief and a trace over its fault; 0.9 m to the pixel."""

    def __init__(self, desktop: Desktop, qtbot: QtBot, relief: Path) -> None:
        self.qtbot, self.desktop, self.window = qtbot, desktop, desktop.window
        self.workspace = desktop.workspace
        self.view = self.window.desk.view
        session = self.workspace.session
        assert session is not None
        self.session = session
        fault = Fault(survey_id=session.survey.id, code="LAT")
        self.trace = Trace(
            survey_id=session.survey.id,
            geometry=lines.multi([(LON, LAT - 0.01), (LON, LAT + 0.01)]),
            fault_id=fault.id,
        )
        for record in (fault, self.trace):
            self.workspace.apply(digitizing.create_record(record))
        self.window.desk.layers.add_raster(relief)
        self.window.resize(1366, 768)
        self.window.show()
        self.look()
        self.window.actions_.run("lateral")

    def look(self) -> None:
        self.view.set_scale(MapScale(LON, LAT, 0.9, self.view.width(), self.view.height()))
        self.settle()

    def settle(self) -> None:
        def settled() -> bool:
            slots = self.view.rendering.slots.values()
            drawn = all(slot.scale == self.view.scale and not slot.busy for slot in slots)
            return drawn and not self.workspace.jobs.running

        self.qtbot.waitUntil(settled, timeout=20_000)

    @property
    def panel(self) -> LateralPanel:
        return self.window.lateral

    @property
    def tool(self) -> BackslipTool:
        tool = self.window.desk.tool("lateral")
        assert isinstance(tool, BackslipTool)
        return tool

    @property
    def offset(self) -> Offset:
        assert self.panel.measured is not None
        return self.panel.measured.offset

    @property
    def markers(self) -> list[OffsetMarker]:
        found = self.session.records["offset_marker"].values()
        return [r for r in found if isinstance(r, OffsetMarker) and r.source.method == lateral_markers.METHOD]

    def send(self, kind: QEvent.Type, at: QPoint, held: bool, button: Qt.MouseButton) -> None:
        place, above = QPointF(at), QPointF(self.view.mapToGlobal(at))
        buttons = Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.view, QMouseEvent(kind, place, above, button, buttons, none))

    def click(self, at: QPoint) -> None:
        self.drag(at)

    def drag(self, *path: QPoint) -> None:
        kind, none, left = QEvent.Type, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        self.send(kind.MouseMove, path[0], False, none)
        self.send(kind.MouseButtonPress, path[0], True, left)
        for at in path[1:]:
            self.send(kind.MouseMove, at, True, none)
        self.send(kind.MouseButtonRelease, path[-1], False, left)

    def handle(self, name: str) -> QPoint:
        assert self.tool.layout is not None
        return on_map(self.view.scale, laying.handles(self.tool.layout)[name]).toPoint()

    def pixel(self, east: float, north: float) -> QPoint:
        return on_map(self.view.scale, (LON + east / EAST, LAT + north / NORTH)).toPoint()

    def lay(self) -> None:
        """Click the trace, and touch both lines so that they count as laid; the channel is square anyway."""
        self.click(self.pixel(0, 60))
        for name in ("left_slide", "right_slide"):
            at = self.handle(name)
            self.drag(at, at + QPoint(0, 3), at)
        self.settle()

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)


@pytest.fixture
def bench(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> Bench:
    words.use("en")
    made = Bench(desktop, qtbot, channel(tmp_path / "channel.tif"))
    made.lay()
    return made


def test_the_offset_is_found_and_said(bench: Bench) -> None:
    assert bench.offset.best == pytest.approx(OFFSET, abs=0.5)
    assert bench.offset.summary.q025 < OFFSET < bench.offset.summary.q975
    assert bench.offset.quality.letter == "A"
    said = bench.panel.result.text()
    assert said.startswith("Offset 30.")
    assert "sinistral" in said
    assert "95 %" in said
    assert bench.panel.store.isEnabled()
    assert bench.window.dock("lateral").isVisible()


def test_before_the_lines_are_laid_the_grade_says_so(bench: Bench) -> None:
    bench.panel.start_over()
    bench.click(bench.pixel(0, 60))
    bench.settle()
    assert bench.offset.quality.letter == "B"
    assert "direction was not laid" in bench.panel.result.text()


def heights_of_shade(bench: Bench, east: float) -> np.ndarray:
    """The map's brightness down a column of pixels, from north to south."""
    image = bench.view.grab().toImage()
    column = bench.pixel(east, 0).x()
    top, bottom = bench.pixel(east, 110).y(), bench.pixel(east, -60).y()
    return np.array([image.pixelColor(column, row).lightness() for row in range(top, bottom)], dtype=float)


def shift_between(west: np.ndarray, east: np.ndarray) -> int:
    """How many pixels further down the second column shows the same as the first."""
    west, east = west - west.mean(), east - east.mean()
    return int(np.argmax(np.correlate(east, west, "full"))) - len(west) + 1


def test_sliding_back_makes_the_channel_whole_on_the_map(bench: Bench) -> None:
    # Away from every handle and name: 110 m to either side.
    per_pixel = bench.view.scale.metres_per_pixel
    before = shift_between(heights_of_shade(bench, -110), heights_of_shade(bench, 110))
    assert -before * per_pixel == pytest.approx(OFFSET, abs=2)
    bench.panel.slider.number.setValue(OFFSET)
    bench.settle()
    assert bench.tool.slip_m == OFFSET
    after = shift_between(heights_of_shade(bench, -110), heights_of_shade(bench, 110))
    assert abs(after) * per_pixel <= 2
    bench.panel.slider.number.setValue(0)
    bench.settle()
    again = shift_between(heights_of_shade(bench, -110), heights_of_shade(bench, 110))
    assert again == before


def test_sliding_back_lays_the_profiles_on_each_other(bench: Bench) -> None:
    def apart() -> float:
        lines_ = bench.panel.overlay.lines()
        assert lines_ is not None
        (x, z), other = lines_
        inside = (x > other[0][0]) & (x < other[0][-1])
        return float(np.sqrt(np.mean((z[inside] - np.interp(x[inside], *other)) ** 2)))

    loose = apart()
    bench.panel.slide_back()
    bench.wait(lambda: bench.tool.slip_m == bench.offset.best)
    assert apart() < 0.2 < loose
    assert apart() == pytest.approx(bench.offset.least_misfit, rel=0.2)


def test_a_click_in_the_misfit_slides_there(bench: Bench) -> None:
    plot = bench.panel.misfit
    frame = plot.frame()
    assert frame is not None
    place = QPoint(round(frame.point(15, 0).x()), round(frame.area.center().y()))
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place)
    assert bench.tool.slip_m == pytest.approx(15, abs=1.5)
    assert bench.panel.slider.number.value() == pytest.approx(bench.tool.slip_m, abs=0.05)


def test_numbers_typed_move_the_map(bench: Bench) -> None:
    bench.panel.form.away["left"].setValue(25)
    bench.panel.form.trend["right"].setValue(120)
    bench.settle()
    assert bench.tool.layout is not None
    assert bench.tool.layout.left.away_m == 25
    assert bench.tool.layout.right.trend_deg == 120
    # Carried back by away / tan(120°), a square channel seems offset by so much less or more.
    carried = -bench.tool.layout.right.away_m / np.tan(np.radians(120))
    assert bench.offset.best == pytest.approx(OFFSET + carried, abs=1)
    bench.panel.form.search[0].setValue(-10)
    bench.panel.form.search[1].setValue(90)
    bench.settle()
    assert (bench.offset.shifts[0], bench.offset.shifts[-1]) == (-10, 90)


def test_a_search_that_misses_it_says_so(bench: Bench) -> None:
    for box, value in zip(bench.panel.form.search, (-10, 10), strict=True):
        box.setValue(value)
    bench.settle()
    assert "grade.at_the_limit" in bench.offset.quality.reasons


def test_stored_with_its_lines_undone_and_redone(bench: Bench) -> None:
    lines_before = set(bench.session.records["piercing_line"])
    bench.panel.form.kind.setCurrentIndex(bench.panel.form.kind.findData("gully"))
    bench.panel.store.click()
    (made,) = bench.markers
    assert (made.trace_id, made.fault_id, made.kind) == (bench.trace.id, bench.trace.fault_id, "gully")
    assert made.offset is not None
    assert made.offset.best == pytest.approx(bench.offset.best, abs=0.01)
    assert made.source.image == "channel"
    drawn = [bench.session.records["piercing_line"][i] for i in bench.session.records["piercing_line"]]
    fresh = [r for r in drawn if isinstance(r, PiercingLine) and r.id not in lines_before]
    assert {(r.marker_id, r.side) for r in fresh} == {(made.id, "left"), (made.id, "right")}
    bench.window.actions_.run("undo")
    assert bench.markers == []
    assert set(bench.session.records["piercing_line"]) == lines_before
    bench.window.actions_.run("redo")
    assert bench.markers == [made]


def test_a_double_click_opens_it_as_it_was_to_the_bit(bench: Bench) -> None:
    bench.panel.form.stretch.setChecked(True)
    bench.settle()
    bench.panel.store.click()
    (made,) = bench.markers
    assert made.geometry is not None
    first, layout = bench.offset, bench.tool.layout
    bench.panel.start_over()
    bench.panel.form.stretch.setChecked(False)
    bench.window.actions_.run("select")
    bench.settle()
    at = on_map(bench.view.scale, (made.geometry.x, made.geometry.y)).toPoint()
    bench.click(at)
    bench.send(QEvent.Type.MouseButtonDblClick, at, True, Qt.MouseButton.LeftButton)
    bench.send(QEvent.Type.MouseButtonRelease, at, False, Qt.MouseButton.LeftButton)
    bench.wait(lambda: bench.panel.measured is not None)
    bench.settle()
    assert bench.window.desk.tool_name == "lateral"
    assert bench.tool.layout == layout
    assert bench.panel.form.stretch.isChecked()
    assert (bench.offset.best, bench.offset.summary) == (first.best, first.summary)
    assert bench.panel.store.text() == "Store anew"


def test_opened_from_afar_the_map_goes_there(bench: Bench) -> None:
    bench.panel.store.click()
    (made,) = bench.markers
    for far in (MapScale(LON + 1, LAT, 0.9, 760, 388), MapScale(LON, LAT, 50, 760, 388)):
        bench.window.actions_.run("select")
        bench.view.set_scale(far)
        bench.panel.open_marker([("offset_marker", made.id)])
        area = QRect(0, 0, bench.view.width(), bench.view.height())
        names = laying.handles(bench.tool.layout) if bench.tool.layout is not None else {}
        assert all(area.contains(bench.handle(name)) for name in names)
        assert (bench.handle("fault_start") - bench.handle("fault_end")).manhattanLength() > 150


def test_the_slider_takes_the_tool_up_again(bench: Bench) -> None:
    bench.window.actions_.run("pan")
    bench.panel.slider.number.setValue(12)
    assert bench.window.desk.tool_name == "lateral"
    assert bench.tool.slip_m == 12


def test_stored_anew_it_stays_one_marker(bench: Bench) -> None:
    bench.panel.store.click()
    (before,) = bench.markers
    bench.panel.form.trend["left"].setValue(80)
    bench.settle()
    bench.panel.store.click()
    (after,) = bench.markers
    assert (after.id, after.code) == (before.id, before.code)
    assert after.offset != before.offset
    own = [r for r in bench.session.records["piercing_line"].values() if isinstance(r, PiercingLine)]
    assert len([r for r in own if r.marker_id == after.id]) == 2
    bench.workspace.undo()
    assert bench.markers == [before]


def test_a_moved_trace_makes_it_stale_and_keeps_it(bench: Bench) -> None:
    bench.panel.store.click()
    moved = lines.multi([(LON + 2e-5, LAT - 0.01), (LON + 2e-5, LAT + 0.01)])
    bench.workspace.apply(digitizing.change_record(bench.trace, geometry=moved))
    assert "The trace has moved" in bench.panel.result.text()
    (kept,) = bench.markers
    assert kept.trace_id == bench.trace.id
    bench.workspace.undo()
    assert "The trace has moved" not in bench.panel.result.text()


def test_another_relief_than_it_was_measured_on_is_noticed(bench: Bench) -> None:
    bench.panel.store.click()
    (made,) = bench.markers
    assert "not the same" not in bench.panel.result.text()
    told = tuple(
        ("offset_m", "29.0") if key == "offset_m" else (key, text) for key, text in made.source.attributes
    )
    edit = digitizing.change_record(made, source=replace(made.source, attributes=told))
    bench.workspace.apply(edit)
    assert "Stored with 29.0 m: the relief is not the same." in bench.panel.result.text()


def test_a_fault_drawn_beside_a_trace_belongs_to_it(bench: Bench) -> None:
    bench.panel.start_over()
    for north in (-120, 140):
        bench.click(bench.pixel(11 if north < 0 else 12, north))
    bench.settle()
    assert bench.tool.trace_id is None
    bench.panel.store.click()
    (made,) = bench.markers
    assert made.trace_id == bench.trace.id


def test_in_a_local_grid_it_lies_in_metres_and_comes_back_to_the_bit(bench: Bench, tmp_path: Path) -> None:
    bench.panel.start_over()
    grid = LocalGrid(survey_id=bench.session.survey.id, code="G1", fault_id=bench.trace.fault_id)
    bench.workspace.apply(digitizing.create_record(grid))
    frame = LocalFrame.around((5000.0, 7000.0, 5600.0, 7600.0))
    path = channel(tmp_path / "local.tif", local=True)
    bench.window.desk.layers.add_raster(path, Placing(frame=frame))
    bench.workspace.show_local(LocalMap(grid, frame))
    bench.window.actions_.run("lateral")
    bench.view.set_scale(MapScale(0.0, 0.0, 0.9, bench.view.width(), bench.view.height()))
    bench.settle()

    def pixel(x: float, y: float) -> QPoint:
        ((lon, lat),) = frame.to_canvas(np.array([(x, y)])).tolist()
        return on_map(bench.view.scale, (lon, lat)).toPoint()

    for y in (7200.0, 7400.0):
        bench.click(pixel(5300.0, y))
    for name in ("left_slide", "right_slide"):
        at = bench.handle(name)
        bench.drag(at, at + QPoint(0, 3), at)
    bench.settle()
    assert bench.offset.best == pytest.approx(OFFSET, abs=0.5)
    first = bench.offset
    bench.panel.store.click()
    (made,) = bench.markers
    assert (made.geometry, made.trace_id) == (None, None)
    assert (made.local_grid_id, made.fault_id) == (grid.id, grid.fault_id)
    assert made.offset is not None
    assert made.offset.best == pytest.approx(OFFSET, abs=0.5)
    (start, end) = values(made)["line"]
    assert start == pytest.approx([5300, 7200], abs=1)
    assert end == pytest.approx([5300, 7400], abs=1)
    bench.panel.start_over()
    bench.panel.open_marker([("offset_marker", made.id)])
    bench.wait(lambda: bench.panel.measured is not None)
    assert (bench.offset.best, bench.offset.summary) == (first.best, first.summary)
    # From the map of the earth it is opened as soon as the grid is shown again.
    bench.workspace.show_local(None)
    assert bench.tool.layout is None
    bench.panel.open_marker([("offset_marker", made.id)])
    assert bench.tool.layout is None
    bench.workspace.show_local(LocalMap(grid, frame))
    bench.wait(lambda: bench.panel.measured is not None)
    assert (bench.offset.best, bench.offset.summary) == (first.best, first.summary)


def test_without_relief_the_panel_says_what_is_missing(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> None:
    words.use("en")
    bench = Bench(desktop, qtbot, channel(tmp_path / "channel.tif"))
    bench.window.desk.layers.rasters.children[0].visible = False
    bench.click(bench.pixel(0, 60))
    bench.wait(lambda: bool(bench.panel.result.text()))
    assert "relief" in bench.panel.result.text()
    assert not bench.panel.store.isEnabled()


def test_the_other_way_is_one_button_away(bench: Bench) -> None:
    bench.panel.pages.ways["piercing"].click()
    assert bench.window.desk.tool_name == "piercing"
    bench.panel.pages.ways["lateral"].click()
    assert bench.window.desk.tool_name == "lateral"
    assert bench.tool.layout is not None
    assert bench.panel.measured is not None
