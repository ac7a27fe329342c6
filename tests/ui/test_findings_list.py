"""The list of findings by keys and mouse: one after the other is gone to, mended or waived, more than the
first are listed on request, and whoever answers for what can be looked up and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.quality import gate
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate
from tests.ui.memory import MemoryProgram
from tests.ui.person import CONTROL, SHIFT, Person, QTest, SitDown, button, push
from tests.ui.test_findings import LINE, NORTH, choose, look
from ui import words
from ui.dialogs.waive import Waive
from ui.dialogs.waivers import Waivers
from ui.jobs import Jobs
from ui.panels.findings import FindingsPanel
from ui.panels.findings_model import FIELD, ID, RULE, SENTENCE, SEVERITY
from ui.workspace import Workspace

COUNT, SHOWN = 8, 3
NEXT, BEFORE = Qt.Key.Key_BracketRight, Qt.Key.Key_BracketLeft


def north(survey: Survey, number: int) -> Fault:
    return Fault(
        survey_id=survey.id,
        code=f"F{number}",
        name_zh=f"第{number}断裂",
        strike=Estimate(unit="deg", best=360.0),
    )


@pytest.fixture
def panel(
    qtbot: QtBot, database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FindingsPanel]:
    """The panel on faults that strike at 360°, each with a trace; of a rule the first three are listed."""
    monkeypatch.setitem(gate.run.__kwdefaults__ or {}, "most", SHOWN)
    words.use("en")
    survey = database.create_survey(Survey(code="T", division="510100"))
    faults = [north(survey, number) for number in range(COUNT)]
    traces = [Trace(survey_id=survey.id, fault_id=fault.id, geometry=LINE) for fault in faults]
    records: list[Any] = [*faults, *traces]
    database.save([Change(None, each) for each in records])
    workspace = Workspace(database, Jobs())
    made = FindingsPanel(workspace)
    qtbot.addWidget(made)
    program: Any = MemoryProgram(database, home=tmp_path)
    made.checking.program = program
    workspace.open(EditingSession(survey, database.load(survey.id)))
    made.resize(1300, 400)
    made.show()
    look(qtbot, made)
    yield made
    workspace.jobs.wait()


def listed(panel: FindingsPanel) -> int:
    return sum(each.finding.rule == NORTH for each in panel.model.entries)


def sentence(panel: FindingsPanel, row: int) -> str:
    return str(panel.model.data(panel.model.index(row, SENTENCE)))


def test_findings_beyond_the_first_are_listed_on_request(qtbot: QtBot, panel: FindingsPanel) -> None:
    now = panel.checking.now
    assert now is not None
    counted = now.checkup.report
    count = next(sum(each.counts.values()) for each in counted.checked if each.rule == NORTH)
    assert (listed(panel), count > SHOWN) == (SHOWN, True)
    more = panel.bar.more
    assert more.text() == f"{counted.hidden} more…"
    panel.bar.show_rule(NORTH)
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.checking.job is None, timeout=20_000)
    assert listed(panel) == count
    whole = panel.checking.checkup_now().report  # type: ignore[union-attr]
    assert (whole.score, whole.counts()) == (counted.score, counted.counts())
    # They stand where the first of them stood.
    assert list(dict.fromkeys(each.rule for each in whole.findings)) == list(
        dict.fromkeys(each.rule for each in counted.findings)
    )
    assert whole.hidden == counted.hidden - (count - SHOWN)
    panel.fix(panel.model.rows)
    assert {each.strike.best for each in panel.checking.records["fault"].values()} == {0}  # type: ignore[union-attr]


def test_of_several_rules_the_one_to_be_listed_is_picked(qtbot: QtBot, panel: FindingsPanel) -> None:
    more = panel.bar.more
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = more.findChild(QMenu)
    assert menu is not None
    assert len(menu.actions()) > 1
    picked = next(each for each in menu.actions() if NORTH in each.text())
    picked.trigger()
    menu.close()
    qtbot.waitUntil(lambda: panel.checking.job is None, timeout=20_000)
    assert listed(panel) > SHOWN


def test_what_is_listed_stays_so_in_the_other_language(qtbot: QtBot, panel: FindingsPanel) -> None:
    panel.checking.list_all(NORTH)
    qtbot.waitUntil(lambda: panel.checking.job is None, timeout=20_000)
    count = listed(panel)
    words.use("zh")
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    qtbot.waitUntil(lambda: panel.model.entries[0].cells[SEVERITY] == "错误", timeout=20_000)
    assert listed(panel) == count > SHOWN
    assert "断层名称" in panel.bar.search.toolTip()
    assert panel.bar.more.text().startswith("另有 ")
    words.use("en")


def test_listing_can_be_cancelled(panel: FindingsPanel) -> None:
    panel.checking.list_all(NORTH)
    assert panel.strip.isVisible()
    assert NORTH in panel.strip.said.text()
    panel.checking.cancel()
    assert not panel.strip.isVisible()
    panel.checking.workspace.jobs.wait()
    QApplication.processEvents()
    assert listed(panel) == SHOWN


def test_a_record_that_was_changed_since_the_check_is_marked_until_it_is_undone(panel: FindingsPanel) -> None:
    entry = choose(panel, NORTH, "fault")
    workspace = panel.checking.workspace
    fault: Any = panel.checking.records["fault"][entry.finding.id]  # type: ignore[index]
    workspace.apply(Edit("edit.change_record", (Change(fault, replace(fault, name_en="Other")),)))
    at = panel.table.currentIndex().row()
    assert sentence(panel, at).startswith("✎ Changed since: ")
    others = [row for row in range(len(panel.model.rows)) if panel.model.rows[row].finding.id != fault.id]
    assert not any(sentence(panel, row).startswith("✎") for row in others)
    workspace.undo()
    assert not sentence(panel, at).startswith("✎")
    panel.fix_chosen()
    assert sentence(panel, at).startswith("✓ Fixed since: ")


def test_names_of_faults_find_what_is_wrong_with_their_traces(qtbot: QtBot, panel: FindingsPanel) -> None:
    records = panel.checking.records
    entry = next(each for each in panel.model.entries if each.finding.kind == "trace")
    trace: Any = records["trace"][entry.finding.id]  # type: ignore[index]
    name = records["fault"][trace.fault_id].name_zh  # type: ignore[union-attr]
    assert name not in "".join(entry.cells)
    panel.bar.search.setText(name)
    qtbot.waitUntil(lambda: panel.model.wish.words == name)
    assert entry in panel.model.rows
    assert len(panel.model.rows) < len(panel.model.entries)
    panel.bar.search.setText("第99断裂")
    qtbot.waitUntil(lambda: not panel.model.rows)


def test_ids_are_whole_where_there_is_room_and_the_sentence_has_its_own(panel: FindingsPanel) -> None:
    table, metrics = panel.table, panel.table.fontMetrics()
    rules, codes = (
        max(metrics.horizontalAdvance(each.cells[at]) for each in panel.model.entries) for at in (RULE, ID)
    )
    seen = []
    for width in (1700, 1366, 760):
        panel.resize(width, 400)
        QApplication.processEvents()
        head = panel.model.headerData(SEVERITY, Qt.Orientation.Horizontal)
        seen.append((head != "", not table.isColumnHidden(FIELD), table.columnWidth(ID) >= codes + 8))
        assert table.columnWidth(RULE) >= rules + 6
        assert table.columnWidth(SENTENCE) >= 220
    assert seen[0] == (True, True, True)
    assert seen[1][1:] == (True, True)
    assert seen[2] == (False, False, False)
    index = panel.model.index(0, SEVERITY)
    assert panel.model.data(index) == ""
    assert panel.model.data(index, Qt.ItemDataRole.ToolTipRole) == "error"
    demand = str(panel.model.data(panel.model.index(0, RULE), Qt.ItemDataRole.ToolTipRole))
    assert demand.count("\n") == 1


def test_keys_go_through_the_findings_one_by_one(sit_down: SitDown) -> None:
    person = sit_down(language="en")
    findings = checked(person)
    total = len(findings.model.rows)
    seen = []
    for _ in range(3):
        person.key(NEXT, CONTROL)
        (entry,) = findings.detail.entries
        seen.append(entry.number)
        assert person.workspace.selection == ((entry.finding.kind, entry.finding.id),)
    assert seen == sorted(set(seen))
    person.key(BEFORE, CONTROL)
    assert findings.detail.entries[0].number == seen[1]
    person.answer(Waive, refuse_without_reason)
    person.key(Qt.Key.Key_W, CONTROL | SHIFT)
    assert len(findings.model.rows) == total - 1
    # The one that came after what was waived is next.
    person.key(NEXT, CONTROL)
    assert findings.detail.entries[0].number == seen[2]
    person.key(BEFORE, CONTROL)
    person.key(BEFORE, CONTROL)
    assert findings.detail.entries[0].number == seen[0]
    assert person.told[-1][0] == "This is the first one."


def checked(person: Person) -> FindingsPanel:
    person.key(Qt.Key.Key_F3)
    findings = person.window.findings
    person.wait(lambda: findings.checking.now is not None)
    return findings


def click(panel: FindingsPanel, row: int) -> None:
    place = panel.table.visualRect(panel.model.index(row, SENTENCE)).center()
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def refuse_without_reason(dialog: Waive) -> None:
    assert dialog.focusWidget() is dialog.why
    push(dialog, "Waive")
    assert dialog.problem.text() == "A waiver needs a reason."
    dialog.why.setPlainText("checked in the field")
    push(dialog, "Waive")


def test_keys_mend_and_say_why_they_cannot(sit_down: SitDown) -> None:
    person = sit_down(language="en")
    fault = next(each for each in person.session.records["fault"].values() if isinstance(each, Fault))
    turned = replace(fault, strike=Estimate(unit="deg", best=360.0))
    person.workspace.apply(Edit("edit.change_record", (Change(fault, turned),)))
    findings = checked(person)
    for keys in (Qt.Key.Key_X, Qt.Key.Key_W):
        person.key(keys, CONTROL | SHIFT)
        assert person.told.pop()[0] == "Choose a finding in the list first."
    person.key(NEXT, CONTROL)
    assert findings.detail.entries[0].finding.fix is None
    person.key(Qt.Key.Key_X, CONTROL | SHIFT)
    assert person.told.pop()[0] == "There is no fix for what is chosen."
    findings.bar.show_rule(NORTH)
    click(findings, 0)
    (entry,) = findings.detail.entries
    person.key(Qt.Key.Key_X, CONTROL | SHIFT)
    mended: Any = person.session.records["fault"][fault.id]
    assert mended.strike.best == 0
    assert findings.detail.entries[0].key == entry.key
    person.key(Qt.Key.Key_W, CONTROL | SHIFT)
    assert person.told.pop()[0] == "There is nothing to waive among what is chosen."


def test_waivers_are_looked_up_shown_and_taken_back(sit_down: SitDown) -> None:
    person = sit_down(language="en")
    findings = checked(person)
    for _ in range(2):
        person.key(NEXT, CONTROL)
        person.answer(Waive, refuse_without_reason)
        person.key(Qt.Key.Key_W, CONTROL | SHIFT)
    person.save()
    seen: dict[str, Any] = {}

    def show(dialog: Waivers) -> None:
        assert dialog.focusWidget() is dialog.table
        seen["rows"] = [states(dialog), dialog.table.item(0, 4).text()]  # type: ignore[union-attr]
        seen["wanted"] = dialog.chosen()[0].finding
        assert dialog.whole.text().splitlines() == [dialog.chosen()[0].message, "checked in the field"]
        push(dialog, "Show its finding")

    person.answer(Waivers, show)
    QTest.mouseClick(findings.bar.waivers_button, Qt.MouseButton.LeftButton)
    assert seen["rows"] == [["holds", "holds"], "checked in the field"]
    shown = next(each.finding for each in findings.checking.entries if each.key == seen["wanted"])
    assert person.workspace.selection == ((shown.kind, shown.id),)

    # A trace that is gone has no finding any more: its waiver answers for nothing.
    trace = person.session.records[shown.kind][shown.id]  # type: ignore[index]
    person.workspace.apply(Edit("edit.delete_record", (Change(trace, None),)))
    findings.checking.check()
    person.wait(lambda: findings.checking.job is None)

    def take_back(dialog: Waivers) -> None:
        seen["states"] = sorted(states(dialog))
        at = states(dialog).index("lapsed")
        dialog.table.selectRow(at)
        assert not button(dialog, "Show its finding").isEnabled()
        push(dialog, "Take waiver back")
        seen["left"] = states(dialog)
        push(dialog, "Take waiver back")
        assert "Nobody answers for a finding yet" in dialog.state.text()
        assert not button(dialog, "Take waiver back").isEnabled()
        person.key(Qt.Key.Key_Escape, widget=dialog)

    person.answer(Waivers, take_back)
    person.window.actions_.run("waivers")
    assert (seen["states"], seen["left"]) == (["holds", "lapsed"], ["holds"])
    assert not person.session.records["waiver"]
    person.workspace.undo()
    assert len(person.session.records["waiver"]) == 1


def states(dialog: Waivers) -> list[str]:
    table: Any = dialog.table
    return [table.item(row, 0).text() for row in range(table.rowCount())]


def test_a_waiver_of_a_rule_that_was_not_run_is_said_to_be_unchecked(
    qtbot: QtBot, panel: FindingsPanel
) -> None:
    waiver = panel.checking
    entry = choose(panel, NORTH, "fault")
    waiver.waive([entry], "as published")
    kept: Any = list(panel.checking.records["waiver"].values())
    for holding, lapsed, said in (
        (None, (), "not checked"),
        ({}, (), "not checked"),
        ({}, {entry.key}, "lapsed"),
        ({entry.key: entry.finding}, (), "holds"),
    ):
        dialog = Waivers(None, kept, holding, lapsed, lambda _waivers: [])
        qtbot.addWidget(dialog)
        assert states(dialog) == [said]
