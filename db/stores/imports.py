"""Import batches: written with their rejected rows, and taken back as a unit."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

from db.base import SCHEMA, Table, batch_table, table
from db.stores.conflicts import listed
from db.stores.reading import by_ids, select
from faultgis.changes import Conflict
from faultgis.errors import ConflictError, InputError
from faultgis.records.kinds import KINDS
from faultgis.records.survey import Batch
from faultgis.store import Rejected

_STAMPS = ("row_version", "revision", "created_at", "created_by", "updated_at", "updated_by")


def write_rejected(connection: Connection[Any], batch: Batch, rejected: Sequence[Rejected]) -> None:
    """Keep the rows that the import could not use, in their order."""
    if not rejected:
        return
    rows = {
        "position": list(range(1, len(rejected) + 1)),
        "row": [r.row for r in rejected],
        "code": [r.code for r in rejected],
        "field": [r.field for r in rejected],
        "params": [json.dumps(dict(r.params), ensure_ascii=False, default=str) for r in rejected],
        "values": [json.dumps(dict(r.values), ensure_ascii=False) for r in rejected],
    }
    connection.execute(
        f"""insert into {SCHEMA}.import_rejection
            (batch_id, survey_id, position, row, code, field, params, "values")
        select %(batch)s, %(survey)s, s.* from unnest(%(position)b::int4[], %(row)b::int4[], %(code)b::text[],
            %(field)b::text[], %(params)b::text[]::jsonb[], %(values)b::text[]::jsonb[]) s""".encode(),
        {**rows, "batch": batch.id, "survey": batch.survey_id},
    )


def rejected_of(connection: Connection[Any], batch_id: UUID) -> list[Rejected]:
    """The rows that an import could not use, in the order of the file."""
    query = f"""select row, code, field, params, "values" from {SCHEMA}.import_rejection
        where batch_id = %s order by position"""
    found = connection.execute(query.encode(), [batch_id])
    return [Rejected(row, code, field, params, values) for row, code, field, params, values in found]


def undo(connection: Connection[Any], batch_id: UUID) -> None:
    """Delete what the batch created, restore what it changed. Raises as ``Store.undo_batch`` does."""
    revision = _revision_of(connection, batch_id)
    kinds = [table(kind) for kind in KINDS if kind != "survey"]
    found = [c for described in kinds for c in _edited_since(connection, described, revision)]
    if found:
        names = listed(_name(conflict) for conflict in found)
        raise ConflictError("batch.edited_since", tuple(found), count=len(found), names=names)
    connection.execute("set constraints all deferred")
    for described in reversed(kinds):
        _take_back(connection, described, revision)
    connection.execute("set constraints all immediate")
    connection.execute(
        f"update {SCHEMA}.import_batch set undone_at = now() where id = %s".encode(), [batch_id]
    )


def _name(conflict: Conflict) -> str:
    """What a person calls the record: its code, else the source's number, else its id."""
    record = conflict.theirs or conflict.base
    return (
        getattr(record, "code", "") or getattr(getattr(record, "source", None), "key", "") or str(conflict.id)
    )


def _revision_of(connection: Connection[Any], batch_id: UUID) -> int:
    found = select(connection, batch_table(), "where id = %s for update", [batch_id])
    if not found:
        raise InputError("batch.unknown", id=str(batch_id))
    if found[0].undone_at is not None:
        raise InputError("batch.already_undone", file=found[0].file)
    row = connection.execute(
        f"select revision from {SCHEMA}.import_batch where id = %s".encode(), [batch_id]
    ).fetchone()
    assert row is not None
    return int(row[0])


def _content(described: Table, alias: str) -> str:
    """A row as JSON without its stamps, its geometry as the history keeps it."""
    content = f"to_jsonb({alias})"
    if described.geometry is not None:
        name = described.geometry.name
        content += f" || jsonb_build_object('{name}', {alias}.{name}::text)"
    return f"({content}) - '{{{','.join(_STAMPS)}}}'::text[]"


def _edited_since(connection: Connection[Any], described: Table, revision: int) -> list[Conflict]:
    """Rows of the batch that no longer hold what it wrote; a created row that is gone already is not one."""
    query = f"""
        select h.record_id from {SCHEMA}.history h
        left join {described.full_name} t on t.id = h.record_id
        where h.kind = %(kind)s and h.made_revision = %(revision)s and h.revision > %(revision)s
            and case when t.id is null then (h.old_row ->> 'row_version')::int > 1
                else {_content(described, "t")} <> h.old_row - '{{{",".join(_STAMPS)}}}'::text[] end"""
    params = {"kind": described.name, "revision": revision}
    ids = [row[0] for row in connection.execute(query.encode(), params)]
    return _as_conflicts(connection, described, ids, revision)


def _as_conflicts(
    connection: Connection[Any], described: Table, ids: list[UUID], revision: int
) -> list[Conflict]:
    if not ids:
        return []
    theirs = {record.id: record for record in by_ids(connection, described.name, ids)}
    source = f"{SCHEMA}.{described.name}_at({revision})"
    written = {r.id: r for r in select(connection, described, "where id = any(%s)", [ids], source)}
    return [Conflict(described.name, i, written.get(i), None, theirs.get(i)) for i in ids]


def _take_back(connection: Connection[Any], described: Table, revision: int) -> None:
    params = {"kind": described.name, "revision": revision}
    connection.execute(
        f"""delete from {described.full_name} t
        where t.revision = %(revision)s and t.row_version = 1 or t.id in (
            select record_id from {SCHEMA}.history where kind = %(kind)s and made_revision = %(revision)s
                and (old_row ->> 'row_version')::int = 1)""".encode(),
        params,
    )
    changed = [c.name for c in described.written if c.name != "id"]
    connection.execute(
        f"""update {described.full_name} t
        set ({_names(changed)}) = (select {_names(changed, "p.")} from jsonb_populate_record(t, h.old_row) p)
        from {SCHEMA}.history h
        where h.kind = %(kind)s and h.revision = %(revision)s and h.made_revision < %(revision)s
            and h.operation = 'update' and h.record_id = t.id""".encode(),
        params,
    )
    every = [c.name for c in described.written]
    connection.execute(
        f"""insert into {described.full_name} ({_names(every)})
        select {_names(every, "p.")} from {SCHEMA}.history h
        cross join lateral jsonb_populate_record(null::{described.full_name}, h.old_row) p
        where h.kind = %(kind)s and h.revision = %(revision)s and h.made_revision < %(revision)s
            and h.operation = 'delete'""".encode(),
        params,
    )


def _names(columns: list[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in columns)
