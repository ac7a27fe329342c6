"""Reliefs as layers of the map: the kind chosen in the panel shows at once, with its legend, and is kept."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from tests.ui.memory import MemoryStore
from tests.ui.test_restart import desktop_at
from ui.app import Desktop
from ui.canvas.rendering import NAMES, RASTER
from ui.layers.raster import RasterLayer
from ui.panels.relief_look import KINDS
from ui.remembered import Remembered

# PyQt6's stubs give its static methods a self.
QTest: Any = _QTest
RELIEF = resources.path("demo/practice_lidar_1m.tif")
# A folder for pictures to look at; none unless it is named.
ALBUM = os.environ.get("FAULTGIS_TEST_ALBUM", "")


def drawn(qtbot: QtBot, desktop: Desktop) -> NDArray[np.uint8]:
    """The raster image of the map once it has come to rest."""
    view = desktop.window.desk.view
    qtbot.waitUntil(lambda: not view.rendering.busy and not view._settle.isActive(), timeout=30_000)
    pixels = view.rendering.slots[RASTER].pixels
    assert pixels is not None
    return pixels.copy()


def on_relief(qtbot: QtBot, desktop: Desktop, metres_per_pixel: float = 1.3) -> RasterLayer:
    """The relief on the map, chosen in the panel, at a scale."""
    window = desktop.window
    node = window.desk.layers.add_raster(RELIEF)
    window.desk.view.zoom_to(node.raster.bounds)
    scale = window.desk.view.scale
    window.desk.view.set_scale(
        scale.zoomed(scale.metres_per_pixel / metres_per_pixel, scale.width / 2, scale.height / 2)
    )
    window.layers.tree.setCurrentIndex(window.desk.layers.index_of(node))
    drawn(qtbot, desktop)
    assert isinstance(node.raster, RasterLayer)
    return node.raster


def choose(desktop: Desktop, kind: str) -> None:
    """Choose a kind by keys, as a person does."""
    box = desktop.window.layers.relief.kind
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.findData(kind)):
        QTest.keyClick(box, Qt.Key.Key_Down)


def keep(desktop: Desktop, name: str) -> None:
    if ALBUM:
        QTest.qWait(100)
        desktop.window.grab().save(f"{ALBUM}/{name}.png")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_kind_shows_at_once_with_its_legend(qtbot: QtBot, desktop: Desktop, language: str) -> None:
    window = desktop.window
    window.actions_.run(f"language_{language}")
    window.resize(1366, 768)
    window.show()
    layer = on_relief(qtbot, desktop)
    seen: dict[str, bytes] = {}
    for kind, _ in KINDS:
        if layer.light.kind != kind:
            choose(desktop, kind)
        seen[kind] = drawn(qtbot, desktop).tobytes()
        qtbot.waitUntil(lambda: layer.stretch is not None)
        legend = window.layers.relief.legend
        assert legend.isVisibleTo(window) == bool(layer.stretch and layer.stretch.ramp), kind
        keep(desktop, f"{kind}_{language}")
    assert len(set(seen.values())) == len(KINDS)
    assert layer.light.kind == KINDS[-1][0]


def test_the_legend_says_what_the_window_shows(qtbot: QtBot, desktop: Desktop) -> None:
    layer = on_relief(qtbot, desktop)
    relief = desktop.window.layers.relief
    choose(desktop, "slope")
    drawn(qtbot, desktop)
    low, middle, high = (float(text.rstrip("°")) for text in relief.legend.values())
    assert low == 0 < middle < high < 90
    choose(desktop, "aspect")
    drawn(qtbot, desktop)
    assert relief.legend.values() == ("N", "E", "S", "W", "N")
    choose(desktop, "openness")
    drawn(qtbot, desktop)
    assert relief.looks.isVisibleTo(desktop.window)
    assert layer.stretch is not None
    assert f"{layer.stretch.radius:.0f} m" in relief.looks.text()
    relief.radius.slider.setValue(60)
    qtbot.waitUntil(lambda: layer.light.radius == 60)
    drawn(qtbot, desktop)
    assert "60 m" in relief.looks.text()


def test_contour_lines_come_with_their_heights(qtbot: QtBot, desktop: Desktop) -> None:
    layer = on_relief(qtbot, desktop)
    relief, view = desktop.window.layers.relief, desktop.window.desk.view
    desktop.window.resize(1366, 768)
    desktop.window.show()
    drawn(qtbot, desktop)
    plain = drawn(qtbot, desktop)
    relief.interval.setValue(2.0)
    box = relief.lines
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert layer.light.contours == 2.0
    lined = drawn(qtbot, desktop)
    changed = (lined != plain).any(axis=-1).mean()
    assert 0.01 < changed < 0.5
    qtbot.waitUntil(lambda: bool(layer.heights) and not view.rendering.busy)
    assert {float(one.text) % 10 for one in layer.heights} == {0.0}, "index contours only"
    assert not view.scene.contours_changed()
    names = view.rendering.slots[NAMES].image
    assert names is not None
    keep(desktop, "contours")
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert (drawn(qtbot, desktop) == plain).all()
    assert layer.heights == ()


def test_contour_lines_go_over_an_orthophoto_above_their_relief(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    on_relief(qtbot, desktop)
    layers = desktop.window.desk.layers
    with rasterio.open(RELIEF) as source:
        profile = {**source.profile, "dtype": "uint8", "count": 3, "nodata": None}
    with rasterio.open(tmp_path / "ortho.tif", "w", **profile) as target:
        target.write(np.full((3, 1000, 1000), 200, dtype=np.uint8))
    photo = layers.add_raster(tmp_path / "ortho.tif")
    assert photo.raster.raster.kind == "image"
    plain = drawn(qtbot, desktop)
    assert np.unique(plain[..., 0][plain[..., 3] == 255]).tolist() == [200]
    layers.relight(layers.rasters.children[1], contours=2.0)
    lined = drawn(qtbot, desktop)
    assert (lined != plain).any(axis=-1).mean() > 0.005


def test_the_kind_is_kept_with_the_survey(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, store: MemoryStore
) -> None:
    with desktop_at(qtbot, qapp, tmp_path, store) as first:
        layer = on_relief(qtbot, first)
        choose(first, "openness")
        first.window.desk.layers.relight(
            first.window.desk.layers.rasters.children[0], radius=25.0, contours=5.0
        )
        assert layer.light.kind == "openness"
    with desktop_at(qtbot, qapp, tmp_path, store) as second:
        (node,) = second.window.desk.layers.rasters.children
        light = node.raster.light
        assert (light.kind, light.radius, light.contours) == ("openness", 25.0, 5.0)


def test_while_panning_the_surroundings_are_stretched_like_the_view(qtbot: QtBot, desktop: Desktop) -> None:
    layer = on_relief(qtbot, desktop)
    choose(desktop, "svf")
    drawn(qtbot, desktop)
    view = desktop.window.desk.view
    before = layer.stretch
    assert before is not None
    qtbot.waitUntil(lambda: view.rendering.beyond.pixels is not None and view.rendering.beyond.target is None)
    assert layer.stretch == before
    beyond, near = view.rendering.beyond.pixels, view.rendering.slots[RASTER].pixels
    assert beyond is not None
    assert near is not None
    rows, columns = beyond.shape[0] // 3, beyond.shape[1] // 3
    middle = beyond[rows : 2 * rows, columns : 2 * columns, :3].mean()
    assert middle == pytest.approx(near[..., :3].mean(), abs=25)


def test_what_an_earlier_desktop_kept_is_taken_up_and_nonsense_is_not(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, store: MemoryStore
) -> None:
    with desktop_at(qtbot, qapp, tmp_path, store) as first:
        layers, remembered = first.window.desk.layers, Remembered(first.window.state)
        node = layers.add_raster(RELIEF)
        light = {"all_round": True, "azimuth": 45, "altitude": "high", "contours": None, "kind": 7}
        looks = [{"path": str(RELIEF), "own": True, "visible": True, "opacity": 1.0, "light": light}]
        first.window.state.keep("rasters/X", json.dumps(looks))
        remembered.show_raster("X", layers, node)
        kept = node.raster.light
        assert (kept.kind, kept.azimuth, kept.altitude, kept.contours) == ("multihillshade", 45, 45.0, 0.0)
