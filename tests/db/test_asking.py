"""An administrator's question to the database: one SELECT that reads, and nothing else."""

import pytest

from db.stores import asking
from db.work import Database
from faultgis.errors import InputError, NotAllowedError
from faultgis.records.survey import Survey
from tests.db.made import fault, new
from tests.db.test_rights import login

_FAULTS = "select 'fault' as kind, id, code as message from faultgis.fault where survey_id = %(survey)s;"


@pytest.fixture
def survey(database: Database) -> Survey:
    survey = database.create_survey(Survey(code="S"))
    database.save(new(fault(survey.id, "F1"), fault(survey.id, "F2")))
    return survey


def test_a_question_is_answered_by_column(database: Database, survey: Survey) -> None:
    answers = database.ask(_FAULTS, survey.id)
    assert {each["message"] for each in answers} == {"F1", "F2"}
    assert database.ask("with f as (select 1 as id) select * from f where false", survey.id) == []


@pytest.mark.parametrize(
    "sql",
    [
        "delete from faultgis.fault",
        "with gone as (delete from faultgis.fault returning id) select * from gone",
        "select 1; delete from faultgis.fault",
        "select 1) ; commit; delete from faultgis.fault; --",
        "create table faultgis.mine (id int)",
        "copy faultgis.fault to stdout",
        "select nextval('faultgis.revision_number_seq')",
        "select %(other)s",
        "select 100 % 7",
        "",
    ],
)
def test_anything_else_is_refused_and_nothing_changed(database: Database, survey: Survey, sql: str) -> None:
    with pytest.raises(InputError) as caught:
        database.ask(sql, survey.id)
    assert caught.value.code == "quality.sql_refused"
    assert database.counts(survey.id)["fault"] == 2


def test_nothing_of_a_question_stays(database: Database, survey: Survey) -> None:
    # Both get by a transaction that only reads.
    database.ask("select lo_creat(-1) as kind, pg_advisory_lock(4711) as id", survey.id)
    with database.connection() as connection:
        (objects,) = connection.execute("select count(*) from pg_largeobject_metadata").fetchone() or (None,)
        (locks,) = connection.execute(
            "select count(*) from pg_locks where locktype = 'advisory' and objid = 4711"
        ).fetchone() or (None,)
    assert (objects, locks) == (0, 0)


def test_a_question_that_never_ends_is_stopped(
    database: Database, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.05)
    with pytest.raises(InputError) as caught:
        database.ask("select pg_sleep(30)", survey.id)
    assert caught.value.code == "quality.sql_refused"


@pytest.mark.parametrize("role", ["geologist", "clerk"])
def test_only_administrators_ask(database: Database, survey: Survey, admin_url: str, role: str) -> None:
    with login(admin_url, role) as connection, pytest.raises(NotAllowedError) as caught:
        asking.ask(connection, _FAULTS, survey.id)
    assert caught.value.code == "quality.sql_not_allowed"
