"""The records of the open survey as the map needs them: arrays by kind, patched when records change."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from uuid import UUID

import numpy as np
import shapely

from faultgis.changes import Changes
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from ui.layers.frame import Array, Bounds, Indices
from ui.layers.lines import Lines
from ui.layers.look import Look, Resolver
from ui.layers.symbols import LineSymbol, symbol_of

FOLD_AT = 400


class Chunk:
    """Traces of one age: their lines, how each looks, and which of them still stand."""

    def __init__(self, traces: Iterable[Trace], resolver: Resolver) -> None:
        kept = [trace for trace in traces if not trace.geometry.is_empty]
        self.lines = Lines([trace.id for trace in kept], [trace.geometry for trace in kept])
        self.looks: list[Look] = [resolver.look(trace) for trace in kept]
        symbols = [symbol_of(look) for look in self.looks]
        self.symbols: list[LineSymbol] = list(dict.fromkeys(symbols))
        numbers = {symbol: number for number, symbol in enumerate(self.symbols)}
        self.symbol_of_row: Indices = np.array([numbers[symbol] for symbol in symbols], dtype=np.int64)
        self.faults: list[UUID | None] = [trace.fault_id for trace in kept]
        held: dict[UUID, int] = {}
        self.holder_of_row: Indices = np.array(
            [held.setdefault(trace.fault_id or trace.id, len(held)) for trace in kept], dtype=np.int64
        )
        self.parents = [{i for i in (t.fault_id, t.segment_id) if i is not None} for t in kept]
        self.bands = [bands_of(trace) for trace in kept]
        self.rows = {trace_id: row for row, trace_id in enumerate(self.lines.ids)}
        self.alive = np.ones(len(kept), dtype=bool)

    def within(self, bounds: Bounds) -> Indices:
        """The standing parts whose bounds touch these bounds."""
        parts = self.lines.within(bounds)
        found: Indices = parts[self.alive[self.lines.owner[parts]]]
        return found


def bands_of(trace: Trace) -> tuple[tuple[float, float, float], ...]:
    """The stretches of a trace (fractions of its length) whose half-width of uncertainty (m) is known: its
    own where a stretch states one, else the trace's."""
    stated = sorted((s.start, s.end, s.half_width_m) for s in trace.stretches if s.half_width_m)
    rest = trace.location_error_m
    if not stated:
        return ((0.0, 1.0, rest),) if rest else ()
    found = [(start, end, width) for start, end, width in stated if width is not None]
    if rest:
        ends = [0.0, *(end for _, end, _ in stated)]
        starts = [*(start for start, _, _ in stated), 1.0]
        found += [(a, b, rest) for a, b in zip(ends, starts, strict=True) if b > a]
    return tuple(found)


class TraceStore:
    """All traces of the session. A large chunk is built once, edits go to a small one until it is folded."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.resolver = Resolver({})
        self._edited: dict[UUID, Trace] = {}

    @classmethod
    def of(cls, session: EditingSession) -> "TraceStore":
        """The traces of a session; may be made in a worker before the session is shown."""
        made = cls()
        made.rebuild(session)
        return made

    def rebuild(self, session: EditingSession | None, traces: Iterable[Trace] | None = None) -> None:
        """Take everything anew; ``traces`` are shown instead of the session's."""
        self._edited = {}
        self.resolver = Resolver(session.records if session is not None else {})
        if traces is None:
            traces = self._all(session) if session is not None else []
        self.chunks = [Chunk(traces, self.resolver)]

    @staticmethod
    def _all(session: EditingSession) -> list[Trace]:
        return [record for record in session.records["trace"].values() if isinstance(record, Trace)]

    def patch(self, session: EditingSession, changes: Changes) -> frozenset[UUID]:
        """Take over what changed; returns the traces that look different now."""
        ids = set(changes.ids.get("trace", frozenset()))
        parents = changes.ids.get("fault", frozenset()) | changes.ids.get("segment", frozenset())
        if parents:
            ids |= {t.id for t in self._all(session) if {t.fault_id, t.segment_id} & parents}
        if not ids:
            return frozenset()
        if len(ids) + len(self._edited) > FOLD_AT:
            self.rebuild(session)
        else:
            self._replace(session, ids)
        return frozenset(ids)

    def _replace(self, session: EditingSession, ids: set[UUID]) -> None:
        base = self.chunks[0]
        for trace_id in ids:
            if trace_id in base.rows:
                base.alive[base.rows[trace_id]] = False
            self._edited.pop(trace_id, None)
            record = session.get("trace", trace_id)
            if isinstance(record, Trace):
                self._edited[trace_id] = record
        self.chunks = [base, Chunk(self._edited.values(), self.resolver)]

    def children(self, parents: AbstractSet[UUID]) -> set[UUID]:
        """The standing traces of these faults and segments."""
        if not parents:
            return set()
        return {
            chunk.lines.ids[row]
            for chunk in self.chunks
            for row, found in enumerate(chunk.parents)
            if chunk.alive[row] and found & parents
        }

    def __len__(self) -> int:
        return sum(int(chunk.alive.sum()) for chunk in self.chunks)

    @property
    def bounds(self) -> Bounds | None:
        """West, south, east, north of all standing traces."""
        boxes = [c.lines.bounds[c.alive[c.lines.owner]] for c in self.chunks if len(c.lines.owner)]
        return bounds_of(np.concatenate(boxes)) if boxes else None

    def bounds_of(self, ids: Iterable[UUID]) -> Bounds | None:
        """West, south, east, north of these traces."""
        wanted = tuple(ids)
        boxes = [np.zeros((0, 4))]
        for chunk in self.chunks:
            rows = [chunk.rows[i] for i in wanted if i in chunk.rows and chunk.alive[chunk.rows[i]]]
            boxes.append(chunk.lines.bounds[np.isin(chunk.lines.owner, rows)])
        return bounds_of(np.concatenate(boxes))

    def near(self, bounds: Bounds) -> list[UUID]:
        """The traces whose lines truly touch the box."""
        box = shapely.box(*bounds)
        found: dict[UUID, None] = {}
        for chunk in self.chunks:
            if not len(chunk.lines.owner):
                continue
            for part in np.sort(chunk.lines.tree.query(box, predicate="intersects")):
                row = int(chunk.lines.owner[part])
                if chunk.alive[row]:
                    found[chunk.lines.ids[row]] = None
        return list(found)

    def nearest(self, place: Array, factor: Array, radius: float) -> list[tuple[float, UUID]]:
        """The traces within ``radius`` dots of a place (degrees), with their distance in dots, nearest
        first; ``factor`` is dots per degree of longitude and latitude."""
        reach = radius / factor
        box = (*(place - reach), *(place + reach))
        found: dict[UUID, float] = {}
        spot = shapely.Point(0, 0)
        for chunk in self.chunks:
            for part in chunk.within((float(box[0]), float(box[1]), float(box[2]), float(box[3]))):
                vertices, _ = chunk.lines.vertices(np.array([part]))
                distance = float(shapely.distance(shapely.LineString((vertices - place) * factor), spot))
                trace_id = chunk.lines.ids[chunk.lines.owner[part]]
                if distance <= radius:
                    found[trace_id] = min(distance, found.get(trace_id, distance))
        return sorted(((d, i) for i, d in found.items()), key=lambda item: item[0])


def bounds_of(boxes: Array) -> Bounds | None:
    """One box around many."""
    if not len(boxes):
        return None
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)
