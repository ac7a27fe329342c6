"""Step-overs and mapped zones of deformation: closed forms, answers, zones, and rules that know neither."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon

from faultgis.avoidance import telling
from faultgis.avoidance.answers import Answer, assess
from faultgis.avoidance.areas import areas_at
from faultgis.avoidance.deciding import given_facts, rule_set
from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Mapped, prepare
from faultgis.avoidance.sites import Site, site_at
from faultgis.avoidance.zones import zones
from faultgis.records.fault import Fault
from faultgis.records.site import DeformationWidth, DeformationZone
from faultgis.records.trace import Trace
from faultgis.values import Estimate
from tests.faultgis.avoidance.avoidance_made import FAULT, SURVEY, trace, turned

NZ = {
    "building_class": "2b",
    "site_status": "greenfield",
    "recurrence_years": 1500,
    "complexity": "well_defined",
}
FRAME = Centred(102.2, 27.85)


def at(*metres: tuple[float, float]) -> list[tuple[float, float]]:
    """Places so many metres east and north of 102.2° E 27.85° N."""
    return [(float(x), float(y)) for x, y in FRAME.to_degrees(np.array(metres, dtype=float))]


def strand(*metres: tuple[float, float], **fields: Any) -> Trace:
    return trace(at(*metres), **fields)


def overlapping(by: float = 300.0, apart: float = 200.0) -> list[Trace]:
    """Two strands running east: the northern one begins before the southern one ends."""
    return [strand((-3000, 0), (0, 0)), strand((-by, apart), (3000, apart))]


def ready(*traces: Trace, fault: Fault = FAULT, **more: Any) -> Mapped:
    return prepare(SURVEY, {"fault": [fault], "trace": list(traces), **more})


def ask(mapped: Mapped, x: float, y: float, rule_id: str = "NZ-2003", **given: Any) -> Answer:
    rule = rule_set(rule_id)
    stated = NZ if rule_id == "NZ-2003" else {}
    return assess(mapped, rule, given_facts(rule, {**stated, **given}), site_at(*at((x, y))[0]))


def codes_of(found: Answer) -> set[str]:
    return {each.code for each in (*found.reasons, *found.unknowns)}


@pytest.mark.parametrize(("by", "apart"), [(300.0, 200.0), (1000.0, 450.0), (50.0, 100.0)])
def test_the_ground_between_overlapping_strands_is_their_rectangle(by: float, apart: float) -> None:
    mapped = ready(*overlapping(by, apart))
    (area,) = areas_at(mapped, rule_set("NZ-2003"), (0, 1))
    assert area.shape.area == pytest.approx(by * apart, rel=1e-4)
    assert area.step is not None
    assert area.step.apart_m == pytest.approx(apart, abs=0.01)
    assert area.step.overlap_m == pytest.approx(by, abs=0.05)


def test_ends_that_face_each_other_are_joined_by_a_band_of_the_width() -> None:
    """A gap of 300 m along and 100 m across: a line of 316.2 m between both ends, 20 m around it."""
    mapped = ready(strand((-3000, 0), (0, 0)), strand((300, 100), (3000, 100)))
    (area,) = areas_at(mapped, rule_set("NZ-2003"), (0, 1))
    assert area.step is not None
    assert [area.step.apart_m, area.step.overlap_m] == pytest.approx([100, -300], abs=0.1)
    wide = shapely.transform(area.widened(20.0), FRAME.to_metres)
    assert wide.area == pytest.approx(np.hypot(300, 100) * 40 + np.pi * 400, rel=1e-3)
    found = ask(mapped, 150, 50)
    assert (found.answer, telling.value(found, 1)["area"]["kind"]) == ("inside", "step_over")
    assert ask(mapped, 150, 90).answer == "outside"


@pytest.mark.parametrize(
    "traces",
    [
        overlapping(apart=600.0),
        [strand((-3000, 0), (0, 0)), strand((600, 0), (3000, 0))],
        [strand((-3000, 0), (0, 0)), strand((0, 0), (3000, 100))],
        [strand((-3000, 0), (0, 0)), strand((100, 100), (400, -300), (600, 500), (100, 100))],
        [strand((-3000, 0), (0, 0)), strand((-3000, 200), (0, 200))],
        [strand((-3000, 0), (3000, 0)), strand((0, 50), (0, 3000))],
    ],
    ids=["too far across", "too far along", "joined", "a loop", "side by side", "a branch"],
)
def test_what_is_no_step_over(traces: list[Trace]) -> None:
    assert areas_at(ready(*traces), rule_set("NZ-2003"), (0, 1)) == []


def test_strands_of_two_faults_make_no_step_and_exempt_ones_none_either() -> None:
    south, north = overlapping()
    assert areas_at(ready(south, replace(north, fault_id=None)), rule_set("NZ-2003"), (0, 1)) == []
    rule = rule_set("NZ-2003")
    old = ready(south, replace(north, latest_activity="pre_quaternary"))
    assert ask(old, -150, 100).answer == "outside"
    assert not [b for b in zones(old, rule, given_facts(rule, NZ))[0] if b.kind == "step_over"]


def test_a_site_between_the_strands_is_inside_for_a_reason_of_its_own() -> None:
    mapped = ready(*overlapping())
    found = ask(mapped, -150, 100)
    assert found.answer == "inside"
    assert {"advice.step_over", "unknown.step_over"} <= codes_of(found)
    value = telling.value(found, 1)
    assert (value["article"], value["distance_m"], value["width_m"]) == (
        "NZ-FAZ",
        pytest.approx(100, abs=0.01),
        20.0,
    )
    # 20 m around the rectangle, and 5 m more for the strands' error.
    assert [ask(mapped, x, 100).answer for x in (18.0, 22.0, 27.0)] == [
        "inside",
        "within_location_error",
        "outside",
    ]
    beside = ask(mapped, -150, 10)
    assert (beside.answer, "area" in telling.value(beside, 1)) == ("inside", False)
    parcel = Site("P", Polygon(at((60, 90), (10, 90), (10, 110), (60, 110))))
    rule = rule_set("NZ-2003")
    assert assess(mapped, rule, given_facts(rule, NZ), parcel).answer == "inside"


def test_a_step_between_two_parts_of_one_trace_is_answered_as_it_is_drawn() -> None:
    """An office's line in two parts, as they come out of a Shapefile."""
    south, north = (list(each.geometry.geoms[0].coords) for each in overlapping())
    mapped, rule = ready(trace(south, north)), rule_set("NZ-2003")
    (belt,) = (b for b in zones(mapped, rule, given_facts(rule, NZ))[0] if b.kind == "step_over")
    assert belt.geometry.contains(Point(at((-150, 100))[0]))
    found = ask(mapped, -150, 100)
    assert (found.answer, telling.value(found, 1)["area"]["kind"]) == ("inside", "step_over")


