"""Workbooks of Excel 97–2003 (XLS), by xlrd. Values only: of a formula what was there when it was saved."""

import struct
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Any

from faultgis.errors import InputError
from importers.tables.grid import DATE, ERROR, Sheet, Value, bounded
from importers.tables.workbook import MOST_CELLS, as_written, spread

MOST_BYTES = 200_000_000
_LOCKED = "encrypted"
# What xlrd raises on files that are not what they say, beside errors of its own.
_DAMAGE = (
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


def read_old_workbook(path: Path) -> list[Sheet]:
    """The sheets of an XLS file in their order.

    Raises ``InputError``: ``table.encrypted``, ``table.damaged``, ``table.too_large``.
    """
    from xlrd import XLRDError
    from xlrd.compdoc import CompDocError

    from importers.tables.old_book import OldBook

    if path.stat().st_size > MOST_BYTES:
        raise InputError("table.too_large", file=str(path), megabytes=MOST_BYTES // 1_000_000)
    try:
        book = OldBook(path.read_bytes())
        return [_sheet(each, book.merged[number], book.datemode) for number, each in enumerate(book.sheets())]
    except (XLRDError, CompDocError) as error:
        code = "table.encrypted" if _LOCKED in str(error) else "table.damaged"
        raise InputError(code, file=str(path), reason=str(error)) from error
    except _DAMAGE as error:
        reason = str(error) or type(error).__name__
        raise InputError("table.damaged", file=str(path), reason=reason) from error


def _sheet(sheet: Any, merged: Sequence[tuple[int, int, int, int]], datemode: int) -> Sheet:
    cells: dict[tuple[int, int], Value] = {}
    for row in range(sheet.nrows):
        told = zip(sheet.row_types(row), sheet.row_values(row), strict=True)
        for column, (kind, content) in enumerate(told, 1):
            value = _value(kind, content, datemode)
            if value.text or value.odd:
                cells[row + 1, column] = value
    if sum(max(0, bottom - top + 1) for top, bottom, _, _ in merged) > MOST_CELLS:
        raise ValueError(f"more than {MOST_CELLS} merged cells")
    for top, bottom, left, right in merged:
        spread(cells, top, bottom, left, right)
    return bounded(Sheet(sheet.name, cells))


def _value(kind: int, value: Any, datemode: int) -> Value:
    import xlrd

    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return Value()
    if kind == xlrd.XL_CELL_ERROR:
        return Value(xlrd.error_text_from_code.get(value, "#N/A"), ERROR)
    if kind == xlrd.XL_CELL_DATE:
        return _moment(value, datemode)
    return Value(as_written(bool(value) if kind == xlrd.XL_CELL_BOOLEAN else value))


def _moment(value: float, datemode: int) -> Value:
    """A number that is shown as a day or a time; one that no calendar has stays a number."""
    import xlrd

    if value < 0:
        return Value(as_written(value))
    try:
        if value < 1:
            return Value(xlrd.xldate_as_datetime(value, datemode).time().isoformat(), DATE)
        found = xlrd.xldate_as_datetime(value, datemode)
    except (OverflowError, ValueError):
        return Value(as_written(value))
    midnight = found.time() == time()
    return Value(found.date().isoformat() if midnight else found.isoformat(" "), DATE)
