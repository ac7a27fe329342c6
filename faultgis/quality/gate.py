"""Runs the quality rules on a survey's rows and records, and makes the report.

Nothing stops a run: a rule that breaks is told as not run, by our fault; a row on which a rule breaks is
found, told and left out, and the rule goes on with the rest.
"""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from faultgis.errors import CancelledError, FaultGISError
from faultgis.national.rows import Package
from faultgis.progress import Progress
from faultgis.quality import asking, checks, comparing, scoring
from faultgis.quality.finding import (
    CHECKED,
    FAILED,
    INFO,
    NOT_APPLICABLE,
    SEVERITIES,
    Checked,
    Finding,
    Report,
    Waived,
)
from faultgis.quality.given import Given
from faultgis.quality.leaving import Thing, culprit, without
from faultgis.quality.rule import CHECKS, Rule
from faultgis.quality.rules import chosen
from faultgis.quality.waiving import answered, lapsed, things_of
from faultgis.records.delivery import Waiver
from faultgis.records.kinds import AnyRecord

assert checks  # importing it registers the checks
SHOWN_AT_MOST = 1000
# So many rows may break a rule before it counts as broken itself.
MOST_CULPRITS = 5


@dataclasses.dataclass
class _Run:
    """What a rule found so far."""

    looked_at: int = 0
    findings: list[Finding] = dataclasses.field(default_factory=list)
    trouble: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def run(
    package: Package,
    records: Mapping[str, Sequence[AnyRecord]],
    rules: Iterable[Rule],
    waivers: Sequence[Waiver] = (),
    today: date | None = None,
    file: Callable[[str], Path | None] = lambda _name: None,
    progress: Progress | None = None,
    only: Sequence[str] = (),
    *,
    data_version: int = 0,
    most: int | None = SHOWN_AT_MOST,
    **more: Any,
) -> Report:
    """Every enabled rule in turn (``only``: those of these ids, or whose ids begin so).

    ``records`` are all of the survey by kind, ``file`` finds an attachment; ``more`` are further parts of
    ``Given``. Findings that a waiver names by their key are kept apart. Of each rule the first ``most``
    findings (``None``: all), the gravest first, are kept; all are counted. Raises ``CancelledError`` and
    ``InputError("quality.rule_unknown")``.
    """
    progress = progress or Progress()
    on = today or date.today()
    given = Given(package, records, on, file, **more)
    wanted = [rule for rule in (chosen(rules, only) if only else tuple(rules)) if rule.enabled or only]
    checked: list[Checked] = []
    findings: list[Finding] = []
    waived: list[Waived] = []
    for number, rule in enumerate(wanted):
        progress.report("quality.checking", number, len(wanted))
        # Coordinates that are no numbers are found by rules, not told as warnings.
        with np.errstate(invalid="ignore"):
            ran = _rule(rule, given, progress)
        standing, answers = answered(ran.findings, waivers)
        checked.append(_ended(rule, ran, standing, len(answers)))
        findings += sorted(standing, key=lambda each: SEVERITIES.index(each.severity))[:most]
        waived += answers
    progress.report("quality.checking", len(wanted), len(wanted))
    template = package.template
    whole = scoring.scores(checked), scoring.score(checked), template.id, template.version
    gone = lapsed(waivers, waived, {each.rule for each in checked if each.state != FAILED})
    return Report(findings, waived, checked, *whole, data_version, on, most or 0, gone)


def _ended(rule: Rule, ran: _Run, standing: Sequence[Finding], waived: int) -> Checked:
    counts, things = dict(Counter(each.severity for each in standing)), things_of(standing)
    state = FAILED if ran.trouble else CHECKED if ran.looked_at else NOT_APPLICABLE
    return Checked(
        rule.id,
        state,
        ran.looked_at,
        len(standing) + waived,
        ran.trouble,
        ran.params,
        rule.group,
        counts,
        things,
        waived,
        scoring.passed(rule.severity, ran.looked_at, things),
        scoring.WEIGHTS[rule.severity],
    )


def _rule(rule: Rule, given: Given, progress: Progress) -> _Run:
    """One rule, with the rows left out on which it breaks."""
    given = dataclasses.replace(given, rule=rule.id, severity=rule.severity, parameters=rule.parameters)
    left: list[Thing] = []
    while True:
        found = _Run()
        try:
            _collect(rule, given, found, progress)
        except CancelledError:
            raise
        except FaultGISError as error:
            return dataclasses.replace(found, trouble=error.code, params=_told(error))
        except Exception as error:
            thing = culprit(lambda part: _breaks(rule, part, progress), given)
            if thing is None or len(left) == MOST_CULPRITS:
                reason = f"{type(error).__name__}: {error}"
                return dataclasses.replace(found, trouble="quality.broken", params={"reason": reason})
            given = without(given, thing)
            left.append(dataclasses.replace(thing, reason=f"{type(error).__name__}: {error}"))
            continue
        found.findings += [_unchecked(rule, given, thing) for thing in left]
        return found


def _told(error: FaultGISError) -> dict[str, Any]:
    where = {"file": error.file, "layer": error.layer, "row": error.row, "field": error.field}
    return {**{key: value for key, value in where.items() if value is not None}, **error.params}


def _collect(rule: Rule, given: Given, found: _Run, progress: Progress) -> None:
    for number, each in enumerate(_checks(rule, given), 1):
        if number % 4096 == 0:
            progress.check()
        found.looked_at += 1 if each is None else each.count
        if each is not None:
            found.findings.append(each)


def _breaks(rule: Rule, given: Given, progress: Progress) -> bool:
    try:
        _collect(rule, given, _Run(), progress)
    except CancelledError:
        raise
    except Exception:
        return True
    return False


def _checks(rule: Rule, given: Given) -> Iterator[Finding | None]:
    if rule.sql:
        return asking.run(rule, given)
    if rule.test is not None:
        return comparing.run(rule, given)
    check = CHECKS.get(rule.id)
    if check is None:
        raise FaultGISError("quality.no_check", rule=rule.id)
    return check(given)


def _unchecked(rule: Rule, given: Given, thing: Thing) -> Finding:
    """A row that a rule could not look at, by our fault: told, and no fault of the row."""
    params = {"reason": thing.reason, "value": "", "field": "", "title": "", "rule": rule.id}
    if thing.row is not None:
        found = given.wrong(thing.row)
        return dataclasses.replace(found, severity=INFO, code="quality.unchecked", params=params)
    record = thing.record
    assert record is not None
    code = str(getattr(record, "code", ""))
    return Finding(rule.id, INFO, "quality.unchecked", params, row_code=code, kind=thing.kind, id=record.id)
