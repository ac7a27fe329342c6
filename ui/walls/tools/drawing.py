"""Drawing lines and areas on a wall, and a cut through what is drawn."""

from typing import Any

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QPainter, QPolygonF
from shapely import LineString

from faultgis.errors import FaultGISError
from faultgis.services import logging
from faultgis.walls.frames import all_to_wall
from faultgis.walls.shapes import AREA_KINDS, form_of
from ui.canvas.scale import MapScale
from ui.tools.drawing import SketchTool
from ui.tools.rubber import Row
from ui.tools.sketch import Place
from ui.tools.stroke import CLOSE_PX
from ui.walls.snapping import WallSnapper
from ui.walls.tools.common import Choices, drawn_word, features_of, step_row, wall_of
from ui.words import tr
from ui.workspace import Workspace

_FILL = QColor(11, 102, 128, 40)


class WallSketchTool(SketchTool):
    """A sketch in the metres of a wall; kept in the journal with the wall that it belongs to."""

    def __init__(self, workspace: Workspace, snapper: WallSnapper) -> None:
        super().__init__(workspace)
        self.snapper = snapper
        self.wall_id: str = ""

    def activate(self, view: Any) -> None:
        super().activate(view)
        if view.wall is not None:
            self.wall_id = str(view.wall.id)

    def elsewhere(self) -> None:
        """What the map shows means nothing to a wall."""

    def notes(self) -> list[Row]:
        if not self.sketch or not self.path or self.view is None:
            return []
        typed = super().notes()[:-1]
        return [*typed, step_row(self.sketch.points[-1], self.path[-1], self.view.scale.mirrored)]

    def follow_step(self) -> bool:
        """There are no traces to follow."""
        return False

    def release(self, event: Any) -> None:
        if self.stroke and self.view is not None:
            self.add(*self.stroke.end(CLOSE_PX * self.view.scale.metres_per_pixel))

    @property
    def keys_hint(self) -> str:
        if self.typed:
            return super().keys_hint
        mode = [tr("freehand")] if self.freehand else []
        keys = tr("Enter or right click finishes · Esc takes a vertex back · Shift+Esc cancels · F freehand")
        return " · ".join([*mode, keys])

    def state(self) -> dict[str, Any]:
        return {**super().state(), "wall": self.wall_id}

    def resume(self, state: dict[str, Any]) -> None:
        self.wall_id = str(state.get("wall", ""))
        super().resume(state)


class WallDrawTool(WallSketchTool):
    """A feature of one kind, vertex by vertex; an area closes by a click on its first vertex or Enter."""

    def __init__(self, workspace: Workspace, snapper: WallSnapper, kind: str, choices: Choices) -> None:
        self.kind = kind
        self.name = f"log_{kind}"
        self.choices = choices
        super().__init__(workspace, snapper)
        self.least = 3 if kind in AREA_KINDS else 2

    @property
    def hint(self) -> str:
        word = drawn_word(self.kind)
        if not self.sketch:
            if form_of(self.kind) == "area":
                return tr("{kind}: click the corners of the area · S snapping", kind=word)
            return tr("{kind}: click where the line begins · S snapping", kind=word)
        count = tr("{kind}, {count} vertices", kind=word, count=len(self.sketch.points))
        return f"{count} · {self.keys_hint}"

    def sketched(self) -> bool:
        points = self.sketch.points
        if self.kind in AREA_KINDS and len(points) > 3 and points[-1] == points[0]:
            self.finish()
            return True
        return super().sketched()

    def done(self, points: list[Place]) -> bool:
        wall = wall_of(self.view, self.session)
        if wall is None or self.session is None:
            return False
        try:
            edit = logging.draw(self.session.records, wall, self.kind, all_to_wall(points), **self.fields())
        except FaultGISError as error:
            self.refuse(error)
            return False
        if not self.apply(edit):
            return False
        self.workspace.select([("wall_feature", edit.changes[0].id)])
        return True

    def fields(self) -> dict[str, Any]:
        """The unit or the event that is chosen beside the wall."""
        if self.kind in AREA_KINDS and self.choices.unit_id is not None:
            return {"unit_id": self.choices.unit_id}
        if self.kind == "event_horizon" and self.choices.event_id is not None:
            return {"event_id": self.choices.event_id}
        return {}

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        places = [*self.sketch.points, *self.path]
        if self.kind in AREA_KINDS and len(places) > 2:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_FILL)
            painter.drawPolygon(QPolygonF([QPointF(*scale.to_screen(*place)) for place in places]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        super().paint(painter, scale)


class WallSplitTool(WallSketchTool):
    """A line drawn across what is selected, or across the areas there, cuts it."""

    name = "log_split"

    @property
    def hint(self) -> str:
        if not self.sketch:
            return tr("Draw a line right across the area or line to cut")
        return self.keys_hint

    def done(self, points: list[Place]) -> bool:
        blade = LineString(all_to_wall(points))
        chosen = features_of(self.view, self.workspace.selection)
        areas = [f for f in self.view.features if f.kind in AREA_KINDS]
        try:
            edit = logging.split(chosen or areas, blade)
        except FaultGISError as error:
            self.refuse(error)
            return False
        if self.apply(edit):
            self.workspace.select([("wall_feature", change.id) for change in edit.changes])
        return True


class WallReshapeTool(WallSketchTool):
    """A stretch of a boundary drawn anew, from one place on it to another; contacts and areas that share it
    follow together. What is selected is meant alone."""

    name = "log_reshape"

    @property
    def hint(self) -> str:
        if not self.sketch:
            return tr("Begin on the line or outline to reshape, end on it again")
        return self.keys_hint

    def done(self, points: list[Place]) -> bool:
        chosen = features_of(self.view, self.workspace.selection)
        try:
            edit = logging.reshape_along(self.view.features, chosen, all_to_wall(points))
        except FaultGISError as error:
            self.refuse(error)
            return False
        return self.apply(edit)


class WallMeasureTool(WallSketchTool):
    """Lengths and slopes on the wall; nothing is kept."""

    name = "log_measure"
    journalled = False

    @property
    def hint(self) -> str:
        return tr("Click from place to place to measure · right click ends")

    def notes(self) -> list[Row]:
        rows = super().notes()
        places = all_to_wall([*self.sketch.points, *self.path])
        if len(places) > 2:
            from ui.walls.tools.common import length_text

            total = length_text(LineString(places).length)
            rows.append((tr("total {length}", length=total), rows[-1][1]))
        return rows

    def done(self, points: list[Place]) -> bool:
        said = " · ".join(text for text, _ in self.notes())
        if said:
            self.workspace.tell(said)
        return True
