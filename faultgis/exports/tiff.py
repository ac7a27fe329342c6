"""TIFF files written anew with nothing but the picture: no EXIF, positions, names, texts, times or previews.

Strips and tiles are copied as they are, page by page. What places a picture on the earth (GeoTIFF) is kept
and told: whether it may go is for the caller to say. TIFF 6.0; neither BigTIFF nor JPEG of the old kind.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from faultgis.errors import InputError

STRIPS, TILES = (273, 279), (324, 325)
_JPEG_TABLES, _COMPRESSION, _OLD_JPEG = 347, 259, 6
# Size, kind and colours of the picture, how it is compressed, which way is up, resolution, colour profile.
SHOWN = frozenset((
    254, 255, 256, 257, 258, 259, 262, 266, 274, 277, 278, 280, 281, 282, 283, 284, 290, 291, 292, 293, 296,
    301, 317, 318, 319, 320, 321, 322, 323, 332, 334, 336, 338, 339, 340, 341, 342, 347, 529, 530, 531, 532,
    34675, *STRIPS, *TILES,
))  # fmt: skip
# GeoTIFF's, and the value of cells without data.
PLACED = frozenset((33550, 33922, 34264, 34735, 34736, 34737))
NO_DATA = 42113
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_LONG = 4
MOST_PAGES, MOST_TAGS = 1000, 4096
# APP1 of a picture that is compressed as JPEG within the file.
_WITHIN = (b"Exif\x00\x00", b"http://ns.adobe.com/xap/")


@dataclass(frozen=True)
class Stripped:
    """The picture, and whether it says where on the earth it lies."""

    content: bytes
    placed: bool


@dataclass(frozen=True)
class _Entry:
    tag: int
    kind: int
    count: int
    body: bytes


def stripped(picture: bytes) -> Stripped:
    """The picture without what it does not need. Raises ``InputError("export.not_tiff")``, also for kinds
    that are not understood."""
    try:
        order = {b"II*\x00": "<", b"MM\x00*": ">"}[picture[:4]]
        pages = [_kept(page) for page in _pages(picture, order)]
        content = _written(picture, pages, order)
    except (KeyError, IndexError, struct.error) as error:
        raise _wrong() from error
    return Stripped(content, any(entry.tag in PLACED for page in pages for entry in page))


def _wrong() -> InputError:
    return InputError("export.not_tiff")


def _pages(picture: bytes, order: str) -> Iterator[list[_Entry]]:
    (at,) = struct.unpack_from(f"{order}I", picture, 4)
    seen: set[int] = set()
    room = len(picture)
    while at:
        if at in seen or len(seen) >= MOST_PAGES:
            raise _wrong()
        seen.add(at)
        (count,) = struct.unpack_from(f"{order}H", picture, at)
        if count > MOST_TAGS:
            raise _wrong()
        page = []
        for number in range(count):
            page.append(_entry(picture, order, at + 2 + 12 * number))
            # Values that lie over each other would grow with every tag.
            if (room := room - len(page[-1].body)) < 0:
                raise _wrong()
        yield page
        (at,) = struct.unpack_from(f"{order}I", picture, at + 2 + 12 * count)
    if not seen:
        raise _wrong()


def _entry(picture: bytes, order: str, at: int) -> _Entry:
    tag, kind, count = struct.unpack_from(f"{order}HHI", picture, at)
    if tag not in SHOWN | PLACED and tag != NO_DATA:
        return _Entry(tag, kind, 0, b"")
    size = _SIZES.get(kind, 1) * count
    start = at + 8 if size <= 4 else struct.unpack_from(f"{order}I", picture, at + 8)[0]
    body = picture[start : start + size]
    if len(body) < size or kind not in _SIZES:
        raise _wrong()
    return _Entry(tag, kind, count, body)


def _kept(page: list[_Entry]) -> list[_Entry]:
    placed = any(entry.tag in PLACED for entry in page)
    kept = [e for e in page if e.tag in SHOWN or (placed and (e.tag in PLACED or e.tag == NO_DATA))]
    tags = {entry.tag for entry in kept}
    if not (tags >= set(STRIPS) or tags >= set(TILES)) or len(tags) < len(kept):
        raise _wrong()
    if any(e.tag == _JPEG_TABLES and any(mark in e.body for mark in _WITHIN) for e in kept):
        raise _wrong()
    return kept


def _written(picture: bytes, pages: list[list[_Entry]], order: str) -> bytes:
    made = bytearray(picture[:4] + bytes(4))
    link = 4
    for page in pages:
        entries = _moved(picture, page, order, made)
        _even(made)
        at = len(made)
        struct.pack_into(f"{order}I", made, link, at)
        made += struct.pack(f"{order}H", len(entries)) + bytes(12 * len(entries) + 4)
        link = at + 2 + 12 * len(entries)
        for number, entry in enumerate(sorted(entries, key=lambda each: each.tag)):
            _put(made, order, at + 2 + 12 * number, entry)
    return bytes(made)


def _moved(picture: bytes, page: list[_Entry], order: str, made: bytearray) -> list[_Entry]:
    """The page's entries; its strips or tiles are copied and found where they lie now."""
    by_tag = {entry.tag: entry for entry in page}
    if (old := by_tag.get(_COMPRESSION)) is not None and _numbers(old, order)[:1] == (_OLD_JPEG,):
        raise _wrong()
    for starts, sizes in (STRIPS, TILES):
        if starts not in by_tag or sizes not in by_tag:
            continue
        found = []
        for start, size in zip(_numbers(by_tag[starts], order), _numbers(by_tag[sizes], order), strict=False):
            part = picture[start : start + size]
            if len(part) < size or len(made) > 2 * len(picture) or any(mark in part for mark in _WITHIN):
                raise _wrong()
            _even(made)
            found.append(len(made))
            made += part
        if len(found) != by_tag[starts].count or len(found) != by_tag[sizes].count:
            raise _wrong()
        body = struct.pack(f"{order}{len(found)}I", *found)
        by_tag[starts] = _Entry(starts, _LONG, len(found), body)
    return list(by_tag.values())


def _numbers(entry: _Entry, order: str) -> tuple[int, ...]:
    letter = {1: "B", 3: "H", _LONG: "I"}[entry.kind]
    found: tuple[int, ...] = struct.unpack(f"{order}{entry.count}{letter}", entry.body)
    return found


def _put(made: bytearray, order: str, at: int, entry: _Entry) -> None:
    if len(entry.body) <= 4:
        value = entry.body.ljust(4, b"\x00")
    else:
        _even(made)
        value = struct.pack(f"{order}I", len(made))
        made += entry.body
    made[at : at + 12] = struct.pack(f"{order}HHI", entry.tag, entry.kind, entry.count) + value


def _even(made: bytearray) -> None:
    if len(made) % 2:
        made.append(0)
