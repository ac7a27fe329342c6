"""Whatever stands in the cells and shapes of rows, a check of these groups tells of it and does not break."""

from dataclasses import fields, replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiLineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from faultgis.national.rows import Row
from faultgis.quality.gate import run
from faultgis.quality.rules import shipped
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.trace import Trace
from faultgis.records.trench import Trench
from tests.faultgis.making import records
from tests.faultgis.quality.made import TEMPLATE, TODAY, package, row

GROUPS = ("QC-LOG", "QC-REF", "QC-TOP", "QC-ACC", "QC-MET")
RULES = [rule for rule in shipped() if rule.id.startswith(GROUPS)]
CLASSES = (
    "Fault", "FaultAttitude", "FaultSvyPoint", "GeologicalSvyPoint", "Trench", "DrillFaultPoint",
    "SamplePoint", "Stratigraphy", "StratigraphyLine", "Geomorphy", "FractureBelt", "GeomorphyPoint",
)  # fmt: skip
numbers = st.floats(allow_nan=True, allow_infinity=True) | st.integers(-10_000, 10_000)
cells = st.none() | st.sampled_from(["NA", "", "1", "F1", "F5", "NE", "90", "111101", "152400"]) | numbers
cells = cells | st.text(max_size=5)
places = st.tuples(st.floats(-180, 180), st.floats(-90, 90)) | st.tuples(
    st.floats(101.99, 102.01), st.floats(27.99, 28.01)
)
lines = st.lists(places, min_size=2, max_size=4).map(LineString)
shapes: st.SearchStrategy[BaseGeometry | None] = (
    st.none()
    | places.map(Point)
    | lines
    | st.lists(lines, max_size=3).map(MultiLineString)
    | st.lists(places, min_size=3, max_size=5).map(Polygon)
    | st.sampled_from([GeometryCollection(), LineString(), Polygon(), MultiPoint([(1, 2), (3, 4)])])
    | st.tuples(places.map(Point), lines).map(GeometryCollection)
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row of one of the classes, with anything in it."""
    described = TEMPLATE.find(draw(st.sampled_from(CLASSES)))
    assert described is not None
    names = [entry.name for entry in described.fields]
    filled: dict[str, Any] = draw(st.dictionaries(st.sampled_from(names), cells, max_size=len(names)))
    return Row(described.name, {name: filled.get(name) for name in names}, draw(shapes))


@settings(deadline=None, max_examples=40)
@given(st.lists(rows(), max_size=8))
def test_no_row_breaks_a_check(given_rows: list[Row]) -> None:
    report = run(package(given_rows), {}, RULES, today=TODAY)
    broken = [each for each in report.checked if each.trouble]
    broken_on = [each for each in report.findings if each.code == "quality.unchecked"]
    assert broken == []
    assert [each.params["reason"] for each in broken_on] == []


ASKED = (
    "fault", "segment", "trace", "buried_point", "surface_rupture", "offset_marker", "trench_site", "trench",
    "wall", "strat_unit", "unit_order", "paleo_event", "event_evidence", "sample", "lab_result",
    "calibrated_age", "chronology_model", "event_age", "displacement", "slip_rate", "recurrence",
    "certificate", "delivery", "point_cloud", "raster", "sheet_state",
)  # fmt: skip


@st.composite
def linked(draw: st.DrawFn) -> list[AnyRecord]:
    """Records that name each other at random, in circles too."""
    told = draw(st.lists(st.sampled_from(ASKED).flatmap(records), min_size=1, max_size=10))
    ids = st.sampled_from([each.id for each in told])
    found: list[AnyRecord] = []
    for each in told:
        names = [f.name for f in fields(each) if f.name.endswith("_id") and f.name != "survey_id"]
        others: dict[str, Any] = {name: draw(ids) for name in names}
        found.append(replace(each, **others))
    return found


def _row(record: Trace | Trench) -> Row:
    if isinstance(record, Trace):
        return row("Fault", record.geometry, record, ID="F", Age="33320000", DipDir="90")
    return row("Trench", None, record, EQEventCount=1, LatestEQPeroidEst="1739")


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(linked())
def test_no_record_breaks_a_check(told: list[AnyRecord]) -> None:
    by_kind: dict[str, list[AnyRecord]] = {}
    for each in told:
        by_kind.setdefault(kind_of(each), []).append(each)
    made = [_row(each) for each in told if isinstance(each, Trace | Trench)]
    report = run(package(made), by_kind, RULES, today=TODAY)
    assert [(each.rule, each.trouble, each.params) for each in report.checked if each.trouble] == []
    assert [each.params for each in report.findings if each.code == "quality.unchecked"] == []
