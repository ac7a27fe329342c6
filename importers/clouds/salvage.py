"""Points of a compressed cloud whose chunk table is lost, and the second decoder; in the child process only.

A file that was cut off has lost its chunk table, which stands at its end: its chunks are decoded one behind
the other until the data end.
"""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from importers.clouds.checks import POINTWISE
from importers.clouds.preflight import CloudInfo
from importers.clouds.tally import Tally, attempt
from importers.clouds.vlr import Laszip

Records = NDArray[np.uint8]
_SLICE = 250
_PATIENCE = 8
_MOST_BYTES = 1024**3


def refuse_size(info: CloudInfo, points: int) -> None:
    if points * info.record_length > _MOST_BYTES:
        raise InputError("cloud.chunk_too_large", file=info.file, points=points)


def one_behind_the_other(
    source: BinaryIO, info: CloudInfo, laszip: Laszip, size: int, tally: Tally
) -> Iterator[tuple[int, Records]]:
    """The chunks of a LAZ file whose table of chunks is lost, read one after another up to the first that
    cannot be decoded: the number of its first point, and its points. ``tally`` counts the loss."""
    import lazrs

    refuse_size(info, size)
    plain = laszip.compressor == POINTWISE
    stream = source if plain else _Unlisted(source, info.points_at, info.size)
    stream.seek(info.points_at)
    decoder = attempt(tally, lazrs.LasZipDecompressor, stream, laszip.body)
    start = 0
    while decoder is not None and start < info.count:
        points = min(size, info.count - start)
        block, whole = _sliced(decoder, info, points, tally)
        if len(block):
            tally.backend = tally.backend or "lazrs"
            yield start, block
        start += len(block)
        if not whole:
            break
    if start < info.count and plain and start == 0:
        yield from _by_laszip(info, size, tally)
    else:
        tally.lost += info.count - start


def _sliced(decoder: Any, info: CloudInfo, points: int, tally: Tally) -> tuple[Records, bool]:
    """The points until the first slice that fails, and whether all came."""
    block = np.zeros((points, info.record_length), np.uint8)
    done = 0
    while done < points:
        some = min(_SLICE, points - done)
        target = block[done : done + some].reshape(-1)
        if attempt(tally, _filled, decoder, target) is None:
            return block[:done], False
        done += some
    return block, True


def _filled(decoder: Any, target: Records) -> Records:
    decoder.decompress_many(target)
    return target


def _by_laszip(info: CloudInfo, size: int, tally: Tally) -> Iterator[tuple[int, Records]]:
    spare = Spare(info)
    start = 0
    try:
        while start < info.count:
            points = min(size, info.count - start)
            block = attempt(tally, spare.read, start, points)
            if block is None:
                break
            tally.backend = "laszip"
            yield start, block
            start += points
    finally:
        spare.close()
    tally.lost += info.count - start


class Spare:
    """LASzip's own library, opened when it is first needed; the header has passed the preflight by then."""

    def __init__(self, info: CloudInfo) -> None:
        self.info = info
        self._reader: Any = None
        self._helped, self._failed = 0, 0

    def read(self, start: int, points: int) -> Records:
        """The points from ``start`` on, as many as asked for. Where it never helped, it is not asked for
        ever: a file with thousands of damaged chunks would be decoded to its end once more."""
        if self._failed >= _PATIENCE and not self._helped:
            raise ValueError("the second decoder does not help either")
        self._failed += 1
        block = self._read(start, points)
        self._failed, self._helped = self._failed - 1, self._helped + 1
        return block

    def _read(self, start: int, points: int) -> Records:
        import laspy

        if self._reader is None:
            self._reader = laspy.open(self.info.file, laz_backend=laspy.LazBackend.Laszip, read_evlrs=False)
        self._reader.seek(start)
        found = self._reader.read_points(points).array
        if len(found) != points:
            raise ValueError(f"{len(found)} of {points} points")
        block: Records = np.ascontiguousarray(found).view(np.uint8).reshape(points, -1)
        if block.shape[1] != self.info.record_length:
            raise ValueError(f"record length {block.shape[1]}")
        return block

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()


class _Unlisted(io.RawIOBase):
    """The file, but with an empty chunk table behind its end, where the decoder looks for one."""

    def __init__(self, source: BinaryIO, points_at: int, size: int) -> None:
        self._source, self._points_at, self._size = source, points_at, size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size + 8}[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, length: int = -1, /) -> bytes:
        """As a file's: the bytes of the source, with the place of the table of chunks said to be the end."""
        end = self._size + 8 if length < 0 else min(self._at + length, self._size + 8)
        if self._at >= end:
            return b""
        self._source.seek(self._at)
        data = bytearray(self._source.read(max(0, min(end, self._size) - self._at)))
        data += bytes(end - self._at - len(data))
        pointer = self._size.to_bytes(8, "little")
        for i in range(max(self._at, self._points_at), min(end, self._points_at + 8)):
            data[i - self._at] = pointer[i - self._points_at]
        self._at = end
        return bytes(data)

    def readinto(self, target: Any, /) -> int:
        data = self.read(len(target))
        target[: len(data)] = data
        return len(data)
