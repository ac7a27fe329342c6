"""Ground that belongs to a fault as a whole, beside the strips along its strands: step-overs, mapped zones.

Between two strands of a fault whose ends overlap, or face each other, the ground of the step may break
anywhere: it is the hull of both parts that lie beside each other (of both ends where none does). Mapped
zones of deformation are taken as they are drawn. A zone is such ground with the width of its row around it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Mapped, belongs
from faultgis.avoidance.rules import Row, Rule
from faultgis.avoidance.step_overs import Step, steps
from faultgis.avoidance.strands import STEP_M
from faultgis.records.site import DeformationZone

STEP_OVER = "step_over"


@dataclass(frozen=True)
class Area:
    """Such ground, in the metres of a frame. ``kind`` is step_over, deformation or other; ``strands`` are
    those it lies between, or in whose fault's zone it was mapped; ``step`` is set where it was found between
    strands, ``name`` where somebody mapped it."""

    kind: str
    strands: tuple[int, ...]
    frame: Centred
    shape: BaseGeometry
    step: Step | None = None
    name: str = ""

    def counts(self, rule: Rule, row: Row) -> bool:
        """Whether it counts under a row: a step-over where the rule has a distance for these, a mapped zone
        where widths are measured from it."""
        if self.kind == STEP_OVER and rule.step_over is not None:
            return True
        return self.step is None and row.measured_from != "trace"

    def width_m(self, row: Row) -> float:
        """The width around it (metres): about a step no more than its strands have on their narrower side,
        about a mapped zone the wider side's."""
        return min(row.hanging_m, row.foot_m) if self.step is not None else row.widest_m

    def distance_m(self, site: BaseGeometry) -> float:
        """How far a site in degrees lies from it; 0 in it."""
        dense = shapely.segmentize(site, STEP_M / 111_000)
        return float(self.shape.distance(shapely.transform(dense, self.frame.to_metres)))

    def widened(self, metres: float) -> BaseGeometry:
        """It with so many metres around it, in degrees."""
        wide = shapely.buffer(self.shape, metres, quad_segs=45)
        return shapely.transform(shapely.segmentize(wide, STEP_M), self.frame.to_degrees)


def error_m(mapped: Mapped, area: Area) -> float:
    """How far its edge may be off: as far as the strands are (metres)."""
    return max(mapped.known[number].error_m for number in area.strands)


def areas_at(mapped: Mapped, rule: Rule, strands: Collection[int]) -> list[Area]:
    """The areas of these strands, in a sure order."""
    by_strand = _by_strand(mapped, rule)
    found = {i: area for number in strands for i, area in by_strand.get(number, ())}
    return [found[i] for i in sorted(found)]


def _by_strand(mapped: Mapped, rule: Rule) -> Mapping[int, list[tuple[int, Area]]]:
    """All areas by their strands: made once for a survey and a distance of step-overs."""
    gap = None if rule.step_over is None else rule.step_over.gap_m
    if gap not in mapped.kept:
        found: dict[int, list[tuple[int, Area]]] = {}
        for i, area in enumerate([*_mapped_areas(mapped), *_step_overs(mapped, gap)]):
            for number in area.strands:
                found.setdefault(number, []).append((i, area))
        mapped.kept[gap] = found
    return mapped.kept[gap]  # type: ignore[no-any-return]


def _step_overs(mapped: Mapped, gap_m: float | None) -> Iterator[Area]:
    for step in steps(mapped.lines, gap_m) if gap_m is not None else ():
        yield Area(STEP_OVER, step.strands, step.frame, step.shape, step)


def _mapped_areas(mapped: Mapped) -> Iterator[Area]:
    for polygon in mapped.polygons:
        frame = Centred.around(shapely.get_coordinates(polygon.geometry))
        dense = shapely.segmentize(shapely.force_2d(polygon.geometry), STEP_M / 111_000)
        shape = shapely.make_valid(shapely.transform(dense, frame.to_metres))
        numbers = tuple(_strands_of(mapped, polygon))
        if numbers:
            yield Area(polygon.kind, numbers, frame, shape, name=polygon.name)


def _strands_of(mapped: Mapped, polygon: DeformationZone) -> Iterable[int]:
    """The strands of a mapped zone's fault that come into it, else the nearest one."""
    mine = [i for i, each in enumerate(mapped.known) if belongs(polygon, each.trace)]
    lines = np.array([mapped.known[i].trace.geometry for i in mine], dtype=object)
    apart = shapely.distance(lines, polygon.geometry)
    inside = [i for i, metres in zip(mine, apart, strict=True) if metres == 0]
    return inside or ([mine[int(apart.argmin())]] if mine else [])
