"""Whatever stands in the cells and shapes of rows, a check of these groups tells of it and does not break."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiLineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from faultgis.national.rows import Row
from faultgis.quality.gate import run
from faultgis.quality.rules import shipped
from tests.faultgis.quality.made import TEMPLATE, TODAY, package

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


@settings(deadline=None, max_examples=60)
@given(st.lists(rows(), max_size=8))
def test_no_row_breaks_a_check(given_rows: list[Row]) -> None:
    report = run(package(given_rows), {}, RULES, today=TODAY)
    broken = [each for each in report.checked if each.trouble]
    broken_on = [each for each in report.findings if each.code == "quality.unchecked"]
    assert broken == []
    assert [each.params["reason"] for each in broken_on] == []
