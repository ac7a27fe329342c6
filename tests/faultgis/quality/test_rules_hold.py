"""What holds for any survey: a clean one has no errors, and which way its lines are drawn changes nothing."""

import math
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiLineString
from shapely.geometry.base import BaseGeometry

from faultgis.national.mapping import package_of
from faultgis.national.rows import Row
from faultgis.quality.finding import ERROR
from faultgis.quality.gate import run
from faultgis.quality.rules import shipped
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.records.provenance import Stamp
from faultgis.records.site import ObservationPoint
from faultgis.records.survey import SheetState
from faultgis.records.trace import Trace
from faultgis.values import Estimate
from tests.faultgis.quality.made import SURVEY, TODAY, dot, fault, line, package

GROUPS = ("QC-LOG", "QC-REF", "QC-TOP", "QC-ACC", "QC-MET")
RULES = [rule for rule in shipped() if rule.id.startswith(GROUPS)]
STAMP = Stamp(row_version=1, created_by="甲", created_at=datetime(2026, 3, 1, tzinfo=UTC))
# Nodes of a coarse grid, so that lines do meet, cross, overlap and repeat their vertices.
nodes = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda at: (at[0] * 15.0, at[1] * 15.0))
paths = st.lists(nodes, min_size=2, max_size=5)


def turned(shape: BaseGeometry | None) -> MultiLineString:
    """The same line drawn the other way round."""
    assert isinstance(shape, MultiLineString)
    return MultiLineString([part.coords[::-1] for part in reversed(shape.geoms)])


def said(rows: list[Row]) -> Counter[tuple[str, str]]:
    """The topology findings on rows, by sentence and row."""
    rules = [rule for rule in RULES if rule.group == "topology"]
    report = run(package(rows), {}, rules, today=TODAY)
    assert not any(each.trouble for each in report.checked), report.checked
    return Counter((each.code, each.row_code) for each in report.findings)


@settings(deadline=None, max_examples=60)
@given(st.lists(paths, min_size=1, max_size=5), st.data())
def test_the_way_a_line_is_drawn_changes_no_finding_of_topology(
    drawn: list[list[tuple[float, float]]], data: st.DataObject
) -> None:
    rows = [fault(line(*path), ID=f"F{n}") for n, path in enumerate(drawn)]
    flips = [data.draw(st.booleans()) for _ in rows]
    other = [
        replace(row, geometry=turned(row.geometry)) if flip else row
        for row, flip in zip(rows, flips, strict=True)
    ]
    assert said(other) == said(rows)


def surveyed(number: int, azimuth: float, length: float, lie: str) -> list[AnyRecord]:
    """A fault as a careful surveyor leaves it: one line with bends, observed every 400 m."""
    own: dict[str, Any] = {"survey_id": SURVEY.id, "publication": "published", "stamp": STAMP, "secrecy": 1}
    dip = Estimate(unit="deg", best=round((azimuth + 90.0) % 360.0, 1))
    made = Fault(
        code=f"F{number}", name_zh=f"断裂{number}", kinematics="sinistral", latest_activity="holocene",
        rake=Estimate(unit="deg", best=10.0), dip_direction=dip, dip=Estimate(unit="deg", best=70.0),
        upper_depth=Estimate(unit="km", best=0.03) if lie == "buried" else None, **own,
    )  # fmt: skip
    towards = math.radians(azimuth)
    start = (0.0, 9000.0 * number)
    at = [
        (start[0] + step * math.sin(towards), start[1] + step * math.cos(towards))
        for step in range(0, int(length) + 1, 400)
    ]
    trace = Trace(
        geometry=line(*at), fault_id=made.id, exposure=lie, location_error_m=25.0, mapping_scale=50_000, **own
    )
    points = [
        ObservationPoint(geometry=dot(*place), code=f"D{number}-{n}", trace_id=trace.id, kind="fault", **own)
        for n, place in enumerate(at)
    ]
    return [made, trace, *points]


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 359), st.floats(800, 4000), st.sampled_from(["exposed", "buried", "inferred"])
        ),
        min_size=1,
        max_size=2,
    )
)
def test_a_clean_survey_has_no_errors(told: list[tuple[float, float, str]]) -> None:
    records: dict[str, list[AnyRecord]] = {"survey": [SURVEY]}
    made = [each for number, one in enumerate(told) for each in surveyed(number, *one)]
    for each in (*made, SheetState(survey_id=SURVEY.id, sheet="G48E001002")):
        records.setdefault(kind_of(each), []).append(each)
    report = run(package_of(SURVEY, records), records, RULES, today=TODAY)
    assert not any(each.trouble for each in report.checked), report.checked
    assert [each for each in report.findings if each.severity == ERROR] == []
    assert {each.code for each in report.findings} == set()
