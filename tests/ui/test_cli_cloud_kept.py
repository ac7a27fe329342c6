"""``faultgis cloud import --survey``, ``list``, ``show``, ``tidy`` as a person and a script meet them."""

from pathlib import Path
from typing import Any

import pytest

from tests.ui.command import Command
from ui import words

SAMPLES = "data/lidar/isprs"


@pytest.fixture
def faultgis(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str
) -> Command:
    made = Command(
        capsys, monkeypatch, "--home", str(tmp_path / "home"), "--database", database_url, "--quiet"
    )
    made("survey", "create", "s", "--name", "测区")
    return made


def take(faultgis: Command, file: Path, *options: str) -> Any:
    return faultgis.json("cloud", "import", str(file), "--survey", "s", "--json", *options)


def test_a_script_finds_the_keys_it_relies_on(shared: Path, tmp_path: Path, faultgis: Command) -> None:
    file = shared / SAMPLES / "samp21-utm.laz"
    told = take(faultgis, file, "--accuracy-m", "0.2", "--out", str(tmp_path / "out"))
    keys = "points bounds crs density_m2 classes dtm hillshade coverage seconds peak_mb warnings"
    assert set(keys.split()) <= set(told)
    assert (told["read"], told["created"], told["points"]) == (1, 1, 12_960)
    assert Path(told["dtm"]).is_file()
    assert sorted(p.name for p in (tmp_path / "out").glob("*dtm*")) == ["samp21-utm_dtm.tif"]
    assert "counted" not in told
    assert all(warning["message"] != warning["code"] for warning in told["warnings"])
    again = take(faultgis, file)
    assert set(keys.split()) <= set(again)
    assert (again["unchanged"], again["batch"], again["dtm"]) == (1, None, told["dtm"])
    assert (
        faultgis.json("survey", "show", "s", "--json")["counts"] | {"point_cloud": 1, "raster": 6}
        == (faultgis.json("survey", "show", "s", "--json")["counts"])
    )
    listed = faultgis.json("cloud", "list", "--survey", "s", "--json")
    assert [cloud["code"] for cloud in listed["clouds"]] == ["samp21-utm"]
    assert {raster["kind"] for raster in listed["rasters"]} >= {"dtm", "hillshade"}
    assert all(each["kept"] for each in (*listed["clouds"], *listed["rasters"]))
    shown = faultgis.json("cloud", "show", "samp21-utm", "--json")
    assert (shown["survey"], shown["accuracy_m"], shown["vertical"]) == ("s", 0.2, None)
    assert told["density_m2"] == pytest.approx(shown["density_m2"], abs=0.001), "one cloud, one density"
    assert shown["counts"]["classes"]["2"] == 10_085
    west, south, east, north = shown["bounds_deg"]
    assert 8 < west < east < 10
    assert 48 < south < north < 50


def test_a_person_reads_it_in_their_language(shared: Path, faultgis: Command) -> None:
    take(faultgis, shared / SAMPLES / "samp21-utm.laz", "--vertical", "EPSG:5737")
    for language, expected in (
        ("zh", ("测区", "高程基准", "Yellow Sea 1985 height (EPSG:5737)", "地面模型")),
        ("en", ("Height datum", "Yellow Sea 1985 height (EPSG:5737)", "Terrain model")),
    ):
        said = faultgis("--lang", language, "cloud", "list", "--survey", "s")
        said += faultgis("--lang", language, "cloud", "show", "samp21-utm", "--survey", "s")
        said += faultgis("--lang", language, "survey", "show", "s")
        for word in expected:
            assert word in said
        assert "cloud." not in said
        assert "kind." not in said
    words.use("en")


def test_an_import_is_taken_back_and_its_files_tidied_away(shared: Path, faultgis: Command) -> None:
    told = take(faultgis, shared / SAMPLES / "samp21-utm.laz")
    assert faultgis.json("cloud", "tidy", "--json")["files"] == []
    faultgis("undo-import", told["batch"])
    assert faultgis.json("cloud", "list", "--survey", "s", "--json") == {"clouds": [], "rasters": []}
    loose = faultgis.json("cloud", "tidy", "--json")
    assert (len(loose["files"]), loose["removed"]) == (7, False)
    assert faultgis.json("cloud", "tidy", "--remove", "--json")["removed"]
    assert not any(Path(file["path"]).exists() for file in loose["files"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("import", "{file}"), "cloud.no_target"),
        (("import", "{file}", "--survey", "none"), "survey.unknown"),
        (("import", "{file}", "{file}", "--survey", "s"), "cloud.same_file"),
        (("show", "none"), "cloud.unknown_code"),
    ],
)
def test_what_cannot_be_done_has_a_way_out(
    arguments: tuple[str, ...], code: str, shared: Path, faultgis: Command
) -> None:
    file = str(shared / SAMPLES / "samp21-utm.laz")
    given = [file if word == "{file}" else word for word in arguments]
    told = faultgis.json("cloud", *given, "--json", expect=2)["error"]
    assert told["code"] == code
    assert told["help"]
    assert code not in told["message"]


def test_a_local_grid_is_made_by_its_code(shared: Path, faultgis: Command) -> None:
    file = shared / "data/lidar/formats/simple.laz"
    told = take(faultgis, file, "--crs", "local:quarry", "--resolution", "10")
    assert (told["created"], told["crs"]) == (1, None)
    assert faultgis.json("survey", "show", "s", "--json")["counts"]["local_grid"] == 1
    assert "local grid" in faultgis("--lang", "en", "cloud", "show", "simple")
