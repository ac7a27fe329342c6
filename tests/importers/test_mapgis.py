"""MapGIS 6.7 files against what MapGIS itself measured and against the manifest of the made ones."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely import LineString

from faultgis.errors import InputError
from faultgis.records.site import ObservationPoint
from faultgis.records.survey import Survey
from importers import registry
from importers.vector import mapgis_areas
from importers.vector.ogr import inspect, open_layers
from importers.vector.raw import RawFeature, RawLayer
from tests.importers.mapgis_files import annotated, moved_points, put, section, with_head

REAL, MADE = "data/formats/mapgis67", "data/formats/mapgis67_synthetic"


def opened(path: Path) -> tuple[RawLayer, list[RawFeature]]:
    (layer,) = open_layers(path)
    return layer, list(layer.features)


def test_areas_and_lengths_are_those_that_mapgis_measured(shared: Path) -> None:
    """MapGIS keeps area, perimeter and length in the file's own unit beside the geometry."""
    _, areas = opened(shared / REAL / "LDZOFBB003.WP")
    assert len(areas) == 9
    for area in areas:
        assert area.geometry is not None
        assert area.geometry.is_valid
        assert area.geometry.area == pytest.approx(area.values["面积"], rel=1e-9)
        assert area.geometry.length == pytest.approx(area.values["周长"], rel=1e-9)
    _, lines = opened(shared / REAL / "LDZOFBA003.WL")
    assert len(lines) == 52
    for line in lines:
        assert line.geometry is not None
        assert line.geometry.length == pytest.approx(line.values["长度"], rel=1e-9)


def test_codes_and_words_are_kept(shared: Path) -> None:
    layer, lines = opened(shared / REAL / "LDZOFBA003.WL")
    assert (layer.crs, layer.encoding) == ("EPSG:4214", "GB18030")
    first = lines[0].values
    assert (first["CHFCAC"], first["GZEAB"], first["GZEEC"]) == ("000138", None, "106")
    assert first["KCDDEF"] == 38.24594
    assert first["PKIGJ"] == "1∶250000 库尔干幅(J43C001002)建造构造图"
    assert (first["线型号"], first["线颜色"], first["图层号"]) == (1, 6, 5)
    with pytest.raises(InputError, match=r"crs\.refused_datum"):
        registry.read(shared / REAL / "LDZOFBA003.WL", Survey(code="T"))


@pytest.mark.parametrize("name", ["synthetic_lines.wl", "synthetic_points.wt", "synthetic_polygons.wp"])
def test_fixtures_are_what_their_manifest_says(shared: Path, name: str) -> None:
    manifest = json.loads((shared / MADE / "fixture_manifest.json").read_text("utf-8"))["files"][name]
    (layer,) = inspect(shared / MADE / name).layers
    assert layer.features == manifest["feature_count"]
    assert layer.fields[: len(manifest["attribute_fields"])] == tuple(manifest["attribute_fields"])
    assert layer.extent == pytest.approx(manifest["bbox"])
    assert layer.crs == "EPSG:4326"


def test_a_date_and_its_absence(shared: Path) -> None:
    _, points = opened(shared / MADE / "synthetic_points.wt")
    assert [p.values["SURVEY_DATE"] for p in points] == ["2026-01-01", "2026-01-02", None]


@pytest.mark.parametrize("zone", [0, 25])
def test_millimetres_on_a_sheet_become_metres(shared: Path, tmp_path: Path, zone: int) -> None:
    from pyproj import Transformer

    way = Transformer.from_crs(4326, "+proj=tmerc +lon_0=75 +x_0=500000 +datum=WGS84", always_xy=True)
    degrees = np.array([[73.5, 39.5], [73.65, 39.55], [74.0, 39.7]])
    metres = np.column_stack(way.transform(*degrees.T)) + np.array((zone * 1e6, 0))
    data = (shared / MADE / "synthetic_points.wt").read_bytes()
    head = with_head(data, unit=1, projection=5, ellipsoid=7, scale=50_000, meridian=750_000)
    path = put(tmp_path / "sheet.wt", moved_points(head, metres / 50))
    layer, points = opened(path)
    assert [(p.code, p.params["scale"]) for p in layer.problems] == [("mapgis.scaled", 50_000)]
    (batch,) = registry.read(path, Survey(code="T"))
    placed = [r.geometry for r in batch.records if isinstance(r, ObservationPoint) and r.geometry]
    assert np.allclose([(p.x, p.y) for p in placed], degrees, atol=1e-8)
    assert np.allclose([(p.geometry.x, p.geometry.y) for p in points if p.geometry], metres, atol=1e-6)


