"""Rule sets: their own tests, three-valued conditions, refusals, an office's own files."""

import json
from pathlib import Path
from typing import Any

import pytest

import resources
from faultgis.avoidance.conditions import check
from faultgis.avoidance.deciding import answer_at, decide, given_facts, rule_set, run_tests
from faultgis.avoidance.rules import files, load
from faultgis.errors import InputError

SHIPPED = sorted(path.stem for path in resources.path("rules").glob("*.json"))


@pytest.mark.parametrize("rule_id", SHIPPED)
def test_a_rule_passes_the_tests_of_its_own_file(rule_id: str) -> None:
    rule = load(resources.path(f"rules/{rule_id}.json"))
    assert rule.id == rule_id
    assert run_tests(rule) >= 2
    assert rule.cautions


@pytest.mark.parametrize("rule_id", SHIPPED)
def test_no_rule_calls_a_place_safe(rule_id: str) -> None:
    text = resources.text(f"rules/{rule_id}.json")
    assert "安全距离" not in text
    assert "safe " not in text.lower()


def test_the_table_of_gb50011_stands_as_the_reference_has_it(shared: Path) -> None:
    told = json.loads((shared / "reference/standards/avoidance_rules.json").read_text(encoding="utf-8"))
    rule = rule_set("CN-GB50011-2010")
    rows = [r for r in told["rules"] if r["rule_id"].startswith(("CN-GB50011-8-", "CN-GB50011-9-"))]
    assert len(rows) == 4
    for row in rows:
        ours = rule.row(row["rule_id"])
        assert ours is not None
        assert ours.hanging_m == ours.foot_m == row["width_m_side_a_or_hanging_wall"]


def test_new_zealands_table_stands_as_the_reference_has_it(shared: Path) -> None:
    told = json.loads((shared / "reference/standards/avoidance_rules.json").read_text(encoding="utf-8"))
    rule = rule_set("NZ-2003")
    years = {"I": 1000, "II": 3000, "III": 4000, "IV": 7000, "V": 15000, "VI": 50000}
    for row in told["nz"]["classes"]:
        for status, column in (("developed", "existing"), ("greenfield", "greenfield")):
            for category in ("1", "2a", "2b", "3", "4"):
                given = {"building_class": category, "site_status": status}
                facts = given_facts(rule, {**given, "recurrence_years": years[row["class"]]})
                allowed = category in row[column].split(", ")
                assert answer_at(rule, facts, 1.0)[0] == ("exempt" if allowed else "inside"), (row, category)


HOLOCENE = {"latest_activity": "holocene", "exposure": "buried", "building_class": "丙"}


@pytest.mark.parametrize("leave_out", ["latest_activity", "intensity", "cover_m", "exposure"])
def test_what_is_not_known_never_exempts(leave_out: str) -> None:
    rule = rule_set("CN-GB50011-2010")
    given = {**HOLOCENE, "intensity": 8, "cover_m": 100}
    assert decide(rule, given_facts(rule, given)).row == rule.row("CN-GB50011-EX3-8")
    del given[leave_out]
    found = decide(rule, given_facts(rule, given))
    if leave_out == "latest_activity":
        # Not knowing the age takes nothing from the exemption by cover.
        given["cover_m"] = 10
        found = decide(rule, given_facts(rule, given))
    assert found.row is not None
    assert found.row.outcome == "width"
    assert leave_out in found.unknown


def test_of_possible_rows_the_strictest_is_taken_and_said_to_be_assumed() -> None:
    rule = rule_set("CN-GB50011-2010")
    found = decide(rule, given_facts(rule, HOLOCENE))
    assert found.row is not None
    assert (found.row.id, found.assumed) == ("CN-GB50011-9-丙", True)
    italy = rule_set("IT-FAC")
    found = decide(italy, given_facts(italy, {"located": "certain", "latest_activity": "holocene"}))
    assert found.row is not None
    assert (found.row.hanging_m, found.row.foot_m, found.assumed) == (24, 15, True)


