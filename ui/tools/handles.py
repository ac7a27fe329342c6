"""Vertices of traces as handles on the screen: which lies under the mouse, and which are drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QPolygonF

from faultgis.geometry.frame import Coordinates, as_coordinates
from faultgis.geometry.lines import Place, Vertex
from faultgis.records.trace import Trace
from ui.canvas.scale import MapScale

CELL_PX = 5.0


@dataclass(frozen=True)
class Handle:
    """One vertex of a trace."""

    trace_id: UUID
    part: int
    index: int

    @property
    def vertex(self) -> Vertex:
        """Part and index."""
        return self.part, self.index


@dataclass(frozen=True)
class Edge:
    """A place on a segment; ``middle``: its midpoint is meant."""

    trace_id: UUID
    part: int
    segment: int
    place: Place
    middle: bool


class Handles:
    """All vertices of some traces in arrays, and their places on the screen for one view."""

    def __init__(self, traces: Iterable[Trace]) -> None:
        self.traces = tuple(traces)
        geometries = np.asarray([t.geometry for t in self.traces], dtype=object)
        parts, self._of_trace = shapely.get_parts(geometries, return_index=True)
        self.points, self._of_part = shapely.get_coordinates(parts, return_index=True)
        self._count = np.bincount(self._of_part, minlength=len(parts))
        self._start = np.cumsum(self._count) - self._count
        self._first_part = np.searchsorted(self._of_trace, self._of_trace, side="left")
        self._scale: MapScale | None = None
        self._screen: Coordinates = np.empty((0, 2))
        self._drawn = QPolygonF()

    def holds(self, traces: Iterable[Trace]) -> bool:
        """Whether these very traces, as they stand, are the ones here."""
        other = tuple(traces)
        return len(other) == len(self.traces) and all(a is b for a, b in zip(other, self.traces, strict=True))

    def handle(self, number: int) -> Handle:
        """The handle with this number in the arrays."""
        part = int(self._of_part[number])
        trace = self.traces[int(self._of_trace[part])]
        return Handle(trace.id, part - int(self._first_part[part]), number - int(self._start[part]))

    def screen(self, scale: MapScale) -> Coordinates:
        """All vertices in logical pixels."""
        if scale != self._scale:
            self._scale = scale
            self._screen = on_screen(scale, self.points)
            self._drawn = thinned(scale, self._screen)
        return self._screen

    def drawn(self, scale: MapScale) -> QPolygonF:
        """The handles to draw, in logical pixels."""
        self.screen(scale)
        return self._drawn

    def numbers(self, handles: Iterable[Handle]) -> NDArray[np.int64]:
        """The numbers of those of these handles that are here."""
        starts = {
            (self.traces[int(trace)].id, part - int(first)): (int(start), int(count))
            for part, (trace, first, start, count) in enumerate(
                zip(self._of_trace, self._first_part, self._start, self._count, strict=True)
            )
        }
        found = []
        for handle in handles:
            start, count = starts.get((handle.trace_id, handle.part), (0, 0))
            if handle.index < count:
                found.append(start + handle.index)
        return np.asarray(found, dtype=np.int64)

    def marked(self, scale: MapScale, numbers: NDArray[np.int64]) -> QPolygonF:
        """These vertices to draw, in logical pixels."""
        return thinned(scale, self.screen(scale)[numbers])

    def at(self, scale: MapScale, position: QPointF, pixels: float) -> Handle | None:
        """The vertex under the mouse."""
        if not len(self.points):
            return None
        away = np.hypot(*(self.screen(scale) - (position.x(), position.y())).T)
        number = int(np.argmin(away))
        return self.handle(number) if away[number] <= pixels else None

    def inside(self, scale: MapScale, west: float, north: float, east: float, south: float) -> set[Handle]:
        """The vertices in a box of logical pixels."""
        xy = self.screen(scale)
        within = ((xy >= (west, north)) & (xy <= (east, south))).all(axis=1)
        return {self.handle(int(number)) for number in np.flatnonzero(within)}

    def edge_at(self, scale: MapScale, position: QPointF, pixels: float) -> Edge | None:
        """The segment under the mouse: its midpoint if that is near, else the nearest place on it."""
        if len(self.points) < 2:
            return None
        xy = self.screen(scale) - (position.x(), position.y())
        start, step = xy[:-1], np.diff(xy, axis=0)
        shares = np.clip(-(start * step).sum(axis=1) / np.maximum((step**2).sum(axis=1), 1e-9), 0.0, 1.0)
        away = np.hypot(*(start + shares[:, None] * step).T)
        away = np.where(self._of_part[1:] == self._of_part[:-1], away, np.inf)
        number = int(np.argmin(away))
        if not away[number] <= pixels:
            return None
        middle = np.hypot(*(start[number] + step[number] / 2)) <= pixels
        share = 0.5 if middle else float(shares[number])
        place = self.points[number] + share * (self.points[number + 1] - self.points[number])
        at = self.handle(number)
        return Edge(at.trace_id, at.part, at.index, (float(place[0]), float(place[1])), bool(middle))


def thinned(scale: MapScale, xy: Coordinates) -> QPolygonF:
    """The points in view; where several share a few pixels, one of them."""
    inside = ((xy >= -CELL_PX) & (xy <= (scale.width + CELL_PX, scale.height + CELL_PX))).all(axis=1)
    seen = xy[inside]
    if len(seen) > 300:
        cells = np.floor(seen / CELL_PX).astype(np.int64)
        _, first = np.unique(cells[:, 0] * 100_003 + cells[:, 1], return_index=True)
        seen = seen[np.sort(first)]
    return QPolygonF([QPointF(x, y) for x, y in seen.tolist()])


def on_screen(scale: MapScale, points: NDArray[np.float64]) -> Coordinates:
    """Places in degrees as logical pixels."""
    kx, ky = scale.pixels_per_degree
    offset = points - (scale.longitude, scale.latitude)
    return as_coordinates(offset * (kx, -ky) + (scale.width / 2, scale.height / 2))


def polyline(scale: MapScale, points: Coordinates) -> list[QPolygonF]:
    """A path for the painter: what lies in the view, vertices closer than a pixel left out."""
    xy = on_screen(scale, points)
    if len(xy) > 200:
        margin = 50.0
        low, high = np.minimum(xy[:-1], xy[1:]), np.maximum(xy[:-1], xy[1:])
        seen = (high >= -margin).all(axis=1) & (low <= (scale.width + margin, scale.height + margin)).all(
            axis=1
        )
        numbers = np.flatnonzero(seen)
        runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1) if len(numbers) else []
        pieces = [xy[run[0] : run[-1] + 2] for run in runs]
    else:
        pieces = [xy]
    return [QPolygonF([QPointF(x, y) for x, y in _thin(piece).tolist()]) for piece in pieces]


def _thin(xy: Coordinates) -> Coordinates:
    if len(xy) < 400:
        return xy
    cells = np.round(xy).astype(np.int64)
    keep = np.concatenate([[True], (cells[1:] != cells[:-1]).any(axis=1)])
    keep[-1] = True
    return as_coordinates(xy[keep])
