"""Units of a trench and their order."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.records.trench import StratUnit, Trench, UnitOrder
from faultgis.services.trenching import first_free
from faultgis.walls.log import TrenchLog
from faultgis.walls.order import require_order

COLOURS = (
    *("#c9a66b", "#9aa08a", "#b98d6a", "#d8c9a3", "#8f8577", "#a9b0a8", "#c7b18d", "#7f8a8c", "#bfae86"),
    *("#a37f62", "#d2c4b0", "#6f6a62"),
)
"""Colours of the ground for new units, one after the other."""


def add_unit(log: TrenchLog, above: UUID | None = None, **fields: Any) -> Edit:
    """A new unit with a free code and a colour of its own; the youngest, or the one that lies on ``above``.
    A unit that lies on another is younger than it, and older than those that lay on that one before."""
    trench, present = log.trench, log.units.values()
    given: dict[str, Any] = {
        "code": first_free((u.code for u in present), "U{}"),
        "color": COLOURS[len(log.units) % len(COLOURS)],
        "position": max((u.position for u in present), default=-1) + 1,
        **fields,
    }
    unit = StratUnit(survey_id=trench.survey_id, trench_id=trench.id, **given)
    changes = [Change(None, unit)]
    if above is not None:
        changes.append(Change(None, _order(trench, unit.id, above)))
        for order in log.orders.values():
            if order.older_id == above:
                changes.append(Change(order, replace(order, older_id=unit.id)))
    return Edit("edit.add_unit", tuple(changes))


def _order(trench: Trench, younger: UUID, older: UUID, basis: str = "") -> UnitOrder:
    return UnitOrder(
        survey_id=trench.survey_id, trench_id=trench.id, younger_id=younger, older_id=older, basis=basis
    )


def add_order(log: TrenchLog, younger: UUID, older: UUID, basis: str = "superposition") -> Edit:
    """One unit said to be younger than another; nothing changes where that is said already.

    Raises ``InputError``: ``unit_order.circle`` (names the units), ``unit_order.same``.
    """
    require_order(log.units, log.orders.values(), younger, older)
    if any(o.younger_id == younger and o.older_id == older for o in log.orders.values()):
        return Edit("edit.add_order", ())
    return Edit("edit.add_order", (Change(None, _order(log.trench, younger, older, basis)),))


def reorder(log: TrenchLog, codes: list[UUID]) -> Edit:
    """The list of units in another order; only the list: which is younger, the pairs say."""
    changes = [
        Change(log.units[key], replace(log.units[key], position=position))
        for position, key in enumerate(codes)
        if log.units[key].position != position
    ]
    return Edit("edit.reorder_units", tuple(changes))
