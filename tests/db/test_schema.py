"""A database is brought to the program's schema, or the program says why it cannot use it."""

import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from db import schema
from db.cluster import roles
from db.cluster.server import PrivateServer
from db.engine import connect, connect_engine
from faultgis.errors import CancelledError, DatabaseError, NotAllowedError
from faultgis.progress import Progress
from ui import words


@pytest.fixture
def empty(server: PrivateServer) -> Iterator[str]:
    """The name of a database without PostGIS and without our schema."""
    with connect(server.url_of(roles.ADMIN, "postgres"), autocommit=True) as admin:
        admin.execute(f"create database bare template template0 owner {roles.OWNER}".encode())
        yield "bare"
        admin.execute(b"drop database bare with (force)")


def _refused(url: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as caught:
        schema.require(url)
    return caught.value


def _pretend_version(owner_url: str, version: str) -> None:
    with connect(owner_url) as owner:
        owner.execute("update faultgis.alembic_version set version_num = %s", (version,))


def test_a_fresh_database_is_on_the_programs_schema(database_url: str) -> None:
    schema.require(database_url)
    found = schema.status(database_url)
    assert found.current
    assert found.schema == schema.head() == schema.revisions()[-1]
    assert found.size_bytes > 1_000_000
    assert found.postgis is not None
    # The server may still be closing the connection of the line before.
    for _ in range(50):
        if schema.status(database_url).clients == 0:
            break
        time.sleep(0.1)
    assert schema.status(database_url).clients == 0


def test_status_counts_other_clients(database_url: str) -> None:
    with connect(database_url), connect(database_url):
        assert schema.status(database_url).clients == 2


def test_the_versions_read_from_the_files_are_alembics() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "migrations:.")
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert list(schema.revisions()) == walked[::-1]


def test_a_database_without_postgis(server: PrivateServer, empty: str) -> None:
    assert _refused(server.url_of(roles.WORKER, empty)).code == "database.no_postgis"


def test_an_owner_that_may_not_create_postgis_is_told_so(server: PrivateServer, empty: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        schema.upgrade(server.url_of(roles.OWNER, empty))
    assert caught.value.code == "database.no_postgis"


def test_one_who_may_creates_postgis_and_schema(server: PrivateServer, empty: str) -> None:
    assert schema.upgrade(server.url_of(roles.ADMIN, empty)) == schema.head()
    schema.require(server.url_of(roles.ADMIN, empty))


def test_a_database_without_our_schema(server: PrivateServer, empty: str) -> None:
    with connect(server.url_of(roles.ADMIN, empty), autocommit=True) as admin:
        admin.execute("create extension postgis")
    url = server.url_of(roles.WORKER, empty)
    assert _refused(url).code == "database.no_schema"
    assert schema.status(url).schema is None


@pytest.mark.parametrize(("version", "code"), [("3.2.9", "database.postgis_too_old"), ("3.10.0dev", "")])
def test_postgis_is_taken_from_three_point_three(
    server: PrivateServer, empty: str, version: str, code: str
) -> None:
    url = server.url_of(roles.ADMIN, empty)
    schema.upgrade(url)
    with connect(url, autocommit=True) as admin:
        admin.execute("update pg_extension set extversion = %s where extname = 'postgis'", (version,))
    if code:
        error = _refused(url)
        assert (error.code, error.params["postgis"]) == (code, version)
        assert "3.3" in words.error_sentence(error)
    else:
        schema.require(url)


def test_a_newer_schema_is_refused_and_not_touched(database_url: str, owner_url: str) -> None:
    _pretend_version(owner_url, "v9999")
    error = _refused(database_url)
    assert (error.code, error.params["schema"]) == ("database.newer_schema", "v9999")
    with pytest.raises(DatabaseError) as caught:
        schema.upgrade(owner_url)
    assert caught.value.code == "database.newer_schema"
    assert schema.status(database_url).schema == "v9999"


def test_an_older_schema_is_refused_until_upgraded(
    database_url: str, owner_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = schema.revisions()
    monkeypatch.setattr(schema, "revisions", lambda: (*known, "v9999"))
    assert _refused(database_url).code == "database.older_schema"


def test_the_working_role_may_not_migrate(server: PrivateServer, empty: str) -> None:
    with connect(server.url_of(roles.ADMIN, empty), autocommit=True) as admin:
        admin.execute("create extension postgis")
    with pytest.raises(NotAllowedError):
        schema.upgrade(server.url_of(roles.WORKER, empty))


def test_two_upgrading_at_once_migrate_once(server: PrivateServer, empty: str) -> None:
    with connect(server.url_of(roles.ADMIN, empty), autocommit=True) as admin:
        admin.execute("create extension postgis")
    url = server.url_of(roles.OWNER, empty)
    done: list[str] = []
    threads = [threading.Thread(target=lambda: done.append(schema.upgrade(url))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert done == [schema.head()] * 2


def test_a_cancelled_upgrade_leaves_the_database_as_it_was(server: PrivateServer, empty: str) -> None:
    with connect(server.url_of(roles.ADMIN, empty), autocommit=True) as admin:
        admin.execute("create extension postgis")
    url = server.url_of(roles.OWNER, empty)
    progress = Progress(lambda step: progress.cancel() if step.what == "schema.upgrading" else None)
    with pytest.raises(CancelledError):
        schema.upgrade(url, progress)
    assert schema.status(url).schema is None
    engine = connect_engine(url)
    with engine.connect() as connection:
        left = connection.execute(text("select count(*) from pg_namespace where nspname = 'faultgis'"))
        assert left.scalar_one() == 0
    engine.dispose()


def test_upgrading_what_is_current_changes_nothing(owner_url: str) -> None:
    before = schema.status(owner_url)
    assert schema.upgrade(owner_url) == before.schema


def test_waiting_is_said_only_where_others_upgrade(server: PrivateServer, empty: str) -> None:
    url = server.url_of(roles.ADMIN, empty)
    alone: list[str] = []
    schema.upgrade(url, Progress(lambda step: alone.append(step.what)))
    assert alone == ["schema.upgrading"]
    with connect(url, autocommit=True) as owner:
        owner.execute("drop schema faultgis cascade")
    heard: list[str] = []
    with connect(url) as other:
        other.execute("select pg_advisory_lock(%s)", (schema._LOCK,))

        def hear(what: str) -> None:
            heard.append(what)
            if what == "schema.waiting":
                other.execute("select pg_advisory_unlock(%s)", (schema._LOCK,))

        schema.upgrade(url, Progress(lambda step: hear(step.what)))
    assert heard == ["schema.waiting", "schema.upgrading"]
