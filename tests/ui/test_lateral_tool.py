"""An offset channel matched by hand on the map, live beside the pointer, stored with its lines, undone."""

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.services import digitizing
from tests.ui.hand import RIGHT, Hand
from ui import words
from ui.tools.lateral import LateralTool


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    """10 m to the pixel; a trace from the bottom to the top of the map's middle."""
    words.use("en")
    made = Hand(qtbot)
    trace = made.trace_over((400, 560), (400, 40))
    made.workspace.apply(digitizing.create_record(trace))
    made.view.set_tool(LateralTool(made.workspace))
    return made


def draw(hand: Hand, *pixels: tuple[int, int]) -> None:
    for x, y in pixels[:-1]:
        hand.click(x, y)
    hand.click(*pixels[-1])
    hand.click(*pixels[-1], button=RIGHT)


def markers(hand: Hand) -> list[OffsetMarker]:
    return [r for r in hand.session.records["offset_marker"].values() if isinstance(r, OffsetMarker)]


def test_two_lines_make_a_marker(hand: Hand) -> None:
    tool = hand.view.tool
    assert isinstance(tool, LateralTool)
    draw(hand, (250, 300), (390, 300))
    assert tool.first
    assert markers(hand) == []
    draw(hand, (410, 260), (550, 260))
    (made,) = markers(hand)
    assert made.offset is not None
    # 40 pixels of 10 m; up is on along the trace, so the right side lies further on.
    assert made.offset.best == pytest.approx(400, abs=1)
    assert len(hand.session.records["piercing_line"]) == 2
    assert all(isinstance(r, PiercingLine) for r in hand.session.records["piercing_line"].values())
    assert hand.told[-1][0].startswith("offset 400.")
    assert hand.told[-1][0].endswith("sinistral")
    assert not tool.busy
    hand.workspace.undo()
    assert markers(hand) == []
    assert len(hand.session.records["piercing_line"]) == 0


def test_the_offset_is_live_beside_the_pointer(hand: Hand) -> None:
    tool = hand.view.tool
    assert isinstance(tool, LateralTool)
    draw(hand, (250, 300), (390, 300))
    hand.click(410, 340)
    hand.hover(550, 340)
    assert any("dextral" in text for text, _ in tool.notes())


def test_lines_on_one_side_are_refused_and_kept(hand: Hand) -> None:
    tool = hand.view.tool
    assert isinstance(tool, LateralTool)
    draw(hand, (250, 300), (390, 300))
    draw(hand, (250, 200), (390, 200))
    assert markers(hand) == []
    assert hand.told[-1][1] in ("error", "warning")
    assert "No trace" in hand.told[-1][0]
    assert tool.sketch


def test_cancelling_drops_both_lines(hand: Hand) -> None:
    tool = hand.view.tool
    assert isinstance(tool, LateralTool)
    draw(hand, (250, 300), (390, 300))
    hand.click(410, 340)
    hand.key(Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert not tool.busy


def test_escape_drops_the_first_line_and_stays(hand: Hand) -> None:
    tool = hand.view.tool
    assert isinstance(tool, LateralTool)
    draw(hand, (250, 300), (390, 300))
    hand.key(Qt.Key.Key_Escape)
    assert not tool.busy
    assert hand.view.tool is tool
