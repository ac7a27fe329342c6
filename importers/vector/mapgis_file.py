"""The parts of a MapGIS 6.x file (.wt, .wl, .wp) as arrays: sections, records, attribute table.

Layout: MapGIS 6.7 keeps a head, sixteen (start, length) entries and the sections they point to; every section
of records begins with an unused one. Written from the files themselves and from the published descriptions
named in docs/decisions/0012. All numbers are little-endian. Nothing here trusts a count that the bytes in the
file do not bear out, so that memory stays in proportion to the file.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from importers.batch import Problem

KINDS = {b"WMAP`D22": "points", b"WMAP`D21": "lines", b"WMAP`D23": "areas"}
HEAD = 657
_ENTRIES, _NEEDED = 16, 10
_TABLE_OF = {"points": 2, "lines": 2, "areas": 9}
_TABLE_HEAD = 348
_FIELD = struct.Struct("<20sBihhih4x")
_WIDTHS = {1: 1, 2: 2, 3: 4, 4: 4, 5: 8, 6: 4, 7: 10}
_NUMBERS = {1: "u1", 2: "<i2", 3: "<i4", 4: "<f4", 5: "<f8"}

POINT = np.dtype(
    {
        "names": ["alive", "length", "offset", "xy", "kind", "symbol", "angle_of_text", "color", "layer"],
        "formats": ["u1", "<u2", "<u4", ("<f8", 2), "u1", "<i2", "<f4", "u1", "u1"],
        "offsets": [0, 1, 3, 7, 31, 33, 45, 75, 83],
        "itemsize": 93,
    }
)
LINE = np.dtype(
    {
        "names": ["alive", "count", "offset", "style", "color", "width", "layer"],
        "formats": ["u1", "<i4", "<i4", "<i2", "<i2", "<f4", "u1"],
        "offsets": [0, 10, 14, 22, 26, 30, 47],
        "itemsize": 57,
    }
)
SIDES = np.dtype({"names": ["left", "right"], "formats": ["<i4", "<i4"], "offsets": [8, 12], "itemsize": 24})
AREA = np.dtype({"names": ["color", "layer"], "formats": ["<u2", "u1"], "offsets": [9, 30], "itemsize": 40})
_RECORDS = {"points": POINT, "lines": LINE, "areas": LINE}


@dataclass
class MapGisFile:
    """What a file holds. ``rows`` are the point, line or arc records, ``coordinates`` the bytes they point to
    (of points: their texts), ``sides`` the areas left and right of each arc, ``fills`` how areas are drawn.

    ``names`` and text ``columns`` have one character per byte of the file.
    """

    kind: str
    head: bytes
    rows: NDArray[Any]
    coordinates: bytes
    sides: NDArray[Any] | None = None
    fills: NDArray[Any] | None = None
    names: list[str] = field(default_factory=list)
    columns: list[list[Any]] = field(default_factory=list)
    records: int = 0
    problems: list[Problem] = field(default_factory=list)


def read(path: Path) -> MapGisFile:
    """The file's parts. Raises ``InputError`` mapgis.head_damaged where not even the sections are told."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD)
        kind = KINDS.get(head[:8])
        entries = _entries(file, head, size) if kind else []
        if kind is None or not entries:
            raise InputError("mapgis.head_damaged", file=str(path), stated=HEAD + 160, found=size)
        found = MapGisFile(kind, head, np.empty(0, _RECORDS[kind]), b"")
        ends = max((start + length for start, length in entries if start > 0 and length > 0), default=0)
        if ends > size:
            found.problems.append(
                Problem("file.truncated", {"name": path.name, "stated": ends, "found": size})
            )
        _fill(found, file, entries, size)
    _count(found)
    return found


def _entries(file: BinaryIO, head: bytes, size: int) -> list[tuple[int, int]]:
    if len(head) < HEAD:
        return []
    start = struct.unpack_from("<i", head, 12)[0]
    if not 16 <= start < size:
        return []
    file.seek(start)
    table = file.read(_ENTRIES * 10)
    if len(table) < _NEEDED * 10:
        return []
    return [struct.unpack_from("<2i", table, at) for at in range(0, len(table) - 9, 10)]


