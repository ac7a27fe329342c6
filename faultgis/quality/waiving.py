"""Which findings somebody answers for."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from faultgis.quality import scoring
from faultgis.quality.finding import SEVERITIES, Checked, Finding, Report, Waived
from faultgis.records.delivery import Waiver

Tally = Counter[tuple[str, str]]


def answered(found: Sequence[Finding], waivers: Iterable[Waiver]) -> tuple[list[Finding], list[Waived]]:
    """The findings that stand, and those that a waiver names by their key."""
    by_key = {each.finding: each for each in waivers}
    if not by_key:
        return list(found), []
    standing: list[Finding] = []
    waived: list[Waived] = []
    for each in found:
        waiver = by_key.get(each.key)
        if waiver is None:
            standing.append(each)
        else:
            on = waiver.waived_at.date() if waiver.waived_at else None
            waived.append(Waived(each, waiver.reason, waiver.waived_by, on))
    return standing, waived


def renewed(report: Report, waivers: Iterable[Waiver], closed: Collection[UUID] = ()) -> Report:
    """The report as it would be with these waivers, and without the rejections that are ``closed`` since;
    findings that were counted and not kept stay as they were."""
    known = [*report.findings, *(each.finding for each in report.waived)]
    left = [each for each in known if each.params.get("rejection") not in closed]
    standing, waived = answered(left, waivers)
    before, after = _tally(report.findings), _tally(standing)
    answers = Counter(each.finding.rule for each in waived)
    checked = [_counted(each, before, after, answers[each.rule]) for each in report.checked]
    scores, score = scoring.scores(checked), scoring.score(checked)
    return dataclasses.replace(
        report, findings=standing, waived=waived, checked=checked, scores=scores, score=score
    )


def _tally(findings: Iterable[Finding]) -> Tally:
    return Counter((each.rule, each.severity) for each in findings)


def _counted(checked: Checked, before: Tally, after: Tally, waived: int) -> Checked:
    moved = {name: after[checked.rule, name] - before[checked.rule, name] for name in SEVERITIES}
    if not any(moved.values()):
        return checked
    counts = {name: checked.counts.get(name, 0) + moved[name] for name in SEVERITIES}
    severity = next(name for name, weight in scoring.WEIGHTS.items() if weight == checked.weight)
    return dataclasses.replace(
        checked,
        counts={name: count for name, count in counts.items() if count},
        waived=waived,
        passed=scoring.passed(severity, checked.looked_at, counts) if checked.group else checked.passed,
    )
