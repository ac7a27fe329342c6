"""Forms with real keys: each entry is one edit, what cannot stand is said beside the field."""

from collections.abc import Callable
from typing import Any

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest as _QTest
from pytestqt.qtbot import QtBot

from faultgis.records.fault import Fault
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.values import Basis, RangeKind
from tests.ui.memory import MemoryStore
from ui import words
from ui.forms.editors import CodeEditor, NumberEditor, TextEditor
from ui.forms.estimates import EstimateEditor
from ui.forms.form import RecordForm
from ui.forms.parents import ParentEditor
from ui.forms.sides import SideEditor
from ui.jobs import Jobs
from ui.workspace import Workspace

QTest: Any = _QTest


@pytest.fixture
def workspace(qtbot: QtBot, store: MemoryStore) -> Workspace:
    words.use("en")
    made = Workspace(store, Jobs())
    survey = store.surveys()[0]
    made.open(EditingSession(survey, store.load(survey.id)))
    return made


Show = Callable[..., RecordForm]


@pytest.fixture
def show(qtbot: QtBot, workspace: Workspace) -> Show:
    def make(kind: str, *codes: str) -> RecordForm:
        form = RecordForm(workspace, kind)
        qtbot.addWidget(form)
        workspace.changed.connect(lambda _changes: form.refresh())
        form.show_records([record(workspace, kind, code).id for code in codes])
        form.show()
        return form

    return make


def record(workspace: Workspace, kind: str, code: str) -> Any:
    assert workspace.session is not None
    records = workspace.session.records[kind].values()
    return next(r for r in records if code in (getattr(r, "code", None), r.source.key))  # type: ignore[union-attr]


def typed(form: RecordForm, name: str, text: str) -> None:
    editor = form.editors[name]
    assert isinstance(editor, TextEditor)
    editor.line.selectAll()
    QTest.keyClicks(editor.line, text)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)


def test_typing_a_name_is_one_edit_and_undo_takes_it_back(show: Show, workspace: Workspace) -> None:
    form = show("fault", "F1")
    typed(form, "name_en", "Anninghe")
    assert record(workspace, "fault", "F1").name_en == "Anninghe"
    assert workspace.session is not None
    assert len(workspace.session.history.done) == 1
    workspace.undo()
    assert record(workspace, "fault", "F1").name_en == "Anninghe fault"
    editor = form.editors["name_en"]
    assert editor.value() == "Anninghe fault"


def test_letters_typed_in_pauses_count_as_one_edit(show: Show, workspace: Workspace) -> None:
    form = show("fault", "F1")
    editor = form.editors["name_en"]
    assert isinstance(editor, TextEditor)
    editor.line.selectAll()
    for part in ("Ann", "ing", "he"):
        QTest.keyClicks(editor.line, part)
        form.flush()
    assert workspace.session is not None
    assert len(workspace.session.history.done) == 1
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    QTest.keyClicks(editor.line, "!")
    form.flush()
    assert len(workspace.session.history.done) == 2


def test_a_code_in_use_is_refused_beside_the_field(show: Show, workspace: Workspace) -> None:
    form = show("fault", "F1")
    typed(form, "code", "F2")
    assert 'The code "F2" is already used' in form.problems["code"].text()
    assert form.problems["code"].isVisible()
    assert record(workspace, "fault", "F1").code == "F1"
    typed(form, "code", "F1b")
    assert not form.problems["code"].isVisible()
    assert record(workspace, "fault", "F1b").name_zh == "安宁河断裂"


def test_a_code_must_not_be_empty(show: Show, workspace: Workspace) -> None:
    form = show("fault", "F1")
    editor = form.editors["code"]
    assert isinstance(editor, TextEditor)
    editor.line.selectAll()
    QTest.keyClick(editor.line, Qt.Key.Key_Delete)
    form.flush()
    assert form.problems["code"].text() == "This must be filled in."
    assert record(workspace, "fault", "F1").code == "F1"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("dip", "91", "between 0 and 90"),
        ("dip_direction", "361", "between 0 and 360"),
        ("plunge", "-1", "between 0 and 90"),
        ("rake", "181", "between −180 and 180"),
        ("dip", "steep", "Enter a number"),
        ("quality", "2.5", "whole number"),
    ],
)
def test_angles_keep_their_bounds(
    show: Show, workspace: Workspace, name: str, text: str, sentence: str
) -> None:
    assert workspace.session is not None
    (key,) = workspace.session.records["measurement"]
    form = RecordForm(workspace, "measurement")
    form.show_records([key])
    before = workspace.session.get("measurement", key)
    typed(form, name, text)
    assert sentence in form.problems[name].text()
    assert workspace.session.get("measurement", key) == before
    form.deleteLater()


