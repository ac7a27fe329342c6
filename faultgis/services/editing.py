"""The open survey in memory: the one way to change its records, undo, redo and save them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from faultgis.changes import Change, Changes
from faultgis.edits import Edit, History
from faultgis.errors import FaultGISError
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.records.survey import Survey
from faultgis.store import Journal, Recovery, Saved, Store


class EditingSession:
    """All records of one survey, the edits made since it was opened, and what is not saved yet.

    ``records`` holds the present state by kind and id. ``saved`` holds, for records that differ from the
    database, the state that the database had when we last heard of it (``None``: not there). Undo reaches
    back beyond a save. Not thread-safe: it lives on one thread.
    """

    def __init__(
        self, survey: Survey, records: Mapping[str, Iterable[AnyRecord]], journal: Journal | None = None
    ) -> None:
        self.survey = survey
        self.records: dict[str, dict[UUID, AnyRecord]] = {
            kind: {r.id: r for r in records.get(kind, ())} for kind in KINDS
        }
        self.saved: dict[UUID, AnyRecord | None] = {}
        self.history = History()
        self.journal = journal

    def get(self, kind: str, record_id: UUID | None) -> AnyRecord | None:
        """The record as it stands, or ``None``."""
        return None if record_id is None else self.records[kind].get(record_id)

    def apply(self, edit: Edit) -> Changes:
        """Carry out an edit, journal it and make it undoable.

        Raises ``FaultGISError("edit.stale")`` when a record no longer is what the edit took it for.
        """
        if not edit.changes:
            return Changes({})
        self._check(edit)
        self._put(edit)
        merged = self.history.push(edit)
        if self.journal is not None:
            self.journal.record(self.history.done[-1] if merged else edit, merged)
        return Changes.of(edit.changes)

    def _check(self, edit: Edit) -> None:
        for change in edit.changes:
            if self.get(change.kind, change.id) != change.before:
                raise FaultGISError("edit.stale", kind=change.kind, id=str(change.id))

    def _check_turn(self, stack: list[Edit], edit: Edit, redo: bool) -> None:
        try:
            self._check(edit)
        except FaultGISError as error:
            stack.pop()
            if self.journal is not None:
                self.journal.forgotten(redo)
            raise FaultGISError("edit.overtaken", **error.params) from error

    def undo(self) -> Changes:
        """Take the last edit back; nothing to undo gives empty changes.

        Raises ``FaultGISError("edit.overtaken")`` when somebody else has changed the record since: an undo
        never takes back what others did. That edit then leaves the list, and the next undo goes further back.
        """
        if self.history.done:
            self._check_turn(self.history.done, self.history.done[-1].inverse, redo=False)
        edit = self.history.undo()
        if edit is None:
            return Changes({})
        self._put(edit.inverse)
        if self.journal is not None:
            self.journal.undone()
        return Changes.of(edit.changes)

    def redo(self) -> Changes:
        """Carry the last undone edit out again. Raises like ``undo``."""
        if self.history.undone:
            self._check_turn(self.history.undone, self.history.undone[-1], redo=True)
        edit = self.history.redo()
        if edit is None:
            return Changes({})
        self._put(edit)
        if self.journal is not None:
            self.journal.redone()
        return Changes.of(edit.changes)

    def _put(self, edit: Edit) -> None:
        for change in edit.changes:
            of_kind = self.records[change.kind]
            self.saved.setdefault(change.id, of_kind.get(change.id))
            if change.after is None:
                of_kind.pop(change.id, None)
            else:
                of_kind[change.id] = change.after
            if self.saved[change.id] == of_kind.get(change.id):
                del self.saved[change.id]

    def pending(self) -> tuple[Change, ...]:
        """What a save would write: per differing record the database's side and ours, parents first."""
        found = [Change(before, self._find(record_id, before)) for record_id, before in self.saved.items()]
        order = list(KINDS)
        return tuple(sorted(found, key=lambda change: order.index(change.kind)))

    def _find(self, record_id: UUID, before: AnyRecord | None) -> AnyRecord | None:
        if before is not None:
            return self.get(kind_of(before), record_id)
        return next(r[record_id] for r in self.records.values() if record_id in r)

    def save(self, store: Store, reason: str = "") -> Saved:
        """Write everything pending in one transaction, on this thread; see ``pending`` and ``took``."""
        pending = self.start_saving()
        saved = store.save(pending, reason)
        self.took(pending, saved)
        return saved

    def start_saving(self) -> tuple[Change, ...]:
        """What to write, with a mark in the journal: edits made while the database works are not in it."""
        self.history.close_merge()
        if self.journal is not None:
            self.journal.saving()
        return self.pending()

    def restore(self, recovery: Recovery) -> Changes:
        """Take up a session again that ended: its unsaved edits, its undo and its redo.

        A record that somebody else changed meanwhile gets our state on the old base, so that saving it shows
        the conflict. The journal holds all this already; it only hears that the session goes on from it.
        """
        if self.journal is not None:
            self.journal.resumed()
        states: dict[tuple[str, UUID], list[AnyRecord | None]] = {}
        for change in (change for edit in recovery.edits for change in edit.changes):
            states.setdefault((change.kind, change.id), [change.before]).append(change.after)
        for (kind, record_id), chain in states.items():
            now, mine = self.get(kind, record_id), chain[-1]
            if now != mine:
                self.saved[record_id] = now if now in chain else chain[0]
                self._replace(kind, record_id, mine)
        self.history.done = [replace(edit, merge_key="") for edit in recovery.done]
        self.history.undone = [replace(edit, merge_key="") for edit in recovery.undone]
        kinds = {kind for kind, _ in states}
        return Changes({k: frozenset(i for kind, i in states if kind == k) for k in kinds})

    def took(self, written: Iterable[Change], saved: Saved) -> None:
        """The database has taken ``written``; edits made since stay pending against the new state."""
        fresh = {record.id: record for record in saved.records}
        for change in written:
            self._rebase(change.kind, change.id, fresh.get(change.id), change.after)
        if self.journal is not None:
            self.journal.saved(saved.revision)

    def refresh(self, kind: str, ids: Iterable[UUID], found: Iterable[AnyRecord]) -> Changes:
        """Somebody else saved: take over ``found``; ids not found are gone. Rows edited here stay as they
        are and keep their old base, so that saving them shows the conflict."""
        theirs = {record.id: record for record in found}
        held, touched = self.records[kind], set()
        for record_id in ids if not self.saved else [key for key in ids if key not in self.saved]:
            before, after = held.get(record_id), theirs.get(record_id)
            if after is not None:
                held[record_id] = after
            elif before is not None:
                del held[record_id]
            if before != after:
                touched.add(record_id)
        return Changes({kind: frozenset(touched)} if touched else {})

    def settle(self, kind: str, record_id: UUID, theirs: AnyRecord | None, keep_mine: bool) -> Changes:
        """Decide a conflict: our state goes on top of theirs, or theirs replaces ours until undone."""
        mine = self.get(kind, record_id)
        self._rebase(kind, record_id, theirs, mine if keep_mine else theirs)
        if not keep_mine:
            self._replace(kind, record_id, theirs)
            self.saved.pop(record_id, None)
            self._note(Edit("edit.take_theirs", (Change(mine, theirs),)))
        return Changes({kind: frozenset([record_id])})

    def _note(self, edit: Edit) -> None:
        """Make what was done already undoable; with nothing left to save the journal offers nothing."""
        self.history.close_merge()
        self.history.push(edit)
        if self.journal is not None:
            self.journal.record(edit, False)
            if not self.saved:
                self.journal.saving()
                self.journal.saved(0)

    def _rebase(self, kind: str, record_id: UUID, fresh: AnyRecord | None, written: AnyRecord | None) -> None:
        now = self.get(kind, record_id)
        if now == fresh:
            self._replace(kind, record_id, fresh)
            self.saved.pop(record_id, None)
        elif now == written and fresh is not None and written == fresh:
            self._replace(kind, record_id, fresh)
        else:
            self.saved[record_id] = fresh

    def _replace(self, kind: str, record_id: UUID, record: AnyRecord | None) -> None:
        if record is None:
            self.records[kind].pop(record_id, None)
        else:
            self.records[kind][record_id] = record
