"""Buried fault points (national classes and plain tables) from every form of file, tied to their faults."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely
from openpyxl import Workbook
from shapely import Point

from faultgis.records.fault import Fault
from faultgis.records.site import BuriedPoint, DeformationZone, ObservationPoint
from faultgis.records.survey import Survey
from faultgis.services.linking import Links, linked
from importers.batch import Batch
from importers.freetext import tips
from importers.registry import inspect, read

SURVEY = Survey(code="T")
FAULT = Fault(survey_id=SURVEY.id, code="F12", source_code="AF0012", name_zh="则木河断裂")
GEOPHYSICAL: list[dict[str, Any]] = [
    {
        "ID": "G1", "SvyLineID": "L3", "TargetFaultID": "F12", "TargetFaultName": "则木河断裂",
        "MeasureLength": 1250.0, "M0Depth": 62.5, "M0": 3.2, "Age0": "12.5ka", "ViewDirection": 95.0,
        "ViewClination": 71.0, "FaultType": "111211", "Reliability": "4", "FaultDescription": "断点清楚",
    },
    {
        "ID": "G2", "SvyLineID": "L3", "TargetFaultID": "", "TargetFaultName": "-9999",
        "MeasureLength": -9999.0, "M0Depth": -9999.0, "M0": -9999.0, "Age0": "NA", "ViewDirection": 400.0,
        "ViewClination": -9999.0, "FaultType": "", "Reliability": "7", "FaultDescription": "",
    },
]  # fmt: skip
PLACES = [(102.2, 27.85), (102.21, 27.86)]


def in_file(path: Path, rows: list[dict[str, Any]]) -> Path:
    """The rows as a layer of points, or as a table with longitude and latitude."""
    if path.suffix in (".xlsx", ".csv"):
        heads = [*rows[0], "Lon", "Lat"]
        cells = [[*row.values(), *place] for row, place in zip(rows, PLACES, strict=False)]
        if path.suffix == ".csv":
            lines = [",".join(map(str, line)) for line in (heads, *cells)]
            path.write_text("\n".join(lines), encoding="utf-8")
            return path
        book = Workbook()
        sheet: Any = book.active
        for line in (heads, *cells):
            sheet.append(line)
        book.save(path)
        return path
    data = [np.array([row[name] for row in rows], dtype=type(rows[0][name])) for name in rows[0]]
    data = [column.astype(object) if column.dtype.kind == "U" else column for column in data]
    shapes = np.array([shapely.to_wkb(Point(*place)) for place in PLACES[: len(rows)]], dtype=object)
    driver = {".shp": "ESRI Shapefile", ".gpkg": "GPKG", ".gdb": "OpenFileGDB"}[path.suffix]
    more = {"encoding": "UTF-8"} if path.suffix == ".shp" else {}
    pyogrio.raw.write(
        str(path), shapes, data, list(rows[0]), driver=driver, geometry_type="Point", crs="EPSG:4490",
        layer="GeophySvyFaultPoint", **more,
    )  # fmt: skip
    return path


def points(batch: Any) -> list[BuriedPoint]:
    return [record for record in batch.records if isinstance(record, BuriedPoint)]


@pytest.mark.filterwarnings("ignore:Normalized")
@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".shp", ".gpkg", ".gdb"])
def test_geophysical_points_from_every_form_of_file(tmp_path: Path, suffix: str) -> None:
    path = in_file(tmp_path / f"points{suffix}", GEOPHYSICAL)
    assert inspect(path).layers[0].features == 2
    (batch,) = read(path, SURVEY)
    assert (batch.kind, batch.mapping, batch.read, batch.rejected) == (
        "buried_points", "cn_geophysical_fault_points", 2, [],
    )  # fmt: skip
    first, second = points(batch)
    assert (first.code, first.method, first.line_name, first.distance_along_m) == (
        "G1",
        "seismic",
        "L3",
        1250.0,
    )
    assert first.geometry.distance(Point(*PLACES[0])) < 1e-9
    assert first.top_depth is not None
    assert first.last_age is not None
    assert first.displacement is not None
    assert (first.top_depth.best, first.top_depth.unit) == (62.5, "m")
    assert (first.last_age.best, first.last_age.unit, first.displacement.best) == (12.5, "ka", 3.2)
    assert (first.view_direction, first.apparent_dip, first.reliability) == (95.0, 71.0, 4)
    # What the source leaves empty, or what cannot be, is nothing; the rest of the row is kept.
    empty = (
        second.top_depth,
        second.displacement,
        second.last_age,
        second.view_direction,
        second.reliability,
    )
    assert empty == (None,) * 5
    assert {w.code for w in batch.warnings} >= {"value.out_of_range"}
    assert dict(second.source.attributes)["Reliability"] == "7"


def test_drilled_points_and_points_without_a_template(tmp_path: Path) -> None:
    drilled = [
        {
            "ID": "D1", "DrillProfileID": "ZK-P1", "FieldID": "断点1", "SvyMethod": "钻探", "TopDepth": 8.3,
            "TopAge": 5.1, "LastAge": 9.6, "LastInterfaceDisplace": "1.5m", "ViewDirection": 80.0,
            "ViewClination": 65.0, "FaultType": "111210", "FaultPointDescription": "", "CommentInfo": "",
        }
    ]  # fmt: skip
    (batch,) = read(in_file(tmp_path / "drill.gpkg", drilled), SURVEY)
    (point,) = points(batch)
    assert (batch.mapping, point.method, point.code, point.line_name) == (
        "cn_drill_fault_points", "borehole", "断点1", "ZK-P1",
    )  # fmt: skip
    ages = [e.best for e in (point.top_age, point.last_age, point.displacement) if e is not None]
    assert ages == [5.1, 9.6, 1.5]
    plain = [{"code": "P1", "method": "钻探", "fault": "F12", "top_depth": "60-70", "reliability": "good"}]
    (batch,) = read(in_file(tmp_path / "plain.csv", plain), SURVEY)
    (point,) = points(batch)
    assert point.top_depth is not None
    assert (point.method, point.top_depth.low, point.top_depth.high) == ("borehole", 60.0, 70.0)


def test_methods_as_people_write_them_and_none_is_guessed(tmp_path: Path) -> None:
    for said, method in (("钻孔", "borehole"), ("浅层地震", "seismic"), ("高密度电法", "other")):
        rows = [{"code": "P1", "method": said, "fault": "F12", "top_depth": 30.0}]
        (batch,) = read(in_file(tmp_path / "plain.csv", rows), SURVEY)
        assert points(batch)[0].method == method


def test_ordinary_points_stay_observations_and_the_user_may_say_otherwise(tmp_path: Path) -> None:
    plain = [{"code": "P1", "dip": 60.0}]
    (batch,) = read(in_file(tmp_path / "plain.gpkg", plain), SURVEY)
    assert isinstance(batch.records[0], ObservationPoint)
    (batch,) = read(in_file(tmp_path / "points.gpkg", GEOPHYSICAL), SURVEY, kind="observations")
    assert isinstance(batch.records[0], ObservationPoint)


def test_rows_without_a_place_are_rejected_and_the_others_kept(tmp_path: Path) -> None:
    path = in_file(tmp_path / "points.csv", GEOPHYSICAL)
    path.write_text(path.read_text(encoding="utf-8").replace("102.21,27.86", ","), encoding="utf-8")
    (batch,) = read(path, SURVEY)
    assert [r.row for r in batch.rejected] == [3]
    assert [p.code for p in points(batch)] == ["G1"]


def of(batch: Batch, *faults: Fault, links: Links | None = None) -> tuple[list[Any], set[str]]:
    (reading,) = linked([batch], {"fault": list(faults)}, links or Links())
    found = [record.fault_id for record in points(reading)]
    return found, {w.code for w in reading.warnings if w.code.startswith("link.")}


def test_points_find_their_fault_by_code_number_or_name(tmp_path: Path) -> None:
    def batch(**row: str) -> Batch:
        rows = [{"code": "P1", "top_depth": "60", **row}]
        return read(in_file(tmp_path / "p.csv", rows), SURVEY)[0]

    other = Fault(survey_id=SURVEY.id, code="F13", name_zh="安宁河断裂")
    for row in ({"fault": "f 12"}, {"fault": "AF0012"}, {"fault_name": "则木河断裂"}):
        assert of(batch(**row), FAULT, other) == ([FAULT.id], set())
    assert of(batch(fault="F99"), FAULT) == ([None], {"link.buried_unknown"})
    assert of(batch(fault=""), FAULT, links=Links(fault="F12")) == ([FAULT.id], set())
    twin = Fault(survey_id=SURVEY.id, code="F14", name_zh="则木河断裂")
    assert of(batch(fault_name="则木河断裂"), FAULT, twin) == ([None], {"link.buried_several"})


@pytest.mark.parametrize(
    ("text", "ka"),
    [
        ("12.5", 12.5),
        ("12500a", 12.5),
        ("1.2万年", 12.0),
        ("距今 8 ka", 8.0),
        ("0.1Ma", 100.0),
        ("Qp3", None),
    ],
)
def test_ages_in_the_units_that_people_write(text: str, ka: float | None) -> None:
    value = tips.age_ka(text).value
    assert (None if value is None else value.best) == (ka if ka is None else pytest.approx(ka))


def test_polygons_become_deformation_zones_when_asked(tmp_path: Path) -> None:
    square = shapely.box(102.2, 27.8, 102.21, 27.81)
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    shapes = [shapely.to_geojson(square), shapely.to_geojson(bow), '{"type":"Point","coordinates":[1,2]}']
    said = {"类型": "阶区", "断层名称": "则木河断裂"}
    features = [
        {"type": "Feature", "properties": {"名称": f"Z{i}", **said}, "geometry": json.loads(shape)}
        for i, shape in enumerate(shapes)
    ]
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    (batch,) = read(path, SURVEY, kind="deformation_zones")
    assert [r.code for r in batch.rejected] == ["geometry.crosses_itself", "geometry.not_an_area"]
    (reading,) = linked([batch], {"fault": [FAULT]}, Links())
    (zone,) = reading.records
    assert isinstance(zone, DeformationZone)
    assert (zone.name, zone.kind, zone.fault_id) == ("Z0", "step_over", FAULT.id)
    assert zone.geometry.equals(square)
