"""Hanging wall and upthrown block of a trace, by the way its line runs."""

from dataclasses import replace
from typing import Any

from shapely import MultiLineString

from faultgis import crs
from faultgis.kinematics import Side, side_of_dip
from faultgis.records.fault import Fault, Segment
from faultgis.records.trace import Trace
from faultgis.records.unread import Unread
from faultgis.values import Estimate
from importers.vector.settling import Piece

_SECTOR = 22.5
"""Half the width of a compass word: a dip that close to the line has no sure side."""


def with_sides(
    trace: Trace, piece: Piece, own: dict[str, Any], segment: Segment | None, fault: Fault
) -> Trace:
    """Hanging wall and upthrown block, where a dip direction or a downthrown side is told."""
    of_segment = None if segment is None else segment.dip_direction
    dip: Estimate | None = own.get("dip_direction") or of_segment or fault.dip_direction
    down = piece.get("trace.downthrown")
    if dip is None and down is None:
        return trace
    start, end = ends(piece.geometry)
    if start == end:
        return trace
    azimuth = crs.distance_azimuth(*start[:2], *end[:2])[1]
    wall: Side = "unknown" if dip is None else side_of_dip(azimuth, dip.middle % 360, _SECTOR)
    low: Side = "unknown" if down is None else side_of_dip(azimuth, down.middle % 360, _SECTOR)
    high = {"left": "right", "right": "left"}.get(low, "unknown")
    return replace(trace, hanging_wall=wall, upthrown=high)


def ends(line: MultiLineString | Unread) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The first and the last vertex."""
    if isinstance(line, Unread):
        assert line.ends is not None
        return line.ends
    return line.geoms[0].coords[0], line.geoms[-1].coords[-1]
