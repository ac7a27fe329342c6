"""Dumps a database into one file and restores it, so that a kill at any moment leaves the old one whole."""

import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.cluster import binaries, tools
from faultgis.errors import DatabaseError, InputError
from faultgis.progress import Progress

SCHEMA = "faultgis"
_LOCK = 4490_0002
# PostGIS is made anew by the server that restores; its own table of coordinate systems comes with it.
_NOT_RESTORED = (" EXTENSION - postgis", "COMMENT - EXTENSION postgis", "TABLE DATA public spatial_ref_sys ")


@dataclass(frozen=True)
class Backup:
    """A backup file: the schema version of the database in it, and how much of it there is."""

    file: Path
    schema: str
    tables: int
    size_bytes: int


def dump(conninfo: str, file: Path, progress: Progress | None = None, *, overwrite: bool = False) -> Backup:
    """Write the whole database into ``file`` (pg_dump's custom format), read it back, then give it its name.

    Raises ``InputError("backup.exists")`` unless ``overwrite``, ``DatabaseError("backup.failed")``.
    A cancel leaves nothing.
    """
    progress = progress or Progress()
    if file.exists() and not overwrite:
        raise InputError("backup.exists", file=str(file))
    if not file.absolute().parent.is_dir():
        raise InputError("backup.no_folder", file=str(file))
    with psycopg.connect(conninfo, application_name="faultgis backup") as connection:
        found = binaries.client(connection.info.server_version // 10000)
        tables = _table_count(connection)
    part = file.with_name(f"{file.name}.part")
    try:
        place = ("-d", tools.without_password(conninfo))
        command = (found.tool("pg_dump"), "-Fc", "-v", "-f", str(part.absolute()), *place)
        tools.run(command, conninfo, progress, "backup.dumping", "dumping contents", tables)
        made = verify(part, progress)
        _keep(part, file)
    finally:
        part.unlink(missing_ok=True)
    return Backup(file, made.schema, made.tables, made.size_bytes)


def verify(file: Path, progress: Progress | None = None) -> Backup:
    """Read a backup from end to end and say what is in it.

    Raises ``InputError``: ``backup.not_a_backup``, ``backup.damaged``, ``backup.not_faultgis``.
    """
    progress = progress or Progress()
    try:
        with file.open("rb") as opened:
            magic = opened.read(5)
    except OSError as error:
        raise InputError("backup.unreadable", file=str(file), reason=error.strerror) from None
    if magic != b"PGDMP":
        raise InputError("backup.not_a_backup", file=str(file))
    restore_tool = binaries.client().tool("pg_restore")
    entries = _contents(restore_tool, file)
    if not any(f" TABLE {SCHEMA} alembic_version " in entry for entry in entries):
        raise InputError("backup.not_faultgis", file=str(file))
    tables = sum(" TABLE DATA " in entry for entry in entries)
    try:
        command = (restore_tool, "-v", "-f", os.devnull, str(file.absolute()))
        tools.run(command, "", progress, "backup.verifying", "processing data", tables)
    except DatabaseError as error:
        raise InputError("backup.damaged", file=str(file), reason=error.params["reason"]) from None
    return Backup(file, _schema_in(restore_tool, file), tables, file.stat().st_size)


def restore(
    conninfo: str,
    file: Path,
    known: Sequence[str],
    finish: Callable[[str], None],
    progress: Progress | None = None,
    *,
    force: bool = False,
) -> str:
    """Replace the database by the one in ``file``; return the name under which the old one is kept.

    ``conninfo`` is of a role that may create databases and PostGIS. ``known`` are the schema versions that
    this program can read. The file goes into a new database, ``finish(name)`` brings that to the present
    schema and hands out its rights, and only then do the two change names, in one transaction.
    Raises ``InputError`` as ``verify`` does, ``DatabaseError``: ``database.newer_schema``,
    ``backup.in_use`` (``force`` disconnects the others), ``backup.busy``, ``backup.failed``.
    """
    progress = progress or Progress()
    held = verify(file, progress)
    if held.schema not in known:
        head = known[-1] if known else ""
        raise DatabaseError("database.newer_schema", file=str(file), url="", schema=held.schema, head=head)
    name = conninfo_to_dict(conninfo)["dbname"]
    with _maintenance(conninfo) as admin:
        if not force:
            _refuse_others(admin, str(name))
        fresh = f"{name}_restoring"
        try:
            owner = _create_like(admin, str(name), fresh, conninfo)
            _fill(make_conninfo(conninfo, dbname=fresh), admin, held, owner, progress)
            finish(fresh)
            progress.check()
            return _swap(admin, str(name), fresh, force)
        finally:
            _drop(admin, fresh)


@contextlib.contextmanager
def _maintenance(conninfo: str) -> Iterator[psycopg.Connection]:
    place = make_conninfo(conninfo, dbname="postgres", application_name="faultgis restore")
    with psycopg.connect(place, autocommit=True) as admin:
        # Whoever holds this lock may take a half-restored database for a killed one's and drop it.
        if not _value(admin, "select pg_try_advisory_lock(%s)", _LOCK):
            raise DatabaseError("backup.busy")
        yield admin


def _create_like(admin: psycopg.Connection, name: str, fresh: str, conninfo: str) -> str:
    owner = _value(
        admin, "select rolname from pg_database d join pg_roles r on r.oid = datdba where datname = %s", name
    )
    if owner is None:
        raise DatabaseError("database.unknown_database", url=name)
    _drop(admin, fresh)
    options = {"fresh": sql.Identifier(fresh), "owner": sql.Identifier(owner)}
    admin.execute(
        sql.SQL("create database {fresh} template template0 encoding 'UTF8' owner {owner}").format(**options)
    )
    _copy_rights(admin, name, fresh)
    with psycopg.connect(make_conninfo(conninfo, dbname=fresh), autocommit=True) as inside:
        inside.execute("create extension if not exists postgis")
    return str(owner)


def _copy_rights(admin: psycopg.Connection, name: str, fresh: str) -> None:
    rights = """
        select coalesce(r.rolname, 'public'), a.privilege_type from pg_database d, aclexplode(d.datacl) a
        left join pg_roles r on r.oid = a.grantee where d.datname = %s
    """
    rows = admin.execute(rights, (name,)).fetchall()
    if not rows:
        return
    admin.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(fresh)))
    for grantee, privilege in rows:
        whom = sql.SQL("public") if grantee == "public" else sql.Identifier(grantee)
        given = sql.SQL(privilege.lower())
        admin.execute(sql.SQL("grant {} on database {} to {}").format(given, sql.Identifier(fresh), whom))


