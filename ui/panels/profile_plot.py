"""The picture of a profile: the band of elevations, the two surfaces, the fault; picks are dragged in it."""

import math
from collections.abc import Iterator

import numpy as np
from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from faultgis.slip.scarps import Measured
from faultgis.slip.surfaces import Fit, Picks
from faultgis.terrain.points_profile import BandPoints
from faultgis.terrain.profiles import Floats, Swath
from ui import theme
from ui.panels.profile_dots import picture
from ui.plots.plotting import BOTTOM, LEFT, RIGHT, TOP, Frame, paint_axes, paint_remark
from ui.words import tr

GRASP_PX = 8.0
# The six edges of the picks from left to right.
EDGES = 6


def edges_of(picks: Picks) -> tuple[float, ...]:
    """The edges of the picks from the profile's start to its end."""
    return (*picks.start, *picks.scarp, *picks.end)


def moved(picks: Picks, edge: int, to: float, end: float) -> Picks:
    """The picks with one edge elsewhere, held between its neighbours."""
    edges = list(edges_of(picks))
    low = edges[edge - 1] if edge else 0.0
    high = edges[edge + 1] if edge < EDGES - 1 else end
    edges[edge] = min(max(to, low), high)
    return Picks((edges[0], edges[1]), (edges[2], edges[3]), (edges[4], edges[5]))


class ProfilePlot(QWidget):
    """Shows one profile. ``picked`` tells of picks that were dragged, ``pointed`` of the distance under the
    mouse (None when it leaves)."""

    picked = pyqtSignal(object)
    pointed = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.swath: Swath | None = None
        self.measured: Measured | None = None
        self.picks: Picks | None = None
        self._held: int | None = None
        self.points: BandPoints | None = None
        self._dots: tuple[Frame, QImage] | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)

    def show_profile(self, swath: Swath | None) -> None:
        """Another profile, nothing picked yet."""
        self.swath, self.picks, self.measured = swath, None, None
        self.show_points(None)

    def show_points(self, points: BandPoints | None) -> None:
        """The points of clouds in the profile's band, or none."""
        self.points, self._dots = points, None
        self.update()

    def show_measured(self, picks: Picks | None, measured: Measured | None) -> None:
        """The picks and what they give; without a measurement the picks stay to be dragged."""
        self.picks, self.measured = picks, measured
        self.update()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._held = self._edge_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        frame = self._frame()
        if event is None or frame is None:
            return
        x = event.position().x()
        self.pointed.emit(frame.distance(x))
        if self._held is not None and self.picks is not None and self.swath is not None:
            end = float(self.swath.distance[-1])
            self.picks = moved(self.picks, self._held, frame.distance(x), end)
            self.picked.emit(self.picks)
            self.update()
            return
        near = self._edge_at(x) is not None
        self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        self._held = None

    def leaveEvent(self, event: QEvent | None) -> None:
        self.pointed.emit(None)
        super().leaveEvent(event)

    def _edge_at(self, x: float) -> int | None:
        frame = self._frame()
        if frame is None or self.picks is None:
            return None
        away = [abs(frame.point(edge, 0).x() - x) for edge in edges_of(self.picks)]
        nearest = int(np.argmin(away))
        return nearest if away[nearest] <= GRASP_PX else None

    # Painting

    def _frame(self) -> Frame | None:
        area = QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
        if self.swath is None or area.width() < 20 or area.height() < 20:
            return None
        low, high = float(np.nanmin(self.swath.low)), float(np.nanmax(self.swath.high))
        spare = 0.08 * max(high - low, 0.5)
        x = self.swath.distance
        return Frame(area, (float(x[0]), float(x[-1])), (low - spare, high + spare))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        frame = self._frame()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().base))
        if frame is not None and self.swath is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_axes(painter, frame, self.font())
            said = tr("heights × {factor}", factor=f"{frame.exaggeration:.1f}")
            paint_remark(painter, frame, said)
            painter.setClipRect(frame.area)
            self._paint_picks(painter, frame)
            self._paint_points(painter, frame)
            self._paint_ground(painter, frame, self.swath)
            if self.measured is not None:
                self._paint_surfaces(painter, frame, self.measured)
            paint_remark(painter, frame, tr("heights × {factor}", factor=f"{frame.exaggeration:.1f}"))
        painter.end()

    def _paint_picks(self, painter: QPainter, frame: Frame) -> None:
        if self.picks is None:
            return
        colours = theme.colours()
        tint, face = QColor(colours.tint), QColor(colours.warning)
        tint.setAlpha(150)
        face.setAlpha(40)
        for span, colour in ((self.picks.start, tint), (self.picks.scarp, face), (self.picks.end, tint)):
            left, right = (frame.point(x, 0).x() for x in span)
            painter.fillRect(QRectF(left, frame.area.top(), right - left, frame.area.height()), colour)
        for number, edge in enumerate(edges_of(self.picks)):
            x = frame.point(edge, 0).x()
            dark = QColor(colours.warning if number in (2, 3) else colours.accent)
            painter.setPen(QPen(dark, 1.5))
            painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()))
            painter.fillRect(QRectF(x - 3.5, frame.area.bottom() - 14, 7, 14), dark)

    def _paint_points(self, painter: QPainter, frame: Frame) -> None:
        if self.points is None:
            return
        if self._dots is None or self._dots[0] != frame:
            self._dots = frame, picture(self.points, frame, self.devicePixelRatioF())
        painter.drawImage(frame.area.topLeft(), self._dots[1])

    def _paint_ground(self, painter: QPainter, frame: Frame, swath: Swath) -> None:
        colours = theme.colours()
        band = QColor(colours.quiet)
        band.setAlpha(70)
        for low, high in zip(
            _runs(frame, swath.distance, swath.low), _runs(frame, swath.distance, swath.high), strict=True
        ):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(band)
            painter.drawPolygon(QPolygonF([*low, *reversed(high)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.text), 1.6))
        for line in _runs(frame, swath.distance, swath.median):
            painter.drawPolyline(QPolygonF(line))

    def _paint_surfaces(self, painter: QPainter, frame: Frame, measured: Measured) -> None:
        colours = theme.colours()
        for fit in (measured.start, measured.end):
            self._paint_fit(painter, frame, fit, measured.fault_m)
        painter.setPen(QPen(QColor(colours.error), 2.0))
        ends = [
            frame.point(measured.fault_m, float(fit.at(measured.fault_m)))
            for fit in (measured.start, measured.end)
        ]
        painter.drawLine(*ends)
        for end in ends:
            painter.drawLine(end - QPointF(5, 0), end + QPointF(5, 0))

    def _paint_fit(self, painter: QPainter, frame: Frame, fit: Fit, fault: float) -> None:
        dashed = QPen(QColor(theme.colours().derived), 1.2, Qt.PenStyle.DashLine)
        solid = QPen(QColor(theme.colours().derived), 2.2)
        inner = fit.span[1] if fit.span[1] < fault else fit.span[0]
        for pen, (a, b) in ((solid, fit.span), (dashed, (inner, fault))):
            painter.setPen(pen)
            painter.drawLine(frame.point(a, float(fit.at(a))), frame.point(b, float(fit.at(b))))


def _runs(frame: Frame, x: Floats, z: Floats) -> Iterator[list[QPointF]]:
    """The stretches of a line without gaps, in pixels."""
    run: list[QPointF] = []
    for distance, height in zip(x.tolist(), z.tolist(), strict=True):
        if math.isfinite(height):
            run.append(frame.point(distance, height))
        elif run:
            yield run
            run = []
    if run:
        yield run
