"""The whole desktop with real widgets and real events: on a store in memory, and on a real PostGIS."""

import gc
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QEvent
from PyQt6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from db.cluster import roles
from db.cluster.server import PrivateServer
from faultgis.settings import Settings
from tests.ui.memory import MemoryProgram, MemoryStore, small_survey
from tests.ui.person import Expect, Person, SitDown
from ui import words
from ui.app import Desktop, Options
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.wiring import open_program

# After how many tests on a screen the collector looks for what is left of them: a round of it takes a third
# of a second, a window 10 MB.
SWEPT_AFTER = 6
MOST_JOBS = 20
_on_screen = count(1)


@pytest.fixture(autouse=True)
def swept(request: pytest.FixtureRequest) -> Iterator[None]:
    """What earlier tests showed does not pile up: an open survey takes all there is out of the collector's
    rounds, and with it what was left of their windows and maps."""
    yield
    if "qapp" not in request.fixturenames:
        return
    _take_down_windows()
    if next(_on_screen) % SWEPT_AFTER == 0:
        gc.unfreeze()
        gc.collect()


def _take_down_windows() -> None:
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow) and not sip.isdeleted(window):
            _come_to_rest(window.workspace.jobs)
        if sip.isdeleted(window):
            continue  # it went while another one came to rest
        if isinstance(window, QMainWindow) and not window.isVisible():
            window.deleteLater()
    for _ in ("windows", "what was connected to them"):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _come_to_rest(jobs: Jobs) -> None:
    """What a job still has to say is for a window that is there; it may begin another."""
    for _ in range(MOST_JOBS):
        jobs.wait()
        QApplication.processEvents()
        if not jobs.running:
            break


def leave(window: Any) -> None:
    """Nobody is there to answer what becomes of unsaved edits."""
    window.leaving = True


@pytest.fixture
def store() -> MemoryStore:
    """A small survey: a zone, two faults, a segment, three traces, a point with a measurement."""
    return small_survey()


@pytest.fixture
def desktop(qtbot: QtBot, qapp: QApplication, tmp_path: Path, store: MemoryStore) -> Iterator[Desktop]:
    """The desktop with the small survey open, in English."""
    Settings(tmp_path).set("tour_seen", True)
    qapp.setStyle("Fusion")
    program = MemoryProgram(store, home=tmp_path)
    opened = Desktop(qapp, Options(None, tmp_path, "en", ""), lambda _url, _progress: program)
    qtbot.addWidget(opened.window, before_close_func=leave)
    opened.start()
    qtbot.waitUntil(lambda: opened.workspace.session is not None)
    yield opened
    opened.jobs.wait()
    words.use("en")


@pytest.fixture(scope="session")
def demo(server: PrivateServer, copied: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with the demo surveys, to copy from."""
    with copied() as name:
        program = open_program(server.url_of(roles.WORKER, name), tmp_path_factory.mktemp("loading"))
        program.load_demo()
        program.close()
        yield name


@pytest.fixture
def office(server: PrivateServer, copied: Any, demo: str) -> Iterator[str]:
    """A fresh PostGIS database with the demo surveys; its URL."""
    with copied(demo) as name:
        yield server.url_of(roles.WORKER, name)


@pytest.fixture
def sit_down(qapp: QApplication, office: str, tmp_path: Path) -> Iterator[SitDown]:
    """Somebody sits down at a desktop of their own in the office. At the end everybody leaves, and nothing
    unforeseen has happened."""
    came: list[Person] = []

    def come(
        survey: str = "practice", language: str = "zh", home: str = "home", first: Expect | None = None
    ) -> Person:
        person = Person(office, tmp_path / home, survey, language)
        came.append(person)
        if first is not None:
            first(person)
        return person.start()

    yield come
    for person in came:
        person.leave()
    words.use("en")
    assert [report for person in came for report in person.reports] == []
