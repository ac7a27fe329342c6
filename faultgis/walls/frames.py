"""The frame of a wall: metres along it to the right and up, and how facing walls are read alike.

On the screen a wall lies in degrees about (0, 0), as a local grid does, so that the map's scale, tools and
snapping serve for it; places so found mean nothing but the wall and are never stored.
"""

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from faultgis.geometry.frame import as_coordinates
from faultgis.geometry.local import LocalFrame

Place: TypeAlias = tuple[float, float]
DIGITS = 4
"""Decimals of a metre that are kept: a tenth of a millimetre, below what any photo shows."""
FRAME = LocalFrame(0.0, 0.0, 50.0)


def to_canvas(place: Place) -> Place:
    """Metres of the wall to the canvas's degrees."""
    (found,) = FRAME.to_canvas(np.array([place])).tolist()
    return found[0], found[1]


def to_wall(place: Place) -> Place:
    """The canvas's degrees to metres of the wall, to a tenth of a millimetre."""
    (found,) = FRAME.to_metres(np.array([place])).tolist()
    return round(found[0], DIGITS) + 0.0, round(found[1], DIGITS) + 0.0


def all_to_wall(places: Iterable[Place]) -> list[Place]:
    """Places of the canvas in metres of the wall, one after the other."""
    return [to_wall(place) for place in places]


def canvas_lines(shape: BaseGeometry) -> MultiLineString | None:
    """The lines to snap to of a shape in wall metres, on the canvas: a line itself, an area's outline, a
    point as a line of no length."""
    found = [] if shape.is_empty else paths(shape)
    if not found:
        return None
    return MultiLineString([LineString(FRAME.to_canvas(as_coordinates(path))) for path in found])


def paths(shape: BaseGeometry) -> list[list[Place]]:
    """The vertices of a shape, part by part; an area's rings are closed, a point has its place twice."""
    if isinstance(shape, Point):
        return [[(shape.x, shape.y)] * 2]
    if isinstance(shape, LineString):
        return [[(x, y) for x, y, *_ in shape.coords]]
    if isinstance(shape, Polygon):
        return [[(x, y) for x, y, *_ in ring.coords] for ring in (shape.exterior, *shape.interiors)]
    return [path for part in getattr(shape, "geoms", ()) for path in paths(part)]


def facing(place: Place, length_m: float) -> Place:
    """The place of the facing wall that lies across the trench from a place of this one: x runs the other
    way. Twice taken it is the place itself."""
    return length_m - place[0], place[1]


def faced(shape: BaseGeometry, length_m: float) -> BaseGeometry:
    """A shape of one wall where it would lie on the facing wall."""
    found: BaseGeometry = shapely.transform(
        shape, lambda xy: np.column_stack([length_m - xy[:, 0], xy[:, 1]])
    )
    return found


def reach(
    shapes: Iterable[BaseGeometry], length_m: float | None, height_m: float | None
) -> tuple[float, float, float, float]:
    """What a view of a wall shows: all that is drawn, and the wall's stated size (12 by 3 m where nothing is
    known); left, bottom, right, top in metres."""
    boxes = [shape.bounds for shape in shapes if not shape.is_empty]
    if length_m or height_m or not boxes:
        boxes.append((0.0, 0.0, length_m or 12.0, height_m or 3.0))
    low, high = np.array(boxes)[:, :2].min(axis=0), np.array(boxes)[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
