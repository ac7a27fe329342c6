"""Slip rates on JSON values, after each of the conventions in use."""

from itertools import pairwise
from typing import Any

from faultgis.dating import radiocarbon
from faultgis.dating.ages import REFERENCE_YEAR, Age, checked
from faultgis.draws import distribution
from faultgis.errors import InputError
from faultgis.services.calculating.dating import stated
from faultgis.services.calculating.function import CARRIED, STATISTICS, Function, Key
from faultgis.services.calculating.scarps import checked_seed
from faultgis.slip import rates
from faultgis.slip.rates import Marker, Rate, Rejection

_AGES = {"age_ka": 1000.0, "age_yr": 1.0}
_C14 = ("c14_age", "c14_error", "f14c", "f14c_error", "curve", "dR", "dRe", "reference_year")
MOST_DRAWS = 10_000_000


def slip_rate_single(
    offset_m: Any,
    age_ka: Any = None,
    age_yr: Any = None,
    age: Any = None,
    draws: int = rates.DRAWS,
    seed: int = rates.SEED,
) -> dict[str, Any]:
    """The rate since one marker; see ``faultgis.slip.rates``."""
    given = {"offset_m": offset_m, "age_ka": age_ka, "age_yr": age_yr, "age": age}
    marker = marker_of({key: value for key, value in given.items() if value is not None})
    found = rates.single(marker, checked_draws(draws), checked_seed(seed))
    return {**_told(found), "quadrature": list(marker.moments()), "draws": draws, "seed": seed}


def slip_rate_envelope(offset_m: list[Any], age_ka: list[Any]) -> dict[str, Any]:
    """Extremes over extremes."""
    for field, numbers in (("offset_m", offset_m), ("age_ka", age_ka)):
        if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
            raise InputError("rate.envelope", field=field)
    found = rates.envelope(offset_m, age_ka)
    return {"preferred": found.preferred, "plus": found.plus, "minus": found.minus}


def slip_rate_incremental(
    markers: list[Any],
    truncate_sigma: float | None = None,
    max_rate_mm_yr: float | None = None,
    pairwise_positive: bool = False,
    joint_rejection: bool | None = None,
    draws: int = rates.DRAWS,
    seed: int = rates.SEED,
) -> dict[str, Any]:
    """The rates between markers."""
    if pairwise_positive and joint_rejection:
        raise InputError("rate.one_rule", field="pairwise_positive")
    joint = not pairwise_positive if joint_rejection is None else joint_rejection
    if max_rate_mm_yr is not None and max_rate_mm_yr <= 0:
        raise InputError("compute.range", field="max_rate_mm_yr", value=max_rate_mm_yr, low=0, high="∞")
    rule = Rejection(joint, max_rate_mm_yr if max_rate_mm_yr is not None else float("inf"))
    known = [marker_of(marker, truncate_sigma, place) for place, marker in enumerate(markers, start=1)]
    found = rates.incremental(known, rule, checked_draws(draws), checked_seed(seed))
    said = [{"from": a.name, "to": b.name} for a, b in pairwise(known)]
    intervals = [{**names, **_told(rate)} for names, rate in zip(said, found, strict=True)]
    counts = {"accepted": min(r.accepted for r in found), "rejected": max(r.rejected for r in found)}
    rejection = {"rejection": "joint" if joint else "pairwise"}
    return {"intervals": intervals, **counts, **rejection, "draws": draws, "seed": seed}


def slip_rate_combined(markers: list[Any]) -> dict[str, Any]:
    """The rates of several markers as one normal distribution."""
    found = rates.combined([marker_of(marker, None, place) for place, marker in enumerate(markers, start=1)])
    mean, sd = found.mean, found.sd
    quantiles = {"q025": -1.959964, "q16": -0.994458, "q84": 0.994458, "q975": 1.959964}
    said = {"mean": mean, "median": mean, "mode": mean, "sd": sd, "scatter": found.scatter}
    said |= {name: mean + times * sd for name, times in quantiles.items()}
    hpd = {"hpd_68": [[mean - sd, mean + sd, 68.27]], "hpd_95": [[mean - 2 * sd, mean + 2 * sd, 95.45]]}
    return {"individual": [list(pair) for pair in found.individual], **said, **hpd}


def marker_of(value: Any, truncate_sigma: float | None = None, place: int = 1) -> Marker:
    """The marker that a JSON object states. Raises ``InputError`` with the marker's name."""
    if not isinstance(value, dict):
        raise InputError("rate.marker", field="markers", row=place)
    name = str(value.get("name") or value.get("lab") or place)
    ages = [key for key in (*_AGES, "age") if key in value]
    unknown = set(value) - {"offset_m", *ages, *CARRIED}
    if "offset_m" not in value or len(ages) != 1 or unknown:
        raise InputError("rate.marker", field=min(unknown, default="markers"), row=place)
    try:
        offset = distribution(_cut(value["offset_m"], truncate_sigma), "offset_m")
        if offset.moments[0] <= 0:
            raise InputError("rate.offset", field="offset_m", value=round(offset.moments[0], 3))
        return Marker(name, offset, age_of(ages[0], value[ages[0]], truncate_sigma))
    except InputError as error:
        told = {"marker": name} if value.get("name") or value.get("lab") else {}
        raise InputError(error.code, field=error.field, **{**told, **error.params, "name": name}) from error


def _cut(value: Any, sigma: float | None) -> Any:
    if sigma is None or not isinstance(value, dict) or "normal" not in value:
        return value
    return {"truncate_sigma": sigma, **value}


