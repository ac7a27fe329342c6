"""The nearest vertex, crossing or edge to a point, among the lines near the view.

Lines are kept as short runs of segments with a box around each, so that a query looks at a handful of runs,
and an edit replaces only the runs of its own line. A vertex found has exactly the coordinates of the line's
vertex, to the last bit: lines that were snapped together meet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from shapely import MultiLineString

from faultgis.geometry.frame import Coordinates, Frame, as_coordinates
from faultgis.geometry.runs import RUN, Indices, Runs


@dataclass(frozen=True)
class Snap:
    """What was found. ``kind`` is vertex, crossing, edge or sketch; ``index`` is the vertex (or the segment)
    in ``part`` of the line ``key``; ``distance_m`` is how far from the place asked about."""

    kind: str
    longitude: float
    latitude: float
    distance_m: float
    key: UUID | None = None
    part: int = 0
    index: int = 0

    @property
    def place(self) -> tuple[float, float]:
        """Longitude and latitude in degrees."""
        return self.longitude, self.latitude


@dataclass(frozen=True)
class Excluded:
    """A vertex that must not be snapped to, nor the segments that end in it: it is being dragged."""

    key: UUID
    part: int
    index: int


class SnapIndex:
    """Snapping among lines near one place; distances in metres of a local frame there."""

    def __init__(self, lines: Mapping[UUID, MultiLineString], longitude: float, latitude: float) -> None:
        self.frame = Frame(longitude, latitude)
        self._keys: list[UUID] = list(lines)
        self._numbers: dict[UUID, int] = {key: number for number, key in enumerate(self._keys)}
        self._runs = Runs.of(lines.values(), self._numbers.values(), self.frame)

    @property
    def keys(self) -> frozenset[UUID]:
        """The lines in the index."""
        return frozenset(self._numbers)

    @property
    def vertices(self) -> int:
        """How many vertices are indexed."""
        steps = (np.diff(self._runs.points, axis=1) != 0).any(axis=2)
        return int(steps.sum() + (self._runs.start == 0).sum())

    def patch(self, lines: Mapping[UUID, MultiLineString | None]) -> None:
        """Take over lines that were edited or added; ``None``: deleted."""
        gone = [self._numbers.pop(key) for key in lines if key in self._numbers]
        if gone:
            self._runs = self._runs.without(gone)
        fresh = {key: line for key, line in lines.items() if line is not None}
        if fresh:
            numbers = range(len(self._keys), len(self._keys) + len(fresh))
            self._keys.extend(fresh)
            self._numbers.update(zip(fresh, numbers, strict=True))
            self._runs = self._runs.and_also(Runs.of(fresh.values(), numbers, self.frame))

    def query(
        self,
        longitude: float,
        latitude: float,
        tolerance_m: float,
        *,
        vertices: bool = True,
        edges: bool = True,
        crossings: bool = False,
        also: Iterable[tuple[float, float]] = (),
        exclude: Iterable[Excluded] = (),
    ) -> Snap | None:
        """The best place within the tolerance: a vertex before a crossing before an edge, then the nearest.

        ``also`` are single places that count as vertices (the first vertex of the sketch).
        """
        here = self.frame.to_metres(as_coordinates([(longitude, latitude)]))[0]
        near = self._runs.near(here, tolerance_m)
        xy = self._runs.xy[near] - here
        if len(near):
            self._blank(xy, near, exclude)
        found = self._vertex(near, xy, tolerance_m) if vertices else None
        found = _better(found, self._also(also, here, tolerance_m))
        if found is None and crossings:
            found = self._crossing(near, xy, tolerance_m)
        if found is None and edges:
            found = self._edge(near, xy, tolerance_m)
        return found

    def _blank(self, xy: Coordinates, near: Indices, exclude: Iterable[Excluded]) -> None:
        for vertex in exclude:
            for row in np.flatnonzero(self._runs.owner[near] == self._numbers.get(vertex.key, -1)):
                run = near[row]
                numbers = np.minimum(self._runs.start[run] + np.arange(RUN + 1), self._runs.last[run])
                if self._runs.part[run] == vertex.part:
                    xy[row, numbers == vertex.index] = np.inf

    def _vertex(self, near: Indices, xy: Coordinates, tolerance_m: float) -> Snap | None:
        if not len(near):
            return None
        distances = np.hypot(xy[..., 0], xy[..., 1])
        row, place = np.unravel_index(int(np.argmin(distances)), distances.shape)
        distance = float(distances[row, place])
        if distance > tolerance_m:
            return None
        run = near[row]
        longitude, latitude = self._runs.points[run, place]
        return self._snap("vertex", longitude, latitude, distance, int(run), int(place))

    def _snap(
        self, kind: str, longitude: float, latitude: float, distance: float, run: int, place: int
    ) -> Snap:
        key, part = self._keys[self._runs.owner[run]], int(self._runs.part[run])
        index = min(int(self._runs.start[run]) + place, int(self._runs.last[run]))
        return Snap(kind, float(longitude), float(latitude), distance, key, part, index)

    def _also(
        self, also: Iterable[tuple[float, float]], here: Coordinates, tolerance_m: float
    ) -> Snap | None:
        best: Snap | None = None
        for longitude, latitude in also:
            step = self.frame.to_metres(as_coordinates([(longitude, latitude)]))[0] - here
            distance = float(np.hypot(*step))
            if distance <= tolerance_m:
                best = _better(best, Snap("sketch", longitude, latitude, distance))
        return best

    def _edges(self, xy: Coordinates) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        start = xy[:, :-1]
        # A vertex that is left out stands at infinity; what comes of that is left out, too.
        with np.errstate(invalid="ignore"):
            step = np.diff(xy, axis=1)
            squared = (step**2).sum(axis=2)
            shares = np.clip(-(start * step).sum(axis=2) / np.maximum(squared, 1e-300), 0.0, 1.0)
            away = start + shares[..., None] * step
            distances = np.hypot(away[..., 0], away[..., 1])
        return shares, np.where(np.isfinite(distances), distances, np.inf)

    def _edge(self, near: Indices, xy: Coordinates, tolerance_m: float) -> Snap | None:
        if not len(near):
            return None
        shares, distances = self._edges(xy)
        row, place = np.unravel_index(int(np.argmin(distances)), distances.shape)
        if distances[row, place] > tolerance_m:
            return None
        run, share = near[row], shares[row, place]
        a, b = self._runs.points[run, place], self._runs.points[run, place + 1]
        longitude, latitude = a + share * (b - a) if share < 1.0 else b
        return self._snap("edge", longitude, latitude, float(distances[row, place]), int(run), int(place))

    def _crossing(self, near: Indices, xy: Coordinates, tolerance_m: float) -> Snap | None:
        if not len(near):
            return None
        _, distances = self._edges(xy)
        rows, places = np.nonzero(distances <= tolerance_m)
        starts, ends = xy[rows, places], xy[rows, places + 1]
        best: Snap | None = None
        for i in range(min(len(rows), 40)):
            for j in range(i):
                place = _meet(starts[i], ends[i], starts[j], ends[j])
                if place is not None and (distance := float(np.hypot(*place))) <= tolerance_m:
                    here = self._runs.points[near[rows[i]], places[i]]
                    longitude, latitude = here + (place - starts[i]) / self.frame.scale
                    run, index = int(near[rows[i]]), int(places[i])
                    best = _better(best, self._snap("crossing", longitude, latitude, distance, run, index))
        return best


def _better(one: Snap | None, other: Snap | None) -> Snap | None:
    if one is None or other is None:
        return one or other
    return one if one.distance_m <= other.distance_m else other


def _meet(a: Coordinates, b: Coordinates, c: Coordinates, d: Coordinates) -> Coordinates | None:
    """Where two segments cross inside both, or ``None``; touching ends are vertices already."""
    (rx, ry), (sx, sy), (wx, wy) = b - a, d - c, c - a
    cross = rx * sy - ry * sx
    if cross == 0.0:
        return None
    t, u = (wx * sy - wy * sx) / cross, (wx * ry - wy * rx) / cross
    if not (0.0 < t < 1.0 and 0.0 < u < 1.0):
        return None
    return np.asarray(a + t * (b - a), dtype=np.float64)
