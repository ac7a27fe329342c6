"""Points sorted into tiles on disk in one pass: whole millimetres and class, files read back in sequence."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.terrain.compiled import kernel
from importers.clouds.tiling import Tiling

Records: TypeAlias = NDArray[np.int32]
Whole: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]
Raw: TypeAlias = NDArray[np.int32]
Factors: TypeAlias = NDArray[np.float64]

EDGE = 2
"""Cells around a tile whose points it holds, too, because they reach into it when heights are averaged."""

MOST_MM = 2**30
_BLOCK = 100_000


@dataclass
class Spill:
    """Points by tile. ``counts``: how many each file holds, those of its edge with them; ``grounds``: how
    many of these are of class 2; ``classes``: points by class; ``low``, ``high``: bounds in millimetres."""

    folder: Path
    tiling: Tiling
    counts: dict[tuple[int, int], int] = field(default_factory=dict)
    classes: NDArray[np.int64] = field(default_factory=lambda: np.zeros(256, dtype=np.int64))
    low: NDArray[np.int64] = field(default_factory=lambda: np.full(3, 2**62, dtype=np.int64))
    high: NDArray[np.int64] = field(default_factory=lambda: np.full(3, -(2**62), dtype=np.int64))
    points: int = 0
    grounds: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, raw: tuple[Raw, Raw, Raw], classes: Bytes, factors: Factors) -> None:
        """Sort points in. ``factors``: per axis, millimetres per raw unit and millimetres of the offset.

        Raises ``InputError("cloud.too_wide")`` where the clouds lie too far apart for one grid.
        """
        if not len(raw[0]):
            return
        tiling = self.tiling
        low, high = extent(raw, factors)
        base = tiling.base
        if max(*(abs(low[i] - base[i]) for i in (0, 1)), *(abs(high[i] - base[i]) for i in (0, 1))) > MOST_MM:
            raise InputError("cloud.too_wide")
        self.points += len(raw[0])
        np.minimum(self.low, low, out=self.low)
        np.maximum(self.high, high, out=self.high)
        self.classes += _by_class(classes)
        sides, edge = tiling.sides_mm, EDGE * tiling.cell_mm
        first = [(int(low[i]) - base[i] - edge) // sides[i] for i in (0, 1)]
        last = [(int(high[i]) - base[i] + edge) // sides[i] for i in (0, 1)]
        shape = (last[1] - first[1] + 1, last[0] - first[0] + 1)
        counts = np.zeros(shape, dtype=np.int64)
        where = _Where(sides, edge, (first[0], first[1]), base)
        _sort(*raw, classes, factors, where, counts, np.empty((0, 4), np.int32))
        ends = np.cumsum(counts.ravel())
        starts = (ends - counts.ravel()).reshape(shape)
        records = np.empty((int(ends[-1]), 4), dtype=np.int32)
        _sort(*raw, classes, factors, where, starts.copy(), records)
        self._write(where.first, counts, starts, records)

    def _write(self, first: tuple[int, int], counts: Whole, starts: Whole, records: Records) -> None:
        for row, column in np.argwhere(counts):
            key = first[0] + int(column), first[1] + int(row)
            start, count = starts[row, column], counts[row, column]
            part = records[start : start + count]
            with self._path(key).open("ab") as target:
                target.write(part.data)
            self.grounds[key] = self.grounds.get(key, 0) + int((part[:, 3] == 2).sum())
            self.counts[key] = self.counts.get(key, 0) + int(count)

    def _path(self, key: tuple[int, int]) -> Path:
        return self.folder / f"{key[0]}_{key[1]}.points"

    def blocks(self, key: tuple[int, int], size: int = _BLOCK) -> "list[tuple[int, int]]":
        """The parts in which a tile's points are read, as (start, count)."""
        total = self.counts.get(key, 0)
        return [(start, min(size, total - start)) for start in range(0, total, size)]

    def read(self, key: tuple[int, int], block: tuple[int, int]) -> Records:
        """Part of a tile's points: x, y (millimetres from the base), z (millimetres), class."""
        start, count = block
        return np.fromfile(self._path(key), np.int32, count * 4, offset=start * 16).reshape(-1, 4)

    def set_class(self, key: tuple[int, int], points: Whole, kind: int) -> None:
        """Another class for a few of a tile's points, given by their numbers."""
        with self._path(key).open("r+b") as target:
            for point in points.tolist():
                target.seek(point * 16 + 12)
                target.write(kind.to_bytes(4, sys.byteorder))

    def drop(self, key: tuple[int, int]) -> None:
        """The tile is done; give its room back."""
        self._path(key).unlink(missing_ok=True)


class _Where(NamedTuple):
    """How tiles lie about the points: width and height of a tile and of its edge, the first tile's column and
    row, the point from which they count; all in millimetres."""

    sides: tuple[int, int]
    edge: int
    first: tuple[int, int]
    base: tuple[int, int]


def extent(raw: tuple[Raw, Raw, Raw], factors: Factors) -> tuple[Whole, Whole]:
    """Least and greatest easting, northing and height, in millimetres."""
    ends = [[axis.min() for axis in raw], [axis.max() for axis in raw]]
    low, high = (np.rint(np.array(end) * factors[:, 0] + factors[:, 1]).astype(np.int64) for end in ends)
    return low, high


@kernel
def _by_class(classes: Bytes) -> Whole:
    found = np.zeros(256, dtype=np.int64)
    for i in range(classes.size):
        found[classes[i]] += 1
    return found


@kernel
def _split(length: np.int64, side: int, inverse: float) -> tuple[np.int64, np.int64]:
    """Whole sides in a length, and the rest; multiplied and then set right, as whole division is slow."""
    count = np.int64(length * inverse)
    rest = length - count * side
    if rest < 0:
        return count - 1, rest + side
    if rest >= side:
        return count + 1, rest - side
    return count, rest


@kernel
def _sort(
    x: Raw,
    y: Raw,
    z: Raw,
    classes: Bytes,
    factors: Factors,
    where: _Where,
    places: Whole,
    out: Records,
) -> None:
    """Count the points of each tile into ``places``, or, with ``out``, put each at the place of its tile."""
    writing = out.shape[0] > 0
    (wide, high), edge, base = where.sides, where.edge, where.base
    corner_x, corner_y = base[0] + where.first[0] * wide, base[1] + where.first[1] * high
    inverse_x, inverse_y = 1.0 / wide, 1.0 / high
    for i in range(x.size):
        px = np.int64(np.rint(x[i] * factors[0, 0] + factors[0, 1]))
        py = np.int64(np.rint(y[i] * factors[1, 0] + factors[1, 1]))
        column, across = _split(px - corner_x, wide, inverse_x)
        row, along = _split(py - corner_y, high, inverse_y)
        west, east = column - (across < edge), column + (across >= wide - edge)
        south, north = row - (along < edge), row + (along >= high - edge)
        for tile_row in range(south, north + 1):
            for tile_column in range(west, east + 1):
                place = places[tile_row, tile_column]
                places[tile_row, tile_column] = place + 1
                if writing:
                    out[place, 0] = np.int32(px - base[0])
                    out[place, 1] = np.int32(py - base[1])
                    out[place, 2] = np.int32(np.rint(z[i] * factors[2, 0] + factors[2, 1]))
                    out[place, 3] = np.int32(classes[i])
