"""Finds the rows that somebody else changed since we read them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from db.base import table
from db.stores.reading import by_ids
from faultgis.changes import Change, Conflict
from faultgis.errors import ConflictError
from faultgis.records.kinds import KINDS


def refuse_stale(connection: Connection[Any], changes: Sequence[Change]) -> None:
    """Lock the rows that the changes touch; raise ``ConflictError`` unless all stand as the changes think."""
    found: list[Conflict] = []
    for kind in KINDS:
        of_kind = {c.id: c for c in changes if c.kind == kind}
        if of_kind:
            stale = [of_kind[i] for i in _stale(connection, kind, of_kind)]
            found.extend(_conflicts(connection, kind, stale))
    if found:
        raise ConflictError("record.changed_meanwhile", tuple(found), count=len(found))


def _stale(connection: Connection[Any], kind: str, changes: dict[UUID, Change]) -> Iterable[UUID]:
    query = f"select id, row_version from {table(kind).full_name} where id = any(%s)"
    before = [i for i, c in changes.items() if c.before is not None]
    new = [i for i, c in changes.items() if c.before is None]
    versions: dict[UUID, int] = {}
    with connection.cursor(binary=True) as cursor:
        if before:
            versions |= dict(cursor.execute(f"{query} for update".encode(), [before]))
        if new:
            versions |= dict(cursor.execute(query.encode(), [new]))
    for record_id, change in changes.items():
        expected = None if change.before is None else change.before.stamp.row_version
        if versions.get(record_id) != expected:
            yield record_id


def _conflicts(connection: Connection[Any], kind: str, stale: Sequence[Change]) -> Iterable[Conflict]:
    theirs = {record.id: record for record in by_ids(connection, kind, [c.id for c in stale])}
    for change in stale:
        yield Conflict(kind, change.id, change.before, change.after, theirs.get(change.id))
