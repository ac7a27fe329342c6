"""An office's own rules as data: what must hold between a field and a value or another field.

``{"class": "Fault", "field": "FaultLength", "op": ">", "value": 0, "when": [{"field": "Feature", "op":
"filled"}]}`` demands that the comparison holds in each row of the class (a list of classes, or ``"*"`` for
all that have the field) in which every condition of ``when`` holds. With ``kind`` instead of ``class`` our
records are compared: ``{"kind": "fault", "field": "net_slip_rate.best", ...}``. ``other`` names a field to
compare with, taken ``times`` so many. Where a field that is compared is empty there is nothing to compare.

Across classes: ``{"class": "FaultSvyPoint", "field": "TargetFaultName", "op": "=", "other": "Fault.Name",
"via": "TargetFaultID"}`` compares with the row of the other class whose ID stands in the field ``via``;
``{"class": "Trench", "field": "TargetFaultName", "op": "found_in", "value": "Fault.Name"}`` looks among all
that stands in a field of another class (``"Fault"``: among its IDs).
"""

import dataclasses
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from faultgis.errors import InputError
from faultgis.national.rows import Row
from faultgis.national.template import plain
from faultgis.quality import across
from faultgis.quality.across import Cell, There
from faultgis.quality.finding import Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import Rule
from faultgis.quality.saying import of_record
from faultgis.records.kinds import KINDS, AnyRecord

_TELLING_EMPTY = ("filled", "empty")
FOUND_IN = "found_in"


def prove(rule: Rule) -> None:
    """Run the rule's own tests: rows with what the rule says of them. At least one that it finds and one that
    it leaves alone must be there.

    Raises ``InputError("quality.rule_untrue")`` where one comes out otherwise; ``ValueError`` where the rule
    cannot be read.
    """
    assert rule.test is not None
    _check_form(rule.id, rule.test)
    verdicts = {each["found"] for each in rule.examples}
    if not {True, False} <= verdicts:
        raise ValueError(f"{rule.id}: tests")
    for number, each in enumerate(rule.examples, 1):
        held = judge(rule.test, across.of_mapping(each["row"]), _only(each.get("there", ())))
        found = None if held is None else not held
        if found is not each["found"]:
            raise InputError("quality.rule_untrue", file=rule.file, rule=rule.id, number=number)


def _only(texts: Iterable[Any]) -> There:
    """What stands in another class, whichever it is, as a rule's test says."""
    found = frozenset(str(each).strip() for each in texts)
    return lambda _name: found


def judge(test: Mapping[str, Any], cell: Cell, there: There) -> bool | None:
    """Whether the comparison holds; ``None`` where there is nothing to compare."""
    if not all(_holds(condition, cell, there) for condition in test.get("when", ())):
        return None
    return _holds(test, cell, there)


def run(rule: Rule, given: Given) -> Iterator[Finding | None]:
    """The rule on each row of its classes, or on each record of its kind. Raises
    ``InputError("quality.class_unknown")``, ``("quality.field_unknown")``."""
    test = rule.test or {}
    there = across.standing(given)
    if "kind" in test:
        for record in given.records.get(test["kind"], ()):
            cell = across.of_record(record)
            held = judge(test, cell, there)
            if held is not None:
                yield None if held else _of_record(given, rule, record, cell)
        return
    for name in _classes(rule, test, given):
        for row in given.package.of(name):
            cell = across.of_row(given, row, test.get("via", ""))
            held = judge(test, cell, there)
            if held is not None:
                yield None if held else _of_row(given, rule, row, cell)


def _classes(rule: Rule, test: Mapping[str, Any], given: Given) -> list[str]:
    template, wanted = given.package.template, test["class"]
    if wanted == "*":
        own = [name for name in across.names(test) if "." not in name]
        return [each.name for each in template.classes if all(each.field(name) for name in own)]
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    for name in names:
        across.refuse_unknown(rule.id, template, name, test)
    return [each.name for name in names if (each := template.find(name)) is not None]


def _of_row(given: Given, rule: Rule, row: Row, cell: Cell) -> Finding:
    test = rule.test or {}
    found = given.wrong(row, _named(row, test["field"]), **_told(rule, cell))
    return dataclasses.replace(found, code="quality.own_other" if "other" in test else "quality.own")


