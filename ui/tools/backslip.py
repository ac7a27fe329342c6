"""Lateral offset by two profiles: a fault is clicked or drawn, what lies beside it is dragged, and one side
of the relief is slid back along it."""

from typing import Any
from uuid import UUID

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QCursor, QKeyEvent, QPainter, QPen

from faultgis.geometry import lines
from faultgis.records.trace import Trace
from faultgis.services import laterals, laying
from faultgis.services.laying import Layout, Place
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.backslip_paint import FAULT, handle_at, on_map, paint_layout, slip_pixels
from ui.tools.notes import paint_note
from ui.tools.rubber import step_row
from ui.tools.slid import SlidPicture
from ui.tools.tool import Tool
from ui.words import tr
from ui.workspace import Workspace

# The fault's line, as a share of the view's smaller side.
REACH = 0.55
# How near to a trace a click means it.
NEAR_PX = 9.0

State = tuple[Layout | None, UUID | None]


class BackslipTool(Tool):
    """``laid`` tells of each layout, also while it is dragged (None: dropped). ``slip_m`` is the offset that
    is taken back on the map: positive sinistral."""

    name = "lateral"

    laid = pyqtSignal(object)

    def __init__(self, workspace: Workspace) -> None:
        self._clear()
        self.picture = SlidPicture(workspace)
        super().__init__(workspace)
        self.picture.ready.connect(self.redraw)

    def _clear(self) -> None:
        self.layout: Layout | None = None
        self.trace_id: UUID | None = None
        self.start: Place | None = None
        self.pointer: Place | None = None
        self.held = self.over = ""
        self.slip_m = 0.0
        self.done: list[State] = []
        self.undone: list[State] = []

    @property
    def hint(self) -> str:
        if self.layout is not None:
            return tr("Drag the profiles onto the landform, the lines with round ends along it · Esc drops")
        if self.start is not None:
            return tr("Click where the straight fault line ends · Esc takes the start back")
        return tr("Click the fault beside the offset landform, or where a straight fault line begins")

    @property
    def busy(self) -> bool:
        return bool(self.start or self.done)

    @property
    def cursor(self) -> QCursor:
        if self.held:
            return QCursor(Qt.CursorShape.ClosedHandCursor)
        if self.layout is not None:
            return QCursor(Qt.CursorShape.OpenHandCursor if self.over else Qt.CursorShape.ArrowCursor)
        return super().cursor

    def activate(self, view: Any) -> None:
        super().activate(view)
        self.picture.follow(view)

    def deactivate(self) -> None:
        self.picture.follow(None)
        self.start, self.held, self.over = None, "", ""
        super().deactivate()

    def reset(self) -> None:
        self._clear()
        self.laid.emit(None)

    # What lies on the map

    def show_layout(self, layout: Layout | None, trace_id: UUID | None = None) -> None:
        """Show a stored layout, or one with numbers typed beside the map; nothing to undo."""
        self.layout, self.trace_id = layout, trace_id
        self.start = None
        self._shown()

    def change(self, layout: Layout | None, trace_id: UUID | None) -> None:
        """Another layout by the user's hand; can be undone."""
        self.done.append((self.layout, self.trace_id))
        self.undone.clear()
        self.layout, self.trace_id = layout, trace_id
        self._told()

    def settle(self) -> None:
        """What was laid is stored: from now on undo takes that back."""
        self.done.clear()
        self.undone.clear()

    def show_slip(self, metres: float) -> None:
        """Take so many metres of offset back on the map."""
        self.slip_m = metres
        self.picture.want(bool(metres))
        self.redraw()

    def _told(self) -> None:
        self._shown()
        self.laid.emit(self.layout)

    def _shown(self) -> None:
        if self.layout is None:
            self.slip_m = 0.0
            self.picture.want(False)
        self.hint_changed.emit()
        self.redraw()

    def _lay(self, fault: tuple[Place, Place], trace: Trace | None) -> None:
        self.start = None
        self.change(laying.laid(fault), None if trace is None else trace.id)

    # Mouse and keys

    def press(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.RightButton and self.start is not None:
            self.start = None
            self._shown()
        if event.button != Qt.MouseButton.LeftButton or self.view is None:
            return
        place = (event.longitude, event.latitude)
        if self.layout is not None:
            self._grasp(event)
        elif self.start is not None:
            if place != self.start:
                self._lay((self.start, place), None)
        else:
            self._begin(event, place)

    def _begin(self, event: MapEvent, place: Place) -> None:
        trace = self._trace_near(place)
        if trace is None:
            self.start = self.pointer = place
            self._shown()
            return
        scale: MapScale = self.view.scale
        length = REACH * min(scale.width, scale.height) * scale.metres_per_pixel
        self._lay(laterals.fault_beside(trace, place, length), trace)

    def _trace_near(self, place: Place) -> Trace | None:
        near = {t.id: t for t in self.view.traces_near(*place, NEAR_PX)}
        radius = NEAR_PX * self.view.scale.metres_per_pixel
        away = {key: lines.nearest(t.geometry, *place).distance_m for key, t in near.items()}
        found = min(away, key=lambda key: away[key], default=None)
        return near[found] if found is not None and away[found] <= radius else None

    def _grasp(self, event: MapEvent) -> None:
        assert self.layout is not None
        self.held = handle_at(self.layout, self.view.scale, event.position)
        if self.held:
            self.done.append((self.layout, self.trace_id))
            self.undone.clear()
            self._look()

    def move(self, event: MapEvent) -> None:
        self.pointer = (event.longitude, event.latitude)
        if self.layout is not None and self.held:
            self.layout = laying.dragged(self.layout, self.held, self.pointer)
            self._told()
        elif self.layout is not None and self.view is not None:
            over = handle_at(self.layout, self.view.scale, event.position)
            if over != self.over:
                self.over = over
                self._look()
        elif self.start is not None:
            self.redraw()

    def release(self, event: MapEvent) -> None:
        if self.held:
            self.held = ""
            if self.done and self.done[-1][0] == self.layout:
                self.done.pop()
            self._look()
            self._told()

    def _look(self) -> None:
        if hasattr(self.view, "show_cursor"):
            self.view.show_cursor()
        self.redraw()

    def key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.start is not None:
            self.start = None
            self._shown()
            return True
        if event.key() == Qt.Key.Key_Escape and self.layout is not None:
            self.change(None, None)
            return True
        return super().key(event)

    def undo_step(self) -> bool:
        return self._step(self.done, self.undone)

    def redo_step(self) -> bool:
        return self._step(self.undone, self.done)

    def _step(self, from_: list[State], to: list[State]) -> bool:
        if not from_:
            return False
        to.append((self.layout, self.trace_id))
        self.layout, self.trace_id = from_.pop()
        self._told()
        return True

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        if self.layout is not None:
            if self.slip_m:
                self.picture.paint(painter, scale, self.layout, slip_pixels(self.layout, scale, self.slip_m))
            paint_layout(painter, scale, self.layout, self.held or self.over, self.slip_m)
        elif self.start is not None and self.pointer is not None:
            start, end = on_map(scale, self.start), on_map(scale, self.pointer)
            painter.setPen(QPen(FAULT, 2.0, Qt.PenStyle.DashLine))
            painter.drawLine(start, end)
            painter.setBrush(FAULT)
            painter.drawEllipse(start, 4.0, 4.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self.start != self.pointer:
                paint_note(painter, scale, end, [step_row(self.start, self.pointer)])
