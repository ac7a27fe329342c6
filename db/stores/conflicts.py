"""Finds the rows that somebody else changed since we read them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from psycopg import Connection

from db.base import table
from db.stores.reading import by_ids
from faultgis.changes import Change, Conflict
from faultgis.errors import ConflictError, FaultGISError, NotAllowedError
from faultgis.records.kinds import KINDS

_SHOWN = 8


def refuse_stale(connection: Connection[Any], changes: Iterable[Change]) -> None:
    """Lock the rows that the changes touch; raise ``ConflictError`` unless all stand as the changes think."""
    by_kind: dict[str, dict[UUID, Change]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, {})[change.id] = change
    found: list[Conflict] = []
    for kind, of_kind in by_kind.items():
        stale = [of_kind[i] for i in _stale(connection, kind, of_kind)]
        found.extend(_conflicts(connection, kind, stale))
    for conflict in found:
        _refuse_hidden(conflict)
    if found:
        raise ConflictError("record.changed_meanwhile", tuple(found), count=len(found))


def _refuse_hidden(conflict: Conflict) -> None:
    """A row that still stands as we read it, but cannot be locked: it may be seen, not written."""
    base, theirs = conflict.base, conflict.theirs
    if base is not None and theirs is not None and base.stamp.row_version == theirs.stamp.row_version:
        raise NotAllowedError("record.not_allowed", kind=conflict.kind)


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


def taken(connection: Connection[Any], changes: Sequence[Change], error: FaultGISError) -> str:
    """The value that a save wanted to give twice; PostgreSQL does not tell it under row-level security."""
    kind, column = error.params["kind"], error.field
    described = next((c for c in table(kind).written if c.name == column), None) if kind in KINDS else None
    if described is None:
        return ""
    wanted = [c.after for c in changes if c.kind == kind and c.after is not None]
    values = Counter(str(attrgetter(described.path)(record)) for record in wanted)
    twice = [value for value, count in values.items() if count > 1]
    query = f"""select "{column}"::text from {table(kind).full_name}
        where "{column}"::text = any(%s) and id <> all(%s)"""
    rows = connection.execute(query.encode(), [list(values), [c.id for c in changes]])
    return listed([*twice, *(row[0] for row in rows)])


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: the first few, and that there are more."""
    found = list(dict.fromkeys(names))
    return ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
