"""The tools: edits of a trace of 10,000 vertices, snapping among 36,000, and the live overlay's frames."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtWidgets import QApplication

from faultgis.geometry import lines
from faultgis.geometry.snapping import SnapIndex
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services import digitizing
from faultgis.services.editing import EditingSession
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.canvas.view import MapView
from ui.jobs import Jobs
from ui.layers.tree import LayerTree
from ui.tools.draw import DrawTool
from ui.tools.tool import Tool
from ui.tools.vertex import VertexTool
from ui.workspace import Workspace

Figure = tuple[str, str, str, str]
SURVEY = Survey(code="bench")
SIZE = (1600, 1000)


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    app = QApplication.instance() or QApplication([])
    rows = [*_edits(), *_snapping(), *_overlays()]
    del app
    return rows


def _long() -> Trace:
    steps = np.random.default_rng(1).normal(0, 2e-6, 10_000)
    places = np.column_stack([np.linspace(101.95, 102.05, 10_000), 28 + np.cumsum(steps)])
    return Trace(survey_id=SURVEY.id, geometry=lines.multi(places), kinematics="thrust", hanging_wall="left")


def _edits() -> Iterator[Figure]:
    trace, other = _long(), _long()
    wave = np.linspace(0, 30, 500)
    freehand = np.column_stack([np.linspace(101.97, 102.02, 500), 28 + 0.01 * np.sin(wave)])
    middle = lines.at_vertex(trace.geometry, (0, 5000))
    half = [(0, number) for number in range(1, 10_000, 2)]
    work: dict[str, Callable[[], object]] = {
        "move a vertex": lambda: digitizing.move_vertex(trace, (0, 5000), (102.0, 28.1)),
        "insert a vertex": lambda: digitizing.insert_vertex(trace, 0, 5000, (102.0, 28.1)),
        "delete 5,000 vertices": lambda: digitizing.delete_vertices(trace, half),
        "split": lambda: digitizing.split_trace({}, trace, middle),
        "join": lambda: digitizing.join_traces({}, trace, other),
        "reverse": lambda: digitizing.reverse_trace({}, trace),
        "simplify": lambda: digitizing.simplify_trace(trace, 5.0),
        "reshape by 500 vertices": lambda: digitizing.reshape_trace(trace, freehand),
    }
    for name, edit in work.items():
        yield f"10,000 vertices: {name}", "50 ms", _median(_again(edit), 15), ""


def _again(work: Callable[[], object]) -> Callable[[int], object]:
    return lambda _number: work()


def _snapping() -> Iterator[Figure]:
    random = np.random.default_rng(2)
    walks = np.cumsum(random.normal(0, 1e-4, (600, 60, 2)), axis=1) + random.uniform(0, 0.1, (600, 1, 2))
    traces = [Trace(survey_id=SURVEY.id, geometry=lines.multi(np.array((102.0, 28.0)) + w)) for w in walks]
    started = time.perf_counter()
    index = SnapIndex({t.id: t.geometry for t in traces}, 102.05, 28.05)
    built = (time.perf_counter() - started) * 1000
    places = random.uniform((102.0, 28.0), (102.1, 28.1), (200, 2)).tolist()
    note = f"index of {index.vertices:,} vertices built in {built:.0f} ms"
    query = _median(lambda n: index.query(places[n % 200][0], places[n % 200][1], 60.0, crossings=True), 200)
    yield "snap", "1 ms", query, note
    patch = _median(lambda n: index.patch({traces[n].id: traces[n].geometry}), 50)
    yield "snap index after an edit", "", patch, ""


def _overlays() -> Iterator[Figure]:
    trace = _long()
    workspace = Workspace(_no_store(), Jobs())
    view = MapView(workspace, LayerTree())
    view.resize(*SIZE)
    workspace.open(EditingSession(SURVEY, {"trace": [trace]}))
    view.set_scale(MapScale(102.0, 28.0, 8.0, *SIZE))
    vertex, draw = VertexTool(workspace), DrawTool(workspace)
    view.set_tool(vertex)
    workspace.select([("trace", trace.id)])
    x, y = view.scale.to_screen(*trace.geometry.geoms[0].coords[5000])
    vertex.press(_event(view, x, y))
    yield "drag one of 10,000 vertices: mouse move", "", _median(_moves(view, vertex, x, y)), ""
    yield "drag one of 10,000 vertices: frame", "5 ms", _median(_frames(view, vertex)), ""
    draw.attributes = {"kinematics": "thrust", "hanging_wall": "left"}
    view.set_tool(draw)
    for number in range(30):
        draw.press(_event(view, 100 + 40 * number, 400 + number % 5 * 9))
    yield "draw with live teeth: mouse move", "", _median(_moves(view, draw, 300, 300)), ""
    yield "draw with live teeth: frame", "5 ms", _median(_frames(view, draw)), ""


def _no_store() -> Any:
    return object()


def _event(view: MapView, x: float, y: float) -> MapEvent:
    left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    return MapEvent(*view.scale.to_world(x, y), QPointF(x, y), left, left, none)


def _moves(view: MapView, tool: Tool, x: float, y: float) -> Callable[[int], None]:
    return lambda number: tool.move(_event(view, x + 5 + number, y + 10))


def _frames(view: MapView, tool: Tool) -> Callable[[int], None]:
    image = QImage(*SIZE, QImage.Format.Format_RGB32)

    def frame(_number: int) -> None:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tool.paint(painter, view.scale)
        painter.end()

    return frame


def _median(work: Callable[[int], object], times: int = 40) -> str:
    found = []
    for number in range(times):
        started = time.perf_counter()
        work(number)
        found.append((time.perf_counter() - started) * 1000)
    return f"{np.median(found):.2f} ms"
