"""Draws traces with their symbols, on screen in short slices and on paper in one go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from uuid import UUID

import numpy as np
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from ui.layers import ornaments
from ui.layers.frame import Array, Frame, Indices
from ui.layers.paths import Paths, device_paths, polygons, qt_lines, segments, triangles_of
from ui.layers.store import Chunk
from ui.layers.symbols import LineSymbol, Ornament

CASING = QColor(255, 255, 255, 150)
_BATCH = 4000
_STRIPS = 200
# A thinner line turns pale on a coarse screen.
_THINNEST_DOTS = 1.2
_CROWDED = 80_000


@dataclass(frozen=True)
class Drawn:
    """A batch of lines of one symbol, ready for the painter."""

    symbol: LineSymbol
    paths: Paths
    polygons: list[QPolygonF]


def batches(chunks: Sequence[Chunk], frame: Frame, only: frozenset[UUID] | None = None) -> Iterator[Drawn]:
    """The traces in view, a batch of one symbol at a time, per chunk in drawing order."""
    bounds = frame.grown(8.0)
    for chunk in chunks:
        parts = chunk.within(bounds)
        if only is not None:
            rows = np.array([chunk.rows[i] for i in only if i in chunk.rows], dtype=np.int64)
            parts = parts[np.isin(chunk.lines.owner[parts], rows)]
        rank = np.array([symbol.order for symbol in chunk.symbols])
        number = chunk.symbol_of_row[chunk.lines.owner[parts]]
        parts = parts[np.lexsort((number, rank[number]))] if len(parts) else parts
        for some in _split(chunk, parts):
            yield from _by_symbol(chunk, device_paths(chunk.lines, some, frame))


def _by_symbol(chunk: Chunk, paths: Paths) -> Iterator[Drawn]:
    number = chunk.symbol_of_row[chunk.lines.owner[paths.part]]
    edges = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(number)]
    for first, end in pairwise(edges):
        if end > first:
            some = paths.cut(first, end)
            yield Drawn(chunk.symbols[number[first]], some, polygons(some))


def _split(chunk: Chunk, parts: Indices) -> list[Indices]:
    counts = chunk.lines.offsets[parts + 1] - chunk.lines.offsets[parts]
    group = np.cumsum(counts) // _BATCH
    return np.split(parts, np.flatnonzero(np.diff(group)) + 1)


def draw_traces(
    painter: QPainter, frame: Frame, chunks: Sequence[Chunk], only: frozenset[UUID] | None = None
) -> Iterator[None]:
    """Draw all traces in view: casings (unless it is crowded), then lines, then ornaments.
    Yields often, to be paused there."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ready: list[Drawn] = []
    for drawn in batches(chunks, frame, only):
        ready.append(drawn)
        yield
    ready.sort(key=lambda drawn: drawn.symbol.order)
    if sum(len(drawn.paths.xy) for drawn in ready) < _CROWDED:
        yield from _casings(painter, frame, ready)
    for drawn in ready:
        yield from _line(painter, frame, drawn)
    for symbol, group in groupby(ready, key=lambda drawn: drawn.symbol):
        yield from _ornaments(painter, frame, symbol, [drawn.paths for drawn in group])


def quick_traces(painter: QPainter, frame: Frame, chunks: Sequence[Chunk]) -> Iterator[None]:
    """A first impression: plain strokes in the right colour, without joins, dashes or ornaments."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for drawn in batches(chunks, frame):
        pen = QPen(QColor(*drawn.symbol.colour), max(1.0, frame.dots(drawn.symbol.width)))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(qt_lines(segments(drawn.paths)))
        yield


def line_pen(symbol: LineSymbol, frame: Frame) -> QPen:
    """The pen of a symbol's line on this device."""
    pen = QPen(QColor(*symbol.colour), max(_THINNEST_DOTS, frame.dots(symbol.width)))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if symbol.dash else Qt.PenCapStyle.RoundCap)
    if symbol.dash:
        width = pen.widthF() / frame.dots_per_mm
        if min(symbol.dash) < 0.05:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([length / width for length in symbol.dash])
    return pen


def _casings(painter: QPainter, frame: Frame, ready: list[Drawn]) -> Iterator[None]:
    """Pale strips under the lines; those of one width in few calls."""
    widths: dict[float, list[Array]] = {}
    for drawn in ready:
        width = frame.dots(drawn.symbol.width + 2 * drawn.symbol.casing)
        widths.setdefault(width, []).append(segments(drawn.paths))
    for width, rows in widths.items():
        pen = QPen(CASING, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        strips = np.concatenate(rows)
        for start in range(0, len(strips), _STRIPS):
            painter.drawLines(qt_lines(strips[start : start + _STRIPS]))
            yield


def _line(painter: QPainter, frame: Frame, drawn: Drawn) -> Iterator[None]:
    pen = line_pen(drawn.symbol, frame)
    dashed, cycle = bool(drawn.symbol.dash), sum(pen.dashPattern()) or 1.0
    painter.setPen(pen)
    for number, polygon in enumerate(drawn.polygons):
        if dashed:
            start = drawn.paths.along[drawn.paths.offsets[number]]
            pen.setDashOffset(start / max(1e-6, pen.widthF()) % cycle)
            painter.setPen(pen)
        painter.drawPolyline(polygon)
        if number % 16 == 15:
            yield
    yield


def _ornaments(painter: QPainter, frame: Frame, symbol: LineSymbol, paths: list[Paths]) -> Iterator[None]:
    for ornament in symbol.ornaments:
        for some in paths:
            draw_ornament(painter, frame, some, ornament, symbol)
            yield


def draw_ornament(
    painter: QPainter, frame: Frame, paths: Paths, ornament: Ornament, symbol: LineSymbol
) -> None:
    """Draw one kind of mark along these paths."""
    if not len(paths):
        return
    colour = QColor(*symbol.colour)
    if ornament.kind == "tooth":
        _triangles(painter, ornaments.teeth(paths, frame, ornament), colour)
        return
    make = ornaments.ticks if ornament.kind == "tick" else ornaments.half_arrows
    strokes = qt_lines(make(paths, frame, ornament))
    width = max(0.25, symbol.width * 0.6)
    for shade, extra in ((CASING, 0.4), (colour, 0.0)):
        pen = QPen(shade, frame.dots(width + extra))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(strokes)


def _triangles(painter: QPainter, corners: Array, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colour))
    for polygon in triangles_of(corners):
        painter.drawConvexPolygon(polygon)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_highlight(
    painter: QPainter, frame: Frame, chunks: Sequence[Chunk], ids: frozenset[UUID], accent: QColor
) -> Iterator[None]:
    """A glow along the chosen traces, and the traces again on top of it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for drawn in batches(chunks, frame, ids):
        for colour, extra in ((QColor(255, 255, 255, 220), 1.9), (accent, 1.3)):
            pen = QPen(colour, frame.dots(drawn.symbol.width + extra))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            for polygon in drawn.polygons:
                painter.drawPolyline(polygon)
        yield
    yield from draw_traces(painter, frame, chunks, ids)


def point(xy: Array) -> QPointF:
    """A device place as Qt wants it."""
    return QPointF(float(xy[0]), float(xy[1]))
