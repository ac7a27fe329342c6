"""Recurrence and probability of a fault or segment from a chronology, over the joint draws of its events."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from faultgis.changes import Change
from faultgis.dating.calendar import astronomical_year
from faultgis.errors import InputError
from faultgis.records.derived import ChronologyModel, Probability, Recurrence
from faultgis.records.kinds import AnyRecord
from faultgis.records.trench import PaleoEvent, TrenchSite
from faultgis.services.calculating import compute
from faultgis.services.deriving import making
from faultgis.services.deriving.making import Records
from faultgis.values import Basis, Document, Estimate, RangeKind

MODEL, ALPHA, WINDOW = "bpt", 0.24, 50
CHRONOLOGY = "chronology"


def recurrence(records: Records, model: ChronologyModel, old: Recurrence | None = None) -> Change:
    """The recurrence interval from a site's chronology, its spread, and the years since the last event at the
    end of the current year as asked (kept in the request, so that it can be asked again).

    Raises ``InputError("deriving.few_events")`` below two events.
    """
    draws, known = _events(records, model)
    if len(draws) < 2:
        raise InputError("deriving.few_events", chronology=model.code, count=len(draws))
    site = records["trench_site"][model.site_id]
    assert isinstance(site, TrenchSite)
    given: list[AnyRecord] = [model, *known]
    fields = making.derived(records, given, "interval_statistics", {"draws": draws}, "joint draws, ddof 1")
    told, year = fields["results"]["ranges"], _year(old)
    elapsed = _elapsed(draws, year)
    made = {
        "interval": _ranged(told["mean"], "a", 0),
        "cov": _ranged(told["cov_ddof1"], "1", 3) if "cov_ddof1" in told else None,
        "elapsed": _ranged(elapsed, "a", 0),
        "notes": old.notes if old is not None else "",
        **fields,
    }
    made["results"] = Document({**fields["results"], "elapsed": elapsed, "as_of_year": year})
    if old is not None:
        return Change(old, replace(old, chronology_id=model.id, **made))
    fresh = Recurrence(
        survey_id=model.survey_id,
        code=model.code,
        fault_id=site.fault_id,
        segment_id=site.segment_id,
        chronology_id=model.id,
        basis=CHRONOLOGY,
        **made,
    )
    return Change(None, fresh)


def _events(records: Records, model: ChronologyModel) -> tuple[dict[str, list[float]], list[PaleoEvent]]:
    """The joint draws by event; an event of a known year has it in every draw."""
    draws: dict[str, list[float]] = {name: list(years) for name, years in model.results["draws"].items()}
    count = len(next(iter(draws.values()), []))
    events = [e for e in records["paleo_event"].values() if isinstance(e, PaleoEvent)]
    of_site = [e for e in events if e.site_id == model.site_id and e.status != "rejected"]
    for event in of_site:
        if event.known_year is not None and count:
            draws[event.code] = [float(event.known_year)] * count
    refuted = {e.code for e in events if e.site_id == model.site_id} - {e.code for e in of_site}
    draws = {name: years for name, years in draws.items() if name not in refuted}
    return draws, [event for event in of_site if event.code in draws]


def _year(old: Recurrence | None) -> int:
    return int(old.results.get("as_of_year", date.today().year)) if old is not None else date.today().year


def _elapsed(draws: Mapping[str, list[float]], year: int) -> dict[str, float]:
    latest = np.max([[astronomical_year(y) for y in years] for years in draws.values()], axis=0)
    since = year - latest
    shares = {"q025": 0.025, "q16": 0.16, "median": 0.5, "q84": 0.84, "q975": 0.975}
    return {name: float(np.quantile(since, share)) for name, share in shares.items()}


def _ranged(told: Mapping[str, float], unit: str, digits: int) -> Estimate:
    low, best, high = (round(told[name], digits) for name in ("q025", "median", "q975"))
    return Estimate(unit=unit, low=low, best=best, high=high, range=RangeKind.PERCENT_95, basis=Basis.DERIVED)


def probability(
    records: Records,
    cycle: Recurrence,
    window: int = WINDOW,
    model: str = MODEL,
    alpha: float = ALPHA,
    old: Probability | None = None,
) -> Change:
    """The probability of rupture within a window: best at the medians of interval and elapsed time, its range
    over the corners of their 68 % ranges, with a stated aperiodicity (0.24 where the office states none).

    Raises ``InputError("deriving.no_cycle")`` where interval or elapsed time are unknown.
    """
    request, best = _asked(cycle, window, model, alpha)
    fields = making.derived(records, (cycle,), "conditional_probability_range", request, "corners of 68 %")
    middle = float(compute("conditional_probability", best)["p"])
    (low, high), *_ = fields["results"]["p"].values()
    low, high = min(low, middle), max(high, middle)
    fields["results"] = Document({**fields["results"], "best": middle, "best_request": best})
    numbers = {"probability": middle, "low": low, "high": high}
    if old is not None:
        return Change(old, replace(old, **numbers, **fields))
    made = Probability(
        survey_id=cycle.survey_id,
        code=cycle.code,
        fault_id=cycle.fault_id,
        segment_id=cycle.segment_id,
        recurrence_id=cycle.id,
        model=model,
        from_year=int(cycle.results.get("as_of_year", date.today().year)),
        window_years=window,
        **numbers,
        **fields,
    )
    return Change(None, made)


def _asked(cycle: Recurrence, window: int, model: str, alpha: float) -> tuple[dict[str, Any], dict[str, Any]]:
    intervals, elapsed = cycle.results.get("ranges", {}).get("mean"), cycle.results.get("elapsed")
    if not intervals or not elapsed:
        raise InputError("deriving.no_cycle", recurrence=cycle.code)
    spread = {} if model == "poisson" else {"alpha": alpha}
    quiet = [max(0.0, elapsed[name]) for name in ("q16", "q84")]
    means = [intervals[name] for name in ("q16", "q84")]
    best = {"mean": intervals["median"], "elapsed": max(0.0, elapsed["median"])}
    return (
        {"model": model, "mean_range": means, "elapsed_range": quiet, **spread, "windows": [window]},
        {"model": model, **best, **spread, "windows": [window]},
    )


def settings_of(old: Probability) -> dict[str, Any]:
    """With which window, model and aperiodicity a probability was asked."""
    alpha = old.request.get("alpha", ALPHA)
    return {"window": old.window_years, "model": old.model, "alpha": float(alpha)}


def ranked(rows: Sequence[tuple[UUID, float | None]]) -> list[UUID]:
    """Keys by their number, the greatest first, the unknown last in their order."""
    known = [(key, value) for key, value in rows if value is not None and math.isfinite(value)]
    order = [key for key, _ in sorted(known, key=lambda row: -row[1])]
    return [*order, *(key for key, value in rows if key not in set(order))]
