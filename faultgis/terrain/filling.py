"""Filling the unknown cells of a grid from the known ones around, within a stated reach.

Every step looks only so far, and the coarser levels lie on blocks counted from the grid's first cell: a part
of a grid that starts on a whole block and has a wide enough margin gives the very values of the whole.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.compiled import kernel

Heights: TypeAlias = NDArray[np.float32]


def spread(heights: Heights, levels: int, rounds: int = 0) -> Heights:
    """Unknown (NaN) cells from averages over blocks of 2, 4, … 2**levels cells, the smallest that knows
    anything first, drawn smoothly between block centres; then relaxed towards a membrane held by the known
    cells, ``rounds`` times. Cells farther than the largest blocks from anything known stay NaN.

    Looks ``reach_of(levels, rounds)`` cells far.
    """
    filled = _pulled(heights, levels)
    unknown = np.isnan(heights)
    if rounds and unknown.any():
        rows, columns = np.nonzero(unknown & ~np.isnan(filled))
        _relax(filled, rows, columns, rounds)
    return filled


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
def _relax(z: Heights, rows: NDArray[np.int64], columns: NDArray[np.int64], rounds: int) -> None:
    """Each filled cell becomes the mean of its four neighbours, all at once, so many times."""
    height, width = z.shape
    fresh = np.empty(rows.size, dtype=np.float32)
    for _ in range(rounds):
        for i in range(rows.size):
            row, column = rows[i], columns[i]
            total, count = 0.0, 0
            for dy, dx in ((-1, 0), (1, 0), (0, -1), (0, 1)):
                y, x = row + dy, column + dx
                if 0 <= y < height and 0 <= x < width:
                    near = z[y, x]
                    if near == near:
                        total += near
                        count += 1
            fresh[i] = total / count if count else z[row, column]
        for i in range(rows.size):
            z[rows[i], columns[i]] = fresh[i]
