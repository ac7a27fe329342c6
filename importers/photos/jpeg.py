"""The frame of a JPEG file: its segments before the picture, read by their lengths alone, and its end."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from faultgis.errors import InputError

SOI = b"\xff\xd8"
EOI = b"\xff\xd9"
EXIF = b"Exif\x00\x00"
XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_MOST_SEGMENTS = 2000
_TAIL = 1 << 20
_BLOCK = 1 << 16
_APP1, _SCAN, _END = 0xE1, 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})

# What stands in place of a photograph often enough to be called by its name.
_OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n", "PNG"),
    (0, b"GIF8", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"RIFF", "WebP/AVI"),
    (0, b"FUJIFILMCCD-RAW", "RAF"),
    (6, b"CR", "CR2"),
    (0, b"II*\x00", "TIFF/DNG"),
    (0, b"MM\x00*", "TIFF/DNG"),
    (0, b"II+\x00", "BigTIFF"),
    (0, b"%PDF", "PDF"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftyphev", "HEIC"),
    (4, b"ftypmif1", "HEIF"),
    (4, b"ftypmsf1", "HEIF"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypcrx", "CR3"),
    (4, b"ftyp", "MP4/MOV"),
)


@dataclass(frozen=True)
class Frame:
    """A JPEG file's size in dots as its picture has it, and its segments of EXIF and XMP (empty: none).

    ``whole`` is false where the end of the picture is missing.
    """

    width: int
    height: int
    exif: bytes
    xmp: bytes
    whole: bool


def other_format(head: bytes) -> str:
    """What a file that is no JPEG is, by its first bytes; empty where they say nothing."""
    found = (name for at, magic, name in _OTHERS if head[at : at + len(magic)] == magic)
    return next(found, "")


def read_frame(path: Path) -> Frame:
    """The frame of the file. Reads its segments of EXIF and XMP (64 kB each), and looks for the picture's
    end in its last MiB.

    Raises ``InputError``: ``photo.empty``, ``photo.other_format``, ``photo.not_jpeg``, ``photo.damaged``;
    and ``OSError``.
    """
    with path.open("rb") as source:
        head = source.read(32)
        if not head:
            raise InputError("photo.empty", file=str(path))
        if not head.startswith(SOI + b"\xff"):
            name = other_format(head)
            raise InputError("photo.other_format" if name else "photo.not_jpeg", file=str(path), format=name)
        found = _segments(source, path)
        return Frame(*found.size, found.exif, found.xmp, _ends(source))


@dataclass
class _Found:
    size: tuple[int, int] = (0, 0)
    exif: bytes = b""
    xmp: bytes = b""


def _segments(source: BinaryIO, path: Path) -> _Found:
    """Go from segment to segment until the picture begins."""
    found = _Found()
    source.seek(len(SOI))
    for _ in range(_MOST_SEGMENTS):
        marker = _marker(source)
        if marker == _SCAN and found.size != (0, 0):
            return found
        if marker in _BARE:
            continue
        length = int.from_bytes(source.read(2), "big") - 2
        if marker in (0, _SCAN, _END) or length < 0:
            break
        after = source.tell() + length
        if marker == _APP1:
            _take(found, source.read(length))
        elif marker in _FRAMES:
            size = source.read(5)
            found.size = int.from_bytes(size[3:5], "big"), int.from_bytes(size[1:3], "big")
        source.seek(after)
    raise InputError("photo.damaged", file=str(path))


def _marker(source: BinaryIO) -> int:
    """The next marker's number, 0 where there is none."""
    first = source.read(1)
    if first != b"\xff":
        return 0
    for _ in range(_BLOCK):  # fill bytes may stand before a marker
        second = source.read(1)
        if second != b"\xff":
            return second[0] if second else 0
    return 0


def _take(found: _Found, payload: bytes) -> None:
    if payload.startswith(EXIF) and not found.exif:
        found.exif = payload[len(EXIF) :]
    elif payload.startswith(XMP) and not found.xmp:
        found.xmp = payload[len(XMP) :]


def _ends(source: BinaryIO) -> bool:
    """Whether the end of a picture is there; the picture itself never holds these bytes."""
    start = source.tell()
    size = source.seek(0, 2)
    source.seek(max(start, size - _TAIL))
    return EOI in source.read(_TAIL)
