"""What a report of the quality gate says: texts and tables in the language in use. Knows no Qt."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from faultgis.quality.finding import CHECKED, FAILED, NOT_APPLICABLE, SEVERITIES, Checked, Finding
from faultgis.quality.rule import Rule
from faultgis.services.checking import Checkup
from ui import words
from ui.words import sentence, tr

Table = list[list[str]]


def told(finding: Finding) -> str:
    """A finding's sentence; a record without a code is called by its kind."""
    params = dict(finding.params)
    if params.get("record") == "":
        params["record"] = kind_of(finding)
    return sentence(finding.code, params).strip()


def id_of(finding: Finding) -> str:
    """The ID of the row or the code of the record that was found wrong; none for all records of a kind."""
    return "" if finding.row_code == finding.kind else finding.row_code


def place_of(finding: Finding) -> str:
    """Where a finding is on the map, empty where it has no place."""
    return "" if finding.where is None else f"{finding.where[0]:.6f}, {finding.where[1]:.6f}"


def rule_sentence(rule: Rule) -> str:
    """What a rule demands."""
    return rule.zh if words.language() == "zh" else rule.en


def limit(rule: Rule) -> str:
    """What a rule's check cannot see, in brackets."""
    said = rule.limits.get(words.language(), "")
    return tr("[{limit}]", limit=said) if said else ""


def name_of(checkup: Checkup) -> str:
    """The survey's name and code."""
    survey = checkup.survey
    first, second = survey.name_zh, survey.name_en
    name = (first or second) if words.language() == "zh" else (second or first)
    return f"{name} ({survey.code})" if name and name != survey.code else survey.code


def score_text(score: float | None) -> str:
    """A score as it is read; it never says 100 where something failed."""
    if score is None:
        return "–"
    return "99.9" if 99.95 <= score < 100 else f"{score:.1f}"


def texts(checkup: Checkup) -> dict[str, str]:
    """The single texts of a report."""
    report = checkup.report
    counts = report.counts()
    return {
        "survey": name_of(checkup),
        "on": report.on.isoformat() if report.on else "",
        "data_version": str(report.data_version or "–"),
        "template": f"{report.template} {report.template_version}",
        "program": version("faultgis"),
        "score": score_text(report.score),
        "verdict": tr("No errors stand.") if report.passed else tr("Errors stand."),
        "counts": tr(
            "{errors} errors, {warnings} warnings, {hints} hints, {waived} waived",
            errors=counts["error"],
            warnings=counts["warning"],
            hints=counts["info"],
            waived=counts["waived"],
        ),
    }


def groups(checkup: Checkup) -> Table:
    """The score by group of rules."""
    report = checkup.report
    rows = [_heads("Group", "Rules", "Things looked at", "Findings", "Score of 100")]
    for name in dict.fromkeys(each.group for each in report.checked):
        of = [each for each in report.checked if each.group == name and each.state == CHECKED]
        if of:
            score = score_text(report.scores.get(name))
            found = sum(sum(each.counts.values()) for each in of)
            looked_at = sum(each.looked_at for each in of)
            rows.append([sentence(f"quality.group.{name}"), str(len(of)), str(looked_at), str(found), score])
    return rows


def findings(checkup: Checkup, severity: str, most: int | None = None) -> Table:
    """The findings of a severity, of each rule no more than ``most``."""
    rows = [_heads("Rule", "Class", "ID", "Field", "What is wrong", "Longitude, latitude", "Finding")]
    shown: dict[str, int] = {}
    for each in checkup.report.findings:
        if each.severity != severity:
            continue
        shown[each.rule] = shown.get(each.rule, 0) + 1
        if most is None or shown[each.rule] <= most:
            rows.append(
                [
                    each.rule,
                    each.class_name or kind_of(each),
                    id_of(each),
                    str(words.field_word(each.field)),
                    told(each),
                    place_of(each),
                    each.key,
                ]
            )
    return rows


def kind_of(finding: Finding) -> str:
    """The kind of the record that was found wrong, in words."""
    return sentence(f"kind.{finding.kind}") if finding.kind else ""


def limits(checkup: Checkup, most: int | None = None) -> str:
    """How much of what was found is shown."""
    report = checkup.report
    kept = min(most or report.shown_at_most, report.shown_at_most)
    found = sum(report.counts()[name] for name in SEVERITIES)
    shown = sum(len(findings(checkup, name, most)) - 1 for name in SEVERITIES)
    if shown == found:
        return tr("All {count} findings are shown.", count=found)
    return tr(
        "{shown} of {count} findings are shown: the first {most} of each rule. All are counted.",
        shown=shown,
        count=found,
        most=kept,
    )


def waived(checkup: Checkup) -> Table:
    """Findings that somebody answers for."""
    rows = [_heads("Rule", "Class", "ID", "What was found", "Reason given", "Waived by", "On")]
    for each in checkup.report.waived:
        found = each.finding
        day = each.on.isoformat() if each.on else ""
        rows.append([found.rule, found.class_name, found.row_code, told(found), each.reason, each.by, day])
    return rows


def failed(checkup: Checkup) -> Table:
    """Rules that could not be run, and why."""
    rows = [_heads("Rule", "What it demands", "Why it was not run")]
    known = {rule.id: rule for rule in checkup.rules}
    for each in _ended(checkup, FAILED):
        rows.append([each.rule, _demand(known, each), why(each)])
    return rows


def why(checked: Checked) -> str:
    """Why a rule could not be run."""
    return sentence(checked.trouble, dict(checked.params))


def not_applicable(checkup: Checkup) -> Table:
    """Rules that had nothing to check."""
    rows = [_heads("Rule", "What it demands")]
    known = {rule.id: rule for rule in checkup.rules}
    return rows + [[each.rule, _demand(known, each)] for each in _ended(checkup, NOT_APPLICABLE)]


def _demand(known: dict[str, Rule], checked: Checked) -> str:
    return rule_sentence(known[checked.rule]) if checked.rule in known else ""


def _ended(checkup: Checkup, state: str) -> Sequence[Checked]:
    return [each for each in checkup.report.checked if each.state == state]


def rules(checkup: Checkup) -> Table:
    """Every rule of the check with what it looked at, its parameters and where it comes from."""
    rows = [_heads("Rule", "Severity", "What it demands", "Looked at", "Findings", "Parameters", "Basis")]
    ran = {each.rule: each for each in checkup.report.checked}
    for rule in checkup.rules:
        of = ran.get(rule.id)
        counted = ["–", "–"] if of is None else [str(of.looked_at), str(sum(of.counts.values()))]
        severity = sentence(f"quality.severity.{rule.severity}")
        changed = f" ({rule.reason})" if rule.reason else ""
        basis = " · ".join(filter(None, (rule.dbt83, rule.basis)))
        demand = " ".join(filter(None, (rule_sentence(rule), limit(rule))))
        rows.append([rule.id, severity, demand, *counted, parameters(rule) + changed, basis])
    return rows


def parameters(rule: Rule) -> str:
    """A rule's parameters as it was run."""
    return "; ".join(f"{name} = {_parameter(value)}" for name, value in rule.parameters.items())


def _parameter(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_parameter(each) for each in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def severity_word(severity: str) -> str:
    """error, warning or hint, as it is read."""
    return sentence(f"quality.severity.{severity}")


def _heads(*names: str) -> list[str]:
    return [tr(name) for name in names]
