"""One wall on the screen: its pictures, what is drawn on it, the metre grid, and the tool over it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QEvent, QPointF, QSize, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PyQt6.QtWidgets import QWidget
from shapely import Point

from faultgis.records.trace import Trace
from faultgis.records.trench import Wall, WallFeature
from faultgis.walls.frames import reach, to_wall
from faultgis.walls.log import TrenchLog
from faultgis.walls.shapes import AREA_KINDS, POINT_KINDS
from ui import theme
from ui.canvas.events import MapEvent
from ui.canvas.handled import HandledView
from ui.canvas.scale import MapScale
from ui.walls.grid import paint_grid
from ui.walls.ground import Ground, Shown, paint_invitation, paint_notice
from ui.walls.painting import Look, paint_chosen
from ui.walls.pictures import WallPictures
from ui.walls.scale import WallScale
from ui.workspace import Ref, Workspace

HIT_PX = 6.0
SETTLE_MS = 120


class WallView(HandledView):
    """Shows a wall of a log. ``moved`` tells that the view changed by hand, ``pointed`` the metres under the
    mouse, ``came`` that the mouse came in."""

    moved = pyqtSignal(object)
    pointed = pyqtSignal(float, float)
    came = pyqtSignal()
    scale: WallScale

    def __init__(self, workspace: Workspace, pictures: WallPictures, parent: QWidget | None = None) -> None:
        super().__init__(WallScale(0.0, 0.0, 0.01, 1, 1), parent)
        self.workspace = workspace
        self.pictures = pictures
        self.log: TrenchLog | None = None
        self.wall: Wall | None = None
        self.features: Sequence[WallFeature] = ()
        self.look = Look()
        self.handles = False
        self._ground = Ground(pictures)
        self._fitted = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._rest)
        self.setMinimumSize(240, 120)
        workspace.selection_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(900, 320)

    # What is shown

    def show_wall(self, log: TrenchLog | None, wall_id: UUID | None) -> None:
        """Show this wall of the log, as it stands now."""
        before = self.wall.id if self.wall is not None else None
        self.log = log
        self.wall = log.walls.get(wall_id) if log is not None and wall_id is not None else None
        self.features = tuple(log.on(self.wall.id)) if log is not None and self.wall is not None else ()
        if self.wall is None:
            self.redraw()
            return
        self.scale = replace(self.scale, mirrored=self.wall.mirrored)
        if self.wall.id != before:
            self._fitted = False
            self.fit()
        self.redraw()

    @property
    def reach(self) -> tuple[float, float, float, float]:
        """All that is drawn and the wall's size, in metres."""
        wall = self.wall
        length, height = (wall.length_m, wall.height_m) if wall is not None else (None, None)
        return reach([f.shape for f in self.features], length, height)

    def fit(self) -> None:
        """Show the whole wall."""
        if self.width() > 2:
            self.set_scale(self.scale.fitted_to(*self.reach))
            self._fitted = self.isVisible()

    def set_scale(self, scale: MapScale) -> None:
        """Show this view."""
        assert isinstance(scale, WallScale)
        found = replace(scale, width=max(1, self.width()), height=max(1, self.height()))
        if found == self.scale:
            return
        self.scale = found
        self.update()
        self._settle.start()
        self.moved.emit(self)

    def follow(self, scale: WallScale) -> None:
        """Show this view without telling: another wall's was moved."""
        found = replace(scale, width=max(1, self.width()), height=max(1, self.height()))
        if found != self.scale:
            self.scale = found
            self.update()
            self._settle.start()

    def show_place(self, x: float, y: float) -> None:
        """Bring a place of the wall into the middle, near enough to see it."""
        near = min(self.scale.metres_per_pixel, 0.006)
        self.set_scale(replace(self.scale, metres_per_pixel=near).centred(x, y))

    def redraw(self) -> None:
        """What is drawn on the wall changed: draw it anew."""
        self._ground.forget()
        self.update()

    @property
    def chosen(self) -> list[WallFeature]:
        """What is selected on this wall."""
        ids = {key for kind, key in self.workspace.selection if kind == "wall_feature"}
        samples = {key for kind, key in self.workspace.selection if kind == "sample"}
        return [
            f for f in self.features if f.id in ids or (f.sample_id is not None and f.sample_id in samples)
        ]

    # What lies where

    def hit(self, position: QPointF) -> list[Ref]:
        """The features under a pixel: points, then lines, then areas, the smallest first."""
        x, y = to_wall(self.scale.to_world(position.x(), position.y()))
        here, reach_m = Point(x, y), HIT_PX * self.scale.metres_per_pixel
        found: list[tuple[int, float, Ref]] = []
        for feature in self.features:
            distance = feature.shape.distance(here)
            size = feature.shape.area if feature.kind in AREA_KINDS else distance
            rank = 2 if feature.kind in AREA_KINDS else 0 if feature.kind in POINT_KINDS else 1
            if distance <= (reach_m * 1.5 if rank == 0 else reach_m if rank == 1 else 0.0):
                found.append((rank, size, ("wall_feature", feature.id)))
        return [ref for _, _, ref in sorted(found, key=lambda one: one[:2])]

    def traces_near(self, _longitude: float, _latitude: float, _radius_px: float) -> list[Trace]:
        """No traces run over a wall."""
        return []

    # Painting

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        shown = Shown(self.log, self.wall, self.features, self.look)
        self._ground.paint(painter, self.scale, shown, self._settle.isActive())
        c = theme.colours()
        margin = QColor(c.base)
        margin.setAlpha(225)
        paint_grid(painter, self.scale, margin, QColor(c.quiet))
        paint_notice(painter, self.rect(), shown)
        if not getattr(self.tool, "busy", False):
            paint_invitation(painter, self.rect(), shown)
        paint_chosen(painter, self.scale, self.chosen, self.handles)
        if self.tool is not None and getattr(self.tool, "view", self) is self:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.tool.paint(painter, self.scale)
        self.navigation.paint(painter)
        painter.end()

    def _rest(self) -> None:
        """The view rests: what was drawn fast is drawn well, around where the view is now."""
        if self._ground.wanting(self.scale):
            self.redraw()

    # Events

    def set_tool(self, tool: Any) -> None:
        """Make this the tool of the view."""
        super().set_tool(tool)
        self.handles = bool(getattr(tool, "handles", False))

    def _point(self, place: MapEvent) -> None:
        self.pointed.emit(*to_wall((place.longitude, place.latitude)))

    def enterEvent(self, event: QEnterEvent | None) -> None:
        super().enterEvent(event)
        self.came.emit()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        self.came.emit()
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.scale = replace(self.scale, width=max(1, self.width()), height=max(1, self.height()))
        if not self._fitted:
            self.fit()
        self.redraw()

    def event(self, event: QEvent | None) -> bool:
        if event is not None and event.type() in (
            QEvent.Type.DevicePixelRatioChange,
            QEvent.Type.PaletteChange,
            QEvent.Type.LanguageChange,
        ):
            self.redraw()
        return super().event(event)
