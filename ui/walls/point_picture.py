"""A picture as it was taken, with its control points and what they leave."""

import math

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

from faultgis.walls.pictures import ControlPoint, Fit
from ui.words import tr

STEP = 1.25
_MARK = 7.0
_CLICK_PX = 4.0
GROUND = QColor(32, 35, 38)
POINT, ARROW = QColor(255, 214, 10), QColor(255, 70, 60)


class PointPicture(QWidget):
    """The picture as it was taken, with the control points; a click puts one, a drag moves the picture, or
    the point under the mouse."""

    put = pyqtSignal(float, float)
    shifted = pyqtSignal(int, float, float)

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.size_px = (1, 1)
        self.points: list[ControlPoint | None] = []
        self.pixels: list[tuple[float, float]] = []
        self.fit: Fit | None = None
        self.chosen = -1
        self.said = tr("Reading the picture…")
        self.zoom, self.corner = 0.0, QPointF()
        self._pressed: QPointF | None = None
        self._grip: QPointF | None = None
        self._held = -1
        self.setMinimumSize(320, 240)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        return QSize(760, 520)

    def show_picture(self, image: QImage, size: tuple[int, int]) -> None:
        """Show this picture; ``size`` is the file's own in pixels."""
        self.image, self.size_px, self.said = image, size, ""
        self.fit_in()

    def fit_in(self) -> None:
        """Show all of it."""
        if self.image.isNull():
            return
        self.zoom = min(self.width() / self.size_px[0], self.height() / self.size_px[1])
        size = QPointF(*self.size_px) * self.zoom
        self.corner = QPointF((self.width() - size.x()) / 2, (self.height() - size.y()) / 2)
        self.update()

    def pixel(self, place: QPointF) -> tuple[float, float]:
        """The pixel of the file under a place of the widget."""
        found = (place - self.corner) / (self.zoom or 1.0)
        return found.x(), found.y()

    def place(self, pixel: tuple[float, float]) -> QPointF:
        """Where a pixel of the file is on the widget."""
        return self.corner + QPointF(*pixel) * self.zoom

    def _point_at(self, place: QPointF) -> int:
        away = [(self.place(p) - place).manhattanLength() for p in self.pixels]
        near = min(away, default=1e9)
        return away.index(near) if near <= 2 * _MARK else -1

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is None or self.image.isNull():
            return
        factor = STEP ** (event.angleDelta().y() / 120)
        least = 0.5 * min(self.width() / self.size_px[0], self.height() / self.size_px[1])
        zoom = max(least, min(24.0, self.zoom * factor))
        self.corner = event.position() - (event.position() - self.corner) * (zoom / self.zoom)
        self.zoom = zoom
        self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self.image.isNull():
            return
        self._pressed = self._grip = event.position()
        self._held = self._point_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else -1

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self._grip is None or self._pressed is None:
            return
        if (event.position() - self._pressed).manhattanLength() < _CLICK_PX and self._grip == self._pressed:
            return
        if self._held >= 0:
            self.shifted.emit(self._held, *self._within(self.pixel(event.position())))
        else:
            self.corner += event.position() - self._grip
        self._grip = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        clicked = event is not None and self._pressed is not None and self._grip == self._pressed
        if clicked and event is not None and event.button() == Qt.MouseButton.LeftButton and self._held < 0:
            u, v = self.pixel(event.position())
            if 0 <= u <= self.size_px[0] and 0 <= v <= self.size_px[1]:
                self.put.emit(u, v)
        self._pressed = self._grip = None
        self._held = -1

    def _within(self, pixel: tuple[float, float]) -> tuple[float, float]:
        return max(0.0, min(self.size_px[0], pixel[0])), max(0.0, min(self.size_px[1], pixel[1]))

    def resizeEvent(self, _event: QResizeEvent | None) -> None:
        self.fit_in()

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 2)
        if not self.image.isNull():
            target = QRectF(self.corner, self.place(self.size_px))
            painter.drawImage(target, self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, pixel in enumerate(self.pixels):
            self._paint_point(painter, number, self.place(pixel))
        if self.fit is not None:
            self._paint_arrows(painter, self.fit)
        painter.setPen(QColor(232, 234, 237))
        if self.said:
            painter.drawText(
                self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.said
            )
        painter.end()

    def _paint_point(self, painter: QPainter, number: int, at: QPointF) -> None:
        for colour, width in ((QColor(0, 0, 0, 170), 4.0), (POINT, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(at - QPointF(_MARK, 0), at + QPointF(_MARK, 0))
            painter.drawLine(at - QPointF(0, _MARK), at + QPointF(0, _MARK))
            if number == self.chosen:
                painter.drawEllipse(at, _MARK + 4, _MARK + 4)
        text = str(number + 1)
        box = QRectF(at.x() + 8, at.y() - 20, painter.fontMetrics().horizontalAdvance(text) + 8, 18)
        painter.fillRect(box, QColor(0, 0, 0, 170))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _paint_arrows(self, painter: QPainter, found: Fit) -> None:
        """From where a point was clicked to where the others say it lies, ten times as long."""
        given = [p for p in self.points if p is not None]
        for point in given:
            fitted = found.pixel(point.wall)
            start = self.place(point.pixel)
            end = start + (self.place(fitted) - start) * 10
            if (end - start).manhattanLength() < 3:
                continue
            painter.setPen(QPen(ARROW, 2.0))
            painter.drawLine(start, end)
            way = math.atan2(end.y() - start.y(), end.x() - start.x())
            for turn in (2.6, -2.6):
                painter.drawLine(end, end + QPointF(math.cos(way + turn), math.sin(way + turn)) * 7)
