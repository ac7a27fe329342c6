"""Which cells of the drawing are taken: by whose line, or by a name or a symbol that is already placed."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ui.layers.frame import Array, Frame
from ui.layers.paths import Paths

Places = NDArray[np.complex128]
FREE, TAKEN, SYMBOL = 0, -1, -2


class Occupancy:
    """A coarse grid over the drawing. A cell holds 0 (free), -1 (taken), -2 (a point symbol that a name had
    better not cover), or the number of the one owner whose line runs there; cells that two owners share are
    taken. Places are complex numbers x + iy in dots."""

    def __init__(self, frame: Frame, cell_mm: float = 0.8) -> None:
        self.cell = max(1.0, frame.dots(cell_mm))
        self.columns = int(frame.width / self.cell) + 2
        self.rows = int(frame.height / self.cell) + 2
        self._size = frame.width / self.cell, frame.height / self.cell
        self._cells: NDArray[np.int32] = np.zeros(self.rows * self.columns, dtype=np.int32)

    def keep_within(self, left: float, top: float, right: float, bottom: float) -> None:
        """Nothing may stand outside this rectangle (dots), for instance outside a page's map frame."""
        cells = self._cells.reshape(self.rows, self.columns)
        kept = np.zeros_like(cells, dtype=bool)
        rows = slice(max(0, int(np.ceil(top / self.cell))), max(0, int(bottom / self.cell)))
        columns = slice(max(0, int(np.ceil(left / self.cell))), max(0, int(right / self.cell)))
        kept[rows, columns] = True
        cells[~kept] = TAKEN

    def _index(self, places: Places) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        x, y = places.real / self.cell, places.imag / self.cell
        inside = (x >= 0) & (y >= 0) & (x < self._size[0]) & (y < self._size[1])
        flat = y.astype(np.int64) * self.columns + x.astype(np.int64)
        return flat, inside

    def lines(self, paths: Paths, owners: NDArray[np.int32]) -> None:
        """Polylines run here, each of one owner (1, 2, …)."""
        if not len(paths):
            return
        joined = paths.joined
        starts, ends = joined[paths.offsets[:-1]], joined[paths.offsets[1:] - 1]
        count = np.ceil((ends - starts) / (0.8 * self.cell)).astype(np.int64) + 1
        step = (ends - starts) / np.maximum(1, count - 1)
        number = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        where = np.repeat(starts, count) + number * np.repeat(step, count)
        self._claim(np.interp(where, joined, paths.places), np.repeat(owners, count))

    def _claim(self, places: Places, owner: NDArray[np.int32]) -> None:
        flat, inside = self._index(places)
        flat, owner = flat[inside], owner[inside]
        held = self._cells[flat]
        wanted = np.where((held == FREE) | (held == owner), owner, TAKEN)
        self._cells[flat] = wanted
        self._cells[flat[self._cells[flat] != wanted]] = TAKEN

    def take(self, places: Places, what: int = TAKEN) -> None:
        """Something stands here."""
        flat, inside = self._index(places)
        self._cells[flat[inside]] = what

    def cover(self, places: Places, owner: int = FREE) -> Array:
        """For each set of places (last axis) the share of them on point symbols; infinite where one leaves
        the drawing, or lies on a cell that is taken or holds another owner's line."""
        flat, inside = self._index(places)
        held = self._cells[np.where(inside, flat, 0)]
        symbol = held == SYMBOL
        clear = (inside & (symbol | (held == FREE) | (held == owner))).all(axis=-1)
        share: Array = np.where(clear, symbol.mean(axis=-1), np.inf)
        return share


@lru_cache(maxsize=500)
def box(width: float, height: float, cell: float) -> Places:
    """Places that fill a box around 0, to be turned and moved."""
    x = np.linspace(-width / 2, width / 2, max(2, int(width / cell) + 2))
    y = np.linspace(-height / 2, height / 2, max(2, int(height / cell) + 2))
    filled: Places = (x[None, :] + 1j * y[:, None]).ravel()
    return filled


def complex_of(xy: Array) -> Places:
    """Rows x, y as complex numbers."""
    joined: Places = xy[:, 0] + 1j * xy[:, 1]
    return joined