def _of_record(given: Given, rule: Rule, record: AnyRecord, cell: Cell) -> Finding:
    test = rule.test or {}
    field = test["field"]
    found = of_record(given, record, field, value=cell(field), **_told(rule, cell))
    code = "quality.own_record_other" if "other" in test else "quality.own_record"
    return dataclasses.replace(found, code=code, our_field=field.split(".")[0])


def _told(rule: Rule, cell: Cell) -> dict[str, Any]:
    """What the sentence says besides the field: the rule's own words, and what it was compared with."""
    told: dict[str, Any] = {"zh": rule.zh, "en": rule.en}
    other = (rule.test or {}).get("other")
    return {**told, "other": other, "against": str(cell(other))} if other else told


def _holds(test: Mapping[str, Any], cell: Cell, there: There) -> bool | None:
    value, op = cell(test["field"]), test["op"]
    if op in _TELLING_EMPTY:
        return (value is not None) is (op == "filled")
    if op == FOUND_IN:
        return None if value is None else str(value).strip() in there(test["value"])
    other = cell(test["other"]) if "other" in test else test.get("value")
    if value is None or other is None:
        return None
    if "times" in test and (number := _number(other)) is not None:
        other = number * float(test["times"])
    return _OPERATIONS[op](value, other)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def holds(value: Any, other: Any) -> bool:
        left, right = _number(value), _number(other)
        # What is no number does not stand in the order that the rule demands.
        return left is not None and right is not None and compare(left, right)

    return holds


def _same(value: Any, other: Any) -> bool:
    left, right = _number(value), _number(other)
    if left is not None and right is not None:
        return left == right
    return str(value).strip() == str(other).strip()


_OPERATIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": _same,
    "!=": lambda value, other: not _same(value, other),
    "<": _ordered(lambda a, b: a < b),
    "<=": _ordered(lambda a, b: a <= b),
    ">": _ordered(lambda a, b: a > b),
    ">=": _ordered(lambda a, b: a >= b),
    "in": lambda value, other: any(_same(value, each) for each in other),
    "not_in": lambda value, other: not any(_same(value, each) for each in other),
    "matches": lambda value, other: re.fullmatch(other, str(value)) is not None,
    "at_most_long": lambda value, other: len(str(value)) <= other,
}
OPERATIONS = (*_OPERATIONS, FOUND_IN, *_TELLING_EMPTY)


def _check_form(rule_id: str, test: Mapping[str, Any]) -> None:
    if ("class" in test) == ("kind" in test):
        raise ValueError(f"{rule_id}: class, kind")
    if "kind" in test and test["kind"] not in KINDS:
        raise ValueError(f"{rule_id}: kind {test['kind']!r}")
    for each in (test, *test.get("when", ())):
        if each["op"] not in OPERATIONS:
            raise ValueError(f"{rule_id}: op {each['op']!r} ({' '.join(OPERATIONS)})")
        if each["op"] not in _TELLING_EMPTY and ("value" in each) == ("other" in each):
            raise ValueError(f"{rule_id}: value, other")
        if each["op"] in ("in", "not_in") and not isinstance(each.get("value"), list):
            raise ValueError(f"{rule_id}: value")
        if each["op"] == "matches":
            _check_pattern(rule_id, each.get("value"))
        if each["op"] == FOUND_IN and ("kind" in test or not isinstance(each.get("value"), str)):
            raise ValueError(f"{rule_id}: {FOUND_IN} value")
        if "." in str(each.get("other", "")) and "class" in test and not test.get("via"):
            raise ValueError(f"{rule_id}: via")
    if "kind" in test:
        across.refuse_unknown_of_record(rule_id, test["kind"], test)


def _check_pattern(rule_id: str, pattern: Any) -> None:
    try:
        re.compile(pattern)
    except (re.error, TypeError) as error:
        raise ValueError(f"{rule_id}: {error}") from error


def _named(row: Row, name: str) -> str:
    """The field as the row spells it."""
    return next((each for each in row.values if plain(each) == plain(name)), name)
