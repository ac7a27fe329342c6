"""Turns a table's raw cells into values: texts decoded by one decision, empty cells to ``None``."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from importers.batch import Problem
from importers.vector.encoding import Decision, decode

_NAMED_ROWS = 10
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass
class Table:
    """Columns by name with decoded cells, and what was wrong with single cells."""

    names: tuple[str, ...]
    columns: list[list[Any]]
    problems: list[Problem] = field(default_factory=list)


def raw(text: str) -> bytes:
    """The bytes behind a text whose characters stand for one byte each."""
    return text.encode("latin-1", "replace")


def raw_texts(
    names: Iterable[str], columns: Iterable[Sequence[Any]], sample: int = 200_000
) -> Iterable[bytes]:
    """The bytes of all names and of the texts among the first cells."""
    yield from (raw(name) for name in names)
    for column in columns:
        different = dict.fromkeys(islice(column, sample))
        yield from (raw(cell) for cell in different if isinstance(cell, str) and not cell.isascii())


def decode_table(names: Sequence[str], columns: list[Sequence[Any]], encoding: str) -> Table:
    """Decode names and cells of one character per byte; damaged cells are reported by row and field.
    ``columns`` is empty at the end: each is let go once it is decoded."""
    table = Table(tuple(_unique([decode(raw(name), encoding)[0].strip() for name in names])), [])
    damaged: list[tuple[int, str, str]] = []
    columns.reverse()
    for name in table.names:
        column = columns.pop()
        values = _decoded_once(column, encoding)
        if values is None:
            table.columns.append([cell if type(cell) is int else plain(cell) for cell in column])
            continue
        table.columns.append([values[cell][0] for cell in column])
        if any(wrong for _, wrong in values.values()):
            rows = enumerate(column, start=1)
            damaged += [(row, name, values[cell][1]) for row, cell in rows if values[cell][1]]
    table.problems = cell_problems(damaged)
    return table


def _decoded_once(column: Sequence[Any], encoding: str) -> dict[Any, tuple[Any, str]] | None:
    """The different cells of a column of texts, each decoded; ``None`` for a column of numbers or lists."""
    if not any(isinstance(cell, str) for cell in islice(column, 100)) and all(
        not isinstance(cell, str) for cell in column
    ):
        return None
    return {cell: _decoded(cell, encoding) for cell in dict.fromkeys(column)}


def _decoded(cell: Any, encoding: str) -> tuple[Any, str]:
    if not isinstance(cell, str):
        return plain(cell), ""
    if cell.isascii():
        return cell or None, ""
    value, wrong = decode(raw(cell), encoding)
    return value or None, wrong or ("lost" if _REPLACEMENT in value else "")


def plain(value: Any) -> Any:
    """A number or truth value as Python has it, a list as JSON; not-a-number and bytes are no values."""
    if hasattr(value, "tolist") and getattr(value, "ndim", False):
        return json.dumps(value.tolist(), ensure_ascii=False)
    if hasattr(value, "item"):
        value = value.item()
    return None if value != value or isinstance(value, bytes) else value


def cell_problems(damaged: Sequence[tuple[int, str, str]]) -> list[Problem]:
    """One problem per field and kind of damage ("cut", "invalid", "lost"), with count and rows."""
    places: dict[tuple[str, str], list[int]] = {}
    for row, name, wrong in damaged:
        places.setdefault((name, wrong), []).append(row)
    return [
        Problem(f"text.{wrong}", {"count": len(rows), "rows": _named(rows)}, row=rows[0], field=name)
        for (name, wrong), rows in places.items()
    ]


def _named(rows: Sequence[int]) -> str:
    shown = ", ".join(str(row) for row in rows[:_NAMED_ROWS])
    return f"{shown} …" if len(rows) > _NAMED_ROWS else shown


def lost_cells(names: Sequence[str], columns: Sequence[Sequence[Any]]) -> list[Problem]:
    """Reports texts that hold U+FFFD: characters lost before, or in decoding the whole file."""
    found = [
        (row, name, "lost")
        for name, column in zip(names, columns, strict=True)
        for row, cell in enumerate(column, start=1)
        if isinstance(cell, str) and _REPLACEMENT in cell
    ]
    return cell_problems(found)


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for index, name in enumerate(names, start=1):
        name = name or f"field_{index}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result


def by_user(encoding: str) -> Decision:
    """What the user said holds."""
    return Decision(encoding, Problem("encoding.by_user", {"encoding": encoding}))
