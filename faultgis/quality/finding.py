"""What the quality gate says: findings, the result of each rule, and the report with its score."""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)
# How a rule ended: checked, nothing to check, or it could not be run (its own fault, told as such).
CHECKED, NOT_APPLICABLE, FAILED = "checked", "not_applicable", "failed"


@dataclass(frozen=True)
class Fix:
    """A change that mends a finding: fields of our record and the values they would get. ``label`` is a code
    for ``ui.words`` (``fix.trim``) that says what is done, its parameter ``value`` what stands there then."""

    kind: str
    id: UUID
    values: Mapping[str, Any]
    label: str
    value: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. ``code`` and ``params`` make the sentence (``ui.words``); ``row_code`` is the
    national ID of the row, ``kind`` and ``id`` our record, ``where`` a place (longitude, latitude in
    degrees) to show. ``value`` is what stands in the field."""

    rule: str
    severity: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    class_name: str = ""
    row_code: str = ""
    field: str = ""
    value: str = ""
    kind: str = ""
    id: UUID | None = None
    our_field: str = ""
    where: tuple[float, float] | None = None
    fix: Fix | None = None

    @property
    def key(self) -> str:
        """What identifies the finding as long as the same thing stands in the same place: a waiver holds by
        it."""
        told = "\x1f".join(
            (
                self.rule,
                self.class_name,
                self.row_code or str(self.id or ""),
                self.field,
                self.value,
                self.code,
            )
        )
        return hashlib.sha256(told.encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Waived:
    """A finding that somebody answers for."""

    finding: Finding
    reason: str
    by: str
    on: date | None


@dataclass(frozen=True)
class Checked:
    """How one rule ended: how many things it looked at, how many of them it found wrong (``counts`` by
    severity) and how many of the findings somebody answers for. ``passed`` is the share (0 to 1) that its
    score is made from, ``weight`` what it weighs. ``trouble`` and ``params`` say, as a code for ``ui.words``,
    why it could not be run."""

    rule: str
    state: str
    looked_at: int = 0
    wrong: int = 0
    trouble: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    group: str = ""
    counts: Mapping[str, int] = dataclasses.field(default_factory=dict)
    waived: int = 0
    passed: float = 1.0
    weight: float = 0.0


@dataclass(frozen=True)
class Report:
    """The outcome of a check. ``scores`` are by group of rules, 0 to 100, for the groups in which anything
    was checked; ``score`` is the whole. Of each rule no more than ``shown_at_most`` findings are kept; all
    are counted in ``checked``."""

    findings: Sequence[Finding]
    waived: Sequence[Waived]
    checked: Sequence[Checked]
    scores: Mapping[str, float]
    score: float | None
    template: str
    template_version: str
    data_version: int = 0
    on: date | None = None
    shown_at_most: int = 0

    def counts(self) -> dict[str, int]:
        """How many findings of each severity stand, and how many are waived."""
        found = {name: sum(each.counts.get(name, 0) for each in self.checked) for name in SEVERITIES}
        return {**found, "waived": len(self.waived)}

    @property
    def hidden(self) -> int:
        """How many findings stand that are counted but not kept."""
        return sum(self.counts()[name] for name in SEVERITIES) - len(self.findings)

    @property
    def passed(self) -> bool:
        """Whether no error stands that nobody answers for."""
        return not self.counts()[ERROR]
