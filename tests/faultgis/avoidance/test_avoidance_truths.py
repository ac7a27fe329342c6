"""What holds under every rule set, whatever the traces are like: reversal, polygons, answers, true widths."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from faultgis.avoidance.answers import assess
from faultgis.avoidance.belts import Belt
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.deciding import ANSWERS, given_facts, rule_set
from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Rule, files
from faultgis.avoidance.sites import Site, site_at
from faultgis.avoidance.zones import zones
from faultgis.crs import destination
from faultgis.crs.ellipsoid import geod
from faultgis.records.site import DeformationWidth
from faultgis.records.trace import Stretch, Trace
from faultgis.values import Estimate
from tests.faultgis.avoidance.avoidance_made import SURVEY, mapped, trace, turned, turned_width

ASKED: dict[str, dict[str, Any]] = {
    "CN-GB50011-2010": {"building_class": "丙", "intensity": 8},
    "IT-FAC": {"located": "certain"},
    "NZ-2003": {"building_class": "2b", "site_status": "greenfield", "recurrence_years": 1500},
    "TW-262": {"magnitude": 7},
}
# Borders of 6° and 3° zones, in the south and in the north.
BORDERS = list(product((102.0, 108.0, 103.5, 106.5), (18.0, 53.0)))
Places = list[tuple[float, float]]
Question = tuple[Rule, Mapping[str, Fact]]
EDGE_M = 0.06


def questions(ends: str, rules: Iterable[str] = tuple(files())) -> Iterator[Question]:
    for rule_id in rules:
        rule = replace(rule_set(rule_id), ends=ends)
        yield rule, given_facts(rule, ASKED.get(rule_id, {}))


@dataclass(frozen=True)
class Scene:
    """Strands about a place, the nodes that they may share, stations of width beside them."""

    traces: list[Trace]
    stations: list[DeformationWidth]
    nodes: Places

    @property
    def there(self) -> Mapped:
        return mapped(*self.traces, deformation_width=self.stations)

    @property
    def back(self) -> Mapped:
        stations = [turned_width(station) for station in self.stations]
        return mapped(*map(turned, self.traces), deformation_width=stations)


@st.composite
def paths(draw: st.DrawFn, start: tuple[float, float]) -> Places:
    """Smooth and sharp, there and back upon itself, closed, and with edges up to 100 km long."""
    bend, longest = draw(st.sampled_from([(10, 150.0), (60, 150.0), (180, 80.0), (8, 1e5)]))
    places, azimuth = [start], draw(st.floats(0, 360))
    for _ in range(draw(st.integers(1, 9))):
        azimuth += draw(st.floats(-bend, bend))
        places.append(destination(*places[-1], azimuth, draw(st.floats(5, longest))))
    closed = len(places) > 2 and draw(st.booleans())
    return [*places, start] if closed else places


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    lon, lat = draw(st.sampled_from(BORDERS))
    nodes, made, stations = [(lon, lat)], [], []
    for _ in range(draw(st.integers(1, 3))):
        parts = []
        for _ in range(draw(st.integers(1, 2))):
            aside = destination(lon, lat, draw(st.floats(0, 360)), draw(st.floats(0, 600)))
            parts.append(draw(paths(draw(st.sampled_from([*nodes, aside])))))
            nodes += parts[-1]
        better = Stretch(start=0.0, end=draw(st.sampled_from([0.25, 0.5])), half_width_m=60.0)
        one = trace(
            *parts,
            hanging_wall=draw(st.sampled_from(["left", "right", "unknown"])),
            stretches=(better,) if draw(st.booleans()) else (),
            location_error_m=draw(st.sampled_from([0.0, 10.0])),
        )
        made.append(one)
        stations += [_station(one)] if draw(st.booleans()) else []
    return Scene(made, stations, nodes)


def _station(of: Trace) -> DeformationWidth:
    place = of.geometry.geoms[0].interpolate(0.3, normalized=True)
    left, right = Estimate(unit="m", best=4.0), Estimate(unit="m", best=11.0)
    where = {"geometry": Point(place.x, place.y), "trace_id": of.id}
    return DeformationWidth(survey_id=SURVEY.id, left=left, right=right, **where)


@st.composite
def sites(draw: st.DrawFn, nodes: Places) -> Places:
    count = draw(st.integers(3, 8))
    near = st.tuples(st.sampled_from(nodes), st.floats(0, 360), st.floats(0, 250))
    return [
        destination(*base, azimuth, metres) for base, azimuth, metres in (draw(near) for _ in range(count))
    ]


def _told(belts: list[Belt]) -> list[Any]:
    return [(b.kind, b.row.id, b.error_m, b.deformation_m, shapely.to_wkb(b.geometry)) for b in belts]


@settings(max_examples=8, deadline=None)
@given(st.data(), st.sampled_from(["round", "flat"]))
def test_drawing_the_other_way_round_changes_nothing_under_any_rule(data: st.DataObject, ends: str) -> None:
    scene = data.draw(scenes())
    there, back = scene.there, scene.back
    places = data.draw(sites(scene.nodes))
    for rule, facts in questions(ends):
        assert _told(zones(there, rule, facts)[0]) == _told(zones(back, rule, facts)[0])
        for place in places:
            one, other = (assess(ready, rule, facts, site_at(*place)) for ready in (there, back))
            assert (one.answer, one.finding and one.finding.gap) == (
                other.answer,
                other.finding and other.finding.gap,
            )


@settings(max_examples=10, deadline=None)
@given(st.data(), st.sampled_from(["round", "flat"]))
def test_answers_and_polygons_agree_under_every_rule(data: st.DataObject, ends: str) -> None:
    scene = data.draw(scenes())
    ready, places = scene.there, data.draw(sites(scene.nodes))
    for rule, facts in questions(ends):
        belts = zones(ready, rule, facts)[0]
        assert belts
        assert all(belt.geometry.is_valid for belt in belts)
        for place in places:
            if _edge_m(belts, place) < EDGE_M:
                continue
            for site in (site_at(*place), Site("parcel", Point(place).buffer(1e-8, quad_segs=2))):
                assert assess(ready, rule, facts, site).answer == _by_polygons(belts, place), rule.id


def _edge_m(belts: list[Belt], place: tuple[float, float]) -> float:
    """How far the nearest edge of a zone or ring lies away, if it is near."""
    frame, box = Centred(*place), Point(place).buffer(0.001).envelope
    edges = shapely.union_all([shapely.intersection(belt.geometry.boundary, box) for belt in belts])
    away = shapely.transform(edges, frame.to_metres).distance(Point(0, 0))
    return math.inf if edges.is_empty else float(away)


def _by_polygons(belts: list[Belt], place: tuple[float, float]) -> str:
    """The gravest that the polygons which hold a place say of it."""
    said = [
        "within_location_error" if (b.kind, b.row.inside) == ("location_error", "inside") else b.row.inside
        for b in belts
        if b.geometry.contains(Point(place))
    ]
    return min(said, key=ANSWERS.index, default="outside")


@pytest.mark.parametrize("azimuth", [0.0, 57.0, 90.0])
@pytest.mark.parametrize(("lon", "lat"), BORDERS)
def test_the_edge_of_a_zone_is_true_by_the_direct_problem(lon: float, lat: float, azimuth: float) -> None:
    """Beside an edge of 100 km across a zone border: 0.1 % nearer is in, 0.1 % farther away is out."""
    start, end = (destination(lon, lat, azimuth + turn, 50_000.0) for turn in (180, 0))
    ready = mapped(trace([start, end], hanging_wall="left", location_error_m=0.0))
    forward, _, length = geod().inv(*start, *end)
    for rule, facts in questions("round"):
        for belt in zones(ready, rule, facts)[0]:
            shapely.prepare(belt.geometry)
            for share, side in product((0.0, 0.2334, 0.5, 0.77, 1.0), (-90.0, 90.0)):
                x, y, backward = geod().fwd(*start, forward, share * length)
                width = belt.hanging_m if side < 0 else belt.foot_m
                near, far = (destination(x, y, backward + 180 + side, width * by) for by in (0.999, 1.001))
                assert belt.geometry.contains(Point(near))
                assert not belt.geometry.contains(Point(far))


@settings(max_examples=8, deadline=None)
@given(st.data(), st.sampled_from(["round", "flat"]))
def test_parts_of_one_trace_have_the_zones_of_so_many_traces(data: st.DataObject, ends: str) -> None:
    scene = data.draw(scenes())
    whole = scene.traces[0]
    alike = replace(whole, stretches=())
    alone = [
        trace(list(part.coords), hanging_wall=whole.hanging_wall, location_error_m=whole.location_error_m)
        for part in whole.geometry.geoms
    ]
    for rule, facts in questions(ends, ASKED):
        one, other = (
            [b for b in zones(mapped(*of), rule, facts)[0] if b.area is None] for of in ([alike], alone)
        )
        for a, b in zip(one, other, strict=True):
            assert b.area_km2 == pytest.approx(a.area_km2, rel=1e-7)
            assert a.geometry.symmetric_difference(b.geometry).area < 1e-7 * a.geometry.area


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_trace_parted_at_a_node_keeps_its_zone(data: st.DataObject) -> None:
    """With round ends and one width on both sides."""
    path = data.draw(paths(data.draw(st.sampled_from(BORDERS))).filter(lambda places: len(places) > 2))
    at = data.draw(st.integers(1, len(path) - 2))
    whole, parted = mapped(trace(path)), mapped(trace(path[: at + 1]), trace(path[at:]))
    for rule, facts in questions("round", ASKED):
        for one, other in zip(
            *([b for b in zones(of, rule, facts)[0] if b.area is None] for of in (whole, parted)), strict=True
        ):
            assert other.area_km2 == pytest.approx(one.area_km2, rel=3e-4)  # arcs of chords
