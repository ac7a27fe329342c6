"""Records as the JSON values that ``faultgis compute`` takes: estimates, laboratory results."""

from typing import Any

from faultgis.errors import InputError
from faultgis.records.sample import LabResult
from faultgis.values import Distribution, Estimate, RangeKind

SIGMAS = {RangeKind.PERCENT_68: 1.0, RangeKind.PERCENT_95: 2.0, RangeKind.UNSTATED: 1.0}


def distribution_of(estimate: Estimate) -> Any:
    """An estimate as a distribution.

    A stated shape is followed. Else: extremes with a best value are a triangle, without one even; a 68 %
    range is one sigma, a 95 % range two; where it is not stated: one sigma, as most papers mean it.
    """
    low, best, high = estimate.low, estimate.best, estimate.high
    if low is None and high is None:
        return best
    if low is None or high is None:
        raise InputError("deriving.one_sided", text=estimate.text or str(estimate.middle))
    shape = estimate.distribution
    if shape == Distribution.UNIFORM or (best is None and estimate.range == RangeKind.MIN_MAX):
        return {"uniform": [low, high]}
    middle = best if best is not None else (low + high) / 2
    if shape == Distribution.TRIANGLE or estimate.range == RangeKind.MIN_MAX:
        return {"triangle": [low, middle, high]}
    return {"normal": [middle, (high - low) / 2 / SIGMAS[estimate.range]]}


def convention_of(estimate: Estimate) -> str:
    """How an estimate's range was taken, to be kept beside the result."""
    return {
        RangeKind.MIN_MAX: "extremes",
        RangeKind.PERCENT_68: "68 % = 1 sigma",
        RangeKind.PERCENT_95: "95 % = 2 sigma",
        RangeKind.UNSTATED: "unstated range taken as 1 sigma",
    }[estimate.range]


def radiocarbon_of(result: LabResult) -> dict[str, Any]:
    """A radiocarbon result with its error as one sigma.

    Raises ``InputError("deriving.no_age")`` with the laboratory's number where age or error are missing.
    """
    share = 2.0 if result.sigma == 2 else 1.0
    if result.c14_age is not None and result.c14_error is not None:
        said: dict[str, Any] = {"c14_age": result.c14_age, "c14_error": result.c14_error / share}
    elif result.f14c is not None and result.f14c_error is not None:
        said = {"f14c": result.f14c, "f14c_error": result.f14c_error / share}
    else:
        raise InputError("deriving.no_age", lab=result.lab_code)
    said["curve"] = result.curve
    if result.delta_r is not None:
        said |= {"dR": result.delta_r, "dRe": result.delta_r_error or 0.0}
    return said


def luminescence_of(result: LabResult) -> dict[str, Any]:
    """A result in ka before its datum year, errors as one sigma. Raises ``InputError``: ``deriving.no_age``,
    ``deriving.no_datum`` with the laboratory's number."""
    if result.age_ka is None or (result.age_minus_ka is None and result.age_plus_ka is None):
        raise InputError("deriving.no_age", lab=result.lab_code)
    if result.datum_year is None:
        raise InputError("deriving.no_datum", lab=result.lab_code)
    share = 2.0 if result.sigma == 2 else 1.0
    minus = result.age_minus_ka if result.age_minus_ka is not None else result.age_plus_ka
    plus = result.age_plus_ka if result.age_plus_ka is not None else result.age_minus_ka
    assert minus is not None
    assert plus is not None
    return {
        "age_ka": result.age_ka,
        "minus_ka": minus / share,
        "plus_ka": plus / share,
        "datum_year": result.datum_year,
    }


def is_radiocarbon(result: LabResult) -> bool:
    """Whether a result is to be calibrated."""
    return result.method == "c14"
