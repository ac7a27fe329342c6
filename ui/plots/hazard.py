"""How the rate of rupture grows with the quiet years, and where the fault stands now."""

from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui import theme
from ui.plots.curves import Floats
from ui.plots.picture import Picture
from ui.plots.plotting import Frame, ticks
from ui.words import tr

LEFT, RIGHT, TOP, BOTTOM = 74, 16, 26, 40


@dataclass(frozen=True, eq=False)
class HazardView:
    """A hazard curve: years since the last event and the rate per year there; the steady rate of the same
    mean; the mean interval; the quiet years now with their range; what is drawn, in words."""

    years: Floats
    rates: Floats
    steady: float
    mean: float
    now: float
    now_range: tuple[float, float]
    title: str
    stale: bool = False


class HazardPlot(Picture):
    """Shows one curve."""

    def __init__(self) -> None:
        super().__init__("The hazard curve comes with the recurrence interval.")
        self.view: HazardView | None = None

    def show_view(self, view: HazardView | None) -> None:
        """Show another curve, or none."""
        self.view = view
        self.update()

    @property
    def drawn(self) -> bool:
        return self.view is not None

    def frame(self) -> Frame:
        """From years and rates to pixels."""
        assert self.view is not None
        area = QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
        top = 1.12 * max(float(np.nanmax(self.view.rates)), self.view.steady)
        return Frame(area, (0.0, float(self.view.years[-1])), (0.0, top))

    def paint_in(self, painter: QPainter) -> None:
        view, frame, colours = self.view, self.frame(), theme.colours()
        assert view is not None
        self._paint_axes(painter, frame)
        painter.save()
        painter.setClipRect(frame.area)
        self._paint_now(painter, frame, view)
        y = frame.point(0, view.steady).y()
        painter.setPen(QPen(QColor(colours.quiet), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(frame.area.left(), y), QPointF(frame.area.right(), y))
        painter.setPen(QPen(QColor(colours.warning if view.stale else colours.derived), 2.0))
        points = zip(view.years.tolist(), view.rates.tolist(), strict=True)
        painter.drawPolyline(QPolygonF([frame.point(x, z) for x, z in points if z == z]))
        painter.restore()
        self._paint_words(painter, frame, view)

    def _paint_axes(self, painter: QPainter, frame: Frame) -> None:
        colours, align, area = theme.colours(), Qt.AlignmentFlag, frame.area
        painter.setFont(theme.tabular(self.font()))
        for rate in ticks(*frame.z, max(2, int(area.height() / 40))):
            y = frame.point(0, rate).y()
            painter.setPen(QPen(QColor(colours.line), 1.0))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours.quiet))
            room = QRectF(0, y - 9, LEFT - 6, 18)
            painter.drawText(room, align.AlignRight | align.AlignVCenter, f"{100 * rate:.3g}")
        for years in ticks(*frame.x, max(2, int(area.width() / 70))):
            x = frame.point(years, 0).x()
            painter.setPen(QPen(QColor(colours.line), 1.0))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(QColor(colours.quiet))
            painter.drawText(QRectF(x - 40, area.bottom() + 3, 80, 18), align.AlignHCenter, f"{years:g}")
        below = QRectF(area.left(), area.bottom() + 19, area.width(), 18)
        painter.drawText(below, align.AlignHCenter, tr("years since the last event"))

    def _paint_now(self, painter: QPainter, frame: Frame, view: HazardView) -> None:
        colour = QColor(theme.colours().accent)
        band = QColor(colour)
        band.setAlpha(60)
        left, right = (frame.point(years, 0).x() for years in view.now_range)
        area = frame.area
        painter.fillRect(QRectF(left, area.top(), max(1.0, right - left), area.height()), band)
        for years, pen in (
            (view.now, QPen(colour, 2.0)),
            (view.mean, QPen(QColor(theme.colours().quiet), 1.0, Qt.PenStyle.DotLine)),
        ):
            x = frame.point(years, 0).x()
            painter.setPen(pen)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_words(self, painter: QPainter, frame: Frame, view: HazardView) -> None:
        colours, align = theme.colours(), Qt.AlignmentFlag
        painter.setPen(QColor(colours.quiet))
        top = QRectF(8, 4, self.width() - 16, 18)
        said, metrics = tr("rate of rupture (% per year)"), painter.fontMetrics()
        painter.drawText(top, align.AlignLeft, said)
        room = int(top.width()) - metrics.horizontalAdvance(said) - 16
        title = metrics.elidedText(view.title, Qt.TextElideMode.ElideRight, room)
        if room > 60:
            painter.setPen(QColor(colours.warning if view.stale else colours.quiet))
            painter.drawText(top, align.AlignRight, title)
        self._label(painter, frame, view.now, tr("now"), colours.accent, 2)
        self._label(painter, frame, view.mean, tr("mean interval"), colours.quiet, 18)
        y = frame.point(0, view.steady).y()
        steady = QRectF(frame.area.right() - 160, y - 18, 156, 18)
        painter.drawText(steady, align.AlignRight, tr("steady (Poisson)"))

    def _label(
        self, painter: QPainter, frame: Frame, years: float, text: str, colour: str, below: float
    ) -> None:
        painter.setPen(QColor(colour))
        x = frame.point(years, 0).x()
        width = painter.fontMetrics().horizontalAdvance(text) + 4
        left = x + 4 if x + 4 + width < frame.area.right() else x - 4 - width
        painter.drawText(QRectF(left, frame.area.top() + below, width, 16), Qt.AlignmentFlag.AlignLeft, text)
