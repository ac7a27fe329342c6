"""From the wall to the probability in one sitting: the practice trench (constructed; its ages were recovered
from published ones) is logged, dated and reckoned with; an age is changed, a contact deleted; what follows
says so, is made anew, undone to the byte, printed, written for OxCal, saved, and is the same tomorrow."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog

from faultgis.records.encoding import encode
from faultgis.records.trench import Trench, WallFeature
from faultgis.services.deriving.staleness import DERIVED_KINDS
from tests.ui.person import CONTROL, LEFT, NONE, Person, QTest, SitDown, push, rows
from tests.ui.walls.logger import Logger, open_log
from ui.dialogs.print_log import PrintLog
from ui.panels.age_list import AgeList
from ui.panels.chain import TABS

FOLLOWS = ("chronology_model", "event_age", "recurrence", "probability")
PARTS = ("trench_site", "trench", "wall", "strat_unit", "wall_feature", "sample", "lab_result")


def told(person: Person, kinds: tuple[str, ...] = tuple(DERIVED_KINDS)) -> str:
    """These records, whole, but for what the database stamps on them."""
    found = [
        {**encode(record), "stamp": None}
        for kind in kinds
        for _, record in sorted(person.session.records[kind].items())
    ]
    return json.dumps(found, sort_keys=True, default=str)


class Reckoner:
    """Works the panel of ages and probability."""

    def __init__(self, person: Person) -> None:
        self.person, self.chain = person, person.window.chain
        self.bar = person.window.desk.stale_bar

    def quiet(self) -> None:
        """Wait until nothing is being calculated."""
        self.person.wait(lambda: not self.person.workspace.jobs.running)

    def click(self, button: Any, until: Callable[[], bool]) -> None:
        """Click a button that can be clicked, and wait for what it makes."""
        self.person.wait(button.isEnabled)
        assert button.isVisible()
        QTest.mouseClick(button, LEFT)
        self.person.wait(until)
        self.quiet()

    def tab(self, name: str) -> None:
        """Click a tab of the panel."""
        bar = self.chain.tabs
        place = bar.tabRect([key for key, _ in TABS].index(name)).center()
        QTest.mouseClick(bar, LEFT, NONE, place)

    def made(self, kind: str, number: int) -> Callable[[], bool]:
        """Are there so many of a kind?"""
        return lambda: len(self.person.session.records[kind]) == number

    def reckon(self) -> None:
        """Ages, chronology, recurrence, probability."""
        chain = self.chain
        self.tab("dates")
        self.click(chain.dates.calibrate, self.made("calibrated_age", 14))
        self.click(chain.dates.chronology, self.made("event_age", 7))
        self.tab("recurrence")
        self.click(chain.recurrence.recurrence, self.made("recurrence", 1))
        self.click(chain.recurrence.probability, self.made("probability", 3))

    def change_age(self, lab: str, age: str) -> None:
        """Choose a laboratory result in the list and type another age into its form."""
        self.tab("dates")
        table: AgeList = self.chain.dates.list
        items = [table.topLevelItem(n) for n in range(table.topLevelItemCount())]
        (item,) = [item for item in items if item is not None and item.text(0) == lab]
        table.scrollToItem(item)
        QTest.mouseClick(table.viewport(), LEFT, NONE, table.visualItemRect(item).center())
        self.person.wait(lambda: "lab_code" in self.person.form.editors)
        line = self.person.line("c14_age")
        self.person.enter(line, age)
        self.person.key(Qt.Key.Key_Return, widget=line)
        self.quiet()

    def stale(self, kind: str) -> int:
        """How many of a kind show themselves out of date."""
        self.quiet()
        return sum(self.chain.freshness.is_stale(key) for key in self.person.session.records[kind])

    def all_follows(self, stale: bool) -> None:
        """All that follows from the ages is out of date, or nothing is, and the screen says which."""
        for kind in FOLLOWS:
            assert self.stale(kind) == (len(self.person.session.records[kind]) if stale else 0), kind
        assert self.bar.isVisible() == stale
        self.tab("ranking")
        first = self.chain.ranking.table.topLevelItem(0)
        assert first is not None
        assert first.text(3).startswith("⚠") == stale

    def recompute(self) -> None:
        """The bar's button makes all anew."""
        self.click(self.bar.recompute, lambda: not self.bar.isVisible())
        self.all_follows(stale=False)


