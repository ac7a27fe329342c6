"""``faultgis trench``, ``age``, ``rate``, ``recurrence`` on a stored trench with published ages."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from shapely import Point

from db.work import Database
from faultgis.changes import Change
from faultgis.records.trench import TrenchSite
from tests.faultgis.deriving.made import SURVEY, ladik
from tests.ui.command import Command


@pytest.fixture
def stored(database: Database, shared: Path) -> Database:
    """The constructed trench of Lake Ladik, saved."""
    told = json.loads((shared / "cases" / "paleoseismology.json").read_text(encoding="utf-8"))
    case = next(c for c in told["cases"] if c["id"] == "SEQ-01")
    database.create_survey(SURVEY)
    database.save([Change(None, record) for record in ladik(case)])
    return database


@pytest.fixture
def command(
    stored: Database,
    database_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    return Command(capsys, monkeypatch, "--database", database_url, "--lang", "en")


def test_a_trench_shows_units_samples_and_events(stored: Database, command: Command) -> None:
    value = command.json("trench", "show", "T1", "--json")
    assert value["site"] == "LADIK"
    assert [u["code"] for u in value["units"]][:2] == ["U13", "U12"]
    assert len(value["samples"]) == 14
    assert [e["code"] for e in value["events"]] == [f"E{n}" for n in range(8)]
    assert "Das309" in command("trench", "show", "LADIK")


def test_an_age_is_calculated_and_kept_on_demand(stored: Database, command: Command) -> None:
    found = command.json("age", "Das309", "--save", "--json")["ages"][0]
    assert found["lab"] == "Das309"
    assert found["hpd_95"][0][0] < -800
    assert not found["stale"]
    assert len(stored.load(SURVEY.id, ["calibrated_age"])["calibrated_age"]) == 1


def test_recurrence_and_probability_follow_and_turn_stale(stored: Database, command: Command) -> None:
    value = command.json("recurrence", "NAF", "--save", "--window", "30", "--window", "50", "--json")
    cycle = value["sites"][0]["recurrence"][0]
    assert cycle["interval"]["best"] == pytest.approx(387, abs=8)
    assert [p["window"] for p in cycle["probability"]] == [30, 50]
    assert cycle["probability"][0]["p"] < cycle["probability"][1]["p"]
    results: list[Any] = list(stored.load(SURVEY.id, ["lab_result"])["lab_result"])
    result = next(r for r in results if r.lab_code == "Das35")
    stored.save([Change(result, replace(result, c14_age=2088.0))])
    events = {e["code"]: e for e in command.json("trench", "show", "LADIK", "--json")["events"]}
    assert events["E4"]["stale"]
    assert command.json("recompute", "--survey", SURVEY.code, "--json")["problems"] == []
    after = {e["code"]: e for e in command.json("trench", "show", "LADIK", "--json")["events"]}
    assert not after["E4"]["stale"]
    assert after["E4"]["age"]["best"] != events["E4"]["age"]["best"]


def test_what_is_not_there_is_named(stored: Database, command: Command) -> None:
    found = command.json("age", "nobody", "--json", expect=2)
    assert found["error"]["code"] == "paleo.unknown"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"f14c_error": 0.0001, "f14c": 5.0, "c14_age": None}, "radiocarbon.post_bomb"),
        ({"c14_error": None}, "deriving.no_age"),
        ({"c14_age": 60_000.0}, "radiocarbon.too_old"),
        ({"c14_age": -50.0}, "radiocarbon.post_bomb"),
        ({"curve": "none"}, "curve.unknown"),
    ],
)
@pytest.mark.parametrize("asked", [("age", "Das35"), ("recurrence", "NAF")])
def test_what_goes_wrong_names_its_record_and_the_way_out(
    stored: Database, command: Command, wrong: dict[str, Any], code: str, asked: tuple[str, str]
) -> None:
    results: list[Any] = list(stored.load(SURVEY.id, ["lab_result"])["lab_result"])
    result = next(r for r in results if r.lab_code == "Das35")
    stored.save([Change(result, replace(result, **wrong))])
    error = command.json(*asked, "--json", expect=2)["error"]
    assert error["code"] == code
    assert "“Das35”" in error["message"]
    assert error["help"]


def test_shares_have_no_unit_and_a_fault_without_markers_says_so(stored: Database, command: Command) -> None:
    assert ") 1" not in command("recurrence", "NAF")
    assert "no dated offset marker" in command("rate", "NAF")


@pytest.mark.parametrize("model", ["none", "weibull"])
def test_a_model_that_cannot_be_asked_for_is_refused_with_those_that_can(
    command: Command, model: str
) -> None:
    error = command.json("recurrence", "NAF", "--model", model, "--json", expect=2)["error"]
    assert error["code"] == "renewal.model"
    assert error["message"].endswith("bpt, lognormal, poisson.")


def test_oxcal_text_goes_out_and_into_a_new_site(stored: Database, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "ladik.oxcal"
    command("trench", "oxcal", "LADIK", "--out", str(file))
    text = file.read_text(encoding="utf-8")
    assert text.count("R_Date(") == 14
    assert text == command("trench", "oxcal", "LADIK")
    site = TrenchSite(survey_id=SURVEY.id, code="NEW", geometry=Point(36.0, 40.9))
    stored.save([Change(None, site)])
    value = command.json("trench", "oxcal", "NEW", "--import", str(file), "--json")
    assert value["records"]["lab_result"] == 14
    assert value["records"]["paleo_event"] == 8
    assert command("trench", "oxcal", "NEW") == text.replace('"LADIK"', '"NEW"')
