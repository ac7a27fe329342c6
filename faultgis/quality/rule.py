"""Quality rules as data: ``resources/quality/rules.json``; an office's own in ``quality`` of its folder.

A rule names its group, severity, what it applies to and its parameters; the check that runs it stands in
``faultgis/quality/checks`` under the same id, or is told by the rule itself (``comparing``, ``asking``).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from faultgis.quality.finding import Finding
from faultgis.quality.given import Given

GROUPS = (
    "structure", "crs", "identity", "completeness", "domain", "range", "logic", "reference", "topology",
    "accuracy", "metadata",
)  # fmt: skip

Check = Callable[[Given], Iterator[Finding | None]]
"""Yields ``None`` for each thing that it looked at and found right, a finding for each that is wrong. What
yields nothing had nothing to check."""

CHECKS: dict[str, Check] = {}


@dataclass(frozen=True)
class Rule:
    """A rule with its stable id. ``basis`` is where it comes from, ``dbt83`` its item of DB/T 83-2020;
    ``parameters`` are project data; ``limits`` says in zh and en what its check cannot see. ``test`` is an
    office's own comparison of fields, ``sql`` an administrator's own question to the database, ``examples``
    the rows by which a comparison is tried when it is loaded. ``file`` is the office's file that made or
    changed the rule, ``reason`` why it did."""

    id: str
    group: str
    severity: str
    applies_to: str
    zh: str
    en: str
    basis: str = ""
    dbt83: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    enabled: bool = True
    test: Mapping[str, Any] | None = None
    sql: str = ""
    examples: Sequence[Mapping[str, Any]] = ()
    file: str = ""
    reason: str = ""


def check(rule_id: str) -> Callable[[Check], Check]:
    """Registers the function that runs a rule."""

    def keep(function: Check) -> Check:
        if rule_id in CHECKS:
            raise ValueError(f"{rule_id} has two checks")
        CHECKS[rule_id] = function
        return function

    return keep
