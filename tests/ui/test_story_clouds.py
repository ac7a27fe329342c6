"""Four adjoining point clouds imported through the window become one relief on the map."""

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QLineEdit

from faultgis.crs import transformer
from importers.clouds.preflight import look
from tests.ui.person import Person, SitDown, push
from ui.dialogs.import_clouds import ImportClouds
from ui.dialogs.import_file import ImportFile

TILES = ("bcts_1.laz", "bcts_2.laz", "bcts_3.laz", "bcts_4.laz")


def choose_files(person: Person, *paths: Path) -> Any:
    """Type the paths into the system's file dialog."""

    def choose(dialog: QFileDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        line.setText(" ".join(f'"{path}"' for path in paths) if len(paths) > 1 else str(paths[0]))
        person.key(Qt.Key.Key_Return, widget=line)

    return choose


@pytest.mark.slow
def test_four_tiles_become_one_relief(sit_down: SitDown, shared: Path, tmp_path: Path) -> None:
    person = sit_down()
    tiles = [shared / "data/lidar/terrain" / name for name in TILES]
    before = len(person.desktop.window.desk.layers.rasters.children)

    def pick(dialog: ImportFile) -> None:
        person.answer(QFileDialog, choose_files(person, tiles[0]))
        push(dialog, "Choose file…")
        person.wait(lambda: not dialog.isVisible())
        person.answer(ImportClouds, make)

    def make(dialog: ImportClouds) -> None:
        person.wait(lambda: len(dialog.infos) == 1)
        person.answer(QFileDialog, choose_files(person, *tiles[1:]))
        push(dialog, "Add files…")
        person.wait(lambda: len(dialog.infos) == 4)
        assert "EPSG:3005" in dialog.told.toPlainText()
        push(dialog, "Make terrain")
        person.wait(lambda: dialog.report is not None or bool(dialog.problem.text()))
        assert dialog.problem.text() == ""
        push(dialog, "Done")

    person.answer(ImportFile, pick)
    person.press("import_file")
    person.settle()
    layers = person.desktop.window.desk.layers.rasters.children
    assert len(layers) == before + 1
    west, south, east, north = layers[0].raster.bounds
    for tile in tiles:
        x0, y0, _, x1, y1, _ = look(tile).bounds
        lon, lat = transformer("EPSG:3005").transform((x0 + x1) / 2, (y0 + y1) / 2)
        assert west < lon < east
        assert south < lat < north
    assert max(east - west, north - south) < 0.01
    assert len(list((tmp_path / "home" / "archive").rglob("*.laz"))) == 4
