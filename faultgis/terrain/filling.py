"""Filling the unknown cells of a grid from the known ones around, within a stated reach.

Every step looks only so far, and the coarser levels lie on blocks counted from the grid's first cell: a part
of a grid that starts on a whole block and has a wide enough margin gives the very values of the whole.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.compiled import kernel

Heights: TypeAlias = NDArray[np.float32]

_GAP = 16


def spread(heights: Heights, levels: int, rounds: int = 0) -> Heights:
    """Unknown (NaN) cells from averages over blocks of 2, 4, … 2**levels cells, the smallest that knows
    anything first, drawn smoothly between block centres; then relaxed towards a membrane held by the known
    cells, ``rounds`` times. Cells farther than the largest blocks from anything known stay NaN.

    Looks ``reach_of(levels, rounds)`` cells far.
    """
    filled = _pulled(heights, levels)
    if not rounds:
        return filled
    stretches = _stretches(heights, filled)
    if not len(stretches):
        return filled
    framed: Heights = np.pad(filled, 1, constant_values=np.nan)
    _relax(heights, framed, stretches, rounds)
    return framed[1:-1, 1:-1].copy()


def reach_of(levels: int, rounds: int = 0) -> int:
    """How many cells away ``spread`` may look."""
    return int(3 * 2**levels + rounds)


def _pulled(heights: Heights, levels: int) -> Heights:
    if levels == 0 or not np.isnan(heights).any():
        return heights.copy()
    coarse = np.empty(((heights.shape[0] + 1) // 2, (heights.shape[1] + 1) // 2), dtype=np.float32)
    _halved(heights, coarse)
    out = np.empty_like(heights)
    _drawn(heights, _pulled(coarse, levels - 1), out)
    return out


@kernel
def _halved(heights: Heights, out: Heights) -> None:
    """Means of the known among each two by two cells."""
    rows, columns = heights.shape
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            total, count = 0.0, 0
            for y in range(2 * row, min(2 * row + 2, rows)):
                for x in range(2 * column, min(2 * column + 2, columns)):
                    z = heights[y, x]
                    if z == z:
                        total += z
                        count += 1
            out[row, column] = total / count if count else np.nan


@kernel
def _drawn(heights: Heights, coarse: Heights, out: Heights) -> None:
    """Known cells as they are; the others between the four nearest block centres that are known."""
    rows, columns = heights.shape
    for row in range(rows):
        for column in range(columns):
            z = heights[row, column]
            if z == z:
                out[row, column] = z
                continue
            y, x = row // 2, column // 2
            ny, nx = y + (1 if row % 2 else -1), x + (1 if column % 2 else -1)
            total, weight = 0.0, 0.0
            for cy, wy in ((y, 0.75), (ny, 0.25)):
                if 0 <= cy < coarse.shape[0]:
                    for cx, wx in ((x, 0.75), (nx, 0.25)):
                        if 0 <= cx < coarse.shape[1]:
                            known = coarse[cy, cx]
                            if known == known:
                                total += wy * wx * known
                                weight += wy * wx
            out[row, column] = total / weight if weight > 0 else np.nan


@kernel
def _stretches(heights: Heights, filled: Heights) -> NDArray[np.int64]:
    """Where cells were filled, as (row, first column, behind the last) of each stretch of a row that has such
    cells with no more than a few others between."""
    rows, columns = heights.shape
    found = np.empty((256, 3), dtype=np.int64)
    count = 0
    for row in range(rows):
        behind = -_GAP
        for column in range(columns):
            z = filled[row, column]
            if z != z or heights[row, column] == heights[row, column]:
                continue
            if column - behind >= _GAP:
                if count == len(found):
                    more = np.empty((2 * count, 3), dtype=np.int64)
                    more[:count] = found
                    found = more
                found[count, 0], found[count, 1] = row, column
                count += 1
            behind = column + 1
            found[count - 1, 2] = behind
    return found[:count]


@kernel
def _relax(heights: Heights, framed: Heights, stretches: NDArray[np.int64], rounds: int) -> None:
    """Each filled cell becomes the mean of its four neighbours that are known, all at once, so many times.
    The grid has a frame of unknown cells around it, so that walks along rows need not look for its edge."""
    size = 0
    for i in range(len(stretches)):
        size += stretches[i, 2] - stretches[i, 1]
    fresh = np.empty(size, dtype=np.float32)
    for _ in range(rounds):
        at = 0
        for i in range(len(stretches)):
            row, west, east = stretches[i]
            behind = at + east - west
            below, here, above = framed[row], framed[row + 1], framed[row + 2]
            _means(
                heights[row, west:east],
                here[west : east + 2],
                below[west + 1 : east + 1],
                above[west + 1 : east + 1],
                fresh[at:behind],
            )
            at = behind
        at = 0
        for i in range(len(stretches)):
            row, west, east = stretches[i]
            behind = at + east - west
            framed[row + 1, west + 1 : east + 1] = fresh[at:behind]
            at = behind


@kernel
def _means(heights: Heights, line: Heights, below: Heights, above: Heights, out: Heights) -> None:
    """Of the four neighbours of each cell of a line (which has one more cell at either end); cells that are
    known, or too far from any, stay."""
    length, zero, one = out.size, np.float32(0), np.float32(1)
    west, here, east = line[:length], line[1 : length + 1], line[2 : length + 2]
    # Choices instead of branches, in single precision: so the processor does several cells at a time.
    for x in range(length):
        b, a, w, e = below[x], above[x], west[x], east[x]
        total = np.float64(b if b == b else zero) + np.float64(a if a == a else zero)
        total += np.float64(w if w == w else zero)
        total += np.float64(e if e == e else zero)
        count = (one if b == b else zero) + (one if a == a else zero)
        count += (one if w == w else zero) + (one if e == e else zero)
        mean, z, known = np.float32(total / np.float64(count)), here[x], heights[x]
        mean = z if count == zero else mean
        mean = z if z != z else mean
        out[x] = z if known == known else mean
