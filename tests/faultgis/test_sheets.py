"""Map sheets after GB/T 13989 against published examples and against their own rules."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis.errors import InputError
from faultgis.sheets.index import (
    SCALES,
    Sheet,
    neighbours,
    old_number,
    parts_of,
    sheet,
    sheet_at,
    sheets_within,
)

OPPOSITE = {"n": "s", "s": "n", "e": "w", "w": "e", "ne": "sw", "sw": "ne", "nw": "se", "se": "nw"}
COLUMNS = {1_000_000: "1M", 250_000: "250k", 100_000: "100k", 50_000: "50k", 25_000: "25k", 10_000: "10k"}

longitudes = st.floats(-180, 179.999999)
latitudes = st.floats(0, 88, exclude_max=True)
scales = st.sampled_from(SCALES)


@pytest.fixture
def examples(shared: Path) -> list[dict[str, str]]:
    with (shared / "reference/standards/sheet_examples.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_published_examples(examples: list[dict[str, str]]) -> None:
    assert len(examples) == 12
    for row in examples:
        lon, lat = float(row["lon"]), float(row["lat"])
        for scale, name in COLUMNS.items():
            found = sheet_at(lon, lat, scale)
            assert found.number == row[f"sheet_{name}"]
            assert sheet(found.number) == found
        fifty = sheet_at(lon, lat)
        edges = [float(row[side]) for side in ("west", "south", "east", "north")]
        assert fifty.bounds == pytest.approx(edges, abs=1e-8)
        assert old_number(fifty) == row["old_50k"]
        assert sheet(row["old_50k"]) == fifty


@pytest.mark.parametrize(
    ("lon", "lat", "number"),
    [(114.0, 40.0, "K50E024001"), (114.25, 39.9, "J50E001002"), (114 + 33 / 60, 39 + 1 / 3, "J50E004003")],
)
def test_south_and_west_edges_belong_to_the_sheet(lon: float, lat: float, number: str) -> None:
    assert sheet_at(lon, lat).number == number


def test_neighbours_across_the_borders_of_the_million_sheets() -> None:
    around = neighbours(sheet("J50E001001"))
    assert around == {
        "n": "K50E024001",
        "ne": "K50E024002",
        "e": "J50E001002",
        "se": "J50E002002",
        "s": "J50E002001",
        "sw": "J49E002024",
        "w": "J49E001024",
        "nw": "K49E024024",
    }
    assert neighbours(sheet("J60"))["e"] == "J01"
    assert set(neighbours(sheet("A50"))) == {"n", "ne", "e", "w", "nw"}


@given(longitudes, latitudes, scales)
def test_a_place_lies_in_its_sheet(lon: float, lat: float, scale: int) -> None:
    found = sheet_at(lon, lat, scale)
    assert found.west - 1e-11 <= lon < found.east
    assert found.south - 1e-11 <= lat < found.north


@given(longitudes, latitudes, scales)
def test_number_and_sheet_are_each_others_inverse(lon: float, lat: float, scale: int) -> None:
    found = sheet_at(lon, lat, scale)
    assert sheet(found.number) == found
    assert sheet_at(*found.centre, scale) == found
    assert sheet_at(found.west, found.south, scale) == found


@given(longitudes, latitudes, st.sampled_from([1_000_000, 100_000, 50_000, 25_000]))
def test_old_numbers_come_back(lon: float, lat: float, scale: int) -> None:
    found = sheet_at(lon, lat, scale)
    assert sheet(old_number(found)) == found


@given(longitudes, latitudes, scales)
def test_the_neighbour_of_the_neighbour_is_the_sheet(lon: float, lat: float, scale: int) -> None:
    found = sheet_at(lon, lat, scale)
    for direction, number in neighbours(found).items():
        beside = sheet(number)
        assert neighbours(beside)[OPPOSITE[direction]] == found.number
        if direction == "e" and found.east < 180:
            assert (beside.west, beside.south) == (found.east, found.south)
        if direction == "n":
            assert (beside.west, beside.south) == (found.west, found.north)


@pytest.mark.parametrize(
    ("scale", "finer"),
    [(1_000_000, 500_000), (500_000, 250_000), (250_000, 100_000), (100_000, 50_000), (10_000, 5_000)],
)
def test_larger_scales_tile_their_parent(scale: int, finer: int) -> None:
    parent = sheet_at(102.3, 27.9, scale)
    parts = parts_of(parent, finer)
    assert len({part.number for part in parts}) == len(parts)
    assert all(sheet_at(*part.centre, scale) == parent for part in parts)
    area = sum((p.east - p.west) * (p.north - p.south) for p in parts)
    assert area == pytest.approx((parent.east - parent.west) * (parent.north - parent.south))
    assert sheets_within(*parent.bounds, finer) == parts


def test_a_box_inside_one_sheet_gives_that_sheet() -> None:
    assert sheets_within(102.26, 27.84, 102.27, 27.85) == [sheet("G48E001002")]
    assert sheets_within(102.25, 27.9, 102.25, 27.9) == [sheet("G48E001002")]


@pytest.mark.parametrize(
    "typed", ["j50e001010", "Ｊ５０Ｅ００１０１０", " J50 E 001 010 ", "J-50-5-B", "j–50–5–b"]
)
def test_numbers_are_read_as_people_type_them(typed: str) -> None:
    assert sheet(typed).number == "J50E001010"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "sheet.malformed"),
        ("Beijing", "sheet.malformed"),
        ("J50E00101", "sheet.malformed"),
        ("J50A001001", "sheet.malformed"),
        ("W50", "sheet.malformed"),
        ("J-50-5-E", "sheet.malformed"),
        ("J61E001001", "sheet.zone"),
        ("J00", "sheet.zone"),
        ("J50E025001", "sheet.row_column"),
        ("J50E001000", "sheet.row_column"),
        ("J50B003001", "sheet.row_column"),
        ("J-50-145", "sheet.row_column"),
    ],
)
def test_what_is_no_number_is_refused(number: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        sheet(number)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("lon", "lat"), [(100, -0.1), (100, 88), (181, 30), (-180.5, 30), (float("nan"), 30), (100, float("inf"))]
)
def test_places_without_a_sheet_are_refused(lon: float, lat: float) -> None:
    with pytest.raises(InputError, match=r"sheet\.outside"):
        sheet_at(lon, lat)


def test_the_last_float_before_the_end_still_has_a_sheet() -> None:
    assert sheet_at(100, 87.99999999999999, 1_000_000).number == "V47"
    assert sheet_at(180, 1, 1_000_000).number == "A01"


def test_a_scale_without_sheets_is_refused() -> None:
    with pytest.raises(InputError, match=r"sheet\.scale"):
        sheet_at(100, 30, 30_000)
    with pytest.raises(InputError, match=r"sheet\.scale"):
        parts_of(sheet("J50E001010"), 100_000)


def test_too_many_sheets_are_refused_before_they_are_made() -> None:
    with pytest.raises(InputError, match=r"sheet\.too_many"):
        sheets_within(73, 18, 135, 53, 5_000)


def test_scales_without_a_known_old_style_have_none() -> None:
    assert old_number(sheet("J50C001002")) == ""
    assert old_number(Sheet("J50", 1_000_000, 114, 36, 120, 40)) == "J-50"
