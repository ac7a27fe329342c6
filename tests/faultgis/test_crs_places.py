"""Places as people write them, and the shifted coordinates of web maps."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis import crs
from faultgis.errors import InputError

XICHANG = (102 + 15 / 60 + 32 / 3600, 27 + 53 / 60 + 41 / 3600)


@pytest.mark.parametrize(
    "text",
    [
        "102°15′32″E 27°53′41″N",
        "27°53′41″N 102°15′32″E",
        "102°15'32\"E,27°53'41\"N",
        "102°15′32″ 27°53′41″",
        "东经102度15分32秒 北纬27度53分41秒",
        "北纬27°53′41″，东经102°15′32″",
        "东经：102°15′32″；北纬：27°53′41″",
        "E102°15′32″N27°53′41″",
        "１０２°１５′３２″Ｅ　２７°５３′４１″Ｎ",
        "102d15'32\" 27d53'41\"",
        "102 15 32 E 27 53 41 N",
        "N27 53 41 E102 15 32",
        "27 53 41 N, 102 15 32 E",
        "102 15 32 27 53 41",
        "102 15.5333333333 E 27 53.6833333333 N",
    ],
)
def test_degrees_minutes_seconds(text: str) -> None:
    assert crs.parse_place(text) == pytest.approx(XICHANG, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "102.26 27.89",
        "102.26,27.89",
        "102.26，27.89",
        "27.89 102.26",
        "27.89N, 102.26E",
        "N27.89 E102.26",
        "E102.26N27.89",
        "102.26°E 27.89°N",
        "经度102.26 纬度27.89",
        "lat=27.89 lon=102.26",
        "Longitude: 102.26, Latitude: 27.89",
    ],
)
def test_decimal_degrees_in_either_order(text: str) -> None:
    assert crs.parse_place(text) == pytest.approx((102.26, 27.89))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("39.5, 75.9", (75.9, 39.5)),
        ("-122.4 37.8", (-122.4, 37.8)),
        ("37.8 -122.4", (-122.4, 37.8)),
        ("30°S 20°W", (-20, -30)),
        ("12 45", (12, 45)),
        ("102.26E 27.89S", (102.26, -27.89)),
    ],
)
def test_plain_numbers_are_longitude_first_unless_only_the_other_order_is_possible(
    text: str, place: tuple[float, float]
) -> None:
    assert crs.parse_place(text) == pytest.approx(place)


@pytest.mark.parametrize(
    "text",
    [
        "18 E 500000 N 3086000",
        "18带 500000 3086000",
        "18500000, 3086000",
        "3086000 18500000",
        "X=3086000 Y=18500000",
        "带号18 X3086000 Y500000",
        "E 18500000 N 3086000",
        "N 3086000 E 500000 zone 18",
        "35 E 500000 N 3086000",
        "35500000 3086000",
        "3°带35 500000 3086000",
        "3度带 35 E 500000 N 3086000",
        "6°带18 X3086000 Y500000",
        "3 degree zone 35, 500000 E 3086000 N",
        "6度分带 18500000, 3086000",
    ],
)
def test_gauss_krueger_coordinates(text: str) -> None:
    lon, lat = crs.parse_place(text)
    assert lon == pytest.approx(105, abs=1e-9)
    assert crs.to_gk(lon, lat)[1] == pytest.approx(3_086_000, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "place.unreadable"),
        ("hello", "place.unreadable"),
        ("102.26", "place.unreadable"),
        ("1 2 3", "place.unreadable"),
        ("1e5 3", "place.unreadable"),
        ("102.26E 27.89E", "place.unreadable"),
        ("102,26 27,89", "place.unreadable"),
        ("E102 N", "place.unreadable"),
        ("200 100", "place.range"),
        ("102°75′E 27°N", "place.range"),
        ("102°15′75″E 27°N", "place.range"),
        ("500000 3086000", "place.zone_missing"),
        ("77 E 500000 N 3086000", "place.unreadable"),
        ("50 E 500000 N 3086000", "crs.no_zone"),
        ("19 E 18500000 N 3086000", "crs.zone_conflict"),
        ("18500000 99999999", "place.range"),
        ("24 E 500000 N 3086000", "crs.no_zone"),
        ("24500000 3086000", "crs.no_zone"),
        ("12 E 500000 N 3086000", "crs.no_zone"),
        ("3°带18 500000 3086000", "crs.no_zone"),
        ("6°带 35500000 3086000", "crs.no_zone"),
        ("18 E 950000 N 3086000", "place.outside_zone"),
        ("35 E 800000 N 3086000", "place.outside_zone"),
    ],
)
def test_what_is_no_place_is_refused(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        crs.parse_place(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "zone"),
    [("35500000 3086000", 35), ("18 E 500000 N 3086000", 18), ("105 27.89", None), ("3°15′E 27°53′N", None)],
)
def test_the_zone_is_the_one_it_was_written_in(text: str, zone: int | None) -> None:
    assert crs.read_place(text).zone == zone


@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(0, 4))
def test_what_is_shown_can_be_read_again(lon: float, lat: float, decimals: int) -> None:
    shown = crs.format_dms(lon, lat, decimals)
    half = 0.5000001 / 3600 / 10**decimals
    assert crs.parse_place(shown) == pytest.approx((lon, lat), abs=half)


def test_seconds_carry_into_minutes_and_degrees() -> None:
    assert crs.format_dms(102.99999999, 27.8945) == "103°00′00″E 27°53′40″N"
    assert crs.format_dms(-0.0000001, -59.9999999) == "0°00′00″E 60°00′00″S"
    assert crs.format_dms(102.2588889, 27.894722, 1) == "102°15′32.0″E 27°53′41.0″N"


def test_web_map_coordinates_of_known_places(shared: Path) -> None:
    with (shared / "reference/standards/gcj02_vectors.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = float(row["wgs_lon"]), float(row["wgs_lat"])
            amap = float(row["gcj_lon"]), float(row["gcj_lat"])
            baidu = float(row["bd_lon"]), float(row["bd_lat"])
            assert crs.gcj02_from_wgs84(*place) == pytest.approx(amap, abs=6e-7)
            assert crs.bd09_from_wgs84(*place) == pytest.approx(baidu, abs=6e-7)
            metres, azimuth = crs.distance_azimuth(*place, *crs.gcj02_from_wgs84(*place))
            assert metres == pytest.approx(float(row["gcj_offset_m"]), abs=0.2)
            assert azimuth == pytest.approx(float(row["gcj_azimuth"]), abs=0.1)


@given(st.floats(73, 135), st.floats(4, 53))
def test_web_map_shifts_are_taken_back_to_a_tenth_of_a_millimetre(lon: float, lat: float) -> None:
    assert crs.wgs84_from_gcj02(*crs.gcj02_from_wgs84(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)
    assert crs.wgs84_from_bd09(*crs.bd09_from_wgs84(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)


def test_abroad_nothing_is_shifted() -> None:
    assert crs.gcj02_from_wgs84(2.35, 48.85) == (2.35, 48.85)
    assert crs.wgs84_from_gcj02(2.35, 48.85) == (2.35, 48.85)
