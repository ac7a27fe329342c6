"""What the tiles of one import share, and which tiles there are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from faultgis.terrain.grid import Frame
from faultgis.terrain.ground import BLOCK, GroundRule, preset
from faultgis.terrain.opening import UNKNOWN
from importers.clouds.order import Order
from importers.clouds.scratch import Canvas, SparseCanvas
from importers.clouds.sifting import Sieve
from importers.clouds.spill import EDGE, Spill
from importers.products.rasters import NODATA

Key: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Work:
    """What the tiles of one import share. ``frame`` holds all points; ``ground_frame`` the same in cells of
    the grid on which ground is sought; ``fill``: up to how many cells voids are filled; ``longest``: the
    longest edge of a triangle in cells, ``triangles`` what is drawn between ground points, if ordered."""

    spill: Spill
    frame: Frame
    ground_frame: Frame
    rule: GroundRule
    ground: str
    fill: int
    lowest: SparseCanvas
    bare: SparseCanvas
    measured: SparseCanvas
    highest: SparseCanvas
    made: dict[str, Canvas]
    """The ordered products; cells of tiles far from all points are never written."""
    sieve: Sieve
    longest: float
    triangles: SparseCanvas | None

    @classmethod
    def begun(cls, folder: Path, spill: Spill, frame: Frame, order: Order, ground: str) -> "Work":
        """Nothing done yet; the rasters lie in ``folder``."""
        rule = replace(preset(order.preset), cell_m=order.ground_mm / 1000)
        coarse = _ground_frame(frame, order)
        return cls(
            spill,
            frame,
            coarse,
            rule,
            ground,
            round(order.fill / order.resolution),
            SparseCanvas(folder / "lowest", "<i4", coarse, int(UNKNOWN)),
            SparseCanvas(folder / "bare", "<f4", coarse, NODATA),
            SparseCanvas(folder / "measured", "<f4", frame, NODATA),
            SparseCanvas(folder / "highest", "<f4", frame, NODATA),
            {name: Canvas(folder / f"{name}.raw", KINDS[name], frame) for name in order.products},
            Sieve.over(folder, spill, order.noise),
            order.longest / order.resolution,
            SparseCanvas(folder / "triangles", "<f4", frame, NODATA) if order.dtm == "tin" else None,
        )

    def part(self, key: Key) -> Frame:
        """The tile, as far as there are points in the whole."""
        part = self.spill.tiling.frame(key).cut(self.frame)
        assert part is not None
        return part

    def ground_part(self, key: Key) -> Frame:
        """The tile in cells of the grid on which ground is sought."""
        return _coarser(self.spill.tiling.frame(key), self.rule.cell_m, self.ground_frame)

    def close(self) -> None:
        """Everything made is on disk."""
        drawn = () if self.triangles is None else (self.triangles,)
        for canvas in (self.lowest, self.bare, self.measured, self.highest, *drawn, *self.made.values()):
            canvas.close()


KINDS = {"dtm": "<f4", "dsm": "<f4", "density": "<f4", "sigma": "<f4", "voids": "u1", "hillshade": "u1"}


def _ground_frame(frame: Frame, order: Order) -> Frame:
    fine, side = order.cell_mm, order.ground_mm
    west, south = frame.west * fine // side, frame.south * fine // side
    east, north = (frame.east * fine - 1) // side, (frame.north * fine - 1) // side
    coarse = Frame(side / 1000, west, south, east - west + 1, north - south + 1)
    return coarse.grown(0, BLOCK)


def _coarser(tile: Frame, cell: float, within: Frame) -> Frame:
    """A whole tile in cells of another size, whole ones of which it holds."""
    west, south = round(tile.west * tile.cell / cell), round(tile.south * tile.cell / cell)
    columns, rows = round(tile.columns * tile.cell / cell), round(tile.rows * tile.cell / cell)
    part = Frame(cell, west, south, columns, rows).cut(within)
    assert part is not None
    return part


def every_key(work: Work) -> Iterator[Key]:
    """All tiles of the frame, also those without points."""
    tiling, frame = work.spill.tiling, work.frame
    first, last = tiling.key_of(frame.west, frame.south), tiling.key_of(frame.east - 1, frame.north - 1)
    for row in range(first[1], last[1] + 1):
        for column in range(first[0], last[0] + 1):
            yield column, row


def keys_with_points(work: Work) -> list[Key]:
    """The tiles of the frame that hold points (a tile beside it may hold those at its edge), those with most
    points first, so that no large one is left to a single worker at the end."""
    found = [key for key in every_key(work) if key in work.spill.counts]
    return sorted(found, key=lambda key: -work.spill.counts[key])


def tiles_near(work: Work) -> list[Key]:
    """The tiles that may have values: with points, or so near to some that voids are filled from there."""
    tiling = work.spill.tiling
    reach = work.fill if work.triangles is None else max(work.fill, int(np.ceil(work.longest)))
    across, up = (-(-(reach + EDGE) // cells) for cells in (tiling.columns, tiling.rows))
    steps = [(dx, dy) for dx in range(-across, across + 1) for dy in range(-up, up + 1)]
    every = set(every_key(work))
    found = {(x + dx, y + dy) for x, y in work.spill.counts for dx, dy in steps}
    return sorted(found & every)
