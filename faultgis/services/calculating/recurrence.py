"""Recurrence and probability on JSON values."""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from faultgis.errors import InputError
from faultgis.recurrence import fitting, intervals, probability
from faultgis.recurrence.renewal import MODELS, Renewal, renewal
from faultgis.services.calculating import recurrence_keys as keys
from faultgis.services.calculating.function import Function

_QUANTILES = {"q025": 0.025, "q16": 0.16, "median": 0.5, "q84": 0.84, "q975": 0.975}


def interval_statistics(
    event_years: list[Any] | None = None,
    first_event: float | None = None,
    last_event: float | None = None,
    n_events: int | None = None,
    interval_sd: float | None = None,
    draws: Any = None,
) -> dict[str, Any]:
    """Statistics of the intervals between events; see ``faultgis.recurrence.intervals``."""
    if event_years is not None:
        return _told(intervals.statistics(intervals.between(_numbers("event_years", event_years))))
    if draws is not None:
        return _over(draws)
    if first_event is None or last_event is None or n_events is None:
        raise InputError("compute.which_input", ways=keys.WAYS_OF_INTERVALS)
    return _told(intervals.from_ends(first_event, last_event, n_events, interval_sd))


def _told(found: intervals.Intervals) -> dict[str, Any]:
    said = {name: getattr(found, name) for name in intervals.NAMES}
    return {"n": found.n, **{k: None if math.isnan(v) else v for k, v in said.items()}}


def _over(draws: Any) -> dict[str, Any]:
    columns = list(draws.values()) if isinstance(draws, dict) else None
    rows = list(zip(*columns, strict=False)) if columns else draws
    try:
        table = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError("intervals.draws", field="draws") from error
    if table.ndim != 2 or table.shape[1] < 2 or not np.all(np.isfinite(table)):
        raise InputError("intervals.draws", field="draws")
    said: dict[str, Any] = {"n": table.shape[1] - 1}
    ranges = {}
    for name, values in intervals.over_draws(table).items():
        known = values[np.isfinite(values)]
        said[name] = float(known.mean()) if len(known) else None
        if len(known):
            ranges[name] = {q: float(np.quantile(known, share)) for q, share in _QUANTILES.items()}
    return {**said, "ranges": ranges}


def fit_renewal(intervals: list[Any], y: float | None = None) -> dict[str, Any]:
    """Five renewal models fitted to intervals."""
    found = fitting.fit(_numbers("intervals", intervals))
    said: dict[str, Any] = {}
    for name, fit in found.items():
        told = {**fit.parameters, "loglik": fit.loglik, "aic": fit.aic}
        said[name] = told if y is None else {**told, "cdf_y": float(fit.model.cdf(y))}
    return {**said, "best_by_aic": min(found, key=lambda name: found[name].aic)}


def _numbers(field: str, values: Iterable[Any]) -> list[float]:
    found = list(values)
    if not all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in found):
        raise InputError("compute.type", field=field, wanted="number", value=str(found)[:60])
    return [float(v) for v in found]


def _model(
    model: str,
    mean: float | None = None,
    alpha: float | None = None,
    geometric_mean: float | None = None,
    sigma_ln: float | None = None,
    shape: float | None = None,
) -> Renewal:
    """The renewal model that JSON values state; a lognormal's ``alpha`` is its coefficient of variation."""
    if model not in MODELS:
        raise InputError("renewal.model", field="model", model=model, known=", ".join(MODELS))
    if model == "lognormal":
        sigma = sigma_ln if sigma_ln is not None else math.sqrt(math.log1p(alpha**2)) if alpha else None
        if sigma is None:
            raise InputError("renewal.needs", field="sigma_ln", model=model, needs="sigma_ln | alpha")
        if geometric_mean is not None:
            return renewal(model, geometric_mean * math.exp(sigma**2 / 2), sigma)
    elif model == "poisson":
        sigma = 1.0
    else:
        wanted = "alpha" if model == "bpt" else "shape"
        sigma = alpha if model == "bpt" else shape
        if sigma is None:
            raise InputError("renewal.needs", field=wanted, model=model, needs=wanted)
    if mean is None:
        raise InputError("renewal.needs", field="mean", model=model, needs="mean")
    return renewal(model, mean, sigma)


def conditional_probability(model: str, elapsed: float, windows: list[Any], **numbers: Any) -> dict[str, Any]:
    """The probability of rupture within windows, given the quiet years."""
    known = _model(model, **numbers)
    spans = _numbers("windows", windows)
    found = [probability.conditional(known, elapsed, span) for span in spans]
    rates = [probability.equivalent_rate(p, span) for p, span in zip(found, spans, strict=True)]
    told = [None if math.isinf(rate) else rate for rate in rates]
    one = len(spans) == 1
    said = {"p": found[0] if one else found, "elapsed_ratio": elapsed / known.mean}
    return {**said, "equivalent_rate_per_yr": told[0] if one else told}


