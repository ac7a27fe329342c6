"""Damaged workbooks of Excel 97–2003 that send a reader round in circles: refused at once."""

import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from faultgis.errors import InputError
from importers.tables.door import sheets_of
from tests.importers.tables.old_books import FREE, SECTOR, container, record, sheet, stream

SECONDS = 10.0
_TEXTS, _FORMAT, _NUMBER, _AREA, _LINK, _SIZE, _STYLE = 0xFC, 0x41E, 0x203, 0xE5, 0x1B8, 0x200, 0xE0


def number(row: int, column: int) -> bytes:
    return record(_NUMBER, struct.pack("<HHHd", row, column, 0, 1.5))


def texts(count: int, first: bytes) -> bytes:
    return record(_TEXTS, struct.pack("<II", count, count) + first)


def book(records: bytes, more: bytes = b"", sheets: int = 1) -> bytes:
    return container({"Workbook": stream(sheet(records), more=more, sheets=sheets)})


def branching() -> bytes:
    """A directory whose entries have the next one on either side."""
    entries = [
        struct.pack("<64xHBBiii", 4, 5 if not n else 2, 1, n + 1, n + 1, n + 1).ljust(128, b"\0")
        for n in range(31)
    ]
    data = bytearray(book(number(0, 0)))
    packed = b"".join(entries)
    start = len(data) // SECTOR - 1
    data += packed.ljust(-(-len(packed) // SECTOR) * SECTOR, b"\0")
    struct.pack_into("<I", data, 48, start)
    chain = [*range(start + 1, start + len(packed) // SECTOR + 1), 0xFFFFFFFE]
    struct.pack_into(f"<{len(chain)}I", data, SECTOR + 4 * start, *chain)
    return bytes(data)


def circling() -> bytes:
    """A workbook among the short streams, whose sectors follow each other round and round."""
    data = bytearray(book(number(0, 0)))
    directory = 2 * SECTOR
    last = len(data) // SECTOR - 1
    data += struct.pack("<128I", 1, 0, *[FREE] * 126)
    struct.pack_into("<I", data, SECTOR + 4 * last, 0xFFFFFFFE)
    struct.pack_into("<III", data, 56, 1 << 30, last, 1)
    struct.pack_into("<IQ", data, directory + 116, 2, 4096)
    return bytes(data)


def wide() -> bytes:
    return book(b"".join(number(row, 255) for row in range(65536)))


DAMAGED: dict[str, Callable[[], bytes]] = {
    "a text before itself": lambda: book(b"", texts(2**31 - 1, struct.pack("<HBi", 0, 4, -7))),
    "a long text before itself": lambda: book(b"", texts(9**9, struct.pack("<HBi", 99, 4, -106) + b"a" * 99)),
    "cells far apart": wide,
    "one sheet many times": lambda: book(b"".join(number(row, 0) for row in range(20_000)), sheets=2000),
    "rows without cells": lambda: book(number(65535, 0), sheets=900),
    "the directory branches": branching,
    "sectors in a circle": circling,
}  # fmt: skip
READ: dict[str, Callable[[], bytes]] = {
    "links from everywhere": lambda: book(
        number(0, 0) + 10 * record(_LINK, struct.pack("<HHHH16sII", 0, 65535, 0, 255, b"", 2, 0))
    ),
    "a sheet's size told often": lambda: book(
        1000 * (record(_SIZE, struct.pack("<IIHHH", 0, 65536, 0, 256, 0)) + number(9999, 0))
    ),
    "brackets": lambda: book(
        number(0, 0), 3 * record(_FORMAT, struct.pack("<HHB", 200, 60_000, 0) + b"[" * 60_000)
    ),
}


def told(path: Path) -> str:
    """What is answered, and soon."""
    began = time.monotonic()
    try:
        found = str([each.size for each in sheets_of(path)])
    except InputError as error:
        found = error.code
    assert time.monotonic() - began < SECONDS
    return found


@pytest.mark.parametrize("name", DAMAGED)
def test_what_leads_round_in_circles_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(DAMAGED[name]())
    assert told(path) == "table.damaged"


@pytest.mark.parametrize("name", READ)
def test_what_is_no_cell_takes_no_time(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(READ[name]())
    assert told(path) in ("[(1, 1)]", "[(10000, 1)]")


def test_texts_go_on_in_other_records(tmp_path: Path) -> None:
    """Half of a character beyond the basic plane may stand in either, and the widths may differ."""
    raw = "甲𠮷".encode("utf-16-le")
    first = texts(2, struct.pack("<HBH", 6, 9, 1) + raw[:4])
    second = record(0x3C, b"\x01" + raw[4:] + b"\x00"[:0])
    third = record(0x3C, b"\x00" + b"abc" + struct.pack("<HH", 0, 1) + struct.pack("<HB", 2, 0) + b" z")
    cells = b"".join(record(0xFD, struct.pack("<HHHI", row, 0, 0, row)) for row in range(2))
    path = tmp_path / "a.xls"
    path.write_bytes(book(cells, first + second + third))
    (found,) = sheets_of(path)
    assert [value.text for value in found.cells.values()] == ["甲𠮷abc", "z"]
