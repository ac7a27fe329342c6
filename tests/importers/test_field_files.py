"""What comes back from the field and from other desks: GPX, MapInfo, KMZ, archives of several data sets."""

import zipfile
from pathlib import Path

import pytest

from faultgis.records.site import ObservationPoint
from faultgis.records.survey import Survey
from importers import registry
from importers.vector.ogr import inspect, open_layers

TRACK = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="made" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="34.5" lon="105.2"><ele>1710.5</ele><time>2025-06-01T02:03:04Z</time><name>D001</name>
<desc>断层陡坎</desc></wpt>
<trk><name>沿断层</name><trkseg>
<trkpt lat="34.5" lon="105.1"><ele>1700</ele><time>2025-06-01T02:00:00Z</time></trkpt>
<trkpt lat="34.6" lon="105.3"><ele>1720</ele><time>2025-06-01T03:30:00Z</time></trkpt>
</trkseg></trk><trk><name>无时间</name><trkseg>
<trkpt lat="34.5" lon="105.4"/><trkpt lat="34.6" lon="105.5"/></trkseg></trk></gpx>"""
PLACEMARK = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>{name}</name><Placemark><name>F1</name>
<LineString><coordinates>105,34 105.1,34.1</coordinates></LineString></Placemark></Document></kml>"""
MIF = """Version 300
Charset "{charset}"
Delimiter ","
CoordSys Earth Projection 1, 0
Columns 2
  断层名称 Char(40)
  dip Integer
Data

Line 100 30 101 31
"""


def test_waypoints_are_points_and_tracks_lines_with_their_times(tmp_path: Path) -> None:
    path = tmp_path / "field.gpx"
    path.write_text(TRACK, "utf-8")
    points, tracks = open_layers(path)
    assert (points.name, tracks.name) == ("waypoints", "tracks")
    timed, untimed = tracks.features
    assert timed.values["time_begin"] == "2025-06-01T02:00:00Z"
    assert timed.values["time_end"] == "2025-06-01T03:30:00Z"
    assert (untimed.values["time_begin"], untimed.values["time_end"]) == (None, None)
    assert timed.geometry is not None
    assert timed.geometry.geoms[0].coords[1] == (105.3, 34.6, 1720)
    (one,) = open_layers(path, layer="tracks")
    assert [f.values["time_end"] for f in one.features] == ["2025-06-01T03:30:00Z", None]
    observed, traces = registry.read(path, Survey(code="T"))
    (point,) = (record for record in observed.records if isinstance(record, ObservationPoint))
    assert (point.code, point.elevation_m, str(point.observed_on)) == ("D001", 1710.5, "2025-06-01")
    assert (traces.kind, traces.read, traces.rejected) == ("traces", 2, [])


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("WindowsSimpChinese", "gbk"), ("Neutral", "gbk"), ("UTF-8", "utf-8"), ("Neutral", "utf-8")],
)
def test_chinese_in_mapinfo(tmp_path: Path, charset: str, encoding: str) -> None:
    (tmp_path / "f.mif").write_bytes(MIF.format(charset=charset).encode(encoding))
    (tmp_path / "f.mid").write_bytes('"海原断裂带",60\n'.encode(encoding))
    (layer,) = open_layers(tmp_path / "f.mif")
    assert [f.values for f in layer.features] == [{"断层名称": "海原断裂带", "dip": 60}]
    assert not [p for p in layer.problems if p.code.startswith("encoding.")]


def test_every_document_of_a_kmz_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        for name in ("files/b.kml", "doc.kml", "a.kml"):
            archive.writestr(name, PLACEMARK.format(name="断层"))
    assert [layer.name for layer in inspect(tmp_path / "a.kmz").layers] == [
        "doc/断层",
        "a/断层",
        "files/b/断层",
    ]
    (one,) = open_layers(tmp_path / "a.kmz", layer="files/b/断层")
    assert len(list(one.features)) == 1


def test_data_sets_of_one_name_are_told_apart_by_their_folder(tmp_path: Path, shared: Path) -> None:
    source = shared / "data/encodings"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for folder in ("北部", "南部"):
            for suffix in ("shp", "dbf", "shx", "prj", "cpg"):
                archive.write(source / f"cn_north_gbk.{suffix}", f"{folder}/断层.{suffix}")
        archive.write(shared / "data/formats/mapgis67/LDZOFBA003.WL", "LDZOFBA003.WL")
    found = [(layer.name, layer.features) for layer in inspect(tmp_path / "a.zip").layers]
    assert found == [("LDZOFBA003", 52), ("北部/断层", 872), ("南部/断层", 872)]
