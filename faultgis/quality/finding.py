"""What the quality gate says: findings, the result of each rule, and the report with its score."""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from faultgis.records.delivery import Waiver

ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)
# How a rule ended: checked, nothing to check, or it could not be run (its own fault, told as such).
CHECKED, NOT_APPLICABLE, FAILED = "checked", "not_applicable", "failed"


@dataclass(frozen=True)
class Cells:
    """Cells that a fix puts into a document or among what a source said, the others as they stand."""

    put: Mapping[str, Any]


@dataclass(frozen=True)
class Fix:
    """A change that mends a finding: fields of our record and the values they would get. ``label`` is a code
    for ``ui.words`` (``fix.trim``) that says what is done, its parameter ``value`` what stands there then.
    Single cells of a field that holds many are ``Cells``.
    ``also`` are the fixes of the other things that the finding stands for."""

    kind: str
    id: UUID
    values: Mapping[str, Any]
    label: str
    value: str = ""
    also: Sequence["Fix"] = ()

    @property
    def every(self) -> tuple["Fix", ...]:
        """This fix and those that go with it, one for each thing that is mended."""
        return (dataclasses.replace(self, also=()), *self.also)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. ``code`` and ``params`` make the sentence (``ui.words``); ``row_code`` is the
    national ID of the row, ``kind`` and ``id`` our record, ``where`` a place (longitude, latitude in
    degrees) to show. ``value`` is what stands in the field. ``count`` is how many things it stands for where
    the same is wrong with all of a class: row, record and place are those of the first then."""

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
    count: int = 1

    @cached_property
    def key(self) -> str:
        """What identifies the finding as long as the same is said of the same thing: a waiver holds by it.

        It is made of the rule, the row, the field, what stands there and what the sentence tells of it: what
        it is compared with, how far it is off. Where the finding is about the shape, of its place as well;
        where it stands for all of a class, of no row.
        """
        told = [self.rule, self.class_name, self.field, self.value, self.code]
        if self.count == 1:
            told.append(self.row_code or str(self.id or ""))
            told += [f"{name}={self.params[name]}" for name in sorted(self.params.keys() - _ASIDE)]
        if self.count == 1 and self.where is not None and not self.field:
            told.append(f"{self.where[0]:.5f} {self.where[1]:.5f}")
        return hashlib.sha256("\x1f".join(told).encode(errors="surrogatepass")).hexdigest()[:24]


# What a sentence says that is no part of the matter: names of fields and of the thing itself, texts of rules
# and of the system, how many there are, and ages, which count from the day of the check.
_ASIDE = frozenset({
    "title", "zh", "en", "value", "field", "record", "name", "fault", "class_title", "rejection", "kind",
    "count", "of", "reason", "ka", "young", "old", "upper_age", "lower_age",
})  # fmt: skip


@dataclass(frozen=True)
class Waived:
    """A finding that somebody answers for."""

    finding: Finding
    reason: str
    by: str
    on: date | None


@dataclass(frozen=True)
class Checked:
    """How one rule ended: how many things it looked at, how many findings it has (``counts`` by severity) and
    how many of them somebody answers for. ``things`` are how many things the findings that stand are about,
    by severity; ``passed`` is the share (0 to 1) that its score is made from, ``weight`` what it weighs.
    ``trouble`` and ``params`` say, as a code for ``ui.words``, why it could not be run."""

    rule: str
    state: str
    looked_at: int = 0
    wrong: int = 0
    trouble: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    group: str = ""
    counts: Mapping[str, int] = dataclasses.field(default_factory=dict)
    things: Mapping[str, int] = dataclasses.field(default_factory=dict)
    waived: int = 0
    passed: float = 1.0
    weight: float = 0.0


@dataclass(frozen=True)
class Report:
    """The outcome of a check. ``scores`` are by group of rules, 0 to 100, for the groups in which anything
    was checked; ``score`` is the whole. Of each rule no more than ``shown_at_most`` findings are kept; all
    are counted in ``checked``. ``lapsed`` are waivers of rules that were run whose finding there is not (any
    more): the data have changed since, and what is found now nobody answers for."""

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
    lapsed: Sequence[Waiver] = ()

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
