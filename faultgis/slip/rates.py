"""Slip rates from displaced markers and their ages, after each of the conventions in use.

1 m per 1000 years is 1 mm per year. Envelope: extremes over extremes. Quadrature: relative errors added in
squares. Draws: the ratio of the distributions (Zechar & Frankel 2009, GRL 36). Incremental: rates between
markers, draws in which slip would run backwards left out (Gold & Cowgill 2011, EPSL 301).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.dating.ages import Age
from faultgis.draws import Distribution, Summary, summarize
from faultgis.errors import InputError

Floats = NDArray[np.float64]
DRAWS, SEED = 1_000_000, 20_260_101
YEARS_PER_KA = 1000.0
LEAST_ACCEPTED = 100


@dataclass(frozen=True, eq=False)
class Marker:
    """A displaced marker: its offset in metres and its age."""

    name: str
    offset: Distribution
    age: Age

    def moments(self) -> tuple[float, float]:
        """The rate and its standard deviation by quadrature, mm/yr: σ_v = v √((σ_d/d)² + (σ_t/t)²)."""
        (offset, offset_sd), (years, years_sd) = self.offset.moments, self.age.moments
        rate = offset / years * YEARS_PER_KA
        return rate, abs(rate) * math.hypot(offset_sd / offset if offset else 0.0, years_sd / years)


@dataclass(frozen=True)
class Rate:
    """A rate in mm/yr as its draws say, and how many draws were used and left out."""

    summary: Summary
    accepted: int
    rejected: int


@dataclass(frozen=True)
class Envelope:
    """The preferred rate and what the extremes add and take, mm/yr."""

    preferred: float
    plus: float
    minus: float


@dataclass(frozen=True)
class Rejection:
    """Which draws of an incremental rate are left out: those where slip runs backwards or faster than
    ``most`` mm/yr, in one interval for itself or, ``joint``, in any for all."""

    joint: bool = True
    most: float = math.inf


def single(marker: Marker, draws: int = DRAWS, seed: int = SEED) -> Rate:
    """The rate since one marker; draws of an age that is not before the reference year are left out."""
    found = single_draws(marker, draws, seed)
    return Rate(summarize(found), len(found), draws - len(found))


def single_draws(marker: Marker, draws: int = DRAWS, seed: int = SEED) -> Floats:
    """The draws that ``single`` sums up, mm/yr. Raises ``InputError("rate.no_draws")``."""
    random = np.random.default_rng(seed)
    offsets, years = marker.offset.draw(random, draws), marker.age.draw(random, draws)
    kept = years > 0
    if np.count_nonzero(kept) < LEAST_ACCEPTED:
        raise InputError("rate.no_draws", name=marker.name)
    return np.asarray(offsets[kept] / years[kept] * YEARS_PER_KA, dtype=np.float64)


def envelope(offset: Sequence[float], age_ka: Sequence[float]) -> Envelope:
    """Extremes over extremes of [min, preferred, max], metres and ka.

    Raises ``InputError``: ``rate.envelope`` (not three rising numbers), ``age.not_positive``.
    """
    for field, numbers in (("offset_m", offset), ("age_ka", age_ka)):
        if len(numbers) != 3 or list(numbers) != sorted(numbers):
            raise InputError("rate.envelope", field=field)
    if age_ka[0] <= 0:
        raise InputError("age.not_positive", field="age_ka", value=age_ka[0])
    preferred = offset[1] / age_ka[1]
    return Envelope(preferred, offset[2] / age_ka[0] - preferred, preferred - offset[0] / age_ka[2])


def incremental(
    markers: Sequence[Marker], rejection: Rejection, draws: int = DRAWS, seed: int = SEED
) -> list[Rate]:
    """The rates between markers, the youngest first.

    Raises ``InputError``: ``rate.two_markers``, ``rate.no_draws`` (the markers contradict each other: names
    the pair).
    """
    found = incremental_draws(markers, rejection, draws, seed)
    return [Rate(summarize(rates), len(rates), draws - len(rates)) for rates in found]


def incremental_draws(
    markers: Sequence[Marker], rejection: Rejection, draws: int = DRAWS, seed: int = SEED
) -> list[Floats]:
    """The draws that ``incremental`` sums up, mm/yr, per interval. Raises as it does."""
    if len(markers) < 2:
        raise InputError("rate.two_markers", field="markers", count=len(markers))
    random = np.random.default_rng(seed)
    drawn = [(m.offset.draw(random, draws), m.age.draw(random, draws)) for m in markers]
    offsets, years = (np.diff(np.stack([pair[part] for pair in drawn]), axis=0) for part in (0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = offsets / years * YEARS_PER_KA
    kept = (years > 0) & (offsets >= 0) & (rates <= rejection.most)
    if rejection.joint:
        kept[:] = kept.all(axis=0)
    return [_interval(rates[place], kept[place], markers, place) for place in range(len(rates))]


def _interval(rates: Floats, kept: NDArray[np.bool_], markers: Sequence[Marker], place: int) -> Floats:
    if np.count_nonzero(kept) < LEAST_ACCEPTED:
        raise InputError("rate.contradiction", first=markers[place].name, second=markers[place + 1].name)
    return np.asarray(rates[kept], dtype=np.float64)


@dataclass(frozen=True)
class Combined:
    """Rates of several markers as one: the error-weighted mean; where the rates scatter more than their
    errors allow, its error is raised by √(χ²/ν) (``scatter``, else 1)."""

    individual: tuple[tuple[float, float], ...]
    mean: float
    sd: float
    scatter: float


def combined(markers: Sequence[Marker]) -> Combined:
    """The rates of markers that all count from today, by quadrature each, as one.

    Raises ``InputError("rate.two_markers")``, ``rate.no_error`` (a marker without any error).
    """
    if len(markers) < 2:
        raise InputError("rate.two_markers", field="markers", count=len(markers))
    found = [marker.moments() for marker in markers]
    for marker, (_, sd) in zip(markers, found, strict=True):
        if sd <= 0:
            raise InputError("rate.no_error", name=marker.name)
    values, sds = np.array(found).T
    weights = 1 / sds**2
    mean = float(weights @ values / weights.sum())
    chi_squared = float(weights @ (values - mean) ** 2)
    scatter = max(1.0, math.sqrt(chi_squared / (len(values) - 1)))
    return Combined(tuple(found), mean, scatter / math.sqrt(weights.sum()), scatter)
