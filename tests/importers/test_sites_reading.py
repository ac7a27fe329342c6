"""Sites from tables: heads and coordinates as offices write them."""

from pathlib import Path
from typing import Any

import geopandas
import pytest
from openpyxl import Workbook
from shapely import Point

from faultgis.avoidance.sites import Site
from faultgis.crs import (
    bd09_from_wgs84,
    distance_azimuth,
    gcj02_from_wgs84,
    gk_epsg,
    to_gk,
    transformer,
)
from faultgis.errors import InputError
from importers.sites import read_sites

PLACE = (102.264412, 27.894561)
EAST, NORTH, ZONE = to_gk(*PLACE)


def off(site: Site) -> float:
    assert isinstance(site.geometry, Point)
    return distance_azimuth(*PLACE, site.geometry.x, site.geometry.y)[0]


@pytest.mark.parametrize(
    ("heads", "cells", "crs"),
    [
        ("编号,经度,纬度", f"a,{PLACE[0]},{PLACE[1]}", None),
        ("name,Longitude (°),Latitude (°)", f"a,{PLACE[0]},{PLACE[1]}", None),
        ("id,lon,lat", "a,102°15′51.88″E,27°53′40.42″N", None),
        ("地块编号,坐标", 'a,"102.264412, 27.894561"', None),
        ("id,东坐标,北坐标", f"a,{ZONE}{EAST:.3f},{NORTH:.3f}", None),
        ("id,Easting (m),Northing (m)", f"a,{EAST:.3f},{NORTH:.3f}", f"EPSG:{gk_epsg(PLACE[0])}"),
        ("id,X坐标,Y坐标", f"a,{NORTH:.3f},{EAST:.3f}", f"EPSG:{gk_epsg(PLACE[0])}"),
        ("id,x,y", f"a,{PLACE[0]},{PLACE[1]}", None),
        ("id,X,Y", f"a,{NORTH:.3f},{EAST:.3f}", f"EPSG:{gk_epsg(PLACE[0])}"),
        ("id,X,Y", f"a,{EAST:.3f},{NORTH:.3f}", f"EPSG:{gk_epsg(PLACE[0])}"),
        ("id,x,y", f"a,{PLACE[0]},{PLACE[1]}", "EPSG:4490"),
        ("id,X,Y", f"a,{NORTH:.3f},{ZONE}{EAST:.3f}", None),
        ("id,X,Y", f"a,{ZONE}{EAST:.3f},{NORTH:.3f}", None),
        ("id,坐标X（m）,坐标Y（m）", f"a,{NORTH:.3f},{ZONE}{EAST:.3f}", None),
        ("id,坐标X,坐标Y", f"a,{ZONE}{EAST:.3f},{NORTH:.3f}", None),
        ("id,X坐标,Y坐标", f"a,{PLACE[0]},{PLACE[1]}", None),
        ("id,X坐标,Y坐标", "a,27°53′40.42″,102°15′51.88″", None),
        ("名称,WGS84经度,WGS84纬度", f"a,{PLACE[0]},{PLACE[1]}", None),
        ("名称,经纬度坐标", f'a,"{PLACE[0]}, {PLACE[1]}"', None),
        ("名称,高德经度,高德纬度,经度,纬度", f"a,102.5,27.5,{PLACE[0]},{PLACE[1]}", None),
        ("id,lon,lat", "a,102º15'51.88\"E,27º53'40.42\"N", None),
        ("id,中心点经度(E),中心点纬度(N)", "a,102°15′51.88″,27°53′40.42″", None),
        ("序号,电话,学校名称,经度,纬度", f"1,139,a,{PLACE[0]},{PLACE[1]}", None),
        ("序号,联系人姓名,校名,经度,纬度", f"1,张三,a,{PLACE[0]},{PLACE[1]}", None),
        ("建设单位名称,地块编号,经度,纬度", f"某公司,a,{PLACE[0]},{PLACE[1]}", None),
    ],
)
def test_a_table_tells_its_sites(tmp_path: Path, heads: str, cells: str, crs: str | None) -> None:
    file = tmp_path / "sites.csv"
    file.write_bytes(f"{heads}\n{cells}\n".encode("gb18030"))
    (site,) = read_sites(file, crs_name=crs)
    assert site.name == "a"
    assert site.problem is None
    assert off(site) < 0.5


def test_a_workbook_with_a_title_above_its_heads(tmp_path: Path) -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["某县学校选址表"])
    page.append(["学校", "名称", "经度", "纬度", "备注"])
    page.append([1, "一小", *PLACE, ""])
    page.append([])
    page.append([2, "二小", "不详", PLACE[1], ""])
    page.append([3, "三小", None, None, ""])
    book.save(tmp_path / "sites.xlsx")
    first, second, third = read_sites(tmp_path / "sites.xlsx")
    assert (first.name, first.row) == ("一小", 3)
    assert off(first) < 0.01
    assert second.problem is not None
    assert second.problem.code == "place.unreadable"
    assert third.geometry is None
    assert [s.name for s in read_sites(tmp_path / "sites.xlsx", id_field="学校")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("heads", "shift"),
    [
        ("名称,高德经度,高德纬度", gcj02_from_wgs84),
        ("名称,lng_gcj02,lat_gcj02", gcj02_from_wgs84),
        ("名称,百度地图经度,百度地图纬度", bd09_from_wgs84),
        ("名称,BD09_lng,BD09_lat", bd09_from_wgs84),
    ],
)
def test_heads_that_name_a_web_map_declare_its_coordinates(tmp_path: Path, heads: str, shift: Any) -> None:
    lon, lat = shift(*PLACE)
    (tmp_path / "a.csv").write_text(f"{heads}\na,{lon:.7f},{lat:.7f}\n", encoding="utf-8")
    (site,) = read_sites(tmp_path / "a.csv")
    assert off(site) < 0.1
    assert [note.code for note in site.notes] == ["site.shifted_back"]
    (site,) = read_sites(tmp_path / "a.csv", datum="gcj02" if shift is gcj02_from_wgs84 else "bd09")
    assert off(site) < 0.1


