"""Workbooks of Excel 97–2003 as xlrd reads them, within bounds: what tables are made of, each part once.

A damaged file may send xlrd round in circles, through one sheet many times, over millions of cells that
nothing is in. Here each byte of the workbook is handed over once, records of other things than cells not at
all, and cells no more than a sheet can be told of.
"""

import io
import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from xlrd.book import Book as XlrdBook
from xlrd.compdoc import CompDoc

from importers.tables.workbook import MOST_CELLS, as_written

MOST_SHEETS = 1000
_WORKBOOK, _FIRST_IN_CONTAINERS = 5, 50
_BEGINNING = b"\x09\x08"
# Numbers of records, as [MS-XLS] 2.3 has them.
_MULRK, _MERGED, _CONTINUE, _FORMAT, _NONE = 0xBD, 0xE5, 0x3C, 0x41E, 0xFFFF
_CELLS = frozenset((0x06, 0x206, 0x406, _MULRK, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E))
# Beginnings and ends, code page, calendar, styles, formats, sheets, passwords, texts and formulas' results.
_KEPT = _CELLS | {
    0x809,
    0x0A,
    0x42,
    0x22,
    0xE0,
    _FORMAT,
    0x85,
    0x2F,
    0xFC,
    _CONTINUE,
    0x207,
    0x221,
    0x236,
    0x4BC,
}
# Excel takes 255 characters. xlrd's search for brackets takes the square of the length.
_LONGEST_FORMAT = 1024
_ENTRY, _LINKS = 128, 66

Area = tuple[int, int, int, int]
"""Top, bottom, left and right of merged cells, all counted from 1."""


class OldBook(XlrdBook):  # type: ignore[misc]
    """A workbook with its sheets; ``merged`` are the areas of merged cells by the number of their sheet.

    Raises what xlrd raises, and ``ValueError`` and ``LookupError`` where the file is damaged.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.merged: dict[int, list[Area]] = defaultdict(list)
        self._number, self._rows = 0, 0
        self._widths: dict[int, int] = {}
        stream = _stream(content)
        self._bytes, self._cells = len(stream), MOST_CELLS
        self.biff2_8_load(file_contents=stream, logfile=io.StringIO(), ragged_rows=True)
        self.biff_version = self.getbof(_WORKBOOK)
        if self.biff_version < _FIRST_IN_CONTAINERS:
            raise ValueError(f"BIFF {self.biff_version}")
        self.parse_globals()
        if len(self.sheet_names()) > MOST_SHEETS:
            raise ValueError(f"more than {MOST_SHEETS} sheets")
        self._sheet_list = [None] * len(self.sheet_names())
        self.get_sheets()

    def get_sheet(self, sh_number: int, update_pos: bool = True) -> Any:
        """xlrd's step from sheet to sheet."""
        self._number, self._rows, self._widths = sh_number, 0, {}
        return super().get_sheet(sh_number, update_pos)

    def get_record_parts(self) -> tuple[int, int, bytes]:
        """The next record, under a number that stands for nothing where tables need none of it."""
        code, length, data = super().get_record_parts()
        self._hand_over(data)
        if code in _CELLS:
            self._place(code, data)
        elif code == _MERGED:
            (count,) = struct.unpack_from("<H", data)
            areas = struct.iter_unpack("<HHHH", data[2 : 2 + 8 * count])
            self.merged[self._number] += [(a[0] + 1, a[1] + 1, a[2] + 1, a[3] + 1) for a in areas]
        wanted = code in _KEPT and not (code == _FORMAT and length > _LONGEST_FORMAT)
        return (code if wanted else _NONE), length, data

    def handle_sst(self, data: bytes) -> None:
        """The table of texts, which goes on in the records behind it."""
        parts = [data]
        while (found := self.get_record_parts_conditional(_CONTINUE))[0] is not None:
            self._hand_over(found[2])
            parts.append(found[2])
        self._sharedstrings = list(_texts(_Parts(parts)))

    def _hand_over(self, data: bytes) -> None:
        self._bytes -= 4 + len(data)
        if self._bytes < 0:
            raise ValueError("sheets within sheets")

    def _place(self, code: int, data: bytes) -> None:
        """Count the cells that xlrd makes, those before the one told of and the rows above it, too: a row
        takes as much as four cells."""
        row, column = struct.unpack_from("<HH", data)
        if code == _MULRK:
            (column,) = struct.unpack("<H", data[-2:])
        self._cells -= 4 * max(0, row + 1 - self._rows) + max(0, column + 1 - self._widths.get(row, 0))
        if self._cells < 0:
            raise ValueError(f"more than {MOST_CELLS} cells")
        self._rows = max(self._rows, row + 1)
        self._widths[row] = max(self._widths.get(row, 0), column + 1)