def log_window(person: Person) -> Logger:
    """The log of the trench, by its command."""
    (trench,) = (t for t in person.session.records["trench"].values() if isinstance(t, Trench))
    assert trench.constructed
    person.workspace.select([("trench", trench.id)])
    person.window.actions_.qt["trench_log"].trigger()
    return open_log(person)


def delete_contact(log: Logger) -> WallFeature:
    """Click a contact that bounds a dated unit and press Delete."""
    contact = max(log.features("contact"), key=lambda f: (f.shape.length, str(f.id)))
    wall = next(v for v in log.window.pane.views if v.wall is not None and v.wall.id == contact.wall_id)
    assert wall.wall is not None
    log.take("log_select")
    middle, meant = contact.shape.interpolate(0.31, normalized=True), (("wall_feature", contact.id),)
    for _ in range(4):  # a horizon may run along it: another click goes to what lies below
        if log.person.workspace.selection != meant:
            log.click(wall, (middle.x, middle.y))
    assert log.person.workspace.selection == meant
    log.key(Qt.Key.Key_Delete, view=wall)
    assert contact.id not in log.records("wall_feature")
    return contact


def print_log(log: Logger, file: Path) -> None:
    """Print at 1:50 to a file."""

    def fill(dialog: PrintLog) -> None:
        dialog.scale.setCurrentIndex(dialog.scale.findData(50))
        dialog.file.setText(str(file))
        push(dialog, "Print")
        log.person.wait(lambda: not dialog.open_button.isHidden())
        push(dialog, "Close")

    log.person.answer(PrintLog, fill)
    button = log.window.toolbar.widgetForAction(log.window.printing)
    assert button is not None
    QTest.mouseClick(button, LEFT)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_the_wall_to_the_probability_and_back(
    sit_down: SitDown, office: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    person = sit_down(language=language)
    person.window.actions_.qt["practice_trench"].trigger()
    log = log_window(person)
    person.key(Qt.Key.Key_F9)
    panel = Reckoner(person)
    panel.reckon()
    panel.all_follows(stale=False)
    before, drawn = told(person), told(person, PARTS)

    # One age is changed in its form: all down to the probability is out of date; made anew; undone.
    panel.change_age("Das27", "1090")
    panel.all_follows(stale=True)
    assert panel.stale("calibrated_age") == 1
    assert told(person) == before, "out of date is shown, never written"
    panel.recompute()
    anew = told(person)
    assert anew != before
    person.key(Qt.Key.Key_Z, CONTROL)
    panel.all_follows(stale=True)
    assert told(person) == before

    # One contact is deleted on the wall, with the age still changed; then with the old age.
    contact = delete_contact(log)
    panel.all_follows(stale=True)
    log.undo()
    person.key(Qt.Key.Key_Z, CONTROL)
    panel.all_follows(stale=False)
    assert (told(person), told(person, PARTS)) == (before, drawn)
    delete_contact(log)
    panel.all_follows(stale=True)
    assert contact.id not in person.session.records["wall_feature"]
    panel.recompute()
    for _ in range(2):
        person.key(Qt.Key.Key_Z, CONTROL)
        panel.quiet()
    panel.all_follows(stale=False)
    assert (told(person), told(person, PARTS)) == (before, drawn)

    # What leaves the program.
    pdf, svg, oxcal = (tmp_path / f"ladik.{suffix}" for suffix in ("pdf", "svg", "oxcal"))
    for file in (pdf, svg):
        print_log(log, file)
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    drawing = svg.read_text(encoding="utf-8")
    for said in ("U13", "E7", "Das309", "CONSTRUCTED"):
        assert said in text
        assert said in drawing
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(oxcal), ""))
    panel.tab("dates")
    panel.click(panel.chain.dates.export, oxcal.exists)
    assert oxcal.read_text(encoding="utf-8").count("R_Date(") == 14

    person.save()
    assert told(person) == before
    assert rows(office, "select count(*) from faultgis.probability") == [(3,)]
    assert person.errors == []
    person.leave()

    again = sit_down(language=language)
    assert (told(again), told(again, PARTS)) == (before, drawn)
    again.key(Qt.Key.Key_F9)
    Reckoner(again).all_follows(stale=False)
