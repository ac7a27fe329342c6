"""Which cells of the drawing are taken: by whose line, or by a name or a symbol that is already placed."""

import numpy as np
from numpy.typing import NDArray

from ui.layers.frame import Array, Frame

FREE, TAKEN = 0, -1


class Occupancy:
    """A coarse grid over the drawing. A cell holds 0 (free), -1 (taken), or the number of one owner whose
    line runs there; cells that two owners share are taken."""

    def __init__(self, frame: Frame, cell_mm: float = 0.7) -> None:
        self.cell = max(1.0, frame.dots(cell_mm))
        self.columns = int(frame.width / self.cell) + 1
        self.rows = int(frame.height / self.cell) + 1
        self._cells: NDArray[np.int32] = np.zeros((self.rows, self.columns), dtype=np.int32)

    def _index(self, xy: Array) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        column = np.floor(xy[..., 0] / self.cell).astype(np.int64)
        row = np.floor(xy[..., 1] / self.cell).astype(np.int64)
        inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        return row, column, inside

    def line(self, xy: Array, owner: int) -> None:
        """A polyline of an owner (1, 2, …) runs along these dots."""
        if len(xy) < 2:
            return
        step = np.hypot(*np.diff(xy, axis=0).T)
        far = np.concatenate(([0.0], np.cumsum(step)))
        count = int(min(20_000, far[-1] / (0.7 * self.cell))) + 2
        where = np.linspace(0, far[-1], count)
        self._claim(
            np.column_stack([np.interp(where, far, xy[:, 0]), np.interp(where, far, xy[:, 1])]), owner
        )

    def _claim(self, xy: Array, owner: int) -> None:
        row, column, inside = self._index(xy)
        row, column = row[inside], column[inside]
        held = self._cells[row, column]
        self._cells[row, column] = np.where((held == FREE) | (held == owner), owner, TAKEN)

    def take(self, xy: Array) -> None:
        """Something stands at these dots."""
        row, column, inside = self._index(xy)
        self._cells[row[inside], column[inside]] = TAKEN

    def free(self, xy: Array, owner: int = FREE) -> NDArray[np.bool_]:
        """For each set of dots (sets, dots, 2), whether it lies within the drawing on cells that are free or
        hold only the owner's own line."""
        row, column, inside = self._index(xy)
        held = self._cells[np.clip(row, 0, self.rows - 1), np.clip(column, 0, self.columns - 1)]
        clear: NDArray[np.bool_] = (inside & ((held == FREE) | (held == owner))).all(axis=-1)
        return clear


def box_dots(centre: Array, along: Array, width: float, height: float, cell: float) -> Array:
    """Dots that fill turned boxes (n, dots, 2): centres and unit vectors along their width (n, 2)."""
    x = np.linspace(-width / 2, width / 2, max(2, int(width / cell) + 2))
    y = np.linspace(-height / 2, height / 2, max(2, int(height / cell) + 2))
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    across = np.column_stack([-along[:, 1], along[:, 0]])
    return centre[:, None, :] + grid[None, :, :1] * along[:, None, :] + grid[None, :, 1:] * across[:, None, :]