def _stream(content: bytes) -> bytes:
    """The workbook in its container."""
    container = _Container(content, logfile=io.StringIO())
    for name in ("Workbook", "Book"):
        memory, start, size = container.locate_named_stream(name)
        if memory:
            found = bytes(memory[start : start + size])
            if not found.startswith(_BEGINNING):
                raise ValueError(f"{name}: {found[:4].hex(' ')}")
            return found
    raise LookupError("Workbook")


class _Container(CompDoc):  # type: ignore[misc]
    """A container of old Office files whose chains and whose tree come to an end."""

    def _get_stream(
        self,
        mem: bytes,
        base: int,
        sat: Sequence[int],
        sec_size: int,
        start_sid: int,
        size: int | None = None,
        name: str = "",
        seen_id: int | None = None,
    ) -> bytes:
        if seen_id is None:
            _check_chain(sat, start_sid)
        found: bytes = super()._get_stream(mem, base, sat, sec_size, start_sid, size, name, seen_id)
        if name == "directory":
            _check_tree(found)
        return found


def _check_chain(table: Sequence[int], sector: int) -> None:
    seen: set[int] = set()
    while sector >= 0:
        if sector in seen:
            raise ValueError(f"sector {sector} follows itself")
        seen.add(sector)
        sector = table[sector]


def _check_tree(directory: bytes) -> None:
    """Each entry has one place in the tree. Else going through it may take twice as long with each entry."""
    entries = [
        struct.unpack_from("<BBiii", directory, at + _LINKS) for at in range(0, len(directory), _ENTRY)
    ]
    waiting, seen = [entries[0][4]], set()
    while waiting:
        if (number := waiting.pop()) < 0:
            continue
        if number in seen:
            raise ValueError(f"entry {number} follows itself")
        seen.add(number)
        kind, _, *others, inside = entries[number]
        waiting += [*others, inside] if kind == 1 else others


class _Parts:
    """The bytes of a table of texts, record by record."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = iter(parts)
        self._data, self._at = next(self._parts), 0

    def take(self, size: int) -> bytes:
        """So many bytes, which stand in one record. Raises ``ValueError`` where they do not."""
        if self._at >= len(self._data):
            self.turn()
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise ValueError("a text without an end")
        self._at += size
        return found

    def some(self, size: int) -> bytes:
        """So many bytes, or what the record has of them."""
        found = self._data[self._at : self._at + size]
        self._at += len(found)
        return found

    def turn(self) -> None:
        """On to the next record. Raises ``ValueError`` where there is none."""
        self._data, self._at = next(self._parts, b""), 0
        if not self._data:
            raise ValueError("a text without an end")

    def skip(self, size: int) -> None:
        """Leave out bytes, which may be the last there are."""
        while size > (rest := len(self._data) - self._at):
            self._data, self._at = next(self._parts, b""), 0
            if not self._data:
                return
            size -= rest
        self._at += size


def _texts(parts: _Parts) -> Iterator[str]:
    _, count = struct.unpack("<II", parts.take(8))
    for _ in range(count):
        yield as_written(_text(parts))


def _text(parts: _Parts) -> str:
    """One text: in a record behind the first its characters may be of another width."""
    count, options = struct.unpack("<HB", parts.take(3))
    runs = struct.unpack("<H", parts.take(2))[0] if options & 8 else 0
    phonetic = struct.unpack("<I", parts.take(4))[0] if options & 4 else 0
    found = bytearray()
    while True:
        wide = options & 1
        piece = parts.some((2 * count - len(found)) >> (1 - wide))
        found += piece[: len(piece) // 2 * 2] if wide else piece.decode("latin-1").encode("utf-16-le")
        if len(found) == 2 * count:
            break
        parts.turn()
        (options,) = parts.take(1)
    parts.skip(4 * runs + phonetic)
    return found.decode("utf-16-le", "replace")
