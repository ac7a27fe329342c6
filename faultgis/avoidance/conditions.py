"""Conditions of a rule with three answers: true, false, or not known. What is not known never exempts.

A fact is a code, or a number as its bounds ``(low, high)``, or ``None`` where it is not known. A condition is
a mapping of tests that must all hold: ``in`` (codes), ``below``, ``above``, ``at_least``, ``at_most``
(numbers), ``older_than_ka`` (a code of ``latest_activity``), ``has`` (a component of a kinematic code).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from faultgis import codes
from faultgis.kinematics import components

Fact: TypeAlias = str | tuple[float, float] | None
Facts: TypeAlias = Mapping[str, Fact]


@dataclass(frozen=True)
class Outcome:
    """Whether all conditions hold (``None``: not known), and the inputs that would decide it."""

    holds: bool | None
    unknown: tuple[str, ...] = ()


def check(facts: Facts, when: Mapping[str, Mapping[str, Any]]) -> Outcome:
    """All conditions of a row together: one that fails decides, else one that is not known leaves it open."""
    found = {name: _check(facts.get(name), tests) for name, tests in when.items()}
    if any(held is False for held in found.values()):
        return Outcome(False)
    unknown = tuple(name for name, held in found.items() if held is None)
    return Outcome(None, unknown) if unknown else Outcome(True)


def _check(fact: Fact, tests: Mapping[str, Any]) -> bool | None:
    if fact is None:
        return None
    held = [TESTS[name](fact, value) for name, value in tests.items()]
    if any(one is False for one in held):
        return False
    return None if None in held else True


def _among(fact: Fact, wanted: Any) -> bool | None:
    return fact in wanted


def _bounds(fact: Fact) -> tuple[float, float]:
    assert isinstance(fact, tuple)
    return fact


def _above(fact: Fact, limit: Any) -> bool | None:
    low, high = _bounds(fact)
    return True if low > limit else False if high <= limit else None


def _at_least(fact: Fact, limit: Any) -> bool | None:
    low, high = _bounds(fact)
    return True if low >= limit else False if high < limit else None


def _not(held: bool | None) -> bool | None:
    return None if held is None else not held


def _older(fact: Fact, limit: Any) -> bool | None:
    """Whether the last activity is surely older; an age that reaches across the limit is not known."""
    entry = codes.code_list("latest_activity").get(str(fact))
    if entry is None or "youngest_ka" not in entry.extra:
        return None
    if entry.extra["youngest_ka"] >= limit:
        return True
    return False if entry.extra.get("oldest_ka", limit + 1) <= limit else None


def _has(fact: Fact, component: Any) -> bool | None:
    parts = components(str(fact))
    return component in parts if parts else None


TESTS: Mapping[str, Callable[[Fact, Any], bool | None]] = {
    "in": _among,
    "above": _above,
    "at_least": _at_least,
    "below": lambda fact, limit: _not(_at_least(fact, limit)),
    "at_most": lambda fact, limit: _not(_above(fact, limit)),
    "older_than_ka": _older,
    "has": _has,
}
