"""The zones of step-overs and mapped deformation, beside those along the strands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from faultgis.avoidance.areas import STEP_OVER, Area, areas_at, error_m
from faultgis.avoidance.belts import Belt, polygons
from faultgis.avoidance.deciding import Decision
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Rule

# Fault, how far outwards, row, its widths, whether it is assumed; and the strands that share all that.
Key = tuple[str, int, str, float, float, bool]
Groups = dict[Key, list[int]]
MAPPED = "deformation_zone"


def by_group(
    mapped: Mapped, rule: Rule, groups: Mapping[Key, Sequence[int]], rows: Mapping[Key, Decision]
) -> dict[Key, list[Area]]:
    """The areas by the group of strands whose row rules them: the wider one where they belong to several. A
    step counts only where both its strands have a zone."""
    of = {(key[1], number): key for key, numbers in groups.items() for number in numbers}
    found: dict[Key, list[Area]] = {}
    for area in areas_at(mapped, rule, {number for _, number in of}):
        for depth in sorted({depth for depth, _ in of}):
            keys = [of[depth, number] for number in area.strands if (depth, number) in of]
            if not keys or (area.step is not None and len(keys) < len(area.strands)):
                continue
            key = max(keys, key=lambda k: (max(k[3], k[4]), k))
            row = rows[key].row
            if row is not None and area.counts(rule, row):
                found.setdefault(key, []).append(area)
    return found


def area_belts(mapped: Mapped, made: Sequence[Belt], areas: Sequence[Area]) -> Iterator[Belt]:
    """What the areas of a group add to its zone, and what their error adds to its ring."""
    if not areas:
        return
    zone = made[0].geometry
    ground = made[0].geometry if len(made) < 2 else polygons(zone.union(made[1].geometry))
    for area in areas:
        row, error = made[0].row, error_m(mapped, area)
        width = area.width_m(row) + (error if row.measured_from == "envelope" else 0.0)
        faults = tuple(mapped.known[number] for number in area.strands)
        inner = area.widened(width)
        belt = replace(made[0], kind=_kind(area), faults=faults, area=area, deformation_m=(0.0, 0.0))
        yield from _unless_empty(replace(belt, geometry=polygons(inner.difference(zone))))
        if row.measured_from != "envelope" and error > 0:
            outer = polygons(area.widened(width + error).difference(ground.union(inner)))
            yield from _unless_empty(
                replace(belt, kind="location_error", error_m=(error, error), geometry=outer)
            )


def _kind(area: Area) -> str:
    return STEP_OVER if area.kind == STEP_OVER else MAPPED


def _unless_empty(belt: Belt) -> Iterator[Belt]:
    if not belt.geometry.is_empty:
        yield belt
