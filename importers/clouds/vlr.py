"""Variable length records: a bounded walk through them, and what the LASzip and COPC records say."""

import struct
from dataclasses import dataclass

from importers.clouds.header import Header, Window, text

_HEAD, _LONG_HEAD = 54, 60
_MOST = 1000
_BODY = 32768
LASZIP = ("laszip encoded", 22204)
COPC = ("copc", 1)
WANTED = {
    LASZIP,
    COPC,
    ("LASF_Projection", 2111),
    ("liblas", 2112),
    ("LASF_Projection", 2112),
    ("LASF_Projection", 34735),
    ("LASF_Projection", 34736),
    ("LASF_Projection", 34737),
}


@dataclass(frozen=True)
class Vlr:
    """One record. ``body`` is filled for the kinds that the preflight reads; ``whole``: as long as said."""

    user: str
    record: int
    length: int
    description: str
    body: bytes = b""
    whole: bool = True

    @property
    def key(self) -> tuple[str, int]:
        """Who defined the record, and as which number."""
        return self.user, self.record


@dataclass(frozen=True)
class Walk:
    """The records found. ``overrun``: the number of the first record that does not fit, 0 where all do."""

    vlrs: tuple[Vlr, ...]
    overrun: int = 0

    def body(self, key: tuple[str, int]) -> bytes | None:
        """The body of the first record of this kind."""
        return next((vlr.body for vlr in self.vlrs if vlr.key == key), None)


def walk(window: Window, header: Header) -> Walk:
    """The records between the header and the points."""
    found: list[Vlr] = []
    at = header.header_size
    for number in range(1, min(header.vlr_count, _MOST) + 1):
        head = window.read(at, _HEAD)
        if at + _HEAD > header.points_at or len(head) < _HEAD:
            return Walk(tuple(found), number)
        vlr = _vlr(window, head, at + _HEAD, struct.unpack_from("<H", head, 20)[0], text(head[22:54]))
        found.append(vlr)
        at += _HEAD + vlr.length
        if at > header.points_at:
            return Walk(tuple(found), number)
    return Walk(tuple(found))


def walk_behind(window: Window, header: Header) -> Walk:
    """The extended records behind the points (LAS 1.4)."""
    found: list[Vlr] = []
    at = header.evlr_at
    for number in range(1, min(header.evlr_count, _MOST) + 1):
        head = window.read(at, _LONG_HEAD)
        if len(head) < _LONG_HEAD or at < header.header_size:
            return Walk(tuple(found), number)
        vlr = _vlr(window, head, at + _LONG_HEAD, struct.unpack_from("<Q", head, 20)[0], text(head[28:60]))
        found.append(vlr)
        at += _LONG_HEAD + vlr.length
        if at > window.size:
            return Walk(tuple(found), number)
    return Walk(tuple(found))


def _vlr(window: Window, head: bytes, at: int, length: int, description: str) -> Vlr:
    user, record = text(head[2:18]), struct.unpack_from("<H", head, 18)[0]
    wanted = (user, record) in WANTED
    body = window.read(at, min(length, _BODY)) if wanted else b""
    return Vlr(user, record, length, description, body, not wanted or len(body) == length)


@dataclass(frozen=True)
class Laszip:
    """The LASzip record. ``items`` are (type, size in bytes, version)."""

    compressor: int
    coder: int
    version: str
    chunk_size: int
    items: tuple[tuple[int, int, int], ...]
    body: bytes


def read_laszip(body: bytes) -> Laszip | None:
    """What the LASzip record says; ``None`` where it is too short for that."""
    if len(body) < 34:
        return None
    compressor, coder, major, minor, revision, _, chunk = struct.unpack_from("<HHBBHII", body)
    (count,) = struct.unpack_from("<H", body, 32)
    if len(body) < 34 + 6 * count:
        return None
    items = tuple(struct.unpack_from("<HHH", body, 34 + 6 * i) for i in range(count))
    return Laszip(compressor, coder, f"{major}.{minor}r{revision}", chunk, items, body[: 34 + 6 * count])
