"""Radiocarbon on JSON values: calibration, combination, fractions and calendar years."""

import math
from typing import Any

from faultgis.dating import radiocarbon
from faultgis.dating.calendar import PRESENT, calendar_of_bp, calendar_year, label
from faultgis.dating.combining import combine
from faultgis.dating.luminescence import age_before
from faultgis.dating.radiocarbon import Measured
from faultgis.dating.ranges import LEVELS
from faultgis.errors import InputError
from faultgis.services.calculating.function import Function, Key

SPACES = ("c14", "f14c")


def calibrate(
    c14_age: float | None = None,
    c14_error: float | None = None,
    f14c: float | None = None,
    f14c_error: float | None = None,
    curve: str = "intcal20",
    levels: list[Any] | None = None,
    dR: float = 0.0,  # noqa: N803 (the interface's own names)
    dRe: float = 0.0,  # noqa: N803
    space: str = "c14",
) -> dict[str, Any]:
    """A calibrated age; see ``faultgis.dating.radiocarbon``."""
    measured = stated(c14_age, c14_error, f14c, f14c_error, dR, dRe)
    if space not in SPACES:
        raise InputError("compute.choice", field="space", value=space, known=", ".join(SPACES))
    wanted = _levels(levels)
    found = radiocarbon.calibrate(measured, curve, space)
    said = found.density.as_json(wanted)
    median = found.density.quantile(0.5)
    return {
        "hpd_68": said["hpd_68"],
        "hpd_95": said["hpd_95"],
        "median_cal_bp": PRESENT - median,
        "median_ad": calendar_year(median),
        "mean_ad": said["mean"],
        "sd": said["sd"],
        "mode_ad": said["mode"],
        "flags": list(found.flags),
        "curve": found.curve,
    }


def stated(
    c14_age: float | None,
    c14_error: float | None,
    f14c: float | None,
    f14c_error: float | None,
    delta_r: float = 0.0,
    delta_r_error: float = 0.0,
) -> Measured:
    """The measurement that JSON values state, as an age or as a fraction. Raises ``InputError``."""
    if c14_age is not None and c14_error is not None:
        return Measured(c14_age, c14_error, delta_r, delta_r_error)
    if f14c is None or f14c_error is None:
        raise InputError("compute.which_input", ways="c14_age + c14_error | f14c + f14c_error")
    of = radiocarbon.age_of_f14c(f14c, f14c_error)
    return Measured(of.age, of.error, delta_r, delta_r_error)


def _levels(levels: list[Any] | None) -> tuple[float, float]:
    if levels is None:
        return LEVELS
    sound = len(levels) == 2 and all(
        isinstance(level, int | float) and not isinstance(level, bool) and 0 < level < 1 for level in levels
    )
    if not sound:
        raise InputError("radiocarbon.levels", field="levels")
    return float(levels[0]), float(levels[1])


def combine_c14(dates: list[Any]) -> dict[str, Any]:
    """Replicate ages combined; see ``faultgis.dating.combining``."""
    pairs = []
    for row, date in enumerate(dates, start=1):
        if not (isinstance(date, list) and len(date) == 2 and all(isinstance(n, int | float) for n in date)):
            raise InputError("radiocarbon.date_pair", field="dates", row=row)
        pairs.append(Measured(float(date[0]), float(date[1])))
    found = combine(pairs)
    said = {"mean": found.mean, "error": found.error, "T": found.statistic, "dof": found.freedom}
    return {**said, "chi2_95": found.limit, "pass": found.agrees}


def f14c_to_age(f14c: float, f14c_error: float) -> dict[str, Any]:
    """A fraction as a conventional age."""
    found = radiocarbon.age_of_f14c(f14c, f14c_error)
    return {"age": found.age + 0.0, "error": found.error}  # never a zero below zero


def bp_to_calendar(cal_bp: float) -> dict[str, Any]:
    """An age in cal BP as a calendar year; there is no year zero."""
    year = calendar_of_bp(cal_bp)
    whole = math.floor(year + 0.5) if year > 0 else math.ceil(year - 0.5)
    return {"calendar": int(year) if year == whole else year, "label": label(whole)}


