"""Tools that sketch a line vertex by vertex: mouse, keys, undo within the sketch, journal, rubber band."""

from typing import Any

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF

from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.sketch import Place, Sketch
from ui.tools.snapping import paint_cue
from ui.tools.tool import Tool
from ui.words import tr
from ui.workspace import Workspace

_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
RUBBER = QColor(11, 102, 128)
_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SketchTool(Tool):
    """Left click adds a vertex; Esc or Backspace takes the last one back; Enter, right click or double click
    finishes; Shift+Esc cancels the sketch, Ctrl+Z brings it back."""

    least = 2
    journalled = True

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.sketch = Sketch()
        self.pointer: Place | None = None

    @property
    def busy(self) -> bool:
        return bool(self.sketch)

    def reset(self) -> None:
        self.sketch.clear()
        self.snap = None

    @property
    def keys_hint(self) -> str:
        """The keys while sketching."""
        return tr("Enter or right click finishes · Esc takes the last vertex back · Shift+Esc cancels")

    def press(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.RightButton:
            self.finish()
        elif event.button == Qt.MouseButton.LeftButton:
            self.move(event)
            self.add(*self._steps_to(event))

    def _steps_to(self, event: MapEvent) -> list[Place]:
        return [self.place(event)]

    def add(self, *places: Place) -> None:
        """Append vertices to the sketch and write it down."""
        if self.sketch.add(*places):
            self.sketched()

    def move(self, event: MapEvent) -> None:
        also = self.sketch.points[:1] if len(self.sketch.points) > 2 else ()
        self.snap = self.snapper.find(self.view, event, also=also) if self.view is not None else None
        self.pointer = self.place(event)
        self.redraw()

    def double_click(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.LeftButton:
            self.finish()

    def wants(self, event: QKeyEvent) -> bool:
        undo = event.key() == Qt.Key.Key_Z and bool(event.modifiers() & _CONTROL)
        redo = event.key() == Qt.Key.Key_Y and event.modifiers() == _CONTROL
        if not self.sketch:
            return (undo or redo) and bool(self.sketch.dropped or self.sketch.undone)
        return undo or redo or event.key() in (*_BACK, *_ENTER)

    def key(self, event: QKeyEvent) -> bool:
        control, shift = bool(event.modifiers() & _CONTROL), bool(event.modifiers() & _SHIFT)
        if control and event.key() == Qt.Key.Key_Z:
            return self.redo_step() if shift else self.undo_step()
        if control and event.key() == Qt.Key.Key_Y:
            return self.redo_step()
        if self.sketch and event.key() in _ENTER:
            self.finish()
            return True
        if self.sketch and event.key() in _BACK:
            if event.key() == Qt.Key.Key_Escape and shift:
                self.cancel()
            else:
                self.undo_step()
            return True
        return super().key(event)

    def undo_step(self) -> bool:
        return self.sketch.undo() and self.sketched()

    def redo_step(self) -> bool:
        return self.sketch.redo() and self.sketched()

    def cancel(self) -> None:
        """Drop the sketch in a way that can be taken back."""
        self.sketch.cancel()
        self.sketched()
        self.workspace.tell(tr("Sketch cancelled; Ctrl+Z brings it back."))

    def sketched(self) -> bool:
        """The sketch changed: write it to the journal and show it."""
        self._write_down()
        self.hint_changed.emit()
        self.redraw()
        return True

    def _write_down(self) -> None:
        journal = self.session.journal if self.session is not None else None
        if journal is not None and self.journalled:
            kept = self.sketch or self.sketch.dropped
            journal.sketch(self.state() if kept else None)

    def state(self) -> dict[str, Any]:
        """The sketch with all that is needed to go on with it."""
        return {"tool": self.name, **self.sketch.state()}

    def resume(self, state: dict[str, Any]) -> None:
        """Go on with a sketch from the journal."""
        self.sketch.restore(state)
        self.sketched()

    def finish(self) -> None:
        """Make of the sketch what it was drawn for; one that is too short stays as it is."""
        if len(self.sketch.points) < self.least:
            self.workspace.tell(tr("The line needs {count} vertices or more.", count=self.least), "warning")
            return
        if self.done(list(self.sketch.points)):
            self.sketch.clear()
            self.sketched()

    def done(self, points: list[Place]) -> bool:
        """Use the finished sketch; ``False`` keeps it."""
        raise NotImplementedError

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        placed = [QPointF(*scale.to_screen(*place)) for place in self.sketch.points]
        self._paint_line(painter, placed)
        if placed and self.pointer is not None:
            painter.setPen(QPen(RUBBER, 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(placed[-1], QPointF(*scale.to_screen(*self.pointer)))
        paint_cue(painter, scale, self.snap)

    def _paint_line(self, painter: QPainter, placed: list[QPointF]) -> None:
        if not placed:
            return
        line = QPolygonF(placed)
        for colour, width in ((QColor(255, 255, 255, 200), 4.0), (RUBBER, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawPolyline(line)
        painter.setPen(QPen(QColor(255, 255, 255), 6.0, cap=Qt.PenCapStyle.RoundCap))
        painter.drawPoints(line)
        painter.setPen(QPen(RUBBER, 4.0, cap=Qt.PenCapStyle.RoundCap))
        painter.drawPoints(line)
