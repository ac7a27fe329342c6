"""The grid of a wall: metres along it and up."""

import math

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter

from ui.walls.scale import WallScale

_GRID = QColor(60, 70, 80, 60)
_GRID_BOLD = QColor(60, 70, 80, 110)
_STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_APART_PX = 44.0
MARGIN_X, MARGIN_Y = 34.0, 18.0


def grid_step(metres_per_pixel: float) -> float:
    """Metres between the grid's lines: a round number at least 44 pixels apart."""
    return next((s for s in _STEPS if s / metres_per_pixel >= _APART_PX), _STEPS[-1])


def paint_grid(painter: QPainter, scale: WallScale, ground: QColor, ink: QColor) -> None:
    """The grid of the wall with metres along the lower and the left edge; whole metres are stronger."""
    step = grid_step(scale.metres_per_pixel)
    left, bottom, right, top = scale.reach
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    uprights, levels = _multiples(left, right, step), _multiples(bottom, top, step)
    for colour, bold in ((_GRID, False), (_GRID_BOLD, True)):
        xs = [round(scale.pixel(v, 0.0)[0]) for v in uprights if _whole(v, step) is bold]
        ys = [round(scale.pixel(0.0, v)[1]) for v in levels if _whole(v, step) is bold]
        for x in xs:
            painter.fillRect(x, 0, 1, scale.height, colour)  # several times as fast as a line
        for y in ys:
            painter.fillRect(0, y, scale.width, 1, colour)
    painter.fillRect(QRectF(0, scale.height - MARGIN_Y, scale.width, MARGIN_Y), ground)
    painter.fillRect(QRectF(0, 0, MARGIN_X, scale.height), ground)
    painter.setPen(ink)
    _numbers(painter, scale, uprights, levels, step)


def _whole(value: float, step: float) -> bool:
    unit = 1.0 if step < 1.0 else 5 * step
    return abs(value / unit - round(value / unit)) < 1e-6


def _numbers(
    painter: QPainter, scale: WallScale, uprights: list[float], levels: list[float], step: float
) -> None:
    font = QFont(painter.font())
    font.setPointSizeF(max(7.5, font.pointSizeF() - 2))
    painter.save()
    painter.setFont(font)
    digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    centre, right = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for value in uprights:
        x = scale.pixel(value, 0.0)[0]
        if x > MARGIN_X + 8:
            box = QRectF(x - 30, scale.height - MARGIN_Y, 60, MARGIN_Y)
            painter.drawText(box, int(centre), _metres(value, digits))
    for value in levels:
        y = scale.pixel(0.0, value)[1]
        if 6 < y < scale.height - MARGIN_Y - 6:
            box = QRectF(0, y - 9, MARGIN_X - 4, 18)
            painter.drawText(box, int(right), _metres(value, digits))
    painter.drawText(QRectF(0, scale.height - MARGIN_Y, MARGIN_X - 4, MARGIN_Y), int(right), "m")
    painter.restore()


def _metres(value: float, digits: int) -> str:
    return f"{value + 0.0:.{digits}f}".replace("-", "−")


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]
