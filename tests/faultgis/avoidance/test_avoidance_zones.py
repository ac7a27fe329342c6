"""Distances and zones: geodesic truth, sides, rings, and that the way a trace was drawn does not matter."""

import math
import random
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from shapely import Point

import resources
from faultgis.avoidance.answers import Answer, assess
from faultgis.avoidance.belts import Belt, joined_area_km2
from faultgis.avoidance.deciding import given_facts, rule_set
from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Mapped, prepare
from faultgis.avoidance.rules import Rule
from faultgis.avoidance.sites import Site, site_at
from faultgis.avoidance.strokes import strokes
from faultgis.avoidance.zones import zones
from faultgis.crs import destination, distance_azimuth
from faultgis.crs.ellipsoid import geod
from faultgis.records.kinds import kind_of
from faultgis.records.site import DeformationWidth
from faultgis.records.trace import Stretch, Trace
from faultgis.values import Estimate
from importers.registry import read
from tests.faultgis.avoidance.avoidance_made import FAULT, SURVEY, mapped, trace, turned, turned_width

GB = {"building_class": "丙", "intensity": 8}
CHINA = [
    (75.0, 39.5),
    (102.2, 27.9),
    (108.0, 34.0),
    (114.0, 40.0),
    (119.9, 26.0),
    (126.0, 48.0),
    (110.0, 18.5),
]


def belts_of(ready: Mapped, rule_id: str = "CN-GB50011-2010", **given: Any) -> list[Belt]:
    rule = rule_set(rule_id)
    return zones(ready, rule, given_facts(rule, given or GB))[0]


def ask(ready: Mapped, site: Site | tuple[float, float], rule_id: str = "", **given: Any) -> Answer:
    rule = rule_set(rule_id or "CN-GB50011-2010")
    facts = given_facts(rule, given if rule_id else {**GB, **given})
    return assess(ready, rule, facts, site if isinstance(site, Site) else site_at(*site))


def far(of: Answer) -> float:
    assert of.finding is not None
    return of.finding.gap.distance_m


def geodesic_distance(places: list[tuple[float, float]], lon: float, lat: float) -> float:
    """By search along each geodesic edge, on pyproj alone."""
    best = math.inf
    for (x1, y1), (x2, y2) in pairwise(places):
        azimuth, _, length = geod().inv(x1, y1, x2, y2)

        def apart(along: float, a: float = azimuth, x: float = x1, y: float = y1) -> float:
            east, north, _ = geod().fwd(x, y, a, along)
            return float(geod().inv(lon, lat, east, north)[2])

        found = minimize_scalar(apart, bounds=(0.0, length), method="bounded", options={"xatol": 1e-4})
        best = min(best, found.fun, apart(0.0), apart(length))
    return best


def wandering(seed: int, lon: float, lat: float, count: int = 8) -> list[tuple[float, float]]:
    """A line whose edges are 50 m to 20 km long."""
    rng = random.Random(seed)
    places, azimuth = [(lon, lat)], rng.uniform(0, 360)
    for _ in range(count):
        azimuth += rng.gauss(0, 25)
        places.append(destination(*places[-1], azimuth, 10 ** rng.uniform(1.7, 4.3)))
    return places


@pytest.mark.parametrize("seed", range(10))
def test_distances_are_geodesic_to_a_centimetre(seed: int) -> None:
    rng = random.Random(1000 + seed)
    lon, lat = rng.uniform(74, 134), rng.uniform(18, 53)
    places = wandering(seed, lon, lat)
    ready = mapped(trace(places))
    for _ in range(10):
        base = places[rng.randrange(len(places))]
        site = destination(*base, rng.uniform(0, 360), rng.uniform(0, 2900))
        assert far(ask(ready, site)) == pytest.approx(geodesic_distance(places, *site), abs=0.01)


def test_a_long_edge_is_the_geodesic_between_its_vertices() -> None:
    """100 km from west to east: its middle lies 160 m north of the straight line in degrees."""
    west, east = (101.4, 40.0), (102.6, 40.0)
    azimuth, _, length = geod().inv(*west, *east)
    lon, lat, _ = geod().fwd(*west, azimuth, length / 2)
    assert distance_azimuth(lon, lat, lon, 40.0)[0] > 100
    assert far(ask(mapped(trace([west, east])), (lon, lat))) == pytest.approx(0, abs=0.001)


