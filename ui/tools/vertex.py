"""Moving, inserting and deleting vertices."""

from uuid import UUID

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.geometry import lines
from faultgis.geometry.frame import Coordinates
from faultgis.geometry.lines import Place, Vertex
from faultgis.geometry.snapping import Excluded
from faultgis.records.trace import Trace
from faultgis.services import digitizing
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.handles import Edge, Handle, Handles, polyline
from ui.tools.snapping import paint_cue
from ui.tools.tool import Tool
from ui.words import tr
from ui.workspace import Workspace

REACH_PX = 9.0
_SLACK = 3.0
_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
HANDLE = QColor(11, 102, 128)
CHOSEN = QColor(230, 120, 0)


class VertexTool(Tool):
    """Handles of the selected traces and of the one under the mouse. Drag a vertex, or a midpoint to insert
    one; a double click on the line inserts, too; drag a box to choose many; Delete removes them; arrow keys
    nudge by a pixel. Vertices of other traces at the very same place move along."""

    name = "vertex"
    shape = Qt.CursorShape.ArrowCursor

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.chosen: set[Handle] = set()
        self.hovered: Handle | None = None
        self.edge: Edge | None = None
        self._hovered_trace: UUID | None = None
        self._handles = Handles(())
        self._pressed: QPointF | None = None
        self._grip: Handle | Edge | None = None
        self._box: QRectF | None = None
        self._moved: dict[UUID, list[Coordinates]] = {}
        self._target: Place | None = None
        self._nudge = 0

    @property
    def hint(self) -> str:
        if self.chosen:
            return tr("{count} vertices chosen · Delete removes · arrow keys nudge", count=len(self.chosen))
        return tr("Drag a vertex, or the middle of a segment to insert one · drag a box to choose several")

    @property
    def busy(self) -> bool:
        return self._grip is not None

    def reset(self) -> None:
        self.chosen, self.hovered, self.edge = set(), None, None
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
            self._drag(event)
        else:
            self._hover(event)
        self.redraw()

    def _hover(self, event: MapEvent) -> None:
        if self.view is None:
            return
        near = self.view.traces_near(event.longitude, event.latitude, REACH_PX)
        known = self._hovered_trace
        if near and all(t.id != known for t in near):
            here = (event.longitude, event.latitude)
            self._hovered_trace = min(near, key=lambda t: lines.nearest(t.geometry, *here).distance_m).id
        scale = self.view.scale
        self.hovered = self.handles.at(scale, event.position, REACH_PX)
        self.edge = None if self.hovered else self.handles.edge_at(scale, event.position, REACH_PX)

    def press(self, event: MapEvent) -> None:
        if event.button != Qt.MouseButton.LeftButton:
            return
        self._hover(event)
        self._pressed = event.position
        if event.modifiers & Qt.KeyboardModifier.ShiftModifier and self.hovered is not None:
            self._toggle(self.hovered)
            self._pressed = None
        elif self.hovered is not None:
            self._grip = self.hovered
        elif self.edge is not None and self.edge.middle:
            self._grip = self.edge

    def _toggle(self, handle: Handle) -> None:
        self.chosen ^= {handle}
        self.hint_changed.emit()

    def _drag(self, event: MapEvent) -> None:
        assert self._pressed is not None
        if self._target is None and (event.position - self._pressed).manhattanLength() <= _SLACK:
            return
        if self._grip is None:
            self._box = QRectF(self._pressed, event.position).normalized()
            return
        self.snap = self.snapper.find(self.view, event, exclude=self._excluded())
        self._target = self.place(event)
        self._preview()

    def _excluded(self) -> list[Excluded]:
        if not isinstance(self._grip, Handle):
            return []
        return [Excluded(h.trace_id, h.part, h.index) for h in self._gripped()]

    def _gripped(self) -> set[Handle]:
        """The vertices that move with the mouse."""
        grip = self._grip
        if not isinstance(grip, Handle):
            return set()
        return self.chosen if grip in self.chosen else {grip}

    def _moves(self) -> dict[UUID, dict[Vertex, Place]]:
        """Where the gripped vertices go, by trace."""
        grip, target = self._grip, self._target
        if not isinstance(grip, Handle) or target is None:
            return {}
        start = self._place_of(grip)
        step = (target[0] - start[0], target[1] - start[1])
        moves: dict[UUID, dict[Vertex, Place]] = {}
        for handle in self._gripped():
            place = self._place_of(handle)
            to = target if handle == grip else (place[0] + step[0], place[1] + step[1])
            moves.setdefault(handle.trace_id, {})[handle.vertex] = to
        return self._with_companions(moves) if len(self._gripped()) == 1 else moves

    def _with_companions(self, moves: dict[UUID, dict[Vertex, Place]]) -> dict[UUID, dict[Vertex, Place]]:
        """Vertices of other traces at the very same place move along."""
        assert isinstance(self._grip, Handle)
        start, target = self._place_of(self._grip), self._target
        assert target is not None
        for trace in self.view.traces_near(*start, 2.0):
            for vertex in lines.vertices_within(trace.geometry, *start, *start):
                moves.setdefault(trace.id, {})[vertex] = target
        return moves

    def _place_of(self, handle: Handle) -> Place:
        trace = self.trace(handle.trace_id)
        assert trace is not None
        x, y = trace.geometry.geoms[handle.part].coords[handle.index][:2]
        return float(x), float(y)

    def _preview(self) -> None:
        self._moved = {}
        if isinstance(self._grip, Edge):
            self._moved[self._grip.trace_id] = [self._with_new_vertex(self._grip)]
            return
        for trace_id, moves in self._moves().items():
            trace = self.trace(trace_id)
            for part in {part for part, _ in moves} if trace is not None else ():
                assert trace is not None
                points = lines.coordinates(trace.geometry, part).copy()
                for (of_part, index), place in moves.items():
                    if of_part == part:
                        points[index] = place
                self._moved.setdefault(trace_id, []).append(points)

    def _with_new_vertex(self, edge: Edge) -> Coordinates:
        trace = self.trace(edge.trace_id)
        assert trace is not None
        assert self._target is not None
        points = lines.coordinates(trace.geometry, edge.part)
        return np.insert(points, edge.segment + 1, self._target, axis=0)

    def release(self, event: MapEvent) -> None:
        if self._pressed is None or event.button != Qt.MouseButton.LeftButton:
            return
        grip, target, box = self._grip, self._target, self._box
        if box is not None:
            self._choose(box, bool(event.modifiers & Qt.KeyboardModifier.ShiftModifier))
        elif grip is not None and target is not None:
            self._commit(grip, target)
        elif isinstance(grip, Handle):
            self._only(grip)
        elif grip is None:
            self._click(event)
        self._let_go()
        self.hint_changed.emit()
        self.redraw()

    def _let_go(self) -> None:
        self._pressed, self._grip, self._box, self._target, self.snap = None, None, None, None, None
        self._moved = {}

    def _only(self, handle: Handle) -> None:
        self.chosen = {handle}

    def _click(self, event: MapEvent) -> None:
        self.chosen = set()
        trace = self.trace_at(event)
        self.workspace.select([("trace", trace.id)] if trace is not None else [])

    def _choose(self, box: QRectF, add: bool) -> None:
        found = self.handles.inside(self.view.scale, box.left(), box.top(), box.right(), box.bottom())
        self.chosen = self.chosen | found if add else found

    def _commit(self, grip: Handle | Edge, target: Place) -> None:
        if isinstance(grip, Edge):
            self._insert(grip, target)
            return
        changes: list[Change] = []
        for trace_id, moves in self._moves().items():
            trace = self.trace(trace_id)
            if trace is not None:
                changes += digitizing.move_vertices(trace, moves).changes
        self._try(Edit("edit.move_vertex", tuple(changes)))

    def _try(self, edit: Edit) -> bool:
        return self.apply(edit)

    def _insert(self, edge: Edge, place: Place) -> None:
        trace = self.trace(edge.trace_id)
        if trace is None:
            return
        if self.apply(digitizing.insert_vertex(trace, edge.part, edge.segment + 1, place)):
            self.chosen = {Handle(edge.trace_id, edge.part, edge.segment + 1)}

    def double_click(self, event: MapEvent) -> None:
        if event.button != Qt.MouseButton.LeftButton:
            return
        self._hover(event)
        if self.hovered is None and self.edge is not None:
            self._insert(self.edge, self.edge.place)
            self.redraw()

    # Keys

    def wants(self, event: QKeyEvent) -> bool:
        chosen = bool(self.chosen or self.hovered)
        if event.key() == Qt.Key.Key_Escape:
            return bool(self.chosen or self.busy)
        return chosen and (event.key() in _DELETE or Qt.Key(event.key()) in _NUDGES)

    def key(self, event: QKeyEvent) -> bool:
        if event.key() in _DELETE and (self.chosen or self.hovered):
            self._delete()
            return True
        if event.key() == Qt.Key.Key_Escape and (self.busy or self.chosen):
            if not self.busy:
                self.chosen = set()
            self._let_go()
            self.hint_changed.emit()
            self.redraw()
            return True
        if Qt.Key(event.key()) in _NUDGES and self.chosen:
            self._nudge_by(
                *_NUDGES[Qt.Key(event.key())], bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            )
            return True
        return super().key(event)

    def _delete(self) -> None:
        doomed = self.chosen or ({self.hovered} if self.hovered is not None else set())
        by_trace: dict[UUID, list[Vertex]] = {}
        for handle in doomed:
            by_trace.setdefault(handle.trace_id, []).append(handle.vertex)
        changes: list[Change] = []
        try:
            for trace_id, vertices in by_trace.items():
                trace = self.trace(trace_id)
                if trace is not None:
                    changes += digitizing.delete_vertices(trace, vertices).changes
        except FaultGISError as error:
            self.refuse(error)
            return
        if self.apply(Edit("edit.delete_vertices", tuple(changes))):
            self.chosen, self.hovered = set(), None
            self.hint_changed.emit()
            self.redraw()

    def _nudge_by(self, x: int, y: int, far: bool) -> None:
        pixels = 10 if far else 1
        kx, ky = self.view.scale.pixels_per_degree
        step = (x * pixels / kx, -y * pixels / ky)
        changes: list[Change] = []
        by_trace: dict[UUID, dict[Vertex, Place]] = {}
        for handle in self.chosen:
            place = self._place_of(handle)
            by_trace.setdefault(handle.trace_id, {})[handle.vertex] = (place[0] + step[0], place[1] + step[1])
        for trace_id, moves in by_trace.items():
            trace = self.trace(trace_id)
            if trace is not None:
                changes += digitizing.move_vertices(trace, moves).changes
        key = "nudge " + " ".join(sorted(str(h) for h in self.chosen))[:200]
        self.apply(Edit("edit.move_vertex", tuple(changes), key))
        self.redraw()

    # Painting

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        painter.setPen(QPen(HANDLE, 7.0, cap=Qt.PenCapStyle.SquareCap))
        drawn = self.handles.drawn(scale)
        painter.drawPoints(drawn)
        painter.setPen(QPen(QColor(255, 255, 255), 4.0, cap=Qt.PenCapStyle.SquareCap))
        painter.drawPoints(drawn)
        self._paint_moved(painter, scale)
        self._paint_marked(painter, scale)
        if self._box is not None:
            painter.setPen(QPen(HANDLE, 1.0))
            painter.setBrush(QColor(11, 102, 128, 36))
            painter.drawRect(self._box)
        paint_cue(painter, scale, self.snap)

    def _paint_moved(self, painter: QPainter, scale: MapScale) -> None:
        painter.setPen(QPen(CHOSEN, 2.0, Qt.PenStyle.DashLine))
        for pieces in self._moved.values():
            for points in pieces:
                for line in polyline(scale, points):
                    painter.drawPolyline(line)

    def _paint_marked(self, painter: QPainter, scale: MapScale) -> None:
        marked = list(self.chosen)[:2000]
        if self.hovered is not None:
            marked.append(self.hovered)
        places = [QPointF(*scale.to_screen(*self._place_of(h))) for h in marked if self._stands(h)]
        painter.setPen(QPen(CHOSEN, 9.0, cap=Qt.PenCapStyle.SquareCap))
        painter.drawPoints(QPolygonF(places))
        if self.edge is not None and self._grip is None:
            x, y = scale.to_screen(*self.edge.place)
            painter.setPen(QPen(CHOSEN, 2.0))
            painter.drawLine(QPointF(x - 5, y), QPointF(x + 5, y))
            painter.drawLine(QPointF(x, y - 5), QPointF(x, y + 5))

    def _stands(self, handle: Handle) -> bool:
        trace = self.trace(handle.trace_id)
        if trace is None or handle.part >= len(trace.geometry.geoms):
            return False
        return handle.index < len(trace.geometry.geoms[handle.part].coords)
