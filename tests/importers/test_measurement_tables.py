"""Structural measurements in tables: real tables from the field, tied to points by their codes."""

import csv
from pathlib import Path
from typing import Any

import pytest
from shapely import Point

from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.site import ObservationPoint
from faultgis.records.survey import Survey
from faultgis.services.importing import Links, import_file
from importers import registry

TABLES = "data/field/structural_csv"


def with_points(database: Any, *codes: str) -> Survey:
    survey: Survey = database.create_survey(Survey(code="T"))
    points = [ObservationPoint(survey_id=survey.id, code=code, geometry=Point(104, 31)) for code in codes]
    database.save([Change(None, point) for point in points])
    return survey


def test_rows_find_their_points_and_others_are_named(database: Any, shared: Path) -> None:
    path = shared / TABLES / "structures.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    survey = with_points(database, "pb3", "PB4")
    report = import_file(database, registry.read, path, survey)
    known = [row for row in rows if row["site"] in ("PB3", "PB4")]
    assert report.created == len(known) == 5
    assert report.read == len(rows)
    assert {each.code for each in report.rejected} == {"link.no_point"}
    found = database.load(survey.id, ["measurement"])["measurement"]
    lines = {(m.trend, m.plunge) for m in found if m.kind == "lineation"}
    planes = {(m.kind, m.dip_direction, m.dip) for m in found if m.dip is not None}
    assert lines == {(113, 47), (118, 42)}
    assert planes == {("foliation", 42, 79), ("foliation", 42, 73), ("bedding", 195, 10)}
    again = import_file(database, registry.read, path, survey)
    assert (again.created, again.unchanged) == (0, 5)


def test_a_table_without_points_belongs_to_the_one_named(database: Any, shared: Path) -> None:
    path = shared / TABLES / "mele.csv"
    survey = with_points(database, "M1")
    assert {r.code for r in import_file(database, registry.read, path, survey, dry_run=True).rejected} == {
        "link.point_not_named"
    }
    with pytest.raises(InputError, match=r"link\.point_unknown"):
        import_file(database, registry.read, path, survey, links=Links(site="M2"))
    report = import_file(database, registry.read, path, survey, links=Links(site="M1"))
    assert report.rejected == ()
    found = database.load(survey.id, ["measurement"])["measurement"]
    rows = len(path.read_text().splitlines()) - 1
    kinds = [m.kind for m in found]
    assert (kinds.count("fault_plane"), kinds.count("striation")) == (rows, rows)
    first = next(m for m in found if m.source.row == 2 and m.kind == "fault_plane")
    assert (first.dip_direction, first.dip) == (94.997, 79.966)


def test_a_wrong_cell_is_named_by_its_address(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("点号,倾向,倾角\nA,30,40\nA,NE?x,140\nA,,\n", encoding="utf-8")
    (batch,) = registry.read(path, Survey(code="T"))
    assert {(w.row, w.field) for w in batch.warnings} == {(3, "B3"), (3, "C3")}
    assert [(r.row, r.code) for r in batch.rejected] == [
        (3, "measurement.no_angles"),
        (4, "measurement.no_angles"),
    ]


def test_a_table_of_something_else_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"measurement\.no_columns"):
        registry.read(path, Survey(code="T"), kind="measurements")
