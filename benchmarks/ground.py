"""Clouds to terrain: LAZ → ground → 1 m terrain → hillshade beside the full decode of the same file by lazrs
with two threads; the round opening; memory."""

import os
import tempfile
import threading
import time
from pathlib import Path

import laspy
import numpy as np

from benchmarks import whitebox
from faultgis.terrain.opening import opened
from importers.clouds.order import Order
from importers.clouds.pipeline import run as pipeline

Figure = tuple[str, str, str, str]
FILE = Path(__file__).resolve().parents[1] / "../shared/data/lidar/bench/autzen_5m_pf6_ft.laz"
AIM, LIMIT = 0.6, 0.38
ROUNDS = 3


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    os.environ["RAYON_NUM_THREADS"] = "2"
    rows = [_opening()]
    if not FILE.exists():
        return [*rows, ("cloud to terrain", "", "not measured", "the benchmark's cloud is not here")]
    with tempfile.TemporaryDirectory() as folder:
        _import(Path(folder))  # compiles the kernels, or loads them
        watch = _Memory()
        pairs = [(_decode(), _import(Path(folder))) for _ in range(ROUNDS)]
        rows += _rates(pairs, watch.stop())
        rows.append(_beside(Path(folder), min(whole for _, whole in pairs)))
    return rows


def _beside(folder: Path, ours: float) -> Figure:
    """Whitebox Workflows, once, as it takes so much longer; ``make bench`` installs it."""
    name, found = "the same by Whitebox Workflows: how many times ours", whitebox.measured(FILE, folder)
    if isinstance(found, str):
        return name, "> 10", "not measured", f"Whitebox Workflows: {found}"
    seconds, memory = found
    return name, "> 10", f"{seconds / ours:.1f}", f"{seconds:.1f} s, {memory:.0f} MiB; ours {ours:.2f} s"


def _rates(pairs: list[tuple[float, float]], peak: float) -> list[Figure]:
    points = _count()
    decode, whole = (min(times) for times in zip(*pairs, strict=True))
    ratio = decode / whole
    note = f"aim {AIM}; lazrs {points / decode / 1e6:.2f} Mpts/s, here {points / whole / 1e6:.2f} Mpts/s"
    return [
        ("cloud to terrain: share of the decoder's rate", f"{LIMIT}", f"{ratio:.2f}", note),
        ("cloud to terrain: peak memory of the process", "1024 MiB", f"{peak:.0f} MiB", "aim 512 MiB"),
    ]


def _count() -> int:
    with laspy.open(FILE) as reader:
        return int(reader.header.point_count)


def _decode() -> float:
    started = time.perf_counter()
    with laspy.open(FILE, laz_backend=laspy.LazBackend.LazrsParallel) as reader:
        for _ in reader.chunk_iterator(1_000_000):
            pass
    return time.perf_counter() - started


def _import(folder: Path) -> float:
    started = time.perf_counter()
    wanted = ("dtm", "hillshade")
    pipeline(Order((FILE,), folder / "out", folder / "scratch", ground="compute", products=wanted))
    return time.perf_counter() - started


def _opening() -> Figure:
    heights = np.random.default_rng(1).integers(0, 50_000, (1045, 1420)).astype(np.int32)
    opened(heights[:10], 1)
    started = time.perf_counter()
    for radius in range(1, 19):
        opened(heights, radius)
    return "18 round openings of 1.5 Mcell", "1 s", f"{time.perf_counter() - started:.2f} s", "one thread"


class _Memory:
    """The most proportional memory (PSS) that this process holds meanwhile, in MiB."""

    def __init__(self) -> None:
        self._most, self._going = 0.0, True
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while self._going:
            self._most = max(self._most, _pss())
            time.sleep(0.02)

    def stop(self) -> float:
        """End watching; the most that was seen."""
        self._going = False
        self._thread.join()
        return self._most


def _pss() -> float:
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
