"""From the trench to the probability at the desktop, by mouse and keys: made, out of date, made anew, undone
to the byte."""

import json
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QFileDialog, QTreeWidgetItem

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.encoding import encode
from faultgis.services.deriving.staleness import DERIVED_KINDS
from tests.ui.person import CONTROL, LEFT, NONE, Person, SitDown
from ui.panels.age_list import AgeList
from ui.panels.chain import TABS

QTest: Any = _QTest
RESULTS = ("calibrated_age", "chronology_model", "event_age", "recurrence", "probability")


def bytes_of(person: Person) -> str:
    """All results, whole, but for what the database stamps on them."""
    told = [
        {**encode(record), "stamp": None}
        for kind in DERIVED_KINDS
        for _, record in sorted(person.session.records[kind].items())
    ]
    return json.dumps(told, sort_keys=True, default=str)


def quiet(person: Person) -> None:
    """Wait until nothing is being calculated."""
    person.wait(lambda: not person.workspace.jobs.running)


def click(button: Any) -> None:
    """Click a button that can be clicked."""
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def tab(person: Person, name: str) -> None:
    """Click a tab of the panel."""
    bar, number = person.window.chain.tabs, [key for key, _ in TABS].index(name)
    QTest.mouseClick(bar, LEFT, NONE, bar.tabRect(number).center())


def row(table: AgeList, lab: str) -> QPoint:
    """Where the line of a laboratory number is."""
    items = [table.topLevelItem(n) for n in range(table.topLevelItemCount())]
    (found,) = [item for item in items if isinstance(item, QTreeWidgetItem) and item.text(0) == lab]
    table.scrollToItem(found)
    return table.visualItemRect(found).center()


def choose(person: Person, lab: str) -> None:
    """Click a laboratory number in the list: its form comes."""
    table = person.window.chain.dates.list
    viewport = table.viewport()
    QTest.mouseClick(viewport, LEFT, NONE, row(table, lab))
    person.wait(lambda: "lab_code" in person.form.editors)


def whole_chain(person: Person) -> None:
    """The practice trench, its ages, its chronology, recurrence and probability."""
    person.window.actions_.qt["practice_trench"].trigger()
    person.key(Qt.Key.Key_F9)
    chain = person.window.chain
    person.wait(chain.dates.calibrate.isEnabled)
    click(chain.dates.calibrate)
    person.wait(lambda: len(person.session.records["calibrated_age"]) == 14)
    quiet(person)
    click(chain.dates.chronology)
    person.wait(lambda: bool(person.session.records["event_age"]))
    quiet(person)
    tab(person, "recurrence")
    click(chain.recurrence.recurrence)
    person.wait(lambda: bool(person.session.records["recurrence"]))
    quiet(person)
    click(chain.recurrence.probability)
    person.wait(lambda: len(person.session.records["probability"]) == 3)
    quiet(person)


def first_probability(person: Person) -> str:
    """The probability in the first line of the ranking."""
    first = person.window.chain.ranking.table.topLevelItem(0)
    assert first is not None
    return first.text(3)


@pytest.mark.slow
def test_a_changed_age_makes_all_down_to_the_probability_stale(
    sit_down: SitDown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = sit_down(language="zh")
    whole_chain(person)
    window, before = person.window, bytes_of(person)
    chain = window.chain
    bar = window.desk.stale_bar
    assert not bar.isVisible()

    tab(person, "dates")
    choose(person, "Das27")
    line = person.line("c14_age")
    person.enter(line, "1090")
    person.key(Qt.Key.Key_Return, widget=line)
    quiet(person)
    session = person.session
    fresh = chain.freshness
    for kind in ("chronology_model", "event_age", "recurrence", "probability"):
        assert session.records[kind]
        assert all(fresh.is_stale(key) for key in session.records[kind]), kind
    stale_ages = [key for key in session.records["calibrated_age"] if fresh.is_stale(key)]
    assert len(stale_ages) == 1
    assert bar.isVisible()
    assert "Das27" in bar.said.text()
    assert bytes_of(person) == before
    tab(person, "ranking")
    assert first_probability(person).startswith("⚠")

    click(bar.recompute)
    person.wait(lambda: bytes_of(person) != before)
    quiet(person)
    assert not any(fresh.is_stale(key) for kind in RESULTS for key in session.records[kind])
    assert not bar.isVisible()
    assert not first_probability(person).startswith("⚠")

    person.key(Qt.Key.Key_Z, CONTROL)
    quiet(person)
    assert bar.isVisible()
    assert bytes_of(person) == before
    person.key(Qt.Key.Key_Z, CONTROL)
    quiet(person)
    assert bytes_of(person) == before
    assert not bar.isVisible()
    file = tmp_path / "ladik.oxcal"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    tab(person, "dates")
    click(chain.dates.export)
    assert file.read_text(encoding="utf-8").count("R_Date(") == 14
    assert person.errors == []

    person.save()
    assert bytes_of(person) == before


def test_a_site_without_results_says_what_to_do_first(sit_down: SitDown) -> None:
    person = sit_down(language="en")
    person.window.actions_.qt["practice_trench"].trigger()
    person.key(Qt.Key.Key_F9)
    page = person.window.chain.dates
    person.wait(page.calibrate.isEnabled)
    gone = [Change(record, None) for record in person.session.records["lab_result"].values()]
    person.workspace.apply(Edit("edit.delete_record", tuple(gone)))
    quiet(person)
    assert not page.chronology.isEnabled()
    page.show_picture("ladder")
    assert page.ladder.said.startswith("No laboratory results here yet")
    person.workspace.undo()
    quiet(person)
    assert page.ladder.said.startswith("No chronology yet")


def test_a_result_is_not_kept_for_a_site_that_is_gone(sit_down: SitDown) -> None:
    person = sit_down(language="en")
    person.window.actions_.qt["practice_trench"].trigger()
    person.key(Qt.Key.Key_F9)
    page = person.window.chain.dates
    person.wait(lambda: page.chronology.isEnabled() and not person.workspace.jobs.running)
    click(page.chronology)
    person.wait(lambda: bool(person.workspace.jobs.running))
    person.workspace.undo()
    quiet(person)
    assert not person.session.records["trench_site"]
    assert not any(person.session.records[kind] for kind in DERIVED_KINDS)
    assert any("it is not kept" in text for text, _ in person.told)
    person.window.record.flush()
    assert not person.session.saved
