"""Decodes LASzip-compressed points, in the child process only: a damaged file may panic or abort here.

The chunk table at the end of the file tells where each chunk begins, so that a damaged chunk does not take
the others with it. Where the table is lost, as in every file that was cut off, the chunks are decoded one
behind the other until the data end.
"""

import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import CancelledError, InputError
from importers.clouds.checks import POINTWISE, VARIABLE
from importers.clouds.preflight import CloudInfo
from importers.clouds.vlr import Laszip

Records = NDArray[np.uint8]
_SLICE = 2000
_MOST_BYTES = 1024**3
_MOST_CHUNKS = 10_000_000


@dataclass
class Tally:
    """What became of a cloud's points while it was read.

    ``lost`` points could not be decoded, ``far`` lay far outside the header's bounds and were dropped as
    damaged, ``outside`` lay a little outside them and were kept. ``backend`` names the weakest decoder that
    was needed; ``reasons`` are what decoders said.
    """

    expected: int = 0
    read: int = 0
    lost: int = 0
    far: int = 0
    outside: int = 0
    backend: str = ""
    reasons: list[str] = field(default_factory=list)

    def note(self, error: BaseException) -> None:
        """Remember what a decoder said, once."""
        said = " ".join(f"{error}".split())[:200] or type(error).__name__
        if said not in self.reasons and len(self.reasons) < 5:
            self.reasons.append(said)


def records(
    source: BinaryIO, info: CloudInfo, size: int, fields: Collection[str], tally: Tally
) -> Iterator[tuple[int, Records]]:
    """The records that can be decoded, each block with the number of its first point."""
    assert info.laszip is not None
    selection = _selection(info, fields)
    table = None if info.laszip.compressor == POINTWISE else _chunk_table(source, info, info.laszip, tally)
    if table is None:
        yield from _one_behind_the_other(source, info, info.laszip, size, tally)
    else:
        yield from _by_table(source, info, info.laszip, table, size, selection, tally)


def _selection(info: CloudInfo, fields: Collection[str]) -> Any:
    """Only the layers asked for are decoded; formats before 6 have no layers."""
    import lazrs

    if "record" in fields or info.point_format < 6:
        return None
    layers = {
        "classification": lazrs.SELECTIVE_DECOMPRESS_CLASSIFICATION,
        "withheld": lazrs.SELECTIVE_DECOMPRESS_FLAGS,
        "intensity": lazrs.SELECTIVE_DECOMPRESS_INTENSITY,
        "rgb": lazrs.SELECTIVE_DECOMPRESS_RGB,
        "gps_time": lazrs.SELECTIVE_DECOMPRESS_GPS_TIME,
        "user_data": lazrs.SELECTIVE_DECOMPRESS_USER_DATA,
        "point_source_id": lazrs.SELECTIVE_DECOMPRESS_POINT_SOURCE_ID,
    }
    chosen = lazrs.SELECTIVE_DECOMPRESS_XY_RETURNS_CHANNEL | lazrs.SELECTIVE_DECOMPRESS_Z
    for name in fields:
        chosen |= layers.get(name, 0)
    return lazrs.DecompressionSelection(chosen)


