"""Brings a database to this program's schema, or says why it cannot be used as it is."""

import contextlib
import importlib.util
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from db.engine import SCHEMA, connect, connect_engine, driver_errors, shown
from faultgis.errors import DatabaseError, NotAllowedError
from faultgis.progress import Progress

OLDEST_POSTGRES = 140000
OLDEST_POSTGIS = (3, 3)
WORKING_ROLE = "faultgis"
# Any number, as long as all programs that migrate take the same.
_LOCK = 4490_0001
_GROUPS = ("faultgis_geologist", "faultgis_administrator")
_LOCK_TIMEOUT = "60s"
_STATEMENT_TIMEOUT = "20min"

_STATE = text(
    """
    select current_setting('server_version') as postgres,
           current_setting('server_version_num')::int as number,
           (select extversion from pg_extension where extname = 'postgis') as postgis,
           to_regclass('faultgis.alembic_version') is not null as migrated
    """
)
# A role that is not there, or is the owner itself, needs no letting in.
_READY = """
    select version_num,
           %(role)s = current_user or not exists (select from pg_roles where rolname = %(role)s)
           or (select count(*) from pg_auth_members
                where member = (select oid from pg_roles where rolname = %(role)s)
                  and roleid in (select oid from pg_roles where rolname = any(%(groups)s)))
              >= cardinality(%(groups)s::text[])
      from faultgis.alembic_version
"""
_SIZE = text(
    """
    select pg_database_size(current_database()),
           (select count(*) from pg_stat_activity
             where datname = current_database() and backend_type = 'client backend'
               and pid <> pg_backend_pid())
    """
)


@dataclass(frozen=True)
class Status:
    """How a database stands: versions, size, and how many other clients are connected."""

    url: str
    postgres: str
    postgis: str | None
    schema: str | None
    head: str
    size_bytes: int
    clients: int

    @property
    def current(self) -> bool:
        """Whether the schema is the one this program works with."""
        return self.schema == self.head


@cache
def revisions() -> tuple[str, ...]:
    """The schema versions that this program knows, oldest first; the last one is its own.

    Read from the names and first lines of the migrations, since loading alembic costs the start 0.7 s.
    """
    found = (_revision(file) for file in sorted(_versions_folder().glob("v[0-9]*.py")))
    return tuple(revision for revision in found if revision)


def head() -> str:
    """The schema version that this program works with; empty where there are no migrations."""
    return revisions()[-1] if revisions() else ""


def require(database: str | Engine) -> None:
    """Raise a ``DatabaseError`` unless the database can be worked with as it is.

    ``database.no_postgis``, ``database.postgis_too_old``, ``database.postgres_too_old``,
    ``database.no_schema``, ``database.older_schema``, ``database.newer_schema``, besides those of connecting.
    """
    with _connected(database) as connection:
        state = _state(connection)
        _require_server(state, connection)
        _require_revision(_revision_of(connection, state), connection)


def status(database: str | Engine) -> Status:
    """How the database stands, also where its schema is missing or of another version."""
    with _connected(database) as connection:
        state = _state(connection)
        size, clients = connection.execute(_SIZE).one()
        return Status(
            url=shown(connection.engine.url),
            postgres=state.postgres.split()[0],
            postgis=state.postgis,
            schema=_revision_of(connection, state),
            head=head(),
            size_bytes=size,
            clients=clients,
        )


def upgrade(
    url: str, progress: Progress | None = None, *, working_role: str = WORKING_ROLE, to: str = "head"
) -> str:
    """Bring the database to this program's schema and return its version.

    ``url`` must be of the role that owns, or shall own, the schema. All of it is one transaction: it works
    or leaves the database as it was. Only one program at a time does it. A missing PostGIS is created where
    the role may. Raises ``DatabaseError`` (``database.no_postgis``, ``database.newer_schema``,
    ``database.locked``) and ``NotAllowedError``.
    """
    if to == "head" and _is_ready(url, working_role):
        return head()
    with _connected(url) as connection, connection.begin():
        _upgrade(connection, progress or Progress(), working_role, to)
        return _revision_of(connection, _state(connection)) or ""


def _is_ready(url: str, role: str) -> bool:
    # Asked at every start, so without SQLAlchemy's engine: that costs a tenth of a second.
    with connect(url) as connection, driver_errors(url):
        migrated = connection.execute("select to_regclass('faultgis.alembic_version')").fetchone()
        if migrated is None or migrated[0] is None:
            return False
        row = connection.execute(_READY, {"role": role, "groups": list(_GROUPS)}).fetchone()
        return row == (head(), True)


