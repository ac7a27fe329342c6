"""The rubber band of a sketch: vertices so far, what a click would add, words at the cursor."""

from dataclasses import dataclass, field

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from faultgis.crs import distance_azimuth
from faultgis.geometry.frame import as_coordinates
from faultgis.geometry.snapping import Snap
from ui.canvas.scale import MapScale
from ui.tools.handles import on_screen
from ui.tools.notes import TEXT, azimuth_text, metres_text, paint_note
from ui.tools.sketch import Place
from ui.tools.snapping import paint_cue

ACCENT = QColor(11, 102, 128)
_WHITE = QColor(255, 255, 255)

Row = tuple[str, QColor]


@dataclass
class Rubber:
    """What to draw; set by the tool when the mouse moves, only painted in ``paint``."""

    points: list[Place] = field(default_factory=list)
    path: list[Place] = field(default_factory=list)
    stroke: list[Place] = field(default_factory=list)
    pointer: Place | None = None
    snap: Snap | None = None
    notes: list[Row] = field(default_factory=list)
    colour: QColor = field(default_factory=lambda: QColor(ACCENT))
    line: bool = True

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        """Draw it; ``line`` false leaves out the line through the vertices (a preview draws it)."""
        placed = _polygon(scale, self.points)
        if self.line:
            for colour, width in ((_WHITE, 4.0), (self.colour, 2.0)):
                painter.setPen(QPen(colour, width))
                painter.drawPolyline(placed)
        if self.points and self.path and not self.stroke:
            painter.setPen(QPen(self.colour, 1.5, Qt.PenStyle.DashLine))
            painter.drawPolyline(_polygon(scale, [self.points[-1], *self.path]))
        if self.stroke:
            painter.setPen(QPen(self.colour, 1.5))
            painter.drawPolyline(_polygon(scale, self.stroke))
        for colour, width in ((_WHITE, 7.0), (self.colour, 4.5)):
            painter.setPen(QPen(colour, width, cap=Qt.PenCapStyle.RoundCap))
            painter.drawPoints(placed)
        paint_cue(painter, scale, self.snap)
        if self.pointer is not None:
            paint_note(painter, scale, QPointF(*scale.to_screen(*self.pointer)), self.notes)


def _polygon(scale: MapScale, places: list[Place]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in on_screen(scale, as_coordinates(places)).tolist()])


def step_row(start: Place, end: Place) -> Row:
    """Distance and azimuth of a step, geodesic."""
    metres, azimuth = distance_azimuth(*start, *end)
    return f"{metres_text(metres)} · {azimuth_text(azimuth)}", TEXT
