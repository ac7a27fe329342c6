"""The one decode: every point of every cloud goes into the spill, while the next chunk is being decoded."""

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.progress import Progress
from importers.batch import Problem
from importers.clouds.counted import Counted
from importers.clouds.order import Order
from importers.clouds.placing import Place
from importers.clouds.preflight import CloudInfo
from importers.clouds.reading import Chunk, Tally, chunks
from importers.clouds.spill import MOST_MM, Spill, extent
from importers.clouds.tiling import Tiling, tiling_of

NOISE = (7, 18)
_AHEAD = 2
_SIZE = 500_000
_END = object()
Ends: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]
_SLACK_MM = 10_000
WORKERS = 2


def sort_clouds(
    order: Order,
    infos: list[CloudInfo],
    where: Place,
    folder: Path,
    progress: Progress,
    counts: list[Counted] | None = None,
) -> tuple[Spill, list[Problem]]:
    """The spill of all files within ``folder``, and what was lost in reading them; ``counts`` gets what is
    counted of each file. Raises ``InputError("cloud.no_points")``."""
    spill: Spill | None = None
    problems = []
    done, total = 0, sum(info.count for info in infos)
    for info in infos:
        tally = Tally()
        counted = Counted(info, tally)
        for chunk in _ahead(chunks(info.file, size=_SIZE, fields=FIELDS, salvage=order.salvage, tally=tally)):
            assert chunk.classification is not None
            classes = chunk.classification
            if chunk.withheld is not None and chunk.withheld.any():
                classes = np.where(chunk.withheld, np.uint8(NOISE[0]), classes)
            raw = chunk.raw_x, chunk.raw_y, chunk.raw_z
            factors = where.factors(chunk.scale, chunk.offset)
            if spill is None:
                spill = Spill(folder, _tiling(order, infos, where, extent(raw, factors)))
            spill.add(raw, classes, factors)
            if counts is not None:
                counted.add(raw, chunk.classification, classes, factors)
            done += len(chunk)
            progress.report("cloud.reading", done, total)
        if counts is not None:
            counts.append(counted)
        if tally.wrong_bounds:
            problems.append(Problem("cloud.wrong_bounds"))
        if tally.lost or tally.far:
            lost = tally.lost + tally.far
            problems.append(Problem("cloud.salvaged", {"file": info.file, "read": tally.read, "lost": lost}))
    if spill is None:
        raise InputError("cloud.no_points", file=str(order.files[0]))
    return spill, problems


FIELDS = ("x", "y", "z", "classification", "withheld")


def _tiling(order: Order, infos: list[CloudInfo], where: Place, points: Ends) -> Tiling:
    """Tiles over what the headers say, if the first points lie there and not all is too wide for one grid;
    else over those points."""
    sound = [info.bounds for info in infos if info.sound_bounds and info.count]
    if sound:
        low = [min(bounds[i] for bounds in sound) * where.horizontal * 1000 for i in (0, 1)]
        high = [max(bounds[i + 3] for bounds in sound) * where.horizontal * 1000 for i in (0, 1)]
        holds = all(
            low[i] - _SLACK_MM <= points[0][i] and points[1][i] <= high[i] + _SLACK_MM for i in (0, 1)
        )
        if holds and max(high[i] - low[i] for i in (0, 1)) < MOST_MM:
            return tiling_of(order, low, high, WORKERS)
    return tiling_of(order, points[0].tolist(), points[1].tolist(), WORKERS)


def _ahead(source: Iterator[Chunk]) -> Iterator[Chunk]:
    """The chunks, decoded in a thread of their own a few ahead; its errors arise here."""
    waiting: queue.Queue[Any] = queue.Queue(_AHEAD)
    stop = threading.Event()

    def fetch() -> None:
        try:
            for chunk in source:
                if not _put(waiting, chunk, stop):
                    return
            _put(waiting, _END, stop)
        except BaseException as error:
            _put(waiting, error, stop)

    thread = threading.Thread(target=fetch, daemon=True)
    thread.start()
    try:
        while (item := waiting.get()) is not _END:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        thread.join()


def _put(waiting: "queue.Queue[Any]", item: Any, stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            waiting.put(item, timeout=0.1)
        except queue.Full:
            continue
        return True
    return False
