"""Four adjoining point clouds imported through the window become one relief on the map."""

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel

from faultgis.crs import transformer
from importers.clouds.preflight import look
from tests.ui.person import Person, QTest, SitDown, push
from tests.ui.terrain_hand import TILES, make_terrain, rasters
from ui.dialogs.import_clouds import ImportClouds
from ui.dialogs.imports import Imports


@pytest.mark.slow
def test_four_tiles_become_one_relief(sit_down: SitDown, shared: Path, tmp_path: Path) -> None:
    person = sit_down(language="en")
    tiles = [shared / "data/lidar/terrain" / name for name in TILES]
    before = rasters(person)

    def told(dialog: ImportClouds) -> None:
        assert "EPSG:3005" in dialog.told.toPlainText()

    said = make_terrain(person, tiles, told)
    assert "4 created" in said
    assert "CGVD28 height (EPSG:5713)" in said
    person.wait(lambda: len(rasters(person)) == len(before) + 1)
    person.settle()
    assert rasters(person) == ["bcts_1_dtm_1m", *before]
    west, south, east, north = person.window.desk.layers.rasters.children[0].raster.bounds
    for tile in tiles:
        x0, y0, _, x1, y1, _ = look(tile).bounds
        lon, lat = transformer("EPSG:3005").transform((x0 + x1) / 2, (y0 + y1) / 2)
        assert west < lon < east
        assert south < lat < north
    assert max(east - west, north - south) < 0.01
    assert len(list((tmp_path / "home" / "archive").rglob("*.laz"))) == 4
    assert_recorded(person)
    person.leave()
    again = sit_down(language="en")
    assert_there_again(again, before)
    assert_missing(sit_down(language="en", home="elsewhere"), before)
    assert_taken_back(again, before)


def assert_recorded(person: Person) -> None:
    """The survey holds the clouds and rasters: in the tree, on the map, with their datums in words."""
    records = person.session.records
    assert (len(records["point_cloud"]), len(records["raster"])) == (4, 6)
    footprints = person.view.scene.footprints
    assert len(footprints.within(person.view.scale.bounds)) == 4
    tree = person.window.survey.model
    for kind in ("point_cloud", "raster"):
        for key in records[kind]:
            assert tree.index_of((kind, key)).isValid()
    (hillshade,) = [r for r in records["raster"].values() if r.kind == "hillshade"]  # type: ignore[union-attr]
    person.workspace.select([("raster", hillshade.id)])
    card = person.window.record.kept
    assert card.isVisible()
    said = " ".join(label.text() for label in card.findChildren(QLabel))
    for expected in ("NAD83 / BC Albers (EPSG:3005)", "CGVD28 height (EPSG:5713)", "bcts_4.laz"):
        assert expected in said
    QTest.mouseClick(card.show_layer, Qt.MouseButton.LeftButton)
    person.wait(lambda: rasters(person)[0] == "bcts_1_hillshade_1m")
    layers = person.window.layers
    layers.tree.setCurrentIndex(layers.tree.model().index(0, 0, _rasters_index(person)))  # type: ignore[union-attr]
    assert "CGVD28 height (EPSG:5713)" in layers.datums.text()


def _rasters_index(person: Person) -> Any:
    layers = person.window.desk.layers
    return layers.index_of(layers.rasters)


def assert_there_again(person: Person, before: list[str]) -> None:
    """After a restart the layers stand as they stood."""
    person.wait(lambda: len(rasters(person)) == len(before) + 2)
    assert rasters(person) == ["bcts_1_hillshade_1m", "bcts_1_dtm_1m", *before]
    assert len(person.view.scene.footprints.ids) == 4


def assert_taken_back(person: Person, before: list[str]) -> None:
    """With the import its records, footprints and layers go."""

    def take_back(dialog: Imports) -> None:
        person.wait(lambda: dialog.chosen is not None and dialog.chosen.kind == "clouds")
        push(dialog, "Take this import back")
        person.wait(lambda: dialog.undone)
        dialog.reject()

    person.answer(Imports, take_back)
    person.window.actions_.run("imports")
    person.wait(lambda: rasters(person) == before)
    assert person.session.records["point_cloud"] == {}
    person.settle()
    assert person.view.scene.footprints.ids == []


def assert_missing(person: Person, before: list[str]) -> None:
    """At another computer the records and footprints are there, and it is said that the files are not."""
    person.settle()
    assert rasters(person) == before
    assert len(person.view.scene.footprints.ids) == 4
    (said,) = [text for text, _ in person.told if "not on this computer" in text]
    assert "bcts_1_density_1m" in said
    (dtm,) = [r for r in person.session.records["raster"].values() if r.kind == "dtm"]  # type: ignore[union-attr]
    person.workspace.select([("raster", dtm.id)])
    assert person.window.record.kept.missing.isVisible()
    assert not person.window.record.kept.show_layer.isEnabled()
