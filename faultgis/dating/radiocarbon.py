"""Radiocarbon ages calibrated against a curve.

p(t) ∝ exp(−(r − μ(t))² / 2v) / √v with v = σ² + σ_ΔR² + σ_curve(t)², on single years (Bronk Ramsey 2008,
Radiocarbon 50). A reservoir offset ΔR of either sign is taken off the age. In F14C space the same holds for
the fraction F = exp(−r/8033), which differs from about 30,000 years and for errors above some 500 years.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faultgis.dating.curves import LIBBY_MEAN_LIFE, Curve, curve
from faultgis.dating.ranges import Density, density
from faultgis.errors import InputError

Floats = NDArray[np.float64]
REACH = 6.0
# A distribution that still has this share of its peak at an end of the curve is cut there.
CUT = 1e-3
_F14C_ADVISED_AGE, _F14C_ADVISED_ERROR = 30_000, 500


@dataclass(frozen=True)
class Measured:
    """A conventional radiocarbon age and its one-sigma error in 14C years BP (Libby half-life), with the
    reservoir offset ΔR and its error."""

    age: float
    error: float
    delta_r: float = 0.0
    delta_r_error: float = 0.0


@dataclass(frozen=True, eq=False)
class Calibrated:
    """A calibrated age and what has to be known of it: ``truncated`` at the old end of the curve,
    ``post_bomb_possible`` at the young end, ``f14c_space_advised``."""

    density: Density
    flags: tuple[str, ...]
    curve: str


def age_of_f14c(f14c: float, error: float) -> Measured:
    """The conventional age of a fraction: t = −8033 ln F, σ = 8033 σ_F / F. Raises ``InputError``."""
    if not f14c > 0:
        raise InputError("radiocarbon.f14c", field="f14c", value=f14c)
    if not error > 0:
        raise InputError("radiocarbon.sigma", field="f14c_error", value=error)
    return Measured(-LIBBY_MEAN_LIFE * math.log(f14c), LIBBY_MEAN_LIFE * error / f14c)


def calibrate(measured: Measured, against: str = "intcal20", space: str = "c14") -> Calibrated:
    """The calibrated age.

    Raises ``InputError``: ``radiocarbon.sigma`` (error not above 0), ``radiocarbon.too_old`` (older than the
    curve), ``radiocarbon.post_bomb`` (younger than 1950: needs a bomb curve), ``curve.unknown``.
    """
    _check(measured)
    using = curve(against)
    shifted = replace(measured, age=measured.age - measured.delta_r)
    _check_reach(shifted, using)
    likelihood = _in_f14c(shifted, using) if space == "f14c" else _in_c14(shifted, using)
    # The curve's grid runs from young to old, a density from old to young.
    found = density(1950 - using.last, likelihood[::-1])
    return Calibrated(found, _flags(shifted, likelihood, using, space), using.name)


def likelihood(measured: Measured, against: str, space: str = "c14") -> Density:
    """The density of a date for a model of several: as ``calibrate``."""
    return calibrate(measured, against, space).density


def _check(measured: Measured) -> None:
    numbers = (measured.age, measured.error, measured.delta_r, measured.delta_r_error)
    if not all(math.isfinite(n) for n in numbers):
        raise InputError("radiocarbon.not_finite", field="c14_age")
    if not measured.error > 0:
        raise InputError("radiocarbon.sigma", field="c14_error", value=measured.error)
    if measured.delta_r_error < 0:
        raise InputError("radiocarbon.delta_r_error", field="dRe", value=measured.delta_r_error)


def _check_reach(measured: Measured, using: Curve) -> None:
    if measured.age > using.age[-1] + 3 * math.hypot(_error(measured), float(using.sigma[-1])):
        limit = round(float(using.age[-1]))
        raise InputError(
            "radiocarbon.too_old", field="c14_age", age=measured.age, curve=using.name, limit=limit
        )
    # Before the bombs no sample was as young as this: the youngest four centuries show what there was.
    youngest = using.age[:400] - 3 * np.hypot(_error(measured), using.sigma[:400])
    if measured.age < 0 or measured.age < youngest.min():
        raise InputError("radiocarbon.post_bomb", field="c14_age", age=measured.age, curve=using.name)


def _error(measured: Measured) -> float:
    return math.hypot(measured.error, measured.delta_r_error)


def _in_c14(measured: Measured, using: Curve) -> Floats:
    return _normal(measured.age, _error(measured), using.age, using.sigma)


def _in_f14c(measured: Measured, using: Curve) -> Floats:
    fraction = math.exp(-measured.age / LIBBY_MEAN_LIFE)
    return _normal(fraction, fraction * _error(measured) / LIBBY_MEAN_LIFE, *using.f14c())


def _normal(value: float, error: float, mean: Floats, sigma: Floats) -> Floats:
    away = np.abs(value - mean)
    near = np.flatnonzero(away <= REACH * np.hypot(error, sigma))
    found = np.zeros(len(mean))
    start, end = (int(near[0]), int(near[-1]) + 1) if len(near) else (int(np.argmin(away)),) * 2
    end = max(end, start + 1)
    variance = error**2 + sigma[start:end] ** 2
    exponent = away[start:end] ** 2 / variance
    found[start:end] = np.exp((exponent.min() - exponent) / 2) / np.sqrt(variance)
    return found


def _flags(measured: Measured, found: Floats, using: Curve, space: str) -> tuple[str, ...]:
    peak = found.max()
    flags = ["truncated"] if found[-1] > CUT * peak else []
    if found[0] > CUT * peak:
        flags.append("post_bomb_possible")
    wide = measured.age > _F14C_ADVISED_AGE or measured.error > _F14C_ADVISED_ERROR
    return (*flags, "f14c_space_advised") if wide and space == "c14" else tuple(flags)
