"""Makes of a cloud what the map reads of it: runs that grow while the file is read, then one file of all
points by tile. To be run in a child process; see ``runs`` for what is written.
"""

import contextlib
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.clouds import runs, spread
from importers.clouds.points import Chunk, decode
from importers.clouds.preflight import CloudInfo, look
from importers.clouds.reading import Fence, chunks
from importers.clouds.runs import SUFFIX, About, Codes, Places, Points, Run, Tiling, together
from importers.clouds.salvage import Records
from importers.clouds.tally import Tally

FIELDS = ("x", "y", "z", "classification", "intensity", "rgb")
PORTION = 500_000
TILE_POINTS = 40_000
MOST_TILES = 255
GLANCE = "glance"
DONE = "all"
_SAMPLE = 200_000
_SEED = 20_240_601


def build(path: Path, place: Path, *, salvage: bool = True, progress: Progress) -> About:
    """Write the points of a cloud into the folder ``place``: a first glance, runs as they are read (each is
    there as a whole or not at all), in the end one run named ``all``. Progress counts points.

    Points that cannot be decoded are counted in the answer's ``lost``. Raises as ``look`` and ``chunks`` do,
    ``cloud.no_points`` (there are none, or none could be read) and ``cloud.disk_full``.
    """
    info = look(path)
    if info.count == 0:
        raise InputError("cloud.no_points", file=str(path))
    try:
        return _Build(info, place, progress).all(salvage)
    except OSError as error:
        raise InputError("cloud.cache_failed", file=str(path), reason=str(error)) from error


