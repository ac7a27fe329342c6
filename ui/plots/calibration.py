"""A calibrated radiocarbon age as practitioners know it: the measurement on the left, the curve as a band,
the density below with its highest-density ranges."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from faultgis.dating.calendar import astronomical_year
from ui import theme
from ui.plots.curves import Shape, outline, paint_bars, paint_shape
from ui.plots.picture import Picture
from ui.plots.plotting import Frame, ticks
from ui.plots.years import padded, paint_years
from ui.words import tr
from ui.year_words import span_word

Floats = NDArray[np.float64]
Range = tuple[float, float, float]
LEFT, RIGHT, TOP, BOTTOM = 62, 14, 10, 46
DENSITY_SHARE, NORMAL_SHARE = 0.42, 0.16
# Of a narrow plot the words take no more than this.
MOST_WORDS = 0.5


@dataclass(frozen=True, eq=False)
class CalibrationView:
    """What is drawn: the name, the measured age with its error (14C years BP, offset taken off), the density
    by astronomical years, the curve in the years around it (its age and error), and the ranges in calendar
    years with their percents. An age that needs no curve has no ``age``."""

    name: str
    density: Shape
    hpd_68: tuple[Range, ...]
    hpd_95: tuple[Range, ...]
    age: float | None = None
    error: float | None = None
    reported: str = ""
    curve: str = ""
    years: Floats | None = None
    curve_age: Floats | None = None
    curve_error: Floats | None = None
    remarks: tuple[str, ...] = ()


class CalibrationPlot(Picture):
    """Shows one age."""

    def __init__(self) -> None:
        super().__init__("Choose a result in the list: its calibrated age is drawn here.")
        self.view: CalibrationView | None = None

    def show_view(self, view: CalibrationView | None) -> None:
        """Show another age, or none."""
        self.view = view
        self.update()

    @property
    def drawn(self) -> bool:
        return self.view is not None

    def frame(self) -> Frame:
        """From astronomical years and 14C years to pixels."""
        assert self.view is not None
        area = QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
        low, high = padded(*self.view.density.within(), 0.12)
        # The words stand to the right of the density, not over it.
        width = max((self.fontMetrics().horizontalAdvance(line) for line in self.words()), default=0) + 16
        share = min(MOST_WORDS, width / max(1.0, area.width()))
        return Frame(area, (low, low + (high - low) / (1 - share)), self._ages(low, high))

    def _ages(self, low: float, high: float) -> tuple[float, float]:
        view = self.view
        if view is None or view.age is None or view.error is None:
            return 0.0, 1.0
        bounds = [view.age - 4 * view.error, view.age + 4 * view.error]
        if view.years is not None and view.curve_age is not None:
            near = view.curve_age[(view.years >= low) & (view.years <= high)]
            bounds += [float(near.min()), float(near.max())] if len(near) else []
        # The density stands below the curve; it needs its room there.
        least, most = min(bounds), max(bounds)
        return least - 0.35 * (most - least), most + 0.05 * (most - least)

    def paint_in(self, painter: QPainter) -> None:
        view, frame, colours = self.view, self.frame(), theme.colours()
        assert view is not None
        paint_years(painter, frame, self.font())
        painter.save()
        painter.setClipRect(frame.area)
        base = frame.area.bottom()
        shape = outline(frame, view.density, base, DENSITY_SHARE * frame.area.height())
        paint_shape(painter, shape, colours.quiet, 110)
        if view.age is not None:
            self._paint_curve(painter, frame)
            self._paint_measurement(painter, frame)
        painter.restore()
        if view.age is not None:
            self._paint_ages(painter, frame)
        self._paint_ranges(painter, frame)
        self._paint_words(painter, frame)

    def _paint_curve(self, painter: QPainter, frame: Frame) -> None:
        view, colour = self.view, theme.colours().derived
        assert view is not None
        if view.years is None or view.curve_age is None or view.curve_error is None:
            return
        inside = (view.years >= frame.x[0] - 10) & (view.years <= frame.x[1] + 10)
        years, age, error = view.years[inside], view.curve_age[inside], view.curve_error[inside]
        step = max(1, len(years) // 800)
        upper = [
            frame.point(x, a + e) for x, a, e in zip(years[::step], age[::step], error[::step], strict=True)
        ]
        lower = [
            frame.point(x, a - e) for x, a, e in zip(years[::step], age[::step], error[::step], strict=True)
        ]
        paint_shape(painter, QPolygonF([*upper, *reversed(lower)]), colour, 80)

    def _paint_measurement(self, painter: QPainter, frame: Frame) -> None:
        """The normal of the measurement along the left axis."""
        view, colour = self.view, theme.colours().error
        assert view is not None
        assert view.age is not None
        assert view.error is not None
        ages = np.linspace(view.age - 4 * view.error, view.age + 4 * view.error, 121)
        width = NORMAL_SHARE * frame.area.width()
        heights = np.exp(-(((ages - view.age) / view.error) ** 2) / 2) * width
        left = frame.area.left()
        points = [
            QPointF(left + h, frame.point(0, a).y()) for a, h in zip(ages, heights.tolist(), strict=True)
        ]
        ends = QPointF(left, points[0].y()), QPointF(left, points[-1].y())
        paint_shape(painter, QPolygonF([ends[0], *points, ends[1]]), colour, 70)

    def _paint_ages(self, painter: QPainter, frame: Frame) -> None:
        align, colours = Qt.AlignmentFlag, theme.colours()
        painter.setPen(QColor(colours.quiet))
        for age in ticks(*frame.z, max(2, int(frame.area.height() / 34))):
            if age < 0:
                continue
            y = frame.point(0, age).y()
            painter.drawLine(QPointF(frame.area.left() - 4, y), QPointF(frame.area.left(), y))
            painter.drawText(
                QRectF(0, y - 9, LEFT - 8, 18), align.AlignRight | align.AlignVCenter, f"{age:g}"
            )
        painter.save()
        painter.translate(11, frame.area.center().y())
        painter.rotate(-90)
        painter.drawText(QRectF(-90, -9, 180, 18), align.AlignCenter, tr("14C age (BP)"))
        painter.restore()
        painter.setPen(QPen(QColor(colours.line), 1.0))
        painter.drawLine(frame.area.topLeft(), frame.area.bottomLeft())

    def _paint_ranges(self, painter: QPainter, frame: Frame) -> None:
        assert self.view is not None
        bottom, colours = frame.area.bottom(), theme.colours()
        for y, ranges, colour in (
            (bottom + 26, self.view.hpd_68, colours.text),
            (bottom + 36, self.view.hpd_95, colours.quiet),
        ):
            bars = [(astronomical_year(low), astronomical_year(high) + 1) for low, high, _ in ranges]
            paint_bars(painter, frame, bars, y, colour)
            painter.setPen(QColor(colour))
            label = "68 %" if ranges is self.view.hpd_68 else "95 %"
            painter.drawText(QRectF(0, y - 9, LEFT - 8, 18), Qt.AlignmentFlag.AlignRight, label)

    def words(self) -> list[str]:
        """What stands beside the curve: the measurement, the ranges with their percents, remarks."""
        view = self.view
        if view is None:
            return []
        lines = [f"{view.name}  {view.reported}".strip()]
        for name, ranges in (("68.27 %", view.hpd_68), ("95.45 %", view.hpd_95)):
            lines.append(name)
            lines += [f"  {span_word(low, high)} ({share:.1f} %)" for low, high, share in ranges]
        return [*lines, *view.remarks]

    def _paint_words(self, painter: QPainter, frame: Frame) -> None:
        lines, metrics = self.words(), painter.fontMetrics()
        fit = max(1, math.floor((frame.area.height() - 4) / metrics.height()))
        if len(lines) > fit:
            lines = [*lines[: fit - 1], "…"]
        width = max(metrics.horizontalAdvance(line) for line in lines)
        box = QRectF(
            frame.area.right() - width - 8, frame.area.top() + 2, width, metrics.height() * len(lines)
        )
        ground = QColor(theme.colours().base)
        ground.setAlpha(215)
        painter.fillRect(box.adjusted(-4, -2, 6, 2), ground)
        for number, line in enumerate(lines):
            painter.setPen(QColor(theme.colours().text if number == 0 else theme.colours().quiet))
            painter.drawText(
                QPointF(box.left(), box.top() + metrics.ascent() + number * metrics.height()), line
            )
