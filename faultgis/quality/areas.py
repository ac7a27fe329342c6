"""Areas, and lines beside them, as quality checks compare them."""

from typing import TypeGuard

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from faultgis.crs.ellipsoid import area_m2
from faultgis.geometry.frame import degree_lengths


def is_area(shape: BaseGeometry | None) -> TypeGuard[Polygon | MultiPolygon]:
    """Whether it is a polygon with something in it."""
    return isinstance(shape, Polygon | MultiPolygon) and not shape.is_empty


def is_line(shape: BaseGeometry | None) -> TypeGuard[LineString | MultiLineString]:
    """Whether it is a line that can be compared with areas."""
    return isinstance(shape, LineString | MultiLineString) and not shape.is_empty and shape.is_valid


def valid(shape: BaseGeometry | None) -> BaseGeometry:
    """The same ground as a valid shape (an invalid one is another rule's finding)."""
    assert shape is not None
    return shape if shape.is_valid else shapely.make_valid(shape)


def rough_areas(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Square metres by the degrees at each shape's middle, to sort out what is tiny."""
    bounds = shapely.bounds(shapes)
    east, north = degree_lengths((bounds[:, 1] + bounds[:, 3]) / 2)
    return np.asarray(np.nan_to_num(shapely.area(shapes) * east * north), dtype=np.float64)


def areas_only(shape: BaseGeometry) -> MultiPolygon:
    """The polygons of a shape that may hold lines and points as well."""
    parts = (each for part in shapely.get_parts(shape) for each in shapely.get_parts(part))
    return MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def clefts(ground: BaseGeometry, width_m: float) -> list[BaseGeometry]:
    """Strips narrower than so many metres that run into some ground from outside, or between its parts: what
    closing the ground fills. Its holes are none."""
    _, south, _, north = ground.bounds
    metres = np.array(degree_lengths((south + north) / 2))
    outlines = [shapely.Polygon(part.exterior) for part in shapely.get_parts(areas_only(ground))]
    filled = shapely.transform(shapely.union_all(outlines), lambda xy: xy * metres)
    closed = filled.buffer(width_m / 2).buffer(-width_m / 2)
    found = shapely.get_parts(areas_only(closed.difference(filled)))
    return [shapely.transform(part, lambda xy: xy / metres) for part in found]


def size(shape: BaseGeometry) -> str:
    """Its area in square metres, in words."""
    return f"{area_m2(areas_only(shape)):.0f}"


def inside(shape: BaseGeometry) -> tuple[float, float]:
    """A place in it, in degrees."""
    place = shapely.point_on_surface(shape)
    return float(place.x), float(place.y)
