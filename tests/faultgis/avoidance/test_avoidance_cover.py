"""Cover and tip depth of buried faults by boreholes and seismic lines: where they speak, what they decide."""

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from shapely import Point

from faultgis.avoidance import telling
from faultgis.avoidance.answers import Answer, assess
from faultgis.avoidance.cover import ALONG_M
from faultgis.avoidance.deciding import given_facts, rule_set
from faultgis.avoidance.mapped import Mapped, prepare
from faultgis.avoidance.sites import site_at
from faultgis.avoidance.zones import zones
from faultgis.crs import destination
from faultgis.records.site import BuriedPoint
from faultgis.records.trace import Trace
from faultgis.values import Estimate
from tests.faultgis.avoidance.avoidance_made import FAULT, SURVEY, trace, turned

NORTH = [(102.2, 27.80), (102.2, 27.90)]
BURIED = {"exposure": "buried"}
GB = {"building_class": "丙", "intensity": 8}


def place(east_m: float, north_m: float = 0.0) -> tuple[float, float]:
    """So far from 102.2° E 27.85° N."""
    lon, lat = destination(102.2, 27.85, 0.0 if north_m >= 0 else 180.0, abs(north_m))
    return destination(lon, lat, 90.0 if east_m >= 0 else 270.0, abs(east_m))


def met(depth: float | Estimate, north_m: float = 0.0, east_m: float = 0.0, **fields: Any) -> BuriedPoint:
    """A borehole that met the fault so deep, so far north along it."""
    told = depth if isinstance(depth, Estimate) else Estimate(unit="m", best=depth)
    stated: dict[str, Any] = {"fault_id": FAULT.id, "code": f"D{north_m:g}", **fields}
    return BuriedPoint(survey_id=SURVEY.id, geometry=Point(*place(east_m, north_m)), top_depth=told, **stated)


def ready(*points: BuriedPoint, of: Trace | None = None) -> Mapped:
    line = of or trace(NORTH, **BURIED)
    return prepare(SURVEY, {"fault": [FAULT], "trace": [line], "buried_point": list(points)})


def ask(mapped: Mapped, east_m: float = 50.0, north_m: float = 0.0, **given: Any) -> Answer:
    rule = rule_set("CN-GB50011-2010")
    return assess(
        mapped, rule, given_facts(rule, {**GB, **given}), site_at(*place(east_m, north_m), name="S")
    )


def codes_of(found: Answer) -> set[str]:
    return {each.code for each in (*found.reasons, *found.unknowns)}


@pytest.mark.parametrize(
    ("depths", "answer"),
    [
        ((61.0,), "exempt"),
        ((60.0,), "inside"),
        ((80.0, 61.0), "exempt"),
        ((80.0, 55.0), "inside"),
        ((), "inside"),
    ],
)
def test_the_least_depth_that_was_met_decides(depths: tuple[float, ...], answer: str) -> None:
    found = ask(ready(*(met(depth, 100.0 * i) for i, depth in enumerate(depths))))
    assert found.answer == answer
    value = telling.value(found, 1)
    assert ("cover" in value) == bool(depths)
    if depths:
        assert value["cover"]["met_m"] == [min(depths), max(depths)]
        assert [p["along_m"] for p in value["cover"]["points"]] == pytest.approx(
            [100.0 * i for i in range(len(depths))], abs=0.2
        )
        assert {"cover.point", "cover.met"} <= codes_of(found)


def test_a_point_speaks_for_its_stretch_of_the_strand_only() -> None:
    mapped = ready(met(80.0))
    near, edge, far = (ask(mapped, north_m=n) for n in (0.0, ALONG_M + 80.0, ALONG_M + 300.0))
    assert (near.answer, edge.answer, far.answer) == ("exempt", "inside", "inside")
    # South of the edge the stretch without evidence lies nearer than 100 m: it counts, not the exempt one.
    before = ask(mapped, north_m=ALONG_M - 60.0)
    assert before.answer == "inside"
    assert "advice.nearer_stretch" in codes_of(before)
    assert "unknown.cover_far" in codes_of(far)
    assert telling.value(far, 1)["cover"]["met_m"] is None


@pytest.mark.parametrize(
    "changed",
    [
        {"top_depth": None},
        {"reliability": 2},
        {"fault_id": None},
        {"geometry": Point(*place(600.0))},
        {"top_depth": Estimate(unit="m", high=90.0)},
    ],
)
def test_what_is_not_known_never_exempts(changed: dict[str, Any]) -> None:
    assert ask(ready(met(80.0))).answer == "exempt"
    assert ask(ready(replace(met(80.0), **changed))).answer == "inside"


def test_an_exemption_by_points_says_that_the_tip_may_lie_in_rock() -> None:
    def told(depth: float) -> set[str]:
        return {reason.code for reason in ask(ready(met(depth))).unknowns}

    assert "unknown.tip_in_rock" in told(80.0)
    assert "unknown.tip_in_rock" not in told(20.0)


