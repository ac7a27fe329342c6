"""The picture of the relief that is slid along a fault: shaded once per view in a thread, then copied."""

from typing import Any

from PyQt6.QtCore import QObject, QPointF, pyqtSignal
from PyQt6.QtGui import QImage, QPainter

from faultgis.services.laying import Layout
from ui import theme
from ui.canvas.picture import NIGHT, PAPER
from ui.canvas.rendering import RASTER, wrapped
from ui.canvas.scale import MapScale
from ui.latest import Latest
from ui.layers.backslip import Slid
from ui.tools.backslip_paint import on_map
from ui.workspace import Workspace

# How much wider and higher than the view the picture is.
BEYOND = 1.7


class SlidPicture(QObject):
    """Follows one map. ``ready`` tells that a better picture is there."""

    ready = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._latest = Latest(workspace.jobs, "backslip")
        self._view: Any = None
        self._wanted = False
        self._image: tuple[QImage, MapScale, Any] | None = None

    def follow(self, view: Any) -> None:
        """Picture this map from now on (None: no map)."""
        if hasattr(self._view, "frame_done"):
            self._view.frame_done.disconnect(self._make)
        self._view, self._image = view, None
        if hasattr(view, "frame_done"):
            view.frame_done.connect(self._make)
        self._make()

    def want(self, wanted: bool) -> None:
        """Whether the picture is looked at; without, none is made."""
        before, self._wanted = self._wanted, wanted
        if wanted and not before:
            self._make()
        elif not wanted:
            self._latest.drop()
            self._image = None

    def _make(self) -> None:
        """The map was drawn anew, perhaps in another light: shade the relief around it likewise."""
        if not self._wanted or not hasattr(self._view, "scene"):
            return
        scale: MapScale = self._view.scale
        ratio = self._view.rendering.ratio
        wide = scale.resized(round(scale.width * BEYOND), round(scale.height * BEYOND))
        work = self._view.scene.raster_work(wide, ratio, beyond=True)
        if work is None:
            self._image = None
            return

        def take(pixels: Any) -> None:
            if pixels is not None:
                self._image = wrapped(pixels, ratio), wide, pixels
                self.ready.emit()

        self._latest.ask(lambda progress: work(lambda: not progress.cancelled), take)

    def paint(self, painter: QPainter, scale: MapScale, layout: Layout, shift: QPointF) -> None:
        """Paint the fault's right side moved by so many pixels."""
        image, of = (self._image[0], self._image[1]) if self._image is not None else self._shown()
        if image is None or of is None:
            return
        slid = Slid(image, of.bounds, layout.fault, NIGHT if theme.is_dark() else PAPER)
        slid.paint(painter, lambda place: on_map(scale, place), (scale.width, scale.height), shift)
        if hasattr(self._view, "picture"):
            self._view.picture.decorate(painter, scale, self._view.font())

    def _shown(self) -> tuple[QImage | None, MapScale | None]:
        """The relief as the map shows it: at hand at once, but no wider than the view."""
        slots = getattr(getattr(self._view, "rendering", None), "slots", {})
        slot = slots.get(RASTER)
        return (None, None) if slot is None else (slot.image, slot.scale)
