"""Lengths, directions and areas on the CGCS2000 ellipsoid (a = 6 378 137 m, 1/f = 298.257222101)."""

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

if TYPE_CHECKING:
    from pyproj import Geod

SEMI_MAJOR = 6_378_137.0
FLATTENING = 1 / 298.257222101
_E2 = FLATTENING * (2 - FLATTENING)


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Metres per degree of longitude and of latitude at a latitude, on the CGCS2000 ellipsoid."""
    phi = math.radians(latitude)
    w = math.sqrt(1 - _E2 * math.sin(phi) ** 2)
    east = math.pi / 180 * SEMI_MAJOR / w * math.cos(phi)
    north = math.pi / 180 * SEMI_MAJOR * (1 - _E2) / w**3
    return east, north


@cache
def geod() -> "Geod":
    """The CGCS2000 ellipsoid as pyproj's geodesic calculator (Karney 2013, errors of nanometres)."""
    from pyproj import Geod

    return Geod(a=SEMI_MAJOR, rf=1 / FLATTENING)


def distance_azimuth(lon1: float, lat1: float, lon2: float, lat2: float) -> tuple[float, float]:
    """Geodesic distance (m) and the azimuth at the first point (degrees from north, 0 ≤ a < 360)."""
    azimuth, _, metres = geod().inv(lon1, lat1, lon2, lat2)
    return float(metres), float(azimuth) % 360.0 if metres > 0 else 0.0


def destination(lon: float, lat: float, azimuth: float, metres: float) -> tuple[float, float]:
    """The point that lies ``metres`` away along the geodesic that leaves at ``azimuth`` degrees."""
    east, north, _ = geod().fwd(lon, lat, azimuth, metres)
    return float(east), float(north)


def lengths_m(geometries: Sequence[BaseGeometry | None]) -> NDArray[np.float64]:
    """Geodesic length in metres of each line (all its parts), in one pass; 0 for points and ``None``.

    A polygon counts with its rings, as ``length_m`` does.
    """
    found = np.zeros(len(geometries))
    parts, owners = shapely.get_parts(np.asarray(geometries, dtype=object), return_index=True)
    polygons = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, ring_owners = shapely.get_rings(parts[polygons], return_index=True)
    lines = np.concatenate([parts[~polygons], rings])
    owners = np.concatenate([owners[~polygons], owners[polygons][ring_owners]])
    xy, line = shapely.get_coordinates(lines, return_index=True)
    if len(xy) < 2:
        return found
    inside = line[1:] == line[:-1]
    start, end = xy[:-1][inside], xy[1:][inside]
    _, _, metres = geod().inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    np.add.at(found, owners[line[1:][inside]], metres)
    return found


def length_m(geometry: BaseGeometry) -> float:
    """Geodesic length in metres of a line, of all parts of a multi-line, of a polygon's rings."""
    return float(lengths_m([geometry])[0])


def area_m2(geometry: BaseGeometry) -> float:
    """Geodesic area in square metres of a polygon or of all parts of a multi-polygon, never negative."""
    area, _ = geod().geometry_area_perimeter(shapely.orient_polygons(geometry))
    return abs(float(area))