def test_an_estimate_is_entered_in_its_parts(show: Show, workspace: Workspace) -> None:
    form = show("fault", "F2")
    editor = form.editors["vertical_slip_rate"]
    assert isinstance(editor, EstimateEditor)
    assert editor.head.text() == "not known"
    editor.head.click()
    for line, text in ((editor.low, "1.9"), (editor.best, "2.5"), (editor.high, "3.1")):
        QTest.keyClicks(line, text)
    editor.range.setCurrentIndex(3)
    editor.range.activated.emit(3)
    form.flush()
    found = record(workspace, "fault", "F2").vertical_slip_rate
    assert (found.low, found.best, found.high, found.unit) == (1.9, 2.5, 3.1, "mm/a")
    assert (found.range, found.basis, found.component) == (RangeKind.PERCENT_95, Basis.MEASURED, "vertical")
    assert editor.head.text() == "2.5 (1.9–3.1, 95 %)\nmm/a measured"


def test_an_estimate_open_for_one_record_is_kept_and_closed_for_the_next(
    show: Show, workspace: Workspace
) -> None:
    form = show("fault", "F2")
    editor = form.editors["vertical_slip_rate"]
    assert isinstance(editor, EstimateEditor)
    editor.head.click()
    QTest.keyClicks(editor.best, "2.5")
    form.show_records([record(workspace, "fault", "F1").id])
    assert record(workspace, "fault", "F2").vertical_slip_rate.best == 2.5
    assert record(workspace, "fault", "F1").vertical_slip_rate is None
    assert not editor.head.isChecked()
    assert not editor.best.isVisible()


def test_an_estimate_out_of_order_is_refused(show: Show, workspace: Workspace) -> None:
    form = show("fault", "F1")
    editor = form.editors["strike_slip_rate"]
    assert isinstance(editor, EstimateEditor)
    editor.head.click()
    editor.low.selectAll()
    QTest.keyClicks(editor.low, "9")
    form.flush()
    assert form.problems["strike_slip_rate"].text() == "Low ≤ best ≤ high must hold; it is 9.0, 6.5, 7.5."
    assert record(workspace, "fault", "F1").strike_slip_rate.low == 5.5
    assert editor.low.text() == "9"


def test_clearing_an_estimate_takes_it_away(show: Show, workspace: Workspace) -> None:
    form = show("fault", "F1")
    editor = form.editors["strike_slip_rate"]
    assert isinstance(editor, EstimateEditor)
    editor.head.click()
    editor._clear()
    form.flush()
    assert record(workspace, "fault", "F1").strike_slip_rate is None


def test_kinematics_are_chosen_by_typing(show: Show, workspace: Workspace) -> None:
    form = show("fault", "F1")
    editor = form.editors["kinematics"]
    assert isinstance(editor, CodeEditor)
    line = editor.combo.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "thrust")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert record(workspace, "fault", "F1").kinematics == "thrust"  # though "Blind thrust" answers, too
    line.selectAll()
    QTest.keyClicks(line, "dextral")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert record(workspace, "fault", "F1").kinematics == "dextral"
    line.selectAll()
    QTest.keyClicks(line, "no such thing")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert editor.combo.currentText() == "Dextral"


def test_pinyin_picks_a_code_in_chinese(show: Show, workspace: Workspace) -> None:
    words.use("zh")
    form = show("fault", "F2")
    editor = form.editors["latest_activity"]
    assert isinstance(editor, CodeEditor)
    line = editor.combo.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "quanxinshi")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert record(workspace, "fault", "F2").latest_activity == "holocene"


def test_an_empty_kinematics_of_a_trace_shows_the_faults_in_grey(show: Show) -> None:
    form = show("trace", "t2")
    editor = form.editors["kinematics"]
    assert isinstance(editor, CodeEditor)
    assert editor.combo.currentText() == "as the fault: Sinistral"
    assert editor.combo.property("inherited") is True
    editor.combo.choose("thrust")
    editor.combo.chosen.emit("thrust")
    assert editor.combo.property("inherited") is False


