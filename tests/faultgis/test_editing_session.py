"""The open survey: whatever is done to it, what is pending is just the difference to the database."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Stamp
from faultgis.records.survey import Survey
from faultgis.services.editing import EditingSession
from faultgis.store import Saved

SURVEY = Survey(code="test")
CODES = [f"F{n}" for n in range(4)]
FAULTS = {code: Fault(survey_id=SURVEY.id, code=code) for code in CODES}


class ToldJournal:
    """A journal that remembers what it was told."""

    damage: FaultGISError | None = None
    trouble: Callable[[FaultGISError], None] | None = None

    def __init__(self) -> None:
        self.told: list[Any] = []

    def record(self, edit: Edit, merged: bool) -> None:
        self.told.append(("record", merged))

    def undone(self) -> None:
        self.told.append("undone")

    def forgotten(self, redo: bool) -> None:
        self.told.append("forgotten")

    def redone(self) -> None:
        self.told.append("redone")

    def close(self) -> None:
        self.told.append("closed")

    def resumed(self) -> None:
        self.told.append("resumed")

    def saving(self) -> None:
        self.told.append("saving")

    def saved(self, revision: int) -> None:
        self.told.append(("saved", revision))

    def sketch(self, state: dict[str, Any] | None) -> None:
        self.told.append(("sketch", state))


def stamped(changes: Iterable[Change], revision: int) -> Saved:
    """What a database answers to these changes."""
    kept = [c.after for c in changes if c.after is not None]
    stamp = Stamp(row_version=revision, revision=revision)
    return Saved(revision, tuple(replace(record, stamp=stamp) for record in kept))


def renamed(session: EditingSession, code: str, name: str, key: str = "") -> Edit:
    before = session.get("fault", FAULTS[code].id)
    return Edit("edit.rename", (Change(before, replace(FAULTS[code], name_zh=name)),), key)


class Sessions(RuleBasedStateMachine):
    """A user who edits, undoes, redoes and saves while others save, too."""

    def __init__(self) -> None:
        super().__init__()
        self.database: dict[UUID, AnyRecord] = {FAULTS[c].id: FAULTS[c] for c in CODES[:2]}
        self.session = EditingSession(SURVEY, {"fault": self.database.values()})
        self.writing: tuple[Change, ...] | None = None
        self.revision = 0
        self.others_came = False

    @rule(code=st.sampled_from(CODES), name=st.sampled_from("abc"), key=st.sampled_from(["", "type"]))
    def name_it(self, code: str, name: str, key: str) -> None:
        self.session.apply(renamed(self.session, code, name, key))

    @rule(code=st.sampled_from(CODES))
    def delete_it(self, code: str) -> None:
        before = self.session.get("fault", FAULTS[code].id)
        if before is not None:
            self.session.apply(Edit("edit.delete", (Change(before, None),)))

    @rule(back=st.booleans())
    def undo_or_redo(self, back: bool) -> None:
        before = dict(self.session.records["fault"])
        try:
            _ = self.session.undo() if back else self.session.redo()
        except FaultGISError as error:
            if error.code != "edit.overtaken" or not self.others_came:
                raise
            assert self.session.records["fault"] == before

    @precondition(lambda self: self.writing is None)
    @rule()
    def start_saving(self) -> None:
        self.writing = self.session.start_saving()

    @precondition(lambda self: self.writing is not None)
    @rule()
    def finish_saving(self) -> None:
        assert self.writing is not None
        self.revision += 1
        for change in self.writing:
            assert self.database.get(change.id) == change.before
            if change.after is None:
                del self.database[change.id]
            else:
                self.database[change.id] = change.after
        self.session.took(self.writing, stamped(self.writing, self.revision))
        self.writing = None

    @precondition(lambda self: self.writing is None)
    @rule(code=st.sampled_from(CODES), name=st.sampled_from("xyz"))
    def somebody_else_saves(self, code: str, name: str) -> None:
        record = replace(FAULTS[code], name_en=name)
        if record.id in self.session.saved:
            return
        self.others_came = True
        self.database[record.id] = record
        self.session.refresh("fault", [record.id], [record])

    @invariant()
    def pending_is_the_difference_to_the_database(self) -> None:
        after = dict(self.database)
        for change in self.session.pending():
            assert change.before != change.after
            assert self.database.get(change.id) == change.before
            if change.after is None:
                del after[change.id]
            else:
                after[change.id] = change.after
        assert after == self.session.records["fault"]


TestSessions = Sessions.TestCase
TestSessions.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


def session_of(*codes: str, journal: ToldJournal | None = None) -> EditingSession:
    return EditingSession(SURVEY, {"fault": [FAULTS[code] for code in codes]}, journal)


def test_undo_after_a_save_is_pending_again() -> None:
    session = session_of("F0")
    session.apply(renamed(session, "F0", "a"))
    pending = session.pending()
    session.took(pending, stamped(pending, 7))
    assert session.pending() == ()
    kept = session.get("fault", FAULTS["F0"].id)
    assert kept is not None
    assert kept.stamp.row_version == 7
    session.undo()
    (back,) = session.pending()
    assert back == Change(pending[0].after, pending[0].before)
    assert back.before is not None
    assert back.before.stamp.row_version == 7


def test_an_edit_from_an_outdated_state_is_refused_and_changes_nothing() -> None:
    session = session_of("F0")
    stale = renamed(session, "F0", "a")
    session.apply(renamed(session, "F0", "b"))
    with pytest.raises(FaultGISError, match=r"edit\.stale"):
        session.apply(stale)
    assert len(session.history.done) == 1
    assert session.get("fault", FAULTS["F0"].id) == replace(FAULTS["F0"], name_zh="b")


def test_others_changes_do_not_touch_what_is_edited_here() -> None:
    session = session_of("F0", "F1")
    session.apply(renamed(session, "F0", "mine"))
    theirs = [replace(FAULTS[code], name_en="theirs") for code in ("F0", "F1")]
    changes = session.refresh("fault", [t.id for t in theirs], theirs)
    assert changes.ids == {"fault": frozenset([FAULTS["F1"].id])}
    (pending,) = session.pending()
    assert pending.before == FAULTS["F0"]
    assert pending.after == replace(FAULTS["F0"], name_zh="mine")


def test_what_others_deleted_is_gone() -> None:
    session = session_of("F0")
    assert session.refresh("fault", [FAULTS["F0"].id], []).touches("fault")
    assert session.get("fault", FAULTS["F0"].id) is None
    assert session.pending() == ()


@pytest.mark.parametrize("theirs", [replace(FAULTS["F0"], name_en="theirs"), None])
def test_settling_a_conflict_loses_the_side_not_chosen_only(theirs: Fault | None) -> None:
    for keep_mine in (True, False):
        session = session_of("F0")
        session.apply(renamed(session, "F0", "mine"))
        mine = session.get("fault", FAULTS["F0"].id)
        session.settle("fault", FAULTS["F0"].id, theirs, keep_mine)
        assert session.get("fault", FAULTS["F0"].id) == (mine if keep_mine else theirs)
        assert session.pending() == ((Change(theirs, mine),) if keep_mine else ())


def test_parents_are_written_first() -> None:
    session = session_of()
    fault = FAULTS["F0"]
    segment = Segment(survey_id=SURVEY.id, fault_id=fault.id, code="F0-1")
    session.apply(Edit("edit.new", (Change(None, segment), Change(None, fault))))
    assert [change.kind for change in session.pending()] == ["fault", "segment"]


def test_the_journal_hears_everything() -> None:
    journal = ToldJournal()
    session = session_of("F0", journal=journal)
    session.apply(renamed(session, "F0", "a", "type"))
    session.apply(renamed(session, "F0", "ab", "type"))
    session.undo()
    session.redo()
    pending = session.start_saving()
    session.took(pending, stamped(pending, 3))
    told = [("record", False), ("record", True), "undone", "redone", "saving", ("saved", 3)]
    assert journal.told == told
    session.apply(Edit("edit.nothing", ()))
    assert journal.told == told
