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
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.slip.draws import QUANTILES, Summary, summary_of
from faultgis.slip.grades import Grade, lowered
from faultgis.slip.residuals import correlation_length

Floats: TypeAlias = NDArray[np.float64]

LEAST_POINTS = 8
LEAST_OVERLAP = 0.5
MOST_SHIFTS = 4001
# Shifts times points: what a second or two can compare.
MOST_COMPARED = 40_000_000
# A second optimum, far from the best, with a misfit so close to it that another reader might choose it.
RIVAL = 1.15


@dataclass(frozen=True)
class AlongFault:
    """A profile along the fault. ``away_m`` is its distance from the fault, ``trend_deg`` the direction of
    the landform on this side, clockwise from the profile's own (90 where it meets the fault at right
    angles)."""

    distance: Floats
    elevation: Floats
    away_m: float = 0.0
    trend_deg: float = 90.0


@dataclass(frozen=True)
class Offset:
    """An offset and what the misfit curve says of it.

    ``vertical_m`` is how much higher the second side's landform lies at the best shift (0 where no vertical
    shift was allowed). ``misfit`` is the root mean square difference in metres at each of ``shifts``, NaN
    where too little of the profiles overlaps; ``overlap`` the share of the shorter profile that was compared.
    """

    best: float
    vertical_m: float
    summary: Summary
    shifts: Floats
    misfit: Floats
    least_misfit: float
    correlation: float
    overlap: float
    quality: Grade

    @property
    def sense(self) -> str:
        """sinistral, dextral, or empty for none."""
        return "sinistral" if self.best > 0 else "dextral" if self.best < 0 else ""


def projected(profile: AlongFault, side: str, field: str) -> tuple[Floats, Floats]:
    """The profile's distances as its landforms' trend carries them to the fault, gaps left out, sorted.

    Raises ``InputError``: ``profile.lengths``, ``profile.short``, ``offset.trend`` (the landform runs along
    the fault, within 10°).
    """
    x = np.asarray(profile.distance, dtype=np.float64)
    z = np.asarray(profile.elevation, dtype=np.float64)
    if x.shape != z.shape or x.ndim != 1:
        raise InputError("profile.lengths", field=field, distances=x.size, elevations=z.size)
    angle = np.radians(profile.trend_deg)
    if abs(np.sin(angle)) < np.sin(np.radians(10)):
        raise InputError("offset.trend", field=field, trend=profile.trend_deg)
    known = np.isfinite(x) & np.isfinite(z)
    order = np.argsort(x[known], kind="stable")
    x, z = x[known][order], z[known][order]
    if len(x) < LEAST_POINTS or x[0] == x[-1]:
        raise InputError("profile.short", field=field, points=len(x), least=LEAST_POINTS)
    # Clockwise means to the right, so what lies right of the fault is carried back, what lies left forward.
    carried = profile.away_m / np.tan(angle)
    return (x - carried if side == "right" else x + carried), z


def by_profiles(
    first: AlongFault,
    second: AlongFault,
    search_m: tuple[float, float],
    *,
    step_m: float | None = None,
    vertical_shift: bool = True,
) -> Offset:
    """The offset that brings the second profile onto the first.

    Shifts run over ``search_m`` in steps of ``step_m`` (default: half of the finer sampling, but at most
    4,001 steps); the best is refined by a parabola through the least three misfits. The range follows from
    the profile likelihood, misfit^(−n), where n counts independent residuals only, as neighbouring ones are
    alike. Raises ``InputError``: see ``projected``; ``offset.search`` (empty or endless range),
    ``offset.no_overlap`` (at no shift do half of the shorter profile's points find a partner).
    """
    near, far = projected(first, "left", "first"), projected(second, "right", "second")
    shifts = _shifts(near[0], far[0], search_m, step_m)
    curve = np.array([_compared(near, far, shift, vertical_shift) for shift in shifts])
    misfit, vertical, overlap = curve.T
    if not np.isfinite(misfit).any():
        raise InputError("offset.no_overlap", field="search_range_m", share=round(100 * LEAST_OVERLAP))
    place = int(np.nanargmin(misfit))
    best = _refined(shifts, misfit, place)
    left, paired = _residuals(near, far, float(shifts[place]), vertical_shift)
    effective = max(len(left) / correlation_length(left), 3.0)
    summary = _summary(shifts, misfit, effective)
    correlation = _correlation(paired)
    found = (place, best, summary, correlation, float(overlap[place]))
    return Offset(
        best,
        float(-vertical[place]) if vertical_shift else 0.0,
        summary,
        shifts,
        misfit,
        float(misfit[place]),
        correlation,
        float(overlap[place]),
        _grade(shifts, misfit, found),
    )


