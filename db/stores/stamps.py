"""What a save makes of the rows it writes: their version, revision, when and who."""

from dataclasses import replace
from typing import Any

from psycopg import Connection

from faultgis.changes import Change
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Stamp


def draw(connection: Connection[Any]) -> Stamp:
    """Draw the transaction's revision; return the stamp that rows created in it get."""
    row = connection.execute(
        "select faultgis.draw_revision(), now(), faultgis.actor()",
    ).fetchone()
    assert row is not None
    number, moment, user = row
    return Stamp(
        row_version=1,
        revision=number,
        created_at=moment,
        created_by=user,
        updated_at=moment,
        updated_by=user,
    )


def stamped(change: Change, fresh: Stamp) -> AnyRecord:
    """The record after a change with the stamp that the database gave it."""
    assert change.after is not None
    if change.before is None:
        return replace(change.after, stamp=fresh)
    old = change.before.stamp
    stamp = replace(
        fresh, row_version=old.row_version + 1, created_at=old.created_at, created_by=old.created_by
    )
    return replace(change.after, stamp=stamp)
