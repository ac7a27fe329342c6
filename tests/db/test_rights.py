"""The database itself decides who sees and writes what: for the desktop, QGIS and psql alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import errors

from db.engine import conninfo
from db.work import Database
from faultgis.errors import NotAllowedError
from faultgis.records.survey import Survey
from tests.db.made import fault, new

ROLES = ("viewer", "planner", "geologist", "reviewer", "clerk", "administrator")


@contextmanager
def login(admin_url: str, role: str, clearance: int = 0) -> Iterator[psycopg.Connection[Any]]:
    """A connection of somebody in this role, as if logged in under the name ``one_<role>``."""
    name = f"one_{role}"
    with psycopg.connect(conninfo(admin_url), autocommit=True) as connection:
        if connection.execute("select from pg_roles where rolname = %s", [name]).fetchone() is None:
            connection.execute(f"create role {name} login in role faultgis_{role}".encode())
        connection.execute(
            "insert into faultgis.user_clearance (login, level) values (%s, %s)"
            " on conflict (login) do update set level = excluded.level",
            [name, clearance],
        )
        connection.execute(f"set session authorization {name}".encode())
        yield connection


@pytest.fixture
def survey(database: Database) -> Survey:
    """A published survey whose faults are named by state and level, e.g. ``draft0``."""
    survey = database.create_survey(Survey(code="S", publication="published"))
    database.save(
        new(
            *(
                fault(survey.id, f"{state}{level}", publication=state, secrecy=level)
                for state in ("draft", "review", "published")
                for level in range(4)
            )
        )
    )
    return survey


def _codes(connection: psycopg.Connection[Any], table: str = "fault") -> set[str]:
    return {row[0] for row in connection.execute(f"select code from faultgis.{table}".encode())}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("clearance", [0, 2])
def test_nobody_sees_above_clearance_and_guests_see_what_is_published(
    survey: Survey, admin_url: str, role: str, clearance: int
) -> None:
    states = ["published"] if role in ("viewer", "planner") else ["draft", "review", "published"]
    with login(admin_url, role, clearance) as connection:
        assert _codes(connection) == {f"{state}{level}" for state in states for level in range(clearance + 1)}


def test_a_login_without_any_role_sees_nothing(survey: Survey, admin_url: str) -> None:
    with psycopg.connect(conninfo(admin_url), autocommit=True) as connection:
        if connection.execute("select from pg_roles where rolname = 'stranger'").fetchone() is None:
            connection.execute("create role stranger login")
        connection.execute("set session authorization stranger")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select from faultgis.fault")


def test_a_secret_survey_hides_all_that_is_in_it(database: Database, survey: Survey, admin_url: str) -> None:
    database.update_survey(replace(survey, secrecy=1))
    with login(admin_url, "geologist") as connection:
        assert _codes(connection, "survey") == _codes(connection) == set()


WRITES = {
    "add": "insert into faultgis.fault (survey_id, code) select id, 'new' from faultgis.survey",
    "change": "update faultgis.fault set notes = 'x' where code = 'draft0'",
    "publish": "update faultgis.fault set publication = 'published' where code = 'review0'",
    "correct": "update faultgis.fault set notes = 'x' where code = 'published0'",
    "remove": "delete from faultgis.fault where code = 'draft0'",
}
MAY = {
    "viewer": set(),
    "planner": set(),
    "geologist": {"add", "change", "remove"},
    "reviewer": {"change", "publish", "correct"},
    "clerk": {"add", "change"},
    "administrator": set(WRITES),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("write", WRITES)
def test_each_role_writes_what_is_its_own(survey: Survey, admin_url: str, role: str, write: str) -> None:
    with login(admin_url, role) as connection:
        try:
            written = connection.execute(WRITES[write].encode()).rowcount
        except errors.InsufficientPrivilege:
            written = 0
    assert written == (1 if write in MAY[role] else 0)


@pytest.mark.parametrize("role", ROLES[:-1])
def test_only_administrators_grant_clearance(survey: Survey, admin_url: str, role: str) -> None:
    with login(admin_url, role) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("update faultgis.user_clearance set level = 3")


def test_what_becomes_secret_is_secret_in_its_past(
    database: Database, survey: Survey, admin_url: str
) -> None:
    question = "select count(*) from faultgis.history where old_row ->> 'code' = 'draft0'"
    with login(admin_url, "geologist") as connection:
        connection.execute(WRITES["change"].encode())
        assert connection.execute(question).fetchone() == (1,)
    with login(admin_url, "administrator", 3) as connection:
        connection.execute("update faultgis.fault set secrecy = 3 where code = 'draft0'")
        assert connection.execute(question).fetchone() == (2,)
    with login(admin_url, "geologist") as connection:
        assert connection.execute(question).fetchone() == (0,)


def test_the_past_is_read_under_the_same_rights(survey: Survey, admin_url: str) -> None:
    with login(admin_url, "clerk", 1) as connection:
        found = connection.execute("select code from faultgis.fault_at(1000000)").fetchall()
        assert {row[0] for row in found} == _codes(connection)
    with login(admin_url, "viewer") as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("select from faultgis.fault_at(1000000)")


def test_a_clearance_change_is_kept(survey: Survey, admin_url: str) -> None:
    with login(admin_url, "administrator", 1) as connection:
        connection.execute("update faultgis.user_clearance set level = 2 where login = 'one_administrator'")
        row = connection.execute(
            "select record_key, old_row ->> 'level', changed_by from faultgis.history"
            " where kind = 'user_clearance' order by id desc limit 1"
        ).fetchone()
    assert row == ("one_administrator", "1", "one_administrator")


def test_a_right_that_is_missing_is_told(database: Database, survey: Survey, admin_url: str) -> None:
    with psycopg.connect(conninfo(admin_url), autocommit=True) as connection:
        connection.execute("update faultgis.user_clearance set level = 0 where login = 'faultgis'")
    with pytest.raises(NotAllowedError, match=r"record\.not_allowed"):
        database.save(new(fault(survey.id, "secret", secrecy=2)))
