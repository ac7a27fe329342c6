"""``faultgis faults``, ``history`` and ``as-of`` on a survey with known faults."""

from dataclasses import replace
from typing import Any

import pytest
from shapely import LineString, MultiLineString

from faultgis import crs
from faultgis.changes import Change
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.values import Basis, Estimate
from tests.ui.command import Command

LINES = [
    LineString([(102.2, 27.9), (102.21, 28.0), (102.2, 28.1)]),
    LineString([(102.2, 28.1), (102.22, 28.2)]),
    LineString([(102.5, 27.5), (102.6, 27.4)]),
]
RATE = Estimate(unit="mm/a", best=6.5, low=6, high=7, component="strike_slip", basis=Basis.MEASURED)


def trace(survey: Survey, line: LineString, **of: Any) -> Trace:
    return Trace(survey_id=survey.id, geometry=MultiLineString([line]), exposure="exposed", **of)


def created(*records: AnyRecord) -> list[Change]:
    return [Change(None, record) for record in records]


@pytest.fixture
def survey(database: Any) -> Survey:
    """A survey with two faults; the first has a segment, two traces and a rate, the second nothing."""
    made: Survey = database.create_survey(Survey(code="liangshan", name_zh="凉山"))
    first = Fault(
        survey_id=made.id,
        code="F1",
        name_zh="安宁河断裂",
        name_en="Anninghe fault",
        kinematics="sinistral",
        latest_activity="holocene",
        strike_slip_rate=RATE,
        dip_direction=Estimate(unit="deg", low=80, high=100),
        dip=Estimate(unit="deg", best=70),
    )
    second = Fault(survey_id=made.id, code="F10", name_zh="则木河断裂")
    segment = Segment(survey_id=made.id, fault_id=first.id, code="F1-1", position=1)
    traces = [trace(made, LINES[0], fault_id=first.id), trace(made, LINES[1], segment_id=segment.id)]
    database.save(created(first, second, segment, *traces), "field work")
    return made


@pytest.fixture
def faultgis(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str, survey: Survey
) -> Command:
    return Command(capsys, monkeypatch, "--database", database_url, "--quiet")


def test_the_list_has_the_keys_that_scripts_rely_on(faultgis: Command) -> None:
    first, second = faultgis.json("faults", "list", "--json")["faults"]
    length = crs.length_m(LINES[0]) + crs.length_m(LINES[1])
    assert first["length_km"] == pytest.approx(length / 1000, abs=1e-4)
    rate = {key: first["slip_rate"][key] for key in ("best", "low", "high", "unit", "basis")}
    assert rate == {"best": 6.5, "low": 6.0, "high": 7.0, "unit": "mm/a", "basis": "measured"}
    assert (first["code"], first["name_zh"], first["name_en"]) == ("F1", "安宁河断裂", "Anninghe fault")
    assert (first["kinematics"], first["latest_activity"]) == ("sinistral", "holocene")
    assert (first["dip_direction"], first["segments"], first["traces"]) == (90.0, 1, 2)
    assert (second["code"], second["length_km"], second["slip_rate"]) == ("F10", None, None)
    assert (second["dip_direction"], second["segments"], second["traces"]) == (None, 0, 0)


@pytest.mark.parametrize(
    ("query", "codes"), [("安宁河", ["F1"]), ("zemuhe", ["F10"]), ("anh", ["F1"]), ("duanlie", ["F1", "F10"])]
)
def test_faults_are_found_by_name_and_sound(faultgis: Command, query: str, codes: list[str]) -> None:
    found = faultgis.json("faults", "list", "--find", query, "--json")["faults"]
    assert [fault["code"] for fault in found] == codes


def test_one_fault_with_its_parts(faultgis: Command) -> None:
    shown = faultgis.json("faults", "show", "F1", "--json")
    assert [s["code"] for s in shown["segment_list"]] == ["F1-1"]
    assert sum(t["length_km"] for t in shown["trace_list"]) == pytest.approx(shown["length_km"], abs=2e-4)
    text = faultgis("faults", "show", "F1", "--survey", "liangshan")
    for part in (
        "Anninghe fault",
        "Sinistral",
        "Holocene",
        "6.5 (6–7) mm/a",
        "80–100 deg",
        "70 deg",
        "measured",
    ):
        assert part in text


