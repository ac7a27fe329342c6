"""``faultgis survey``: projects are made, listed and shown."""

import pytest

from tests.ui.command import Command


@pytest.fixture
def faultgis(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str
) -> Command:
    return Command(capsys, monkeypatch, "--database", database_url, "--quiet")


def test_an_empty_database_says_how_to_begin(faultgis: Command) -> None:
    assert faultgis.json("survey", "list", "--json") == {"surveys": []}
    assert "survey create" in faultgis("survey", "list")


def test_a_survey_is_made_and_found_again(faultgis: Command) -> None:
    made = faultgis.json(
        *("survey", "create", "liangshan", "--name", "凉山活动断层", "--secrecy", "1", "--json")
    )
    assert (made["code"], made["name"], made["secrecy"]) == ("liangshan", "凉山活动断层", 1)
    assert made["name_zh"] == "凉山活动断层"
    assert set(made["counts"].values()) == {0}
    assert faultgis.json("survey", "show", "liangshan", "--json") == made
    assert faultgis.json("survey", "list", "--json")["surveys"] == [made]
    assert "凉山活动断层" in faultgis("survey", "show", "liangshan")
    assert "liangshan" in faultgis("survey", "list")


def test_an_english_name(faultgis: Command) -> None:
    made = faultgis.json("survey", "create", "a", "--name", "Anninghe", "--scale", "10000", "--json")
    assert (made["name"], made["name_en"], made["name_zh"]) == ("Anninghe", "Anninghe", "")
    assert made["mapping_scale"] == 10_000


def test_what_cannot_be_made(faultgis: Command) -> None:
    faultgis("survey", "create", "a", "--name", "A")
    for code, expected in (("a", "survey.exists"), ("a b", "survey.bad_code"), ("", "survey.bad_code")):
        error = faultgis.json("survey", "create", code, "--name", "A", "--json", expect=2)["error"]
        assert (error["code"], error["field"]) == (expected, "code")
        assert error["help" if expected == "survey.exists" else "message"]
    faultgis("survey", "create", "b", "--name", "B", "--secrecy", "4", expect=2)
    faultgis("survey", "create", "b", expect=2)
    assert [s["code"] for s in faultgis.json("survey", "list", "--json")["surveys"]] == ["a"]


def test_a_survey_that_is_not_there(faultgis: Command) -> None:
    error = faultgis.json("survey", "show", "nowhere", "--json", expect=2)["error"]
    assert error["code"] == "survey.unknown"
    assert "nowhere" in error["message"]


def test_what_the_national_database_asks_of_a_survey(faultgis: Command) -> None:
    faultgis("survey", "create", "N", "--name", "N")
    told = faultgis.json("survey", "set", "N", "--division", "510000", "--started", "2026-03-01", "--json")
    assert (told["division"], told["started_on"]) == ("510000", "2026-03-01")
    told = faultgis.json("survey", "set", "N", "--authors", "李明、王芳", "--json")
    assert (told["division"], told["authors"]) == ("510000", "李明、王芳")


@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("--division", "51", "survey.digits"),
        ("--topic", "1O1", "survey.digits"),
        ("--ended", "2026-02-30", "survey.bad_day"),
    ],
)
def test_what_cannot_be_is_refused_with_its_option(
    faultgis: Command, option: str, value: str, error: str
) -> None:
    faultgis("survey", "create", "N", "--name", "N")
    told = faultgis.json("survey", "set", "N", option, value, "--json", expect=2)
    assert (told["error"]["code"], told["error"]["field"]) == (error, option)
