"""The past: all versions of one record, and a survey as it stood at a data version or a moment."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection

from db.base import SCHEMA, Table, table
from db.stores.reading import columns_of, select
from db.types import load
from faultgis.errors import InputError
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.store import Version


def of_record(connection: Connection[Any], kind: str, record_id: UUID) -> list[Version]:
    """The record's versions, oldest first; a deletion is a version without a record."""
    described = table(kind)
    past = f"""{SCHEMA}.history h
        cross join lateral jsonb_populate_record(null::{described.full_name}, h.old_row)"""
    states = _states(
        connection, described, past, "where h.record_id = %s and h.kind = %s order by h.id", record_id
    )
    current = select(connection, described, "where id = %s", [record_id])
    deletions = _deletions(connection, kind, record_id)
    records = [*states, *current]
    told = _revisions(connection, {r.stamp.revision for r in records} | set(deletions))
    versions = [
        Version(
            r.stamp.revision, *told[r.stamp.revision], "create" if r.stamp.row_version == 1 else "update", r
        )
        for r in records
    ]
    versions += [Version(number, *told[number], "delete", None) for number in deletions]
    return sorted(versions, key=lambda v: (v.revision, v.operation == "create"))


def _states(
    connection: Connection[Any], described: Table, source: str, rest: str, record_id: UUID
) -> list[AnyRecord]:
    query = f"select {columns_of(described)} from {source} t {rest}"
    with connection.cursor(binary=True) as cursor:
        cursor.execute(query.encode(), [record_id, described.name])
        return load(described, cursor.fetchall())


def _deletions(connection: Connection[Any], kind: str, record_id: UUID) -> list[int]:
    query = f"""select revision from {SCHEMA}.history
        where record_id = %s and kind = %s and operation = 'delete' order by id"""
    return [row[0] for row in connection.execute(query.encode(), [record_id, kind])]


def _revisions(connection: Connection[Any], numbers: Iterable[int]) -> dict[int, tuple[datetime, str, str]]:
    query = f"select number, made_at, made_by, reason from {SCHEMA}.revision where number = any(%s)"
    found = connection.execute(query.encode(), [list(numbers)])
    return {number: (made_at, made_by, reason) for number, made_at, made_by, reason in found}


def revision_at(connection: Connection[Any], when: date | datetime | int) -> int:
    """The data version at a moment; a day means its end in this machine's time zone.

    Raises ``InputError("revision.unknown")`` for a number that was never drawn.
    """
    if isinstance(when, int):
        known = connection.execute(f"select 1 from {SCHEMA}.revision where number = %s".encode(), [when])
        if known.fetchone() is None:
            raise InputError("revision.unknown", revision=when)
        return when
    if not isinstance(when, datetime):
        when = datetime.combine(when, time()) + timedelta(days=1)
    row = connection.execute(f"select {SCHEMA}.revision_at(%s)".encode(), [when.astimezone()]).fetchone()
    assert row is not None
    return int(row[0])


def as_of(
    connection: Connection[Any], survey_id: UUID, revision: int, kinds: Iterable[str] | None = None
) -> dict[str, list[AnyRecord]]:
    """All records of a survey by kind as they stood at a data version."""
    wanted = list(KINDS if kinds is None else kinds)
    found = {}
    for kind in wanted:
        column = "id" if kind == "survey" else "survey_id"
        source = f"{SCHEMA}.{kind}_at({int(revision)})"
        found[kind] = select(connection, table(kind), f"where {column} = %s order by id", [survey_id], source)
    return found


def certified(
    connection: Connection[Any], certificate_id: UUID, kinds: Iterable[str]
) -> dict[str, list[AnyRecord]]:
    """The records that a certificate rests on, for a login that may not read the history."""
    found = {}
    for kind in kinds:
        described = table(kind)
        source = f"{SCHEMA}.certified_rows(null::{described.full_name}, %s)"
        found[kind] = select(connection, described, "order by id", [certificate_id], source)
    return found


def may_read_history(connection: Connection[Any]) -> bool:
    """Whether this login reads the history."""
    query = f"select has_table_privilege('{SCHEMA}.history', 'select')"
    row = connection.execute(query.encode()).fetchone()
    return row is not None and bool(row[0])


def changed_since(connection: Connection[Any], survey_id: UUID, revision: int) -> dict[str, list[UUID]]:
    """Ids by kind of a survey's records that were written or deleted after a data version."""
    found: dict[str, list[UUID]] = {}
    for kind in KINDS:
        column = "id" if kind == "survey" else "survey_id"
        query = f"""select id from {table(kind).full_name}
            where {column} = %(survey)s and revision > %(after)s
            union select record_id from {SCHEMA}.history where kind = %(kind)s and survey_id = %(survey)s
                and revision > %(after)s and operation = 'delete'"""
        params = {"survey": survey_id, "after": revision, "kind": kind}
        ids = [row[0] for row in connection.execute(query.encode(), params)]
        if ids:
            found[kind] = ids
    return found
