"""Names on a log: they cover each other nowhere, and stand where what they name is in view."""

import shapely
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter
from shapely.geometry.base import BaseGeometry

from faultgis.records.trench import WallFeature
from faultgis.walls.frames import paths
from faultgis.walls.log import TrenchLog
from faultgis.walls.shapes import AREA_KINDS
from ui.walls.painting import CONTACT, FAULT, HALO, HORIZON, SAMPLE
from ui.walls.scale import WallScale


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
