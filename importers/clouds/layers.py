"""The layers of compressed chunks (LASzip 3, point formats 6 to 10), by their lengths alone.

A chunk is its first point as it is, the number of its points, the length of each layer, then the layers.
Lengths that do not fit give a damaged chunk away before a decoder sets aside memory for it; and where the
chunk table is lost, they tell where the next chunk begins.
"""

import struct
from typing import BinaryIO

from importers.clouds.preflight import CloudInfo
from importers.clouds.vlr import Laszip

_LAYERS = {10: 9, 11: 1, 12: 2, 13: 1}
_BYTES = 14
_NUMBER = 4


def layers_of(laszip: Laszip) -> int:
    """How many layers a chunk has: as many as its items say, one for each extra byte."""
    return sum(size if kind == _BYTES else _LAYERS.get(kind, 0) for kind, size, _ in laszip.items)


def head_of(info: CloudInfo, laszip: Laszip) -> int:
    """How many bytes stand before the layers."""
    return info.record_length + _NUMBER + _NUMBER * layers_of(laszip)


def measure(head: bytes, info: CloudInfo, laszip: Laszip) -> tuple[int, int] | None:
    """(points, bytes) of the chunk that begins so; ``None`` where the head is cut off."""
    length, layers = head_of(info, laszip), layers_of(laszip)
    if len(head) < length:
        return None
    points, *sizes = struct.unpack_from(f"<{layers + 1}I", head, info.record_length)
    return points, length + sum(sizes)


def table(source: BinaryIO, info: CloudInfo, laszip: Laszip) -> list[tuple[int, int]]:
    """The chunks that stand whole in the file, found by going from one to the next."""
    found: list[tuple[int, int]] = []
    at, left = info.points_at + 8, info.count
    while left > 0:
        source.seek(at)
        chunk = measure(source.read(head_of(info, laszip)), info, laszip)
        if chunk is None or not 0 < chunk[0] <= left or at + chunk[1] > info.size:
            break
        found.append(chunk)
        at, left = at + chunk[1], left - chunk[0]
    return found
