"""Writes many records in one statement per kind: staged as arrays where few, by binary COPY where many."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from psycopg import Connection, Cursor

from db.base import GEOMETRY, Column, Table, table
from db.types import dump
from faultgis.changes import Change
from faultgis.errors import NotAllowedError
from faultgis.progress import Progress
from faultgis.records.kinds import KINDS
from faultgis.records.unread import Unread

# Up to so many rows go as arrays within the statement.
_FEW = 500
# So many rows are written between two looks at whether the user has asked to stop.
_CHUNK = 20_000


@dataclass(frozen=True)
class _Staged:
    """Rows that the database can select from: the columns that differ, and the constants of the others."""

    relation: str
    columns: tuple[Column, ...]
    constants: dict[str, Any]
    arrays: dict[str, Any]

    def value(self, column: Column) -> str:
        """The column's value as an expression over the staged rows, under the alias ``s``."""
        if column.name in self.constants:
            return f"%({column.name})b::{column.sql_type}"
        if column.form == GEOMETRY and self.arrays:
            return f's."{column.name}"::geometry'
        return f's."{column.name}"'

    @property
    def params(self) -> dict[str, Any]:
        """The parameters that ``relation`` and ``value`` refer to."""
        return {**self.arrays, **self.constants}


def write(
    connection: Connection[Any],
    changes: Sequence[Change],
    progress: Progress,
    lines: Iterable[Mapping[Unread, Any]] = (),
) -> None:
    """Write all changes: parents first, deletions last. References and codes are checked at the end.

    Changes whose line is ``Unread`` come after the others, as ``lines`` brings their lines.
    Raises ``NotAllowedError("record.not_allowed")`` where the login's rights keep a row back.
    """
    connection.execute("set constraints all deferred")
    waiting = {mark: change for change in changes if (mark := _awaited(change)) is not None}
    ready = [change for change in changes if _awaited(change) is None] if waiting else changes
    done = _write(connection, ready, progress, 0, len(changes))
    for found in lines if waiting else ():
        arrived = [_with_line(waiting.pop(mark), line) for mark, line in found.items() if mark in waiting]
        done = _write(connection, arrived, progress, done, len(changes))
    if waiting:
        raise ValueError(f"{len(waiting)} lines were never read")
    connection.execute("set constraints all immediate")
    progress.report("database.saving", done, len(changes))


def _write(
    connection: Connection[Any], changes: Sequence[Change], progress: Progress, done: int, total: int
) -> int:
    for action, kind, items in _steps(changes):
        for start in range(0, len(items), _CHUNK):
            progress.report("database.saving", done, total)
            part = items[start : start + _CHUNK]
            if action(connection, table(kind), part) != len(part):
                # Locked and checked before, so only the rights can have kept a row back.
                raise NotAllowedError("record.not_allowed", kind=kind)
            done += len(part)
    return done


def _line(record: Any) -> Unread | None:
    """What stands for a record's line that is not in memory."""
    line = getattr(record, "geometry", None)
    return line if isinstance(line, Unread) else None


def _awaited(change: Change) -> Unread | None:
    """What stands for a line that is still to be read; one that does not change stays in the database."""
    mark = _line(change.after)
    return None if mark is _line(change.before) else mark


def _with_line(change: Change, line: Any) -> Change:
    record: Any = change.after
    return Change(change.before, replace(record, geometry=line))


def _steps(changes: Sequence[Change]) -> Iterator[tuple[Callable[..., int], str, list[Any]]]:
    """What to write in which order: parents first, deletions last and children first."""
    by_kind: dict[str, list[Change]] = {kind: [] for kind in KINDS}
    for change in changes:
        by_kind[change.kind].append(change)
    for kind, of_kind in by_kind.items():
        yield insert, kind, [c.after for c in of_kind if c.before is None]
        both = [c.after for c in of_kind if c.before and c.after]
        yield update, kind, [record for record in both if _line(record) is None]
        yield update, kind, [record for record in both if _line(record) is not None]
    for kind in reversed(KINDS):
        yield delete, kind, [c.id for c in by_kind[kind] if c.after is None]


