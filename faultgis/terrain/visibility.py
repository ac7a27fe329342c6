"""How open the sky is from each cell: sky view, openness, and the red relief map made from them.

Horizons are looked for in evenly spread directions, along nearest cells up to a radius, as the Relief
Visualization Toolbox does (Zakšek, Oštir and Kokalj 2011; Yokoyama, Shirasawa and Pike 2002).
"""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from faultgis.terrain.compiled import kernel

Heights: TypeAlias = NDArray[np.float32]
Shifts: TypeAlias = NDArray[np.int64]
Colours: TypeAlias = NDArray[np.uint8]

DIRECTIONS = 16


def sky_view(
    elevation: ArrayLike, cell_x_m: float, cell_y_m: float, radius: int = 10, directions: int = DIRECTIONS
) -> Heights:
    """The share of the sky's half-sphere that is seen, 0 to 1: the mean over all directions of 1 − sin of
    the horizon's height, horizons below the level counting as level. NaN where elevation is NaN."""
    z = np.asarray(elevation, dtype=np.float32)
    shifts, distances = rays(cell_x_m, cell_y_m, radius, directions)
    out = np.empty_like(z)
    _sky_view(_margined(z, radius), shifts, distances, radius, out)
    out[np.isnan(z)] = np.nan
    return out


def openness(
    elevation: ArrayLike,
    cell_x_m: float,
    cell_y_m: float,
    radius: int = 10,
    directions: int = DIRECTIONS,
    *,
    below: bool = False,
) -> Heights:
    """Positive openness, degrees: the mean over all directions of the angle between the zenith and the
    horizon (90° on a plane, more on ridges). ``below``: negative openness, of the surface turned upside down
    (more in valleys). NaN where elevation is NaN."""
    z = np.asarray(elevation, dtype=np.float32)
    shifts, distances = rays(cell_x_m, cell_y_m, radius, directions)
    out = np.empty_like(z)
    _openness(_margined(-z if below else z, radius), shifts, distances, radius, out)
    out[np.isnan(z)] = np.nan
    return out


def red_relief(slope_degrees: Heights, positive: Heights, negative: Heights) -> Colours:
    """A red relief image (after Chiba, Kaneta and Suzuki 2008): steepness as red, (positive − negative
    openness) / 2 as brightness. Red, green, blue, alpha; transparent where any of them is NaN."""
    red = np.clip(slope_degrees / 50.0, 0, 1)
    bright = np.clip(0.75 + (positive - negative) / 2 / 50.0, 0, 1)
    out = np.zeros((*slope_degrees.shape, 4), dtype=np.uint8)
    known = ~(np.isnan(slope_degrees) | np.isnan(positive) | np.isnan(negative))
    with np.errstate(invalid="ignore"):
        out[..., 0] = np.nan_to_num(bright * 255)
        out[..., 1] = np.nan_to_num(bright * (1 - 0.95 * red) * 255)
        out[..., 2] = out[..., 1]
    out[..., 3] = np.where(known, 255, 0)
    return out


def rays(
    cell_x_m: float, cell_y_m: float, radius: int, directions: int
) -> tuple[Shifts, NDArray[np.float32]]:
    """Per direction the cells looked at, as (row, column) steps, and 1 / their distance in metres; cells that
    a direction meets twice stand once, the rest of its places hold distance 0."""
    shifts = np.zeros((directions, radius, 2), dtype=np.int64)
    inverse = np.zeros((directions, radius), dtype=np.float32)
    for d in range(directions):
        angle = 2 * math.pi * d / directions
        met = [(-round(k * math.cos(angle)), round(k * math.sin(angle))) for k in range(1, radius + 1)]
        for k, (dy, dx) in enumerate(dict.fromkeys(met)):
            shifts[d, k] = dy, dx
            inverse[d, k] = 1 / math.hypot(dy * cell_y_m, dx * cell_x_m)
    return shifts, inverse


def _margined(z: Heights, radius: int) -> Heights:
    """With a margin that never rises above any horizon."""
    return np.pad(z, radius, constant_values=np.nan)


@kernel
def _steepest(
    z: Heights, row: int, shifts: Shifts, inverse: NDArray[np.float32], radius: int, best: Heights
) -> None:
    """The steepest rise along one direction from every cell of a row."""
    width = best.size
    here = z[row + radius, radius : radius + width]
    for k in range(shifts.shape[0]):
        if inverse[k] == 0:
            break
        left = radius + shifts[k, 1]
        there = z[row + radius + shifts[k, 0], left : left + width]
        scale = inverse[k]
        for column in range(width):
            rise = (there[column] - here[column]) * scale
            # Said as a choice, not as a branch, it is done for eight cells at once; NaN never wins.
            best[column] = rise if rise > best[column] else best[column]


@kernel
def _arctangent(x: np.float32) -> np.float32:
    """Of a number between −1 and 1, by a polynomial (Hastings 1955): within 0.0007°."""
    s = x * x
    p = np.float32(-0.01172120) * s + np.float32(0.05265332)
    p = p * s - np.float32(0.11643287)
    p = p * s + np.float32(0.19354346)
    p = p * s - np.float32(0.33262347)
    p = p * s + np.float32(0.99997726)
    return np.float32(p * x)


@kernel
def _sky_view(z: Heights, shifts: Shifts, inverse: Heights, radius: int, out: Heights) -> None:
    height, width = out.shape
    best = np.empty(width, dtype=np.float32)
    share = np.float32(1.0 / shifts.shape[0])
    for row in range(height):
        out[row] = 0
        for d in range(shifts.shape[0]):
            best[:] = 0
            _steepest(z, row, shifts[d], inverse[d], radius, best)
            for column in range(width):
                rise = best[column]
                out[row, column] += share * (np.float32(1) - rise / np.sqrt(np.float32(1) + rise * rise))


@kernel
def _openness(z: Heights, shifts: Shifts, inverse: Heights, radius: int, out: Heights) -> None:
    height, width = out.shape
    best = np.empty(width, dtype=np.float32)
    share = np.float32(180.0 / np.pi / shifts.shape[0])
    quarter = np.float32(np.pi / 2)
    for row in range(height):
        out[row] = 0
        for d in range(shifts.shape[0]):
            best[:] = -1e30
            _steepest(z, row, shifts[d], inverse[d], radius, best)
            for column in range(width):
                # A direction in which nothing is known counts as level.
                rise = np.float32(0) if best[column] < np.float32(-1e29) else best[column]
                steep = abs(rise) > np.float32(1)
                x = np.float32(1) / rise if steep else rise
                angle = _arctangent(x)
                over = quarter - angle if rise > 0 else -quarter - angle
                angle = over if steep else angle
                out[row, column] += share * (quarter - angle)
