"""Two plots of a lateral offset: both profiles as they lie on each other, and the misfit at each shift."""

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from faultgis.services.laterals import Measured
from faultgis.slip.comparing import Floats, Line
from faultgis.slip.offsets import laid_over
from ui import theme
from ui.layers.backslip import LEFT as LEFT_COLOUR
from ui.layers.backslip import RIGHT as RIGHT_COLOUR
from ui.plots.plotting import BOTTOM, LEFT, RIGHT, TOP, Frame, paint_axes
from ui.words import tr

# Room for a line of words over the curves.
CAPTION = 14
# Room for half a number below the right end.
SPARE = 14


class _Plot(QWidget):
    """A plot that takes what room there is."""

    def __init__(self) -> None:
        super().__init__()
        self.measured: Measured | None = None
        self.slip_m = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 96)

    def show_measured(self, measured: Measured | None) -> None:
        """Show another measurement, or none."""
        self.measured = measured
        self.update()

    def show_slip(self, metres: float) -> None:
        """The offset that is taken back just now."""
        self.slip_m = metres
        self.update()

    @property
    def area(self) -> QRectF:
        """Where the curves are drawn."""
        return QRectF(self.rect()).adjusted(LEFT, TOP + CAPTION, -RIGHT - SPARE, -BOTTOM)

    def frame(self) -> Frame | None:
        """From metres to pixels; None where there is nothing to see or no room."""
        raise NotImplementedError

    def caption(self, frame: Frame) -> str:
        """What is seen, in a few words."""
        raise NotImplementedError

    def paint_in(self, painter: QPainter, frame: Frame) -> None:
        """Draw what is in the frame."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().base))
        frame = self.frame() if self.area.width() > 20 and self.area.height() > 20 else None
        if frame is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_axes(painter, frame, self.font())
            align = Qt.AlignmentFlag
            painter.setPen(QColor(theme.colours().quiet))
            above = QRectF(4, 4, self.width() - RIGHT - 8, TOP + CAPTION)
            painter.drawText(above, align.AlignRight | align.AlignTop, self.caption(frame))
            painter.setClipRect(frame.area)
            self.paint_in(painter, frame)
        painter.end()


class OverlayPlot(_Plot):
    """Both profiles at the fault, the right one slid back."""

    def lines(self) -> tuple[Line, Line] | None:
        """Distance and elevation of the left and of the right profile, as they are shown."""
        if self.measured is None:
            return None
        found = self.measured
        return laid_over(found.first, found.second, self.slip_m, found.options.fitting)

    def frame(self) -> Frame | None:
        lines = self.lines()
        if lines is None:
            return None
        (x, z), (_, other) = lines
        low, high = float(min(z.min(), other.min())), float(max(z.max(), other.max()))
        spare = 0.08 * max(high - low, 0.5)
        # The left profile stays where it is, so that the eye has something to hold on to.
        return Frame(self.area, (float(x[0]), float(x[-1])), (low - spare, high + spare))

    def caption(self, frame: Frame) -> str:
        said = tr("heights × {factor}", factor=f"{frame.exaggeration:.1f}")
        return tr("both sides at the fault · {said}", said=said)

    def paint_in(self, painter: QPainter, frame: Frame) -> None:
        for (x, z), colour in zip(self.lines() or (), (LEFT_COLOUR, RIGHT_COLOUR), strict=False):
            painter.setPen(QPen(shown(colour), 1.8))
            painter.drawPolyline(_polygon(frame, x, z))
        self._point_outside(painter, frame)

    def _point_outside(self, painter: QPainter, frame: Frame) -> None:
        """Where the right profile lies beyond the left one's ends, say where it is to come from."""
        lines = self.lines()
        if lines is None:
            return
        (x, _), (other, _) = lines
        if other[-1] >= x[0] and other[0] <= x[-1]:
            return
        before = other[-1] < x[0]
        name = tr("Right side")
        align = Qt.AlignmentFlag.AlignBottom | (
            Qt.AlignmentFlag.AlignLeft if before else Qt.AlignmentFlag.AlignRight
        )
        painter.setPen(shown(RIGHT_COLOUR))
        room = frame.area.adjusted(4, 0, -4, -2)
        painter.drawText(room, int(align), f"← {name}" if before else f"{name} →")


class MisfitPlot(_Plot):
    """The misfit curve with the best shift and its ranges; a click or drag slides to a shift."""

    slid = pyqtSignal(float)

    def frame(self) -> Frame | None:
        if self.measured is None:
            return None
        offset = self.measured.offset
        ends = float(offset.shifts[0]), float(offset.shifts[-1])
        return Frame(self.area, ends, (0.0, 1.12 * max(float(np.nanmax(offset.misfit)), 1e-3)))

    def caption(self, frame: Frame) -> str:
        return tr("misfit (m) at each shift")

    def paint_in(self, painter: QPainter, frame: Frame) -> None:
        assert self.measured is not None
        offset, colours = self.measured.offset, theme.colours()
        said = offset.summary
        for low, high, alpha in ((said.q025, said.q975, 60), (said.q16, said.q84, 90)):
            tint = QColor(colours.accent)
            tint.setAlpha(alpha)
            left, right = (frame.point(x, 0).x() for x in (low, high))
            top, height = frame.area.top(), frame.area.height()
            painter.fillRect(QRectF(left, top, max(1.0, right - left), height), tint)
        known = np.isfinite(offset.misfit)
        painter.setPen(QPen(QColor(colours.text), 1.6))
        for run in np.split(np.flatnonzero(known), np.flatnonzero(np.diff(np.flatnonzero(known)) > 1) + 1):
            painter.drawPolyline(_polygon(frame, offset.shifts[run], offset.misfit[run]))
        self._upright(painter, frame, offset.best, QPen(QColor(colours.accent), 1.6))
        self._upright(painter, frame, self.slip_m, QPen(shown(RIGHT_COLOUR), 2.0, Qt.PenStyle.DashLine))

    def _upright(self, painter: QPainter, frame: Frame, at: float, pen: QPen) -> None:
        x = frame.point(at, 0).x()
        painter.setPen(pen)
        painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        frame = self.frame()
        if event is not None and frame is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.slid.emit(frame.distance(event.position().x()))


def shown(colour: QColor) -> QColor:
    """A side's colour where it is read on the theme's ground."""
    return colour.lighter(165) if theme.is_dark() else colour


def _polygon(frame: Frame, x: Floats, z: Floats) -> QPolygonF:
    return QPolygonF([frame.point(a, b) for a, b in zip(x.tolist(), z.tolist(), strict=True)])