def _shifts(near: Floats, far: Floats, search: tuple[float, float], step: float | None) -> Floats:
    low, high = min(search), max(search)
    if not (np.isfinite(low) and np.isfinite(high) and low < high) or (step is not None and step <= 0):
        raise InputError("offset.search", field="search_range_m", low=low, high=high)
    finer = float(min(np.median(np.diff(near)), np.median(np.diff(far))))
    wanted = step or max(finer / 2, 1e-3)
    most = min(MOST_SHIFTS, max(101, MOST_COMPARED // len(near)))
    count = max(3, min(most, round(min((high - low) / wanted, MOST_SHIFTS)) + 1))
    return np.linspace(low, high, count)


def _compared(
    near: tuple[Floats, Floats], far: tuple[Floats, Floats], shift: float, vertical: bool
) -> tuple[float, float, float]:
    left, paired = _residuals(near, far, shift, vertical)
    share = len(left) / min(len(near[0]), _fair(near, far))
    if len(left) < LEAST_POINTS or share < LEAST_OVERLAP:
        return np.nan, np.nan, share
    return float(np.sqrt(np.mean(left**2))), float(np.mean(paired[0] - paired[1])), min(share, 1.0)


def _fair(near: tuple[Floats, Floats], far: tuple[Floats, Floats]) -> float:
    """How many points of the first profile the length of the second is worth."""
    return max(1.0, len(near[0]) * float(np.ptp(far[0]) / np.ptp(near[0])))


def _residuals(
    near: tuple[Floats, Floats], far: tuple[Floats, Floats], shift: float, vertical: bool
) -> tuple[Floats, tuple[Floats, Floats]]:
    wanted = near[0] + shift
    inside = (wanted >= far[0][0]) & (wanted <= far[0][-1])
    here, there = near[1][inside], np.interp(wanted[inside], *far)
    left = here - there
    if vertical and len(left):
        left = left - left.mean()
    return left, (here, there)


def _refined(shifts: Floats, misfit: Floats, place: int) -> float:
    if 0 < place < len(shifts) - 1:
        a, b, c = misfit[place - 1 : place + 2] ** 2
        bend = a - 2 * b + c
        if np.isfinite(bend) and bend > 0:
            return float(shifts[place] + (shifts[1] - shifts[0]) * (a - c) / (2 * bend))
    return float(shifts[place])


def _summary(shifts: Floats, misfit: Floats, effective: float) -> Summary:
    """The profile likelihood over the shifts, as if each were as likely before."""
    known = np.isfinite(misfit)
    x = shifts[known]
    floor = np.maximum(misfit[known], 1e-6 * max(float(np.nanmax(misfit)), 1e-9))
    logs = -effective * np.log(floor / floor.min())
    weight = np.exp(logs)
    weight /= weight.sum()
    mean = float(weight @ x)
    sd = float(np.sqrt(weight @ (x - mean) ** 2))
    inside = np.cumsum(weight) - weight / 2
    mode = float(x[int(np.argmax(weight))])
    ranges = _densest(x, weight, 0.6827), _densest(x, weight, 0.9545)
    return summary_of(mean, sd, mode, np.interp(QUANTILES, inside, x), ranges)


def _densest(x: Floats, weight: Floats, share: float) -> tuple[float, float]:
    """The outer bounds of the shifts that together hold a share, the likeliest first; a shift stands for its
    step."""
    order = np.argsort(-weight, kind="stable")
    inside = order[: int(np.searchsorted(np.cumsum(weight[order]), share)) + 1]
    half = float(np.median(np.diff(x))) / 2
    return float(x[inside].min() - half), float(x[inside].max() + half)


def _correlation(paired: tuple[Floats, Floats]) -> float:
    here, there = (side - side.mean() for side in paired)
    scale = float(np.sqrt((here @ here) * (there @ there)))
    return float(here @ there / scale) if scale > 0 else 0.0


def _grade(shifts: Floats, misfit: Floats, found: tuple[int, float, Summary, float, float]) -> Grade:
    place, best, summary, correlation, overlap = found
    if correlation < 0.5:
        return Grade("D", ("grade.unlike_profiles",))
    half = (summary.q975 - summary.q025) / 2
    rules = {
        "grade.at_the_limit": place in (0, len(shifts) - 1),
        "grade.rival": _rival(shifts, misfit, place),
        "grade.wide_range": half > 0.25 * abs(best),
        "grade.loose_match": correlation < 0.9,
        "grade.little_overlap": overlap < 0.7,
    }
    return lowered([code for code, broken in rules.items() if broken])


def _rival(shifts: Floats, misfit: Floats, place: int) -> bool:
    """Whether another valley of the curve comes close to the best one, with a hill between them."""
    near = RIVAL * float(misfit[place]) + 0.02 * float(np.nanmax(misfit))
    for other in np.flatnonzero(misfit <= near):
        low, high = sorted((place, int(other)))
        if float(np.nanmax(misfit[low : high + 1])) > 1.5 * near:
            return True
    return False
