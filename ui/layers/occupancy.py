"""Which cells of the drawing are taken: by whose line, or by a name or a symbol that is already placed."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ui.layers.frame import Array, Frame, Indices
from ui.layers.paths import Paths

Places = NDArray[np.complex128]
FREE, TAKEN, SYMBOL = 0, -1, -2
_BORDER = 2


class Occupancy:
    """A coarse grid over the drawing. A cell holds 0 (free), -1 (taken), -2 (a point symbol that a name had
    better not cover), or the number of the one owner whose line runs there; cells that two owners share are
    taken, and so is a border around the drawing. Places are complex numbers x + iy in dots."""

    def __init__(self, frame: Frame, cell_mm: float = 0.8) -> None:
        self.cell = max(1.0, frame.dots(cell_mm))
        self.columns = int(frame.width / self.cell) + 1 + 2 * _BORDER
        self.rows = int(frame.height / self.cell) + 1 + 2 * _BORDER
        self._grid: NDArray[np.int32] = np.full((self.rows, self.columns), TAKEN, dtype=np.int32)
        inner = self._grid[_BORDER : self.rows - _BORDER - 1, _BORDER : self.columns - _BORDER - 1]
        inner[...] = FREE
        self._cells = self._grid.reshape(-1)

    def keep_within(self, left: float, top: float, right: float, bottom: float) -> None:
        """Nothing may stand outside this rectangle (dots), for instance outside a page's map frame."""
        kept = np.zeros_like(self._grid, dtype=bool)
        rows = slice(max(0, int(np.ceil(top / self.cell))), max(0, int(bottom / self.cell)))
        columns = slice(max(0, int(np.ceil(left / self.cell))), max(0, int(right / self.cell)))
        kept[_BORDER:, _BORDER:][rows, columns] = True
        self._grid[~kept] = TAKEN

    def _index(self, places: Places) -> Indices:
        """The cells of places; whatever lies outside falls on the border, which is taken."""
        x = np.clip(places.real * (1 / self.cell) + _BORDER, 0, self.columns - 1)
        y = np.clip(places.imag * (1 / self.cell) + _BORDER, 0, self.rows - 1)
        flat: Indices = y.astype(np.int64) * self.columns + x.astype(np.int64)
        return flat

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
        self.claim(np.interp(where, joined, paths.places), np.repeat(owners, count))

    def claim(self, places: Places, owner: NDArray[np.int32]) -> None:
        """Lines run, or their marks stand, on each of these places; one owner per place."""
        flat = self._index(places)
        held = self._cells[flat]
        wanted = np.where((held == FREE) | (held == owner), owner, TAKEN)
        self._cells[flat] = wanted
        self._cells[flat[self._cells[flat] != wanted]] = TAKEN

    def take(self, places: Places, what: int = TAKEN) -> None:
        """Something stands here."""
        flat = self._index(places)
        self._cells[flat[self._cells[flat] != TAKEN]] = what

    def cover(self, places: Places, owner: NDArray[np.int32] | int = FREE) -> Array:
        """For each set of places (last axis) the share of them on point symbols; infinite where one leaves
        the drawing, or lies on a cell that is taken or holds a line of another than the set's owner."""
        held = self._cells[self._index(places)]
        mine = np.asarray(owner, dtype=np.int32)[..., None]
        symbol = held == SYMBOL
        clear = (symbol | (held == FREE) | (held == mine)).all(axis=-1)
        share: Array = np.where(clear, symbol.mean(axis=-1), np.inf)
        return share

    def fits(self, places: Places, owner: int = FREE) -> bool:
        """Whether all of these places, none of them outside the drawing, are free, or on point symbols, or
        on the owner's own lines."""
        cell = (places * (1 / self.cell) + complex(_BORDER, _BORDER)).view(np.float64).astype(np.int64)
        held = self._cells[cell[1::2] * self.columns + cell[::2]]
        return bool(((held == FREE) | (held == owner) | (held == SYMBOL)).all())

    @property
    def solid(self) -> NDArray[np.bool_]:
        """Per row and column of cells (without the border) whether a line or a name stands there."""
        inner = self._grid[_BORDER:-_BORDER, _BORDER:-_BORDER]
        found: NDArray[np.bool_] = (inner != FREE) & (inner != SYMBOL)
        return found


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
