"""What a misfit curve says of the offset: its range from the profile likelihood, and how far it can be
trusted."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.draws import QUANTILES, Summary, summarize, summary_of
from faultgis.slip.grades import Grade, lowered

Floats: TypeAlias = NDArray[np.float64]

# A second optimum, far from the best, with a misfit so close to it that another reader might choose it.
RIVAL = 1.15


def refined(shifts: Floats, misfit: Floats, place: int) -> float:
    """The minimum of the parabola through the least misfit and its neighbours."""
    if 0 < place < len(shifts) - 1:
        a, b, c = misfit[place - 1 : place + 2] ** 2
        bend = a - 2 * b + c
        if np.isfinite(bend) and bend > 0:
            return float(shifts[place] + (shifts[1] - shifts[0]) * (a - c) / (2 * bend))
    return float(shifts[place])


def likelihood(shifts: Floats, misfit: Floats, effective: float) -> tuple[Floats, Floats]:
    """The shifts compared, and the share of the profile likelihood, misfit^(−n), that each holds, as if each
    were as likely before; n counts independent residuals."""
    known = np.isfinite(misfit)
    floor = np.maximum(misfit[known], 1e-6 * max(float(np.nanmax(misfit)), 1e-9))
    logs = -effective * np.log(floor / floor.min())
    weight = np.exp(logs)
    return shifts[known], weight / weight.sum()


def summary(x: Floats, weight: Floats) -> Summary:
    """The summary of shifts by their shares."""
    mean = float(weight @ x)
    sd = float(np.sqrt(weight @ (x - mean) ** 2))
    inside = np.cumsum(weight) - weight / 2
    mode = float(x[int(np.argmax(weight))])
    ranges = _densest(x, weight, 0.6827), _densest(x, weight, 0.9545)
    return summary_of(mean, sd, mode, np.interp(QUANTILES, inside, x), ranges)


def summary_carried(x: Floats, weight: Floats, carried: Floats, random: np.random.Generator) -> Summary:
    """The summary of draws of the shifts by their shares, each carried on by ``carried``; a shift stands for
    its step."""
    count = len(carried)
    step = float(np.median(np.diff(x))) if len(x) > 1 else 0.0
    drawn = random.choice(x, count, p=weight) + step * (random.uniform(size=count) - 0.5)
    return summarize(np.asarray(drawn + carried, dtype=np.float64))


def _densest(x: Floats, weight: Floats, share: float) -> tuple[float, float]:
    """The outer bounds of the shifts that together hold a share, the likeliest first; a shift stands for its
    step."""
    order = np.argsort(-weight, kind="stable")
    inside = order[: int(np.searchsorted(np.cumsum(weight[order]), share)) + 1]
    half = float(np.median(np.diff(x))) / 2
    return float(x[inside].min() - half), float(x[inside].max() + half)


def correlation(here: Floats, there: Floats) -> float:
    """Pearson's correlation; 0 where one of them is level."""
    here, there = here - here.mean(), there - there.mean()
    scale = float(np.sqrt((here @ here) * (there @ there)))
    return float(here @ there / scale) if scale > 0 else 0.0


def grade(
    shifts: Floats, misfit: Floats, place: int, best: float, said: Summary, alike: float, overlap: float
) -> Grade:
    """The grade of an offset by profiles; ``place`` is that of the least misfit."""
    limit = place in (0, len(shifts) - 1)
    if alike < 0.5:
        return Grade("D", ("grade.unlike_profiles", *(["grade.at_the_limit"] if limit else [])))
    half = (said.q975 - said.q025) / 2
    rules = {
        "grade.at_the_limit": limit,
        "grade.rival": _rival(shifts, misfit, place),
        "grade.wide_range": half > 0.25 * abs(best),
        "grade.loose_match": alike < 0.9,
        "grade.little_overlap": overlap < 0.7,
    }
    return lowered([code for code, broken in rules.items() if broken], said)


def _rival(shifts: Floats, misfit: Floats, place: int) -> bool:
    """Whether another valley of the curve comes close to the best one, with a hill between them."""
    near = RIVAL * float(misfit[place]) + 0.02 * float(np.nanmax(misfit))
    for other in np.flatnonzero(misfit <= near):
        low, high = sorted((place, int(other)))
        if float(np.nanmax(misfit[low : high + 1])) > 1.5 * near:
            return True
    return False
