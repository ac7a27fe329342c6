"""``faultgis import`` of laboratory tables and published chronologies, from file to recurrence and back."""

from pathlib import Path

import pytest

from db.work import Database
from faultgis.changes import Change
from faultgis.records.fault import Fault
from tests.importers.tables.made import survey_with_trench, workbook
from tests.ui.command import Command

KUSAI = "data/paleo/quakerates_china/data/EastKunlunKusaihu_Hu_2007_simple.txt"
KEYS = {"read", "created", "updated", "unchanged", "rejected", "warnings", "kind", "mapping", "batch"}


@pytest.fixture
def command(
    database: Database,
    database_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    survey = survey_with_trench(database, "TC1-C1")
    database.save([Change(None, Fault(survey_id=survey.id, code="EK", name_zh="东昆仑断裂"))])
    return Command(capsys, monkeypatch, "--database", database_url, "--lang", "en")


def test_a_table_of_results_comes_in_with_the_keys_of_every_import(command: Command, tmp_path: Path) -> None:
    path = str(workbook(tmp_path / "t.xlsx"))
    told = command.json("import", path, "--survey", "LAB", "--as", "samples", "--json", expect=3)
    assert not KEYS - told.keys()
    assert told["kind"] == "samples"
    assert told["read"] == told["created"] + told["updated"] + told["unchanged"] + len(told["rejected"])
    assert [r["row"] for r in told["rejected"]] == [4, 5, 6]
    assert "E6" in told["rejected"][2]["message"]
    more = ("--create-samples", "--sigma", "1", "--datum-year", "2019")
    again = command.json("import", path, "--survey", "LAB", *more, "--json", expect=3)
    assert (again["created"], [r["row"] for r in again["rejected"]]) == (2, [6])
    command("undo-import", again["batch"])
    assert command.json("undo-import", "--json")["batches"]


def test_a_published_chronology_leads_to_recurrence(command: Command, shared: Path) -> None:
    told = command.json("import", str(shared / KUSAI), "--survey", "LAB", "--fault", "EK", "--json")
    assert (told["kind"], told["read"], told["created"]) == ("chronologies", 10, 10)
    value = command.json("recurrence", "EK", "--save", "--window", "100", "--json")
    [cycle] = value["sites"][0]["recurrence"]
    # Ten events from 31,900 before 1950 to 2001: nine intervals.
    assert cycle["interval"]["best"] == pytest.approx(31_951 / 9, rel=0.02)
    assert 0 <= cycle["probability"][0]["p"] < 0.05
    assert command.json("recompute", "--survey", "LAB", "--json")


def test_wrong_codes_are_answered_with_those_that_exist(command: Command, shared: Path) -> None:
    command("import", str(shared / KUSAI), "--survey", "LAB", "--fault", "XX", expect=2)
    assert "Known: EK" in command.err


def test_inspect_says_what_a_table_is(command: Command, tmp_path: Path, shared: Path) -> None:
    assert "A list of past earthquakes" in command("inspect", str(shared / KUSAI))
    told = command.json("inspect", str(workbook(tmp_path / "t.xlsx")), "--json")
    assert told["layers"][0]["features"] == 4
