"""Distributions of what is not known exactly, draws from them, and what a set of draws says.

The forms are those of ``faultgis compute``: a bare number, or one of ``normal`` [mean, sd], ``uniform`` [a,
b], ``triangle`` [a, mode, b], ``trapezoid`` [a, b, c, d], ``lognormal`` [median, sigma of the logarithm] and
``samples`` [...]; ``truncate_sigma`` beside them cuts normals.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError

Floats: TypeAlias = NDArray[np.float64]
Span: TypeAlias = tuple[float, float]

QUANTILES = np.array([0.025, 0.16, 0.5, 0.84, 0.975])

_COUNTS = {"normal": 2, "uniform": 2, "triangle": 3, "trapezoid": 4, "lognormal": 2}
MOST = 1e12
# Beyond, the logarithm's spread says nothing about anything measured, and its exponential overflows.
MOST_SIGMA_LN = 100.0
_ORDERED = ("uniform", "triangle", "trapezoid")


@dataclass(frozen=True)
class Distribution:
    """A quantity that is not known exactly; ``exact`` has one number."""

    kind: str
    numbers: tuple[float, ...]
    truncate_sigma: float | None = None

    @property
    def middle(self) -> float:
        """Its median, or for a triangle its mode: the value to use where one number is wanted."""
        n = self.numbers
        if self.kind in ("exact", "normal", "lognormal"):
            return n[0]
        if self.kind == "triangle":
            return n[1]
        return float(np.median(n)) if self.kind == "samples" else (n[0] + n[-1]) / 2

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and greatest value that it can take, as far as it has any."""
        n = self.numbers
        if self.kind == "normal":
            reach = math.inf if self.truncate_sigma is None else self.truncate_sigma * n[1]
            return (n[0], n[0]) if n[1] == 0 else (n[0] - reach, n[0] + reach)
        return (0.0, math.inf) if self.kind == "lognormal" else (min(n), max(n))

    @property
    def moments(self) -> tuple[float, float]:
        """Its mean and standard deviation (of a normal, before it is cut)."""
        n = self.numbers
        if self.kind == "exact":
            return n[0], 0.0
        if self.kind == "normal":
            return n[0], n[1]
        if self.kind == "samples":
            return float(np.mean(n)), float(np.std(n))
        if self.kind == "lognormal":
            mean = n[0] * math.exp(n[1] ** 2 / 2)
            return mean, mean * math.sqrt(math.expm1(n[1] ** 2))
        return _trapezoid_moments((n[0], n[0], n[1], n[1]) if len(n) == 2 else (n[0], n[1], n[-2], n[-1]))

    def draw(self, random: np.random.Generator, count: int) -> Floats:
        """``count`` independent draws."""
        n = self.numbers
        if self.kind == "exact":
            return np.full(count, n[0])
        if self.kind == "normal":
            return n[0] + n[1] * _normals(random, count, self.truncate_sigma)
        if self.kind == "lognormal":
            return n[0] * np.exp(n[1] * random.standard_normal(count))
        if self.kind == "samples":
            return random.choice(np.array(n), count)
        if n[0] == n[-1]:
            return np.full(count, n[0])
        if self.kind == "uniform":
            return random.uniform(n[0], n[1], count)
        return _trapezoids(random, count, (n[0], n[1], n[-2], n[-1]))


def _trapezoid_moments(corners: tuple[float, ...]) -> tuple[float, float]:
    # Rise, top and fall as pieces with their own mean and variance.
    a, b, c, d = corners
    if a == d:
        return a, 0.0
    areas = np.array([(b - a) / 2, c - b, (d - c) / 2])
    shares = areas / areas.sum()
    means = np.array([a + 2 * (b - a) / 3, (b + c) / 2, c + (d - c) / 3])
    variances = np.array([(b - a) ** 2 / 18, (c - b) ** 2 / 12, (d - c) ** 2 / 18])
    mean = float(shares @ means)
    return mean, math.sqrt(max(0.0, float(shares @ (variances + means**2)) - mean**2))


def _normals(random: np.random.Generator, count: int, cut: float | None) -> Floats:
    if cut is None:
        return random.standard_normal(count)
    from scipy.special import ndtr, ndtri

    return np.asarray(ndtri(random.uniform(ndtr(-cut), ndtr(cut), count)), dtype=np.float64)


def _trapezoids(random: np.random.Generator, count: int, corners: tuple[float, ...]) -> Floats:
    # The sum of areas of rise, top and fall, inverted piece by piece (a triangle has no top).
    a, b, c, d = corners
    rise, top, fall = (b - a) / 2, c - b, (d - c) / 2
    area = random.uniform(0, rise + top + fall, count)
    left = a + np.sqrt(np.maximum(0, 2 * (b - a) * np.minimum(area, rise)))
    right = d - np.sqrt(np.maximum(0, 2 * (d - c) * (rise + top + fall - np.maximum(area, rise + top))))
    middle = b + area - rise
    return np.where(area < rise, left, np.where(area <= rise + top, middle, right))


