"""Zones over the map: polygons, or strokes along the traces; with the reason for their width."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from shapely import Point
from shapely.geometry.base import BaseGeometry

from ui.canvas.scale import MapScale
from ui.tools.handles import on_screen

ZONE = QColor(200, 40, 40, 56)
RING = QColor(230, 150, 30, 60)
# Strokes are drawn so wide at least, and taken by the cursor so far to each side (logical pixels).
LEAST_PX, NEAR_PX = 1.5, 3.0


@dataclass(frozen=True)
class Ground:
    """A zone on the map: ``kind`` zone, location_error, step_over or deformation_zone; ``why`` says why it is
    as wide as it is. Where it is drawn as a stroke, its geometry are lines, and ``half_m`` is how far it
    reaches to each side of them."""

    kind: str
    geometry: BaseGeometry
    why: str
    half_m: float = 0.0

    def holds(self, place: Point, scale: MapScale) -> bool:
        """Whether a place stands in it, as it is seen."""
        if not self.half_m:
            return bool(shapely.intersects(self.geometry, place))
        reach = max(self.half_m / scale.metres_per_pixel, NEAR_PX) / min(scale.pixels_per_degree)
        return bool(shapely.dwithin(self.geometry, place, reach))


def paint_grounds(painter: QPainter, scale: MapScale, grounds: Sequence[Ground]) -> None:
    """Paint zones: polygons with their edges, strokes of one kind and width together."""
    together: dict[tuple[bool, float], list[BaseGeometry]] = {}
    thin: set[int] = set()
    for ground in grounds:
        ring = ground.kind == "location_error"
        if ground.half_m:
            together.setdefault((not ring, -ground.half_m), []).append(ground.geometry)
            continue
        colour = RING if ring else ZONE
        painter.setPen(QPen(_clear(colour), 1))
        path = path_of(scale, ground.geometry)
        painter.fillPath(path, colour)
        painter.drawPath(path)
    for (zone, minus_m), lines in sorted(together.items(), key=lambda each: each[0]):
        found = lines
        width = -2 * minus_m / scale.metres_per_pixel
        if not zone and width < 2 * NEAR_PX:
            continue  # the rings of strokes that are too narrow are not seen
        if width <= LEAST_PX:  # zones within zones look alike there
            found = [line for line in found if id(line) not in thin]
            thin |= {id(line) for line in found}
        if found:
            _stroke(painter, _polylines_of(scale, found), zone, width)


def _stroke(painter: QPainter, lines: Sequence[QPolygonF], zone: bool, width: float) -> None:
    """Strokes that are too narrow to be seen are drawn wider and clearer."""
    if width < 2 * NEAR_PX:
        painter.setPen(QPen(_clear(ZONE), max(width, LEAST_PX)))
        for line in lines:
            painter.drawPolyline(line)
        return
    path = QPainterPath()
    for line in lines:
        path.addPolygon(line)
    style = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.strokePath(path, QPen(ZONE if zone else RING, width, *style))


def _clear(colour: QColor) -> QColor:
    return QColor(colour.red(), colour.green(), colour.blue(), 170)


def polyline_of(scale: MapScale, line: BaseGeometry) -> QPolygonF:
    """A line in logical pixels."""
    return QPolygonF([QPointF(x, y) for x, y in on_screen(scale, shapely.get_coordinates(line)).tolist()])


def _polylines_of(scale: MapScale, lines: Sequence[BaseGeometry]) -> list[QPolygonF]:
    """The parts of many lines in logical pixels."""
    parts = shapely.get_parts(list(lines))
    places = [QPointF(x, y) for x, y in on_screen(scale, shapely.get_coordinates(parts)).tolist()]
    ends = np.cumsum(shapely.get_num_points(parts)).tolist()
    return [QPolygonF(places[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def path_of(scale: MapScale, geometry: BaseGeometry) -> QPainterPath:
    """The polygons of a geometry in logical pixels."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                path.addPolygon(polyline_of(scale, ring))
                path.closeSubpath()
    return path
