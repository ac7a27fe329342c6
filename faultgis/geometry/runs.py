"""Lines as short runs of segments with a box around each: what a search near one place looks at."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString

from faultgis.geometry.frame import Coordinates, Frame

RUN = 16
Indices: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Runs:
    """Runs of up to ``RUN`` segments: ``points`` are their vertices in degrees, ``xy`` in metres of a frame
    (the last one repeated to fill up), ``owner`` the number of the line, ``part`` the part of it, ``start``
    the index of the first vertex there, ``last`` that of the part's last one, ``boxes`` west, south, east,
    north in metres."""

    points: Coordinates
    xy: Coordinates
    owner: Indices
    part: Indices
    start: Indices
    last: Indices
    boxes: tuple[NDArray[np.float64], ...]

    @classmethod
    def of(cls, geometries: Iterable[MultiLineString], owners: Iterable[int], frame: Frame) -> "Runs":
        """Cut lines into runs; ``owners`` number the lines."""
        listed = list(geometries)
        numbers = np.asarray(list(owners), dtype=np.int64)
        parts, of_line = shapely.get_parts(np.asarray(listed, dtype=object), return_index=True)
        counts = shapely.get_num_coordinates(parts)
        runs = np.maximum(1, -(-(counts - 1) // RUN))
        of_part = np.repeat(np.arange(len(parts)), runs)
        start = (np.arange(runs.sum()) - np.repeat(np.cumsum(runs) - runs, runs)) * RUN
        within = np.minimum(start[:, None] + np.arange(RUN + 1), (counts - 1)[of_part][:, None])
        first_part = np.searchsorted(of_line, of_line, side="left")
        points = shapely.get_coordinates(parts)[(np.cumsum(counts) - counts)[of_part][:, None] + within]
        xy = frame.to_metres(points)
        low, high = xy.min(axis=1), xy.max(axis=1)
        part = (np.arange(len(parts)) - first_part)[of_part]
        boxes = (*np.ascontiguousarray(low.T), *np.ascontiguousarray(high.T))
        return cls(points, xy, numbers[of_line[of_part]], part, start, (counts - 1)[of_part], boxes)

    def without(self, owners: Iterable[int]) -> "Runs":
        """The runs of the other lines."""
        kept = ~np.isin(self.owner, list(owners))
        return Runs(
            self.points[kept],
            self.xy[kept],
            self.owner[kept],
            self.part[kept],
            self.start[kept],
            self.last[kept],
            tuple(side[kept] for side in self.boxes),
        )

    def and_also(self, other: "Runs") -> "Runs":
        """These runs and others in one."""
        return Runs(
            np.concatenate([self.points, other.points]),
            np.concatenate([self.xy, other.xy]),
            np.concatenate([self.owner, other.owner]),
            np.concatenate([self.part, other.part]),
            np.concatenate([self.start, other.start]),
            np.concatenate([self.last, other.last]),
            tuple(np.concatenate(pair) for pair in zip(self.boxes, other.boxes, strict=True)),
        )

    def near(self, place: Coordinates, tolerance_m: float) -> Indices:
        """The runs whose boxes come within the tolerance of a place in metres."""
        return self.within(place - tolerance_m, place + tolerance_m)

    def within(self, low: Coordinates, high: Coordinates) -> Indices:
        """The runs whose boxes touch a box in metres."""
        west, south, east, north = self.boxes
        inside = (west <= float(high[0])) & (east >= float(low[0]))
        inside &= (south <= float(high[1])) & (north >= float(low[1]))
        return np.flatnonzero(inside)
