"""Points too low for ground: echoes from below, alone or in clumps, told from ground seen through leaves."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.compiled import kernel
from faultgis.terrain.opening import UNKNOWN, opened

Whole: TypeAlias = NDArray[np.int32]
Flags: TypeAlias = NDArray[np.bool_]

AROUND = 8
"""Cells along a block."""
REACH = 3 * AROUND
_UNDER = 2000


def outliers(heights: Whole, steep_m: float, deep_m: float, across: int) -> Flags:
    """Cells that lie too low for ground. ``heights`` in millimetres, ``UNKNOWN`` where there are none; row
    and column count from a multiple of ``AROUND``.

    Pits of single cells deeper than ``steep_m``, and hollows up to ``across`` cells wide that are deeper than
    ``deep_m`` in each of four directions (a gully is open in one) - if they lie below the lowest quarter of
    the blocks around, which neither a forest's floor seen through leaves does nor a court between houses.
    Looks ``max(REACH, across + 2)`` cells far.
    """
    turned = np.where(heights == UNKNOWN, UNKNOWN, -heights).astype(np.int32, copy=False)
    pits = np.zeros(heights.shape, dtype=np.bool_)
    mark_lowered(turned.copy(), opened(turned, 1), np.int32(1000 * steep_m), np.zeros_like(turned), pits)
    _mark_wells(heights, across, np.int32(1000 * min(deep_m, 1e6)), pits)
    _keep_forest_floor(heights, _lowest_around(heights), pits)
    return pits


@kernel
def _lowest_around(heights: Whole) -> Whole:
    """The lowest cell of each block of ``AROUND`` by ``AROUND``."""
    rows, columns = heights.shape
    out = np.full((-(-rows // AROUND), -(-columns // AROUND)), UNKNOWN, dtype=np.int32)
    for row in range(rows):
        for column in range(columns):
            y, x = row // AROUND, column // AROUND
            out[y, x] = min(out[y, x], heights[row, column])
    return out


@kernel
def _keep_forest_floor(heights: Whole, lowest: Whole, marks: Flags) -> None:
    """A pit no lower than the lowest quarter of the blocks around is ground seen through leaves, or a court
    between houses; the mark goes."""
    rows, columns = lowest.shape
    near = np.empty(25, dtype=np.int32)
    for row in range(rows):
        for column in range(columns):
            count = 0
            for y in range(max(0, row - 2), min(rows, row + 3)):
                for x in range(max(0, column - 2), min(columns, column + 3)):
                    if lowest[y, x] != UNKNOWN:
                        near[count] = lowest[y, x]
                        count += 1
            if count == 0:
                continue
            level = np.sort(near[:count])[count // 4] - _UNDER
            part = heights[row * AROUND : (row + 1) * AROUND, column * AROUND : (column + 1) * AROUND]
            mark = marks[row * AROUND : (row + 1) * AROUND, column * AROUND : (column + 1) * AROUND]
            for y in range(part.shape[0]):
                for x in range(part.shape[1]):
                    mark[y, x] &= part[y, x] < level


@kernel
def _mark_wells(heights: Whole, across: int, depth: np.int32, marks: Flags) -> None:
    """Mark cells between two that are higher by the depth and no farther apart than ``across``, in each of
    four directions: a hollow that is open to any side, as a gully is, stays."""
    rows, columns = heights.shape
    for row in range(rows):
        for column in range(columns):
            z = heights[row, column]
            if z == UNKNOWN:
                continue
            closed = 0
            for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
                wide = 0
                for side in (1, -1):
                    steps = 1
                    while steps < across:
                        y, x = row + side * steps * dy, column + side * steps * dx
                        if not (0 <= y < rows and 0 <= x < columns):
                            steps = across
                        elif heights[y, x] != UNKNOWN and heights[y, x] - depth > z:
                            break
                        else:
                            steps += 1
                    wide += steps
                if wide > across:
                    break
                closed += 1
            if closed == 4:
                marks[row, column] = True


@kernel
def mark_lowered(before: Whole, after: Whole, limit: np.int32, spare: Whole, marks: Flags) -> None:
    """Mark what the opening lowers by more than the limit and what is to spare there; ``before`` becomes the
    lower of both."""
    for row in range(before.shape[0]):
        old, new, more, mark = before[row], after[row], spare[row], marks[row]
        for x in range(old.size):
            mark[x] |= old[x] - new[x] > limit + more[x]
            old[x] = min(old[x], new[x])
