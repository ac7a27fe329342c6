"""How a log is drawn: areas in their unit's colour, lines by what they are, samples, the metre grid."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import shapely
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
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
_GRID = QColor(60, 70, 80, 60)
_GRID_BOLD = QColor(60, 70, 80, 110)
_STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_APART_PX = 44.0
MARGIN_X, MARGIN_Y = 34.0, 18.0

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


class _Words:
    """Words on the log that do not cover each other; the first to come stays."""

    def __init__(self, painter: QPainter) -> None:
        self.painter = painter
        self.metrics = QFontMetricsF(painter.font())
        self.taken: list[QRectF] = []

    def put(self, text: str, at: QPointF, colour: QColor, centred: bool = True, fits: float = 0.0) -> bool:
        """Write a word at a place unless it would cover another, or be wider than ``fits``."""
        width, height = self.metrics.horizontalAdvance(text), self.metrics.height()
        if fits and width > fits:
            return False
        x = at.x() - width / 2 if centred else at.x()
        box = QRectF(x - 2, at.y() - 0.38 * height, width + 4, 0.76 * height)
        if any(box.intersects(other) for other in self.taken):
            return False
        self.taken.append(box)
        base = QPointF(x, at.y() + self.metrics.ascent() / 2 - 1)
        self.painter.setPen(HALO)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            self.painter.drawText(QPointF(base.x() + dx, base.y() + dy), text)
        self.painter.setPen(colour)
        self.painter.drawText(base, text)
        return True


def paint_labels(
    painter: QPainter, scale: WallScale, log: TrenchLog, shown: list[WallFeature], within: WallScale
) -> None:
    """Codes: samples and events first, since they are what a log is read for. Lines and areas are named where
    they come into the view ``within``."""
    words = _Words(painter)
    for feature in shown:
        text = log.label(feature)
        if feature.kind in ("sample", "marker") and text:
            centre = feature.shape.centroid
            x, y = scale.pixel(centre.x, centre.y)
            words.taken.append(QRectF(x - 7, y - 7, 14, 14))
            words.put(text, QPointF(x + 9, y), SAMPLE, centred=False)
    for kind, colour in (("event_horizon", HORIZON), ("fault", FAULT)):
        for feature in shown:
            text = log.label(feature)
            if feature.kind == kind and text and (seen := _seen(feature.shape, within)) is not None:
                words.put(text, _label_place(scale, seen), colour)
    for feature in shown:
        if feature.kind in AREA_KINDS and (text := log.label(feature)):
            seen = _seen(feature.shape, within)
            if seen is None:
                continue
            inside = seen.representative_point()
            room = (seen.bounds[2] - seen.bounds[0]) / scale.metres_per_pixel
            words.put(text, QPointF(*scale.pixel(inside.x, inside.y)), CONTACT, fits=room)


def _seen(shape: BaseGeometry, within: WallScale) -> BaseGeometry | None:
    """What of a shape comes into a view, its largest part; ``None`` for nothing."""
    left, bottom, right, top = within.reach
    x1, y1, x2, y2 = shape.bounds
    if x1 >= left and y1 >= bottom and x2 <= right and y2 <= top:
        return shape
    found = shapely.clip_by_rect(shape, left, bottom, right, top)
    parts = [part for part in getattr(found, "geoms", [found]) if not part.is_empty]
    return max(parts, key=lambda part: (part.area, part.length), default=None)


def _label_place(scale: WallScale, shape: BaseGeometry) -> QPointF:
    """Beside the upper end of a steep line, on the outer part of a flat one."""
    x1, y1, x2, y2 = shape.bounds
    if y2 - y1 > x2 - x1:
        top = max(paths(shape)[0], key=lambda place: place[1])
        x, y = scale.pixel(*top)
        return QPointF(x, y - 10)
    at = shape.interpolate(0.18, normalized=True)
    return QPointF(*scale.pixel(at.x, at.y))


def grid_step(metres_per_pixel: float) -> float:
    """Metres between the grid's lines: a round number at least 44 pixels apart."""
    return next((s for s in _STEPS if s / metres_per_pixel >= _APART_PX), _STEPS[-1])


def paint_grid(painter: QPainter, scale: WallScale, ground: QColor, ink: QColor) -> None:
    """The grid of the wall with metres along the lower and the left edge; whole metres are stronger."""
    step = grid_step(scale.metres_per_pixel)
    left, bottom, right, top = scale.reach
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    uprights, levels = _multiples(left, right, step), _multiples(bottom, top, step)
    for colour, bold in ((_GRID, False), (_GRID_BOLD, True)):
        xs = [round(scale.pixel(v, 0.0)[0]) for v in uprights if _whole(v, step) is bold]
        ys = [round(scale.pixel(0.0, v)[1]) for v in levels if _whole(v, step) is bold]
        for x in xs:
            painter.fillRect(x, 0, 1, scale.height, colour)  # several times as fast as a line
        for y in ys:
            painter.fillRect(0, y, scale.width, 1, colour)
    painter.fillRect(QRectF(0, scale.height - MARGIN_Y, scale.width, MARGIN_Y), ground)
    painter.fillRect(QRectF(0, 0, MARGIN_X, scale.height), ground)
    painter.setPen(ink)
    _numbers(painter, scale, uprights, levels, step)


def _whole(value: float, step: float) -> bool:
    unit = 1.0 if step < 1.0 else 5 * step
    return abs(value / unit - round(value / unit)) < 1e-6


def _numbers(
    painter: QPainter, scale: WallScale, uprights: list[float], levels: list[float], step: float
) -> None:
    font = QFont(painter.font())
    font.setPointSizeF(max(7.5, font.pointSizeF() - 2))
    painter.save()
    painter.setFont(font)
    digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
    centre, right = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for value in uprights:
        x = scale.pixel(value, 0.0)[0]
        if x > MARGIN_X + 8:
            box = QRectF(x - 30, scale.height - MARGIN_Y, 60, MARGIN_Y)
            painter.drawText(box, int(centre), _metres(value, digits))
    for value in levels:
        y = scale.pixel(0.0, value)[1]
        if 6 < y < scale.height - MARGIN_Y - 6:
            box = QRectF(0, y - 9, MARGIN_X - 4, 18)
            painter.drawText(box, int(right), _metres(value, digits))
    painter.drawText(QRectF(0, scale.height - MARGIN_Y, MARGIN_X - 4, MARGIN_Y), int(right), "m")
    painter.restore()


def _metres(value: float, digits: int) -> str:
    return f"{value + 0.0:.{digits}f}".replace("-", "−")


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [n * step for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


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
