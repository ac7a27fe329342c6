"""Dates in calendar years as densities: what a historian, a tephra or a luminescence age says."""

import math

import numpy as np

from faultgis.dating.calendar import astronomical_year
from faultgis.dating.ranges import Density, density
from faultgis.draws import Distribution
from faultgis.errors import InputError

_REACH = 6.0
MOST_YEARS = 2_000_000
_CORNERS = {"uniform": (0, 0, 1, 1), "triangle": (0, 1, 1, 2), "trapezoid": (0, 1, 2, 3)}


def density_of(stated: Distribution, field: str = "phase") -> Density:
    """The density by single years of a distribution whose numbers are calendar years (spreads: years).

    Raises ``InputError("sequence.date_kind")`` for a lognormal, which calendar years cannot be.
    """
    numbers = [astronomical_year(number) for number in stated.numbers]
    if stated.kind == "exact":
        return Density(round(numbers[0]), np.ones(1))
    if stated.kind == "normal":
        return _normal(numbers[0], stated.numbers[1], stated.truncate_sigma or _REACH)
    if stated.kind == "samples":
        years = np.rint(numbers).astype(np.int64)
        return density(int(years.min()), np.bincount(years - years.min()).astype(np.float64))
    if stated.kind not in _CORNERS:
        raise InputError("sequence.date_kind", field=field, kind=stated.kind)
    return _trapezoid([numbers[corner] for corner in _CORNERS[stated.kind]], field)


def _normal(mean: float, sd: float, cut: float) -> Density:
    if sd == 0:
        return Density(round(mean), np.ones(1))
    first, last = math.floor(mean - cut * sd), math.ceil(mean + cut * sd)
    _check(first, last, "phase")
    years = np.arange(first, last + 1)
    return density(first, np.exp(-(((years - mean) / sd) ** 2) / 2))


def _trapezoid(corners: list[float], field: str) -> Density:
    a, b, c, d = corners
    first, last = math.floor(a), math.ceil(d)
    _check(first, last, field)
    years = np.arange(first, last + 1, dtype=np.float64)
    rise = np.ones(len(years)) if b <= a else np.clip((years - a) / (b - a), 0, 1)
    fall = np.ones(len(years)) if d <= c else np.clip((d - years) / (d - c), 0, 1)
    return density(first, np.maximum(np.minimum(rise, fall), 1e-9))


def _check(first: int, last: int, field: str) -> None:
    if last - first > MOST_YEARS:
        raise InputError("sequence.too_wide", field=field, years=last - first)