def age_of(key: str, value: Any, truncate_sigma: float | None = None) -> Age:
    """The age under one of the keys ``age_ka``, ``age_yr`` or ``age``. Raises ``InputError``."""
    plain = {k: v for k, v in value.items() if k not in CARRIED} if isinstance(value, dict) else value
    if key in _AGES:
        return checked(Age(distribution(_cut(plain, truncate_sigma), key), _AGES[key]), key)
    if not isinstance(plain, dict) or not plain.keys() & set(_C14):
        return checked(Age(distribution(_cut(plain, truncate_sigma), key)), key)
    if unknown := set(plain) - set(_C14):
        raise InputError("compute.unknown_key", field=min(unknown), known=", ".join(_C14))
    age, error, fraction, its_error = (plain.get(k) for k in _C14[:4])
    measured = stated(age, error, fraction, its_error, plain.get("dR") or 0.0, plain.get("dRe") or 0.0)
    found = radiocarbon.likelihood(measured, str(plain.get("curve") or "intcal20"))
    return checked(Age(density=found, reference_year=plain.get("reference_year", REFERENCE_YEAR)), key)


def checked_draws(draws: int) -> int:
    """The number of draws, if it is between 1,000 and 10,000,000. Raises ``InputError``."""
    if not 1000 <= draws <= MOST_DRAWS:
        raise InputError("compute.range", field="draws", value=draws, low=1000, high=MOST_DRAWS)
    return draws


def _told(found: Rate) -> dict[str, Any]:
    said = found.summary.as_json()
    spread = {"plus": said["q84"] - said["median"], "minus": said["median"] - said["q16"]}
    return {**said, **spread, "accepted": found.accepted, "rejected": found.rejected}


_MARKER = "[{offset_m, age_ka | age_yr | age, name}, …], youngest first"
_TOLD = (*(Key(name, "number", f"{name} of the rate, mm/yr") for name in STATISTICS.split(", ")[:8]),)
_HPD = (
    Key("hpd_68", "array", "shortest range with 68.27 %: [[from, to, percent]], mm/yr"),
    Key("hpd_95", "array", "that with 95.45 %"),
)
_DRAWN = (
    Key("draws", "integer", "number of draws", rates.DRAWS),
    Key("seed", "integer", "seed of the draws", rates.SEED),
)
_COUNTED = (
    Key("accepted", "integer", "draws used"),
    Key("rejected", "integer", "draws left out"),
)

SLIP_RATE_SINGLE = Function(
    name="slip_rate_single",
    zh="单一标志的滑动速率",
    en="Slip rate since one marker",
    inputs=(
        Key("offset_m", "distribution", "offset, metres", required=True),
        Key("age_ka", "distribution", "age, thousands of years"),
        Key("age_yr", "distribution", "or in years"),
        Key(
            "age",
            "distribution",
            "or a radiocarbon age {c14_age, c14_error, curve, reference_year}, or years",
        ),
        *_DRAWN,
    ),
    outputs=(
        *_TOLD,
        *_HPD,
        Key("plus", "number", "q84 − median"),
        Key("minus", "number", "median − q16"),
        Key("quadrature", "array", "[rate, sigma] with relative errors added in squares, mm/yr"),
        *_COUNTED,
        *_DRAWN,
    ),
    run=slip_rate_single,
    one_of=(("age_ka",), ("age_yr",), ("age",)),
)
SLIP_RATE_ENVELOPE = Function(
    name="slip_rate_envelope",
    zh="极值包络法滑动速率",
    en="Slip rate by extremes over extremes",
    inputs=(
        Key("offset_m", "array", "[min, preferred, max], metres", required=True),
        Key("age_ka", "array", "[min, preferred, max], thousands of years", required=True),
    ),
    outputs=(
        Key("preferred", "number", "preferred rate, mm/yr"),
        Key("plus", "number", "what the greatest rate adds"),
        Key("minus", "number", "what the least rate takes"),
    ),
    run=slip_rate_envelope,
)
SLIP_RATE_INCREMENTAL = Function(
    name="slip_rate_incremental",
    zh="多标志分段滑动速率（不允许倒退）",
    en="Slip rates between markers, slip never running backwards",
    inputs=(
        Key("markers", "array", _MARKER, required=True),
        Key("truncate_sigma", "number", "normals are cut at so many sigma"),
        Key("max_rate_mm_yr", "number", "draws with a faster interval are left out"),
        Key("pairwise_positive", "boolean", "each interval leaves draws out for itself", False),
        Key("joint_rejection", "boolean", "a draw is left out of all intervals (the default)"),
        *_DRAWN,
    ),
    outputs=(
        Key("intervals", "array", f"per interval from, to, {STATISTICS}, plus, minus, accepted, rejected"),
        *_COUNTED,
        Key("rejection", "string", "joint or pairwise"),
        *_DRAWN,
    ),
    run=slip_rate_incremental,
)
SLIP_RATE_COMBINED = Function(
    name="slip_rate_combined",
    zh="多标志综合滑动速率",
    en="Slip rates of several markers as one",
    inputs=(Key("markers", "array", _MARKER, required=True),),
    outputs=(
        Key("individual", "array", "[rate, sigma] of each by quadrature, mm/yr"),
        *_TOLD,
        *_HPD,
        Key("scatter", "number", "by what the error was raised for scatter, else 1"),
    ),
    run=slip_rate_combined,
)
