"""Selecting, measuring, placing, and the finer ways of drawing, with real events."""

import math

import pytest
import shapely
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

import resources
from faultgis.crs import distance_azimuth
from faultgis.records.fault import Fault
from faultgis.records.site import DeformationWidth, ObservationPoint, OffsetMarker
from faultgis.records.trace import Trace
from faultgis.services import digitizing
from faultgis.values import Estimate
from tests.ui.hand import LEFT, NONE, RIGHT, SHIFT, Hand, QTest
from ui.canvas.scale import MapScale
from ui.tools.draw import ContinueTool, DrawTool
from ui.tools.measure import MeasureTool
from ui.tools.notes import metres_text
from ui.tools.place import MovePointTool, OffsetTool, PointTool, WidthTool
from ui.tools.reshape import SplitTool
from ui.tools.select import PanTool, SelectTool
from ui.tools.snapping import Snapper
from ui.tools.typed import Typed

LINE = [(100, 300), (300, 300), (500, 300), (700, 300)]


def hand_with(qtbot: QtBot, *lines: list[tuple[int, int]], **values: object) -> Hand:
    template = Hand(qtbot)
    return Hand(qtbot, [template.trace_over(*line, **values) for line in lines])


# Selecting and panning


def test_click_selects_and_shift_adds_and_takes_away(qtbot: QtBot) -> None:
    hand = hand_with(qtbot, LINE, [(100, 400), (700, 400)])
    hand.view.set_tool(SelectTool(hand.workspace))
    first, second = (("trace", t.id) for t in hand.traces)
    hand.click(200, 300)
    assert hand.workspace.selection == (first,)
    hand.click(200, 400, LEFT, SHIFT)
    assert set(hand.workspace.selection) == {first, second}
    hand.click(250, 300, LEFT, SHIFT)
    assert hand.workspace.selection == (second,)
    hand.click(400, 100)
    assert not hand.workspace.selection


def test_clicking_again_goes_on_to_what_lies_beneath(qtbot: QtBot) -> None:
    hand = hand_with(qtbot, LINE, LINE)
    hand.view.set_tool(SelectTool(hand.workspace))
    seen = set()
    for _ in range(2):
        hand.click(200, 300)
        seen.add(hand.workspace.selection)
    assert len(seen) == 2


def test_a_box_selects_what_it_touches(qtbot: QtBot) -> None:
    hand = hand_with(qtbot, LINE, [(100, 400), (700, 400)], [(100, 500), (700, 500)])
    tool = SelectTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.drag((350, 250), (400, 380), (450, 450))
    assert len(hand.workspace.selection) == 2
    told: list[object] = []
    tool.identified.connect(told.append)
    hand.click(200, 500)
    assert told == [(("trace", hand.traces[2].id),)]


def test_panning_moves_the_ground_with_the_mouse(qtbot: QtBot) -> None:
    hand = hand_with(qtbot)
    hand.view.set_tool(PanTool(hand.workspace))
    under = hand.ground(200, 200)
    hand.drag((200, 200), (260, 250), (300, 330))
    assert hand.ground(300, 330) == pytest.approx(under, abs=1e-5)


# Drawing


def test_a_freehand_stroke_becomes_few_vertices_near_its_way(qtbot: QtBot) -> None:
    hand = hand_with(qtbot)
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.key(Qt.Key.Key_F)
    way = [(100 + 4 * i, round(300 + 60 * math.sin(i / 12))) for i in range(120)]
    hand.drag(*way)
    hand.key(Qt.Key.Key_Return)
    (trace,) = hand.traces
    assert 8 < shapely.get_num_coordinates(trace.geometry) < 60
    stroke = shapely.LineString([hand.ground(*pixel) for pixel in way])
    # 0.1 mm at 1:50,000 is 5 m; a degree of latitude 110.8 km.
    assert shapely.hausdorff_distance(trace.geometry, stroke) < 12 / 110_822
    hand.workspace.undo()
    assert not hand.traces


