"""Clouds in the whole desktop: added by its command, asked about, there again after a restart, closed in
mid-reading."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from faultgis.geometry.local import LocalFrame
from faultgis.records.files import LocalGrid
from faultgis.services.frames import LocalMap
from importers.clouds.leftovers import sweep
from importers.clouds.preflight import look
from importers.clouds.windows import FOLDER
from tests.ui.memory import MemoryStore
from tests.ui.test_cloud_layer import scarp
from tests.ui.test_restart import desktop_at
from ui import words
from ui.app import Desktop
from ui.dialogs.cloud_system import CloudSystem
from ui.layers.cloud import CLASS

GK18 = "EPSG:4507"


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """The file that the system's file dialog will answer with."""

    def choose(path: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: ([str(path)], ""))

    return choose


def nodes(desktop: Desktop) -> list[str]:
    return [node.title for node in desktop.window.desk.layers.rasters.children]


def quiet(qtbot: QtBot, desktop: Desktop) -> None:
    qtbot.waitUntil(lambda: not desktop.jobs.running, timeout=40_000)


def test_a_cloud_is_there_again_after_a_restart(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    store: MemoryStore,
    chosen: Callable[[Path], None],
    shared: Path,
) -> None:
    """With the system that the user named, its colours and its opacity."""
    chosen(shared / "data/lidar/terrain/points_rgb.laz")
    asked: list[str] = []

    def answer() -> None:
        dialog = qapp.activeModalWidget()
        if not isinstance(dialog, CloudSystem):
            QTimer.singleShot(50, answer)
            return
        dialog.accept()
        asked.append(dialog.problem.text())
        dialog.choice.choose(GK18)
        dialog.accept()

    with desktop_at(qtbot, qapp, tmp_path / "home", store) as first:
        words.use("en")
        QTimer.singleShot(50, answer)
        first.window.actions_.run("add_cloud")
        qtbot.waitUntil(lambda: nodes(first) == ["points_rgb"], timeout=20_000)
        quiet(qtbot, first)
        assert asked == ["Choose the coordinate system first."]
        layers = first.window.desk.layers
        (node,) = layers.rasters.children
        west, south, east, north = node.raster.bounds
        shown = first.window.desk.view.scale.bounds
        assert shown[0] < west < east < shown[2]
        assert shown[1] < south < north < shown[3]
        layers.relight(node, colour=CLASS, size=5)
        layers.set_opacity(node, 0.5)
    with desktop_at(qtbot, qapp, tmp_path / "home", store) as second:
        quiet(qtbot, second)
        assert nodes(second) == ["points_rgb"]
        (node,) = second.window.desk.layers.rasters.children
        light = node.raster.light
        assert (light.colour, light.size, light.crs) == (CLASS, 5, GK18)
        assert node.opacity == 0.5
        assert node.raster.windows.finished


def test_a_cloud_that_is_gone_is_told_of(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, store: MemoryStore, chosen: Callable[[Path], None]
) -> None:
    path = scarp(tmp_path / "scarp.laz", 30_000)
    chosen(path)
    with desktop_at(qtbot, qapp, tmp_path / "home", store) as first:
        first.window.actions_.run("add_cloud")
        qtbot.waitUntil(lambda: nodes(first) == ["scarp"], timeout=20_000)
        quiet(qtbot, first)
    path.rename(tmp_path / "elsewhere.laz")
    with desktop_at(qtbot, qapp, tmp_path / "home", store) as second:
        quiet(qtbot, second)
        assert nodes(second) == []
        assert [m.text for m in second.window.desk.messages.shown if "scarp.laz" in m.text]


def test_without_a_system_it_lies_in_the_local_grid_that_is_shown(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    store: MemoryStore,
    chosen: Callable[[Path], None],
    shared: Path,
) -> None:
    """And one that names its system takes the map back to the earth."""
    with desktop_at(qtbot, qapp, tmp_path / "home", store) as desktop:
        session = desktop.workspace.session
        assert session is not None
        path = shared / "data/lidar/terrain/points_rgb.laz"
        frame = LocalFrame.around(look(path).bounds[:2] + look(path).bounds[3:5])
        grid = LocalGrid(survey_id=session.survey.id, code="G1")
        desktop.window.desk.layers.show_place(str(grid.id))
        desktop.workspace.show_local(LocalMap(grid, frame))
        chosen(path)
        desktop.window.actions_.run("add_cloud")
        qtbot.waitUntil(lambda: nodes(desktop) == ["points_rgb"], timeout=20_000)
        quiet(qtbot, desktop)
        (node,) = desktop.window.desk.layers.rasters.children
        west, south, east, north = node.raster.bounds
        assert west < 0 < east
        assert south < 0 < north
        chosen(scarp(tmp_path / "scarp.laz", 30_000))
        desktop.window.actions_.run("add_cloud")
        qtbot.waitUntil(lambda: "scarp" in nodes(desktop), timeout=20_000)
        quiet(qtbot, desktop)
        assert desktop.workspace.local is None
        assert nodes(desktop) == ["scarp"]


def test_closing_while_a_cloud_is_read(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    store: MemoryStore,
    chosen: Callable[[Path], None],
    shared: Path,
) -> None:
    chosen(shared / "data/lidar/terrain/bcts_3.laz")
    with desktop_at(qtbot, qapp, tmp_path / "home", store) as first:
        first.window.actions_.run("add_cloud")
        qtbot.waitUntil(lambda: nodes(first) == ["bcts_3"], timeout=20_000)
        for job in first.jobs.running:
            job.progress.cancel()
    kept = list((tmp_path / "home" / FOLDER).iterdir())
    assert [path for path in kept if path.is_dir()] == []


def drop(target: QWidget, files: list[Path]) -> None:
    """What a file manager sends when the files are let go of."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, left, none))


def test_clouds_dropped_on_the_map(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, store: MemoryStore, shared: Path
) -> None:
    """What has other files with it is not the map's to take: the window imports it."""
    with desktop_at(qtbot, qapp, tmp_path / "home", store) as desktop:
        view = desktop.window.desk.view
        imported: list[list[Path]] = []
        desktop.window.commands.dropping._take = imported.append
        cloud, other = scarp(tmp_path / "scarp.laz", 30_000), tmp_path / "faults.gpkg"
        drop(view, [cloud, shared / "data/lidar/terrain/Megaplot.laz"])
        qtbot.waitUntil(lambda: set(nodes(desktop)) == {"scarp", "Megaplot"}, timeout=20_000)
        quiet(qtbot, desktop)
        assert imported == []
        drop(view, [cloud, other])
        qtbot.waitUntil(lambda: imported == [[cloud, other]], timeout=5_000)
        assert len(nodes(desktop)) == 2


def test_what_a_killed_reading_left_goes_at_the_next_start(tmp_path: Path) -> None:
    left = tmp_path / FOLDER / "index-77-abc"
    left.mkdir(parents=True)
    (left / "owner").write_text("locked")
    (left / "run-000000.points").write_bytes(bytes(1000))
    assert sweep(tmp_path) == 1
    assert not left.exists()
