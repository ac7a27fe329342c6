"""The map's figures: edit frame, snapping, pan preview, full redraws, and how long events wait meanwhile.

``run()`` measures in child processes, so that the screen's scale can be chosen and no other work disturbs.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import shapely
from PyQt6.QtCore import QEventLoop, QPointF, QRectF, Qt, QTimer
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF
from shapely import MultiLineString

from faultgis.services.editing import EditingSession
from ui.canvas.scale import MapScale
from ui.canvas.view import MapView
from ui.jobs import Jobs
from ui.layers.tree import LayerTree
from ui.workspace import Workspace

Figure = tuple[str, str, str, str]
SIZE = (1600, 1000)
CENTRE = (102.25, 29.5)
SENSES = ("thrust", "normal", "sinistral", "reverse_dextral", "normal", "reverse", "dextral", "unknown")
ACTIVITIES = ("holocene", "late_pleistocene", "middle_pleistocene", "pre_quaternary", "undetermined")
ACCURACIES = ("accurate", "accurate", "approximate", "inferred")
SYLLABLES = "鲜水河安宁则木小江龙门山阿尔金昆仑海原祁连帕米喀什柯坪迈丹理塘甘孜玉树嘉黎红大凉"


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
    """A 1:50,000 scene: 600 traces of 60 vertices, 3,000 symbols, 300 names, hillshade."""
    with tempfile.TemporaryDirectory() as folder, _shown(_sheet_survey()) as view:
        view.layers.add_raster(_relief(Path(folder)))
        view.set_scale(_scale(view, 50_000))
        full = [_redraw(view) for _ in range(6)][1:]
        waits = np.concatenate([late for _, late in full])
        note = f"{len(view.scene.placed)} of 300 names found room; load {os.getloadavg()[0]:.1f}"
        yield _row("full redraw 1:50,000", "< 250 ms", float(np.median([t for t, _ in full])), factor, note)
        yield _row(
            "event wait p99 meanwhile", "< 30 ms", float(np.percentile(waits, 99)), factor, _worst(waits)
        )
        yield _row("edit frame", "< 5 ms", _edit_frame(view), factor, "rubber band, 40 handles")
        yield _row("pan preview", "< 8 ms", _pan_preview(view), factor)
        yield from _snap(view, factor)


def _many(factor: float) -> Iterator[Figure]:
    """20,000 traces of 10 vertices, all in view."""
    with _shown(_many_survey()) as view:
        full = [_redraw(view) for _ in range(4)][1:]
        waits = np.concatenate([late for _, late in full])
        yield _row("redraw of 20,000 traces", "< 1000 ms", float(np.median([t for t, _ in full])), factor)
        yield _row(
            "event wait p99 meanwhile", "< 30 ms", float(np.percentile(waits, 99)), factor, _worst(waits)
        )


def _worst(waits: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> str:
    return f"worst {waits.max():.0f} ms of {len(waits)} ticks"


def _wander(
    generator: np.random.Generator,
    count: int,
    vertices: int,
    step: float,
    extent: tuple[float, float],
    columns: int,
) -> list[MultiLineString]:
    """Gently wandering lines of one strike in rows around the centre, in degrees."""
    rows = int(np.ceil(count / columns))
    place = np.column_stack([np.arange(count) % columns, np.arange(count) // columns]).astype(float)
    place[:, 0] += (place[:, 1] % 2) * 0.5
    start = np.array(CENTRE) + ((place + np.array([0.0, 0.5])) / np.array([columns, rows]) - 0.5) * np.array(
        extent
    )
    turns = np.cumsum(generator.normal(0, 0.025, (count, vertices - 1)), axis=1) * 0.6
    steps = np.stack([np.cos(turns), np.sin(turns)], axis=-1) * step
    steps = np.concatenate([np.zeros((count, 1, 2)), steps], axis=1)
    lines = start[:, None, :] + np.cumsum(steps, axis=1)
    return list(shapely.multilinestrings(shapely.linestrings(lines)[:, None]))


def _sheet_survey() -> tuple[object, dict[str, list[object]]]:
    from faultgis.records.fault import Fault
    from faultgis.records.site import DeformationWidth, Measurement, Media, ObservationPoint, OffsetMarker
    from faultgis.records.survey import Survey
    from faultgis.records.trace import Trace

    generator = np.random.default_rng(7)
    survey = Survey(code="bench")
    names = ["".join(generator.choice(list(SYLLABLES), 2)) + "断裂" for _ in range(300)]
    faults = [
        Fault(
            survey_id=survey.id,
            code=f"F{i}",
            name_zh=name,
            kinematics=SENSES[i % 8],
            latest_activity=ACTIVITIES[i % 5],
        )
        for i, name in enumerate(names)
    ]
    traces = [
        Trace(
            survey_id=survey.id,
            geometry=line,
            fault_id=faults[i // 2].id,
            hanging_wall="right",
            upthrown="left",
            accuracy=ACCURACIES[i % 4],
        )
        for i, line in enumerate(_wander(generator, 600, 60, 0.00014, (0.215, 0.115), 24))
    ]
    places = np.array(CENTRE) + generator.uniform(-1, 1, (3000, 2)) * np.array([0.1, 0.06])
    spots = list(shapely.points(places))
    points = [
        ObservationPoint(survey_id=survey.id, code=f"D{i}", geometry=p) for i, p in enumerate(spots[:2000])
    ]
    planes = [
        Measurement(survey_id=survey.id, point_id=p.id, dip_direction=37.0 * i % 360)
        for i, p in enumerate(points[:500])
    ]
    markers = [
        OffsetMarker(survey_id=survey.id, code=f"O{i}", geometry=p) for i, p in enumerate(spots[2000:2400])
    ]
    widths = [DeformationWidth(survey_id=survey.id, geometry=p) for p in spots[2400:2700]]
    media = [Media(survey_id=survey.id, path=f"{i}.jpg", geometry=p) for i, p in enumerate(spots[2700:])]
    return survey, {
        "fault": [*faults],
        "trace": [*traces],
        "observation_point": [*points],
        "measurement": [*planes],
        "offset_marker": [*markers],
        "deformation_width": [*widths],
        "media": [*media],
    }


def _many_survey() -> tuple[object, dict[str, list[object]]]:
    from faultgis.records.survey import Survey
    from faultgis.records.trace import Trace

    survey = Survey(code="bench")
    lines = _wander(np.random.default_rng(11), 20_000, 10, 0.02, (17.0, 10.0), 125)
    traces: list[object] = [
        Trace(
            survey_id=survey.id,
            geometry=line,
            kinematics=SENSES[i % 8],
            latest_activity=ACTIVITIES[i % 5],
            hanging_wall="right",
            accuracy=ACCURACIES[i % 4],
        )
        for i, line in enumerate(lines)
    ]
    return survey, {"trace": traces}


def _relief(folder: Path) -> Path:
    """Rough synthetic terrain of 10 m cells over the scene."""
    import rasterio
    from rasterio.transform import from_bounds

    generator = np.random.default_rng(3)
    rows, columns = 1800, 2800
    spectrum = np.fft.rfft2(generator.standard_normal((rows, columns)))
    k = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :])
    spectrum *= 1 / np.maximum(k, 2e-3) ** 2.4
    heights = np.fft.irfft2(spectrum, s=(rows, columns))
    heights = (heights - heights.mean()) / heights.std() * 500 + 3200
    west, south = CENTRE[0] - 0.145, CENTRE[1] - 0.08
    path = folder / "relief.tif"
    profile = {
        "driver": "GTiff",
        "width": columns,
        "height": rows,
        "count": 1,
        "dtype": "float32",
        "tiled": True,
    }
    place = from_bounds(west, south, west + 0.29, south + 0.16, columns, rows)
    with rasterio.open(path, "w", crs="EPSG:4490", transform=place, **profile) as target:
        target.write(heights.astype("float32"), 1)
    return path


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
    view.set_tool(_Sketch())  # type: ignore[arg-type]
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
