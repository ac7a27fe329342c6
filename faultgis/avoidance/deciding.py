"""Which row of a rule set applies to a strand, and what it says at a distance: pure, without geometry."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from faultgis.avoidance.conditions import Fact, Facts, check
from faultgis.avoidance.rules import Input, Row, Rule, files, load
from faultgis.errors import InputError

# From the gravest answer to the lightest: of several strands the gravest counts.
ANSWERS = (
    "inside",
    "within_location_error",
    "special_study",
    "not_evaluated",
    "no_distance_set",
    "exempt",
    "outside",
)


@dataclass(frozen=True)
class Step:
    """One row tried: whether it holds (``None``: not known) and what would decide it."""

    row: str
    holds: bool | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """The row that applies, the way to it, and the inputs that were not known on that way.

    ``assumed`` is true where the row is the strictest of several that are possible; ``missing`` names
    required inputs that the user has not given: then there is no row.
    """

    row: Row | None
    steps: tuple[Step, ...]
    unknown: tuple[str, ...] = ()
    assumed: bool = False
    missing: tuple[str, ...] = ()


def decide(rule: Rule, facts: Facts) -> Decision:
    """Try the rows in their order. An exemption needs all its conditions known to hold; where it is not known
    which other row applies, the strictest possible one is taken and said to be assumed."""
    steps: list[Step] = []
    possible: list[Row] = []
    for row in rule.rows:
        if row.outcome == "note" or _is_outer(rule, row):
            continue
        found = check(facts, row.when)
        steps.append(Step(row.id, found.holds, found.unknown))
        if found.holds is False or (found.holds is None and row.outcome == "exempt"):
            continue
        possible.append(row)
        if found.holds:
            break
    unknown = tuple(dict.fromkeys(name for step in steps for name in step.unknown))
    asked = {each.name for each in rule.inputs if each.required}
    missing = tuple(name for name in unknown if name in asked)
    if missing and not _exempt(possible):
        return Decision(None, tuple(steps), unknown, missing=missing)
    strictest = _strictest(possible)
    return Decision(strictest, tuple(steps), unknown, len(possible) > 1 or _open(steps, strictest))


def _strictest(possible: list[Row]) -> Row | None:
    """The gravest of the rows; of widths the wider one on each side."""
    row = min(possible, key=_strictness, default=None)
    if row is None or row.outcome != "width":
        return row
    widths = [each for each in possible if each.outcome == "width"]
    hanging, foot = max(each.hanging_m for each in widths), max(each.foot_m for each in widths)
    return replace(row, hanging_m=hanging, foot_m=foot)


def _is_outer(rule: Rule, row: Row) -> bool:
    return any(each.outer == row.id for each in rule.rows)


def _exempt(possible: list[Row]) -> bool:
    return len(possible) == 1 and possible[0].outcome == "exempt"


def _open(steps: list[Step], row: Row | None) -> bool:
    return row is not None and any(step.row == row.id and step.holds is None for step in steps)


def _strictness(row: Row) -> tuple[int, float]:
    order = ("special_study", "width", "no_distance_set", "exempt")
    return order.index(row.outcome), -row.widest_m


def verdict(margin_m: float, error_m: float, row: Row) -> str:
    """What a width says where the nearest edge of its zone lies ``margin_m`` metres away (negative inside)
    and the trace may be off by ``error_m``."""
    if margin_m <= 0:
        return row.inside
    if margin_m <= error_m:
        return "within_location_error" if row.inside == "inside" else row.inside
    return "outside"


def given_facts(rule: Rule, given: Mapping[str, Any]) -> dict[str, Fact]:
    """What the user states, checked. Raises ``InputError``: ``avoidance.no_such_input``,
    ``avoidance.no_such_choice`` (names the known ones), ``avoidance.not_a_number``,
    ``avoidance.not_whole``, ``avoidance.range``."""
    inputs = {each.name: each for each in rule.inputs}
    found: dict[str, Fact] = {}
    for name, value in given.items():
        if value is None or value == "":
            continue
        if name not in inputs:
            known = ", ".join(each.name for each in rule.inputs if not each.from_map)
            raise InputError("avoidance.no_such_input", field=name, rule=rule.id, known=known or "-")
        found[name] = _fact(inputs[name], value)
    return found


def _fact(asked: Input, value: Any) -> Fact:
    if asked.choices:
        code = asked.aliases.get(str(value).strip().casefold())
        if code is None:
            known = ", ".join(asked.choices)
            raise InputError("avoidance.no_such_choice", field=asked.name, value=str(value), known=known)
        return code
    return _number(asked, value)


def _number(asked: Input, value: Any) -> Fact:
    """A number, or a range as [low, high]."""
    try:
        low, high = (float(v) for v in (value if isinstance(value, list | tuple) else (value, value)))
    except (TypeError, ValueError) as error:
        raise InputError("avoidance.not_a_number", field=asked.name, value=str(value)) from error
    least = float("-inf") if asked.low is None else asked.low
    most = float("inf") if asked.high is None else asked.high
    if asked.whole and not (low.is_integer() and high.is_integer()):
        raise InputError("avoidance.not_whole", field=asked.name, value=str(value))
    if not least <= low <= high <= most:
        raise InputError(
            "avoidance.range", field=asked.name, value=str(value), least=asked.low, most=asked.high
        )
    return low, high


def answer_at(
    rule: Rule, facts: Facts, distance_m: float, error_m: float = 0.0, side: str = "hanging"
) -> Any:
    """Answer, article and width of a rule for a point at a distance from one strand, as a rule's tests ask
    it: (answer, row id, width in metres or ``None``)."""
    decision = decide(rule, facts)
    row = decision.row
    if row is None:
        return "not_evaluated", None, None
    while row.outcome == "width":
        width = row.hanging_m if side == "hanging" else row.foot_m
        found = verdict(distance_m - width, error_m, row)
        outer = rule.row(row.outer) if row.outer else None
        if found != "outside" or outer is None:
            return found, row.id, width
        row = outer
    return row.outcome, row.id, None


def run_tests(rule: Rule) -> int:
    """Run the tests that stand in the rule's own file, and return how many there are.

    Raises ``InputError("rules.test_failed")`` with the test's number, what it expects and what came out,
    ``rules.no_tests`` for a file without any and ``rules.damaged`` for tests that cannot be read.
    """
    if not rule.tests:
        raise InputError("rules.no_tests", file=rule.file)
    for number, test in enumerate(rule.tests, 1):
        try:
            _run_test(rule, number, test)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            reason = f"tests[{number}]: {type(error).__name__}: {error}"
            raise InputError("rules.damaged", file=rule.file, reason=reason) from error
    return len(rule.tests)


def _run_test(rule: Rule, number: int, test: Mapping[str, Any]) -> None:
    facts = given_facts(rule, test["given"])
    error, side = test.get("location_error_m", 0.0), test.get("side", "hanging")
    answer, article, width = answer_at(rule, facts, test.get("distance_m", 0.0), error, side)
    came = {"answer": answer, "article": article, "width_m": width}
    wanted = {key: test[key] for key in came if key in test}
    if any(came[key] != value for key, value in wanted.items()):
        raise InputError("rules.test_failed", file=rule.file, number=number, wanted=wanted, came=came)


def rule_set(rule_id: str) -> Rule:
    """The rule set of this id (letter case does not matter), its tests run.

    Raises ``InputError``: ``rules.superseded``, ``rules.not_issued`` and ``rules.no_widths`` for those
    that must not be used, ``rules.unknown`` (names the known ones), ``rules.damaged``, ``rules.test_failed``.
    """
    found = {name.casefold(): path for name, path in files().items()}
    wanted = rule_id.strip().casefold()
    if wanted in found:
        rule = load(found[wanted])
        run_tests(rule)
        return rule
    for path in found.values():
        for refusal in load(path).refused:
            if _plain(wanted) in {_plain(name) for name in refusal["ids"]}:
                instead = refusal.get("instead", "")
                raise InputError(f"rules.{refusal['kind']}", field="--rule", rule=rule_id, instead=instead)
    raise InputError("rules.unknown", field="--rule", rule=rule_id, known=", ".join(files()))


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum()).removeprefix("cn")
