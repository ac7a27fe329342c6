"""A survey in which nothing has a place yet offers the first steps in the middle of its map."""

from typing import Any

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest as _QTest
from pytestqt.qtbot import QtBot

from faultgis.geometry import lines
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.digitizing import create_record
from faultgis.services.editing import EditingSession
from tests.ui.memory import MemoryStore
from tests.ui.person import button
from ui.app import Desktop

QTest: Any = _QTest


def open_empty(desktop: Desktop) -> None:
    desktop.workspace.open(EditingSession(Survey(code="new"), {}))


def test_first_steps_are_offered_and_go_once_there_is_something(qtbot: QtBot, desktop: Desktop) -> None:
    empty, workspace = desktop.window.desk.empty, desktop.workspace
    assert not empty.isVisible()
    open_empty(desktop)
    assert empty.isVisible()
    assert workspace.session is not None
    trace = Trace(survey_id=workspace.session.survey.id, geometry=lines.multi([(102.0, 28.0), (102.1, 28.1)]))
    workspace.apply(create_record(trace))
    assert not empty.isVisible()
    workspace.undo()
    assert empty.isVisible()


def test_a_click_on_the_map_puts_it_out_of_the_way(desktop: Desktop) -> None:
    empty, view = desktop.window.desk.empty, desktop.window.desk.view
    open_empty(desktop)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    assert not empty.isVisible()
    open_empty(desktop)
    assert empty.isVisible()


def test_its_buttons_are_the_commands(desktop: Desktop, store: MemoryStore) -> None:
    wanted: list[str] = []
    desktop.window.desk.first_wanted.disconnect()
    desktop.window.desk.first_wanted.connect(wanted.append)
    for text in ("Import file…", "Add relief or image…", "Add point cloud…", "Go to coordinate or sheet…"):
        open_empty(desktop)
        button(desktop.window.desk.empty, text).click()
    assert wanted == ["import_file", "add_raster", "add_cloud", "go_to"]
