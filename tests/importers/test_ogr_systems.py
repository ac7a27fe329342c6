"""Coordinate systems are taken as found, with evidence; none is assumed, and contradictions are told."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from importers import registry
from importers.vector.ogr import inspect, open_layers

Place = tuple[float, float]
LINE: list[Place] = [(103.1, 31.2), (103.4, 31.5), (103.6, 31.9)]


def geojson(path: Path, line: list[Place], **more: Any) -> Path:
    member = {"type": "Feature", "geometry": {"type": "LineString", "coordinates": line}, "properties": {}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [member], **more}))
    return path


def stated(code: str) -> dict[str, Any]:
    return {"crs": {"type": "name", "properties": {"name": code}}}


def in_system(code: str) -> list[Place]:
    to = Transformer.from_crs("EPSG:4490", code, always_xy=True)
    return [to.transform(*place) for place in LINE]


def problems(path: Path) -> dict[str, dict[str, Any]]:
    return {p.code: p.params for p in inspect(path).problems}


def refusal(path: Path, **wishes: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        registry.read(path, Survey(code="T"), **wishes)
    return caught.value


def drawn(path: Path, **wishes: Any) -> list[Place]:
    (batch,) = registry.read(path, Survey(code="T"), **wishes)
    (trace,) = [r for r in batch.records if type(r).__name__ == "Trace"]
    return [(x, y) for part in trace.geometry.geoms for x, y in part.coords]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("more", "crs", "evidence"),
    [
        ({}, "EPSG:4326", "crs.by_definition"),
        (stated("urn:ogc:def:crs:OGC:1.3:CRS84"), "EPSG:4326", "crs.declared"),
        (stated("urn:ogc:def:crs:EPSG::4490"), "EPSG:4490", "crs.declared"),
        (stated("EPSG:4507"), "EPSG:4507", "crs.declared"),
        ({"crs": None}, None, "crs.none"),
    ],
)
def test_geojson_says_it_or_its_standard_does(tmp_path: Path, more: Any, crs: Any, evidence: str) -> None:
    (layer,) = open_layers(geojson(tmp_path / "a.geojson", LINE, **more))
    assert (layer.crs, layer.crs_evidence.code) == (crs, evidence)


def test_the_evidence_names_the_place(shared: Path) -> None:
    (layer,) = open_layers(shared / "data/encodings/cn_north_gbk.shp")
    assert layer.crs == "EPSG:4490"
    assert layer.crs_evidence.params == {"by": "cn_north_gbk.prj"}


def test_a_missing_system_is_asked_for_and_offered(shared: Path) -> None:
    path = shared / "data/faults/china/CN-faults_north36_utf8.gmt"
    assert inspect(path).layers[0].crs is None
    assert problems(path)["crs.suggested"]["crs"] == "EPSG:4490"
    error = refusal(path)
    assert error.code == "crs.missing"
    assert "EPSG:4490" in error.params["offer"]
    assert registry.read(path, Survey(code="T"), crs="EPSG:4490")[0].read == 872


def test_a_shapefile_without_its_prj_has_no_system(tmp_path: Path, shared: Path) -> None:
    for suffix in (".shp", ".shx", ".dbf", ".cpg"):
        shutil.copyfile(shared / f"data/encodings/cn_north_gbk{suffix}", tmp_path / f"f{suffix}")
    assert refusal(tmp_path / "f.shp").code == "crs.missing"


@pytest.mark.parametrize(
    ("place", "declared", "code", "offered"),
    [
        ("swapped", "EPSG:4490", "crs.swapped_axes", None),
        ("EPSG:4496", "EPSG:4507", "crs.zone_prefix", "EPSG:4496"),
        ("EPSG:4507", "EPSG:4496", "crs.no_prefix", "EPSG:4507"),
        ("EPSG:4496", "EPSG:4497", "crs.zone_prefix", "EPSG:4496"),
        ("EPSG:4507", "EPSG:4490", "crs.out_of_range", None),
        ("EPSG:4490", "EPSG:4507", "crs.degrees_as_metres", None),
    ],
)
def test_coordinates_that_contradict_their_system_are_refused_with_an_offer(
    tmp_path: Path, place: str, declared: str, code: str, offered: str | None
) -> None:
    line = [(y, x) for x, y in LINE] if place == "swapped" else in_system(place)
    path = geojson(tmp_path / "a.geojson", line, **stated(declared))
    assert code in problems(path)
    error = refusal(path)
    assert error.code == code
    if offered is not None:
        assert error.params["crs"] == offered
    answer = {"swapped": "+swap"}.get(place, place)
    for found, truth in zip(drawn(path, crs=answer), LINE, strict=True):
        assert found == pytest.approx(truth, abs=1e-7)


@pytest.mark.parametrize("declared", ["EPSG:4490", "EPSG:4496", "EPSG:4507", "EPSG:4523", "EPSG:32648"])
def test_coordinates_that_fit_raise_no_doubt(tmp_path: Path, declared: str) -> None:
    path = geojson(tmp_path / "a.geojson", in_system(declared), **stated(declared))
    assert problems(path) == {}


def test_one_slip_of_many_says_nothing_of_all(tmp_path: Path) -> None:
    members = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [100 + i / 100, 30]},
            "properties": {},
        }
        for i in range(40)
    ]
    members[7]["geometry"]["coordinates"] = [30, 100]  # type: ignore[index]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": members}))
    assert problems(path) == {}
    (batch,) = registry.read(path, Survey(code="T"))
    assert [rejected.row for rejected in batch.rejected] == [8]


@pytest.mark.parametrize(
    ("code", "datum"), [("EPSG:4214", "1954"), ("EPSG:2333", "1980"), ("EPSG:4555", "Beijing")]
)
def test_old_datums_are_refused_with_the_reason(tmp_path: Path, code: str, datum: str) -> None:
    path = geojson(tmp_path / "a.geojson", LINE, **stated(code))
    assert datum in problems(path)["crs.refused_datum"]["datum"]
    assert refusal(path).code == "crs.refused_datum"


def test_the_users_system_overrides_the_files_and_says_so(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", LINE, **stated("EPSG:4326"))
    (layer,) = open_layers(path, crs="EPSG:4490")
    assert (layer.crs, layer.crs_evidence.code) == ("EPSG:4490", "crs.by_user")
    assert [p.params for p in layer.problems if p.code == "crs.overridden"] == [{"stated": "EPSG:4326"}]
    with pytest.raises(InputError, match=r"crs\.unknown"):
        open_layers(path, crs="EPSG:999999")


def test_a_local_grid_is_named_as_such(shared: Path) -> None:
    assert "crs.local" in problems(shared / "data/formats/gdal_mitab/all_geoms.tab")