def test_one_undo_takes_a_whole_stroke_back(qtbot: QtBot) -> None:
    hand = hand_with(qtbot)
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.click(50, 100)
    hand.key(Qt.Key.Key_F)
    hand.drag((100, 300), *((100 + 5 * i, 300 + (i % 7) * 4) for i in range(40)))
    count = len(tool.sketch.points)
    assert count > 3
    hand.key(Qt.Key.Key_Escape)
    assert len(tool.sketch.points) == 2


def test_typed_distance_and_azimuth_place_the_vertex(qtbot: QtBot) -> None:
    hand = hand_with(qtbot)
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.click(400, 300)
    hand.hover(500, 300)
    for key in "1500<45":
        QTest.keyClicks(hand.view, key)
    assert tool.typed == "1500<45"
    hand.key(Qt.Key.Key_Return)
    start, end = tool.sketch.points
    metres, azimuth = distance_azimuth(*start, *end)
    assert (metres, azimuth) == pytest.approx((1500, 45), abs=1e-3)
    QTest.keyClicks(hand.view, "80")
    hand.key(Qt.Key.Key_Escape)
    assert tool.typed == ""
    assert len(tool.sketch.points) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("250", Typed(250.0)),
        ("<45.5", Typed(None, 45.5)),
        ("2<9", Typed(2.0, 9.0)),
        ("<", None),
        ("1.2.3", None),
        ("", None),
    ],
)
def test_what_may_be_typed(text: str, expected: Typed | None) -> None:
    assert Typed.of(text) == expected


def test_following_a_line_takes_over_its_vertices_exactly(qtbot: QtBot) -> None:
    hand = hand_with(qtbot, LINE)
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.click(300, 301)
    hand.key(Qt.Key.Key_L)
    hand.click(600, 302)
    hand.key(Qt.Key.Key_L)
    hand.click(600, 100)
    hand.key(Qt.Key.Key_Return)
    drawn = shapely.get_coordinates(next(t for t in hand.traces[1:]).geometry).tolist()
    known = shapely.get_coordinates(hand.traces[0].geometry).tolist()
    assert drawn[:2] == known[1:3]
    assert len(drawn) == 4
    hand.workspace.undo()
    assert shapely.get_coordinates(hand.traces[0].geometry).tolist() == known


def test_the_guard_speaks_while_drawing_and_t_turns_the_teeth(qtbot: QtBot) -> None:
    fault = Fault(
        survey_id=Hand(qtbot).survey.id,
        code="F1",
        kinematics="reverse",
        dip_direction=Estimate(unit="deg", best=0.0),
    )
    hand = Hand(qtbot, [fault])
    hand.workspace.select([("fault", fault.id)])
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.click(100, 300)
    hand.hover(500, 300)
    assert not tool.preview.findings
    hand.key(Qt.Key.Key_T)
    assert tool.attributes["hanging_wall"] == "left"
    assert not tool.preview.findings
    hand.key(Qt.Key.Key_T)
    assert [finding.code for finding in tool.preview.findings] == ["direction.hanging_wall"]
    assert tool.rubber.colour == tool.preview.colour
    assert any("°" in text for text, _ in tool.rubber.notes)
    hand.view.grab()
    hand.key(Qt.Key.Key_T)
    hand.click(500, 300)
    hand.key(Qt.Key.Key_Return)
    (trace,) = hand.traces
    assert (trace.fault_id, trace.hanging_wall) == (fault.id, "unknown")


def test_snapping_off_by_key_leaves_the_place_alone(qtbot: QtBot) -> None:
    hand = hand_with(qtbot, LINE)
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.key(Qt.Key.Key_S)
    assert not Snapper.of(hand.workspace).settings.enabled
    hand.click(304, 305)
    assert tool.sketch.points[0] == pytest.approx(hand.ground(304, 305), abs=1e-12)
    hand.key(Qt.Key.Key_S)
    hand.click(501, 302)
    known = shapely.get_coordinates(hand.traces[0].geometry).tolist()
    assert list(tool.sketch.points[1]) == known[2]


