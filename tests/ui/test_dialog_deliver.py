"""The delivery in the window: metadata, the gate that keeps it back, the package, the register."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from faultgis.changes import Change
from tests.ui.person import SitDown, push
from ui import words
from ui.dialogs.deliver import Deliver
from ui.jobs import Jobs
from ui.wiring import open_program


@pytest.fixture
def dialog(qtbot: QtBot, office: str, tmp_path: Path) -> Iterator[Deliver]:
    """The dialog on the practice survey of a real database."""
    words.use("en")
    program: Any = open_program(office, tmp_path / "home")
    jobs = Jobs()
    made = Deliver(None, program, program.store.survey("practice"), jobs, str(tmp_path / "out"), False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not jobs.running)
    yield made
    jobs.wait()
    program.close()


def _settled(qtbot: QtBot, dialog: Deliver) -> None:
    qtbot.waitUntil(lambda: not dialog._jobs.running, timeout=60_000)


def test_errors_keep_it_back_until_somebody_says_why(qtbot: QtBot, dialog: Deliver, tmp_path: Path) -> None:
    form = dialog.form
    form.texts["division"].setText("64")
    dialog.accept()
    assert "division code" in dialog.problem.text()
    form.texts["division"].setText("640522")
    form.texts["organisation"].setText("Ningxia Earthquake Agency")
    form.recipient.setText("National centre")
    form.formats["gdb"].setChecked(False)
    dialog.accept()
    assert not form.isEnabled()
    _settled(qtbot, dialog)
    assert "Open errors keep it back" in dialog.problem.text()
    assert dialog.gate_line.text().startswith("Quality gate: errors ")
    assert form.despite.isVisible()
    assert dialog.findings_button.isVisible()
    assert not (tmp_path / "out").exists()

    form.despite.setText("Sample for the template's test")
    dialog.accept()
    _settled(qtbot, dialog)
    assert dialog.problem.text() == ""
    assert dialog.done_line.text().startswith("Delivery 1: ")
    manifest = json.loads((tmp_path / "out" / "practice_01" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["quality"]["delivered_despite"] == "Sample for the template's test"
    assert manifest["survey"]["division"] == "640522"
    assert manifest["formats"] == ["shp", "gpkg", "xlsx"]
    assert dialog.changed
    assert not dialog.findings_button.isVisible()
    assert not form.despite.isVisible()

    register = dialog.register
    table: Any = register.table
    first = [table.item(0, column).text() for column in (0, 6, 7)]
    assert first == ["1", "shp, gpkg, xlsx", "National centre"]
    register.receipt.setText("Accepted")
    register.keep.click()
    _settled(qtbot, dialog)
    assert table.item(0, 8).text().startswith("Accepted (")
    assert form.out.text().endswith("practice_02")
    form.since.setCurrentIndex(1)
    assert form.out.text().endswith("practice_02_since_01")
    assert str(tmp_path / "out" / "practice_01") in register.about.text()

    form.despite.setText("Sample for the template's test")
    dialog.accept()
    _settled(qtbot, dialog)
    assert dialog.done_line.text().startswith("Delivery 2: 0 rows")
    assert first_told(dialog) == "Nothing has changed since delivery 1."

    store: Any = dialog._program.store
    trace = store.load(dialog._survey.id, ["trace"])["trace"][0]
    store.save([Change(trace, None)])
    form.since.setCurrentIndex(form.since.findData(1))
    form.despite.setText("Sample for the template's test")
    dialog.accept()
    _settled(qtbot, dialog)
    assert first_told(dialog) == "since delivery 1: 0 added, 0 altered, 1 removed"


def first_told(dialog: Deliver) -> str:
    return dialog.told.item(0).text()  # type: ignore[union-attr]


def test_a_delivery_can_be_cancelled(qtbot: QtBot, dialog: Deliver, tmp_path: Path) -> None:
    dialog.form.despite.setText("x")
    dialog.accept()
    dialog.reject()
    _settled(qtbot, dialog)
    assert dialog.done_line.text() == "The delivery was cancelled; nothing was written."
    assert dialog.isVisible()
    assert not (tmp_path / "out").exists()
    assert dialog.register.table.rowCount() == 0


def test_an_empty_register_says_how_it_is_filled(dialog: Deliver) -> None:
    dialog.tabs.setCurrentIndex(1)
    assert dialog.register.state.isVisible()
    assert "on the other page" in dialog.register.state.text()
    assert not dialog.register.table.isVisible()
    assert not dialog.register.receipt.isVisible()
    assert dialog.out.text() == "Close"
    dialog.tabs.setCurrentIndex(0)
    assert dialog.out.text() == "Cancel"


def test_what_keeps_a_delivery_back_is_led_to(sit_down: SitDown, tmp_path: Path) -> None:
    person = sit_down(language="en")

    def work(dialog: Deliver) -> None:
        dialog.form.out.setText(str(tmp_path / "out"))
        push(dialog, "Check and deliver")
        person.wait(lambda: dialog.findings_button.isVisible())
        push(dialog, "Show the findings")

    person.answer(Deliver, work)
    person.window.actions_.run("deliver")
    findings = person.window.findings
    person.wait(lambda: findings.checking.now is not None)
    assert findings.isVisible()
    assert findings.model.rows[0].sort == "error"