def _upgrade(connection: Connection, progress: Progress, working_role: str, to: str) -> None:
    connection.execute(text(f"set local lock_timeout = '{_LOCK_TIMEOUT}'"))
    connection.execute(text(f"set local statement_timeout = '{_STATEMENT_TIMEOUT}'"))
    _wait_for_others(connection, progress)
    _ensure_postgis(connection)
    state = _state(connection)
    _require_server(state, connection)
    known = _revision_of(connection, state)
    if known is not None and known not in revisions():
        _require_revision(known, connection)
    connection.execute(text(f"create schema if not exists {SCHEMA}"))
    if revisions() and (known != head() or to != "head"):
        progress.report("schema.upgrading")
        _migrate(connection, to)
    progress.check()
    grant(connection, working_role)


def _wait_for_others(connection: Connection, progress: Progress) -> None:
    at_once = text("select pg_try_advisory_xact_lock(:key)")
    if not connection.execute(at_once, {"key": _LOCK}).scalar_one():
        progress.report("schema.waiting")
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _ensure_postgis(connection: Connection) -> None:
    known = connection.execute(text("select 1 from pg_extension where extname = 'postgis'")).first()
    if known is None:
        offered = text("select 1 from pg_available_extensions where name = 'postgis'")
        if connection.execute(offered).first() is None:
            raise DatabaseError("database.postgis_not_installed", url=shown(connection.engine.url))
        try:
            connection.execute(text("create extension postgis"))
        except NotAllowedError:
            raise DatabaseError("database.no_postgis", url=shown(connection.engine.url)) from None


def _migrate(connection: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "migrations:.")
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def grant(connection: Connection, role: str) -> None:
    """Let the working role, if there is one, do what geologists and administrators may, and own nothing.

    The first role let in is cleared for all secrecy levels: a new database has nobody else to grant it.
    """
    known = connection.execute(text("select 1 from pg_roles where rolname = :role"), {"role": role}).first()
    if known is None or role == connection.execute(text("select current_user")).scalar_one():
        return
    if not _state(connection).migrated:
        return
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    connection.execute(text(f"grant usage on schema {SCHEMA} to {quoted}"))
    connection.execute(text(f"grant select on {SCHEMA}.alembic_version to {quoted}"))
    for group in _GROUPS:
        member = text("select pg_has_role(:role, :member, 'member')")
        if not connection.execute(member, {"role": role, "member": group}).scalar_one():
            connection.execute(text(f"grant {group} to {quoted}"))
    first = f"insert into {SCHEMA}.user_clearance (login, level, granted_by) select :role, 3, 'installation'"
    nobody = f"where not exists (select from {SCHEMA}.user_clearance)"
    connection.execute(text(f"{first} {nobody}"), {"role": role})


@contextlib.contextmanager
def _connected(database: str | Engine) -> Iterator[Connection]:
    engine = database if isinstance(database, Engine) else connect_engine(database)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        if engine is not database:
            engine.dispose()


def _state(connection: Connection) -> Any:
    return connection.execute(_STATE).one()


def _revision_of(connection: Connection, state: Any) -> str | None:
    if not state.migrated:
        return None
    version = text(f"select version_num from {SCHEMA}.alembic_version")
    return connection.execute(version).scalar_one_or_none()


def _require_server(state: Any, connection: Connection) -> None:
    url = shown(connection.engine.url)
    if state.number < OLDEST_POSTGRES:
        raise DatabaseError("database.postgres_too_old", url=url, postgres=state.postgres)
    if state.postgis is None:
        raise DatabaseError("database.no_postgis", url=url)
    if tuple(int(part) for part in re.findall(r"\d+", state.postgis)[:2]) < OLDEST_POSTGIS:
        raise DatabaseError("database.postgis_too_old", url=url, postgis=state.postgis)


def _require_revision(known: str | None, connection: Connection) -> None:
    url = shown(connection.engine.url)
    if known is None:
        raise DatabaseError("database.no_schema", url=url)
    if known not in revisions():
        raise DatabaseError("database.newer_schema", url=url, schema=known, head=head())
    if known != head():
        raise DatabaseError("database.older_schema", url=url, schema=known, head=head())


def _versions_folder() -> Path:
    found = importlib.util.find_spec("migrations")
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(next(iter(found.submodule_search_locations))) / "versions"


def _revision(file: Path) -> str:
    stated = re.search(r'^revision(?::[^=]*)? = "([^"]+)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    return stated.group(1) if stated else ""