def snapped(hand: Hand, tool: DrawTool, x: int, y: int) -> tuple[float, float] | None:
    hand.hover(x, y)
    return tool.snap.place if tool.snap is not None else None


def test_snapping_follows_edits_undo_and_panning(qtbot: QtBot) -> None:
    hand = hand_with(qtbot, LINE)
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.click(100, 100)
    hand.click(200, 120)
    hand.key(Qt.Key.Key_Return)
    end = tuple(shapely.get_coordinates(hand.traces[1].geometry)[-1].tolist())
    assert snapped(hand, tool, 204, 124) == end
    hand.workspace.undo()
    assert snapped(hand, tool, 205, 125) is None
    hand.view.set_scale(hand.view.scale.panned(4000, 0))
    hand.view.set_scale(hand.view.scale.panned(-4000, 0))
    assert snapped(hand, tool, 303, 303) is not None


@pytest.mark.parametrize(
    ("near", "expected"), [((690, 302), [100, 300, 500, 700, 750]), ((110, 302), [750, 100, 300, 500, 700])]
)
def test_continuing_goes_on_from_the_nearer_end(
    qtbot: QtBot, near: tuple[int, int], expected: list[int]
) -> None:
    hand = hand_with(qtbot, LINE)
    tool = ContinueTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.click(*near)
    hand.click(750, 200)
    hand.click(750, 200, RIGHT)
    points = shapely.get_coordinates(hand.traces[0].geometry).tolist()
    assert [round(hand.view.scale.to_screen(*p)[0]) for p in points] == expected


# Measuring


def test_measured_lengths_are_geodesic_and_stay_until_the_next_click(qtbot: QtBot) -> None:
    hand = hand_with(qtbot)
    tool = MeasureTool(hand.workspace)
    hand.view.set_tool(tool)
    seen: list[tuple[float, float]] = []
    tool.measured.connect(lambda metres, azimuth: seen.append((metres, azimuth)))
    corners = [(200, 300), (400, 300), (400, 100)]
    for pixel in corners:
        hand.click(*pixel)
    hand.click(400, 100, RIGHT)
    places = [hand.ground(*pixel) for pixel in corners]
    first, second = distance_azimuth(*places[0], *places[1]), distance_azimuth(*places[1], *places[2])
    assert seen[-1] == pytest.approx((first[0] + second[0], second[1] % 360), abs=0.01)
    assert first[0] == pytest.approx(2000, rel=0.002)
    assert not hand.session.history.done
    assert metres_text(first[0] + second[0]) in hand.told[-1][0]
    hand.view.grab()
    hand.click(100, 100)
    assert len(tool.sketch.points) == 1


# Placing points


def test_a_point_on_a_trace_belongs_to_it(qtbot: QtBot) -> None:
    hand = hand_with(qtbot, LINE)
    hand.view.set_tool(PointTool(hand.workspace))
    hand.click(400, 304)
    hand.click(400, 100)
    on, off = hand.session.records["observation_point"].values()
    assert isinstance(on, ObservationPoint)
    assert isinstance(off, ObservationPoint)
    assert (on.trace_id, off.trace_id) == (hand.traces[0].id, None)
    assert (on.code, off.code) == ("D001", "D002")
    assert shapely.distance(on.geometry, hand.traces[0].geometry) < 1e-9
    assert hand.workspace.selection == (("observation_point", off.id),)


