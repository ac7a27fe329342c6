"""Photographs and OpenDroneMap's results on the command line."""

import json
import shutil
from pathlib import Path

import pytest

from tests.importers.odm_folder import results
from tests.ui.command import Command

KEYS = {"read", "created", "updated", "unchanged", "rejected", "warnings", "kind", "mapping", "batch"}


@pytest.fixture
def faultgis(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str
) -> Command:
    command = Command(capsys, monkeypatch, "--database", database_url, "--quiet", "--lang", "en")
    command("survey", "create", "T", "--name", "测试")
    return command


@pytest.fixture
def folder(tmp_path: Path, shared: Path) -> Path:
    made = tmp_path / "flight"
    shutil.copytree(shared / "data/field/uav_seneca", made)
    made.chmod(0o755)
    (made / "IMG_2041.HEIC").write_bytes(b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic")
    return made


def test_a_folder_of_photographs_tried_imported_and_taken_back(faultgis: Command, folder: Path) -> None:
    command = ("import", str(folder), "--survey", "T", "--as", "photos", "--json")
    dry = faultgis.json(*command, "--dry-run", expect=3)
    assert set(dry) >= KEYS
    assert (dry["kind"], dry["read"], dry["created"], dry["batch"]) == ("photos", 4, 3, None)
    (refused,) = dry["rejected"]
    assert (refused["row"], refused["code"]) == (4, "photo.other_format")
    assert refused["message"].startswith("IMG_2041.HEIC is a HEIC file")
    report = faultgis.json(*command, expect=3)
    assert faultgis.json("survey", "show", "T", "--json")["counts"]["media"] == 3
    faultgis.json("undo-import", report["batch"], "--json")
    assert faultgis.json("survey", "show", "T", "--json")["counts"]["media"] == 0


def test_a_photograph_and_a_folder_of_results_are_inspected(
    faultgis: Command, shared: Path, tmp_path: Path
) -> None:
    photo = faultgis.json("inspect", str(shared / "data/field/uav_seneca/IMG_0446.jpg"), "--json")
    assert photo["reader"] == "JPEG + EXIF/XMP"
    assert photo["layers"][0]["extent"][:2] == pytest.approx([-83.3057253, 41.0346708])
    found = faultgis.json("inspect", str(results(tmp_path, shared)), "--json")
    assert (found["reader"], found["problems"]) == ("OpenDroneMap", [])
    assert [(layer["name"], layer["features"]) for layer in found["layers"]][-1] == ("images", 3)
    assert json.dumps(found)


def test_results_come_in_as_photographs_and_say_what_is_left(
    faultgis: Command, shared: Path, tmp_path: Path
) -> None:
    report = faultgis.json("import", str(results(tmp_path, shared)), "--survey", "T", "--json")
    assert (report["kind"], report["created"], report["rejected"]) == ("photos", 3, [])
    (left,) = report["warnings"]
    assert "orthophoto, dsm, dtm, cloud" in left["message"]
    assert "cloud import" in left["message"]
