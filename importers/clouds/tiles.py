"""One tile at a time: lowest points, bare surface, ground, terrain, surface, density, scatter, relief.

Each function here is a task on one tile that needs nothing of other tiles but what stands on disk.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain import gridding, relief
from faultgis.terrain.compiled import kernel
from faultgis.terrain.grid import Frame
from faultgis.terrain.ground import BLOCK, GroundRule, is_ground, preset, surface
from faultgis.terrain.opening import UNKNOWN
from importers.clouds.order import Order
from importers.clouds.scratch import Canvas, SparseCanvas
from importers.clouds.sifting import Sieve
from importers.clouds.sorting import NOISE
from importers.clouds.spill import EDGE, Records, Spill
from importers.products.rasters import NODATA, plain_values

Key: TypeAlias = tuple[int, int]
Heights: TypeAlias = NDArray[np.float32]
Flags: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.float64]

GROUND = 2
_SHADE_MARGIN = 3


@dataclass(frozen=True)
class Work:
    """What the tiles of one import share. ``frame`` holds all points; ``ground_frame`` the same in cells of
    the grid on which ground is sought; ``fill``: up to how many cells voids are filled."""

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
        for canvas in (self.lowest, self.bare, self.measured, self.highest, *self.made.values()):
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


def keys_near_points(work: Work) -> list[Key]:
    """The tiles that may have values: with points, or so near to some that voids are filled from there."""
    tiling = work.spill.tiling
    across, up = (-(-(work.fill + EDGE) // cells) for cells in (tiling.columns, tiling.rows))
    steps = [(dx, dy) for dx in range(-across, across + 1) for dy in range(-up, up + 1)]
    every = set(every_key(work))
    found = {(x + dx, y + dy) for x, y in work.spill.counts for dx, dy in steps}
    return sorted(found & every)


def count(work: Work, key: Key) -> None:
    """The tile's part in the search for points that stand alone."""
    work.sieve.count(key)


def sift(work: Work, key: Key) -> int:
    """What stands alone in the tile is noise from now on; how many points that are."""
    return work.sieve.judge(key)


def lowest(work: Work, key: Key) -> None:
    """The lowest point of each cell, noise apart."""
    part = work.ground_part(key)
    out = np.full((part.rows, part.columns), UNKNOWN, dtype=np.int32)
    corner = _corner(work, part)
    for block in work.spill.blocks(key):
        _lower(work.sieve.read(key, block), corner, round(part.cell * 1000), out)
    work.lowest.write(part, out)


def _corner(work: Work, part: Frame) -> NDArray[np.int64]:
    """The part's south-western corner in spilt millimetres."""
    base, cell = work.spill.tiling.base, round(part.cell * 1000)
    return np.array([part.west * cell - base[0], part.south * cell - base[1]], dtype=np.int64)


@kernel
def _lower(points: Records, corner: NDArray[np.int64], cell: int, out: NDArray[np.int32]) -> None:
    rows, columns = out.shape
    for i in range(points.shape[0]):
        kind = points[i, 3]
        if kind == 7 or kind == 18:
            continue
        x, y = points[i, 0] - corner[0], points[i, 1] - corner[1]
        if x < 0 or y < 0:
            continue
        # Exact, for neither is long enough to be rounded up to a whole cell, and far faster than whole
        # numbers are divided.
        column, row = int(x / cell), int(y / cell)
        if row < rows and column < columns and points[i, 2] < out[row, column]:
            out[row, column] = points[i, 2]


def bare_surface(work: Work, key: Key) -> tuple[Frame, Heights, Heights]:
    """The bare surface and its slope on the tile and a margin wide enough for the points at its edge."""
    part = work.ground_part(key)
    wide = part.grown(work.rule.reach + 4, BLOCK).cut(work.ground_frame)
    assert wide is not None
    bare, slope = surface(work.lowest.read(wide, float(UNKNOWN)), work.rule)
    work.bare.write(part, plain_values(bare[wide.window(part)]))
    return wide, bare, slope


