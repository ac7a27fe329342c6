"""Terrain as flat triangles between ground points (Delaunay), with a longest edge, so that voids stay voids.

Positions are in cells from the grid's south-western corner (the centre of the first cell at 0.5, 0.5),
heights in metres; row 0 is the southernmost. A triangle counts where none of its edges and no radius of its
circumcircle is longer than the longest edge: with all points known within ``reach_of`` cells, a part of a
cloud has the very triangles of the whole.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.compiled import kernel

Heights: TypeAlias = NDArray[np.float32]
Numbers: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Shape: TypeAlias = tuple[int, int]

_SHIFT = 1e-4


def reach_of(longest: float) -> int:
    """How many cells away a point may still matter, for a longest edge in cells."""
    return int(np.ceil(2 * longest)) + 2


@dataclass(frozen=True)
class Knots:
    """Points joined cell by cell: those of a cell become one, at their mean place and height. ``west``,
    ``south``: the first cell's column and row in a grid that all parts of the cloud share; sums are whole
    numbers, so the order of the points is nothing."""

    west: int
    south: int
    cell_mm: int
    count: Whole
    sums: Whole

    @classmethod
    def over(cls, west: int, south: int, shape: Shape, cell_mm: int) -> "Knots":
        """No points yet over ``shape`` (rows, columns) of cells of so many millimetres."""
        return cls(west, south, cell_mm, np.zeros(shape, np.int64), np.zeros((*shape, 3), np.int64))

    def add(self, x: Whole, y: Whole, z: Whole) -> None:
        """Take in points: millimetres from the grid's corner, and height; those outside are passed over."""
        _join(x, y, z, self.cell_mm, self.count, self.sums)

    def heights(self, longest: float) -> Heights:
        """Heights at the centres of the cells, NaN where no triangle lies; ``longest`` edge in cells."""
        rows, columns = np.nonzero(self.count)
        mean = self.sums[rows, columns] / self.count[rows, columns][:, None]
        places = mean[:, 0] / self.cell_mm, mean[:, 1] / self.cell_mm
        shift = _shift(columns + self.west, rows + self.south)
        return tin(*places, mean[:, 2] / 1000, self.count.shape, longest, shift)


def tin(
    columns: Numbers, rows: Numbers, z: Numbers, shape: Shape, longest: float, shift: Numbers | None = None
) -> Heights:
    """Heights at the cells' centres by linear interpolation in the triangles, NaN where there is none.

    ``longest``: longest edge in cells. ``shift`` (n, 2): how far points are moved while neighbours are sought
    (not when heights are drawn), so that four points on a circle are joined in one way wherever they are met.
    """
    out = np.full(shape, np.nan, dtype=np.float32)
    corners = _triangles(np.stack([columns, rows], axis=1), shift)
    if corners.size:
        _draw(columns, rows, z, corners, longest + 1e-9, out)
    return out


def _triangles(places: Numbers, shift: Numbers | None) -> NDArray[np.int32]:
    """The corners of all triangles; none where the points span no area."""
    from scipy.spatial import Delaunay, QhullError

    if len(places) < 3:
        return np.empty((0, 3), dtype=np.int32)
    try:
        found: NDArray[np.int32] = Delaunay(places if shift is None else places + shift).simplices
    except QhullError:
        return np.empty((0, 3), dtype=np.int32)
    return found.astype(np.int32, copy=False)


def _shift(columns: Whole, rows: Whole) -> Numbers:
    """A small move for each cell, always the same for the same cell."""
    mixed = columns.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) ^ rows.astype(np.uint64) * np.uint64(
        0xC2B2AE3D27D4EB4F
    )
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0xD6E8FEB86659FD93)
    parts = np.stack([mixed >> np.uint64(40), (mixed >> np.uint64(16)) & np.uint64(0xFFFFFF)], axis=1)
    return _SHIFT * (parts / 2.0**24 - 0.5)


@kernel
def _join(x: Whole, y: Whole, z: Whole, cell_mm: int, count: Whole, sums: Whole) -> None:
    height, width = count.shape
    for i in range(x.size):
        column, row = int(x[i] // cell_mm), int(y[i] // cell_mm)
        if 0 <= row < height and 0 <= column < width:
            count[row, column] += 1
            sums[row, column, 0] += x[i]
            sums[row, column, 1] += y[i]
            sums[row, column, 2] += z[i]


@kernel
def _draw(
    columns: Numbers, rows: Numbers, z: Numbers, corners: NDArray[np.int32], longest: float, out: Heights
) -> None:
    """Each triangle's plane at the centres it covers. Their common edges are drawn twice, with one value."""
    height, width = out.shape
    for i in range(corners.shape[0]):
        a, b, c = corners[i, 0], corners[i, 1], corners[i, 2]
        ux, uy = columns[b] - columns[a], rows[b] - rows[a]
        vx, vy = columns[c] - columns[a], rows[c] - rows[a]
        area = ux * vy - uy * vx
        ab, ac, bc = np.hypot(ux, uy), np.hypot(vx, vy), np.hypot(vx - ux, vy - uy)
        if max(ab, max(ac, bc)) > longest or not ab * ac * bc <= 2 * abs(area) * longest:
            continue
        first = max(0, int(np.ceil(min(rows[a], min(rows[b], rows[c])) - 0.5 - 1e-9)))
        last = min(height - 1, int(np.floor(max(rows[a], max(rows[b], rows[c])) - 0.5 + 1e-9)))
        left = max(0, int(np.ceil(min(columns[a], min(columns[b], columns[c])) - 0.5 - 1e-9)))
        right = min(width - 1, int(np.floor(max(columns[a], max(columns[b], columns[c])) - 0.5 + 1e-9)))
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                px, py = column + 0.5 - columns[a], row + 0.5 - rows[a]
                s, t = (px * vy - py * vx) / area, (ux * py - uy * px) / area
                if s >= -1e-9 and t >= -1e-9 and s + t <= 1 + 1e-9:
                    out[row, column] = z[a] + s * (z[b] - z[a]) + t * (z[c] - z[a])
