"""``faultgis export`` for other programs: what it writes is read again, twice the same, and told in words."""

import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyogrio
import pytest

from faultgis.records.survey import Survey
from faultgis.services.importing import import_file
from importers import registry
from ui.cli import main

FILES = {
    "gpkg": "a.gpkg", "qgis": "a.qgz", "geojson": "json", "shp": "shp", "gdb": "a.gdb", "kml": "a.kml",
    "xlsx": "a.xlsx", "gem": "a.geojson", "opensha": "b.geojson",
}  # fmt: skip


@pytest.fixture
def malawi(database: Any, shared: Path) -> Any:
    survey = database.create_survey(Survey(code="M", name_en="Malawi"))
    import_file(database, registry.read, shared / "data/faults/africa_malawi/MAFD.geojson", survey)
    return database


def exported(url: str, capsys: Any, *words: str) -> tuple[int, Any]:
    code = main.answer(
        ["--database", url, "--quiet", "--lang", "en", "export", *words, "--survey", "M", "--json"]
    )
    return code, json.loads(capsys.readouterr().out)


def test_every_format_holds_all_traces(malawi: Any, database_url: str, tmp_path: Path, capsys: Any) -> None:
    traces = malawi.load(malawi.survey("M").id, ["trace"])["trace"]
    for name, file in FILES.items():
        code, told = exported(database_url, capsys, name, "--out", str(tmp_path / name / file))
        assert code == 0, told
        counts = {each["layer"]: each["features"] for each in told["files"]}
        if name != "shp":
            assert counts["sections" if name == "opensha" else "traces"] == len(traces), name
        assert all(len(each["sha256"]) == 64 for each in told["files"] if name != "gdb")
    assert len(pyogrio.read_dataframe(tmp_path / "gdb/a.gdb", layer="traces")) == len(traces)
    assert len(pyogrio.read_dataframe(tmp_path / "shp/shp/traces.shp")) == len(traces)
    for again in (
        tmp_path / "kml/a.kml",
        tmp_path / "geojson/json/traces.geojson",
        tmp_path / "shp/shp/traces.shp",
    ):
        (batch,) = registry.read(again, Survey(code="B"))
        assert (batch.read, batch.rejected) == (len(traces), [])


def test_the_same_survey_gives_the_same_bytes(
    malawi: Any, database_url: str, tmp_path: Path, capsys: Any
) -> None:
    for name in ("gpkg", "xlsx", "kml", "gem", "shp"):
        sums = []
        for turn in ("1", "2"):
            _, told = exported(
                database_url, capsys, name, "--out", str(tmp_path / f"{name}{turn}" / FILES[name])
            )
            sums.append([each["sha256"] for each in told["files"]])
        assert sums[0] == sums[1], name


def test_what_is_missing_for_a_hazard_model_is_told(
    malawi: Any, database_url: str, tmp_path: Path, capsys: Any
) -> None:
    out = tmp_path / "a.xml"
    code, told = exported(database_url, capsys, "nrml", "--out", str(out))
    assert code == 3
    assert told["files"] == []
    assert not out.exists()
    assert {each["code"] for each in told["findings"]} >= {"hazard.no_sources", "hazard.no_slip_rate"}
    code, told = exported(database_url, capsys, "nrml", "--out", str(out), "--set", "lower_depth=3")
    assert (code, told["error"]["code"]) == (2, "hazard.unknown_setting")
    code, told = exported(database_url, capsys, "nrml", "--out", str(out), "--set", "distribution=x")
    assert (code, told["error"]["code"]) == (2, "hazard.bad_setting")


def test_nothing_is_overwritten(malawi: Any, database_url: str, tmp_path: Path, capsys: Any) -> None:
    out = tmp_path / "a.kml"
    out.write_text("mine")
    code, told = exported(database_url, capsys, "kml", "--out", str(out))
    assert (code, told["error"]["code"]) == (2, "export.exists")
    assert out.read_text() == "mine"


def test_a_qgis_project_names_each_layer_once_and_by_a_path_beside_it(
    malawi: Any, database_url: str, tmp_path: Path, capsys: Any
) -> None:
    exported(database_url, capsys, "qgis", "--out", str(tmp_path / "a.qgz"))
    with zipfile.ZipFile(tmp_path / "a.qgz") as packed:
        root = ElementTree.fromstring(packed.read("a.qgs"))
    layers = root.findall("projectlayers/maplayer")
    ids = [layer.findtext("id") for layer in layers]
    assert ids == [each.get("id") for each in root.findall("layer-tree-group/layer-tree-layer")]
    assert len(set(ids)) == len(ids)
    names = {name for name, _ in pyogrio.list_layers(tmp_path / "a.gpkg")}
    sources = [str(layer.findtext("datasource")).removeprefix("./a.gpkg|layername=") for layer in layers]
    assert set(sources) <= names
    (traces,) = [layer for layer, source in zip(layers, sources, strict=True) if source == "traces"]
    assert len(traces.findall("renderer-v2/rules/rule")) == 5
