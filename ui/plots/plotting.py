"""What the plots beside the map share: from metres to pixels, round ticks, axes."""

import math
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPen

from ui import theme

LEFT, RIGHT, TOP, BOTTOM = 56, 12, 10, 26


@dataclass(frozen=True)
class Frame:
    """From metres to pixels."""

    area: QRectF
    x: tuple[float, float]
    z: tuple[float, float]

    def point(self, x: float, z: float) -> QPointF:
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (z - self.z[0]) / (self.z[1] - self.z[0])
        return QPointF(
            self.area.left() + across * self.area.width(), self.area.bottom() - up * self.area.height()
        )

    def distance(self, pixel: float) -> float:
        share = (pixel - self.area.left()) / self.area.width()
        return self.x[0] + min(1.0, max(0.0, share)) * (self.x[1] - self.x[0])

    @property
    def exaggeration(self) -> float:
        """How much higher than wide a metre is drawn."""
        return (self.area.height() / (self.z[1] - self.z[0])) / (self.area.width() / (self.x[1] - self.x[0]))


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers within a range, at most so many."""
    span = (high - low) / max(1, most)
    unit = 10 ** math.floor(math.log10(span))
    step = next(unit * m for m in (1, 2, 5, 10) if unit * m >= span)
    return [step * n for n in range(math.ceil(low / step), math.floor(high / step + 1e-9) + 1)]


def paint_axes(painter: QPainter, frame: Frame, font: QFont) -> None:
    """A fine grid at round numbers, with the numbers beside it in metres."""
    colours, align = theme.colours(), Qt.AlignmentFlag
    painter.setFont(theme.tabular(font))
    area, fine, quiet = frame.area, QPen(QColor(colours.line), 1.0), QColor(colours.quiet)
    for z in ticks(*frame.z, max(2, int(area.height() / 34))):
        y = frame.point(0, z).y()
        painter.setPen(fine)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(quiet)
        painter.drawText(QRectF(0, y - 9, LEFT - 6, 18), align.AlignRight | align.AlignVCenter, _number(z))
    for x in ticks(*frame.x, max(2, int(area.width() / 64))):
        place = frame.point(x, frame.z[0])
        painter.setPen(fine)
        painter.drawLine(QPointF(place.x(), area.top()), QPointF(place.x(), area.bottom()))
        painter.setPen(quiet)
        box = QRectF(place.x() - 40, area.bottom() + 4, 80, 18)
        painter.drawText(box, align.AlignHCenter | align.AlignTop, f"{_number(x)} m")


def _number(value: float) -> str:
    """A round number with a true minus."""
    return f"{value:g}".replace("-", "−")


def paint_remark(painter: QPainter, frame: Frame, text: str) -> None:
    """A quiet word in the upper right corner, legible over whatever is there."""
    align, room = Qt.AlignmentFlag, frame.area.adjusted(6, 2, -6, 0)
    flags = align.AlignRight | align.AlignTop
    below = QColor(theme.colours().base)
    below.setAlpha(210)
    painter.fillRect(painter.boundingRect(room, flags, text).adjusted(-4, -1, 4, 1), below)
    painter.setPen(QColor(theme.colours().quiet))
    painter.drawText(room, flags, text)
