"""Terrain as triangles, block by block: each block reads the ground points around it wide enough that its
triangles are those of the whole cloud."""

from collections.abc import Iterator

import numpy as np

from faultgis.terrain.grid import Frame
from faultgis.terrain.ground import slope_of
from faultgis.terrain.triangles import Knots, reach_of
from importers.clouds.spill import Records
from importers.clouds.tiles import Found, known, near_ground, places, without_noise
from importers.clouds.work import Key, Work, tiles_near
from importers.products.rasters import plain_values

_BLOCK = 256


def blocks(work: Work) -> list[Frame]:
    """Where there may be triangles, in squares small enough that few points are held at a time."""
    return [block for key in tiles_near(work) for block in _cut(work.part(key))]


def _cut(part: Frame) -> Iterator[Frame]:
    for south in range(part.south, part.north, _BLOCK):
        for west in range(part.west, part.east, _BLOCK):
            columns, rows = min(_BLOCK, part.east - west), min(_BLOCK, part.north - south)
            yield Frame(part.cell, west, south, columns, rows)


def triangulate(work: Work, block: Frame) -> None:
    """Heights of the block from the triangles between ground points."""
    assert work.triangles is not None
    wide = block.grown(reach_of(work.longest))
    cell = round(wide.cell * 1000)
    knots = Knots.over(wide.west, wide.south, (wide.rows, wide.columns), cell)
    found = _bare(work, wide) if work.ground == "compute" else None
    base = work.spill.tiling.base
    west, south = base[0] - wide.west * cell, base[1] - wide.south * cell
    for key in _keys(work, wide):
        for points in _points(work, key, wide):
            ground = points[near_ground(work, points, points[:, 2] * np.float64(0.001), found)]
            x, y, z = (ground[:, axis].astype(np.int64) for axis in (0, 1, 2))
            knots.add(x + west, y + south, z)
    heights = knots.heights(work.longest)
    work.triangles.write(block, plain_values(heights[wide.window(block)]))


def _keys(work: Work, wide: Frame) -> list[Key]:
    tiling = work.spill.tiling
    first, last = tiling.key_of(wide.west, wide.south), tiling.key_of(wide.east - 1, wide.north - 1)
    every = ((x, y) for x in range(first[0], last[0] + 1) for y in range(first[1], last[1] + 1))
    return [key for key in every if key in work.spill.counts]


def _points(work: Work, key: Key, wide: Frame) -> Iterator[Records]:
    """The tile's own points, those of its edge left out, as far as they lie in the frame."""
    inside = work.spill.tiling.frame(key).cut(wide)
    if inside is None:
        return
    for block in work.spill.blocks(key):
        points = without_noise(work.spill.read(key, block))
        columns, rows = places(work, points, inside)
        mine = (columns >= 0) & (columns < inside.columns) & (rows >= 0) & (rows < inside.rows)
        if mine.any():
            yield points[mine]


def _bare(work: Work, wide: Frame) -> Found:
    """The bare surface under the frame, as the tiles have found it."""
    side = work.rule.cell_m / wide.cell
    west, south = int(np.floor(wide.west / side)), int(np.floor(wide.south / side))
    east, north = int(np.ceil(wide.east / side)), int(np.ceil(wide.north / side))
    frame = Frame(work.rule.cell_m, west, south, east - west, north - south).grown(3)
    bare = known(work.bare, frame)
    return frame, bare, slope_of(bare, work.rule.cell_m)
