"""``faultgis advise --pdf``, ``replay`` and ``certificates`` on a database, as scripts call them."""

import json
from pathlib import Path

import pytest

from db.work import Database
from faultgis.records.assessment import SiteQuery
from faultgis.records.survey import Survey
from tests.ui.certificate_made import move_trace, pages, survey_with_fault
from tests.ui.command import Command

ASKED = ("--rule", "CN-GB50011-2010", "--building-class", "乙", "--intensity", "8")
PLACE = ("--at", "103.61,31.0024")


@pytest.fixture
def survey(database: Database) -> Survey:
    return survey_with_fault(database)


@pytest.fixture
def command(
    survey: Survey,
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    home = str(tmp_path / "home")
    return Command(capsys, monkeypatch, "--database", database_url, "--home", home, "--lang", "zh", "--quiet")


def test_a_certificate_is_issued_replayed_and_told_of_when_data_change(
    command: Command, database: Database, survey: Survey, tmp_path: Path
) -> None:
    pdf = tmp_path / "答复.pdf"
    asked = command.json("advise", *PLACE, *ASKED, "--pdf", str(pdf), "--json")
    number = asked["certificate"]
    assert number.endswith("-0001")
    assert number in pages(pdf)
    first = command.json("replay", number, "--json")
    assert (first["identical"], first["superseded"], first["changes"]) == (True, False, [])
    assert command.json("certificates", "list", "--changed", "--json") == {"certificates": []}
    move_trace(database, survey, 150)
    again = command.json("replay", number, "--json")
    assert again["canonical"] == first["canonical"]
    assert (again["identical"], again["superseded"]) == (True, True)
    assert [(c["kind"], c["what"], c["fields"]) for c in again["changes"]] == [
        ("trace", "changed", ["geometry"])
    ]
    (listed,) = command.json("certificates", "list", "--changed", "--json")["certificates"]
    assert listed["certificate"] == number
    assert json.loads(first["canonical"])["answer"] == "outside"
    assert again["now"]["answer"] == "inside"
    assert "逐字节一致" in command("replay", number)
    assert "答复会改变" in command("certificates", "list")


def test_every_question_is_in_the_log(command: Command, database: Database, survey: Survey) -> None:
    command("advise", *PLACE, *ASKED)
    (query,) = database.load(survey.id, ("site_query",))["site_query"]
    assert isinstance(query, SiteQuery)
    assert (query.outcome, query.rule, query.sites) == ("outside", "CN-GB50011-2010", 1)
    assert query.question["given"] == {"building_class": "乙", "intensity": 8}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--as-of", "1", "--pdf", "a.pdf"), "不能与 --as-of 同用"),
        (("--pdf", "nowhere/a.pdf"), "nowhere"),
    ],
)
def test_what_cannot_be_certified_is_said(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    command("advise", *PLACE, *ASKED, *more, expect=2)
    assert said in command.err


def test_an_unknown_number_is_said(command: Command) -> None:
    command("replay", "FA-1999-0001", expect=2)
    assert "FA-1999-0001" in command.err
