"""The elevation along a line of several legs, with the band about it, as the profile panel reads each leg."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.crs import geod
from faultgis.errors import InputError
from faultgis.services.profiling import METRES_PER_DEGREE, Drawn, sampled
from faultgis.terrain.profiles import Floats, Place, Swath, Window, patch_of

Numbers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class LineProfile:
    """At each distance (m from the line's start): the place (n, 2) in degrees, the elevation on the line
    itself, and the median, least, greatest and standard deviation (m) of ``count`` elevations in the band;
    NaN where nothing is known."""

    distance: Floats
    places: Floats
    elevation: Floats
    median: Floats
    low: Floats
    high: Floats
    sigma: Floats
    count: Numbers

    def rows(self) -> list[dict[str, Any]]:
        """One record a distance; ``None`` where nothing is known."""
        columns = {
            "distance_m": self.distance,
            "elevation_m": self.elevation,
            "median_m": self.median,
            "min_m": self.low,
            "max_m": self.high,
            "sigma_m": self.sigma,
            "count": self.count,
            "longitude": self.places[:, 0],
            "latitude": self.places[:, 1],
        }
        digits = {"longitude": 9, "latitude": 9}
        return [
            {name: _plain(values[row], digits.get(name, 4)) for name, values in columns.items()}
            for row in range(len(self.distance))
        ]


def _plain(value: Any, digits: int) -> float | int | None:
    if not np.isfinite(value):
        return None
    return int(value) if isinstance(value, np.integer) else round(float(value), digits)


def line_profile(
    places: Sequence[Place], half_width: float, window: Window, cell: tuple[float, float]
) -> LineProfile:
    """The profile along places in degrees. Each leg is sampled by itself, at the raster's cells and at most
    1,500 times, its band ``half_width`` metres to either side and at right angles to it.

    Raises ``InputError``: ``profile.line`` (fewer than two different places), ``profile.no_relief`` (no leg
    has a known elevation).
    """
    legs = [Drawn(a, b, half_width) for a, b in pairwise(places) if a != b]
    if not legs:
        raise InputError("profile.line")
    parts, start = list[LineProfile](), 0.0
    for leg in legs:
        try:
            parts.append(_leg(leg, start, window, cell))
        except InputError as error:
            if error.code != "profile.no_relief":
                raise
        start += leg.length
    if not parts:
        raise InputError("profile.no_relief")
    return _joined(parts)


def _leg(leg: Drawn, start: float, window: Window, cell: tuple[float, float]) -> LineProfile:
    found: Swath = sampled(leg, window, cell)
    count = len(found.distance)
    azimuth, _, _ = geod().inv(*leg.start, *leg.end)
    ends = (np.full(count, leg.start[0]), np.full(count, leg.start[1]))
    lon, lat, _ = geod().fwd(*ends, np.full(count, azimuth), found.distance)
    places = np.column_stack([lon, lat])
    margin = 3 * max(cell) + 1 / METRES_PER_DEGREE
    (west, south), (east, north) = places.min(axis=0) - margin, places.max(axis=0) + margin
    ground = patch_of(window, (west, south, east, north), min(cell))
    height = ground(places[:, 0], places[:, 1]) if ground is not None else np.full(count, np.nan)
    band = found.median, found.low, found.high, found.sigma
    return LineProfile(found.distance + start, places, height, *band, found.count)


def _joined(parts: list[LineProfile]) -> LineProfile:
    """All legs; where two meet, the place is told once."""
    last, kept = -1.0, []
    for part in parts:
        kept.append(part.distance > last + 1e-6)
        last = float(part.distance[-1])
    names = ("distance", "places", "elevation", "median", "low", "high", "sigma", "count")
    columns = {
        name: np.concatenate([getattr(p, name)[keep] for p, keep in zip(parts, kept, strict=True)])
        for name in names
    }
    return LineProfile(**columns)