@pytest.mark.parametrize("place", CHINA)
@pytest.mark.parametrize("azimuth", [0.0, 35.0, 90.0])
def test_zones_are_true_anywhere_and_across_zone_borders(place: tuple[float, float], azimuth: float) -> None:
    """The edge of the zone of a 200 km trace lies at its width from the trace, to 0.1 %."""
    places = [destination(*place, azimuth + bend, 40_000.0 * i) for i, bend in enumerate((0, 0, 3, 1, -2, 2))]
    ready = mapped(trace(places))
    zone = belts_of(ready)[0].geometry
    assert zone.is_valid
    edge = shapely.get_coordinates(shapely.segmentize(zone.boundary, 0.02))
    rng = np.random.default_rng(7)
    for lon, lat in edge[rng.choice(len(edge), 60)]:
        assert far(ask(ready, (float(lon), float(lat)))) == pytest.approx(100, rel=1e-3)


@pytest.mark.parametrize("place", CHINA)
def test_the_area_of_a_zone_is_length_by_width(place: tuple[float, float]) -> None:
    end = destination(*place, 60.0, 150_000.0)
    zone, ring = belts_of(mapped(trace([place, end])))
    assert zone.area_km2 == pytest.approx(150 * 0.2 + math.pi * 0.01, rel=1e-3)
    assert ring.area_km2 == pytest.approx(150 * 0.01 + math.pi * (0.105**2 - 0.1**2), rel=1e-3)


def _same(one: list[Belt], other: list[Belt]) -> None:
    assert [(b.kind, b.row.id, b.deformation_m, b.error_m) for b in one] == [
        (b.kind, b.row.id, b.deformation_m, b.error_m) for b in other
    ]
    for a, b in zip(one, other, strict=True):
        assert shapely.normalize(a.geometry).wkb == shapely.normalize(b.geometry).wkb


@st.composite
def traces(draw: st.DrawFn) -> Trace:
    parts = []
    for _ in range(draw(st.integers(1, 2))):
        seed = draw(st.integers(0, 10_000))
        parts.append(
            wandering(seed, draw(st.floats(75, 130)), draw(st.floats(20, 50)), draw(st.integers(1, 5)))
        )
    cut = draw(st.sampled_from([0.25, 0.5, 0.125]))
    stretches = (Stretch(start=0.0, end=cut, half_width_m=draw(st.sampled_from([3.0, 60.0]))),)
    side = draw(st.sampled_from(["left", "right", "unknown"]))
    chosen = stretches if draw(st.booleans()) else ()
    return trace(*parts, hanging_wall=side, stretches=chosen)


@settings(max_examples=25, deadline=None)
@given(st.lists(traces(), min_size=1, max_size=3), st.booleans())
def test_drawing_the_other_way_round_changes_no_zone(made: list[Trace], wide: bool) -> None:
    stations = [_station(t, fraction) for t in made for fraction in (0.2, 0.7)] if wide else []
    there = mapped(*made, deformation_width=stations)
    back = mapped(*map(turned, made), deformation_width=[turned_width(s) for s in stations])
    _same(belts_of(there), belts_of(back))
    _same(belts_of(there, "IT-FAC", located="certain"), belts_of(back, "IT-FAC", located="certain"))
    _same(belts_of(there, "TW-262", magnitude=7), belts_of(back, "TW-262", magnitude=7))
    lon, lat = made[0].geometry.geoms[0].coords[0]
    site = destination(lon, lat, 77.0, 60.0)
    one, other = ask(there, site), ask(back, site)
    assert one.finding is not None
    assert other.finding is not None
    assert one.finding.gap == other.finding.gap


def _station(of: Trace, fraction: float) -> DeformationWidth:
    place = of.geometry.geoms[0].interpolate(fraction, normalized=True)
    left, right = (Estimate(unit="m", best=width, high=width + 2) for width in (4.0, 11.0))
    return DeformationWidth(
        survey_id=SURVEY.id, geometry=Point(place.x, place.y), trace_id=of.id, left=left, right=right
    )


NORTH = [(102.2, 27.80), (102.2, 27.85), (102.2, 27.90)]


def east(metres: float, lat: float = 27.83) -> tuple[float, float]:
    return destination(102.2, lat, 90.0 if metres > 0 else 270.0, abs(metres))


