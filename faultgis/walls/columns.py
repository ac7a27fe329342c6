"""Tables set in columns: rows of known heights flow from column to column and from sheet to sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 6.0
_ROUNDS = 24


@dataclass(frozen=True)
class Table:
    """A table: the height of its heading, and of each row, in millimetres."""

    head: float
    rows: tuple[float, ...]


@dataclass(frozen=True)
class Put:
    """Where something stands: the table, the row (−1 for the heading, which is repeated where a table goes
    on), the column counted over all rooms, and how far below its upper edge."""

    table: int
    row: int
    column: int
    y: float


def flow(tables: Sequence[Table], height: float, between: float = 4.0) -> list[Put]:
    """The rows set into columns of a height; a heading stands with its first row. A row that is higher than
    a column stands alone in one."""
    found: list[Put] = []
    column, y = 0, 0.0
    for number, table in enumerate(tables):
        if y > 0:
            y += between
        for row, tall in enumerate(table.rows):
            head = table.head if row == 0 else 0.0
            if y > 0 and y + head + tall > height + 1e-6:
                column, y = column + 1, 0.0
                head = table.head
            if head:
                found.append(Put(number, -1, column, y))
            found.append(Put(number, row, column, y + head))
            y += head + tall
    return found


def columns_of(puts: Sequence[Put]) -> int:
    """How many columns are taken."""
    return 1 + max((put.column for put in puts), default=-1)


def balanced(tables: Sequence[Table], columns: int, most: float) -> tuple[float, list[Put]] | None:
    """The least height at which the tables fill no more than so many columns, or ``None`` where even ``most``
    is too little."""
    if columns_of(flow(tables, most)) > columns:
        return None
    low, high = 0.0, most
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        if columns_of(flow(tables, middle)) > columns:
            low = middle
        else:
            high = middle
    return high, flow(tables, high)
