"""Clouds become terrain: one decode, points sorted into tiles on disk, then each tile a task of its own.

The grid's origin is fixed (cells are whole multiples of the cell size in the coordinate system) and every
step looks only so far beyond its tile, so the result is the same whatever the tile size and the order of the
files.
Runs in a child process (``importers.clouds.child``): decoders may fail on hostile files.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.terrain.grid import Frame
from importers.clouds import reporting, scratch, tiles
from importers.clouds.counted import Counted
from importers.clouds.order import Order
from importers.clouds.placing import place
from importers.clouds.preflight import look
from importers.clouds.publishing import publish
from importers.clouds.sorting import WORKERS, sort_clouds
from importers.clouds.spill import Spill
from importers.clouds.triangulating import blocks, triangulate
from importers.clouds.work import Work, keys_with_points, tiles_near

_MOST_CELLS = 4_000_000_000
_LEAST_SHARE, _LEAST_TILES, _FEW = 0.01, 0.9, 1000


def run(order: Order, progress: Progress | None = None) -> dict[str, Any]:
    """Do the order and answer with its report (the keys of the command line).

    Raises ``InputError`` for what cannot be read or placed; ``CancelledError``. Products appear only when all
    are whole.
    """
    progress, started = progress or Progress(), time.monotonic()
    order.check()
    infos = [look(file) for file in order.files]
    where = place([info for info in infos if info.count] or infos, order.crs, order.vertical)
    order.out.mkdir(parents=True, exist_ok=True)
    with scratch.folder(order.scratch) as folder:
        counts: list[Counted] | None = [] if order.counted else None
        spill, problems = sort_clouds(order, infos, where, folder, progress, counts)
        ground = chosen_ground(order.ground, spill)
        frame = frame_of(spill)
        work = Work.begun(folder, spill, frame, order, ground)
        cells = make(work, progress)
        files = publish(work, order, where, progress)
    made = reporting.Made(
        files, infos, where, frame, spill, ground, cells, time.monotonic() - started, problems, counts
    )
    return reporting.report(order, made)


def frame_of(spill: Spill) -> Frame:
    """Whole cells around all points. Raises ``InputError("cloud.too_wide")``."""
    mm = spill.tiling.cell_mm
    west, south = int(spill.low[0]) // mm, int(spill.low[1]) // mm
    east, north = int(spill.high[0]) // mm + 1, int(spill.high[1]) // mm + 1
    frame = Frame(spill.tiling.cell, west, south, east - west, north - south)
    if frame.columns * frame.rows > _MOST_CELLS:
        raise InputError("cloud.too_wide")
    return frame


def chosen_ground(wanted: str, spill: Spill) -> str:
    """``auto`` settled: the provider's ground where at least one point in a hundred has that class, others
    exist, and nine of ten tiles have some."""
    if wanted != "auto":
        return wanted
    ground = int(spill.classes[2])
    if ground < _LEAST_SHARE * spill.points or ground == spill.points:
        return "compute"
    full = [key for key, count in spill.counts.items() if count >= _FEW]
    having = sum(1 for key in full if spill.grounds.get(key, 0) > 0)
    return "class" if having >= _LEAST_TILES * len(full) else "compute"


def make(work: Work, progress: Progress) -> dict[str, int]:
    """All tiles through all steps; how many cells hold points and ground points, how many of the terrain are
    measured and filled; how many points stand alone."""
    cells = {"occupied": 0, "ground": 0, "measured": 0, "filled": 0, "noise": sifted(work, progress)}
    keys = keys_with_points(work)
    if work.ground == "compute":
        for _ in in_parallel(tiles.lowest, [(work, key) for key in keys], progress, "cloud.surface"):
            pass
    for found in in_parallel(tiles.grids, [(work, key) for key in keys], progress, "cloud.gridding"):
        cells["occupied"] += found[0]
        cells["ground"] += found[1]
    if work.triangles is not None:
        calls = [(work, block) for block in blocks(work)]
        for _ in in_parallel(triangulate, calls, progress, "cloud.joining"):
            pass
    near = [(work, key) for key in tiles_near(work)]
    for found in in_parallel(tiles.finish, near, progress, "cloud.shading"):
        cells["measured"] += found[0]
        cells["filled"] += found[1]
    return cells


def sifted(work: Work, progress: Progress) -> int:
    """The points that stand alone found, if that is ordered; how many they are."""
    if not work.sieve.on:
        return 0
    keys = [(work, key) for key in keys_with_points(work)]
    for _ in in_parallel(tiles.count, keys, progress, "cloud.sifting"):
        pass
    return sum(in_parallel(tiles.sift, keys, progress, "cloud.sifting"))


def in_parallel(
    task: Callable[..., Any], calls: list[tuple[Any, ...]], progress: Progress, what: str
) -> Iterator[Any]:
    """Results of independent tasks, as they are done; none waits in memory. Kernels run free of Python's
    lock, so threads use all processors and share what is compiled."""
    waiting: Iterable[tuple[Any, ...]] = iter(calls)
    running: set[Future[Any]] = set()
    done = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            while True:
                for call in waiting:
                    running.add(pool.submit(task, *call))
                    if len(running) > WORKERS:
                        break
                if not running:
                    return
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    done += 1
                    progress.report(what, done, len(calls))
                    yield future.result()
        finally:
            for future in running:
                future.cancel()
