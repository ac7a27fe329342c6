"""Reads rows as records, through binary cursors."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from db.base import GEOMETRY, Column, Table, batch_table, table
from db.types import JSON, Shared, load
from faultgis.progress import Progress
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.records.survey import Batch, Survey

# Kinds whose shapes may be left in the database.
_LONG = ("trace", "deformation_zone")
# So many rows stand beside the records that are made of them.
_ROWS = 10_000


def columns_of(described: Table, alias: str = "t", unread: bool = False) -> str:
    """The columns to select, in the order and the types that ``db.types.load`` expects; ``unread``: of
    geometries their boxes alone."""
    return ", ".join(_selected(c, f'{alias}."{c.name}"', unread) for c in described.columns)


def _selected(column: Column, name: str, unread: bool) -> str:
    if column.form == GEOMETRY and unread:
        return f"box2d({name})::geometry"
    return f"{name}::text" if column.form in JSON else name


def select(
    connection: Connection[Any],
    described: Table,
    rest: str,
    params: Sequence[Any] = (),
    source: str = "",
    unread: bool = False,
    shared: Shared | None = None,
) -> list[Any]:
    """The records of ``source`` (the table itself unless told otherwise) under a condition and an order;
    ``unread``: without their geometries; ``shared`` as ``db.types.load`` takes it."""
    shared = shared or Shared()
    query = f"select {columns_of(described, unread=unread)} from {source or described.full_name} t {rest}"
    found: list[Any] = []
    with connection.cursor(binary=True) as cursor:
        cursor.execute(query.encode(), params)
        while rows := cursor.fetchmany(_ROWS):
            found += load(described, rows, unread, shared)
    return found


def surveys(connection: Connection[Any]) -> list[Survey]:
    """All surveys that this login may see, by code."""
    return select(connection, table("survey"), "order by code")


def survey(connection: Connection[Any], code: str) -> Survey | None:
    """The survey of this code, if this login may see it."""
    found = select(connection, table("survey"), "where code = %s", [code])
    return found[0] if found else None


def of_survey(
    connection: Connection[Any],
    kind: str,
    survey_id: UUID,
    unread: bool = False,
    shared: Shared | None = None,
) -> list[AnyRecord]:
    """All records of a kind in a survey, in the order of their making; ``unread`` and ``shared`` as
    ``select`` takes them. Within a snapshot: many are asked for part by part, since an answer is in memory as
    a whole."""
    column = "id" if kind == "survey" else "survey_id"
    rest = f"where {column} = %s and id > %s order by id limit {_ROWS}"
    found: list[AnyRecord] = []
    last = UUID(int=0)
    while True:
        part = select(connection, table(kind), rest, [survey_id, last], unread=unread, shared=shared)
        found += part
        if len(part) < _ROWS:
            return found
        last = part[-1].id


def by_ids(connection: Connection[Any], kind: str, ids: Sequence[UUID]) -> list[AnyRecord]:
    """The records with these ids that exist and may be seen."""
    return select(connection, table(kind), "where id = any(%s) order by id", [list(ids)]) if ids else []


def everything(
    connection: Connection[Any],
    survey_id: UUID,
    kinds: Iterable[str] | None,
    progress: Progress,
    lines: bool = True,
) -> dict[str, list[AnyRecord]]:
    """All records of a survey by kind; without ``kinds`` every kind but the survey itself, without ``lines``
    traces and zones with ``Unread`` for their shapes."""
    wanted = [kind for kind in KINDS if kind != "survey"] if kinds is None else list(kinds)
    found, shared = {}, Shared()
    for done, kind in enumerate(wanted):
        progress.report("database.loading", done, len(wanted))
        found[kind] = of_survey(connection, kind, survey_id, kind in _LONG and not lines, shared)
    return found


def counts(connection: Connection[Any], survey_id: UUID) -> dict[str, int]:
    """How many records of each kind the survey holds."""
    kinds = [kind for kind in KINDS if kind != "survey"]
    parts = [f"(select count(*) from {table(kind).full_name} where survey_id = %(id)s)" for kind in kinds]
    row = connection.execute(f"select {', '.join(parts)}".encode(), {"id": survey_id}).fetchone()
    assert row is not None
    return dict(zip(kinds, row, strict=True))


def batches(connection: Connection[Any], survey_id: UUID) -> list[Batch]:
    """The survey's imports, newest first."""
    return select(
        connection, batch_table(), "where survey_id = %s order by created_at desc, id desc", [survey_id]
    )
