"""How fast point clouds are looked into and read; beside each the library that does it otherwise."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HEADERS = 1000
LIMIT_S = 2.0
RUNS = 3
_DATA = Path(__file__).resolve().parents[2] / "shared/data/lidar"
_CUT = 100_000


def run() -> list[tuple[str, str, str, str]]:
    """Preflight of 1,000 files, and the rate at which chunks come from the child's reader."""
    if not _DATA.is_dir():
        return [("point clouds", "", "not measured", "no data beside the checkout")]
    return [_headers(), _decoding()]


def _headers() -> tuple[str, str, str, str]:
    with tempfile.TemporaryDirectory(prefix="fgbench-") as folder:
        files = _copies(Path(folder))
        first = _seconds(lambda: _look_at(files))
        later = statistics.median(_seconds(lambda: _look_at(files)) for _ in range(RUNS))
        beside = _seconds(lambda: _open_by_laspy(files))
    name = f"preflight of {HEADERS:,} point clouds (first, with PROJ's start)"
    note = f"again {later:.2f} s; laspy opens the same headers without any check in {beside:.2f} s"
    return (name, f"{LIMIT_S:.0f} s", f"{first:.2f} s", note)


def _copies(folder: Path) -> list[Path]:
    """Real files of every format, many times over, the large ones by their beginning only."""
    names = ("formats/*.la[sz]", "terrain/*.laz", "isprs/*.laz", "bench/*.laz")
    sources = [file for name in names for file in sorted(_DATA.glob(name))]
    files = []
    for number in range(HEADERS):
        source = sources[number % len(sources)]
        target = folder / f"{number:04d}{source.suffix}"
        if source.stat().st_size < _CUT:
            shutil.copyfile(source, target)
        else:
            with source.open("rb") as file:
                target.write_bytes(file.read(_CUT))
        files.append(target)
    return files


def _look_at(files: list[Path]) -> None:
    from importers.clouds.preflight import look

    for file in files:
        look(file)


def _open_by_laspy(files: list[Path]) -> None:
    import laspy

    for file in files:
        with laspy.open(file, read_evlrs=False) as reader:
            assert reader.header.point_count >= 0


def _decoding() -> tuple[str, str, str, str]:
    file = _DATA / "bench/autzen_5m_pf6_ft.laz"
    ours, theirs = [], []
    for _ in range(RUNS):
        theirs.append(_seconds(lambda: _decode_by_lazrs(file)))
        ours.append(_seconds(lambda: _decode(file)))
    points = 5_326_585 / 1e6
    rate, beside = points / min(ours), points / min(theirs)
    note = f"lazrs, two threads, all of each point: {beside:.1f} M points/s (ratio {rate / beside:.2f})"
    return ("chunks of position and class from LAZ (5.3 M points)", "", f"{rate:.1f} M points/s", note)


def _decode(file: Path) -> None:
    from importers.clouds.reading import chunks

    assert sum(len(chunk) for chunk in chunks(file)) == 5_326_585


def _decode_by_lazrs(file: Path) -> None:
    import laspy

    with laspy.open(file, laz_backend=laspy.LazBackend.LazrsParallel) as reader:
        assert sum(len(points) for points in reader.chunk_iterator(1_000_000)) == 5_326_585


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
