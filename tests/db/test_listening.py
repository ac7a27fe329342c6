"""Other clients' saves are heard at once, and one's own can be told from them."""

import select

import psycopg
import pytest

from db.engine import conninfo
from db.listen import Listener, Note
from db.work import Database
from faultgis.changes import Change
from faultgis.errors import DatabaseError
from faultgis.records.survey import Survey
from tests.db.made import changed, fault, new, psql, trace


def _next(listener: Listener) -> list[Note]:
    ready, _, _ = select.select([listener], [], [], 10)
    assert ready, "nothing was heard within ten seconds"
    return listener.read()


def _read_on(listener: Listener) -> None:
    for _ in range(3):
        _next(listener)


def test_a_save_is_heard_once_per_kind(database: Database, database_url: str) -> None:
    survey = database.create_survey(Survey(code="S"))
    listener = Listener(database_url)
    made = fault(survey.id)
    lines = [trace(survey.id, 100 + n, fault_id=made.id) for n in range(3)]
    saved = database.save(new(made, *lines))
    notes = _next(listener)
    assert [(n.kind, set(n.ids or ()), n.operation) for n in notes] == [
        ("fault", {made.id}, "insert"),
        ("trace", {line.id for line in lines}, "insert"),
    ]
    assert {(n.revision, n.survey_id, n.session) for n in notes} == {
        (saved.revision, survey.id, database.session)
    }
    first = saved.records[0]
    database.save([Change(first, changed(first, notes="x"))])
    assert [(n.kind, n.operation, n.ids) for n in _next(listener)] == [("fault", "update", (made.id,))]
    listener.close()


def test_too_many_ids_are_only_counted(database: Database, database_url: str) -> None:
    survey = database.create_survey(Survey(code="S"))
    listener = Listener(database_url)
    database.save(new(*(fault(survey.id, f"F{n}") for n in range(101))))
    (note,) = _next(listener)
    assert (note.kind, note.ids, note.count) == ("fault", None, 101)
    listener.close()


def test_an_edit_in_another_program_is_heard(database: Database, database_url: str) -> None:
    survey = database.create_survey(Survey(code="S"))
    made = fault(survey.id)
    database.save(new(made))
    listener = Listener(database_url)
    with psql(database_url) as qgis:
        qgis.execute("delete from faultgis.fault")
    (note,) = _next(listener)
    assert (note.kind, note.ids, note.operation, note.session) == ("fault", (made.id,), "delete", "")
    listener.close()


def test_what_was_not_committed_is_not_heard(database: Database, database_url: str) -> None:
    survey = database.create_survey(Survey(code="S"))
    listener = Listener(database_url)
    with psql(database_url) as other:
        other.execute("begin")
        other.execute("insert into faultgis.fault (survey_id, code) values (%s, 'F')", [survey.id])
        other.execute("rollback")
    database.save(new(fault(survey.id, "G")))
    assert len(_next(listener)) == 1
    listener.close()


def test_a_lost_connection_is_told_and_can_be_made_anew(
    database: Database, database_url: str, admin_url: str
) -> None:
    survey = database.create_survey(Survey(code="S"))
    listener = Listener(database_url)
    with psycopg.connect(conninfo(admin_url), autocommit=True) as admin:
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'faultgis listener' and datname = current_database()"
        )
    with pytest.raises(DatabaseError, match=r"database\.lost"):
        _read_on(listener)
    missed = fault(survey.id)
    database.save(new(missed))
    listener.reconnect()
    assert database.changed_since(survey.id, survey.stamp.revision) == {"fault": [missed.id]}
    database.save(new(fault(survey.id, "F2")))
    assert [note.kind for note in _next(listener)] == ["fault"]
    listener.close()
