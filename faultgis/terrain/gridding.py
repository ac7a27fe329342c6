"""Points into grids: terrain by inverse distances, surface, density and scatter per cell; and how voids are
filled.

Positions are in cells from the grid's south-western corner (the centre of the first cell at 0.5, 0.5),
heights in metres. Row 0 is the southernmost. Sums are kept in double precision, so the order of the points
shows only in float noise.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.compiled import kernel
from faultgis.terrain.filling import reach_of, spread

Heights: TypeAlias = NDArray[np.float32]
Numbers: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int32]
Bytes: TypeAlias = NDArray[np.uint8]
Flags: TypeAlias = NDArray[np.bool_]
Shape: TypeAlias = tuple[int, int]

IDW_RADIUS = 1.5
"""How far a point reaches, in cells, when heights are averaged by inverse squared distance."""

_ROUNDS = 12


@dataclass(frozen=True)
class Sums:
    """Running sums over points: weights and weighted heights by inverse distance; moments per cell."""

    weight: Numbers
    weighted: Numbers
    count: Counts
    first: Numbers
    second: Numbers

    @classmethod
    def of(cls, shape: Shape) -> "Sums":
        """Empty sums over ``shape`` (rows, columns)."""
        zero = [np.zeros(shape) for _ in range(4)]
        return cls(zero[0], zero[1], np.zeros(shape, dtype=np.int32), zero[2], zero[3])

    def add(self, columns: Numbers, rows: Numbers, z: Numbers, chosen: Flags | None = None) -> None:
        """Take in points, or the ``chosen`` among them; those too far outside to reach a cell are passed
        over."""
        chosen = np.ones(z.size, dtype=np.bool_) if chosen is None else chosen
        _scatter(columns, rows, z, chosen, IDW_RADIUS, self.weight, self.weighted)
        _moments(columns, rows, z, chosen, self.count, self.first, self.second)

    def heights(self) -> Heights:
        """Height by inverse squared distance within ``IDW_RADIUS`` cells; NaN without points."""
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Heights = (self.weighted / self.weight).astype(np.float32)
        return found

    def sigma(self) -> Heights:
        """Standard deviation (n - 1) of the heights within each cell, NaN below two points."""
        with np.errstate(invalid="ignore", divide="ignore"):
            spread_ = (self.second - self.first**2 / self.count) / (self.count - 1)
            found: Heights = np.sqrt(np.maximum(spread_, 0)).astype(np.float32)
        found[self.count < 2] = np.nan
        return found


@kernel
def _scatter(
    columns: Numbers,
    rows: Numbers,
    z: Numbers,
    chosen: Flags,
    radius: float,
    weight: Numbers,
    weighted: Numbers,
) -> None:
    height, width = weight.shape
    limit = radius * radius + 1e-9  # points exactly at the radius count, whatever the frame's origin
    for i in range(z.size):
        if not chosen[i]:
            continue
        x, y = columns[i] - 0.5, rows[i] - 0.5
        west, east = max(0, int(np.ceil(x - radius))), min(width - 1, int(np.floor(x + radius)))
        south, north = max(0, int(np.ceil(y - radius))), min(height - 1, int(np.floor(y + radius)))
        for row in range(south, north + 1):
            square, weights, sums = (
                (row - y) ** 2,
                weight[row, west : east + 1],
                weighted[row, west : east + 1],
            )
            if weights.size == 3:  # nearly always: a walk of known length needs no counting
                for k in range(3):
                    _weigh(weights, sums, k, (west + k - x) ** 2 + square, limit, z[i])
            else:
                for k in range(weights.size):
                    _weigh(weights, sums, k, (west + k - x) ** 2 + square, limit, z[i])


@kernel
def _weigh(weights: Numbers, sums: Numbers, k: int, square: float, limit: float, z: float) -> None:
    # A choice, no branch, which the processor would guess wrong at every other corner.
    share = 1.0 / (square + 1e-4) if square <= limit else 0.0
    weights[k] += share
    sums[k] += share * z


@kernel
def _moments(
    columns: Numbers,
    rows: Numbers,
    z: Numbers,
    chosen: Flags,
    count: Counts,
    first: Numbers,
    second: Numbers,
) -> None:
    height, width = count.shape
    for i in range(z.size):
        if not chosen[i]:
            continue
        column, row = int(np.floor(columns[i])), int(np.floor(rows[i]))
        if 0 <= row < height and 0 <= column < width:
            count[row, column] += 1
            first[row, column] += z[i]
            second[row, column] += z[i] * z[i]


def top(columns: Numbers, rows: Numbers, z: Numbers, highest: Heights, count: Counts) -> None:
    """Raise ``highest`` (its cells start as NaN) to the highest point of each cell and count the points."""
    _raise(columns, rows, z, highest, count)


def number(columns: Numbers, rows: Numbers, count: Counts) -> None:
    """Count the points of each cell, as ``top`` does."""
    _number(columns, rows, count)


@kernel
def _number(columns: Numbers, rows: Numbers, count: Counts) -> None:
    height, width = count.shape
    for i in range(columns.size):
        column, row = int(np.floor(columns[i])), int(np.floor(rows[i]))
        if 0 <= row < height and 0 <= column < width:
            count[row, column] += 1


@kernel
def _raise(columns: Numbers, rows: Numbers, z: Numbers, highest: Heights, count: Counts) -> None:
    height, width = highest.shape
    for i in range(z.size):
        column, row = int(np.floor(columns[i])), int(np.floor(rows[i]))
        if 0 <= row < height and 0 <= column < width:
            count[row, column] += 1
            if not highest[row, column] >= z[i]:
                highest[row, column] = z[i]


def fill_levels(distance: int) -> int:
    """How coarse the averages get that fill voids up to ``distance`` cells; a part of a larger grid has to
    start on a multiple of two to this power."""
    return max(1, int(np.ceil(np.log2(2 * max(1, distance)))))


def fill_reach(distance: int) -> int:
    """How many cells away ``filled`` may look."""
    return max(distance + 1, reach_of(fill_levels(distance), _ROUNDS))


def filled(heights: Heights, distance: int) -> tuple[Heights, Bytes]:
    """Voids filled from around where something is known within ``distance`` cells (steps to any of the eight
    neighbours); farther in they stay NaN, so nobody takes a guess for a measurement. Beside it the mask of
    voids: 0 measured, 1 filled, 2 void.
    """
    near = np.empty(heights.shape, dtype=np.int32)
    _steps(heights, near, max(0, distance))
    mask = np.where(near == 0, 0, np.where(near <= distance, 1, 2)).astype(np.uint8)
    if distance <= 0 or not (mask == 1).any():
        return heights.copy(), mask
    out = spread(heights, fill_levels(distance), _ROUNDS)
    out[mask == 2] = np.nan
    return out, mask


@kernel
def _steps(heights: Heights, out: Counts, limit: int) -> None:
    """Steps from each cell to the nearest known one, by two sweeps (exact for eight neighbours)."""
    height, width = heights.shape
    far = limit + 1
    for row in range(height):
        for column in range(width):
            best = 0 if heights[row, column] == heights[row, column] else far
            if best and column > 0:
                best = min(best, out[row, column - 1] + 1)
            if best and row > 0:
                for x in range(max(0, column - 1), min(width, column + 2)):
                    best = min(best, out[row - 1, x] + 1)
            out[row, column] = best
    for row in range(height - 1, -1, -1):
        for column in range(width - 1, -1, -1):
            best = out[row, column]
            if best and column < width - 1:
                best = min(best, out[row, column + 1] + 1)
            if best and row < height - 1:
                for x in range(max(0, column - 1), min(width, column + 2)):
                    best = min(best, out[row + 1, x] + 1)
            out[row, column] = best
