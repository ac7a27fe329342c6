"""Workbooks of Excel 97 made by hand: the container of old Office files, and BIFF8 records in it."""

import struct
from collections.abc import Mapping, Sequence
from typing import Any

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# Numbers of formats that every Excel knows: none, a day, a time.
GENERAL, DAY, CLOCK = 0, 14, 21
Cells = Mapping[tuple[int, int], Any]


def record(number: int, body: bytes = b"") -> bytes:
    """One record: its number, its length, its body."""
    return struct.pack("<HH", number, len(body)) + body


def _text(text: str, size: str = "<H") -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack(size, len(raw) // 2) + b"\x01" + raw


def _font() -> bytes:
    return record(0x31, struct.pack("<HHHHHBBBx", 200, 0, 0x7FFF, 400, 0, 0, 0, 0) + _text("Arial", "<B"))


def _style(number: int) -> bytes:
    return record(0xE0, struct.pack("<HHHBBBBIIH", 0, number, 0, 0x20, 0, 0, 0, 0, 0, 0))


def _cell(row: int, column: int, value: Any) -> bytes:
    """``value`` is a number, ``("day" or "clock", number)``, ``("error", code)``, a truth or a text."""
    kind, told = value if isinstance(value, tuple) else ("", value)
    place = struct.pack("<HHH", row - 1, column - 1, {"day": 1, "clock": 2}.get(kind, 0))
    if kind == "error" or isinstance(told, bool):
        return record(0x205, place + struct.pack("<BB", int(told), kind == "error"))
    if isinstance(told, str):
        return record(0x204, place + _text(told))
    return record(0x203, place + struct.pack("<d", told))


def _sheet(cells: Cells, merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    areas = b"".join(
        struct.pack("<HHHH", top - 1, low - 1, left - 1, right - 1) for top, low, left, right in merged
    )
    body = b"".join(_cell(*place, value) for place, value in sorted(cells.items()))
    return sheet(body + (record(0xE5, struct.pack("<H", len(merged)) + areas) if merged else b""))


def sheet(records: bytes) -> bytes:
    """A sheet of these records."""
    return record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6)) + records + record(0x0A)


def workbook(name: str, cells: Cells, merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """The bytes of a workbook with one sheet; ``cells`` by row and column, ``merged`` areas as top, bottom,
    left, right, all counted from 1."""
    return container({"Workbook": stream(_sheet(cells, merged), name)})


def stream(of: bytes, name: str = "a", more: bytes = b"", sheets: int = 1) -> bytes:
    """A workbook's records: ``more`` behind the styles, and the sheet ``of``, told of so many times."""
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6)) + record(0x42, b"\xb0\x04")
    head += _font() * 4 + b"".join(map(_style, (GENERAL, DAY, CLOCK))) + more
    told = b"\x00\x00" + _text(name, "<B")
    at = len(head) + (4 + 4 + len(told)) * sheets + 4
    return head + record(0x85, struct.pack("<I", at) + told) * sheets + record(0x0A) + of


def container(streams: Mapping[str, bytes]) -> bytes:
    """The container with streams in it, each at least 4096 bytes long so that it lies in whole sectors."""
    contents = {name: _whole(content) for name, content in streams.items()}
    first = sum(len(content) // SECTOR for content in contents.values()) // 126 + 1
    table, sectors, entries = [FAT] * first + [END], [b""], [_entry("Root Entry", 5, END, 0, child=1)]
    for name, content in contents.items():
        parts = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        entries.append(_entry(name, 2, len(table), len(content)))
        table += [*range(len(table) + 1, len(table) + len(parts)), END]
        sectors += parts
    numbers = struct.pack(f"<{first * 128}I", *(table + [FREE] * (first * 128 - len(table))))
    sectors[0] = b"".join(entries).ljust(SECTOR, b"\x00")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, first, first, 0, 4096, END, 0, END, 0)
    head += struct.pack(f"<{first}I", *range(first))
    return head.ljust(SECTOR, b"\xff") + numbers + b"".join(sectors)


def _whole(content: bytes) -> bytes:
    return content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\x00")


def _entry(name: str, kind: int, start: int, size: int, child: int = -1) -> bytes:
    raw = name.encode("utf-16-le") + b"\x00\x00"
    told = raw.ljust(64, b"\x00") + struct.pack("<HBBiii", len(raw), kind, 1, -1, -1, child)
    return told + bytes(36) + struct.pack("<IQ", start, size)
