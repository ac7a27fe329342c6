"""Fault names on the map: collected from the store, placed beside their lines, drawn with a halo."""

from collections.abc import Iterator, Sequence

import numpy as np
from PyQt6.QtCore import QPoint, QPointF
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from faultgis.records.fault import Fault
from ui import words
from ui.layers.candidates import Named, Size
from ui.layers.frame import Frame
from ui.layers.lettering import (
    HALO_MM,
    SMALL_MM,
    TEXT_MM,
    halo_pen,
    lettered,
    lines_of,
    map_font,
    on_screen,
    outline,
    stacked,
    turned_halo,
)
from ui.layers.occupancy import Occupancy
from ui.layers.placing import Placed, Placing
from ui.layers.runs import Holder, Runs, runs_in_view
from ui.layers.store import TraceStore
from ui.layers.symbols import LineSymbol

MINOR_MM = 24.0


def name_of(fault: Fault) -> str:
    """The fault's name in the user's language, else in the other."""
    first, second = fault.name_zh, fault.name_en
    return (first or second) if words.language() == "zh" else (second or first)


def placed_names(store: TraceStore, frame: Frame, taken: Occupancy | None = None) -> Iterator[Placed | None]:
    """The names of the faults in view and where they stand. All lines in view, and then the names, are
    entered as taken. Yields often, ``None`` in between."""
    grid = taken if taken is not None else Occupancy(frame)
    for found in runs_in_view(store, frame, grid, name_of):
        if found is None:
            yield None
            continue
        runs, holders = found
        names: list[Named] = []
        for named in _named(frame, runs, holders):
            names.append(named)
            yield None
        yield from Placing(runs, frame, grid).place(names)


def _named(frame: Frame, runs: Runs, holders: list[Holder]) -> Iterator[Named]:
    """What in view has a name."""
    metrics = [(mm, QFontMetricsF(map_font(frame, mm))) for mm in (TEXT_MM, SMALL_MM)]
    order = np.lexsort((-runs.length, runs.holder))
    ends = np.searchsorted(runs.holder[order], np.arange(len(holders) + 1), side="right").tolist()
    for number, holder in enumerate(holders):
        mine = order[ends[number] : ends[number + 1]]
        if holder.fault is None or not holder.text or not len(mine):
            continue
        length = float(runs.length[mine].sum())
        sizes = tuple(_sized(holder.text, mm, wide) for mm, wide in metrics)
        yield Named(
            record_id=holder.fault.id,
            number=number + 1,
            text=holder.text,
            sizes=sizes[1:] if length < frame.dots(MINOR_MM) else sizes,
            columns=all(ord(character) > 0x2E7F for character in holder.text),
            colour=_ink(holder.symbol),
            priority=(holder.symbol.order, length),
            runs=mine,
            length=length,
        )


def _sized(text: str, millimetres: float, metrics: QFontMetricsF) -> Size:
    high = metrics.ascent() * 0.92 + metrics.descent() * 0.6
    return Size(millimetres, metrics.horizontalAdvance(text), high)


def _ink(symbol: LineSymbol) -> tuple[int, int, int]:
    """A dark shade of the line's colour: ties the name to its line and keeps its contrast."""
    red, green, blue = symbol.colour
    return int(red * 0.55), int(green * 0.55), int(blue * 0.6)


def draw_names(painter: QPainter, frame: Frame, placed: Sequence[Placed]) -> Iterator[None]:
    """Draw placed names, the letters crisp over their halos: pictures from a cache on the screen, outlines
    on paper."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    screen = on_screen(painter)
    fonts = {mm: map_font(frame, mm) for mm in {name.millimetres for name in placed}}
    for number, name in enumerate(placed):
        around = max(1, round(frame.dots(HALO_MM * name.millimetres / TEXT_MM)))
        if screen and not name.angle and not name.column:
            _stamp(painter, name, fonts[name.millimetres], around)
        else:
            painter.save()
            _draw(painter, name, fonts[name.millimetres], around, screen)
            painter.restore()
        if number % 8 == 7:
            yield


def _stamp(painter: QPainter, name: Placed, font: QFont, around: int) -> None:
    """A level name, letters and all, on whole dots."""
    image = lettered(name.text, font.family(), font.pixelSize(), around, name.colour)
    painter.drawImage(QPoint(round(name.x - image.width() / 2), round(name.y - image.height() / 2)), image)


def _draw(painter: QPainter, name: Placed, font: QFont, around: int, screen: bool) -> None:
    text = stacked(name.text) if name.column else name.text
    painter.setFont(font)
    painter.translate(name.x, name.y)
    if screen:
        image = turned_halo(text, font.family(), font.pixelSize(), around, round(name.angle))
        painter.drawImage(QPointF(-image.width() / 2, -image.height() / 2), image)
        painter.rotate(name.angle)
    else:
        painter.rotate(name.angle)
        painter.strokePath(outline(text, font), halo_pen(around))
    painter.setPen(QColor(*name.colour))
    for line, spot in lines_of(text, QFontMetricsF(font)):
        painter.drawText(spot, line)
