"""What the database keeps of a survey's past: whether all of it, and who published what."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from psycopg import Connection

from db.base import SCHEMA, table
from faultgis.records.kinds import KINDS
from faultgis.records.provenance import Record
from faultgis.store import Kept

# The triggers that write a changed or deleted row into the history.
_KEEPING = ("z_after_update", "z_after_delete")
_PUBLISHED = tuple(kind for kind, made in KINDS.items() if issubclass(made, Record))


def kept(connection: Connection[Any], survey_id: UUID) -> Kept:
    """What is kept of a survey's records, for a login that may read the history."""
    missing = None
    if _sees_all(connection):
        missing = frozenset(
            (kind, row[0]) for kind in _PUBLISHED for row in connection.execute(_missing(kind), [survey_id])
        )
    steps: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for kind in _PUBLISHED:
        for record_id, state, user in connection.execute(_steps(kind), [survey_id]):
            steps[record_id].append((state, user))
    return Kept(_complete(connection), missing, dict(steps))


def _sees_all(connection: Connection[Any]) -> bool:
    """Whether no level of secrecy hides rows of the history from this login."""
    query = f"""select {SCHEMA}.clearance() >= 3
        or (select rolsuper or rolbypassrls from pg_roles where rolname = current_user)"""
    row = connection.execute(query.encode()).fetchone()
    return row is not None and bool(row[0])


def _complete(connection: Connection[Any]) -> bool:
    """Whether every table of records has its triggers, and none is switched off."""
    query = f"""select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = '{SCHEMA}'::regnamespace and t.tgname = any(%s) and t.tgenabled in ('O', 'A')
        group by c.relname having count(*) = {len(_KEEPING)}"""
    keeping = {row[0] for row in connection.execute(query.encode(), [list(_KEEPING)])}
    return all(table(kind).full_name.removeprefix(f"{SCHEMA}.") in keeping for kind in KINDS)


def _missing(kind: str) -> bytes:
    return f"""select id from {table(kind).full_name} t
        where survey_id = %s and publication = 'published' and row_version - 1 > (
            select count(*) from {SCHEMA}.history h
            where h.record_id = t.id and h.kind = '{kind}' and h.operation = 'update')""".encode()


def _steps(kind: str) -> bytes:
    return f"""select record_id, after, changed_by from (
            select h.id, h.record_id, h.changed_by, h.old_row ->> 'publication' as before,
                coalesce(lead(h.old_row ->> 'publication') over past, t.publication) as after
            from {SCHEMA}.history h join {table(kind).full_name} t on t.id = h.record_id
            where t.survey_id = %s and h.kind = '{kind}' and h.operation = 'update'
            window past as (partition by h.record_id order by h.id)) moved
        where before <> after order by id""".encode()
