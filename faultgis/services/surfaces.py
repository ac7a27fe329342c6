"""The surfaces of a fault in space: one under each of its lines, from dip, dip direction and depths."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shapely import LineString, Polygon

from faultgis.errors import InputError
from faultgis.geometry import surface
from faultgis.geometry.surface import Place, Surface
from faultgis.records.fault import Fault, Parameters, Segment
from faultgis.records.trace import Trace
from faultgis.services.summarizing import FaultSummary
from faultgis.values import Estimate


@dataclass(frozen=True)
class TraceSurface:
    """The surface under one line of a trace, and what was taken from where (``fault``, ``segment`` or
    ``trace`` by parameter)."""

    trace: Trace
    plane: Surface
    shape: Polygon
    taken: dict[str, str]


def surfaces(found: FaultSummary) -> Iterator[TraceSurface]:
    """The surfaces of a fault: the trace's own dip before its segment's before the fault's.

    Raises ``InputError("surface.unknown")`` naming the parameter that nobody states: none is assumed.
    """
    segments = {segment.id: segment for segment in found.segments}
    for trace in found.traces:
        owners = _owners(trace, segments.get(trace.segment_id) if trace.segment_id else None, found.fault)
        for line in trace.geometry.geoms:
            yield _under(trace, line, owners)


Owners = Sequence[tuple[str, Trace | Parameters]]


def _owners(trace: Trace, segment: Segment | None, fault: Fault) -> Owners:
    within: list[tuple[str, Trace | Parameters]] = [("trace", trace)]
    return [*within, *([("segment", segment)] if segment is not None else []), ("fault", fault)]


def _under(trace: Trace, line: LineString, owners: Owners) -> TraceSurface:
    taken: dict[str, str] = {}
    names = ("dip", "dip_direction", "lower_depth", "upper_depth")
    dip, toward, lower, upper = (_first(owners, name, taken) for name in names)
    for name, value in (("dip", dip), ("lower_depth", lower)):
        if value is None:
            raise InputError("surface.unknown", field=name)
    assert dip is not None
    assert lower is not None
    depths = upper.middle if upper is not None else 0.0, lower.middle
    places: list[Place] = [(float(x), float(y)) for x, y in line.coords]
    direction = toward.middle if toward is not None else None
    plane = surface.surface_of(places, *depths, dip.middle, direction)
    shape = surface.polygon_z(places, *depths, dip.middle, direction)
    if upper is None:
        taken["upper_depth"] = "0 km"
    return TraceSurface(trace, plane, shape, taken)


def _first(owners: Owners, name: str, taken: dict[str, str]) -> Estimate | None:
    for owner, record in owners:
        value = getattr(record, name, None)
        if isinstance(value, Estimate):
            taken[name] = owner
            return value
    return None
