"""Routes: crossings with chainage and angle, stretches in zones, what a crossing may have to bear."""

import math

import pytest
from shapely import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.crossings import crossings
from faultgis.avoidance.routes import path_of
from faultgis.avoidance.sites import Site
from faultgis.crs import destination
from faultgis.errors import InputError
from faultgis.records.site import SurfaceRupture
from faultgis.services.assessing import question
from faultgis.services.routing import route, the_route
from faultgis.values import Estimate
from tests.faultgis.avoidance.avoidance_made import FAULT, SURVEY, mapped, trace, turned

MIDDLE = (102.2, 27.85)
TRACE = trace([(102.2, 27.80), (102.2, 27.90)], hanging_wall="right")
GB = question("CN-GB50011-2010", {"building_class": "丙", "intensity": 8})


def line(azimuth: float, half_m: float = 30_000.0) -> LineString:
    """A route through the middle of the trace."""
    return LineString([destination(*MIDDLE, azimuth + 180, half_m), destination(*MIDDLE, azimuth, half_m)])


@pytest.mark.parametrize("azimuth", [90.0, 60.0, 150.0, 10.0])
def test_a_crossing_has_its_chainage_and_angle(azimuth: float) -> None:
    for drawn in (TRACE, turned(TRACE)):
        (met,) = crossings(mapped(drawn), path_of(line(azimuth)))
        assert met.chainage_m == pytest.approx(30_000, abs=0.5)
        sharp = min(azimuth, 180 - azimuth)
        assert met.angle_deg == pytest.approx(sharp, abs=0.2)
        assert met.play_m == pytest.approx(5 / math.sin(math.radians(sharp)), rel=0.01)
        assert [met.lon, met.lat] == pytest.approx(MIDDLE, abs=1e-6)


def test_a_route_through_a_vertex_of_its_own_crosses_once() -> None:
    bent = LineString([destination(*MIDDLE, 270, 700), MIDDLE, destination(*MIDDLE, 80, 700)])
    assert len(crossings(mapped(TRACE), path_of(bent))) == 1


def test_stretches_in_zones_are_as_long_as_the_angle_makes_them() -> None:
    found = route([mapped(TRACE)], GB, [Site("r", line(30.0, 2000))])
    (zone,) = [s for s in found["stretches"] if s["kind"] == "zone"]
    assert zone["to_m"] - zone["from_m"] == pytest.approx(200 / math.sin(math.radians(30)), abs=0.5)
    assert found["answer"] == "inside"
    assert found["length_m"] == pytest.approx(4000, abs=0.1)


def test_what_a_crossing_may_have_to_bear_comes_from_recorded_ruptures() -> None:
    def rupture(year: int, slip: float) -> SurfaceRupture:
        seen = Estimate(unit="m", best=slip, low=slip - 1, high=slip + 1)
        return SurfaceRupture(survey_id=SURVEY.id, fault_id=FAULT.id, year=year, horizontal_slip=seen)

    ruptures, asked = [rupture(1850, 3.0), rupture(814, 5.0)], [Site("r", line(90.0, 2000))]
    (met,) = route([mapped(TRACE, surface_rupture=ruptures)], GB, asked)["crossings"]
    assert met["expected_offset"]["horizontal_m"] == {"best": 5.0, "low": 4.0, "high": 6.0}
    assert (met["expected_offset"]["year"], met["expected_offset"]["basis"]) == (814, "derived")
    (met,) = route([mapped(TRACE)], GB, asked)["crossings"]
    assert met["expected_offset"] is None
    assert met["reasons"][0]["code"] == "unknown.offset"


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (Point(102.2, 27.8), "route.not_a_line"),
        (LineString([(102.2, 27.8), (102.2, 27.8)]), "site.no_length"),
        (MultiLineString([[(102, 27), (102.1, 27)], [(102.2, 27), (102.3, 27)]]), "route.parts"),
        (None, "site.missing"),
        (LineString([(27.8, 102.2), (27.9, 102.2)]), "site.swapped"),
    ],
)
def test_what_is_no_route_is_said(shape: BaseGeometry | None, code: str) -> None:
    with pytest.raises(InputError) as raised:
        route([mapped(TRACE)], GB, [Site("r", shape)])
    assert raised.value.code == code


def test_one_route_at_a_time() -> None:
    sites = [Site(str(n), line(90.0)) for n in range(2)]
    with pytest.raises(InputError) as raised:
        route([mapped(TRACE)], GB, sites)
    assert raised.value.code == "route.several"
    joined = MultiLineString([[(102, 27), (102.1, 27)], [(102.1, 27), (102.3, 27)]])
    assert path_of(joined).length_m == pytest.approx(
        path_of(LineString([(102, 27), (102.3, 27)])).length_m, rel=1e-6
    )