def test_a_required_choice_that_is_missing_gives_no_row() -> None:
    rule = rule_set("CN-GB50011-2010")
    found = decide(rule, given_facts(rule, {"latest_activity": "holocene", "intensity": 8}))
    assert (found.row, found.missing) == (None, ("building_class",))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("CN-GB50011-2001", "rules.superseded"),
        ("GB 50011-2001", "rules.superseded"),
        ("gb50011-2001", "rules.superseded"),
        ("CN-DRAFT-GB", "rules.not_issued"),
        ("TR-2023", "rules.no_widths"),
        ("US-UT", "rules.no_widths"),
    ],
)
def test_what_must_not_be_used_is_refused_by_name(name: str, code: str) -> None:
    with pytest.raises(InputError) as raised:
        rule_set(name)
    assert raised.value.code == code


def test_an_unknown_rule_names_the_known_ones() -> None:
    with pytest.raises(InputError) as raised:
        rule_set("XX-1")
    assert raised.value.code == "rules.unknown"
    assert "CN-GB50011-2010" in raised.value.params["known"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"building_class": "戊"}, "avoidance.no_such_choice"),
        ({"intensity": 13}, "avoidance.range"),
        ({"intensity": 7.5}, "avoidance.not_whole"),
        ({"intensity": "high"}, "avoidance.not_a_number"),
        ({"cover_m": -1}, "avoidance.range"),
        ({"cover_m": float("nan")}, "avoidance.range"),
        ({"magnitude": 7}, "avoidance.no_such_input"),
    ],
)
def test_inputs_that_are_none_are_refused(given: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as raised:
        given_facts(rule_set("CN-GB50011-2010"), given)
    assert raised.value.code == code


def test_a_class_may_be_named_in_words() -> None:
    rule = rule_set("CN-GB50011-2010")
    assert given_facts(rule, {"building_class": " 重点设防 "}) == {"building_class": "乙"}
    assert given_facts(rule, {"building_class": "Bing"}) == {"building_class": "丙"}


def test_ages_that_reach_across_the_limit_are_not_known() -> None:
    for code, held in (("holocene", False), ("late_pleistocene", True), ("quaternary_undivided", None)):
        assert check({"latest_activity": code}, {"latest_activity": {"older_than_ka": 11.7}}).holds is held
    assert check({}, {"latest_activity": {"older_than_ka": 11.7}}).unknown == ("latest_activity",)


def _own(home: Path, change: dict[str, Any]) -> Path:
    told = json.loads(resources.text("rules/CN-WENCHUAN25.json"))
    (home / "rules").mkdir(parents=True, exist_ok=True)
    file = home / "rules" / "CN-WENCHUAN25.json"
    file.write_text(json.dumps({**told, **change}), encoding="utf-8")
    return file


def test_an_offices_own_file_goes_before_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    file = _own(tmp_path, {"version": "office-3"})
    assert files()["CN-WENCHUAN25"] == file
    assert rule_set("cn-wenchuan25").version == "office-3"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tests": [{"given": {}, "distance_m": 10, "answer": "outside"}]}, "rules.test_failed"),
        ({"tests": []}, "rules.no_tests"),
        ({"rows": [{"id": "A"}]}, "rules.damaged"),
        ({"coarsest_scale": "fine"}, "rules.damaged"),
    ],
)
def test_a_file_that_fails_its_own_tests_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], code: str
) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    file = _own(tmp_path, change)
    with pytest.raises(InputError) as raised:
        rule_set("CN-WENCHUAN25")
    assert raised.value.code == code
    assert raised.value.file == str(file)


def test_no_sentence_of_an_answer_says_safe() -> None:
    for language in ("zh", "en"):
        told = resources.text(f"words/{language}/avoidance.po")
        assert "safe" not in told.lower()
        assert "安全" not in told
