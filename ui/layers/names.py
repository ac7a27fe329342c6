"""Fault names on the map: collected from the store, placed beside their lines, drawn with a halo."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPaintEngine,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from faultgis.records.fault import Fault
from ui import words
from ui.layers.frame import Array, Frame
from ui.layers.occupancy import Occupancy, Places
from ui.layers.paths import Paths, device_paths
from ui.layers.placing import Named, Placed, Run, place
from ui.layers.store import Chunk, TraceStore
from ui.layers.symbols import LineSymbol, symbol_of

TEXT_MM = 3.4
HALO_MM = 0.55
HALO = QColor(255, 255, 255, 225)
_STACK = 1.06
_UPRIGHT = str.maketrans("（）—－-·", "︵︶︱︱︱·")


def name_of(fault: Fault) -> str:
    """The fault's name in the user's language, else in the other."""
    first, second = fault.name_zh, fault.name_en
    return (first or second) if words.language() == "zh" else (second or first)


def map_font(frame: Frame, millimetres: float = TEXT_MM) -> QFont:
    """The application's font at a height on the device."""
    font = QFont()
    font.setPixelSize(max(6, round(frame.dots(millimetres))))
    return font


@dataclass
class _Seen:
    """A fault in view: its number, its runs, and the foremost of its symbols."""

    number: int
    symbol: LineSymbol
    runs: list[Run]


