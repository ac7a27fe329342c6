"""Spreadsheets: XLSX by openpyxl, the tables of ODS from their XML. Values only; nothing is calculated."""

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from faultgis.errors import InputError
from importers.tables.grid import DATE, ERROR, FORMULA, MERGED, Sheet, Value, sheet_of

MOST_BYTES = 200_000_000
MOST_CELLS = 2_000_000
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# What openpyxl and zipfile raise on files that are not what they say.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OverflowError,
    ElementTree.ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    NotImplementedError,
)


def read_workbook(path: Path) -> list[Sheet]:
    """The sheets of an XLSX file in their order.

    Raises ``InputError``: ``table.damaged``, ``table.too_large`` (also where it only unpacks so).
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_size(path)
    try:
        # Opened here, so that the suffix does not matter; warnings are of drawings and the like.
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(file, data_only=False)
            formulas = {s.title: _formulas(s) for s in book.worksheets}
            values = load_workbook(file, data_only=True) if any(formulas.values()) else book
        return [_sheet(s, formulas[s.title]) for s in values.worksheets]
    except (*_DAMAGE, InvalidFileException) as error:
        raise InputError("table.damaged", file=str(path), reason=str(error)) from error


def _check_size(path: Path) -> None:
    """Small files that unpack into enormous ones are left alone."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except _DAMAGE as error:
        raise InputError("table.damaged", file=str(path), reason=str(error)) from error
    if size > MOST_BYTES:
        raise InputError("table.too_large", file=str(path), megabytes=MOST_BYTES // 1_000_000)


def _formulas(sheet: Any) -> frozenset[tuple[int, int]]:
    return frozenset((c.row, c.column) for row in sheet.iter_rows() for c in row if c.data_type == "f")


def _sheet(sheet: Any, formulas: frozenset[tuple[int, int]]) -> Sheet:
    cells: dict[tuple[int, int], Value] = {}
    for row in sheet.iter_rows():
        for cell in row:
            place = cell.row, cell.column
            value = _value(cell.value, getattr(cell, "data_type", ""), place in formulas)
            if value.text or value.odd:
                cells[place] = value
        if len(cells) > MOST_CELLS:
            raise ValueError(f"more than {MOST_CELLS} cells")
    for area in sheet.merged_cells.ranges:
        _spread(cells, area.min_row, area.max_row, area.min_col, area.max_col)
    return Sheet(str(sheet.title), cells)


def _spread(cells: dict[tuple[int, int], Value], top: int, bottom: int, left: int, right: int) -> None:
    """A cell merged with those below it speaks for each of them; across columns it is a heading."""
    first = cells.get((top, left))
    if first is None or left != right:
        return
    for row in range(top, bottom + 1):
        cells[row, left] = Value(first.text, first.odd or MERGED)


def _value(value: Any, kind: str, calculated: bool) -> Value:
    if value is None:
        return Value("", FORMULA) if calculated else Value()
    if kind == "e":
        return Value(str(value), ERROR)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return Value(value.date().isoformat() if midnight else value.isoformat(" "), DATE)
    if isinstance(value, date | time):
        return Value(value.isoformat(), DATE)
    return Value(as_written(value))


def as_written(value: Any) -> str:
    """A number as people write it: 5700 without a point, 0.3 without the noise of binary fractions."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    return str(value).replace("_x000D_", "").strip()


def read_ods(path: Path) -> list[Sheet]:
    """The sheets of an ODS file. Raises ``InputError`` as ``read_workbook``."""
    _check_size(path)
    try:
        with zipfile.ZipFile(path) as packed:
            root = ElementTree.fromstring(packed.read("content.xml"))
        return [_ods_sheet(table) for table in root.iter(f"{_TABLE}table")]
    except (*_DAMAGE, RuntimeError) as error:  # RuntimeError: the archive asks for a password
        raise InputError("table.damaged", file=str(path), reason=str(error)) from error


def _ods_sheet(table: ElementTree.Element) -> Sheet:
    rows: list[list[Value]] = []
    empty = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells = list(_ods_cells(row))
        while cells and cells[-1] == Value():
            cells.pop()
        times = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        if not cells:
            empty += times
            continue
        if (len(rows) + empty + times) * len(cells) > MOST_CELLS:
            raise ValueError(f"more than {MOST_CELLS} cells")
        rows += [[] for _ in range(empty)] + [cells] * times
        empty = 0
    return sheet_of(table.get(f"{_TABLE}name", ""), rows)


def _ods_cells(row: ElementTree.Element) -> Iterator[Value]:
    waiting = 0
    for cell in row:
        if not cell.tag.endswith(("table-cell", "covered-table-cell")):
            continue
        value = _ods_value(cell)
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if value == Value():
            waiting += times  # thousands of them end a row
            continue
        yield from (Value() for _ in range(min(waiting, 16_384)))
        yield from (value for _ in range(min(times, 16_384)))
        waiting = 0


def _ods_value(cell: ElementTree.Element) -> Value:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        return Value(cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00"), DATE)
    if kind in ("float", "percentage", "currency"):
        return Value(as_written(float(cell.get(f"{_OFFICE}value", "nan"))))
    said = "\n".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p")).strip()
    return Value(said)
