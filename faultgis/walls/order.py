"""The order of a trench's units: a partial order, kept as pairs of which is the younger, without circles."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from faultgis.errors import InputError
from faultgis.records.trench import StratUnit, UnitOrder


def older_ones(orders: Iterable[UnitOrder]) -> dict[UUID, list[UUID]]:
    """For each unit those that are said to be older, directly."""
    found: dict[UUID, list[UUID]] = {}
    for order in orders:
        found.setdefault(order.younger_id, []).append(order.older_id)
    return found


def way_down(older: Mapping[UUID, Sequence[UUID]], start: UUID, end: UUID) -> list[UUID] | None:
    """Units from ``start`` down to an older ``end``, by way of others, or ``None``."""
    came: dict[UUID, UUID | None] = {start: None}
    ahead = [start]
    while ahead:
        unit = ahead.pop(0)
        if unit == end:
            way = [unit]
            while (before := came[way[-1]]) is not None:
                way.append(before)
            return way[::-1]
        for below in older.get(unit, ()):
            if below not in came:
                came[below] = unit
                ahead.append(below)
    return None


def is_older(older: Mapping[UUID, Sequence[UUID]], unit: UUID, than: UUID) -> bool:
    """Whether a unit is stated, by way of others too, to be older than another."""
    return unit != than and way_down(older, than, unit) is not None


def circle(units: Iterable[UUID], orders: Iterable[UnitOrder]) -> list[UUID] | None:
    """Units that are each older than the one before and close a circle; the first comes again as the last."""
    older = older_ones(orders)
    for unit in units:
        for below in older.get(unit, ()):
            back = way_down(older, below, unit)
            if back is not None:
                return [unit, *back]
    return None


def require_order(
    units: Mapping[UUID, StratUnit], orders: Iterable[UnitOrder], younger: UUID, older: UUID
) -> None:
    """Refuse a pair that would close a circle.

    Raises ``InputError("unit_order.circle", units="U2 → U1 → U2")`` that names the units, youngest first;
    ``InputError("unit_order.same")`` for a unit with itself.
    """
    if younger == older:
        raise InputError("unit_order.same", unit=units[younger].code)
    back = way_down(older_ones(orders), older, younger)
    if back is not None:
        named = [units[key].code for key in [younger, *back] if key in units]
        raise InputError("unit_order.circle", units=" → ".join(named))


def levels(units: Iterable[UUID], orders: Iterable[UnitOrder]) -> dict[UUID, int]:
    """How far each unit stands above the oldest: the longest way down; 0 for units in a circle's reach."""
    older = older_ones(orders)
    found: dict[UUID, int] = {}

    def level(unit: UUID, above: frozenset[UUID]) -> int:
        if unit in above:
            return 0
        if unit not in found:
            below = [level(one, above | {unit}) for one in older.get(unit, ())]
            found[unit] = 1 + max(below, default=-1)
        return found[unit]

    for unit in units:
        level(unit, frozenset())
    return {unit: found[unit] for unit in units if unit in found}


def needless(orders: Sequence[UnitOrder]) -> set[UUID]:
    """The pairs that follow from others: not drawn in the order graph."""
    older = older_ones(orders)
    found: set[UUID] = set()
    for order in orders:
        others = [one for one in older[order.younger_id] if one != order.older_id]
        if any(way_down(older, one, order.older_id) is not None for one in others):
            found.add(order.id)
    return found
