"""Correcting traces with real mouse and key events."""

import pytest
import shapely
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from faultgis.records.trace import Trace
from tests.ui.hand import CENTRE, CONTROL, LEFT, METRES_PER_PIXEL, SHIFT, Hand, trace_over
from ui.canvas.scale import MapScale
from ui.tools.reshape import JoinTool, ReshapeTool, ReverseTool, SplitTool
from ui.tools.tool import Tool
from ui.tools.vertex import VertexTool

SCALE = MapScale(*CENTRE, METRES_PER_PIXEL, 800, 600)


def with_traces(
    qtbot: QtBot, tool: type[Tool], *pixels: list[tuple[int, int]], **values: object
) -> tuple[Hand, Tool]:
    hand = Hand(qtbot)
    traces = [trace_over(SCALE, hand.survey, p, **values) for p in pixels]
    hand.session.records["trace"].update({t.id: t for t in traces})
    hand.workspace.open(hand.session)
    hand.view.set_scale(SCALE.resized(hand.view.width(), hand.view.height()))
    made = tool(hand.workspace)
    hand.view.set_tool(made)
    return hand, made


def pixels(hand: Hand, trace: Trace) -> list[tuple[int, int]]:
    points = shapely.get_coordinates(trace.geometry).tolist()
    return [(round(x), round(y)) for x, y in (hand.view.scale.to_screen(*p) for p in points)]


LINE = [(100, 300), (300, 300), (500, 300), (700, 300)]


def test_dragging_a_vertex_moves_it_and_undo_puts_it_back(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, VertexTool, LINE)
    before = hand.traces[0]
    hand.drag((300, 300), (305, 290), (310, 250))
    assert pixels(hand, hand.traces[0]) == [(100, 300), (310, 250), (500, 300), (700, 300)]
    assert len(hand.session.history.done) == 1
    hand.workspace.undo()
    assert hand.traces == [before]


def test_dragging_the_middle_of_a_segment_inserts_a_vertex(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, VertexTool, LINE)
    hand.drag((400, 300), (400, 280), (410, 220))
    assert pixels(hand, hand.traces[0]) == [(100, 300), (300, 300), (410, 220), (500, 300), (700, 300)]


def test_a_double_click_on_the_line_inserts_there(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, VertexTool, LINE)
    hand.double_click(340, 300)
    assert pixels(hand, hand.traces[0]) == [(100, 300), (300, 300), (340, 300), (500, 300), (700, 300)]


def test_a_box_chooses_many_and_delete_removes_them(qtbot: QtBot) -> None:
    hand, tool = with_traces(qtbot, VertexTool, LINE)
    hand.click(200, 300)
    hand.drag((250, 250), (400, 320), (550, 350))
    assert isinstance(tool, VertexTool)
    assert len(tool.chosen) == 2
    hand.key(Qt.Key.Key_Delete)
    assert pixels(hand, hand.traces[0]) == [(100, 300), (700, 300)]
    assert not tool.chosen


def test_a_trace_never_loses_all_its_vertices(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, VertexTool, LINE)
    before = hand.traces
    hand.click(200, 300)
    hand.drag((50, 250), (400, 320), (750, 350))
    hand.key(Qt.Key.Key_Delete)
    assert hand.traces == before
    assert hand.told[-1][1] == "error"


def test_arrow_keys_nudge_in_one_undo_step(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, VertexTool, LINE)
    before = hand.traces
    hand.click(300, 300)
    for _ in range(5):
        hand.key(Qt.Key.Key_Up)
    hand.key(Qt.Key.Key_Right, SHIFT)
    assert pixels(hand, hand.traces[0])[1] == (310, 295)
    assert len(hand.session.history.done) == 1
    hand.workspace.undo()
    assert hand.traces == before


def test_traces_that_meet_in_a_vertex_keep_meeting(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, VertexTool, LINE, [(300, 300), (300, 100)])
    hand.drag((300, 300), (320, 320), (340, 360))
    ends = [shapely.get_coordinates(t.geometry) for t in hand.traces]
    assert ends[0][1].tolist() == ends[1][0].tolist()
    assert pixels(hand, hand.traces[1]) == [(340, 360), (300, 100)]
    assert len(hand.session.history.done) == 1


