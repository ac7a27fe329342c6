"""What the Edit and Add menus do."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.services.digitizing import change_records, create_record, delete_records
from faultgis.services.editing import EditingSession
from faultgis.services.naming import next_code
from ui.commands.group import Group
from ui.words import tr

NEVER_REPEATED = ("id", "survey_id", "geometry", "code", "name_zh", "name_en", "source", "stamp", "stretches")


def last_entered(session: EditingSession, kind: str, others: Collection[UUID]) -> dict[str, Any]:
    """The fields last changed by hand of a record of this kind that is not among ``others``, as they stand
    now: sides and geometry belong to their own line and are never repeated."""
    for edit in reversed(session.history.done):
        changed = [c for c in edit.changes if c.kind == kind and c.id not in others and c.before and c.after]
        if changed:
            return _fields_changed(session, changed[-1].id)
    return {}


def _fields_changed(session: EditingSession, key: UUID) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for change in (c for edit in session.history.done for c in edit.changes if c.id == key):
        if change.before is None or change.after is None:
            continue
        for name in vars(change.after):
            now = getattr(change.after, name)
            if name not in NEVER_REPEATED and now != getattr(change.before, name):
                found[name] = now
    return found


class EditCommands(Group):
    """Undo, delete, repeat, new records."""

    def undo(self, _checked: bool = False) -> None:
        """Take the last step back: of the sketch first, else of the survey."""
        self.parts.record.flush()
        tool: Any = self.desk.view.tool
        if tool is not None and tool.undo_step():
            return
        self.workspace.undo()

    def redo(self, _checked: bool = False) -> None:
        """Carry the last undone step out again."""
        tool: Any = self.desk.view.tool
        if (tool is not None and tool.redo_step()) or self.desk.redoable is False:
            return
        self.workspace.redo()

    def delete_selected(self, _checked: bool = False) -> None:
        """Delete what is selected, with all that hangs on it; undo brings everything back."""
        session = self.workspace.session
        if session is None:
            return
        if self.workspace.selection:
            self.workspace.apply(delete_records(session.records, self.workspace.selection))

    def repeat_attributes(self, _checked: bool = False) -> None:
        """Give what is selected the attributes last entered for another record of its kind."""
        session = self.workspace.session
        if session is None or not self.workspace.selection:
            return
        kind = self.workspace.selection[0][0]
        chosen = {key for of, key in self.workspace.selection if of == kind}
        values = last_entered(session, kind, chosen)
        if not values:
            self.workspace.tell(tr("No attributes were entered yet that could be repeated."))
            return
        records = [r for key in chosen if (r := session.get(kind, key)) is not None]
        self.workspace.apply(change_records(records, **values))

    def select_all_traces(self, _checked: bool = False) -> None:
        """Select every trace of the survey."""
        session = self.workspace.session
        if session is not None:
            self.workspace.select(("trace", key) for key in session.records["trace"])

    def select_none(self, _checked: bool = False) -> None:
        """Select nothing."""
        self.workspace.select(())

    def add_zone(self, _checked: bool = False) -> None:
        """Make a new fault zone and show its form."""
        session = self.workspace.session
        if session is not None:
            code = next_code(session, "fault_zone")
            self._add(FaultZone(survey_id=session.survey.id, code=code))

    def add_fault(self, _checked: bool = False) -> None:
        """Make a new fault, in the zone that is selected if one is, and show its form."""
        session = self.workspace.session
        if session is not None:
            zone = next((key for kind, key in self.workspace.selection if kind == "fault_zone"), None)
            code = next_code(session, "fault")
            self._add(Fault(survey_id=session.survey.id, code=code, zone_id=zone))

    def add_segment(self, _checked: bool = False) -> None:
        """Make a new segment of the selected fault and show its form."""
        session = self.workspace.session
        fault = next((key for kind, key in self.workspace.selection if kind == "fault"), None)
        if session is None or fault is None:
            return
        siblings = [s for s in session.records["segment"].values() if getattr(s, "fault_id", None) == fault]
        code = next_code(session, "segment")
        self._add(Segment(survey_id=session.survey.id, fault_id=fault, code=code, position=len(siblings) + 1))

    def _add(self, record: FaultZone | Fault | Segment) -> None:
        self.workspace.apply(create_record(record))
        kinds = {FaultZone: "fault_zone", Fault: "fault", Segment: "segment"}
        self.workspace.select([(kinds[type(record)], record.id)])
        form = self.parts.record.shown_form
        if form is not None:
            form.editors["name_zh"].setFocus()
