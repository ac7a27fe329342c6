"""Replicate radiocarbon ages of one thing, combined where they agree (Ward & Wilson 1978, Archaeom. 20)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from faultgis.dating.radiocarbon import Measured
from faultgis.errors import InputError


@dataclass(frozen=True)
class Combined:
    """The error-weighted mean, the test statistic T with its degrees of freedom, and the 5 % limit of chi
    squared that T must not exceed."""

    mean: float
    error: float
    statistic: float
    freedom: int
    limit: float

    @property
    def agrees(self) -> bool:
        """Whether the ages may be of one thing."""
        return self.statistic <= self.limit


def combine(dates: Sequence[Measured]) -> Combined:
    """The ages combined. Raises ``InputError``: ``radiocarbon.two_dates``, ``radiocarbon.sigma``."""
    from scipy.stats import chi2

    if len(dates) < 2:
        raise InputError("radiocarbon.two_dates", field="dates", count=len(dates))
    for date in dates:
        if not (date.error > 0 and math.isfinite(date.error) and math.isfinite(date.age)):
            raise InputError("radiocarbon.sigma", field="dates", value=date.error)
    weights = [1 / date.error**2 for date in dates]
    mean = sum(w * date.age for w, date in zip(weights, dates, strict=True)) / sum(weights)
    statistic = sum(w * (date.age - mean) ** 2 for w, date in zip(weights, dates, strict=True))
    freedom = len(dates) - 1
    return Combined(mean, 1 / math.sqrt(sum(weights)), statistic, freedom, float(chi2.ppf(0.95, freedom)))
