"""What is on the map: the stores of the open survey and the layers, and how each cached image is drawn."""

from collections.abc import Callable, Iterator
from uuid import UUID

import numpy as np
from PyQt6.QtGui import QColor, QPainter

from faultgis.changes import Changes
from faultgis.crs import metres_per_degree
from faultgis.records.trace import Trace
from ui.canvas.rendering import Draw, Pixels
from ui.canvas.scale import MapScale
from ui.layers.frame import Frame
from ui.layers.names import draw_names, placed_names
from ui.layers.placing import Placed
from ui.layers.raster import RasterLayer, blended, shaded
from ui.layers.store import TraceStore
from ui.layers.tree import LayerTree
from ui.layers.vector import draw_highlight, draw_traces, quick_traces
from ui.workspace import Ref, Workspace

HEAVY_VERTICES = 60_000
ACCENT = QColor(255, 196, 0)


class Scene:
    """The stores behind the map, and a painter for each image of it."""

    def __init__(self, workspace: Workspace, layers: LayerTree) -> None:
        self.workspace = workspace
        self.layers = layers
        self.traces = TraceStore()
        self.dots_per_inch = 96.0
        self.accent = ACCENT

    def rebuild(self) -> None:
        """Take the whole survey anew."""
        self.traces.rebuild(self.workspace.session)

    def patch(self, changes: Changes) -> frozenset[UUID]:
        """Take over what changed; returns the traces that look different now."""
        session = self.workspace.session
        return frozenset() if session is None else self.traces.patch(session, changes)

    def frame(self, scale: MapScale, ratio: float) -> Frame:
        """The view as painters need it."""
        return scale.frame(self.dots_per_inch, ratio)

    def vector_passes(self, scale: MapScale) -> list[Draw]:
        """How to draw the vectors: in one go, or with a quick impression first where there is much."""
        passes: list[Draw] = [self.draw_vectors]
        if self._vertices(scale) > HEAVY_VERTICES:
            passes.insert(0, self.draw_quick)
        return passes

    def _vertices(self, scale: MapScale) -> int:
        lines = [(chunk.lines, chunk.within(scale.bounds)) for chunk in self.traces.chunks]
        return sum(int((found.offsets[parts + 1] - found.offsets[parts]).sum()) for found, parts in lines)

    def draw_quick(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """A first impression of the traces."""
        if self.layers.shown("traces"):
            yield from quick_traces(painter, self.frame(scale, ratio), self.traces.chunks)

    def draw_vectors(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """The traces with their symbols, and the points on top."""
        if self.layers.shown("traces"):
            yield from draw_traces(painter, self.frame(scale, ratio), self.traces.chunks)

    def draw_names(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """The names, beside their lines."""
        if not self.layers.shown("names"):
            return
        frame = self.frame(scale, ratio)
        placed: list[Placed] = []
        for name in placed_names(self.traces, frame):
            if name is not None:
                placed.append(name)
            yield
        yield from draw_names(painter, frame, placed)

    def draw_selection(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """The glow of what is selected."""
        chosen = self.selected_traces()
        if chosen:
            frame = self.frame(scale, ratio)
            yield from draw_highlight(painter, frame, self.traces.chunks, chosen, self.accent)

    def selected_traces(self) -> frozenset[UUID]:
        """The traces that the selection means: chosen ones and those of chosen faults and segments."""
        chosen = dict.fromkeys(record_id for _, record_id in self.workspace.selection)
        kinds = {kind for kind, _ in self.workspace.selection}
        session = self.workspace.session
        if session is None or not chosen:
            return frozenset()
        if not kinds & {"fault", "segment"}:
            return frozenset(i for kind, i in self.workspace.selection if kind == "trace")
        traces = (t for t in session.records["trace"].values() if isinstance(t, Trace))
        return frozenset(t.id for t in traces if {t.id, t.fault_id, t.segment_id} & chosen.keys())

    def hit(self, scale: MapScale, x: float, y: float, radius: float) -> list[Ref]:
        """The records within so many pixels of a pixel, nearest first."""
        kx, ky = scale.pixels_per_degree
        place = np.array([scale.to_world(x, y)])
        factor = np.array([kx, ky])
        return [("trace", i) for _, i in self.traces.nearest(place[0], factor, radius)]

    def raster_work(self, scale: MapScale, ratio: float) -> Callable[[], Pixels | None] | None:
        """What the pool has to do for the raster image of this view; ``None``: nothing is shown."""
        shown = [(n.raster, n.raster.light, n.opacity) for n in self.layers.rasters.children if n.shown]
        if not shown:
            return None
        width, height = max(1, round(scale.width * ratio)), max(1, round(scale.height * ratio))
        bounds = scale.bounds
        east, north = metres_per_degree(scale.latitude)
        cell = (bounds[2] - bounds[0]) * east / width, (bounds[3] - bounds[1]) * north / height

        def work() -> Pixels | None:
            found = []
            for layer, light, opacity in reversed(shown):
                assert isinstance(layer, RasterLayer)
                pixels = shaded(layer.raster, light, bounds, width, height, cell)
                if pixels is not None:
                    found.append((pixels, opacity))
            return blended(found, width, height) if found else np.zeros((height, width, 4), dtype=np.uint8)

        return work
