"""Rules on our own records, and on what they keep of their import: defects found, sound ones left alone."""

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from shapely import LineString, MultiLineString, Point

from faultgis.crs import bd09_from_wgs84, gcj02_from_wgs84
from faultgis.national.rows import Attachment
from faultgis.records.derived import Displacement, SlipRate
from faultgis.records.fault import Fault, Segment
from faultgis.records.files import Raster
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source, Stamp
from faultgis.records.sample import LabResult
from faultgis.records.site import Measurement, Media, ObservationPoint, SurfaceRupture
from faultgis.records.survey import Batch
from faultgis.records.trace import Trace
from faultgis.store import Rejected
from faultgis.values import Estimate
from tests.faultgis.quality.rows_made import LINE, OWN, SURVEY, check, package, row, said

_SAMPLE = {"sample_id": uuid4(), "lab_code": "B-1", **OWN}
_POINT = {"point_id": uuid4(), **OWN}


def fault(**values: Any) -> Fault:
    return Fault(code="HY-1", **values, **OWN)


def est(unit: str, best: float | None = None, **more: Any) -> Estimate:
    return Estimate(unit=unit, best=best, **more)


def trace(**values: Any) -> Trace:
    return Trace(geometry=MultiLineString([LINE]), **values, **OWN)


def cell(column: str, text: str, **values: Any) -> Fault:
    """A fault read from a table of the map of active tectonics."""
    return fault(source=Source(attributes=((column, text),)), **values)


