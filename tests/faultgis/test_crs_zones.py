"""Gauss–Krüger zones: numbers and codes after EPSG, coordinates against PROJ."""

import csv
from pathlib import Path

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultgis import crs
from faultgis.errors import InputError

longitudes = st.floats(-180, 179.999)
latitudes = st.floats(-84, 84)


def test_codes_of_every_zone_agree_with_epsg(shared: Path) -> None:
    with (shared / "reference/standards/epsg_china.csv").open(encoding="utf-8") as file:
        listed = [row for row in csv.DictReader(file) if row["name"].startswith("CGCS2000 /")]
    assert len(listed) == 64
    for row in listed:
        width = 6 if "6deg" in row["kind"] else 3
        meridian, prefix = float(row["cm"]), not row["kind"].endswith("no prefix")
        found = crs.gk_epsg(meridian, width, prefix)
        assert found == int(row["epsg"])
        assert crs.central_meridian(crs.gk_zone(meridian, width), width) == meridian


def test_examples_of_the_sheet_table(shared: Path) -> None:
    with (shared / "reference/standards/sheet_examples.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            lon = float(row["lon"])
            assert crs.gk_zone(lon) == int(row["gk6_zone"])
            assert crs.gk_zone(lon, 3) == int(row["gk3_zone"])
            codes = [row["gk6_epsg"], row["gk6_cm_epsg"], row["gk3_epsg"], row["gk3_cm_epsg"]]
            ours = [crs.gk_epsg(lon, w, p) for w in (6, 3) for p in (True, False)]
            assert [str(n) for n in ours] == codes


@pytest.mark.parametrize("epsg", [4491, 4502, 4507, 4513, 4534, 4544, 4496])
def test_coordinates_agree_with_proj_to_a_micrometre(epsg: int) -> None:
    proj = pyproj.Transformer.from_crs(4490, epsg, always_xy=True)
    prefix = pyproj.CRS(epsg).name.split()[-2] == "zone"
    operation = pyproj.CRS(epsg).coordinate_operation
    assert operation is not None
    centre = next(p.value for p in operation.params if p.name == "Longitude of natural origin")
    meridian = float(centre)
    for lon in (meridian - 3, meridian - 0.7, meridian, meridian + 2.9):
        for lat in (0.0, 18.2, 27.89, 53.5):
            east, north = proj.transform(lon, lat)
            ours = crs.transverse_mercator(lon, lat, meridian)
            assert ours[0] == pytest.approx(east % 1e6 if prefix else east, abs=1e-6)
            assert ours[1] == pytest.approx(north, abs=1e-6)


@given(longitudes, latitudes, st.sampled_from([3, 6]))
def test_there_and_back_in_any_zone(lon: float, lat: float, width: int) -> None:
    east, north, zone = crs.to_gk(lon, lat, width)
    meridian = crs.central_meridian(zone, width)
    assert -width / 2 - 1e-9 <= (lon - meridian + 180) % 360 - 180 <= width / 2 + 1e-9
    back = crs.inverse_transverse_mercator(east, north, meridian)
    assert (back[0] - lon + 180) % 360 - 180 == pytest.approx(0, abs=1e-9)
    assert back[1] == pytest.approx(lat, abs=1e-9)


@given(st.floats(72, 137.999), st.floats(0, 56))
def test_the_zone_prefix_says_the_zone(lon: float, lat: float) -> None:
    east, north, zone = crs.to_gk(lon, lat)
    assert crs.from_gk(zone * 1e6 + east, north) == pytest.approx((lon, lat), abs=1e-9)
    assert crs.from_gk(east, north, zone) == pytest.approx((lon, lat), abs=1e-9)


def test_a_place_in_the_neighbouring_zone() -> None:
    east, north, zone = crs.to_gk(108.0, 30.0, zone=18)
    assert zone == 18
    proj = pyproj.Transformer.from_crs(4490, 4507, always_xy=True)
    assert (east, north) == pytest.approx(proj.transform(108.0, 30.0), abs=1e-6)


def test_western_edges_belong_to_the_zone() -> None:
    assert (crs.gk_zone(102.0), crs.gk_zone(101.999)) == (18, 17)
    assert (crs.gk_zone(103.5, 3), crs.gk_zone(103.499, 3)) == (35, 34)
    assert (crs.gk_zone(-180.0), crs.gk_zone(179.9), crs.gk_zone(0.0)) == (31, 30, 1)
    assert (crs.gk_zone(0.5, 3), crs.gk_zone(1.5, 3)) == (120, 1)


@pytest.mark.parametrize(("lon", "width"), [(60.0, 6), (140.0, 6), (-100.0, 3), (71.9, 6)])
def test_no_code_outside_chinas_zones(lon: float, width: int) -> None:
    with pytest.raises(InputError, match=r"crs\.no_zone"):
        crs.gk_epsg(lon, width)


def test_zones_that_contradict_or_are_missing() -> None:
    with pytest.raises(InputError, match=r"crs\.zone_conflict"):
        crs.from_gk(18_500_000, 3_000_000, 19)
    with pytest.raises(InputError, match=r"crs\.no_zone"):
        crs.from_gk(500_000, 3_000_000)
    assert crs.from_gk(35_500_000, 3_000_000)[0] == pytest.approx(105.0)
