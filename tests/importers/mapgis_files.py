"""MapGIS files changed by hand: other heads, other coordinates, annotations, cuts."""

import struct
from pathlib import Path
from typing import Any

POINT_BYTES = 93


def with_head(
    data: bytes, *, unit: int, projection: int, ellipsoid: int, scale: float, meridian: float, dx: float = 0.0
) -> bytearray:
    """The file with another coordinate system in its head; ``meridian`` is written DDDMMSS."""
    changed = bytearray(data)
    changed[92], changed[109], changed[110] = unit, projection, ellipsoid
    struct.pack_into("<2d", changed, 143, scale, meridian)
    struct.pack_into("<d", changed, 199, dx)
    return changed


def section(data: bytes | bytearray, number: int) -> tuple[int, int]:
    """Start and length of a section."""
    start, length = struct.unpack_from("<2i", data, 657 + 10 * number)
    return int(start), int(length)


def moved_points(data: bytearray, places: Any) -> bytearray:
    """The point file with these coordinates."""
    start, _ = section(data, 0)
    for row, place in enumerate(places, 1):
        struct.pack_into("<2d", data, start + POINT_BYTES * row + 7, *place)
    return data


def annotated(data: bytes, texts: list[str]) -> bytes:
    """The point file with its points turned into annotations of these texts, kept at the end of the file."""
    changed = bytearray(data)
    pool = b"\x00\x00"
    start, _ = section(data, 0)
    for row, text in enumerate(texts, 1):
        at = start + POINT_BYTES * row
        written = text.encode("gbk")
        struct.pack_into("<HI", changed, at + 1, len(written), len(pool))
        changed[at + 31] = 0
        pool += written
    struct.pack_into("<2i", changed, 667, len(changed), len(pool))
    return bytes(changed) + pool


def put(path: Path, data: bytes | bytearray) -> Path:
    """Write the file."""
    path.write_bytes(bytes(data))
    return path
