"""One side of a fault's relief slid along the fault: a picture of the map, cut off at the fault's line."""

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF

from ui.layers.frame import Bounds

# The two sides of a fault, on the map and in the plots beside it.
LEFT, RIGHT = QColor(11, 102, 128), QColor(190, 82, 0)

Place = tuple[float, float]
Project = Callable[[Place], QPointF]


@dataclass(frozen=True)
class Slid:
    """A picture of the relief within bounds (degrees), and the fault along which its right side is slid, as
    seen from the fault's start to its end. ``ground`` is seen where the picture shows nothing."""

    image: QImage
    bounds: Bounds
    fault: tuple[Place, Place]
    ground: QColor

    def paint(self, painter: QPainter, project: Project, size: tuple[float, float], shift: QPointF) -> None:
        """Paint the right side moved by ``shift`` pixels along the fault, over a map of this size. The
        picture is only copied: nothing is shaded here."""
        start, end = (project(place) for place in self.fault)
        half = _right_of(start, end, hypot(*size))
        if half is None or self.image.isNull():
            return
        west, south, east, north = self.bounds
        target = QRectF(project((west, north)), project((east, south))).translated(shift)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setClipRect(QRectF(0, 0, *size))
        path = QPainterPath()
        path.addPolygon(half)
        painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.fillRect(QRectF(0, 0, *size), self.ground)
        dots = self.image.width() / self.image.devicePixelRatio(), self.image.height()
        if abs(target.width() - dots[0]) < 0.5:
            # The picture's own scale: whole pixels are copied several times as fast.
            painter.drawImage(QPointF(round(target.x()), round(target.y())), self.image)
        else:
            painter.drawImage(target, self.image, QRectF(self.image.rect()))
        painter.restore()


def _right_of(start: QPointF, end: QPointF, reach: float) -> QPolygonF | None:
    """The half of the screen to the right of a line, as far as anything can be seen."""
    length = hypot(end.x() - start.x(), end.y() - start.y())
    if length < 1e-6:
        return None
    way = (end - start) / length
    right = QPointF(-way.y(), way.x())
    # Far beyond the view even where the fault itself lies outside it.
    far = 4 * reach + hypot(start.x(), start.y())
    back, on = start - way * far, end + way * far
    return QPolygonF([back, on, on + right * far, back + right * far, back])
