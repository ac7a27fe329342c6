"""What vector files hold comes out whole: rows in order, cells with their types, empty places kept."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import LineString, Point

from importers.vector.ogr import inspect, open_layers
from importers.vector.raw import RawFeature, RawLayer


def only(path: Path, **wishes: Any) -> RawLayer:
    (layer,) = open_layers(path, **wishes)
    return layer


def features(layer: RawLayer) -> list[RawFeature]:
    return list(layer.features)


def collection(path: Path, *members: Any, **more: Any) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": members, **more}), encoding="utf-8")
    return path


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("china/CN-faults_north36_utf8.gmt", 872),
        ("china/CN-block-L1.gmt", 8),
        ("himatibet/HimaTibetMap.geojson", 940),
        ("himatibet/HimaTibetMap.kml", 940),
        ("himatibet/HimaTibetMap.shp", 940),
        ("gem/gem_active_faults_2017-05.geojson.zip", 10_057),
        ("africa_malawi/MAFD.geojson", 113),
        ("africa_malawi/MAFD.gmt", 113),
        ("africa_malawi/MAFD.gpkg", 113),
        ("africa_malawi/MAFD.shp", 113),
        ("africa_malawi/MAFD_Faults.kml", 113),
    ],
)
def test_every_feature_is_delivered_with_its_row(shared: Path, file: str, count: int) -> None:
    read = features(only(shared / "data/faults" / file))
    assert [feature.row for feature in read] == list(range(1, count + 1))


def test_one_database_in_five_formats_has_the_same_cells_and_lines(shared: Path) -> None:
    folder = shared / "data/faults/africa_malawi"
    names = ("MAFD.geojson", "MAFD.gmt", "MAFD.gpkg", "MAFD.shp", "MAFD_Faults.kml")
    layers = [only(folder / name) for name in names]
    first = {f.values["MAFD_ID"]: f for f in layers[0].features}
    for layer in layers:
        assert layer.fields == layers[0].fields
        assert layer.crs == "EPSG:4326"
        for feature in layer.features:
            same = first[feature.values["MAFD_ID"]]
            assert feature.values["fault_name"] == same.values["fault_name"]
            assert feature.values["slip_type"] == same.values["slip_type"]
            assert feature.geometry is not None
            assert same.geometry is not None
            assert feature.geometry.length == pytest.approx(same.geometry.length, abs=1e-6)


def test_kml_keeps_the_names_of_the_columns_that_the_file_itself_holds(shared: Path) -> None:
    kml = only(shared / "data/faults/himatibet/HimaTibetMap.kml")
    shp = only(shared / "data/faults/himatibet/HimaTibetMap.shp")
    assert set(kml.fields) == {"Id", "Name", "Type", "ltype", "X", "Y", "Source"}
    differing = 0
    for mine, other in zip(features(kml), features(shp), strict=True):
        assert mine.values["Id"] == other.values["Id"]
        assert mine.geometry is not None
        assert other.geometry is not None
        assert mine.geometry.equals_exact(other.geometry, 1e-6)
        differing += mine.values["Type"] != other.values["Type"]
    # The KML is of an earlier edition: seven structures were retyped since.
    assert differing == 7


def test_records_without_attributes_keep_their_line(shared: Path) -> None:
    read = features(only(shared / "data/faults/china/CN-faults_north36_utf8.gmt"))
    bare = [feature for feature in read if not any(feature.values.values())]
    assert len(bare) == 872 - 728
    assert all(isinstance(feature.geometry, LineString) for feature in read)
    assert read[0].values["断层名称"] == "阿巴宫断裂"
    assert read[0].values["OBJECTID"] == 1.0


def test_empty_places_are_delivered_and_stop_nothing(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[100, 30], [101, 31]]}
    bad = {"type": "LineString", "coordinates": [["west", 30]]}
    uneven = {"type": "LineString", "coordinates": [[100, 30, 5], [101, 31]]}
    members = [feature(line, n=1), feature(None, n=2), feature(bad, n=3), 7, feature(uneven, n=5)]
    layer = only(collection(tmp_path / "a.geojson", *members))
    read = features(layer)
    assert [f.values["n"] for f in read] == [1, 2, 3, None, 5]
    assert [f.geometry is None for f in read] == [False, True, True, True, False]
    found = {(p.code, p.row) for p in layer.problems}
    assert {("geometry.malformed", 3), ("feature.malformed", 4), ("geometry.mixed_dimensions", 5)} <= found


def test_elevations_are_kept(tmp_path: Path, shared: Path) -> None:
    line = {"type": "LineString", "coordinates": [[100, 30, 1500], [101, 31, 1600]]}
    (read,) = features(only(collection(tmp_path / "z.geojson", feature(line))))
    assert read.geometry is not None
    assert [c[2] for c in read.geometry.coords] == [1500, 1600]
    packaged = only(shared / "data/formats/pyogrio/line_zm.gpkg")
    assert all(f.geometry is not None and f.geometry.has_z for f in packaged.features)
    assert "geometry.m_dropped" in [p.code for p in packaged.problems]


def test_cells_keep_their_types(tmp_path: Path) -> None:
    cells = {"n": 3, "x": 2.5, "yes": True, "none": None, "blank": "", "text": "断层", "parts": [1, "二"]}
    (read,) = features(only(collection(tmp_path / "t.json", feature(None, **cells))))
    expected = {**cells, "blank": None, "parts": '[1, "二"]'}
    assert read.values == expected


def test_whole_numbers_with_gaps_stay_whole(shared: Path) -> None:
    read = features(only(shared / "data/faults/africa_malawi/MAFD.gpkg"))
    assert all(type(f.values["ActivConf"]) in (int, type(None)) for f in read)


def test_the_suffix_decides_nothing(tmp_path: Path, shared: Path) -> None:
    for source, name, reader in [
        ("africa_malawi/MAFD.geojson", "a.shp", "GeoJSON"),
        ("africa_malawi/MAFD.gpkg", "b.geojson", "GeoPackage"),
        ("africa_malawi/MAFD_Faults.kml", "c.txt", "KML"),
        ("africa_malawi/MAFD.gmt", "d", "GMT"),
    ]:
        copy = tmp_path / name
        copy.write_bytes((shared / "data/faults" / source).read_bytes())
        info = inspect(copy)
        assert (info.reader, info.layers[0].features) == (reader, 113)


def test_topology_is_read_as_such(shared: Path) -> None:
    info = inspect(shared / "data/basemap/world-atlas/countries-50m.json")
    assert info.reader == "TopoJSON"
    assert {layer.name: layer.features for layer in info.layers} == {"countries": 241, "land": 1}


def test_a_zip_of_several_layers_gives_them_all(tmp_path: Path, shared: Path) -> None:
    info = inspect(shared / "data/formats/pyshp/blockgroups_multishapefile.zip")
    assert [layer.name for layer in info.layers] == ["blockgroups", "blockgroups2"]
    one = only(shared / "data/formats/pyshp/blockgroups_multishapefile.zip", layer="blockgroups2")
    assert (one.name, len(features(one))) == ("blockgroups2", 663)


class ChineseZipInfo(zipfile.ZipInfo):
    """A member as Chinese programs write it: its name in GBK, without the mark that it is UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def test_names_in_chinese_archives_are_understood(tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "数据.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            data = (shared / f"data/encodings/cn_north_gbk{suffix}").read_bytes()
            packed.writestr(ChineseZipInfo(f"资料/断层{suffix}"), data)
    layer = only(path)
    assert (layer.name, len(features(layer))) == ("断层", 872)


def test_a_geodatabase_is_a_folder_or_a_zip(tmp_path: Path, shared: Path) -> None:
    packed = shared / "data/formats/fiona/testopenfilegdb.gdb.zip"
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    folder = next(tmp_path.glob("*.gdb"))
    lines = [only(path, layer="linestring") for path in (packed, folder, folder / "a00000001.gdbtable")]
    assert [len(features(layer)) for layer in lines] == [5, 5, 5]


def test_track_points_are_vertices_not_places(shared: Path) -> None:
    layers = open_layers(shared / "data/formats/gpxpy/cerknicko-jezero-no-creator.gpx")
    assert {layer.name: len(features(layer)) for layer in layers} == {"waypoints": 7, "tracks": 8}


def test_a_shapefile_without_index_is_read_and_nothing_is_written_beside_it(
    tmp_path: Path, shared: Path
) -> None:
    for suffix in (".shp", ".dbf", ".prj", ".cpg"):
        source = shared / f"data/encodings/cn_north_gbk{suffix}"
        (tmp_path / f"faults{suffix}").write_bytes(source.read_bytes())
    before = sorted(tmp_path.iterdir())
    layer = only(tmp_path / "faults.shp")
    assert len(features(layer)) == 872
    assert layer.name == "faults"
    assert features(layer)[0].values["断层名称"] == "阿巴宫断裂"
    assert "shapefile.no_index" in [p.code for p in layer.problems]
    assert sorted(tmp_path.iterdir()) == before


def test_a_part_of_a_shapefile_leads_to_the_whole(shared: Path) -> None:
    info = inspect(shared / "data/encodings/cn_north_gbk.dbf")
    assert info.layers[0].features == 872
    assert info.problems[0].code == "file.part_of"


def test_points_and_polygons_with_holes_in_gmt(tmp_path: Path) -> None:
    path = tmp_path / "p.gmt"
    path.write_text(
        '# @VGMT1.0 @GPOLYGON\n# @Nname\n# @Tstring\n# FEATURE_DATA\n>\n# @D"a|b"\n# @P\n0 0\n0 9\n9 9\n0 0\n'
        ">\n# @H\n1 2\n1 3\n2 3\n1 2\n>\n# @Dc\n# @P\n20 0\n20 9\n29 9\n20 0\n"
    )
    first, second = features(only(path))
    assert (first.values["name"], second.values["name"]) == ("a|b", "c")
    assert first.geometry is not None
    assert len(first.geometry.interiors) == 1
    points = tmp_path / "q.gmt"
    points.write_text("# @VGMT1.0 @GPOINT\n# @Nn\n# @Tinteger\n# FEATURE_DATA\n>\n# @D1\n100 30\n>\n# @D\n")
    one, two = features(only(points))
    assert one.geometry == Point(100, 30)
    assert (one.values, two.values, two.geometry) == ({"n": 1}, {"n": None}, None)


def test_joined_gmt_files_count_records_once(tmp_path: Path, shared: Path) -> None:
    half = (shared / "data/formats/gdal_gmt/test_multi.gmt").read_bytes()
    path = tmp_path / "joined.gmt"
    path.write_bytes(half + half)
    layer = only(path)
    assert len(features(layer)) == 4
    assert "gmt.second_header" in [p.code for p in layer.problems]
