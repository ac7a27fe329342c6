"""Elevation along a line, along swaths across a trace, and fans of such swaths.

Places are either metres of a local grid (x, y) or CGCS2000 degrees (longitude, latitude; ``lonlat=True``);
distances are metres, in the second case along geodesics. What gives elevations is any function of two arrays
of coordinates, for instance a ``Patch`` of a raster. Unknown elevations are NaN and stay unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.crs import geod
from faultgis.errors import InputError
from faultgis.geometry.frame import Frame, as_coordinates

Floats: TypeAlias = NDArray[np.float64]
Ground: TypeAlias = Callable[[Floats, Floats], Floats]
Place: TypeAlias = tuple[float, float]
Bounds: TypeAlias = tuple[float, float, float, float]
# West, south, east, north, columns, rows to elevations, north first; None where there are none.
Window: TypeAlias = Callable[[Bounds, int, int], NDArray[Any] | None]

MOST_POINTS = 100_000
MOST_CELLS = 4_000


@dataclass(frozen=True)
class Patch:
    """Elevations on a grid whose first row is the northernmost; ``west`` and ``north`` are the outer
    corner."""

    values: NDArray[np.floating[Any]]
    west: float
    north: float
    cell_x: float
    cell_y: float

    def __call__(self, x: Floats, y: Floats) -> Floats:
        """Bilinear elevation at places; NaN outside the outermost cells' centres' half cell, and wherever a
        cell that has a share in it is unknown."""
        column = (np.asarray(x, dtype=np.float64) - self.west) / self.cell_x - 0.5
        row = (self.north - np.asarray(y, dtype=np.float64)) / self.cell_y - 0.5
        rows, columns = self.values.shape
        outside = ~((column >= -0.5) & (column <= columns - 0.5) & (row >= -0.5) & (row <= rows - 0.5))
        column = np.clip(np.where(outside, 0, column), 0, columns - 1)
        row = np.clip(np.where(outside, 0, row), 0, rows - 1)
        left, top = np.floor(column).astype(int), np.floor(row).astype(int)
        right, bottom = np.minimum(left + 1, columns - 1), np.minimum(top + 1, rows - 1)
        found = np.zeros(column.shape)
        for r, c, share in (
            (top, left, (1 - (row - top)) * (1 - (column - left))),
            (top, right, (1 - (row - top)) * (column - left)),
            (bottom, left, (row - top) * (1 - (column - left))),
            (bottom, right, (row - top) * (column - left)),
        ):
            found += np.where(share > 0, share * self.values[r, c], 0.0)
        found[outside] = np.nan
        return found


def patch_of(window: Window, bounds: Bounds, cell: float) -> Patch | None:
    """The part of a raster within bounds, in cells of about ``cell`` (in the bounds' unit; at most 4,000 a
    side); None where the raster does not reach."""
    west, south, east, north = bounds
    columns, rows = (
        int(np.clip(np.ceil(side / cell), 2, MOST_CELLS)) for side in (east - west, north - south)
    )
    values = window(bounds, columns, rows)
    if values is None:
        return None
    return Patch(values, west, north, (east - west) / columns, (north - south) / rows)


@dataclass(frozen=True)
class Profile:
    """Elevations along a line: distance from its start (m), elevation (m), and the places (n, 2)."""

    distance: Floats
    elevation: Floats
    places: Floats


@dataclass(frozen=True)
class Station:
    """Where a profile crosses a trace: ``along`` metres from the trace's start, and the profile's azimuth."""

    place: Place
    along: float
    azimuth: float


@dataclass(frozen=True)
class Swath:
    """Elevations across a trace, taken over a band: at each distance (m, negative before the trace) the
    median, least, greatest and standard deviation of ``count`` known elevations; ``ends`` are those of its
    line."""

    station: Station
    distance: Floats
    median: Floats
    low: Floats
    high: Floats
    sigma: Floats
    count: NDArray[np.int64]
    ends: tuple[Place, Place]


def lengths(places: Floats, lonlat: bool) -> Floats:
    """Metres of each segment of a path."""
    if not lonlat:
        return np.asarray(np.hypot(*np.diff(places, axis=0).T), dtype=np.float64)
    _, _, found = geod().inv(places[:-1, 0], places[:-1, 1], places[1:, 0], places[1:, 1])
    return np.asarray(found, dtype=np.float64)


def along_line(ground: Ground, vertices: Any, step: float, *, lonlat: bool = False) -> Profile:
    """The elevations every ``step`` metres along a line, its last vertex included.

    Raises ``InputError``: ``profile.line`` (no length, not finite), ``profile.step`` (not above zero, or more
    than 100,000 points).
    """
    places, reached = _path(vertices, lonlat)
    distance = _steps(0.0, float(reached[-1]), step)
    laid = np.column_stack([np.interp(distance, reached, side) for side in places.T])
    return Profile(distance, ground(laid[:, 0], laid[:, 1]), laid)


def _path(vertices: Any, lonlat: bool) -> tuple[Floats, Floats]:
    places = as_coordinates(vertices)
    if len(places) < 2 or not np.isfinite(places).all():
        raise InputError("profile.line")
    keep = np.concatenate([[True], np.any(np.diff(places, axis=0) != 0, axis=1)])
    places = places[keep]
    if len(places) < 2:
        raise InputError("profile.line")
    return places, np.concatenate([[0.0], np.cumsum(lengths(places, lonlat))])


def _steps(low: float, high: float, step: float) -> Floats:
    if not (np.isfinite(step) and step > 0 and (high - low) / step <= MOST_POINTS):
        raise InputError("profile.step", step=step, length=high - low, most=MOST_POINTS)
    found = np.asarray(low + step * np.arange(int((high - low) / step + 1e-9) + 1), dtype=np.float64)
    return np.append(found, high) if high - found[-1] > 1e-6 * step else found


def fan(vertices: Any, spacing: float, *, chord: float | None = None, lonlat: bool = False) -> list[Station]:
    """Stations every ``spacing`` metres along a trace, half a spacing from its start on; a trace shorter than
    that has one in its middle. Profiles run to the trace's right, at right angles to its chord over ``chord``
    metres (default: the spacing), so that a small kink turns none of them.

    Raises ``InputError``: see ``along_line``.
    """
    places, reached = _path(vertices, lonlat)
    total = float(reached[-1])
    _steps(0.0, total, spacing)
    at = np.arange(spacing / 2, total, spacing) if total > spacing / 2 else np.array([total / 2])
    return [_station(places, reached, float(d), chord or spacing, lonlat) for d in at]


def station_at(vertices: Any, along: float, chord: float, *, lonlat: bool = False) -> Station:
    """The station ``along`` metres from the start of a trace; see ``fan``."""
    places, reached = _path(vertices, lonlat)
    return _station(places, reached, float(np.clip(along, 0, reached[-1])), chord, lonlat)


def _station(places: Floats, reached: Floats, along: float, chord: float, lonlat: bool) -> Station:
    def place(distance: float) -> Floats:
        held = float(np.clip(distance, 0, reached[-1]))
        return np.array([np.interp(held, reached, side) for side in places.T])

    middle, before, behind = place(along), place(along - chord / 2), place(along + chord / 2)
    ends = np.array([before, behind])
    if lonlat:
        ends = Frame(float(middle[0]), float(middle[1])).to_metres(ends)
    step = ends[1] - ends[0]
    azimuth = (float(np.degrees(np.arctan2(step[0], step[1]))) + 90) % 360
    return Station((float(middle[0]), float(middle[1])), along, azimuth)


def swath(
    ground: Ground,
    station: Station,
    half_length: float,
    half_width: float,
    step: float,
    *,
    lonlat: bool = False,
) -> Swath:
    """The band of elevations about the line through a station: ``half_length`` metres to either side of the
    trace, ``half_width`` to either side of the line, sampled every ``step`` metres both ways.

    Raises ``InputError("profile.step")`` for a step or half length that is not above zero, a negative width,
    or more than 100,000 samples.
    """
    if not (half_length > 0 and half_width >= 0 and np.isfinite([half_length, half_width]).all()):
        raise InputError("profile.step", step=half_width, length=2 * half_length, most=MOST_POINTS)
    side = _steps(0.0, half_length, step)
    distance = np.concatenate([-side[:0:-1], side])
    beside = _steps(0.0, half_width, step)
    across = np.concatenate([-beside[:0:-1], beside])
    if len(distance) * len(across) > MOST_POINTS:
        raise InputError("profile.step", step=step, length=2 * half_length, most=MOST_POINTS)
    x, y = _laid(station, distance, across, lonlat)
    z = ground(x, y)
    middle = len(across) // 2
    first, last = ((float(x[i, middle]), float(y[i, middle])) for i in (0, -1))
    return Swath(station, distance, *_statistics(z), (first, last))


def _laid(station: Station, distance: Floats, across: Floats, lonlat: bool) -> tuple[Floats, Floats]:
    shape = len(distance), len(across)
    azimuth = np.radians(station.azimuth)
    if not lonlat:
        s, t = distance[:, None], across[None, :]
        x = station.place[0] + s * np.sin(azimuth) + t * np.cos(azimuth)
        y = station.place[1] + s * np.cos(azimuth) - t * np.sin(azimuth)
        return x, y
    n = len(distance)
    calculator = geod()
    lon, lat, back = calculator.fwd(
        np.full(n, station.place[0]), np.full(n, station.place[1]), np.full(n, station.azimuth), distance
    )
    # Behind the station a distance is negative, and the azimuth back to it points ahead.
    ahead = np.asarray(back) + 180
    right = np.repeat(ahead + 90, shape[1])
    x, y, _ = calculator.fwd(np.repeat(lon, shape[1]), np.repeat(lat, shape[1]), right, np.tile(across, n))
    return np.asarray(x).reshape(shape), np.asarray(y).reshape(shape)


def _statistics(z: Floats) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.int64]]:
    known = np.isfinite(z)
    count = known.sum(axis=1)
    found = np.full((4, len(z)), np.nan)
    some = count > 0
    if some.any():
        part = np.where(known, z, np.nan)[some]
        found[:, some] = [
            np.nanmedian(part, axis=1),
            np.nanmin(part, axis=1),
            np.nanmax(part, axis=1),
            np.nanstd(part, axis=1),
        ]
    return found[0], found[1], found[2], found[3], count.astype(np.int64)