def test_the_hanging_wall_is_picked_with_the_mouse(show: Show, workspace: Workspace) -> None:
    form = show("trace", "t2")
    editor = form.editors["hanging_wall"]
    assert isinstance(editor, SideEditor)
    picture = editor.picture
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(picture.width() - 5, 20))
    assert record(workspace, "trace", "t2").hanging_wall == "right"
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(5, 20))
    assert record(workspace, "trace", "t2").hanging_wall == "left"
    QTest.keyClick(picture, Qt.Key.Key_Delete)
    assert record(workspace, "trace", "t2").hanging_wall == "unknown"


def test_a_trace_put_into_a_segment_belongs_to_its_fault_too(show: Show, workspace: Workspace) -> None:
    form = show("trace", "t3")
    editor = form.editors["fault_id"]
    assert isinstance(editor, ParentEditor)
    segment = record(workspace, "segment", "S1")
    editor.combo.opening.emit()
    editor.combo.choose(("segment", segment.id))
    editor.combo.chosen.emit(("segment", segment.id))
    trace = record(workspace, "trace", "t3")
    assert isinstance(trace, Trace)
    assert (trace.segment_id, trace.fault_id) == (segment.id, segment.fault_id)
    fault = record(workspace, "fault", "F2")
    editor.combo.opening.emit()
    editor.combo.choose(("fault", fault.id))
    editor.combo.chosen.emit(("fault", fault.id))
    trace = record(workspace, "trace", "t3")
    assert (trace.segment_id, trace.fault_id) == (None, fault.id)


def test_many_records_take_a_common_value_as_one_edit(show: Show, workspace: Workspace) -> None:
    form = show("trace", "t1", "t2", "t3")
    editor = form.editors["location_error_m"]
    assert isinstance(editor, NumberEditor)
    QTest.keyClicks(editor.line, "25")
    form.flush()
    assert {record(workspace, "trace", key).location_error_m for key in ("t1", "t2", "t3")} == {25.0}
    assert workspace.session is not None
    assert len(workspace.session.history.done) == 1
    workspace.undo()
    assert {record(workspace, "trace", key).location_error_m for key in ("t1", "t2", "t3")} == {None}


def test_differing_values_are_shown_as_several_and_kept(show: Show, workspace: Workspace) -> None:
    form = show("fault", "F1", "F2")
    assert not form.editors["code"].isVisible()
    aliases = form.editors["kinematics"]
    assert isinstance(aliases, CodeEditor)
    assert aliases.combo.currentIndex() == -1
    form.flush()
    first, second = record(workspace, "fault", "F1"), record(workspace, "fault", "F2")
    assert isinstance(first, Fault)
    assert (first.kinematics, second.kinematics) == ("sinistral", "sinistral_normal")


def test_an_unreadable_entry_survives_others_changes(show: Show, workspace: Workspace) -> None:
    form = show("trace", "t1")
    editor = form.editors["location_error_m"]
    assert isinstance(editor, NumberEditor)
    editor.line.setFocus()
    QTest.keyClicks(editor.line, "about 5")
    form.flush()
    assert "Enter a number" in form.problems["location_error_m"].text()
    assert editor.line.text() == "about 5"


def test_the_form_follows_the_language(show: Show, workspace: Workspace, qtbot: QtBot) -> None:
    from PyQt6.QtCore import QEvent
    from PyQt6.QtWidgets import QApplication

    form = show("fault", "F1")
    typed(form, "name_en", "A")
    words.use("zh")
    QApplication.sendEvent(form, QEvent(QEvent.Type.LanguageChange))
    editor = form.editors["kinematics"]
    assert isinstance(editor, CodeEditor)
    qtbot.waitUntil(lambda: editor.combo.currentText() == "左旋走滑断层")
    assert form.editors["name_en"].value() == "A"


def test_a_segment_takes_its_traces_to_another_fault(show: Show, workspace: Workspace) -> None:
    form = show("segment", "S1")
    editor = form.editors["fault_id"]
    assert isinstance(editor, ParentEditor)
    assert editor.combo.currentText() == "Anninghe fault"
    fault = record(workspace, "fault", "F2")
    line = editor.combo.lineEdit()
    assert line is not None
    line.setFocus()
    editor.combo.opening.emit()
    line.selectAll()
    QTest.keyClicks(line, "zemuhe")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert record(workspace, "segment", "S1").fault_id == fault.id
    assert record(workspace, "trace", "t1").fault_id == fault.id
    assert record(workspace, "trace", "t2").fault_id != fault.id
    assert workspace.session is not None
    assert len(workspace.session.history.done) == 1
