"""Renewal models of earthquake recurrence: how likely a fault has stayed quiet for t years.

All probabilities come from the logarithm of the survival function, never from 1 − F, so that they hold far
beyond the mean. Brownian passage time after Matthews, Ellsworth & Reasenberg (2002, BSSA 92):
F(t) = Φ(u₁) + e^{2/α²} Φ(−u₂), u = (√(t/μ) ∓ √(μ/t))/α; with Mills' ratio M its survival function is
φ(u₁) (M(u₁) − M(u₂)).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError

Floats = NDArray[np.float64]
MODELS = ("poisson", "bpt", "lognormal", "weibull", "gamma")
# Beyond these the square of the spread, or what is divided by it, is no number to go on with.
LEAST_SPREAD, MOST_SPREAD = 1e-3, 1e3


@dataclass(frozen=True)
class Renewal:
    """A model by name with its mean interval in years and its second number: ``spread`` is the aperiodicity
    α of bpt, σ of the logarithm of lognormal, the shape of weibull and gamma; nothing for poisson."""

    model: str
    mean: float
    spread: float = 1.0

    def log_survival(self, years: float | Floats) -> Floats:
        """ln of the probability that an interval is longer; 0 for no years or fewer."""
        t = np.asarray(years, dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = _LOG_SURVIVAL[self.model](np.maximum(t, 1e-300), self.mean, self.spread)
        return np.where(t <= 0, 0.0, found)

    def log_density(self, years: float | Floats) -> Floats:
        """ln of the probability density per year."""
        t = np.asarray(years, dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = _LOG_DENSITY[self.model](np.maximum(t, 1e-300), self.mean, self.spread)
        return np.where(t <= 0, -np.inf, found)

    def cdf(self, years: float | Floats) -> Floats:
        """The probability that an interval is not longer."""
        return np.asarray(-np.expm1(self.log_survival(years)), dtype=np.float64)

    def hazard(self, years: float | Floats) -> Floats:
        """The rate of rupture per year after so many quiet years."""
        return np.asarray(np.exp(self.log_density(years) - self.log_survival(years)), dtype=np.float64)

    @property
    def asymptote(self) -> float:
        """What the hazard tends to after very many years; inf where it grows without end."""
        if self.model == "poisson":
            return 1 / self.mean
        if self.model == "bpt":
            return 1 / (2 * self.mean * self.spread**2)
        if self.model == "gamma":
            return self.spread / self.mean
        if self.model == "weibull" and self.spread == 1:
            return 1 / self.mean
        return math.inf if self.model == "weibull" and self.spread > 1 else 0.0


def renewal(model: str, mean: float, spread: float = 1.0) -> Renewal:
    """A model after its numbers were checked.

    Raises ``InputError``: ``renewal.model``, ``renewal.mean``, ``renewal.spread`` (out of bounds).
    """
    if model not in MODELS:
        raise InputError("renewal.model", field="model", model=model, known=", ".join(MODELS))
    if not (mean > 0 and math.isfinite(mean)):
        raise InputError("renewal.mean", field="mean", value=mean)
    if not LEAST_SPREAD <= spread <= MOST_SPREAD:
        raise InputError("renewal.spread", field="alpha", value=spread, low=LEAST_SPREAD, high=MOST_SPREAD)
    return Renewal(model, mean, spread)


def _mills(x: Floats) -> Floats:
    from scipy.special import erfcx

    return np.asarray(math.sqrt(math.pi / 2) * erfcx(x / math.sqrt(2)))


def _bpt_log_survival(t: Floats, mean: float, alpha: float) -> Floats:
    from scipy.special import log_ndtr, ndtr

    root = np.sqrt(t / mean)
    u1, u2 = (root - 1 / root) / alpha, (root + 1 / root) / alpha
    # Before the mean F is small and exact; after it the survival function is.
    early = np.log1p(-np.minimum(ndtr(u1) + np.exp(2 / alpha**2 + log_ndtr(-u2)), 1.0))
    late = -(u1**2) / 2 - math.log(2 * math.pi) / 2 + np.log(_mills(u1) - _mills(u2))
    return np.where(u1 < 0, early, late)


def _bpt_log_density(t: Floats, mean: float, alpha: float) -> Floats:
    front = np.log(mean / (2 * math.pi * alpha**2 * t**3)) / 2
    return np.asarray(front - (t - mean) ** 2 / (2 * alpha**2 * mean * t))


def _lognormal_log_survival(t: Floats, mean: float, sigma: float) -> Floats:
    from scipy.special import log_ndtr

    return np.asarray(log_ndtr(-(np.log(t / mean) + sigma**2 / 2) / sigma))


def _lognormal_log_density(t: Floats, mean: float, sigma: float) -> Floats:
    z = (np.log(t / mean) + sigma**2 / 2) / sigma
    return np.asarray(-(z**2) / 2 - np.log(t * sigma * math.sqrt(2 * math.pi)))


def weibull_scale(mean: float, shape: float) -> float:
    """The scale of a Weibull distribution: mean / Γ(1 + 1/shape)."""
    return mean / math.gamma(1 + 1 / shape)


def _weibull_log_survival(t: Floats, mean: float, shape: float) -> Floats:
    return np.asarray(-((t / weibull_scale(mean, shape)) ** shape))


def _weibull_log_density(t: Floats, mean: float, shape: float) -> Floats:
    scale = weibull_scale(mean, shape)
    return np.asarray(np.log(shape / scale) + (shape - 1) * np.log(t / scale) - (t / scale) ** shape)


def _gamma_log_survival(t: Floats, mean: float, shape: float) -> Floats:
    from scipy.stats import gamma

    return np.asarray(gamma.logsf(t, shape, scale=mean / shape))


def _gamma_log_density(t: Floats, mean: float, shape: float) -> Floats:
    from scipy.stats import gamma

    return np.asarray(gamma.logpdf(t, shape, scale=mean / shape))


_LOG_SURVIVAL = {
    "poisson": lambda t, mean, _: -t / mean,
    "bpt": _bpt_log_survival,
    "lognormal": _lognormal_log_survival,
    "weibull": _weibull_log_survival,
    "gamma": _gamma_log_survival,
}
_LOG_DENSITY = {
    "poisson": lambda t, mean, _: -t / mean - math.log(mean),
    "bpt": _bpt_log_density,
    "lognormal": _lognormal_log_density,
    "weibull": _weibull_log_density,
    "gamma": _gamma_log_density,
}
