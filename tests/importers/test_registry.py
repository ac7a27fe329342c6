"""Files come in as what they are: lines as traces, points as observations."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import InputError
from faultgis.records.survey import Survey
from importers import registry

LINE = {"type": "LineString", "coordinates": [[100, 30], [101, 31]]}
POINT = {"type": "Point", "coordinates": [100, 30]}
AREA = {"type": "Polygon", "coordinates": [[[100, 30], [101, 30], [101, 31], [100, 30]]]}


def written(path: Path, *geometries: Any) -> Path:
    members = [{"type": "Feature", "geometry": geometry, "properties": {}} for geometry in geometries]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": members}))
    return path


def test_lines_are_traces_and_points_observations(tmp_path: Path) -> None:
    survey = Survey(code="T")
    (lines,) = registry.read(written(tmp_path / "l.geojson", LINE, LINE, POINT), survey)
    assert (lines.kind, lines.read, [r.row for r in lines.rejected]) == ("traces", 3, [3])
    (points,) = registry.read(written(tmp_path / "p.geojson", POINT, POINT, LINE), survey)
    assert (points.kind, points.read, [r.row for r in points.rejected]) == ("observations", 3, [3])


def test_the_user_may_say_what_to_read_it_as(tmp_path: Path) -> None:
    (batch,) = registry.read(written(tmp_path / "l.geojson", LINE), Survey(code="T"), kind="observations")
    assert (batch.kind, batch.read, len(batch.rejected)) == ("observations", 1, 1)


@pytest.mark.parametrize(
    ("geometries", "code"),
    [((AREA,), "layer.nothing_to_import"), ((None,), "layer.no_shapes"), ((), "layer.no_shapes")],
)
def test_neither_lines_nor_points(tmp_path: Path, geometries: tuple[Any, ...], code: str) -> None:
    with pytest.raises(InputError) as refused:
        registry.read(written(tmp_path / "a.geojson", *geometries), Survey(code="T"))
    assert refused.value.code == code


def test_layers_of_areas_are_passed_over_with_a_word(shared: Path) -> None:
    path = shared / "data/formats/fiona/testopenfilegdb.gdb.zip"
    batches = registry.read(path, Survey(code="T"), crs="EPSG:4326")
    passed = {w.layer for batch in batches for w in batch.warnings if w.code == "layer.passed_over"}
    assert {"polygon", "none"} <= passed
    assert {"linestring", "point"} <= {batch.layer for batch in batches}


def test_one_layer_by_name(shared: Path) -> None:
    path = shared / "data/formats/fiona/testopenfilegdb.gdb.zip"
    (batch,) = registry.read(path, Survey(code="T"), layer="linestring", crs="EPSG:4326")
    assert (batch.layer, batch.read) == ("linestring", 5)


def test_no_system_turns_degrees_into_metres(tmp_path: Path) -> None:
    """GeoJSON's own system is geographic; a projected one that the user names would put it at 0, 0."""
    path = written(tmp_path / "l.geojson", LINE)
    for named in ("EPSG:3857", "EPSG:4507"):
        with pytest.raises(InputError, match=r"crs\.degrees_as_metres"):
            registry.read(path, Survey(code="T"), crs=named)


def test_an_unpacked_copy_is_never_named(shared: Path) -> None:
    path = shared / "data/faults/gem/gem_active_faults_2017-05.geojson.zip"
    (batch,) = registry.read(path, Survey(code="T"))
    assert batch.file == str(path)
    assert batch.read == 10_057


def test_a_pipe_is_refused_before_anybody_waits_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match=r"file\.not_regular"):
        registry.inspect(pipe)
    with pytest.raises(InputError, match=r"file\.not_regular"):
        registry.read(pipe, Survey(code="T"))
