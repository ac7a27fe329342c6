"""Parcels that offices list corner by corner are judged as areas, never as their corners alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from faultgis.avoidance.sites import Site, checked
from faultgis.crs import to_gk
from importers.sites import read_sites

WEST, SOUTH = 102.26, 27.89
SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]
HOLE = [(2, 2), (2, 4), (4, 4), (4, 2)]
AWAY = [(20, 0), (30, 0), (30, 10)]


def lines(parcel: str, places: list[tuple[int, int]], *more: str) -> list[str]:
    """Rows of corners a ten-thousandth of a degree apart."""
    return [
        ",".join((parcel, f"J{n}", f"{WEST + x / 1e4:.5f}", f"{SOUTH + y / 1e4:.5f}", *more))
        for n, (x, y) in enumerate(places, 1)
    ]


def read(folder: Path, heads: str, *rows: str) -> list[Site]:
    path = folder / "地块表.csv"
    path.write_text("\n".join((heads, *rows)) + "\n", "utf-8")
    return [checked(site) for site in read_sites(path)]


def cells(shape: object) -> float:
    """An area in squares of a ten-thousandth of a degree."""
    assert isinstance(shape, Polygon | MultiPolygon)
    return round(float(shape.area) * 1e8, 3)


@pytest.mark.parametrize(
    "heads", ["地块编号,点号,经度,纬度", "宗地号,界址点号,经度,纬度", "name,corner,lon,lat"]
)
@pytest.mark.parametrize("closed", [False, True])
def test_rows_of_corners_are_parcels(tmp_path: Path, heads: str, closed: bool) -> None:
    square = SQUARE + SQUARE[:1] * closed
    first, second = read(tmp_path, heads, *lines("甲", square), *lines("乙", AWAY))
    assert (first.name, first.row, first.problem) == ("甲", 2, None)
    assert (second.name, second.row, second.problem) == ("乙", 2 + len(square), None)
    assert (cells(first.geometry), cells(second.geometry)) == (100, 50)
    assert [(note.code, note.params["count"]) for note in first.notes] == [("site.from_corners", 4)]


def test_a_name_in_the_first_row_alone_and_none_at_all(tmp_path: Path) -> None:
    named = lines("甲", SQUARE)
    blank = [row.replace("甲", "", 1) for row in named[1:]]
    (site,) = read(tmp_path, "地块名称,点号,经度,纬度", named[0], *blank)
    assert (site.name, cells(site.geometry)) == ("甲", 100)
    (site,) = read(tmp_path, "拐点,经度,纬度", *(row.partition(",")[2] for row in named))
    assert (site.name, cells(site.geometry)) == ("地块表", 100)


def test_holes_and_parts(tmp_path: Path) -> None:
    heads = "地块号,点号,经度,纬度,圈号"
    rows = [*lines("甲", SQUARE, "1"), *lines("甲", HOLE, "2"), *lines("甲", AWAY, "3")]
    (site,) = read(tmp_path, heads, *rows)
    assert isinstance(site.geometry, MultiPolygon)
    assert cells(site.geometry) == 100 - 4 + 50
    rows = [line for ring in (SQUARE, HOLE, AWAY) for line in lines("甲", ring + ring[:1])]
    (again,) = read(tmp_path, "地块号,点号,经度,纬度", *rows)
    assert again.geometry is not None
    assert again.geometry.equals(site.geometry)


def test_on_the_grid(tmp_path: Path) -> None:
    grid = [to_gk(WEST + x / 1e4, SOUTH + y / 1e4) for x, y in SQUARE]
    rows = [f"甲,J{n},{north:.3f},{zone}{east:.3f}" for n, (east, north, zone) in enumerate(grid, 1)]
    (site,) = read(tmp_path, "地块号,界址点号,X,Y", *rows)
    assert site.geometry is not None
    wanted = box(WEST, SOUTH, WEST + 1e-3, SOUTH + 1e-3)
    assert site.geometry.symmetric_difference(wanted).area < 1e-3 * wanted.area


def test_what_is_wrong_stays_with_its_parcel(tmp_path: Path) -> None:
    bad = lines("甲", SQUARE)
    bad[2] = bad[2].replace("102", "一〇二")
    lost = lines("丁", SQUARE)
    lost[1] = "丁,J2,,"
    crossing = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
    rows = [*bad, *lines("乙", SQUARE), *lines("丙", AWAY[:2]), *lost, *lines("戊", crossing)]
    found = read(tmp_path, "地块号,点号,经度,纬度", *rows)
    assert [site.name for site in found] == ["甲", "乙", "丙", "丁", "戊"]
    assert [site.problem and site.problem.code for site in found] == [
        "place.unreadable", None, "site.few_corners", "site.corner_missing", "site.self_crossing"
    ]  # fmt: skip
    assert found[3].problem is not None
    assert found[3].problem.params["row"] == 13


@pytest.mark.parametrize(
    "heads", ["地块号,点号,经度,纬度", "项目名称,点号,经度,纬度", "地块名称,序号,经度,纬度"]
)
def test_points_stay_points(tmp_path: Path, heads: str) -> None:
    parcels = ("甲", "乙", "丙") if "点号" in heads and "地块" in heads else ("甲",) * 3
    rows = [line for name in parcels for line in lines(name, SQUARE[:1])]
    assert all(isinstance(site.geometry, Point) for site in read(tmp_path, heads, *rows))


@given(st.integers(3, 30), st.booleans(), st.integers(0, 29))
def test_any_start_and_direction_give_the_same_parcel(
    tmp_path_factory: pytest.TempPathFactory, count: int, turned: bool, start: int
) -> None:
    around = list(Point(0, 0).buffer(90, quad_segs=20).exterior.coords)[:-1]
    ring = [(round(x), round(y)) for x, y in around[:: max(1, len(around) // count)]]
    other = ring[start % len(ring) :] + ring[: start % len(ring)]
    folder = tmp_path_factory.mktemp("parcels")
    heads = "地块号,点号,经度,纬度"
    (one,) = read(folder, heads, *lines("甲", ring))
    (two,) = read(folder, heads, *lines("甲", other[::-1] if turned else other))
    assert one.geometry is not None
    assert two.geometry is not None
    assert one.geometry.equals(two.geometry)
