"""Ways to CGCS2000: sure ones agree with PROJ, unsure ones are refused."""

import csv
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from faultgis import crs
from faultgis.errors import InputError

ESRI_CGCS2000 = (
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]]'
)
ESRI_BEIJING = (
    'PROJCS["Beijing_1954_3_Degree_GK_CM_105E",GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",'
    'SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
ESRI_XIAN = (
    'GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)


@pytest.mark.parametrize(
    ("source", "accuracy"),
    [
        ("EPSG:4490", 0.0),
        (4490, 0.0),
        (ESRI_CGCS2000, 0.0),
        ("EPSG:4326", 2.0),
        ("OGC:CRS84", 2.0),
        ("+proj=longlat +datum=WGS84", 2.0),
        ("EPSG:4979", 2.0),
        ("EPSG:4326+5773", 2.0),
    ],
)
def test_cgcs2000_and_wgs84_are_equal_at_mapping_accuracy(source: str | int, accuracy: float) -> None:
    way = crs.transformer(source)
    assert way.transform(102.26, 27.89) == (102.26, 27.89)
    assert way.accuracy_m == accuracy


@pytest.mark.parametrize("epsg", [4496, 4507, 4523, 4544, 32648, 3857])
def test_projections_are_undone_exactly(epsg: int) -> None:
    place = (104.2, 30.7)
    base = pyproj.CRS(epsg).geodetic_crs
    projected = pyproj.Transformer.from_crs(base, epsg, always_xy=True).transform(*place)
    assert crs.transformer(epsg).transform(*projected) == pytest.approx(place, abs=1e-9)
    assert crs.transformer("EPSG:4490", epsg).transform(*place) == pytest.approx(projected, abs=1e-6)


def test_other_datums_take_a_published_operation_and_keep_its_accuracy() -> None:
    way = crs.transformer(2193)
    east, north = pyproj.Transformer.from_crs(4326, 2193, always_xy=True).transform(172.6, -43.5)
    assert way.transform(east, north) == pytest.approx((172.6, -43.5), abs=1e-8)
    assert way.accuracy_m == 2.0
    tokyo = crs.transformer(4301)
    lon, lat = tokyo.transform(139.75, 35.68)
    moved = crs.distance_azimuth(139.75, 35.68, lon, lat)[0]
    assert 400 < moved < 500
    assert tokyo.accuracy_m is not None
    assert tokyo.accuracy_m >= 9


@pytest.mark.parametrize(
    ("source", "datum"),
    [
        (4214, "Beijing 1954"),
        ("EPSG:2421", "Beijing 1954"),
        (21418, "Beijing 1954"),
        (ESRI_BEIJING, "Beijing 1954"),
        (4610, "Xian 1980"),
        (2332, "Xian 1980"),
        (ESRI_XIAN, "Xian 1980"),
        (4555, "New Beijing"),
        (4573, "New Beijing"),
        ("EPSG:4214+5773", "Beijing 1954"),
        ("+proj=longlat +ellps=krass", "Krassowsky 1940"),
        ("+proj=tmerc +lon_0=105 +x_0=500000 +ellps=krass +towgs84=1,2,3", "Krassowsky 1940"),
    ],
)
def test_old_chinese_datums_are_refused_by_name(source: str | int, datum: str) -> None:
    for ends in ((source, "EPSG:4490"), ("EPSG:4490", source)):
        with pytest.raises(InputError) as caught:
            crs.transformer(*ends)
        assert caught.value.code == "crs.refused_datum"
        assert caught.value.params["datum"] == datum
    assert crs.refused_datum(source) == datum


def test_every_listed_code_is_taken_or_refused_by_its_datum(shared: Path) -> None:
    with (shared / "reference/standards/epsg_china.csv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == 199
    for row in listed:
        old = any(name in row["name"] for name in ("Beijing", "Xian"))
        assert bool(crs.refused_datum(int(row["epsg"]))) == old, row["name"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (None, "crs.missing"),
        ("", "crs.missing"),
        ("  ", "crs.missing"),
        ("EPSG:999999", "crs.unknown"),
        ("somewhere", "crs.unknown"),
        ("+proj=longlat +ellps=WGS84", "crs.no_operation"),
        ('LOCAL_CS["grid",UNIT["metre",1]]', "crs.no_operation"),
        (4479, "crs.no_operation"),
    ],
)
def test_what_is_not_sure_is_refused(source: str | int | None, code: str) -> None:
    with pytest.raises(InputError) as caught:
        crs.transformer(source)
    assert caught.value.code == code


def test_whole_geometries_and_arrays_of_them() -> None:
    way = crs.transformer(4507)
    line = shapely.LineString([(500_000, 3_000_000), (510_000, 3_010_000)])
    moved = way.geometry(line)
    xs, ys = way.transform(*np.array(line.coords).T)
    assert np.allclose(shapely.get_coordinates(moved), np.column_stack([xs, ys]))
    array = way.geometry(np.array([line, None], dtype=object))
    assert array[0].equals(moved)
    assert array[1] is None
    assert crs.transformer(4326).geometry(shapely.LineString()).is_empty


def test_coordinates_beyond_the_projection_are_an_error_not_infinity() -> None:
    with pytest.raises(InputError, match=r"crs\.outside"):
        crs.transformer("EPSG:4490", 3395).geometry(shapely.Point(100, 95))


@given(st.floats(73.5, 134), st.floats(4, 53))
def test_there_and_back(lon: float, lat: float) -> None:
    epsg = crs.gk_epsg(lon)
    there = crs.transformer("EPSG:4490", epsg).transform(lon, lat)
    assert crs.transformer(epsg).transform(*there) == pytest.approx((lon, lat), abs=1e-9)
    assert there == pytest.approx(crs.to_gk(lon, lat)[:2], abs=1e-5)
