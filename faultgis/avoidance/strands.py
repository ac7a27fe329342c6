"""Traces made ready for distances and zones: the same however they were drawn.

A part of a trace is put into one direction (the lesser of its two orders of vertices), its sides with it, so
that reversing what was digitized changes nothing. Its edges are geodesics: points are put in so that no
piece is longer than ``STEP_M``. Each piece knows how far the trace may be off and how wide the ground was
seen deformed to its left and right (metres).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString

from faultgis.avoidance.frames import Centred
from faultgis.crs.ellipsoid import geod, metres_per_degree
from faultgis.geometry.frame import Coordinates
from faultgis.kinematics import opposite
from faultgis.records.site import DeformationWidth
from faultgis.records.trace import Stretch, Trace
from faultgis.values import Estimate

STEP_M = 500.0
LEAST_M = 0.001
_MICRO = 6
Metres = NDArray[np.float64]


@dataclass(frozen=True)
class Part:
    """One run of a trace in degrees, with the metres of error and of deformation left and right of each
    piece, the side of its hanging wall in its own direction, and how far to its left and right the plane of a
    buried fault would come out (metres)."""

    places: Coordinates
    error: Metres
    left: Metres
    right: Metres
    hanging: str
    outcrop: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Strand:
    """A trace as parts in a sure order."""

    trace_id: UUID
    parts: tuple[Part, ...]


def strand(trace: Trace, hanging: str, error_m: float, stations: Sequence[DeformationWidth] = ()) -> Strand:
    """A trace made ready. ``hanging`` is the side of the hanging wall as digitized; ``error_m`` holds where
    no stretch of the trace says otherwise; ``stations`` are the widths of deformation measured on it."""
    found = (_run(line, i) for i, line in enumerate(trace.geometry.geoms))
    runs = sorted((run for run in found if len(run.places) > 1), key=_order)
    lengths = [edge_lengths(run.places) for run in runs]
    starts = _starts(trace.geometry, runs, lengths)
    total = float(sum(each.sum() for each in lengths))
    of_run = _stations_of(runs, stations)
    parts = []
    for run, length, start, seen in zip(runs, lengths, starts, of_run, strict=True):
        stretches = _spans(trace.stretches, run, float(length.sum()), start, total)
        sides = opposite(hanging) if run.turned else hanging
        parts.append(_part(run, length, stretches, error_m, seen, sides))
    return Strand(trace.id, tuple(parts))


@dataclass(frozen=True)
class _Run:
    """A part in its sure direction; ``turned`` against the digitizing, ``index`` its place in the trace."""

    places: Coordinates
    turned: bool
    index: int


def _run(line: LineString, index: int) -> _Run:
    xy = shapely.get_coordinates(line)
    there = xy[np.concatenate([[True], (xy[1:] != xy[:-1]).any(axis=1)])]
    back = there[::-1]
    turned = back.tolist() < there.tolist()
    return _Run(_thinned(back if turned else there), turned, index)


def _thinned(places: Coordinates) -> Coordinates:
    """A path without the places that lie within a millimetre of the one before or of its end: such steps
    have no direction, and a bend there would put a side's width on the other one."""
    metres = (places - places[0]) * metres_per_degree(float(places[0, 1]))
    if (np.hypot(*np.diff(metres, axis=0).T) >= LEAST_M).all():
        return places
    kept, last = [0], metres[-1].tolist()
    for at, place in enumerate(metres.tolist()):
        if min(math.dist(place, metres[kept[-1]]), math.dist(place, last)) >= LEAST_M:
            kept.append(at)
    whole = len(kept) > 1 or math.dist(metres[0], last) >= LEAST_M
    return places[[*kept, -1]] if whole else places[:1]


def _order(run: _Run) -> list[list[float]]:
    found: list[list[float]] = run.places.tolist()
    return found


def edge_lengths(places: Coordinates) -> Metres:
    """The geodesic lengths of a path's edges."""
    _, _, metres = geod().inv(places[:-1, 0], places[:-1, 1], places[1:, 0], places[1:, 1])
    return np.asarray(metres, dtype=np.float64)


def _starts(geometry: MultiLineString, runs: Sequence[_Run], lengths: Sequence[Metres]) -> list[float]:
    """How far along the trace as digitized each run's part begins (metres)."""
    by_index = {run.index: float(length.sum()) for run, length in zip(runs, lengths, strict=True)}
    before, at = {}, 0.0
    for index in range(len(geometry.geoms)):
        before[index] = at
        at += by_index.get(index, 0.0)
    return [before[run.index] for run in runs]


def _spans(
    stretches: Sequence[Stretch], run: _Run, length: float, start: float, total: float
) -> list[tuple[float, float, float]]:
    """The stretches with a width of their own on this run: from, to (metres along it) and half-width."""
    spans = []
    for each in stretches:
        if each.half_width_m is None:
            continue
        low, high = each.start * total - start, each.end * total - start
        if run.turned:
            low, high = length - high, length - low
        spans.append((round(max(low, 0.0), _MICRO), round(min(high, length), _MICRO), each.half_width_m))
    return sorted(span for span in spans if span[1] > span[0])


