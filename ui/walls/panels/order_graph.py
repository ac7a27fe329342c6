"""The order of the units as a graph: youngest on top, lines down to the older; drag to say which is which."""

from collections.abc import Mapping
from uuid import UUID

from PyQt6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QToolTip, QWidget

from faultgis.records.trench import UnitOrder
from faultgis.walls.log import TrenchLog
from faultgis.walls.order import levels, needless
from ui import theme
from ui.walls.painting import colour_of
from ui.words import tr

HEIGHT, STEP, GAP, MARGIN = 22.0, 34.0, 12.0, 10.0
_NEAR_PX = 6.0
_LEAST = 44.0


class OrderGraph(QWidget):
    """``joined`` tells (younger, older) when one unit was dragged onto another, ``chosen`` a clicked unit,
    ``cut`` the pair that is to go (chosen, then Delete)."""

    joined = pyqtSignal(object, object)
    chosen = pyqtSignal(object)
    cut = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.log: TrenchLog | None = None
        self.boxes: dict[UUID, QRectF] = {}
        self.edges: list[UnitOrder] = []
        self.unit: UUID | None = None
        self.edge: UUID | None = None
        self._from: UUID | None = None
        self._at = QPointF()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_log(self, log: TrenchLog | None) -> None:
        """Show the units of this log and their order."""
        self.log = log
        self._lay_out()
        self.update()

    def _lay_out(self) -> None:
        log = self.log
        self.boxes, self.edges = {}, []
        if log is None:
            return
        orders = list(log.orders.values())
        follows = needless(orders)
        self.edges = [order for order in orders if order.id not in follows]
        height = levels(log.units, orders)
        rows: dict[int, list[UUID]] = {}
        for unit in sorted(log.units.values(), key=lambda u: u.position):
            rows.setdefault(height[unit.id], []).append(unit.id)
        top = max(rows, default=0)
        metrics, y, widest = QFontMetricsF(self.font()), MARGIN, 0.0
        for level in range(top, -1, -1):
            widths = [
                max(_LEAST, metrics.horizontalAdvance(log.units[u].code) + 20) for u in rows.get(level, ())
            ]
            total = sum(widths) + GAP * (len(widths) - 1)
            x = max(MARGIN, (max(self.width(), 120) - total) / 2)
            for unit_id, width in zip(rows.get(level, ()), widths, strict=True):
                self.boxes[unit_id] = QRectF(x, y, width, HEIGHT)
                x += width + GAP
            widest, y = max(widest, x), y + STEP
        self.setMinimumSize(QSize(int(widest + MARGIN - GAP), int(y + MARGIN - STEP + HEIGHT)))

    def resizeEvent(self, event: object) -> None:
        self._lay_out()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    # Painting

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = theme.colours()
        painter.fillRect(self.rect(), QColor(c.base))
        for order in self.edges:
            self._paint_edge(painter, order, QColor(c.accent if order.id == self.edge else c.quiet))
        if self._from is not None:
            painter.setPen(QPen(QColor(c.accent), 2, Qt.PenStyle.DashLine))
            painter.drawLine(self.boxes[self._from].center(), self._at)
        for unit_id, box in self.boxes.items():
            self._paint_unit(painter, unit_id, box)
        if not self.boxes:
            painter.setPen(QColor(c.quiet))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), tr("No units yet"))
        painter.end()

    def _paint_unit(self, painter: QPainter, unit_id: UUID, box: QRectF) -> None:
        assert self.log is not None
        c, fill = theme.colours(), colour_of(self.log, unit_id)
        chosen = unit_id == self.unit
        painter.setPen(QPen(QColor(c.accent if chosen else c.quiet), 2.5 if chosen else 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor("#1b1f23") if fill.lightnessF() > 0.45 else QColor("#ffffff"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.log.units[unit_id].code)

    def _ends(self, order: UnitOrder) -> tuple[QPointF, QPointF] | None:
        young, old = self.boxes.get(order.younger_id), self.boxes.get(order.older_id)
        if young is None or old is None:
            return None
        return QPointF(young.center().x(), young.bottom()), QPointF(old.center().x(), old.top())

    def _paint_edge(self, painter: QPainter, order: UnitOrder, colour: QColor) -> None:
        ends = self._ends(order)
        if ends is None:
            return
        start, end = ends
        painter.setPen(QPen(colour, 2.5 if order.id == self.edge else 1.3))
        painter.drawLine(start, end)
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        tip = [end, QPointF(end.x() - 3.5, end.y() - 7), QPointF(end.x() + 3.5, end.y() - 7)]
        painter.drawPolygon(QPolygonF(tip))

    # Mouse and keys

    def unit_at(self, place: QPointF) -> UUID | None:
        """The unit under the mouse."""
        return next((key for key, box in self.boxes.items() if box.contains(place)), None)

    def edge_at(self, place: QPointF) -> UUID | None:
        """The line under the mouse."""
        for order in self.edges:
            ends = self._ends(order)
            if ends is not None and _away(place, *ends) <= _NEAR_PX:
                return order.id
        return None

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._from, self._at = self.unit_at(event.position()), event.position()
        self.edge = None if self._from is not None else self.edge_at(event.position())
        if self._from is not None:
            self.unit = self._from
            self.chosen.emit(self._from)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        self._at = event.position()
        if self._from is not None:
            self.update()
        over = self.unit_at(self._at) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        younger, self._from = self._from, None
        older = self.unit_at(event.position()) if event is not None else None
        if younger is not None and older is not None and older != younger:
            self.joined.emit(younger, older)
        self.update()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.edge is not None:
            edge, self.edge = self.edge, None
            self.cut.emit(edge)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(
                self.mapToGlobal(self._at.toPoint()),
                tr("Drag a unit onto an older one. Click a line and press Delete to take it away."),
                self,
            )
            return True
        return super().event(event)


def _away(place: QPointF, start: QPointF, end: QPointF) -> float:
    """How far a place lies from a line between two."""
    way, here = end - start, place - start
    length = way.x() ** 2 + way.y() ** 2
    share = max(0.0, min(1.0, (here.x() * way.x() + here.y() * way.y()) / length)) if length else 0.0
    left = here - way * share
    return float((left.x() ** 2 + left.y() ** 2) ** 0.5)


def ordered(log: TrenchLog) -> list[UUID]:
    """The units of a log, youngest first; where the order says nothing, as they stand in the list."""
    height: Mapping[UUID, int] = levels(log.units, log.orders.values())
    return sorted(log.units, key=lambda key: (-height[key], log.units[key].position))
