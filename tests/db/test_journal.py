"""The edit journal: whatever happens to the program, what was edited comes back."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.journal import EditJournal, open_journal
from faultgis.errors import FaultGISError
from faultgis.geometry import lines
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Stamp
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services import digitizing
from faultgis.services.editing import EditingSession
from faultgis.store import Saved

SURVEY = Survey(code="T")


def trace_at(x: float) -> Trace:
    return Trace(survey_id=SURVEY.id, geometry=lines.multi([(x, 28.0), (x + 0.1, 28.1)]))


def session_with(journal: EditJournal, *traces: AnyRecord) -> EditingSession:
    return EditingSession(SURVEY, {"trace": traces}, journal)


def records(session: EditingSession) -> dict[UUID, AnyRecord]:
    return dict(session.records["trace"])


class Memory:
    """A database in memory: it stamps what it saves and remembers it."""

    def __init__(self, *traces: AnyRecord) -> None:
        self.rows = {t.id: t for t in traces}
        self.revision = 0

    def save(self, session: EditingSession) -> None:
        pending = session.start_saving()
        self.write(session, pending)

    def write(self, session: EditingSession, pending: object) -> None:
        self.revision += 1
        fresh = []
        for change in pending:  # type: ignore[attr-defined]
            if change.after is None:
                self.rows.pop(change.id, None)
                continue
            row = replace(change.after, stamp=Stamp(row_version=self.revision))
            self.rows[row.id] = row
            fresh.append(row)
        session.took(pending, Saved(self.revision, tuple(fresh)))  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "j-1.sqlite"


@pytest.fixture
def journal(path: Path) -> Iterator[EditJournal]:
    opened = EditJournal(path)
    yield opened
    opened.close()


def reopened(journal: EditJournal, *rows: AnyRecord) -> EditingSession:
    """A new program start: the session as the database has it, with what the journal holds."""
    journal.close()
    again = EditJournal(journal.path)
    session = session_with(again, *rows)
    session.restore(again.read())
    return session


def test_nothing_done_is_nothing_to_recover(journal: EditJournal) -> None:
    assert journal.recover() is None


def test_unsaved_edits_come_back_with_undo_and_redo(journal: EditJournal) -> None:
    old = trace_at(101.0)
    session = session_with(journal, old)
    session.apply(digitizing.draw_trace(SURVEY.id, [(102.0, 28.0), (102.1, 28.0)]))
    session.apply(digitizing.change_record(old, notes="a"))
    session.apply(digitizing.draw_trace(SURVEY.id, [(103.0, 28.0), (103.1, 28.0)]))
    session.undo()
    state = records(session)
    again = reopened(journal, old)
    assert records(again) == state
    again.redo()
    assert len(records(again)) == 3
    for _ in range(3):
        again.undo()
    assert records(again) == {old.id: old}
    assert not again.saved


def test_after_a_save_nothing_is_offered_but_undo_is_still_there(journal: EditJournal) -> None:
    store = Memory()
    session = session_with(journal)
    session.apply(digitizing.draw_trace(SURVEY.id, [(102.0, 28.0), (102.1, 28.0)]))
    store.save(session)
    journal.close()
    again = EditJournal(journal.path)
    assert again.recover() is None
    restarted = session_with(again, *store.rows.values())
    restarted.restore(again.read())
    assert not restarted.saved
    restarted.undo()
    assert not records(restarted)
    store.save(restarted)
    assert not store.rows
    again.close()


def test_an_undo_beyond_the_save_and_a_new_edit_come_back(journal: EditJournal) -> None:
    store = Memory()
    session = session_with(journal)
    for x in (101.0, 102.0, 103.0):
        session.apply(digitizing.draw_trace(SURVEY.id, [(x, 28.0), (x + 0.1, 28.0)]))
    store.save(session)
    session.undo()
    session.undo()
    session.apply(digitizing.draw_trace(SURVEY.id, [(110.0, 28.0), (110.1, 28.0)]))
    state = records(session)
    again = reopened(journal, *store.rows.values())
    assert records(again) == state
    assert {c.id for c in again.pending()} == {c.id for c in session.pending()}
    store.save(again)
    assert store.rows == state


def test_edits_made_while_a_save_is_under_way_are_not_forgotten(journal: EditJournal) -> None:
    store = Memory()
    session = session_with(journal)
    session.apply(digitizing.draw_trace(SURVEY.id, [(101.0, 28.0), (101.1, 28.0)]))
    pending = session.start_saving()
    session.apply(digitizing.draw_trace(SURVEY.id, [(102.0, 28.0), (102.1, 28.0)]))
    store.write(session, pending)
    again = reopened(journal, *store.rows.values())
    assert len(records(again)) == 2
    assert len(again.pending()) == 1


def test_an_edit_undone_while_it_is_being_saved_is_undone_after_a_crash(journal: EditJournal) -> None:
    store = Memory()
    session = session_with(journal)
    session.apply(digitizing.draw_trace(SURVEY.id, [(101.0, 28.0), (101.1, 28.0)]))
    pending = session.start_saving()
    session.undo()
    store.write(session, pending)
    again = reopened(journal, *store.rows.values())
    assert not records(again)
    assert len(again.pending()) == 1


def test_a_crash_between_the_database_and_the_journal_saves_nothing_twice(journal: EditJournal) -> None:
    old = trace_at(101.0)
    session = session_with(journal, old)
    edit = digitizing.change_record(old, notes="saved")
    session.apply(edit)
    in_database = replace(edit.changes[0].record, stamp=Stamp(row_version=5))
    again = reopened(journal, in_database)
    assert not again.saved
    assert again.pending() == ()


def test_what_somebody_else_changed_meanwhile_shows_as_a_conflict(journal: EditJournal) -> None:
    old = replace(trace_at(101.0), stamp=Stamp(row_version=1))
    session = session_with(journal, old)
    session.apply(digitizing.change_record(old, notes="mine"))
    theirs = replace(old, notes="theirs", stamp=Stamp(row_version=2))
    again = reopened(journal, theirs)
    (change,) = again.pending()
    assert change.before is not None
    assert change.after is not None
    assert (change.before.notes, change.before.stamp.row_version) == (old.notes, 1)  # type: ignore[union-attr]
    assert change.after.notes == "mine"  # type: ignore[union-attr]


def test_undo_never_takes_back_what_others_did(journal: EditJournal) -> None:
    old = trace_at(101.0)
    session = session_with(journal, old)
    session.apply(digitizing.change_record(old, notes="mine"))
    Memory(old).save(session)
    theirs = replace(old, notes="theirs", stamp=Stamp(row_version=9))
    session.refresh("trace", [old.id], [theirs])
    with pytest.raises(FaultGISError) as refused:
        session.undo()
    assert refused.value.code == "edit.overtaken"
    assert records(session) == {old.id: theirs}


def test_undo_goes_on_behind_an_edit_that_others_overtook(journal: EditJournal) -> None:
    first, second = trace_at(101.0), trace_at(102.0)
    session = session_with(journal, first, second)
    session.apply(digitizing.change_record(first, notes="mine, first"))
    session.apply(digitizing.change_record(second, notes="mine, second"))
    Memory(first, second).save(session)
    theirs = replace(second, notes="theirs", stamp=Stamp(row_version=9))
    session.refresh("trace", [second.id], [theirs])
    with pytest.raises(FaultGISError, match=r"edit\.overtaken"):
        session.undo()
    session.undo()
    assert records(session) == {first.id: first, second.id: theirs}
    session.redo()
    assert records(session)[first.id].notes == "mine, first"  # type: ignore[union-attr]
    assert len(journal.read().done) == 1
    assert journal.read().undone == ()


def test_drags_are_one_step_on_disk_too(journal: EditJournal) -> None:
    old = trace_at(101.0)
    session = session_with(journal, old)
    for i in range(20):
        now = session.records["trace"][old.id]
        assert isinstance(now, Trace)
        session.apply(digitizing.move_vertex(now, (0, 1), (101.2 + i / 100, 28.0), "drag"))
    again = reopened(journal, old)
    assert len(again.history.done) == 1
    again.undo()
    assert records(again) == {old.id: old}


def test_a_drag_after_a_save_does_not_swallow_the_saved_part(journal: EditJournal) -> None:
    old = trace_at(101.0)
    store = Memory(old)
    session = session_with(journal, old)
    session.apply(digitizing.move_vertex(old, (0, 1), (101.2, 28.0), "drag"))
    store.save(session)
    now = session.records["trace"][old.id]
    assert isinstance(now, Trace)
    session.apply(digitizing.move_vertex(now, (0, 1), (101.3, 28.0), "drag"))
    state = records(session)
    again = reopened(journal, *store.rows.values())
    assert records(again) == state
    (change,) = again.pending()
    assert change.before == store.rows[old.id]


def test_edit_and_undo_is_nothing_to_recover(journal: EditJournal) -> None:
    session = session_with(journal)
    for _ in range(3):
        session.apply(digitizing.draw_trace(SURVEY.id, [(102.0, 28.0), (102.1, 28.0)]))
    for _ in range(3):
        session.undo()
    journal.close()
    again = EditJournal(journal.path)
    assert again.recover() is None
    assert len(again.read().undone) == 3
    again.close()


def test_sketch_comes_back_until_it_is_done(journal: EditJournal) -> None:
    state = {"tool": "draw", "steps": [[[102.0, 28.0]], [[102.1, 28.0]]]}
    journal.sketch(state)
    journal.close()
    again = EditJournal(journal.path)
    found = again.recover()
    assert found is not None
    assert found.sketch == state
    assert found.since is not None
    again.resumed()
    again.sketch(None)
    assert again.recover() is None
    again.close()


def test_a_second_program_gets_a_file_of_its_own(tmp_path: Path) -> None:
    first = open_journal(tmp_path, SURVEY.id, "db")
    second = open_journal(tmp_path, SURVEY.id, "db")
    assert first.path != second.path
    session_with(second).apply(digitizing.draw_trace(SURVEY.id, [(102.0, 28.0), (102.1, 28.0)]))
    assert not first.unsaved
    first.close()
    second.close()
    third = open_journal(tmp_path, SURVEY.id, "db")
    assert third.path == second.path
    assert third.recover() is not None
    third.close()


def test_other_databases_and_surveys_have_other_journals(tmp_path: Path) -> None:
    journals = [
        open_journal(tmp_path, SURVEY.id, "one"),
        open_journal(tmp_path, SURVEY.id, "two"),
        open_journal(tmp_path, Survey(code="U").id, "one"),
    ]
    assert len({j.path for j in journals}) == 3
    for journal in journals:
        journal.close()


def test_what_nobody_decided_about_is_offered_next_time(tmp_path: Path) -> None:
    first = open_journal(tmp_path, SURVEY.id, "db")
    session_with(first).apply(digitizing.draw_trace(SURVEY.id, [(102.0, 28.0), (102.1, 28.0)]))
    first.close()
    second = open_journal(tmp_path, SURVEY.id, "db")
    store = Memory()
    session = session_with(second)
    session.apply(digitizing.draw_trace(SURVEY.id, [(103.0, 28.0), (103.1, 28.0)]))
    store.save(session)
    second.close()
    third = open_journal(tmp_path, SURVEY.id, "db")
    found = third.recover()
    assert found is not None
    assert len(found.edits) == 1
    assert found.edits[0].changes[0].record.geometry.bounds[0] == 102.0  # type: ignore[union-attr]
    third.close()


def test_discarded_work_is_kept_in_a_file(tmp_path: Path) -> None:
    journal = open_journal(tmp_path, SURVEY.id, "db")
    session_with(journal).apply(digitizing.draw_trace(SURVEY.id, [(102.0, 28.0), (102.1, 28.0)]))
    aside = journal.discard()
    assert journal.recover() is None
    journal.close()
    assert aside is not None
    kept = EditJournal(aside)
    found = kept.recover()
    assert found is not None
    assert len(found.edits) == 1
    kept.close()


def filled(path: Path, count: int) -> None:
    journal = EditJournal(path)
    session = session_with(journal)
    for i in range(count):
        points = [(102.0 + j / 1000, 28.0 + i / 1000) for j in range(100)]
        session.apply(digitizing.draw_trace(SURVEY.id, points))
    journal.close()


@pytest.mark.parametrize("keep", [0.0, 0.001, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_moved_aside_and_what_is_sound_comes_back(path: Path, keep: float) -> None:
    filled(path, 30)
    size = path.stat().st_size
    os.truncate(path, int(size * keep))
    journal = EditJournal(path)
    if keep == 0.0:
        # An empty file is a new journal: there is nothing in it to tell.
        assert journal.recover() is None
    else:
        assert journal.damage is not None
        assert journal.damage.code == "journal.damaged"
        aside = Path(str(journal.damage.file))
        assert aside.exists()
        found = journal.recover()
        assert journal.damage.params["rescued"] == (len(found.edits) if found else 0)
    session_with(journal).apply(digitizing.draw_trace(SURVEY.id, [(110.0, 28.0), (110.1, 28.0)]))
    journal.close()


def test_a_flipped_byte_is_noticed_and_all_before_it_comes_back(path: Path) -> None:
    filled(path, 30)
    with sqlite3.connect(path) as connection:
        body = connection.execute("select body from edit where n = 21").fetchone()[0]
        broken = body[:100] + bytes([body[100] ^ 1]) + body[101:]
        connection.execute("update edit set body = ? where n = 21", (broken,))
    connection.close()
    journal = EditJournal(path)
    assert journal.damage is not None
    found = journal.recover()
    assert found is not None
    assert len(found.edits) == 20
    assert len(found.done) == 20
    journal.close()


def test_a_file_whose_tables_have_broken_names_is_moved_aside(path: Path) -> None:
    """What SQLite says of it holds the file's own bytes, which are no text."""
    filled(path, 3)
    with sqlite3.connect(path) as connection:
        connection.execute("pragma writable_schema = on")
        connection.execute("update sqlite_master set name = cast(x'ff' as text), sql = cast(x'ff' as text)")
    connection.close()
    aside_and_new(path)


