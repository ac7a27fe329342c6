"""Whatever is handed in, the answer is a result or a sentence: no traceback, no hang, no crash."""

import json
import os
import signal
import threading
import zipfile
from pathlib import Path

import pytest

from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress
from importers.vector import archive, helper
from importers.vector.ogr import inspect, open_layers


def code_of(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        inspect(path)
    assert caught.value.file == str(path)
    return caught.value.code


def test_each_reason_has_its_own_code(tmp_path: Path) -> None:
    (tmp_path / "empty.shp").touch()
    (tmp_path / "link.shp").symlink_to(tmp_path / "gone.shp")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe.geojson")
    (tmp_path / "noise.bin").write_bytes(bytes(range(1, 256)) * 9 + b"\x00")
    found = {
        name: code_of(tmp_path / name)
        for name in ("empty.shp", "link.shp", "pipe.geojson", "noise.bin", "no")
    }
    assert found == {
        "empty.shp": "file.empty",
        "link.shp": "file.broken_link",
        "pipe.geojson": "file.not_regular",
        "noise.bin": "file.unrecognised",
        "no": "file.missing",
    }
    assert code_of(tmp_path) == "file.is_folder"
    assert code_of(tmp_path / "loop") in ("file.broken_link", "file.io")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text("{}")
    path.chmod(0)
    assert code_of(path) == "file.no_permission"


def test_a_refusal_by_the_system_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.geojson"
    path.write_text("{}")
    monkeypatch.setattr("importers.vector.preflight.look", refuse)
    assert code_of(path) == "file.no_permission"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("lidar/dem/TM1_564_146.tif", "file.is_raster"),
        ("lidar/formats/simple.laz", "file.is_cloud"),
        ("lidar/formats/A4.e57", "file.is_cloud"),
        ("field/photos_exif/DSCN0010.jpg", "file.is_photo"),
        ("formats/gdal_xlsx/test.xlsx", "file.is_table"),
        ("paleo/usa/geologic_slip_rate_sites_2012_07_11.xls", "file.is_table"),
        ("earthquakes/ISC-GEM_V5_china_window.csv", "file.is_table"),
        ("faults/himatibet/README.txt", "file.is_document"),
        ("field/strabospot/strabo_example.json", "json.no_geometry"),
    ],
)
def test_other_files_are_called_by_their_name(shared: Path, file: str, code: str) -> None:
    assert code_of(shared / "data" / file) == code


