"""Grids of heights on a fixed global origin: cells lie on whole multiples of the cell size in their
coordinate system, so grids made apart join without a seam."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Heights: TypeAlias = NDArray[np.float32]
Bounds: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """Where a grid lies: ``cell`` in metres, west and south edges as numbers of cells from the origin of the
    coordinate system, and how many columns and rows there are."""

    cell: float
    west: int
    south: int
    columns: int
    rows: int

    @property
    def bounds(self) -> Bounds:
        """West, south, east and north edge in metres."""
        return (
            self.west * self.cell,
            self.south * self.cell,
            (self.west + self.columns) * self.cell,
            (self.south + self.rows) * self.cell,
        )

    @property
    def east(self) -> int:
        """The east edge in cells from the origin."""
        return self.west + self.columns

    @property
    def north(self) -> int:
        """The north edge in cells from the origin."""
        return self.south + self.rows

    def grown(self, margin: int, block: int = 1) -> "Frame":
        """With ``margin`` more cells a side, the west and south edges moved out to a whole ``block``."""
        west = (self.west - margin) // block * block
        south = (self.south - margin) // block * block
        return Frame(self.cell, west, south, self.east + margin - west, self.north + margin - south)

    def cut(self, other: "Frame") -> "Frame | None":
        """What both have in common; ``None`` if nothing."""
        west, south = max(self.west, other.west), max(self.south, other.south)
        east, north = min(self.east, other.east), min(self.north, other.north)
        if east <= west or north <= south:
            return None
        return Frame(self.cell, west, south, east - west, north - south)

    def window(self, part: "Frame") -> tuple[slice, slice]:
        """Rows and columns of ``part`` in an array of this frame whose first row is the southernmost."""
        row, column = part.south - self.south, part.west - self.west
        return slice(row, row + part.rows), slice(column, column + part.columns)


def frame_around(bounds: Bounds, cell: float) -> Frame:
    """The smallest frame of whole cells that holds the bounds (west, south, east, north in metres)."""
    west, south = math.floor(bounds[0] / cell), math.floor(bounds[1] / cell)
    columns, rows = math.floor(bounds[2] / cell) - west + 1, math.floor(bounds[3] / cell) - south + 1
    return Frame(cell, west, south, columns, rows)


@dataclass(frozen=True)
class Grid:
    """Heights (or another quantity) in cells, NaN where unknown; the first row is the northernmost.

    ``crs`` names the horizontal system (authority code or WKT; empty: a local grid), ``vertical`` the height
    datum as stated, ``note`` what made it.
    """

    frame: Frame
    values: Heights
    crs: str = ""
    vertical: str = ""
    note: Mapping[str, str] = field(default_factory=dict)

    @property
    def cell(self) -> float:
        """Side of a cell in metres."""
        return self.frame.cell

    @property
    def origin(self) -> tuple[float, float]:
        """The north-western corner in metres."""
        return self.frame.bounds[0], self.frame.bounds[3]

    @property
    def columns(self) -> int:
        """How many cells from west to east."""
        return self.frame.columns

    @property
    def rows(self) -> int:
        """How many cells from north to south."""
        return self.frame.rows
