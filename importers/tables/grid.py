"""A sheet of cells as its file has them, each with its place ("C7"), before anybody knows what they mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

FORMULA, ERROR, DATE, MERGED = "formula", "error", "date", "merged"
MOST_SPANNED = 50_000_000


@dataclass(frozen=True)
class Value:
    """One cell: its text, and what is odd about it: ``formula`` (never calculated: no text), ``error`` (the
    text is the error), ``date`` (a day, as ISO 8601), ``merged`` (the text stands in a cell that spreads over
    this one and others of its column)."""

    text: str = ""
    odd: str = ""


EMPTY = Value()


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet by row and column, both counted from 1. ``encoding`` is of text files."""

    name: str
    cells: Mapping[tuple[int, int], Value] = field(default_factory=dict)
    encoding: str = "UTF-8"

    @property
    def size(self) -> tuple[int, int]:
        """The last row and the last column that hold something."""
        filled = [place for place, value in self.cells.items() if value.text or value.odd]
        return max((r for r, _ in filled), default=0), max((c for _, c in filled), default=0)

    def row(self, number: int, width: int) -> list[Value]:
        """The cells of a row."""
        return [self.cells.get((number, column), EMPTY) for column in range(1, width + 1)]


def sheet_of(name: str, rows: Sequence[Sequence[Value]], encoding: str = "UTF-8") -> Sheet:
    """A sheet from its rows. Raises ``ValueError`` as ``bounded``."""
    return bounded(Sheet(name, dict(_placed(rows)), encoding))


def bounded(sheet: Sheet) -> Sheet:
    """The sheet itself. Raises ``ValueError`` where a few cells far apart span one without end, which every
    reader would go through row by row."""
    rows, columns = sheet.size
    if rows * columns > MOST_SPANNED:
        raise ValueError(f"A1:{address(rows, columns)}, {len(sheet.cells)} cells")
    return sheet


def _placed(rows: Sequence[Sequence[Value]]) -> Iterator[tuple[tuple[int, int], Value]]:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value.text or value.odd:
                yield (number, column), value


def letters(column: int) -> str:
    """A column's letters as spreadsheets write them: 1 is A, 27 is AA."""
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def address(row: int, column: int) -> str:
    """A cell's place as spreadsheets write it, e.g. ``C7``."""
    return f"{letters(column)}{row}"
