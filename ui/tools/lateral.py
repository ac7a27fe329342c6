"""Matching a landform across a trace: a line along it on one side, then one on the other."""

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QKeyEvent, QPainter, QPen, QPolygonF

from faultgis.errors import InputError
from faultgis.services import matching
from faultgis.services.matching import Matched
from faultgis.services.naming import free_code
from ui.canvas.scale import MapScale
from ui.tools.drawing import SketchTool
from ui.tools.notes import TEXT
from ui.tools.rubber import ACCENT, Row
from ui.tools.sketch import Place
from ui.words import tr
from ui.workspace import Workspace

CASING = QColor(255, 255, 255, 200)
# How well a hand places a vertex on the screen.
HAND_PX = 3.0


class LateralTool(SketchTool):
    """The first finished line waits on the map; with the second, the offset is live beside the pointer, and
    the marker is made when it is finished."""

    name = "piercing"
    journalled = False

    def __init__(self, workspace: Workspace) -> None:
        self.first: list[Place] = []
        super().__init__(workspace)

    @property
    def hint(self) -> str:
        if self.sketch:
            return self.keys_hint
        if self.first:
            return tr(
                "Draw a line along the same landform on the other side of the trace · Esc drops the first"
            )
        return tr("Draw a line along the offset landform on one side of the trace")

    @property
    def busy(self) -> bool:
        return bool(self.sketch or self.first)

    def reset(self) -> None:
        self.first = []
        super().reset()

    def key(self, event: QKeyEvent) -> bool:
        if self.first and not self.sketch and event.key() == Qt.Key.Key_Escape:
            self.first = []
            return self.sketched()
        return super().key(event)

    def cancel_step(self) -> bool:
        self.first = []
        return super().cancel_step()

    def _pick_sd(self) -> float:
        return HAND_PX * self.view.scale.metres_per_pixel if self.view is not None else 1.0

    def _match(self, second: list[Place]) -> Matched:
        return matching.match(self.first, second, self.workspace.traces, round(self._pick_sd(), 2))

    def done(self, points: list[Place]) -> bool:
        if not self.first:
            self.first = points
            return True
        if self.session is None:
            return False
        try:
            matched = self._match(points)
        except InputError as error:
            self.refuse(error)
            return False
        code = free_code(self.session.records, "offset_marker")
        made, edit = matching.marker(matched, code=code, survey_id=self.session.survey.id)
        if not self.apply(edit):
            return False
        self.first = []
        self.workspace.select([("offset_marker", made.id)])
        self.workspace.tell(_text(matched))
        return True

    def notes(self) -> list[Row]:
        rows = super().notes()
        places = [*self.sketch.points, *self.path]
        if self.first and len(places) >= self.least:
            try:
                rows.append((_text(self._match(places)), TEXT))
            except InputError:
                # Not yet a line that can be matched; finishing it says why.
                return rows
        return rows

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        if self.first:
            line = QPolygonF([QPointF(*scale.to_screen(*place)) for place in self.first])
            for pen in (QPen(CASING, 4.0), QPen(ACCENT, 2.0, Qt.PenStyle.DashLine)):
                painter.setPen(pen)
                painter.drawPolyline(line)
        super().paint(painter, scale)


def _text(matched: Matched) -> str:
    found = matched.pierced
    sense = {"sinistral": tr("sinistral"), "dextral": tr("dextral")}.get(found.sense, "")
    said = found.strike_slip
    value = f"{abs(found.best):.1f} m"
    if said is not None:
        low, high = sorted(abs(q) if q * found.best > 0 else -abs(q) for q in (said.q025, said.q975))
        value += f" ({low:.1f}–{high:.1f}, 95 %)"
    return tr("offset {value} {sense}", value=value, sense=sense)
