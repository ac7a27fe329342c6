"""The findings in the window: what the gate found is looked through, mended and answered for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shapely import MultiLineString

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.delivery import Rejection, TemplateRow
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.values import Document, Estimate
from tests.importers.tables.old_books import workbook
from tests.ui.memory import MemoryProgram
from ui import words
from ui.app import Desktop
from ui.dialogs.rejections import ImportRejections
from ui.jobs import Jobs
from ui.panels.findings import FindingsPanel
from ui.panels.findings_check import where_of
from ui.panels.findings_detail import where_to
from ui.panels.findings_rows import Entry
from ui.wiring import Program
from ui.workspace import Workspace

LINE = MultiLineString([[(102.2, 28.0), (102.25, 28.2)]])
NORTH = "QC-RNG-001"
read_table: Any = Program.read_table


def planted(survey: Survey) -> list[Any]:
    """A fault that strikes at 360°, its trace, a row of a class without a record that does, too, and what the
    national side said of the trace."""
    fault = Fault(
        survey_id=survey.id, code="F1", name_zh="安宁河断裂", strike=Estimate(unit="deg", best=360.0)
    )
    trace = Trace(survey_id=survey.id, fault_id=fault.id, geometry=LINE)
    cells = {"ID": "510100100X1", "SHAzimuth": 360}
    row = TemplateRow(
        survey_id=survey.id, class_name="EpiMechanismResult", template="cn-survey", values=Document(cells)
    )
    said = Rejection(
        survey_id=survey.id, delivery=1, row_code="9", message="坐标错", received_on=date(2026, 5, 1)
    )
    return [fault, trace, row, said]


@pytest.fixture
def panel(qtbot: QtBot, database: Any, tmp_path: Path) -> Iterator[FindingsPanel]:
    """The panel on a survey with planted defects, checked."""
    words.use("en")
    survey = database.create_survey(Survey(code="T", division="510100"))
    database.save([Change(None, each) for each in planted(survey)])
    workspace = Workspace(database, Jobs())
    made = FindingsPanel(workspace)
    qtbot.addWidget(made)
    program: Any = MemoryProgram(database, home=tmp_path)
    made.checking.program = program
    workspace.open(EditingSession(survey, database.load(survey.id)))
    look(qtbot, made)
    yield made
    workspace.jobs.wait()


def look(qtbot: Any, panel: FindingsPanel) -> None:
    panel.checking.check()
    qtbot.waitUntil(lambda: panel.checking.job is None, timeout=20_000)


def is_stale(panel: FindingsPanel) -> bool:
    return not panel.stale.isHidden()


def choose(panel: FindingsPanel, rule: str, kind: str) -> Entry:
    panel.bar.show_rule(rule)
    rows = [at for at, each in enumerate(panel.model.rows) if each.finding.kind == kind]
    panel.table.selectRow(rows[0])
    return panel.detail.entries[0]


def test_the_filters_show_what_they_count(panel: FindingsPanel) -> None:
    now = panel.checking.now
    assert now is not None
    counts = now.checkup.report.counts()
    assert panel.bar.buttons["error"].accessibleName() == f"Errors {counts['error'] - 1}"
    assert panel.bar.buttons["returned"].accessibleName() == "Sent back 1"
    total = len(panel.model.entries)
    assert panel.bar.shown.text() == f"{total} / {total}"
    panel.bar.buttons["error"].setChecked(False)
    assert {each.sort for each in panel.model.rows} == {"warning", "info", "returned"}
    panel.bar.buttons["error"].setChecked(True)
    panel.bar.show_rule(NORTH)
    assert {each.finding.rule for each in panel.model.rows} == {NORTH}
    panel.bar.search.setText("510100100x1")
    panel.bar.wish_changed.emit()
    assert [each.finding.kind for each in panel.model.rows] == ["template_row"]
    panel.model.sort(1, Qt.SortOrder.DescendingOrder)
    assert panel.bar.rules.text().endswith("rules not run")


def test_a_fix_is_one_edit_and_the_check_is_old_until_it_is_undone(
    qtbot: QtBot, panel: FindingsPanel
) -> None:
    workspace = panel.checking.workspace
    entry = choose(panel, NORTH, "fault")
    assert "360" in panel.detail.text.toPlainText()
    assert where_to(entry) == "fault · Strike"
    assert len(panel.detail.same_rule()) >= 2
    panel.fix(panel.detail.same_rule())
    ref = where_of(entry.finding)
    assert ref is not None
    fault = workspace.record(ref)
    row = next(iter(panel.checking.records["template_row"].values()))
    assert isinstance(fault, Fault)
    assert isinstance(row, TemplateRow)
    assert fault.strike is not None
    assert (fault.strike.best, row.values["SHAzimuth"]) == (0, 0)
    assert len(workspace.session.history.done) == 1  # type: ignore[union-attr]
    assert is_stale(panel)
    assert panel.detail.fix.isHidden()
    assert "Fixed since" in str(panel.model.data(panel.model.index(0, 5)))
    panel.checking.check()
    assert panel.stale.isHidden()
    panel.checking.cancel()
    assert is_stale(panel)
    workspace.undo()
    assert not is_stale(panel)
    workspace.redo()
    look(qtbot, panel)
    assert not is_stale(panel)
    assert NORTH not in {each.finding.rule for each in panel.model.entries}


def test_a_waiver_is_an_edit_and_goes_with_the_save(qtbot: QtBot, panel: FindingsPanel) -> None:
    workspace = panel.checking.workspace
    entry = choose(panel, NORTH, "template_row")
    assert "no form" in where_to(entry)
    before = panel.checking.checkup_now()
    panel.checking.waive([entry], "  as published ")
    after = panel.checking.checkup_now()
    assert before is not None
    assert after is not None
    assert after.report.score > before.report.score  # type: ignore[operator]
    assert [each.reason for each in after.report.waived] == ["as published"]
    assert entry.key not in {each.key for each in panel.model.rows}
    panel.bar.buttons["waived"].setChecked(True)
    waived = choose(panel, NORTH, "template_row")
    assert waived.waiver is not None
    assert "memory" in panel.detail.text.toPlainText()
    assert not panel.checking.stale
    workspace.save()
    qtbot.waitUntil(lambda: not workspace.saving)
    look(qtbot, panel)
    again = panel.checking.now
    assert again is not None
    assert len(again.checkup.report.waived) == 1
    assert again.checkup.report.score == pytest.approx(after.report.score)
    panel.checking.withdraw(panel.detail.entries)
    assert not panel.checking.records["waiver"]
    assert panel.checking.checkup_now().report.score == pytest.approx(before.report.score)  # type: ignore[union-attr]


def test_what_came_back_is_answered_and_the_report_says_so(
    qtbot: QtBot, panel: FindingsPanel, tmp_path: Path
) -> None:
    entry = choose(panel, "REJ", "rejection")
    assert (entry.cells[1], entry.cells[5]) == ("Sent back", "坐标错")
    assert panel.detail.waive.isHidden()
    panel.checking.settle([entry], "refused", "the place is right")
    assert panel.bar.buttons["returned"].accessibleName() == "Sent back 0"
    assert "the place is right" in panel.detail.text.toPlainText()
    panel.checking.write(tmp_path / "report.html")
    qtbot.waitUntil(lambda: (tmp_path / "report.html").exists(), timeout=20_000)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert NORTH in page
    assert "坐标错" not in page


def test_a_list_that_came_back_is_kept_and_what_is_unknown_told(
    qtbot: QtBot, panel: FindingsPanel, tmp_path: Path
) -> None:
    workspace = panel.checking.workspace
    file = tmp_path / "back.xls"
    lines = (("要素编号", "字段", "问题"), ("510100100X1", "SHAzimuth", "方位有误"), ("", "Name", "缺编号"))
    cells = {(row, at): text for row, line in enumerate(lines, 1) for at, text in enumerate(line, 1) if text}
    file.write_bytes(workbook("退回", cells))
    program: Any = SimpleNamespace(store=workspace.store, read_table=lambda path: read_table(None, path))
    assert workspace.session is not None
    dialog = ImportRejections(None, program, workspace.session, workspace.jobs, "")
    qtbot.addWidget(dialog)
    dialog.accept()
    assert dialog.problem.text()
    dialog.file.setText(str(file))
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.received is not None, timeout=20_000)
    assert dialog.told.count() == 1
    # It has been read: the way out is what Enter does.
    assert dialog.main is not None
    assert dialog.main.isHidden()
    assert dialog.out.isDefault()
    workspace.reload()
    qtbot.waitUntil(lambda: len(panel.checking.records["rejection"]) == 2, timeout=20_000)
    look(qtbot, panel)
    assert choose(panel, "REJ", "template_row").finding.field == "SHAzimuth"


def test_a_click_leads_to_the_record_and_its_field(qtbot: Any, desktop: Desktop) -> None:
    window, workspace = desktop.window, desktop.workspace
    session = workspace.session
    assert session is not None
    faults: Any = session.records["fault"].values()
    fault: Fault = next(each for each in faults if each.code == "F1")
    turned = replace(fault, strike=Estimate(unit="deg", best=360.0))
    workspace.apply(Edit("edit.change_record", (Change(fault, turned),)))
    window.actions_.run("check_survey")
    findings = window.findings
    qtbot.waitUntil(lambda: findings.checking.now is not None, timeout=20_000)
    choose(findings, NORTH, "fault")
    qtbot.keyClick(findings.table, Qt.Key.Key_Return)
    assert workspace.selection == (("fault", fault.id),)
    form = window.record.shown_form
    assert form is not None
    editor: Any = form.editors["strike"]
    assert window.focusWidget() is editor.best
    assert "360" in form.problems["strike"].text()
    qtbot.mouseClick(findings.detail.fix, Qt.MouseButton.LeftButton)
    assert session.records["fault"][fault.id].strike.best == 0  # type: ignore[union-attr]
    assert form.problems["strike"].text() == ""
    workspace.undo()
    assert session.records["fault"][fault.id] == turned
