"""What a chain of event ages says of the time between them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.dating.calendar import astronomical_year
from faultgis.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Intervals:
    """Statistics of n intervals in years: with n − 1 (ddof 1) and with n (ddof 0) in the variance; burstiness
    (σ − μ)/(σ + μ) and memory, the correlation of each interval with the next (Goh & Barabási 2008, EPL 81;
    NaN below three intervals)."""

    n: int
    mean: float
    sd_ddof1: float
    cov_ddof1: float
    cov_ddof0: float
    burstiness_ddof0: float
    memory: float


NAMES = ("mean", "sd_ddof1", "cov_ddof1", "cov_ddof0", "burstiness_ddof0", "memory")


def between(event_years: Sequence[float]) -> Floats:
    """The intervals between calendar years, which know no year zero, in any order.

    Raises ``InputError("intervals.few_events")`` below two events.
    """
    if len(event_years) < 2:
        raise InputError("intervals.few_events", field="event_years", count=len(event_years))
    return np.diff(np.sort([astronomical_year(float(year)) for year in event_years]))


def statistics(intervals: Floats) -> Intervals:
    """The statistics of intervals. Raises ``InputError("intervals.none")`` where all events coincide."""
    mean = float(intervals.mean())
    if not mean > 0:
        raise InputError("intervals.none", field="event_years")
    several = len(intervals) > 1
    sd1, sd0 = (float(intervals.std(ddof=ddof)) if several else math.nan for ddof in (1, 0))
    burstiness = (sd0 - mean) / (sd0 + mean)
    return Intervals(len(intervals), mean, sd1, sd1 / mean, sd0 / mean, burstiness, _memory(intervals))


def _memory(intervals: Floats) -> float:
    if len(intervals) < 3:
        return math.nan
    first, second = intervals[:-1], intervals[1:]
    spread = first.std() * second.std()
    return float(((first - first.mean()) * (second - second.mean())).mean() / spread) if spread else math.nan


def from_ends(first: float, last: float, events: int, sd: float | None) -> Intervals:
    """Statistics where only the first and last event and their number are known; ``sd`` of the intervals as
    published, with n − 1. Raises ``InputError("intervals.few_events")``."""
    if events < 2:
        raise InputError("intervals.few_events", field="n_events", count=events)
    mean = (astronomical_year(last) - astronomical_year(first)) / (events - 1)
    if not mean > 0:
        raise InputError("intervals.none", field="last_event")
    sd1 = math.nan if sd is None else sd
    sd0 = sd1 * math.sqrt((events - 2) / (events - 1)) if events > 2 else math.nan
    burstiness = (sd0 - mean) / (sd0 + mean)
    return Intervals(events - 1, mean, sd1, sd1 / mean, sd0 / mean, burstiness, math.nan)


def over_draws(draws: Floats) -> dict[str, Floats]:
    """Each statistic for each joint draw (rows) of the events' years (columns): dating errors widen the
    spread of the intervals, which mid-points hide."""
    times = np.sort(np.where(draws < 0, draws + 1, draws), axis=1)
    gaps = np.diff(times, axis=1)
    mean, sd1 = (
        gaps.mean(axis=1),
        gaps.std(axis=1, ddof=1) if gaps.shape[1] > 1 else np.full(len(gaps), np.nan),
    )
    sd0 = gaps.std(axis=1) if gaps.shape[1] > 1 else np.full(len(gaps), np.nan)
    found = {"mean": mean, "sd_ddof1": sd1, "cov_ddof1": sd1 / mean, "cov_ddof0": sd0 / mean}
    memory = np.array([_memory(row) for row in gaps])
    return {**found, "burstiness_ddof0": (sd0 - mean) / (sd0 + mean), "memory": memory}
