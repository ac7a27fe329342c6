"""A local metric frame: degrees scaled by the CGCS2000 ellipsoid's radii at one place, origin taken off.

Within 20 km of its origin a frame is true to about 0.1 %; it serves nearness, tolerances and fractions.
Lengths and azimuths that users are told come from ``faultgis.crs``.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.crs.ellipsoid import FLATTENING, SEMI_MAJOR

Coordinates: TypeAlias = NDArray[np.float64]

_E2 = FLATTENING * (2 - FLATTENING)


def as_coordinates(points: Any) -> Coordinates:
    """Any sequence of pairs as an (n, 2) array of floats."""
    found = np.asarray(points, dtype=np.float64)
    return found.reshape(-1, 2)


def degree_lengths(latitudes: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metres per degree of longitude and of latitude at many latitudes (CGCS2000 ellipsoid)."""
    phi = np.radians(np.asarray(latitudes, dtype=np.float64))
    w = np.sqrt(1 - _E2 * np.sin(phi) ** 2)
    metre = np.pi / 180 * SEMI_MAJOR
    return metre / w * np.cos(phi), metre * (1 - _E2) / w**3


def segment_lengths(points: Coordinates) -> NDArray[np.float64]:
    """Metres of each segment of a path in degrees, scaled at the segment's own latitude."""
    east, north = degree_lengths((points[1:, 1] + points[:-1, 1]) / 2)
    steps = np.diff(points, axis=0)
    return np.asarray(np.hypot(steps[:, 0] * east, steps[:, 1] * north), dtype=np.float64)


@dataclass(frozen=True)
class Frame:
    """Metres east and north of an origin given in degrees."""

    longitude: float
    latitude: float

    @classmethod
    def around(cls, points: Coordinates) -> "Frame":
        """The frame at the middle of some points."""
        west, south = points.min(axis=0)
        east, north = points.max(axis=0)
        return cls(float(west + east) / 2, float(south + north) / 2)

    @property
    def scale(self) -> Coordinates:
        """Metres per degree eastwards and northwards."""
        east, north = degree_lengths(self.latitude)
        return np.array([float(east), float(north)])

    def to_metres(self, points: Coordinates) -> Coordinates:
        """Degrees to metres."""
        return np.asarray((points - (self.longitude, self.latitude)) * self.scale, dtype=np.float64)

    def to_degrees(self, xy: Coordinates) -> Coordinates:
        """Metres to degrees."""
        return np.asarray(xy / self.scale + (self.longitude, self.latitude), dtype=np.float64)
