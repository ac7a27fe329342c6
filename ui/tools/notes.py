"""A few words beside the cursor: lengths, azimuths, what does not fit."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ui.canvas.scale import MapScale

GROUND = QColor(255, 255, 255, 232)
TEXT = QColor(27, 31, 35)
_PADDING = 5.0
_AWAY = 16.0


def metres_text(metres: float) -> str:
    """A length as people read it: metres, from 10 km kilometres."""
    if metres >= 10_000:
        return f"{metres / 1000:.3f} km"
    return f"{metres:.1f} m" if metres < 1000 else f"{metres:.0f} m"


def azimuth_text(degrees: float) -> str:
    """An azimuth with three digits before the point."""
    shown = round(degrees, 1) % 360.0
    return f"{shown:05.1f}°"


def paint_note(painter: QPainter, scale: MapScale, at: QPointF, rows: Sequence[tuple[str, QColor]]) -> None:
    """Rows of text in their colours in a box beside a place; the box stays within the view."""
    if not rows:
        return
    metrics = QFontMetricsF(painter.font())
    width = max(metrics.horizontalAdvance(text) for text, _ in rows) + 2 * _PADDING
    height = metrics.height() * len(rows) + 2 * _PADDING
    x = at.x() + _AWAY if at.x() + _AWAY + width < scale.width else at.x() - _AWAY - width
    y = at.y() + _AWAY if at.y() + _AWAY + height < scale.height else at.y() - _AWAY - height
    box = QRectF(x, y, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(box, 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for number, (text, colour) in enumerate(rows):
        painter.setPen(QPen(colour))
        line = QPointF(x + _PADDING, y + _PADDING + number * metrics.height() + metrics.ascent())
        painter.drawText(line, text)
