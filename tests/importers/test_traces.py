"""Lines become traces, faults, segments and ruptures; every feature and every cell is accounted for."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon

from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.site import SurfaceRupture
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from importers.batch import Batch
from importers.fields import STATES
from importers.registry import read
from importers.vector.traces import read_traces
from tests.importers.layers import layer, line

SURVEY = Survey(code="T")


def of(batch: Batch, kind: type) -> list[Any]:
    return [record for record in batch.records if isinstance(record, kind)]


def accounted(batch: Batch) -> None:
    """Each feature is one trace or one rejected row, each cell is in exactly one state."""
    assert batch.read == len(of(batch, Trace)) + len(batch.rejected)
    for column, counts in batch.cells.items():
        assert set(counts) <= set(STATES), column
        assert sum(counts.values()) == batch.read, column


def test_the_same_code_or_else_the_same_name_makes_one_fault() -> None:
    named = [
        ("F1", "甲断裂"),
        ("F1", "乙断裂"),
        ("", "丙断裂"),
        ("", "丙断裂"),
        ("", ""),
        ("", "无名"),
        ("", "无名"),
    ]
    rows = [{"断层编码": code, "断层名称": name} for code, name in named]
    batch = read_traces(layer(rows), SURVEY)
    faults = {fault.id: fault for fault in of(batch, Fault)}
    members = Counter(trace.fault_id for trace in of(batch, Trace))
    assert sorted(members.values()) == [1, 1, 1, 2, 2]
    first = faults[of(batch, Trace)[0].fault_id]
    assert (first.code, first.name_zh, first.aliases) == ("F1", "甲断裂", "乙断裂")
    assert "fault.other_name" in {problem.code for problem in batch.warnings}
    accounted(batch)


def test_the_same_number_is_the_same_identity_and_without_one_the_geometry_is() -> None:
    batch = read_traces(
        layer([{"id": 7}, {"id": None}, {"id": None}], [line(), line(101), line(102)]), SURVEY
    )
    keys = [trace.source.key for trace in of(batch, Trace)]
    assert keys[0] == "plain:7"
    assert all(key.startswith("geometry:") for key in keys[1:])
    assert len(set(keys)) == 3


def test_a_number_that_occurs_twice_is_no_identity() -> None:
    batch = read_traces(layer([{"id": 1}, {"id": 1}, {"id": 2}]), SURVEY)
    keys = {trace.source.key for trace in of(batch, Trace)}
    assert len(keys) == 3
    assert "plain:2" in keys
    assert "import.id_repeated" in {problem.code for problem in batch.warnings}


def test_a_line_drawn_the_other_way_is_another_one_but_the_last_digit_is_not() -> None:
    there = LineString([(100, 35), (101, 36)])
    nearly = LineString([(100 + 1e-12, 35), (101, 36)])
    keys = [
        of(read_traces(layer([{}], [shape]), SURVEY), Trace)[0].source.key
        for shape in (there, there.reverse(), nearly)
    ]
    assert keys[0] == keys[2] != keys[1]


def test_lines_upon_each_other_are_kept_apart() -> None:
    batch = read_traces(layer([{}, {}], [line(), line()]), SURVEY)
    assert len({trace.source.key for trace in of(batch, Trace)}) == 2


@pytest.mark.parametrize(
    ("shape", "code"),
    [(None, "geometry.missing"), (LineString(), "geometry.empty"), (Point(100, 35), "geometry.not_a_line"),
     (Polygon([(0, 0), (1, 0), (1, 1)]), "geometry.not_a_line"),
     (LineString([(1, 1), (1, 1)]), "geometry.no_length"),
     (LineString([(1, float("nan")), (2, 2)]), "geometry.bad_coordinates"),
     (LineString([(16_500_000, 4_000_000), (16_500_100, 4_000_000)]), "geometry.off_earth")],
)  # fmt: skip
def test_a_shape_that_is_no_line_on_earth_is_rejected_by_its_row(shape: Any, code: str) -> None:
    batch = read_traces(layer([{"name": "甲"}, {"name": "乙"}], [line(), shape]), SURVEY)
    assert [(r.row, r.code, r.values["name"]) for r in batch.rejected] == [(2, code, "乙")]
    accounted(batch)


def test_a_multi_line_stays_one_trace_and_heights_are_left_out() -> None:
    shape = MultiLineString([[(100, 35, 1), (101, 35, 2)], [(102, 35, 3), (103, 35, 4)]])
    trace = of(read_traces(layer([{}], [shape]), SURVEY), Trace)[0]
    assert len(trace.geometry.geoms) == 2
    assert not trace.geometry.has_z


def test_a_missing_coordinate_system_is_asked_for() -> None:
    with pytest.raises(InputError, match=r"crs\.missing") as caught:
        read_traces(layer([{}], crs=None), SURVEY)
    assert caught.value.file == "made.geojson"


@pytest.mark.parametrize("crs", ["EPSG:4214", "EPSG:4610", "EPSG:4555", "EPSG:21418", "EPSG:2334"])
def test_old_datums_are_refused(crs: str) -> None:
    with pytest.raises(InputError, match=r"crs\.refused_datum"):
        read_traces(layer([{}], crs=crs), SURVEY)


def test_a_projected_file_comes_to_its_place() -> None:
    shape = LineString([(500_000, 4_000_000), (500_000, 4_001_000)])
    batch = read_traces(layer([{}], [shape], crs="EPSG:4508"), SURVEY)
    assert of(batch, Trace)[0].geometry.bounds[0] == pytest.approx(111.0)
    assert batch.crs_accuracy_m == 0


@given(st.sampled_from(["NE", "SE", "SW", "NW", "N", "E", "S", "W"]), st.booleans())
def test_the_hanging_wall_lies_where_the_fault_dips(direction: str, reverse: bool) -> None:
    shape = line().reverse() if reverse else line()
    trace = of(read_traces(layer([{"dip_dir": direction}], [shape]), SURVEY), Trace)[0]
    right = {"SE", "S", "E"} if not reverse else {"NW", "N", "W"}
    expected = "unknown" if direction in ("NE", "SW") else "right" if direction in right else "left"
    assert trace.hanging_wall == expected


def test_rows_that_differ_keep_their_own_sense_where_traces_have_one() -> None:
    rows = [
        {"name": "甲", "type": "normal"},
        {"name": "甲", "type": "normal"},
        {"name": "甲", "type": "dextral"},
    ]
    batch = read_traces(layer(rows), SURVEY)
    assert of(batch, Fault)[0].kinematics == "normal"
    assert [trace.kinematics for trace in of(batch, Trace)] == ["", "", "dextral"]
    assert batch.cells["type"] == Counter(typed=3)


def test_rows_that_differ_in_a_rate_are_told_and_counted_as_rejected() -> None:
    rows = [{"name": "甲", "slip_rate": "1-2"}, {"name": "甲", "slip_rate": "5"}]
    batch = read_traces(layer(rows), SURVEY)
    assert of(batch, Fault)[0].net_slip_rate.high == 2
    assert batch.cells["slip_rate"] == Counter(typed=1, rejected=1)
    problem = next(p for p in batch.warnings if p.code == "fault.other_value")
    assert (problem.row, problem.field, problem.params["found"]) == (2, "slip_rate", "5")


def test_folds_are_rejected_with_their_kind() -> None:
    batch = read_traces(layer([{"type": "thrust"}, {"type": "anticline"}, {"type": "snycline"}]), SURVEY)
    assert [(r.row, r.code, r.params["kind"]) for r in batch.rejected] == [
        (2, "import.fold", "anticline"),
        (3, "import.fold", "syncline"),
    ]
    accounted(batch)


def test_columns_that_the_mapping_does_not_know_are_named_and_kept() -> None:
    batch = read_traces(layer([{"name": "甲", "colour": "red"}]), SURVEY)
    problem = next(p for p in batch.warnings if p.code == "import.columns_unknown")
    assert problem.params["columns"] == "colour"
    assert ("colour", "red") in of(batch, Trace)[0].source.attributes
    assert batch.cells["colour"] == Counter(ignored=1)


def test_reading_can_be_stopped() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        read_traces(layer([{}]), SURVEY, progress=progress)


def test_the_chinese_fault_table(shared: Path) -> None:
    file = shared / "data/faults/china/CN-faults_north36_utf8.gmt"
    batch = read(file, SURVEY, crs="EPSG:4326")[0]
    accounted(batch)
    assert batch.mapping == "cn_faults"
    assert (batch.read, len(batch.rejected)) == (872, 0)
    faults = {fault.code: fault for fault in of(batch, Fault) if fault.code}
    assert len(faults) == 377
    assert faults["BF12"].name_zh == "阿巴宫断裂"
    assert faults["BF12"].kinematics == "dextral"
    assert faults["BF12"].latest_activity == "holocene"
    assert (faults["BF12"].length.low, faults["BF12"].length.best) == (80, None)
    assert (faults["BF12"].dip.low, faults["BF12"].dip.high) == (70, 80)
    rates = [r for r in (*of(batch, Fault), *of(batch, Segment)) if r.shortening_rate is not None]
    assert len(rates) == 5
    haiyuan = [r for r in of(batch, SurfaceRupture) if r.year == 1920]
    assert {(r.month, r.day, r.name, r.magnitude.best) for r in haiyuan} == {(12, 16, "海原", 8.6)}
    assert all(r.length.best == 237 for r in haiyuan)


@pytest.mark.parametrize("name", ["MAFD.gpkg", "MAFD.shp", "MAFD.gmt", "MAFD_Faults.kml"])
def test_the_malawi_faults_are_the_same_in_every_format(shared: Path, name: str) -> None:
    folder = shared / "data/faults/africa_malawi"
    one, other = read(folder / "MAFD.geojson", SURVEY)[0], read(folder / name, SURVEY)[0]
    accounted(other)
    assert other.read == 113
    assert faults_of(other) == faults_of(one)
    assert lines_of(other) == lines_of(one)


def faults_of(batch: Batch) -> dict[str, dict[str, Any]]:
    """The faults by key, without what differs from one reading to the next."""
    left_out = {"id", "zone_id", "source", "stamp", "survey_id"}
    return {
        fault.source.key: {n: getattr(fault, n) for n in Fault.__dataclass_fields__ if n not in left_out}
        for fault in of(batch, Fault)
    }


def lines_of(batch: Batch) -> dict[str, Any]:
    """The traces by key: what is mapped, and all cells with the fingerprint of the line."""
    return {
        trace.source.key: (
            trace.kinematics, trace.hanging_wall, trace.exposure, trace.evidence, trace.mapping_scale,
            trace.confidence, trace.notes, trace.source.reference, trace.source.attributes,
        )
        for trace in of(batch, Trace)
    }  # fmt: skip


def test_the_tibetan_structures_are_the_same_from_three_formats(shared: Path) -> None:
    folder = shared / "data/faults/himatibet"
    made, ours, google = (read(folder / f"HimaTibetMap.{e}", SURVEY)[0] for e in ("geojson", "shp", "kml"))
    for batch in (made, ours, google):
        accounted(batch)
        assert batch.mapping == "himatibet"
        assert (batch.read, len(of(batch, Trace)), len(batch.rejected)) == (940, 628, 312)
        assert {r.code for r in batch.rejected} == {"import.fold"}
    assert faults_of(ours) == faults_of(made)
    assert lines_of(ours) == lines_of(made)
    assert [r.row for r in google.rejected] == [r.row for r in made.rejected]
    unlike = shared_columns_that_differ(made, google)
    assert unlike == {"Type": 7, "ltype": 4, "Name": 6, "Source": 37}


def shared_columns_that_differ(one: Batch, other: Batch) -> dict[str, int]:
    """How many cells of the columns that both files carry differ; where none does, the traces agree."""
    cells = [{t.source.key: t for t in of(batch, Trace)} for batch in (one, other)]
    faults = [{f.id: f for f in of(batch, Fault)} for batch in (one, other)]
    unlike: Counter[str] = Counter()
    for key, trace in cells[0].items():
        twin = cells[1][key]
        assert twin.geometry.equals_exact(trace.geometry, 1e-9)
        mine, its = dict(trace.source.attributes), dict(twin.source.attributes)
        different = {c for c in ("Type", "ltype", "Name", "Source") if mine.get(c) != its.get(c)}
        unlike.update(different)
        if not different & {"Type", "ltype", "Name"}:
            assert sense_of(trace, faults[0]) == sense_of(twin, faults[1])
            assert faults[0][trace.fault_id].name_en == faults[1][twin.fault_id].name_en
        if "Source" not in different:
            assert trace.source.reference == twin.source.reference
    return dict(unlike)


def sense_of(trace: Trace, faults: dict[Any, Fault]) -> str:
    assert trace.fault_id is not None
    return trace.kinematics or faults[trace.fault_id].kinematics


def test_the_world_of_faults_with_its_three_missing_lines(shared: Path) -> None:
    batch = read(shared / "data/faults/gem/gem_active_faults_2017-05.geojson.zip", SURVEY)[0]
    accounted(batch)
    assert batch.read == 10_057
    assert Counter(r.code for r in batch.rejected) == {"import.fold": 335, "geometry.missing": 3}
    assert len(of(batch, FaultZone)) == 957
    assert batch.cells["net_slip_rate"]["typed"] > 3_500


def test_the_shapefile_in_chinese_encoding_tells_the_same_as_the_text_file(shared: Path) -> None:
    text = read(shared / "data/faults/china/CN-faults_north36_utf8.gmt", SURVEY, crs="EPSG:4490")[0]
    shape = read(shared / "data/encodings/cn_north_gbk.shp", SURVEY)[0]
    accounted(shape)
    assert faults_of(shape) == faults_of(text)
    assert {t.source.key for t in of(shape, Trace)} == {t.source.key for t in of(text, Trace)}


def test_a_name_that_only_a_later_row_of_the_same_code_gives_is_the_faults_name() -> None:
    rows: list[dict[str, Any]] = [
        {"断层编码": "F1", "断层名称": None},
        {"断层编码": "F1", "断层名称": "甲断裂"},
    ]
    fault = of(read_traces(layer(rows), SURVEY), Fault)[0]
    assert (fault.name_zh, fault.aliases) == ("甲断裂", "")


def test_faults_of_the_same_name_in_different_zones_are_apart_and_a_zone_names_its_nameless_fault() -> None:
    rows = [{"fault_zone": "A", "name": "East section"}, {"fault_zone": "B", "name": "East section"},
            {"fault_zone": "B", "name": ""}, {"fault_zone": "B", "name": ""}]  # fmt: skip
    batch = read_traces(layer(rows), SURVEY)
    assert sorted(fault.name_en for fault in of(batch, Fault)) == ["B", "East section", "East section"]
    assert sorted(zone.name_en for zone in of(batch, FaultZone)) == ["A", "B"]


def test_a_horizontal_rate_of_a_dip_slip_fault_is_doubted() -> None:
    same = {"最晚活动时代": "Q4", "水平滑动速率": "2.5"}
    named = [
        {"断层编码": "F1", "断层名称": "甲", "断层性质": "正断"},
        {"断层编码": "F2", "断层名称": "乙", "断层性质": "左旋"},
    ]
    rows: list[dict[str, Any]] = [{**row, **same} for row in named]
    batch = read_traces(layer(rows), SURVEY)
    assert batch.cells["水平滑动速率"] == Counter(flagged=1, typed=1)
    assert [p.row for p in batch.warnings if p.code == "rate.horizontal_on_dip_slip"] == [1]


def test_each_segment_keeps_its_own_rates_and_strike() -> None:
    """As the layer of traces of an export has them: tuples, and numbers with all their decimals."""
    one = {"strike": "(,60.0,80.0)", "dip_direction": "(,150.0,170.0)", "slip_rate": "6.749921779628702"}
    two = {"strike": "70", "dip_direction": "(,150.0,170.0)", "slip_rate": "2"}
    rows = [{"fault_code": "F1", "segment_code": f"S{i}", **each} for i, each in enumerate((one, two))]
    batch = read_traces(layer(rows), SURVEY)
    assert batch.warnings == []
    first, second = sorted(of(batch, Segment), key=lambda each: each.code)
    assert (first.strike.low, first.strike.high, first.net_slip_rate.best) == (60, 80, 6.749921779628702)
    assert (second.strike.best, second.net_slip_rate.best) == (70, 2)
    assert of(batch, Fault)[0].net_slip_rate is None


def test_a_value_that_two_columns_give_is_told_as_a_person_writes_it() -> None:
    batch = read_traces(layer([{"dip": "(,60,70)", "dip_direction": "VERTICAL"}]), SURVEY)
    assert {"text": "90"} in [each.params for each in batch.warnings]
