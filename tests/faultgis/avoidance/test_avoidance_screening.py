"""Very many sites at once are answered as each of them alone."""

import math
import random
from dataclasses import replace
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, Polygon

from faultgis.avoidance.deciding import ANSWERS
from faultgis.avoidance.near import NEARLY_M, pairs
from faultgis.avoidance.sites import Site
from faultgis.crs import destination
from faultgis.records.fault import Fault
from faultgis.records.site import DeformationZone
from faultgis.records.survey import SheetState, Survey
from faultgis.services.assessing import Question, assess, question, ready
from faultgis.services.screening import Screened, screened
from tests.faultgis.avoidance.avoidance_made import FAULT, SURVEY, trace

RULES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("CN-GB50011-2010", {"building_class": "丙", "intensity": 8}),
    ("CN-GB50011-2010", {"building_class": "丁", "intensity": 9}),
    ("IT-FAC", {"located": "certain"}),
    ("US-CA-AP", {}),
    ("NZ-2003", {"importance": "3", "building_importance": "3"}),
)
SPREAD_M = (0.0, 3.0, 20.0, 200.0, 400.0, 1500.0, 2990.0, 3010.0, 6000.0)


def survey_of(seed: int, code: str = "AV") -> Any:
    """Some strands of different faults: wandering, side known or not, buried, coarse, with stretches."""
    rng = random.Random(seed)
    survey = replace(SURVEY, code=code)
    other = Fault(survey_id=SURVEY.id, code="F2", latest_activity="middle_pleistocene")
    traces = []
    for number in range(5):
        places, azimuth = [(102.0 + rng.uniform(0, 0.05), 28.0 + rng.uniform(0, 0.05))], rng.uniform(0, 360)
        for _ in range(rng.randint(1, 6)):
            azimuth += rng.gauss(0, 30)
            places.append(destination(*places[-1], azimuth, rng.uniform(50, 1500)))
        fields: dict[str, Any] = {
            "hanging_wall": rng.choice(["left", "right", ""]),
            "exposure": rng.choice(["exposed", "buried", "inferred"]),
            "location_error_m": rng.choice([0.0, 5.0, 40.0, None]),
            "mapping_scale": rng.choice([None, 10_000, 250_000]) if number else 50_000,
        }
        made = trace(places, **fields)
        traces.append(made if number % 2 else replace(made, fault_id=other.id))
    corners = [destination(*places[-1], azimuth, rng.uniform(50, 400)) for azimuth in (20, 110, 200, 290)]
    shape = MultiPolygon([Polygon(corners)])
    zone = DeformationZone(survey_id=survey.id, fault_id=traces[-1].fault_id, geometry=shape)
    records: dict[str, Any] = {
        "fault": [FAULT, other],
        "trace": traces,
        "deformation_zone": [zone] * (seed % 2),
    }
    return ready(survey, records)


def sites_of(seed: int, surveyed: Any, count: int = 25) -> list[Site]:
    """Points, parcels and lines at telling distances from the strands, and some that cannot be judged."""
    rng = random.Random(seed)
    found = [
        Site("none", None),
        Site("empty", Polygon()),
        Site("crossing", Polygon([(102, 28), (102.01, 28.01), (102.01, 28), (102, 28.01)])),
        Site("swapped", Point(28.0, 102.0)),
        Site("off", Point(400.0, 28.0)),
        Site("far", Point(110.0, 30.0)),
        Site("wide", shapely.box(101.5, 27.5, 102.5, 28.5)),
    ]
    for number in range(count):
        line = rng.choice(surveyed.known).trace.geometry
        at = rng.choice(shapely.get_coordinates(line).tolist())
        lon, lat = destination(
            at[0], at[1], rng.uniform(0, 360), rng.choice(SPREAD_M) * rng.uniform(0.98, 1.02)
        )
        corners = [destination(lon, lat, a, rng.uniform(5, 60)) for a in (10, 100, 190, 280)]
        shape = (Point(lon, lat), Polygon(corners), LineString(corners[:2]))[number % 3]
        found.append(Site(f"S{number}", shape, number))
    return found


def asked_of(rule: str, conditions: dict[str, Any]) -> Question:
    known = {each.name for each in question(rule, {}).rule.inputs}
    return question(rule, {name: value for name, value in conditions.items() if name in known})


def assert_alike(of: Screened, surveys: list[Any], asked: Question, sites: list[Site]) -> None:
    alone = assess(surveys, asked, sites)
    strand, answer, distance = of.column("strand"), of.column("answer"), of.column("distance")
    for number, (one, value) in enumerate(zip(alone.answers, alone.values(), strict=True)):
        assert ANSWERS[answer[number]] == one.answer, one
        assert of[number] == value
        brief = of.brief(number)
        same = ("answer", "article", "clause", "confidence", "width_m", "fault", "location_error_m", "survey")
        assert {name: brief[name] for name in same} == {name: value[name] for name in same}
        if one.finding is None:
            assert strand[number] < 0
        else:
            assert math.isclose(distance[number], one.finding.gap.distance_m, abs_tol=NEARLY_M)
            assert abs(brief["distance_m"] - value["distance_m"]) <= NEARLY_M + 0.05


@pytest.mark.parametrize(("rule", "conditions"), RULES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=4, deadline=None)
def test_many_sites_are_answered_as_each_alone(rule: str, conditions: dict[str, Any], seed: int) -> None:
    surveyed, asked = survey_of(seed), asked_of(rule, conditions)
    sites = sites_of(seed, surveyed)
    assert_alike(screened([surveyed], asked, sites), [surveyed], asked, sites)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=4, deadline=None)
def test_of_several_surveys_the_same_one_counts(seed: int) -> None:
    surveys = [survey_of(seed, "B"), survey_of(seed + 1, "A"), survey_of(seed, "C")]
    asked = asked_of(*RULES[0])
    sites = sites_of(seed, surveys[0])
    assert_alike(screened(surveys, asked, sites), surveys, asked, sites)


def test_a_finished_sheet_is_outside_where_nothing_is_mapped() -> None:
    survey = Survey(code="S", mapping_scale=50_000)
    state = SheetState(survey_id=survey.id, sheet="H48E001001", state="checked")
    surveyed = ready(survey, {"sheet_state": [state]})
    asked = asked_of(*RULES[0])
    west, south, east, north = surveyed.sheets[0]
    sites = [
        Site("in", Point((west + east) / 2, (south + north) / 2)),
        Site("edge", Point(west, (south + north) / 2)),
        Site("across", shapely.box(west - 0.01, south, west + 0.01, south + 0.01)),
        Site("corner", shapely.box(west, south, west + 0.01, south + 0.01)),
    ]
    assert_alike(screened([surveyed], asked, sites), [surveyed], asked, sites)
    assert screened([surveyed], asked, sites).outcomes == {"not_evaluated": 1, "outside": 3}


def test_pairs_are_those_within_reach() -> None:
    surveyed = survey_of(1)
    sites = sites_of(1, surveyed)[7:]
    shapes = Screened(asked_of(*RULES[0]), sites, [surveyed], [], None).shapes  # type: ignore[arg-type]
    found = pairs(surveyed, shapes, 3000.0)
    assert set(found.site.tolist()) <= set(range(len(sites)))
    assert (found.distance <= 3000.0 + NEARLY_M).all()
