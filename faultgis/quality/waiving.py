"""Which findings somebody answers for."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from faultgis.quality import scoring
from faultgis.quality.finding import SEVERITIES, Checked, Finding, Report, Waived
from faultgis.records.delivery import Waiver


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


def lapsed(waivers: Iterable[Waiver], waived: Iterable[Waived], ran: Collection[str]) -> list[Waiver]:
    """The waivers of rules that were run which answer for nothing that was found."""
    holding = {each.finding.key for each in waived}
    return [each for each in waivers if each.rule in ran and each.finding not in holding]


def things_of(findings: Iterable[Finding]) -> dict[str, int]:
    """How many things findings are about, by severity."""
    found: Counter[str] = Counter()
    for each in findings:
        found[each.severity] += each.count
    return dict(found)


def renewed(report: Report, waivers: Iterable[Waiver], closed: Collection[UUID] = ()) -> Report:
    """The report as it would be with these waivers, and without the rejections that are ``closed`` since;
    findings that were counted and not kept stay as they were."""
    waivers = list(waivers)
    known = [*report.findings, *(each.finding for each in report.waived)]
    left = [each for each in known if each.params.get("rejection") not in closed]
    standing, waived = answered(left, waivers)
    was, now = _by_rule(report.findings), _by_rule(standing)
    answers = Counter(each.finding.rule for each in waived)
    checked = [
        _counted(each, was.get(each.rule, ()), now.get(each.rule, ()), answers[each.rule])
        for each in report.checked
    ]
    scores, score = scoring.scores(checked), scoring.score(checked)
    # A waiver that held nothing when the check was made holds nothing now.
    gone = {each.finding for each in report.lapsed}
    return dataclasses.replace(
        report,
        findings=standing,
        waived=waived,
        checked=checked,
        scores=scores,
        score=score,
        lapsed=[each for each in waivers if each.finding in gone],
    )


def _by_rule(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for each in findings:
        found[each.rule].append(each)
    return found


def _counted(checked: Checked, was: Sequence[Finding], now: Sequence[Finding], waived: int) -> Checked:
    before, after = (Counter(each.severity for each in found) for found in (was, now))
    if before == after and waived == checked.waived:
        return checked
    counts = _moved(checked.counts, before, after)
    things = _moved(checked.things, things_of(was), things_of(now))
    severity = next(name for name, weight in scoring.WEIGHTS.items() if weight == checked.weight)
    passed = scoring.passed(severity, checked.looked_at, things) if checked.group else checked.passed
    return dataclasses.replace(checked, counts=counts, things=things, waived=waived, passed=passed)


def _moved(counted: Mapping[str, int], before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """What was counted by severity, without what stood before and with what stands now."""
    found = {name: counted.get(name, 0) - before.get(name, 0) + after.get(name, 0) for name in SEVERITIES}
    return {name: count for name, count in found.items() if count}