def test_a_file_of_a_format_to_come_is_moved_aside(path: Path) -> None:
    filled(path, 3)
    data = bytearray(path.read_bytes())
    data[47] = 9
    path.write_bytes(data)
    aside_and_new(path)


def aside_and_new(path: Path) -> None:
    journal = EditJournal(path)
    assert journal.damage is not None
    assert journal.recover() is None
    journal.close()


@pytest.mark.parametrize(
    "damage",
    [
        "delete from edit where n = 21",
        "update step set n = 'x' where n = 21",
        "update step set sign = 'x' where n = 21",
        "update state set value = 'x' where key = 'pointer'",
    ],
)
def test_numbers_that_lead_nowhere_are_damage(path: Path, damage: str) -> None:
    filled(path, 30)
    with sqlite3.connect(path) as connection:
        connection.execute(damage)
    connection.close()
    journal = EditJournal(path)
    assert journal.damage is not None
    found = journal.recover()
    assert found is not None
    assert len(found.edits) >= 20
    journal.close()


def test_a_file_that_is_no_database_is_kept(path: Path) -> None:
    path.write_bytes("这不是数据库".encode() * 500)
    journal = EditJournal(path)
    assert journal.damage is not None
    assert Path(str(journal.damage.file)).read_bytes().startswith("这不是".encode())
    journal.close()


