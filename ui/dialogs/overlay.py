"""Two shapes over each other at the scale that shows both, with a bar of length."""

import math
from collections.abc import Iterator
from typing import Any

import shapely
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QWidget

from faultgis.crs import metres_per_degree
from ui import theme

MARGIN = 16.0
DOT = 5.0
# Shapes of one point are shown with so much around them.
LEAST_M = 50.0
BAR_SHARE = 0.3


class Overlay(QWidget):
    """The one of the survey broad in quiet ink, the one of the file dashed upon it; ends have dots."""

    def __init__(self) -> None:
        super().__init__()
        self._incoming: Any = None
        self._present: Any = None
        self.setMinimumSize(QSize(200, 140))

    def show_pair(self, incoming: Any, present: Any) -> None:
        """Show these two shapes, in degrees."""
        self._incoming, self._present = incoming, present
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(c.base))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._incoming is not None:
            frame = _Frame(self._incoming, self._present, self.width(), self.height())
            _draw(painter, frame, self._present, QPen(QColor(c.quiet), 5.0))
            _draw(painter, frame, self._incoming, QPen(QColor(c.warning), 2.0, Qt.PenStyle.DashLine))
            self._scale_bar(painter, frame.pixels_per_m)
        painter.end()

    def _scale_bar(self, painter: QPainter, pixels_per_m: float) -> None:
        metres = _round(self.width() * BAR_SHARE / pixels_per_m)
        length, y = metres * pixels_per_m, self.height() - 10.0
        painter.setPen(QPen(QColor(theme.colours().text), 1.5))
        painter.drawLine(QPointF(8.0, y), QPointF(8.0 + length, y))
        said = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
        painter.drawText(QRectF(8.0, y - 20, 120.0, 18.0), Qt.AlignmentFlag.AlignLeft, said)


class _Frame:
    """Degrees to pixels, true to scale at the middle of both shapes."""

    def __init__(self, first: Any, second: Any, width: int, height: int) -> None:
        west, south, east, north = shapely.union_all([first.envelope, second.envelope]).bounds
        self._middle = (west + east) / 2, (south + north) / 2
        self._metres = metres_per_degree(self._middle[1])
        wide = max((east - west) * self._metres[0], LEAST_M)
        high = max((north - south) * self._metres[1], LEAST_M)
        self.pixels_per_m = min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)
        self._centre = width / 2, height / 2

    def point(self, longitude: float, latitude: float) -> QPointF:
        """Where a place is drawn."""
        x = (longitude - self._middle[0]) * self._metres[0] * self.pixels_per_m
        y = (latitude - self._middle[1]) * self._metres[1] * self.pixels_per_m
        return QPointF(self._centre[0] + x, self._centre[1] - y)


def _draw(painter: QPainter, frame: _Frame, geometry: Any, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for part in _parts(geometry):
        points = [frame.point(x, y) for x, y in part]
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(pen.color())
        for end in (points[0], points[-1]):
            painter.drawEllipse(end, DOT / 2 + pen.widthF() / 4, DOT / 2 + pen.widthF() / 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _parts(geometry: Any) -> Iterator[list[tuple[float, float]]]:
    for part in shapely.get_parts(geometry):
        yield [(float(x), float(y)) for x, y in shapely.get_coordinates(part)]


def _round(metres: float) -> float:
    """The longest round length that is no longer."""
    power = 10.0 ** math.floor(math.log10(metres))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= metres)
