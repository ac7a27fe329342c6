"""Points of a cloud in an order that soon covers all of it, for a picture that gets better while it is read;
to be run in a child process only.

A file's neighbours lie beside each other on the ground. So a first glance takes the first points of every
chunk, and after it each portion takes every n-th chunk of the file.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from importers.clouds import laz
from importers.clouds.checks import POINTWISE
from importers.clouds.preflight import CloudInfo
from importers.clouds.salvage import Records, Spare, refuse_size
from importers.clouds.tally import Tally, attempt

GLANCE = 250_000
_MOST_GLANCED = 2_000
_PLAIN_CHUNK = 50_000


@dataclass(frozen=True)
class Piece:
    """A stretch of a file that can be read by itself: its first point, its points, its place and length."""

    start: int
    points: int
    at: int
    length: int


def pieces(source: BinaryIO, info: CloudInfo, tally: Tally) -> list[Piece] | None:
    """The file's chunks, or stretches of an uncompressed one; ``None`` where it can only be read from its
    beginning on, or was cut off."""
    if info.readable < info.count:
        return None
    if info.laszip is None:
        return _plain(info)
    if info.laszip.compressor == POINTWISE:
        return None
    table = laz.chunk_table(source, info, info.laszip, tally)
    if table is None:
        return None
    starts = np.cumsum([0, *(n for n, _ in table)]).tolist()
    places = np.cumsum([info.points_at + 8, *(length for _, length in table)]).tolist()
    return [
        Piece(start, n, at, length)
        for (n, length), start, at in zip(table, starts, places, strict=False)
        if n
    ]


def _plain(info: CloudInfo) -> list[Piece]:
    width, found = info.record_length, []
    for start in range(0, info.count, _PLAIN_CHUNK):
        points = min(_PLAIN_CHUNK, info.count - start)
        found.append(Piece(start, points, info.points_at + start * width, points * width))
    return found


def glance(
    source: BinaryIO, info: CloudInfo, found: list[Piece], fields: Collection[str], tally: Tally
) -> Records | None:
    """The first points of every piece (of at most 2,000 of them), about 250,000 in all; ``None`` where they
    cannot be decoded so."""
    chosen = found[:: max(1, -(-len(found) // _MOST_GLANCED))]
    each = max(1, GLANCE // max(1, len(chosen)))
    few = [Piece(p.start, min(p.points, each), p.at, p.length) for p in chosen]
    if info.laszip is None:
        few = [Piece(p.start, p.points, p.at, p.points * info.record_length) for p in few]
    return _together(source, info, few, laz.selection_of(info, fields), tally)


def portions(
    source: BinaryIO,
    info: CloudInfo,
    found: list[Piece],
    size: int,
    fields: Collection[str],
    tally: Tally,
) -> Iterator[tuple[int, Records]]:
    """All points, about ``size`` at a time, each portion spread over the whole file; what cannot be decoded
    is counted. With each the number of its first point."""
    selection, spare = laz.selection_of(info, fields), Spare(info)
    count = max(1, -(-sum(p.points for p in found) // size))
    try:
        for number in _scattered(count):
            part = found[number::count]
            refuse_size(info, sum(p.points for p in part))
            block = _together(source, info, part, selection, tally) if part else None
            if block is not None:
                yield part[0].start, block
            else:
                yield from _one_by_one(source, info, part, selection, spare, tally)
    finally:
        spare.close()


def _scattered(count: int) -> list[int]:
    """The numbers below ``count`` so that each comes far from those before: by their bits turned round."""
    bits = max(1, (count - 1).bit_length())
    turned = (int(f"{n:0{bits}b}"[::-1], 2) for n in range(1 << bits))
    return [number for number in turned if number < count]


def _together(
    source: BinaryIO, info: CloudInfo, part: list[Piece], selection: Any, tally: Tally
) -> Records | None:
    data = b"".join(_bytes(source, piece) for piece in part)
    if info.laszip is None:
        tally.backend = "las"
        whole = len(data) == sum(p.length for p in part)
        return np.frombuffer(data, np.uint8).reshape(-1, info.record_length) if whole else None
    group = [(p.points, p.length) for p in part]
    if not laz.all_fit(data, info, info.laszip, group):
        return None
    block: Records | None = attempt(tally, laz.decoded, data, info, info.laszip, group, selection)
    if block is not None:
        tally.backend = tally.backend or "lazrs-parallel"
    return block


def _one_by_one(
    source: BinaryIO, info: CloudInfo, part: list[Piece], selection: Any, spare: Spare, tally: Tally
) -> Iterator[tuple[int, Records]]:
    for piece in part:
        data, block = _bytes(source, piece), None
        if info.laszip is not None:
            chunk = (piece.points, piece.length)
            block = laz.either(data, info, info.laszip, chunk, piece.start, selection, spare, tally)
        if block is None:
            tally.lost += piece.points
        else:
            yield piece.start, block


def _bytes(source: BinaryIO, piece: Piece) -> bytes:
    source.seek(piece.at)
    return source.read(piece.length)
