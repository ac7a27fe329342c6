"""A scarp measured by hand: drawn on the map, found, dragged, stored on its trace, seen again, undone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from faultgis.geometry import lines
from faultgis.records.fault import Fault
from faultgis.records.provenance import new_id
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace
from faultgis.services import digitizing, profiling
from faultgis.slip.surfaces import Picks
from tests.ui.hand import Hand
from ui import words
from ui.panels.profile import ProfilePanel
from ui.panels.profile_plot import edges_of, moved
from ui.plots.plotting import ticks
from ui.tools.profile import ProfileTool

QTest: Any = _QTest
SURVEY = new_id()
HEIGHT = 4.0


def scarp(path: Path) -> Path:
    """A relief around (102, 28): a tilted plain, lifted by 4 m east of a north-south scarp 40 m wide."""
    import rasterio
    from rasterio.transform import from_bounds

    lon = 101.98 + (np.arange(800) + 0.5) * 0.04 / 800
    east = (lon - 102.0) * 98_300
    z = 1500 + 0.02 * east + np.interp(east, [-20, 20], [0, HEIGHT])
    rough = np.random.default_rng(1).normal(0, 0.05, (400, 800))
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=800,
        height=400,
        count=1,
        dtype="float32",
        crs="EPSG:4490",
        transform=from_bounds(101.98, 27.99, 102.02, 28.01, 800, 400),
    ) as file:
        file.write((z + rough).astype(np.float32), 1)
    return path


class Bench:
    """A map with relief and a trace, the tool in hand, the panel beside it."""

    def __init__(self, qtbot: QtBot, relief: Path | None) -> None:
        fault = Fault(survey_id=SURVEY, code="F1")
        self.trace = Trace(
            survey_id=SURVEY, geometry=lines.multi([(102.0, 27.95), (102.0, 28.05)]), fault_id=fault.id
        )
        self.qtbot = qtbot
        self.hand = Hand(qtbot, [fault, self.trace])
        if relief is not None:
            self.hand.layers.add_raster(relief)
        self.tool = ProfileTool(self.hand.workspace)
        self.panel = ProfilePanel(self.hand.workspace, self.hand.layers)
        self.dock = QDockWidget()
        self.dock.setWidget(self.panel)
        self.dock.resize(1000, 260)
        qtbot.addWidget(self.dock)
        self.panel.follow(self.tool, self.dock)
        self.hand.view.set_tool(self.tool)

    def draw(self, west: float = 101.994, east: float = 102.006) -> None:
        for longitude in (west, east):
            place = self.hand.at((longitude, 28.0))
            self.hand.click(place.x(), place.y())

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=10_000)

    @property
    def separation(self) -> float:
        assert self.panel.measured is not None
        return self.panel.measured.vertical_separation.median

    def markers(self) -> list[OffsetMarker]:
        found = self.hand.session.records["offset_marker"].values()
        return [record for record in found if isinstance(record, OffsetMarker)]


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Bench:
    words.use("en")
    made = Bench(qtbot, scarp(tmp_path / "scarp.tif"))
    made.draw()
    made.wait(lambda: made.panel.measured is not None)
    return made


def test_two_clicks_measure_the_scarp(bench: Bench) -> None:
    assert bench.separation == pytest.approx(HEIGHT, abs=0.1)
    assert bench.panel.crossing is not None
    assert bench.panel.crossing.trace_id == bench.trace.id
    assert bench.dock.isVisible()
    assert "Vertical separation 4.0" in bench.panel.form.result.text()
    assert "Quality A" in bench.panel.form.grade.text()
    assert bench.tool.line is not None
    assert not bench.tool.busy


def test_a_dip_adds_throw_and_slip(bench: Bench) -> None:
    bench.panel.form.dip.setValue(60)
    bench.panel.form.toward.setCurrentIndex(1)
    assert bench.panel.measured is not None
    assert bench.panel.measured.slip is not None
    said = bench.panel.form.result.text()
    assert "Throw" in said
    assert "Dip slip" in said


def test_dragging_a_pick_measures_again(bench: Bench) -> None:
    bench.panel.plot.resize(700, 240)
    before, plot = bench.panel.picks, bench.panel.plot
    assert before is not None
    frame = plot._frame()
    assert frame is not None
    x = round(frame.point(before.start[1], 0).x())
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(x, 100))
    QTest.mouseMove(plot, QPoint(x - 80, 100))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(x - 80, 100))
    after = bench.panel.picks
    assert after is not None
    assert after.start[1] == pytest.approx(frame.distance(x - 80), abs=2)
    assert after.end == before.end
    assert bench.separation == pytest.approx(HEIGHT, abs=0.2)
    bench.panel.fit()
    assert bench.panel.picks == before


def test_stored_on_its_trace_and_undone(bench: Bench) -> None:
    bench.panel.store_marker()
    (made,) = bench.markers()
    assert (made.trace_id, made.fault_id, made.code) == (bench.trace.id, bench.trace.fault_id, "M001")
    assert made.offset is not None
    assert made.offset.best == pytest.approx(bench.separation, abs=1e-3)
    assert made.source.image == "scarp"
    bench.panel.store_marker()
    assert {record.code for record in bench.markers()} == {"M001", "M002"}
    bench.hand.workspace.undo()
    bench.hand.workspace.undo()
    assert bench.markers() == []


def test_a_stored_measurement_is_seen_again_as_it_was(bench: Bench) -> None:
    bench.panel.form.dip.setValue(55)
    bench.panel.store_marker()
    (made,) = bench.markers()
    first = bench.panel.measured
    bench.draw(101.997, 102.003)
    bench.wait(lambda: bench.panel.measured is not None and bench.panel.measured != first)
    bench.hand.workspace.select([])
    bench.panel.form.dip.setValue(0)
    bench.hand.workspace.select([("offset_marker", made.id)])
    bench.wait(lambda: bench.panel.measured == first)
    assert bench.panel.form.dip.value() == 55


def test_a_moved_trace_makes_it_stale_and_keeps_it(bench: Bench) -> None:
    bench.panel.store_marker()
    assert "moved" not in bench.panel.form.grade.text()
    edit = digitizing.change_record(bench.trace, geometry=lines.multi([(102.0005, 27.95), (102.0005, 28.05)]))
    bench.hand.workspace.apply(edit)
    assert "The trace has moved" in bench.panel.form.grade.text()
    (kept,) = bench.markers()
    assert kept.trace_id == bench.trace.id
    assert profiling.stored(kept) is not None
    bench.hand.workspace.undo()
    assert "moved" not in bench.panel.form.grade.text()


def test_a_fan_along_the_trace(bench: Bench) -> None:
    bench.panel.form.along.click()
    plot = bench.panel.strike
    bench.wait(lambda: plot.strike is not None)
    assert plot.strike is not None
    stops = plot.strike.stops
    # The relief reaches over a fifth of the trace only.
    assert 6 <= len(stops) <= 9
    assert plot.strike.without == 40 - len(stops)
    assert [stop.signed[1] for stop in stops] == pytest.approx([HEIGHT] * len(stops), abs=0.15)
    plot.resize(600, 240)
    place = plot.place(stops[3])
    assert place is not None
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place.toPoint())
    bench.wait(lambda: bench.panel.line == stops[3].line)
    assert bench.panel.picks == stops[3].measured.picks
    assert bench.panel.measured == stops[3].measured


def test_a_fan_needs_a_trace(bench: Bench) -> None:
    bench.hand.workspace.apply(
        digitizing.delete_records(bench.hand.session.records, [("trace", bench.trace.id)])
    )
    bench.panel.form.along.click()
    assert bench.hand.told[-1] == ("Draw the line across a trace first.", "warning")


def test_a_wider_band_keeps_the_picks(bench: Bench) -> None:
    picks = bench.panel.picks
    bench.panel.form.width_m.setValue(100)
    bench.wait(lambda: bench.panel.line is not None and bench.panel.line.half_width == 50)
    assert bench.panel.picks == picks
    assert bench.separation == pytest.approx(HEIGHT, abs=0.1)


def test_without_relief_the_user_is_told(qtbot: QtBot) -> None:
    words.use("en")
    bench = Bench(qtbot, None)
    bench.draw()
    bench.wait(lambda: any("relief" in text for text, _ in bench.hand.told))
    assert bench.panel.measured is None


def test_the_pointer_in_the_profile_is_shown_on_the_map(bench: Bench) -> None:
    assert bench.panel.line is not None
    bench.panel.plot.pointed.emit(bench.panel.line.length / 2)
    assert bench.tool.mark == pytest.approx((102.0, 28.0), abs=1e-3)
    bench.panel.plot.pointed.emit(None)
    assert bench.tool.mark is None


def test_edges_stay_in_order() -> None:
    picks = Picks((0, 10), (12, 15), (20, 40))
    for edge in range(6):
        for to in (-5.0, 11.0, 100.0):
            edges = edges_of(moved(picks, edge, to, 50))
            assert list(edges) == sorted(edges)
            assert 0 <= edges[0] <= edges[-1] <= 50


def test_ticks_are_round_and_few() -> None:
    assert ticks(1499.2, 1506.1, 4) == [1500, 1502, 1504, 1506]
    assert ticks(0, 1180, 6) == [0, 200, 400, 600, 800, 1000]


def test_a_marker_of_another_origin_is_left_alone(bench: Bench) -> None:
    before = bench.panel.measured
    bench.hand.workspace.select([("fault", uuid4())])
    assert bench.panel.measured == before
