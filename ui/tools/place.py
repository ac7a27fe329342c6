"""Placing points: observation points, offset markers, width stations; and moving them."""

from typing import Any
from uuid import UUID

from PyQt6.QtCore import QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPen
from shapely import Point

from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.site import DeformationWidth, ObservationPoint, OffsetMarker
from faultgis.records.trace import Trace
from faultgis.services import digitizing
from faultgis.services.naming import free_code
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.notes import TEXT, paint_note
from ui.tools.rubber import ACCENT
from ui.tools.snapping import paint_cue
from ui.tools.tool import Tool
from ui.words import tr
from ui.workspace import Workspace


class PlaceTool(Tool):
    """One click, one record there. On a trace it belongs to that trace and to its fault; else to the fault
    that is selected."""

    placed = pyqtSignal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._pointer: QPointF | None = None
        self._name = ""

    def make(self, **fields: Any) -> AnyRecord:
        """The record with these fields."""
        raise NotImplementedError

    def move(self, event: MapEvent) -> None:
        self.snap = self.snapper.find(self.view, event) if self.view is not None else None
        self._pointer = event.position
        trace = self._trace()
        self._name = tr("on the trace") if trace is not None else ""
        self.redraw()

    def _trace(self) -> Trace | None:
        return self.trace(self.snap.key) if self.snap is not None else None

    def press(self, event: MapEvent) -> None:
        if event.button != Qt.MouseButton.LeftButton:
            return
        self.move(event)
        session = self.session
        if session is None:
            self.workspace.tell(tr("Open a survey first."), "warning")
            return
        trace = self._trace()
        made = self.make(
            survey_id=session.survey.id,
            geometry=Point(*self.place(event)),
            trace_id=trace.id if trace is not None else None,
            fault_id=trace.fault_id if trace is not None else self._selected_fault(),
        )
        if self.apply(digitizing.create_record(made)):
            self.workspace.select([(kind_of(made), made.id)])
            self.placed.emit(made)

    def _selected_fault(self) -> UUID | None:
        return next((key for kind, key in self.workspace.selection if kind == "fault"), None)

    def next_code(self, kind: str) -> str:
        """The first free code of this kind."""
        return free_code(self.session.records if self.session is not None else {}, kind)

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        paint_cue(painter, scale, self.snap)
        if self._pointer is not None and self._name:
            paint_note(painter, scale, self._pointer, [(self._name, TEXT)])


class PointTool(PlaceTool):
    """A new observation point."""

    name = "add_point"

    @property
    def hint(self) -> str:
        return tr("Click where the observation was made; on a trace it belongs to that trace")

    def make(self, **fields: Any) -> AnyRecord:
        return ObservationPoint(code=self.next_code("observation_point"), **fields)


class OffsetTool(PlaceTool):
    """A new offset marker."""

    name = "add_offset"

    @property
    def hint(self) -> str:
        return tr("Click on the trace where the landform is offset")

    def make(self, **fields: Any) -> AnyRecord:
        return OffsetMarker(code=self.next_code("offset_marker"), **fields)


class WidthTool(PlaceTool):
    """A new station where the deformation zone's width is stated; it needs a trace, since left and right are
    seen along one."""

    name = "add_width"

    @property
    def hint(self) -> str:
        return tr("Click on the trace where the width of the deformation zone is known")

    def press(self, event: MapEvent) -> None:
        self.move(event)
        if event.button == Qt.MouseButton.LeftButton and self._trace() is None:
            self.workspace.tell(tr("Click on a trace: left and right are seen along it."), "warning")
            return
        super().press(event)

    def make(self, **fields: Any) -> AnyRecord:
        return DeformationWidth(**fields)


_MOVABLE = ("observation_point", "offset_marker", "deformation_width")


class MovePointTool(Tool):
    """Drags points to another place."""

    name = "move_point"
    shape = Qt.CursorShape.OpenHandCursor

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._held: AnyRecord | None = None
        self._to: tuple[float, float] | None = None

    @property
    def hint(self) -> str:
        return tr("Drag a point to where it belongs")

    @property
    def busy(self) -> bool:
        return self._held is not None

    def reset(self) -> None:
        self._held, self._to = None, None

    def press(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.LeftButton and self.view is not None:
            hit = next((ref for ref in self.view.hit(event.position) if ref[0] in _MOVABLE), None)
            self._held = self.workspace.record(hit) if hit is not None else None

    def move(self, event: MapEvent) -> None:
        if self._held is not None:
            self.snap = self.snapper.find(self.view, event)
            self._to = self.place(event)
            self.redraw()

    def release(self, event: MapEvent) -> None:
        held, to = self._held, self._to
        self.reset()
        if held is not None and to is not None:
            self.apply(digitizing.change_record(held, geometry=Point(*to)))
        self.snap = None
        self.redraw()

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        if self._to is not None:
            painter.setPen(QPen(ACCENT, 2.0))
            painter.drawEllipse(QPointF(*scale.to_screen(*self._to)), 7.0, 7.0)
            paint_cue(painter, scale, self.snap)
