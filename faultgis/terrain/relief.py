"""Shaded relief of elevation grids, by Horn's (1981) third-order finite differences, as gdaldem does it."""

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Grid: TypeAlias = NDArray[np.float32]
Shade: TypeAlias = NDArray[np.uint8]

NODATA = 0
DIRECTIONS = (225.0, 270.0, 315.0, 360.0)


def gradient(
    elevation: ArrayLike, cell_x_m: float, cell_y_m: float, *, corners: bool = False
) -> tuple[Grid, Grid]:
    """Rise per metre towards east and north (Horn 1981), of a grid whose first row is the northernmost.

    ``elevation`` is in metres, NaN where unknown; the cell sizes are metres on the ground. As ``gdaldem
    -compute_edges`` does it, the surface is continued in a straight line beyond the grid's edge, and an
    unknown neighbour counts as being as high as the cell itself. With ``corners`` the four corner cells, too,
    are as it has them (half the true slope along the row).
    """
    heights = np.asarray(elevation, dtype=np.float32)
    z = _framed(heights)
    sides = _sides(z, heights if np.isnan(z).any() else None)
    if corners and min(heights.shape) > 1:
        _turn_corners(sides, heights)
    east, north = sides
    east *= np.float32(1 / (8 * cell_x_m))
    north *= np.float32(1 / (8 * cell_y_m))
    return east, north


def _framed(z: Grid) -> Grid:
    """The grid with a margin of one cell by straight continuation."""
    framed: Grid = np.pad(z, 1, constant_values=np.nan)
    for side in (framed, framed.T):
        side[0], side[-1] = side[1], side[-2]
        if len(side) > 3:
            side[0] += side[1] - side[2]
            side[-1] += side[-2] - side[-3]
    return framed


def _sides(z: Grid, own: Grid | None) -> tuple[Grid, Grid]:
    """Eight cells' worth of rise towards east and north; ``own`` stands in for unknown neighbours. Only
    differences of neighbours are added up, so that a cell's rise hangs on nothing but them."""
    rows, columns = z.shape[0] - 2, z.shape[1] - 2

    def near(down: int, right: int) -> Grid:
        there: Grid = z[down : down + rows, right : right + columns]
        return there if own is None else np.where(np.isnan(there), own, there)

    above, beside, below = ((near(row, 0), near(row, 2)) for row in (0, 1, 2))
    east = beside[1] - beside[0]
    east *= np.float32(2)
    east += above[1] - above[0]
    east += below[1] - below[0]
    north = near(0, 1) - near(2, 1)
    north *= np.float32(2)
    north += above[0] - below[0]
    north += above[1] - below[1]
    return east, north


def _turn_corners(sides: tuple[Grid, Grid], z: Grid) -> None:
    """In the grid's four corners gdaldem repeats the column and continues the row."""
    for row, below in ((0, 1), (-1, -2)):
        for column, beside in ((0, 1), (-1, -2)):
            if np.isnan([z[row, column], z[below, column], z[row, beside], z[below, beside]]).any():
                continue
            away = np.float32(1 if column == 0 else -1)
            sides[0][row, column] = away * 4 * (z[row, beside] - z[row, column])
            drop = 3 * (z[row, column] - z[below, column]) + z[row, beside] - z[below, beside]
            sides[1][row, column] = (2 if row == 0 else -2) * drop


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
    NaN. ``exaggeration`` multiplies heights. Equals ``gdaldem hillshade -compute_edges`` within 1.
    """
    east, north = gradient(elevation, cell_x_m, cell_y_m, corners=True)
    return _lit(east, north, azimuth, altitude, exaggeration, np.asarray(elevation))


def _lit(
    east: Grid,
    north: Grid,
    azimuth: float,
    altitude: float,
    exaggeration: float,
    elevation: NDArray[np.generic],
) -> Shade:
    light = _light(east, north, azimuth, altitude, exaggeration)
    light /= _steepness(east, north, exaggeration)
    return _shade(light, elevation)


def _light(east: Grid, north: Grid, azimuth: float, altitude: float, exaggeration: float) -> Grid:
    """The light along the surface's normal where its upright part is 1."""
    az, alt, z = math.radians(azimuth), math.radians(altitude), exaggeration
    light: Grid = east * np.float32(-z * math.sin(az) * math.cos(alt))
    light -= north * np.float32(z * math.cos(az) * math.cos(alt))
    light += np.float32(math.sin(alt))
    return light


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


def combined(
    elevation: ArrayLike,
    cell_x_m: float,
    cell_y_m: float,
    azimuth: float = 315,
    altitude: float = 45,
    exaggeration: float = 1,
) -> Shade:
    """As ``hillshade``, darkened by steepness: 1 − angle of incidence · slope / (π²/4), as ``gdaldem
    hillshade -combined``. 0 where elevation is NaN."""
    east, north = gradient(elevation, cell_x_m, cell_y_m, corners=True)
    steep = _steepness(east, north, exaggeration)
    incidence = np.arccos(np.clip(_light(east, north, azimuth, altitude, exaggeration) / steep, -1, 1))
    slope = np.arctan(np.sqrt(np.maximum(steep * steep - 1, 0)))
    return _shade(1 - incidence * slope / np.float32(math.pi**2 / 4), np.asarray(elevation))


def multidirectional(
    elevation: ArrayLike, cell_x_m: float, cell_y_m: float, altitude: float = 45, exaggeration: float = 1
) -> Shade:
    """Light from south-west, west, north-west and north, mixed by how a slope lies to each (after Mark 1992):
    shows scarps that run along a single light's direction. The weights are those of ``gdaldem hillshade
    -multidirectional``. 0 where elevation is NaN.
    """
    east, north = gradient(elevation, cell_x_m, cell_y_m, corners=True)
    squares = east * east, north * north
    both = squares[0] + squares[1]
    half = both / 2
    half += east * north
    total = np.zeros_like(both)
    for azimuth, weight in zip(DIRECTIONS, (half, squares[0], both - half, squares[1]), strict=True):
        light = _light(east, north, azimuth, altitude, exaggeration)
        np.clip(light, 0, None, out=light)
        light *= weight
        total += light
    level = both == 0
    total /= _steepness(east, north, exaggeration)
    with np.errstate(invalid="ignore"):
        total /= both + both
    total[level] = math.sin(math.radians(altitude))
    return _shade(total, np.asarray(elevation))


def slope_degrees(elevation: ArrayLike, cell_x_m: float, cell_y_m: float) -> Grid:
    """The steepest slope in degrees from the horizontal (Horn 1981), NaN where elevation is NaN."""
    east, north = gradient(elevation, cell_x_m, cell_y_m)
    steep: Grid = np.degrees(np.arctan(np.hypot(east, north))).astype(np.float32)
    steep[np.isnan(np.asarray(elevation))] = np.nan
    return steep