def test_lines_that_join_are_one_route_and_places_are_none() -> None:
    """A pipeline as surveyors hand it over: section by section, not all drawn the same way."""
    whole = [destination(*MIDDLE, 90, metres) for metres in (-2000, -500, 700, 2500)]
    parts = [LineString(whole[n : n + 2][:: 1 if n % 2 else -1]) for n in range(3)]
    joined = the_route([Site(f"section {n}", part) for n, part in enumerate(parts, 1)])
    assert joined.name == "section 1"
    assert path_of(joined.geometry).length_m == pytest.approx(4500, abs=0.1)
    with pytest.raises(InputError) as raised:
        the_route([Site("a", Point(*MIDDLE)), Site("b", Point(*MIDDLE))])
    assert raised.value.code == "route.not_a_line"
    with pytest.raises(InputError) as raised:
        the_route([Site("a", parts[0]), Site("b", parts[2])])
    assert raised.value.code == "route.several"


def place(east_m: float, north_m: float) -> tuple[float, float]:
    """So far from the middle of the trace, which runs north."""
    east = destination(*MIDDLE, 90, east_m) if east_m else MIDDLE
    return destination(*east, 0, north_m) if north_m else east


@pytest.mark.parametrize(
    ("places", "met"),
    [
        ([(-300, -200), (0, 0), (-300, 200)], [("touch", 360.6, 360.6)]),
        ([(0, 0), (300, 0)], [("touch", 0.0, 0.0)]),
        ([(-300, 0), (0, 0), (0, 400), (300, 400)], [("along", 300.0, 700.0)]),
        ([(-300, 0), (2, 0), (-2, 100), (2, 200), (2, 300)], [("along", 300.0, 452.2)]),
        ([(-300, 0), (9, 0), (-9, 100), (9, 200), (300, 200)], [("crossing", 300, 300)] * 3),
        (
            [(0, 0), (300, 0), (300, 300), (-300, 300), (-300, 0), (0, 0)],
            [("crossing", 0, 0), ("crossing", 900, 900)],
        ),
        ([(300, 0), (600, 0)], []),
        ([(300_000, 0), (301_000, 0)], []),
    ],
)
def test_a_route_crosses_touches_or_runs_along(
    places: list[tuple[float, float]], met: list[tuple[str, float, float]]
) -> None:
    """Within the location error (5 m) it cannot be told how often a route crosses to and fro."""
    path = path_of(LineString([place(*each) for each in places]))
    for drawn in (TRACE, turned(TRACE)):
        found = crossings(mapped(drawn), path)
        assert [each.kind for each in found] == [kind for kind, _, _ in met]
        if len(met) < 3:
            told = [(each.chainage_m, each.to_m) for each in found]
            assert told == [pytest.approx(each[1:], abs=0.5) for each in met]


def test_stretches_of_a_closed_route_do_not_reach_over_its_beginning() -> None:
    around = LineString([place(*at) for at in ((0, 0), (900, 0), (900, 900), (-900, 900), (-900, 0), (0, 0))])
    found = route([mapped(TRACE)], GB, [Site("r", around)])
    zones = [(s["from_m"], s["to_m"]) for s in found["stretches"] if s["kind"] == "zone"]
    whole = found["length_m"]
    assert zones == [pytest.approx(each, abs=0.5) for each in ((0, 100), (2600, 2800), (whole - 100, whole))]


def test_of_a_long_route_what_lies_beyond_mapped_ground_is_told() -> None:
    found = route([mapped(TRACE)], GB, [Site("r", line(90.0))])
    beyond = [(s["from_m"], s["to_m"]) for s in found["stretches"] if s["kind"] == "not_mapped"]
    assert beyond == [pytest.approx(each, abs=3) for each in ((0, 27_000), (33_000, 60_000))]
    assert found["unknowns"][0]["code"] == "unknown.partly_mapped"
    assert found["unknowns"][0]["params"]["percent"] == 90


def test_a_route_that_crosses_itself_on_unmapped_ground_is_unmapped_from_end_to_end() -> None:
    """A walked track: where it crosses itself within a metre, nothing is mapped either."""
    knot = [(-500, 0), (0, 0), (0.5, 0.3), (0.5, -0.3), (0.1, 0.3), (300, 200), (0, 200), (0, -200)]
    there = LineString([destination(*destination(*place(*at), 90, 200_000), 0, 1) for at in knot])
    found = route([mapped(TRACE)], GB, [Site("r", there)])
    (beyond,) = [s for s in found["stretches"] if s["kind"] == "not_mapped"]
    assert (beyond["from_m"], beyond["to_m"]) == (0.0, found["length_m"])
