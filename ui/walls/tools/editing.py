"""Selecting on a wall, and moving, inserting and deleting vertices of what is selected."""

from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QKeyEvent, QPainter, QPen
from shapely.geometry.base import BaseGeometry

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.geometry.snapping import Excluded
from faultgis.records.trench import WallFeature
from faultgis.services import logging
from faultgis.walls import shapes
from faultgis.walls.frames import Place, paths, to_wall
from faultgis.walls.shapes import POINT_KINDS, Vertex
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.rubber import ACCENT
from ui.tools.snapping import paint_cue
from ui.tools.tool import Tool
from ui.walls.painting import path_of
from ui.walls.snapping import WallSnapper
from ui.walls.tools.common import features_of
from ui.words import tr
from ui.workspace import Ref, Workspace

REACH_PX = 9.0
_SLACK_PX = 3.0
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True)
class Held:
    """A vertex of a feature."""

    feature: WallFeature
    vertex: Vertex

    @property
    def place(self) -> Place:
        """Where it lies, in metres."""
        return paths(self.feature.shape)[self.vertex[0]][self.vertex[1]]


class WallEditTool(Tool):
    """A click selects; the vertices of what is selected can be dragged, a double click on a line puts one in,
    Delete takes the one that was clicked out, or what is selected away. Vertices of other features at the
    very same place move along, so that areas and contacts stay together; Ctrl moves one alone."""

    name = "log_select"
    shape = Qt.CursorShape.ArrowCursor
    handles = True

    def __init__(self, workspace: Workspace, snapper: WallSnapper) -> None:
        super().__init__(workspace)
        self.snapper = snapper
        self.hovered: Held | None = None
        self.chosen: Held | None = None
        self._pressed: QPointF | None = None
        self._drag: list[Held] = []
        self._to: Place | None = None

    @property
    def hint(self) -> str:
        if self.vertex is not None:
            return tr("Delete takes this vertex out · drag moves it")
        if self.workspace.selection and features_of(self.view, self.workspace.selection):
            return tr(
                "Drag a vertex · double click on the line adds one · Delete takes away · Ctrl moves one alone"
            )
        return tr("Click what is drawn to select it · drag with the middle button or Space to move the wall")

    @property
    def busy(self) -> bool:
        return bool(self._drag)

    def elsewhere(self) -> None:
        """What the map shows means nothing to a wall."""

    def reset(self) -> None:
        self.hovered, self.chosen, self._pressed, self._drag, self._to = None, None, None, [], None

    def deactivate(self) -> None:
        self.reset()
        super().deactivate()

    def wants(self, event: QKeyEvent) -> bool:
        return Qt.Key(event.key()) in _DELETE

    @property
    def vertex(self) -> Held | None:
        """The vertex that was clicked, as long as it is there: it is what Delete takes out."""
        held = self.chosen
        if held is None or self.view is None or held.feature not in self.view.features:
            return None
        return held

    # Mouse

    def _vertex_at(self, position: QPointF) -> Held | None:
        """The vertex under the mouse, of what is selected; of a point that is drawn there."""
        if self.view is None:
            return None
        scale, best, near = self.view.scale, None, REACH_PX
        points = [f for f in self.view.features if f.kind in POINT_KINDS]
        for feature in (*features_of(self.view, self.workspace.selection), *points):
            for part, path in enumerate(paths(feature.shape)):
                for number, place in enumerate(path):
                    x, y = scale.pixel(*place)
                    away = max(abs(x - position.x()), abs(y - position.y()))
                    if away < near:
                        best, near = Held(feature, (part, number)), away
        return best

    def press(self, event: MapEvent) -> None:
        if event.button != Qt.MouseButton.LeftButton:
            return
        held = self._vertex_at(event.position)
        self._pressed, self.chosen = event.position, None
        if held is not None and not event.modifiers & Qt.KeyboardModifier.ShiftModifier:
            if ("wall_feature", held.feature.id) not in self.workspace.selection:
                self.workspace.select([("wall_feature", held.feature.id)])
            alone = bool(event.modifiers & Qt.KeyboardModifier.ControlModifier)
            self._drag = [held] if alone else self._together(held)
            self._to = None
            return
        self._choose(event)

    def _together(self, held: Held) -> list[Held]:
        """The vertex with those of other features at the very same place."""
        found = [held]
        for feature in self.view.features:
            if feature.id == held.feature.id or feature.kind in POINT_KINDS:
                continue
            for part, path in enumerate(paths(feature.shape)):
                same = [n for n, place in enumerate(path) if place == held.place]
                found += [Held(feature, (part, same[0]))] if same else []
        return found if held.feature.kind not in POINT_KINDS else [held]

    def _choose(self, event: MapEvent) -> None:
        hit: list[Ref] = self.view.hit(event.position)
        adding = bool(event.modifiers & _ADDING)
        chosen = list(self.workspace.selection)
        if not hit:
            self.workspace.select(chosen if adding else [])
            return
        ref = self._next(hit)
        if adding:
            self.workspace.select([r for r in chosen if r != ref] if ref in chosen else [*chosen, ref])
        else:
            self.workspace.select([ref])
        self.hint_changed.emit()

    def _next(self, hit: list[Ref]) -> Ref:
        """The first under the mouse; a second click at the same place goes to what lies below."""
        selection = self.workspace.selection
        if len(selection) == 1 and selection[0] in hit:
            return hit[(hit.index(selection[0]) + 1) % len(hit)]
        return hit[0]

    def move(self, event: MapEvent) -> None:
        if not self._drag:
            self.hovered = self._vertex_at(event.position)
            self.redraw()
            return
        start = self._pressed or event.position
        if self._to is None and (event.position - start).manhattanLength() < _SLACK_PX:
            return
        excluded = [Excluded(h.feature.id, h.vertex[0], h.vertex[1]) for h in self._drag]
        self.snap = None
        if self._drag[0].feature.kind not in POINT_KINDS:
            self.snap = self.snapper.find(self.view, event, exclude=excluded)
        self._to = to_wall(self.place(event))
        self.redraw()

    def release(self, event: MapEvent) -> None:
        held, to = self._drag, self._to
        self._drag, self._to, self.snap, self._pressed = [], None, None, None
        if held and to is not None:
            self._move(held, to)
        elif held and held[0].feature.kind not in POINT_KINDS:
            self.chosen = held[0]
            self.hint_changed.emit()
        self.redraw()

    def _move(self, held: list[Held], to: Place) -> None:
        assert self.session is not None
        changes: list[Change] = []
        try:
            for one in held:
                shape = shapes.move_vertex(one.feature.shape, one.vertex, to)
                changes += logging.reshape(self.session.records, one.feature, shape).changes
        except FaultGISError as error:
            self.refuse(error)
            return
        self.apply(Edit("edit.move_vertex", tuple(changes)))

    def double_click(self, event: MapEvent) -> None:
        """Put a vertex into the line of what is selected."""
        if self.session is None or event.button != Qt.MouseButton.LeftButton:
            return
        place = to_wall((event.longitude, event.latitude))
        reach = REACH_PX * self.view.scale.metres_per_pixel
        for feature in features_of(self.view, self.workspace.selection):
            if feature.kind in POINT_KINDS:
                continue
            segment, on, distance = shapes.nearest_segment(feature.shape, place)
            if distance <= reach:
                self._reshape(feature, shapes.insert_vertex(feature.shape, segment, on), "edit.insert_vertex")
                return

    def _reshape(self, feature: WallFeature, shape: BaseGeometry, name: str) -> None:
        assert self.session is not None
        self.apply(logging.reshape(self.session.records, feature, shape, name=name))

    # Keys

    def key(self, event: QKeyEvent) -> bool:
        if Qt.Key(event.key()) in _DELETE:
            return self.delete()
        if event.key() == Qt.Key.Key_Escape:
            self.workspace.select([])
            return True
        return super().key(event)

    def delete(self) -> bool:
        """Take out the vertex that was clicked, else delete what is selected."""
        session, held = self.session, self.vertex
        if session is None:
            return False
        if held is not None:
            self.chosen = self.hovered = None
            try:
                shape = shapes.delete_vertex(held.feature.shape, held.vertex)
            except FaultGISError as error:
                self.refuse(error)
                return True
            self._reshape(held.feature, shape, "edit.delete_vertices")
            return True
        chosen = features_of(self.view, self.workspace.selection)
        return bool(chosen) and self.apply(logging.take_away(session.records, chosen))

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        wall: Any = scale
        if self._drag and self._to is not None:
            painter.setPen(QPen(ACCENT, 2.0, Qt.PenStyle.DashLine))
            for one in self._drag:
                try:
                    painter.drawPath(
                        path_of(wall, shapes.move_vertex(one.feature.shape, one.vertex, self._to))
                    )
                except FaultGISError:
                    continue  # said when it is let go
            x, y = wall.pixel(*self._to)
            painter.fillRect(QRectF(x - 4, y - 4, 8, 8), ACCENT)
            paint_cue(painter, scale, self.snap)
            return
        for held, filled in ((self.hovered, False), (self.vertex, True)):
            if held is not None:
                x, y = wall.pixel(*held.place)
                painter.setPen(QPen(QColor(255, 255, 255), 3.0))
                painter.drawRect(QRectF(x - 5, y - 5, 10, 10))
                painter.setPen(QPen(ACCENT, 2.0))
                painter.setBrush(ACCENT if filled else QColor(0, 0, 0, 0))
                painter.drawRect(QRectF(x - 5, y - 5, 10, 10))
                painter.setBrush(Qt.BrushStyle.NoBrush)
