"""Decodes LASzip-compressed points, in the child process only: a damaged file may panic or abort here.

The chunk table at the end of the file tells where each chunk begins, so that a damaged chunk does not take
the others with it. Where the table is lost, as in every file that was cut off, the chunks are decoded one
behind the other until the data end.
"""

from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

import numpy as np

from importers.clouds import layers
from importers.clouds.checks import LAYERED, POINTWISE, VARIABLE
from importers.clouds.preflight import CloudInfo
from importers.clouds.salvage import Records, Spare, one_behind_the_other, refuse_size
from importers.clouds.tally import Tally, attempt
from importers.clouds.vlr import Laszip

_MOST_CHUNKS = 10_000_000


def records(
    source: BinaryIO, info: CloudInfo, size: int, fields: Collection[str], tally: Tally
) -> Iterator[tuple[int, Records]]:
    """The records that can be decoded, each block with the number of its first point."""
    assert info.laszip is not None
    selection = selection_of(info, fields)
    laszip = info.laszip
    table = None if laszip.compressor == POINTWISE else chunk_table(source, info, laszip, tally)
    if table is None and laszip.compressor == LAYERED:
        table = layers.table(source, info, laszip)
        tally.lost += info.count - sum(points for points, _ in table)
    if table is None:
        yield from one_behind_the_other(source, info, laszip, size, tally)
    else:
        yield from _by_table(source, info, laszip, table, size, selection, tally)


def selection_of(info: CloudInfo, fields: Collection[str]) -> Any:
    """Only the layers asked for are decoded; formats before 6 have no layers."""
    import lazrs

    if "record" in fields or info.point_format < 6:
        return None
    parts = {
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
        chosen |= parts.get(name, 0)
    return lazrs.DecompressionSelection(chosen)


def chunk_table(
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
    spare = Spare(info)
    try:
        for group in _groups(table, size):
            points = sum(n for n, _ in group)
            refuse_size(info, points)
            source.seek(at)
            data = source.read(sum(length for _, length in group))
            whole = all_fit(data, info, laszip, group)
            block = attempt(tally, decoded, data, info, laszip, group, selection) if whole else None
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


def decoded(
    data: bytes, info: CloudInfo, laszip: Laszip, group: list[tuple[int, int]], selection: Any
) -> Records:
    """The points of these chunks, whose bytes stand one behind the other in ``data``; of a chunk fewer points
    than it holds may be asked for."""
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
    spare: Spare,
    tally: Tally,
) -> Iterator[tuple[int, Records]]:
    """Each chunk by itself, by lazrs in one thread, else by LASzip's own library; else it is lost."""
    at = 0
    for points, length in group:
        piece = data[at : at + length]
        block = either(piece, info, laszip, (points, length), start, selection, spare, tally)
        if block is None:
            tally.lost += points
        else:
            yield start, block
        at, start = at + length, start + points


def either(
    piece: bytes,
    info: CloudInfo,
    laszip: Laszip,
    chunk: tuple[int, int],
    start: int,
    selection: Any,
    spare: Spare,
    tally: Tally,
) -> Records | None:
    """One chunk, by lazrs in one thread, else by LASzip's own library, else ``None``."""
    if not all_fit(piece, info, laszip, [chunk]):
        tally.note(ValueError("the lengths of the layers do not fit the chunk"))
        return None
    block: Records | None = attempt(tally, decoded, piece, info, laszip, [chunk], selection)
    if block is not None:
        tally.backend = tally.backend if tally.backend == "laszip" else "lazrs"
        return block
    block = attempt(tally, spare.read, start, chunk[0])
    tally.backend = tally.backend if block is None else "laszip"
    return block


def all_fit(data: bytes, info: CloudInfo, laszip: Laszip, group: list[tuple[int, int]]) -> bool:
    """Whether each chunk is there, and its layers fit into it."""
    if sum(length for _, length in group) > len(data):
        return False
    if laszip.compressor != LAYERED:
        return True
    head, at = layers.head_of(info, laszip), 0
    for _, length in group:
        found = layers.measure(data[at : at + min(head, length)], info, laszip)
        if found is None or found[1] > length:
            return False
        at += length
    return True
