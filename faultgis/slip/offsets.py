"""Lateral offset of a landform from two profiles along a fault, as LaDiCaoz does it (Zielke & Arrowsmith
2012).

One profile runs along each side of the fault; both are measured in the same direction from the same zero.
What the landform does between a profile and the fault is taken off by its trend. The second profile is then
slid along the fault, and up or down, until it lies on the first; how well it does at each shift is the misfit
curve, and that gives the range.

Positive offsets are sinistral: seen in the direction of the profiles, the first lies left of the fault and
the second right of it, and the second's landforms lie further on. Metres throughout.
"""

from dataclasses import dataclass

import numpy as np

from faultgis.draws import Summary
from faultgis.errors import InputError
from faultgis.slip import misfit as curves
from faultgis.slip.comparing import USUAL, Fitting, Floats, Line, compare
from faultgis.slip.grades import Grade
from faultgis.slip.residuals import correlation_length

LEAST_POINTS = 8
LEAST_OVERLAP = 0.5
MOST_SHIFTS = 4001
# Shifts times points: what a second or two can compare.
MOST_COMPARED = 40_000_000
# A landform that runs along the fault, within so many degrees, has no place on it.
ALONG_DEG = 10.0
DRAWS = 10_000
SEED = 20_260_101


@dataclass(frozen=True)
class AlongFault:
    """A profile along the fault. ``away_m`` is its distance from the fault, ``trend_deg`` the direction of
    the landform on this side, clockwise from the profile's own (90 where it meets the fault at right
    angles), ``trend_sd`` how well that is known (one standard deviation, degrees)."""

    distance: Floats
    elevation: Floats
    away_m: float = 0.0
    trend_deg: float = 90.0
    trend_sd: float = 0.0


@dataclass(frozen=True)
class Offset:
    """An offset and what the misfit curve says of it.

    ``vertical_m`` is how much higher the second side's landform lies at the best shift (0 where no vertical
    shift was allowed), ``stretch`` what its relief is multiplied by there (1 where no stretch was allowed).
    ``misfit`` is the root mean square difference in metres at each of ``shifts``, NaN where too little of the
    profiles overlaps; ``overlap`` the share of the shorter profile that was compared. ``draws`` is 0 where no
    trend was given a spread: then nothing is drawn.
    """

    best: float
    vertical_m: float
    stretch: float
    summary: Summary
    shifts: Floats
    misfit: Floats
    least_misfit: float
    correlation: float
    overlap: float
    quality: Grade
    draws: int
    seed: int

    @property
    def sense(self) -> str:
        """sinistral, dextral, or empty for none."""
        return "sinistral" if self.best > 0 else "dextral" if self.best < 0 else ""


def carried(profile: AlongFault, side: str) -> float:
    """How far along the fault its landforms' trend takes the profile on its way to the fault, metres."""
    onward = profile.away_m / np.tan(np.radians(profile.trend_deg))
    # Clockwise means to the right, so what lies right of the fault is carried back, what lies left forward.
    return float(-onward if side == "right" else onward)


def projected(profile: AlongFault, side: str, field: str) -> Line:
    """The profile's distances as its landforms' trend carries them to the fault, gaps left out, sorted.

    Raises ``InputError``: ``profile.lengths``, ``profile.short``, ``offset.trend`` (the landform runs along
    the fault, within 10°).
    """
    x = np.asarray(profile.distance, dtype=np.float64)
    z = np.asarray(profile.elevation, dtype=np.float64)
    if x.shape != z.shape or x.ndim != 1:
        raise InputError("profile.lengths", field=field, distances=x.size, elevations=z.size)
    if abs(np.sin(np.radians(profile.trend_deg))) < np.sin(np.radians(ALONG_DEG)):
        raise InputError("offset.trend", field=field, trend=profile.trend_deg)
    known = np.isfinite(x) & np.isfinite(z)
    order = np.argsort(x[known], kind="stable")
    x, z = x[known][order], z[known][order]
    if len(x) < LEAST_POINTS or x[0] == x[-1]:
        raise InputError("profile.short", field=field, points=len(x), least=LEAST_POINTS)
    return x + carried(profile, side), z


