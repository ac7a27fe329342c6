"""The traces of a survey made ready for many questions: pieces in flat arrays with a tree over them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.facts import Known, known_traces
from faultgis.avoidance.strands import Strand, strand
from faultgis.avoidance.stretches import points_of, stretches
from faultgis.crs.ellipsoid import metres_per_degree
from faultgis.geometry.frame import Coordinates
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import DeformationWidth, DeformationZone, SurfaceRupture
from faultgis.records.survey import SheetState, Survey
from faultgis.records.trace import Trace
from faultgis.sheets import index as sheets

Bounds = tuple[float, float, float, float]
# Pieces of a part are looked up in runs of so many.
RUN = 16
FINISHED = ("mapped", "checked", "accepted", "delivered")


@dataclass(frozen=True)
class Pieces:
    """Straight pieces of strands in degrees. ``owner`` is the strand; ``follows`` whether the piece before
    is the same part's; ``last`` whether no other follows; ``hanging`` 1 left, −1 right, 0 not known;
    ``outcrop`` (n, 2) how far to the left and right the plane of a buried fault would come out (metres)."""

    start: Coordinates
    end: Coordinates
    owner: NDArray[np.int64]
    follows: NDArray[np.bool_]
    last: NDArray[np.bool_]
    error: NDArray[np.float64]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    hanging: NDArray[np.int64]
    outcrop: NDArray[np.float64]

    def doubt(self, piece: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How far to the left and right of pieces the fault may reach the surface: the trace's error and, of
        a buried fault, its way from the tip upwards (metres)."""
        error, outcrop = self.error[piece], self.outcrop[piece]
        return error + outcrop[:, 0], error + outcrop[:, 1]

    @cached_property
    def closing(self) -> NDArray[np.int64]:
        """The last and the first piece of the parts that come back to where they began, (n, 2): these have no
        ends, but a bend from the one to the other."""
        lasts, firsts = np.flatnonzero(self.last), np.flatnonzero(~self.follows)
        closed = (self.end[lasts] == self.start[firsts]).all(axis=1) & (lasts > firsts)
        found: NDArray[np.int64] = np.column_stack([lasts, firsts])[closed]
        return found


@dataclass(frozen=True)
class Line:
    """A part of a trace as a whole, in degrees, with the strands (stretches) at its first and last place."""

    places: Coordinates
    trace: Trace
    strands: tuple[int, int]


@dataclass(frozen=True)
class Mapped:
    """One survey's traces, ready; ``known`` are all of them (those with evidence of their cover stretch by
    stretch), the pieces perhaps of those in an area only.
    ``sheets`` are bounds of map sheets whose mapping is finished; ``polygons`` the mapped zones of
    deformation, ``ruptures`` the historical ones; in ``kept`` is what was made of all this when first asked
    for."""

    survey: Survey
    known: tuple[Known, ...]
    pieces: Pieces
    runs: NDArray[np.int64]
    tree: STRtree
    sheets: tuple[Bounds, ...] = ()
    lines: tuple[Line, ...] = ()
    polygons: tuple[DeformationZone, ...] = ()
    ruptures: tuple[SurfaceRupture, ...] = ()
    kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def near(self, bounds: Bounds, reach_m: float) -> NDArray[np.int64]:
        """The pieces that may lie within so many metres of a box in degrees, in their order."""
        west, south, east, north = bounds
        lat = min(max(abs(south), abs(north)) + reach_m / 110_000, 89.0)
        per_east, per_north = metres_per_degree(lat)[0], metres_per_degree(0.0)[1]
        dx, dy = 1.01 * reach_m / per_east, 1.01 * reach_m / per_north
        found = self.tree.query(shapely.box(west - dx, south - dy, east + dx, north + dy))
        return _spread(self.runs[np.sort(found)])

    def nearest(self, shape: BaseGeometry) -> int | None:
        """About the nearest strand, however far away it lies (by degrees: for the reader's orientation)."""
        if not self.known:
            return None
        return int(self._traces.query_nearest(shape).min())

    @cached_property
    def _traces(self) -> STRtree:
        return STRtree([each.trace.geometry for each in self.known])