def grids(work: Work, key: Key) -> tuple[int, int]:
    """Terrain as measured, surface, density and scatter; how many cells hold points, and hold ground."""
    part = work.part(key)
    shape = part.rows, part.columns
    sums, high, count = gridding.Sums.of(shape), np.full(shape, np.nan, np.float32), np.zeros(shape, np.int32)
    found = bare_surface(work, key) if work.ground == "compute" else None
    for block in work.spill.blocks(key):
        points = _without_noise(work.sieve.read(key, block))
        columns, rows = _places(work, points, part)
        z: Numbers = points[:, 2] * np.float64(0.001)
        sums.add(columns, rows, z, _ground(work, points, z, found))
        gridding.top(columns, rows, z, high, count)
    work.measured.write(part, plain_values(sums.heights()))
    if "dsm" in work.made:
        work.highest.write(part, plain_values(high))
    if "density" in work.made:
        work.made["density"].write(part, count / np.float32(part.cell**2))
    if "sigma" in work.made:
        work.made["sigma"].write(part, plain_values(sums.sigma()))
    return int((count > 0).sum()), int((sums.count > 0).sum())


def _without_noise(points: Records) -> Records:
    kinds = points[:, 3]
    noise = (kinds == NOISE[0]) | (kinds == NOISE[1])
    return points[~noise] if noise.any() else points


def _places(work: Work, points: Records, part: Frame) -> tuple[Any, Any]:
    """Positions in cells from the part's corner. Divided, not multiplied by an inverse: what lies on a cell's
    edge is then on the same side of it in every tile."""
    corner, cell = _corner(work, part), round(part.cell * 1000)
    return (points[:, 0] - corner[0]) / cell, (points[:, 1] - corner[1]) / cell


def _ground(work: Work, points: Records, z: Any, found: tuple[Frame, Heights, Heights] | None) -> Flags:
    if found is not None:
        frame, bare, slope = found
        columns, rows = _places(work, points, frame)
        return is_ground(columns, rows, z, bare, slope, work.rule)
    if work.ground == "class":
        return np.equal(points[:, 3], GROUND)
    return np.ones(len(points), dtype=np.bool_)


def finish(work: Work, key: Key) -> tuple[int, int]:
    """Voids filled and relief lit; how many cells of the terrain are measured, and filled."""
    part = work.part(key)
    reach = gridding.fill_reach(work.fill) + _SHADE_MARGIN
    wide = part.grown(reach, 2 ** gridding.fill_levels(work.fill)).cut(_aligned(work))
    assert wide is not None
    terrain, mask = gridding.filled(_known(work.measured, wide), work.fill)
    inner = wide.window(part)
    if "dtm" in work.made:
        work.made["dtm"].write(part, plain_values(terrain[inner]))
    if "dsm" in work.made:
        cover, _ = gridding.filled(_known(work.highest, wide), work.fill)
        work.made["dsm"].write(part, plain_values(cover[inner]))
    if "voids" in work.made:
        work.made["voids"].write(part, mask[inner])
    if "hillshade" in work.made:
        work.made["hillshade"].write(part, _shade(terrain, wide, part))
    if "sigma" in work.made and key not in work.spill.counts:
        work.made["sigma"].write(part, np.full((part.rows, part.columns), NODATA, np.float32))
    return int((mask[inner] == 0).sum()), int((mask[inner] == 1).sum())


def _shade(terrain: Heights, wide: Frame, part: Frame) -> NDArray[np.uint8]:
    """The part lit from the north-west. Beyond the frame nothing is known, whatever the tiles: so every edge
    is continued in the same way."""
    near = part.grown(_SHADE_MARGIN)
    inside = near.cut(wide)
    assert inside is not None
    known = np.full((near.rows, near.columns), np.nan, dtype=np.float32)
    known[near.window(inside)] = terrain[wide.window(inside)]
    shade = relief.hillshade(known[::-1], part.cell, part.cell)[::-1]
    return shade[near.window(part)]


def _aligned(work: Work) -> Frame:
    return work.frame.grown(0, 2 ** gridding.fill_levels(work.fill))


def _known(canvas: Canvas, part: Frame) -> Heights:
    values: Heights = canvas.read(part, NODATA)
    values[values == np.float32(NODATA)] = np.nan
    return values
