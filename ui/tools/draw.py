"""Drawing a new trace, and continuing one from an end."""

from typing import Any
from uuid import UUID

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainter

from faultgis.errors import FaultGISError
from faultgis.services import digitizing
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.drawing import SketchTool
from ui.tools.preview import Preview
from ui.tools.relief import ReliefProbe
from ui.tools.rubber import Row
from ui.tools.sketch import Place
from ui.words import tr
from ui.workspace import Workspace


class DrawTool(SketchTool):
    """A new trace, vertex by vertex. ``attributes`` are the fields it gets; a selected fault becomes its
    fault. Symbol, teeth and dip arrow are drawn live, and the rubber band takes the colour of what the
    direction guard finds; T changes the side of the teeth."""

    name = "draw"

    def __init__(self, workspace: Workspace) -> None:
        self.attributes: dict[str, Any] = {}
        self.preview = Preview()
        self.relief = ReliefProbe()
        super().__init__(workspace)
        self.relief.setParent(self)
        self.relief.found.connect(self._show)

    @property
    def hint(self) -> str:
        if not self.sketch:
            return tr("Click where the trace begins · S snapping")
        drawn = tr("Trace of {count} vertices", count=len(self.sketch.points))
        return " · ".join([drawn, self.keys_hint, tr("T changes the side of the teeth")])

    def pointed(self) -> None:
        session = self.session
        if session is not None and self.sketch:
            points = [*self.sketch.points, *self.path]
            heights = self.relief.heights
            self.preview.show(session.survey.id, session.records, points, self.fields(), heights)
        else:
            self.preview.clear()
        super().pointed()
        self.rubber.colour, self.rubber.line = self.preview.colour, False

    def sketched(self) -> bool:
        self.relief.ask(self.view, self.sketch.points)
        return super().sketched()

    def notes(self) -> list[Row]:
        return [*super().notes(), *self.preview.rows] if self.sketch else []

    def turn_step(self) -> bool:
        """The hanging wall goes from unknown to the left, to the right, and back."""
        turns = {"left": "right", "right": "unknown"}
        self.attributes["hanging_wall"] = turns.get(self.attributes.get("hanging_wall", "unknown"), "left")
        self._show()
        return True

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        dots = float(self.view.logicalDpiX()) if self.view is not None else 96.0
        self.preview.paint(painter, scale, dots)
        super().paint(painter, scale)

    def state(self) -> dict[str, Any]:
        side = self.attributes.get("hanging_wall", "unknown")
        return {**super().state(), "hanging_wall": side}

    def resume(self, state: dict[str, Any]) -> None:
        if state.get("hanging_wall", "unknown") != "unknown":
            self.attributes["hanging_wall"] = state["hanging_wall"]
        super().resume(state)

    def done(self, points: list[Place]) -> bool:
        session = self.session
        if session is None:
            self.workspace.tell(tr("Open a survey first."), "warning")
            return False
        try:
            edit = digitizing.draw_trace(session.survey.id, points, **self.fields())
        except FaultGISError as error:
            self.refuse(error)
            return False
        if not self.apply(edit):
            return False
        self.workspace.select([("trace", edit.changes[0].id)])
        return True

    def fields(self) -> dict[str, Any]:
        """The fields of the trace to come."""
        given = dict(self.attributes)
        session = self.session
        if session is not None:
            given.setdefault("mapping_scale", session.survey.mapping_scale)
        kind, key = self.workspace.selection[-1] if self.workspace.selection else ("", None)
        if kind == "fault":
            given.setdefault("fault_id", key)
        return given


class ContinueTool(SketchTool):
    """Click near an end of a trace, then draw on from there."""

    name = "continue"
    least = 1

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.trace_id: UUID | None = None
        self.at_end = True

    @property
    def hint(self) -> str:
        if self.trace_id is None:
            return tr("Click near the end of the trace to continue")
        return tr("Click the next vertex") + " · " + self.keys_hint

    def press(self, event: MapEvent) -> None:
        if self.trace_id is None and event.button == Qt.MouseButton.LeftButton:
            self._choose(event)
        else:
            super().press(event)

    def _choose(self, event: MapEvent) -> None:
        trace = self.trace_at(event)
        if trace is None:
            self.workspace.tell(tr("No trace here."), "warning")
            return
        ends = trace.geometry.geoms[0].coords[0], trace.geometry.geoms[-1].coords[-1]
        places = [self.view.scale.to_screen(*end[:2]) for end in ends]
        here = event.position
        away = [abs(x - here.x()) + abs(y - here.y()) for x, y in places]
        self.trace_id, self.at_end = trace.id, away[1] <= away[0]
        self.workspace.select([("trace", trace.id)])
        self.hint_changed.emit()

    def reset(self) -> None:
        super().reset()
        self.trace_id = None

    def state(self) -> dict[str, Any]:
        return {**super().state(), "trace": str(self.trace_id), "at_end": self.at_end}

    def resume(self, state: dict[str, Any]) -> None:
        self.trace_id, self.at_end = UUID(state["trace"]), bool(state["at_end"])
        super().resume(state)

    def done(self, points: list[Place]) -> bool:
        trace = self.trace(self.trace_id)
        if trace is None:
            self.workspace.tell(tr("The trace is gone."), "warning")
            return False
        try:
            done = self.apply(digitizing.continue_trace(trace, self.at_end, points))
        except FaultGISError as error:
            self.refuse(error)
            return False
        self.trace_id = None
        return done
