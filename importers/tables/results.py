"""A row's ages, errors and words as one laboratory result, or why it is none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from faultgis.errors import InputError
from importers.fields import Row
from importers.freetext.cell import tidy
from importers.freetext.lab import Reported, dating_method
from importers.tables.grid import address
from importers.tables.heads import AGES, Head

RADIOCARBON = "c14"
_THOUSAND = 1000.0


@dataclass
class Stated:
    """What a row says of one result: fields of ``LabResult``, and what is to be said about cells."""

    fields: dict[str, Any] = field(default_factory=dict)
    remarks: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


def state(row: Row, heads: Mapping[str, Head]) -> Stated:
    """The result of a row; ``heads`` are its columns by target.

    Raises ``InputError``, each with the ``cell`` and its ``text``: ``lab.no_age``, ``lab.two_ages``,
    ``lab.method_missing``, ``lab.method_differs``, ``lab.unit_missing``, ``lab.error_zero``,
    ``lab.two_errors``.
    """
    told = {name: row.values[target] for target, name in AGES.items() if target in row.values}
    if not told:
        raise _error("lab.no_age", row, heads, next(t for t in AGES if t in heads))
    if len({_family(name) for name in told}) > 1:
        raise _error("lab.two_ages", row, heads, *(t for t, name in AGES.items() if name in told))
    name = next(iter(told))
    target = next(t for t, n in AGES.items() if n == name)
    stated = Stated({"method": _method(row, heads, name, target)})
    for each, age in told.items():
        _take(stated, row, heads, each, age)
    _words(stated, row)
    stated.fields["sigma"] = _sigma(row, heads, name, told[name])
    return stated


def _family(name: str) -> str:
    """An age and a fraction of modern carbon may stand side by side: they are one result."""
    return RADIOCARBON if name in ("c14", "f14c") else name


def _method(row: Row, heads: Mapping[str, Head], name: str, target: str) -> str:
    said = str(row.values.get("result.method", ""))
    implied = RADIOCARBON if _family(name) == RADIOCARBON else ""
    if name == "ka":
        implied = str(dating_method(heads[target].name).value or "")
    if not said and not implied:
        raise _error("lab.method_missing", row, heads, target)
    luminescence = {"osl", "irsl"}
    if said and implied and said != implied and not {said, implied} <= luminescence:
        raise _error("lab.method_differs", row, heads, target, method=said)
    return said or implied


def _take(stated: Stated, row: Row, heads: Mapping[str, Head], name: str, age: Reported) -> None:
    target = next(t for t, n in AGES.items() if n == name)
    fraction = name == "f14c"
    unit = "" if fraction else _unit(stated, row, heads, target, age)
    low, high = _errors(row, heads, name, age, unit)
    if 0 in (low, high):
        raise _error("lab.error_zero", row, heads, target)
    wanted = "" if fraction else "a" if stated.fields["method"] == RADIOCARBON else "ka"
    share = {("a", "ka"): 1 / _THOUSAND, ("ka", "a"): _THOUSAND}.get((unit, wanted), 1.0)
    best = round(age.age * share, 9)
    minus, plus = (None if n is None else round(n * share, 9) for n in (low, high))
    if age.bound:
        stated.fields |= {"rejected": True, "reason": row_text(row, heads, target)}
        stated.remarks.append(("lab.bound", target, {}))
        return
    if minus is None and plus is None:
        stated.remarks.append(("lab.no_error", target, {}))
    _store(stated, target, wanted, fraction, best, minus, plus)


def _store(
    stated: Stated,
    target: str,
    unit: str,
    fraction: bool,
    best: float,
    minus: float | None,
    plus: float | None,
) -> None:
    if unit == "ka":
        stated.fields |= {"age_ka": best, "age_minus_ka": minus, "age_plus_ka": plus}
        return
    errors = [n for n in (minus, plus) if n is not None]
    if len(set(errors)) > 1:
        stated.remarks.append(("lab.uneven", target, {"error": max(errors)}))
    names = ("f14c", "f14c_error") if fraction else ("c14_age", "c14_error")
    stated.fields |= {names[0]: best, names[1]: max(errors, default=None)}


def _unit(stated: Stated, row: Row, heads: Mapping[str, Head], target: str, age: Reported) -> str:
    unit = age.unit or heads[target].unit
    if unit in ("a", "ka"):
        return unit
    # A radiocarbon age is in years by its definition; one with decimals below a hundred was meant otherwise.
    if stated.fields["method"] == RADIOCARBON and (age.age >= 100 or age.age == int(age.age)):
        return "a"
    raise _error("lab.unit_missing", row, heads, target)


def _errors(
    row: Row, heads: Mapping[str, Head], name: str, age: Reported, unit: str
) -> tuple[float | None, float | None]:
    """The errors down and up in the unit of the age: in its own cell or in columns, not both differently."""
    beside = [
        _beside(row, heads, target, unit)
        for target in (f"result.{name}_error", "result.error")
        if isinstance(row.values.get(target), Reported)
    ]
    halves = tuple(_half(row, heads, f"result.error_{side}", unit) for side in ("minus", "plus"))
    if any(half is not None for half in halves):
        beside.append((halves[0], halves[1]))
    own = (age.minus, age.plus)
    found = ([own] if age.plus is not None else []) + beside
    if len(set(found)) > 1:
        raise _error("lab.two_errors", row, heads, next(t for t, n in AGES.items() if n == name))
    return found[0] if found else (None, None)


def _beside(row: Row, heads: Mapping[str, Head], target: str, unit: str) -> tuple[float | None, float | None]:
    value: Reported = row.values[target]
    if value.plus is None:  # a fraction's error stands alone in its column
        return value.age, value.age
    own = value.unit or (heads[target].unit if target in heads else "")
    share = {("a", "ka"): 1 / _THOUSAND, ("ka", "a"): _THOUSAND}.get((own, unit), 1.0)
    scaled = value.scaled(unit, share)
    return scaled.minus, scaled.plus


def _half(row: Row, heads: Mapping[str, Head], target: str, unit: str) -> float | None:
    value = row.values.get(target)
    return _beside(row, heads, target, unit)[1] if isinstance(value, Reported) else None


def _sigma(row: Row, heads: Mapping[str, Head], name: str, age: Reported) -> int:
    """The level of the errors as stated in the age's cell, in the error's, in a column, in a head; else 0."""
    targets = (f"result.{name}_error", "result.error", "result.error_plus", "result.error_minus")
    in_cells = [v.sigma for v in (age, *(row.values.get(t) for t in targets)) if isinstance(v, Reported)]
    ages = tuple(t for t, n in AGES.items() if n == name)
    in_heads = [heads[t].sigma for t in (*targets, *ages) if t in heads]
    stated = [*in_cells, int(row.values.get("result.sigma", 0)), *in_heads]
    return next((level for level in stated if level), 0)


def _words(stated: Stated, row: Row) -> None:
    names = (
        "lab_code", "laboratory", "delta13c", "curve", "delta_r", "delta_r_error", "datum_year",
        "reported_on", "notes",
    )  # fmt: skip
    stated.fields |= {n: row.values[f"result.{n}"] for n in names if f"result.{n}" in row.values}
    if "delta_r" not in stated.fields:
        stated.fields.pop("delta_r_error", None)


def row_text(row: Row, heads: Mapping[str, Head], *targets: str) -> str:
    """What the cells of a row under these targets say."""
    return " ".join(filter(None, (row.texts.get(heads[t].name, "") for t in targets if t in heads)))


def as_reported(row: Row, heads: Sequence[Head]) -> str:
    """The words of age and error in the order of their columns, with the unit that their heads state."""
    said = []
    for head in heads:
        text = row.texts.get(head.name, "").strip()
        of_age = head.target in AGES or head.target.endswith(("error", "error_plus", "error_minus"))
        if text and of_age and "delta" not in head.target:
            mark = "± " if "error" in head.target and not re.match(r"[±+-]", tidy(text)) else ""
            unit = f" {head.unit}" if head.unit and not re.search(r"[a-z年]", tidy(text), re.I) else ""
            said.append(f"{mark}{text}{unit}")
    return " ".join(said)


def _error(code: str, row: Row, heads: Mapping[str, Head], *targets: str, **params: Any) -> InputError:
    known = [t for t in targets if t in heads]
    cells = ", ".join(address(row.number, heads[t].column) for t in known)
    return InputError(
        code,
        row=row.number,
        field=", ".join(heads[t].name for t in known),
        cell=cells,
        text=row_text(row, heads, *known),
        **params,
    )