@pytest.mark.parametrize(
    "drawn", [trace(NORTH, hanging_wall="right"), turned(trace(NORTH, hanging_wall="right"))]
)
def test_a_normal_fault_is_wider_on_its_hanging_wall(drawn: Trace) -> None:
    """ZR of a normal fault: 24 m on the hanging wall (east), 6 m on the foot wall."""
    ready = mapped(drawn)
    for metres, answer, article in (
        (23.9, "inside", "IT-ZR"),
        (-5.9, "inside", "IT-ZR"),
        (-10.9, "within_location_error", "IT-ZR"),
        (28.9, "within_location_error", "IT-ZR"),
        (29.1, "special_study", "IT-ZS-a"),
        (-11.1, "special_study", "IT-ZS-a"),
        (-31.9, "special_study", "IT-ZS-a"),
    ):
        found = ask(ready, east(metres), "IT-FAC", located="certain")
        assert found.finding is not None
        assert found.finding.row is not None
        assert (found.answer, found.finding.row.id) == (answer, article), metres
        assert found.finding.gap.side == ("hanging" if metres > 0 else "foot")
    zone = belts_of(ready, "IT-FAC", located="certain")[0]
    round_ends = math.pi / 2 * (0.024**2 + 0.006**2)
    assert zone.area_km2 == pytest.approx(11.0812 * 0.03 + round_ends, rel=1e-3)


def test_the_side_comes_from_the_dip_direction_of_the_fault() -> None:
    dips_east = replace(FAULT, dip_direction=Estimate(unit="deg", best=95.0))
    for line in (NORTH, NORTH[::-1]):
        ready = mapped(trace(line), fault=dips_east)
        assert ask(ready, east(50)).finding.gap.side == "hanging"  # type: ignore[union-attr]
        assert ask(ready, east(-50)).finding.gap.side == "foot"  # type: ignore[union-attr]


def test_without_a_side_the_wider_width_holds_on_both_and_is_said() -> None:
    ready = mapped(trace(NORTH))
    found = ask(ready, east(-20), "IT-FAC", located="certain")
    assert found.answer == "inside"
    assert "unknown.side" in {each.code for each in found.unknowns}
    assert belts_of(ready, "IT-FAC", located="certain")[0].unknown_side


def test_each_stretch_has_its_own_ring() -> None:
    """The southern half is located to 60 m, the northern one to 5 m."""
    line = trace(NORTH, stretches=(Stretch(start=0.0, end=0.5, half_width_m=60.0),))
    for drawn in (line, turned(line)):
        ready = mapped(drawn)
        assert ask(ready, east(130, 27.82)).answer == "within_location_error"
        assert ask(ready, east(130, 27.88)).answer == "outside"
        ring = belts_of(ready)[1]
        assert ring.error_m == (5.0, 60.0)
        assert ring.geometry.contains(Point(east(130, 27.82)))
        assert not ring.geometry.contains(Point(east(130, 27.88)))


def test_a_mapped_deformation_zone_is_buffered_where_the_rule_says_so() -> None:
    line = trace(NORTH, hanging_wall="right")
    seen = DeformationWidth(
        survey_id=SURVEY.id,
        geometry=Point(102.2, 27.85),
        trace_id=line.id,
        left=Estimate(unit="m", best=3.0),
        right=Estimate(unit="m", best=12.0, low=8.0, high=15.0),
    )
    for drawn, station in ((line, seen), (turned(line), turned_width(seen))):
        ready = mapped(drawn, deformation_width=[station])
        nz = {"building_class": "2b", "complexity": "well_defined"}
        for metres, answer in ((34.9, "inside"), (-22.9, "inside"), (-29.0, "outside"), (41.0, "outside")):
            assert ask(ready, east(metres), "NZ-2003", **nz).answer == answer, metres
        # The Chinese distance is measured from the fault line, not from the edge of what is deformed.
        assert ask(ready, east(106)).answer == "outside"
        assert belts_of(ready)[0].deformation_m == (3.0, 15.0)


