"""What orients: graticule and map sheet frames; and under the traces: ruptures, piercing lines, bands."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from PyQt6.QtCore import QLineF, QPointF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from faultgis.errors import InputError
from faultgis.sheets.index import Sheet, sheets_within
from ui.layers.frame import Array, Frame
from ui.layers.lettering import map_font
from ui.layers.lines import Lines
from ui.layers.paths import device_paths, polygons
from ui.layers.store import Chunk
from ui.layers.symbols import symbol_of

GRID = QColor(44, 74, 110, 120)
GRID_TEXT = QColor(34, 60, 92)
SHEET = QColor(110, 54, 18)
RUPTURE = QColor(240, 130, 20, 130)
PIERCING = QColor(20, 98, 166)
TRENCH = QColor(122, 62, 16)
BAND_ALPHA = 44
_STEPS = (
    *(1 / 3600 * s for s in (5, 10, 15, 30)),
    *(1 / 60 * m for m in (1, 2, 5, 10, 15, 30)),
    *(1.0, 2.0, 5.0, 10.0, 30.0),
)
_SCALES = (5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000)
_FINEST_SHEET_MM = 34.0


def graticule_step(frame: Frame) -> float:
    """Degrees between lines, a round number that leaves at least 30 mm in between."""
    west, south, east, north = frame.bounds
    degrees_per_mm = max((east - west) / frame.width, (north - south) / frame.height) * frame.dots_per_mm
    return next((step for step in _STEPS if step >= 30 * degrees_per_mm), _STEPS[-1])


def draw_graticule(painter: QPainter, frame: Frame) -> Iterator[None]:
    """Meridians and parallels at round degrees, with their values at the edges."""
    step = graticule_step(frame)
    west, south, east, north = frame.bounds
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for value in _multiples(west, east, step):
        _grid_line(painter, frame, np.array([[value, south], [value, north]]), dms(value, step, "EW"), True)
    for value in _multiples(max(-89.0, south), min(89.0, north), step):
        _grid_line(painter, frame, np.array([[west, value], [east, value]]), dms(value, step, "NS"), False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    yield


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _grid_line(painter: QPainter, frame: Frame, ends: Array, text: str, upright: bool) -> None:
    (x1, y1), (x2, y2) = frame.project(ends).tolist()
    painter.setPen(QPen(GRID, frame.dots(0.14)))
    painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))
    mm = frame.dots_per_mm
    at = QPointF(x2 + 0.7 * mm, 3.2 * mm) if upright else QPointF(0.8 * mm, y1 - 0.7 * mm)
    _small_text(painter, frame, at, text)


def _small_text(painter: QPainter, frame: Frame, at: QPointF, text: str, colour: QColor = GRID_TEXT) -> None:
    painter.setFont(map_font(frame, 2.7))
    painter.setPen(QColor(255, 255, 255, 210))
    reach = frame.dots(0.25)
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(QPointF(at.x() + dx * reach, at.y() + dy * reach), text)
    painter.setPen(colour)
    painter.drawText(at, text)


def dms(degrees: float, step: float, letters: str) -> str:
    """Degrees with as many minutes and seconds as the step needs, e.g. 102°15′E."""
    seconds = round(abs(degrees) * 3600)
    d, m, s = seconds // 3600, seconds // 60 % 60, seconds % 60
    text = f"{d}°"
    if step < 1:
        text += f"{m:02d}′"
    if step < 1 / 60:
        text += f"{s:02d}″"
    return text + (letters[0] if degrees >= 0 else letters[1])


def sheet_scale(frame: Frame) -> int:
    """The largest sheet scale whose sheets are still wide enough on this map to be told apart."""
    for scale in _SCALES[3:]:
        if _sheet_width(scale) * 95_000 / frame.metres_per_dot >= frame.dots(_FINEST_SHEET_MM):
            return scale
    return 0


def _sheet_width(scale: int) -> float:
    return {50_000: 0.25, 100_000: 0.5, 250_000: 1.5, 500_000: 3.0, 1_000_000: 6.0}[scale]


def draw_sheets(painter: QPainter, frame: Frame) -> Iterator[None]:
    """The frames and numbers of the national map sheets at the scale that fits."""
    scale = sheet_scale(frame)
    if not scale:
        return
    try:
        found = sheets_within(*frame.bounds, scale, 900)
    except InputError:
        return
    for sheet in found:
        _sheet(painter, frame, sheet)
        yield


def _sheet(painter: QPainter, frame: Frame, sheet: Sheet) -> None:
    corners = np.array([(sheet.west, sheet.north), (sheet.east, sheet.south)])
    (left, top), (right, bottom) = np.round(frame.project(corners)).tolist()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(120, 60, 20, 130), frame.dots(0.18)))
    painter.drawLine(QLineF(left, top, right, top))
    painter.drawLine(QLineF(left, top, left, bottom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = map_font(frame, 2.7)
    if QFontMetricsF(font).horizontalAdvance(sheet.number) < (right - left) * 0.9:
        _small_text(
            painter, frame, QPointF(left + frame.dots(1.2), top + frame.dots(4.0)), sheet.number, SHEET
        )


def draw_plain(
    painter: QPainter, frame: Frame, lines: Lines, colour: QColor, width: float, dash: Sequence[float] = ()
) -> Iterator[None]:
    """Lines without a symbol of their own: ruptures, piercing lines."""
    pen = QPen(colour, frame.dots(width))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        pen.setDashPattern([length / width for length in dash])
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for part in np.array_split(lines.within(frame.grown(4.0)), 20):
        if len(part):
            for polygon in polygons(device_paths(lines, part, frame)):
                painter.drawPolyline(polygon)
            yield


def draw_bands(painter: QPainter, frame: Frame, chunks: Sequence[Chunk]) -> Iterator[None]:
    """How far off a trace may lie: a translucent band of its half-width on the ground, per stretch."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for chunk in chunks:
        for part in chunk.within(frame.bounds).tolist():
            row = int(chunk.lines.owner[part])
            for start, end, half_width in chunk.bands[row]:
                _band(painter, frame, chunk, part, (start, end), half_width)
                yield


def _band(
    painter: QPainter, frame: Frame, chunk: Chunk, part: int, span: tuple[float, float], half_width: float
) -> None:
    width = 2 * half_width / frame.metres_per_dot
    if width < frame.dots(0.9):
        return
    colour = QColor(*symbol_of(chunk.looks[int(chunk.lines.owner[part])]).colour, BAND_ALPHA)
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    paths = device_paths(chunk.lines, np.array([part]), frame, 1.0, reach_mm=width / 2 / frame.dots_per_mm)
    for polygon in polygons(paths.between(*span)):
        painter.drawPolyline(polygon)
