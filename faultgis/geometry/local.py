"""A local grid in metres that hangs nowhere on the earth, as the map needs it: in degrees about (0, 0).

The map, its tools and the reading of rasters work in degrees of longitude and latitude and measure on the
CGCS2000 ellipsoid. A local grid is laid on that ellipsoid where longitude and latitude are zero: there a
degree is nearly the same everywhere, so that two constants take metres to degrees and back. The places so
found mean nothing but the grid; they are never stored.

Within ``reach`` metres north and south of the frame's middle a geodesic differs from the grid's own distance
by at most (reach / 6,378,137 m)² / 4 of it: 0.002 mm in 1 km on a site that reaches 500 m, 0.6 mm in 1 km
where it reaches 10 km.
"""

from dataclasses import dataclass
from math import degrees, sqrt
from typing import TypeAlias

import numpy as np

from faultgis.crs.ellipsoid import SEMI_MAJOR, metres_per_degree
from faultgis.geometry.frame import Coordinates

Bounds: TypeAlias = tuple[float, float, float, float]

# Beyond this a degree is no longer the same at both ends, and the map would show the grid bent.
FURTHEST_M = 500_000.0


@dataclass(frozen=True)
class LocalFrame:
    """A local grid about the place ``x``, ``y`` (metres), true for ``reach`` metres north and south of it."""

    x: float
    y: float
    reach: float = 0.0

    @classmethod
    def around(cls, bounds: Bounds) -> "LocalFrame":
        """The frame about the middle of some bounds (metres)."""
        west, south, east, north = bounds
        return cls((west + east) / 2, (south + north) / 2, abs(north - south) / 2)

    @property
    def scale(self) -> Coordinates:
        """Metres per degree eastwards and northwards. Taken where the difference to the outermost parallel is
        as large as that to the middle one."""
        latitude = degrees(min(self.reach, FURTHEST_M) / sqrt(2) / SEMI_MAJOR)
        return np.array(metres_per_degree(latitude))

    def to_canvas(self, xy: Coordinates) -> Coordinates:
        """Metres of the grid, an array (n, 2), to the map's degrees."""
        return np.asarray((np.asarray(xy) - (self.x, self.y)) / self.scale, dtype=np.float64)

    def to_metres(self, places: Coordinates) -> Coordinates:
        """The map's degrees, an array (n, 2), to metres of the grid."""
        return np.asarray(np.asarray(places) * self.scale + (self.x, self.y), dtype=np.float64)

    def canvas_bounds(self, bounds: Bounds) -> Bounds:
        """West, south, east, north in metres to the map's degrees."""
        west, south, east, north = bounds
        (w, s), (e, n) = self.to_canvas(np.array([(west, south), (east, north)])).tolist()
        return w, s, e, n
