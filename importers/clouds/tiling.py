"""How the ground is cut into tiles, each worked on by itself; the result does not depend on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from faultgis.terrain.grid import Frame
from importers.clouds.order import Order

_LEAST = 256


@dataclass(frozen=True)
class Tiling:
    """Tiles of ``columns`` by ``rows`` cells of ``cell_mm`` millimetres; that of column 0 and row 0 begins at
    ``origin`` (west and south edge in cells from the origin of the coordinate system)."""

    cell_mm: int
    columns: int
    rows: int
    origin: tuple[int, int]

    @property
    def cell(self) -> float:
        """Side of a cell in metres."""
        return self.cell_mm / 1000

    @property
    def base(self) -> tuple[int, int]:
        """The point (x, y in millimetres) from which tiles and spilt positions count."""
        return self.origin[0] * self.cell_mm, self.origin[1] * self.cell_mm

    @property
    def sides_mm(self) -> tuple[int, int]:
        """Width and height of a tile in millimetres."""
        return self.columns * self.cell_mm, self.rows * self.cell_mm

    def frame(self, key: tuple[int, int]) -> Frame:
        """Where the tile of this column and row lies."""
        west, south = self.origin[0] + key[0] * self.columns, self.origin[1] + key[1] * self.rows
        return Frame(self.cell, west, south, self.columns, self.rows)

    def key_of(self, column: int, row: int) -> tuple[int, int]:
        """The tile of a cell, counted from the origin of the coordinate system."""
        return (column - self.origin[0]) // self.columns, (row - self.origin[1]) // self.rows


def tiling_of(order: Order, low: Sequence[float], high: Sequence[float], workers: int) -> Tiling:
    """Equal tiles over the bounds (millimetres), no larger than ordered, and so many that each worker has
    one; points outside the bounds fall into further tiles of the same size."""
    cell = order.cell_mm
    step = max(1, order.ground_mm // cell)
    origin = [int(np.floor(low[i] / cell)) // step * step for i in (0, 1)]
    cells = [int(np.floor(high[i] / cell)) + 1 - origin[i] for i in (0, 1)]
    parts = [-(-n // order.tile_cells) for n in cells]
    longer = int(cells[1] > cells[0])
    if parts == [1, 1] and cells[longer] > _LEAST:
        parts[longer] = workers
    sides = [-(-n // (part * step)) * step for n, part in zip(cells, parts, strict=True)]
    return Tiling(cell, sides[0], sides[1], (origin[0], origin[1]))
