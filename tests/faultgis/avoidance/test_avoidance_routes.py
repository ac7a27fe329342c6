"""Routes: crossings with chainage and angle, stretches in zones, what a crossing may have to bear."""

import math

import pytest
from shapely import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.routes import crossings, path_of
from faultgis.avoidance.sites import Site
from faultgis.crs import destination
from faultgis.errors import InputError
from faultgis.records.site import SurfaceRupture
from faultgis.services.assessing import question
from faultgis.services.routing import route
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
    found = route([mapped(TRACE)], {}, GB, [Site("r", line(30.0, 2000))])
    (zone,) = [s for s in found["stretches"] if s["kind"] == "zone"]
    assert zone["to_m"] - zone["from_m"] == pytest.approx(200 / math.sin(math.radians(30)), abs=0.5)
    assert found["answer"] == "inside"
    assert found["length_m"] == pytest.approx(4000, abs=0.1)


def test_what_a_crossing_may_have_to_bear_comes_from_recorded_ruptures() -> None:
    def rupture(year: int, slip: float) -> SurfaceRupture:
        seen = Estimate(unit="m", best=slip, low=slip - 1, high=slip + 1)
        return SurfaceRupture(survey_id=SURVEY.id, fault_id=FAULT.id, year=year, horizontal_slip=seen)

    records = {SURVEY.code: {"surface_rupture": [rupture(1850, 3.0), rupture(814, 5.0)]}}
    ready, asked = [mapped(TRACE)], [Site("r", line(90.0, 2000))]
    (met,) = route(ready, records, GB, asked)["crossings"]
    assert met["expected_offset"]["horizontal_m"] == {"best": 5.0, "low": 4.0, "high": 6.0}
    assert (met["expected_offset"]["year"], met["expected_offset"]["basis"]) == (814, "derived")
    (met,) = route(ready, {}, GB, asked)["crossings"]
    assert met["expected_offset"] is None
    assert met["reasons"][0]["code"] == "unknown.offset"


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (Point(102.2, 27.8), "route.not_a_line"),
        (LineString([(102.2, 27.8), (102.2, 27.8)]), "route.not_a_line"),
        (MultiLineString([[(102, 27), (102.1, 27)], [(102.2, 27), (102.3, 27)]]), "route.parts"),
        (None, "site.missing"),
        (LineString([(27.8, 102.2), (27.9, 102.2)]), "site.swapped"),
    ],
)
def test_what_is_no_route_is_said(shape: BaseGeometry | None, code: str) -> None:
    with pytest.raises(InputError) as raised:
        route([mapped(TRACE)], {}, GB, [Site("r", shape)])
    assert raised.value.code == code


def test_one_route_at_a_time() -> None:
    sites = [Site(str(n), line(90.0)) for n in range(2)]
    with pytest.raises(InputError) as raised:
        route([mapped(TRACE)], {}, GB, sites)
    assert raised.value.code == "route.several"
    joined = MultiLineString([[(102, 27), (102.1, 27)], [(102.1, 27), (102.3, 27)]])
    assert path_of(joined).length_m == pytest.approx(
        path_of(LineString([(102, 27), (102.3, 27)])).length_m, rel=1e-6
    )
