"""A measured number with its bounds, what the bounds mean, its unit and where it comes from; and a document
of values that stand together."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from faultgis.errors import InputError


class RangeKind(StrEnum):
    """What ``low`` and ``high`` mean. A bare "±" is ``UNSTATED``."""

    MIN_MAX = "min_max"
    PERCENT_68 = "68"
    PERCENT_95 = "95"
    UNSTATED = "unstated"


class Basis(StrEnum):
    """How a number was come by. Derived and default values are never shown as measured ones."""

    MEASURED = "measured"
    DERIVED = "derived"
    DEFAULT = "default"


class Distribution(StrEnum):
    """The shape between the bounds, where the source states one."""

    UNSTATED = "unstated"
    NORMAL = "normal"
    UNIFORM = "uniform"
    TRIANGLE = "triangle"
    LOGNORMAL = "lognormal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number as a source gives it: best and bounds, any of them absent.

    A bare range has no ``best``; "> 80" has only ``low``; "2.5" has only ``best``. ``unit`` is one of
    ``deg m km mm/a ka a Mw M 1`` (mm/a equals mm/yr and m/kyr; M: a magnitude whose scale the source does not
    state; 1: a ratio). ``component`` says what of a vector is meant
    (net, strike_slip, dip_slip, vertical, shortening, extension, horizontal), empty where it does not apply.
    """

    unit: str
    best: float | None = None
    low: float | None = None
    high: float | None = None
    range: RangeKind = RangeKind.UNSTATED
    distribution: Distribution = Distribution.UNSTATED
    component: str = ""
    basis: Basis = Basis.MEASURED
    source: str = ""
    source_date: date | None = None
    text: str = ""

    def __post_init__(self) -> None:
        numbers = [n for n in (self.low, self.best, self.high) if n is not None]
        if not numbers:
            raise InputError("estimate.empty")
        if not all(math.isfinite(n) for n in numbers):
            raise InputError("estimate.not_finite")
        if numbers != sorted(numbers):
            raise InputError("estimate.order", low=self.low, best=self.best, high=self.high)

    @property
    def middle(self) -> float:
        """One number to sort and draw by: best, else the middle of the bounds, else the only bound."""
        if self.best is not None:
            return self.best
        bounds = [n for n in (self.low, self.high) if n is not None]
        return sum(bounds) / len(bounds)


# Numbers that the database would give back written in another way; a hash over them would change.
_UNSTABLE = re.compile(r"-0\.0[,\]}]|\de\+\d")


def _stable(text: str) -> float | int:
    number = float(text)
    if abs(number) >= 1e16:
        return int(Decimal(text))
    return number + 0.0


class Document(Mapping[str, Any]):
    """Values by name that are kept and shown together but never searched by: counts, settings, results.

    Read-only, and only what JSON can say: text keys; text, finite numbers, truth values, null, lists and
    objects below them. Numbers are those that the database gives back: no zero below zero, and whole from
    1e16 on. Raises ``InputError("document.not_json")`` for anything else.
    """

    __slots__ = ("_text", "_values")

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        try:
            self._text = json.dumps(
                dict(values or {}), ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
            )
        except (TypeError, ValueError) as error:
            raise InputError("document.not_json", reason=str(error)) from error
        if _UNSTABLE.search(self._text):
            stable = json.loads(self._text, parse_float=_stable)
            self._text = json.dumps(stable, ensure_ascii=False, separators=(",", ":"))
        self._values: dict[str, Any] = json.loads(self._text)

    @property
    def text(self) -> str:
        """The values as JSON, in the order in which they were given."""
        return self._text

    def plain(self) -> dict[str, Any]:
        """A copy that may be changed."""
        copied: dict[str, Any] = json.loads(self._text)
        return copied

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self._values == other._values

    def __hash__(self) -> int:
        return hash(frozenset(self._values))

    def __repr__(self) -> str:
        return f"Document({self._text})"


def _plain(value: Any) -> Any:
    if isinstance(value, Document):
        return value.plain()
    raise TypeError(f"{type(value).__name__} is not a JSON value")