def distribution(value: Any, field: str) -> Distribution:
    """The distribution that a JSON value states.

    Raises ``InputError`` naming ``field``: ``distribution.kind`` (no or several forms, or an unknown one),
    ``distribution.numbers`` (wrong count, not finite), ``distribution.order`` (corners out of order, negative
    sd).
    """
    if isinstance(value, Distribution):
        return value
    if _is_number(value):
        return Distribution("exact", (float(value),))
    if not isinstance(value, Mapping):
        raise InputError("distribution.kind", field=field, known=", ".join((*_COUNTS, "samples")))
    forms = [key for key in value if key != "truncate_sigma"]
    if len(forms) != 1 or forms[0] not in (*_COUNTS, "samples"):
        raise InputError("distribution.kind", field=field, known=", ".join((*_COUNTS, "samples")))
    kind = forms[0]
    numbers = value[kind] if isinstance(value[kind], list | tuple) else []
    wanted = _COUNTS.get(kind, len(numbers))
    if not numbers or len(numbers) != wanted or not all(_is_number(n) for n in numbers):
        raise InputError("distribution.numbers", field=field, kind=kind, wanted=_COUNTS.get(kind, "1+"))
    found = Distribution(kind, tuple(float(n) for n in numbers), _cut(value, field))
    if not _ordered(found):
        raise InputError("distribution.order", field=field, kind=kind)
    return found


def _cut(value: Mapping[str, Any], field: str) -> float | None:
    cut = value.get("truncate_sigma")
    if cut is None:
        return None
    if not _is_number(cut) or cut <= 0:
        raise InputError("distribution.numbers", field=field, kind="truncate_sigma", wanted=1)
    return float(cut)


def _ordered(found: Distribution) -> bool:
    if found.kind in _ORDERED:
        return list(found.numbers) == sorted(found.numbers)
    if found.kind == "lognormal" and (found.numbers[0] <= 0 or found.numbers[1] > MOST_SIGMA_LN):
        return False
    return found.kind not in _COUNTS or found.numbers[1] >= 0


def _is_number(value: Any) -> bool:
    # Not math.isfinite: a whole number in JSON may be larger than any float.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MOST


@dataclass(frozen=True)
class Summary:
    """What a set of draws says. ``hpd_68`` and ``hpd_95`` are the shortest intervals that hold 68.27 and
    95.45 % of the draws; ``q025`` to ``q975`` are quantiles."""

    mean: float
    median: float
    mode: float
    sd: float
    q025: float
    q16: float
    q84: float
    q975: float
    hpd_68: Span
    hpd_95: Span

    def as_json(self) -> dict[str, Any]:
        """The names and shapes of ``faultgis compute``."""
        plain = {key: getattr(self, key) for key in ("mean", "median", "mode", "sd")}
        plain |= {key: getattr(self, key) for key in ("q025", "q16", "q84", "q975")}
        return plain | {"hpd_68": [[*self.hpd_68, 68.27]], "hpd_95": [[*self.hpd_95, 95.45]]}


def summarize(draws: Floats) -> Summary:
    """The summary of finite draws. Raises ``InputError("draws.none")`` if there are none."""
    if not len(draws):
        raise InputError("draws.none")
    ordered = np.sort(draws)
    return summary_of(
        float(ordered.mean()),
        float(ordered.std(ddof=1)) if len(ordered) > 1 else 0.0,
        _mode(ordered),
        _quantiles(ordered, QUANTILES),
        (shortest(ordered, 0.6827), shortest(ordered, 0.9545)),
    )


def summary_of(mean: float, sd: float, mode: float, quantiles: Floats, hpd: tuple[Span, Span]) -> Summary:
    """A summary from its parts; ``quantiles`` are those of ``QUANTILES``."""
    q025, q16, median, q84, q975 = (float(q) for q in quantiles)
    return Summary(mean, median, mode, sd, q025, q16, q84, q975, *hpd)


def _quantiles(ordered: Floats, shares: Floats) -> Floats:
    return np.interp(shares * (len(ordered) - 1), np.arange(len(ordered)), ordered)


def shortest(ordered: Floats, share: float) -> Span:
    """The shortest interval that holds a share of sorted draws."""
    inside = min(len(ordered), max(1, math.ceil(share * len(ordered))))
    spans = ordered[inside - 1 :] - ordered[: len(ordered) - inside + 1]
    first = int(np.argmin(spans))
    return float(ordered[first]), float(ordered[first + inside - 1])


def _mode(ordered: Floats) -> float:
    # The half-sample mode (Bickel & Frühwirth 2006): the shortest half, again and again.
    while len(ordered) > 3:
        half = math.ceil(len(ordered) / 2)
        spans = ordered[half - 1 :] - ordered[: len(ordered) - half + 1]
        first = int(np.argmin(spans))
        ordered = ordered[first : first + half]
    return float(ordered.mean())
