"""A part of a line or of an outline replaced by a new path that begins and ends on it. Metres."""

from collections.abc import Sequence

import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from faultgis.errors import InputError
from faultgis.walls.frames import DIGITS, Place

NEAR_M = 0.002
"""How far off the shape an end of the path may lie: two millimetres; on the screen it is snapped there."""


def touches(shape: BaseGeometry, path: Sequence[Place], near_m: float = NEAR_M) -> bool:
    """Whether a path begins and ends on a line, or on the outline of an area."""
    edge = shape.exterior if isinstance(shape, Polygon) else shape
    ends = (Point(path[0]), Point(path[-1]))
    return isinstance(edge, LineString) and all(edge.distance(end) <= near_m for end in ends)


def reshaped(shape: BaseGeometry, path: Sequence[Place], near_m: float = NEAR_M) -> BaseGeometry:
    """The shape with what lies between the path's ends replaced by the path. Of an area the side is taken
    that changes it least.

    Raises ``InputError``: ``wall_shape.not_on`` (an end is not on the shape), ``wall_shape.crossed``.
    """
    if len(path) < 2 or not touches(shape, path, near_m):
        raise InputError("wall_shape.not_on")
    if isinstance(shape, Polygon):
        return _area(shape, list(path))
    assert isinstance(shape, LineString)
    return _kept(LineString(_line(shape, list(path))))


def _kept(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: xy.round(DIGITS))


def _line(line: LineString, path: list[Place]) -> list[Place]:
    start, end = line.project(Point(path[0])), line.project(Point(path[-1]))
    if start > end:
        start, end, path = end, start, path[::-1]
    before, after = _places(substring(line, 0.0, start)), _places(substring(line, end, line.length))
    return [*before[:-1], *path, *after[1:]]


def _places(piece: BaseGeometry) -> list[Place]:
    return [(x, y) for x, y, *_ in piece.coords]


def _area(area: Polygon, path: list[Place]) -> BaseGeometry:
    ring = LineString(area.exterior.coords)
    start, end = ring.project(Point(path[0])), ring.project(Point(path[-1]))
    if start > end:
        start, end, path = end, start, path[::-1]
    through = _places(substring(ring, start, end))
    around = [*_places(substring(ring, end, ring.length))[:-1], *_places(substring(ring, 0.0, start))]
    holes = [hole.coords for hole in area.interiors]
    made = [Polygon([*path, *around[1:-1]], holes), Polygon([*path, *through[::-1][1:-1]], holes)]
    sound = [p for p in made if p.is_valid and p.area > 0]
    if not sound:
        raise InputError("wall_shape.crossed")
    return _kept(min(sound, key=lambda p: p.symmetric_difference(area).area))
