"""The vertical separation along a trace: a plot of a fan of profiles; a click shows one of them."""

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from faultgis.services.along_strike import Stop, Strike
from ui import theme
from ui.plots.plotting import BOTTOM, LEFT, RIGHT, TOP, Frame, paint_axes, paint_remark
from ui.words import tr

REACH_PX = 12.0
RADIUS = 4.0


class StrikePlot(QWidget):
    """Each stop a dot with its 95 % range, over the distance along the trace; above zero the trace's right
    side is high. Stops of quality C and D are hollow. ``chosen`` tells of the stop clicked on."""

    chosen = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.strike: Strike | None = None
        self._over: Stop | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)

    def show_strike(self, strike: Strike | None) -> None:
        """Another fan."""
        self.strike, self._over = strike, None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        over = self._at(event.position()) if event is not None else None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over is not None else Qt.CursorShape.ArrowCursor)
        if over is not self._over:
            self._over = over
            low, best, high = over.signed if over is not None else (0.0, 0.0, 0.0)
            said = f"{best:.2f} m ({low:.2f}–{high:.2f}, 95 %)"
            self.setToolTip(said if over is not None else "")
            self.update()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            stop = self._at(event.position())
            if stop is not None:
                self.chosen.emit(stop)

    def place(self, stop: Stop) -> QPointF | None:
        """Where a stop's dot stands."""
        frame = self._frame()
        return None if frame is None else frame.point(stop.along, stop.signed[1])

    def _at(self, position: QPointF) -> Stop | None:
        frame = self._frame()
        if frame is None or self.strike is None:
            return None
        near = min(self.strike.stops, key=lambda s: abs(frame.point(s.along, 0).x() - position.x()))
        return near if abs(frame.point(near.along, 0).x() - position.x()) <= REACH_PX else None

    def _frame(self) -> Frame | None:
        area = QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
        if self.strike is None or area.width() < 20 or area.height() < 20:
            return None
        stops = self.strike.stops
        # By the medians: one wild range must not flatten all the others.
        heights = sorted(abs(stop.signed[1]) for stop in stops)
        most = max(1.5 * heights[-1], 0.5)
        signs = {stop.signed[1] >= 0 for stop in stops}
        low, high = (-most if False in signs else -0.1 * most), (most if True in signs else 0.1 * most)
        half = self.strike.spacing / 2
        return Frame(area, (stops[0].along - half, stops[-1].along + half), (low, high))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        frame = self._frame()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().base))
        if frame is not None and self.strike is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_axes(painter, frame, self.font())
            paint_remark(painter, frame, self._remark(self.strike))
            painter.setClipRect(frame.area)
            painter.setPen(QPen(QColor(theme.colours().quiet), 1.2))
            painter.drawLine(frame.point(frame.x[0], 0), frame.point(frame.x[1], 0))
            for stop in self.strike.stops:
                self._paint_stop(painter, frame, stop)
        painter.end()

    def _remark(self, strike: Strike) -> str:
        said = tr("Vertical separation along the trace; above 0 its right side is high")
        if strike.without:
            said += " · " + tr("{count} profiles without a result", count=strike.without)
        return said

    def _paint_stop(self, painter: QPainter, frame: Frame, stop: Stop) -> None:
        colours = theme.colours()
        colour = QColor(colours.accent if stop is self._over else colours.derived)
        low, best, high = stop.signed
        painter.setPen(QPen(colour, 1.4))
        painter.drawLine(frame.point(stop.along, low), frame.point(stop.along, high))
        good = stop.measured.quality.letter in "AB"
        painter.setBrush(colour if good else QColor(colours.base))
        painter.drawEllipse(frame.point(stop.along, best), RADIUS, RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
