"""The probability of rupture in the years to come, given the years already quiet."""

import itertools
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.recurrence.renewal import Renewal

Floats = NDArray[np.float64]
Span = tuple[float, float]
# Below a thousandth of a percent the Japanese long-term evaluations print "nearly 0 %".
NEARLY_ZERO = 1e-5
_TAIL = 40.0


def conditional(model: Renewal, elapsed: float, window: float) -> float:
    """P(rupture within ``window`` years | quiet for ``elapsed`` years) = 1 − S(t + Δ)/S(t).

    Raises ``InputError``: ``probability.elapsed`` (negative), ``probability.window`` (not above 0).
    """
    _check(elapsed, window)
    before, after = model.log_survival(elapsed), model.log_survival(elapsed + window)
    if np.isneginf(before):
        # Quiet beyond what numbers hold: the hazard has reached what it tends to.
        return float(-np.expm1(-model.asymptote * window))
    return float(-np.expm1(after - before))


def equivalent_rate(probability: float, window: float) -> float:
    """The Poisson rate per year that has the same probability."""
    return math.inf if probability >= 1 else -math.log1p(-probability) / window


def over_corners(models: Sequence[Renewal], elapsed: Sequence[float], window: float) -> Span:
    """The least and the greatest probability over all pairs of models and elapsed times."""
    found = [conditional(model, years, window) for model, years in itertools.product(models, elapsed)]
    return min(found), max(found)


def unknown_last(model: Renewal, window: float, open_interval: float) -> float:
    """The probability where only is known that no event happened in the last ``open_interval`` years
    (Field & Jordan 2015, BSSA 105): ∫ S from H to H + Δ over ∫ S from H to ∞."""
    _check(open_interval, window)
    if model.model == "poisson":
        return float(-math.expm1(-window / model.mean))
    inside = _integral(model, open_interval, open_interval + window, open_interval)
    whole = _integral(model, open_interval, _end(model, open_interval), open_interval)
    return min(1.0, inside / whole)


def _integral(model: Renewal, start: float, end: float, scaled_at: float) -> float:
    from scipy.integrate import quad

    scale = float(model.log_survival(scaled_at))
    points = np.linspace(start, end, 33)
    pieces = [
        quad(lambda t: math.exp(float(model.log_survival(t)) - scale), a, b)[0]
        for a, b in itertools.pairwise(points)
    ]
    return float(sum(pieces))


def _end(model: Renewal, start: float) -> float:
    """Years by which survival has fallen by e^-40 against ``start``."""
    scale, step = float(model.log_survival(start)), model.mean
    while float(model.log_survival(start + step)) - scale > -_TAIL:
        step *= 2
        if step > 1e9 * model.mean:
            break
    return start + step


def greatest(model: Renewal, window: float) -> tuple[float, float]:
    """The greatest probability that any elapsed time gives, and that time in years (inf where it only tends
    to it)."""
    _check(0.0, window)
    if model.model == "poisson":
        return conditional(model, 0.0, window), 0.0
    times = np.concatenate([[0.0], np.geomspace(model.mean / 1e3, 1e4 * model.mean, 4000)])
    found = np.array([conditional(model, float(t), window) for t in times])
    best = int(np.argmax(found))
    limit = -math.expm1(-model.asymptote * window)
    if best == len(times) - 1 or limit >= found[best] * (1 - 1e-12):
        return limit, math.inf
    return _refined(model, window, times, best)


def _refined(model: Renewal, window: float, times: Floats, best: int) -> tuple[float, float]:
    from scipy.optimize import minimize_scalar

    around = (float(times[max(0, best - 1)]), float(times[best + 1]))
    peak = minimize_scalar(lambda t: -conditional(model, float(t), window), bounds=around, method="bounded")
    return float(-peak.fun), float(peak.x)


def rounded(probability: float, window: float) -> str:
    """A probability as the Japanese long-term evaluations print it: one significant digit below 10 %; above,
    whole percents for 30 years and tens for longer windows.

    The rule was read from published figures; half up from two significant digits gives all of them.
    """
    if probability < NEARLY_ZERO:
        return "~0%"
    percent = _half_up(100 * probability, 2)
    if percent < 10:
        percent = _half_up(percent, 1)
    elif window > 30:
        percent = math.floor(percent / 10 + 0.5) * 10
    return f"{percent:g}%"


def _half_up(value: float, digits: int) -> float:
    scale = 10 ** (digits - 1 - math.floor(math.log10(value)))
    return float(math.floor(value * scale + 0.5 + 1e-9) / scale)


def _check(elapsed: float, window: float) -> None:
    if not (elapsed >= 0 and math.isfinite(elapsed)):
        raise InputError("probability.elapsed", field="elapsed", value=elapsed)
    if not (window > 0 and math.isfinite(window)):
        raise InputError("probability.window", field="windows", value=window)
