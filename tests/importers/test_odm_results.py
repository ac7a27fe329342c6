"""Folders of OpenDroneMap's results, recognised as one thing (``odm_folder`` says what they are made of)."""

import shutil
from pathlib import Path

import pytest

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from importers import registry
from importers.clouds.preflight import look
from importers.odm import recognise
from tests.importers.odm_folder import CELL_M, NORTH, WEST, results


@pytest.fixture
def folder(tmp_path: Path, shared: Path) -> Path:
    return results(tmp_path, shared)


def test_all_that_is_there_is_listed_as_one_thing(folder: Path) -> None:
    info = registry.inspect(folder)
    assert (info.reader, info.kind, info.problems) == ("OpenDroneMap", "results", ())
    found = {layer.name: layer for layer in info.layers}
    assert list(found) == [
        "odm_orthophoto/odm_orthophoto.tif",
        "odm_dem/dsm.tif",
        "odm_dem/dtm.tif",
        "odm_georeferencing/odm_georeferenced_model.laz",
        "images",
    ]
    ortho = found["odm_orthophoto/odm_orthophoto.tif"]
    assert (ortho.geometry, ortho.crs) == ("Raster 324×243×3", "EPSG:32617")
    assert ortho.extent == (WEST, NORTH - 243 * CELL_M, WEST + 324 * CELL_M, NORTH)
    assert found["odm_dem/dtm.tif"].fields == ("elevation",)
    cloud = found["odm_georeferencing/odm_georeferenced_model.laz"]
    assert cloud.features == look(folder / cloud.name).count > 0
    assert (found["images"].features, found["images"].geometry) == (3, "Point")


def test_the_photographs_come_in_and_the_rest_is_named(folder: Path) -> None:
    (batch,) = registry.read(folder, Survey(code="T"))
    assert (batch.kind, batch.read, len(batch.records)) == ("photos", 3, 3)
    (left,) = [w for w in batch.warnings if w.code == "odm.left"]
    assert left.params == {"names": "orthophoto, dsm, dtm, cloud"}


def test_a_broken_part_hides_none_of_the_others(folder: Path) -> None:
    (folder / "odm_dem/dsm.tif").write_bytes(b"II*\x00broken")
    (folder / "odm_georeferencing/odm_georeferenced_model.laz").write_bytes(b"LASF")
    shutil.rmtree(folder / "images")
    info = registry.inspect(folder)
    assert [layer.name for layer in info.layers] == ["odm_orthophoto/odm_orthophoto.tif", "odm_dem/dtm.tif"]
    named = {(p.layer or p.params.get("name")): p.code for p in info.problems}
    assert named["odm_dem/dsm.tif"] == "raster.unreadable"
    assert named["odm_georeferencing/odm_georeferenced_model.laz"].startswith("cloud.")
    assert named["photos"] == "odm.missing"
    with pytest.raises(InputError, match=r"odm\.no_photos"):
        registry.read(folder, Survey(code="T"))


def test_other_folders_are_none(tmp_path: Path, shared: Path) -> None:
    (tmp_path / "odm_report").mkdir()
    assert recognise(tmp_path) is None
    assert recognise(shared / "data/field/uav_seneca") is None
    assert recognise(tmp_path / "nowhere") is None
