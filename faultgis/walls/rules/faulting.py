"""Displacements: on one fault, an older contact is displaced at least as far as a younger one."""

from collections.abc import Iterator
from uuid import UUID

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from faultgis.records.trench import WallFeature
from faultgis.walls.frames import Place, paths
from faultgis.walls.log import TrenchLog
from faultgis.walls.order import is_older, older_ones
from faultgis.walls.rules.finding import Finding

NEAR_M = 0.05
"""How near a contact's end comes to the fault that cuts it."""
DOUBT_M = 0.03
"""What two displacements may differ by before they are told apart on a log."""


def check(log: TrenchLog) -> Iterator[Finding]:
    """Fault by fault."""
    older = older_ones(log.orders.values())
    for fault in log.features.values():
        if fault.kind != "fault" or not isinstance(fault.shape, LineString):
            continue
        found = list(displacements(log, fault).items())
        for low, (low_m, _) in found:
            worst = [(high_m, high, at) for high, (high_m, at) in found if is_older(older, low, high)]
            high_m, high, at = max(worst, default=(0.0, low, (0.0, 0.0)), key=lambda one: one[0])
            if high_m > low_m + DOUBT_M:
                yield _less(log, fault, (low, low_m), (high, high_m), at)


def _less(
    log: TrenchLog, fault: WallFeature, low: tuple[UUID, float], high: tuple[UUID, float], at: Place
) -> Finding:
    params = {
        "fault": log.label(fault) or "",
        "older": log.units[low[0]].code,
        "older_m": f"{low[1]:.2f}",
        "younger": log.units[high[0]].code,
        "younger_m": f"{high[1]:.2f}",
    }
    refs = (("wall_feature", fault.id),)
    return Finding("log.displacement", "warning", params, refs, fault.wall_id, at)


def displacements(log: TrenchLog, fault: WallFeature) -> dict[UUID, tuple[float, Place]]:
    """By the unit below a contact: how far the contact's ends on the two sides of a fault lie apart along it,
    in metres, and where the upper of them is."""
    ends: dict[UUID, dict[bool, list[tuple[float, Place]]]] = {}
    for contact in log.on(fault.wall_id, "contact"):
        if contact.older_unit_id not in log.units or contact.older_unit_id is None:
            continue
        for end, inner in _ends(contact.shape):
            if fault.shape.distance(Point(end)) <= NEAR_M:
                along = fault.shape.project(Point(end))
                sides = ends.setdefault(contact.older_unit_id, {})
                sides.setdefault(_left(fault.shape, end, inner), []).append((along, end))
    found = {}
    for unit, sides in ends.items():
        if len(sides) == 2:
            one, other = (min(side, key=lambda e: e[0]) for side in sides.values())
            found[unit] = abs(one[0] - other[0]), max(one[1], other[1], key=lambda place: place[1])
    return found


def _ends(shape: BaseGeometry) -> Iterator[tuple[Place, Place]]:
    """The ends of a line, each with its neighbour."""
    for path in paths(shape):
        yield path[0], path[1]
        yield path[-1], path[-2]


def _left(fault: LineString, end: Place, inner: Place) -> bool:
    """On which side of the fault a contact that ends on it lies."""
    along = fault.project(Point(end))
    before, after = fault.interpolate(max(0.0, along - 0.01)), fault.interpolate(along + 0.01)
    dx, dy = after.x - before.x, after.y - before.y
    return bool(dx * (inner[1] - end[1]) - dy * (inner[0] - end[0]) > 0)
