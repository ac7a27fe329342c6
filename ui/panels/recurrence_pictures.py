"""From records of recurrence to what the plots and tables of it show."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from faultgis.dating.calendar import astronomical_year
from faultgis.errors import FaultGISError
from faultgis.records.derived import ChronologyModel, Probability, Recurrence
from faultgis.services.calculating import compute
from faultgis.services.deriving.parameters import Parameter
from ui.forms import shown
from ui.plots.hazard import HazardView
from ui.words import tr

POINTS = 160
MODELS = {
    "bpt": "BPT",
    "lognormal": "Lognormal",
    "poisson": "Poisson",
    "weibull": "Weibull",
    "gamma": "Gamma",
}
NAMES = {
    "kinematics": "Kinematics",
    "latest_activity": "Latest activity",
    "length": "Length",
    "strike": "Strike",
    "dip_direction": "Dip direction",
    "dip": "Dip",
    "rake": "Rake",
    "upper_depth": "Upper depth",
    "lower_depth": "Lower depth",
    "net_slip_rate": "Net slip rate",
    "strike_slip_rate": "Strike-slip rate",
    "vertical_slip_rate": "Vertical slip rate",
    "shortening_rate": "Shortening rate",
    "representative_rate": "Representative slip rate",
    "interval": "Interval",
    "cov": "Coefficient of variation",
    "elapsed": "Elapsed",
    "elapsed_ratio": "Elapsed ratio",
    "probability": "Probability",
}


def hazard(cycle: Recurrence, model: str, alpha: float, stale: bool) -> HazardView | None:
    """The hazard curve of a recurrence under a model; ``None`` where interval or elapsed time are unknown."""
    if cycle.interval is None or cycle.elapsed is None or not cycle.interval.middle > 0:
        return None
    mean, now = cycle.interval.middle, max(0.0, cycle.elapsed.middle)
    years = np.linspace(0.0, max(2.2 * mean, 1.2 * now), POINTS)
    asked: dict[str, Any] = {"model": model, "mean": mean, "t": years.tolist()}
    if model != "poisson":
        asked["alpha"] = alpha
    try:
        rates = compute("hazard", asked)["hazard"]
    except FaultGISError:
        return None
    low, high = (cycle.elapsed.low, cycle.elapsed.high)
    span = (max(0.0, low if low is not None else now), max(0.0, high if high is not None else now))
    said = tr(MODELS[model]) if model == "poisson" else f"{tr(MODELS[model])}, α = {alpha:g}"
    title = tr("{code}: {model}, mean {mean} a", code=cycle.code, model=said, mean=f"{mean:.0f}")
    title = f"⚠ {title}" if stale else title
    return HazardView(years, np.array(rates, dtype=np.float64), 1 / mean, mean, now, span, title, stale)


def mean_years(model: ChronologyModel, known: Mapping[str, int]) -> list[float]:
    """The mean ages of a chronology's events as astronomical years, old to young; of ``known`` events (code
    to calendar year) the year itself."""
    told = {name: float(event["mean"]) for name, event in model.results.get("events", {}).items()}
    return sorted(astronomical_year(year) for year in {**told, **known}.values())


def fits(years: list[float]) -> tuple[list[tuple[str, str, str]], int]:
    """The five models fitted to the intervals between years: name, parameters, AIC, the best first; and the
    number of intervals. Raises ``InputError`` where there are too few."""
    intervals = [float(gap) for gap in np.diff(years)]
    told = compute("fit_renewal", {"intervals": intervals})
    known = {name: fit for name, fit in told.items() if name in MODELS}
    order = sorted(known, key=lambda name: float(known[name]["aic"]))
    return [(MODELS[name], _parameters(known[name]), f"{known[name]['aic']:.1f}") for name in order], len(
        intervals
    )


def _parameters(fit: Mapping[str, Any]) -> str:
    own = {key: value for key, value in fit.items() if key not in ("loglik", "aic", "cdf_y")}
    return ", ".join(f"{key} = {value:.4g}" for key, value in own.items())


def value_words(parameter: Parameter) -> str:
    """A parameter's value as one reads it; what is not known is said to be."""
    if parameter.code:
        return shown.code_label(parameter.name, parameter.code)
    if parameter.share is not None:
        said = shown.percent(parameter.share)
        ends = [shown.percent(end) for end in (parameter.low, parameter.high) if end is not None]
        return said if set(ends) <= {said} else f"{said} ({' – '.join(ends)})"
    return shown.estimate(parameter.value) if parameter.value is not None else tr("not known")


def name_words(parameter: Parameter) -> str:
    """A parameter's name, with what tells it from others of the name."""
    name = tr(NAMES[parameter.name])
    if parameter.name == "probability":
        years, model = parameter.detail.split(" · ")
        return tr("Probability in {years} a ({model})", years=years, model=model_word(model))
    if parameter.name == "representative_rate":
        return f"{name}{tr(': ')}{shown.code_label('offset_component', parameter.detail)}"
    return name


def model_word(model: str) -> str:
    """A renewal model by its name in the language in use."""
    return tr(MODELS[model]) if model in MODELS else model


def rounded(chance: Probability) -> str:
    """A probability as the Japanese long-term evaluations print it."""
    pairs = chance.results.get("rounded", {})
    found = next(iter(pairs.values()), None)
    if not found:
        return ""
    low, high = found
    return low if low == high else f"{low} – {high}"