CASES: list[tuple[str, AnyRecord, AnyRecord, str]] = [
    ("QC-NUL-003", fault(dip=est("deg", 60.0)), fault(dip=est("deg", 60.0, low=-9999.0)), "-"),
    ("QC-NUL-003", trace(mapping_scale=50000), trace(mapping_scale=-9999), "-"),
    ("QC-DOM-004", trace(mapping_scale=50000), trace(mapping_scale=500), "record"),
    (
        "QC-RNG-001",
        fault(strike=est("deg", low=350.0, high=370.0)),
        fault(strike=est("deg", 496.0)),
        "record",
    ),
    ("QC-RNG-002", fault(dip=est("deg", 90.0)), fault(dip=est("deg", 60.0, high=91.0)), "record"),
    (
        "QC-RNG-002",
        Measurement(kind="bedding", dip=0.0, **_POINT),
        Measurement(kind="fault_plane", dip=0.0, **_POINT),
        "record",
    ),
    ("QC-RNG-003", fault(rake=est("deg", -180.0)), fault(rake=est("deg", 270.0)), "record_counted"),
    ("QC-RNG-003", fault(rake=est("deg", 90.0)), fault(rake=est("deg", 361.0)), "record"),
    (
        "QC-RNG-004",
        fault(strike_slip_rate=est("mm/a", 15.0, low=10.0, high=21.0), shortening_rate=est("mm/a", -5.0)),
        fault(strike_slip_rate=est("mm/a", -9.0, low=-16.0)),
        "record_negative",
    ),
    (
        "QC-RNG-004",
        Segment(fault_id=uuid4(), code="1", net_slip_rate=est("mm/a", 0.0), **OWN),
        fault(net_slip_rate=est("mm/a", 54.6)),
        "record_high",
    ),
    (
        "QC-RNG-004",
        SlipRate(rate=est("mm/a", 4.0), **OWN),
        SlipRate(rate=est("mm/a", 60.1), **OWN),
        "record_impossible",
    ),
    (
        "QC-RNG-005",
        fault(upper_depth=est("km", 0.0), lower_depth=est("km", 50.0)),
        fault(upper_depth=est("km", 20.0), lower_depth=est("km", 15.0)),
        "order",
    ),
    ("QC-RNG-005", fault(upper_depth=est("km", 1.0)), fault(lower_depth=est("km", 51.0)), "-"),
    (
        "QC-RNG-005",
        fault(upper_depth=est("m", 300.0), lower_depth=est("km", 15.0)),
        fault(upper_depth=est("m", 16000.0), lower_depth=est("km", 15.0)),
        "order",
    ),
    (
        "QC-RNG-006",
        SurfaceRupture(horizontal_slip=est("m", 10.0), **OWN),
        SurfaceRupture(horizontal_slip=est("m", 21.0), **OWN),
        "record",
    ),
    (
        "QC-RNG-006",
        Displacement(event_id=uuid4(), amount=est("m", 3.0), **OWN),
        Displacement(event_id=uuid4(), amount=est("m", 30.0), **OWN),
        "record",
    ),
    (
        "QC-RNG-007",
        LabResult(c14_age=1000.0, c14_error=30.0, **_SAMPLE),
        LabResult(c14_age=1000.0, c14_error=-30.0, **_SAMPLE),
        "record_negative",
    ),
    (
        "QC-RNG-007",
        LabResult(age_ka=5.0, age_plus_ka=0.4, **_SAMPLE),
        LabResult(age_ka=5.0, age_plus_ka=6.0, **_SAMPLE),
        "record_large",
    ),
    ("QC-RNG-010", cell("strike_slip_rate", "(15,10,21)"), cell("strike_slip_rate", "(-6.,-9.,-16.)"), "-"),
    ("QC-RNG-010", cell("average_dip", "(90.0,,)"), cell("average_dip", "(60,50,)"), "partial"),
    ("QC-RNG-010", cell("net_slip_rate", "(-16.8,-5.4,-26)"), cell("net_slip_rate", "(5,8,10)"), "-"),
    ("QC-RNG-011", cell("net_slip_rate", "(1,0,3)"), cell("strike_slip_rate", "(-1.5, 0., -3.)"), "-"),
    (
        "QC-RNG-012",
        cell("水平滑动速率", "10+-2"),
        cell("shortening_rate", "see Mohadjer for details"),
        "source",
    ),
    ("QC-RNG-013", cell("断层性质", "NS右旋正断NE左旋正断"), cell("断层性质", "0.05"), "number"),
    ("QC-RNG-013", cell("最晚活动时代", "有的Q有的4Q"), cell("最晚活动时代", "左旋逆走滑"), "kinematics"),
    ("QC-RNG-013", cell("最晚活动时代", "Q4东段Q1-2"), cell("最晚活动时代", "60-75"), "number"),
    ("QC-RNG-013", cell("断层倾角", "铲形上60-70下10-45"), cell("断层倾角", "391"), "too_large"),
    ("QC-RNG-013", cell("断层走向", "310-320"), cell("断层走向", "496"), "too_large"),
    ("QC-RNG-013", cell("断层倾角", ">45"), cell("断层倾角", "SW"), "compass"),
    ("QC-RNG-013", cell("断层倾向", "北支S南支N"), cell("水平滑动速率", "Q4"), "age"),
]


@pytest.mark.parametrize(("rule", "sound", "planted", "found"), CASES)
def test_a_planted_defect_is_found_and_a_sound_record_left_alone(
    rule: str, sound: AnyRecord, planted: AnyRecord, found: str
) -> None:
    clean = check(rule, [], [sound])
    assert said(clean) == {}
    assert clean.checked[0].state == "checked"
    wrong = check(rule, [], [planted])
    assert said(wrong) == {found: 1}
    assert wrong.findings[0].id == planted.id


# What numbers look like in real tables, and whether they can be read.
READABLE = [
    "10+-2",
    "1-2",
    ">2.2",
    "0 .4",
    "2.5 1.2-2.2",
    "3.3（缩短）",
    "60境内",
    "1.89,2.5-3",
    ">2.2（缩短）",
    "<160",
]
UNREADABLE = ["A huge range of rates from many studies", "不详见文"]


