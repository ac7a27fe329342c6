"""Contour lines drawn into a picture of a relief, and where the heights of index contours are written."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.colours import Pixels
from faultgis.terrain.contours import INDEX_EVERY, pieces
from faultgis.terrain.stretching import Heights

# Blue, green, red, alpha: the brown of topographic maps.
INK = np.array((38, 66, 116, 255), dtype=np.float32)
THIN, STRONG = 0.9, 1.7
_OPAQUE = {THIN: 0.6, STRONG: 0.9}
# Lines closer than this (cells) fade; below the second they are gone.
_CROWDED, _LOST = 6.0, 3.0
_COARSE = 3
_LEAST_LINE, _APART = 110.0, 420.0
_MOST_LEVELS = 400


@dataclass(frozen=True)
class Spot:
    """Where a height (m) is written: column and row of the picture, and how the line runs there: the angle in
    degrees clockwise from rightwards, between −90 and 90."""

    height: float
    column: float
    row: float
    angle: float


def inked(pixels: Pixels, cover: Heights) -> Pixels:
    """The picture (blue, green, red, alpha; opaque or premultiplied) with lines over it that cover so much of
    each cell."""
    at = cover > 0.01
    ink = cover[at][:, None]
    made = pixels.copy()
    made[at] = (pixels[at] * (1 - ink) + INK * ink + 0.5).astype(np.uint8)
    return made


def cover(heights: Heights, interval: float) -> Heights:
    """How much of each cell (0-1) contour lines every ``interval`` metres cover, every fifth stronger;
    crowded ones fade, and unknown ground has none. ``heights`` has one cell more on each side."""
    whole = interval * INDEX_EVERY
    some = heights[::16, ::16]
    base = np.round(np.nanmedian(some) / whole) * whole if np.isfinite(some).any() else 0.0
    # Near zero, where single precision tells centimetres of a line apart.
    z = (heights - np.float64(base)).astype(np.float32)
    rise = np.hypot(z[1:-1, 2:] - z[1:-1, :-2], z[2:, 1:-1] - z[:-2, 1:-1])
    rise *= np.float32(0.5)
    np.maximum(rise, np.float32(1e-9 * interval), out=rise)
    found = _cover(z[1:-1, 1:-1], rise, interval, THIN)
    np.fmax(found, _cover(z[1:-1, 1:-1], rise, whole, STRONG), out=found)
    return np.nan_to_num(found, copy=False)


def _cover(z: Heights, rise: Heights, step: float, width: float) -> Heights:
    """How much of each cell the lines cover that are ``step`` metres apart and ``width`` cells wide."""
    share = z * np.float32(1 / step)
    share -= np.round(share)
    apart = np.float32(step) / rise
    drawn: Heights = np.abs(share, out=share)
    drawn *= -apart
    drawn += np.float32(width / 2 + 0.5)
    np.clip(drawn, 0, 1, out=drawn)
    apart -= np.float32(_LOST)
    apart *= np.float32(_OPAQUE[width] / (_CROWDED - _LOST))
    drawn *= np.clip(apart, 0, np.float32(_OPAQUE[width]), out=apart)
    return drawn


def spots(heights: Heights, interval: float) -> tuple[Spot, ...]:
    """Where to write the heights of index contours in a picture of these heights: on their straighter
    stretches, some way apart."""
    coarse = np.asarray(heights[::_COARSE, ::_COARSE], dtype=np.float64)
    if min(coarse.shape) < 3 or np.isnan(coarse).all():
        return ()
    step = interval * INDEX_EVERY
    low, high = math.ceil(np.nanmin(coarse) / step), math.floor(np.nanmax(coarse) / step)
    if high - low > _MOST_LEVELS:
        return ()
    found: list[Spot] = []
    for piece in pieces(coarse, np.arange(low, high + 1, dtype=np.float64) * step):
        places = (piece.places - 0.5) * _COARSE + 0.5
        found += _along(places, round(piece.height, 6), found)
    return tuple(found)


def _along(places: NDArray[np.float64], height: float, taken: list[Spot]) -> list[Spot]:
    """Spots every so many cells on one line, each at the straightest place near there."""
    reached = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))])
    total = float(reached[-1])
    found: list[Spot] = []
    if total < _LEAST_LINE:
        return found
    count = max(1, round(total / _APART))
    for number in range(count):
        middle = (number + 0.5) / count * total
        tries = middle + np.linspace(-0.3, 0.3, 7) * min(total / count, _APART)
        spot = max((_spot(places, reached, float(at), height) for at in tries), key=lambda s: s[1])[0]
        if all(math.hypot(spot.column - s.column, spot.row - s.row) > 60 for s in (*taken, *found)):
            found.append(spot)
    return found


def _spot(
    places: NDArray[np.float64], reached: NDArray[np.float64], at: float, height: float
) -> tuple[Spot, float]:
    """The spot at a distance along a line, and how straight the line is there (1: straight)."""
    column, row = (float(np.interp(at, reached, side)) for side in places.T)
    (x0, y0), (x1, y1) = (
        (float(np.interp(at + by, reached, places[:, 0])), float(np.interp(at + by, reached, places[:, 1])))
        for by in (-20.0, 20.0)
    )
    angle = math.degrees(math.atan2(y1 - y0, x1 - x0))
    angle = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
    return Spot(height, column, row, angle), math.hypot(x1 - x0, y1 - y0) / 40
