"""The quality gate on a survey: its records as rows of the national template, and the rules on them."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from faultgis.collector import without_collector
from faultgis.errors import InputError
from faultgis.national.mapping import Settings, TemplateMapping, package_of
from faultgis.national.rows import Package
from faultgis.national.template import Template
from faultgis.progress import Progress
from faultgis.quality import gate, rejected
from faultgis.quality.finding import Finding, Report
from faultgis.quality.rule import Rule
from faultgis.quality.rules import load
from faultgis.records.delivery import Rejection, Waiver
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.services.data_versions import OFFICE, state
from faultgis.services.surroundings import Register
from faultgis.store import Kept

# A finding is named by the beginning of its key, if it is no shorter.
SHORTEST_KEY = 6


class Checkable(Register, Protocol):
    """A store that a check can ask."""

    def ask(self, sql: str, survey_id: UUID) -> list[dict[str, Any]]:
        """Rows by column for one SELECT of an administrator's, in which ``%(survey)s`` is the survey's id.

        Only reads, within a time limit. Raises ``NotAllowedError("quality.sql_not_allowed")`` and
        ``InputError("quality.sql_refused")``.
        """
        ...

    def national_ids(self, survey_id: UUID) -> dict[str, str]:
        """The national IDs that records of the other surveys came with, and the code of each one's survey."""
        ...

    def kept(self, survey_id: UUID) -> Kept | None:
        """What the database keeps of a survey's past; ``None`` for who may not read it."""
        ...


@dataclass(frozen=True)
class Order:
    """What is to be checked and how. ``only`` are ids of rules or how they begin; ``folders`` are where the
    files of records lie; ``rules`` those of the office unless given; ``template``, ``mapping`` and
    ``settings`` as for a delivery."""

    only: Sequence[str] = ()
    folders: Sequence[Path] = ()
    rules: Sequence[Rule] | None = None
    template: Template | None = None
    mapping: TemplateMapping | None = None
    settings: Settings | None = None
    today: date | None = None


@dataclass(frozen=True)
class Checkup:
    """A report with what it was made from."""

    survey: Survey
    report: Report
    rules: Sequence[Rule]
    package: Package

    def find(self, key: str) -> Finding:
        """The finding whose key begins so; a waived one is found too.

        Raises ``InputError``: ``quality.finding_unknown``, ``quality.finding_unclear``.
        """
        wanted = key.strip().lower()
        all_of = [*self.report.findings, *(each.finding for each in self.report.waived)]
        found = {each.key: each for each in all_of if each.key.startswith(wanted)}
        if not found or len(wanted) < SHORTEST_KEY:
            raise InputError("quality.finding_unknown", finding=key, survey=self.survey.code)
        if len(found) > 1:
            raise InputError("quality.finding_unclear", finding=key, count=len(found))
        return next(iter(found.values()))


@without_collector()
def check(
    store: Checkable, survey: Survey, order: Order | None = None, progress: Progress | None = None
) -> Checkup:
    """Check a survey as the database has it. Long. Raises ``CancelledError``; ``InputError`` for rules,
    template or mapping that cannot be used, and ``quality.rule_unknown``."""
    order, progress = order or Order(), progress or Progress()
    progress.report("quality.loading")
    now = state(store, survey, progress)
    records = {**now.records, **now.office}
    asked = {**around(store, survey), "data_version": now.number}
    return check_records(now.survey, records, order, progress, **asked)


def around(store: Checkable, survey: Survey) -> dict[str, Any]:
    """What a check asks a store beside the records: imports, other surveys' national IDs, the survey's past,
    and how to ask more. To be handed to ``check_records``."""
    batches = store.batches(survey.id)
    return {
        "imports": [(each, store.rejected(each.id)) for each in batches if each.undone_at is None],
        "elsewhere": store.national_ids(survey.id),
        "past": store.kept(survey.id),
        "ask": lambda sql: store.ask(sql, survey.id),
    }


def folders(home: Path) -> tuple[Path, ...]:
    """Where a program of this folder keeps the files that records name."""
    return (home / "archive", home / "products", home)


@without_collector()
def check_records(
    survey: Survey,
    records: Mapping[str, Sequence[AnyRecord]],
    order: Order | None = None,
    progress: Progress | None = None,
    **more: Any,
) -> Checkup:
    """Check records at hand, saved or not; ``more`` goes to ``gate.run``. Raises as ``check``."""
    order = order or Order()
    rules = tuple(load() if order.rules is None else order.rules)
    package = package_of(survey, records, order.template, order.mapping, order.settings, progress)
    waivers = [each for each in records.get("waiver", ()) if isinstance(each, Waiver)]
    data = {kind: kept for kind, kept in records.items() if kind not in OFFICE}
    report = gate.run(
        package,
        data,
        rules,
        waivers,
        order.today,
        lambda name: find_file(name, order.folders),
        progress,
        order.only,
        **more,
    )
    if not order.only:
        sent_back = [each for each in records.get("rejection", ()) if isinstance(each, Rejection)]
        report = rejected.joined(report, sent_back, package, waivers)
    return Checkup(survey, report, rules, package)


def with_all_of(
    checkup: Checkup,
    rule: str,
    records: Mapping[str, Sequence[AnyRecord]],
    order: Order | None = None,
    progress: Progress | None = None,
    **more: Any,
) -> Checkup:
    """The checkup with every finding of one rule, whose findings beyond the first were only counted, in their
    place; made from the records that it saw. Raises as ``check``."""
    order = order or Order()
    waivers = [each for each in records.get("waiver", ()) if isinstance(each, Waiver)]
    data = {kind: kept for kind, kept in records.items() if kind not in OFFICE}
    whole = gate.run(
        checkup.package,
        data,
        [each for each in checkup.rules if each.id == rule],
        waivers,
        checkup.report.on,
        lambda name: find_file(name, order.folders),
        progress,
        most=None,
        **more,
    )
    kept = checkup.report.findings
    at = next((number for number, each in enumerate(kept) if each.rule == rule), len(kept))
    others = [each for each in kept if each.rule != rule]
    report = dataclasses.replace(checkup.report, findings=[*others[:at], *whole.findings, *others[at:]])
    return dataclasses.replace(checkup, report=report)


def find_file(name: str, folders: Iterable[Path]) -> Path | None:
    """The file of a record: where its path says, or within one of the folders."""
    try:
        path = Path(name)
        if path.is_absolute():
            return path if path.is_file() else None
        candidates = (folder / path for folder in folders if ".." not in path.parts)
        return next((each for each in candidates if each.is_file()), None)
    except (OSError, ValueError):
        return None