@dataclass(frozen=True)
class _Seen:
    """A station on a run: how far along it, and the deformed metres to its left and right."""

    along: float
    left: float
    right: float


def _stations_of(runs: Sequence[_Run], stations: Sequence[DeformationWidth]) -> list[list[_Seen]]:
    """The stations by the run that they lie nearest to, in the run's direction."""
    found: list[list[_Seen]] = [[] for _ in runs]
    for station in stations if runs else ():
        frame = Centred(station.geometry.x, station.geometry.y)
        near = [_nearest(frame.to_metres(run.places)) for run in runs]
        best = min(range(len(runs)), key=lambda i: near[i][0])
        left, right = _widest(station.left), _widest(station.right)
        if runs[best].turned:
            left, right = right, left
        found[best].append(_Seen(round(near[best][1], _MICRO), left, right))
    return [sorted(seen, key=lambda s: (s.along, s.left, s.right)) for seen in found]


def _widest(width: Estimate | None) -> float:
    if width is None:
        return 0.0
    return max(n for n in (width.low, width.best, width.high) if n is not None)


def _nearest(xy: Coordinates) -> tuple[float, float]:
    """How far the origin lies from a path, and how far along the nearest place is."""
    steps = np.diff(xy, axis=0)
    squares = (steps**2).sum(axis=1)
    share = np.clip(-(xy[:-1] * steps).sum(axis=1) / squares, 0.0, 1.0)
    apart = np.hypot(*(xy[:-1] + share[:, None] * steps).T)
    best = int(apart.argmin())
    sizes = np.sqrt(squares)
    return float(apart[best]), float(sizes[:best].sum() + share[best] * sizes[best])


def _part(
    run: _Run,
    lengths: Metres,
    spans: Sequence[tuple[float, float, float]],
    error_m: float,
    seen: Sequence[_Seen],
    hanging: str,
) -> Part:
    breaks = [edge for low, high, _ in spans for edge in (low, high)] + [each.along for each in seen]
    places, along = densified(run.places, lengths, breaks)
    middle = (along[1:] + along[:-1]) / 2
    error = np.full(len(middle), error_m)
    for low, high, half in spans:
        error[(middle > low) & (middle < high)] = half
    left, right = _deformed(middle, seen)
    return Part(places, error, left, right, hanging)


def densified(places: Coordinates, lengths: Metres, breaks: Sequence[float]) -> tuple[Coordinates, Metres]:
    """A path with points put in along its geodesic edges, at the breaks (metres along) and so that no piece
    is longer than ``STEP_M``; and the metres along at each point."""
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    put_in = [at for at in breaks if 0.0 < at < ends[-1]]
    for edge in np.flatnonzero(lengths > STEP_M):
        start, length = float(ends[edge]), float(lengths[edge])
        pieces = int(np.ceil(length / STEP_M))
        put_in += [start + length * i / pieces for i in range(1, pieces)]
    if not put_in:
        return places, ends
    more = _apart(np.unique(np.array(put_in, dtype=np.float64)), ends)
    if not len(more):
        return places, ends
    of = np.searchsorted(ends, more, side="right") - 1
    lon, lat = places[of].T
    azimuth, _, _ = geod().inv(lon, lat, places[of + 1, 0], places[of + 1, 1])
    east, north, _ = geod().fwd(lon, lat, azimuth, more - ends[of])
    along = np.concatenate([ends, more])
    order = np.argsort(along, kind="stable")
    return np.concatenate([places, np.column_stack([east, north])])[order], along[order]


def _apart(more: Metres, ends: Metres) -> Metres:
    """The places that lie a millimetre and more from every vertex and from the place before them."""
    after = np.searchsorted(ends, more)
    before = more - ends[np.clip(after - 1, 0, len(ends) - 1)]
    ahead = ends[np.clip(after, 0, len(ends) - 1)] - more
    kept = more[(before >= LEAST_M) & (ahead >= LEAST_M)]
    return kept[np.diff(kept, prepend=-np.inf) >= LEAST_M]


def _deformed(middle: Metres, seen: Sequence[_Seen]) -> tuple[Metres, Metres]:
    """The deformed width left and right of each piece: between two stations the wider of both, beyond the
    outermost ones theirs, nothing where none was seen."""
    if not seen:
        return np.zeros(len(middle)), np.zeros(len(middle))
    along = np.array([each.along for each in seen])
    after = np.searchsorted(along, middle)
    low, high = np.clip(after - 1, 0, len(seen) - 1), np.clip(after, 0, len(seen) - 1)
    sides = np.array([(each.left, each.right) for each in seen])
    wider = np.maximum(sides[low], sides[high])
    return wider[:, 0], wider[:, 1]
