"""Tables set in columns: rows of known heights flow from column to column and from sheet to sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

BETWEEN = 4.0
HEADING, AGAIN = -1, -2
_ROUNDS = 24


@dataclass(frozen=True)
class Table:
    """A table: the height of its heading, and of each row, in millimetres."""

    head: float
    rows: tuple[float, ...]

    @property
    def height(self) -> float:
        """All of it."""
        return self.head + sum(self.rows)


@dataclass(frozen=True)
class Put:
    """Where something stands: the table, the row (``HEADING``, and ``AGAIN`` for the heading repeated where a
    table goes on), the column counted from the first, and how far below its upper edge."""

    table: int
    row: int
    column: int
    y: float


def flow(tables: Sequence[Table], first: Sequence[float], rest: float, together: bool = False) -> list[Put]:
    """The rows set into columns: the first ones of the heights given, all further ones of ``rest``. A heading
    stands with its first row; with ``together`` a table that a whole column holds is not divided. A row that
    is higher than any column stands alone in one."""

    def room(number: int) -> float:
        return first[number] if number < len(first) else rest

    found: list[Put] = []
    column, y = 0, 0.0
    for number, table in enumerate(tables):
        y += BETWEEN if y > 0 else 0.0
        if together and y > 0 and room(column) - y < table.height <= room(column + 1):
            column, y = column + 1, 0.0
        for row, tall in enumerate(table.rows):
            head = table.head if row == 0 else 0.0
            while y + head + tall > room(column) + 1e-6 and (y > 0 or column < len(first)):
                column, y, head = column + 1, 0.0, table.head
            if head:
                found.append(Put(number, HEADING if row == 0 else AGAIN, column, y))
            found.append(Put(number, row, column, y + head))
            y += head + tall
    return found


def columns_of(puts: Sequence[Put]) -> int:
    """How many columns are taken."""
    return 1 + max((put.column for put in puts), default=-1)


def balanced(tables: Sequence[Table], columns: int, most: float) -> list[Put] | None:
    """The tables in no more than so many columns of equal height, as low as may be; undivided where there is
    room for that. ``None`` where even ``most`` is too little."""
    for together in (True, False):
        least = max((t.height for t in tables), default=0.0) if together else 0.0
        found = _lowest(tables, columns, least, most, together) if least <= most else None
        if found is not None:
            return found
    return None


def _lowest(
    tables: Sequence[Table], columns: int, least: float, most: float, together: bool
) -> list[Put] | None:
    def fits(height: float) -> bool:
        puts = flow(tables, (), height, together)
        return columns_of(puts) <= columns and end_of(tables, puts) <= height + 1e-6

    if not fits(most):
        return None
    low, high = least, most
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return flow(tables, (), least if fits(least) else high, together)


def end_of(tables: Sequence[Table], puts: Sequence[Put]) -> float:
    """How far down the rows reach."""
    return max((p.y + tables[p.table].rows[p.row] for p in puts if p.row >= 0), default=0.0)
