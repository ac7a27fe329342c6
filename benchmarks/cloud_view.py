"""How soon a cloud of ten million points is seen, how long it takes until all of them are sorted, and how it
moves then; beside the first picture how long the same file takes to be decoded at all."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PyQt6.QtWidgets import QApplication

from faultgis.records.survey import Survey
from faultgis.services.editing import EditingSession
from ui.canvas.view import MapView
from ui.jobs import Jobs
from ui.layers.cloud_index import add_cloud
from ui.layers.tree import LayerTree, Node
from ui.workspace import Workspace

Figure = tuple[str, str, str, str]
SIZE = (1600, 1000)
COPIES = 2
RUNS = 3
_FILE = Path(__file__).resolve().parents[2] / "shared/data/lidar/bench/autzen_5m_pf6_ft.laz"


def run() -> list[Figure]:
    """First picture, sorting, a new picture after a pan, the pan itself."""
    if not _FILE.is_file():
        return [("cloud on the map", "", "not measured", "no data beside the checkout")]
    _app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory(prefix="fgbench-") as folder:
        cloud = Path(folder) / "ten_million.laz"
        points = _replicated(cloud)
        decoded = _seconds(lambda: _decode(cloud))
        firsts = [_Shown(cloud, Path(folder) / str(number)) for number in range(RUNS)]
        last = firsts[-1]
        rows = _rows(points, decoded, firsts, last)
        last.view.rendering.stop()
    return rows


def _rows(points: int, decoded: float, firsts: list["_Shown"], last: "_Shown") -> list[Figure]:
    first, whole = min(s.first for s in firsts), min(s.whole for s in firsts)
    said = ", ".join(f"{s.first:.2f}" for s in firsts)
    load = f"load {os.getloadavg()[0]:.1f}"
    again, pan = last.redraw(), last.pan()
    return [
        (
            f"first picture of {points / 1e6:.1f} M points (LAZ, nothing kept)",
            "1 s",
            f"{first:.2f} s",
            f"{said} s; 250,000 points; lazrs decodes the whole file in {decoded:.2f} s; {load}",
        ),
        ("all of its points sorted", "", f"{whole:.2f} s", f"{points / whole / 1e6:.1f} M points/s"),
        ("a new picture of it", "", f"{again * 1000:.0f} ms", "1600 x 1000, 1.2 M points"),
        ("pan preview over it", "< 8 ms", f"{pan * 1000:.2f} ms", ""),
    ]


def _replicated(target: Path) -> int:
    """The file and a copy of it beside it, in feet as it is."""
    import laspy

    source = laspy.read(_FILE)
    wide = int(np.ptp(source.X)) + 1
    with laspy.open(target, "w", header=source.header, laz_backend=laspy.LazBackend.LazrsParallel) as writer:
        for number in range(COPIES):
            moved = laspy.ScaleAwarePointRecord(
                source.points.array.copy(), source.point_format, source.header.scales, source.header.offsets
            )
            moved.array["X"] += number * wide
            writer.write_points(moved)
    return COPIES * len(source.points)


def _decode(cloud: Path) -> None:
    import laspy

    with laspy.open(cloud, laz_backend=laspy.LazBackend.LazrsParallel) as reader:
        for _ in reader.chunk_iterator(1_000_000):
            pass


class _Shown:
    """A map to which the cloud is added: seconds until its first points show and until all are sorted."""

    def __init__(self, cloud: Path, home: Path) -> None:
        self.jobs = Jobs()
        workspace = Workspace(None, self.jobs)
        self.layers = LayerTree()
        self.view = MapView(workspace, self.layers)
        self.view.resize(*SIZE)
        self.view.show()
        workspace.open(EditingSession(Survey(code="BENCH"), {}))
        self._wait(lambda: not self.view.rendering.busy)
        began = time.perf_counter()
        add_cloud(self.jobs, self.layers, cloud, home, "", self._zoom)
        self._wait(self._seen)
        self.first = time.perf_counter() - began
        self._wait(lambda: not self.jobs.running)
        self.whole = time.perf_counter() - began
        self._wait(lambda: not self.view.rendering.busy)

    def _zoom(self, node: Node) -> None:
        self.view.zoom_to(node.raster.bounds)

    def _seen(self) -> bool:
        pixels = self.view.rendering.slots["raster"].pixels
        return pixels is not None and bool((pixels[::7, ::7, 3] > 0).mean() > 0.05)

    def _wait(self, until: Callable[[], bool]) -> None:
        end = time.perf_counter() + 120
        while not until():
            if time.perf_counter() > end:
                raise TimeoutError
            QApplication.processEvents()
            time.sleep(0.001)

    def redraw(self) -> float:
        """Seconds for a new picture."""
        return float(np.median([_seconds(self._drawn) for _ in range(5)]))

    def _drawn(self) -> None:
        self.view.refresh()
        self._wait(lambda: not self.view.rendering.busy)

    def pan(self) -> float:
        """Seconds until the old picture stands elsewhere."""

        def step() -> None:
            self.view.set_scale(self.view.scale.panned(3, 2))
            self.view.repaint()

        return float(np.median([_seconds(step) for _ in range(30)]))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
