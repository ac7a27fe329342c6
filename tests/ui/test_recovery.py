"""A program killed between the third and the fourth vertex of a new trace: the sketch is offered again."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import shapely
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.journal import open_journal
from tests.ui.hand import CONTROL, Hand
from ui.tools.draw import ContinueTool, DrawTool

ROOT = Path(__file__).resolve().parents[2]

_PROGRAM = """
import os, signal, sys
from pathlib import Path
from uuid import UUID
import pytest

@pytest.fixture
def story(qtbot):
    from db.journal import open_journal
    from tests.ui.hand import Hand
    hand = Hand(qtbot)
    hand.session.journal = open_journal(Path(os.environ["JOURNALS"]), hand.survey.id, "db")
    Path(os.environ["JOURNALS"], "survey").write_text(str(hand.survey.id))
    return hand

def test_story(story):
    from PyQt6.QtCore import Qt
    from ui.tools.draw import DrawTool
    tool = DrawTool(story.workspace)
    story.view.set_tool(tool)
    for x in (100, 200, 300):
        story.click(x, 200)
    story.key(Qt.Key.Key_Return)
    for x in (400, 500, 600):
        story.click(x, 400)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_9_between_two_vertices_keeps_edits_and_sketch(qtbot: QtBot, tmp_path: Path) -> None:
    program = tmp_path / "test_program.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    killed = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(ROOT),
            str(program),
        ],
        cwd=ROOT,
        env={**os.environ, "JOURNALS": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stdout.decode()[-2000:]

    hand = Hand(qtbot)
    survey_id = UUID((tmp_path / "survey").read_text(encoding="utf-8"))
    journal = open_journal(tmp_path, survey_id, "db")
    hand.session.journal = journal
    found = journal.recover()
    assert found is not None
    assert found.since is not None
    hand.workspace.announce(hand.session.restore(found))
    (trace,) = hand.traces
    assert shapely.get_num_coordinates(trace.geometry) == 3

    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    assert found.sketch is not None
    assert found.sketch["tool"] == "draw"
    tool.resume(found.sketch)
    assert len(tool.sketch.points) == 3
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert len(tool.sketch.points) == 2
    hand.key(Qt.Key.Key_Y, CONTROL)
    hand.click(700, 400)
    hand.key(Qt.Key.Key_Return)
    assert sorted(shapely.get_num_coordinates([t.geometry for t in hand.traces])) == [3, 4]
    hand.workspace.undo()
    hand.workspace.undo()
    assert not hand.traces
    journal.close()


def test_a_finished_sketch_is_not_offered_again(qtbot: QtBot, tmp_path: Path) -> None:
    hand = Hand(qtbot)
    journal = open_journal(tmp_path, hand.survey.id, "db")
    hand.session.journal = journal
    tool = DrawTool(hand.workspace)
    hand.view.set_tool(tool)
    for x in (100, 200):
        hand.click(x, 200)
    assert journal.read().sketch is not None
    hand.key(Qt.Key.Key_Return)
    assert journal.read().sketch is None
    journal.close()


def test_continuing_goes_on_at_the_same_end_after_a_crash(qtbot: QtBot, tmp_path: Path) -> None:
    first = Hand(qtbot)
    trace = first.trace_over((200, 300), (400, 300))
    hand = Hand(qtbot, [trace])
    journal = open_journal(tmp_path, hand.survey.id, "db")
    hand.session.journal = journal
    tool = ContinueTool(hand.workspace)
    hand.view.set_tool(tool)
    hand.click(210, 300)
    hand.click(100, 250)
    sketch = journal.read().sketch
    assert sketch is not None
    again = ContinueTool(hand.workspace)
    hand.view.set_tool(again)
    again.resume(sketch)
    hand.key(Qt.Key.Key_Return)
    (longer,) = hand.traces
    xs = [round(hand.view.scale.to_screen(*p)[0]) for p in shapely.get_coordinates(longer.geometry).tolist()]
    assert xs == [100, 200, 400]
    journal.close()


def test_a_sketch_that_waits_in_another_tool_is_kept_too(qtbot: QtBot, tmp_path: Path) -> None:
    first = Hand(qtbot)
    hand = Hand(qtbot, [first.trace_over((200, 300), (400, 300))])
    journal = open_journal(tmp_path, hand.survey.id, "db")
    hand.session.journal = journal
    draw, go_on = DrawTool(hand.workspace), ContinueTool(hand.workspace)
    hand.view.set_tool(draw)
    hand.click(100, 500)
    hand.click(150, 500)
    hand.view.set_tool(go_on)
    hand.click(210, 300)
    hand.click(100, 250)
    sketch = journal.read().sketch
    assert sketch is not None
    assert (sketch["tool"], [other["tool"] for other in sketch["others"]]) == ("continue", ["draw"])
    hand.key(Qt.Key.Key_Return)
    sketch = journal.read().sketch
    assert sketch is not None
    assert (sketch["tool"], len(sketch["steps"])) == ("draw", 2)
    journal.close()
