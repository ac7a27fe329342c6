"""The heads of a table's columns: which row holds them, what each means, in which unit it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.freetext.cell import tidy
from importers.freetext.lab import dating_method
from importers.mappings import ColumnRule, Template, bind
from importers.tables.grid import MERGED, Sheet, Value, letters

_LOOKED_AT = 40
_BRACKETS = re.compile(r"[(\[【]([^(\[【]*?)[)\]】]")
_TAIL = re.compile(
    r"[/,]?\s*(?:a\s*B\.?P\.?|yrs?\s*B\.?P\.?|ka(?:\s*B\.?P\.?)?|‰|±?\s*[12]\s*σ|B\.?P\.?|[/,]\s*c?m)\s*$",
    re.I,
)
# What begins like this is a value or a code with a number, no head.
_DATUM = re.compile(r"[<>~±+-]?\s*\d|.*\d$")
_SIGMA = re.compile(r"([12])\s*(?:σ|sigma|s\.?d\.?|倍标准差)", re.IGNORECASE)
_KA = re.compile(r"\b(?:ka|kyr)\b|千年|ka\s*B", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:a|yrs?|years?)\b|年(?!龄|代)", re.IGNORECASE)
_CM, _M = re.compile(r"\bcm\b|厘米", re.IGNORECASE), re.compile(r"\bm\b|米", re.IGNORECASE)
AGES = {"result.c14": "c14", "result.ka": "ka", "result.age": "age", "result.f14c": "f14c"}


@dataclass(frozen=True)
class Head:
    """One column: its place from 1, its head as written, its rule (``None``: unknown), the unit (a, ka,
    m, cm) and the level of errors that its head states."""

    column: int
    name: str
    rule: ColumnRule | None
    unit: str = ""
    sigma: int = 0

    @property
    def target(self) -> str:
        """What the column is read into, or nothing."""
        return self.rule.target if self.rule is not None else ""


def find(sheet: Sheet, template: Template) -> tuple[int, tuple[Head, ...]] | None:
    """The (last) row of the heads and the columns: the row, or two rows together, whose cells name most
    columns of the mapping, among them a sample or laboratory number and an age. ``None``: no row does."""
    last, width = sheet.size
    best: tuple[int, int, tuple[Head, ...]] | None = None
    for number in range(1, min(last, _LOOKED_AT) + 1):
        row, below = sheet.row(number, width), sheet.row(number + 1, width)
        candidates = [(number, heads(row, template))]
        if _continues(row, below):
            candidates.insert(0, (number + 1, heads(_joined(row, below), template)))
        for bottom, found in candidates:
            targets = {head.target for head in found} - {""}
            if not targets & {"sample.code", "result.lab_code"} or not targets & set(AGES):
                continue
            if best is None or len(targets) > best[0]:
                best = (len(targets), bottom, found)
    return None if best is None else best[1:]


def _continues(row: Sequence[Value], below: Sequence[Value]) -> bool:
    """Whether a row goes on with the heads above it: units in brackets, names under a common head."""
    own = [b.text for a, b in zip(row, below, strict=True) if b.text and not _same(a, b)]
    return bool(own) and not any(_DATUM.match(tidy(text)) for text in own)


def _same(above: Value, below: Value) -> bool:
    return above.odd == below.odd == MERGED and above.text == below.text


def _joined(row: Sequence[Value], below: Sequence[Value]) -> list[Value]:
    """The heads of two rows; a name above counts for the columns to its right that have none of their own."""
    found, common = [], ""
    for above, under in zip(row, below, strict=True):
        common = above.text or common
        own = under.text and not _same(above, under)
        found.append(Value(f"{above.text or common} {under.text}" if own else above.text))
    return found


def heads(row: Sequence[Value], template: Template) -> tuple[Head, ...]:
    """The columns of a row of heads; an error's column belongs to the age to its left."""
    found: list[Head] = []
    taken: set[str] = set()
    age = ""
    for column, value in enumerate(row, 1):
        text = value.text
        if not text:
            continue
        rule = _rule(text, template)
        age = AGES.get(rule.target, age) if rule is not None else age
        if rule is not None and rule.target == "result.error" and age:
            rule = ColumnRule(rule.names, f"result.{age}_error", _error_reader(age))
        name = " ".join(text.split())
        name = f"{name} [{letters(column)}]" if name in taken else name
        taken.add(name)
        found.append(Head(column, name, rule, unit_of(text), _sigma(text)))
    return tuple(found)


def _error_reader(age: str) -> str:
    return "fraction_modern" if age == "f14c" else "age_error"


def _rule(text: str, template: Template) -> ColumnRule | None:
    """By the whole head, else without what stands in brackets, else without a unit at its end."""
    plain = tidy(text)
    bare = _BRACKETS.sub("", plain).strip()
    parts = [part for part in re.split(r"\s+", bare) if part]
    names = (plain, bare, _TAIL.sub("", bare), _TAIL.sub("", plain), *parts[::-1])
    for name in dict.fromkeys(names):
        rule = bind(template, [name])[0].rule if name else None
        if rule is not None:
            return _by_method(rule, plain, template) if rule.target == "result.age" else rule
    return None


def _by_method(rule: ColumnRule, text: str, template: Template) -> ColumnRule:
    """An age whose head names its method ("AMS 14C 年龄", "光释光 结果") is one of that method."""
    method = dating_method(text).value
    if method is None:
        return rule
    target = "result.c14" if method == "c14" else "result.ka"
    return next((r for r in template.columns if r.target == target), rule)


def unit_of(text: str) -> str:
    """The unit that a head states: ka, a, cm, m, or nothing."""
    plain = tidy(text)
    told = " ".join(_BRACKETS.findall(plain)) or plain
    if _KA.search(told):
        return "ka"
    if _CM.search(told):
        return "cm"
    if _M.search(told):
        return "m"
    return (
        "a" if (_BRACKETS.search(plain) and _YEARS.search(told)) or re.search(r"\ba\s*BP", told, re.I) else ""
    )


def _sigma(text: str) -> int:
    match = _SIGMA.search(tidy(text))
    return int(match[1]) if match else 0


def explicit(template: Template, found: Sequence[Head]) -> Template:
    """The mapping with one rule for each column of this very table."""
    rules = [replace(head.rule, names=(head.name,)) for head in found if head.rule is not None]
    return replace(template, columns=tuple(rules))
