"""``faultgis import`` and ``undo-import``: what scripts and people rely on."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ui.command import Command
from ui import words
from ui.cli.importing import sentence

KEYS = {"read", "created", "updated", "unchanged", "rejected", "warnings", "kind", "mapping", "batch"}
CN = "data/faults/china/CN-faults_north36_utf8.gmt"


@pytest.fixture
def faultgis(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str
) -> Command:
    command = Command(capsys, monkeypatch, "--database", database_url, "--quiet")
    command("survey", "create", "T", "--name", "测试")
    return command


def written(path: Path, *rows: dict[str, Any]) -> str:
    """A small file of lines; a row's ``line`` is its shape."""
    features = [
        {
            "type": "Feature",
            "properties": {k: v for k, v in row.items() if k != "line"},
            "geometry": row.get(
                "line", {"type": "LineString", "coordinates": [[100, 35], [100.1, 35.1 + n]]}
            ),
        }
        for n, row in enumerate(rows)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(path)


def test_a_real_file_and_back(faultgis: Command, shared: Path) -> None:
    command = ("import", str(shared / CN), "--survey", "T", "--crs", "EPSG:4326", "--json")
    report = faultgis.json(*command)
    assert set(report) >= KEYS
    assert (report["read"], report["created"], report["rejected"]) == (872, 872, [])
    assert (report["kind"], report["mapping"]) == ("traces", "cn_faults")
    assert all(w["message"] and w["code"] not in w["message"] for w in report["warnings"])
    again = faultgis.json(*command)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 872)
    assert faultgis.json("undo-import", report["batch"], "--json")["batch"] == report["batch"]
    assert set(faultgis.json("survey", "show", "T", "--json")["counts"].values()) == {0}


def test_rejected_rows_are_findings(faultgis: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "a.geojson", {"type": "thrust"}, {"type": "anticline"}, {"line": None})
    report = faultgis.json("import", file, "--survey", "T", "--json", expect=3)
    assert [(r["row"], r["code"]) for r in report["rejected"]] == [
        (2, "import.fold"),
        (3, "geometry.missing"),
    ]
    assert all(set(r) == {"row", "field", "code", "message"} for r in report["rejected"])
    assert report["read"] == report["created"] + len(report["rejected"]) == 3
    assert faultgis.json("survey", "show", "T", "--json")["counts"]["trace"] == 1


def test_a_missing_coordinate_system_is_asked_for(faultgis: Command, shared: Path) -> None:
    error = faultgis.json("import", str(shared / CN), "--survey", "T", "--json", expect=2)["error"]
    assert error["code"] == "crs.missing"
    assert "--crs" in error["help"]


@pytest.mark.parametrize(
    ("options", "code"),
    [(("--crs", "EPSG:4214"), "crs.refused_datum"), (("--crs", "nonsense"), "crs.unknown"),
     (("--as", "dreams"), "import.unknown_kind"), (("--mapping", "nonsense"), "mapping.unknown"),
     (("--mapping", "plain_points"), "mapping.wrong_kind")],
)  # fmt: skip
def test_an_option_that_cannot_be_used(
    faultgis: Command, tmp_path: Path, options: tuple[str, ...], code: str
) -> None:
    file = written(tmp_path / "a.geojson", {"name": "甲"})
    error = faultgis.json("import", file, "--survey", "T", *options, "--json", expect=2)["error"]
    assert error["code"] == code
    assert error["message"]


def test_several_files_and_one_that_is_not_there(faultgis: Command, tmp_path: Path) -> None:
    good = written(tmp_path / "a.geojson", {"id": 1, "name": "甲"})
    command = ("import", good, str(tmp_path / "none.shp"), "--survey", "T", "--json")
    first, second = faultgis.json(*command, expect=2)["files"]
    assert first["created"] == 1
    assert second["error"]["code"]
    assert faultgis.json("survey", "show", "T", "--json")["counts"]["trace"] == 1


def test_a_dry_run_only_tells(faultgis: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "a.geojson", {"name": "甲"})
    report = faultgis.json("import", file, "--survey", "T", "--dry-run", "--json")
    assert (report["created"], report["batch"], report["dry_run"]) == (1, None, True)
    assert faultgis.json("survey", "show", "T", "--json")["counts"]["trace"] == 0


def test_the_report_to_read(faultgis: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "a.geojson", {"name": "甲", "type": "anticline"}, {"name": "乙", "dip": "陡"})
    told = faultgis("import", file, "--survey", "T", expect=3)
    assert "2 features read, 1 created" in told
    assert "1× This is a fold (anticline)" in told
    assert "undo-import" in told
    faultgis.options = (*faultgis.options, "--lang", "zh")
    told = faultgis("import", file, "--survey", "T", "--dry-run", expect=3)
    assert "读取要素 2 个" in told
    assert "这是褶皱（背斜）" in told
    assert "“陡”读作 60–90°" in told


def test_an_unknown_batch(faultgis: Command) -> None:
    error = faultgis.json("undo-import", "nonsense", "--json", expect=2)["error"]
    assert error["code"] == "batch.unknown"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_warning_of_real_files_is_a_sentence(shared: Path, language: str) -> None:
    from faultgis.records.survey import Survey
    from importers.registry import read

    words.use(language)
    files = ((CN, "EPSG:4326"), ("data/faults/himatibet/HimaTibetMap.geojson", None))
    for name, crs in files:
        batch = read(shared / name, Survey(code="T"), crs=crs)[0]
        notices: list[Any] = [*batch.warnings, *batch.rejected]
        for notice in notices:
            said = sentence(notice)
            assert words.known(notice.code), notice.code
            assert "{" not in said, said
    words.use("en")


def test_imports_are_listed_before_one_is_taken_back(faultgis: Command, tmp_path: Path) -> None:
    assert faultgis.json("undo-import", "--json") == {"batches": []}
    assert "Nothing was imported" in faultgis("undo-import")
    file = written(tmp_path / "a.geojson", {"id": 1})
    batch = faultgis.json("import", file, "--survey", "T", "--json")["batch"]
    (listed,) = faultgis.json("undo-import", "--json")["batches"]
    assert (listed["batch"], listed["survey"], listed["file"]) == (batch, "T", "a.geojson")
    assert (listed["read"], listed["created"], listed["undone_at"]) == (1, 1, None)
    faultgis("undo-import", batch)
    assert "taken back" in faultgis("undo-import")


def test_a_file_without_lines_or_points_says_so(faultgis: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "a.geojson", {"line": None})
    error = faultgis.json("import", file, "--survey", "T", "--json", expect=2)["error"]
    assert "()" not in error["message"].replace(" ", "")
