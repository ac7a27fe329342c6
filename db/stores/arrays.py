"""Traces as plain arrays for the canvas: no record is made on the way."""

from typing import Any
from uuid import UUID

import numpy as np
import shapely
from psycopg import Connection

from db.base import SCHEMA

# One part of a multi-line without SRID: byte order, type, count; then byte order, type, count of its points.
_HEAD = 18
_SINGLE = b"\x01\x05\x00\x00\x00\x01\x00\x00\x00\x01\x02\x00\x00\x00"

Arrays = tuple[list[UUID], "np.ndarray[Any, np.dtype[np.float64]]", "np.ndarray[Any, np.dtype[np.int64]]"]


def traces(connection: Connection[Any], survey_id: UUID) -> Arrays:
    """Ids, coordinates (n, 2) in degrees and offsets of all lines of a survey's traces.

    Line ``i`` has the coordinates ``offsets[i]`` to ``offsets[i + 1]`` and belongs to trace ``ids[i]``; a
    trace of several parts comes as several lines with the same id.
    """
    query = f"select id, st_asbinary(geometry, 'NDR') from {SCHEMA}.trace where survey_id = %s"
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(query.encode(), [survey_id]).fetchall()
    if all(blob.startswith(_SINGLE) for _, blob in rows):
        return _single([row[0] for row in rows], [row[1] for row in rows])
    return _any([row[0] for row in rows], [row[1] for row in rows])


def _single(ids: list[UUID], blobs: list[bytes]) -> Arrays:
    counts = np.fromiter(map(len, blobs), np.int64, len(blobs))
    offsets = np.concatenate(([0], np.cumsum((counts - _HEAD) // 16)))
    joined = b"".join([blob[_HEAD:] for blob in blobs])
    return ids, np.frombuffer(joined, dtype="<f8").reshape(-1, 2), offsets


def _any(ids: list[UUID], blobs: list[bytes]) -> Arrays:
    lines, owners = shapely.get_parts(shapely.from_wkb(blobs), return_index=True)
    counts = shapely.get_num_points(lines)
    offsets = np.concatenate(([0], np.cumsum(counts)))
    return [ids[i] for i in owners], shapely.get_coordinates(lines), offsets
