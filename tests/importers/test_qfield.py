"""A QField package: its points with the photographs that they name, taken in twice without a second copy."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from faultgis.services.importing import import_file
from importers import registry


@pytest.fixture
def package(tmp_path: Path, shared: Path) -> Path:
    folder = tmp_path / "海原"
    (folder / "DCIM").mkdir(parents=True)
    photos = shared / "data/field/photos_exif"
    shutil.copyfile(photos / "DSCN0010.jpg", folder / "DCIM/D001.jpg")
    shutil.copyfile(photos / "DSCN0010.jpg", folder / "DCIM/again.jpg")
    (tmp_path / "outside.jpg").write_bytes((photos / "DSCN0021.jpg").read_bytes())
    (folder / "海原.qgz").write_bytes(b"PK\x05\x06" + bytes(18))
    names = np.array(
        ["DCIM/D001.jpg", "DCIM/again.jpg", "DCIM/gone.jpg", "../outside.jpg", None], dtype=object
    )
    codes = np.array(["D001", "D002", "D003", "D004", "D005"], dtype=object)
    places = shapely.to_wkb(shapely.points(np.arange(5) / 100 + 105, np.full(5, 36.5)))
    pyogrio.raw.write(
        folder / "观测.gpkg",
        places,
        [codes, names],
        ["编号", "照片"],
        layer="观测点",
        geometry_type="Point",
        crs="EPSG:4490",
    )
    return folder


def test_photographs_belong_to_the_points_that_name_them(package: Path, database: Any) -> None:
    survey = database.create_survey(Survey(code="T", name_zh="测试"))
    first = import_file(database, registry.read, package, survey)
    said = [(n.code, n.params["file"]) for n in first.warnings if n.code.startswith(("qfield", "photo."))]
    assert said == [
        ("photo.duplicate", "DCIM/again.jpg"),
        ("qfield.photo_missing", "DCIM/gone.jpg"),
        ("qfield.photo_missing", "../outside.jpg"),
    ]
    assert not [each for each in first.warnings if each.code == "import.columns_unknown"]
    loaded = database.load(survey.id, ["media", "observation_point"])
    (photo,) = loaded["media"]
    owner = next(p for p in loaded["observation_point"] if p.id == photo.owner_id)
    assert (owner.code, photo.owner_kind, photo.camera) == (
        "D001",
        "observation_point",
        "NIKON COOLPIX P6000",
    )
    assert Path(photo.path) == package / "DCIM/D001.jpg"
    again = import_file(database, registry.read, package, survey)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 5)
    assert len(database.load(survey.id, ["media"])["media"]) == 1


def test_a_package_is_told_as_one(package: Path, tmp_path: Path) -> None:
    info = registry.inspect(package)
    assert [layer.name for layer in info.layers] == ["观测点"]
    assert [(p.code, p.params["count"]) for p in info.problems] == [("qfield.photos", 2)]
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", package)
    (batch,) = registry.read(Path(packed), Survey(code="T"))
    assert [w.params["count"] for w in batch.warnings if w.code == "qfield.packed_photos"] == [2]
    (package / "观测.gpkg").unlink()
    with pytest.raises(InputError, match=r"file\.is_folder"):
        registry.inspect(package)
