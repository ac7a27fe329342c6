"""The map: pan, zoom, draw in passes; the active tool draws live on top of cached images."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from PyQt6.QtCore import QEvent, QPointF, QSize, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QCloseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PyQt6.QtWidgets import QWidget

from faultgis.changes import Changes
from faultgis.records.trace import Trace
from ui.canvas.content import union
from ui.canvas.events import MapEvent
from ui.canvas.handled import HandledView
from ui.canvas.picture import Picture
from ui.canvas.rendering import BEYOND, NAMES, RASTER, SELECTION, VECTORS, Rendering
from ui.canvas.scale import MapScale
from ui.canvas.scene import Scene, exhaust
from ui.layers.frame import Bounds
from ui.layers.tree import LayerTree
from ui.workspace import Ref, Workspace

SETTLE_MS = 45
HIT_PX = 6.0
BEYOND_MS = 250
SOON_MS = 40
FEW_TRACES = 400
PATCH_VERTICES = 4000
TRACE_KINDS = {"trace", "fault", "segment"}


class MapView(HandledView):
    """The map of the open survey. World places are degrees of longitude and latitude (CGCS2000)."""

    scale_changed = pyqtSignal(object)
    pointed = pyqtSignal(float, float)
    frame_done = pyqtSignal()
    failed = pyqtSignal(object)

    def __init__(self, workspace: Workspace, layers: LayerTree, parent: QWidget | None = None) -> None:
        super().__init__(MapScale(102.0, 30.0, 2000.0, 1, 1), parent)
        self.workspace = workspace
        self.layers = layers
        self.scene = Scene(workspace, layers)
        self._under: Callable[[QPainter, MapScale], None] | None = None
        self.rendering = Rendering(self)
        self.picture = Picture(self.scene, self.rendering)
        self._soon = self._later(self.update)
        self._look_beyond = self._later(self._draw_beyond)
        self._settle = self._later(self.refresh)
        self._listen()
        self.setMinimumSize(160, 120)
        self._on_opened()

    def _later(self, work: Callable[[], None]) -> QTimer:
        # Bound methods only: a lambda would outlive the widget that it calls.
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(work)
        return timer

    def _listen(self) -> None:
        self.rendering.changed.connect(self._on_image)
        self.rendering.done.connect(self._on_done)
        self.rendering.failed.connect(self._on_failed)
        self.workspace.opened.connect(self._on_opened)
        self.workspace.place_changed.connect(self._on_place)
        self.workspace.changed.connect(self._on_changed)
        self.workspace.selection_changed.connect(self._on_selection)
        self.layers.redraw.connect(self._on_redraw)

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    # What is shown

    def set_scale(self, scale: MapScale) -> None:
        """Show this view; the old picture moves along until the new one is drawn."""
        scale = scale.resized(max(1, self.width()), max(1, self.height()))
        if scale == self.scale:
            return
        self.scale = scale
        self.scale_changed.emit(scale)
        self.update()
        self._settle.start(SETTLE_MS)

    def zoom_to(self, bounds: Bounds) -> None:
        """Show these bounds (west, south, east, north in degrees), and remember where we were."""
        self.navigation.remember()
        self.set_scale(self.scale.fitted(*bounds))

    def zoom_to_all(self) -> None:
        """Show the whole survey."""
        bounds = self.scene.bounds
        if bounds is not None:
            self.zoom_to(bounds)

    def zoom_to_selection(self) -> None:
        """Show what is selected."""
        bounds = self.scene.bounds_of(self.workspace.selection)
        if bounds is not None:
            self.zoom_to(bounds)

    def refresh(self, kinds: Iterable[str] | None = None) -> None:
        """Draw images anew: raster, vectors, names, selection; all of them unless told."""
        self._settle.stop()
        if self.scale.width < 2 or self.scale.height < 2:
            return
        self.scene.dots_per_inch = float(self.logicalDpiX())
        self.rendering.ratio = self.devicePixelRatioF()
        stale = [k for k, slot in self.rendering.slots.items() if (slot.target or slot.scale) != self.scale]
        for kind in dict.fromkeys([*(kinds or self.rendering.slots), *stale]):
            self._draw(kind)

    def _draw(self, kind: str) -> None:
        if kind == RASTER:
            self.rendering.shade(self.scale, self.scene.raster_work(self.scale, self.rendering.ratio))
        elif kind == VECTORS:
            self.rendering.draw(kind, self.scale, self.scene.vector_passes(self.scale))
        elif kind == NAMES:
            self.rendering.draw(kind, self.scale, [self.scene.draw_names])
        elif kind == SELECTION and not self.workspace.selection:
            self.rendering.clear(kind, self.scale)
        elif kind == SELECTION:
            self.rendering.draw(kind, self.scale, [self.scene.draw_selection])

    def lay_under(self, paint: Callable[[QPainter, MapScale], None] | None) -> None:
        """Lay a picture over the map and under the tool, whichever that is; ``None`` takes it away."""
        if paint != self._under:
            self._under = paint
            self.update()

    def _on_selection(self) -> None:
        self.refresh((SELECTION,))

    def _on_redraw(self, image: str) -> None:
        self.refresh((image,))

    def _on_place(self) -> None:
        """A local grid is shown instead of the earth, or the other way round; what was the view there says
        nothing here."""
        self.navigation.forget()
        self.scene.rebuild()
        self.refresh()

    def _on_opened(self) -> None:
        self.scene.rebuild()
        bounds = self.scene.bounds
        if bounds is not None:
            self.set_scale(self.scale.fitted(*bounds))
        self.refresh()

    def _on_changed(self, changes: Changes) -> None:
        if len(changes.ids.get("trace", ())) > FEW_TRACES:
            self.scene.patch(changes)
            self.refresh((VECTORS, NAMES, SELECTION))
            return
        before = self.scene.traces_touched(changes)
        box = self.scene.traces.bounds_of(before)
        ids = self.scene.patch(changes)
        after = self.scene.traces.bounds_of(ids)
        if ids and not changes.ids.keys() - TRACE_KINDS and self._patch_vectors(union(box, after)):
            self.refresh((NAMES, SELECTION))
        else:
            self.refresh((VECTORS, NAMES, SELECTION))

    def _patch_vectors(self, box: Bounds | None) -> bool:
        """Draw the surroundings of a few edited traces at once; say whether that was possible."""
        slot = self.rendering.slots[VECTORS]
        if box is None or slot.image is None or slot.busy or slot.scale != self.scale:
            return False
        ratio = self.rendering.ratio
        part = self.scene.part(self.scale, ratio, box)
        if part is None:
            return True
        area, frame = part
        if self.scene.vertices(frame.bounds) > PATCH_VERTICES:
            return False
        self.rendering.patch(VECTORS, area, lambda painter: exhaust(self.scene.paint(painter, frame)))
        return True

    def _on_failed(self, error: object) -> None:
        self.workspace.tell_error(error)
        self.failed.emit(error)

    # What lies where

    def traces_near(self, longitude: float, latitude: float, radius_px: float) -> list[Trace]:
        """The traces that come within so many pixels (a square) of a place."""
        found = (
            self.workspace.trace(i)
            for i in self.scene.traces.near(self._around(longitude, latitude, radius_px))
        )
        return [trace for trace in found if trace is not None]

    def _around(self, longitude: float, latitude: float, radius_px: float) -> Bounds:
        kx, ky = self.scale.pixels_per_degree
        dx, dy = radius_px / kx, radius_px / ky
        return longitude - dx, latitude - dy, longitude + dx, latitude + dy

    def hit(self, position: QPointF) -> list[Ref]:
        """The records under a pixel, nearest first."""
        return self.scene.hit(self.scale, position.x(), position.y(), HIT_PX)

    # Painting

    def _on_image(self, kind: str) -> None:
        """Show a new image: at once when it is the last one, else with those that follow within moments."""
        self.picture.stale = True
        if kind == RASTER and self.scene.contours_changed():
            self._draw(NAMES)
        if self.rendering.busy:
            if not self._soon.isActive():
                self._soon.start(SOON_MS)
        else:
            self.update()

    def _on_done(self) -> None:
        self._soon.stop()
        self.update()
        self._look_beyond.start(BEYOND_MS)
        self.frame_done.emit()

    def _draw_beyond(self) -> None:
        """A coarse picture of the relief around the view: nothing is blank while panning."""
        if not self.rendering.busy:
            wide = replace(self.scale, metres_per_pixel=self.scale.metres_per_pixel * 3)
            self.rendering.shade(wide, self.scene.raster_work(wide, 0.75, beyond=True), BEYOND)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        self.picture.paint(painter, self.scale, self.font())
        if self._under is not None:
            self._under(painter, self.scale)
            self.picture.decorate(painter, self.scale, self.font())
        if self.tool is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.tool.paint(painter, self.scale)
        self.navigation.paint(painter)
        painter.end()

    # Events

    def _point(self, place: MapEvent) -> None:
        self.pointed.emit(place.longitude, place.latitude)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.scale = self.scale.resized(max(1, self.width()), max(1, self.height()))
        self.scale_changed.emit(self.scale)
        self._settle.start(SETTLE_MS)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self.rendering.stop()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        self._settle.start(0)

    def event(self, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.DevicePixelRatioChange:
            self.refresh()
        elif event is not None and event.type() == QEvent.Type.PaletteChange:
            self._on_image("")
        elif event is not None and event.type() == QEvent.Type.LanguageChange:
            self.refresh((NAMES,))
        return super().event(event)
