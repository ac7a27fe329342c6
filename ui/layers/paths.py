"""Lines on the device: projected, simplified, clipped to runs in view, and as polygons for a painter."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from PyQt6 import sip
from PyQt6.QtCore import QLineF, QPointF
from PyQt6.QtGui import QPolygonF

from ui.layers.frame import Array, Frame, Indices
from ui.layers.lines import Lines

_REACH_MM = 12.0
_sip: Any = sip


@dataclass(frozen=True)
class Paths:
    """Polylines in device dots: ``xy[offsets[i]:offsets[i + 1]]``. ``along`` counts dots from each line's
    true start, ``length`` is each line's whole length, so that marks stay in place while panning."""

    xy: Array
    offsets: Indices
    along: Array
    length: Array
    part: Indices

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @cached_property
    def joined(self) -> Array:
        """Distances along all lines put end to end with gaps, so that they only grow."""
        starts, ends = self.along[self.offsets[:-1]], self.along[self.offsets[1:] - 1]
        shift = np.concatenate(([0.0], np.cumsum(ends - starts + 1.0)[:-1])) - starts
        return self.along + np.repeat(shift, np.diff(self.offsets))

    @cached_property
    def places(self) -> NDArray[np.complex128]:
        """The vertices as complex numbers x + iy."""
        joined: NDArray[np.complex128] = self.xy[:, 0] + 1j * self.xy[:, 1]
        return joined

    def cut(self, first: int, end: int) -> "Paths":
        """The paths from one number to before another."""
        low, high = int(self.offsets[first]), int(self.offsets[end])
        return Paths(
            self.xy[low:high],
            self.offsets[first : end + 1] - low,
            self.along[low:high],
            self.length[first:end],
            self.part[first:end],
        )

    def between(self, start: float, end: float) -> "Paths":
        """The pieces between two fractions of each line's whole length."""
        if start <= 0 and end >= 1:
            return self
        pieces = [_piece(self, number, start, end) for number in range(len(self))]
        kept = [(number, piece) for number, piece in enumerate(pieces) if piece is not None]
        numbers = np.array([number for number, _ in kept], dtype=np.int64)
        counts = [len(along) for _, (_, along) in kept]
        return Paths(
            np.concatenate([xy for _, (xy, _) in kept]) if kept else np.zeros((0, 2)),
            np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
            np.concatenate([along for _, (_, along) in kept]) if kept else np.zeros(0),
            self.length[numbers],
            self.part[numbers],
        )


def _piece(paths: Paths, number: int, start: float, end: float) -> tuple[Array, Array] | None:
    span = slice(paths.offsets[number], paths.offsets[number + 1])
    xy, along = paths.xy[span], paths.along[span]
    low, high = max(start * paths.length[number], along[0]), min(end * paths.length[number], along[-1])
    if high <= low:
        return None
    inner = along[(along > low) & (along < high)]
    where = np.concatenate(([low], inner, [high]))
    return np.column_stack([np.interp(where, along, xy[:, 0]), np.interp(where, along, xy[:, 1])]), where


def device_paths(
    lines: Lines, parts: Indices, frame: Frame, tolerance: float = 0.5, reach_mm: float = _REACH_MM
) -> Paths:
    """These parts on the device, simplified to ``tolerance`` dots, cut to the runs that come into view."""
    coordinates, offsets = lines.vertices(parts)
    xy = frame.project(coordinates)
    if tolerance > 0 and len(xy) > 4 * len(parts):
        xy, offsets = _simplified(xy, offsets, tolerance)
    steps = np.hypot(*np.diff(xy, axis=0).T) if len(xy) else np.zeros(0)
    total = np.concatenate(([0.0], np.cumsum(steps)))[: len(xy)]
    starts = total[offsets[:-1]]
    ends = total[offsets[1:] - 1]
    along = total - np.repeat(starts, np.diff(offsets))
    whole = Paths(xy, offsets, along, ends - starts, parts)
    return _clipped(whole, frame, reach_mm)


