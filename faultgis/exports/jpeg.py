"""JPEG files without what their owners did not mean to publish, and without a second compression.

EXIF (position, serial numbers, names), XMP, IPTC, comments and appended pictures go; what the picture needs
to be shown right stays: colour profile, and which way is up.
"""

import struct
from collections.abc import Iterator

from faultgis.errors import InputError

START, END, SCAN = 0xD8, 0xD9, 0xDA
APP0, APP1, APP2, APP14, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
ORIENTATION = 0x0112
_ALONE = {0x01, *range(0xD0, 0xD8)}


def stripped(picture: bytes) -> bytes:
    """The picture with nothing but itself. Raises ``InputError("export.not_jpeg")``."""
    parts = list(_parts(picture))
    way = next((found for marker, body in parts if marker == APP1 and (found := _orientation(body))), 1)
    kept = [b"\xff\xd8"]
    if way > 1:
        kept.append(_segment(APP1, _exif(way)))
    for marker, body in parts:
        if marker == SCAN:
            kept.append(body)
        elif not _private(marker, body):
            kept.append(_segment(marker, body))
    kept.append(b"\xff\xd9")
    return b"".join(kept)


def _private(marker: int, body: bytes) -> bool:
    if marker == APP2:
        return not body.startswith(b"ICC_PROFILE\x00")
    return marker == COMMENT or (APP0 < marker < 0xF0 and marker != APP14)


def _parts(picture: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of the first picture in a file: marker and body; scans come whole, with their header."""
    if picture[:2] != b"\xff\xd8":
        raise InputError("export.not_jpeg")
    at = 2
    try:
        while True:
            while picture[at + 1] == 0xFF:
                at += 1
            if picture[at] != 0xFF:
                raise InputError("export.not_jpeg")
            marker = picture[at + 1]
            if marker == END:
                return
            if marker in _ALONE:
                at += 2
                continue
            (size,) = struct.unpack_from(">H", picture, at + 2)
            end = at + 2 + size
            if marker == SCAN:
                end = _scan_end(picture, end)
                yield marker, picture[at:end]
            else:
                yield marker, picture[at + 4 : end]
            at = end
    except (IndexError, struct.error) as error:
        raise InputError("export.not_jpeg") from error


def _scan_end(picture: bytes, at: int) -> int:
    """Where the compressed data end: at the first marker that is neither filling nor a restart."""
    while True:
        at = picture.find(b"\xff", at)
        if at < 0:
            raise InputError("export.not_jpeg")
        following = picture[at + 1]
        if following and following not in _ALONE and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _orientation(body: bytes) -> int:
    """Which way is up, as EXIF says it (1 to 8); 0 where it does not."""
    tiff = body[6:]
    if not body.startswith(b"Exif\x00\x00") or tiff[:2] not in (b"II", b"MM"):
        return 0
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _exif(way: int) -> bytes:
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, way, 0)
    return b"Exif\x00\x00MM\x00*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
