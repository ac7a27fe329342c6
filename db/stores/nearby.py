"""Reads what a survey knows about one place, however large the survey."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from db.base import Table, table
from db.stores.reading import select
from faultgis.records.kinds import AnyRecord

_Links = Mapping[str, Sequence[UUID]]


def around(
    connection: Connection[Any], survey_id: UUID, kinds: Sequence[str], bounds: tuple[float, ...]
) -> dict[str, list[AnyRecord]]:
    """The traces that come into a box and all others of their faults, with the records that name them; kinds
    that name none of them (sheets) whole. Each kind in the order of its ids."""
    links = _links(connection, survey_id, bounds)
    return {kind: _linked(connection, table(kind), survey_id, links) for kind in kinds}


def _links(connection: Connection[Any], survey_id: UUID, bounds: tuple[float, ...]) -> _Links:
    trace = table("trace")
    assert trace.geometry is not None
    query = f"""with near as (
            select id, fault_id from {trace.full_name}
            where survey_id = %s and geometry && st_makeenvelope(%s, %s, %s, %s, {trace.geometry.srid}))
        select id, fault_id, segment_id from {trace.full_name}
        where survey_id = %s and (id in (select id from near) or fault_id in (select fault_id from near))"""
    found = connection.execute(query.encode(), [survey_id, *bounds, survey_id]).fetchall()
    traces, faults, segments = ({row[i] for row in found if row[i] is not None} for i in range(3))
    more = f"select id from {table('segment').full_name} where fault_id = any(%s)"
    segments |= {row[0] for row in connection.execute(more.encode(), [list(faults)])}
    return {"trace_id": list(traces), "fault_id": list(faults), "segment_id": list(segments)}


def _linked(connection: Connection[Any], described: Table, survey_id: UUID, links: _Links) -> list[AnyRecord]:
    itself = f"{described.name}_id"
    if itself in links:
        return select(connection, described, "where id = any(%s) order by id", [links[itself]])
    names = [column.name for column in described.columns if column.name in links]
    if not names:
        return select(connection, described, "where survey_id = %s order by id", [survey_id])
    named = " or ".join(f"{name} = any(%s)" for name in names)
    params = [survey_id, *(links[name] for name in names)]
    return select(connection, described, f"where survey_id = %s and ({named}) order by id", params)


def seen(connection: Connection[Any], survey_id: UUID, kinds: Sequence[str]) -> dict[str, Any]:
    """Whether all records that this login sees are published, and the highest secrecy level among them."""
    parts = " union all ".join(
        f"select bool_and(publication = 'published') as open, max(secrecy) as level"
        f" from {table(kind).full_name} where survey_id = %(survey)s"
        for kind in kinds
    )
    query = f"select coalesce(bool_and(open), true), coalesce(max(level), 0) from ({parts}) of_kinds"
    row = connection.execute(query.encode(), {"survey": survey_id}).fetchone()
    assert row is not None
    return {"publication": "published" if row[0] else "all", "secrecy": int(row[1])}
