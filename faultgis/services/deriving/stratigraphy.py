"""A trench site's stratigraphy as the sequence that its ages are held to, oldest first.

Units stand at the length of their longest way down in the order graph; units of one level, and dates of one
unit, are unordered. An event stands above the youngest unit that it cut and below the oldest that covers it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from faultgis.errors import InputError
from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import LabResult, Sample
from faultgis.records.trench import PaleoEvent, StratUnit, UnitOrder
from faultgis.services.deriving import gathering
from faultgis.services.deriving.stating import is_radiocarbon, luminescence_of, radiocarbon_of

Records = Mapping[str, Mapping[UUID, AnyRecord]]
BASE, TOP = "base", "top"


@dataclass(frozen=True)
class SiteSequence:
    """The model of a site: its entries for ``sequence_model``, the year of its top if a historical event
    closes it, and what the drawing of levels assumed beyond the stated order."""

    entries: tuple[dict[str, Any], ...]
    top: dict[str, Any] | None
    assumed: tuple[tuple[str, str], ...]


def sequence_of(records: Records, site_id: UUID) -> SiteSequence:
    """The sequence of a site.

    Raises ``InputError``: ``stratigraphy.circle`` (names the units), ``stratigraphy.no_unit`` (a dated sample
    without a unit), ``stratigraphy.event_order`` (the unit that covers an event is not above the one it cut),
    ``stratigraphy.no_dates``, ``deriving.no_age``, ``deriving.no_datum``.
    """
    found = list(gathering.of_site(records, site_id))
    units = {r.id: r for r in found if isinstance(r, StratUnit)}
    orders = [r for r in found if isinstance(r, UnitOrder)]
    events = [r for r in found if isinstance(r, PaleoEvent) and r.status != "rejected"]
    levels = levels_of(units, orders)
    dates = _dates(found, units)
    if not dates:
        raise InputError("stratigraphy.no_dates")
    return _laid_out(units, levels, dates, events, orders)


def levels_of(units: Mapping[UUID, StratUnit], orders: Sequence[UnitOrder]) -> dict[UUID, int]:
    """The level of each unit, 0 the oldest. Raises ``InputError("stratigraphy.circle")`` with the circle."""
    below: dict[UUID, list[UUID]] = {key: [] for key in units}
    for order in orders:
        if order.younger_id in units and order.older_id in units:
            below[order.younger_id].append(order.older_id)
    levels: dict[UUID, int] = {}
    for key in units:
        _level(key, below, levels, [], units)
    return levels


def _level(
    key: UUID,
    below: Mapping[UUID, list[UUID]],
    levels: dict[UUID, int],
    way: list[UUID],
    units: Mapping[UUID, StratUnit],
) -> int:
    if key in way:
        circle = [units[u].code for u in (*way[way.index(key) :], key)]
        raise InputError("stratigraphy.circle", units=" → ".join(circle))
    if key not in levels:
        under = [_level(other, below, levels, [*way, key], units) for other in below[key]]
        levels[key] = 1 + max(under, default=-1)
    return levels[key]


def _dates(found: Sequence[AnyRecord], units: Mapping[UUID, StratUnit]) -> dict[UUID, list[dict[str, Any]]]:
    samples = {r.id: r for r in found if isinstance(r, Sample)}
    dates: dict[UUID, list[dict[str, Any]]] = {}
    results = [r for r in found if isinstance(r, LabResult) and not r.rejected]
    for result in sorted(results, key=lambda r: (r.lab_code, str(r.id))):
        sample = samples[result.sample_id]
        if sample.unit_id is None or sample.unit_id not in units:
            raise InputError("stratigraphy.no_unit", sample=sample.code)
        stated = radiocarbon_of(result) if is_radiocarbon(result) else luminescence_of(result)
        dates.setdefault(sample.unit_id, []).append({"lab": result.lab_code, **stated})
    return dates


def _laid_out(
    units: Mapping[UUID, StratUnit],
    levels: Mapping[UUID, int],
    dates: Mapping[UUID, list[dict[str, Any]]],
    events: Sequence[PaleoEvent],
    orders: Sequence[UnitOrder],
) -> SiteSequence:
    historical = _historical(events)
    above: dict[int, list[PaleoEvent]] = {}
    for event in events:
        if event is not historical:
            above.setdefault(_place(event, units, levels), []).append(event)
    entries: list[dict[str, Any]] = [{"boundary": BASE}, *_events(above.get(-1, []))]
    for level in range(1 + max(levels.values(), default=-1)):
        phase = [date for key, at in levels.items() if at == level for date in dates.get(key, [])]
        entries += [{"phase": phase}] if phase else []
        entries += _events(above.get(level, []))
    entries.append({"boundary": TOP if historical is None else historical.code})
    top = None if historical is None else {"type": "calendar", "value": historical.known_year}
    return SiteSequence(tuple(entries), top, _assumed(units, levels, dates, orders))


def _events(events: Sequence[PaleoEvent]) -> list[dict[str, Any]]:
    # Position 1 is the youngest.
    return [{"event": event.code} for event in sorted(events, key=lambda e: (-e.position, e.code))]


def _historical(events: Sequence[PaleoEvent]) -> PaleoEvent | None:
    """The youngest event, if its year is known and no unit covers it: it closes the sequence."""
    known = [e for e in events if e.known_year is not None and e.younger_unit_id is None]
    return max(known, key=lambda e: cast(int, e.known_year), default=None)


def _place(event: PaleoEvent, units: Mapping[UUID, StratUnit], levels: Mapping[UUID, int]) -> int:
    """The level above which an event stands. Raises ``InputError``."""
    cut, cover = (_known(key, levels) for key in (event.older_unit_id, event.younger_unit_id))
    if cut is not None and cover is not None and levels[cover] <= levels[cut]:
        codes = units[cut].code, units[cover].code
        raise InputError("stratigraphy.event_order", event=event.code, cut=codes[0], cover=codes[1])
    if cut is not None:
        return levels[cut]
    if cover is not None:
        return levels[cover] - 1
    raise InputError("stratigraphy.event_open", event=event.code)


def _known(key: UUID | None, levels: Mapping[UUID, int]) -> UUID | None:
    return key if key in levels else None


def _assumed(
    units: Mapping[UUID, StratUnit],
    levels: Mapping[UUID, int],
    dates: Mapping[UUID, list[dict[str, Any]]],
    orders: Sequence[UnitOrder],
) -> tuple[tuple[str, str], ...]:
    """Pairs of dated units (older, younger) that stand on different levels though no stated order says so."""
    older_than = _closure(units, orders)
    dated = sorted(dates, key=lambda key: (levels[key], units[key].code))
    return tuple(
        (units[a].code, units[b].code)
        for number, a in enumerate(dated)
        for b in dated[number + 1 :]
        if levels[a] < levels[b] and a not in older_than[b]
    )


def _closure(units: Mapping[UUID, StratUnit], orders: Sequence[UnitOrder]) -> dict[UUID, set[UUID]]:
    """All units that are older than each, by way of others."""
    direct: dict[UUID, set[UUID]] = {key: set() for key in units}
    for order in orders:
        if order.younger_id in units and order.older_id in units:
            direct[order.younger_id].add(order.older_id)
    found: dict[UUID, set[UUID]] = {}
    for key in units:
        reached, ahead = set(), list(direct[key])
        while ahead:
            unit = ahead.pop()
            if unit not in reached:
                reached.add(unit)
                ahead += direct[unit]
        found[key] = reached
    return found
