"""Drawing with real mouse and key events: what is drawn is what was clicked, and no step is ever lost."""

import numpy as np
import pytest
import shapely
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.hand import CONTROL, RIGHT, SHIFT, Hand
from ui.tools.draw import DrawTool

TEN = [(100 + 60 * i, 300 + (40 if i % 2 else -40)) for i in range(10)]


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    return Hand(qtbot)


@pytest.fixture
def tool(hand: Hand) -> DrawTool:
    made = DrawTool(hand.workspace)
    hand.view.set_tool(made)
    return made


def test_ten_clicks_and_enter_make_a_trace_of_ten_vertices(hand: Hand, tool: DrawTool) -> None:
    for x, y in TEN:
        hand.click(x, y)
    hand.key(Qt.Key.Key_Return)
    (trace,) = hand.traces
    drawn = shapely.get_coordinates(trace.geometry)
    assert drawn == pytest.approx(np.array([hand.ground(x, y) for x, y in TEN]), abs=1e-12)
    assert trace.mapping_scale == 50_000
    assert hand.workspace.selection == (("trace", trace.id),)
    assert not tool.sketch
    hand.workspace.undo()
    assert not hand.traces
    hand.workspace.redo()
    assert hand.traces == [trace]


@pytest.mark.parametrize("way", ["right", "double"])
def test_right_and_double_click_finish(hand: Hand, tool: DrawTool, way: str) -> None:
    hand.click(*TEN[0])
    hand.click(*TEN[1])
    if way == "right":
        hand.click(*TEN[2], RIGHT)
        expected = 2
    else:
        hand.double_click(*TEN[2])
        expected = 3
    (trace,) = hand.traces
    assert len(shapely.get_coordinates(trace.geometry)) == expected


def test_escape_takes_the_last_vertex_back_and_redo_brings_it_again(hand: Hand, tool: DrawTool) -> None:
    for x, y in TEN[:4]:
        hand.click(x, y)
    all_four = list(tool.sketch.points)
    hand.key(Qt.Key.Key_Escape)
    hand.key(Qt.Key.Key_Backspace)
    assert tool.sketch.points == all_four[:2]
    hand.key(Qt.Key.Key_Y, CONTROL)
    assert tool.sketch.points == all_four[:3]
    hand.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert tool.sketch.points == all_four
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert tool.sketch.points == all_four[:3]
    assert not hand.session.history.done


def test_a_cancelled_sketch_comes_back_whole(hand: Hand, tool: DrawTool) -> None:
    for x, y in TEN[:5]:
        hand.click(x, y)
    drawn = list(tool.sketch.points)
    hand.key(Qt.Key.Key_Escape, SHIFT)
    assert not tool.sketch
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert tool.sketch.points == drawn


def test_wheel_and_middle_drag_leave_the_sketch_alone(hand: Hand, tool: DrawTool) -> None:
    for x, y in TEN[:3]:
        hand.click(x, y)
    drawn = list(tool.sketch.points)
    before = hand.view.scale
    hand.view.navigation.zoom(2.0)
    hand.view.set_scale(hand.view.scale.panned(80, 30))
    assert hand.view.scale != before
    assert tool.sketch.points == drawn
    hand.click(300, 200)
    assert tool.sketch.points[:3] == drawn
    assert len(tool.sketch.points) == 4


def test_another_tool_in_between_keeps_the_sketch(hand: Hand, tool: DrawTool) -> None:
    hand.click(*TEN[0])
    hand.click(*TEN[1])
    hand.view.set_tool(None)
    hand.view.set_tool(tool)
    hand.click(*TEN[2])
    assert len(tool.sketch.points) == 3


def test_one_vertex_is_no_trace_and_stays_in_hand(hand: Hand, tool: DrawTool) -> None:
    hand.click(*TEN[0])
    hand.key(Qt.Key.Key_Return)
    assert not hand.traces
    assert len(tool.sketch.points) == 1
    assert hand.told
    assert hand.told[-1][1] == "warning"


def test_ends_snap_to_a_vertex_to_the_last_bit(qtbot: QtBot) -> None:
    first = Hand(qtbot)
    there = first.trace_over((200, 300), (400, 280))
    hand = Hand(qtbot, [there])
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    end = shapely.get_coordinates(there.geometry)[-1].tolist()
    hand.click(405, 284)
    hand.click(600, 300)
    hand.key(Qt.Key.Key_Return)
    drawn = next(t for t in hand.traces if t.id != there.id)
    assert shapely.get_coordinates(drawn.geometry)[0].tolist() == end