def attempt(tally: Tally, work: Callable[..., Any], *arguments: Any) -> Any:
    """What the decoder gives, or ``None``. A panic in Rust is a ``BaseException``, contained here."""
    try:
        return work(*arguments)
    except (CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        tally.note(error)
        return None


def _chunk_table(
    source: BinaryIO, info: CloudInfo, laszip: Laszip, tally: Tally
) -> list[tuple[int, int]] | None:
    """(points, bytes) of each chunk; ``None`` where the table is lost or contradicts the file."""
    if any(problem.code.startswith("cloud.chunk_table") for problem in info.problems):
        return None
    source.seek(info.points_at)
    table = attempt(tally, _listed, source, laszip)
    if not table or len(table) > _MOST_CHUNKS:
        return None
    if laszip.chunk_size not in VARIABLE:
        before = (len(table) - 1) * laszip.chunk_size
        table = [(laszip.chunk_size, length) for _, length in table[:-1]] + [
            (max(0, min(laszip.chunk_size, info.count - before)), table[-1][1])
        ]
    fits = sum(length for _, length in table) <= info.size - info.points_at - 8
    return table if fits and sum(n for n, _ in table) == info.count else None


def _listed(source: BinaryIO, laszip: Laszip) -> list[tuple[int, int]]:
    import lazrs

    table: list[tuple[int, int]] = lazrs.read_chunk_table(source, lazrs.LazVlr(laszip.body))
    return table


def _by_table(
    source: BinaryIO,
    info: CloudInfo,
    laszip: Laszip,
    table: list[tuple[int, int]],
    size: int,
    selection: Any,
    tally: Tally,
) -> Iterator[tuple[int, Records]]:
    at, start = info.points_at + 8, 0
    spare = _Laszip(info)
    try:
        for group in _groups(table, size):
            points = sum(n for n, _ in group)
            _refuse_size(info, points)
            source.seek(at)
            data = source.read(sum(length for _, length in group))
            block = attempt(tally, _decoded, data, info, laszip, group, selection)
            if block is not None:
                tally.backend = tally.backend or "lazrs-parallel"
                yield start, block
            else:
                yield from _chunk_by_chunk(data, info, laszip, group, start, selection, spare, tally)
            at, start = at + sum(length for _, length in group), start + points
    finally:
        spare.close()


def _groups(table: list[tuple[int, int]], size: int) -> Iterator[list[tuple[int, int]]]:
    group: list[tuple[int, int]] = []
    points = 0
    for chunk in table:
        if group and points + chunk[0] > size:
            yield group
            group, points = [], 0
        group.append(chunk)
        points += chunk[0]
    if group:
        yield group


def _refuse_size(info: CloudInfo, points: int) -> None:
    if points * info.record_length > _MOST_BYTES:
        raise InputError("cloud.chunk_too_large", file=info.file, points=points)


def _decoded(
    data: bytes, info: CloudInfo, laszip: Laszip, group: list[tuple[int, int]], selection: Any
) -> Records:
    import lazrs

    block = np.zeros((sum(n for n, _ in group), info.record_length), np.uint8)
    lazrs.decompress_points_with_chunk_table(data, laszip.body, block.reshape(-1), group, selection)
    return block


def _chunk_by_chunk(
    data: bytes,
    info: CloudInfo,
    laszip: Laszip,
    group: list[tuple[int, int]],
    start: int,
    selection: Any,
    spare: "_Laszip",
    tally: Tally,
) -> Iterator[tuple[int, Records]]:
    """Each chunk by itself, by lazrs in one thread, else by LASzip's own library; else it is lost."""
    at = 0
    for points, length in group:
        piece = data[at : at + length]
        block = attempt(tally, _decoded, piece, info, laszip, [(points, length)], selection)
        if block is None:
            block = attempt(tally, spare.read, start, points)
            tally.backend = "laszip" if block is not None else tally.backend
        else:
            tally.backend = tally.backend if tally.backend == "laszip" else "lazrs"
        if block is None:
            tally.lost += points
        else:
            yield start, block
        at, start = at + length, start + points


def _one_behind_the_other(
    source: BinaryIO, info: CloudInfo, laszip: Laszip, size: int, tally: Tally
) -> Iterator[tuple[int, Records]]:
    import lazrs

    _refuse_size(info, size)
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
    spare = _Laszip(info)
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


class _Laszip:
    """LASzip's own library, opened when it is first needed; the header has passed the preflight by then."""

    def __init__(self, info: CloudInfo) -> None:
        self.info = info
        self._reader: Any = None

    def read(self, start: int, points: int) -> Records:
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
