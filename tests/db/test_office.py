"""The office's database as ``docs/office-database.md`` tells it: prepared, worked with, refused."""

import json
import socket
from pathlib import Path
from typing import Any

import psycopg
import pytest

from db import schema
from db.engine import connect_engine, conninfo
from db.work import Database
from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import DatabaseError, FaultGISError, NotAllowedError
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from tests.db.made import changed, fault, new, trace
from tests.db.office import Office, OwnKeyring, blocks
from ui import words
from ui.cli.main import answer
from ui.wiring import Program, open_program

SURVEY = "LMS"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Journals and settings of the test."""
    return tmp_path / "home"


def _opened(office: Office, login: str, home: Path) -> Program:
    return open_program(office.url(login), home)


def test_a_geologist_opens_edits_saves_and_finds_it_again(office: Office, home: Path) -> None:
    program = _opened(office, "li", home)
    survey = program.create_survey(Survey(code="OWN"))
    session = program.open_session("OWN")
    drawn = fault(survey.id, "F1", name_zh="彭灌断裂")
    session.apply(Edit("edit.draw_trace", tuple(new(drawn, trace(survey.id, fault_id=drawn.id)))))
    session.save(program.store)
    program.close()
    again = _opened(office, "li", home / "other")
    found = again.open_session("OWN").records["fault"][drawn.id]
    assert isinstance(found, Fault)
    assert found.name_zh == "彭灌断裂"
    assert again.history("fault", drawn.id)[0].by == "li"
    again.close()


def test_no_login_of_the_page_is_above_the_rules(office: Office) -> None:
    for login in ("li", "wang", "zhao", "chen"):
        with psycopg.connect(office.url(login)) as connection:
            row = connection.execute(
                "select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls,"
                " (select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace"
                "  where nspname = 'faultgis' and relowner = r.oid)"
                " from pg_roles r where rolname = current_user"
            ).fetchone()
        assert row == (False, 0)


def test_a_viewer_sees_what_is_published_and_is_told_that_he_cannot_write(office: Office, home: Path) -> None:
    geologist = _opened(office, "li", home)
    draft = geologist.create_survey(Survey(code="DRAFT"))
    published = geologist.store.survey(SURVEY)
    geologist.store.save(new(fault(published.id, "later")))
    geologist.close()
    viewer = _opened(office, "wang", home)
    codes = {survey.code for survey in viewer.store.surveys()}
    assert SURVEY in codes
    assert draft.code not in codes
    session = viewer.open_session(SURVEY)
    seen = [record for record in session.records["fault"].values() if isinstance(record, Fault)]
    assert len(seen) == 200
    assert all(record.publication == "published" for record in seen)
    with pytest.raises(NotAllowedError) as caught:
        viewer.store.save(new(fault(published.id, "mine")))
    assert caught.value.code == "database.may_only_read"
    viewer.close()


def test_a_published_record_is_the_reviewers(office: Office) -> None:
    def notes_by(login: str) -> None:
        engine = connect_engine(office.url(login))
        try:
            store = Database(engine)
            first = next(
                record
                for record in store.load(store.survey(SURVEY).id, ["fault"])["fault"]
                if isinstance(record, Fault) and record.publication == "published"
            )
            store.save([Change(first, changed(first, notes=f"by {login}"))])
        finally:
            engine.dispose()

    with pytest.raises(NotAllowedError):
        notes_by("li")
    notes_by("zhao")


def test_clearance_granted_by_the_administrator(office: Office) -> None:
    with psycopg.connect(office.url("li")) as connection:
        assert connection.execute("select faultgis.clearance()").fetchone() == (1,)


def test_the_password_comes_from_the_keyring(
    office: Office, held: OwnKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "li-secret")
    commands = [office.here(line) for block in blocks() if block.keyring for line in block.lines]
    for command in commands:
        assert answer([*command[:2], "db", "status"]) == 4
        assert answer(command) == 0
        assert answer([*command[:2], "--quiet", "db", "status"]) == 0
    assert list(held.held.values()) == ["li-secret"]


# What goes wrong, from the command line: one code each, the exit code of its kind, no password shown.


@pytest.fixture
def refused(office: Office, capsys: pytest.CaptureFixture[str]) -> Any:
    """Calls ``db status`` or another verb and gives the error's code."""

    def ask(url: str, *verb: str, exit_code: int = 4) -> str:
        assert answer(["--database", url, "--quiet", *(verb or ("db", "status")), "--json"]) == exit_code
        said = capsys.readouterr()
        assert "secret" not in said.out + said.err
        assert "Traceback" not in said.out + said.err
        error = json.loads(said.out)["error"]
        for language in words.LANGUAGES:
            words.use(language)
            assert words.known(error["code"])
            assert words.known(f"{error['code']}/help")
        return str(error["code"])

    return ask


