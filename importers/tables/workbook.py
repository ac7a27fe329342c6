"""Spreadsheets: XLSX by openpyxl, the tables of ODS from their XML. Values only; nothing is calculated."""

import itertools
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from faultgis.errors import InputError
from importers.tables.grid import DATE, ERROR, FORMULA, MERGED, Sheet, Value, bounded, sheet_of

MOST_BYTES = 200_000_000
MOST_CELLS = 2_000_000
_ROWS, _COLUMNS = 1_048_576, 16_384
_MERGED = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^<]*?\bref\s*=\s*["']([^"']*)""")
_DECLARED = re.compile(rb"""\W{0,3}<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
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
    RuntimeError,  # the archive asks for a password
    SyntaxError,  # lxml's errors are such
)


def read_workbook(path: Path) -> list[Sheet]:
    """The sheets of an XLSX file in their order.

    Raises ``InputError``: ``table.damaged``, ``table.too_large`` (also where it only unpacks so).
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_size(path)
    try:
        _check_merged(path)
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


def _check_merged(path: Path) -> None:
    """openpyxl makes every cell of a merged area: raises ``ValueError`` where these are too many."""
    from openpyxl.utils import range_boundaries

    area = 0
    with zipfile.ZipFile(path) as packed:
        for entry in packed.infolist():
            if not entry.filename.endswith((".xml", ".rels")):
                continue
            for found in _MERGED.finditer(_plain(entry.filename, packed.read(entry))):
                left, top, right, bottom = range_boundaries(found[1].decode("ascii"))
                area += ((right or _COLUMNS) - (left or 1) + 1) * ((bottom or _ROWS) - (top or 1) + 1)
    if area > MOST_CELLS:
        raise ValueError(f"more than {MOST_CELLS} merged cells")


def _plain(name: str, content: bytes) -> bytes:
    """XML without the zeros of UTF-16. Raises ``ValueError`` where it has a document type, whose entities
    may unfold into each other, or an encoding in which one could hide."""
    found = content.replace(b"\0", b"")
    encoding = _DECLARED.match(found)
    if encoding is not None and encoding[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii"):
        raise ValueError(f"{name}: {encoding[1].decode('ascii', 'replace')}")
    if b"<!DOCTYPE" in found:
        raise ValueError(f"{name}: <!DOCTYPE")
    return found


def _formulas(sheet: Any) -> frozenset[tuple[int, int]]:
    return frozenset((c.row, c.column) for c in _filled(sheet) if c.data_type == "f")


def _filled(sheet: Any) -> list[Any]:
    """The cells that are there, row by row. Going through all rows would make those between them."""
    return [sheet._cells[place] for place in sorted(sheet._cells)]


def _sheet(sheet: Any, formulas: frozenset[tuple[int, int]]) -> Sheet:
    cells: dict[tuple[int, int], Value] = {}
    for cell in _filled(sheet):
        place = cell.row, cell.column
        value = _value(cell.value, getattr(cell, "data_type", ""), place in formulas)
        if value.text or value.odd:
            cells[place] = value
        if len(cells) > MOST_CELLS:
            raise ValueError(f"more than {MOST_CELLS} cells")
    for area in sheet.merged_cells.ranges:
        spread(cells, area.min_row, area.max_row, area.min_col, area.max_col)
    return bounded(Sheet(str(sheet.title), cells))


def spread(cells: dict[tuple[int, int], Value], top: int, bottom: int, left: int, right: int) -> None:
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
    return _tidied(str(value))


@lru_cache(maxsize=1024)
def _tidied(text: str) -> str:
    """A text that many cells share stays one in memory."""
    return text.replace("_x000D_", "").strip()


def read_ods(path: Path) -> list[Sheet]:
    """The sheets of an ODS file. Raises ``InputError`` as ``read_workbook``."""
    _check_size(path)
    try:
        with zipfile.ZipFile(path) as packed:
            content = packed.read("content.xml")
        _plain("content.xml", content)
        root = ElementTree.fromstring(content)
        return [_ods_sheet(table) for table in _ods_tables(root)]
    except _DAMAGE as error:
        raise InputError("table.damaged", file=str(path), reason=str(error)) from error


def _ods_tables(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The tables, without those within tables: the outer one has their rows, too."""
    waiting = [element]
    while waiting:
        if (found := waiting.pop()).tag == f"{_TABLE}table":
            yield found
        else:
            waiting += reversed(found)


def _ods_sheet(table: ElementTree.Element) -> Sheet:
    rows: list[list[Value]] = []
    empty = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells = list(itertools.islice(_ods_cells(row), _COLUMNS + 1))
        if len(cells) > _COLUMNS:
            raise ValueError(f"more than {_COLUMNS} columns")
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
        yield from itertools.repeat(Value(), waiting)
        yield from itertools.repeat(value, times)
        waiting = 0


def _ods_value(cell: ElementTree.Element) -> Value:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        return Value(cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00"), DATE)
    if kind in ("float", "percentage", "currency"):
        return Value(as_written(float(cell.get(f"{_OFFICE}value", "nan"))))
    # Paragraphs further down are those of a comment.
    return Value("\n".join("".join(p.itertext()) for p in cell.iterfind(f"{_TEXT}p")).strip())