def test_numbers_in_free_text_are_read_or_found() -> None:
    for text in READABLE:
        assert said(check("QC-RNG-012", [], [cell("水平滑动速率", text)])) == {}, text
    for text in UNREADABLE:
        assert said(check("QC-RNG-012", [], [cell("水平滑动速率", text)])) == {"source": 1}, text


def test_what_somebody_has_settled_is_found_no_more() -> None:
    source = Source(attributes=(("断层倾角", "391"), ("strike_slip_rate", "(-6.,-9.,-16.)")))
    read = fault(source=source, strike_slip_rate=est("mm/a", low=6.0, high=16.0, text="(-6.,-9.,-16.)"))
    settled = replace(
        read,
        dip=est("deg", 39.0),
        kinematics="sinistral",
        strike_slip_rate=est("mm/a", 9.0, low=6.0, high=16.0, text="9 (6-16)"),
    )
    for rule in ("QC-RNG-010", "QC-RNG-011", "QC-RNG-013"):
        assert said(check(rule, [], [read])).total() == 1, rule
        assert said(check(rule, [], [settled])).total() == 0, rule


@pytest.mark.parametrize("mapping", ["plain_points, plain", "plain; plain_points", ""])
def test_a_column_of_several_mappings_speaks_of_each_kind_of_record(mapping: str) -> None:
    batch = Batch(survey_id=SURVEY.id, file="野外.gpkg", mapping=mapping)
    source = Source(batch_id=batch.id, file=batch.file, attributes=(("倾角", "391"),))
    plane = Measurement(kind="fault", dip=None, source=source, **_POINT)
    report = check("QC-RNG-013", [], [fault(source=source), plane], imports=[(batch, [])])
    assert {(each.kind, each.our_field) for each in report.findings} == {
        ("fault", "dip"),
        ("measurement", "dip"),
    }


def test_columns_of_other_mappings_are_not_asked() -> None:
    batch = Batch(survey_id=SURVEY.id, file="点.csv", mapping="plain_points")
    source = Source(batch_id=batch.id, file=batch.file, attributes=(("倾角", "391"),))
    assert said(check("QC-RNG-013", [], [fault(source=source)], imports=[(batch, [])])) == {}


def test_a_mend_does_what_it_says() -> None:
    rake = check("QC-RNG-003", [], [fault(rake=est("deg", 270.0))]).findings[0].fix
    assert rake is not None
    assert rake.values["rake"].best == -90.0
    rate = fault(net_slip_rate=est("mm/a", -9.0, low=-16.0, high=-6.0))
    mended = check("QC-RNG-004", [], [rate]).findings[0].fix
    assert mended is not None
    assert (mended.kind, mended.id) == ("fault", rate.id)
    value = mended.values["net_slip_rate"]
    assert (value.low, value.best, value.high) == (6.0, 9.0, 16.0)


def _imported(crs: str, *cells: tuple[str, str], mapping: str = "") -> tuple[Batch, ObservationPoint]:
    batch = Batch(survey_id=SURVEY.id, file="点.shp", crs=crs, mapping=mapping)
    source = Source(batch_id=batch.id, file=batch.file, attributes=cells)
    return batch, ObservationPoint(code="D1", geometry=Point(105.5, 36.6), source=source, **OWN)


@pytest.mark.parametrize(
    ("crs", "column", "easting", "found"),
    [
        ("EPSG:4496", "横坐标", "18544748.1", {}),
        ("EPSG:4496", "Y坐标", "19544748.1", {"other": 1}),
        ("EPSG:4496 (±1 m)", "X", "544748.1", {"none": 1}),
        ("EPSG:4507", "x", "544748", {}),
        ("EPSG:4507", "x", "18544748", {"prefix": 1}),
        ("EPSG:4507", "division", "640522", {}),
    ],
)
def test_eastings_agree_with_the_zone_declared(
    crs: str, column: str, easting: str, found: dict[str, int]
) -> None:
    batch, point = _imported(crs, (column, easting))
    assert said(check("QC-CRS-003", [], [point], imports=[(batch, [])])) == found
    refused = Rejected(3, "crs.zone_conflict", values={column: easting})
    there = check("QC-CRS-003", [], [], imports=[(batch, [refused])])
    assert said(there) == {f"{key}_row": n for key, n in found.items()}


