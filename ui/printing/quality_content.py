"""What a report of the quality gate says: texts and tables in the language in use. Knows no Qt."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from faultgis.quality.finding import CHECKED, FAILED, NOT_APPLICABLE, SEVERITIES, Checked, Finding, Fix
from faultgis.quality.rule import Rule
from faultgis.quality.rules import edition, shipped
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


def does(fix: Fix) -> str:
    """What a fix does, and to how many things if they are several."""
    said = sentence(fix.label, {"value": fix.value})
    return tr("{fix} ({count} times)", fix=said, count=len(fix.every)) if fix.also else said


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
        "rules_edition": _edition(checkup),
        "scope": _scope(checkup),
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


def _edition(checkup: Checkup) -> str:
    """Which rules: the shipped ones in their edition, and how many the office has changed or added."""
    own = sum(1 for rule in checkup.rules if rule.file)
    shipped = edition()
    return tr("{edition}, {count} of our own", edition=shipped, count=own) if own else shipped


def _scope(checkup: Checkup) -> str:
    """That not all rules were run, if so."""
    ran = {each.rule for each in checkup.report.checked}
    wanted = [rule.id for rule in checkup.rules if rule.enabled]
    done = [rule.id for rule in checkup.rules if rule.id in ran]
    if set(wanted) <= ran:
        return ""
    told = {
        "count": len(done),
        "all": len(wanted),
        "rules": ", ".join(done[:12]) + (" …" if done[12:] else ""),
    }
    return tr("Only {count} of {all} rules were run: {rules}. The score is theirs alone.", **told)


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


def lapsed(checkup: Checkup) -> Table:
    """Waivers whose finding there is no more: nobody answers by them for anything."""
    rows = [_heads("Rule", "Class", "ID", "What was found then", "Reason given", "Waived by", "On")]
    for each in checkup.report.lapsed:
        day = each.waived_at.date().isoformat() if each.waived_at else ""
        cells = [each.rule, each.class_name, each.row_code, each.message, each.reason, each.waived_by, day]
        rows.append(cells)
    return rows


def changed(checkup: Checkup) -> Table:
    """The rules that an office has switched off, changed or added, and why."""
    rows = [_heads("Rule", "What it demands", "What was changed", "Reason given", "File")]
    known = {rule.id: rule for rule in shipped()}
    for rule in checkup.rules:
        if rule.file:
            said = _changes(known.get(rule.id), rule)
            rows.append([rule.id, rule_sentence(rule), said, rule.reason, Path(rule.file).name])
    return rows


def _changes(before: Rule | None, rule: Rule) -> str:
    if before is None:
        return tr("an own rule") if rule.enabled else tr("an own rule, switched off")
    said = [] if rule.enabled else [tr("switched off")]
    if rule.severity != before.severity:
        said.append(f"{severity_word(before.severity)} → {severity_word(rule.severity)}")
    for name, value in rule.parameters.items():
        if value != before.parameters.get(name):
            said.append(f"{name} = {_parameter(before.parameters.get(name))} → {_parameter(value)}")
    return "; ".join(said)


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
        counted = [tr("off"), "–"] if of is None and not rule.enabled else counted
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
