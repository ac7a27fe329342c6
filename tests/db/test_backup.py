"""A backup holds everything and is read back; a restore works whole or leaves the old database as it was."""

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from db import schema
from db.cluster import backup, roles
from db.cluster.server import PrivateServer
from db.engine import conninfo
from faultgis.errors import CancelledError, DatabaseError, InputError
from faultgis.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
SURVEY = """
    insert into faultgis.survey (id, code, name_zh) values
    ('01920000-0000-7000-8000-000000000001', %s, '鲜水河断裂 1:5 万填图')
"""


@pytest.fixture
def filled(database_url: str, admin_url: str) -> str:
    """The superuser's connection string of a database with one survey in it."""
    with psycopg.connect(conninfo(database_url)) as worker:
        worker.execute(SURVEY, ("before",))
    return conninfo(admin_url)


@pytest.fixture
def finish(server: PrivateServer) -> Iterator[list[str]]:
    """Collects the names of databases to be dropped afterwards."""
    names: list[str] = []
    yield names
    with psycopg.connect(conninfo(server.url_of(roles.ADMIN, "postgres")), autocommit=True) as admin:
        for name in names:
            admin.execute(f"drop database if exists {name} with (force)".encode())


def _surveys(place: str) -> list[str]:
    with psycopg.connect(place) as connection:
        return [row[0] for row in connection.execute("select code from faultgis.survey order by code")]


def _rename_survey(place: str, code: str) -> None:
    with psycopg.connect(place) as connection:
        connection.execute("update faultgis.survey set code = %s", (code,))


def _databases(place: str) -> set[str]:
    with psycopg.connect(place) as connection:
        return {row[0] for row in connection.execute("select datname from pg_database")}


def _restore(place: str, file: Path, progress: Progress | None = None, *, force: bool = False) -> str:
    return backup.restore(place, file, schema.revisions(), lambda name: None, progress, force=force)


@pytest.fixture
def dumped(filled: str, tmp_path: Path) -> Path:
    """A backup of the database with the survey ``before``; the database itself then moves on to ``after``."""
    file = tmp_path / "备份 一.dump"
    made = backup.dump(filled, file)
    assert made.schema == schema.head()
    assert made.size_bytes == file.stat().st_size
    _rename_survey(filled, "after")
    return file


def test_back_and_forth(
    filled: str, dumped: Path, database_url: str, database_name: str, finish: list[str]
) -> None:
    with psycopg.connect(filled) as connection:
        history = connection.execute("select count(*) from faultgis.history").fetchone()
    steps: set[str] = set()
    kept = _restore(filled, dumped, Progress(lambda step: steps.add(step.what)))
    finish.append(kept)
    assert steps == {"backup.verifying", "backup.restoring"}
    assert _surveys(filled) == ["before"]
    assert _surveys(filled.replace(f"dbname={database_name}", f"dbname={kept}")) == ["after"]
    assert history == (1,)
    # The client sees the same through its own role, and works on: rights, rules and triggers are all back.
    schema.require(database_url)
    assert _surveys(conninfo(database_url)) == ["before"]
    _rename_survey(conninfo(database_url), "onwards")
    with psycopg.connect(filled) as connection:
        row = connection.execute("select row_version, revision from faultgis.survey").fetchone()
        owners = connection.execute(
            "select distinct relowner::regrole::text from pg_class"
            " where relnamespace = 'faultgis'::regnamespace"
        ).fetchall()
    assert row is not None
    assert row[0] == 2
    assert owners == [(roles.OWNER,)]


def test_a_restored_database_dumps_the_same(
    filled: str, dumped: Path, tmp_path: Path, finish: list[str]
) -> None:
    finish.append(_restore(filled, dumped))
    again = tmp_path / "again.dump"
    backup.dump(filled, again)
    assert _as_text(again) == _as_text(dumped)


def _as_text(file: Path) -> list[str]:
    from db.cluster import binaries

    command = [binaries.client().tool("pg_restore"), "-f", "-", str(file)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sorted(line for line in text.splitlines() if line and not line.startswith(("--", "\\")))


def test_a_backup_goes_into_a_new_server(dumped: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="fgtest-", dir=os.environ["FAULTGIS_TEST_SERVERS"]))
    folder.chmod(0o755)
    new = PrivateServer(folder, {"fsync": "off"})
    try:
        new.start()
        finish = functools.partial(_upgrade, new)
        backup.restore(conninfo(new.admin_url), dumped, schema.revisions(), finish)
        schema.require(new.url)
        assert _surveys(conninfo(new.url)) == ["before"]
    finally:
        new.stop("immediate", force=True)
        shutil.rmtree(folder, ignore_errors=True)


def _upgrade(server: PrivateServer, name: str) -> None:
    schema.upgrade(server.url_of(roles.OWNER, name))