def test_old_datums_need_a_named_way() -> None:
    batches = [_imported(crs)[0] for crs in ("EPSG:4490", "EPSG:4326 (±0.1 m)", "EPSG:2334", "EPSG:4214")]
    named = _imported("EPSG:4610", mapping="七参数 2019")[0]
    report = check("QC-CRS-004", [], [], imports=[(each, []) for each in (*batches, named)])
    assert said(report) == {"-": 2}
    assert report.checked[0].looked_at == 5
    old = Raster(code="R1", path="dem.tif", crs="EPSG:4214", **OWN)
    assert said(check("QC-CRS-004", [], [old])) == {"file": 1}


@pytest.mark.parametrize(("shift", "datum"), [(gcj02_from_wgs84, "GCJ-02"), (bd09_from_wgs84, "BD-09")])
def test_points_shifted_as_web_maps_do_are_suspected(shift: Any, datum: str) -> None:
    places = [(105.4 + 0.02 * n, 36.6 - 0.01 * n) for n in range(11)]
    fault_row = row("Fault", LineString(places))
    true = [row("FaultSvyPoint", Point(*place)) for place in places]
    off = [row("FaultSvyPoint", Point(*shift(*place))) for place in places]
    assert said(check("QC-CRS-005", [fault_row, *true])) == {}
    report = check("QC-CRS-005", [fault_row, *off])
    assert said(report) == {"-": 1}
    assert report.findings[0].params["datum"] == datum


def test_attachments_are_there_readable_and_on_record(tmp_path: Path) -> None:
    (tmp_path / "whole.jpg").write_bytes(b"x")
    (tmp_path / "hollow.jpg").write_bytes(b"")
    names = ("whole.jpg", "hollow.jpg", "gone.jpg")
    rows = [row("FaultSvyPoint", Photo_AIID=name) for name in names]
    known = [
        Attachment("FaultSvyPoint", str(each.values["ID"]), "Photo_AIID", name, name, "ab")
        for each, name in zip(rows, names, strict=True)
    ]
    more: dict[str, Any] = {"file": lambda name: tmp_path / name}
    assert said(check("QC-NUL-006", package(*rows, attachments=tuple(known)), **more)) == {
        "-": 1,
        "hollow": 1,
    }
    assert said(check("QC-NUL-006", [rows[0]], **more)) == {"checksum": 1}


@pytest.mark.parametrize(
    ("since_s", "content", "found"), [(-60, b"other", {}), (60, b"other", {"changed": 1}), (60, b"x", {})]
)
def test_a_file_that_is_newer_than_its_record_is_the_same(
    tmp_path: Path, since_s: float, content: bytes, found: dict[str, int]
) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    os.utime(tmp_path / "a.jpg", (at.timestamp() + since_s,) * 2)
    digest = hashlib.sha256(b"x").hexdigest()
    photo = Media(path="a.jpg", sha256=digest, stamp=Stamp(updated_at=at), **OWN)
    rows = [row("FaultSvyPoint", Photo_AIID="a.jpg")]
    assert said(check("QC-NUL-006", rows, [photo], file=lambda name: tmp_path / name)) == found


def test_rows_that_an_import_refused_are_told_by_their_rules() -> None:
    batch = _imported("EPSG:4490")[0]
    refused = [
        Rejected(4, "value.not_a_number", "断层长度", {"text": "很长"}),
        Rejected(5, "value.column_shift", "水平滑动速率", {"text": "Q4"}),
    ]
    imports = [(batch, refused)]
    assert said(check("QC-RNG-012", [], [], imports=imports)) == {"row": 1}
    assert said(check("QC-RNG-013", [], [], imports=imports)) == {"row": 1}
