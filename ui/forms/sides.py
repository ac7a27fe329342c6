"""Which side of a line: a picture of the digitizing direction whose left or right half one clicks."""

from typing import Any

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.forms import shown
from ui.forms.editors import Editor
from ui.forms.fields import Field
from ui.forms.widgets import IconButton
from ui.words import tr

LEFT, RIGHT, UNKNOWN = "left", "right", "unknown"


class SidePicture(QWidget):
    """The line seen along its direction, the chosen side shaded and named."""

    picked = pyqtSignal(str)

    def __init__(self, teeth: bool) -> None:
        super().__init__()
        self.side = UNKNOWN
        self._teeth = teeth
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(128, 48)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            self.picked.emit(LEFT if event.position().x() < self.width() / 2 else RIGHT)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        keys = {Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT, Qt.Key.Key_Delete: UNKNOWN}
        side = keys.get(Qt.Key(event.key())) if event is not None else None
        if side is not None:
            self.picked.emit(side)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        painter.setPen(QPen(QColor(c.accent if self.hasFocus() else c.line)))
        painter.setBrush(QColor(c.base))
        painter.drawRoundedRect(frame, 4, 4)
        middle = self.width() / 2
        if self.side in (LEFT, RIGHT):
            half = QRectF(2 if self.side == LEFT else middle, 2, middle - 2, self.height() - 4)
            painter.fillRect(half, QColor(c.tint))
        self._draw_line(painter, middle)
        for side, x in ((LEFT, 0.0), (RIGHT, middle)):
            painter.setPen(QColor(c.text if side == self.side else c.quiet))
            box = QRectF(x, 0, middle, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown.code_label("side", side))
        painter.end()

    def _draw_line(self, painter: QPainter, x: float) -> None:
        c = theme.colours()
        painter.setPen(QPen(QColor(c.text), 2))
        painter.drawLine(QPointF(x, self.height() - 6), QPointF(x, 8))
        painter.setBrush(QColor(c.text))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([QPointF(x, 3), QPointF(x - 5, 12), QPointF(x + 5, 12)]))
        if self.side == UNKNOWN or not self._teeth:
            return
        out = -8 if self.side == LEFT else 8
        for y in (20, 34):
            painter.drawPolygon(QPolygonF([QPointF(x, y - 5), QPointF(x + out, y), QPointF(x, y + 5)]))


class SideEditor(Editor):
    """Left, right or unknown, seen along the digitizing direction."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.picture = SidePicture(field.name == "hanging_wall")
        self.picture.setAccessibleName(tr(field.label))
        self.picture.picked.connect(self._pick)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.picture, 1)
        layout.addWidget(IconButton("close", "Unknown side", lambda: self._pick(UNKNOWN)))
        self.setFocusProxy(self.picture)

    def _pick(self, side: str) -> None:
        self.picture.side = side
        self.picture.update()
        self.typed.emit()
        self.settled.emit()

    def value(self) -> str:
        return self.picture.side

    def show_value(self, value: Any) -> None:
        self.picture.side = value or UNKNOWN
        self.picture.update()
