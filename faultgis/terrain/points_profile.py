"""Points of a cloud in a band along a line: where each lies on the profile, and the profile they give where
there is no terrain model.

Distances are metres along the geodesic from the line's start; ``across`` is positive to its right.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.crs import geod
from faultgis.errors import InputError
from faultgis.geometry.cubic import Floats, Way
from faultgis.terrain.profiles import Place, Station, Swath

GROUND = 2
NOISE = (7, 18)
MOST_BINS = 1500
LEAST_IN_BIN = 8
LEAST_GROUND = 0.01


@dataclass(frozen=True)
class BandPoints:
    """Points in a band: distance and across (m), elevation (m), ASPRS class. ``share`` of all points that
    were looked at, 1 where every point is there."""

    distance: Floats
    across: Floats
    elevation: Floats
    classes: NDArray[np.uint8]
    share: float = 1.0

    def __len__(self) -> int:
        return len(self.distance)

    def taken(self, which: NDArray[Any]) -> "BandPoints":
        """Some of them."""
        return BandPoints(
            self.distance[which], self.across[which], self.elevation[which], self.classes[which], self.share
        )

    def at_most(self, most: int) -> "BandPoints":
        """An even choice where there are more than ``most``."""
        return self if len(self) <= most else self.taken(np.linspace(0, len(self) - 1, most).astype(int))


def along_across(start: Place, end: Place) -> Way:
    """From longitude and latitude to metres along and across the line from ``start`` to ``end``."""
    calculator = geod()
    azimuth, _, _ = calculator.inv(*start, *end)

    def way(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        toward, _, metres = calculator.inv(
            np.full(len(lon), start[0]), np.full(len(lat), start[1]), np.asarray(lon), np.asarray(lat)
        )
        turn = np.radians(np.asarray(toward) - azimuth)
        return np.asarray(metres) * np.cos(turn), np.asarray(metres) * np.sin(turn)

    return way


def surface(points: BandPoints) -> tuple[BandPoints, bool]:
    """The points that say where the ground is, and whether these are classified ground: all of class 2 where
    at least a hundredth is, else all but noise."""
    ground = points.classes == GROUND
    if len(points) and ground.mean() >= LEAST_GROUND:
        return points.taken(ground), True
    return points.taken(~np.isin(points.classes, NOISE)), False


def binned(points: BandPoints, station: Station, length: float, ends: tuple[Place, Place]) -> Swath:
    """The profile that points give: the median elevation in even steps along a line of ``length`` metres,
    wide enough for about eight points each, at most 1,500 of them; with least, greatest and standard
    deviation. Steps without points stay unknown.

    Raises ``InputError("profile.no_relief")`` where there are fewer than two points.
    """
    if len(points) < 2 or length <= 0:
        raise InputError("profile.no_relief")
    steps = int(np.clip(len(points) / LEAST_IN_BIN, 2, MOST_BINS))
    distance = np.linspace(0, length, steps + 1)
    number = np.clip(np.rint(points.distance / (length / steps)), 0, steps).astype(np.int64)
    order = np.lexsort((points.elevation, number))
    z, count = points.elevation[order], np.bincount(number, minlength=steps + 1)
    last = np.cumsum(count)
    first, known = last - count, count > 0
    found = np.full((4, steps + 1), np.nan)
    low, high = first[known] + (count[known] - 1) // 2, first[known] + count[known] // 2
    found[0, known] = (z[low] + z[high]) / 2
    found[1, known], found[2, known] = z[first[known]], z[last[known] - 1]
    found[3, known] = _deviation(number, points.elevation, count)[known]
    return Swath(station, distance, found[0], found[1], found[2], found[3], count.astype(np.int64), ends)


def _deviation(number: NDArray[np.int64], z: Floats, count: NDArray[np.int64]) -> Floats:
    """Standard deviation by step, about the mean of all: squares of large heights would lose digits."""
    moved, held = z - z.mean(), np.maximum(count, 1)
    mean = np.bincount(number, moved, len(count)) / held
    square = np.bincount(number, (moved - mean[number]) ** 2, len(count)) / held
    return np.asarray(np.sqrt(square), dtype=np.float64)
