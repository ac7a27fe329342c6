"""The open survey: selection, edits, saving, and the one signal that something changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.changes import Changes
from faultgis.edits import Edit
from faultgis.errors import ConflictError, DatabaseError, FaultGISError
from faultgis.records.files import LocalGrid
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.services.frames import LocalMap
from faultgis.store import Saved, Store
from ui.fetched import Fetched, Prepare, Wanted, asked_for, fetch, take_in
from ui.jobs import Jobs
from ui.program import Note
from ui.telling import Telling
from ui.words import tr

Ref = tuple[str, UUID]


class Workspace(Telling):
    """What every panel, tool and layer shares. They call its methods and listen to its signals; they never
    call each other. ``contested`` holds records edited here that somebody else saved meanwhile; ``local`` is
    the local grid that the map shows instead of the earth (``place_changed`` tells of another); ``prepare``
    makes, in a worker, what the map needs of a survey."""

    opened = pyqtSignal()
    place_changed = pyqtSignal()
    changed = pyqtSignal(object)
    selection_changed = pyqtSignal()
    state_changed = pyqtSignal()
    conflicted = pyqtSignal(object)

    def __init__(self, store: Store | None, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.jobs = jobs
        self.session: EditingSession | None = None
        self.selection: tuple[Ref, ...] = ()
        self.saving = False
        self.contested: set[UUID] = set()
        self.ready: Any = None
        self.local: LocalMap | None = None
        self.prepare: Prepare | None = None
        self._announced = 0

    @property
    def store(self) -> Store:
        """The database in use. Raises ``DatabaseError("database.not_connected")`` before there is one."""
        if self._store is None:
            raise DatabaseError("database.not_connected")
        return self._store

    def join(self, store: Store) -> None:
        """Work on this database from now on."""
        self._store = store
        self.state_changed.emit()

    def open(self, session: EditingSession, ready: Any = None) -> None:
        """Show this survey from now on; the journal of the one before is closed. ``ready`` is what the map
        needs of it, where it has been made beforehand (``ui.layers.store.TraceStore``)."""
        before = self.session
        if before is not None and before.journal is not None and before.journal is not session.journal:
            before.journal.close()
        self.session = session
        session.records["survey"].setdefault(session.survey.id, session.survey)  # it has a form, too
        self.selection = ()
        self.contested = set()
        self.ready = ready
        self.show_local(None)
        self.opened.emit()
        self.ready = None
        self.selection_changed.emit()
        self.state_changed.emit()
        self._heed_journal(session)

    def _heed_journal(self, session: EditingSession) -> None:
        if session.journal is not None:
            session.journal.trouble = self.tell_error
            if session.journal.damage is not None:
                self.tell_error(session.journal.damage)

    def show_local(self, local: LocalMap | None) -> None:
        """Have the map show a local grid, or the earth again."""
        if local != self.local:
            self.local = local
            self.place_changed.emit()

    @property
    def traces(self) -> list[Trace]:
        """The traces that the map shows: those of the survey, or the fault's line in a local grid."""
        if self.local is not None:
            return [trace for trace in [self.local.trace] if trace is not None]
        records = self.session.records["trace"].values() if self.session is not None else ()
        return [record for record in records if isinstance(record, Trace)]

    def trace(self, trace_id: UUID | None) -> Trace | None:
        """A trace that the map shows."""
        if self.local is not None:
            return next((trace for trace in self.traces if trace.id == trace_id), None)
        found = self.record(("trace", trace_id)) if trace_id is not None else None
        return found if isinstance(found, Trace) else None

    def apply(self, edit: Edit) -> None:
        """Carry out an edit; everybody hears of it through ``changed``. What is measured on the map of a
        local grid is put into that grid."""
        if self.local is not None:
            edit = self.local.localised(edit, lambda key: self.record(("offset_marker", key)))
        self._do(lambda session: session.apply(edit))

    def undo(self) -> None:
        """Take the last edit back."""
        self._do(EditingSession.undo)

    def redo(self) -> None:
        """Carry the last undone edit out again."""
        self._do(EditingSession.redo)

    def _do(self, action: Callable[[EditingSession], Changes]) -> None:
        if self.session is None:
            return
        try:
            changes = action(self.session)
        except FaultGISError as error:
            self.tell_error(error)
            return
        self.announce(changes)

    def announce(self, changes: Changes) -> None:
        """Tell everybody what changed (also used when others' saves arrive); drops vanished selections."""
        session = self.session
        if session is None or not changes.ids:
            return
        self._announced += 1
        survey = session.get("survey", session.survey.id)
        if isinstance(survey, Survey):
            session.survey = survey
        kept = tuple(ref for ref in self.selection if session.get(*ref) is not None)
        self._follow_grid(session)
        self.changed.emit(changes)
        if kept != self.selection:
            self.select(kept)
        self.state_changed.emit()

    def _follow_grid(self, session: EditingSession) -> None:
        """The local grid on the map may have been renamed, got its fault's line, or gone."""
        if self.local is None:
            return
        grid = session.get("local_grid", self.local.grid.id)
        if not isinstance(grid, LocalGrid):
            self.show_local(None)
        elif grid != self.local.grid:
            self.local = replace(self.local, grid=grid)

    def select(self, refs: Iterable[Ref]) -> None:
        """Make these records the selection."""
        self.selection = tuple(dict.fromkeys(refs))
        self.selection_changed.emit()

    def record(self, ref: Ref) -> AnyRecord | None:
        """The record behind a reference, as it stands in this session."""
        return None if self.session is None else self.session.get(*ref)

    def save(self, reason: str = "") -> None:
        """Write everything pending in one transaction, off the screen's thread."""
        session = self.session
        if session is None or self.saving:
            return
        pending = session.start_saving()
        if not pending:
            return
        self.saving = True
        self.state_changed.emit()

        def done(saved: Saved) -> None:
            self.saving = False
            session.took(pending, saved)
            self.contested.clear()
            self.state_changed.emit()

        def failed(error: FaultGISError) -> None:
            self.saving = False
            self.state_changed.emit()
            if isinstance(error, ConflictError):
                self._conflict(session, error, reason)
            else:
                self.tell_error(error)

        store = self.store
        self.jobs.run(tr("Saving"), lambda progress: store.save(pending, reason, progress), done, failed)

    def _conflict(self, session: EditingSession, error: ConflictError, reason: str) -> None:
        """Settle what is no conflict: rows that the database holds just as ours. So they come back when the
        connection broke after a save was written and before we heard of it."""
        contested = []
        for conflict in error.conflicts:
            if conflict.mine is not None and conflict.mine == conflict.theirs:
                session.settle(conflict.kind, conflict.id, conflict.theirs, keep_mine=True)
            else:
                contested.append(conflict)
        if contested:
            self.conflicted.emit(ConflictError(error.code, tuple(contested), **error.params))
        else:
            self.state_changed.emit()
            self.save(reason)

    def reload(self) -> None:
        """Fetch the whole survey anew (after an import); unsaved edits stay."""
        if self.session is not None:
            self._fetch(self.session, dict.fromkeys(k for k in self.session.records if k != "survey"))

    def hear(self, notes: Iterable[Note]) -> None:
        """Somebody saved: fetch what they touched off the screen's thread, then show it."""
        session = self.session
        if session is None:
            return
        wanted = asked_for(session, notes)
        if wanted:
            self._fetch(session, wanted)

    def _fetch(self, session: EditingSession, wanted: Wanted) -> None:
        store, prepare, before = self.store, self.prepare, self._announced

        def show(found: Fetched) -> None:
            still = before == self._announced and not session.saved
            self.ready = found.ready if still else None
            self._show(session, wanted, found.rows)
            self.ready = None

        self.jobs.run(
            tr("Fetching others' saves"),
            lambda progress: fetch(store, session, wanted, prepare, progress),
            show,
        )

    def _show(self, session: EditingSession, wanted: Wanted, found: Mapping[str, list[AnyRecord]]) -> None:
        if session is not self.session:
            return
        changes, contested = take_in(session, wanted, found)
        self.contested |= contested
        self.announce(changes)
        self.state_changed.emit()
