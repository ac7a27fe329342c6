"""What is on the map: the stores of the open survey and the layers, and how each cached image is drawn."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

import numpy as np
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QPainter

from faultgis.changes import Changes
from faultgis.crs import metres_per_degree
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from ui.canvas.rendering import Draw, Pixels
from ui.canvas.scale import MapScale
from ui.layers.frame import Bounds, Frame
from ui.layers.lines import Lines
from ui.layers.names import draw_names, placed_names
from ui.layers.occupancy import SYMBOL, Occupancy, complex_of
from ui.layers.overlays import PIERCING, RUPTURE, draw_bands, draw_graticule, draw_plain, draw_sheets
from ui.layers.placing import Placed
from ui.layers.points import POINT_KINDS, SIZE_MM, Points, draw_points, draw_rings, gather, located
from ui.layers.raster import RasterLayer, blended, painted
from ui.layers.store import TraceStore, bounds_of
from ui.layers.tree import LayerTree
from ui.layers.vector import draw_highlight, draw_traces, quick_traces
from ui.words import tr
from ui.workspace import Ref, Workspace

HEAVY_VERTICES = 60_000
REACH_MM = 4.0
ACCENT = QColor(255, 196, 0)
LINE_KINDS = ("surface_rupture", "piercing_line")


class Scene:
    """The stores behind the map, and a painter for each image of it."""

    def __init__(self, workspace: Workspace, layers: LayerTree) -> None:
        self.workspace = workspace
        self.layers = layers
        self.traces = TraceStore()
        self.points: dict[str, Points] = {kind: gather(kind, {}) for kind in POINT_KINDS}
        self.lines: dict[str, Lines] = {kind: Lines((), ()) for kind in LINE_KINDS}
        self.dots_per_inch = 96.0
        self.accent = ACCENT
        self.placed: list[Placed] = []

    def rebuild(self) -> None:
        """Take the whole survey anew. Its records live long: keeping them out of the garbage collector's
        rounds spares the screen stutters of tens of milliseconds."""
        gc.unfreeze()
        self._rebuild()
        gc.collect()
        gc.freeze()

    def _rebuild(self) -> None:
        session = self.workspace.session
        self.traces.rebuild(session)
        records = session.records if session is not None else {}
        self.points = {kind: gather(kind, records) for kind in POINT_KINDS}
        self.lines = {kind: _lines(kind, records) for kind in LINE_KINDS}

    def patch(self, changes: Changes) -> frozenset[UUID]:
        """Take over what changed; returns the traces that look different now."""
        session = self.workspace.session
        if session is None:
            return frozenset()
        for kind in POINT_KINDS:
            measured = kind == "observation_point" and changes.touches("measurement")
            if changes.touches(kind) or measured:
                self.points[kind] = gather(kind, session.records)
        for kind in LINE_KINDS:
            if changes.touches(kind):
                self.lines[kind] = _lines(kind, session.records)
        return self.traces.patch(session, changes)

    def traces_touched(self, changes: Changes) -> frozenset[UUID]:
        """The traces that changes touch, themselves or by their fault or segment, as they stand now."""
        ids = set(changes.ids.get("trace", frozenset()))
        parents = changes.ids.get("fault", frozenset()) | changes.ids.get("segment", frozenset())
        return frozenset(ids | self.traces.children(parents))

    def frame(self, scale: MapScale, ratio: float) -> Frame:
        """The view as painters need it."""
        return scale.frame(self.dots_per_inch, ratio)

    def vector_passes(self, scale: MapScale) -> list[Draw]:
        """How to draw the vectors: in one go, or with a quick impression first where there is much."""
        passes: list[Draw] = [self.draw_vectors]
        if self.vertices(scale.bounds) > HEAVY_VERTICES:
            passes.insert(0, self.draw_quick)
        return passes

    def vertices(self, bounds: Bounds) -> int:
        """How many vertices the traces in these bounds have."""
        lines = [(chunk.lines, chunk.within(bounds)) for chunk in self.traces.chunks]
        return sum(int((found.offsets[parts + 1] - found.offsets[parts]).sum()) for found, parts in lines)

    def draw_quick(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """A first impression of the traces."""
        if self.layers.shown("traces"):
            yield from quick_traces(painter, self.frame(scale, ratio), self.traces.chunks)

    def draw_vectors(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """Grids, what lies under the traces, the traces with their symbols, and the points on top."""
        yield from self.paint(painter, self.frame(scale, ratio))

    def part(self, scale: MapScale, ratio: float, bounds: Bounds) -> tuple[QRectF, Frame] | None:
        """The area (device dots) that symbols within these bounds reach, and the frame to draw it anew with;
        ``None`` where it is out of view."""
        frame = self.frame(scale, ratio)
        west, south, east, north = bounds
        (left, top), (right, bottom) = frame.project(np.array([(west, north), (east, south)])).tolist()
        reach = frame.dots(REACH_MM)
        area = QRectF(left - reach, top - reach, right - left + 2 * reach, bottom - top + 2 * reach)
        area = area.intersected(QRectF(0, 0, frame.width, frame.height))
        if area.isEmpty():
            return None
        near = area.adjusted(-2 * reach, -2 * reach, 2 * reach, 2 * reach)
        w, n = scale.to_world(near.left() / ratio, near.top() / ratio)
        e, s = scale.to_world(near.right() / ratio, near.bottom() / ratio)
        return area, replace(frame, bounds=(w, s, e, n))

    def paint(self, painter: QPainter, frame: Frame) -> Iterator[None]:
        """All vectors within the frame's bounds, the lowest first."""
        for layer, work in self._layers_of(painter, frame):
            node = self.layers.node(layer)
            if node.shown:
                painter.setOpacity(node.opacity)
                yield from work
        painter.setOpacity(1.0)

    def _layers_of(self, painter: QPainter, frame: Frame) -> Iterator[tuple[str, Iterator[None]]]:
        chunks, lines = self.traces.chunks, self.lines
        yield "graticule", draw_graticule(painter, frame)
        yield "sheets", draw_sheets(painter, frame)
        yield "ruptures", draw_plain(painter, frame, lines["surface_rupture"], RUPTURE, 1.7)
        yield "bands", draw_bands(painter, frame, chunks)
        yield "traces", draw_traces(painter, frame, chunks)
        yield "markers", draw_plain(painter, frame, lines["piercing_line"], PIERCING, 0.3, (1.5, 0.8))
        for kind, layer in POINT_KINDS.items():
            yield layer, draw_points(painter, frame, self.points[kind])

    def draw_names(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """The names, beside their lines."""
        if not self.layers.shown("names"):
            return
        frame = self.frame(scale, ratio)
        placed: list[Placed] = []
        for name in placed_names(self.traces, frame, self._taken(frame)):
            if name is not None:
                placed.append(name)
            yield
        self.placed = placed
        painter.setOpacity(self.layers.node("names").opacity)
        yield from draw_names(painter, frame, placed)

    def _taken(self, frame: Frame) -> Occupancy:
        """Where point symbols stand, so that names keep clear of them."""
        taken = Occupancy(frame)
        for kind, layer in POINT_KINDS.items():
            if self.layers.shown(layer):
                spots = frame.project(self.points[kind].places[self.points[kind].within(frame.bounds)])
                radius = frame.dots(SIZE_MM[kind] / 2)
                for offset in (0, radius, -radius, 1j * radius, -1j * radius):
                    taken.take(complex_of(spots) + offset, SYMBOL)
        return taken

    def draw_selection(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """The glow of what is selected."""
        chosen = self.selected_traces()
        frame = self.frame(scale, ratio)
        if chosen:
            yield from draw_highlight(painter, frame, self.traces.chunks, chosen, self.accent)
        ids = {record_id for _, record_id in self.workspace.selection}
        for kind, points in self.points.items():
            rows = [row for row, i in enumerate(points.ids) if i in ids] if ids else []
            if rows:
                draw_rings(painter, frame, kind, points.places[rows], self.accent)
                yield

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
        if self.layers.shown("traces"):
            found += [(d, ("trace", i)) for d, i in self.traces.nearest(place, factor, radius)]
        return [ref for _, ref in sorted(found, key=lambda item: item[0])]

    def bounds_of(self, refs: Iterable[Ref]) -> Bounds | None:
        """One box around these records, degrees."""
        refs = tuple(refs)
        boxes = [self.traces.bounds_of(self.traces_of(refs))]
        for kind, record_id in refs:
            geometry = getattr(self.workspace.record((kind, record_id)), "geometry", None)
            if geometry is not None and kind != "trace":
                boxes.append(geometry.bounds)
        return bounds_of(np.array([box for box in boxes if box is not None]).reshape(-1, 4))

    @property
    def bounds(self) -> Bounds | None:
        """One box around all traces and points; around the rasters where there are none."""
        boxes = [self.traces.bounds]
        boxes += [bounds_of(np.hstack([p.places, p.places])) for p in self.points.values() if len(p.ids)]
        found = [box for box in boxes if box is not None]
        found = found or [node.raster.bounds for node in self.layers.rasters.children]
        return bounds_of(np.array(found).reshape(-1, 4))

    def attribution(self) -> str:
        """Whose data is on the map."""
        session = self.workspace.session
        return session.survey.attribution if session is not None else ""

    def notice(self) -> str:
        """What must not be mistaken: constructed data."""
        session = self.workspace.session
        constructed = session is not None and session.survey.constructed
        return tr("Constructed practice data, not a real fault") if constructed else ""

    def raster_work(
        self, scale: MapScale, ratio: float, lit_for: float | None = None
    ) -> Callable[[], Pixels | None] | None:
        """What the pool has to do for the raster image of this view; ``None``: nothing is shown. ``lit_for``
        gives metres per pixel whose automatic light is to be kept."""
        shown = [(n.raster, n.raster.light, n.opacity) for n in self.layers.rasters.children if n.shown]
        if not shown:
            return None
        width, height = max(1, round(scale.width * ratio)), max(1, round(scale.height * ratio))
        bounds = scale.bounds
        east, north = metres_per_degree(scale.latitude)
        if lit_for is not None:
            shown = [(raster, light.kept(lit_for), opacity) for raster, light, opacity in shown]
        cell = (bounds[2] - bounds[0]) * east / width, (bounds[3] - bounds[1]) * north / height

        def work() -> Pixels | None:
            found = []
            for layer, light, opacity in reversed(shown):
                assert isinstance(layer, RasterLayer)
                pixels = painted(layer.raster, light, bounds, width, height, cell)
                if pixels is not None:
                    found.append((pixels, opacity))
            return blended(found, width, height) if found else np.zeros((height, width, 4), dtype=np.uint8)

        return work


def _lines(kind: str, records: Mapping[str, Mapping[UUID, AnyRecord]]) -> Lines:
    placed = located(records.get(kind, {}))
    return Lines([record_id for record_id, _ in placed], [geometry for _, geometry in placed])


def exhaust(work: Iterator[None]) -> None:
    """Draw in one go what otherwise goes in slices."""
    for _ in work:
        pass


def union(one: Bounds | None, other: Bounds | None) -> Bounds | None:
    """A box around both."""
    return bounds_of(np.array([box for box in (one, other) if box is not None]).reshape(-1, 4))
