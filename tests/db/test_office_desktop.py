"""The desktop on an office's server: what it says when it cannot open it, and the way from there."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.db.office import Office
from tests.ui.person import Person, push
from ui import words
from ui.app import opener
from ui.dialogs.connect import Connect
from ui.jobs import Jobs

SURVEY = "LMS"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """What is said is checked in English."""
    words.use("en")
    yield
    words.use("en")


def _nobodys_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _addresses(office: Office) -> dict[str, str]:
    with office.admin("postgres") as admin:
        if admin.execute("select from pg_database where datname = 'empty'").fetchone() is None:
            admin.execute("create database empty template template0 encoding 'UTF8'")
    good = office.url("li")
    return {
        "database.bad_url": "mysql://li@office/faults",
        "database.wrong_password": office.url("li", secret="not-it"),
        "database.unreachable": good.replace(str(office.port), str(_nobodys_port())),
        "database.unknown_database": office.url("li", "elsewhere"),
        "database.no_postgis": office.url("li", "empty"),
    }


def test_the_dialog_names_the_reason_and_the_way_out(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = Connect(None, opener(tmp_path), Jobs(), office.url("li"))
    qtbot.addWidget(dialog)
    dialog.show()
    for code, url in _addresses(office).items():
        dialog.address.setText(url)
        push(dialog, "Test connection")
        qtbot.waitUntil(lambda: bool(dialog.problem.text()), timeout=20_000)
        said, _, way_out = dialog.problem.text().partition("\n")
        assert said.startswith(words.sentence(code).partition("{")[0])
        assert way_out == words.sentence(f"{code}/help")
        assert "not-it" not in said + way_out
    dialog.address.setText(office.url("li"))
    push(dialog, "Test connection")
    qtbot.waitUntil(lambda: dialog.result_line.text().startswith("It works"), timeout=20_000)
    assert not dialog.problem.text()
    dialog._jobs.wait()


def test_a_desktop_that_cannot_open_asks_for_another_database(
    office: Office, qapp: QApplication, tmp_path: Path
) -> None:
    person = Person(office.url("li", "elsewhere"), tmp_path / "home", SURVEY, "en")

    def connect(dialog: Connect) -> None:
        dialog.server.setChecked(True)
        dialog.keep.setChecked(False)
        person.enter(dialog.address, office.url("li"))
        push(dialog, "Connect")

    person.answer(Connect, connect)
    person.start()
    assert len(person.errors) == 1
    assert "elsewhere" in person.errors[0]
    assert person.session.survey.code
    assert person.reports == []
    person.leave()


def test_a_viewer_keeps_what_cannot_be_saved_and_is_told(
    office: Office, qapp: QApplication, tmp_path: Path
) -> None:
    person = Person(office.url("wang"), tmp_path / "home", SURVEY, "en").start()
    fault = next(iter(person.session.records["fault"].values()))
    person.workspace.select([("fault", fault.id)])
    person.settle()
    person.enter(person.line("name_en"), "Mine")
    person.window.record.flush()
    person.workspace.save()
    person.wait(lambda: bool(person.errors))
    assert "may look, but not write" in person.errors[0], person.errors
    assert person.session.saved  # the count of edits that are not in the database yet
    assert person.reports == []
    person.leave()