def test_markers_and_widths(qtbot: QtBot) -> None:
    hand = hand_with(qtbot, LINE)
    hand.view.set_tool(OffsetTool(hand.workspace))
    hand.click(400, 304)
    (marker,) = hand.session.records["offset_marker"].values()
    assert isinstance(marker, OffsetMarker)
    assert marker.trace_id == hand.traces[0].id
    hand.view.set_tool(WidthTool(hand.workspace))
    hand.click(400, 100)
    assert not hand.session.records["deformation_width"]
    assert hand.told[-1][1] == "warning"
    hand.click(200, 298)
    (width,) = hand.session.records["deformation_width"].values()
    assert isinstance(width, DeformationWidth)
    assert width.trace_id == hand.traces[0].id


def test_points_are_dragged_to_where_they_belong(qtbot: QtBot) -> None:
    hand = hand_with(qtbot)
    hand.view.set_tool(PointTool(hand.workspace))
    hand.click(400, 300)
    hand.view.set_tool(MovePointTool(hand.workspace))
    hand.drag((400, 300), (450, 250), (500, 200))
    (point,) = hand.session.records["observation_point"].values()
    assert isinstance(point, ObservationPoint)
    assert (point.geometry.x, point.geometry.y) == pytest.approx(hand.ground(500, 200), abs=1e-9)


def test_a_right_press_draws_nothing(qtbot: QtBot) -> None:
    hand = hand_with(qtbot)
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    QTest.mouseClick(hand.view, RIGHT, NONE, QPoint(200, 200))
    assert not tool.sketch
    assert not hand.told


def test_the_whole_story_of_a_trace(qtbot: QtBot) -> None:
    """Ten vertices, undo, redo, split, kinematics and dip direction."""
    hand = hand_with(qtbot)
    draw = DrawTool(hand.workspace)
    hand.view.set_tool(draw)
    for i in range(10):
        hand.click(100 + 60 * i, 320 - (i % 3) * 15)
    hand.key(Qt.Key.Key_Return)
    hand.workspace.undo()
    assert not hand.traces
    hand.workspace.redo()
    hand.view.set_tool(SplitTool(hand.workspace))
    hand.click(100 + 60 * 4, 320 - 15)
    first, second = sorted(hand.traces, key=lambda t: t.geometry.bounds[0])
    assert isinstance(first, Trace)
    assert shapely.get_num_coordinates([first.geometry, second.geometry]).tolist() == [5, 6]
    dips = Estimate(unit="deg", best=10.0)
    hand.workspace.apply(digitizing.change_record(first, kinematics="thrust", dip_direction=dips))
    changed = hand.session.records["trace"][first.id]
    assert isinstance(changed, Trace)
    assert (changed.kinematics, changed.dip_direction) == ("thrust", dips)
    assert len(hand.session.pending()) == 2


def test_the_ground_itself_speaks_against_the_wrong_side(qtbot: QtBot) -> None:
    hand = hand_with(qtbot)
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.layers.add_raster(resources.path("demo/gebco_west_tianshan.tif"))
    # Along the foot of a range of the western Tianshan.
    hand.view.set_scale(MapScale(77.0, 40.55, 400.0, hand.view.width(), hand.view.height()))
    tool.attributes.update(kinematics="thrust", hanging_wall="right")
    hand.click(100, 300)
    hand.click(700, 300)
    tool.relief.wait()
    qtbot.waitUntil(lambda: tool.relief.heights is not None)
    assert tool.relief.heights is not None
    left, right = tool.relief.heights
    higher = "left" if left > right else "right"
    tool.attributes["hanging_wall"] = "left" if higher == "right" else "right"
    hand.hover(710, 300)
    assert [finding.code for finding in tool.preview.findings] == ["direction.relief"]
    tool.attributes["hanging_wall"] = higher
    hand.hover(711, 300)
    assert not tool.preview.findings


def test_what_was_measured_is_copied(qtbot: QtBot) -> None:
    hand = Hand(qtbot)
    tool = MeasureTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.click(100, 100)
    hand.click(400, 100)
    hand.click(400, 100, button=RIGHT)
    hand.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    length, _azimuth = distance_azimuth(*hand.ground(100, 100), *hand.ground(400, 100))
    assert clipboard.text().startswith(metres_text(length))