def insert(connection: Connection[Any], table: Table, records: Sequence[Any]) -> int:
    """Write new rows; returns how many. Several kinds in one transaction: parents first, or deferred."""
    if not records:
        return 0
    with _staged(connection, table, table.written, records) as rows:
        names = ", ".join(f'"{c.name}"' for c in table.written)
        values = ", ".join(rows.value(c) for c in table.written)
        query = f"insert into {table.full_name} ({names}) select {values} from {rows.relation}"
        return connection.execute(query.encode(), rows.params).rowcount


def update(connection: Connection[Any], table: Table, records: Sequence[Any]) -> int:
    """Write all columns of existing rows by their ids (but lines, if they are not in memory); returns how
    many there were."""
    if not records:
        return 0
    unread = _line(records[0]) is not None
    columns = [c for c in table.written if not (unread and c.form == GEOMETRY)]
    with _staged(connection, table, columns, records, keep="id") as rows:
        changed = [c for c in columns if c.name != "id"]
        values = ", ".join(f'"{c.name}" = {rows.value(c)}' for c in changed)
        query = f'update {table.full_name} t set {values} from {rows.relation} where t.id = s."id"'
        return connection.execute(query.encode(), rows.params).rowcount


def delete(connection: Connection[Any], table: Table, ids: Sequence[UUID]) -> int:
    """Delete rows by their ids; returns how many there were."""
    if not ids:
        return 0
    query = f"delete from {table.full_name} where id = any(%s)"
    return connection.execute(query.encode(), [list(ids)], binary=True).rowcount


@contextmanager
def _staged(
    connection: Connection[Any],
    table: Table,
    columns: Sequence[Column],
    records: Sequence[Any],
    keep: str = "id",
) -> Iterator[_Staged]:
    values = dump(table, records, columns)
    constants: dict[str, Any] = {}
    varying: list[Column] = []
    varying_values: list[list[Any]] = []
    for column, given in zip(columns, values, strict=True):
        if column.name != keep and _is_constant(given):
            constants[column.name] = given[0]
        else:
            varying.append(column)
            varying_values.append(given)
    if len(records) <= _FEW:
        yield _as_arrays(tuple(varying), varying_values, constants)
        return
    with connection.cursor() as cursor:
        _copy(cursor, table, varying, varying_values)
        yield _Staged("pg_temp.staged s", tuple(varying), constants, {})
        cursor.execute("drop table pg_temp.staged")


def _is_constant(values: list[Any]) -> bool:
    first = values[0]
    return values[-1] == first and values[len(values) // 2] == first and values.count(first) == len(values)


def _as_arrays(columns: tuple[Column, ...], values: list[list[Any]], constants: dict[str, Any]) -> _Staged:
    arrays = {f"{c.name}_rows": given for c, given in zip(columns, values, strict=True)}
    typed = ", ".join(f"%({c.name}_rows)b::{_staged_type(c)}[]" for c in columns)
    names = ", ".join(f'"{c.name}"' for c in columns)
    return _Staged(f"unnest({typed}) s({names})", columns, constants, arrays)


def _staged_type(column: Column) -> str:
    return "bytea" if column.form == GEOMETRY else column.sql_type


def _copy(cursor: Cursor[Any], table: Table, columns: Sequence[Column], values: list[list[Any]]) -> None:
    names = ", ".join(f'"{c.name}"' for c in columns)
    like = f"select {names} from {table.full_name} with no data"
    cursor.execute(f"create temp table staged on commit drop as {like}".encode())
    with cursor.copy(f"copy pg_temp.staged ({names}) from stdin (format binary)".encode()) as copy:
        copy.set_types([received_type(c) for c in columns])
        write = copy.write_row
        for row in zip(*map(as_received, columns, values), strict=True):
            write(row)


def received_type(column: Column) -> str:
    """The type that the driver must take the column's values for in a binary COPY."""
    return "bytea" if column.sql_type in ("geometry", "jsonb") else column.sql_type


def as_received(column: Column, values: list[Any]) -> list[Any]:
    """The column's dumped values for a binary COPY: the binary form of jsonb is its text after a byte
    that numbers the form."""
    if column.sql_type != "jsonb":
        return values
    return [None if value is None else b"\x01" + value.encode() for value in values]
