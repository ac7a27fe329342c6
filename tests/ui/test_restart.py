"""What a restart and a change of language leave as it was; what is shown while something is being opened."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from faultgis.progress import Progress
from faultgis.services.editing import EditingSession
from faultgis.settings import Settings
from tests.ui.conftest import leave
from tests.ui.memory import MemoryProgram, MemoryStore
from ui import theme, words
from ui.app import Desktop, Options
from ui.program import Program

RELIEF = resources.path("demo/practice_lidar_1m.tif")


@contextmanager
def desktop_at(qtbot: QtBot, app: QApplication, home: Path, store: MemoryStore) -> Iterator[Desktop]:
    """A desktop on this home folder, closed at the end as a person closes it."""
    Settings(home).set("tour_seen", True)
    opened = Desktop(app, Options(None, home, "", ""), lambda _url, _p: MemoryProgram(store, home=home))
    qtbot.addWidget(opened.window, before_close_func=leave)
    opened.start()
    qtbot.waitUntil(lambda: opened.workspace.session is not None and not opened.jobs.running)
    yield opened
    opened.window.close()
    opened.jobs.wait()


def rasters(desktop: Desktop) -> list[str]:
    return [node.title for node in desktop.window.desk.layers.rasters.children]


def test_a_restart_takes_everything_up_again(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, store: MemoryStore
) -> None:
    with desktop_at(qtbot, qapp, tmp_path, store) as first:
        window = first.window
        window.actions_.run("language_en")
        window.actions_.run("theme_dark")
        window.actions_.run("snap")
        view, layers = window.desk.view, window.desk.layers
        view.set_scale(view.scale.zoomed(3.0, 40, 60))
        place = view.scale
        layers.show(layers.node("graticule"), True)
        layers.set_opacity(layers.node("traces"), 0.5)
        node = layers.add_raster(RELIEF)
        layers.relight(node, azimuth=90.0, exaggeration=2.0)
        layers.set_opacity(node, 0.25)
        window.dock("history").close()
    with desktop_at(qtbot, qapp, tmp_path, store) as second:
        window = second.window
        assert words.language() == "en"
        assert theme.is_dark()
        assert not window.actions_.qt["snap"].isChecked()
        scale = window.desk.view.scale
        assert (scale.longitude, scale.latitude) == pytest.approx((place.longitude, place.latitude))
        assert scale.metres_per_pixel == pytest.approx(place.metres_per_pixel)
        layers = window.desk.layers
        assert layers.node("graticule").visible
        assert layers.node("traces").opacity == 0.5
        (node,) = layers.rasters.children
        assert (node.raster.light.azimuth, node.raster.light.exaggeration) == (90.0, 2.0)
        assert node.opacity == 0.25
        assert window.dock("history").isHidden()
        window.actions_.run("theme_light")


def test_a_raster_that_is_gone_is_told_of_and_left_out(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, store: MemoryStore
) -> None:
    copy = tmp_path / "relief.tif"
    copy.write_bytes(RELIEF.read_bytes())
    with desktop_at(qtbot, qapp, tmp_path, store) as first:
        first.window.desk.layers.add_raster(copy)
    copy.unlink()
    with desktop_at(qtbot, qapp, tmp_path, store) as second:
        assert rasters(second) == []
        assert [m.text for m in second.window.desk.messages.shown if "relief.tif" in m.text]


def test_another_language_leaves_rasters_light_and_selection(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    node = window.desk.layers.add_raster(RELIEF)
    window.desk.layers.relight(node, azimuth=45.0, altitude=30.0)
    window.layers.tree.setCurrentIndex(window.desk.layers.index_of(node))
    desktop.workspace.select([("trace", next(iter(desktop.workspace.session.records["trace"])))])  # type: ignore[union-attr]
    place, selection = window.desk.view.scale, desktop.workspace.selection
    for language in ("zh", "en"):
        window.actions_.run(f"language_{language}")
        assert window.desk.layers.rasters.children == [node]
        assert (node.raster.light.azimuth, node.raster.light.altitude) == (45.0, 30.0)
        assert window.layers.relief.azimuth.slider.value() == 45
        assert window.layers.current is node
        assert (window.desk.view.scale, desktop.workspace.selection) == (place, selection)


class SlowProgram(MemoryProgram):
    """A program whose survey takes until it is let go."""

    def __init__(self, store: MemoryStore, home: Path) -> None:
        super().__init__(store, home=home)
        self.go = threading.Event()

    def open_session(self, code: str, progress: Progress | None = None) -> EditingSession:
        assert progress is not None
        progress.report("database.loading", 1, 4)
        while not self.go.wait(0.02):
            progress.check()
        return super().open_session(code)


@pytest.fixture
def slow(qtbot: QtBot, qapp: QApplication, tmp_path: Path, store: MemoryStore) -> Iterator[Desktop]:
    Settings(tmp_path).set("tour_seen", True)
    program = SlowProgram(store, tmp_path)

    def open_it(_url: str | None, progress: Progress) -> Program:
        progress.report("cluster.creating")
        progress.report("cluster.starting")
        return program

    opened = Desktop(qapp, Options(None, tmp_path, "en", ""), open_it)
    opened.window.commands.parts.program = program
    qtbot.addWidget(opened.window, before_close_func=leave)
    opened.start()
    yield opened
    program.go.set()
    opened.jobs.wait()


def test_what_is_being_opened_stands_over_the_map_step_by_step(qtbot: QtBot, slow: Desktop) -> None:
    cover = slow.window.desk.cover
    qtbot.waitUntil(cover.isVisible)
    assert cover.title.text() == "Opening the survey"
    qtbot.waitUntil(lambda: cover.now.text() == "Reading… 1 / 4")
    assert (cover.bar.value(), cover.bar.maximum()) == (1, 4)
    assert "✓ Starting the private database" in cover.done.text()
    assert cover.first.isVisible()
    slow.window.actions_.run("language_zh")
    assert cover.now.text() == "正在读取… 1 / 4"
    program = slow.window.commands.parts.program
    assert isinstance(program, SlowProgram)
    program.go.set()
    qtbot.waitUntil(lambda: slow.workspace.session is not None and cover.isHidden())


def test_opening_a_survey_can_be_cancelled(qtbot: QtBot, slow: Desktop) -> None:
    cover = slow.window.desk.cover
    qtbot.waitUntil(cover.isVisible)
    cover.cancel.click()
    qtbot.waitUntil(cover.isHidden)
    assert slow.workspace.session is None
    assert slow.window.desk.messages.shown == []