@pytest.mark.parametrize("bend", [20, 60, 110])
def test_answers_and_polygons_agree(bend: float) -> None:
    """On a crooked trace with sides, random places are inside just where the polygon contains them."""
    rng = random.Random(5)
    places = [(102.2, 27.8)]
    azimuth = 10.0
    for _ in range(40):
        azimuth += rng.gauss(0, bend)
        places.append(destination(*places[-1], azimuth, rng.uniform(20, 120)))
    ready = mapped(trace(places, hanging_wall="left"))
    zone, ring, *_ = belts_of(ready, "IT-FAC", located="certain")
    frame, agreed = Centred(*places[20]), 0
    edges = shapely.transform(shapely.union(zone.geometry.boundary, ring.geometry.boundary), frame.to_metres)
    shapely.prepare(edges)
    for _ in range(400):
        base = places[rng.randrange(len(places))]
        site = destination(*base, rng.uniform(0, 360), rng.uniform(0, 60))
        found = ask(ready, site, "IT-FAC", located="certain")
        assert found.finding is not None
        gap = found.finding.gap
        if edges.distance(Point(frame.to_metres(np.array([site]))[0])) < 0.05:
            continue
        agreed += 1
        assert (found.answer == "inside") == zone.geometry.contains(Point(site)), gap
        assert (found.answer == "within_location_error") == ring.geometry.contains(Point(site)), gap
    assert agreed > 350


@pytest.mark.parametrize(
    "shape", [lambda p: p, lambda p: Point(p).buffer(1e-7), lambda p: Point(p).buffer(1e-7).boundary]
)
@pytest.mark.parametrize("metres", [50.0, 99.0, 103.0, 107.0, -99.0, 400.0])
def test_parcels_and_points_are_answered_alike(shape: Callable[[Any], Any], metres: float) -> None:
    ready = mapped(trace(NORTH, hanging_wall="right"))
    place = shapely.Point(east(metres))
    site = Site("s", shape(place) if callable(shape) else place)
    point, other = ask(ready, east(metres)), ask(ready, site)
    assert other.answer == point.answer
    assert far(other) == pytest.approx(far(point), abs=0.02)
    assert other.finding.gap.side == point.finding.gap.side  # type: ignore[union-attr]


def test_a_parcel_beside_a_well_located_place_may_reach_the_ring_of_a_stretch() -> None:
    """The southern half is off by 60 m, the northern one by nothing, and that lies nearer to the parcel."""
    line = trace(NORTH, location_error_m=0.0, stretches=(Stretch(start=0.0, end=0.5, half_width_m=60.0),))
    south, north = east(150, 27.8499), east(101, 27.8502)
    parcel = Site("p", shapely.Polygon([south, north, (south[0], north[1])]))
    for drawn in (line, turned(line)):
        found = ask(mapped(drawn), parcel)
        assert found.answer == "within_location_error"
        assert far(found) == pytest.approx(101, abs=0.05)
        assert found.finding is not None
        assert found.finding.gap.error_m == 60.0


def test_a_parcel_across_the_trace_is_at_no_distance() -> None:
    ready = mapped(trace(NORTH, hanging_wall="right"))
    (west, south), (right, north) = east(-30, 27.83), east(30, 27.831)
    found = ask(ready, Site("p", shapely.box(west, south, right, north)))
    assert (found.answer, far(found)) == ("inside", 0.0)


def test_flat_ends_stop_at_the_end_of_the_trace() -> None:
    flat: Rule = replace(rule_set("CN-GB50011-2010"), ends="flat")
    facts = given_facts(flat, GB)
    ready = mapped(trace(NORTH))
    beyond = destination(102.2, 27.90, 0.0, 50.0)
    assert ask(ready, beyond).answer == "inside"
    assert assess(ready, flat, facts, site_at(*beyond)).answer == "outside"
    zone = zones(ready, flat, facts)[0][0]
    assert zone.area_km2 == pytest.approx(11.0812 * 0.2, rel=1e-3)
    assert not zone.geometry.contains(Point(beyond))


def test_a_trace_with_a_part_of_no_length_and_breaks_on_its_vertices_is_measured() -> None:
    stretches = (Stretch(start=0.0, end=0.5, half_width_m=9.0), Stretch(start=0.5, end=1.0, half_width_m=7.0))
    line = trace(NORTH, [(102.3, 27.8), (102.3, 27.8)], stretches=stretches)
    station = _station(line, 0.5)
    ready = mapped(line, deformation_width=[station, station])
    assert far(ask(ready, east(50, 27.85))) == pytest.approx(50, abs=0.01)
    assert np.hypot(*(ready.pieces.end - ready.pieces.start).T).min() > 0
    assert all(belt.geometry.is_valid for belt in belts_of(ready, "TW-262", magnitude=7))


