"""Metres about a place: the azimuthal equidistant projection of the CGCS2000 ellipsoid.

From the centre distances and azimuths are the geodesic ones; at a distance c from it lengths across are too
long by (c / 6378 km)² / 6: 3e-6 at 25 km, so that widths are true to far below 0.1 % anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.crs.ellipsoid import geod
from faultgis.geometry.frame import Coordinates


@dataclass(frozen=True)
class Centred:
    """Metres east and north of a place given in degrees."""

    longitude: float
    latitude: float

    @classmethod
    def around(cls, places: Coordinates) -> "Centred":
        """About the middle of some places, rounded so that the order of the places does not matter."""
        (west, south), (east, north) = places.min(axis=0), places.max(axis=0)
        return cls(round(float(west + east) / 2, 6), round(float(south + north) / 2, 6))

    def to_metres(self, places: Coordinates) -> Coordinates:
        """Degrees, an array (n, 2), to metres."""
        count = len(places)
        lon, lat = np.full(count, self.longitude), np.full(count, self.latitude)
        azimuth, _, metres = geod().inv(lon, lat, places[:, 0], places[:, 1])
        turned = np.radians(azimuth)
        return np.column_stack([metres * np.sin(turned), metres * np.cos(turned)])

    def to_degrees(self, xy: Coordinates) -> Coordinates:
        """Metres, an array (n, 2), to degrees."""
        return to_degrees([self], [len(xy)], xy)


def to_degrees(
    frames: Sequence[Centred], counts: Sequence[int] | NDArray[np.int32], xy: Coordinates
) -> Coordinates:
    """Metres of several frames, so many places of each one after the other, to degrees."""
    centres = np.array([(frame.longitude, frame.latitude) for frame in frames])
    lon, lat = np.repeat(centres, counts, axis=0).T
    azimuth = np.degrees(np.arctan2(xy[:, 0], xy[:, 1]))
    east, north, _ = geod().fwd(lon, lat, azimuth, np.hypot(xy[:, 0], xy[:, 1]))
    return np.column_stack([east, north])
