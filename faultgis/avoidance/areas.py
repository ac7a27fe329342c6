"""Ground that belongs to a fault as a whole, beside the strips along its strands: step-overs, mapped zones.

Between two strands of a fault whose ends overlap, or face each other, the ground of the step may break
anywhere: it is the hull of both parts that lie beside each other (of both ends where none does). Mapped
zones of deformation are taken as they are drawn. A zone is such ground with the width of its row around it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Line, Mapped, belongs
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


def areas_at(mapped: Mapped, rule: Rule, strands: Iterable[int]) -> list[Area]:
    """The areas of these strands, in a sure order."""
    gap = None if rule.step_over is None else rule.step_over.gap_m
    if gap is None and not mapped.polygons:
        return []
    wanted = set(strands)
    faults = dict.fromkeys(mapped.known[number].trace.fault_id for number in sorted(wanted))
    found = (area for fault_id in faults for area in _of_fault(mapped, gap, fault_id))
    return [area for area in found if wanted.intersection(area.strands)]


def _of_fault(mapped: Mapped, gap_m: float | None, fault_id: UUID | None) -> list[Area]:
    """The areas of one fault: made once for a survey and a distance of step-overs."""
    key = gap_m, fault_id
    if key not in mapped.kept:
        lines = _lines_by_fault(mapped).get(fault_id, []) if fault_id is not None else []
        made = steps(lines, gap_m) if gap_m is not None else []
        overs = (Area(STEP_OVER, step.strands, step.frame, step.shape, step) for step in made)
        mapped.kept[key] = [*_mapped_areas(mapped, fault_id), *overs]
    return mapped.kept[key]  # type: ignore[no-any-return]


def _lines_by_fault(mapped: Mapped) -> Mapping[UUID | None, list[Line]]:
    if "lines" not in mapped.kept:
        found: dict[UUID | None, list[Line]] = defaultdict(list)
        for line in mapped.lines:
            found[line.trace.fault_id].append(line)
        mapped.kept["lines"] = found
    return mapped.kept["lines"]  # type: ignore[no-any-return]


def _mapped_areas(mapped: Mapped, fault_id: UUID | None) -> Iterator[Area]:
    for polygon in mapped.polygons:
        numbers = tuple(_strands_of(mapped, polygon))
        if not numbers or mapped.known[numbers[0]].trace.fault_id != fault_id:
            continue
        frame = Centred.around(shapely.get_coordinates(polygon.geometry))
        dense = shapely.segmentize(shapely.force_2d(polygon.geometry), STEP_M / 111_000)
        shape = shapely.make_valid(shapely.transform(dense, frame.to_metres))
        yield Area(polygon.kind, numbers, frame, shape, name=polygon.name)


def _strands_of(mapped: Mapped, polygon: DeformationZone) -> Iterable[int]:
    """The strands of a mapped zone's fault that come into it, else the nearest one."""
    mine = [i for i, each in enumerate(mapped.known) if belongs(polygon, each.trace)]
    lines = np.array([mapped.known[i].trace.geometry for i in mine], dtype=object)
    apart = shapely.distance(lines, polygon.geometry)
    inside = [i for i, metres in zip(mine, apart, strict=True) if metres == 0]
    return inside or ([mine[int(apart.argmin())]] if mine else [])
