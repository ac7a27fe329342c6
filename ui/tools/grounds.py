"""Zones over the map: polygons, or strokes along the traces; with the reason for their width."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF
from shapely import Point
from shapely.geometry.base import BaseGeometry

from ui.canvas.scale import MapScale
from ui.layers.paths import qt_lines
from ui.tools.handles import on_screen

ZONE = QColor(200, 40, 40, 56)
RING = QColor(230, 150, 30, 60)
# Strokes are drawn so wide at least, and taken by the cursor so far to each side (logical pixels).
LEAST_PX, NEAR_PX = 1.5, 3.0
# From so wide on strokes are seen to be round at their bends and ends (logical pixels).
ROUND_PX = 12.0
RINGED = "location_error"


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
    """Paint zones: polygons with their edges, strokes that look alike together."""
    for ground in grounds:
        if not ground.half_m:
            _paint_polygons(painter, scale, ground)
    alike = _alike(scale, [ground for ground in grounds if ground.half_m])
    device = painter.device()
    if not alike or device is None:
        return
    ratio = device.devicePixelRatioF()
    size = round(scale.width * ratio), round(scale.height * ratio)
    layer = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    layer.setDevicePixelRatio(ratio)
    for (zone, _), strokes in sorted(alike.items(), key=lambda each: each[0]):
        colour = ZONE if zone else RING
        _stroke(layer, _segments(scale, strokes), colour, strokes.width)
        painter.setOpacity((_clear(colour) if strokes.narrow else colour).alphaF())
        painter.drawImage(0, 0, layer)
    painter.setOpacity(1.0)


def _paint_polygons(painter: QPainter, scale: MapScale, ground: Ground) -> None:
    colour = RING if ground.kind == RINGED else ZONE
    painter.setPen(QPen(_clear(colour), 1))
    path = path_of(scale, ground.geometry)
    painter.fillPath(path, colour)
    painter.drawPath(path)


@dataclass
class _Strokes:
    """Lines, each once, and how wide they are on the screen."""

    width: float = LEAST_PX
    lines: dict[int, BaseGeometry] = field(default_factory=dict)

    @property
    def narrow(self) -> bool:
        """Whether they are too narrow to be seen as ground: they are drawn clearer."""
        return self.width < 2 * NEAR_PX


def _alike(scale: MapScale, grounds: Sequence[Ground]) -> dict[tuple[bool, int], _Strokes]:
    """Strokes that are as wide on the screen, to a pixel: in the order of their keys rings before zones, the
    widest first. Rings of narrow ones are not seen."""
    found: dict[tuple[bool, int], _Strokes] = defaultdict(_Strokes)
    for ground in grounds:
        width = max(LEAST_PX, 2 * ground.half_m / scale.metres_per_pixel)
        ring = ground.kind == RINGED
        if ring and width < 2 * NEAR_PX:
            continue
        strokes = found[not ring, -round(width)]
        strokes.width = max(strokes.width, width)
        strokes.lines[id(ground.geometry)] = ground.geometry
    return found


def _stroke(layer: QImage, segments: NDArray[np.float64], colour: QColor, width: float) -> None:
    """Lay strokes on a layer of their own, opaque: so no place is darker where several of them meet."""
    layer.fill(Qt.GlobalColor.transparent)
    painter = QPainter(layer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Caps make the joins, square ones where they are too small to be told from round ones.
    cap = Qt.PenCapStyle.SquareCap if width < ROUND_PX else Qt.PenCapStyle.RoundCap
    painter.setPen(QPen(QColor(colour.rgb()), width, Qt.PenStyle.SolidLine, cap))
    painter.drawLines(qt_lines(segments))
    painter.end()


def _clear(colour: QColor) -> QColor:
    return QColor(colour.red(), colour.green(), colour.blue(), 170)


def polyline_of(scale: MapScale, line: BaseGeometry) -> QPolygonF:
    """A line in logical pixels."""
    return QPolygonF([QPointF(x, y) for x, y in on_screen(scale, shapely.get_coordinates(line)).tolist()])


def _segments(scale: MapScale, strokes: _Strokes) -> NDArray[np.float64]:
    """The segments of strokes in logical pixels, as rows x1, y1, x2, y2."""
    lines = shapely.get_parts(list(strokes.lines.values()))
    places, of = shapely.get_coordinates(lines, return_index=True)
    xy, joined = on_screen(scale, places), of[1:] == of[:-1]
    return np.hstack([xy[:-1][joined], xy[1:][joined]])


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
