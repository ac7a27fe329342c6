"""What the preflight says of real files and of headers made for one question each."""

import struct
from datetime import date
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest

from faultgis.errors import InputError
from importers.clouds import header as headers
from importers.clouds.declared import settle
from importers.clouds.preflight import CloudInfo, look

# As the manifest of the data has them; none: no system, or one that is only described.
SYSTEMS = {
    "formats/1.0_0.las": ("EPSG:26915", "metre"),
    "formats/4_6_crop.las": ("EPSG:2903", "us_foot"),
    "formats/epsg_4326.las": ("EPSG:4326", "degree"),
    "formats/1_4_w_evlr.las": ("EPSG:2903", "us_foot"),
    "formats/1.2-with-color.copc.laz": ("EPSG:2991", "metre"),
    "formats/autzen_trim.laz": ("NAD_1983_HARN_Lambert_Conformal_Conic", "foot"),
    "formats/autzen_trim_7.las": ("NAD_1983_HARN_Lambert_Conformal_Conic", "foot"),
    "formats/fullwave.laz": ("EPSG:32723", "metre"),
    "formats/test_data_77050_627755_LA93_IGN69.laz": ("EPSG:2154", "metre"),
    "formats/test_utm17.las": ("EPSG:32617", "metre"),
    "formats/simple1_1.las": (None, "unknown"),
    "formats/plane.laz": (None, "metre"),
    "hostile/no-points.las": ("EPSG:4269", "degree"),
    "hostile/1.2-empty-geotiff-vlrs.las": (None, "metre"),
    "terrain/bcts_1.laz": ("EPSG:3005", "metre"),
    "terrain/Megaplot.laz": ("EPSG:26917", "metre"),
    "isprs/samp11-utm.laz": ("EPSG:32632", "metre"),
    "bench/autzen_5m_pf6_ft.laz": ("NAD_1983_HARN_Lambert_Conformal_Conic", "foot"),
}


def codes(found: CloudInfo) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_system_is_found_as_stated(shared: Path, name: str) -> None:
    found = look(shared / "data/lidar" / name)
    assert (found.crs, found.units) == SYSTEMS[name]
    assert ("cloud.crs_missing" in codes(found)) == (found.crs is None)


def test_a_header_is_told_in_full(shared: Path) -> None:
    found = look(shared / "data/lidar/formats/1.2-with-color.copc.laz")
    assert (found.version, found.point_format, found.record_length, found.count) == ("1.4", 7, 36, 1065)
    assert found.compressed
    assert found.copc
    assert (found.vertical_crs, found.vertical_units) == ("EPSG:6360", "us_foot")
    assert "cloud.units_mixed" in codes(found)
    assert [vlr.user for vlr in found.vlrs[:2]] == ["copc", "laszip encoded"]
    other = look(shared / "data/lidar/formats/autzen_trim.laz")
    assert sum(other.counts_by_return) == other.count == 110_000
    assert not other.copc
    bench = look(shared / "data/lidar/bench/autzen_5m_pf6_ft.laz")
    assert (bench.software, bench.date) == ("laspy 2.7.0", date(2026, 11, 22))
    # 3354.91 ft by 2303.38 ft of 0.3048 m
    assert bench.density_m2 == pytest.approx(5_326_585 / (3354.91 * 2303.38 * 0.3048**2), rel=1e-9)