def by_profiles(
    first: AlongFault,
    second: AlongFault,
    search_m: tuple[float, float],
    *,
    step_m: float | None = None,
    fitting: Fitting = USUAL,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Offset:
    """The offset that brings the second profile onto the first.

    Shifts run over ``search_m`` in steps of ``step_m`` (default: half of the finer sampling, but at most
    4,001 steps); the best is refined by a parabola through the least three misfits. The range follows from
    the profile likelihood, misfit^(−n), where n counts independent residuals only, as neighbouring ones are
    alike; trends with a spread widen it by ``draws`` of what they carry. Raises ``InputError``: see
    ``projected``; ``offset.search`` (empty or endless range), ``offset.no_overlap`` (at no shift do half of
    the shorter profile's points find a partner).
    """
    near, far = projected(first, "left", "first"), projected(second, "right", "second")
    shifts = _shifts(near[0], far[0], search_m, step_m)
    misfit, overlap = np.array([_misfit(near, far, float(shift), fitting) for shift in shifts]).T
    if not np.isfinite(misfit).any():
        raise InputError("offset.no_overlap", field="search_range_m", share=round(100 * LEAST_OVERLAP))
    place = int(np.nanargmin(misfit))
    best = curves.refined(shifts, misfit, place)
    at = compare(near, far, float(shifts[place]), fitting)
    effective = max(len(at.left) / correlation_length(at.left), 3.0)
    summary, drawn = _summary(curves.likelihood(shifts, misfit, effective), (first, second), draws, seed)
    alike = curves.correlation(at.here, at.there)
    return Offset(
        best,
        float(at.there.mean() - at.here.mean()) if fitting.vertical_shift else 0.0,
        at.stretch,
        summary,
        shifts,
        misfit,
        float(misfit[place]),
        alike,
        float(overlap[place]),
        curves.grade(shifts, misfit, place, best, summary, alike, float(overlap[place])),
        drawn,
        seed,
    )


def _summary(
    likely: Line, profiles: tuple[AlongFault, AlongFault], draws: int, seed: int
) -> tuple[Summary, int]:
    if not any(profile.trend_sd > 0 and profile.away_m > 0 for profile in profiles):
        return curves.summary(*likely), 0
    random = np.random.default_rng(seed)
    left, right = (_spread(profile, random, draws) for profile in profiles)
    # The first carried on by more leaves less to shift; so does the second carried back by more.
    return curves.summary_carried(*likely, -left - right, random), draws


def _spread(profile: AlongFault, random: np.random.Generator, draws: int) -> Floats:
    """How much more than its trend says each draw of the trend carries a profile, in the trend's sense."""
    drawn = profile.trend_deg + profile.trend_sd * random.standard_normal(draws)
    held = np.radians(np.clip(drawn, ALONG_DEG, 180 - ALONG_DEG))
    return np.asarray(profile.away_m / np.tan(held) - profile.away_m / np.tan(np.radians(profile.trend_deg)))


def laid_over(first: AlongFault, second: AlongFault, shift: float, fitting: Fitting) -> tuple[Line, Line]:
    """Both profiles as they lie on each other at the fault when the second is slid back by ``shift``: the
    second moved up or down and stretched as fits best there. Raises ``InputError``: see ``projected``."""
    near, far = projected(first, "left", "first"), projected(second, "right", "second")
    at = compare(near, far, shift, fitting)
    if not len(at.here):
        return near, (far[0] - shift, far[1])
    level = at.here.mean() if fitting.vertical_shift else at.there.mean()
    return near, (far[0] - shift, level + at.stretch * (far[1] - at.there.mean()))


def _shifts(near: Floats, far: Floats, search: tuple[float, float], step: float | None) -> Floats:
    low, high = min(search), max(search)
    if not (np.isfinite(low) and np.isfinite(high) and low < high) or (step is not None and step <= 0):
        raise InputError("offset.search", field="search_range_m", low=low, high=high)
    finer = float(min(np.median(np.diff(near)), np.median(np.diff(far))))
    wanted = step or max(finer / 2, 1e-3)
    most = min(MOST_SHIFTS, max(101, MOST_COMPARED // len(near)))
    count = max(3, min(most, round(min((high - low) / wanted, MOST_SHIFTS)) + 1))
    return np.linspace(low, high, count)


def _misfit(near: Line, far: Line, shift: float, fitting: Fitting) -> tuple[float, float]:
    at = compare(near, far, shift, fitting)
    share = len(at.left) / min(len(near[0]), _fair(near, far))
    if len(at.left) < LEAST_POINTS or share < LEAST_OVERLAP:
        return np.nan, share
    return float(np.sqrt(np.mean(at.left**2))), min(share, 1.0)


def _fair(near: Line, far: Line) -> float:
    """How many points of the first profile the length of the second is worth."""
    return max(1.0, len(near[0]) * float(np.ptp(far[0]) / np.ptp(near[0])))
