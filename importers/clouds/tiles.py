"""One tile at a time: lowest points, bare surface, ground, terrain, surface, density, scatter, relief.

Each function here is a task on one tile that needs nothing of other tiles but what stands on disk.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain import gridding, relief
from faultgis.terrain.compiled import kernel
from faultgis.terrain.grid import Frame
from faultgis.terrain.ground import BLOCK, is_ground, surface
from faultgis.terrain.opening import UNKNOWN
from importers.clouds.scratch import Canvas
from importers.clouds.sorting import NOISE
from importers.clouds.spill import Records
from importers.clouds.work import Key, Work
from importers.products.rasters import NODATA, plain_values

Heights: TypeAlias = NDArray[np.float32]
Flags: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.float64]
Found: TypeAlias = tuple[Frame, Heights, Heights]

GROUND = 2
_SHADE_MARGIN = 3


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
        _lower(work.spill.read(key, block), corner, round(part.cell * 1000), out)
    work.lowest.write(part, out)


def _corner(work: Work, part: Frame) -> NDArray[np.int64]:
    """The part's south-western corner in spilt millimetres."""
    base, cell = work.spill.tiling.base, round(part.cell * 1000)
    return np.array([part.west * cell - base[0], part.south * cell - base[1]], dtype=np.int64)


@kernel
def _lower(points: Records, corner: NDArray[np.int64], cell: int, out: NDArray[np.int32]) -> None:
    rows, columns = out.shape
    inverse = 1.0 / cell
    for i in range(points.shape[0]):
        kind = points[i, 3]
        if kind == 7 or kind == 18:
            continue
        x, y = points[i, 0] - corner[0], points[i, 1] - corner[1]
        if x < 0 or y < 0:
            continue
        # Half a millimetre keeps whole ones off the cells' edges, where a product might fall on either side.
        column, row = int((x + 0.5) * inverse), int((y + 0.5) * inverse)
        if row < rows and column < columns and points[i, 2] < out[row, column]:
            out[row, column] = points[i, 2]


def bare_surface(work: Work, key: Key) -> Found:
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
        points = without_noise(work.spill.read(key, block))
        columns, rows = places(work, points, part)
        z: Numbers = points[:, 2] * np.float64(0.001)
        sums.add(columns, rows, z, near_ground(work, points, z, found))
        if "dsm" in work.made:
            gridding.top(columns, rows, z, high, count)
        else:
            gridding.number(columns, rows, count)
    work.measured.write(part, plain_values(sums.heights()))
    if "dsm" in work.made:
        work.highest.write(part, plain_values(high))
    if "density" in work.made:
        work.made["density"].write(part, count / np.float32(part.cell**2))
    if "sigma" in work.made:
        work.made["sigma"].write(part, plain_values(sums.sigma()))
    return int((count > 0).sum()), int((sums.count > 0).sum())


def without_noise(points: Records) -> Records:
    """The points whose class does not say noise; the others are lost to ``points``."""
    return points[: _closed(points)]


@kernel
def _closed(points: Records) -> int:
    """Close the gaps where noise stood; how many points remain."""
    kept = 0
    for i in range(points.shape[0]):
        if points[i, 3] != NOISE[0] and points[i, 3] != NOISE[1]:
            if kept < i:
                points[kept] = points[i]
            kept += 1
    return kept


def places(work: Work, points: Records, part: Frame) -> tuple[Numbers, Numbers]:
    """Positions in cells from the part's corner."""
    return _placed(points, _corner(work, part), round(part.cell * 1000))


@kernel
def _placed(points: Records, corner: NDArray[np.int64], cell: int) -> tuple[Numbers, Numbers]:
    """Divided, not multiplied by an inverse: what lies on a cell's edge is then on the same side of it in
    every tile."""
    columns, rows = np.empty(points.shape[0]), np.empty(points.shape[0])
    for i in range(points.shape[0]):
        columns[i], rows[i] = (points[i, 0] - corner[0]) / cell, (points[i, 1] - corner[1]) / cell
    return columns, rows


def near_ground(work: Work, points: Records, z: Numbers, found: Found | None) -> Flags:
    """Which points are ground, as it was ordered; ``found``: the bare surface and its slope."""
    if found is not None:
        frame, bare, slope = found
        columns, rows = places(work, points, frame)
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
    terrain, mask = _terrain(work, wide)
    inner = wide.window(part)
    if "dtm" in work.made:
        work.made["dtm"].write(part, plain_values(terrain[inner]))
    if "dsm" in work.made:
        cover, _ = gridding.filled(known(work.highest, wide), work.fill)
        work.made["dsm"].write(part, plain_values(cover[inner]))
    if "voids" in work.made:
        work.made["voids"].write(part, mask[inner])
    if "hillshade" in work.made:
        work.made["hillshade"].write(part, _shade(terrain, wide, part))
    if "sigma" in work.made and key not in work.spill.counts:
        work.made["sigma"].write(part, np.full((part.rows, part.columns), NODATA, np.float32))
    return int((mask[inner] == 0).sum()), int((mask[inner] == 1).sum())


def _terrain(work: Work, wide: Frame) -> tuple[Heights, NDArray[np.uint8]]:
    """The terrain without its voids, and the mask of these (as ``gridding.filled``). Triangles go before what
    is averaged in a cell, which stays at the edges that no triangle reaches."""
    measured = known(work.measured, wide)
    if work.triangles is None:
        return gridding.filled(measured, work.fill)
    drawn = known(work.triangles, wide)
    terrain: Heights = np.where(np.isnan(drawn), measured, drawn)
    mask = np.where(np.isnan(measured), np.where(np.isnan(drawn), 2, 1), 0)
    return terrain, mask.astype(np.uint8)


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


def known(canvas: Canvas, part: Frame) -> Heights:
    """The canvas's values, NaN where there are none."""
    values: Heights = canvas.read(part, NODATA)
    values[values == np.float32(NODATA)] = np.nan
    return values