def _spread(runs: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(runs):
        return np.zeros(0, dtype=np.int64)
    return np.concatenate([np.arange(low, high) for low, high in runs])


def prepare(
    survey: Survey, records: Mapping[str, Iterable[AnyRecord]], around: Bounds | None = None
) -> Mapped:
    """A survey's traces, faults, segments, recurrences, deformation widths and sheets made ready; with
    ``around`` (west, south, east, north in degrees) only traces that reach into that box are laid out."""
    traces = known_traces(survey, records)
    stations, points = _stations(traces, records), points_of(traces, records)
    known: list[Known] = []
    strands: list[tuple[int, Strand]] = []
    whole_parts: list[Line] = []
    for each in traces:
        if around is not None and not _meets(each.trace.geometry.bounds, around):
            known.append(each)
            continue
        whole = strand(each.trace, each.hanging, each.error_m, stations.get(each.trace.id, ()))
        made = stretches(each, whole, points.get(each.trace.id, ()))
        whole_parts += _whole_parts(each.trace, whole, made, len(known))
        strands += [(len(known) + i, of) for i, (_, of) in enumerate(made)]
        known += [stretch for stretch, _ in made]
    pieces, runs = _pieces(strands)
    lines = _lines(pieces, runs)
    finished = sorted(
        r.sheet for r in records.get("sheet_state", ()) if isinstance(r, SheetState) and r.state in FINISHED
    )
    polygons = tuple(sorted(_polygons(records), key=lambda polygon: polygon.id))
    ruptures = (r for r in records.get("surface_rupture", ()) if isinstance(r, SurfaceRupture))
    return Mapped(
        survey,
        tuple(known),
        _without_stations(pieces, known, polygons),
        runs,
        STRtree(lines),
        tuple(map(_bounds, finished)),
        tuple(whole_parts),
        polygons,
        tuple(sorted(ruptures, key=lambda rupture: rupture.id)),
    )


def _polygons(records: Mapping[str, Iterable[AnyRecord]]) -> Iterator[DeformationZone]:
    of = (r for r in records.get("deformation_zone", ()) if isinstance(r, DeformationZone))
    return (r for r in of if r.fault_id is not None or r.trace_id is not None)


def _whole_parts(
    trace: Trace, whole: Strand, made: Sequence[tuple[Known, Strand]], first: int
) -> Iterator[Line]:
    """The parts of a trace before it was parted into stretches."""
    for part in whole.parts:
        ends = (part.places[0], part.places[-1])
        begin, end = (
            next(
                first + i
                for i, (_, of) in enumerate(made)
                for piece in of.parts
                if (piece.places[-at] == place).all()
            )
            for at, place in zip((0, 1), ends, strict=True)
        )
        yield Line(part.places, trace, (begin, end))


def _without_stations(pieces: Pieces, known: Sequence[Known], polygons: Sequence[DeformationZone]) -> Pieces:
    """Within a mapped zone of deformation of its own fault a strand needs no widths of stations."""
    left, right = pieces.left.copy(), pieces.right.copy()
    for polygon in polygons:
        mine = [i for i, each in enumerate(known) if belongs(polygon, each.trace)]
        seen = np.flatnonzero(np.isin(pieces.owner, mine) & (left + right > 0))
        ends = np.stack([pieces.start[seen], pieces.end[seen]], axis=1)
        within = seen[shapely.covers(polygon.geometry, shapely.linestrings(ends))] if len(seen) else seen
        left[within] = right[within] = 0.0
    return replace(pieces, left=left, right=right) if polygons else pieces


def belongs(polygon: DeformationZone, trace: Trace) -> bool:
    """Whether a mapped zone is a trace's: the one that it names, else any of its fault."""
    if polygon.trace_id is not None:
        return polygon.trace_id == trace.id
    return polygon.fault_id == trace.fault_id


def _lines(pieces: Pieces, runs: NDArray[np.int64]) -> NDArray[np.object_]:
    """Each run of pieces as one line in degrees."""
    each = np.arange(len(runs))
    of = np.concatenate([np.repeat(each, runs[:, 1] - runs[:, 0]), each])
    order = np.argsort(of, kind="stable")
    xy = np.concatenate([pieces.start, pieces.end[runs[:, 1] - 1]])
    found: NDArray[np.object_] = shapely.linestrings(xy[order], indices=of[order])
    return found


def _meets(one: Bounds, other: Bounds) -> bool:
    """Whether two boxes meet; some room is left, for the bulge of a long edge between its vertices."""
    room = 0.1 + 0.03 * (one[2] - one[0])
    return (
        one[0] - room <= other[2]
        and other[0] <= one[2] + room
        and one[1] - room <= other[3]
        and other[1] <= one[3] + room
    )


def _bounds(number: str) -> Bounds:
    sheet = sheets.sheet(number)
    return sheet.west, sheet.south, sheet.east, sheet.north


def _stations(
    known: Sequence[Known], records: Mapping[str, Iterable[AnyRecord]]
) -> dict[UUID, list[DeformationWidth]]:
    """The stations that name a trace, by it; those that name only a fault belong to its nearest trace."""
    by_fault: dict[UUID, list[Known]] = defaultdict(list)
    for each in known:
        if each.trace.fault_id is not None:
            by_fault[each.trace.fault_id].append(each)
    found: dict[UUID, list[DeformationWidth]] = defaultdict(list)
    of = (r for r in records.get("deformation_width", ()) if isinstance(r, DeformationWidth))
    for station in sorted(of, key=lambda s: s.id):
        trace_id = station.trace_id
        candidates = by_fault.get(station.fault_id, []) if station.fault_id is not None else []
        if trace_id is None and candidates:
            trace_id = min(candidates, key=lambda k: k.trace.geometry.distance(station.geometry)).trace.id
        if trace_id is not None:
            found[trace_id].append(station)
    return found


def _pieces(strands: Sequence[tuple[int, Strand]]) -> tuple[Pieces, NDArray[np.int64]]:
    parts = [(i, part) for i, each in strands for part in each.parts if len(part.places) > 1]
    sizes = [len(part.places) - 1 for _, part in parts]
    firsts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    follows, last = np.ones(int(firsts[-1]), dtype=bool), np.zeros(int(firsts[-1]), dtype=bool)
    follows[firsts[:-1]] = False
    last[firsts[1:] - 1] = True
    sign = {"left": 1, "right": -1}

    def joined(arrays: list[NDArray[np.float64]], width: int = 0) -> NDArray[np.float64]:
        empty = np.zeros((0, width) if width else 0)
        return np.concatenate([empty, *arrays])

    pieces = Pieces(
        start=joined([part.places[:-1] for _, part in parts], 2),
        end=joined([part.places[1:] for _, part in parts], 2),
        owner=np.repeat([i for i, _ in parts], sizes).astype(np.int64),
        follows=follows,
        last=last,
        error=joined([part.error for _, part in parts]),
        left=joined([part.left for _, part in parts]),
        right=joined([part.right for _, part in parts]),
        hanging=np.repeat([sign.get(part.hanging, 0) for _, part in parts], sizes).astype(np.int64),
        outcrop=np.repeat(np.array([part.outcrop for _, part in parts]).reshape(-1, 2), sizes, axis=0),
    )
    runs = [
        (low, min(low + RUN, high))
        for first, high in pairwise(firsts.tolist())
        for low in range(first, high, RUN)
    ]
    return pieces, np.array(runs, dtype=np.int64).reshape(-1, 2)
