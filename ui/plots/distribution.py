"""A distribution that can be dragged: its body along the axis, its ends apart; and the one that follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPen

from ui import theme
from ui.plots.curves import Shape, outline, paint_bars, paint_shape
from ui.plots.picture import Picture
from ui.plots.plotting import Frame, ticks

LEFT, RIGHT, TOP, BOTTOM = 12, 12, 20, 24
GRASP_PX = 9.0
COLOURS = ("derived", "accent", "good", "quiet", "warning")


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is drawn: shapes with their names, the best value, and the bounds that the handles take."""

    shapes: tuple[tuple[str, Shape], ...]
    best: float
    low: float
    high: float
    amber: bool = False


class DistributionPlot(Picture):
    """``dragged`` tells of the new best, low and high while the mouse moves, ``dropped`` when it is let go.
    ``axis`` says a number of the axis in words."""

    dragged = pyqtSignal(float, float, float)
    dropped = pyqtSignal()

    def __init__(self, title: str, movable: bool = True, axis: Callable[[float], str] | None = None) -> None:
        super().__init__("Choose a marker with an offset and an age.")
        self._axis = axis or (lambda value: f"{value:g}")
        self.title, self._movable = title, movable
        self.shown: Drawn | None = None
        self._held = ""
        self._from: tuple[float, Drawn] | None = None
        self._fixed: tuple[float, float] | None = None
        self.setMouseTracking(movable)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, 84)

    def show_drawn(self, drawn: Drawn | None) -> None:
        """Show another distribution, or none. While it is dragged the axis stays."""
        self.shown = drawn
        if not self._held:
            self._fixed = self._range() if drawn is not None else None
        self.update()

    def say(self, title: str) -> None:
        """What stands over the plot."""
        self.title = title
        self.update()

    @property
    def drawn(self) -> bool:
        return self.shown is not None

    def _range(self) -> tuple[float, float]:
        assert self.shown is not None
        spans = [shape.within(0.002) for _, shape in self.shown.shapes if shape.peak > 0]
        spans.append((self.shown.low, self.shown.high))
        low, high = min(a for a, _ in spans), max(b for _, b in spans)
        spare = 0.25 * (high - low) if self._movable else 0.06 * (high - low)
        return low - spare, high + max(spare, 1e-9)

    def frame(self) -> Frame:
        """From numbers to pixels."""
        area = QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
        return Frame(area, self._fixed or self._range(), (0.0, 1.0))

    def paint_in(self, painter: QPainter) -> None:
        frame, colours, shown = self.frame(), theme.colours(), self.shown
        assert shown is not None
        align = Qt.AlignmentFlag
        painter.setFont(theme.tabular(self.font()))
        for value in ticks(*frame.x, max(2, int(frame.area.width() / 72))):
            x = frame.point(value, 0).x()
            painter.setPen(QPen(QColor(colours.line), 1.0))
            painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()))
            painter.setPen(QColor(colours.quiet))
            below = QRectF(x - 40, frame.area.bottom() + 4, 80, 18)
            painter.drawText(below, align.AlignHCenter, self._axis(value))
        painter.setPen(QColor(colours.warning if shown.amber else colours.text))
        painter.drawText(QRectF(LEFT, 2, self.width() - 2 * LEFT, 18), align.AlignLeft, self._said(painter))
        painter.setClipRect(frame.area.adjusted(-6, 0, 6, 0))
        peak = max((shape.peak for _, shape in shown.shapes), default=1.0) or 1.0
        for number, (_, shape) in enumerate(shown.shapes):
            colour = getattr(colours, "warning" if shown.amber else COLOURS[number % len(COLOURS)])
            height = 0.9 * frame.area.height() * shape.peak / peak
            paint_shape(painter, outline(frame, shape, frame.area.bottom(), height), colour, 110)
        bars: Sequence[tuple[float, float]] = [(shown.low, shown.high)] if len(shown.shapes) == 1 else []
        paint_bars(painter, frame, bars, frame.area.bottom() - 2, colours.text)
        if self._movable:
            self._paint_handles(painter, frame, shown)

    def _said(self, painter: QPainter) -> str:
        room = self.width() - 2 * LEFT
        return painter.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideRight, room)

    def _paint_handles(self, painter: QPainter, frame: Frame, shown: Drawn) -> None:
        colours = theme.colours()
        painter.setPen(QPen(QColor(colours.accent), 2.0))
        middle, base = frame.area.center().y(), frame.area.bottom()
        best = frame.point(shown.best, 0).x()
        painter.drawLine(QPointF(best, frame.area.top()), QPointF(best, base))
        painter.setBrush(QColor(colours.base))
        for value in (shown.low, shown.high):
            if shown.high > shown.low:
                painter.drawEllipse(QPointF(frame.point(value, 0).x(), middle), 5.0, 5.0)

    # Dragging

    def _under(self, x: float) -> str:
        """What the mouse is over: an end, the body, or nothing."""
        if self.shown is None or not self._movable:
            return ""
        frame = self.frame()
        places = {name: frame.point(getattr(self.shown, name), 0).x() for name in ("low", "high")}
        for name, place in places.items():
            if abs(x - place) <= GRASP_PX and self.shown.high > self.shown.low:
                return name
        return "best" if places["low"] - GRASP_PX <= x <= places["high"] + GRASP_PX else ""

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self.shown is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._held = self._under(event.position().x())
        self._from = (self._value(event.position().x()), self.shown) if self._held else None

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        x = event.position().x()
        if not self._held or self._from is None:
            shapes = {"best": Qt.CursorShape.SizeAllCursor, "": Qt.CursorShape.ArrowCursor}
            self.setCursor(shapes.get(self._under(x), Qt.CursorShape.SizeHorCursor))
            return
        start, was = self._from
        by = self._value(x) - start
        if self._held == "best":
            self.dragged.emit(was.best + by, was.low + by, was.high + by)
        elif self._held == "low":
            self.dragged.emit(was.best, min(was.best, was.low + by), was.high)
        else:
            self.dragged.emit(was.best, was.low, max(was.best, was.high + by))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if self._held:
            self._held, self._from = "", None
            self.dropped.emit()

    def _value(self, x: float) -> float:
        frame = self.frame()
        return frame.x[0] + (x - frame.area.left()) / frame.area.width() * (frame.x[1] - frame.x[0])
