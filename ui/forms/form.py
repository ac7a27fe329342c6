"""A record's form, made from the field table; each entry is one edit of the open survey."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QEvent, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import FaultGISError, InputError
from faultgis.records.fault import Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from ui import words
from ui.forms import shown
from ui.forms.checks import check
from ui.forms.editors import CodeEditor, DateEditor, Editor, LongTextEditor, NumberEditor, TextEditor
from ui.forms.estimates import EstimateEditor
from ui.forms.fields import FORMS, Field, Section
from ui.forms.fixed import FixedEditor
from ui.forms.flags import ColourEditor, FlagEditor
from ui.forms.parents import ParentEditor
from ui.forms.sides import SideEditor
from ui.forms.widgets import Label
from ui.words import tr
from ui.workspace import Workspace

LABEL_WIDTH = 96
REST_MS = 400
# A sentence about a value may hold long words without a blank: lines may end behind these.
_BREAK = re.compile(r"([_”)\]},;/])(?=\S)")


def _with(record: Any, name: str, value: Any) -> AnyRecord:
    changed: AnyRecord = replace(record, **{name: value})
    return changed


def followers(session: EditingSession, change: Change) -> list[Change]:
    """A segment that goes to another fault takes its traces along."""
    before, after = change.before, change.after
    if not isinstance(before, Segment) or not isinstance(after, Segment):
        return []
    if before.fault_id == after.fault_id:
        return []
    traces = [t for t in session.records["trace"].values() if isinstance(t, Trace)]
    return [Change(t, replace(t, fault_id=after.fault_id)) for t in traces if t.segment_id == after.id]


class RecordForm(QWidget):
    """The form of one record, or of several of one kind (then only fields that may be alike)."""

    new_parent = pyqtSignal(str)

    def __init__(self, workspace: Workspace, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._workspace = workspace
        self._ids: tuple[UUID, ...] = ()
        self.editors: dict[str, Editor] = {}
        self.problems: dict[str, QLabel] = {}
        self._rows: dict[str, list[QWidget]] = {}
        self._waiting: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.flush)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 12)
        layout.setSpacing(8)
        for number, section in enumerate(FORMS[kind]):
            self._add_section(layout, section, number == 0)
        layout.addStretch()

    def _add_section(self, layout: QVBoxLayout, section: Section, first: bool) -> None:
        if not first:
            heading = Label(section.title)
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            heading.setContentsMargins(0, 12, 0, 0)
            layout.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for row, field in enumerate(section.fields):
            self._add_field(grid, 2 * row, field)
        layout.addLayout(grid)

    def _add_field(self, grid: QGridLayout, row: int, field: Field) -> None:
        label = Label(field.label, "quiet", wrap=True)
        label.setFixedWidth(LABEL_WIDTH)
        label.setContentsMargins(0, 4, 0, 0)
        label.setToolTip(tr(field.help) if field.help else "")
        editor = self._editor(field)
        editor.setToolTip(tr(field.help) if field.help else "")
        label.setBuddy(editor)
        problem = Label("", "problem", wrap=True)
        problem.hide()
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(editor, row, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(problem, row + 1, 1)
        editor.typed.connect(lambda name=field.name: self._typed(name))
        editor.settled.connect(lambda name=field.name: self._settled(name))
        self.editors[field.name], self.problems[field.name] = editor, problem
        self._rows[field.name] = [label, editor]

    def _editor(self, field: Field) -> Editor:
        if field.fixed:
            return FixedEditor(field, lambda: self._workspace.session)
        if field.editor == "parent":
            return ParentEditor(
                field, lambda: self._workspace.session, self.new_parent.emit, lambda: self.records
            )
        kinds: dict[str, Callable[[Field], Editor]] = {
            "long": LongTextEditor,
            "number": NumberEditor,
            "integer": NumberEditor,
            "date": DateEditor,
            "code": CodeEditor,
            "side": SideEditor,
            "estimate": EstimateEditor,
            "flag": FlagEditor,
            "colour": ColourEditor,
        }
        return kinds.get(field.editor, TextEditor)(field)

    @property
    def records(self) -> list[AnyRecord]:
        """The records shown, as they stand now."""
        session = self._workspace.session
        held = session.records[self.kind] if session is not None else {}
        return [held[record_id] for record_id in self._ids if record_id in held]

    def show_records(self, ids: Sequence[UUID]) -> None:
        """Show these records from now on."""
        self.flush()
        if self._ids != tuple(ids):
            self._fold()
        self._ids = tuple(ids)
        several = len(self._ids) > 1
        for name, row in self._rows.items():
            for widget in row:
                widget.setVisible(self.editors[name].field.common or not several)
        self.refresh(everything=True)

    def point_out(self, name: str, text: str) -> bool:
        """Mark a field with what is wrong with it, and give it the keys; whether it is shown here."""
        editor = self.editors.get(name)
        if editor is None or editor.isHidden():
            return False
        self._say_problem(name, _BREAK.sub("\\1\u200b", text))
        if isinstance(editor, EstimateEditor):
            editor.head.setChecked(True)
            editor.best.setFocus()
        else:
            editor.setFocus()
        return True

    def show_only(self, names: Collection[str]) -> None:
        """Show these fields only: the others say nothing of such a record."""
        for name, row in self._rows.items():
            for widget in row:
                widget.setVisible(name in names)

    def _fold(self) -> None:
        """What was opened for one record is not open for the next."""
        for editor in self.editors.values():
            if isinstance(editor, EstimateEditor):
                editor.head.setChecked(False)

    def refresh(self, everything: bool = False) -> None:
        """Show what the records hold now. What somebody is typing that cannot be read yet stays."""
        records = self.records
        if not records:
            return
        for name, editor in self.editors.items():
            if name == self._waiting:
                continue
            self._inherit(editor, records)
            first = self._stored(records[0], editor.field)
            mixed = not editor.isHidden() and self._mixed(records, editor.field, first)
            if everything or (not mixed and not self._stands(editor, first)) or mixed:
                self._say_problem(name, "")
                if mixed:
                    editor.show_mixed()
                else:
                    editor.show_value(first)

    def _mixed(self, records: list[AnyRecord], field: Field, first: Any) -> bool:
        if field.editor != "parent":
            return any(getattr(record, field.name) != first for record in records)
        return any(self._stored(record, field) != first for record in records)

    @staticmethod
    def _stands(editor: Editor, value: Any) -> bool:
        if isinstance(editor, EstimateEditor):
            editor.took(value)
        try:
            return bool(editor.value() == value)
        except InputError:
            return editor.hasFocus() or editor.isAncestorOf(editor.focusWidget() or editor)

    def _inherit(self, editor: Editor, records: list[AnyRecord]) -> None:
        if not (isinstance(editor, CodeEditor) and editor.field.inherits):
            return
        session = self._workspace.session
        found = shown.inherited(session, records[0], editor.field.name) if session else None
        said = tr("as the fault")
        if found and len(records) == 1:
            origin = tr("as the segment") if isinstance(found[1], Segment) else said
            said = f"{origin}{tr(': ')}{shown.code_label(editor.field.codes, found[0])}"
        editor.inherit(said)

    def _stored(self, record: AnyRecord, field: Field) -> Any:
        if field.editor != "parent":
            return getattr(record, field.name)
        if isinstance(record, Trace) and "segment" in field.parents and record.segment_id is not None:
            return "segment", record.segment_id
        key = getattr(record, field.name)
        return None if key is None else (field.parents[0], key)

    def _typed(self, name: str) -> None:
        if self._waiting not in (None, name):
            self.flush()
        self._waiting = name
        self._timer.start()

    def _settled(self, name: str) -> None:
        if self._waiting == name:
            self.flush()
        if self._workspace.session is not None:
            self._workspace.session.history.close_merge()

    def flush(self) -> None:
        """Carry out what was typed and not yet taken over."""
        self._timer.stop()
        name, self._waiting = self._waiting, None
        if name is not None and self._workspace.session is not None:
            self._commit(self.editors[name])

    def _commit(self, editor: Editor) -> None:
        field, session = editor.field, self._workspace.session
        assert session is not None
        try:
            value = editor.value()
            for record in self.records:
                check(field, value, record, session)
        except FaultGISError as error:
            self._say_problem(field.name, words.error_sentence(error))
            return
        self._say_problem(field.name, "")
        changed = [(record, self._changed(record, field, value)) for record in self.records]
        changes = tuple(Change(before, after) for before, after in changed if before != after)
        changes += tuple(c for change in changes for c in followers(session, change))
        if changes:
            key = f"{field.name}:{','.join(str(c.id) for c in changes[:3])}:{len(changes)}"
            self._workspace.apply(Edit("edit.change_record", changes, merge_key=key))

    def _changed(self, record: Any, field: Field, value: Any) -> AnyRecord:
        if field.editor != "parent":
            return _with(record, field.name, value)
        kind, key = value if value is not None else ("", None)
        if not (isinstance(record, Trace) and "segment" in field.parents):
            return _with(record, field.name, key)
        if kind != "segment":
            return replace(record, fault_id=key, segment_id=None)
        session = self._workspace.session
        segment = session.get("segment", key) if session else None
        fault_id = segment.fault_id if isinstance(segment, Segment) else record.fault_id
        return replace(record, fault_id=fault_id, segment_id=key)

    def _say_problem(self, name: str, sentence: str) -> None:
        self.problems[name].setText(sentence)
        self.problems[name].setVisible(bool(sentence))
        self.editors[name].mark(bool(sentence))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            for row in self._rows.values():
                editor = row[1]
                if isinstance(editor, EstimateEditor):
                    editor.retranslate()
                tip = editor.field.help if isinstance(editor, Editor) else ""
                for widget in row:
                    widget.setToolTip(tr(tip) if tip else "")
            QTimer.singleShot(0, self.refresh)  # bound: not after the form is gone
