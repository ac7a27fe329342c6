"""A cloud classified anew: ground found from the geometry alone, every point written in its place."""

import time
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.terrain.ground import is_ground, slope_of
from importers.clouds import reporting, scratch, tiles
from importers.clouds.order import Order
from importers.clouds.pipeline import frame_of, in_parallel, sifted
from importers.clouds.placing import Place, place
from importers.clouds.points import EXTENDED
from importers.clouds.preflight import CloudInfo, look
from importers.clouds.reading import Chunk, chunks
from importers.clouds.sorting import FIELDS, NOISE, sort_clouds
from importers.clouds.tiles import GROUND
from importers.clouds.work import Key, Work, keys_with_points
from importers.products.clouds import cloud_like
from importers.products.rasters import NODATA

OTHER = 1
LOW, HIGH = NOISE
_NEVER = 0

Numbers: TypeAlias = NDArray[np.float64]


def classify(order: Order, path: Path, progress: Progress | None = None) -> dict[str, Any]:
    """Write the one cloud of ``order`` with ground in class 2 to ``path`` (LAZ) and answer with a report.

    What was ground or never classified and is no ground now becomes class 1; points that stand alone become
    class 7 (low) or 18 (high), in older point formats 7, if the order wants it; noise and withheld points,
    and every other class off the ground, stay. Raises ``InputError`` as the pipeline does.
    """
    progress, started = progress or Progress(), time.monotonic()
    order.check()
    source = order.files[0]
    if path.exists() and path.samefile(source):
        raise InputError("cloud.onto_itself", file=str(source))
    info = look(source)
    where = place([info], order.crs, order.vertical)
    path.parent.mkdir(parents=True, exist_ok=True)
    with scratch.folder(order.scratch) as folder:
        work = _prepared(order, info, where, folder, progress)
        before, after = _written(order, info, where, work, path, progress)
        work.close()
    return {
        "points": int(after.sum()),
        "file": str(path),
        "preset": order.preset,
        "classes": _counts(after),
        "classes_before": _counts(before),
        "seconds": round(time.monotonic() - started, 2),
        "peak_mb": reporting.peak_mb(),
        "warnings": reporting.told(where, [info]),
    }


def _counts(classes: NDArray[np.int64]) -> dict[str, int]:
    return {str(code): int(count) for code, count in enumerate(classes) if count}


def _prepared(order: Order, info: CloudInfo, where: Place, folder: Path, progress: Progress) -> Work:
    """The bare surface of the whole cloud, on disk."""
    spill, _ = sort_clouds(order, [info], where, folder, progress)
    work = Work.begun(folder, spill, frame_of(spill), order, "compute")
    sifted(work, progress)
    keys = [(work, key) for key in keys_with_points(work)]
    for step, code in ((tiles.lowest, "cloud.surface"), (tiles.bare_surface, "cloud.gridding")):
        for _ in in_parallel(step, keys, progress, code):
            pass
    return work


def _written(
    order: Order, info: CloudInfo, where: Place, work: Work, path: Path, progress: Progress
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    before, after = np.zeros(256, dtype=np.int64), np.zeros(256, dtype=np.int64)
    with cloud_like(order.files[0], path) as target:
        for chunk in chunks(info.file, fields=(*FIELDS, "record"), salvage=order.salvage):
            assert chunk.classification is not None
            assert chunk.records is not None
            classes = _anew(chunk, _judged(chunk, where, work), info.point_format)
            before += np.bincount(chunk.classification, minlength=256)
            after += np.bincount(classes, minlength=256)
            target.write(chunk.records, classes)
            progress.report("cloud.classifying", chunk.start + len(chunk), info.count)
    return before, after


def _anew(chunk: Chunk, judged: NDArray[np.uint8], point_format: int) -> NDArray[np.uint8]:
    old = chunk.classification
    assert old is not None
    new = np.where(np.isin(old, (GROUND, _NEVER)), np.uint8(OTHER), old)
    new = np.where(judged != _NEVER, judged, new)
    if point_format < EXTENDED:
        new[new == HIGH] = LOW  # older formats have one class for all noise
    kept = np.isin(old, NOISE)
    if chunk.withheld is not None:
        kept |= chunk.withheld
    return np.where(kept, old, new).astype(np.uint8)


def _judged(chunk: Chunk, where: Place, work: Work) -> NDArray[np.uint8]:
    """Ground and noise by their class, 0 for all else. Tile by tile, as far as the chunk reaches, so that
    memory does not grow with the cloud."""
    factors = where.factors(chunk.scale, chunk.offset)
    raw = (chunk.raw_x, chunk.raw_y, chunk.raw_z)
    x, y, z = (np.rint(axis * pair[0] + pair[1]) for axis, pair in zip(raw, factors, strict=True))
    tiling = work.spill.tiling
    offsets = zip((x, y), tiling.base, tiling.sides_mm, strict=True)
    keys = np.stack([np.floor((axis - base) / side) for axis, base, side in offsets], axis=1).astype(np.int64)
    out = np.zeros(len(chunk), dtype=np.uint8)
    for key in np.unique(keys, axis=0):
        mine = np.nonzero((keys == key).all(axis=1))[0]
        out[mine] = _in_tile(work, (int(key[0]), int(key[1])), x[mine], y[mine], z[mine])
    return out


def _in_tile(work: Work, key: Key, x: Numbers, y: Numbers, z: Numbers) -> NDArray[np.uint8]:
    """The classes of points of a tile; positions in millimetres."""
    wide, rule = work.ground_part(key).grown(2), work.rule
    bare = work.bare.read(wide, NODATA)
    bare[bare == np.float32(NODATA)] = np.nan
    cell = round(wide.cell * 1000)
    columns, rows = (x - wide.west * cell) / cell, (y - wide.south * cell) / cell
    ground = is_ground(columns, rows, z / 1000, bare, slope_of(bare, rule.cell_m), rule)
    found = np.where(ground, np.uint8(GROUND), np.uint8(_NEVER))
    if work.sieve.on:
        base = work.spill.tiling.base
        points = np.stack([x - base[0], y - base[1], z, np.zeros_like(z)], axis=1).astype(np.int32)
        under = bare[rows.astype(np.int64), columns.astype(np.int64)]
        noise = np.where(z / 1000 > under, np.uint8(HIGH), np.uint8(LOW))
        found = np.where(work.sieve.noise(key, points), noise, found)
    return found.astype(np.uint8)
