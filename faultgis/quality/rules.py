"""Loads the quality rules: the shipped ones, changed and joined by an office's own files.

An office's file lies in ``quality`` of FaultGIS' folder and is named ``*.json``::

    {"change": [{"id": "QC-TOP-003", "severity": "info", "parameters": {"map_mm": 0.3}, "enabled": true,
                 "reason": "…"}],
     "rules":  [{"id": "OFFICE-001", "group": "logic", "severity": "error", "zh": "…", "en": "…",
                 "check": {"class": "Fault", "field": "FaultLength", "op": ">", "value": 0},
                 "tests": [{"row": {"FaultLength": 0}, "found": true}]}]}

Files are read in the order of their names; a later one goes before an earlier one.
"""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import resources
from faultgis.errors import InputError
from faultgis.office_files import held, read_json
from faultgis.quality import comparing
from faultgis.quality.finding import SEVERITIES
from faultgis.quality.rule import GROUPS, Rule
from faultgis.settings import default_home

_KNOWN = {each.name for each in dataclasses.fields(Rule)} - {"test", "sql", "examples", "file"} | {
    "check",
    "tests",
}
_CHANGEABLE = ("severity", "parameters", "enabled", "reason")


def load(folder: Path | None = None) -> tuple[Rule, ...]:
    """All rules in the order of their files. ``folder`` holds the office's own (``quality`` of FaultGIS'
    folder unless given).

    Raises ``InputError``: ``quality.rules_damaged`` (not such a file), ``quality.rule_unknown`` (a change of
    a rule that there is none), ``quality.rule_twice``, ``quality.parameter_unknown`` and
    ``quality.rule_untrue`` (a rule's own test comes out otherwise).
    """
    found = {rule.id: rule for rule in shipped()}
    own = default_home() / "quality" if folder is None else folder
    for path in sorted(own.glob("*.json")):
        _join(found, path)
    return tuple(found.values())


def shipped() -> tuple[Rule, ...]:
    """The rules that come with the program."""
    return tuple(_rule(told, "") for told in _file()["rules"])


def edition() -> str:
    """The edition of the rules that come with the program."""
    return str(_file()["version"])


def _file() -> Any:
    return json.loads(resources.text("quality/rules.json"))


def chosen(rules: Iterable[Rule], only: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of these ids (or whose ids begin so, as ``QC-TOP``). Raises
    ``InputError("quality.rule_unknown")``."""
    rules, wanted = tuple(rules), tuple(each.strip() for each in only)
    for each in wanted:
        if not each or not any(rule.id.startswith(each) for rule in rules):
            raise InputError("quality.rule_unknown", rule=each, file="")
    return tuple(rule for rule in rules if any(rule.id.startswith(each) for each in wanted))


def _join(found: dict[str, Rule], path: Path) -> None:
    """An office's file, over what is known so far."""
    try:
        told = read_json(path)
        if not isinstance(told, dict):
            raise ValueError("change, rules?")
        changes, rules = list(told.get("change", ())), list(told.get("rules", ()))
        for change in changes:
            _change(found, dict(change), str(path))
        for each in rules:
            _add(found, dict(each), str(path))
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise InputError("quality.rules_damaged", file=str(path), reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    """Where a file is wrong: what it lacks, or the place that cannot be read."""
    if isinstance(error, KeyError):
        return f"{error.args[0]}?"
    return str(error) if isinstance(error, ValueError | OSError) else f"{type(error).__name__}: {error}"


def _change(found: dict[str, Rule], told: dict[str, Any], path: str) -> None:
    rule_id = told.pop("id")
    if rule_id not in found:
        raise InputError("quality.rule_unknown", rule=rule_id, file=path)
    rule = found[rule_id]
    if unknown := set(told) - set(_CHANGEABLE):
        raise ValueError(f"{rule_id}: {', '.join(sorted(unknown))}")
    parameters = dict(told.pop("parameters", {}))
    for name, value in parameters.items():
        if name not in rule.parameters:
            known = ", ".join(rule.parameters) or "-"
            raise InputError("quality.parameter_unknown", file=path, rule=rule_id, name=name, known=known)
        _same_sort(rule, name, value)
    changed = dataclasses.replace(rule, file=path, parameters={**rule.parameters, **parameters}, **told)
    found[rule_id] = _sound(changed)


def _same_sort(rule: Rule, name: str, value: Any) -> None:
    """A parameter keeps the sort of its default: a number stays one, a text, a list."""
    default = rule.parameters[name]
    numbers = isinstance(default, int | float) and not isinstance(default, bool)
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not (fits if numbers else isinstance(value, type(default))):
        raise ValueError(f"{rule.id}: {name} = {value!r}")


def _add(found: dict[str, Rule], told: dict[str, Any], path: str) -> None:
    rule = _rule(told, path)
    if rule.id in found:
        raise InputError("quality.rule_twice", rule=rule.id, file=path)
    if not rule.test and not rule.sql:
        raise ValueError(f"{rule.id}: check")
    if rule.test is not None:
        try:
            comparing.prove(rule)
        except KeyError as error:
            raise ValueError(f"{rule.id}: {error.args[0]}?") from error
    found[rule.id] = rule


def _rule(told: Mapping[str, Any], path: str) -> Rule:
    values = dict(told)
    if missing := [name for name in ("id", "group", "severity", "zh") if not values.get(name)]:
        raise ValueError(f"{values.get('id', '')}: {', '.join(missing)}?")
    if unknown := values.keys() - _KNOWN:
        raise ValueError(f"{values['id']}: {', '.join(sorted(unknown))}?")
    check = values.pop("check", None)
    examples = tuple(values.pop("tests", ()))
    sql = check["sql"] if check is not None and "sql" in check else ""
    test = check if check is not None and not sql else None
    values.setdefault("applies_to", (test or {}).get("class", ""))
    values.setdefault("en", values.get("zh", ""))
    return _sound(Rule(**values, test=test, sql=sql, examples=examples, file=path))


def _sound(rule: Rule) -> Rule:
    if rule.group not in GROUPS:
        raise ValueError(f"{rule.id}: group {rule.group!r}")
    if rule.severity not in SEVERITIES:
        raise ValueError(f"{rule.id}: severity {rule.severity!r}")
    if not isinstance(rule.enabled, bool) or not isinstance(rule.parameters, Mapping):
        raise ValueError(f"{rule.id}: enabled, parameters")
    if not rule.id.strip() or not isinstance(rule.zh, str) or not rule.zh:
        raise ValueError(f"{rule.id}: zh")
    return held(rule)
