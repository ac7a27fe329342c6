"""The sequence model on JSON values: dates and events from old to young, their ages within that order."""

import math
from typing import Any

import numpy as np

from faultgis.dating import judging, radiocarbon, sequence
from faultgis.dating.calendar import MIDDLE, astronomical_year, calendar_year
from faultgis.dating.luminescence import age_before
from faultgis.dating.ranges import Density
from faultgis.dating.sequence import Item, Level, Sampled, Setup
from faultgis.dating.stated import density_of
from faultgis.draws import distribution
from faultgis.errors import InputError
from faultgis.services.calculating.dating import stated
from faultgis.services.calculating.function import CARRIED, Function, Key
from faultgis.services.calculating.scarps import checked_seed

_C14 = ("c14_age", "c14_error", "f14c", "f14c_error", "curve", "dR", "dRe")
_BEFORE = ("age_ka", "minus_ka", "plus_ka", "datum_year")
FEWEST_SWEEPS, MOST_SWEEPS, MOST_CHAINS = 100, 1_000_000, 16
_OPEN = "none"


def sequence_model(
    sequence_old_to_young: list[Any] | None = None,
    older: Any = None,
    event: str | None = None,
    younger: Any = None,
    curve: str = "intcal20",
    top: Any = None,
    boundaries: str = "",
    sweeps: int = sequence.SWEEPS,
    chains: int = sequence.CHAINS,
    keep_draws: int = 0,
    bins: int = 0,
    seed: int = sequence.SEED,
) -> dict[str, Any]:
    """The ages; see ``faultgis.dating.sequence``."""
    if sequence_old_to_young is None:
        sides = [
            {"phase": [_named_date(date, name)]} for date, name in ((older, "older"), (younger, "younger"))
        ]
        sequence_old_to_young = [sides[0], {"event": event}, sides[1]]
    elif boundaries:
        raise InputError("compute.unknown_key", field="boundaries", known="sequence_old_to_young, top")
    levels = _levels(sequence_old_to_young, curve)
    if top is not None:
        levels = _with_top(levels, top)
    setup = Setup(_within("sweeps", sweeps, FEWEST_SWEEPS, MOST_SWEEPS), seed=checked_seed(seed))
    setup = Setup(setup.sweeps, chains=_within("chains", chains, 1, MOST_CHAINS), seed=setup.seed)
    return _answer(sequence.run(levels, setup), keep_draws, bins)


def _named_date(date: Any, name: str) -> Any:
    return {"name": name, **date} if isinstance(date, dict) else date


