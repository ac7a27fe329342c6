"""Where a cloud has points: the cells that hold any, marked while it is read, and their outline.

Cells are a metre wide, or two, four, eight … where the cloud is wide or thin: each coarser one is four finer
ones, so neither the order of the points nor the way they come in chunks changes the outline. Points classed
as noise mark nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon

from faultgis.terrain.compiled import kernel

Cells: TypeAlias = NDArray[np.bool_]
Raw: TypeAlias = NDArray[np.int32]

FINEST_MM = 1000
TOLERANCE_CELLS = 0.75
_MOST_CELLS = 4_000_000
_ACROSS = 512
_POINTS_A_CELL = 16
_WHOLE_CELLS = 16
_FEWEST = 4
_MOST_BREAKS = 20_000


@dataclass
class Occupancy:
    """Cells of ``side_mm`` from the origin of the coordinate system, the first row southernmost; ``west`` and
    ``south`` are the first column and row. ``low`` and ``high``: heights of the points in millimetres."""

    side_mm: int = FINEST_MM
    west: int = 0
    south: int = 0
    cells: Cells = field(default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))
    points: int = 0
    low: int = 2**62
    high: int = -(2**62)

    def add(
        self, raw: tuple[Raw, Raw, Raw], classes: NDArray[np.uint8], factors: NDArray[np.float64]
    ) -> None:
        """Mark the cells of these points. ``factors``: per axis, millimetres per raw unit and millimetres of
        the offset."""
        west, east, south, north = _reach(*raw[:2], classes, factors)
        if east < west:
            return
        self._make_room((int(west), int(east)), (int(south), int(north)))
        marked, low, high = _mark(*raw, classes, factors, self.side_mm, self.west, self.south, self.cells)
        self.points += int(marked)
        self.low, self.high = min(self.low, int(low)), max(self.high, int(high))

    def _make_room(self, across: tuple[int, int], along: tuple[int, int]) -> None:
        """Room for all positions between these (millimetres)."""
        while True:
            west, right = across[0] // self.side_mm, across[1] // self.side_mm
            south, top = along[0] // self.side_mm, along[1] // self.side_mm
            if self.cells.size:
                west, south = min(west, self.west), min(south, self.south)
                right = max(right, self.west + self.cells.shape[1] - 1)
                top = max(top, self.south + self.cells.shape[0] - 1)
            shape = top - south + 1, right - west + 1
            if shape[0] * shape[1] <= _MOST_CELLS:
                break
            self._coarsen()
        if shape != self.cells.shape:
            grown = np.zeros(shape, dtype=np.bool_)
            row, column = self.south - south, self.west - west
            rows, columns = self.cells.shape
            if self.cells.size:
                grown[row : row + rows, column : column + columns] = self.cells
            self.west, self.south, self.cells = west, south, grown

    def _coarsen(self) -> None:
        self.side_mm *= 2
        self.west, self.south, self.cells = _coarser(self.west, self.south, self.cells)

    def outline(self) -> "Outline | None":
        """The outline, in cells wide enough to hold sixteen points on average, to be at most 512 across and
        not to be a sieve; ``None`` without any point."""
        side, west, south, cells = self.side_mm, self.west, self.south, self.cells
        if not cells.any():
            return None
        while max(cells.shape) > _ACROSS or (
            max(cells.shape) > _FEWEST
            and (self.points < _POINTS_A_CELL * cells.sum() or _breaks(cells) > _MOST_BREAKS)
        ):
            side *= 2
            west, south, cells = _coarser(west, south, cells)
        metres = side / 1000
        return Outline(_drawn(cells, west, south, metres), metres, int(cells.sum()) * metres * metres)


@dataclass(frozen=True)
class Outline:
    """The outline of occupied cells of ``cell_m`` metres in the cloud's system in metres, holes kept; no
    vertex is more than ``tolerance_m`` from the cells' edges. ``area_m2`` is that of the cells themselves."""

    geometry: MultiPolygon
    cell_m: float
    area_m2: float

    @property
    def tolerance_m(self) -> float:
        """How far the outline may be from the edges of the cells, in metres."""
        return TOLERANCE_CELLS * self.cell_m


