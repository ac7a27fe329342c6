"""Snapping to traces in and around the view; one ``Snapper`` serves all tools of a workspace."""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from PyQt6.QtCore import QObject, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from faultgis.changes import Changes
from faultgis.geometry.snapping import Excluded, Snap, SnapIndex
from faultgis.records.trace import Trace
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.words import tr
from ui.workspace import Workspace

CUE = QColor(214, 0, 150)
_MARGIN = 1.4


@dataclass(frozen=True)
class SnapSettings:
    """What to snap to, and from how many logical pixels away."""

    enabled: bool = True
    pixels: float = 12.0
    vertices: bool = True
    edges: bool = True
    crossings: bool = False


class Snapper(QObject):
    """Holds the index of the traces near the view and keeps it up to date as they are edited."""

    settings_changed = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.workspace = workspace
        self.settings = SnapSettings()
        self.build_ms = 0.0
        self._index: SnapIndex | None = None
        self._covered: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
        workspace.changed.connect(self._on_changed)
        workspace.opened.connect(self.forget)
        workspace.place_changed.connect(self.forget)

    @classmethod
    def of(cls, workspace: Workspace) -> "Snapper":
        """The workspace's snapper, made on first use."""
        found = workspace.findChild(cls)
        return found if found is not None else cls(workspace)

    def set(self, **values: Any) -> None:
        """Change settings by name."""
        self.settings = replace(self.settings, **values)
        self.settings_changed.emit()

    def toggle(self) -> None:
        """Snapping on or off."""
        self.set(enabled=not self.settings.enabled)

    @property
    def state(self) -> str:
        """The state in words for the status bar."""
        if not self.settings.enabled:
            return tr("snapping off")
        return tr("snap {pixels} px", pixels=f"{self.settings.pixels:g}")

    @property
    def vertices(self) -> int:
        """How many vertices are indexed."""
        return self._index.vertices if self._index is not None else 0

    def forget(self) -> None:
        """Drop the index; it is built again when it is needed."""
        self._index = None

    def find(
        self,
        view: Any,
        event: MapEvent,
        also: Iterable[tuple[float, float]] = (),
        exclude: Iterable[Excluded] = (),
    ) -> Snap | None:
        """The place that the mouse snaps to, or ``None``; Alt held down lets go of it."""
        wanted = self.settings
        if not wanted.enabled or event.modifiers & Qt.KeyboardModifier.AltModifier:
            return None
        index = self._ensure(view)
        tolerance = wanted.pixels * view.scale.metres_per_pixel
        return index.query(
            event.longitude,
            event.latitude,
            tolerance,
            vertices=wanted.vertices,
            edges=wanted.edges,
            crossings=wanted.crossings,
            also=also,
            exclude=exclude,
        )

    def _ensure(self, view: Any) -> SnapIndex:
        scale: MapScale = view.scale
        west, south, east, north = scale.bounds
        covered = self._covered
        inside = covered[0] <= west and covered[1] <= south and covered[2] >= east and covered[3] >= north
        if self._index is None or not inside:
            started = time.perf_counter()
            self._index = self._build(view, scale)
            self.build_ms = (time.perf_counter() - started) * 1000
        return self._index

    def _build(self, view: Any, scale: MapScale) -> SnapIndex:
        radius = math.hypot(scale.width, scale.height) / 2 * _MARGIN
        traces: list[Trace] = view.traces_near(scale.longitude, scale.latitude, radius)
        extra = radius / math.sqrt(2)
        west, north = scale.to_world(scale.width / 2 - extra, scale.height / 2 - extra)
        east, south = scale.to_world(scale.width / 2 + extra, scale.height / 2 + extra)
        bounds = scale.bounds
        self._covered = (
            min(west, bounds[0]),
            min(south, bounds[1]),
            max(east, bounds[2]),
            max(north, bounds[3]),
        )
        return SnapIndex({t.id: t.geometry for t in traces}, scale.longitude, scale.latitude)

    def _on_changed(self, changes: Changes) -> None:
        session = self.workspace.session
        if self.workspace.local is not None:
            self.forget()
        if self._index is None or session is None or not changes.touches("trace"):
            return
        found = {key: session.get("trace", key) for key in changes.ids["trace"]}
        lines = {key: t.geometry if isinstance(t, Trace) else None for key, t in found.items()}
        self._index.patch(lines)


def paint_cue(painter: QPainter, scale: MapScale, snap: Snap | None) -> None:
    """Mark the snap: a square on a vertex, a cross on a crossing, a diamond on an edge."""
    if snap is None:
        return
    x, y = scale.to_screen(snap.longitude, snap.latitude)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QColor(255, 255, 255, 220), 4.0), (CUE, 2.0)):
        painter.setPen(QPen(colour, width))
        if snap.kind == "edge":
            corners = [QPointF(x, y - 7), QPointF(x + 7, y), QPointF(x, y + 7), QPointF(x - 7, y)]
            painter.drawPolygon(QPolygonF(corners))
        elif snap.kind == "crossing":
            painter.drawLine(QPointF(x - 6, y - 6), QPointF(x + 6, y + 6))
            painter.drawLine(QPointF(x - 6, y + 6), QPointF(x + 6, y - 6))
        else:
            painter.drawRect(QRectF(x - 6, y - 6, 12, 12))
