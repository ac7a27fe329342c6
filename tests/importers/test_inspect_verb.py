"""``faultgis inspect`` as a person and as a script meet it."""

import json
from pathlib import Path

import pytest

from ui import words
from ui.cli.main import answer


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    words.use("en")
    code = answer(["inspect", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_a_script_finds_the_keys_it_relies_on(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = shared / "data/faults/china/CN-faults_north36_utf8.gmt"
    code, out, _ = ask(capsys, str(file), "--json")
    told = json.loads(out)
    assert code == 0
    assert told["reader"] == "GMT"
    (layer,) = told["layers"]
    assert {"name", "features", "geometry", "crs", "encoding", "fields", "extent"} <= set(layer)
    assert (layer["features"], layer["crs"], layer["encoding"]) == (872, None, "UTF-8")
    assert layer["extent"] == pytest.approx([73.654663623, 35.28179269, 134.166511845, 51.455713721])
    assert "crs.missing" in [problem["code"] for problem in told["problems"]]
    assert all(problem["message"] != problem["code"] for problem in told["problems"])


def test_a_person_reads_a_table_in_their_language(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(shared / "data/encodings/cn_north_gbk.shp")
    code, out, err = ask(capsys, file)
    assert (code, err) == (0, "")
    assert "Coordinate system" in out
    assert "valid for 801 of 801 texts" in out
    words.use("zh")
    assert answer(["inspect", file]) == 0
    assert "由 .cpg 声明；801 条非 ASCII 文字中 801 条有效" in capsys.readouterr().out


@pytest.mark.parametrize("as_json", [True, False])
def test_bad_input_is_exit_code_2(shared: Path, as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(shared / "data/lidar/dem/TM1_564_146.tif")
    code, out, err = ask(capsys, file, *(["--json"] if as_json else []))
    assert code == 2
    if as_json:
        assert json.loads(out)["error"]["code"] == "file.is_raster"
        assert json.loads(out)["error"]["help"]
    else:
        assert "raster" in err


def test_of_several_files_each_is_answered(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = shared / "data/faults/africa_malawi/MAFD.gpkg", shared / "data/no.shp"
    code, out, _ = ask(capsys, str(good), str(bad), str(good), "--json")
    told = json.loads(out)["files"]
    assert code == 2
    assert [value.get("reader") for value in told] == ["GeoPackage", None, "GeoPackage"]
    assert told[1]["error"]["code"] == "file.missing"