def conditional_probability_range(
    model: str,
    mean: float | None = None,
    mean_range: list[Any] | None = None,
    elapsed: float | None = None,
    elapsed_range: list[Any] | None = None,
    alpha: Any = None,
    windows: list[Any] | None = None,
    last_event: float | None = None,
    dates: list[Any] | None = None,
    window: float | None = None,
) -> dict[str, Any]:
    """The least and greatest probability over all corners of what is not known."""
    means = _numbers("mean_range", mean_range if mean_range is not None else [mean])
    spreads = (
        _numbers("alpha", alpha if isinstance(alpha, list) else [alpha]) if alpha is not None else [None]
    )
    models = [_model(model, each, spread, shape=spread) for each in means for spread in spreads]
    if last_event is not None and dates is not None and window is not None:
        spans = {str(day): [_years(day) - last_event] for day in dates}
        found = {day: probability.over_corners(models, quiet, window) for day, quiet in spans.items()}
        return _ranged(found, dict.fromkeys(found, window))
    if windows is None or (elapsed is None and elapsed_range is None):
        raise InputError("compute.which_input", ways=keys.WAYS_OF_RANGES)
    quiet = _numbers("elapsed_range", elapsed_range if elapsed_range is not None else [elapsed])
    lengths = {f"{span:g}": span for span in _numbers("windows", windows)}
    return _ranged({k: probability.over_corners(models, quiet, span) for k, span in lengths.items()}, lengths)


def _ranged(found: dict[str, probability.Span], lengths: dict[str, float]) -> dict[str, Any]:
    rounded = {k: [probability.rounded(p, lengths[k]) for p in pair] for k, pair in found.items()}
    floors = {k: [math.floor(100 * p + 1e-9) for p in pair] for k, pair in found.items()}
    return {"p": {k: list(pair) for k, pair in found.items()}, "rounded": rounded, "percent_floor": floors}


def _years(day: Any) -> float:
    """A date as a decimal year."""
    try:
        known = date.fromisoformat(str(day))
    except ValueError as error:
        raise InputError("probability.date", field="dates", value=str(day)) from error
    start = date(known.year, 1, 1)
    return known.year + (known - start).days / (date(known.year + 1, 1, 1) - start).days


def conditional_probability_unknown_last(
    model: str, window: float, open_interval: float = 0.0, **numbers: Any
) -> dict[str, Any]:
    """The probability where the last event is not known."""
    return {"p": probability.unknown_last(_model(model, **numbers), window, open_interval)}


def max_conditional_probability(model: str, window: float, **numbers: Any) -> dict[str, Any]:
    """The greatest probability that any elapsed time gives."""
    greatest, at = probability.greatest(_model(model, **numbers), window)
    return {"p_max": greatest, "at_elapsed": None if math.isinf(at) else at}


def hazard(model: str, t: float, **numbers: Any) -> dict[str, Any]:
    """The rate of rupture after t quiet years, and what it tends to."""
    known = _model(model, **numbers)
    if t < 0:
        raise InputError("probability.elapsed", field="t", value=t)
    limit = known.asymptote
    return {"hazard": float(known.hazard(t)), "asymptote": None if math.isinf(limit) else limit}


INTERVAL_STATISTICS = Function(
    "interval_statistics",
    "复发间隔统计",
    "Statistics of recurrence intervals",
    keys.INTERVALS_IN,
    keys.INTERVALS_OUT,
    interval_statistics,
)
FIT_RENEWAL = Function(
    "fit_renewal",
    "更新模型拟合",
    "Renewal models fitted to intervals",
    keys.FIT_IN,
    keys.FIT_OUT,
    fit_renewal,
)
CONDITIONAL_PROBABILITY = Function(
    "conditional_probability",
    "条件概率",
    "Conditional probability of rupture",
    keys.CONDITIONAL_IN,
    keys.CONDITIONAL_OUT,
    conditional_probability,
)
CONDITIONAL_PROBABILITY_RANGE = Function(
    "conditional_probability_range",
    "条件概率范围",
    "Range of the conditional probability over what is not known",
    keys.RANGE_IN,
    keys.RANGE_OUT,
    conditional_probability_range,
)
CONDITIONAL_PROBABILITY_UNKNOWN_LAST = Function(
    "conditional_probability_unknown_last",
    "末次事件未知时的概率",
    "Probability where the last event is not known (Field & Jordan 2015)",
    keys.UNKNOWN_IN,
    keys.UNKNOWN_OUT,
    conditional_probability_unknown_last,
)
MAX_CONDITIONAL_PROBABILITY = Function(
    "max_conditional_probability",
    "条件概率最大值",
    "Greatest conditional probability over the elapsed time",
    keys.GREATEST_IN,
    keys.GREATEST_OUT,
    max_conditional_probability,
)
HAZARD = Function(
    "hazard", "危险率", "Hazard rate of a renewal model", keys.HAZARD_IN, keys.HAZARD_OUT, hazard
)