def test_never_more_than_64_kilobytes_are_read(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0
    original = headers.Window.read

    def counted(window: headers.Window, start: int, length: int) -> bytes:
        nonlocal read
        data = original(window, start, length)
        read += len(data) if start + length > 2048 else 0
        return data

    monkeypatch.setattr(headers.Window, "read", counted)
    look(shared / "data/lidar/formats/lots_of_vlr.las")
    assert 20_000 < read + 2048 <= 65_536


def made(folder: Path, *, wkt: str = "", keys: bytes = b"", **header: Any) -> Path:
    """A LAS 1.4 file of one point; ``header`` overrides fields of its header."""
    bodies = []
    if wkt:
        bodies.append((2112, wkt.encode() + b"\0"))
    if keys:
        bodies.append((34735, keys))
    records = b"".join(
        struct.pack("<H16sHH32s", 0, b"LASF_Projection", number, len(body), b"") + body
        for number, body in bodies
    )
    low, high = (
        header.get("low", (500_000.0, 4_000_000.0, 1000.0)),
        header.get("high", (500_100.0, 4e6, 1100)),
    )
    raw = bytearray(375)
    struct.pack_into("<4sHH", raw, 0, b"LASF", 0, 16 if header.get("wkt_bit", bool(wkt)) else 0)
    raw[24:26] = bytes([1, 4])
    struct.pack_into("<HIIBH", raw, 94, 375, 375 + len(records), len(bodies), header.get("format", 6), 30)
    scale, offset = header.get("scale", (0.001,) * 3), header.get("offset", (500_000.0, 4_000_000.0, 0.0))
    struct.pack_into("<6d", raw, 131, *scale, *offset)
    struct.pack_into("<6d", raw, 179, high[0], low[0], high[1], low[1], high[2], low[2])
    struct.pack_into("<Q", raw, 247, header.get("count", 1))
    file = folder / "made.las"
    file.write_bytes(bytes(raw) + records + bytes(30))
    return file


def geokeys(*entries: tuple[int, int]) -> bytes:
    body = struct.pack("<4H", 1, 1, 0, len(entries))
    return body + b"".join(struct.pack("<4H", key, 0, 1, value) for key, value in entries)


def wkt_of(code: int) -> str:
    from pyproj import CRS

    return str(CRS.from_epsg(code).to_wkt("WKT1_GDAL"))


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"scale": (0.0, 0.001, 0.001)}, "cloud.scale"),
        ({"scale": (float("nan"), 1, 1)}, "cloud.scale"),
        ({"offset": (float("inf"), 0, 0)}, "cloud.offset"),
        ({"format": 11}, "cloud.point_format"),
        ({"format": 7}, "cloud.record_length"),
        ({"format": 0x86}, "cloud.laszip_missing"),
        ({"count": 2**60}, "cloud.count"),
    ],
)
def test_an_impossible_header_is_refused(tmp_path: Path, header: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        look(made(tmp_path, **header))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"low": (38_500_000.0, 4e6, 0), "high": (38_500_100.0, 4e6, 1), "offset": (0, 0, 0)}, "cloud.int32"),
        ({"low": (10.0, 4e6, 0), "high": (5.0, 4e6, 1)}, "cloud.bounds_not_ordered"),
        ({"low": (float("nan"), 4e6, 0)}, "cloud.bounds_not_finite"),
        ({"count": 0}, "cloud.no_points"),
        ({"count": 1000}, "cloud.truncated"),
        ({"wkt": "PROJCS[", "wkt_bit": True}, "cloud.wkt_broken"),
        ({"wkt": "(" * 5000}, "cloud.wkt_broken"),
        ({"keys": b"\1\0\1\0\0\0\7\0"}, "cloud.keys_broken"),
        ({"keys": geokeys((1024, 1), (3072, 999))}, "cloud.keys_broken"),
        ({"wkt": wkt_of(32650), "keys": geokeys((1024, 1), (3072, 32649))}, "cloud.crs_differ"),
        ({"low": (-2.18e6, 4.39e6, 4.07e6), "high": (-2.17e6, 4.39e6, 4.07e6)}, "cloud.looks_geocentric"),
    ],
)
def test_a_doubt_is_told(tmp_path: Path, header: dict[str, Any], code: str) -> None:
    assert code in codes(look(made(tmp_path, **header)))


PREFIXED: dict[str, Any] = {
    "low": (38_500_000.0, 4e6, 0),
    "high": (38_500_100.0, 4e6, 1),
    "offset": (38_500_000.0, 4e6, 0),
}


def test_a_zone_number_is_no_doubt_where_the_system_has_it(tmp_path: Path) -> None:
    """EPSG:4526 is CGCS2000, 3-degree zone 38, with false easting 38 500 000; EPSG:4547 the same without."""
    right = look(made(tmp_path, keys=geokeys((1024, 1), (3072, 4526)), **PREFIXED))
    assert codes(right) == ["cloud.vertical_missing"]
    wrong = look(made(tmp_path, keys=geokeys((1024, 1), (3072, 4547)), **PREFIXED))
    assert [p.params["candidate"] for p in wrong.problems if p.code == "cloud.zone_prefix"] == ["EPSG:4526"]
    silent = look(made(tmp_path, **PREFIXED))
    assert [p.params["candidate"] for p in silent.problems if p.code == "cloud.zone_prefix_seen"] == [
        "EPSG:4526"
    ]
    lacking = look(made(tmp_path, keys=geokeys((1024, 1), (3072, 4526))))
    found = [p.params["candidate"] for p in lacking.problems if p.code == "cloud.zone_prefix_missing"]
    assert found == ["EPSG:4547"]


def test_both_statements_that_agree_are_no_doubt(tmp_path: Path) -> None:
    file = made(tmp_path, wkt=wkt_of(32650), keys=geokeys((1024, 1), (3072, 32650)))
    found = look(file)
    assert (found.crs, found.crs_evidence.code) == ("EPSG:32650", "cloud.crs_both")
    assert codes(found) == ["cloud.vertical_missing"]


