"""One wall on the screen: its pictures, what is drawn on it, the metre grid, and the tool over it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QWidget
from shapely import Point

from faultgis.records.trace import Trace
from faultgis.records.trench import Wall, WallFeature
from faultgis.walls.frames import reach, to_wall
from faultgis.walls.log import TrenchLog
from faultgis.walls.shapes import AREA_KINDS, POINT_KINDS
from ui import theme
from ui.canvas.events import MapEvent, MapTool
from ui.canvas.navigation import Navigation
from ui.canvas.scale import MapScale
from ui.walls.painting import Look, in_view, paint_chosen, paint_features, paint_grid, paint_labels
from ui.walls.pictures import WallPictures, paint_laid
from ui.walls.scale import WallScale
from ui.words import tr
from ui.workspace import Ref, Workspace

HIT_PX = 6.0
SETTLE_MS = 120
PAPER, DARK_PAPER = QColor(250, 248, 244), QColor(236, 232, 226)


@dataclass(frozen=True)
class Drawn:
    """What the ground was drawn for: a view larger than the widget, dots per pixel; in passing or well."""

    scale: WallScale
    ratio: float
    fast: bool

    def serves(self, scale: WallScale, ratio: float) -> bool:
        """Whether the ground covers this view."""
        if ratio != self.ratio or self.scale.metres_per_pixel != scale.metres_per_pixel:
            return False
        (x, y), (mx, my), step = self.scale.middle, scale.middle, scale.metres_per_pixel
        spare = (self.scale.width - scale.width) / 2, (self.scale.height - scale.height) / 2
        mirrored = self.scale.mirrored == scale.mirrored
        return mirrored and abs(x - mx) / step <= spare[0] and abs(y - my) / step <= spare[1]


class WallView(QWidget):
    """Shows a wall of a log. ``moved`` tells that the view changed by hand, ``pointed`` the metres under the
    mouse, ``came`` that the mouse came in."""

    moved = pyqtSignal(object)
    pointed = pyqtSignal(float, float)
    came = pyqtSignal()

    def __init__(self, workspace: Workspace, pictures: WallPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.pictures = pictures
        self.log: TrenchLog | None = None
        self.wall: Wall | None = None
        self.features: Sequence[WallFeature] = ()
        self.look = Look()
        self.scale = WallScale(0.0, 0.0, 0.01, max(1, self.width()), max(1, self.height()))
        self.tool: MapTool | None = None
        self.handles = False
        mover: Any = self
        self.navigation = Navigation(mover)
        self._drawn: Drawn | None = None
        self._ground = QPixmap()
        self._fitted = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._rest)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
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
        self._drawn = None
        self.update()

    def update_overlay(self) -> None:
        """Have the tool paint itself again."""
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
        self._prepare()
        painter = QPainter(self)
        assert self._drawn is not None
        drawn = self._drawn.scale
        x, y = self.scale.pixel(*drawn.middle)
        painter.drawPixmap(QPointF(x - drawn.width / 2, y - drawn.height / 2).toPoint(), self._ground)
        c = theme.colours()
        ground = QColor(c.base)
        ground.setAlpha(225)
        paint_grid(painter, self.scale, ground, QColor(c.quiet))
        self._paint_notice(painter)
        self._paint_invitation(painter)
        paint_chosen(painter, self.scale, self.chosen, self.handles)
        if self.tool is not None and getattr(self.tool, "view", self) is self:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.tool.paint(painter, self.scale)
        self.navigation.paint(painter)
        painter.end()

    def _paper(self) -> QColor:
        return DARK_PAPER if theme.is_dark() else PAPER

    def _prepare(self) -> None:
        """Draw picture and features onto a ground a quarter larger on each side, unless the one that is there
        serves: while the wall is dragged only that ground moves. Where it must be drawn anew in passing, it
        is drawn fast, and well when the view rests."""
        ratio, moving = self.devicePixelRatioF(), self._settle.isActive()
        if self._drawn is not None and self._drawn.serves(self.scale, ratio):
            return
        wide = replace(
            self.scale,
            width=self.scale.width + 2 * (self.scale.width // 4),
            height=self.scale.height + 2 * (self.scale.height // 4),
        )
        size = QSize(wide.width, wide.height) * ratio
        if self._ground.size() != size:
            self._ground = QPixmap(size)
            self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(self._paper())
        painter = QPainter(self._ground)
        if self.log is not None and self.wall is not None:
            self._paint_pictures(painter, wide, smooth=not moving)
            paint_features(painter, wide, self.log, self.features, self.look, fast=moving)
            if self.look.labels:
                painter.setFont(self.font())
                paint_labels(painter, wide, self.log, in_view(wide, self.features), self.scale)
        painter.end()
        self._drawn = Drawn(wide, ratio, fast=moving)

    def _rest(self) -> None:
        """The view rests: what was drawn fast is drawn well, around where the view is now."""
        if self._drawn is not None and (self._drawn.fast or self._drawn.scale.middle != self.scale.middle):
            self.redraw()

    def _paint_pictures(self, painter: QPainter, scale: WallScale, smooth: bool) -> None:
        if self.log is None or self.wall is None or not self.look.picture:
            return
        images = [i for i in self.log.images.values() if i.wall_id == self.wall.id]
        for image in sorted(images, key=lambda i: i.position):
            laid = self.pictures.get(image)
            if laid is not None:
                paint_laid(painter, scale, laid, smooth)

    def _paint_notice(self, painter: QPainter) -> None:
        """A constructed wall must not be mistaken for one that was dug."""
        if self.log is None or not self.log.trench.constructed:
            return
        said = tr("Constructed for practice: nobody dug this wall")
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(said)
        x, y = self.width() - width - 16, 8
        painter.fillRect(x - 6, y, width + 12, metrics.height() + 4, QColor(255, 255, 255, 215))
        painter.setPen(QColor(122, 74, 0))
        painter.drawText(x, y + 2 + metrics.ascent(), said)

    def _paint_invitation(self, painter: QPainter) -> None:
        """What to do with a bare wall."""
        log, wall = self.log, self.wall
        if log is None or wall is None or self.features or getattr(self.tool, "busy", False):
            return
        if any(image.wall_id == wall.id for image in log.images.values()):
            return
        said = tr("Nothing is logged on this wall yet: add a picture (Pictures), or draw the first contact.")
        room = self.rect().adjusted(60, 20, -24, -40)
        painter.setPen(QColor(84, 92, 101))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), said)

    # Events

    def set_tool(self, tool: Any) -> None:
        """Make this the tool of the view."""
        if tool is self.tool:
            return
        if self.tool is not None and getattr(self.tool, "view", None) is self:
            self.tool.deactivate()
        self.tool = tool
        if tool is not None:
            tool.activate(self)
        self.handles = bool(getattr(tool, "handles", False))
        self.show_cursor()
        self.update()

    def show_cursor(self) -> None:
        """The cursor of panning, else of the tool."""
        cursor = self.navigation.cursor
        if cursor is None and self.tool is not None:
            cursor = self.tool.cursor
        self.setCursor(cursor if cursor is not None else Qt.CursorShape.OpenHandCursor)

    def map_event(self, event: QMouseEvent) -> MapEvent:
        """The event with its place on the canvas."""
        position = event.position()
        longitude, latitude = self.scale.to_world(position.x(), position.y())
        return MapEvent(longitude, latitude, position, event.button(), event.buttons(), event.modifiers())

    def enterEvent(self, event: QEnterEvent | None) -> None:
        super().enterEvent(event)
        self.came.emit()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        self.came.emit()
        if not self.navigation.press(event) and self.tool is not None:
            self.tool.press(self.map_event(event))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        place = self.map_event(event)
        self.pointed.emit(*to_wall((place.longitude, place.latitude)))
        if not self.navigation.move(event) and self.tool is not None:
            self.tool.move(place)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        if not self.navigation.release(event) and self.tool is not None:
            self.tool.release(self.map_event(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        if not self.navigation.double_click(event) and self.tool is not None:
            self.tool.double_click(self.map_event(event))

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        assert event is not None
        self.navigation.wheel(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        mine = event.key() == Qt.Key.Key_Space
        if not mine and self.tool is not None and self.tool.key(event):
            return
        if not self.navigation.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if not self.navigation.key_up(event):
            super().keyReleaseEvent(event)

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
