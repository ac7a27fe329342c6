"""Panning and selecting."""

import shapely
from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPen

from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.tool import Tool
from ui.words import tr
from ui.workspace import Ref, Workspace

_ADD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_SLACK = 4.0


class PanTool(Tool):
    """Drags the map."""

    name = "pan"
    shape = Qt.CursorShape.OpenHandCursor

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._grip: QPointF | None = None

    @property
    def hint(self) -> str:
        return tr("Drag the map · the wheel zooms at the cursor")

    def press(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.LeftButton:
            self._grip = event.position

    def move(self, event: MapEvent) -> None:
        if self._grip is not None and self.view is not None:
            step = event.position - self._grip
            self._grip = event.position
            self.view.set_scale(self.view.scale.panned(step.x(), step.y()))

    def release(self, event: MapEvent) -> None:
        self._grip = None


class SelectTool(Tool):
    """Click selects what is on top; another click at the same place goes on to what lies beneath. Dragging
    selects everything in the box. Shift or Ctrl adds to the selection or takes away from it."""

    name = "select"
    shape = Qt.CursorShape.ArrowCursor

    identified = pyqtSignal(object)
    opened = pyqtSignal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._from: QPointF | None = None
        self._to: QPointF | None = None
        self._clicked: QPointF | None = None
        self._turn = 0

    @property
    def hint(self) -> str:
        return tr("Click selects, again: what lies beneath · drag a box · Shift adds")

    def press(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.LeftButton:
            self._from, self._to = event.position, None

    def move(self, event: MapEvent) -> None:
        if self._from is None:
            return
        if self._to is not None or (event.position - self._from).manhattanLength() > _SLACK:
            self._to = event.position
            self.redraw()

    def release(self, event: MapEvent) -> None:
        if self._from is None or event.button != Qt.MouseButton.LeftButton:
            return
        start, end, self._from, self._to = self._from, self._to, None, None
        add = bool(event.modifiers & _ADD)
        if end is None:
            self._click(event, add)
        else:
            self._take(self._in_box(QRectF(start, end).normalized()), add)
        self.redraw()

    def _click(self, event: MapEvent, add: bool) -> None:
        hit = list(self.view.hit(event.position)) if self.view is not None else []
        again = self._clicked is not None and (event.position - self._clicked).manhattanLength() <= _SLACK
        self._turn = self._turn + 1 if again else 0
        self._clicked = event.position
        self._take([hit[self._turn % len(hit)]] if hit else [], add)
        self.identified.emit(tuple(hit))

    def double_click(self, event: MapEvent) -> None:
        """What lies there is to be opened."""
        hit = list(self.view.hit(event.position)) if self.view is not None else []
        chosen = next((ref for ref in hit if ref in self.workspace.selection), hit[0] if hit else None)
        if chosen is not None:
            self.opened.emit(chosen)

    def _take(self, refs: list[Ref], add: bool) -> None:
        now = list(self.workspace.selection)
        if not add:
            self.workspace.select(refs)
        elif len(refs) == 1 and refs[0] in now:
            self.workspace.select(ref for ref in now if ref != refs[0])
        else:
            self.workspace.select([*now, *refs])

    def _in_box(self, box: QRectF) -> list[Ref]:
        if self.session is None or self.view is None:
            return []
        west, north = self.view.scale.to_world(box.left(), box.top())
        east, south = self.view.scale.to_world(box.right(), box.bottom())
        found: list[Ref] = []
        for kind, records in self.session.records.items():
            shaped = [
                (key, g) for key, r in records.items() if (g := getattr(r, "geometry", None)) is not None
            ]
            if not shaped:
                continue
            area = shapely.box(west, south, east, north)
            inside = shapely.intersects(area, [geometry for _, geometry in shaped])
            found.extend((kind, key) for (key, _), within in zip(shaped, inside, strict=True) if within)
        return found

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        if self._from is not None and self._to is not None:
            painter.setPen(QPen(QColor(11, 102, 128), 1.0))
            painter.setBrush(QColor(11, 102, 128, 36))
            painter.drawRect(QRectF(self._from, self._to).normalized())
