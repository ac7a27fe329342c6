"""The back-slip tool by hand: on a trace, on a drawn line, every handle dragged, undone and redone."""

import pytest
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from faultgis.services import digitizing, laying
from faultgis.services.laying import Layout
from tests.ui.hand import Hand
from ui import words
from ui.tools.backslip import BackslipTool
from ui.tools.backslip_paint import on_map


class Bench:
    """10 m to the pixel; a trace from the bottom to the top of the map's middle."""

    def __init__(self, qtbot: QtBot) -> None:
        self.hand = Hand(qtbot)
        self.trace = self.hand.trace_over((400, 590), (400, 10))
        self.hand.workspace.apply(digitizing.create_record(self.trace))
        self.tool = BackslipTool(self.hand.workspace)
        self.told: list[Layout | None] = []
        self.tool.laid.connect(self.told.append)
        self.hand.view.set_tool(self.tool)

    @property
    def layout(self) -> Layout:
        assert self.tool.layout is not None
        return self.tool.layout

    def at(self, handle: str) -> QPoint:
        return on_map(self.hand.view.scale, laying.handles(self.layout)[handle]).toPoint()

    def drag(self, handle: str, dx: int, dy: int) -> None:
        start = self.at(handle)
        x, y = start.x(), start.y()
        self.hand.drag((x, y), (x + dx // 2, y + dy // 2), (x + dx, y + dy))


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    words.use("en")
    return Bench(qtbot)


def test_a_click_on_a_trace_lays_profiles_beside_it(bench: Bench) -> None:
    bench.hand.click(403, 300)
    assert bench.tool.trace_id == bench.trace.id
    # Seen from its start at the bottom to its end at the top, the left lies in the west.
    assert bench.at("left_profile").x() < 400 < bench.at("right_profile").x()
    assert bench.at("fault_start").y() > bench.at("fault_end").y()
    assert bench.layout.axis.length == pytest.approx(0.55 * 600 * 10, rel=0.01)
    assert bench.told == [bench.layout]


def test_two_clicks_off_any_trace_draw_a_straight_fault(bench: Bench) -> None:
    bench.hand.click(150, 400)
    assert bench.tool.layout is None
    assert bench.tool.busy
    bench.hand.hover(200, 300)
    bench.hand.click(250, 200)
    assert bench.tool.trace_id is None
    for place, pixel in zip(bench.layout.fault, ((150, 400), (250, 200)), strict=True):
        assert place == pytest.approx(bench.hand.ground(*pixel), abs=1e-9)


@pytest.mark.parametrize(
    ("handle", "dx", "dy"),
    [
        ("left_profile", -40, 20),
        ("left_start", 0, -60),
        ("left_end", 0, 50),
        ("right_end", 0, 40),
        ("right_slide", 0, 30),
        ("left_turn", 0, 45),
        ("right_turn", 0, 45),
        ("fault_end", 30, 0),
        ("fault_start", -20, 15),
    ],
)
def test_each_handle_follows_the_mouse(bench: Bench, handle: str, dx: int, dy: int) -> None:
    bench.hand.click(400, 300)
    before, there = bench.layout, bench.at(handle)
    bench.drag(handle, dx, dy)
    after = bench.at(handle)
    if not handle.endswith("turn"):
        assert (after - there - QPoint(dx, dy)).manhattanLength() <= 2
    else:
        # A line is turned about where it meets the fault: its end stays at its distance from there.
        assert after.x() == pytest.approx(there.x(), abs=1)
        assert after.y() == pytest.approx(there.y() + dy, abs=2)
    bench.hand.workspace.jobs.wait()
    assert bench.tool.undo_step()
    assert bench.layout == before
    assert bench.told[-1] == before
    assert bench.tool.redo_step()
    assert bench.at(handle) == after


def test_turning_a_line_says_that_it_was_laid(bench: Bench) -> None:
    bench.hand.click(400, 300)
    assert not bench.layout.left.laid
    bench.drag("left_turn", 0, 30)
    assert (bench.layout.left.laid, bench.layout.right.laid) == (True, False)
    # West of a fault to the north, an outer end dragged southwards: the line comes up from the left.
    assert bench.layout.left.trend_deg < 90


def test_a_click_beside_the_handles_changes_nothing(bench: Bench) -> None:
    bench.hand.click(400, 300)
    before = bench.layout
    bench.hand.click(700, 100)
    left = bench.at("left_profile")
    bench.hand.click(left.x(), left.y())
    assert bench.layout == before
    assert len(bench.tool.done) == 1


def test_escape_drops_the_start_then_the_layout_and_undo_brings_it_back(bench: Bench) -> None:
    bench.hand.click(150, 400)
    bench.hand.key(Qt.Key.Key_Escape)
    assert not bench.tool.busy
    bench.hand.click(400, 300)
    laid = bench.layout
    bench.hand.key(Qt.Key.Key_Escape)
    assert bench.tool.layout is None
    assert bench.told[-1] is None
    assert bench.tool.undo_step()
    assert bench.layout == laid
    assert bench.tool.trace_id == bench.trace.id


def test_what_is_stored_is_no_longer_undone_by_the_tool(bench: Bench) -> None:
    bench.hand.click(400, 300)
    bench.tool.settle()
    assert not bench.tool.busy
    assert not bench.tool.undo_step()
