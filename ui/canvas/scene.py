"""How each cached image of the map is drawn from the open survey and the layers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce

import numpy as np
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QPainter

from faultgis.crs import metres_per_degree
from faultgis.terrain.contour_ink import inked
from faultgis.terrain.pictures import View
from ui.canvas.content import Content
from ui.canvas.rendering import Draw, Pixels, RasterJob
from ui.canvas.scale import MapScale
from ui.layers.cloud import CloudLayer
from ui.layers.contour_heights import Written, draw_heights
from ui.layers.footprints import draw_chosen, draw_deformed, draw_footprints
from ui.layers.frame import Bounds, Frame
from ui.layers.names import draw_names, placed_names
from ui.layers.occupancy import SYMBOL, Occupancy, complex_of
from ui.layers.overlays import PIERCING, RUPTURE, TRENCH, draw_bands, draw_graticule, draw_plain, draw_sheets
from ui.layers.placing import Placed
from ui.layers.point_codes import placed_codes
from ui.layers.points import POINT_KINDS, SIZE_MM, draw_points, draw_rings
from ui.layers.raster import RasterLayer, blended
from ui.layers.tree import LayerTree
from ui.layers.vector import draw_highlight, draw_traces, quick_traces
from ui.workspace import Workspace

HEAVY_VERTICES = 60_000
REACH_MM = 4.0
ACCENT = QColor(255, 196, 0)


class Scene(Content):
    """What is on the map, and a painter for each image of it."""

    def __init__(self, workspace: Workspace, layers: LayerTree) -> None:
        super().__init__(workspace, layers)
        self.dots_per_inch = 96.0
        self.accent = ACCENT
        self.placed: list[Placed] = []
        self._heights: list[Written] = []

    def frame(self, scale: MapScale, ratio: float) -> Frame:
        """The view as painters need it."""
        return scale.frame(self.dots_per_inch, ratio)

    def vector_passes(self, scale: MapScale) -> list[Draw]:
        """How to draw the vectors: in one go, or with a quick impression first where there is much."""
        passes: list[Draw] = [self.draw_vectors]
        if self.vertices(scale.bounds) > HEAVY_VERTICES:
            passes.insert(0, self.draw_quick)
        return passes

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
        if self.workspace.local is None:
            yield "graticule", draw_graticule(painter, frame)
            yield "sheets", draw_sheets(painter, frame)
        yield "footprints", draw_footprints(painter, frame, self.footprints)
        yield "deformed", draw_deformed(painter, frame, self.deformed)
        yield "ruptures", draw_plain(painter, frame, lines["surface_rupture"], RUPTURE, 1.7)
        yield "bands", draw_bands(painter, frame, chunks)
        yield "traces", draw_traces(painter, frame, chunks)
        yield "markers", draw_plain(painter, frame, lines["piercing_line"], PIERCING, 0.3, (1.5, 0.8))
        yield "trenches", draw_plain(painter, frame, lines["trench"], TRENCH, 0.9)
        for kind, layer in POINT_KINDS.items():
            yield layer, draw_points(painter, frame, self.points[kind])

    def draw_names(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """The names beside their lines, and what room is left the codes of points."""
        frame = self.frame(scale, ratio)
        self._heights = self._contour_heights()
        yield from draw_heights(painter, frame, self._heights)
        placed: list[Placed] = []
        for name in self._placing(frame):
            if name is not None:
                placed.append(name)
            yield
        self.placed = placed
        painter.setOpacity(self.layers.node("names").opacity)
        yield from draw_names(painter, frame, placed)

    def contours_changed(self) -> bool:
        """Whether other heights are to be written on contour lines than there stand on the names' image."""
        return self._contour_heights() != self._heights

    def _contour_heights(self) -> list[Written]:
        shown = (node.raster for node in self.layers.rasters.children if node.shown)
        return [one for raster in shown if isinstance(raster, RasterLayer) for one in raster.heights]

    def _placing(self, frame: Frame) -> Iterator[Placed | None]:
        shown = [self.points[kind] for kind, layer in POINT_KINDS.items() if self.layers.shown(layer)]
        taken = Occupancy(frame)
        for points in shown:
            spots = complex_of(frame.project(points.places[points.within(frame.bounds)]))
            radius = frame.dots(SIZE_MM[points.kind] / 2)
            for offset in (0, radius, -radius, 1j * radius, -1j * radius):
                taken.take(spots + offset, SYMBOL)
        yield None
        if self.layers.shown("names"):
            yield from placed_names(self.traces, frame, taken)
        if self.layers.shown("codes"):
            yield from placed_codes(shown, frame, taken)

    def draw_selection(self, painter: QPainter, scale: MapScale, ratio: float) -> Iterator[None]:
        """The glow of what is selected."""
        chosen = self.selected_traces()
        frame = self.frame(scale, ratio)
        if chosen:
            yield from draw_highlight(painter, frame, self.traces.chunks, chosen, self.accent)
        ids = {record_id for _, record_id in self.workspace.selection}
        for polygons in (self.footprints, self.deformed):
            draw_chosen(painter, frame, polygons, ids, self.accent)
        for kind, points in self.points.items():
            rows = [row for row, i in enumerate(points.ids) if i in ids] if ids else []
            if rows:
                draw_rings(painter, frame, kind, points.places[rows], self.accent)
                yield

    def raster_work(self, scale: MapScale, ratio: float, beyond: bool = False) -> RasterJob | None:
        """What the pool has to do for the raster image of this view; ``None``: nothing is shown. ``beyond``
        keeps how the reliefs were stretched for the view that was drawn last."""
        shown = [(n.raster, n.raster.light, n.opacity) for n in self.layers.rasters.children if n.shown]
        if not shown:
            return None
        width, height = max(1, round(scale.width * ratio)), max(1, round(scale.height * ratio))
        bounds = scale.bounds
        east, north = metres_per_degree(scale.latitude)
        cell = (bounds[2] - bounds[0]) * east / width, (bounds[3] - bounds[1]) * north / height
        view = View(bounds, width, height, cell)

        def work(wanted: Callable[[], bool]) -> Pixels | None:
            found, inks = [], []
            for layer, light, opacity in reversed(shown):
                if isinstance(layer, CloudLayer):
                    pixels = layer.painted(light, bounds, width, height)
                else:
                    assert isinstance(layer, RasterLayer)
                    picture = layer.paint(light, view, beyond, wanted)
                    pixels = None if picture is None else picture.pixels
                    inks += [] if picture is None or picture.ink is None else [picture.ink]
                if pixels is not None:
                    found.append((pixels, opacity))
            return reduce(inked, inks, blended(found, width, height))

        return work


def exhaust(work: Iterator[None]) -> None:
    """Draw in one go what otherwise goes in slices."""
    for _ in work:
        pass