def test_every_place_on_the_coarse_demo_is_not_evaluated() -> None:
    """HimaTibet is off by kilometres: on its lines, near them and far from them nothing can be said, whatever
    scale the survey that it is imported into has."""
    survey = replace(SURVEY, code="himatibet", mapping_scale=50_000)
    (batch,) = read(
        resources.path("demo/himatibet_200.geojson"), survey, mapping="himatibet", crs="EPSG:4326"
    )
    records: dict[str, list[Any]] = {}
    for record in batch.records:
        records.setdefault(kind_of(record), []).append(record)
    ready = prepare(survey, records)
    assert len(ready.known) > 200
    rng = random.Random(3)
    for number in range(150):
        lon, lat = rng.choice(ready.known).trace.geometry.geoms[0].coords[0]
        site = destination(lon, lat, rng.uniform(0, 360), 10 ** rng.uniform(0, 5))
        rule_id, given = [("", {}), ("US-CA-AP", {}), ("TW-262", {}), ("", {"intensity": 7})][number % 4]
        assert ask(ready, site, rule_id, **given).answer == "not_evaluated"


def test_zones_within_zones_are_all_made() -> None:
    ready = mapped(trace(NORTH, hanging_wall="right"))
    belts = [b for b in belts_of(ready, "IT-FAC", located="certain") if b.kind == "zone"]
    assert [b.row.id for b in belts] == ["IT-ZR", "IT-ZS-a", "IT-ZA"]
    assert [(b.hanging_m, b.foot_m) for b in belts] == [(24, 6), (128, 32), (200, 200)]
    for inner, outer in pairwise(belts):
        assert outer.geometry.contains(inner.geometry)
    assert joined_area_km2(belts) == pytest.approx(belts[0].area_km2)


def test_zones_of_a_part_of_a_survey_are_those_of_the_whole() -> None:
    lines = [trace([(102.2 + i, 27.8), (102.2 + i, 27.9)]) for i in range(3)]
    records: dict[str, list[Any]] = {"fault": [FAULT], "trace": lines}
    rule = rule_set("CN-GB50011-2010")
    part = zones(prepare(SURVEY, records, (102.1, 27.8, 102.3, 27.9)), rule, given_facts(rule, GB))[0]
    _same(part, belts_of(mapped(lines[0])))


def test_a_stroke_is_as_wide_as_the_zone_that_it_stands_for() -> None:
    ready = mapped(trace(wandering(3, 102.0, 28.0)), trace(wandering(4, 102.3, 28.1), hanging_wall="left"))
    rule = rule_set("IT-FAC")
    asked = given_facts(rule, {"located": "certain"})
    drawn = strokes(ready, rule, asked)
    along = [belt for belt in zones(ready, rule, asked)[0] if belt.area is None]
    assert [(belt.kind, belt.row.id) for belt, _ in drawn] == [(belt.kind, belt.row.id) for belt in along]
    for (stroke, half_m), belt in zip(drawn, along, strict=True):
        edge = [far_from(stroke.geometry, *place) for place in shapely.get_coordinates(belt.geometry)[::40]]
        assert max(edge) == pytest.approx(half_m, abs=2.0)  # long edges are geodesics


def far_from(line: Any, lon: float, lat: float) -> float:
    frame = Centred(lon, lat)
    dense = shapely.segmentize(line, 0.002)
    return float(shapely.transform(dense, frame.to_metres).distance(Point(0, 0)))


