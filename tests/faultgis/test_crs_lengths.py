"""Lengths, areas and directions on the CGCS2000 ellipsoid."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, box

from faultgis import crs

places = st.tuples(st.floats(-179, 179), st.floats(-80, 80))


def test_a_quarter_of_the_meridian_is_ten_million_metres() -> None:
    quarter = crs.length_m(LineString([(100, 0), (100, 45), (100, 90)]))
    assert quarter == pytest.approx(10_001_965.7292, abs=1e-3)


def test_a_degree_along_the_equator() -> None:
    degree = math.pi / 180 * 6_378_137
    assert crs.length_m(LineString([(100, 0), (101, 0)])) == pytest.approx(degree, abs=1e-6)
    assert crs.metres_per_degree(0)[0] == pytest.approx(degree, abs=1e-6)
    assert crs.metres_per_degree(90)[0] == pytest.approx(0, abs=1e-6)


@given(st.floats(100, 101), st.floats(-70, 70))
def test_metres_per_degree_are_the_slope_of_the_geodesic(lon: float, lat: float) -> None:
    step = 1e-4
    east, north = crs.metres_per_degree(lat)
    assert crs.distance_azimuth(lon, lat, lon + step, lat)[0] == pytest.approx(east * step, rel=1e-7)
    assert crs.distance_azimuth(lon, lat - step / 2, lon, lat + step / 2)[0] == pytest.approx(
        north * step, rel=1e-7
    )


@given(places, st.floats(0, 359.9), st.floats(1, 2_000_000))
def test_going_there_is_as_far_as_was_gone(place: tuple[float, float], azimuth: float, metres: float) -> None:
    there = crs.destination(*place, azimuth, metres)
    back, direction = crs.distance_azimuth(*place, *there)
    assert back == pytest.approx(metres, abs=1e-5)
    assert math.cos(math.radians(direction - azimuth)) == pytest.approx(1, abs=1e-6)


def test_no_distance_has_no_direction() -> None:
    assert crs.distance_azimuth(100, 30, 100, 30) == (0.0, 0.0)


def test_many_lengths_at_once_are_the_single_ones() -> None:
    line = LineString([(100, 30), (100.1, 30.05), (100.2, 30.02)])
    many = MultiLineString([line, LineString([(101, 30), (101, 30.1)])])
    hole = box(100, 30, 100.2, 30.2).difference(box(100.05, 30.05, 100.1, 30.1))
    geometries = [line, None, many, Point(100, 30), hole, LineString()]
    single = [0.0 if g is None else crs.length_m(g) for g in geometries]
    assert list(crs.lengths_m(geometries)) == pytest.approx(single)
    parts = sum(crs.length_m(part) for part in many.geoms)
    assert crs.length_m(many) == pytest.approx(parts)
    rings = crs.length_m(hole.exterior) + sum(crs.length_m(ring) for ring in hole.interiors)
    assert crs.length_m(hole) == pytest.approx(rings)
    assert list(crs.lengths_m([])) == []


def test_an_area_counts_its_holes_and_not_its_direction() -> None:
    hole = box(100, 30, 100.2, 30.2).difference(box(100.05, 30.05, 100.1, 30.1))
    outside, inside = crs.area_m2(box(100, 30, 100.2, 30.2)), crs.area_m2(box(100.05, 30.05, 100.1, 30.1))
    assert crs.area_m2(hole) == pytest.approx(outside - inside, rel=1e-6)
    assert crs.area_m2(shapely.reverse(hole)) == pytest.approx(crs.area_m2(hole), rel=1e-12)
    east, north = crs.metres_per_degree(30.1)
    assert outside == pytest.approx(0.04 * east * north, rel=1e-5)
