"""Moving, inserting and deleting vertices."""

from collections.abc import Iterable
from uuid import UUID

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QKeyEvent, QPainter

from faultgis.errors import FaultGISError
from faultgis.geometry import lines
from faultgis.geometry.lines import Place
from faultgis.records.trace import Trace
from faultgis.services import digitizing
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.grip import Grip, deleting, moving, place_of, shifted
from ui.tools.handles import Edge, Handle, Handles
from ui.tools.marks import Marks
from ui.tools.snapping import paint_cue
from ui.tools.tool import Tool
from ui.words import tr
from ui.workspace import Workspace

REACH_PX = 9.0
_SLACK = 3.0
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class VertexTool(Tool):
    """Handles of the selected traces and of the one under the mouse. Drag a vertex, or a midpoint to insert
    one; a double click on the line inserts, too; drag a box to choose many; Delete removes them; arrow keys
    nudge by a pixel. Vertices of other traces at the very same place move along."""

    name = "vertex"
    shape = Qt.CursorShape.ArrowCursor

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._chosen: frozenset[Handle] = frozenset()
        self.hovered: Handle | None = None
        self.edge: Edge | None = None
        self._hovered_trace: UUID | None = None
        self._handles = Handles(())
        self._pressed: QPointF | None = None
        self._grip: Grip | None = None
        self.marks = Marks()

    @property
    def chosen(self) -> frozenset[Handle]:
        """The vertices that Delete and the arrow keys work on."""
        return self._chosen

    @chosen.setter
    def chosen(self, handles: Iterable[Handle]) -> None:
        self._chosen = frozenset(handles)

    @property
    def hint(self) -> str:
        if self.chosen:
            return tr("{count} vertices chosen · Delete removes · arrow keys nudge", count=len(self.chosen))
        return tr("Drag a vertex, or the middle of a segment to insert one · drag a box to choose several")

    @property
    def busy(self) -> bool:
        return self._grip is not None

    def reset(self) -> None:
        self.chosen, self.hovered, self.edge = frozenset(), None, None
        self._hovered_trace, self._handles = None, Handles(())
        self._let_go()

    def deactivate(self) -> None:
        self.reset()
        super().deactivate()

    def _targets(self) -> list[Trace]:
        targets = self.selected_traces()
        hovered = self.trace(self._hovered_trace)
        if hovered is not None and all(t.id != hovered.id for t in targets):
            targets.append(hovered)
        return targets

    @property
    def handles(self) -> Handles:
        """The handles of the traces as they stand."""
        targets = self._targets()
        if not self._handles.holds(targets):
            self._handles = Handles(targets)
        return self._handles

    # Mouse

    def move(self, event: MapEvent) -> None:
        if self._pressed is not None:
            self._drag(event, self._pressed)
        else:
            self._hover(event)
        self.redraw()

    def _hover(self, event: MapEvent) -> None:
        if self.view is None:
            return
        near = self.view.traces_near(event.longitude, event.latitude, REACH_PX)
        if near and all(t.id != self._hovered_trace for t in near):
            here = (event.longitude, event.latitude)
            self._hovered_trace = min(near, key=lambda t: lines.nearest(t.geometry, *here).distance_m).id
        scale = self.view.scale
        self.hovered = self.handles.at(scale, event.position, REACH_PX)
        self.edge = None if self.hovered else self.handles.edge_at(scale, event.position, REACH_PX)

    def press(self, event: MapEvent) -> None:
        if event.button != Qt.MouseButton.LeftButton or self.view is None:
            return
        self._hover(event)
        if event.modifiers & _SHIFT and self.hovered is not None:
            self.chosen ^= {self.hovered}
            self.hint_changed.emit()
            self.redraw()
            return
        self._pressed = event.position
        if self.hovered is not None:
            also = self.chosen if self.hovered in self.chosen else frozenset()
            near = self.view.traces_near(*self._place(self.hovered), 2.0)
            self._grip = Grip(self.trace, self.hovered, also, tuple(near))
        elif self.edge is not None and self.edge.middle:
            self._grip = Grip(self.trace, self.edge)

    def _place(self, handle: Handle) -> Place:
        trace = self.trace(handle.trace_id)
        assert trace is not None
        return place_of(trace, handle)

    def _drag(self, event: MapEvent, pressed: QPointF) -> None:
        grip = self._grip
        started = self.marks.box is not None or (grip is not None and grip.target is not None)
        if not started and (event.position - pressed).manhattanLength() <= _SLACK:
            return
        if grip is None:
            self.marks.box = QRectF(pressed, event.position).normalized()
            return
        self.snap = self.snapper.find(self.view, event, exclude=grip.excluded)
        grip.target = self.place(event)
        self.marks.preview = grip.preview()

    def release(self, event: MapEvent) -> None:
        if self._pressed is None or event.button != Qt.MouseButton.LeftButton:
            return
        grip, box = self._grip, self.marks.box
        self._let_go()
        if box is not None:
            found = self.handles.inside(self.view.scale, *box.getCoords())
            self.chosen = self.chosen | found if event.modifiers & _SHIFT else frozenset(found)
        elif grip is None:
            self._click(event)
        elif grip.target is not None:
            self._commit(grip, grip.target)
        elif isinstance(grip.held, Handle):
            self.chosen = frozenset({grip.held})
        self.hint_changed.emit()
        self.redraw()

    def _let_go(self) -> None:
        self._pressed, self._grip, self.snap = None, None, None
        self.marks = Marks()

    def _click(self, event: MapEvent) -> None:
        self.chosen = frozenset()
        trace = self.trace_at(event)
        self.workspace.select([("trace", trace.id)] if trace is not None else [])

    def _commit(self, grip: Grip, target: Place) -> None:
        if isinstance(grip.held, Edge):
            self._insert(grip.held, target)
            return
        try:
            self.apply(moving(self.trace, grip.moves()))
        except FaultGISError as error:
            self.refuse(error)

    def _insert(self, edge: Edge, place: Place) -> None:
        trace = self.trace(edge.trace_id)
        if trace is None:
            return
        if self.apply(digitizing.insert_vertex(trace, edge.part, edge.segment + 1, place)):
            self.chosen = frozenset({Handle(edge.trace_id, edge.part, edge.segment + 1)})

    def double_click(self, event: MapEvent) -> None:
        if event.button != Qt.MouseButton.LeftButton:
            return
        self._hover(event)
        if self.hovered is None and self.edge is not None:
            self._insert(self.edge, self.edge.place)
            self.redraw()

    # Keys

    def wants(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return bool(self.chosen or self.busy)
        if event.key() in _DELETE:
            return bool(self.chosen or self.hovered)
        return bool(self.chosen) and Qt.Key(event.key()) in _NUDGES

    def key(self, event: QKeyEvent) -> bool:
        if not self.wants(event):
            return super().key(event)
        if event.key() in _DELETE:
            self._delete()
        elif event.key() == Qt.Key.Key_Escape:
            if not self.busy:
                self.chosen = frozenset()
            self._let_go()
        else:
            x, y = _NUDGES[Qt.Key(event.key())]
            pixels = 10 if event.modifiers() & _SHIFT else 1
            self._nudge(x * pixels, y * pixels)
        self.hint_changed.emit()
        self.redraw()
        return True

    def _delete(self) -> None:
        doomed = self.chosen or frozenset({self.hovered} if self.hovered is not None else ())
        try:
            if self.apply(deleting(self.trace, doomed)):
                self.chosen, self.hovered, self.edge = frozenset(), None, None
        except FaultGISError as error:
            self.refuse(error)

    def _nudge(self, x: int, y: int) -> None:
        kx, ky = self.view.scale.pixels_per_degree
        moves = shifted(self.trace, self.chosen, (x / kx, -y / ky))
        held = " ".join(sorted(f"{h.trace_id} {h.part} {h.index}" for h in self.chosen))
        try:
            self.apply(moving(self.trace, moves, f"nudge {hash(held)}"))
        except FaultGISError as error:
            self.refuse(error)

    # Painting

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        self.marks.edge = self.edge if self._grip is None else None
        self.marks.choose(self.handles, self._chosen, self.hovered)
        self.marks.paint(painter, scale, self._handles)
        paint_cue(painter, scale, self.snap)