def deg(best: float, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(unit="deg", best=best, low=low, high=high)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"hanging_wall": "left", "dip_direction": deg(90)}, "unknown.side_contradicted"),
        ({"hanging_wall": "right", "dip_direction": deg(90), "dip": deg(90)}, "unknown.side_vertical"),
        ({"dip_direction": deg(90), "dip": deg(90)}, "unknown.side_vertical"),
        ({"dip_direction": deg(100, 20, 190)}, "unknown.side"),
        ({"hanging_wall": "right", "dip_direction": deg(90), "dip": deg(85)}, ""),
        ({"hanging_wall": "left", "dip_direction": deg(3)}, ""),
    ],
)
def test_a_hanging_wall_that_its_own_dip_contradicts_is_not_known(stated: dict[str, Any], said: str) -> None:
    for drawn in (trace(NORTH, **stated), turned(trace(NORTH, **stated))):
        found = ask(mapped(drawn), east(20), "IT-FAC", located="certain")
        assert found.finding is not None
        assert {each.code for each in found.unknowns if "side" in each.code} == ({said} if said else set())
        assert (found.finding.gap.side == "unknown") == bool(said)


def test_what_is_said_of_the_trace_goes_before_what_is_said_of_its_fault() -> None:
    """An antithetic strand of a fault that dips east, and a trace with a hanging wall of a vertical fault."""
    antithetic = mapped(trace(NORTH, hanging_wall="left"), fault=replace(FAULT, dip_direction=deg(90)))
    assert ask(antithetic, east(-20), "IT-FAC", located="certain").finding.gap.side == "hanging"  # type: ignore[union-attr]
    vertical = mapped(trace(NORTH, hanging_wall="left"), fault=replace(FAULT, dip=deg(90)))
    assert ask(vertical, east(-20), "IT-FAC", located="certain").finding.gap.side == "hanging"  # type: ignore[union-attr]


@pytest.mark.parametrize("where", [0, 1, 2])
def test_a_vertex_put_twice_turns_no_side_round(where: int) -> None:
    """Half a millimetre back and aside, as reprojected or snapped lines have it: without sense as a bend."""
    lon, lat = NORTH[where]
    hook = (lon + 2e-9, lat - 4e-9 if where else lat + 4e-9)
    places = [*NORTH[: where + 1], hook, *NORTH[where + 1 :]] if where < 2 else [*NORTH[:2], hook, NORTH[2]]
    for drawn in (trace(places, hanging_wall="right"), turned(trace(places, hanging_wall="right"))):
        plain, found = mapped(trace(NORTH, hanging_wall="right")), mapped(drawn)
        for one, other in zip(
            belts_of(plain, "IT-FAC", located="certain"),
            belts_of(found, "IT-FAC", located="certain"),
            strict=True,
        ):
            assert other.area_km2 == pytest.approx(one.area_km2, rel=1e-7)
        assert ask(found, east(-20, lat), "IT-FAC", located="certain").answer == "special_study"


@pytest.mark.parametrize("ends", ["round", "flat"])
@pytest.mark.parametrize("hanging", ["left", "right"])
def test_where_a_closed_trace_begins_does_not_matter(ends: str, hanging: str) -> None:
    """A klippe: its thrust comes back to where it began, and has no ends."""
    corners = [destination(102.2, 27.83, azimuth, 400.0 + azimuth) for azimuth in range(0, 360, 60)]
    rule = replace(rule_set("IT-FAC"), ends=ends)
    facts = given_facts(rule, {"located": "certain"})
    around = [
        mapped(trace([*corners[at:], *corners[: at + 1]], hanging_wall=hanging)) for at in range(len(corners))
    ]
    first, *others = ([belt.area_km2 for belt in zones(ready, rule, facts)[0]] for ready in around)
    for areas in others:
        assert areas == pytest.approx(first, rel=3e-5)
    for lon, lat in corners:
        for metres in (5.0, 23.0, 40.0, 100.0, 150.0):
            place = destination(lon, lat, 0.0 if metres > 50 else 77.0, metres)
            sites = (site_at(*place), Site("s", Point(place).buffer(1e-7)))
            found = [assess(ready, rule, facts, site).finding for ready in around for site in sites]
            told = {each and (each.answer, each.row and each.row.id, each.gap.side) for each in found}
            assert len(told) == 1
            assert None not in told


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_part_under_a_millimetre_is_no_line(count: int) -> None:
    """Places that a reader put almost onto each other, to and fro: without direction and length."""
    lon, lat = east(500)
    knot = [(lon + 4e-9 * (i % 2), lat) for i in range(count)]
    ready, plain = mapped(trace(NORTH, knot)), mapped(trace(NORTH))
    _same(belts_of(ready), belts_of(plain))
    assert far(ask(ready, east(450))) == pytest.approx(450, abs=0.01)
