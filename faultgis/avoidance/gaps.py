"""How far a site of any shape lies from the strands near it, and from their zones."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.distances import Gap, gap, seen_from
from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Row
from faultgis.avoidance.strands import STEP_M
from faultgis.avoidance.zones import chunk_zone

# How a site lies to one strand under a row.
Measure = Callable[[int, Row], Gap | None]


def measure(mapped: Mapped, geometry: BaseGeometry, near: NDArray[np.int64], round_ends: bool) -> Measure:
    """The way to measure a site against each of the strands whose pieces are ``near``."""
    if isinstance(geometry, Point):
        seen = seen_from(mapped, geometry.x, geometry.y, near)
        return lambda strand, row: gap(mapped, seen, strand, row, round_ends)
    frame = Centred.around(shapely.get_coordinates(geometry))
    shape = _in_metres(geometry, frame)
    return lambda strand, row: _of_shape(mapped, frame, shape, near, strand, row, round_ends)


def _in_metres(geometry: BaseGeometry, frame: Centred) -> BaseGeometry:
    """The site in metres, its long edges parted before they are bent."""
    return shapely.transform(shapely.segmentize(geometry, STEP_M / 111_000), frame.to_metres)


def _of_shape(
    mapped: Mapped,
    frame: Centred,
    shape: BaseGeometry,
    near: NDArray[np.int64],
    strand: int,
    row: Row,
    round_ends: bool,
) -> Gap | None:
    mine = near[mapped.pieces.owner[near] == strand]
    if not len(mine):
        return None
    line = _lines(mapped, frame, mine)
    at = shapely.get_coordinates(shapely.shortest_line(shape, line))[0]
    lon, lat = frame.to_degrees(at[None, :])[0]
    seen = seen_from(mapped, float(lon), float(lat), mine)
    there = gap(mapped, seen, strand, row, round_ends)
    if there is None:
        return None
    margin = _to_zone(mapped, frame, shape, mine, row, 0.0, round_ends)
    # A stretch beside the nearest place may be worse located than that: its ring counts as well.
    error = float(np.max(mapped.pieces.doubt(mine))) if row.measured_from != "envelope" else 0.0
    ring = margin if error > 0 and margin > 0 else 0.0
    if ring and _to_zone(mapped, frame, shape, mine, row, 1.0, round_ends) > 0:
        ring = 0.0
    told = error if ring and not there.ring_m else there.error_m
    distance = round(shape.distance(line), 3)
    return replace(there, distance_m=distance, margin_m=margin, ring_m=ring, error_m=told)


def runs(mapped: Mapped, mine: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Pieces by runs of neighbours in one part."""
    breaks = (np.diff(mine) != 1) | ~mapped.pieces.follows[mine[1:]]
    return np.split(mine, np.flatnonzero(breaks) + 1)


def _lines(mapped: Mapped, frame: Centred, mine: NDArray[np.int64]) -> BaseGeometry:
    return shapely.MultiLineString(
        [
            frame.to_metres(np.concatenate([mapped.pieces.start[run], mapped.pieces.end[run[-1:]]]))
            for run in runs(mapped, mine)
        ]
    )


def _to_zone(
    mapped: Mapped,
    frame: Centred,
    shape: BaseGeometry,
    mine: NDArray[np.int64],
    row: Row,
    share: float,
    round_ends: bool,
) -> float:
    """How far the site lies from the zone of these pieces (0: in it or touching it)."""
    found = []
    closing = mapped.pieces.closing
    for run in [*runs(mapped, mine), *closing[np.isin(closing, mine).all(axis=1)]]:
        starts = round_ends and not bool(mapped.pieces.follows[run[0]] or run[0] in closing)
        ends = round_ends and bool(mapped.pieces.last[run[-1]]) and run[-1] not in closing
        found.append(shape.distance(chunk_zone(mapped, row, run, (starts, ends), share, frame)))
    return round(float(min(found)), 3)
