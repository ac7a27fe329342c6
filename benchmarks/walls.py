"""A trench log of 200 features over a picture of 6000 × 3000 pixels: panning, drawing anew, its rules."""

import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QApplication

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trench import WallFeature
from faultgis.services import logging
from faultgis.services.editing import EditingSession
from faultgis.services.practice import ladik
from faultgis.walls.pictures import ControlPoint
from faultgis.walls.rules import check
from faultgis.walls.shapes import moved
from ui.jobs import Jobs
from ui.walls.window import LogWindow
from ui.workspace import Workspace

QTest: Any = _QTest
Figure = tuple[str, str, str, str]
SIZE = 6000, 3000
FEATURES = 200


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    application = QApplication.instance() or QApplication(["bench"])
    with TemporaryDirectory() as folder:
        window, workspace = opened(Path(folder))
        view = window.pane.views[0]
        view.set_scale(view.scale.zoomed(2.0, view.width() / 2, view.height() / 2))
        QTest.qWait(1500)
        frames = []
        for number in range(240):
            view.set_scale(view.scale.panned(-8.0 if number < 120 else 8.0, 1.0 if number % 2 else -1.0))
            frames.append(_timed(view.repaint))
        again = []
        for _ in range(9):
            view.redraw()
            again.append(_timed(view.repaint))
        log = window.hub.log
        assert log is not None
        rules = [_timed(lambda: check(log)) for _ in range(5)]
        note = f"{len(view.features)} features, {view.width()} × {view.height()} pixels"
        window.close()
        workspace.jobs.wait()
    assert application is not None
    return [
        ("log: a frame while panning, median", "16 ms", f"{np.median(frames):.1f} ms", note),
        ("log: a frame while panning, worst of 240", "", f"{max(frames):.1f} ms", "drawn anew in passing"),
        ("log: drawn anew, well", "", f"{np.median(again):.1f} ms", note),
        ("log: all rules", "", f"{np.median(rules):.1f} ms", f"{len(log.features)} features, two walls"),
    ]


def _timed(work: Any) -> float:
    """Milliseconds of this thread on the processor: others count as little as may be."""
    started = time.thread_time()
    work()
    return (time.thread_time() - started) * 1000


def opened(folder: Path) -> tuple[LogWindow, Workspace]:
    """The practice trench with more features on its first wall, and a picture under them."""
    survey = Survey(code="B")
    fault = Fault(survey_id=survey.id, code="F1")
    session = EditingSession(survey, {"fault": [fault]})
    session.apply(ladik(survey.id, fault.id))
    store: Any = object()
    workspace = Workspace(store, Jobs())
    workspace.open(session)
    window = LogWindow(workspace, next(iter(session.records["trench"])), lambda: None)
    window.resize(1920, 1080)
    window.show()
    wall = window.hub.walls[0]
    more = [f for f in session.records["wall_feature"].values() if isinstance(f, WallFeature)]
    lines = [f for f in more if f.wall_id == wall.id and f.kind == "contact"]
    copies = [
        WallFeature(survey_id=survey.id, wall_id=wall.id, kind="crack", shape=moved(f.shape, 0.0, 0.02 * n))
        for n in range(1, 9)
        for f in lines
    ]
    here = sum(f.wall_id == wall.id for f in more)
    workspace.apply(Edit("edit.add_record", tuple(Change(None, f) for f in copies[: FEATURES - here])))
    path = folder / "wall.png"
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(170, 140, 100))
    image.save(str(path))
    workspace.apply(_picture(window, path))
    for view in window.pane.views:
        view.look = replace(view.look, fills=0.4)
    return window, workspace


def _picture(window: LogWindow, path: Path) -> Edit:
    wall = window.hub.walls[0]
    log = window.hub.log
    assert log is not None
    made = logging.add_image(log, wall, str(path), "", SIZE)
    image: Any = made.changes[0].after
    points = [ControlPoint((u, v), (u / 500, 6 - v / 500)) for u, v in ((0, 0), (6000, 0), (0, 3000))]
    placed = logging.set_control(image, points)
    return Edit(made.name, (Change(None, placed.changes[0].after),))
