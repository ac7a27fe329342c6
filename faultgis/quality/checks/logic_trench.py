"""Logic of trenches: events against what the trench's row says and against the order of units, and dates
against that order."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from faultgis.national.rows import Row
from faultgis.quality import times
from faultgis.quality.finding import WARNING, Finding
from faultgis.quality.given import Given
from faultgis.quality.rule import check
from faultgis.quality.saying import of_record
from faultgis.quality.times import Ages, Dated
from faultgis.records.trench import EventEvidence, PaleoEvent, StratUnit, Trench, UnitOrder, Wall
from faultgis.walls.order import is_older, older_ones


@dataclass(frozen=True)
class _Events:
    """The events of a trench: those that its walls and units show, those of its site that name no trench,
    and how many its site has in all."""

    shown: Sequence[PaleoEvent]
    loose: Sequence[PaleoEvent]
    of_site: int


@check("QC-LOG-009")
def events_and_trench(given: Given) -> Iterator[Finding | None]:
    """A trench's row counts its events and dates the last of them as their records do; events stand in order,
    each between the units that bound it."""
    ages = _ages(given)
    by_trench = _by_trench(given)
    for row in given.package.of("Trench"):
        events = by_trench.get(row.id) if row.id else None
        if events is not None:
            yield from _count(given, row, events)
            yield from _latest(given, row, events, ages)
    yield from _order(given, ages)
    yield from _bounds(given)
    yield from _after_what_they_cut(given, ages)


def _events(given: Given) -> list[PaleoEvent]:
    found = [r for r in given.records.get("paleo_event", ()) if isinstance(r, PaleoEvent)]
    return [each for each in found if each.status != "rejected"]


def _ages(given: Given) -> Mapping[UUID, Ages]:
    """The age of each event: of its chronology, else of the year that is known."""
    found = dict(times.event_ages(given))
    for each in _events(given):
        if each.known_year is not None:
            age = times.before(each.known_year, given.today)
            found[each.id] = Ages(age, age)
    return found


def _by_trench(given: Given) -> Mapping[UUID, _Events]:
    trenches = [r for r in given.records.get("trench", ()) if isinstance(r, Trench)]
    shown = _showing(given)
    found: dict[UUID, _Events] = {}
    for trench in trenches:
        alone = sum(1 for each in trenches if each.site_id == trench.site_id) == 1
        of_site = [each for each in _events(given) if each.site_id == trench.site_id]
        here = [each for each in of_site if alone or trench.id in shown.get(each.id, ())]
        loose = [] if alone else [each for each in of_site if not shown.get(each.id)]
        found[trench.id] = _Events(here, loose, len(of_site))
    return found


def _showing(given: Given) -> Mapping[UUID, set[UUID]]:
    """The trenches whose units or walls show each event."""
    units = {r.id: r.trench_id for r in given.records.get("strat_unit", ()) if isinstance(r, StratUnit)}
    walls = {r.id: r.trench_id for r in given.records.get("wall", ()) if isinstance(r, Wall)}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for event in _events(given):
        found[event.id] |= {units[u] for u in (event.older_unit_id, event.younger_unit_id) if u in units}
    for each in given.records.get("event_evidence", ()):
        if isinstance(each, EventEvidence) and each.wall_id in walls:
            found[each.event_id].add(walls[each.wall_id])
    return found


def _count(given: Given, row: Row, events: _Events) -> Iterator[Finding | None]:
    stated = given.number(row, "EQEventCount")
    if stated is None:
        return
    least, most = len(events.shown), len(events.shown) + len(events.loose)
    if most == 0 and stated > 0:
        yield given.wrong(row, "EQEventCount", "none", severity=WARNING)
    else:
        fits = least <= stated <= most or stated == events.of_site
        yield None if fits else given.wrong(row, "EQEventCount", "count", events=least)


def _latest(given: Given, row: Row, events: _Events, ages: Mapping[UUID, Ages]) -> Iterator[Finding | None]:
    stated, error = (row.values.get(name) for name in ("LatestEQPeroidEst", "LatestEQPeroidEr"))
    last = _last([each for each in (*events.shown, *events.loose) if each.id in ages], ages)
    if given.empty(stated) or last is None:
        return
    readings = times.readings(str(stated), "" if given.empty(error) else str(error), given.today)
    if not readings:
        yield given.wrong(row, "LatestEQPeroidEst", "unread", severity=WARNING)
        return
    real = ages[last.id]
    said: dict[str, Any] = {"event": last.code, "young": f"{real.young:.3g}", "old": f"{real.old:.3g}"}
    fits = any(each.meets(real) for each in readings)
    yield None if fits else given.wrong(row, "LatestEQPeroidEst", "latest", **said)


def _last(events: Sequence[PaleoEvent], ages: Mapping[UUID, Ages]) -> PaleoEvent | None:
    """The youngest: by its position, else by its age."""
    return min(events, key=lambda each: (each.position or 10_000, ages[each.id].young), default=None)


def _order(given: Given, ages: Mapping[UUID, Ages]) -> Iterator[Finding | None]:
    by_site: dict[UUID, list[PaleoEvent]] = defaultdict(list)
    for each in _events(given):
        if each.position > 0 and each.id in ages:
            by_site[each.site_id].append(each)
    for events in by_site.values():
        ordered = sorted(events, key=lambda each: each.position)
        for number, young in enumerate(ordered[:-1]):
            # Not the next one alone: between two that contradict each other may stand one of any age.
            below = (each for each in ordered[number + 1 :] if each.position > young.position)
            old = next((each for each in below if ages[young.id].older_than(ages[each.id])), None)
            yield None if old is None else of_record(given, young, "position", "order", other=old.code)


def _bounds(given: Given) -> Iterator[Finding | None]:
    units = {r.id: r for r in given.records.get("strat_unit", ()) if isinstance(r, StratUnit)}
    older = older_ones(r for r in given.records.get("unit_order", ()) if isinstance(r, UnitOrder))
    for event in _events(given):
        cut, cover = event.older_unit_id, event.younger_unit_id
        if cut in units and cover in units and cut is not None and cover is not None:
            wrong = cut == cover or is_older(older, cover, cut)
            said: dict[str, Any] = {"cut": units[cut].code, "cover": units[cover].code}
            yield of_record(given, event, "older_unit_id", "bounds", **said) if wrong else None


def _after_what_they_cut(given: Given, ages: Mapping[UUID, Ages]) -> Iterator[Finding | None]:
    """No event is older than a date of a unit that it cut. What was reworked into a unit is older than it, so
    dates of the unit above say nothing against an event."""
    dates = times.dated(given)
    units = {r.id: r.code for r in given.records.get("strat_unit", ()) if isinstance(r, StratUnit)}
    for event in _events(given):
        cut = event.older_unit_id
        if event.id not in ages or cut is None or cut not in units or cut not in dates:
            continue
        young = next((each for each in dates[cut] if ages[event.id].older_than(each.ages)), None)
        if young is None:
            yield None
        else:
            said: dict[str, Any] = {"cut": units[cut], "lab": young.result.lab_code}
            said |= {"young": f"{young.ages.young:.3g}", "old": f"{young.ages.old:.3g}"}
            yield of_record(given, event, "older_unit_id", "cut", severity=WARNING, **said)


@check("QC-LOG-010")
def dates_in_order(given: Given) -> Iterator[Finding | None]:
    """A date of an older unit is not younger than one of a younger unit, their ranges taken whole."""
    dates = times.dated(given, float(given.parameter("sigmas", 2)))
    units = {r.id: r.code for r in given.records.get("strat_unit", ()) if isinstance(r, StratUnit)}
    older = older_ones(r for r in given.records.get("unit_order", ()) if isinstance(r, UnitOrder))
    for upper in dates:
        for lower in _below(older, upper):
            for young, old in itertools.product(dates[upper], dates.get(lower, ())):
                if young.ages.scale == old.ages.scale:
                    yield _inversion(given, young, old, units) if young.ages.older_than(old.ages) else None


def _below(older: Mapping[UUID, Sequence[UUID]], unit: UUID) -> set[UUID]:
    """All units that are stated to be older, by way of others too."""
    found: set[UUID] = set()
    ahead = list(older.get(unit, ()))
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += older.get(one, ())
    return found - {unit}


def _inversion(given: Given, young: Dated, old: Dated, units: Mapping[UUID, str]) -> Finding:
    upper, lower = young.sample.unit_id, old.sample.unit_id
    said: dict[str, Any] = {
        "upper": units.get(upper, "") if upper else "",
        "lower": units.get(lower, "") if lower else "",
        "upper_age": f"{young.ages.young:.3g}–{young.ages.old:.3g}",
        "lower_age": f"{old.ages.young:.3g}–{old.ages.old:.3g}",
        "other": old.result.lab_code,
    }
    return of_record(given, young.result, name=young.result.lab_code, value=old.result.lab_code, **said)
