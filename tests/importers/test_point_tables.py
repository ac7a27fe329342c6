"""Observation points in tables: any way of writing places, cells named by their address, nothing dropped."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from faultgis.crs import gcj02_from_wgs84, to_gk
from faultgis.records.site import Measurement, ObservationPoint
from faultgis.records.survey import Survey
from importers import registry

SURVEY = Survey(code="T")


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def read(path: Path, **options: Any) -> Any:
    (batch,) = registry.read(path, SURVEY, **options)
    assert batch.kind == "observations"
    assert batch.read == len([r for r in batch.records if isinstance(r, ObservationPoint)]) + len(
        batch.rejected
    )
    return batch


def test_points_and_their_attitudes(tmp_path: Path) -> None:
    rows = [
        ("点号", "经度", "纬度", "高程", "倾向", "倾角", "描述"),
        ("D001", 104.1, 31.2, 812.5, 310, 55, "断层泥"),
        ("D002", "104°06′00″", "31°12′", None, "NW", 140, ""),
        ("D003", None, 31.2, None, None, None, "无经度"),
    ]
    batch = read(workbook(tmp_path / "a.xlsx", *rows))
    points = {r.code: r for r in batch.records if isinstance(r, ObservationPoint)}
    assert set(points) == {"D001", "D002"}
    assert (points["D001"].elevation_m, points["D001"].description) == (812.5, "断层泥")
    assert points["D002"].geometry.equals_exact(points["D001"].geometry, 1e-9)
    measured = [r for r in batch.records if isinstance(r, Measurement)]
    assert (measured[0].dip_direction, measured[0].dip) == (310, 55)
    assert [r.row for r in batch.rejected] == [4]
    assert any((w.row, w.field) == (3, "倾角") for w in batch.warnings)


def test_projected_places_with_their_zone(tmp_path: Path) -> None:
    east, north, zone = to_gk(104.1, 31.2)
    path = tmp_path / "a.csv"
    path.write_text(
        f"点号,东坐标,北坐标\nD1,{zone * 1_000_000 + east % 1_000_000:.3f},{north:.3f}\n", "utf-8"
    )
    (point,) = read(path).records
    assert (point.geometry.x, point.geometry.y) == pytest.approx((104.1, 31.2), abs=1e-7)


def test_a_gbk_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("点号,经度,纬度,描述\nD1,104.1,31.2,断层陡坎\n".encode("gbk"))
    (point,) = read(path).records
    assert point.description == "断层陡坎"


def test_points_of_a_web_map_by_their_heads_are_taken_back_and_that_is_said(tmp_path: Path) -> None:
    lon, lat = gcj02_from_wgs84(104.1, 31.2)
    batch = read(workbook(tmp_path / "a.xlsx", ("点号", "高德经度", "高德纬度"), ("D001", lon, lat)))
    (point,) = (r for r in batch.records if isinstance(r, ObservationPoint))
    assert (point.geometry.x, point.geometry.y) == pytest.approx((104.1, 31.2), abs=1e-6)
    assert "site.shifted_back" in {warning.code for warning in batch.warnings}
