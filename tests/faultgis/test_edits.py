"""Edits and their history: taken back, repeated, merged."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from faultgis.changes import Change, Changes
from faultgis.edits import Edit, History
from faultgis.records.fault import Fault
from faultgis.records.provenance import new_id

SURVEY = new_id()
FAULTS = [Fault(survey_id=SURVEY, code=f"F{n}") for n in range(3)]
State = dict[UUID, Fault]


def carried_out(state: State, edit: Edit) -> State:
    """The state after an edit, checking that it started from what it took the state for."""
    after = dict(state)
    for change in edit.changes:
        assert after.get(change.id) == change.before
        if change.after is None:
            del after[change.id]
        else:
            assert isinstance(change.after, Fault)
            after[change.id] = change.after
    return after


@st.composite
def runs(draw: st.DrawFn) -> tuple[State, list[Edit]]:
    """A state and edits that follow each other from it."""
    start: State = {f.id: f for f in FAULTS if draw(st.booleans())}
    state, edits = dict(start), []
    for _ in range(draw(st.integers(1, 8))):
        changes = []
        for fault in draw(
            st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3, unique_by=lambda f: f.id)
        ):
            before = state.get(fault.id)
            renamed = replace(fault, name_zh=draw(st.text(max_size=3)))
            after = None if before is not None and draw(st.booleans()) else renamed
            changes.append(Change(before, after))
        edits.append(Edit("edit.test", tuple(changes), draw(st.sampled_from(["", "drag"]))))
        state = carried_out(state, edits[-1])
    return start, edits


@given(runs())
def test_an_edit_and_its_inverse_leave_everything_as_it_was(run: tuple[State, list[Edit]]) -> None:
    state, edits = run
    for edit in edits:
        after = carried_out(state, edit)
        assert carried_out(after, edit.inverse) == state
        assert edit.inverse.inverse == Edit(edit.name, edit.changes)
        state = after


@given(runs())
def test_merged_edits_do_what_they_did_one_after_the_other(run: tuple[State, list[Edit]]) -> None:
    start, edits = run
    merged, state = edits[0], carried_out(start, edits[0])
    for edit in edits[1:]:
        merged, state = merged.merged(edit), carried_out(state, edit)
    assert carried_out(start, merged) == state
    assert carried_out(state, merged.inverse) == start


@given(runs())
def test_undoing_and_redoing_everything(run: tuple[State, list[Edit]]) -> None:
    start, edits = run
    history, state = History(), start
    for edit in edits:
        state = carried_out(state, edit)
        history.push(edit)
    end = state
    while (edit_back := history.undo()) is not None:
        state = carried_out(state, edit_back.inverse)
    assert state == start
    while (edit_again := history.redo()) is not None:
        state = carried_out(state, edit_again)
    assert state == end


def renamed(fault: Fault, before: str, after: str, key: str = "") -> Edit:
    return Edit("edit.rename", (Change(replace(fault, name_zh=before), replace(fault, name_zh=after)),), key)


def test_only_the_same_key_merges_and_a_closed_run_does_not() -> None:
    history, fault = History(), FAULTS[0]
    assert not history.push(renamed(fault, "", "a", "type"))
    assert history.push(renamed(fault, "a", "ab", "type"))
    assert not history.push(renamed(fault, "ab", "abc", "other"))
    assert len(history.done) == 2
    history.close_merge()
    assert not history.push(renamed(fault, "abc", "abcd", "other"))
    assert len(history.done) == 3
    assert history.done[0].changes == renamed(fault, "", "ab").changes


def test_a_new_edit_forgets_what_was_undone() -> None:
    history, fault = History(), FAULTS[0]
    history.push(renamed(fault, "", "a"))
    history.undo()
    history.push(renamed(fault, "", "b"))
    assert history.redo() is None


def test_what_was_touched_by_kind() -> None:
    changes = Changes.of(renamed(FAULTS[0], "", "a").changes)
    assert changes.ids == {"fault": frozenset([FAULTS[0].id])}
    assert changes.touches("fault", "trace")
    assert not changes.touches("trace")
