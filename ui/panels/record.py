"""The record panel: the form of what is selected, its parts, where it comes from."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QEvent, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from faultgis.changes import Change, Changes
from faultgis.edits import Edit
from faultgis.records.derived import Derived
from faultgis.records.fault import Fault, FaultZone
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import ObservationPoint
from faultgis.records.trace import Trace
from faultgis.services.naming import next_code
from ui import theme
from ui.forms import shown
from ui.forms.fields import FORMS, KIND_WORDS
from ui.forms.form import RecordForm, followers
from ui.forms.widgets import Button, Elided, EmptyState
from ui.freshness import record_name
from ui.panels.derived import DerivedCard
from ui.panels.guard import Guard
from ui.panels.kept import KeptCard
from ui.panels.measures import Measures
from ui.panels.parts import MeasurementList
from ui.panels.photo import PhotoCard
from ui.panels.provenance import Provenance
from ui.panels.trench_card import TrenchCard
from ui.words import tr
from ui.workspace import Ref, Workspace


class RecordPanel(QWidget):
    """Follows the selection; one kind at a time, several records of it at once."""

    first_wanted = pyqtSignal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._kind = ""
        self._forms: dict[str, RecordForm] = {}
        self._sought: tuple[QWidget, ...] = ()
        self.title, self.subtitle = Elided("title"), Elided("quiet")
        self.mark = Elided()
        self.mark.hide()
        self._kinds = QHBoxLayout()
        self._kinds.setSpacing(4)
        self._bodies = QWidget()  # no stack: that would be as high as its longest form
        self._forms_column = QVBoxLayout(self._bodies)
        self._forms_column.setContentsMargins(0, 0, 0, 0)
        self._measures = Measures(workspace)
        self.photo = PhotoCard(workspace)
        self.kept = KeptCard()
        self.trench = TrenchCard(workspace)
        self.derived = DerivedCard(workspace)
        self._measurements = MeasurementList(workspace)
        self._provenance = Provenance(workspace)
        self.guard = Guard(workspace)
        self._pages = QStackedWidget()
        self._arrange()
        workspace.selection_changed.connect(self.refresh)
        workspace.changed.connect(self._changed)
        workspace.state_changed.connect(self._show_marks)
        self.refresh()

    def _arrange(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 4, 12, 8)
        head.setSpacing(4)
        for label in (self.title, self.subtitle, self.mark):
            head.addWidget(label)
        head.addLayout(self._kinds)
        column.addLayout(head)
        column.addWidget(self.guard)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        bodies: tuple[QWidget, ...] = (
            self.photo,
            self.kept,
            self.trench,
            self._measures,
            self.derived.banner,
            self._bodies,
            self.derived,
            self._measurements,
            self._provenance,
        )
        for body in bodies:
            inner.addWidget(body)
        inner.addStretch(1)  # the form's own stretch is to get nothing of the room left over
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        column.addWidget(self._scroll, 1)
        self._pages.addWidget(page)
        empty = "Select a fault, trace or point in the map or in the survey: its fields appear here."
        self._pages.addWidget(EmptyState(empty, "Draw trace", lambda: self.first_wanted.emit("draw")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def form(self, kind: str) -> RecordForm:
        """The form of a kind, made when first needed."""
        if kind not in self._forms:
            made = RecordForm(self._workspace, kind)
            made.new_parent.connect(self.make_parent)
            self._forms[kind] = made
            self._forms_column.addWidget(made)
        return self._forms[kind]

    @property
    def shown_form(self) -> RecordForm | None:
        """The form on view, if any."""
        return self._forms.get(self._kind)

    def point_out(self, name: str, text: str) -> bool:
        """Mark a field of the form on view with what is wrong with it, and give it the keys; whether the form
        shows such a field."""
        form = self.shown_form
        if form is None or not form.point_out(name, text):
            return False
        self._sought = form.editors[name], form.problems[name]
        QTimer.singleShot(0, self._seek)  # once the form has got its size
        return True

    def _seek(self) -> None:
        for widget in reversed(self._sought):  # the field itself last: it is seen in any case
            self._scroll.ensureWidgetVisible(widget, 0, 8)
        across = self._scroll.horizontalScrollBar()
        if across is not None:
            across.setValue(0)

    def flush(self) -> None:
        """Take over what is still being typed (before a save, an undo, a close)."""
        for form in self._forms.values():
            form.flush()

    def refresh(self) -> None:
        """Show what is selected now."""
        self.flush()
        by_kind: dict[str, list[UUID]] = {}
        session = self._workspace.session
        for kind, key in self._workspace.selection if session is not None else ():
            if kind in FORMS and session is not None and key in session.records[kind]:
                by_kind.setdefault(kind, []).append(key)
        self._pages.setCurrentIndex(0 if by_kind else 1)
        if not by_kind:
            self._kind = ""
            return
        if self._kind not in by_kind:
            self._kind = next(iter(by_kind))
        self._offer_kinds(by_kind)
        self._show(self._kind, by_kind[self._kind])

    def _offer_kinds(self, by_kind: dict[str, list[UUID]]) -> None:
        while (item := self._kinds.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if len(by_kind) < 2:
            return
        for kind, ids in by_kind.items():
            button = Button(KIND_WORDS[kind], partial(self._choose, kind), "flat")
            button.setText(f"{tr(KIND_WORDS[kind])} {len(ids)}")
            button.setEnabled(kind != self._kind)
            self._kinds.addWidget(button)
        self._kinds.addStretch()

    def _choose(self, kind: str) -> None:
        self._kind = kind
        self.refresh()

    def _show(self, kind: str, ids: list[UUID]) -> None:
        form = self.form(kind)
        form.show_records(ids)
        for other in self._forms.values():
            other.setVisible(other is form)
        single = self._workspace.record((kind, ids[0])) if len(ids) == 1 else None
        self._measurements.show_point(single if isinstance(single, ObservationPoint) else None)
        self._measures.show_record(kind, single)
        self.photo.show_record(single)
        self.kept.show_record(single)
        self.trench.show_record(single)
        self.derived.show_record(single)
        self._provenance.show_record(single)
        self.guard.show_trace(single if isinstance(single, Trace) else None)
        self._show_head()

    def _show_head(self) -> None:
        form = self.shown_form
        records = form.records if form is not None else []
        if not records:
            return
        if len(records) > 1:
            self.title.setText(f"{tr(KIND_WORDS[self._kind])} × {len(records)}")
            self.subtitle.setText(tr("What you enter here is set for all of them."))
        else:
            self.title.setText(self._titled(records[0]))
            self.subtitle.setText(self._where(records[0]))
        self._show_marks()

    def _titled(self, record: AnyRecord) -> str:
        """A result is called by what it is about."""
        session = self._workspace.session
        if isinstance(record, Derived) and session is not None:
            return record_name(session, record)
        return shown.title(record)

    def _where(self, record: AnyRecord) -> str:
        session = self._workspace.session
        parts = [tr(KIND_WORDS[self._kind])]
        for kind, name in ABOVE:
            above = session.get(kind, getattr(record, name, None)) if session is not None else None
            if above is not None:
                parts.append(shown.title(above))
        return " · ".join(parts)

    def _show_marks(self) -> None:
        form, session = self.shown_form, self._workspace.session
        if form is None or session is None:
            self.mark.hide()
            return
        ids = {record.id for record in form.records}
        contested, unsaved = ids & self._workspace.contested, ids & session.saved.keys()
        if contested:
            self.mark.setText(tr("Somebody else changed this meanwhile; saving will show both sides."))
        elif unsaved:
            self.mark.setText(f"● {tr('Not saved')}")
        colour = theme.colours().error if contested else theme.colours().warning
        self.mark.setStyleSheet(f"color: {colour};")
        self.mark.setVisible(bool(contested or unsaved))

    def _changed(self, changes: Changes) -> None:
        form = self.shown_form
        if form is not None and changes.touches(self._kind, "fault", "segment", "fault_zone"):
            form.refresh()
            self._show_head()
            records = form.records
            single = records[0] if len(records) == 1 else None
            self.guard.show_trace(single if isinstance(single, Trace) else None)
            self.photo.show_record(single)
            self.kept.show_record(single)
        self._measures.heard(changes)
        self.derived.heard(changes)
        self._measurements.heard(changes)

    def make_parent(self, kind: str) -> None:
        """Make a new fault or zone and put what is selected into it, as one edit."""
        session, form = self._workspace.session, self.shown_form
        if session is None or form is None or not form.records:
            return
        survey = session.survey.id
        made: Fault | FaultZone
        if kind == "fault":
            made, name = Fault(survey_id=survey, code=next_code(session, "fault")), "fault_id"
        else:
            made, name = FaultZone(survey_id=survey, code=next_code(session, "fault_zone")), "zone_id"
        moved = [Change(r, _put_under(r, name, made.id)) for r in form.records]
        moved += [c for change in moved for c in followers(session, change)]
        self._workspace.apply(Edit("edit.new_parent", (Change(None, made), *moved)))
        refs: list[Ref] = [(kind, made.id)]
        self._workspace.select(refs)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._show_head()


ABOVE = (
    ("fault_zone", "zone_id"),
    ("fault", "fault_id"),
    ("segment", "segment_id"),
    ("local_grid", "local_grid_id"),
)


def _put_under(record: Any, name: str, key: UUID) -> AnyRecord:
    changes = {name: key} | ({"segment_id": None} if hasattr(record, "segment_id") else {})
    made: AnyRecord = replace(record, **changes)
    return made