def test_parameters_with_bounds_unit_and_basis(faultgis: Command) -> None:
    answer = faultgis.json("faults", "parameters", "F1", "--json")
    by_name = {p["parameter"]: p for p in answer["parameters"]}
    assert set(by_name) == {"dip_direction", "dip", "strike_slip_rate"}
    assert by_name["strike_slip_rate"]["component"] == "strike_slip"
    assert (by_name["dip_direction"]["best"], by_name["dip_direction"]["low"]) == (None, 80.0)
    assert faultgis.json("faults", "parameters", "F10", "--json")["parameters"] == []


def test_a_fault_that_is_not_there_or_in_two_surveys(faultgis: Command, database: Any) -> None:
    error = faultgis.json("faults", "show", "F9", "--json", expect=2)["error"]
    assert error["code"] == "fault.nowhere"
    assert "F9" in error["message"]
    arguments = ("faults", "show", "F9", "--survey", "liangshan", "--json")
    assert faultgis.json(*arguments, expect=2)["error"]["code"] == "fault.unknown"
    other = database.create_survey(Survey(code="other", name_en="Other"))
    database.save(created(Fault(survey_id=other.id, code="F1", name_en="Twin")))
    error = faultgis.json("faults", "show", "F1", "--json", expect=2)["error"]
    assert error["code"] == "fault.in_several_surveys"
    assert faultgis.json("faults", "show", "F1", "--survey", "other", "--json")["name_en"] == "Twin"
    assert len(faultgis.json("faults", "list", "--json")["faults"]) == 3
    assert len(faultgis.json("faults", "list", "--survey", "other", "--json")["faults"]) == 1


def test_history_tells_who_changed_what_and_why(faultgis: Command, database: Any, survey: Survey) -> None:
    (fault,) = [f for f in database.load(survey.id, ["fault"])["fault"] if f.code == "F1"]
    database.save([Change(fault, replace(fault, kinematics="sinistral_reverse"))], "trench T3")
    answer = faultgis.json("history", "F1", "--json")
    first, second = answer["versions"]
    assert answer["kind"] == "fault"
    assert (first["operation"], first["reason"]) == ("create", "field work")
    assert (second["operation"], second["reason"], second["by"]) == ("update", "trench T3", "tester")
    assert second["changed"] == {"kinematics": ["sinistral", "sinistral_reverse"]}
    assert second["revision"] > first["revision"]
    assert faultgis.json("history", str(fault.id), "--json")["versions"] == answer["versions"]
    assert "trench T3" in faultgis("history", "F1")


def test_history_of_what_was_deleted(faultgis: Command, database: Any, survey: Survey) -> None:
    (fault,) = [f for f in database.load(survey.id, ["fault"])["fault"] if f.code == "F10"]
    database.save([Change(fault, None)], "never existed")
    versions = faultgis.json("history", str(fault.id), "--json")["versions"]
    assert [v["operation"] for v in versions] == ["create", "delete"]
    unknown = "00000000-0000-7000-8000-000000000000"
    assert faultgis.json("history", unknown, "--json", expect=2)["error"]["code"] == "record.unknown"


def test_how_things_stood_at_a_revision(faultgis: Command, database: Any, survey: Survey) -> None:
    (fault,) = [f for f in database.load(survey.id, ["fault"])["fault"] if f.code == "F1"]
    then = fault.stamp.revision
    database.save([Change(fault, replace(fault, kinematics="reverse"))])
    before = faultgis.json("as-of", str(then), "--json")
    assert before["revision"] == then
    assert [f["kinematics"] for f in before["faults"]] == ["sinistral", "unknown"]
    assert (
        before["faults"][0]["length_km"]
        == faultgis.json("faults", "list", "--json")["faults"][0]["length_km"]
    )
    assert {v["code"] for v in before["versions"]} == {"F1", "F10"}
    assert faultgis.json("as-of", "2001-01-01", "--json")["faults"] == []
    assert faultgis.json("as-of", "2999-01-01T00:00", "--json")["faults"][0]["kinematics"] == "reverse"
    for bad in ("yesterday", "2024-13-01"):
        assert faultgis.json("as-of", bad, "--json", expect=2)["error"]["code"] == "moment.unreadable"
    assert faultgis.json("as-of", "999999", "--json", expect=2)["error"]["code"] == "revision.unknown"