def luminescence_age(
    age_ka: float,
    datum_year: float,
    error_ka: float | None = None,
    minus_ka: float | None = None,
    plus_ka: float | None = None,
) -> dict[str, Any]:
    """An age counted from its year of measurement, in calendar years."""
    minus = minus_ka if minus_ka is not None else error_ka
    plus = plus_ka if plus_ka is not None else error_ka
    if minus is None or plus is None:
        raise InputError("compute.which_input", ways="error_ka | minus_ka + plus_ka")
    return age_before(age_ka, minus, plus, datum_year).as_json()


_AGE = (
    Key("c14_age", "number", "conventional radiocarbon age, 14C years BP"),
    Key("c14_error", "number", "its one-sigma error, 14C years"),
    Key("f14c", "number", "or the fraction F14C"),
    Key("f14c_error", "number", "its one-sigma error"),
)
_RANGES = (
    Key("hpd_68", "array", "highest-density ranges of the first level: [from, to, percent], oldest first"),
    Key("hpd_95", "array", "those of the second level"),
)

CALIBRATE = Function(
    name="calibrate",
    zh="放射性碳年龄校正",
    en="Calibrate a radiocarbon age",
    inputs=(
        *_AGE,
        Key("curve", "string", "calibration curve", "intcal20"),
        Key("levels", "array", "the two probabilities of the ranges", list(LEVELS)),
        Key("dR", "number", "reservoir offset, 14C years, of either sign", 0.0),
        Key("dRe", "number", "its one-sigma error", 0.0),
        Key("space", "string", "c14 or f14c: in which to compare", "c14"),
    ),
    outputs=(
        *_RANGES,
        Key("median_cal_bp", "number", "median, cal BP"),
        Key("median_ad", "number", "median, calendar year"),
        Key("mean_ad", "number", "mean, calendar year"),
        Key("sd", "number", "standard deviation, years"),
        Key("mode_ad", "number", "most probable calendar year"),
        Key("flags", "array", "truncated, post_bomb_possible, f14c_space_advised"),
        Key("curve", "string", "the curve used"),
    ),
    run=calibrate,
    one_of=(("c14_age", "c14_error"), ("f14c", "f14c_error")),
)
COMBINE_C14 = Function(
    name="combine_c14",
    zh="合并同一样品的放射性碳年龄",
    en="Combine replicate radiocarbon ages (Ward & Wilson 1978)",
    inputs=(Key("dates", "array", "[age, one-sigma error] of each, 14C years BP", required=True),),
    outputs=(
        Key("mean", "number", "weighted mean, 14C years BP"),
        Key("error", "number", "its error"),
        Key("T", "number", "test statistic"),
        Key("dof", "integer", "degrees of freedom"),
        Key("chi2_95", "number", "its 5 % limit"),
        Key("pass", "boolean", "whether the ages may be of one thing"),
    ),
    run=combine_c14,
)
LUMINESCENCE_AGE = Function(
    name="luminescence_age",
    zh="释光、宇宙成因核素年龄换算为公历年",
    en="An age counted from its year of measurement, in calendar years",
    inputs=(
        Key("age_ka", "number", "age, thousands of years before datum_year", required=True),
        Key("datum_year", "number", "year from which the age counts", required=True),
        Key("error_ka", "number", "one-sigma error both ways"),
        Key("minus_ka", "number", "or towards younger"),
        Key("plus_ka", "number", "and towards older"),
    ),
    outputs=(
        *(Key(k, "number", f"{k}, calendar year") for k in ("mean", "median", "mode", "q025", "q16", "q84")),
        Key("q975", "number", "q975, calendar year"),
        Key("sd", "number", "standard deviation, years"),
        *_RANGES,
    ),
    run=luminescence_age,
    one_of=(("error_ka",), ("minus_ka", "plus_ka")),
)
F14C_TO_AGE = Function(
    name="f14c_to_age",
    zh="F14C 换算为放射性碳年龄",
    en="F14C as a conventional radiocarbon age",
    inputs=(
        Key("f14c", "number", "fraction", required=True),
        Key("f14c_error", "number", "its one-sigma error", required=True),
    ),
    outputs=(Key("age", "number", "14C years BP"), Key("error", "number", "its one-sigma error")),
    run=f14c_to_age,
)
BP_TO_CALENDAR = Function(
    name="bp_to_calendar",
    zh="cal BP 换算为公历年",
    en="cal BP as a calendar year",
    inputs=(Key("cal_bp", "number", "years before AD 1950", required=True),),
    outputs=(
        Key("calendar", "number", "calendar year, BC negative, no year zero"),
        Key("label", "string", "the year in words"),
    ),
    run=bp_to_calendar,
)
