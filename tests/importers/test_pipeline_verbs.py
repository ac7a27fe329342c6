"""``faultgis cloud import`` and ``cloud ground`` as a person and as a script meet them."""

import json
from pathlib import Path
from typing import Any

import laspy
import pytest

from ui import words
from ui.cli.main import answer

DATA = "data/lidar"


def ask(capsys: pytest.CaptureFixture[str], *arguments: str, lang: str = "en") -> tuple[int, str, str]:
    code = answer(["--lang", lang, "--quiet", "cloud", *arguments])
    out, err = capsys.readouterr()
    words.use("en")
    assert "Traceback" not in out + err
    return code, out, err


def test_a_script_finds_the_keys_it_relies_on(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shared / DATA / "terrain" / "Megaplot.laz"
    code, out, _ = ask(capsys, "import", str(file), "--out", str(tmp_path), "--json")
    assert code == 0
    told: dict[str, Any] = json.loads(out)
    keys = "points bounds crs density_m2 classes dtm hillshade coverage seconds peak_mb warnings"
    assert set(keys.split()) <= set(told)
    assert told["points"] == 81_590
    assert Path(told["dtm"]).is_file()
    assert Path(told["hillshade"]).is_file()
    assert all(warning["message"] != warning["code"] for warning in told["warnings"])
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".tif"] * 6


@pytest.mark.parametrize(("lang", "word"), [("zh", "地面模型"), ("en", "Terrain model")])
def test_a_person_reads_what_was_made(
    lang: str, word: str, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shared / DATA / "isprs" / "samp21-utm.laz"
    given = ["import", str(file), "--out", str(tmp_path), "--ground", "compute", "--preset", "alpine"]
    code, out, _ = ask(capsys, *given, lang=lang)
    assert code == 0
    assert word in out
    assert "12,960" in out
    assert "alpine" in out
    assert "cloud." not in out


def test_ground_is_classified_into_a_new_file(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out_file = shared / DATA / "isprs" / "samp31-utm.laz", tmp_path / "new.laz"
    code, out, _ = ask(capsys, "ground", str(file), "--out", str(out_file), "--json")
    told = json.loads(out)
    assert code == 0
    found = laspy.read(out_file)
    assert told["points"] == len(found.points) == 28_862
    assert told["classes"]["2"] == int((found.classification == 2).sum())


def test_triangles_and_noise_are_asked_for_by_name(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = shared / DATA / "isprs" / "samp31-utm.laz"
    given = ["import", str(file), "--out", str(tmp_path), "--ground", "compute", "--dtm", "tin"]
    code, out, _ = ask(capsys, *given, "--max-edge", "30", "--json")
    told = json.loads(out)
    assert (code, told["noise"]) == (0, 32)
    code, out, _ = ask(capsys, *given, "--no-noise", "--json")
    assert (code, json.loads(out)["noise"]) == (0, 0)
    code, out, _ = ask(capsys, "ground", str(file), "--out", str(tmp_path / "a.laz"), "--json")
    assert (code, json.loads(out)["classes"]["7"]) == (0, 32)


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("formats/epsg_4326.las", [], "cloud.units_degree"),
        ("formats/simple.laz", [], "cloud.crs_missing"),
        ("hostile/broken_coder.laz", [], "cloud.laszip_coder"),
        ("hostile/garbage_nVariableLength.las", [], "cloud.vlr_count"),
        ("isprs/samp21-utm.laz", ["--preset", "moon"], "cloud.unknown_preset"),
        ("isprs/samp21-utm.laz", ["--ground", "guess"], "cloud.unknown_ground"),
        ("isprs/samp21-utm.laz", ["--resolution", "0"], "cloud.resolution"),
        ("isprs/samp21-utm.laz", ["--resolution", "nan"], "cloud.resolution"),
        ("isprs/samp21-utm.laz", ["--fill", "nan"], "cloud.fill"),
        ("isprs/samp21-utm.laz", ["--name", "../a"], "cloud.name"),
        ("isprs/samp21-utm.laz", ["--dtm", "spline"], "cloud.unknown_dtm"),
        ("isprs/samp21-utm.laz", ["--dtm", "tin", "--max-edge", "900"], "cloud.max_edge"),
        ("isprs/samp21-utm.laz", ["--dtm", "tin", "--max-edge", "nan"], "cloud.max_edge"),
    ],
)
def test_what_cannot_be_done_is_said_in_both_languages(
    name: str, options: list[str], code: str, shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out_folder = str(shared / DATA / name), tmp_path / "out"
    for lang in ("zh", "en"):
        given = ["import", file, "--out", str(out_folder), *options, "--json"]
        ended, out, _ = ask(capsys, *given, lang=lang)
        error = json.loads(out)["error"]
        assert (ended, error["code"]) == (2, code)
        assert code not in error["message"]
    assert not list(out_folder.glob("*"))


def test_the_source_is_never_written_over(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.laz"
    file.write_bytes((shared / DATA / "isprs" / "samp21-utm.laz").read_bytes())
    code, out, _ = ask(capsys, "ground", str(file), "--out", str(file), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "cloud.onto_itself")
    assert file.read_bytes() == (shared / DATA / "isprs" / "samp21-utm.laz").read_bytes()
