"""A check, its waivers and what came back, as JSON and as lines of text."""

from collections.abc import Sequence
from typing import Any

from faultgis.quality.finding import FAILED, NOT_APPLICABLE, Checked, Finding
from faultgis.quality.rules import edition
from faultgis.records.delivery import Rejection, Waiver
from faultgis.records.survey import Survey
from faultgis.services.checking import Checkup
from ui import words
from ui.cli import output
from ui.printing import quality_content as content
from ui.words import tr

# So many findings of a rule are told on a terminal; the reports and JSON tell all.
_TOLD = 5


def value(checkup: Checkup) -> dict[str, Any]:
    """A check as JSON."""
    report = checkup.report
    return {
        "survey": checkup.survey.code,
        "score": None if report.score is None else round(report.score, 2),
        "scores": {name: round(score, 2) for name, score in report.scores.items()},
        "passed": report.passed,
        "counts": report.counts(),
        "findings": [finding_value(each) for each in report.findings],
        "findings_not_listed": report.hidden,
        "waived": [
            {**finding_value(each.finding), "reason": each.reason, "by": each.by, "on": each.on}
            for each in report.waived
        ],
        "waivers_lapsed": [waiver_value(checkup.survey, each) for each in report.lapsed],
        "rules": [_rule_value(each) for each in report.checked],
        "rules_edition": edition(),
        "rules_changed": [
            dict(zip(("rule", "demands", "changed", "reason", "file"), row, strict=True))
            for row in content.changed(checkup)[1:]
        ],
        "template": report.template,
        "template_version": report.template_version,
        "data_version": report.data_version,
    }


def finding_value(finding: Finding) -> dict[str, Any]:
    """A finding as JSON. ``where`` is longitude and latitude; ``record`` the national ID, else our code."""
    fix = finding.fix
    return {
        "finding": finding.key,
        "rule": finding.rule,
        "severity": finding.severity,
        "record": finding.row_code,
        "field": finding.field,
        "message": content.told(finding),
        "where": finding.where,
        "class": finding.class_name,
        "value": finding.params.get("value", finding.value),
        "kind": finding.kind,
        "id": finding.id,
        "count": finding.count,
        "fix": None if fix is None else content.does(fix),
    }


def _rule_value(checked: Checked) -> dict[str, Any]:
    told = {
        "rule": checked.rule,
        "state": checked.state,
        "looked_at": checked.looked_at,
        "wrong": checked.wrong,
        "waived": checked.waived,
    }
    return {**told, "trouble": content.why(checked)} if checked.trouble else told


def page(checkup: Checkup) -> str:
    """A check as lines of text."""
    texts = content.texts(checkup)
    lines = [
        f"{texts['survey']}{tr(': ')}{tr('score of 100: {score}', score=texts['score'])}",
        texts["counts"],
        "",
    ]
    groups = content.groups(checkup)
    lines += [output.table(groups[1:], groups[0]), ""]
    lines += _findings(checkup.report.findings)
    if checkup.report.waived:
        lines += [tr("Waived:"), *(_waived(each) for each in checkup.report.waived), ""]
    if checkup.report.lapsed:
        lines += [tr("Waivers that lapsed (the data have changed since):")]
        lines += [_lapsed(each) for each in checkup.report.lapsed] + [""]
    ended = checkup.report.checked
    if failed := [each for each in ended if each.state == FAILED]:
        lines += [tr("Rules that could not be run:"), *(f"  {e.rule}  {content.why(e)}" for e in failed), ""]
    idle = [each.rule for each in ended if each.state == NOT_APPLICABLE]
    if idle:
        lines.append(tr("Nothing to check, not in the score: {rules}", rules=", ".join(idle)))
    if own := content.changed(checkup)[1:]:
        lines += [tr("Rules changed here:"), *(f"  {'  '.join(filter(None, each))}" for each in own)]
    if texts["scope"]:
        lines.append(texts["scope"])
    return "\n".join(lines).rstrip()


def _waived(waived: Any) -> str:
    found = waived.finding
    return f"  {found.rule}  {found.row_code}  {content.told(found)} — {waived.reason} ({waived.by})"


def _lapsed(waiver: Waiver) -> str:
    return f"  {waiver.rule}  {waiver.row_code}  {waiver.message} — {waiver.reason} ({waiver.waived_by})"


def _place(finding: Finding) -> str:
    return " ".join(filter(None, (finding.class_name or content.kind_of(finding), content.id_of(finding))))


def _findings(findings: Sequence[Finding]) -> list[str]:
    by_rule: dict[str, list[Finding]] = {}
    for each in findings:
        by_rule.setdefault(each.rule, []).append(each)
    lines: list[str] = []
    for rule, found in by_rule.items():
        lines.append(f"{rule}  {content.severity_word(found[0].severity)}  ({len(found)})")
        lines += [f"  {e.key[:8]}  {_place(e)}  {content.told(e)}" for e in found[:_TOLD]]
        if len(found) > _TOLD:
            lines.append(tr("  … {count} more", count=len(found) - _TOLD))
    return [*lines, ""] if lines else []


def waiver_value(survey: Survey, waiver: Waiver) -> dict[str, Any]:
    """A waiver as JSON."""
    at = waiver.waived_at
    return {
        "survey": survey.code,
        "finding": waiver.finding,
        "rule": waiver.rule,
        "class": waiver.class_name,
        "record": waiver.row_code,
        "field": waiver.field,
        "message": waiver.message,
        "reason": waiver.reason,
        "waived_by": waiver.waived_by,
        "waived_at": at.isoformat() if at else None,
    }


def waiver_table(values: Sequence[dict[str, Any]]) -> str:
    """Waivers as a table."""
    if not values:
        return tr("No waivers.")
    rows = [
        (
            v["finding"][:8],
            v["rule"],
            v["record"],
            v["message"],
            v["reason"],
            v["waived_by"],
            (v["waived_at"] or "")[:10],
        )
        for v in values
    ]
    heads = ("Finding", "Rule", "ID", "What was found", "Reason given", "Waived by", "On")
    return output.table(rows, [tr(head) for head in heads])


def rejection_value(survey: Survey, rejection: Rejection) -> dict[str, Any]:
    """A rejection as JSON."""
    return {
        "survey": survey.code,
        "id": rejection.id,
        "delivery": rejection.delivery,
        "class": rejection.class_name,
        "record": rejection.row_code,
        "field": rejection.field,
        "rule": rejection.rule,
        "message": rejection.message,
        "state": rejection.state,
        "answer": rejection.answer,
        "received_on": rejection.received_on,
        "row": rejection.source.row,
    }


def rejection_table(values: Sequence[dict[str, Any]]) -> str:
    """Rejections as a table."""
    if not values:
        return tr("No rejections.")
    rows = [
        (str(v["id"])[:8], v["delivery"] or "", v["class"], v["record"], v["field"], v["message"], _state(v))
        for v in values
    ]
    heads = ("Rejection", "Delivery", "Class", "ID", "Field", "What is wrong", "State")
    return output.table(rows, [tr(head) for head in heads])


def _state(value: dict[str, Any]) -> str:
    from faultgis import codes

    label = codes.label("rejection_state", value["state"], words.language())
    return f"{label}: {value['answer']}" if value["answer"] else label
