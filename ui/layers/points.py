"""Point records on the map: observation points, markers, width stations, buried fault points and photos."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import numpy as np
import shapely
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen, QPolygonF
from shapely.geometry.base import BaseGeometry

from faultgis.records.kinds import AnyRecord
from faultgis.records.site import Measurement, Media
from ui.layers.frame import Array, Bounds, Frame, Indices
from ui.layers.paths import qt_lines

POINT_KINDS = {
    "observation_point": "points",
    "offset_marker": "markers",
    "deformation_width": "widths",
    "buried_point": "buried",
    "trench_site": "trenches",
    "media": "media",
}
INK = QColor(32, 44, 60)
PALE = QColor(255, 255, 255)
BLUE = QColor(20, 98, 166)
TEAL = QColor(0, 118, 112)
BROWN = QColor(122, 62, 16)
SIZE_MM = {
    "observation_point": 1.7,
    "offset_marker": 2.5,
    "deformation_width": 2.3,
    "buried_point": 2.6,
    "media": 3.2,
    "trench_site": 2.8,
}
CROWD_MM = 1.6
_BAR_MM = 4.2
_DIP_MM = 1.5
_SIGHT_MM = 4.2
_PLANES = 100


@dataclass(frozen=True)
class Points:
    """The records of one kind: ids, places in degrees, the dip direction measured there or the direction in
    which a photo looks (NaN: none), and their codes (empty: none)."""

    kind: str
    ids: tuple[UUID, ...]
    places: Array
    direction: Array
    codes: tuple[str, ...]

    def within(self, bounds: Bounds) -> Indices:
        """The rows that lie in these bounds."""
        west, south, east, north = bounds
        x, y = self.places[:, 0], self.places[:, 1]
        return np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))


def gather(kind: str, records: Mapping[str, Mapping[UUID, AnyRecord]]) -> Points:
    """All records of a kind that have a place."""
    placed = located(records.get(kind, {}))
    ids = tuple(record_id for record_id, _ in placed)
    codes = tuple(str(getattr(records[kind][record_id], "code", "")) for record_id in ids)
    places = shapely.get_coordinates([point for _, point in placed]) if placed else np.zeros((0, 2))
    ways = {"observation_point": _dips, "media": _views}.get(kind, lambda _records: {})(records)
    return Points(kind, ids, places, np.array([ways.get(i, np.nan) for i in ids], dtype=float), codes)


def located(records: Mapping[UUID, AnyRecord]) -> list[tuple[UUID, BaseGeometry]]:
    """The records that have a geometry, with it."""
    found = ((record_id, getattr(record, "geometry", None)) for record_id, record in records.items())
    return [(record_id, geometry) for record_id, geometry in found if geometry is not None]


def _dips(records: Mapping[str, Mapping[UUID, AnyRecord]]) -> dict[UUID, float]:
    """Per observation point the dip direction of its first measured plane."""
    found: dict[UUID, float] = {}
    for record in records.get("measurement", {}).values():
        if isinstance(record, Measurement) and record.dip_direction is not None:
            found.setdefault(record.point_id, record.dip_direction)
    return found


def _views(records: Mapping[str, Mapping[UUID, AnyRecord]]) -> dict[UUID, float]:
    """The azimuths of the photos that have one."""
    photos = records.get("media", {}).values()
    return {m.id: m.azimuth for m in photos if isinstance(m, Media) and m.azimuth is not None}


def draw_points(painter: QPainter, frame: Frame, points: Points) -> Iterator[None]:
    """Draw the points in view; where they crowd, one stands for those that it would cover."""
    rows, xy = shown_rows(points, frame)
    if not len(rows):
        return
    yield
    draw = _sights if points.kind == "media" else _planes
    yield from draw(painter, frame, xy, points.direction[rows])
    yield from _glyphs(painter, frame, points.kind, xy)


def shown_rows(points: Points, frame: Frame) -> tuple[Indices, Array]:
    """The rows that are drawn, one of those that would cover each other, and their places in dots."""
    rows = points.within(frame.grown(4.0))
    xy = frame.project(points.places[rows])
    cells = np.floor(xy * (1 / frame.dots(CROWD_MM))).astype(np.int64)
    _, first = np.unique(cells[:, 1] * 0x100000 + cells[:, 0], return_index=True)
    first = np.sort(first)
    return rows[first], xy[first]


def draw_rings(painter: QPainter, frame: Frame, kind: str, places: Array, colour: QColor) -> None:
    """Rings around chosen points."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = frame.dots(SIZE_MM[kind] / 2 + 0.9)
    for pen in (QPen(PALE, frame.dots(1.0)), QPen(colour, frame.dots(0.6))):
        painter.setPen(pen)
        for x, y in frame.project(places).tolist():
            painter.drawEllipse(QPointF(x, y), radius, radius)


def _planes(painter: QPainter, frame: Frame, xy: Array, dips: Array) -> Iterator[None]:
    """Strike bars with a tick towards the dip."""
    known = np.flatnonzero(~np.isnan(dips))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for some in np.split(known, range(_PLANES, len(known), _PLANES)):
        down = np.radians(dips[some])
        dip = np.column_stack([np.sin(down), -np.cos(down)])
        strike = np.column_stack([-dip[:, 1], dip[:, 0]]) * frame.dots(_BAR_MM / 2)
        spot = xy[some]
        bars = np.hstack([spot - strike, spot + strike])
        ticks = np.hstack([spot, spot + dip * frame.dots(_DIP_MM + 0.7)])
        lines = qt_lines(np.vstack([bars, ticks]))
        for colour, width in ((QColor(255, 255, 255, 190), 0.8), (INK, 0.3)):
            pen = QPen(colour, frame.dots(width))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLines(lines)
        yield


