"""The gate: a run that nothing stops, waivers that hold by what stands there, a score that can be reckoned by
hand, and an office's own rules."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString

from faultgis.errors import CancelledError, InputError
from faultgis.national.rows import Row
from faultgis.progress import Progress
from faultgis.quality import gate, rules
from faultgis.quality.finding import ERROR, Finding, Report
from faultgis.quality.given import Given, written
from faultgis.quality.rule import CHECKS, Rule
from faultgis.quality.waiving import renewed
from faultgis.records.delivery import TemplateRow, Waiver
from faultgis.records.fault import Fault
from faultgis.services.mending import is_mended, mended
from faultgis.values import Document
from tests.faultgis.quality.rows_made import OWN, TODAY, check, package, row
from tests.faultgis.test_core_words import sentences

SHIPPED = {rule.id: rule for rule in rules.shipped()}


def test_every_rule_of_the_list_is_shipped_with_a_check_and_sentences() -> None:
    assert len(SHIPPED) == 80
    assert CHECKS.keys() >= SHIPPED.keys()
    words = {language: sentences(language) for language in ("zh", "en")}
    for rule_id in SHIPPED:
        for known in words.values():
            assert any(key.split(".")[0] == rule_id for key in known), rule_id
    for rule in SHIPPED.values():
        assert re.search(r"[一-鿿]", rule.zh)
        assert rule.basis


def test_sentences_of_both_languages_have_the_same_parameters() -> None:
    zh, en = sentences("zh"), sentences("en")
    spoken = {key for key in zh if key.startswith("QC-")}
    assert spoken == {key for key in en if key.startswith("QC-")}
    # The Chinese title of a field is said in Chinese alone.
    titles = {"title", "zh", "en", "name"}
    for key in spoken:
        parts = [set(re.findall(r"\{(\w+)", text[key])) - titles for text in (zh, en)]
        assert parts[0] == parts[1], key


def test_the_score_is_what_the_weights_say() -> None:
    rows = [row("Fault", DipAngle=dip) for dip in (60.0, 91.0, 30.0, 0.0)]
    rows += [row("FaultSvyPoint", VerticalDisplacement=25.0)]
    report = gate.run(package(*rows), {}, rules.shipped(), today=TODAY, only=["QC-RNG-002", "QC-RNG-006"])
    # Two of four dips passed (weight 3), no displacement did (weight 1).
    assert report.score == pytest.approx(100 * (3 * 0.5 + 1 * 0.0) / 4)
    assert report.scores == {"range": report.score}
    assert report.counts() == {"error": 2, "warning": 1, "info": 0, "waived": 0}
    assert not report.passed


def _dips(waivers: list[Waiver], dip: float = 91.0) -> Report:
    rows = [row("Fault", ID="640522100#######1", DipAngle=dip)]
    return gate.run(package(*rows), {}, rules.shipped(), waivers, TODAY, only=["QC-RNG-002"])


def test_a_waiver_holds_as_long_as_the_same_thing_stands_there() -> None:
    found = _dips([]).findings[0]
    waiver = Waiver(finding=found.key, rule=found.rule, reason="倒转", waived_by="wang", **OWN)
    report = _dips([waiver])
    assert (len(report.findings), report.waived[0].reason, report.waived[0].by) == (0, "倒转", "wang")
    assert report.passed
    assert report.score == 100
    assert report.checked[0].wrong == 1
    changed = _dips([waiver], dip=92.0)
    assert len(changed.findings) == 1
    # Nobody answers for the new one, and whoever answered for the old one is told so.
    assert changed.lapsed == [waiver]
    assert report.lapsed == []
    others = gate.run(package(), {}, rules.shipped(), [waiver], TODAY, only=["QC-RNG-001"])
    assert others.lapsed == []
    assert renewed(changed, [waiver]).lapsed == [waiver]
    assert renewed(changed, []).lapsed == []


def _key(rule: str, *rows: Row) -> str:
    return check(rule, rows).findings[0].key


def test_what_is_said_of_a_thing_is_what_is_waived() -> None:
    def line(*ys: float) -> Row:
        shape = LineString([(105.0 + n / 100, y) for n, y in enumerate(ys)])
        return row("Fault", shape, ID="F", Strike="90", FaultLength=99.0)

    def crossing(at: float) -> Row:
        ring = [(105.0, 36.0), (105.02, 36.0), (105.02, 36.02), (at, 36.02), (at, 35.99)]
        return row("Fault", LineString(ring), ID="F")

    # The stated length and strike stay, the line that they are compared with does not.
    for rule, one, other in (
        ("QC-LOG-005", line(36.0, 36.0, 36.0), line(36.0, 36.0, 36.0, 36.0)),
        ("QC-LOG-004", line(36.0, 36.02), line(36.0, 36.04)),
        ("QC-TOP-002", crossing(105.01), crossing(105.011)),
    ):
        assert _key(rule, one) == _key(rule, one)
        assert _key(rule, one) != _key(rule, other), rule


def test_what_is_wrong_with_all_of_a_class_is_told_once_and_mended_together() -> None:
    kept = [
        TemplateRow(class_name="Basin", values=Document({"ID": f"B{n}", "BasinName": ""}), **OWN)
        for n in range(30)
    ]
    rows = [
        row("Basin", ID=f"B{n}", BasinName="", kind="template_row", id=each.id) for n, each in enumerate(kept)
    ]
    report = check("QC-NUL-002", rows, kept)
    (found,) = report.findings
    assert (found.code, found.count, found.params["count"]) == ("QC-NUL-002.blank_all", 30, 30)
    # One finding, thirty rows that failed.
    assert report.counts()["warning"] == 1
    assert report.checked[0].looked_at == 30
    assert report.score == 0
    held: dict[str, Any] = {"template_row": {each.id: each for each in kept}}
    assert found.fix is not None
    edit, carried = mended(held, held, [found.fix])
    assert carried == 30
    after: dict[str, Any] = {
        "template_row": {each.after.id: each.after for each in edit.changes if each.after}
    }
    assert is_mended(held, after, found.fix)
    assert not is_mended(held, held, found.fix)
    assert {each.values["BasinName"] for each in after["template_row"].values()} == {"NA"}
    waiver = Waiver(finding=found.key, rule=found.rule, reason="来源如此", waived_by="wang", **OWN)
    answered = check("QC-NUL-002", rows, kept, waivers=[waiver])
    assert (answered.score, len(answered.waived)) == (100, 1)
    # A few of them are told one by one, so that each can be got at.
    assert len(check("QC-NUL-002", rows[:5], kept[:5]).findings) == 5


def _planted(monkeypatch: pytest.MonkeyPatch, run: Any) -> list[Rule]:
    monkeypatch.setitem(CHECKS, "QC-TRY-001", run)
    return [*rules.shipped(), Rule("QC-TRY-001", "logic", ERROR, "", "试", "try")]


def test_a_row_that_breaks_a_rule_is_told_and_the_rest_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fragile(given: Given) -> Iterator[Finding | None]:
        for each in given.package.of("Fault"):
            number = float(each.values["DipAngle"])  # type: ignore[arg-type]
            yield given.wrong(each, "DipAngle") if number > 90 else None

    rows = [row("Fault", DipAngle=dip) for dip in (60.0, "陡", 91.0, None, 30.0)]
    known = _planted(monkeypatch, fragile)
    report = gate.run(package(*rows), {}, known, today=TODAY, only=["QC-TRY"])
    assert report.checked[0].looked_at == 3
    assert [each.code for each in report.findings] == ["QC-TRY-001", "quality.unchecked", "quality.unchecked"]
    blamed = {each.row_code for each in report.findings[1:]}
    assert blamed == {rows[1].values["ID"], rows[3].values["ID"]}


def test_a_broken_rule_stops_no_run_and_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_given: Given) -> Iterator[Finding | None]:
        yield None
        raise ZeroDivisionError("away")

    report = gate.run(package(row("Fault")), {}, _planted(monkeypatch, broken), today=TODAY)
    states = {each.rule: each for each in report.checked}
    assert len(states) == 81
    assert (states["QC-TRY-001"].state, states["QC-TRY-001"].trouble) == ("failed", "quality.broken")
    assert "away" in states["QC-TRY-001"].params["reason"]
    others = [each for each in report.checked if each.rule != "QC-TRY-001"]
    assert report.score == pytest.approx(
        100
        * sum(each.weight * each.passed for each in others if each.state == "checked")
        / sum(each.weight for each in others if each.state == "checked")
    )


def test_findings_beyond_what_is_shown_are_counted() -> None:
    rows = [row("FaultSvyPoint", VerticalDisplacement=30.0) for _ in range(gate.SHOWN_AT_MOST + 5)]
    report = check("QC-RNG-006", rows)
    assert len(report.findings) == gate.SHOWN_AT_MOST
    assert report.counts()["warning"] == gate.SHOWN_AT_MOST + 5
    assert report.hidden == 5
    assert report.score == 0


def test_whole_numbers_are_told_without_a_fraction_and_waivers_hold_by_what_they_held() -> None:
    told = [_dips([], dip).findings[0] for dip in (91.0, 91.5)]
    assert [each.params["value"] for each in told] == ["91", "91.5"]
    assert [each.value for each in told] == ["91.0", "91.5"]
    assert written(float("nan")) == "nan"
    assert written(None) == ""


def test_a_run_can_be_stopped() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        gate.run(package(row("Fault")), {}, rules.shipped(), progress=progress)


def test_a_mend_of_a_row_without_a_record_changes_its_cell() -> None:
    kept = TemplateRow(
        class_name="Basin", values=Document({"CreateDate": " 33320000", "BasinName": "海原"}), **OWN
    )
    planted = row("Basin", CreateDate=" 33320000", kind="template_row", id=kept.id)
    fix = check("QC-DOM-001", [planted], [kept]).findings[0].fix
    assert fix is not None
    assert fix.values["values"].put == {"CreateDate": "33320000"}


OWN_RULES: dict[str, Any] = {
    "change": [
        {"id": "QC-RNG-006", "severity": "error", "parameters": {"high_m": 5}, "reason": "本区"},
        {"id": "QC-RNG-002", "enabled": False},
    ],
    "rules": [
        {
            "id": "NX-001",
            "group": "logic",
            "severity": "warning",
            "zh": "出露断层的破碎带宽度应大于 0",
            "check": {
                "class": "Fault",
                "field": "Width",
                "op": ">",
                "value": 0,
                "when": [{"field": "Feature", "op": "matches", "value": "1111.."}],
            },
            "tests": [
                {"row": {"Width": 3, "Feature": "111102"}, "found": False},
                {"row": {"Width": 0, "Feature": "111102"}, "found": True},
                {"row": {"Width": 0, "Feature": "111202"}, "found": None},
            ],
        },
        {
            "id": "NX-002",
            "group": "range",
            "severity": "error",
            "zh": "上界深度不大于下界的一半",
            "check": {
                "kind": "fault",
                "field": "upper_depth.best",
                "op": "<=",
                "other": "lower_depth.best",
                "times": 0.5,
            },
            "tests": [
                {"row": {"upper_depth.best": 1, "lower_depth.best": 10}, "found": False},
                {"row": {"upper_depth.best": 6, "lower_depth.best": 10}, "found": True},
            ],
        },
    ],
}


def _office(folder: Path, told: Any = OWN_RULES) -> tuple[Rule, ...]:
    (folder / "ningxia.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return rules.load(folder)


def test_an_office_changes_rules_and_adds_its_own(tmp_path: Path) -> None:
    known = _office(tmp_path)
    rows = [
        row("Fault", Width=0, Feature="111102", DipAngle=99.0),
        row("Fault", Width=0, Feature="111202"),
        row("FaultSvyPoint", VerticalDisplacement=6.0),
    ]
    report = gate.run(package(*rows), {}, known, today=TODAY)
    by_rule = {each.rule: each for each in report.checked}
    assert "QC-RNG-002" not in by_rule
    assert by_rule["QC-RNG-006"].counts == {"error": 1}
    assert (by_rule["NX-001"].looked_at, by_rule["NX-001"].wrong) == (1, 1)
    own = next(each for each in report.findings if each.rule == "NX-001")
    assert (own.code, own.params["zh"], own.field) == ("quality.own", "出露断层的破碎带宽度应大于 0", "Width")
    assert by_rule["NX-002"].state == "not_applicable"


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (("change", 0, "id"), "QC-RNG-999", "quality.rule_unknown"),
        (("change", 0, "parameters"), {"high": 5}, "quality.parameter_unknown"),
        (("change", 0, "parameters"), {"high_m": "viel"}, "quality.rules_damaged"),
        (("change", 0, "severity"), "fatal", "quality.rules_damaged"),
        (("rules", 0, "id"), "QC-RNG-001", "quality.rule_twice"),
        (("rules", 0, "check", "op"), "~", "quality.rules_damaged"),
        (("rules", 0, "check", "value"), 5, "quality.rule_untrue"),
        (("rules", 0, "tests"), [], "quality.rules_damaged"),
        (("rules", 0, "group"), "poetry", "quality.rules_damaged"),
        (("rules", 1, "check", "field"), "uper_depth.best", "quality.rules_damaged"),
        (("rules", 1, "check", "other"), "lower_depth.beast", "quality.rules_damaged"),
    ],
)
def test_an_offices_file_that_cannot_be_used_says_so(
    tmp_path: Path, place: tuple[Any, ...], value: Any, code: str
) -> None:
    told = json.loads(json.dumps(OWN_RULES))
    at = told
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    with pytest.raises(InputError) as caught:
        _office(tmp_path, told)
    assert caught.value.code == code
    assert "ningxia.json" in str(caught.value)


def test_a_rule_for_a_class_that_there_is_not_is_told_when_it_is_run(tmp_path: Path) -> None:
    told = json.loads(json.dumps(OWN_RULES))
    told["rules"][0]["check"]["class"] = "Faults"
    report = gate.run(package(row("Fault")), {}, _office(tmp_path, told), today=TODAY, only=["NX-001"])
    assert (report.checked[0].state, report.checked[0].trouble) == ("failed", "quality.class_unknown")


ACROSS: dict[str, Any] = {
    "rules": [
        {
            "id": "NX-NAME",
            "group": "reference",
            "severity": "warning",
            "zh": "断层点的目标断层名须与断层一致。",
            "check": {
                "class": "FaultSvyPoint",
                "field": "TargetFaultName",
                "op": "=",
                "other": "Fault.Name",
                "via": "TargetFaultID",
            },
            "tests": [
                {"row": {"TargetFaultName": "甲", "Fault.Name": "甲"}, "found": False},
                {"row": {"TargetFaultName": "甲", "Fault.Name": "乙"}, "found": True},
            ],
        },
        {
            "id": "NX-ZONE",
            "group": "reference",
            "severity": "error",
            "zh": "探槽的目标断层须在断层表中。",
            "check": {"class": "Trench", "field": "TargetFaultName", "op": "found_in", "value": "Fault.Name"},
            "tests": [
                {"row": {"TargetFaultName": "甲"}, "there": ["甲", "乙"], "found": False},
                {"row": {"TargetFaultName": "丙"}, "there": ["甲"], "found": True},
            ],
        },
    ]
}


def test_an_offices_rule_looks_into_another_class(tmp_path: Path) -> None:
    rows = [
        row("Fault", ID="640522100#######1", Name="海原断裂"),
        row("FaultSvyPoint", TargetFaultID="640522100#######1", TargetFaultName="海原断裂"),
        row("FaultSvyPoint", TargetFaultID="640522100#######1", TargetFaultName="中卫断裂"),
        row("FaultSvyPoint", TargetFaultID="nowhere", TargetFaultName="中卫断裂"),
        row("Trench", TargetFaultName="海原断裂"),
        row("Trench", TargetFaultName="香山断裂"),
    ]
    report = gate.run(package(*rows), {}, _office(tmp_path, ACROSS), today=TODAY, only=["NX"])
    told = {each.rule: (each.looked_at, each.wrong) for each in report.checked}
    assert told == {"NX-NAME": (2, 1), "NX-ZONE": (2, 1)}
    name = report.findings[0]
    assert (name.row_code, name.value, name.params["against"]) == (
        rows[2].values["ID"],
        "中卫断裂",
        "海原断裂",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"other": "Fault.Nam"}, "quality.field_unknown"),
        ({"other": "Faults.Name"}, "quality.class_unknown"),
        ({"via": "TargetID"}, "quality.field_unknown"),
        ({"when": [{"field": "Featur", "op": "filled"}]}, "quality.field_unknown"),
    ],
)
def test_an_offices_rule_that_names_what_is_not_there_is_told_not_silent(
    tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    told = json.loads(json.dumps(ACROSS))
    told["rules"][0]["check"] |= changes
    told["rules"][0]["tests"] = [
        {"row": {"TargetFaultName": "甲", "Featur": "1", **others}, "found": found}
        for others, found in (
            (dict.fromkeys(("Fault.Name", "Fault.Nam", "Faults.Name"), name), name != "甲") for name in "甲乙"
        )
    ]
    report = gate.run(
        package(row("FaultSvyPoint")), {}, _office(tmp_path, told), today=TODAY, only=["NX-NAME"]
    )
    assert (report.checked[0].state, report.checked[0].trouble) == ("failed", code)


def test_a_question_to_the_database_tells_findings() -> None:
    fault, other = Fault(code="HY-1", **OWN), Fault(code="HY-2", **OWN)
    asked = Rule("NX-SQL", "logic", ERROR, "", "查", "ask", sql="select 1")
    answers: list[dict[str, Any]] = [
        {"kind": "fault", "id": str(fault.id), "message": "没有迹线", "field": "code"},
        {"kind": "fault", "id": str(other.id), "message": None},
    ]
    records: dict[str, Any] = {"fault": [fault, other]}
    report = gate.run(package(), records, [asked], today=TODAY, ask=lambda _sql: answers)
    assert (report.checked[0].looked_at, report.checked[0].wrong) == (2, 1)
    found = report.findings[0]
    assert (found.row_code, found.id, found.params["message"]) == ("HY-1", fault.id, "没有迹线")
    assert gate.run(package(), {}, [asked], today=TODAY, ask=lambda _sql: []).score == 100
    silent = gate.run(package(), {}, [asked], today=TODAY)
    assert silent.checked[0].trouble == "quality.sql_unasked"
    odd = gate.run(package(), {}, [asked], today=TODAY, ask=lambda _sql: [{"id": 1}])
    assert odd.checked[0].trouble == "quality.sql_columns"
    told = [{"kind": "fault", "id": "7", "message": "?"}]
    assert gate.run(package(), {}, [asked], today=TODAY, ask=lambda _sql: told).checked[0].trouble == (
        "quality.sql_columns"
    )
    # A question that forgot to name the survey is not answered for other surveys' records.
    wide = gate.run(package(), {"fault": [other]}, [asked], today=TODAY, ask=lambda _sql: answers)
    assert (wide.checked[0].trouble, wide.checked[0].params["count"]) == ("quality.sql_elsewhere", 1)
    assert wide.findings == []


def test_rules_are_chosen_by_id_or_by_its_beginning() -> None:
    known = rules.shipped()
    assert {rule.group for rule in rules.chosen(known, ["QC-TOP", "QC-ID-001"])} == {"topology", "identity"}
    with pytest.raises(InputError):
        rules.chosen(known, ["QC-XXX"])