@kernel
def _reach(
    x: Raw, y: Raw, classes: NDArray[np.uint8], factors: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """West, east, south and north of the points that are no noise, in millimetres."""
    low_x = low_y = np.inf
    high_x = high_y = -np.inf
    for i in range(x.size):
        if classes[i] != 7 and classes[i] != 18:
            low_x, high_x = min(low_x, np.float64(x[i])), max(high_x, np.float64(x[i]))
            low_y, high_y = min(low_y, np.float64(y[i])), max(high_y, np.float64(y[i]))
    west, east = (
        np.rint(low_x * factors[0, 0] + factors[0, 1]),
        np.rint(high_x * factors[0, 0] + factors[0, 1]),
    )
    south, north = (
        np.rint(low_y * factors[1, 0] + factors[1, 1]),
        np.rint(high_y * factors[1, 0] + factors[1, 1]),
    )
    return west, east, south, north


def _coarser(west: int, south: int, cells: Cells) -> tuple[int, int, Cells]:
    """The same in cells twice as wide."""
    rows, columns = cells.shape
    before = south % 2, west % 2
    after = (before[0] + rows) % 2, (before[1] + columns) % 2
    whole = np.pad(cells, ((before[0], after[0]), (before[1], after[1])))
    fours = whole.reshape(whole.shape[0] // 2, 2, whole.shape[1] // 2, 2)
    coarse: Cells = np.asarray(fours.any(axis=(1, 3)))
    return west // 2, south // 2, coarse


def _breaks(cells: Cells) -> int:
    """How often occupied and empty cells follow each other along the rows: how ragged an outline is."""
    return int(np.count_nonzero(cells[:, 1:] != cells[:, :-1]))


@kernel
def _mark(
    x: Raw,
    y: Raw,
    z: Raw,
    classes: NDArray[np.uint8],
    factors: NDArray[np.float64],
    side: int,
    west: int,
    south: int,
    cells: Cells,
) -> tuple[int, np.int64, np.int64]:
    marked, low, high = 0, np.int64(2**62), np.int64(-(2**62))
    for i in range(x.size):
        if classes[i] == 7 or classes[i] == 18:
            continue
        # Whole millimetres divided by a whole number of them: never rounded across the edge of a cell.
        column = np.int64(np.floor(np.rint(x[i] * factors[0, 0] + factors[0, 1]) / side)) - west
        row = np.int64(np.floor(np.rint(y[i] * factors[1, 0] + factors[1, 1]) / side)) - south
        cells[row, column] = True
        height = np.int64(np.rint(z[i] * factors[2, 0] + factors[2, 1]))
        low, high = min(low, height), max(high, height)
        marked += 1
    return marked, low, high


def _drawn(cells: Cells, west: int, south: int, side: float) -> MultiPolygon:
    runs = np.array(list(_runs(cells)), dtype=np.float64)
    x0, x1, y = runs[:, 0] + west, runs[:, 1] + west, runs[:, 2] + south
    whole = shapely.union_all(shapely.box(x0, y, x1, y + 1))
    parts = [_simpler(part) for part in shapely.get_parts(whole)]
    return MultiPolygon([shapely.transform(part, lambda xy: xy * side) for part in parts])


def _runs(cells: Cells) -> Iterator[tuple[int, int, int]]:
    """Start, end and row of each unbroken row of cells."""
    for row, line in enumerate(cells):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], line.view(np.int8), [0]))))
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            yield start, end, row


def _simpler(part: shapely.Polygon) -> shapely.Polygon:
    """Without the stairs of a slanting edge; small parts keep their shape."""
    plain = shapely.simplify(part, 0)
    if part.area <= _WHOLE_CELLS:
        return plain
    found = shapely.simplify(part, TOLERANCE_CELLS)
    return found if found.is_valid and found.geom_type == "Polygon" else plain