def test_addresses_that_are_none(refused: Any) -> None:
    for verb in (
        ("db", "status"),
        ("db", "init"),
        ("survey", "list"),
        ("faults", "list", "--survey", SURVEY),
    ):
        for url in ("faults", "mysql://li:secret@host/faults", "postgresql://li:secret@host:x/faults", ""):
            assert refused(url, *verb) == "database.bad_url"


def test_passwords_and_logins(office: Office, refused: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    assert refused(office.url("li", secret="not-the-secret")) == "database.wrong_password"
    assert refused(office.url("li", secret="")) == "database.password_needed"
    assert refused(office.url("nobody")) == "database.wrong_password"  # the server does not tell which


def test_server_and_database_that_are_not_there(office: Office, refused: Any) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        down = office.url("li").replace(str(office.port), str(nobody.getsockname()[1]))
        assert refused(down) == "database.unreachable"
        assert refused(down, "survey", "list") == "database.unreachable"
    assert refused(office.url("li", "elsewhere")) == "database.unknown_database"


def test_databases_that_are_not_ready(office: Office, refused: Any) -> None:
    with office.admin("postgres") as admin:
        admin.execute("create database plain owner faults_owner template template0 encoding 'UTF8'")
    assert refused(office.url("li", "plain"), "survey", "list") == "database.no_postgis"
    assert refused(office.url("faults_owner", "plain"), "db", "init") == "database.no_postgis"
    with office.admin("plain") as admin:
        admin.execute("create extension postgis")
    assert refused(office.url("li", "plain"), "survey", "list") == "database.no_schema"
    assert refused(office.url("li", "plain"), "db", "init", exit_code=5) == "database.not_allowed"


def test_a_login_in_no_group(office: Office, refused: Any) -> None:
    with office.admin("faults") as admin:
        admin.execute("create role guest login password 'guest-secret'")
        assert refused(office.url("guest")) == "database.not_admitted"
        admin.execute("grant connect on database faults to guest")
    assert refused(office.url("guest"), "survey", "list", exit_code=5) == "database.not_allowed"


def test_schemas_of_other_versions(office: Office, refused: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(office.url("faults_owner"), autocommit=True) as owner:
        owner.execute("update faultgis.alembic_version set version_num = 'v9999'")
        try:
            for verb in (("survey", "list"), ("faults", "list", "--survey", SURVEY)):
                assert refused(office.url("li"), *verb) == "database.newer_schema"
            assert refused(office.url("faults_owner"), "db", "upgrade") == "database.newer_schema"
        finally:
            owner.execute("update faultgis.alembic_version set version_num = %s", [schema.head()])
    known = schema.revisions()
    monkeypatch.setattr(schema, "revisions", lambda: (*known, "v9998"))
    assert refused(office.url("li"), "survey", "list") == "database.older_schema"


def test_a_geologists_backup_would_be_incomplete_and_is_refused(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "part.dump"
    assert answer(["--database", office.url("li"), "--quiet", "db", "backup", str(file)]) in (4, 5)
    assert not file.exists()


def test_a_password_on_the_address_stays_out_of_the_programs_place(office: Office, home: Path) -> None:
    program = _opened(office, "li", home)
    assert "li-secret" in conninfo(program.url)
    assert "secret" not in program.place
    program.close()


def test_errors_reach_the_caller_as_ours(office: Office, home: Path) -> None:
    for url in (office.url("li", "elsewhere"), office.url("li", secret="x"), "nonsense"):
        with pytest.raises(FaultGISError) as caught:
            open_program(url, home)
        assert isinstance(caught.value, DatabaseError)
