"""The segments of many lines under one index: a whole survey is searched at once.

Coordinates are CGCS2000 degrees; a segment runs straight in them, as the lines are drawn and snapped. Metres
are those of the ellipsoid at the place that is asked about (``frame``), true to 0.1 % within 20 km.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from faultgis.geometry.frame import Coordinates, degree_lengths
from faultgis.geometry.runs import Indices

Numbers = NDArray[np.float64]
# Along a line that is compared with another, so often a place is looked at, and no more often per segment.
STEP_M = 25.0
MOST_STATIONS = 2000


@dataclass(frozen=True)
class Near:
    """Places and segments near each other: the numbers of both, the distance in metres, and the share (0–1)
    of the segment at which it comes nearest."""

    place: Indices
    segment: Indices
    metres: Numbers
    along: Numbers

    def where(self, wanted: NDArray[np.bool_] | Indices) -> "Near":
        """Those that are wanted, by a mask or by their numbers."""
        return Near(self.place[wanted], self.segment[wanted], self.metres[wanted], self.along[wanted])

    def nearest(self) -> "Near":
        """Of each place only what comes nearest, to the micrometre; of equals the first segment."""
        order = np.lexsort((self.segment, np.round(self.metres, 6), self.place))
        first = np.unique(self.place[order], return_index=True)[1]
        return self.where(order[first])


@dataclass(frozen=True)
class Segments:
    """Segments from ``starts`` to ``ends`` (n, 2); ``owner`` is the number of the shape that each belongs to,
    ``part`` counts the parts and rings of all shapes through."""

    starts: Coordinates
    ends: Coordinates
    owner: Indices
    part: Indices

    @classmethod
    def of(cls, shapes: Sequence[BaseGeometry | None]) -> "Segments":
        """The segments of lines and of the rings of polygons, in the shapes' order; others have none."""
        parts, owner = shapely.get_parts(np.asarray(shapes, dtype=object), return_index=True)
        areas = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
        rings, of_area = shapely.get_rings(parts[areas], return_index=True)
        paths = np.concatenate([parts[~areas], rings])
        owner = np.concatenate([owner[~areas], owner[areas][of_area]])
        in_order = np.argsort(owner, kind="stable")
        paths, owner = paths[in_order], owner[in_order]
        xy, path = shapely.get_coordinates(paths, return_index=True)
        runs_on = path[1:] == path[:-1]
        runs_on &= np.isfinite(xy[1:]).all(axis=1) & np.isfinite(xy[:-1]).all(axis=1)
        part = path[1:][runs_on]
        return cls(xy[:-1][runs_on], xy[1:][runs_on], owner[part], part)

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def tree(self) -> STRtree:
        """The index of the segments' boxes."""
        return STRtree(shapely.linestrings(np.stack([self.starts, self.ends], axis=1)))

    @cached_property
    def metres(self) -> Numbers:
        """The length of each segment."""
        east, north = degree_lengths((self.starts[:, 1] + self.ends[:, 1]) / 2)
        steps = self.ends - self.starts
        return np.asarray(np.hypot(steps[:, 0] * east, steps[:, 1] * north), dtype=np.float64)

    @cached_property
    def before(self) -> Numbers:
        """How many metres of its part lie before each segment."""
        run = np.cumsum(self.metres) - self.metres
        first = np.unique(self.part, return_index=True)[1]
        return np.asarray(run - np.repeat(run[first], np.diff([*first, len(self)])), dtype=np.float64)

    @cached_property
    def travelled(self) -> Numbers:
        """How many metres of its owner, part after part, lie before each segment."""
        run = np.cumsum(self.metres) - self.metres
        first = np.unique(self.owner, return_index=True)[1]
        return np.asarray(run - np.repeat(run[first], np.diff([*first, len(self)])), dtype=np.float64)

    @cached_property
    def whole(self) -> Numbers:
        """The length of the part that each segment belongs to."""
        _, index = np.unique(self.part, return_inverse=True)
        return np.asarray(np.bincount(index, self.metres)[index], dtype=np.float64)

    @cached_property
    def tips(self) -> tuple[Coordinates, Indices, Indices]:
        """The first vertices of all parts, then their last ones; the segment of each, and its owner."""
        first = np.unique(self.part, return_index=True)[1].astype(np.int64)
        last = np.append(first[1:], len(self))[: len(first)] - 1
        segment = np.concatenate([first, last])
        return np.concatenate([self.starts[first], self.ends[last]]), segment, self.owner[segment]

    def from_ends(self, segment: Indices, along: Numbers) -> tuple[Numbers, Numbers]:
        """How many metres along their part some places lie from its first and from its last vertex."""
        ahead = self.before[segment] + along * self.metres[segment]
        return ahead, self.whole[segment] - ahead

    def stations(self, step_m: float = STEP_M) -> tuple[Indices, Numbers]:
        """Places along all segments, vertices among them, no further apart than a step (``MOST_STATIONS`` of
        a segment at most): the segment and the share of it at which each lies."""
        count = np.clip(np.ceil(self.metres / step_m), 1, MOST_STATIONS).astype(np.int64) + 1
        number = np.repeat(np.arange(len(self)), count)
        index = np.arange(len(number)) - np.repeat(np.cumsum(count) - count, count)
        return number, np.asarray(index / (count[number] - 1), dtype=np.float64)

    @cached_property
    def azimuths(self) -> Numbers:
        """The azimuth of each segment in degrees (0 up to 360)."""
        east, north = degree_lengths((self.starts[:, 1] + self.ends[:, 1]) / 2)
        steps = self.ends - self.starts
        return np.asarray(
            np.degrees(np.arctan2(steps[:, 0] * east, steps[:, 1] * north)) % 360.0, dtype=np.float64
        )

    def place(self, segment: Indices, along: Numbers) -> Coordinates:
        """The places at a share of some segments."""
        start = self.starts[segment]
        return np.asarray(start + along[:, None] * (self.ends[segment] - start), dtype=np.float64)

    def near(self, places: Coordinates, metres: float | Numbers) -> Near:
        """All segments within some metres of each place."""
        box = boxes(places, places, metres)
        place, segment = self.tree.query(box)
        found = self.between(places, place, segment)
        limits = np.broadcast_to(np.asarray(metres, dtype=np.float64), len(places))
        return found.where(found.metres <= limits[place])

    def between(self, places: Coordinates, place: Indices, segment: Indices) -> Near:
        """Some places and segments, with the distances between them."""
        at = places[place]
        scale = np.column_stack(degree_lengths(at[:, 1]))
        a, b = (self.starts[segment] - at) * scale, (self.ends[segment] - at) * scale
        run = b - a
        square = (run**2).sum(axis=1)
        along = -(a * run).sum(axis=1) / np.where(square > 0, square, 1.0)
        along = np.clip(along, 0.0, 1.0)
        foot = a + along[:, None] * run
        return Near(place, segment, np.hypot(foot[:, 0], foot[:, 1]), along)

    def pairs(self, metres: float) -> tuple[Indices, Indices]:
        """Pairs of segments (each once, the first the lower) whose boxes come within some metres."""
        low, high = np.minimum(self.starts, self.ends), np.maximum(self.starts, self.ends)
        one, other = self.tree.query(boxes(low, high, metres))
        kept = one < other
        return one[kept], other[kept]

    def shared(self, one: Indices, other: Indices, apart_m: float) -> tuple[Numbers, Coordinates]:
        """How many metres of one segment the other runs along, nowhere further than ``apart_m`` from it, and
        the middle of that stretch in degrees."""
        start = self.starts[one]
        scale = np.column_stack(degree_lengths(start[:, 1]))
        run = (self.ends[one] - start) * scale
        length = np.hypot(run[:, 0], run[:, 1])
        ahead = run / np.where(length > 0, length, 1.0)[:, None]
        aside = np.column_stack([-ahead[:, 1], ahead[:, 0]])
        p, q = (self.starts[other] - start) * scale, (self.ends[other] - start) * scale
        tp, tq = (p * ahead).sum(axis=1), (q * ahead).sum(axis=1)
        op, oq = (p * aside).sum(axis=1), (q * aside).sum(axis=1)
        low, high = np.maximum(0.0, np.minimum(tp, tq)), np.minimum(length, np.maximum(tp, tq))
        slope = (oq - op) / np.where(tq == tp, 1.0, tq - tp)
        off = np.maximum(np.abs(op + (low - tp) * slope), np.abs(op + (high - tp) * slope))
        metres = np.where((off <= apart_m) & (tq != tp), np.maximum(high - low, 0.0), 0.0)
        share = (low + high) / 2 / np.where(length > 0, length, 1.0)
        return metres, self.place(one, share)

    def crossings(self, one: Indices, other: Indices, metres: float) -> tuple[Near, Near]:
        """Where pairs of segments cross, those that miss each other by no more than some metres at an end
        among them: the number of the pair, each segment, how far the place is from that segment's nearer end,
        and the share along it."""
        scale = np.column_stack(degree_lengths(self.starts[one, 1]))
        r = (self.ends[one] - self.starts[one]) * scale
        s = (self.ends[other] - self.starts[other]) * scale
        gap = (self.starts[other] - self.starts[one]) * scale
        across = r[:, 0] * s[:, 1] - r[:, 1] * s[:, 0]
        length_r, length_s = np.hypot(r[:, 0], r[:, 1]), np.hypot(s[:, 0], s[:, 1])
        # Within a ten-thousandth of a degree of each other they run along, and do not cross.
        slanted = np.abs(across) > 1.7e-6 * length_r * length_s
        divided = np.where(slanted, across, 1.0)
        t = (gap[:, 0] * s[:, 1] - gap[:, 1] * s[:, 0]) / divided
        u = (gap[:, 0] * r[:, 1] - gap[:, 1] * r[:, 0]) / divided
        meet = slanted & _within(t, length_r, metres) & _within(u, length_s, metres)
        number = np.flatnonzero(meet)
        from_r = np.minimum(np.abs(t), np.abs(1 - t)) * length_r
        from_s = np.minimum(np.abs(u), np.abs(1 - u)) * length_s
        return (
            Near(number, one[meet], from_r[meet], np.clip(t[meet], 0.0, 1.0)),
            Near(number, other[meet], from_s[meet], np.clip(u[meet], 0.0, 1.0)),
        )


def _within(share: Numbers, length: Numbers, metres: float) -> NDArray[np.bool_]:
    at = share * length
    return np.asarray((at >= -metres) & (at <= length + metres))


def metres_apart(one: Coordinates, other: Coordinates) -> float:
    """Metres between two places near each other."""
    east, north = degree_lengths(one[1])
    return float(np.hypot((other[0] - one[0]) * east, (other[1] - one[1]) * north))


def boxes(low: Coordinates, high: Coordinates, metres: float | Numbers) -> NDArray[np.object_]:
    """Boxes in degrees about others, some metres wider on each side."""
    east, north = degree_lengths(np.maximum(np.abs(low[:, 1]), np.abs(high[:, 1])))
    # A hair wider, as the tree compares in degrees and the distance is in metres.
    x, y = metres / east * 1.001, metres / north * 1.001
    return np.asarray(shapely.box(low[:, 0] - x, low[:, 1] - y, high[:, 0] + x, high[:, 1] + y))
