"""Rows of a log's legend: how high each is, and how it is drawn."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from faultgis.walls.columns import Table
from ui.printing.log_marks import Sheet, text_width

LINE, POINTS, HEAD = 3.25, 7.0, 7.0
SWATCH = 13.0
COLUMN_GAP = 6.0
LEAST_COLUMN = 84.0
_NOT_FIRST = "，。；、）」：,.;:)"


@dataclass(frozen=True)
class Row:
    """A row: how high it is, and how it is drawn with its upper left corner at a place."""

    height: float
    draw: Callable[[Sheet, float, float], None]


@dataclass(frozen=True)
class Section:
    """A table of the legend under its title."""

    title: str
    rows: tuple[Row, ...]
    hint: str = ""

    @property
    def table(self) -> Table:
        """Its heights."""
        return Table(HEAD, tuple(row.height for row in self.rows))


def columns_for(width: float) -> tuple[int, float]:
    """Into how many columns a width is divided, and how wide each is."""
    count = max(1, int((width + COLUMN_GAP) // (LEAST_COLUMN + COLUMN_GAP)))
    return count, (width - (count - 1) * COLUMN_GAP) / count


def wrapped(text: str, points: float, room: float) -> list[str]:
    """A text in lines that fit into so many millimetres, broken between words and Chinese characters."""
    lines = [""]
    for part in re.findall(r"[^\s\u2e80-\uffef]+[,.;:)]*\s*|[\u2e80-\uffef]|\s+", text):
        wide = text_width((lines[-1] + part).rstrip(), points) > room
        if wide and lines[-1] and part[0] not in _NOT_FIRST:
            lines.append("")
        lines[-1] += part
    return [line.rstrip() for line in lines]


def texts(cells: Sequence[tuple[float, Sequence[str], bool, str]], least: float = 0.0) -> Row:
    """A row of cells: how far right each begins, its lines, whether bold, and its colour."""
    height = max([least, *(len(lines) * LINE for _, lines, _, _ in cells)]) + 1.0

    def draw(sheet: Sheet, x: float, y: float) -> None:
        for right, lines, bold, colour in cells:
            for number, line in enumerate(lines):
                at = y + 0.5 + LINE * (number + 0.5)
                sheet.text("legend", x + right, at, line, POINTS, bold=bold, colour=colour)

    return Row(height, draw)


def with_symbol(row: Row, symbol: Callable[[Sheet, float, float], None]) -> Row:
    """A row with something drawn at its left."""

    def draw(sheet: Sheet, x: float, y: float) -> None:
        symbol(sheet, x, y)
        row.draw(sheet, x, y)

    return Row(row.height, draw)