def collect(store: TraceStore, frame: Frame, taken: Occupancy, font: QFont) -> Iterator[Named | None]:
    """The faults in view that have names, with their runs; all lines in view are entered as taken. Yields
    often, ``None`` in between."""
    seen: dict[UUID, _Seen] = {}
    for chunk in store.chunks:
        parts = chunk.within(frame.bounds)
        for some in np.array_split(parts, max(1, len(parts) // 300)):
            _enter(chunk, device_paths(chunk.lines, some, frame, 1.0), frame, taken, seen)
            yield None
    metrics = QFontMetricsF(font)
    for number, (fault_id, found) in enumerate(seen.items()):
        if number % 400 == 399:
            yield None
        fault = store.resolver.fault(fault_id)
        if fault is not None and name_of(fault):
            yield _named(fault_id, name_of(fault), found, metrics)


def _enter(chunk: Chunk, paths: Paths, frame: Frame, taken: Occupancy, seen: dict[UUID, _Seen]) -> None:
    owners = np.zeros(len(paths), dtype=np.int32)
    bounds = paths.offsets.tolist()
    for number, row in enumerate(chunk.lines.owner[paths.part].tolist()):
        symbol = symbol_of(chunk.looks[row])
        fault_id = chunk.faults[row]
        found = seen.setdefault(fault_id or chunk.lines.ids[row], _Seen(len(seen) + 1, symbol, []))
        owners[number] = found.number
        if fault_id is not None:
            span = slice(bounds[number], bounds[number + 1])
            found.runs.append(_run(paths.places[span], paths.along[span], symbol, frame))
        if symbol.order > found.symbol.order:
            found.symbol = symbol
    taken.lines(paths, owners)


def _run(places: Places, along: Array, symbol: LineSymbol, frame: Frame) -> Run:
    sided = next((mark for mark in symbol.ornaments if mark.kind != "arrows"), None)
    arrows = any(mark.kind == "arrows" for mark in symbol.ornaments)
    return Run(
        places=places,
        along=along,
        colour=_ink(symbol),
        ornament_side=sided.side if sided is not None else 0,
        reach=frame.dots(sided.size if sided is not None else 0.0),
        clearance=frame.dots(1.6 if arrows else 0.0),
    )


def _named(fault_id: UUID, text: str, seen: _Seen, metrics: QFontMetricsF) -> Named:
    return Named(
        fault_id=fault_id,
        number=seen.number,
        text=text,
        width=metrics.horizontalAdvance(text),
        height=metrics.ascent() * 0.92 + metrics.descent() * 0.6,
        columns=all(ord(character) > 0x2E7F for character in text),
        priority=(seen.symbol.order, sum(run.length for run in seen.runs)),
        runs=tuple(seen.runs),
    )


def _ink(symbol: LineSymbol) -> tuple[int, int, int]:
    """A dark shade of the line's colour: ties the name to its line and keeps its contrast."""
    red, green, blue = symbol.colour
    return int(red * 0.55), int(green * 0.55), int(blue * 0.6)


def placed_names(store: TraceStore, frame: Frame, taken: Occupancy | None = None) -> Iterator[Placed | None]:
    """The names of the faults in view and where they stand. Yields often, ``None`` in between."""
    grid = taken if taken is not None else Occupancy(frame)
    names: list[Named] = []
    for named in collect(store, frame, grid, map_font(frame)):
        if named is not None:
            names.append(named)
        else:
            yield None
    yield from place(names, frame, grid)


def draw_names(painter: QPainter, frame: Frame, placed: Sequence[Placed]) -> Iterator[None]:
    """Draw placed names, the letters crisp over their halos: pictures from a cache on the screen, outlines
    on paper."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    font = map_font(frame)
    painter.setFont(font)
    engine = painter.paintEngine()
    on_screen = engine is not None and engine.type() == QPaintEngine.Type.Raster
    around = max(1, round(frame.dots(HALO_MM)))
    for name in placed:
        text = stacked(name.text) if name.column else name.text
        painter.save()
        painter.translate(name.x, name.y)
        if on_screen:
            image = turned_halo(text, font.family(), font.pixelSize(), around, round(name.angle))
            painter.drawImage(QPointF(-image.width() / 2, -image.height() / 2), image)
        painter.rotate(name.angle)
        if not on_screen:
            painter.strokePath(outline(text, font), _halo_pen(around))
        painter.setPen(QColor(*name.colour))
        for line, spot in lines_of(text, QFontMetricsF(font)):
            painter.drawText(spot, line)
        painter.restore()
        yield


def _halo_pen(width: int) -> QPen:
    pen = QPen(HALO, 2 * width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def outline(text: str, font: QFont) -> QPainterPath:
    """The outline of a text's lines, centred on (0, 0)."""
    path = QPainterPath()
    for line, spot in lines_of(text, QFontMetricsF(font)):
        path.addText(spot, font, line)
    return path


def stacked(text: str) -> str:
    """The text as a column, with the brackets and dashes that columns take."""
    return "\n".join(text.translate(_UPRIGHT))


def lines_of(text: str, metrics: QFontMetricsF) -> list[tuple[str, QPointF]]:
    """The lines of a text with their starts on the base line, centred on (0, 0)."""
    lines = text.split("\n")
    pitch = metrics.height() * 0.86 * _STACK
    base = (metrics.ascent() - metrics.descent()) / 2
    first = base - pitch * (len(lines) - 1) / 2
    return [
        (line, QPointF(-metrics.horizontalAdvance(line) / 2, first + pitch * number))
        for number, line in enumerate(lines)
    ]


@lru_cache(maxsize=800)
def turned_halo(text: str, family: str, pixels: int, width: int, angle: int) -> QImage:
    """The ground under a text turned by whole degrees: kept, because most names stay while panning."""
    turned = QTransform()
    turned.rotate(angle)
    return halo(text, family, pixels, width).transformed(turned, Qt.TransformationMode.SmoothTransformation)


@lru_cache(maxsize=800)
def halo(text: str, family: str, pixels: int, width: int) -> QImage:
    """The soft ground under a text, centred in the image."""
    font = QFont(family)
    font.setPixelSize(pixels)
    path = outline(text, font)
    box: QRectF = path.boundingRect()
    half_x = int(max(abs(box.left()), abs(box.right()))) + width + 2
    half_y = int(max(abs(box.top()), abs(box.bottom()))) + width + 2
    image = QImage(2 * half_x, 2 * half_y, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(half_x, half_y)
    painter.strokePath(path, _halo_pen(width))
    painter.end()
    return image