class _Build:
    """One cloud being sorted."""

    def __init__(self, info: CloudInfo, place: Path, progress: Progress) -> None:
        self.info, self.place, self.progress = info, place, progress
        self.tally = Tally(expected=info.count)
        self.chance = np.random.default_rng(_SEED)
        self.tiling: Tiling | None = None
        self.shift: tuple[str, float] | None = None
        self.heights: tuple[float, float] | None = None
        self.made: list[Path] = []

    def all(self, salvage: bool) -> About:
        """Glance, runs, merged."""
        done = 0
        for chunk in self._chunks(salvage):
            self._run(chunk, f"run-{len(self.made):06d}", whole=True)
            done += len(chunk)
            self.progress.report("cloud.indexing", done, self.info.count)
        if not done:
            raise InputError("cloud.no_points", file=self.info.file)
        return self._merge()

    def _chunks(self, salvage: bool) -> Iterator[Chunk]:
        info, fence = self.info, Fence(self.info)
        with Path(info.file).open("rb") as source:
            found = spread.pieces(source, info, self.tally)
            if found is None:
                yield from chunks(info.file, size=PORTION, fields=FIELDS, salvage=salvage, tally=self.tally)
                return
            first = spread.glance(source, info, found, FIELDS, Tally())
            if first is not None and len(found) > 1:
                self._run(self._decoded(fence.kept(first, Tally())), GLANCE, whole=False)
                self.progress.report("cloud.indexing", 0, info.count)
            for _, block in spread.portions(source, info, found, PORTION, FIELDS, self.tally):
                chunk = self._decoded(fence.kept(block, self.tally))
                if len(chunk):
                    yield chunk

    def _decoded(self, block: Records) -> Chunk:
        return decode(block, self.info.point_format, 0, self.info.scale, self.info.offset, FIELDS)

    def _run(self, chunk: Chunk, name: str, whole: bool) -> None:
        """Sort a portion by tile, in random order within each, and write it."""
        if not len(chunk):
            return
        self.progress.check()
        tiling = self.tiling = self.tiling or tiling_of(self.info, chunk)
        self.heights = self.heights or _spread_of(chunk.raw_z)
        tiles = tiling.tiles(chunk.raw_x, chunk.raw_y)
        order = self.chance.permutation(len(tiles))
        order = order[np.argsort(tiles[order], kind="stable")]
        counts = np.bincount(tiles, minlength=tiling.columns * tiling.rows)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        codes = chunk.classification
        assert codes is not None
        places = np.stack([chunk.raw_x[order], chunk.raw_y[order], chunk.raw_z[order]], axis=1)
        kind, shades = self._shades(chunk)
        points = Points(places, codes[order], None if shades is None else shades[order])
        about = About(tiling, len(tiles), kind, self.heights, _counted(codes), whole)
        path = self.place / f"{name}{SUFFIX}"
        runs.write(path, about, offsets, points)
        if whole:
            self.made.append(path)

    def _shades(self, chunk: Chunk) -> tuple[str, Codes | None]:
        """Colours, or the echo's strength as grey, or nothing; how both are brought down to bytes is settled
        by the first points."""
        values = chunk.rgb if chunk.rgb is not None else chunk.intensity
        if self.shift is None:
            self.shift = _shift(chunk)
        kind, most = self.shift
        if not kind or values is None:
            return "", None
        shades = np.clip(values.astype(np.float32) * np.float32(255 / most), 0, 255).astype(np.uint8)
        return kind, shades.reshape(len(chunk), -1)

    def _merge(self) -> About:
        """All runs as one, a row of tiles at a time; each run is gone from the disk with the last row."""
        parts = [Run(path) for path in self.made]
        try:
            about = self._joined(parts)
            _write_rows(self.place / f"{DONE}{SUFFIX}", about, parts, self.chance, self.progress)
            return about
        finally:
            for part in parts:
                part.close()

    def _joined(self, parts: list[Run]) -> About:
        classes: Counter[int] = Counter()
        for part in parts:
            classes.update(part.about.classes)
        count = sum(part.about.count for part in parts)
        sample = np.concatenate([_sampled(part, _SAMPLE // len(parts) + 1) for part in parts])
        lost = self.tally.lost + self.tally.far
        return replace(
            parts[0].about,
            count=count,
            heights=_spread_of(sample),
            classes=dict(sorted(classes.items())),
            lost=lost,
        )


def _write_rows(
    path: Path, about: About, parts: list[Run], chance: np.random.Generator, progress: Progress
) -> None:
    """The first column goes straight to where it belongs, the others follow it once it is complete."""
    offsets = sum((part.offsets for part in parts[1:]), parts[0].offsets)
    unfinished = path.with_suffix(".part")
    beside = [path.with_name(name) for name in ("classes", "shades")]
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(name.open("w+b")) for name in (unfinished, *beside)]
        files[0].write(runs.head(about, offsets))
        for row in range(about.tiling.rows):
            progress.report("cloud.sorting", row, about.tiling.rows)
            for file, column in zip(files, _row(parts, row, chance), strict=True):
                if column is not None:
                    file.write(np.ascontiguousarray(column).data)
        for file in files[1:]:
            file.seek(0)
            shutil.copyfileobj(file, files[0], 1 << 22)
    for name in beside:
        name.unlink()
    unfinished.replace(path)


def _row(
    parts: list[Run], row: int, chance: np.random.Generator
) -> tuple[Places, Codes | None, Codes | None]:
    """The points of one row of tiles from all runs, tile after tile, mixed within each."""
    tiling = parts[0].about.tiling
    first = row * tiling.columns
    found = []
    for part in parts:
        span = int(part.offsets[first]), int(part.offsets[first + tiling.columns])
        found.append(part.read([span], classes=True, shades=True))
    points = together(found)
    tiles = tiling.tiles(points.places[:, 0], points.places[:, 1])
    order = chance.permutation(len(tiles))
    order = order[np.argsort(tiles[order], kind="stable")]
    mixed = points.taken(order)
    return mixed.places, mixed.classes, mixed.shades


def tiling_of(info: CloudInfo, chunk: Chunk) -> Tiling:
    """Tiles of about 40,000 points over the header's bounds, or over the first points where those are not
    sound."""
    low, high = np.array(info.bounds[:2]), np.array(info.bounds[3:5])
    scale, offset = np.array(info.scale[:2]), np.array(info.offset[:2])
    lowest, highest = (low - offset) / scale, (high - offset) / scale
    if not info.sound_bounds or np.abs([lowest, highest]).max() > 2**31:
        lowest = np.array([chunk.raw_x.min(), chunk.raw_y.min()])
        highest = np.array([chunk.raw_x.max(), chunk.raw_y.max()])
    across = np.maximum(highest - lowest, 1)
    side = max(float(np.sqrt(across.prod() * TILE_POINTS / max(1, info.count))), 1.0)
    counts = [int(np.clip(np.ceil(reach / side), 1, MOST_TILES)) for reach in across]
    width, height = (max(1, int(np.ceil(r / n))) for r, n in zip(across, counts, strict=True))
    return Tiling(int(np.floor(lowest[0])), int(np.floor(lowest[1])), width, height, counts[0], counts[1])


def _shift(chunk: Chunk) -> tuple[str, float]:
    if chunk.rgb is not None and chunk.rgb.any():
        return "colours", 255.0 if chunk.rgb.max() <= 255 else 65535.0
    if chunk.rgb is None and chunk.intensity is not None and chunk.intensity.any():
        return "grey", max(1.0, float(np.percentile(chunk.intensity, 99)))
    return "", 1.0


def _spread_of(heights: NDArray[np.int32]) -> tuple[float, float]:
    some = heights[:: max(1, len(heights) // _SAMPLE)]
    low, high = np.percentile(some, [2, 98])
    return float(low), float(high)


def _counted(codes: Codes) -> dict[int, int]:
    numbers = np.bincount(codes, minlength=256)
    return {int(code): int(numbers[code]) for code in np.flatnonzero(numbers)}


def _sampled(part: Run, most: int) -> NDArray[np.int32]:
    tiling = part.about.tiling
    spans = list(
        runs.some(part.offsets, range(tiling.columns * tiling.rows), most / max(1, part.about.count))
    )
    return part.read(spans, classes=False, shades=False).places[:, 2]
