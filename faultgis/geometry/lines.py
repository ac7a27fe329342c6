"""Edits of lines as pure functions: vertices, split, join, reverse, reshape, continue, simplify.

Lines are ``MultiLineString`` in CGCS2000 degrees (longitude, latitude). A vertex is addressed by its part and
its index there. What an edit does not touch keeps its coordinates to the last bit. Distances are metres in a
local frame (degrees scaled by the ellipsoid's radii at the place); what users are told is geodesic.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import shapely
from shapely import LineString, MultiLineString

from faultgis.errors import InputError
from faultgis.geometry.frame import Coordinates, Frame, as_coordinates, segment_lengths

Vertex: TypeAlias = tuple[int, int]
Place: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Position:
    """A place on a line: on segment ``segment`` of ``part``, the share ``t`` (0–1) of it along.

    ``distance_m`` is how far the place asked about lies from it, in metres.
    """

    part: int
    segment: int
    t: float
    longitude: float
    latitude: float
    distance_m: float = 0.0

    @property
    def order(self) -> tuple[int, float]:
        """Sorts positions along the line."""
        return self.part, self.segment + self.t


def coordinates(geometry: MultiLineString | LineString, part: int = 0) -> Coordinates:
    """The vertices of one part as an (n, 2) array."""
    line = geometry.geoms[part] if isinstance(geometry, MultiLineString) else geometry
    return as_coordinates(shapely.get_coordinates(line))


def multi(points: Iterable[Sequence[float]] | Coordinates) -> MultiLineString:
    """One part from vertices, repeated ones dropped. Raises ``InputError("line.too_short")``."""
    return MultiLineString([_line(as_coordinates(points))])


def without_repeats(points: Coordinates) -> Coordinates:
    """The vertices without those that equal the one before them."""
    if len(points) < 2:
        return points
    keep = np.concatenate([[True], np.any(points[1:] != points[:-1], axis=1)])
    return as_coordinates(points[keep])


def _line(points: Coordinates) -> LineString:
    kept = without_repeats(points)
    if not np.isfinite(kept).all():
        raise InputError("line.not_finite")
    if len(kept) < 2:
        raise InputError("line.too_short")
    return LineString(kept)


def with_part(geometry: MultiLineString, part: int, *replacements: LineString) -> MultiLineString:
    """The line with one part replaced by none, one or several; the other parts are the same objects."""
    kept = [*geometry.geoms]
    kept[part : part + 1] = replacements
    if not kept:
        raise InputError("line.too_short")
    return MultiLineString(kept)


def with_only(geometry: MultiLineString, part: int) -> MultiLineString:
    """One part as a line of its own."""
    return MultiLineString([geometry.geoms[part]])


def insert_vertex(geometry: MultiLineString, part: int, index: int, place: Place) -> MultiLineString:
    """A new vertex before ``index`` (0 and the vertex count extend the part's ends)."""
    points = np.insert(coordinates(geometry, part), index, place, axis=0)
    return with_part(geometry, part, _line(as_coordinates(points)))


def move_vertices(geometry: MultiLineString, moves: Mapping[Vertex, Place]) -> MultiLineString:
    """Vertices put to new places; one put onto its neighbour merges with it."""
    moved = geometry
    for part in sorted({part for part, _ in moves}):
        points = coordinates(geometry, part).copy()
        for (of_part, index), place in moves.items():
            if of_part == part:
                points[index] = place
        moved = with_part(moved, part, _line(points))
    return moved


def delete_vertices(geometry: MultiLineString, vertices: Iterable[Vertex]) -> MultiLineString:
    """The line without these vertices; a part left with fewer than two goes.

    Raises ``InputError("line.too_short")`` when nothing would be left.
    """
    doomed: dict[int, list[int]] = {}
    for part, index in vertices:
        doomed.setdefault(part, []).append(index)
    left = geometry
    for part in sorted(doomed, reverse=True):
        points = without_repeats(as_coordinates(np.delete(coordinates(geometry, part), doomed[part], axis=0)))
        left = with_part(left, part, *([LineString(points)] if len(points) > 1 else []))
    return left


def nearest(geometry: MultiLineString, longitude: float, latitude: float) -> Position:
    """The place on the line that is nearest to a point."""
    frame = Frame(longitude, latitude)
    best: Position | None = None
    for part in range(len(geometry.geoms)):
        points = coordinates(geometry, part)
        segment, t, distance = nearest_on_path(frame.to_metres(points))
        if best is None or distance < best.distance_m:
            best = position_at(points, part, segment, t, distance)
    if best is None:
        raise InputError("line.too_short")
    return best


def nearest_on_path(xy: Coordinates) -> tuple[int, float, float]:
    """Segment, share along it and distance of the place on a metric path nearest to the origin."""
    start, step = xy[:-1], np.diff(xy, axis=0)
    squared = np.maximum((step**2).sum(axis=1), 1e-300)
    shares = np.clip(-(start * step).sum(axis=1) / squared, 0.0, 1.0)
    away = start + shares[:, None] * step
    distances = np.hypot(away[:, 0], away[:, 1])
    segment = int(np.argmin(distances))
    return segment, float(shares[segment]), float(distances[segment])


def position_at(points: Coordinates, part: int, segment: int, t: float, distance: float = 0.0) -> Position:
    """The position at a share ``t`` of a segment; at its ends exactly the vertex."""
    if t <= 0.0:
        place = points[segment]
    elif t >= 1.0:
        place = points[segment + 1]
    else:
        place = points[segment] + t * (points[segment + 1] - points[segment])
    return Position(part, segment, t, float(place[0]), float(place[1]), distance)


def at_vertex(geometry: MultiLineString, vertex: Vertex) -> Position:
    """The position of a vertex."""
    points = coordinates(geometry, vertex[0])
    if vertex[1] == 0:
        return position_at(points, vertex[0], 0, 0.0)
    return position_at(points, vertex[0], vertex[1] - 1, 1.0)


def distance_along(geometry: MultiLineString, position: Position) -> float:
    """Metres from the line's start to a position, gaps between parts not counted."""
    before = sum(float(segment_lengths(coordinates(geometry, p)).sum()) for p in range(position.part))
    lengths = segment_lengths(coordinates(geometry, position.part))
    return before + float(lengths[: position.segment].sum() + position.t * lengths[position.segment])


def length(geometry: MultiLineString) -> float:
    """Metres along all parts, in local frames (for fractions; what users read is ``crs.length_m``)."""
    return sum(float(segment_lengths(coordinates(geometry, p)).sum()) for p in range(len(geometry.geoms)))


def split(geometry: MultiLineString, position: Position) -> tuple[MultiLineString, MultiLineString]:
    """Two lines that meet at the position. Raises ``InputError("split.at_end")`` at either end."""
    points = coordinates(geometry, position.part)
    place = np.array([[position.longitude, position.latitude]])
    head = without_repeats(as_coordinates(np.concatenate([points[: position.segment + 1], place])))
    tail = without_repeats(as_coordinates(np.concatenate([place, points[position.segment + 1 :]])))
    parts = [*geometry.geoms]
    first = [*parts[: position.part], *_if_line(head)]
    second = [*_if_line(tail), *parts[position.part + 1 :]]
    if not first or not second:
        raise InputError("split.at_end")
    return MultiLineString(first), MultiLineString(second)


def _if_line(points: Coordinates) -> list[LineString]:
    return [LineString(points)] if len(points) > 1 else []


def reverse(geometry: MultiLineString) -> MultiLineString:
    """The line digitized the other way: order of parts and of vertices turned round."""
    return MultiLineString([LineString(shapely.get_coordinates(p)[::-1]) for p in reversed(geometry.geoms)])


def extend(geometry: MultiLineString, at_end: bool, points: Any) -> MultiLineString:
    """The line continued from its last (or first) vertex through ``points``, in the order they were drawn."""
    more = as_coordinates(points)
    if at_end:
        part = len(geometry.geoms) - 1
        return with_part(geometry, part, _line(_stack(coordinates(geometry, part), more)))
    return with_part(geometry, 0, _line(_stack(as_coordinates(more[::-1]), coordinates(geometry, 0))))


def _stack(*pieces: Coordinates) -> Coordinates:
    return as_coordinates(np.concatenate(pieces))


def simplify(geometry: MultiLineString, tolerance_m: float) -> MultiLineString:
    """Douglas–Peucker with a tolerance in metres; the vertices that stay keep their coordinates exactly."""
    return MultiLineString([LineString(simplify_path(coordinates(geometry, p), tolerance_m))
                            for p in range(len(geometry.geoms))])  # fmt: skip


def simplify_path(points: Coordinates, tolerance_m: float) -> Coordinates:
    """``simplify`` for the vertices of one path."""
    if len(points) < 3 or tolerance_m <= 0:
        return points
    xy = Frame.around(points).to_metres(points)
    numbered = shapely.linestrings(np.column_stack([xy, np.arange(len(xy))]))
    kept = shapely.simplify(numbered, tolerance_m, preserve_topology=False)
    chosen = shapely.get_coordinates(kept, include_z=True)[:, 2].astype(int)
    return as_coordinates(points[chosen])


def vertices_within(
    geometry: MultiLineString, west: float, south: float, east: float, north: float
) -> list[Vertex]:
    """The vertices inside a box of degrees."""
    found: list[Vertex] = []
    for part in range(len(geometry.geoms)):
        points = coordinates(geometry, part)
        inside = (points >= (west, south)).all(axis=1) & (points <= (east, north)).all(axis=1)
        found.extend((part, int(i)) for i in np.flatnonzero(inside))
    return found


def is_end(geometry: MultiLineString, position: Position) -> bool:
    """Whether a position is the line's first or last vertex."""
    last = len(geometry.geoms) - 1
    if position.part == 0 and position.segment == 0 and position.t <= 0.0:
        return True
    count = shapely.get_num_coordinates(geometry.geoms[position.part])
    return bool(position.part == last and position.segment == count - 2 and position.t >= 1.0)
