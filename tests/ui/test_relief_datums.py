"""Every layer says its datums; heights over different datums are told apart."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from faultgis.terrain.grid import Frame, Grid
from importers.products.rasters import write_cog
from importers.rasters.geotiff import open_raster
from ui import words
from ui.app import Desktop
from ui.panels.relief_reader import ReliefReader

LEVELLED, ELLIPSOIDAL, NOT_STATED = "EPSG:5737", "ellipsoidal", ""


def relief(folder: Path, name: str, datum: str, crs: str = "EPSG:4547") -> Path:
    """A level square of 100 m near 114°E 30°N."""
    frame = Frame(1.0, 500_000, 3_320_000, 100, 100)
    grid = Grid(frame, np.full((100, 100), 50.0, np.float32), crs, datum)
    return write_cog(folder / f"{name}.tif", grid)


@pytest.mark.parametrize("datum", [LEVELLED, ELLIPSOIDAL, NOT_STATED])
def test_a_raster_states_its_height_datum(datum: str, tmp_path: Path) -> None:
    assert open_raster(relief(tmp_path, "a", datum)).vertical == datum


def test_a_compound_system_states_it_too(tmp_path: Path) -> None:
    assert open_raster(relief(tmp_path, "a", "", "EPSG:4547+5737")).vertical == LEVELLED


def test_the_layers_panel_says_both_datums(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> None:
    panel, layers = desktop.window.layers, desktop.window.desk.layers
    for name, datum, said in (
        ("a", LEVELLED, "Yellow Sea 1985 height (EPSG:5737)"),
        ("b", ELLIPSOIDAL, "ellipsoidal heights"),
        ("c", NOT_STATED, "datum not stated"),
    ):
        node = layers.add_raster(relief(tmp_path, name, datum))
        panel.tree.setCurrentIndex(layers.index_of(node))
        assert "CGCS2000 / 3-degree Gauss-Kruger CM 114E (EPSG:4547)" in panel.datums.text()
        assert said in panel.datums.text()
    panel.tree.setCurrentIndex(layers.index_of(layers.node("traces")))
    assert panel.datums.isHidden()


def test_heights_over_another_datum_are_told_apart_once(
    qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    words.use("en")
    told: list[str] = []
    desktop.workspace.told.connect(lambda text, _level: told.append(text))
    layers = desktop.window.desk.layers
    took: list[str] = []
    reader = ReliefReader(desktop.workspace, layers)

    def ask() -> None:
        before = len(took)
        reader.ask("", lambda _raster, _progress: 1.0, lambda name, _answer: took.append(name))
        qtbot.waitUntil(lambda: len(took) > before)

    for name in ("a", "b"):
        layers.add_raster(relief(tmp_path, name, LEVELLED))
    ask()
    assert told == []
    other: Any = layers.add_raster(relief(tmp_path, "gnss", ELLIPSOIDAL))
    for _ in range(2):
        ask()
    (said,) = told
    assert "gnss (ellipsoidal heights)" in said
    assert "Yellow Sea 1985" in said
    layers.show(other, False)
    ask()
    assert len(told) == 1