def test_what_a_full_disk_refuses_is_told_once_and_written_later(journal: EditJournal) -> None:
    troubles: list[FaultGISError] = []
    journal.trouble = troubles.append
    session = session_with(journal)
    pages = journal._connection.execute("pragma page_count").fetchone()[0]
    journal._connection.execute(f"pragma max_page_count = {pages + 1}")
    for x in (101.0, 102.0):
        points = [(x + i / 1e6, 28.0) for i in range(3000)]
        session.apply(digitizing.draw_trace(SURVEY.id, points))
    assert [t.code for t in troubles] == ["journal.not_written"]
    journal._connection.execute("pragma max_page_count = 100000")
    session.apply(digitizing.draw_trace(SURVEY.id, [(103.0, 28.0), (103.1, 28.0)]))
    state = records(session)
    assert records(reopened(journal)) == state


_KILLED = """
import os, signal, sys
from pathlib import Path
from db.journal import EditJournal
from faultgis.records.survey import Survey
from faultgis.services import digitizing
from faultgis.services.editing import EditingSession
survey = Survey(code="T")
journal = EditJournal(Path(sys.argv[1]))
session = EditingSession(survey, {}, journal)
for i in range(7):
    session.apply(digitizing.draw_trace(survey.id, [(102.0 + i, 28.0), (102.1 + i, 28.0)]))
session.undo()
journal.sketch({"tool": "draw", "steps": [[[1.0, 2.0]]]})
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_9_loses_nothing(path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(path)], cwd=Path.cwd(), check=False)
    assert killed.returncode == -signal.SIGKILL
    journal = EditJournal(path)
    found = journal.recover()
    assert found is not None
    assert (len(found.edits), len(found.done), len(found.undone)) == (6, 6, 1)
    assert found.sketch == {"tool": "draw", "steps": [[[1.0, 2.0]]]}
    journal.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    actions=st.lists(
        st.sampled_from(["draw", "change", "drag", "undo", "redo", "save", "crash"]), max_size=25
    )
)
def test_any_story_with_crashes_ends_as_one_without(
    tmp_path_factory: pytest.TempPathFactory, actions: list[str]
) -> None:
    path = tmp_path_factory.mktemp("j") / "j-1.sqlite"
    store, twin_store = Memory(), Memory()
    session, twin = session_with(EditJournal(path)), EditingSession(SURVEY, {})
    for number, action in enumerate(actions):
        if action == "crash":
            assert isinstance(session.journal, EditJournal)
            session = reopened(session.journal, *store.rows.values())
            twin.history.close_merge()
        elif action == "save":
            store.save(session)
            twin_store.save(twin)
        elif action in ("undo", "redo"):
            getattr(session, action)()
            getattr(twin, action)()
        else:
            _edit(session, twin, action, number)
        assert records(session) == records(twin)
        assert store.rows == twin_store.rows
        assert [e.changes for e in session.history.done] == [e.changes for e in twin.history.done]
    assert isinstance(session.journal, EditJournal)
    session.journal.close()


def _edit(session: EditingSession, twin: EditingSession, action: str, number: int) -> None:
    traces = list(session.records["trace"].values())
    if action == "draw" or not traces:
        edit = digitizing.draw_trace(SURVEY.id, [(102.0 + number, 28.0), (102.1 + number, 28.0)])
    elif action == "change":
        edit = digitizing.change_record(traces[-1], notes=str(number))
    else:
        last = traces[-1]
        assert isinstance(last, Trace)
        edit = digitizing.move_vertex(last, (0, 0), (100.0 + number / 100, 29.0), "drag")
    session.apply(edit)
    twin.apply(edit)