def _fill(conninfo: str, admin: psycopg.Connection, held: Backup, owner: str, progress: Progress) -> None:
    tool = binaries.client(admin.info.server_version // 10000).tool("pg_restore")
    for role in _roles_in(tool, held.file) - {
        row[0] for row in admin.execute("select rolname from pg_roles")
    }:
        admin.execute(
            sql.SQL("create role {} nologin admin {}").format(sql.Identifier(role), sql.Identifier(owner))
        )
    wanted = [line for line in _contents(tool, held.file) if not any(sign in line for sign in _NOT_RESTORED)]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".list") as chosen:
        chosen.write("\n".join(wanted) + "\n")
        chosen.flush()
        options = ("-v", "--exit-on-error", "--no-owner", f"--role={owner}", "-L", chosen.name)
        place = ("-d", tools.without_password(conninfo))
        command = (tool, *options, *place, str(held.file.absolute()))
        tools.run(command, conninfo, progress, "backup.restoring", "processing data", held.tables)


def _swap(admin: psycopg.Connection, name: str, fresh: str, force: bool) -> str:
    kept = f"{name}_before_restore"
    if force:
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,))
    else:
        _refuse_others(admin, name)
    _drop(admin, kept)
    rename = sql.SQL("alter database {} rename to {}")
    try:
        with admin.transaction():
            admin.execute(rename.format(sql.Identifier(name), sql.Identifier(kept)))
            admin.execute(rename.format(sql.Identifier(fresh), sql.Identifier(name)))
    except psycopg.errors.ObjectInUse:
        raise DatabaseError("backup.in_use", clients="") from None
    return kept


def _refuse_others(admin: psycopg.Connection, name: str) -> None:
    question = """
        select coalesce(string_agg(distinct usename || ' (' || application_name || ')', ', '), '')
        from pg_stat_activity where datname = %s and backend_type = 'client backend'
    """
    clients = _value(admin, question, name)
    if clients:
        raise DatabaseError("backup.in_use", clients=clients)


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _value(connection: psycopg.Connection, question: LiteralString, *values: object) -> Any:
    row = connection.execute(question, values).fetchone()
    return row[0] if row else None


def _table_count(connection: psycopg.Connection) -> int:
    question = "select count(*) from pg_class c where relkind = 'r' and relnamespace = to_regnamespace(%s)"
    return int(_value(connection, question, SCHEMA))


def _contents(tool: str, file: Path) -> list[str]:
    listed = tools.output((tool, "--list", str(file.absolute())))
    if listed is None:
        raise InputError("backup.damaged", file=str(file), reason="pg_restore --list")
    return [line for line in listed.splitlines() if line and not line.startswith(";")]


def _schema_in(tool: str, file: Path) -> str:
    only = ("--data-only", "-n", SCHEMA, "-t", "alembic_version", "-f", "-")
    lines = (tools.output((tool, *only, str(file.absolute()))) or "").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("COPY ")]
    return lines[starts[0] + 1].strip() if starts else ""


def _roles_in(tool: str, file: Path) -> set[str]:
    # The groups that rights and policies are given to belong to the server, not to the database in the file.
    text = tools.output((tool, "--schema-only", "-f", "-", str(file.absolute()))) or ""
    given = re.findall(
        r"^(?:GRANT .*|CREATE POLICY .*?) TO (.+?)(?: USING .*| WITH .*|;)$", text, re.MULTILINE
    )
    names = {name.strip().strip('"') for listed in given for name in listed.split(",")}
    return names - {"PUBLIC", "public"}


def _keep(part: Path, file: Path) -> None:
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(file)
