"""Points in chunks, from any cloud that the preflight lets pass; to be run in a child process only.

    from importers.clouds import child
    child.run(my_function, path, progress=progress, file=path)

where ``my_function(path, progress)`` stands at the top level of a module and iterates over ``chunks(path)``.
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.clouds import laz
from importers.clouds.points import FIELDS, USUAL, Chunk, decode
from importers.clouds.preflight import CloudInfo, look
from importers.clouds.salvage import Records
from importers.clouds.tally import Tally

__all__ = ["FIELDS", "USUAL", "Chunk", "Tally", "chunks"]

Numbers = NDArray[np.float64]
SIZE = 1_000_000
_LIMIT = 2**31 - 1


def chunks(
    path: Path | str,
    *,
    size: int = SIZE,
    fields: Collection[str] = USUAL,
    salvage: bool = False,
    progress: Progress | None = None,
    tally: Tally | None = None,
) -> Iterator[Chunk]:
    """The cloud's points, about ``size`` at a time, in the order of the file.

    ``fields`` are names of ``FIELDS``; x, y and z always come. With ``salvage`` all that can be decoded of
    a damaged file comes and ``tally`` counts the loss; points far outside the header's bounds (by more than
    its extent and a kilometre) count as damage. Without it, damage raises ``InputError("cloud.damaged",
    read=, lost=)`` at the end, when it is known how many points could be read.
    """
    info, tally = look(path), tally if tally is not None else Tally()
    progress = progress or Progress()
    tally.expected = info.count
    fence = Fence(info)
    with Path(path).open("rb") as source:
        for start, block in _records(source, info, size, fields, tally):
            progress.report("cloud.reading", start + len(block), info.count)
            chunk = decode(block, info.point_format, start, info.scale, info.offset, fields)
            if not fence.holds(chunk):
                block = fence.kept(block, tally)
                chunk = decode(block, info.point_format, start, info.scale, info.offset, fields)
            tally.read += len(chunk)
            if len(chunk) and (salvage or not (tally.lost or tally.far)):
                yield chunk
    if (tally.lost or tally.far) and not salvage:
        lost, reason = tally.lost + tally.far, "; ".join(tally.reasons)
        raise InputError(
            "cloud.damaged", file=str(path), read=tally.read, lost=lost, count=info.count, reason=reason
        )


def _records(
    source: BinaryIO, info: CloudInfo, size: int, fields: Collection[str], tally: Tally
) -> Iterator[tuple[int, Records]]:
    if info.count == 0:
        return iter(())
    if info.laszip is not None:
        return laz.records(source, info, size, fields, tally)
    return _plain_records(source, info, size, tally)


def _plain_records(
    source: BinaryIO, info: CloudInfo, size: int, tally: Tally
) -> Iterator[tuple[int, Records]]:
    tally.backend = "las"
    source.seek(info.points_at)
    start = 0
    while start < info.readable:
        points = min(size, info.readable - start)
        raw = np.frombuffer(source.read(points * info.record_length), np.uint8)
        whole = len(raw) // info.record_length
        if whole:
            yield start, raw[: whole * info.record_length].reshape(whole, info.record_length)
        start += whole
        if whole < points:
            break
    tally.lost += info.count - start


class Fence:
    """Tells points that a damaged record threw far away from those of the cloud."""

    def __init__(self, info: CloudInfo) -> None:
        self.proven = False
        self.sound = info.sound_bounds and info.count > 0
        low, high = np.array(info.bounds[:3]), np.array(info.bounds[3:])
        scale, offset = np.array(info.scale), np.array(info.offset)
        margin = np.maximum(high - low, 1000.0) if self.sound else np.zeros(3)
        self.low, self.high = self._raw(low - scale, scale, offset), self._raw(high + scale, scale, offset)
        self.least = self._raw(low - margin, scale, offset)
        self.most = self._raw(high + margin, scale, offset)

    def _raw(self, value: Numbers, scale: Numbers, offset: Numbers) -> list[int]:
        if not self.sound:
            return [0, 0, 0]
        raw = np.clip((value - offset) / scale, -_LIMIT - 1, _LIMIT)
        return [int(v) for v in raw]

    def holds(self, chunk: Chunk) -> bool:
        """Whether all points lie within the header's bounds, or these say nothing."""
        if not self.sound or not len(chunk):
            return True
        columns = chunk.raw_x, chunk.raw_y, chunk.raw_z
        for raw, low, high in zip(columns, self.low, self.high, strict=True):
            if raw.min() < low or raw.max() > high:
                return False
        self.proven = True
        return True

    def kept(self, block: Records, tally: Tally) -> Records:
        """The block without the points thrown far away."""
        raw = block[:, :12].view("<i4")
        far = ((raw < self.least) | (raw > self.most)).any(axis=1)
        if 2 * far.sum() > len(block) and not self.proven:
            # Where most of the first points are outside, the header is wrong and not the points.
            self.sound, tally.wrong_bounds = False, True
            return block
        outside = ((raw < self.low) | (raw > self.high)).any(axis=1)
        tally.far += int(far.sum())
        tally.outside += int((outside & ~far).sum())
        return block[~far] if far.any() else block
