"""Shaded relief of elevation grids, by Horn's (1981) third-order finite differences, as gdaldem does it."""

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Grid: TypeAlias = NDArray[np.float32]
Shade: TypeAlias = NDArray[np.uint8]

NODATA = 0
DIRECTIONS = (225.0, 270.0, 315.0, 360.0)


def gradient(elevation: ArrayLike, cell_x_m: float, cell_y_m: float) -> tuple[Grid, Grid]:
    """Rise per metre towards east and north (Horn 1981), of a grid whose first row is the northernmost.

    ``elevation`` is in metres, NaN where unknown; the cell sizes are metres on the ground. Beyond the grid's
    edge and at unknown neighbours the surface is continued in a straight line, so the edge keeps its slope.
    """
    z = _framed(np.asarray(elevation, dtype=np.float32))
    down = z[1:-1] * np.float32(2)
    down += z[:-2]
    down += z[2:]
    east = down[:, 2:] - down[:, :-2]
    east *= np.float32(1 / (8 * cell_x_m))
    across = z[:, 1:-1] * np.float32(2)
    across += z[:, :-2]
    across += z[:, 2:]
    north = across[:-2] - across[2:]
    north *= np.float32(1 / (8 * cell_y_m))
    return east, north


def _framed(z: Grid) -> Grid:
    """The grid with a margin of one cell, and its holes' rims filled, by straight continuation. What a cell
    gets depends on nothing farther than three cells away: parts of a grid show no seam."""
    framed: Grid = np.pad(z, 1, constant_values=np.nan)
    for side in (framed, framed.T):
        side[0], side[-1] = side[1], side[-2]
        if len(side) > 3:
            side[0] += side[1] - side[2]
            side[-1] += side[-2] - side[-3]
    missing = np.isnan(framed)
    return _continued(framed, missing) if missing.any() else framed


def _continued(z: Grid, missing: NDArray[np.bool_]) -> Grid:
    """Each unknown cell takes the mean of what its known neighbours, continued straight on, say of it; where
    none can be continued, their mean."""
    sums = np.zeros((2, *z.shape), dtype=np.float32)
    counts = np.zeros((2, *z.shape), dtype=np.float32)
    for dy, dx in ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)):
        near, far = _shifted(z, dy, dx), _shifted(z, 2 * dy, 2 * dx)
        for number, guess in enumerate((2 * near - far, near)):
            known = missing & ~np.isnan(guess)
            sums[number][known] += guess[known]
            counts[number][known] += 1
    filled = z.copy()
    for number in (1, 0):
        rim = counts[number] > 0
        filled[rim] = sums[number][rim] / counts[number][rim]
    return filled


def _shifted(z: Grid, dy: int, dx: int) -> Grid:
    moved = np.full_like(z, np.nan)
    rows, columns = z.shape
    to = slice(max(0, -dy), min(rows, rows - dy)), slice(max(0, -dx), min(columns, columns - dx))
    of = slice(max(0, dy), min(rows, rows + dy)), slice(max(0, dx), min(columns, columns + dx))
    moved[to] = z[of]
    return moved


def hillshade(
    elevation: ArrayLike,
    cell_x_m: float,
    cell_y_m: float,
    azimuth: float = 315,
    altitude: float = 45,
    exaggeration: float = 1,
) -> Shade:
    """How brightly a light from ``azimuth`` and ``altitude`` (degrees; clockwise from north, above the
    horizon) falls on the surface: 1 + 254 cos(angle of incidence), 1 in its own shadow, 0 where elevation is
    NaN. ``exaggeration`` multiplies heights. Equals ``gdaldem hillshade -alg Horn`` away from the edges.
    """
    east, north = gradient(elevation, cell_x_m, cell_y_m)
    return _lit(east, north, azimuth, altitude, exaggeration, np.asarray(elevation))


def _lit(
    east: Grid,
    north: Grid,
    azimuth: float,
    altitude: float,
    exaggeration: float,
    elevation: NDArray[np.generic],
) -> Shade:
    az, alt, z = math.radians(azimuth), math.radians(altitude), exaggeration
    light = east * np.float32(-z * math.sin(az) * math.cos(alt))
    light -= north * np.float32(z * math.cos(az) * math.cos(alt))
    light += np.float32(math.sin(alt))
    light /= _steepness(east, north, z)
    return _shade(light, elevation)


def _steepness(east: Grid, north: Grid, exaggeration: float) -> Grid:
    """The length of the surface's normal where its upright part is 1."""
    steep: Grid = east * east
    steep += north * north
    steep *= np.float32(exaggeration * exaggeration)
    steep += np.float32(1)
    return np.sqrt(steep, out=steep)


def _shade(light: NDArray[np.floating[Any]], elevation: NDArray[np.generic]) -> Shade:
    holes = np.isnan(elevation)
    some = bool(holes.any())
    if some:
        light[holes] = 0
    np.clip(light, 0, 1, out=light)
    light *= 254
    light += 1.5
    shade: Shade = light.astype(np.uint8)
    if some:
        shade[holes] = NODATA
    return shade


def multidirectional(
    elevation: ArrayLike, cell_x_m: float, cell_y_m: float, altitude: float = 45, exaggeration: float = 1
) -> Shade:
    """Light from four directions, each weighted by how much a slope lies across it (Mark 1992): shows
    scarps that run along a single light's direction. 0 where elevation is NaN.
    """
    east, north = gradient(elevation, cell_x_m, cell_y_m)
    aspect = np.arctan2(-east, -north)
    alt, z = math.radians(altitude), exaggeration
    slope = _steepness(east, north, z)
    total = np.zeros_like(east)
    for azimuth in DIRECTIONS:
        az = math.radians(azimuth)
        weight = np.sin(aspect - np.float32(az)) ** 2
        run = east * np.float32(math.sin(az)) + north * np.float32(math.cos(az))
        light = (np.float32(math.sin(alt)) - np.float32(z * math.cos(alt)) * run) / slope
        total += weight * np.clip(light, 0, None)
    return _shade(total / 2, np.asarray(elevation))


def slope_degrees(elevation: ArrayLike, cell_x_m: float, cell_y_m: float) -> Grid:
    """The steepest slope in degrees from the horizontal (Horn 1981), NaN where elevation is NaN."""
    east, north = gradient(elevation, cell_x_m, cell_y_m)
    steep: Grid = np.degrees(np.arctan(np.hypot(east, north))).astype(np.float32)
    steep[np.isnan(np.asarray(elevation))] = np.nan
    return steep
