"""The stores of the open survey behind the map: kept up to date, and asked what lies where."""

import gc
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import numpy as np

from faultgis.changes import Changes
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import OffsetMarker
from faultgis.records.trace import Trace
from faultgis.services.frames import LocalMap, local_records
from ui.canvas.scale import MapScale
from ui.latest import uncollected
from ui.layers.footprints import Footprints
from ui.layers.frame import Bounds
from ui.layers.lines import Lines
from ui.layers.points import POINT_KINDS, Points, gather, located
from ui.layers.store import TraceStore, bounds_of
from ui.layers.tree import LayerTree
from ui.words import tr
from ui.workspace import Ref, Workspace

LINE_KINDS = ("surface_rupture", "piercing_line", "trench")


class Content:
    """What the map can show of the open survey, as arrays."""

    def __init__(self, workspace: Workspace, layers: LayerTree) -> None:
        self.workspace = workspace
        self.layers = layers
        self.traces = TraceStore()
        self.points: dict[str, Points] = {kind: gather(kind, {}) for kind in POINT_KINDS}
        self.lines: dict[str, Lines] = {kind: Lines((), ()) for kind in LINE_KINDS}
        self.footprints, self.deformed = Footprints(), Footprints()
        workspace.prepare = TraceStore.of

    def rebuild(self) -> None:
        """Take the whole survey anew. Its records live long: keeping them out of the garbage collector's
        rounds spares the screen stutters of tens of milliseconds; they hold no rings, so a full round before
        would find nothing."""
        with uncollected():
            gc.unfreeze()
            self._rebuild()
            gc.collect(1)
            gc.freeze()

    def _rebuild(self) -> None:
        session, ready = self.workspace.session, self.workspace.ready
        if self.workspace.local is not None:
            self._rebuild_local(self.workspace.local)
            return
        if isinstance(ready, TraceStore):
            self.traces = ready
        else:
            self.traces.rebuild(session)
        records = session.records if session is not None else {}
        self.points = {kind: gather(kind, records) for kind in POINT_KINDS}
        self.lines = {kind: _lines(kind, records) for kind in LINE_KINDS}
        self.footprints = Footprints(records.get("point_cloud"))
        self.deformed = Footprints(records.get("deformation_zone"))

    def _rebuild_local(self, local: LocalMap) -> None:
        """What lies in the local grid on the map: its fault's line and what was measured there."""
        session = self.workspace.session
        records = session.records if session is not None else {}
        self.traces = TraceStore()
        self.traces.rebuild(session, self.workspace.traces)
        measured = local_records(records, "offset_marker", local.grid.id)
        placed = {record.id: local.placed(record) for record in measured}
        here: dict[str, dict[UUID, AnyRecord]] = {
            "offset_marker": {i: record for i, record in placed.items() if record is not None}
        }
        self.points = {kind: gather(kind, here) for kind in POINT_KINDS}
        drawn = [(record.id, line) for record in measured for line in local.lines(record)]
        self.lines = {kind: Lines((), ()) for kind in LINE_KINDS}
        self.lines["piercing_line"] = Lines([i for i, _ in drawn], [line for _, line in drawn])
        self.footprints, self.deformed = Footprints(), Footprints()

    def patch(self, changes: Changes) -> frozenset[UUID]:
        """Take over what changed; returns the traces that look different now."""
        session = self.workspace.session
        if session is None:
            return frozenset()
        if self.workspace.local is not None:
            self._rebuild_local(self.workspace.local)
            return frozenset()
        for kind in POINT_KINDS:
            measured = kind == "observation_point" and changes.touches("measurement")
            if changes.touches(kind) or measured:
                self.points[kind] = gather(kind, session.records)
        for kind in LINE_KINDS:
            if changes.touches(kind):
                self.lines[kind] = _lines(kind, session.records)
        if changes.touches("point_cloud"):
            self.footprints = Footprints(session.records["point_cloud"])
        if changes.touches("deformation_zone"):
            self.deformed = Footprints(session.records["deformation_zone"])
        if isinstance(self.workspace.ready, TraceStore):
            self.traces = self.workspace.ready
            return changes.ids.get("trace", frozenset())
        return self.traces.patch(session, changes)

    def traces_touched(self, changes: Changes) -> frozenset[UUID]:
        """The traces that changes touch, themselves or by their fault or segment, as they stand now."""
        ids = set(changes.ids.get("trace", frozenset()))
        parents = changes.ids.get("fault", frozenset()) | changes.ids.get("segment", frozenset())
        return frozenset(ids | self.traces.children(parents))

    def vertices(self, bounds: Bounds) -> int:
        """How many vertices the traces in these bounds have."""
        lines = [(chunk.lines, chunk.within(bounds)) for chunk in self.traces.chunks]
        return sum(int((found.offsets[parts + 1] - found.offsets[parts]).sum()) for found, parts in lines)

    def selected_traces(self) -> frozenset[UUID]:
        """The traces that the selection means."""
        return self.traces_of(self.workspace.selection)

    def traces_of(self, refs: Iterable[Ref]) -> frozenset[UUID]:
        """The traces among these records, and those of the zones, faults and segments among them."""
        refs = tuple(refs)
        session = self.workspace.session
        parents = {record_id for kind, record_id in refs if kind in ("fault", "segment")}
        zones = {record_id for kind, record_id in refs if kind == "fault_zone"}
        own = {record_id for kind, record_id in refs if kind == "trace"}
        if session is None or not (parents or zones):
            return frozenset(own)
        faults = (f for f in session.records["fault"].values() if isinstance(f, Fault))
        parents |= {fault.id for fault in faults if fault.zone_id in zones} if zones else set()
        traces = (t for t in session.records["trace"].values() if isinstance(t, Trace))
        return frozenset(t.id for t in traces if t.id in own or {t.fault_id, t.segment_id} & parents)

    def hit(self, scale: MapScale, x: float, y: float, radius: float) -> list[Ref]:
        """The records within so many pixels of a pixel, nearest first; a point wins over a line there."""
        factor = np.array(scale.pixels_per_degree)
        place = np.array(scale.to_world(x, y))
        found: list[tuple[float, Ref]] = []
        for kind, layer in POINT_KINDS.items():
            if self.layers.shown(layer) and len(self.points[kind].ids):
                away = np.hypot(*((self.points[kind].places - place) * factor).T)
                for row in np.flatnonzero(away <= radius).tolist():
                    found.append((float(away[row]) - radius, (kind, self.points[kind].ids[row])))
        if self.layers.shown("traces") and self.workspace.local is None:
            found += [(d, ("trace", i)) for d, i in self.traces.nearest(place, factor, radius)]
        return [ref for _, ref in sorted(found, key=lambda item: item[0])]

    def bounds_of(self, refs: Iterable[Ref]) -> Bounds | None:
        """One box around these records, degrees."""
        refs = tuple(refs)
        local = self.workspace.local
        boxes = [self.traces.bounds_of(self.traces_of(refs))] if local is None else []
        for kind, record_id in refs:
            record: Any = self.workspace.record((kind, record_id))
            if local is not None:
                record = local.placed(record) if isinstance(record, OffsetMarker) else None
            geometry = getattr(record, "geometry", None)
            if geometry is not None and kind != "trace":
                boxes.append(geometry.bounds)
        return bounds_of(np.array([box for box in boxes if box is not None]).reshape(-1, 4))

    @property
    def bounds(self) -> Bounds | None:
        """One box around all traces, points and clouds; around the rasters where there are none."""
        shown = [node.raster.bounds for node in self.layers.rasters.children]
        if self.workspace.local is not None and shown:
            return bounds_of(np.array(shown).reshape(-1, 4))
        boxes = [self.traces.bounds]
        boxes += [bounds_of(np.hstack([p.places, p.places])) for p in self.points.values() if len(p.ids)]
        boxes += [geometry.bounds for geometry in self.footprints.geometries]
        found = [box for box in boxes if box is not None]
        return bounds_of(np.array(found or shown).reshape(-1, 4))

    def attribution(self) -> str:
        """Whose data is on the map."""
        session = self.workspace.session
        on_earth = session is not None and self.workspace.local is None
        return session.survey.attribution if session is not None and on_earth else ""

    def notice(self) -> str:
        """What must not be mistaken: constructed data."""
        session = self.workspace.session
        constructed = session is not None and session.survey.constructed and self.workspace.local is None
        return tr("Constructed practice data, not a real fault") if constructed else ""


def _lines(kind: str, records: Mapping[str, Mapping[UUID, AnyRecord]]) -> Lines:
    placed = located(records.get(kind, {}))
    return Lines([record_id for record_id, _ in placed], [geometry for _, geometry in placed])


def union(one: Bounds | None, other: Bounds | None) -> Bounds | None:
    """A box around both."""
    return bounds_of(np.array([box for box in (one, other) if box is not None]).reshape(-1, 4))