def _fill(found: MapGisFile, file: BinaryIO, entries: list[tuple[int, int]], size: int) -> None:
    def section(number: int) -> bytes:
        start, length = entries[number] if number < len(entries) else (0, 0)
        if start < 16 or length <= 0 or start >= size:
            return b""
        file.seek(start)
        return file.read(min(length, size - start))

    found.rows = _records(section(0), _RECORDS[found.kind])
    found.coordinates = section(1)
    if found.kind == "areas":
        found.sides = _records(section(3), SIDES)
        found.fills = _records(section(8), AREA)
    _read_table(found, section(_TABLE_OF[found.kind]))


def _records(section: bytes, kind: np.dtype[Any]) -> NDArray[Any]:
    count = len(section) // kind.itemsize - 1
    if count <= 0:
        return np.empty(0, kind)
    return np.frombuffer(section, kind, count, kind.itemsize)


def _read_table(found: MapGisFile, section: bytes) -> None:
    if len(section) < _TABLE_HEAD:
        found.problems.append(Problem("mapgis.no_table"))
        return
    fields, records, length = struct.unpack_from("<hih", section, 322)
    begin = _TABLE_HEAD + fields * _FIELD.size
    described = _described(section, fields, length) if fields > 0 and length > 0 else []
    if not described or begin > len(section):
        found.problems.append(Problem("mapgis.no_table"))
        return
    held = max(0, min(records, (len(section) - begin) // length) - 1)
    found.records = held
    if records - 1 > held:
        found.problems.append(Problem("mapgis.rows_lost", {"stated": records - 1, "found": held}))
    cells = section[begin + length : begin + (held + 1) * length]
    table = np.frombuffer(cells, np.uint8).reshape(held, length)
    for name, kind, offset, width in described:
        found.names.append(name)
        found.columns.append(_column(table[:, offset : offset + width], kind))


def _described(section: bytes, fields: int, length: int) -> list[tuple[str, int, int, int]]:
    """Name, type, offset and width of each field; none if together they are wider than a record."""
    described: list[tuple[str, int, int, int]] = []
    for number in range(fields):
        at = _TABLE_HEAD + number * _FIELD.size
        if at + _FIELD.size > len(section):
            return []
        name, kind, offset, width, *_ = _FIELD.unpack_from(section, at)
        width = _WIDTHS.get(kind, width)
        if offset < 0 or width <= 0 or offset + width > length:
            return []
        described.append((name.split(b"\x00")[0].decode("latin-1"), kind, offset, width))
    return described if sum(width for *_, width in described) <= length else []


def _column(cells: NDArray[np.uint8], kind: int) -> list[Any]:
    if not len(cells):
        return []
    packed = np.ascontiguousarray(cells)
    if kind == 6:
        return [_date(cell.tobytes()) for cell in packed]
    if kind == 7:
        return [_time(cell.tobytes()) for cell in packed]
    if kind == 4:
        # The shortest number that is the same in single precision: 38.24594, not 38.24594116210938.
        return [float(text) for text in packed.view("<f4")[:, 0].astype(str).tolist()]
    if kind in _NUMBERS:
        return list(packed.view(_NUMBERS[kind])[:, 0].tolist())
    texts = packed.view(f"S{packed.shape[1]}")[:, 0].tolist()
    return [text.split(b"\x00", 1)[0].rstrip(b" ").decode("latin-1") for text in texts]


def _date(cell: bytes) -> str | None:
    year, month, day = struct.unpack("<hBB", cell)
    return f"{year:04d}-{month:02d}-{day:02d}" if year or month or day else None


def _time(cell: bytes) -> str | None:
    hour, minute, second = struct.unpack("<BBd", cell)
    return f"{hour:02d}:{minute:02d}:{second:06.3f}".removesuffix(".000") if any(cell) else None


def _count(found: MapGisFile) -> None:
    """What the head counts, beside what is there."""
    stated = struct.unpack_from("<i", found.head, 276 if found.kind == "areas" else 260)[0]
    held = found.records if found.kind == "areas" else len(found.rows)
    if stated > held:
        found.problems.append(Problem("mapgis.count_differs", {"stated": stated, "found": held}))
    dead = int((found.rows["alive"] == 0).sum())
    if dead:
        found.problems.append(Problem("mapgis.marked_deleted", {"count": dead}))