def _within(field: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise InputError("compute.range", field=field, value=value, low=least, high=most)
    return value


def _levels(entries: list[Any], curve: str) -> list[Level]:
    levels = []
    for number, entry in enumerate(entries, start=1):
        kinds = [kind for kind in ("boundary", "phase", "event") if isinstance(entry, dict) and kind in entry]
        others = set(entry) - {*kinds, *CARRIED} if isinstance(entry, dict) else set()
        if len(kinds) != 1 or others:
            raise InputError("sequence.entry", field="sequence_old_to_young", row=number)
        value = entry[kinds[0]]
        levels.append(
            _phase(value, curve, number) if kinds[0] == "phase" else (_named(kinds[0], value, number),)
        )
    return levels


def _named(kind: str, name: Any, number: int) -> Item:
    if not isinstance(name, str) or not name:
        raise InputError("sequence.name", field="sequence_old_to_young", row=number)
    return Item(name, kind)


def _phase(dates: Any, curve: str, number: int) -> Level:
    if not isinstance(dates, list) or not dates:
        raise InputError("sequence.phase", field="sequence_old_to_young", row=number)
    return tuple(_date(date, curve, f"{number}.{place}") for place, date in enumerate(dates, start=1))


def _date(date: Any, curve: str, place: str) -> Item:
    name = str(date.get("lab") or date.get("name") or place) if isinstance(date, dict) else place
    plain = {k: v for k, v in date.items() if k not in CARRIED} if isinstance(date, dict) else date
    try:
        if isinstance(plain, dict) and plain.keys() & set(_C14):
            return Item(name, "date", _radiocarbon(plain, curve), shift=MIDDLE)
        if isinstance(plain, dict) and "age_ka" in plain:
            return Item(name, "date", _luminescence(plain))
        return Item(name, "date", density_of(distribution(plain, "phase")))
    except InputError as error:
        raise InputError(error.code, **{**error.params, "lab": name}) from error


def _radiocarbon(date: dict[str, Any], curve: str) -> Any:
    if unknown := set(date) - set(_C14):
        raise InputError("compute.unknown_key", field=min(unknown), known=", ".join(_C14))
    if using := date.get("curve"):
        curve = str(using)
    numbers = [date.get(key) for key in _C14 if key != "curve"]
    if not all(n is None or (isinstance(n, int | float) and not isinstance(n, bool)) for n in numbers):
        raise InputError("radiocarbon.not_finite", field="c14_age")
    age, error, fraction, its_error, shift, its_spread = numbers
    return radiocarbon.likelihood(
        stated(age, error, fraction, its_error, shift or 0.0, its_spread or 0.0), curve
    )


def _luminescence(date: dict[str, Any]) -> Density:
    if unknown := set(date) - set(_BEFORE):
        raise InputError("compute.unknown_key", field=min(unknown), known=", ".join(_BEFORE))
    if missing := set(_BEFORE) - set(date):
        raise InputError("compute.missing", field=min(missing))
    return age_before(*(date[key] for key in _BEFORE))


def _with_top(levels: list[Level], top: Any) -> list[Level]:
    """The uppermost boundary fixed to a calendar year; added where the sequence ends without one."""
    value = top.get("value") if isinstance(top, dict) else top
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise InputError("sequence.top", field="top")
    last = levels[-1][0]
    name = last.name if last.kind == "boundary" else "top"
    kept = levels[:-1] if last.kind == "boundary" else levels
    return [*kept, (Item(name, "boundary", year=astronomical_year(float(value))),)]


def _answer(sampled: Sampled, keep_draws: int, bins: int) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {"events": {}, "dates": {}, "boundaries": {}}
    r_hat, sizes, warnings = {}, {}, []
    for place, item in enumerate(sampled.items):
        told = _told(sampled, place, bins)
        if item.kind == "date" and told["agreement"] < judging.LEAST_AGREEMENT:
            pair = {"date": item.name, "against": judging.at_odds(sampled, place)}
            warnings.append({"code": "sequence.low_agreement", **pair, "agreement": told["agreement"]})
        found["boundaries" if item.kind == "boundary" else f"{item.kind}s"][item.name] = told
        draws = sampled.draws[:, :, place]
        r_hat[item.name], sizes[item.name] = judging.r_hat(draws), judging.effective_size(draws)
    warnings += [
        {"code": "sequence.not_converged", "name": name, "r_hat": value}
        for name, value in r_hat.items()
        if value > judging.MOST_R_HAT
    ]
    agreements = [date["agreement"] for date in found["dates"].values()]
    said = {"r_hat": max(r_hat.values()), "ess": min(sizes.values()), "warnings": warnings}
    said |= {"agreement_model": judging.overall(agreements), "r_hat_each": r_hat, "ess_each": sizes}
    kept = {"draws": _draws(sampled, keep_draws)} if keep_draws else {}
    setup = sampled.setup
    return {**found["events"], **found, **said, **kept, "sweeps": setup.sweeps, "seed": setup.seed}


def _told(sampled: Sampled, place: int, bins: int) -> dict[str, Any]:
    item, draws = sampled.items[place], sampled.of(place)
    if item.year is not None:
        return {"fixed": calendar_year(item.year)}
    quantiles = np.quantile(draws, (0.025, 0.16, 0.5, 0.84, 0.975))
    names = ("q025", "q16", "median", "q84", "q975")
    said: dict[str, Any] = {"mean": calendar_year(float(draws.mean())), "sd": float(draws.std())}
    said |= {name: calendar_year(float(q)) for name, q in zip(names, quantiles, strict=True)}
    density = judging.posterior(draws)
    said |= {key: density.as_json()[key] for key in ("mode", "hpd_68", "hpd_95")}
    if item.density is not None:
        said["agreement"] = judging.agreement(item, draws)
    return said | ({"density": _binned(density, bins)} if bins > 0 else {})


def _binned(density: Density, bins: int) -> list[Any]:
    """A density in at most so many classes: [first astronomical year, years of a class, [percent …]]; of its
    long tails 0.05 % each are left out."""
    total = np.cumsum(density.mass)
    start, end = (int(np.searchsorted(total, share)) for share in (5e-4, 1 - 5e-4))
    mass = density.mass[start : end + 1]
    step = math.ceil(len(mass) / bins)
    percent = 100 * np.add.reduceat(mass, np.arange(0, len(mass), step))
    return [density.first + start, step, [round(float(share), 3) for share in percent]]


def _draws(sampled: Sampled, count: int) -> dict[str, list[float]]:
    """Joint draws of the events, evenly thinned to about so many: the same place is the same draw."""
    step = max(1, sampled.draws.shape[0] * sampled.draws.shape[1] // count)
    return {
        item.name: [round(year, 1) for year in calendar_year(sampled.of(place)[::step]).tolist()]
        for place, item in enumerate(sampled.items)
        if item.kind == "event"
    }


SEQUENCE_MODEL = Function(
    name="sequence_model",
    zh="地层顺序约束下的年龄（贝叶斯序列模型）",
    en="Ages constrained by stratigraphic order (Bayesian sequence model)",
    inputs=(
        Key("sequence_old_to_young", "array", "boundaries, phases of dates and events, oldest first"),
        Key("older", "distribution", "short form: the date below the event"),
        Key("event", "string", "short form: the event's name"),
        Key("younger", "distribution", "short form: the date above the event"),
        Key("curve", "string", "calibration curve of dates that name none", "intcal20"),
        Key("top", "distribution", "year of the uppermost boundary, or {type, value, role}"),
        Key("boundaries", "string", "short form: none (a flat prior)", ""),
        Key("sweeps", "integer", "kept sweeps of each chain (one of five is kept)", sequence.SWEEPS),
        Key("chains", "integer", "chains", sequence.CHAINS),
        Key("keep_draws", "integer", "so many joint draws of the events are answered, too", 0),
        Key("bins", "integer", "in so many classes at most each posterior density is answered, too", 0),
        Key("seed", "integer", "seed of the draws", sequence.SEED),
    ),
    outputs=(
        Key(
            "events",
            "object",
            "by event (also by its name): mean, sd, quantiles, mode, ranges, years; density: [first"
            " astronomical year, years of a class, [percent, …]]",
        ),
        Key("dates", "object", "by date the same, and its agreement in percent"),
        Key("boundaries", "object", "by boundary the same, or the year it is fixed to"),
        Key("agreement_model", "number", "agreement of all dates, percent"),
        Key("r_hat", "number", "largest split R-hat"),
        Key("ess", "number", "smallest effective number of draws"),
        Key("r_hat_each", "object", "split R-hat by name"),
        Key("ess_each", "object", "effective number of draws by name"),
        Key("warnings", "array", "dates that disagree with the order, and with which; what did not converge"),
        Key("draws", "object", "joint draws by event, calendar years"),
        Key("sweeps", "integer", "kept sweeps of each chain"),
        Key("seed", "integer", "seed of the draws"),
    ),
    run=sequence_model,
    one_of=(("sequence_old_to_young",), ("older", "event", "younger")),
)
