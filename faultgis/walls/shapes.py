"""Drawing on a wall: vertices moved, lines and areas split, areas closed between what bounds them. Metres."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, polygonize, split, unary_union

from faultgis.errors import InputError
from faultgis.walls.frames import DIGITS, Place, paths

Vertex: TypeAlias = tuple[int, int]
AREA_KINDS = frozenset(("unit", "colluvial_wedge", "fissure_fill", "liquefaction"))
POINT_KINDS = frozenset(("sample", "marker"))
GAP_M = 0.02
"""How far apart ends may be that are taken to meet: two centimetres, a trowel's edge."""


def form_of(kind: str) -> str:
    """Whether a kind of feature is drawn as ``"area"``, ``"line"`` or ``"point"``."""
    return "area" if kind in AREA_KINDS else "point" if kind in POINT_KINDS else "line"


def made(kind: str, places: Sequence[Place]) -> BaseGeometry:
    """The shape of a feature from its vertices.

    Raises ``InputError``: ``wall_shape.too_short``, ``wall_shape.crossed`` (an area whose outline crosses
    itself).
    """
    form = form_of(kind)
    clean = _without_repeats(places)
    if form == "point":
        return Point(clean[0])
    if form == "line":
        if len(clean) < 2:
            raise InputError("wall_shape.too_short", needed=2)
        return LineString(clean)
    if len(clean) > 1 and clean[0] == clean[-1]:
        clean = clean[:-1]
    if len(clean) < 3:
        raise InputError("wall_shape.too_short", needed=3)
    return _sound(Polygon(clean))


def _sound(area: Polygon) -> Polygon:
    if not area.is_valid or area.area == 0:
        raise InputError("wall_shape.crossed")
    return area


def _without_repeats(places: Iterable[Place]) -> list[Place]:
    found: list[Place] = []
    for place in places:
        if not found or place != found[-1]:
            found.append(place)
    return found


def _rebuilt(shape: BaseGeometry, parts: list[list[Place]]) -> BaseGeometry:
    if isinstance(shape, Point):
        return Point(parts[0][0])
    if isinstance(shape, Polygon):
        return _sound(Polygon(parts[0], parts[1:]))
    if isinstance(shape, MultiLineString):
        return MultiLineString(parts)
    return LineString(parts[0])


def move_vertex(shape: BaseGeometry, vertex: Vertex, to: Place) -> BaseGeometry:
    """A vertex (part, number) put elsewhere. Raises ``InputError("wall_shape.crossed")``."""
    parts = paths(shape)
    part = parts[vertex[0]]
    if isinstance(shape, Point):
        return Point(to)
    if isinstance(shape, Polygon) and vertex[1] in (0, len(part) - 1):
        part[0] = part[-1] = to
    else:
        part[vertex[1]] = to
    return _rebuilt(shape, parts)


def insert_vertex(shape: BaseGeometry, segment: Vertex, place: Place) -> BaseGeometry:
    """A vertex put into a segment (part, number of its first vertex)."""
    parts = paths(shape)
    parts[segment[0]].insert(segment[1] + 1, place)
    return _rebuilt(shape, parts)


def delete_vertex(shape: BaseGeometry, vertex: Vertex) -> BaseGeometry:
    """A vertex taken out. Raises ``InputError("wall_shape.too_short")`` where too few would be left."""
    parts = paths(shape)
    part, closed = parts[vertex[0]], isinstance(shape, Polygon)
    if len(part) <= (4 if closed else 2):
        raise InputError("wall_shape.too_short", needed=3 if closed else 2)
    if closed and vertex[1] in (0, len(part) - 1):
        part[:] = [*part[1:-1], part[1]]
    else:
        del part[vertex[1]]
    return _rebuilt(shape, parts)


def moved(shape: BaseGeometry, dx: float, dy: float) -> BaseGeometry:
    """The whole shape shifted."""
    found: BaseGeometry = shapely.transform(shape, lambda xy: np.round(xy + np.array([dx, dy]), DIGITS))
    return found


def nearest_segment(shape: BaseGeometry, place: Place) -> tuple[Vertex, Place, float]:
    """The segment of a shape nearest to a place, the nearest place on it, and how far it is."""
    best: tuple[Vertex, Place, float] | None = None
    here = Point(place)
    for number, path in enumerate(paths(shape)):
        for index, (start, end) in enumerate(pairwise(path)):
            line = LineString([start, end])
            distance = line.distance(here)
            if best is None or distance < best[2]:
                on = line.interpolate(line.project(here))
                best = (number, index), (round(on.x, DIGITS), round(on.y, DIGITS)), distance
    if best is None:
        raise InputError("wall_shape.too_short", needed=2)
    return best


def split_by(shape: BaseGeometry, blade: LineString) -> list[BaseGeometry]:
    """A line or area cut by a line across it: the pieces, largest first.

    Raises ``InputError("wall_shape.not_across")`` where the blade does not cut right through.
    """
    if isinstance(shape, Polygon):
        pieces = [p for p in split(shape, blade).geoms if p.area > 1e-8]
    elif isinstance(shape, LineString):
        pieces = [p for p in split(shape, blade).geoms if p.length > 1e-6]
    else:
        pieces = []
    if len(pieces) < 2:
        raise InputError("wall_shape.not_across")
    pieces = [shapely.set_precision(p, 10.0**-DIGITS) for p in pieces]
    return sorted(pieces, key=lambda p: -(p.area or p.length))


def closed_around(
    lines: Iterable[BaseGeometry], areas: Iterable[BaseGeometry], frame: BaseGeometry, place: Place
) -> Polygon:
    """The area around a place that lines, and the edge of the wall ``frame``, close; what other areas take of
    it is left out. Ends within two centimetres of a line are taken to meet it.

    Raises ``InputError("wall_shape.open")`` where nothing closes around the place.
    """
    bounds = unary_union([frame.boundary, *(_reaching(line) for line in lines)])
    here = Point(place)
    found = next((area for area in polygonize(bounds) if area.contains(here)), None)
    if found is None:
        raise InputError("wall_shape.open")
    taken = unary_union([area for area in areas if area.intersects(found)])
    left = found.difference(taken) if not taken.is_empty else found
    parts = [p for p in getattr(left, "geoms", [left]) if isinstance(p, Polygon) and p.contains(here)]
    if not parts:
        raise InputError("wall_shape.taken")
    found = shapely.set_precision(parts[0], 10.0**-DIGITS)
    if not isinstance(found, Polygon):
        raise InputError("wall_shape.open")
    return found


def _reaching(line: BaseGeometry) -> BaseGeometry:
    """A line whose loose ends are led on by two centimetres, so that what nearly meets does."""
    joined = linemerge(line) if isinstance(line, MultiLineString) else line
    if not isinstance(joined, LineString) or joined.is_ring:
        return line
    places = [(x, y) for x, y, *_ in joined.coords]
    ends = (_beyond(places[1], places[0]), _beyond(places[-2], places[-1]))
    return LineString([ends[0], *places, ends[1]])


def _beyond(before: Place, end: Place) -> Place:
    length = max(1e-9, ((end[0] - before[0]) ** 2 + (end[1] - before[1]) ** 2) ** 0.5)
    return (
        end[0] + (end[0] - before[0]) / length * GAP_M,
        end[1] + (end[1] - before[1]) / length * GAP_M,
    )
