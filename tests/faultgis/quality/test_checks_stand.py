"""Whatever stands in rows and records, the checks of the other groups tell of it and do not break."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from faultgis.national.rows import Row
from faultgis.quality.finding import Report
from faultgis.quality.gate import run
from faultgis.quality.rules import shipped
from faultgis.records.kinds import KINDS, AnyRecord
from tests.faultgis.making import records
from tests.faultgis.quality.rows_made import TEMPLATE, TODAY, by_kind, package

GROUPS = ("QC-STR", "QC-CRS", "QC-ID", "QC-NUL", "QC-DOM", "QC-RNG")
RULES = [rule for rule in shipped() if rule.id.startswith(GROUPS)]
_ODD = [
    None, "", " ", "NA", -9999, -9999.0, "-9999", 0, 1, True, 3.5, float("nan"), float("inf"), -1e300, "陡",
    "10+-2", "20240230", "2024-05-01", "\ud800", "\x00", "111102", "33320000", "1:5万", "((1,2,3))",
    "(1,2,3)", "(,,)", "Q4", "391", "²" * 300, "640522100#######1", ";;", "a;b",
    10**400, "½", "1" * 400,
]  # fmt: skip
_SHAPES: list[BaseGeometry | None] = [
    None, Point(), Point(105, 36), Point(float("nan"), 1), LineString(), LineString([(1, 1), (1, 1)]),
    LineString([(36, 105), (37, 106)]), Polygon(), Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]),
    Polygon([(105, 36), (106, 36), (106, 37)]), MultiPoint([(1, 2), (3, 4)]), GeometryCollection(),
    Point(105, 36, 3), LineString([(105, 36, 1), (105.1, 36, float("nan"))]),
    LineString([(1e300, 1), (2, 3)]), LineString([(105, 90), (106, -90)]),
    GeometryCollection([Point(1, 1), LineString([(105, 36), (106, 36)])]),
]  # fmt: skip
cells = st.sampled_from(_ODD) | st.floats() | st.text(max_size=4)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row of a class, with anything in it."""
    described = draw(st.sampled_from(TEMPLATE.classes))
    names = [entry.name for entry in described.fields] or ["ID"]
    filled: dict[str, Any] = draw(st.dictionaries(st.sampled_from(names), cells, max_size=8))
    extras: dict[str, Any] = draw(st.dictionaries(st.text(max_size=3), cells, max_size=1))
    return Row(described.name, filled, draw(st.sampled_from(_SHAPES)), extras=extras)


def _broken(report: Report) -> list[Any]:
    failed = [(each.rule, each.trouble, each.params) for each in report.checked if each.trouble]
    return failed + [each.params for each in report.findings if each.code == "quality.unchecked"]


@settings(deadline=None, max_examples=60)
@given(st.lists(rows(), max_size=6))
def test_no_row_breaks_a_check(told: list[Row]) -> None:
    assert _broken(run(package(*told), {}, RULES, today=TODAY)) == []


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(KINDS)).flatmap(records), max_size=4))
def test_no_record_breaks_a_check(told: list[AnyRecord]) -> None:
    assert _broken(run(package(), by_kind(told), RULES, today=TODAY)) == []
