"""Kill -9 at a trench log: what was drawn and half drawn comes back; the window goes with its trench."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from PyQt6.QtCore import Qt

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.trench import Trench, WallFeature, WallImage
from faultgis.services import logging
from faultgis.walls.log import log_of
from faultgis.walls.pictures import ControlPoint
from tests.ui.person import Person, SitDown, push, rows
from tests.ui.walls.logger import open_log
from ui.dialogs.recovery import RecoveryDialog

ROOT = Path(__file__).resolve().parents[3]
KEPT = "select count(*) from faultgis.wall_feature"


def test_kill_9_at_a_log(sit_down: SitDown, office: str, tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-m", "tests.ui.walls.log_victim", office, str(tmp_path / "home")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    told = json.loads(killed.stdout)
    assert rows(office, KEPT) == [(0,)]

    def bring_back(person: Person) -> None:
        person.answer(RecoveryDialog, lambda dialog: push(dialog, "Bring back"))

    person = sit_down(first=bring_back)
    log = open_log(person)
    crack = log.records("wall_feature")[UUID(told["crack"])]
    assert isinstance(crack, WallFeature)
    assert crack.kind == "crack"
    tool = log.window.tools.tool("log_contact")
    assert log.window.tools.name == "log_contact"
    assert [list(place) for place in tool.sketch.points] == told["sketch"]

    log.key(Qt.Key.Key_Return)
    drawn = log.features("contact")[-1]
    assert len(drawn.shape.coords) == 3
    assert drawn.shape.length == pytest.approx(2.01, abs=0.05)
    log.save()
    assert rows(office, KEPT) == [(157,)]
    (constructed,) = rows(office, "select constructed from faultgis.trench")
    assert constructed == (True,)


def test_the_log_closes_with_its_trench_and_with_the_main_window(sit_down: SitDown) -> None:
    person = sit_down()
    person.window.actions_.run("practice_trench")
    person.window.actions_.run("trench_log")
    log = open_log(person)
    (trench,) = (t for t in log.records("trench").values() if isinstance(t, Trench))
    person.workspace.undo()
    person.wait(lambda: not person.window.commands.trench.windows)
    person.workspace.redo()
    assert person.session.records["trench"][trench.id] == trench
    person.window.actions_.run("trench_log")
    log = open_log(person)
    person.window.leaving = True
    person.close()
    assert not log.window.isVisible()


def test_a_log_opens_again_at_once_and_closes_while_pictures_are_read(
    sit_down: SitDown, tmp_path: Path
) -> None:
    person = sit_down()
    person.window.actions_.run("practice_trench")
    person.window.actions_.run("trench_log")
    log = open_log(person)
    wall = log.window.hub.wall
    assert wall is not None
    path = tmp_path / "gone.png"
    points = [ControlPoint((0, 0), (0, 3)), ControlPoint((90, 0), (9, 3)), ControlPoint((0, 30), (0, 0))]
    found = log_of(person.session.records, wall.trench_id)
    assert found is not None
    made = logging.add_image(found, wall, str(path), "", (90, 30)).changes[0].after
    assert isinstance(made, WallImage)
    placed = logging.set_control(made, points).changes[0].after
    person.workspace.apply(Edit("edit.add_image", (Change(None, placed),)))
    log.window.close()
    assert not person.window.commands.trench.windows
    person.window.actions_.run("trench_log")
    again = open_log(person)
    assert again.window is not log.window
    person.wait(lambda: any("gone.png" in text for text, level in person.told if level == "error"))
    assert again.window.isVisible()
