"""WebP files without EXIF and XMP: only the chunks that show the picture stay."""

import struct
from collections.abc import Iterator

from faultgis.errors import InputError

SHOWN = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
# In the first byte of VP8X: the file has EXIF, XMP.
_PRIVATE = 0x08 | 0x04


def is_webp(picture: bytes) -> bool:
    """Whether a file begins as a WebP does."""
    return picture[:4] == b"RIFF" and picture[8:12] == b"WEBP"


def stripped(picture: bytes) -> bytes:
    """The picture with nothing but itself. Raises ``InputError("export.not_webp")``."""
    body = b"".join(_chunk(name, told) for name, told in _chunks(picture) if name in SHOWN)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _chunk(name: bytes, told: bytes) -> bytes:
    if name == b"VP8X" and told:
        told = bytes([told[0] & ~_PRIVATE]) + told[1:]
    return name + struct.pack("<I", len(told)) + told + b"\x00" * (len(told) % 2)


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not is_webp(picture):
        raise InputError("export.not_webp")
    (size,) = struct.unpack_from("<I", picture, 4)
    end, at = 8 + size, 12
    if end > len(picture) or at >= end:
        raise InputError("export.not_webp")
    while at + 8 <= end:
        (length,) = struct.unpack_from("<I", picture, at + 4)
        told = picture[at + 8 : at + 8 + length]
        if len(told) < length:
            raise InputError("export.not_webp")
        yield picture[at : at + 4], told
        at += 8 + length + length % 2