def test_escape_lets_go_of_a_drag(qtbot: QtBot) -> None:
    hand, tool = with_traces(qtbot, VertexTool, LINE)
    before = hand.traces
    hand.press(300, 300)
    hand.hover(330, 250, LEFT)
    assert tool.busy
    hand.key(Qt.Key.Key_Escape)
    hand.release(330, 250)
    assert hand.traces == before


def test_a_click_splits_at_the_place(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, SplitTool, LINE)
    first = hand.traces[0].id
    hand.click(400, 302)
    pieces = sorted((pixels(hand, t) for t in hand.traces), key=lambda p: p[0])
    assert pieces == [[(100, 300), (300, 300), (400, 300)], [(400, 300), (500, 300), (700, 300)]]
    assert first in hand.session.records["trace"]
    ends = [shapely.get_coordinates(t.geometry).tolist() for t in hand.traces]
    assert ends[0][-1] == ends[1][0] or ends[1][-1] == ends[0][0]
    hand.workspace.undo()
    assert len(hand.traces) == 1


def test_a_line_across_splits_all_it_crosses(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, SplitTool, LINE, [(100, 400), (700, 400)])
    hand.click(400, 200)
    hand.click(400, 500)
    hand.key(Qt.Key.Key_Return)
    assert len(hand.traces) == 4
    assert len(hand.session.history.done) == 1


def test_a_line_across_nothing_is_refused_and_kept(qtbot: QtBot) -> None:
    hand, tool = with_traces(qtbot, SplitTool, LINE)
    hand.click(400, 100)
    hand.click(500, 200)
    hand.key(Qt.Key.Key_Return)
    assert len(hand.traces) == 1
    assert hand.told[-1][1] == "error"
    assert isinstance(tool, SplitTool)
    assert len(tool.sketch.points) == 2


def test_two_clicks_join(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, JoinTool, [(100, 300), (300, 300)], [(600, 300), (320, 300)])
    first = hand.traces[0]
    hand.click(200, 300)
    hand.click(500, 300)
    (joined,) = hand.traces
    assert joined.id == first.id
    assert pixels(hand, joined) == [(100, 300), (300, 300), (320, 300), (600, 300)]
    assert hand.told


def test_drawing_over_reshapes_between_the_crossings(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, ReshapeTool, LINE)
    hand.click(250, 320)
    hand.click(250, 200)
    hand.click(550, 200)
    hand.click(550, 320)
    hand.key(Qt.Key.Key_Return)
    assert pixels(hand, hand.traces[0]) == [
        (100, 300),
        (250, 300),
        (250, 200),
        (550, 200),
        (550, 300),
        (700, 300),
    ]


def test_ends_snapped_to_the_line_are_crossings(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, ReshapeTool, LINE)
    hand.click(200, 306)
    hand.click(400, 200)
    hand.click(600, 294)
    hand.key(Qt.Key.Key_Return)
    assert pixels(hand, hand.traces[0]) == [(100, 300), (200, 300), (400, 200), (600, 300), (700, 300)]


def test_a_click_turns_the_direction(qtbot: QtBot) -> None:
    hand, _ = with_traces(qtbot, ReverseTool, LINE, hanging_wall="left")
    hand.click(200, 300)
    assert pixels(hand, hand.traces[0]) == LINE[::-1]
    assert hand.traces[0].hanging_wall == "right"


@pytest.mark.parametrize("tool", [VertexTool, SplitTool, JoinTool, ReshapeTool, ReverseTool])
def test_every_tool_says_what_it_expects(qtbot: QtBot, tool: type[Tool]) -> None:
    hand, made = with_traces(qtbot, tool, LINE)
    assert made.hint
    hand.click(50, 50)
    hand.key(Qt.Key.Key_Z, CONTROL)
    hand.view.grab()
    assert made.hint
