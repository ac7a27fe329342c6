"""Archives made to fill the disk or to leave their folder, and the honest ones beside them."""

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from faultgis.errors import InputError
from importers.vector.ogr import inspect, open_layers

POINT = b'{"type":"Point","coordinates":[105,35]}'


def code_of(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        inspect(path)
    return caught.value.code


def blank(path: Path, megabytes: int = 60) -> bytearray:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * (megabytes * 1_000_000))
    return bytearray(path.read_bytes())


def test_one_block_named_a_thousand_times(tmp_path: Path) -> None:
    data = blank(tmp_path / "a.zip")
    begin, end = data.rfind(b"PK\x01\x02"), data.rfind(b"PK\x05\x06")
    entry, tail = data[begin:end], data[end:]
    struct.pack_into("<HHI", tail, 8, 1000, 1000, len(entry) * 1000)
    (tmp_path / "b.zip").write_bytes(data[:begin] + entry * 1000 + tail)
    assert code_of(tmp_path / "b.zip") == "archive.bomb"


def test_a_size_that_is_not_true(tmp_path: Path) -> None:
    data = blank(tmp_path / "a.zip")
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 1000)
    (tmp_path / "b.zip").write_bytes(data)
    assert code_of(tmp_path / "b.zip") == "archive.broken"


def test_an_archive_in_an_archive_is_not_unpacked(tmp_path: Path) -> None:
    blank(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(tmp_path / "a.zip", "a.zip")
    assert code_of(tmp_path / "b.zip") == "archive.nothing_to_read"


def test_links_and_devices_in_a_tar_are_left(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE)):
            member = tarfile.TarInfo(f"{name}.geojson")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        for name in ("../../out.geojson", "/out.geojson", "in.geojson"):
            member = tarfile.TarInfo(name)
            member.size = len(POINT)
            archive.addfile(member, io.BytesIO(POINT))
    assert [layer.name for layer in inspect(path).layers] == ["in"]
    assert not (tmp_path.parent / "out.geojson").exists()


def test_a_zip_that_holds_a_link(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("l.geojson")
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(member, "/etc/passwd")
    assert code_of(tmp_path / "a.zip") == "archive.nothing_to_read"


def test_gzip_alone_and_around_a_tar(tmp_path: Path) -> None:
    (tmp_path / "断层.geojson.gz").write_bytes(gzip.compress(POINT))
    assert [layer.name for layer in inspect(tmp_path / "断层.geojson.gz").layers] == ["断层"]
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as archive:
        for name in ("b/断层.geojson", "c/断层.geojson"):
            member = tarfile.TarInfo(name)
            member.size = len(POINT)
            archive.addfile(member, io.BytesIO(POINT))
    assert [layer.name for layer in inspect(tmp_path / "a.tgz").layers] == ["b/断层", "c/断层"]
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(bytes(60_000_000)))
    assert code_of(tmp_path / "bomb.gz") == "archive.bomb"
    member = tarfile.TarInfo("a.geojson")
    member.size = 5 * 1024**3
    (tmp_path / "claim.tgz").write_bytes(gzip.compress(member.tobuf() + bytes(1024)))
    assert code_of(tmp_path / "claim.tgz") == "archive.bomb"
    (tmp_path / "cut.gz").write_bytes(gzip.compress(POINT * 99)[:-20])
    assert code_of(tmp_path / "cut.gz") == "archive.broken"


@pytest.mark.parametrize("root", ["kml", "gpx", "FeatureCollection"])
def test_entities_are_unfolded_by_no_reader(tmp_path: Path, root: str) -> None:
    lines = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "lol">{lines}'
    path = tmp_path / f"a.{root}"
    path.write_text(f"{head}]><{root}><name>&l11;</name></{root}>")
    assert code_of(path) == "file.damaged"


def test_no_other_file_comes_in_through_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words")
    entity = f'<!DOCTYPE gpx [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    path = tmp_path / "a.gpx"
    path.write_text(f'<?xml version="1.0"?>{entity}<gpx><wpt lat="1" lon="2"><name>a&x;b</name></wpt></gpx>')
    (layer,) = open_layers(path)
    assert [f.values.get("name") for f in layer.features] == ["ab"]
