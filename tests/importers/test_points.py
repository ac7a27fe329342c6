"""Points become observation points with their measurements; shifted positions show."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point

from faultgis.crs import gcj02_from_wgs84
from faultgis.records.site import Measurement, ObservationPoint
from faultgis.records.survey import Survey
from importers.batch import Batch
from importers.registry import read
from importers.vector.points import read_points, shifted
from tests.importers.layers import layer

SURVEY = Survey(code="T")


def points(batch: Batch) -> list[ObservationPoint]:
    return [record for record in batch.records if isinstance(record, ObservationPoint)]


def measurements(batch: Batch) -> list[Measurement]:
    return [record for record in batch.records if isinstance(record, Measurement)]


def one(row: dict[str, Any]) -> Batch:
    return read_points(layer([row], [Point(100, 35)]), SURVEY)


def test_a_field_point_with_its_fault_plane() -> None:
    row = {
        "点号": "D001",
        "日期": "2023-05-01",
        "高程": 1830.5,
        "倾向": "265",
        "倾角": 62,
        "描述": "断层陡坎",
    }
    batch = one(row)
    point, measured = points(batch)[0], measurements(batch)[0]
    assert (point.code, point.elevation_m, point.description) == ("D001", 1830.5, "断层陡坎")
    assert point.observed_on is not None
    assert point.observed_on.isoformat() == "2023-05-01"
    assert (measured.kind, measured.dip_direction, measured.dip) == ("fault_plane", 265, 62)
    assert measured.point_id == point.id
    assert all(counts["typed"] + counts["kept"] == 1 for counts in batch.cells.values())


def test_names_of_the_national_template() -> None:
    batch = one({"FieldID": "X1", "MeasureFaultDip": 90, "FaultClination": 45, "FaultStrike": 0})
    assert (measurements(batch)[0].dip_direction, measurements(batch)[0].dip) == (90, 45)


def test_columns_that_the_mapping_does_not_know_are_named() -> None:
    batch = one({"SiteName": "Boulder Fan", "CalYear": -7700})
    assert points(batch)[0].location_name == "Boulder Fan"
    assert [p.params for p in batch.warnings if p.code == "import.columns_unknown"] == [
        {"columns": "CalYear"}
    ]


@given(st.integers(0, 359))
def test_a_strike_alone_gives_the_dip_direction_by_the_right_hand_rule(strike: int) -> None:
    batch = one({"strike": strike, "dip": 50})
    assert measurements(batch)[0].dip_direction == (strike + 90) % 360
    assert "measurement.right_hand_rule" in {problem.code for problem in batch.warnings}


def test_a_plane_with_a_striation_is_two_measurements() -> None:
    batch = one({"fazi": 45, "finc": 54, "lazi": 340, "linc": 22})
    assert [(m.kind, m.dip, m.plunge) for m in measurements(batch)] == [
        ("fault_plane", 54, None),
        ("striation", None, 22),
    ]


def test_a_lineation_has_trend_and_plunge() -> None:
    found = measurements(one({"structure": "L1", "azi": 340, "inc": 22}))[0]
    assert (found.kind, found.trend, found.plunge, found.dip) == ("lineation", 340, 22, None)


@pytest.mark.parametrize(("given", "stored"), [(350, -10), (180, 180), (-90, -90), (400, None)])
def test_rakes_are_stored_within_half_a_turn(given: float, stored: float | None) -> None:
    assert measurements(one({"dip_dir": 90, "dip": 60, "rake": given}))[0].rake == stored


def test_a_range_is_measured_by_its_middle_and_flagged() -> None:
    batch = one({"dip_dir": 90, "dip": "60-70"})
    assert measurements(batch)[0].dip == 65
    assert batch.cells["dip"]["flagged"] == 1


@pytest.mark.parametrize(
    ("shape", "code"),
    [(None, "geometry.missing"), (LineString([(0, 0), (1, 1)]), "geometry.not_a_point"),
     (MultiPoint([(0, 0), (1, 1)]), "geometry.not_a_point"),
     (Point(500_000, 4_000_000), "geometry.off_earth")],
)  # fmt: skip
def test_what_is_no_point_on_earth_is_rejected(shape: Any, code: str) -> None:
    batch = read_points(layer([{"code": "A"}, {"code": "B"}], [Point(1, 1), shape]), SURVEY)
    assert [(r.row, r.code) for r in batch.rejected] == [(2, code)]
    assert batch.read == len(points(batch)) + 1


def test_the_shift_of_a_telephone_map_is_recognised() -> None:
    """Tiananmen as a telephone gave it, and as it is."""
    assert shifted(116.403672, 39.910634, 116.39743, 39.90923) == "position.gcj02"
    assert shifted(116.3975, 39.9087, 116.3975, 39.9087) == ""
    row = {"经度": 116.39743, "纬度": 39.90923}
    batch = read_points(layer([row], [Point(116.403672, 39.910634)]), SURVEY)
    assert {problem.code for problem in batch.warnings} == {"position.gcj02"}


@given(st.floats(75, 130), st.floats(20, 50))
def test_every_shifted_place_in_china_is_recognised(lon: float, lat: float) -> None:
    assert shifted(*gcj02_from_wgs84(lon, lat), lon, lat) == "position.gcj02"


def test_real_points(shared: Path) -> None:
    batch = read(shared / "data/paleo/usa/PaleoDOLE_v1.2.geojson", SURVEY)[0]
    assert batch.kind == "observations"
    assert batch.read == len(points(batch)) == 131
