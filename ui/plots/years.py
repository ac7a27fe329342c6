"""An axis of astronomical years, with the calendar's years in words below it."""

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPen

from faultgis.dating.calendar import astronomical_year
from ui import theme
from ui.plots.plotting import Frame, ticks
from ui.year_words import year_word

TICK_PX = 84


def padded(low: float, high: float, share: float = 0.06) -> tuple[float, float]:
    """A range with some room at both ends, at least ten years long."""
    spare = max(5.0, share * (high - low))
    return low - spare, high + spare


def paint_years(painter: QPainter, frame: Frame, font: QFont, words: bool = True) -> None:
    """Upright lines at round years, with the years below the area."""
    area, colours, align = frame.area, theme.colours(), Qt.AlignmentFlag
    painter.setFont(theme.tabular(font))
    for round_year in ticks(*frame.x, max(2, int(area.width() / TICK_PX))):
        # Round are the calendar's years; it has no year zero.
        calendar = round_year or -1
        x = frame.point(astronomical_year(calendar), frame.z[0]).x()
        painter.setPen(QPen(QColor(colours.line), 1.0))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        if words:
            painter.setPen(QColor(colours.quiet))
            box = QRectF(x - TICK_PX / 2, area.bottom() + 4, TICK_PX, 18)
            painter.drawText(box, align.AlignHCenter | align.AlignTop, year_word(calendar))