def test_archives(tmp_path: Path) -> None:
    def packed(name: str, **members: bytes) -> Path:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as file:
            for member, data in members.items():
                file.writestr(member, data)
        return tmp_path / name

    whole = packed("a.zip", text=b"words" * 100)
    assert code_of(whole) == "archive.nothing_to_read"
    assert code_of(packed("b.zip")) == "archive.empty"
    (tmp_path / "c.zip").write_bytes(whole.read_bytes()[:-30])
    assert code_of(tmp_path / "c.zip") == "archive.broken"
    assert code_of(packed("d.zip", bomb=bytes(80_000_000))) == "archive.bomb"
    locked = bytearray(whole.read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        locked[locked.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    (tmp_path / "e.zip").write_bytes(locked)
    assert code_of(tmp_path / "e.zip") == "archive.encrypted"


def test_nothing_is_unpacked_outside_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name in ("../../out.txt", "/out.txt", "C:\\out.txt", "good/in.txt", "..\\out.txt"):
            file.writestr(name, "x")
    folder = tmp_path / "inner"
    folder.mkdir()
    archive.unpack(path, "ZIP", folder)
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.txt")] == ["inner/good/in.txt"]


def test_broken_json_says_where(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection",\n "features": [')
    with pytest.raises(InputError) as caught:
        inspect(path)
    assert (caught.value.code, caught.value.params["line"]) == ("json.broken", 2)
    path.write_text("[" * 200_000)
    assert code_of(path) == "json.too_deep"


def test_a_truncated_shapefile_is_told_and_its_rows_are_counted(tmp_path: Path, shared: Path) -> None:
    for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
        data = (shared / f"data/encodings/cn_north_gbk{suffix}").read_bytes()
        (tmp_path / f"f{suffix}").write_bytes(data[:100_000] if suffix == ".shp" else data)
    (layer,) = open_layers(tmp_path / "f.shp")
    read = list(layer.features)
    assert [f.row for f in read] == list(range(1, 873))
    assert read[0].geometry is not None
    assert read[-1].geometry is None
    assert "file.truncated" in [p.code for p in layer.problems]


def test_a_corrupted_geopackage_is_a_sentence(tmp_path: Path, shared: Path) -> None:
    data = bytearray((shared / "data/faults/africa_malawi/MAFD.gpkg").read_bytes())
    data[100:4096] = bytes(3996)
    path = tmp_path / "a.gpkg"
    path.write_bytes(data)
    assert code_of(path) == "file.damaged"


def test_a_geopackage_that_breaks_halfway_counts_its_rows(tmp_path: Path, shared: Path) -> None:
    data = bytearray((shared / "data/faults/africa_malawi/MAFD.gpkg").read_bytes())
    page = 33 * 4096
    data[page : page + 4096] = bytes(4096)
    path = tmp_path / "a.gpkg"
    path.write_bytes(data)
    (layer,) = open_layers(path)
    read = list(layer.features)
    broken = next(p for p in layer.problems if p.code == "feature.unreadable")
    assert broken.row is not None
    assert len(read) == 113 == broken.row - 1 + broken.params["count"]
    assert [f.geometry is None for f in read] == [row >= broken.row for row in range(1, 114)]


def test_a_lie_about_the_number_of_features_costs_nothing(shared: Path) -> None:
    info = inspect(shared / "data/formats/gdal_gpkg/huge_feature_count.gpkg")
    assert [layer.features for layer in info.layers] == [1, 0]


def _stop_worker(number: signal.Signals) -> None:
    helper.close()
    worker = helper.Worker()
    os.kill(worker._process.pid, number)
    helper._give_back(worker)


def test_a_crash_of_the_reader_is_survived(shared: Path) -> None:
    path = shared / "data/faults/africa_malawi/MAFD.gpkg"
    _stop_worker(signal.SIGKILL)
    assert code_of(path) == "file.reader_crashed"
    assert inspect(path).layers[0].features == 113


def test_a_reader_that_hangs_is_stopped(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shared / "data/faults/africa_malawi/MAFD.gpkg"
    _stop_worker(signal.SIGSTOP)
    monkeypatch.setattr(helper, "SECONDS", 0.3)
    monkeypatch.setattr(helper, "SECONDS_PER_MEGABYTE", 0.0)
    assert code_of(path) == "file.reader_timeout"
    monkeypatch.undo()
    assert inspect(path).layers[0].features == 113


def test_reading_can_be_cancelled(shared: Path) -> None:
    _stop_worker(signal.SIGSTOP)
    progress = Progress()
    threading.Timer(0.3, progress.cancel).start()
    with pytest.raises(CancelledError):
        open_layers(shared / "data/faults/africa_malawi/MAFD.gpkg", progress=progress)


def test_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: Path) -> None:
    monkeypatch.setattr(helper.Worker, "ask", lambda *_: {"error": "MemoryError", "message": ""})
    assert code_of(shared / "data/faults/africa_malawi/MAFD.gpkg") == "file.needs_memory"


def test_a_file_that_points_elsewhere_is_not_followed(tmp_path: Path, shared: Path) -> None:
    target = shared / "data/faults/africa_malawi/MAFD.gpkg"
    path = tmp_path / "a.gpkg"
    path.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{target}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    assert code_of(path) == "file.is_document"


def test_a_layer_that_is_not_there(shared: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_layers(shared / "data/faults/africa_malawi/MAFD.gpkg", layer="nope")
    assert (caught.value.code, caught.value.layer) == ("layer.unknown", "nope")
    assert caught.value.params["names"] == "malawi_active_fault_database"


def test_entities_in_xml_are_not_unfolded(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY l0 "lol">{lines}]>'
    path = tmp_path / "a.kml"
    path.write_text(f"{head}<kml><Placemark><name>&l11;</name></Placemark></kml>")
    assert code_of(path) == "file.damaged"


def test_values_that_are_no_numbers_are_no_values(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    member = {"type": "Feature", "geometry": None, "properties": {"x": float("nan"), "y": float("inf")}}
    path.write_text(json.dumps(member))
    (layer,) = open_layers(path)
    (feature,) = layer.features
    assert feature.values["x"] is None
