"""The tools on the map of a local grid: their metres are the grid's."""

import math

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from faultgis.geometry.local import LocalFrame
from faultgis.records.fault import Fault
from faultgis.records.files import LocalGrid
from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.services.digitizing import change_record, create_record
from faultgis.services.frames import LocalMap, places_of
from tests.ui.hand import RIGHT, Hand, QTest
from ui import words
from ui.canvas.scale import MapScale
from ui.tools.fault_line import FaultLineTool
from ui.tools.lateral import LateralTool
from ui.tools.measure import MeasureTool

FRAME = LocalFrame(241_500.0, 3_909_600.0, 10_000.0)


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    """A local grid on the map, 10 m to the pixel, 9 km north of its frame's middle."""
    words.use("en")
    made = Hand(qtbot)
    fault = Fault(survey_id=made.survey.id, code="F1")
    grid = LocalGrid(survey_id=made.survey.id, code="G001", name_en="Site", fault_id=fault.id)
    for record in (fault, grid):
        made.workspace.apply(create_record(record))
    made.workspace.show_local(LocalMap(grid, FRAME))
    x, y = FRAME.to_canvas(np.array([(241_500.0, 3_918_600.0)]))[0].tolist()
    made.view.set_scale(MapScale(x, y, 10.0, made.view.width(), made.view.height()))
    return made


def metres(points: list[tuple[float, float]]) -> list[list[float]]:
    found: list[list[float]] = FRAME.to_metres(np.array(points)).tolist()
    return found


def test_the_ruler_is_true_to_a_millimetre_in_a_kilometre(hand: Hand) -> None:
    tool = MeasureTool(hand.workspace)
    hand.view.set_tool(tool)
    said: list[tuple[float, float]] = []
    tool.measured.connect(lambda length, azimuth: said.append((length, azimuth)))
    hand.click(300, 300)
    hand.click(380, 240)
    (x1, y1), (x2, y2) = metres(tool.sketch.points[:2])
    # The pointer rests on the second vertex: that step is the one that was told before the click.
    length, azimuth = next(pair for pair in said if pair[0] > 900)
    assert math.hypot(x2 - x1, y2 - y1) == pytest.approx(1000, abs=15)
    assert length == pytest.approx(math.hypot(x2 - x1, y2 - y1), rel=1e-6)
    assert azimuth == pytest.approx(math.degrees(math.atan2(x2 - x1, y2 - y1)), abs=1e-3)


def test_a_typed_distance_is_one_of_the_grid(hand: Hand) -> None:
    tool = FaultLineTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.click(300, 300)
    for key in "1000<90":
        QTest.keyClick(hand.view, key)
    QTest.keyClick(hand.view, Qt.Key.Key_Return)
    (x1, y1), (x2, y2) = metres(tool.sketch.points)
    # A geodesic due east curves by the square of its length over twice the earth's radius, times the tangent
    # of 9 km of latitude: a tenth of a millimetre.
    assert (x2 - x1, y2 - y1) == pytest.approx((1000, 0), abs=0.001)


def test_two_lines_across_the_faults_line(hand: Hand) -> None:
    """What is drawn crosses the fault's line of the grid, and is kept in metres with the marker."""
    hand.view.set_tool(FaultLineTool(hand.workspace))
    hand.click(400, 560)
    hand.click(400, 40)
    hand.click(400, 40, button=RIGHT)
    (trace,) = hand.workspace.traces
    assert hand.view.traces_near(*hand.ground(400, 300), 5) == [trace]
    hand.view.set_tool(LateralTool(hand.workspace))
    for places in (((250, 300), (390, 300)), ((410, 260), (550, 260))):
        for x, y in places:
            hand.click(x, y)
        hand.click(*places[-1], button=RIGHT)
    (marker,) = hand.session.records["offset_marker"].values()
    assert isinstance(marker, OffsetMarker)
    assert marker.offset is not None
    assert marker.offset.best == pytest.approx(400, abs=1)
    assert not [r for r in hand.session.records["piercing_line"].values() if isinstance(r, PiercingLine)]
    assert places_of(marker, "left_line")[0] == pytest.approx([240_000, 3_918_600], abs=6)
    assert places_of(marker, "right_line")[-1] == pytest.approx([243_000, 3_919_000], abs=6)
    # It is drawn, and can be clicked, where it lies; the fault's line is no record to select.
    assert hand.view.hit(hand.at((0, 0)).toPointF()) == []
    assert hand.workspace.local is not None
    placed = hand.workspace.local.placed(marker)
    assert placed is not None
    place = placed.geometry
    assert place is not None
    assert hand.view.hit(hand.at((place.x, place.y)).toPointF()) == [("offset_marker", marker.id)]
    hand.workspace.undo()
    assert hand.session.records["offset_marker"] == {}


def test_a_form_changes_a_marker_without_moving_it(hand: Hand) -> None:
    grid = hand.workspace.local.grid  # type: ignore[union-attr]
    marker = OffsetMarker(survey_id=hand.survey.id, code="M1", local_grid_id=grid.id)
    hand.workspace.apply(create_record(marker))
    hand.workspace.apply(change_record(marker, quality="B"))
    (kept,) = hand.session.records["offset_marker"].values()
    assert (kept.geometry, kept.local_grid_id, kept.quality) == (None, grid.id, "B")  # type: ignore[union-attr]
    hand.workspace.apply(change_record(grid, name_en="Wallace Creek"))
    assert hand.workspace.local.grid.name_en == "Wallace Creek"  # type: ignore[union-attr]