def _simplified(xy: Array, offsets: Indices, tolerance: float) -> tuple[Array, Indices]:
    counts = np.diff(offsets)
    lines = shapely.linestrings(xy, indices=np.repeat(np.arange(len(counts)), counts))
    simple = shapely.simplify(lines, tolerance, preserve_topology=False)
    counts = shapely.get_num_coordinates(simple)
    return shapely.get_coordinates(simple), np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _clipped(paths: Paths, frame: Frame, reach_mm: float) -> Paths:
    """Only what lies in the view with the reach of an ornament around it; segments are cut there, for one
    may be a million screens long."""
    xy, offsets = paths.xy, paths.offsets
    reach = frame.dots(max(_REACH_MM, reach_mm))
    low, high = np.array([-reach, -reach]), np.array([frame.width + reach, frame.height + reach])
    if not len(xy) or bool((xy.min(axis=0) >= low).all() and (xy.max(axis=0) <= high).all()):
        return paths
    reached = (np.maximum(xy[:-1], xy[1:]) >= low) & (np.minimum(xy[:-1], xy[1:]) <= high)
    seen = reached[:, 0] & reached[:, 1]
    seen[offsets[1:-1] - 1] = False
    rows = np.flatnonzero(seen)
    enter, leave = _within(xy[rows], xy[rows + 1], low, high)
    kept = leave >= enter
    return _pieces(paths, rows[kept], enter[kept], leave[kept])


def _within(start: Array, end: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Between which fractions of their length segments run within a box (Liang and Barsky 1984)."""
    step = end - start
    still = step == 0
    by = np.where(still, 1.0, step)
    one, other = (low - start) / by, (high - start) / by
    enter = np.where(still, 0.0, np.minimum(one, other)).max(axis=1, initial=0.0)
    leave = np.where(still, 1.0, np.maximum(one, other)).min(axis=1, initial=1.0)
    return enter, leave


def _pieces(paths: Paths, rows: Indices, enter: Array, leave: Array) -> Paths:
    """The paths made of these segments (numbers of their first vertices) between these fractions; what
    follows on joins up."""
    joins = (np.diff(rows) == 1) & (leave[:-1] == 1) & (enter[1:] == 0)
    first = np.flatnonzero(np.append(True, ~joins)) if len(rows) else np.zeros(0, dtype=np.int64)
    counts = np.diff(np.append(first, len(rows))) + 1
    cut: Indices = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    is_start = np.zeros(cut[-1], dtype=bool)
    is_start[cut[:-1]] = True
    xy, along = np.empty((cut[-1], 2)), np.empty(cut[-1])
    for chosen, which, share in ((is_start, rows[first], enter[first]), (~is_start, rows, leave)):
        span, run = paths.xy[which + 1] - paths.xy[which], paths.along[which + 1] - paths.along[which]
        xy[chosen] = np.where(
            (share == 1)[:, None], paths.xy[which + 1], paths.xy[which] + span * share[:, None]
        )
        along[chosen] = np.where(share == 1, paths.along[which + 1], paths.along[which] + run * share)
    owner = np.searchsorted(paths.offsets, rows[first], side="right") - 1
    return Paths(xy, cut, along, paths.length[owner], paths.part[owner])


def polygons(paths: Paths) -> list[QPolygonF]:
    """The paths for ``QPainter.drawPolyline``, filled without a loop over vertices."""
    made = []
    for start, end in zip(paths.offsets[:-1].tolist(), paths.offsets[1:].tolist(), strict=True):
        polygon = QPolygonF()
        fill_polygon(polygon, paths.xy[start:end])
        made.append(polygon)
    return made


def fill_polygon(polygon: QPolygonF, xy: Array) -> None:
    """Make a polygon of these points."""
    polygon.fill(QPointF(), len(xy))
    buffer: Any = polygon.data()
    buffer.setsize(16 * len(xy))
    np.frombuffer(buffer, dtype=np.float64)[:] = xy.ravel()


def triangles_of(corners: Array) -> Iterator[QPolygonF]:
    """Each of these triangles (n, 3, 2) in turn, in the same polygon."""
    polygon = QPolygonF()
    polygon.fill(QPointF(), 3)
    buffer: Any = polygon.data()
    buffer.setsize(48)
    memory = np.frombuffer(buffer, dtype=np.float64)
    for corner in corners.reshape(-1, 6):
        memory[:] = corner
        yield polygon


def segments(paths: Paths) -> Array:
    """All segments of the paths as rows x1, y1, x2, y2."""
    keep = np.ones(max(0, len(paths.xy) - 1), dtype=bool)
    keep[paths.offsets[1:-1] - 1] = False
    return np.hstack((paths.xy[:-1], paths.xy[1:]))[keep]


def qt_lines(rows: Array) -> Any:
    """Rows x1, y1, x2, y2 as an array that ``QPainter.drawLines`` takes in one call."""
    made = _sip.array(QLineF, len(rows))
    if len(rows):
        memory = _sip.voidptr(_sip.unwrapinstance(made[0]), 32 * len(rows))
        np.frombuffer(memory, dtype=np.float64)[:] = rows.ravel()
    return made
