"""Splitting, joining, reshaping and reversing traces."""

from collections.abc import Callable
from uuid import UUID

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent

from faultgis.edits import Edit
from faultgis.errors import FaultGISError, InputError
from faultgis.geometry import lines
from faultgis.records.trace import Trace
from faultgis.services import digitizing
from ui.canvas.events import MapEvent
from ui.tools.drawing import SketchTool
from ui.tools.sketch import Place
from ui.tools.tool import Tool
from ui.words import tr
from ui.workspace import Workspace

_TOUCH_PX = 3.0


class CutTool(SketchTool):
    """A sketch drawn over traces: the selected ones, or else those that it meets."""

    @property
    def tolerance_m(self) -> float:
        """How near to a trace an end of the sketch touches it."""
        return _TOUCH_PX * float(self.view.scale.metres_per_pixel) if self.view is not None else 0.0

    def candidates(self, points: list[Place]) -> list[Trace]:
        """The traces that the sketch may work on."""
        selected = self.selected_traces()
        if selected or self.view is None:
            return selected
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        left, top = self.view.scale.to_screen(min(xs), max(ys))
        right, bottom = self.view.scale.to_screen(max(xs), min(ys))
        radius = max(right - left, bottom - top) / 2 + _TOUCH_PX
        found: list[Trace] = self.view.traces_near(x, y, radius)
        return found

    def gather(self, points: list[Place], work: Callable[[Trace], Edit], refusal: InputError) -> Edit:
        """One edit over all candidates that the sketch meets. Raises ``refusal`` if it meets none."""
        edits = []
        for trace in self.candidates(points):
            try:
                edits.append(work(trace))
            except InputError as error:
                if error.code != refusal.code:
                    raise
        changes = tuple(change for edit in edits for change in edit.changes)
        if not changes:
            raise refusal
        return Edit(edits[0].name, changes)

    def carry_out(self, make: Callable[[], Edit]) -> bool:
        """Apply an edit; a refusal is told and keeps the sketch."""
        try:
            return self.apply(make())
        except FaultGISError as error:
            self.refuse(error)
            return False


class SplitTool(CutTool):
    """Click on a trace to split it there, or draw a line across."""

    name = "split"

    @property
    def hint(self) -> str:
        if not self.sketch:
            return tr("Click on a trace to split it there, or draw a line across")
        return tr("Draw across the traces to split") + " · " + self.keys_hint

    def press(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.LeftButton and not self.sketch:
            self.move(event)
            trace = self.trace_at(event)
            if trace is not None:
                self._split_at(trace, self.place(event))
                return
        super().press(event)

    def _split_at(self, trace: Trace, place: Place) -> None:
        session = self.session
        if session is None:
            return
        cut = lines.nearest(trace.geometry, *place)
        if self.carry_out(lambda: digitizing.split_trace(session.records, trace, cut)):
            self._tell(2)
            self.redraw()

    def _tell(self, pieces: int) -> None:
        self.workspace.tell(tr("Split into {count} pieces.", count=pieces))

    def done(self, points: list[Place]) -> bool:
        session = self.session
        if session is None:
            return False
        records = session.records

        def work(trace: Trace) -> Edit:
            return digitizing.split_across(records, trace, points, self.tolerance_m)

        return self.carry_out(lambda: self.gather(points, work, InputError("split.no_crossing")))


class ReshapeTool(CutTool):
    """Draw over a trace: between the first and the last crossing it takes the drawn path."""

    name = "reshape"

    @property
    def hint(self) -> str:
        if not self.sketch:
            return tr("Draw over a trace, crossing it twice; or go on from its end")
        return tr("Cross the trace again") + " · " + self.keys_hint

    def done(self, points: list[Place]) -> bool:
        def work(trace: Trace) -> Edit:
            return digitizing.reshape_trace(trace, points, self.tolerance_m)

        return self.carry_out(lambda: self.gather(points, work, InputError("reshape.crossings", found=0)))


_LABELS = {
    "fault_id": "Fault",
    "segment_id": "Segment",
    "accuracy": "Location accuracy",
    "location_error_m": "Location error",
    "upthrown": "Upthrown side",
    "mapping_scale": "Mapping scale 1:",
}


def field_label(name: str) -> str:
    """A field of a trace as forms call it."""
    return tr(_LABELS.get(name, name.replace("_", " ").capitalize()))


class JoinTool(Tool):
    """Click two traces: the first keeps its attributes and direction."""

    name = "join"
    shape = Qt.CursorShape.PointingHandCursor

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.first: UUID | None = None

    @property
    def hint(self) -> str:
        if self.first is None:
            return tr("Click the trace whose attributes stay")
        return tr("Click the trace to join to it · Esc starts again")

    @property
    def busy(self) -> bool:
        return self.first is not None

    def activate(self, view: object) -> None:
        selected = self.selected_traces()
        self.first = selected[0].id if len(selected) == 1 else None
        super().activate(view)

    def reset(self) -> None:
        self.first = None

    def press(self, event: MapEvent) -> None:
        if event.button != Qt.MouseButton.LeftButton:
            return
        trace = self.trace_at(event, but=self.first)
        first = self.trace(self.first)
        if trace is None:
            self.workspace.tell(tr("No trace here."), "warning")
        elif first is None:
            self.first = trace.id
            self.workspace.select([("trace", trace.id)])
        elif self.join(first, trace):
            self.first = None
        self.hint_changed.emit()

    def join(self, first: Trace, second: Trace) -> bool:
        """Join two traces and tell what they disagreed about; also what the menu does with two selected."""
        if self.session is None:
            return False
        try:
            joining = digitizing.join_traces(self.session.records, first, second)
        except FaultGISError as error:
            self.refuse(error)
            return False
        if not self.apply(joining.edit):
            return False
        self.workspace.select([("trace", first.id)])
        self._tell(joining)
        return True

    def _tell(self, joining: digitizing.Joining) -> None:
        said = tr("Joined; the gap was {metres} m.", metres=f"{joining.gap_m:.1f}")
        if not joining.differences:
            self.workspace.tell(said)
            return
        names = tr(", ").join(field_label(difference.field) for difference in joining.differences)
        self.workspace.tell(said + " " + tr("Kept the first one's: {fields}.", fields=names), "warning")

    def key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.first is not None:
            self.first = None
            self.hint_changed.emit()
            return True
        return super().key(event)


class ReverseTool(Tool):
    """Click a trace to turn its direction; its teeth stay on the same ground."""

    name = "reverse"
    shape = Qt.CursorShape.PointingHandCursor

    @property
    def hint(self) -> str:
        return tr("Click a trace to turn its direction; teeth and sides stay where they are")

    def press(self, event: MapEvent) -> None:
        trace = self.trace_at(event)
        if event.button == Qt.MouseButton.LeftButton and trace is not None:
            self.reverse(trace)

    def reverse(self, trace: Trace) -> bool:
        """Turn a trace; also what the menu does with the selected one."""
        if self.session is None:
            return False
        return self.apply(digitizing.reverse_trace(self.session.records, trace))
