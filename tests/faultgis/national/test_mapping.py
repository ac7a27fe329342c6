"""Our records as rows of the national template: what each field says, and what is said to be lost."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from shapely import LineString, MultiLineString, Point

from faultgis.crs.ellipsoid import destination
from faultgis.errors import InputError
from faultgis.national.compass import azimuth_of, code_of, word_of
from faultgis.national.identity import Register, free_part
from faultgis.national.mapping import Settings, package_of
from faultgis.national.mapping_file import load_mapping, parse_mapping
from faultgis.national.rows import Package, Row
from faultgis.national.template import load
from faultgis.records.delivery import TemplateRow
from faultgis.records.fault import Fault, FaultZone
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import BuriedPoint, Measurement, Media, ObservationPoint, OffsetMarker
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.records.trench import PaleoEvent, StratUnit, Trench, TrenchSite
from faultgis.values import Document, Estimate

SURVEY = Survey(code="HY", division="640400", topic="102")
OWN: dict[str, Any] = {"survey_id": SURVEY.id}
ZONE = FaultZone(code="HY", name_zh="海原断裂带", **OWN)
FAULT = Fault(
    code="HY-1",
    name_zh="海原断层",
    zone_id=ZONE.id,
    kinematics="sinistral_reverse",
    latest_activity="holocene",
    dip_direction=Estimate(unit="deg", best=205.0),
    dip=Estimate(unit="deg", low=60.0, high=70.0),
    upper_depth=Estimate(unit="km", best=0.02),
    **OWN,
)


def line(azimuth: float, km: float) -> MultiLineString:
    end = destination(105.0, 36.5, azimuth, km * 1000)
    return MultiLineString([[(105.0, 36.5), end]])


TRACE = Trace(geometry=line(115.0, 12.0), fault_id=FAULT.id, exposure="exposed", **OWN)


def package(*records: Any, **settings: Any) -> Package:
    from faultgis.records.kinds import kind_of

    found: dict[str, list[Any]] = {}
    for record in (ZONE, FAULT, *records):
        found.setdefault(kind_of(record), []).append(record)
    return package_of(SURVEY, found, settings=Settings(**settings))


def only(made: Package, class_name: str) -> Row:
    (row,) = made.of(class_name)
    return row


def test_a_trace_is_a_row_of_fault() -> None:
    made = package(TRACE)
    row = only(made, "Fault")
    assert list(row.values) == [field.name for field in load().find("Fault").fields]  # type: ignore[union-attr]
    assert row.values["FractureZoneName"] == "海原断裂带"
    assert row.values["Name"] == "海原断层"
    assert row.values["Feature"] == "111122"
    assert row.values["Strike"] == "SEE"
    assert row.values["DipDir"] == "SSW"
    assert row.values["DipAngle"] == 65.0
    assert row.values["FaultLength"] == pytest.approx(12.0, abs=1e-3)
    assert row.values["TopDepth"] == 20.0
    assert row.values["Age"] == "33320000"
    assert row.values["Width"] == -9999
    assert row.values["Photographer"] == "NA"
    assert row.geometry == TRACE.geometry.geoms[0]
    assert made.places["Fault", "Name"] == "fault.name_zh"
    assert {note.code for note in made.notes} >= {"national.order_lost", "national.bounds_lost"}


def test_an_age_that_is_undetermined_is_blank_and_an_exposure_is_never_guessed() -> None:
    trace = Trace(geometry=line(10, 1), fault_id=FAULT.id, latest_activity="undetermined", **OWN)
    made = package(trace)
    assert only(made, "Fault").values["Age"] is None
    assert only(made, "Fault").values["Feature"] == "NA"
    assert "national.exposure_undecided" in {note.code for note in made.notes}
    hidden = dataclasses.replace(trace, accuracy="concealed")
    assert only(package(hidden), "Fault").values["Feature"] == "111222"
    assumed = package(trace, exposure="inferred")
    assert only(assumed, "Fault").values["Feature"] == "111322"
    assert "national.exposure_assumed" in {note.code for note in assumed.notes}


def test_a_fault_point_stands_beside_its_observation_point() -> None:
    point = ObservationPoint(
        geometry=Point(105.05, 36.48),
        code="D012",
        fault_id=FAULT.id,
        kind="fault",
        elevation_m=1801.0,
        observed_on=date(2024, 5, 3),
        **OWN,
    )
    plane = Measurement(point_id=point.id, dip_direction=359.6, dip=65.0, **OWN)
    made = package(TRACE, point, plane)
    parent, child = only(made, "GeologicalSvyPoint"), only(made, "FaultSvyPoint")
    assert parent.values["SvyDate"] == "20240503"
    assert parent.values["IsFaultPoint"] == 1
    assert parent.values["IsGeomorphPoint"] == 0
    assert child.values["GeologicalSvyPointID"] == parent.values["ID"]
    assert (child.values["MeasureFaultDip"], child.values["FaultClination"]) == (0, 65)
    assert child.values["FaultStrike"] == 270
    assert child.values["TargetFaultID"] == only(made, "Fault").values["ID"]
    assert child.values["TargetFaultSource"] == "F5"
    attitude = only(made, "FaultAttitude")
    assert attitude.values["FaultID"] == only(made, "Fault").values["ID"]
    assert attitude.geometry == point.geometry


def test_a_trench_counts_what_hangs_on_it() -> None:
    site = TrenchSite(geometry=Point(105.01, 36.49), code="TS", fault_id=FAULT.id, name_zh="唐家坡", **OWN)
    trench = Trench(code="TC1", site_id=site.id, azimuth=25.0, length_m=30.0, **OWN)
    units = [StratUnit(code=f"U{n}", trench_id=trench.id, **OWN) for n in range(3)]
    events = [
        PaleoEvent(code="E1", site_id=site.id, position=1, known_year=1920, **OWN),
        PaleoEvent(code="E2", site_id=site.id, position=2, **OWN),
        PaleoEvent(code="E3", site_id=site.id, position=3, status="rejected", **OWN),
    ]
    sample = Sample(code="C-1", trench_id=trench.id, **OWN)
    result = LabResult(sample_id=sample.id, lab_code="B-1", **OWN)
    made = package(TRACE, site, trench, *units, *events, sample, result)
    row = only(made, "Trench")
    assert row.values["Name"] == "唐家坡"
    assert row.values["TrenchDip"] == 25
    assert (row.values["ExposedStratumCount"], row.values["EQEventCount"]) == (3, 2)
    assert (row.values["CollectedSampleCount"], row.values["DatingSampleCount"]) == (1, 1)
    assert row.values["LatestEQPeroidEst"] == "公元1920年"
    drawn = only(made, "SamplePoint")
    assert drawn.values["SampleSource"] == "TC"
    assert drawn.values["SampleSourceID"] == row.values["ID"]
    assert drawn.values["SymbolInfo"] == "321001"
    assert drawn.geometry == site.geometry


def test_markers_and_buried_points_find_their_classes() -> None:
    marker = OffsetMarker(
        geometry=Point(105, 36.5), code="M1", component="vertical", offset=Estimate(unit="m", best=2.5), **OWN
    )
    drilled = BuriedPoint(
        geometry=Point(105, 36.5),
        code="B1",
        line_name="一号剖面",
        kinematics="normal",
        top_depth=Estimate(unit="m", best=7.0),
        **OWN,
    )
    shot = BuriedPoint(geometry=Point(105, 36.5), code="B2", method="seismic", fault_id=FAULT.id, **OWN)
    profile = TemplateRow(
        class_name="DrillProfile", code="640400102DP000001", values=Document({"Name": "一号剖面"}), **OWN
    )
    near = dataclasses.replace(shot, id=marker.id, trace_id=TRACE.id, top_depth=Estimate(unit="m", best=31.0))
    assert only(package(TRACE, near), "Fault").values["TopDepth"] == 31.0
    made = package(TRACE, marker, drilled, shot, profile)
    landform = only(made, "GeomorphyPoint").values
    assert landform["VerticalDisplacement"] == 2.5
    assert landform["HorizenOffset"] == -9999
    assert only(made, "DrillFaultPoint").values["DrillProfileID"] == "640400102DP000001"
    assert only(made, "DrillFaultPoint").values["FaultType"] == "111210"
    assert only(made, "DrillFaultPoint").values["TopDepth"] == 7.0
    assert only(made, "GeophySvyFaultPoint").values["TargetFaultName"] == "海原断层"
    assert only(made, "DrillProfile").values == {
        **dict.fromkeys(f.name for f in load().find("DrillProfile").fields),  # type: ignore[union-attr]
        "Name": "一号剖面",
    }


def test_photographs_are_named_by_rule() -> None:
    photos = [
        Media(path=f"media/p{n}.JPG", sha256="ab", owner_kind="trace", owner_id=TRACE.id, secrecy=n, **OWN)
        for n in range(2)
    ]
    made = package(TRACE, *photos, level=0)
    code = only(made, "Fault").values["ID"]
    assert [each.name for each in made.attachments] == [f"Fault/{code}/Photo_AIID_1.jpg"]
    assert only(made, "Fault").values["Photo_AIID"] == f"Fault/{code}/Photo_AIID_1.jpg"
    assert "national.attachments_withheld" in {note.code for note in made.notes}


def test_an_id_is_the_same_in_every_delivery_and_a_clash_is_settled() -> None:
    first, again = only(package(TRACE), "Fault"), only(package(TRACE), "Fault")
    assert first.values["ID"] == again.values["ID"]
    code = str(first.values["ID"])
    assert len(code) == 17
    assert code.startswith("640400102")
    register = Register("Fault", "640400", "102")
    register.keep("640400102" + free_part(TRACE.id, "Fault").lower())
    assert register.give(TRACE.id) == "640400102" + free_part(TRACE.id, "Fault", 0, 1)


def test_what_is_above_the_level_stays_at_home_and_nothing_refers_to_it() -> None:
    secret = Trace(geometry=line(115, 5), fault_id=FAULT.id, secrecy=2, **OWN)
    point = ObservationPoint(geometry=Point(105, 36.5), code="P", trace_id=secret.id, kind="fault", **OWN)
    made = package(secret, point, level=1)
    assert made.of("Fault") == ()
    child = only(made, "FaultSvyPoint").values
    assert child["TargetFaultID"] == "NA"
    assert child["TargetFaultName"] == "NA"
    assert {note.code for note in made.notes} >= {"national.withheld", "national.reference_withheld"}


def test_a_secret_fault_s_name_stays_with_its_lines() -> None:
    fault = dataclasses.replace(FAULT, id=SURVEY.id, code="X", secrecy=2)
    trace = dataclasses.replace(TRACE, fault_id=fault.id)
    assert package(fault, trace, level=1).of("Fault") == ()
    assert only(package(fault, trace, level=2), "Fault").secrecy == 2


def test_coordinates_are_given_to_the_decimals_asked_for() -> None:
    point = ObservationPoint(geometry=Point(105.123456, 36.654321), code="P", **OWN)
    short = Trace(geometry=line(90, 0.05), fault_id=FAULT.id, exposure="exposed", **OWN)
    made = package(point, short, decimals=2)
    row = only(made, "GeologicalSvyPoint")
    assert row.geometry == Point(105.12, 36.65)
    assert row.values["Lon"] == 105.12
    assert made.of("Fault") == ()
    assert {note.code for note in made.notes} >= {"national.coarsened", "national.collapsed"}


def test_parts_of_a_line_are_rows_of_their_own_when_asked_for() -> None:
    two = MultiLineString([LineString([(105, 36), (105, 36.1)]), LineString([(105, 36.2), (105, 36.4)])])
    trace = Trace(geometry=two, fault_id=FAULT.id, exposure="exposed", **OWN)
    assert only(package(trace), "Fault").geometry == two
    parts = package(trace, multipart="explode").of("Fault")
    assert {row.geometry for row in parts} == set(two.geoms)
    assert len({row.values["ID"] for row in parts}) == 2
    assert only(package(trace), "Fault").values["ID"] in {row.values["ID"] for row in parts}


@pytest.mark.parametrize(
    ("azimuth", "word", "code"), [(0, "N", "0"), (67.5, "NEE", "75"), (348, "NNW", "345")]
)
def test_directions(azimuth: float, word: str, code: str) -> None:
    assert word_of(azimuth) == word
    assert code_of(azimuth) == code
    assert azimuth_of(word) == azimuth_of(code)


def test_every_field_of_the_mapping_is_in_the_template() -> None:
    template = load()
    for entry in load_mapping().entries:
        described = template.find(entry.class_name)
        assert described is not None
        assert described.name == entry.class_name
        names = {field.name for field in described.fields}
        named = {name for rule in entry.attached for name in (rule.field, rule.original)}
        assert {*entry.fields, *named} <= names, entry.class_name


@pytest.mark.parametrize(
    "told", ["fautl.name", "fault.name_zh | upside_down", "geometry | lon | round x", "source.reference.word"]
)
def test_a_mapping_that_cannot_be_understood_names_the_place(told: str) -> None:
    raw = {
        "id": "own",
        "version": "1",
        "template": "cn-survey",
        "classes": {"Fault": [{"from": "trace", "fields": {"Name": told}}]},
    }
    with pytest.raises(InputError) as caught:
        parse_mapping(raw, "own.json")
    assert caught.value.code == "template_mapping.expression"
    assert caught.value.params["place"] == "Fault[0]"
    assert caught.value.file == "own.json"