def test_feet_become_metres_only_as_declared(shared: Path) -> None:
    """The same place from feet by the file's system and from metres by the converted one."""
    from faultgis.crs import transformer

    for name, foot in (("formats/4_6_crop.las", 1200 / 3937), ("bench/autzen_5m_pf6_ft.laz", 0.3048)):
        found = look(shared / "data/lidar" / name)
        meant = settle(found)
        assert meant.xy_metres == pytest.approx(foot, rel=1e-12)
        assert meant.z_metres == pytest.approx(foot, rel=1e-12)
        assert found.crs_text is not None
        x, y = found.bounds[0], found.bounds[1]
        from_feet = transformer(found.crs_text).transform(x, y)
        from_metres = transformer(meant.crs).transform(x * meant.xy_metres, y * meant.xy_metres)
        assert from_metres == pytest.approx(from_feet, abs=1e-9)


def test_heights_in_feet_over_metres_are_converted_on_their_own(shared: Path) -> None:
    found = look(shared / "data/lidar/formats/1.2-with-color.copc.laz")
    meant = settle(found)
    assert (meant.crs, meant.xy_metres, meant.vertical) == ("EPSG:2991", 1.0, "EPSG:6360")
    assert meant.z_metres == pytest.approx(1200 / 3937)
    assert settle(found, vertical="EPSG:5737").z_metres == 1.0
    assert settle(found, vertical="ellipsoidal").vertical == "ellipsoidal"


@pytest.mark.parametrize(
    ("name", "named", "code"),
    [
        ("formats/epsg_4326.las", {}, "cloud.units_degree"),
        ("formats/simple1_1.las", {}, "cloud.crs_missing"),
        ("formats/simple1_1.las", {"crs": "EPSG:4978"}, "cloud.units_geocentric"),
        ("formats/simple1_1.las", {"crs": "EPSG:4490"}, "cloud.units_degree"),
        ("formats/simple1_1.las", {"crs": "EPSG:2412"}, "crs.refused_datum"),
        ("formats/simple1_1.las", {"crs": "no system"}, "crs.unknown"),
        ("formats/fullwave.laz", {"vertical": "EPSG:4490"}, "cloud.no_vertical"),
    ],
)
def test_what_cannot_be_metres_is_refused(shared: Path, name: str, named: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        settle(look(shared / "data/lidar" / name), **named)
    assert caught.value.code == code


def test_the_users_word_overrides_the_file(shared: Path) -> None:
    found = look(shared / "data/lidar/formats/simple1_1.las")
    assert settle(found, crs="EPSG:4547").by == "user"
    local = settle(found, crs="local")
    assert (local.crs, local.local, local.xy_metres) == ("", True, 1.0)


@pytest.mark.parametrize("name", ["formats/epsg_4326.las", "hostile/spurious.las", "hostile/no-points.las"])
def test_degrees_are_no_metres_of_a_local_grid(shared: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"cloud\.units_degree"):
        settle(look(shared / "data/lidar" / name), crs="local")


def test_a_grid_may_hold_numbers_that_only_claim_to_be_degrees(shared: Path) -> None:
    assert settle(look(shared / "data/lidar/formats/simple1_4.las"), crs="local").local


@pytest.mark.parametrize(
    ("name", "foot"), [("formats/autzen_trim.laz", 0.3048), ("formats/4_6_crop.las", 1200 / 3937)]
)
def test_feet_are_feet_in_a_local_grid_too(shared: Path, name: str, foot: float) -> None:
    local = settle(look(shared / "data/lidar" / name), crs="local")
    assert (local.crs, local.xy_metres, local.z_metres) == ("", foot, foot)


def test_a_geocentric_file_is_refused_with_a_way_out(tmp_path: Path) -> None:
    file = made(tmp_path, keys=geokeys((1024, 3), (2048, 4978)))
    assert look(file).units == "geocentric"
    with pytest.raises(InputError, match=r"cloud\.units_geocentric"):
        settle(look(file))


def test_a_file_written_by_laspy_is_without_doubts(tmp_path: Path) -> None:
    from pyproj import CRS

    header = laspy.LasHeader(point_format=7, version="1.4")
    header.add_crs(CRS("EPSG:4547+5737"))
    header.scales, header.offsets = np.full(3, 0.001), np.array([500_000.0, 4_000_000.0, 0.0])
    data = laspy.LasData(header)
    data.x, data.y, data.z = np.array([[500_001.5, 500_002], [4_000_001, 4_000_002], [12, 13]])
    for name in ("a.las", "a.laz"):
        data.write(tmp_path / name)
        found = look(tmp_path / name)
        assert (found.crs, found.vertical_crs, found.problems) == ("EPSG:4547", "EPSG:5737", ())
