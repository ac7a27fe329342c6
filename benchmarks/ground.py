"""Clouds to terrain: LAZ → ground → 1 m terrain → hillshade beside the full decode of the same file by lazrs
with two threads; the round opening; memory."""

import os
import struct
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import laspy
import numpy as np

from benchmarks import whitebox
from faultgis.terrain.opening import opened
from importers.clouds import child
from importers.clouds.order import Order
from importers.clouds.pipeline import run as pipeline

Figure = tuple[str, str, str, str]
Times = tuple[float, float]
FILE = Path(__file__).resolve().parents[1] / "../shared/data/lidar/bench/autzen_5m_pf6_ft.laz"
AIM, LIMIT = 0.6, 0.38
ROUNDS = 6
COPIES = 2, 20


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    os.environ["RAYON_NUM_THREADS"] = "2"
    rows = [_opening()]
    if not FILE.exists():
        return [*rows, ("cloud to terrain", "", "not measured", "the benchmark's cloud is not here")]
    with tempfile.TemporaryDirectory() as folder:
        _import(Path(folder))  # compiles the kernels, or loads them
        pairs = [(_timed(_decode), _timed(_import, Path(folder))) for _ in range(ROUNDS)]
        rows += [_rate(pairs), _growth(Path(folder))]
        rows.append(_beside(Path(folder), min(whole[0] for _, whole in pairs)))
    return rows


def _beside(folder: Path, ours: float) -> Figure:
    """Whitebox Workflows, once, as it takes so much longer; ``make bench`` installs it."""
    name, found = "the same by Whitebox Workflows: how many times ours", whitebox.measured(FILE, folder)
    if isinstance(found, str):
        return name, "> 10", "not measured", f"Whitebox Workflows: {found}"
    seconds, memory = found
    return name, "> 10", f"{seconds / ours:.1f}", f"{seconds:.1f} s, {memory:.0f} MiB; ours {ours:.2f} s"


def _rate(pairs: list[tuple[Times, Times]]) -> Figure:
    points = _count() / 1e6
    decode, whole = (min(times[0] for times in side) for side in zip(*pairs, strict=True))
    busy, at_work = (min(times[1] for times in side) for side in zip(*pairs, strict=True))
    note = (
        f"aim {AIM}; lazrs {points / decode:.2f} Mpts/s, here {points / whole:.2f} Mpts/s; "
        f"by processor time {busy / at_work:.2f} ({busy:.2f} s, {at_work:.2f} s)"
    )
    return "cloud to terrain: share of the decoder's rate", f"{LIMIT}", f"{decode / whole:.2f}", note


def _growth(folder: Path) -> Figure:
    """The most memory of the child process, for the cloud twice and twenty times side by side."""
    few, many = (_peak(folder, copies) for copies in COPIES)
    name = "cloud to terrain: peak memory at 107 M points, growth from 11 M"
    note = f"{few:.0f} MiB at 11 M points; aim 512 MiB; all six products"
    return name, "1024 MiB, 10 %", f"{many:.0f} MiB, {100 * (many / few - 1):.0f} %", note


def _peak(folder: Path, copies: int) -> float:
    files = tuple(_beside_itself(folder, number) for number in range(copies))
    order = Order(files, folder / "out", folder / "scratch", ground="compute")
    return float(child.run(pipeline, order)["peak_mb"])


def _beside_itself(folder: Path, number: int) -> Path:
    """The cloud moved by whole widths and heights: only its header changes."""
    raw = bytearray(FILE.read_bytes())
    bounds, offset = struct.unpack_from("<4d", raw, 179), struct.unpack_from("<2d", raw, 131 + 24)
    across = number % 5 * (bounds[0] - bounds[1])
    along = number // 5 * (bounds[2] - bounds[3])
    struct.pack_into("<2d", raw, 131 + 24, offset[0] + across, offset[1] + along)
    moved = bounds[0] + across, bounds[1] + across, bounds[2] + along, bounds[3] + along
    struct.pack_into("<4d", raw, 179, *moved)
    path = folder / f"{number}.laz"
    path.write_bytes(raw)
    return path


def _timed(work: Callable[..., None], *arguments: Path) -> Times:
    """Seconds on the wall, and of the processors."""
    started, busy = time.perf_counter(), time.process_time()
    work(*arguments)
    return time.perf_counter() - started, time.process_time() - busy


def _count() -> int:
    with laspy.open(FILE) as reader:
        return int(reader.header.point_count)


def _decode() -> None:
    with laspy.open(FILE, laz_backend=laspy.LazBackend.LazrsParallel) as reader:
        for _ in reader.chunk_iterator(1_000_000):
            pass


def _import(folder: Path) -> None:
    wanted = ("dtm", "hillshade")
    pipeline(Order((FILE,), folder / "out", folder / "scratch", ground="compute", products=wanted))


def _opening() -> Figure:
    heights = np.random.default_rng(1).integers(0, 50_000, (1045, 1420)).astype(np.int32)
    opened(heights[:10], 1)
    started = time.perf_counter()
    for radius in range(1, 19):
        opened(heights, radius)
    return "18 round openings of 1.5 Mcell", "1 s", f"{time.perf_counter() - started:.2f} s", "one thread"