def test_rules_without_a_distance_for_steps_leave_the_ground_between_out() -> None:
    mapped = ready(*overlapping(apart=250.0))
    given = {"building_class": "丙", "intensity": 8}
    assert ask(mapped, -150, 125, "CN-GB50011-2010", **given).answer == "outside"
    belts, _ = zones(mapped, rule_set("CN-GB50011-2010"), given_facts(rule_set("CN-GB50011-2010"), given))
    assert {belt.kind for belt in belts} == {"zone", "location_error"}


def test_zones_hold_the_step_and_reversed_digitizing_changes_nothing() -> None:
    rule = rule_set("NZ-2003")
    south, north = overlapping()
    first, second = (
        zones(ready(*traces), rule, given_facts(rule, NZ))[0]
        for traces in ((south, north), (turned(south), turned(north)))
    )
    assert [(b.kind, b.geometry.wkb) for b in first] == [(b.kind, b.geometry.wkb) for b in second]
    (step,) = (belt for belt in first if belt.kind == "step_over")
    assert step.geometry.covers(Point(*at((-150, 100))[0]))
    # The rectangle and 20 m around it, without the strips of 20 m along both strands.
    assert step.area_km2 * 1e6 == pytest.approx(340 * 160, rel=0.02)
    whole = shapely.union_all([belt.geometry for belt in first])
    assert all(
        (ask(ready(south, north), x, y).answer != "outside") == whole.covers(Point(*at((x, y))[0]))
        for x, y in np.random.default_rng(1).uniform((-400, -60), (100, 260), (60, 2))
    )


def polygon(*metres: tuple[float, float], **fields: Any) -> DeformationZone:
    stated: dict[str, Any] = {"fault_id": FAULT.id, **fields}
    return DeformationZone(survey_id=SURVEY.id, geometry=MultiPolygon([Polygon(at(*metres))]), **stated)


BOX = ((-500.0, -30.0), (500.0, -30.0), (500.0, 80.0), (-500.0, 80.0))


def test_a_mapped_zone_is_what_twenty_metres_are_measured_from() -> None:
    mapped = ready(strand((-3000, 0), (3000, 0)), deformation_zone=[polygon(*BOX, name="Z1")])
    answers = [ask(mapped, 0, y).answer for y in (79.0, 99.0, 104.0, 106.0, -49.0, -56.0)]
    assert answers == ["inside", "inside", "within_location_error", "outside", "inside", "outside"]
    assert "advice.deformation_zone" in codes_of(ask(mapped, 0, 99))
    assert ask(mapped, 700, 40).answer == "outside"
    # A rule that measures from the line does not know it.
    given = {"building_class": "丙", "intensity": 8}
    wide = ready(
        strand((-3000, 0), (3000, 0)), deformation_zone=[polygon((-9, 0), (9, 0), (9, 400), (-9, 400))]
    )
    assert ask(wide, 0, 300, "CN-GB50011-2010", **given).answer == "outside"
    assert ask(wide, 0, 300).answer == "inside"


def test_within_a_mapped_zone_the_widths_of_stations_give_way() -> None:
    station = DeformationWidth(
        survey_id=SURVEY.id, geometry=Point(*at((0, 0))[0]), fault_id=FAULT.id,
        left=Estimate(unit="m", best=150.0), right=Estimate(unit="m", best=150.0),
    )  # fmt: skip
    line = strand((-3000, 0), (3000, 0))
    alone = ready(line, deformation_width=[station])
    both = ready(line, deformation_width=[station], deformation_zone=[polygon(*((3 * x, y) for x, y in BOX))])
    assert (ask(alone, 0, -160).answer, ask(both, 0, -160).answer) == ("inside", "outside")
    assert (ask(alone, 2500, -160).answer, ask(both, 2500, -160).answer) == ("inside", "inside")


def test_a_zone_of_another_fault_or_of_none_is_not_used() -> None:
    line = strand((-3000, 0), (3000, 0))
    other = Fault(survey_id=SURVEY.id, code="F2")
    for fields in ({"fault_id": other.id}, {"fault_id": None}):
        assert ask(ready(line, deformation_zone=[polygon(*BOX, **fields)]), 0, 70).answer == "outside"
