"""Renewal models fitted to observed intervals by maximum likelihood."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.recurrence.renewal import Renewal

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fit:
    """A fitted model, its own parameters by name, the log-likelihood and Akaike's criterion 2k − 2 ln L."""

    model: Renewal
    parameters: dict[str, float]
    loglik: float
    aic: float


def fit(intervals: Sequence[float]) -> dict[str, Fit]:
    """The five models fitted to intervals in years.

    Raises ``InputError``: ``intervals.few`` (fewer than 2), ``intervals.positive``, ``intervals.equal`` (all
    the same: nothing spreads).
    """
    known = np.asarray(intervals, dtype=np.float64)
    if len(known) < 2:
        raise InputError("intervals.few", field="intervals", count=len(known))
    if not np.all(known > 0) or not np.all(np.isfinite(known)):
        raise InputError("intervals.positive", field="intervals")
    if np.ptp(known) == 0:
        raise InputError("intervals.equal", field="intervals")
    return {name: _judged(*of(known), known) for name, of in _FITS.items()}


def _judged(model: Renewal, parameters: dict[str, float], known: Floats) -> Fit:
    loglik = float(model.log_density(known).sum())
    return Fit(model, parameters, loglik, 2 * len(parameters) - 2 * loglik)


Found = tuple[Renewal, dict[str, float]]


def _poisson(known: Floats) -> Found:
    mean = float(known.mean())
    return Renewal("poisson", mean), {"rate": 1 / mean}


def _bpt(known: Floats) -> Found:
    # Closed form of the inverse Gaussian: 1/λ is the mean of 1/x − 1/x̄, and α² = μ/λ.
    mean = float(known.mean())
    alpha = math.sqrt(mean * float((1 / known - 1 / mean).mean()))
    return Renewal("bpt", mean, alpha), {"mean": mean, "alpha": alpha}


def _lognormal(known: Floats) -> Found:
    logs = np.log(known)
    mu, sigma = float(logs.mean()), float(logs.std())
    return Renewal("lognormal", math.exp(mu + sigma**2 / 2), sigma), {"mu": mu, "sigma": sigma}


def _weibull(known: Floats) -> Found:
    from scipy.optimize import brentq

    logs = np.log(known / known.max())

    def slope(shape: float) -> float:
        powers = np.exp(shape * logs)
        return float((powers @ logs) / powers.sum() - 1 / shape - logs.mean())

    shape = float(brentq(slope, 1e-3, 1e3, xtol=1e-12))
    scale = float(known.max() * np.exp(shape * logs).mean() ** (1 / shape))
    return Renewal("weibull", scale * math.gamma(1 + 1 / shape), shape), {"scale": scale, "shape": shape}


def _gamma(known: Floats) -> Found:
    from scipy.optimize import brentq
    from scipy.special import digamma

    mean = float(known.mean())
    gap = math.log(mean) - float(np.log(known).mean())
    shape = float(brentq(lambda k: math.log(k) - digamma(k) - gap, 1e-3, 1e6, xtol=1e-12))
    return Renewal("gamma", mean, shape), {"shape": shape, "rate": shape / mean}


_FITS = {"poisson": _poisson, "bpt": _bpt, "lognormal": _lognormal, "weibull": _weibull, "gamma": _gamma}