def test_a_strand_mapped_at_the_surface_or_of_unknown_exposure_is_not_exempt() -> None:
    for exposure in ("exposed", "unknown", "inferred"):
        assert ask(ready(met(80.0), of=trace(NORTH, exposure=exposure))).answer == "inside"


@pytest.mark.parametrize(
    ("stated", "depth", "answer", "said"),
    [
        (80, 70.0, "exempt", "cover.contradicted"),
        (80, 40.0, "inside", "cover.contradicted"),
        (20, 70.0, "inside", "cover.contradicted"),
        ([50, 90], 70.0, "inside", "cover.stated"),
        ([65, 90], 70.0, "exempt", "cover.stated"),
    ],
)
def test_what_the_user_states_is_told_beside_what_was_met(
    stated: Any, depth: float, answer: str, said: str
) -> None:
    found = ask(ready(met(depth)), cover_m=stated)
    assert found.answer == answer
    assert said in codes_of(found)
    value = telling.value(found, 1)
    least = stated if isinstance(stated, int) else stated[0]
    assert value["cover"]["used_m"][0] == min(least, depth)
    assert value["cover"]["contradicted"] == (said == "cover.contradicted")
    assert ("unknown.cover_contradicted" in codes_of(found)) == value["cover"]["contradicted"]


def test_the_plane_comes_out_on_the_foot_wall_at_depth_over_tangent_of_dip() -> None:
    """30 m deep and dipping 45° to the east: up to 30 m further west, added to the 5 m of the line itself."""
    line = trace(NORTH, **BURIED, hanging_wall="right", dip=Estimate(unit="deg", best=45.0))
    mapped = ready(met(30.0), of=line)
    west, east = ask(mapped, -134.0), ask(mapped, 106.0)
    assert (west.answer, east.answer) == ("within_location_error", "outside")
    assert ask(mapped, -136.0).answer == "outside"
    told = telling.value(west, 1)
    assert told["location_error_m"] == pytest.approx(35.0)
    assert told["cover"]["outcrop_m"] == pytest.approx(30.0)
    rule = rule_set("CN-GB50011-2010")
    belts, _ = zones(mapped, rule, given_facts(rule, GB))
    rings = [belt for belt in belts if belt.kind == "location_error"]
    covers = [
        belt.geometry.covers(Point(*place(x))) for belt in rings for x in (-134.5, -135.5, 104.5, 105.5)
    ]
    assert covers == [True, False, True, False]
    assert list(rings[0].error_m) == pytest.approx([5.0, 35.0])


def test_the_steepest_unknown_dip_is_said_and_a_point_knows_its_own() -> None:
    assert "unknown.outcrop" in codes_of(ask(ready(met(30.0))))
    found = ask(ready(met(30.0, apparent_dip=60.0)))
    assert telling.value(found, 1)["cover"]["outcrop_m"] == pytest.approx(
        30 / math.tan(math.radians(60)), abs=1e-3
    )


def test_reversed_digitizing_changes_neither_answer_nor_zone() -> None:
    line = trace(NORTH, **BURIED, hanging_wall="right", dip=Estimate(unit="deg", best=45.0))
    points = (met(80.0, 200.0), met(65.0, -900.0))
    there, back = ready(*points, of=line), ready(*points[::-1], of=turned(line))
    for east_m, north_m in ((50.0, 0.0), (-120.0, 1500.0), (90.0, -2200.0)):
        found, again = (telling.canonical(telling.value(ask(m, east_m, north_m), 1)) for m in (there, back))
        assert found == again
        assert "Infinity" not in found
        json.loads(found)
    rule = rule_set("CN-GB50011-2010")
    first, second = (zones(m, rule, given_facts(rule, GB))[0] for m in (there, back))
    assert [b.geometry.wkb for b in first] == [b.geometry.wkb for b in second]
    # Exempt where the points speak: no zone there, and one beyond.
    assert [b.geometry.covers(Point(*place(10.0, n))) for b in first[:1] for n in (0.0, 2500.0)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("age", "answer"),
    [
        (Estimate(unit="ka", best=9.5), "inside"),
        (Estimate(unit="ka", best=40.0), "exempt"),
        (Estimate(unit="ka", low=9.0, high=14.0), "inside"),
        (Estimate(unit="ka", low=9.0), "exempt"),
    ],
)
def test_a_broken_layer_too_young_for_the_stated_activity_takes_its_exemption_back(
    age: Estimate, answer: str
) -> None:
    line = trace(NORTH, exposure="exposed", latest_activity="late_pleistocene")
    point = replace(met(5.0, 3000.0), top_depth=None, last_age=age)
    found = ask(ready(point, of=line))
    assert found.answer == answer
    assert ("unknown.broken_layer" in codes_of(found)) == (answer == "inside")
