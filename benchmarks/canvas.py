"""The map's figures: edit frame, snapping, pan preview, full redraws, and how long events wait meanwhile.

``run()`` measures in child processes, so that the screen's scale can be chosen and no other work disturbs.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QEventLoop, QPointF, QRectF, Qt, QTimer
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from benchmarks.scenes import CENTRE, many_survey, relief, sheet_survey
from faultgis.services.editing import EditingSession
from ui.canvas.scale import MapScale
from ui.canvas.view import MapView
from ui.jobs import Jobs
from ui.layers.tree import LayerTree
from ui.workspace import Workspace

Figure = tuple[str, str, str, str]
SIZE = (1600, 1000)
_CHINESE = re.compile("[\u4e00-\u9fff]")


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note; at single and at double resolution."""
    found: list[Figure] = []
    for factor in ("1", "2"):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor}
        done = subprocess.run(
            [sys.executable, "-P", "-m", "benchmarks.canvas"],
            env={**environment, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path])},
            capture_output=True,
            text=True,
            check=True,
        )
        found += [tuple(row) for row in json.loads(done.stdout.splitlines()[-1])]
    return found


def _main() -> None:
    from PyQt6.QtWidgets import QApplication

    app = QApplication([])
    factor = app.primaryScreen().devicePixelRatio()  # type: ignore[union-attr]
    rows = [*_map_sheet(factor), *_many(factor)]
    print(json.dumps(rows, ensure_ascii=False))


def _row(name: str, limit: str, milliseconds: float, factor: float, note: str = "") -> Figure:
    shown = limit if factor == 1 else f"({limit} at 1x)"
    return f"canvas: {name}, {factor:g}x", shown, f"{milliseconds:.2f} ms", note


def _map_sheet(factor: float) -> Iterator[Figure]:
    """A 1:50,000 scene: 600 traces of 60 vertices, ornaments, 3,000 symbols, hillshade; the names of 150
    faults and the codes of 2,400 points as far as they find room without touching anything."""
    with tempfile.TemporaryDirectory() as folder, _shown(sheet_survey()) as view:
        view.layers.add_raster(relief(Path(folder)))
        view.set_scale(_scale(view, 50_000))
        full = [_redraw(view) for _ in range(6)][1:]
        waits = np.concatenate([late for _, late in full])
        note = f"{_lettering(view)}; load {os.getloadavg()[0]:.1f}"
        yield _row("full redraw 1:50,000", "< 250 ms", float(np.median([t for t, _ in full])), factor, note)
        yield _row(
            "event wait p99 meanwhile", "< 30 ms", float(np.percentile(waits, 99)), factor, _worst(waits)
        )
        yield _row("edit frame", "< 5 ms", _edit_frame(view), factor, "rubber band, 40 handles")
        yield _row("pan preview", "< 8 ms", _pan_preview(view), factor)
        yield from _snap(view, factor)


def _lettering(view: MapView) -> str:
    names = sum(bool(_CHINESE.search(name.text)) for name in view.scene.placed)
    return f"{names} Chinese names, {len(view.scene.placed) - names} codes found room"


def _many(factor: float) -> Iterator[Figure]:
    """20,000 traces of 10 vertices, all in view."""
    with _shown(many_survey()) as view:
        full = [_redraw(view) for _ in range(4)][1:]
        waits = np.concatenate([late for _, late in full])
        yield _row("redraw of 20,000 traces", "< 1000 ms", float(np.median([t for t, _ in full])), factor)
        yield _row(
            "event wait p99 meanwhile", "< 30 ms", float(np.percentile(waits, 99)), factor, _worst(waits)
        )


def _worst(waits: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> str:
    return f"worst {waits.max():.0f} ms of {len(waits)} ticks"


@contextmanager
def _shown(survey: tuple[object, dict[str, list[object]]]) -> Iterator[MapView]:
    workspace = Workspace(None, Jobs())
    view = MapView(workspace, LayerTree())
    view.resize(*SIZE)
    view.show()
    workspace.open(EditingSession(survey[0], survey[1]))  # type: ignore[arg-type]
    _redraw(view)
    yield view
    view.rendering.stop()
    view.close()


def _scale(view: MapView, denominator: int) -> MapScale:
    metres = denominator / 1000 * 25.4 / view.logicalDpiX()
    return MapScale(*CENTRE, metres, *SIZE)


def _redraw(view: MapView) -> tuple[float, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """How long a full redraw takes, in ms, and how late each 2 ms tick came meanwhile."""
    loop, ticker = QEventLoop(), QTimer()
    ticks: list[float] = []
    ticker.setTimerType(Qt.TimerType.PreciseTimer)
    ticker.timeout.connect(lambda: ticks.append(time.perf_counter()))
    ticker.start(2)
    view.frame_done.connect(loop.quit)
    start = time.perf_counter()
    view.refresh()
    ticks.append(time.perf_counter())
    loop.exec()
    took = (time.perf_counter() - start) * 1000
    view.frame_done.disconnect(loop.quit)
    QTimer.singleShot(30, loop.quit)
    loop.exec()
    ticker.stop()
    ticks.insert(0, start)
    return took, np.maximum(0.0, np.diff(np.array(ticks)) * 1000 - 2)


def _median_ms(work: Callable[[], object], times: int = 60) -> float:
    work()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return float(np.median(found))


class _Sketch:
    """A tool in the middle of a sketch of forty vertices."""

    hint = ""
    cursor = None

    def __init__(self) -> None:
        angles = np.linspace(0, 6, 40)
        self.corners = [QPointF(800 + 60 * a * np.cos(a), 500 + 60 * a * np.sin(a)) for a in angles]

    def activate(self, view: object) -> None: ...

    def deactivate(self) -> None: ...

    def paint(self, painter: QPainter, scale: object) -> None:
        painter.setPen(QPen(QColor(200, 0, 90), 2))
        painter.drawPolyline(QPolygonF(self.corners))
        painter.setBrush(QColor(255, 255, 255))
        for corner in self.corners:
            painter.drawRect(QRectF(corner.x() - 3, corner.y() - 3, 6, 6))


def _edit_frame(view: MapView) -> float:
    view.set_tool(_Sketch())
    view.show_cursor = lambda: None  # type: ignore[method-assign]
    took = _median_ms(view.repaint)
    view.tool = None
    return took


def _pan_preview(view: MapView) -> float:
    still = view.scale

    def step() -> None:
        view.set_scale(view.scale.panned(3, 2))
        view.repaint()

    took = _median_ms(step, 30)
    view.set_scale(still)
    return took


def _snap(view: MapView, factor: float) -> Iterator[Figure]:
    from faultgis.geometry.snapping import SnapIndex
    from faultgis.records.trace import Trace

    session = view.workspace.session
    assert session is not None
    lines = {i: t.geometry for i, t in session.records["trace"].items() if isinstance(t, Trace)}
    index = SnapIndex(lines, *CENTRE)
    generator = np.random.default_rng(5)
    places = [(x, y) for x, y in np.array(CENTRE) + generator.uniform(-0.05, 0.05, (200, 2))]
    spots = iter(places * 2)
    yield _row(
        "snap",
        "< 1 ms",
        _median_ms(lambda: index.query(*next(spots), tolerance_m=60.0), 200),
        factor,
        "12 px among 36,000 vertices",
    )
    near = iter(places * 2)
    yield _row(
        "traces near", "< 1 ms", _median_ms(lambda: view.traces_near(*next(near), radius_px=12), 200), factor
    )


if __name__ == "__main__":
    _main()
