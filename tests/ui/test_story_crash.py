"""Kill -9 of the desktop and of the database under an open window: nothing of the user's work is lost."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication

from db.cluster.server import PrivateServer
from tests.ui.person import CONTROL, Person, SitDown, push, rows
from ui.dialogs.recovery import RecoveryDialog
from ui.tools.draw import DrawTool

ROOT = Path(__file__).resolve().parents[2]
NAME = "select name_zh from faultgis.fault where code = 'P1'"
DRAWN = "select st_astext(geometry, 15) from faultgis.trace where source_file = ''"


def draw_tool(person: Person) -> DrawTool:
    tool = person.window.desk.tool("draw")
    assert isinstance(tool, DrawTool)
    return tool


def test_kill_9_between_the_third_and_the_fourth_vertex(
    sit_down: SitDown, office: str, tmp_path: Path
) -> None:
    killed = subprocess.run(
        [sys.executable, "-m", "tests.ui.victim", office, str(tmp_path / "home")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    drawn = [tuple(place) for place in json.loads(killed.stdout)]
    assert len(drawn) == 3
    assert rows(office, NAME) == [("练习断层一（虚构）",)]

    offered: list[str] = []

    def bring_back(dialog: RecoveryDialog) -> None:
        offered.extend(
            item.text() for row in range(dialog.list.count()) if (item := dialog.list.item(row)) is not None
        )
        push(dialog, "Bring back")

    person = sit_down(first=lambda person: person.answer(RecoveryDialog, bring_back))
    assert len(offered) == 1
    assert person.fault("P1").name_zh == "未保存的名字"
    assert person.window.desk.tool_name == "draw"
    assert draw_tool(person).sketch.points == drawn

    fourth = drawn[2][0] + (drawn[2][0] - drawn[1][0]), drawn[2][1]
    person.click(fourth)
    person.key(Qt.Key.Key_Return)
    person.save()
    ((trace,),) = rows(office, DRAWN)
    saved = shapely.get_coordinates(shapely.from_wkt(trace))
    assert len(saved) == 4
    assert saved[:3].tolist() == [list(place) for place in drawn]
    assert rows(office, NAME) == [("未保存的名字",)]

    # Undo reaches back beyond crash and save.
    person.key(Qt.Key.Key_Z, CONTROL)
    person.key(Qt.Key.Key_Z, CONTROL)
    assert person.fault("P1").name_zh == "练习断层一（虚构）"
    assert len(person.traces) == 5


def test_what_is_put_off_is_offered_again_and_what_is_discarded_is_not(sit_down: SitDown) -> None:
    person = sit_down()
    person.select("P2")
    person.enter(person.line("name_en"), "left behind")
    person.leave()
    later = sit_down(first=lambda p: p.answer(RecoveryDialog, lambda dialog: push(dialog, "Later")))
    assert later.fault("P2").name_en != "left behind"
    later.leave()
    discarding = sit_down(first=lambda p: p.answer(RecoveryDialog, lambda dialog: push(dialog, "Discard")))
    assert not discarding.session.saved
    discarding.leave()
    nothing = sit_down()
    assert QApplication.activeModalWidget() is None
    assert nothing.fault("P2").name_en != "left behind"


def kill_server(server: PrivateServer) -> None:
    pid = server.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def rename(person: Person, name: str) -> None:
    line = person.line("name_zh")
    person.enter(line, name)
    person.key(Qt.Key.Key_Tab, widget=line)
    person.wait(lambda: person.fault("P1").name_zh == name)


def test_kill_9_of_a_teams_server_under_the_open_window(
    sit_down: SitDown, office: str, server: PrivateServer
) -> None:
    person = sit_down()
    person.select("P1")
    rename(person, "之前")
    kill_server(server)
    person.wait(lambda: bool(person.errors))
    assert "与数据库的连接中断" in person.errors[0]
    assert "{" not in person.errors[0]

    rename(person, "期间")
    person.key(Qt.Key.Key_S, CONTROL)
    person.wait(lambda: len(person.errors) > 1 and not person.workspace.saving)
    assert person.session.saved
    assert person.line("name_zh").text() == "期间"

    server.start()
    person.wait(lambda: any("数据库已恢复" in text for text, _ in person.told))
    assert [message.text for message in person.window.desk.messages.shown] == ["数据库已恢复连接。"]
    person.settle()
    assert person.fault("P1").name_zh == "期间"
    person.save()
    assert rows(office, NAME) == [("期间",)]


@pytest.fixture
def at_home(qapp: QApplication, server: PrivateServer) -> Iterator[Person]:
    """Somebody with a private database, which is the test's server."""
    person = Person(None, server.home)
    yield person
    person.leave()
    assert person.reports == []


def test_kill_9_of_the_private_server_starts_it_again(at_home: Person, server: PrivateServer) -> None:
    person = at_home.start()
    program = person.window.commands.parts.program
    assert program is not None
    assert program.place == f"本机，{server.folder}"
    person.select("P1")
    rename(person, "自己的库")
    kill_server(server)
    person.wait(lambda: any("数据库已恢复" in text for text, _ in person.told))
    person.settle()
    person.save()
    assert rows(server.url, NAME) == [("自己的库",)]
    assert server.status().running
