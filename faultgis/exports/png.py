"""PNG files without texts, EXIF and times: only what is needed to show the picture stays."""

import struct
import zlib
from collections.abc import Iterator

from faultgis.errors import InputError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What a picture needs beside its critical chunks, whose names begin with a capital.
SHOWN = (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD", b"hIST", b"cICP")


def stripped(picture: bytes) -> bytes:
    """The picture with nothing but itself. Raises ``InputError("export.not_png")``."""
    kept = [chunk for name, chunk in _chunks(picture) if name[:1].isupper() or name in SHOWN]
    return SIGNATURE + b"".join(kept)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks to the end of the picture: name, and all of the chunk."""
    if not picture.startswith(SIGNATURE):
        raise InputError("export.not_png")
    at = len(SIGNATURE)
    while True:
        if at + 12 > len(picture):
            raise InputError("export.not_png")
        (size,) = struct.unpack_from(">I", picture, at)
        whole = picture[at : at + 12 + size]
        name, body = whole[4:8], whole[4:-4]
        if len(whole) < 12 + size or struct.pack(">I", zlib.crc32(body)) != whole[-4:]:
            raise InputError("export.not_png")
        yield name, whole
        if name == b"IEND":
            return
        at += len(whole)
