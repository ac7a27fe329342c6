"""Lines of records as arrays: coordinates, offsets and owners, with a tree to find them by place."""

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ui.layers.frame import Array, Bounds, Indices


class Lines:
    """The parts of many (multi)lines. ``owner[part]`` is the place in ``ids`` of the record it belongs to;
    part ``i`` has the vertices ``coordinates[offsets[i]:offsets[i + 1]]`` in degrees. Never changed."""

    def __init__(self, ids: Sequence[UUID], geometries: Sequence[BaseGeometry]) -> None:
        self.ids = tuple(ids)
        array = np.asarray(geometries, dtype=object)
        self.parts, owner = shapely.get_parts(array, return_index=True)
        self.owner: Indices = np.asarray(owner, dtype=np.int64)
        counts = shapely.get_num_coordinates(self.parts) if len(self.parts) else np.zeros(0, dtype=np.int64)
        self.offsets: Indices = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        self.coordinates: Array = shapely.get_coordinates(self.parts) if len(self.parts) else np.zeros((0, 2))
        self.bounds: Array = (
            shapely.bounds(self.parts).reshape(-1, 4) if len(self.parts) else np.zeros((0, 4))
        )

    @cached_property
    def tree(self) -> shapely.STRtree:
        """A tree over the parts."""
        return shapely.STRtree(self.parts)

    def within(self, bounds: Bounds) -> Indices:
        """The parts whose bounds touch these bounds."""
        west, south, east, north = bounds
        box = self.bounds
        hit = (box[:, 0] <= east) & (box[:, 2] >= west) & (box[:, 1] <= north) & (box[:, 3] >= south)
        return np.flatnonzero(hit)

    def vertices(self, parts: Indices) -> tuple[Array, Indices]:
        """The coordinates of these parts one after another, and their offsets."""
        starts = self.offsets[parts]
        counts = self.offsets[parts + 1] - starts
        offsets: Indices = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        rows = np.arange(offsets[-1], dtype=np.int64) + np.repeat(starts - offsets[:-1], counts)
        return self.coordinates[rows], offsets