@pytest.mark.parametrize(
    "head",
    [
        {"unit": 1, "projection": 5, "ellipsoid": 116, "scale": 50_000, "meridian": 750_000},
        {"unit": 1, "projection": 5, "ellipsoid": 7, "scale": 50_000, "meridian": 750_000, "dx": 4e5},
        {"unit": 0, "projection": 0, "ellipsoid": 0, "scale": 0, "meridian": 0},
        {"unit": 2, "projection": 5, "ellipsoid": 7, "scale": 50_000, "meridian": 750_000},
    ],
)
def test_a_head_that_does_not_tell_the_system_is_quoted(
    shared: Path, tmp_path: Path, head: dict[str, float]
) -> None:
    data = (shared / MADE / "synthetic_points.wt").read_bytes()
    path = put(tmp_path / "sheet.wt", with_head(data, **head))  # type: ignore[arg-type]
    layer, _ = opened(path)
    assert layer.crs is None
    assert {"mapgis.system", "crs.missing"} <= {p.code for p in layer.problems}


def test_annotations_bring_their_text(shared: Path, tmp_path: Path) -> None:
    data = (shared / MADE / "synthetic_points.wt").read_bytes()
    _, points = opened(put(tmp_path / "notes.wt", annotated(data, ["断层", "F1", "倾角60°"])))
    assert [p.values["注释"] for p in points] == ["断层", "F1", "倾角60°"]
    assert [p.values["子图号"] for p in points] == [None] * 3


def test_a_cut_file_gives_what_is_there(shared: Path, tmp_path: Path) -> None:
    data = (shared / REAL / "LDZOFBA003.WL").read_bytes()
    begin, length = section(data, 2)
    layer, lines = opened(put(tmp_path / "half.WL", data[: begin + length // 2]))
    assert {"file.truncated", "mapgis.rows_lost"} <= {p.code for p in layer.problems}
    assert len([line for line in lines if line.geometry is not None]) == 52
    assert (lines[0].values["CHFCAC"], lines[51].values["CHFCAC"]) == ("000138", None)
    with pytest.raises(InputError, match=r"mapgis\.head_damaged"):
        open_layers(put(tmp_path / "head.WL", data[:700]))


def test_records_that_point_at_the_same_bytes_cannot_fill_the_memory(shared: Path, tmp_path: Path) -> None:
    data = bytearray((shared / REAL / "LDZOFBA003.WL").read_bytes())
    begin, _ = section(data, 0)
    _, held = section(data, 1)
    for row in range(1, 53):
        data[begin + 57 * row + 10 : begin + 57 * row + 18] = (held // 16).to_bytes(4, "little") + bytes(4)
    _, lines = opened(put(tmp_path / "many.WL", data))
    assert sum(line.geometry is not None for line in lines) == 2


def test_arcs_become_areas_by_the_even_odd_rule() -> None:
    boxes = [(0, 0, 10, 10), (2, 2, 8, 8), (4, 4, 6, 6)]
    shape, done = mapgis_areas.area([LineString(shapely.box(*box).exterior.coords) for box in boxes])
    assert (shapely.area(shape), done) == (100 - 36 + 4, "")
    halves = [LineString([(0, 0), (4, 0), (4, 4)]), LineString([(4, 4 + 1e-6), (0, 4), (0, 0)])]
    shape, done = mapgis_areas.area(halves)
    assert (shapely.area(shape), done) == (pytest.approx(16), "mended")
    assert mapgis_areas.area(halves[:1]) == (None, "open")
