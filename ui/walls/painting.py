"""How a log is drawn: areas in their unit's colour, lines by what they are, samples, the metre grid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF
from shapely.geometry.base import BaseGeometry

from faultgis.records.trench import WallFeature
from faultgis.walls.frames import Place, paths
from faultgis.walls.log import TrenchLog
from faultgis.walls.shapes import AREA_KINDS
from ui.walls.scale import WallScale

FAULT = QColor(196, 22, 28)
CONTACT = QColor(38, 34, 30)
HORIZON = QColor(150, 20, 140)
CRACK = QColor(196, 22, 28)
SAMPLE = QColor(12, 90, 140)
HALO = QColor(255, 255, 255, 210)
CHOSEN = QColor(11, 102, 128)
UNKNOWN = "#b8b2a8"

LINES: Mapping[str, tuple[QColor, float, Qt.PenStyle]] = {
    "contact": (CONTACT, 1.4, Qt.PenStyle.SolidLine),
    "fault": (FAULT, 2.4, Qt.PenStyle.SolidLine),
    "event_horizon": (HORIZON, 2.2, Qt.PenStyle.DashLine),
    "crack": (CRACK, 1.2, Qt.PenStyle.SolidLine),
    "other": (QColor(70, 70, 70), 1.2, Qt.PenStyle.DotLine),
}
_UNSURE = ("possible", "probable")
_HALOED = ("fault", "crack")


@dataclass(frozen=True)
class Look:
    """What of a log is shown, and how strongly the areas cover the picture below (0 to 1)."""

    fills: float = 0.75
    picture: bool = True
    labels: bool = True


def colour_of(log: TrenchLog, unit_id: UUID | None) -> QColor:
    """The colour of a unit; grey where none is said."""
    unit = log.units.get(unit_id) if unit_id is not None else None
    found = QColor(unit.color) if unit is not None and unit.color else QColor()
    return found if found.isValid() else QColor(UNKNOWN)


def path_of(scale: WallScale, shape: BaseGeometry) -> QPainterPath:
    """A shape in pixels."""
    made = QPainterPath()
    for path in paths(shape):
        made.addPolygon(QPolygonF([QPointF(*scale.pixel(x, y)) for x, y in path]))
    return made


def paint_features(
    painter: QPainter,
    scale: WallScale,
    log: TrenchLog,
    features: Iterable[WallFeature],
    look: Look,
    fast: bool = False,
) -> None:
    """Areas first, then lines, then samples; what lies beside the view is left out. ``fast``: hairlines with
    steps in them, for a view that moves."""
    shown = in_view(scale, features)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not fast)
    for feature in shown:
        if feature.kind in AREA_KINDS:
            _area(painter, scale, log, feature, look)
    for kind in ("contact", "other", "crack", "event_horizon", "fault"):
        for feature in shown:
            if feature.kind == kind:
                _line(painter, scale, feature, fast)
    for feature in shown:
        if feature.kind in ("sample", "marker"):
            _point(painter, scale, log, feature)


def in_view(scale: WallScale, features: Iterable[WallFeature]) -> list[WallFeature]:
    """The features that come into a view."""
    left, bottom, right, top = scale.reach
    return [f for f in features if _meets(f.shape, left, bottom, right, top)]


def _meets(shape: BaseGeometry, left: float, bottom: float, right: float, top: float) -> bool:
    x1, y1, x2, y2 = shape.bounds
    return bool(x1 <= right and x2 >= left and y1 <= top and y2 >= bottom)


def _area(painter: QPainter, scale: WallScale, log: TrenchLog, feature: WallFeature, look: Look) -> None:
    path = path_of(scale, feature.shape)
    colour = colour_of(log, feature.unit_id)
    colour.setAlphaF(look.fills)
    painter.setPen(QPen(QColor(60, 56, 50, 130), 0))
    painter.setBrush(colour)
    painter.drawPath(path)
    pattern = {
        "colluvial_wedge": Qt.BrushStyle.BDiagPattern,
        "fissure_fill": Qt.BrushStyle.DiagCrossPattern,
        "liquefaction": Qt.BrushStyle.Dense6Pattern,
    }.get(feature.kind)
    if pattern is not None:
        painter.setPen(QPen(QColor(60, 40, 30, 200), 1.2))
        painter.setBrush(QBrush(QColor(60, 40, 30, 150), pattern))
        painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _line(painter: QPainter, scale: WallScale, feature: WallFeature, fast: bool) -> None:
    colour, width, style = LINES.get(feature.kind, LINES["other"])
    if feature.kind == "fault" and feature.role not in ("", "main"):
        width *= 0.65
    if feature.certainty in _UNSURE or feature.role == "inferred":
        style = Qt.PenStyle.DashLine if feature.kind != "event_horizon" else Qt.PenStyle.DotLine
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if fast:
        painter.setPen(colour)
        for part in paths(feature.shape):
            painter.drawPolyline(QPolygonF([QPointF(*scale.pixel(x, y)) for x, y in part]))
        return
    path = path_of(scale, feature.shape)
    pens = [QPen(HALO, width + 2.0)] if feature.kind in _HALOED else []
    for pen in (*pens, QPen(colour, width, style)):
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def _point(painter: QPainter, scale: WallScale, log: TrenchLog, feature: WallFeature) -> None:
    centre = feature.shape.centroid
    x, y = scale.pixel(centre.x, centre.y)
    dated = any(r.sample_id == feature.sample_id and not r.rejected for r in log.results.values())
    painter.setPen(QPen(QColor(255, 255, 255), 1.4))
    painter.setBrush(SAMPLE if dated else QColor(255, 255, 255))
    corners = [(x, y - 6.0), (x + 5.5, y + 4.5), (x - 5.5, y + 4.5)]
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    if not dated:
        painter.setPen(QPen(SAMPLE, 1.6))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_chosen(painter: QPainter, scale: WallScale, features: Iterable[WallFeature], handles: bool) -> None:
    """A glow around what is selected; its vertices where it can be reshaped."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for feature in features:
        path = path_of(scale, feature.shape)
        if feature.kind in ("sample", "marker"):
            centre = feature.shape.centroid
            path = QPainterPath()
            path.addEllipse(QPointF(*scale.pixel(centre.x, centre.y)), 10.0, 10.0)
        for colour, width in ((QColor(255, 255, 255, 220), 5.0), (CHOSEN, 2.5)):
            painter.setPen(QPen(colour, width))
            painter.drawPath(path)
        if handles and feature.kind not in ("sample", "marker"):
            for place in {place for part in paths(feature.shape) for place in part}:
                _handle(painter, scale, place)


def _handle(painter: QPainter, scale: WallScale, place: Place) -> None:
    x, y = scale.pixel(*place)
    painter.setPen(QPen(CHOSEN, 1.4))
    painter.fillRect(QRectF(x - 3.5, y - 3.5, 7, 7), QColor(255, 255, 255))
    painter.drawRect(QRectF(x - 3.5, y - 3.5, 7, 7))
