"""Which of very many sites lie within reach of which strands, and how far: by trees, without an answer yet.

Sites and strands are put into metres cell by cell: within ``CELL_DEG`` of a frame's middle and the reach of a
rule, a distance is true to ``NEARLY_M``. Where more is asked for, a site is to be measured by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Bounds, Mapped
from faultgis.avoidance.strands import STEP_M
from faultgis.crs.ellipsoid import metres_per_degree
from faultgis.progress import Progress

CELL_DEG = 0.2
NEARLY_M = 0.03
Numbers = NDArray[np.int64]
Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Pairs:
    """Pairs of a site and a strand by their numbers, and the metres between both."""

    site: Numbers
    strand: Numbers
    distance: NDArray[np.float64]


def pairs(mapped: Mapped, shapes: Shapes, reach_m: float, progress: Progress | None = None) -> Pairs:
    """All pairs of sites (in degrees; ``None`` has no pairs) and strands within reach of each other, in the
    order of the sites. Sites must not be wider than a cell."""
    progress = progress or Progress()
    near = _within_boxes(mapped, shapes, reach_m)
    found = [(near[:0], near[:0], np.zeros(0))]
    parted = list(cells(shapes, near))
    for done, members in enumerate(parted):
        progress.report("advice.assessing", done, len(parted))
        found.append(_in_cell(mapped, shapes, members, reach_m))
    site, strand, distance = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((strand, site))
    return Pairs(site[order], strand[order], distance[order])


def _within_boxes(mapped: Mapped, shapes: Shapes, reach_m: float) -> Numbers:
    """The sites whose boxes meet those of the strands' runs, widened by the reach."""
    west, south, east, north = shapely.bounds(mapped.tree.geometries).T
    lat = np.minimum(np.maximum(np.abs(south), np.abs(north)) + reach_m / 110_000, 89.0)
    per_east, per_north = metres_per_degree(0.0)
    dx, dy = 1.01 * reach_m / (per_east * np.cos(np.radians(lat))), 1.01 * reach_m / per_north
    boxes = shapely.box(west - dx, south - dy, east + dx, north + dy)
    return np.unique(STRtree(shapes).query(boxes)[1]).astype(np.int64)


def cells(shapes: Shapes, near: Numbers) -> Iterator[Numbers]:
    """The sites parted by the cells of a grid that their boxes' middles lie in."""
    if not len(near):
        return
    west, south, east, north = shapely.bounds(shapes[near]).T
    column, row = (np.floor((low + high) / 2 / CELL_DEG) for low, high in ((west, east), (south, north)))
    order = np.lexsort((near, column, row))
    new = (np.diff(column[order]) != 0) | (np.diff(row[order]) != 0)
    yield from np.split(near[order], np.flatnonzero(new) + 1)


def _in_cell(
    mapped: Mapped, shapes: Shapes, members: Numbers, reach_m: float
) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
    owners, lines, frame = strands_within(mapped, shapely.total_bounds(shapes[members]), reach_m)
    metric = _in_metres(shapes[members], frame)
    line, member = STRtree(metric).query(lines, predicate="dwithin", distance=reach_m + NEARLY_M)
    distance = shapely.distance(metric[member], lines[line])
    return members[member], owners[line], distance


def _in_metres(shapes: Shapes, frame: Centred) -> Shapes:
    dense = shapely.segmentize(shapes, STEP_M / 111_000)
    found: Shapes = shapely.transform(dense, frame.to_metres)
    return found


def strands_within(
    mapped: Mapped, box: Sequence[float] | NDArray[np.float64], reach_m: float
) -> tuple[Numbers, Shapes, Centred]:
    """The strands within reach of a box in degrees, each as a line of several parts in a frame's metres."""
    west, south, east, north = (float(edge) for edge in box)
    bounds: Bounds = west, south, east, north
    frame = Centred.around(np.array([(west, south), (east, north)]))
    near, pieces = mapped.near(bounds, reach_m), mapped.pieces
    new = np.ones(len(near), dtype=bool)
    new[1:] = (np.diff(near) != 1) | ~pieces.follows[near[1:]]
    of = np.cumsum(new) - 1
    ends = np.concatenate([np.flatnonzero(new)[1:] - 1, [len(near) - 1]]) if len(near) else near
    order = np.argsort(np.concatenate([of, of[ends]]), kind="stable")
    places = np.concatenate([pieces.start[near], pieces.end[near[ends]]])[order]
    runs = shapely.linestrings(frame.to_metres(places), indices=np.concatenate([of, of[ends]])[order])
    owners, owner = np.unique(pieces.owner[near[new]], return_inverse=True)
    lines: Shapes = shapely.multilinestrings(runs, indices=owner)
    return owners, lines, frame
