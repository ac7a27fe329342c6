"""Pan and zoom as QGIS users expect: middle drag, space drag, left drag without a tool, wheel and keys."""

import math
from typing import Any, Protocol

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QCursor, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent

from ui.canvas.scale import MapScale

WHEEL_FACTOR = 2.0
KEY_STEP = 0.25
HISTORY = 100
_CLICK_PX = 3.0


class View(Protocol):
    """What moves: the map."""

    scale: MapScale
    tool: Any

    def set_scale(self, scale: MapScale) -> None: ...

    def show_cursor(self) -> None: ...

    def update(self) -> None: ...


class Navigation:
    """Moves the view by mouse and keys; the active tool hears only what is left over."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._last: QPointF | None = None
        self._box: QRectF | None = None
        self._start = QPointF()
        self._space = False
        self._past: list[MapScale] = []
        self._future: list[MapScale] = []

    @property
    def cursor(self) -> QCursor | None:
        """The hand while panning, else nothing of ours."""
        if self._last is not None:
            return QCursor(Qt.CursorShape.ClosedHandCursor)
        return QCursor(Qt.CursorShape.OpenHandCursor) if self._space else None

    # History of views

    def remember(self) -> None:
        """Keep the present view to come back to."""
        if not self._past or self._past[-1] != self._view.scale:
            self._past = [*self._past[-HISTORY:], self._view.scale]
        self._future.clear()

    def forget(self) -> None:
        """The map shows another place: there is no view to go back to."""
        self._past, self._future = [], []

    def previous(self) -> None:
        """Go back to the view before."""
        self._travel(self._past, self._future)

    def next(self) -> None:
        """Go forward again."""
        self._travel(self._future, self._past)

    def _travel(self, of: list[MapScale], to: list[MapScale]) -> None:
        if of:
            to.append(self._view.scale)
            self._view.set_scale(of.pop())

    # Mouse

    def press(self, event: QMouseEvent) -> bool:
        """Begin to pan or to draw a zoom box; say whether the event was ours."""
        left = event.button() == Qt.MouseButton.LeftButton
        free = left and self._view.tool is None
        if free and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._start = event.position()
            self._box = QRectF(self._start, self._start)
            return True
        if event.button() == Qt.MouseButton.MiddleButton or free or (left and self._space):
            self.remember()
            self._start = self._last = event.position()
            self._view.show_cursor()
            return True
        return self._last is not None or self._box is not None

    def move(self, event: QMouseEvent) -> bool:
        """Go on panning."""
        if self._box is not None:
            self._box = QRectF(self._start, event.position())
            self._view.update()
            return True
        if self._last is None:
            return False
        delta = event.position() - self._last
        self._last = event.position()
        self._view.set_scale(self._view.scale.panned(delta.x(), delta.y()))
        return True

    def release(self, event: QMouseEvent) -> bool:
        """End panning; zoom to the box."""
        if self._box is not None:
            box, self._box = self._box.normalized(), None
            self._zoom_to_box(box)
            return True
        if self._last is None:
            return False
        self._last = None
        self._view.show_cursor()
        return True

    def _zoom_to_box(self, box: QRectF) -> None:
        self._view.update()
        if box.width() < _CLICK_PX or box.height() < _CLICK_PX:
            return
        scale = self._view.scale
        factor = min(scale.width / box.width(), scale.height / box.height())
        self.remember()
        centre = box.center()
        centred = scale.panned(scale.width / 2 - centre.x(), scale.height / 2 - centre.y())
        self._view.set_scale(centred.zoomed(factor, scale.width / 2, scale.height / 2))

    def double_click(self, event: QMouseEvent) -> bool:
        """Without a tool a double click zooms in at the cursor; with Shift out. Tools get their own."""
        if event.button() == Qt.MouseButton.MiddleButton:
            return True
        if self._view.tool is not None or event.button() != Qt.MouseButton.LeftButton:
            return False
        out = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.zoom(1 / WHEEL_FACTOR if out else WHEEL_FACTOR, event.position())
        return True

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the cursor: one notch doubles; with Ctrl in fine steps."""
        notches = event.angleDelta().y() / 120
        if not notches:
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self.zoom(math.pow(1.1 if fine else WHEEL_FACTOR, notches), event.position())
        event.accept()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom in by a factor, keeping the place under ``at`` (else the centre)."""
        scale = self._view.scale
        place = at if at is not None else QPointF(scale.width / 2, scale.height / 2)
        self.remember()
        self._view.set_scale(scale.zoomed(factor, place.x(), place.y()))

    # Keys

    def key(self, event: QKeyEvent) -> bool:
        """Arrows pan, PgUp and + zoom in, PgDn and - out, Space with the mouse pans."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self._view.show_cursor()
            return True
        if key in _ARROWS:
            x, y = _ARROWS[key]
            scale = self._view.scale
            self._view.set_scale(scale.panned(x * scale.width * KEY_STEP, y * scale.height * KEY_STEP))
            return True
        if key in _ZOOMS:
            self.zoom(_ZOOMS[key])
            return True
        return False

    def key_up(self, event: QKeyEvent) -> bool:
        """The space bar is let go."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        self._space = False
        self._last = None
        self._view.show_cursor()
        return True

    def paint(self, painter: QPainter) -> None:
        """The zoom box."""
        if self._box is not None:
            painter.setPen(QPen(QColor(30, 90, 160), 1))
            painter.setBrush(QColor(30, 90, 160, 40))
            painter.drawRect(self._box.normalized())


_ARROWS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ZOOMS = {
    Qt.Key.Key_PageUp: WHEEL_FACTOR,
    Qt.Key.Key_Plus: WHEEL_FACTOR,
    Qt.Key.Key_Equal: WHEEL_FACTOR,
    Qt.Key.Key_PageDown: 1 / WHEEL_FACTOR,
    Qt.Key.Key_Minus: 1 / WHEEL_FACTOR,
}
