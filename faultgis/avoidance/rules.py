"""Avoidance rule sets: versioned files that an office may replace, with their own tests.

A set stands in ``resources/rules/<ID>.json``; an office's own, of the same form, in the folder ``rules`` of
the user's home, goes before it. Its rows are tried in their order; every file holds tests (inputs and answer)
that are run whenever it is loaded. Widths are metres to each side.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import resources
from faultgis.avoidance.conditions import TESTS
from faultgis.errors import InputError
from faultgis.office_files import held, read_json
from faultgis.settings import default_home

OUTCOMES = ("exempt", "width", "special_study", "no_distance_set", "note")
BASES = ("trace", "deformation", "envelope")
CONFIDENCE = ("verified", "known", "uncertain", "proposal")
Words = Mapping[str, str]


@dataclass(frozen=True)
class Input:
    """What a rule asks: by the user (``required`` where he must choose) or ``from_map``. A choice has
    ``choices`` (code to words, its ``aliases`` to codes), a number its bounds."""

    name: str
    label: Words
    choices: Mapping[str, Words]
    aliases: Mapping[str, str]
    low: float | None = None
    high: float | None = None
    whole: bool = False
    required: bool = False
    from_map: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a rule set. ``id`` is the article of an answer. ``outcome`` is exempt, width, special_study,
    no_distance_set or note; ``inside`` is the answer within a width, ``outer`` the row that rules beyond it.
    Widths are metres from ``measured_from``: trace, deformation (the mapped zone's edge) or envelope (that
    and all possible positions of the trace). ``note`` is a remark, and
    ``cited`` how the clause is cited, in each language."""

    id: str
    outcome: str
    when: Mapping[str, Mapping[str, Any]]
    zone: Words
    consequence: Words
    source: str
    confidence: str
    clause: str = ""
    note: Words = field(default_factory=dict)
    cited: Words = field(default_factory=dict)
    hanging_m: float = 0.0
    foot_m: float = 0.0
    measured_from: str = "trace"
    inside: str = "inside"
    outer: str = ""

    @property
    def widest_m(self) -> float:
        """The wider of both sides."""
        return max(self.hanging_m, self.foot_m)

    def clause_in(self, language: str) -> str:
        """How the clause is cited."""
        return self.cited.get(language) or self.clause

    @property
    def symmetric(self) -> bool:
        """Whether both sides are alike."""
        return self.hanging_m == self.foot_m


@dataclass(frozen=True)
class Caution:
    """What must be said with every answer of a rule set."""

    id: str
    text: Words


@dataclass(frozen=True)
class StepOverRule:
    """Up to which distance across strike (metres) the ground between two strands of a fault whose ends
    overlap, or face each other, counts as its zone; where that comes from and how sure it is."""

    gap_m: float
    source: str
    confidence: str


@dataclass(frozen=True)
class Rule:
    """A rule set. ``coarsest_scale`` is the denominator of the coarsest mapping that it can bear, ``reach_m``
    how far from a mapped trace the ground counts as looked at; ``ends`` round or flat."""

    id: str
    version: str
    title: Words
    edition: Words
    jurisdiction: Words
    source: str
    coarsest_scale: int
    reach_m: float
    ends: str
    inputs: tuple[Input, ...]
    cautions: tuple[Caution, ...]
    refused: tuple[Mapping[str, Any], ...]
    rows: tuple[Row, ...]
    tests: tuple[Mapping[str, Any], ...]
    file: str
    step_over: StepOverRule | None = None

    def row(self, row_id: str) -> Row | None:
        """The row of this id."""
        return next((row for row in self.rows if row.id == row_id), None)

    @property
    def widest_m(self) -> float:
        """The widest width of any row."""
        return max((row.widest_m for row in self.rows), default=0.0)


def files() -> dict[str, Path]:
    """The rule files by id, an office's own before the shipped ones."""
    shipped = {path.stem: path for path in resources.path("rules").glob("*.json")}
    own = {path.stem: path for path in (default_home() / "rules").glob("*.json")}
    return dict(sorted({**shipped, **own}.items()))


def load(path: Path) -> Rule:
    """One rule file as it stands on disk. Raises ``InputError("rules.damaged")`` with what is wrong."""
    return _load(str(path), path.stat().st_mtime_ns)


@cache
def _load(path: str, _changed: int) -> Rule:
    try:
        return held(_rule(read_json(Path(path)), path))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("rules.damaged", file=path, reason=f"{type(error).__name__}: {error}") from error


def _rule(told: Mapping[str, Any], path: str) -> Rule:
    rows = tuple(_row(row) for row in told["rows"])
    _check_rows(rows)
    return Rule(
        id=told["id"],
        version=told["version"],
        title=_words(told["title"]),
        edition=_words(told["edition"]),
        jurisdiction=_words(told["jurisdiction"]),
        source=told["source"],
        coarsest_scale=int(told["coarsest_scale"]),
        reach_m=float(told["reach_m"]),
        ends=told.get("ends", "round"),
        inputs=tuple(_input(name, each) for name, each in told["inputs"].items()),
        cautions=tuple(Caution(c["id"], _words(c)) for c in told.get("cautions", ())),
        refused=tuple(told.get("refused", ())),
        rows=rows,
        tests=tuple(told["tests"]),
        file=path,
        step_over=_step_over(told.get("step_over")),
    )


def _step_over(told: Mapping[str, Any] | None) -> StepOverRule | None:
    if told is None:
        return None
    found = StepOverRule(float(told["gap_m"]), told["source"], told["confidence"])
    if not found.gap_m > 0 or found.confidence not in CONFIDENCE:
        raise ValueError(f"step_over: {found.gap_m}, {found.confidence}")
    return found


def _words(told: Mapping[str, str]) -> Words:
    return {"zh": told["zh"], "en": told["en"]}


def _input(name: str, told: Mapping[str, Any]) -> Input:
    choices = told.get("choices", {})
    aliases = {alias.casefold(): code for code, of in choices.items() for alias in of.get("aliases", ())}
    return Input(
        name=name,
        label=_words(told),
        choices={code: _words(of) for code, of in choices.items()},
        aliases={**aliases, **{code.casefold(): code for code in choices}},
        low=told.get("low"),
        high=told.get("high"),
        whole=bool(told.get("whole", False)),
        required=bool(told.get("required", False)),
        from_map=bool(told.get("from_map", False)),
        unit=told.get("unit", ""),
    )


def _row(told: Mapping[str, Any]) -> Row:
    given = {**told, "zone": _words(told["zone"]), "consequence": _words(told["consequence"])}
    return Row(**{"when": {}, **given, "note": _note(told.get("note") or "")})


def _note(told: str | Mapping[str, str]) -> Words:
    """A remark, in one language or both."""
    return {"zh": told, "en": told} if isinstance(told, str) else _words(told)


def _check_rows(rows: tuple[Row, ...]) -> None:
    ids = [row.id for row in rows]
    for row in rows:
        if row.outcome not in OUTCOMES or row.measured_from not in BASES or row.confidence not in CONFIDENCE:
            raise ValueError(f"{row.id}: {row.outcome}, {row.measured_from}, {row.confidence}")
        if ids.count(row.id) > 1 or (row.outer and row.outer not in ids):
            raise ValueError(f"{row.id}: {row.outer or 'twice'}")
        if row.outcome == "width" and not min(row.hanging_m, row.foot_m) > 0:
            raise ValueError(f"{row.id}: no width")
        unknown = {name for tests in row.when.values() for name in tests} - set(TESTS)
        if unknown:
            raise ValueError(f"{row.id}: {', '.join(sorted(unknown))}")