def _sights(painter: QPainter, frame: Frame, xy: Array, azimuths: Array) -> Iterator[None]:
    """A tick from the camera to where it looks, long enough to stand out of the symbol."""
    known = np.flatnonzero(~np.isnan(azimuths))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for some in np.split(known, range(_PLANES, len(known), _PLANES)):
        way = np.radians(azimuths[some])
        ahead = np.column_stack([np.sin(way), -np.cos(way)])
        lines = qt_lines(np.hstack([xy[some], xy[some] + ahead * frame.dots(_SIGHT_MM)]))
        for colour, width in ((PALE, 1.1), (INK, 0.5)):
            pen = QPen(colour, frame.dots(width))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLines(lines)
        yield


def _glyphs(painter: QPainter, frame: Frame, kind: str, xy: Array) -> Iterator[None]:
    engine = painter.paintEngine()
    if engine is None or engine.type() != QPaintEngine.Type.Raster:
        for x, y in xy.tolist():
            painter.save()
            painter.translate(x, y)
            draw_glyph(painter, kind, frame.dots_per_mm)
            painter.restore()
        return
    image = glyph_image(kind, frame.dots_per_mm)
    corner = image.width() / 2
    for number, (x, y) in enumerate(np.round(xy - corner).tolist()):
        painter.drawImage(QPointF(x, y), image)
        if number % 500 == 499:
            yield


@lru_cache(maxsize=64)
def glyph_image(kind: str, dots_per_mm: float) -> QImage:
    """A glyph as a picture, drawn once per size."""
    side = 2 * int(dots_per_mm * (SIZE_MM[kind] / 2 + 0.6)) + 2
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.translate(side / 2, side / 2)
    draw_glyph(painter, kind, dots_per_mm)
    painter.end()
    return image


def draw_glyph(painter: QPainter, kind: str, dots_per_mm: float) -> None:
    """Draw the symbol of a kind around (0, 0)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = SIZE_MM[kind] / 2 * dots_per_mm
    draw = {
        "observation_point": _circle,
        "offset_marker": _diamond,
        "deformation_width": _span,
        "buried_point": _drill,
        "media": _camera,
        "trench_site": _pit,
    }[kind]
    draw(painter, half, dots_per_mm)


def _circle(painter: QPainter, half: float, mm: float) -> None:
    painter.setPen(QPen(QColor(255, 255, 255, 200), 0.75 * mm))
    painter.drawEllipse(QPointF(0, 0), half, half)
    painter.setPen(QPen(INK, 0.32 * mm))
    painter.setBrush(PALE)
    painter.drawEllipse(QPointF(0, 0), half, half)


def _diamond(painter: QPainter, half: float, mm: float) -> None:
    corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
    painter.setPen(QPen(PALE, 0.3 * mm))
    painter.setBrush(BLUE)
    painter.drawPolygon(QPolygonF(corners))


def _span(painter: QPainter, half: float, mm: float) -> None:
    for colour, width in ((PALE, 0.9), (TEAL, 0.42)):
        painter.setPen(QPen(colour, width * mm))
        painter.drawLine(QPointF(-half, 0), QPointF(half, 0))
        for x in (-half, half):
            painter.drawLine(QPointF(x, -half * 0.55), QPointF(x, half * 0.55))


def _drill(painter: QPainter, half: float, mm: float) -> None:
    """A hole in the ground: a drop that points down."""
    sides = [QPointF(-half * 0.72, -half * 0.1), QPointF(half * 0.72, -half * 0.1), QPointF(0, half * 1.15)]
    for pen, brush in ((QPen(PALE, 0.6 * mm), PALE), (QPen(TEAL, 0.01), TEAL)):
        painter.setPen(pen)
        painter.setBrush(brush)
        painter.drawPolygon(QPolygonF(sides))
        painter.drawEllipse(QPointF(0, -half * 0.25), half * 0.78, half * 0.78)
    painter.setBrush(PALE)
    painter.drawEllipse(QPointF(0, -half * 0.25), half * 0.28, half * 0.28)


def _pit(painter: QPainter, half: float, mm: float) -> None:
    """A trench seen from above: a square with the bar of the trench across."""
    painter.setPen(QPen(PALE, 0.3 * mm))
    painter.setBrush(BROWN)
    painter.drawRect(QRectF(-half * 0.8, -half * 0.8, half * 1.6, half * 1.6))
    painter.setPen(QPen(PALE, 0.55 * mm))
    painter.drawLine(QPointF(-half * 0.5, half * 0.35), QPointF(half * 0.5, -half * 0.35))


def _camera(painter: QPainter, half: float, mm: float) -> None:
    painter.setPen(QPen(PALE, 0.3 * mm))
    painter.setBrush(INK)
    painter.drawRoundedRect(QRectF(-half, -half * 0.68, 2 * half, half * 1.36), 0.35 * mm, 0.35 * mm)
    painter.setPen(QPen(PALE, 0.3 * mm))
    painter.drawEllipse(QPointF(0, 0), half * 0.4, half * 0.4)