def test_of_two_places_in_a_row_none_is_guessed(tmp_path: Path) -> None:
    heads = "名称,起点经度,起点纬度,终点经度,终点纬度"
    (tmp_path / "a.csv").write_text(f"{heads}\na,102.1,27.1,102.2,27.2\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_sites(tmp_path / "a.csv")
    assert raised.value.code == "site.no_columns"


def test_heads_in_two_rows(tmp_path: Path) -> None:
    book = Workbook()
    page: Any = book.active
    page.append(["选址一览表"])
    page.append(["序号", "项目", "坐标（CGCS2000，3度带）", None])
    page.append([None, None, "X", "Y"])
    page.append([1, "一小", NORTH, float(f"{ZONE}{EAST:.3f}")])
    book.save(tmp_path / "sites.xlsx")
    (site,) = read_sites(tmp_path / "sites.xlsx")
    assert (site.name, site.row) == ("一小", 4)
    assert off(site) < 0.01


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("signs", ["度分秒", "°′″", "度分"])
def test_degrees_minutes_and_seconds_in_columns_of_their_own(
    tmp_path: Path, merged: bool, signs: str
) -> None:
    """Taken for whole degrees, such a table would lie tens of kilometres off, and nobody would be told."""
    count = len(signs)
    book = Workbook()
    page: Any = book.active
    blank = [None] * (count - 1)
    page.append(["名称", "经度", *blank, "纬度", *blank])
    page.append([None, *signs, *signs])
    lon, lat = ((102, 15, 51.88), (27, 53, 40.42)) if count == 3 else ((102, 15.8647), (27, 53.6737))
    page.append(["a", *lon, *lat])
    page.append(["b", lon[0], *blank, lat[0], *blank])
    if merged:
        page.merge_cells(start_row=1, end_row=1, start_column=2, end_column=1 + count)
        page.merge_cells(start_row=1, end_row=1, start_column=2 + count, end_column=1 + 2 * count)
        page.merge_cells(start_row=1, end_row=2, start_column=1, end_column=1)
    book.save(tmp_path / "sites.xlsx")
    site, whole = read_sites(tmp_path / "sites.xlsx")
    assert (site.name, site.row) == ("a", 3)
    assert off(site) < 1
    assert whole.geometry is not None
    assert whole.geometry.coords[0] == (102.0, 27.0)


def test_metres_under_x_and_y_without_a_zone_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"id,X,Y\n1,{NORTH:.0f},{EAST:.0f}\n", encoding="utf-8")
    (site,) = read_sites(tmp_path / "a.csv")
    assert site.problem is not None
    assert site.problem.code == "place.zone_missing"


def test_a_place_of_a_map_program_is_called_by_its_own_name_before_its_number(tmp_path: Path) -> None:
    def placemark(number: int, name: str) -> str:
        place = f"<Point><coordinates>{PLACE[0]},{PLACE[1]}</coordinates></Point>"
        told = (
            f'<SchemaData schemaUrl="#s"><SimpleData name="地块名称">地块{number}</SimpleData></SchemaData>'
        )
        return f'<Placemark id="p{number}">{name}<ExtendedData>{told}</ExtendedData>{place}</Placemark>'

    marks = placemark(1, "<name>一小</name>") + placemark(2, "")
    schema = '<Schema name="s" id="s"><SimpleField name="地块名称" type="string"/></Schema>'
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{schema}{marks}</Document></kml>'
    (tmp_path / "a.kml").write_text(text, encoding="utf-8")
    assert [site.name for site in read_sites(tmp_path / "a.kml")] == ["一小", "地块2"]


def test_of_a_shapefile_that_is_cut_off_no_site_is_taken(tmp_path: Path) -> None:
    """The sites that are left would look like all of them."""
    shapes = [Point(PLACE[0] + n / 100, PLACE[1]).buffer(0.001) for n in range(9)]
    geopandas.GeoDataFrame({"name": range(9)}, geometry=shapes, crs="EPSG:4490").to_file(tmp_path / "a.shp")
    whole = (tmp_path / "a.shp").read_bytes()
    (tmp_path / "a.shp").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError) as raised:
        read_sites(tmp_path / "a.shp")
    assert raised.value.code == "file.truncated"


def test_what_no_table_tells_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,foo\n1,2\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"id,东坐标,北坐标\n1,{EAST:.0f},{NORTH:.0f}\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("id,lon,lat\n", encoding="utf-8")
    for name, options, code in (
        ("a.csv", {}, "site.no_columns"),
        ("c.csv", {"layer": "there is none"}, "layer.unknown"),
        ("b.csv", {"id_field": "name"}, "site.no_id_field"),
        ("c.csv", {}, "site.none"),
        ("none.csv", {}, "file.missing"),
    ):
        with pytest.raises(InputError) as raised:
            read_sites(tmp_path / name, **options)
        assert raised.value.code == code
    (site,) = read_sites(tmp_path / "b.csv")
    assert site.problem is not None
    assert site.problem.code == "place.zone_missing"


def test_old_datums_are_refused_in_tables_too(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(f"id,东坐标,北坐标\n1,{EAST:.0f},{NORTH:.0f}\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_sites(tmp_path / "b.csv", crs_name="EPSG:2422")
    assert raised.value.code == "crs.refused_datum"
    assert transformer("EPSG:4490").accuracy_m == 0
