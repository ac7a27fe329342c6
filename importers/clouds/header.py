"""The header of LAS and LAZ files, read field by field from a few bounded pieces of the file.

Layout: ASPRS LAS specification 1.0 to 1.4-R15, tables 3 and 4 (public header block).
"""

import os
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from faultgis.errors import InputError

BUDGET = 65536
SIZES = {0: 20, 1: 28, 2: 26, 3: 34, 4: 57, 5: 63, 6: 30, 7: 36, 8: 38, 9: 59, 10: 67}
MINIMUM = {0: 227, 1: 227, 2: 227, 3: 235, 4: 375}
MAGIC = b"LASF"
_HEAD = 2048
_COMPRESSED, _MASK = 0x80, 0x3F
_DAY_OF_YEAR_MAX = 366


class Window:
    """Bounded reading: at most ``BUDGET`` bytes in all, and never beyond the end of the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = os.fstat(file.fileno()).st_size
        self._head = self._file.read(_HEAD)
        self._left = BUDGET - len(self._head)

    def read(self, start: int, length: int) -> bytes:
        """These bytes, or as many as there are before the end or the budget ends."""
        if start + length <= len(self._head):
            return self._head[start : start + length]
        length = max(0, min(length, self._left, self.size - start))
        if not length:
            return b""
        self._left -= length
        self._file.seek(start)
        return self._file.read(length)


@dataclass(frozen=True)
class Header:
    """The public header block, its numbers as found. ``bounds`` is (min x, min y, min z, max x, ...)."""

    version: tuple[int, int]
    encoding: int
    system: str
    software: str
    day: int
    year: int
    header_size: int
    points_at: int
    vlr_count: int
    raw_format: int
    record_length: int
    count: int
    legacy_count: int
    by_return: tuple[int, ...]
    scale: tuple[float, float, float]
    offset: tuple[float, float, float]
    bounds: tuple[float, float, float, float, float, float]
    evlr_at: int = 0
    evlr_count: int = 0

    @property
    def point_format(self) -> int:
        """The point data record format, 0 to 10, without the bit that says compressed."""
        return self.raw_format & _MASK

    @property
    def compressed(self) -> bool:
        """Whether the points are compressed by LASzip."""
        return bool(self.raw_format & _COMPRESSED)

    @property
    def date(self) -> date | None:
        """When the file was made; ``None`` where the header says no possible day."""
        if not (1900 <= self.year <= 2200 and 1 <= self.day <= _DAY_OF_YEAR_MAX):
            return None
        return date(self.year, 1, 1) + timedelta(days=self.day - 1)


def read_header(window: Window, file: str) -> Header:
    """The header. Raises ``InputError``: ``cloud.header_truncated``, ``cloud.version``."""
    raw = window.read(0, max(MINIMUM.values()))
    if len(raw) < MINIMUM[0]:
        raise InputError("cloud.header_truncated", file=file, size=window.size, needed=MINIMUM[0])
    major, minor = raw[24], raw[25]
    if major != 1 or minor not in MINIMUM:
        raise InputError("cloud.version", file=file, version=f"{major}.{minor}")
    if len(raw) < MINIMUM[minor]:
        raise InputError("cloud.header_truncated", file=file, size=window.size, needed=MINIMUM[minor])
    return _parsed(raw, (major, minor))


def _parsed(raw: bytes, version: tuple[int, int]) -> Header:
    day, year, header_size, points_at, vlrs, fmt, length, count = struct.unpack_from("<HHHIIBHI", raw, 90)
    by_return: tuple[int, ...] = struct.unpack_from("<5I", raw, 111)
    legacy, evlr_at, evlr_count = count, 0, 0
    numbers = struct.unpack_from("<12d", raw, 131)
    x1, x0, y1, y0, z1, z0 = numbers[6:]
    if version[1] >= 4:
        evlr_at, evlr_count, count = struct.unpack_from("<QIQ", raw, 235)
        by_return = struct.unpack_from("<15Q", raw, 255)
        if count == 0 and legacy:
            count, by_return = legacy, struct.unpack_from("<5I", raw, 111)
    return Header(
        version,
        struct.unpack_from("<H", raw, 6)[0],
        text(raw[26:58]),
        text(raw[58:90]),
        day,
        year,
        header_size,
        points_at,
        vlrs,
        fmt,
        length,
        count,
        legacy,
        by_return,
        numbers[0:3],
        numbers[3:6],
        (x0, y0, z0, x1, y1, z1),
        evlr_at,
        evlr_count,
    )


def text(raw: bytes) -> str:
    """The text before the first zero byte; what cannot be shown is left out."""
    found = raw.split(b"\0", 1)[0]
    try:
        shown = found.decode("utf-8")
    except UnicodeDecodeError:
        shown = found.decode("gb18030", "replace")
    return "".join(letter for letter in shown if letter.isprintable()).strip()
