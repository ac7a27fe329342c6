"""Polygons on the map, holes included: footprints of clouds (dashed), mapped deformation zones (filled)."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from uuid import UUID

import numpy as np
import shapely
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from faultgis.records.files import PointCloud
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import DeformationZone
from ui.layers.frame import Frame

OUTLINE = QColor(122, 60, 150)
FILL = QColor(122, 60, 150, 16)
DEFORMED = QColor(176, 92, 10)
DEFORMED_FILL = QColor(226, 140, 40, 46)
# Beyond this scale the clouds of a survey are specks, and their outlines say nothing.
SMALLEST_SCALE = 1_000_000
WIDTH_MM = 0.35
CHOSEN_MM = 0.9
DASH_MM = (1.6, 0.9)


class Footprints:
    """The outlines of a survey's clouds or deformation zones, and which of them are in view."""

    def __init__(self, records: Mapping[UUID, AnyRecord] | None = None) -> None:
        of = (r for r in (records or {}).values() if isinstance(r, PointCloud | DeformationZone))
        held = [(r.id, r.geometry) for r in of]
        self.ids = [key for key, geometry in held if geometry is not None]
        self.geometries = [geometry for _, geometry in held if geometry is not None]
        self._tree = shapely.STRtree(self.geometries)

    def within(self, bounds: tuple[float, float, float, float]) -> list[int]:
        """The rows of those whose bounds touch these (degrees)."""
        found: list[int] = np.sort(self._tree.query(shapely.box(*bounds))).tolist()
        return found


def draw_footprints(painter: QPainter, frame: Frame, footprints: Footprints) -> Iterator[None]:
    """Outline every cloud in view, unless the map is of too small a scale."""
    if scale_of(frame) > SMALLEST_SCALE:
        return
    pen = QPen(OUTLINE, frame.dots(WIDTH_MM))
    pen.setDashPattern([length / WIDTH_MM for length in DASH_MM])
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row in footprints.within(frame.bounds):
        painter.setPen(pen)
        painter.setBrush(FILL)
        painter.drawPath(path_of(footprints.geometries[row], frame))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        yield


def draw_deformed(painter: QPainter, frame: Frame, zones: Footprints) -> Iterator[None]:
    """Fill and outline the mapped deformation zones in view."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row in zones.within(frame.bounds):
        painter.setPen(QPen(DEFORMED, frame.dots(WIDTH_MM / 2)))
        painter.setBrush(DEFORMED_FILL)
        painter.drawPath(path_of(zones.geometries[row], frame))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        yield


def draw_chosen(
    painter: QPainter, frame: Frame, footprints: Footprints, ids: AbstractSet[UUID], accent: QColor
) -> None:
    """Mark the outlines of the polygons that are selected."""
    rows = [row for row, key in enumerate(footprints.ids) if key in ids]
    painter.setPen(QPen(accent, frame.dots(CHOSEN_MM)))
    for row in rows:
        painter.drawPath(path_of(footprints.geometries[row], frame))


def scale_of(frame: Frame) -> float:
    """The map's scale denominator."""
    return frame.metres_per_dot * frame.dots_per_mm * 1000


def path_of(geometry: shapely.MultiPolygon, frame: Frame) -> QPainterPath:
    """Polygons with their holes, in device dots."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for part in shapely.get_parts(geometry):
        for ring in (part.exterior, *part.interiors):
            places = frame.project(shapely.get_coordinates(ring)).tolist()
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in places]))
            path.closeSubpath()
    return path