def test_a_file_is_not_replaced_unasked(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.dump"
    file.write_text("precious", encoding="ascii")
    with pytest.raises(InputError) as caught:
        backup.dump(filled, file)
    assert caught.value.code == "backup.exists"
    assert file.read_text(encoding="ascii") == "precious"
    backup.dump(filled, file, overwrite=True)
    assert backup.verify(file).schema == schema.head()


def test_a_cancelled_backup_leaves_no_file(filled: str, tmp_path: Path) -> None:
    progress = Progress(lambda step: progress.cancel() if step.what == "backup.verifying" else None)
    with pytest.raises(CancelledError):
        backup.dump(filled, tmp_path / "none.dump", progress)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PGDMP", b"PK\x03\x04 a zip", "文本".encode()])
def test_what_is_no_backup_is_refused(filled: str, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "strange"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        _restore(filled, file)
    assert caught.value.code in ("backup.not_a_backup", "backup.damaged")
    assert _surveys(filled) == ["before"]


def test_a_truncated_backup_is_refused(filled: str, dumped: Path) -> None:
    whole = dumped.read_bytes()
    for part in (0.5, 0.9, 0.999):
        dumped.write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(InputError) as caught:
            _restore(filled, dumped)
        assert caught.value.code == "backup.damaged"
    assert _surveys(filled) == ["after"]


def test_the_dump_of_another_program_is_refused(filled: str, server: PrivateServer, tmp_path: Path) -> None:
    from db.cluster import binaries

    file = tmp_path / "other.dump"
    place = conninfo(server.url_of(roles.ADMIN, "postgres"))
    subprocess.run([binaries.client().tool("pg_dump"), "-Fc", "-f", str(file), "-d", place], check=True)
    with pytest.raises(InputError) as caught:
        _restore(filled, file)
    assert caught.value.code == "backup.not_faultgis"


def test_a_backup_of_a_newer_schema_is_refused(filled: str, tmp_path: Path) -> None:
    with psycopg.connect(filled) as admin:
        admin.execute("update faultgis.alembic_version set version_num = 'v9999'")
    file = tmp_path / "newer.dump"
    backup.dump(filled, file)
    with pytest.raises(DatabaseError) as caught:
        _restore(filled, file)
    assert (caught.value.code, caught.value.params["schema"]) == ("database.newer_schema", "v9999")


def test_a_database_in_use_is_not_replaced_unless_forced(
    filled: str, dumped: Path, finish: list[str]
) -> None:
    with psycopg.connect(filled, application_name="QGIS") as client:
        with pytest.raises(DatabaseError) as caught:
            _restore(filled, dumped)
        assert caught.value.code == "backup.in_use"
        assert "QGIS" in caught.value.params["clients"]
        finish.append(_restore(filled, dumped, force=True))
        with pytest.raises(psycopg.OperationalError):
            client.execute("select 1")
    assert _surveys(filled) == ["before"]


def test_one_restore_at_a_time(filled: str, dumped: Path, database_name: str) -> None:
    place = filled.replace(f"dbname={database_name}", "dbname=postgres")
    with psycopg.connect(place) as other:
        other.execute("select pg_advisory_lock(%s)", (backup._LOCK,))
        with pytest.raises(DatabaseError) as caught:
            _restore(filled, dumped)
    assert caught.value.code == "backup.busy"


@pytest.mark.parametrize("moment", ["backup.restoring", "finish"])
def test_a_failure_or_cancel_leaves_the_old_database(filled: str, dumped: Path, moment: str) -> None:
    before = _databases(filled)
    progress = Progress(lambda step: progress.cancel() if step.what == moment else None)

    def finish(name: str) -> None:
        raise DatabaseError("database.locked")

    with pytest.raises((CancelledError, DatabaseError)):
        backup.restore(filled, dumped, schema.revisions(), finish, progress)
    assert _surveys(filled) == ["after"]
    assert _databases(filled) == before


RESTORING = """
import sys, time
from pathlib import Path
from db import schema
from db.cluster import backup
def finish(name):
    print("filled", flush=True)
    time.sleep(600)
backup.restore(sys.argv[1], Path(sys.argv[2]), schema.revisions(), finish)
"""


def test_a_kill_during_the_restore_leaves_the_old_database(
    filled: str, dumped: Path, database_name: str, finish: list[str]
) -> None:
    command = [sys.executable, "-c", RESTORING, filled, str(dumped)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "filled\n"
        os.kill(killed.pid, signal.SIGKILL)
    assert _surveys(filled) == ["after"]
    # The next one clears away what the killed one left.
    assert f"{database_name}_restoring" in _databases(filled)
    finish.append(_until_free(filled, dumped))
    assert _surveys(filled) == ["before"]
    assert f"{database_name}_restoring" not in _databases(filled)


def _until_free(place: str, file: Path) -> str:
    # The server notices only after a moment that the killed program's connection is gone.
    for _ in range(100):
        with contextlib.suppress(DatabaseError):
            return _restore(place, file)
    raise AssertionError("the killed restore still holds its lock")
