"""Where records lie: the bounds of traces, faults, zones and points, in degrees."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from faultgis.records.fault import Fault
from faultgis.records.files import LocalGrid
from faultgis.records.sample import Sample
from faultgis.records.site import Measurement, PiercingLine
from faultgis.records.trace import Trace
from faultgis.records.trench import PaleoEvent, StratUnit, Wall
from faultgis.services.editing import EditingSession
from ui.workspace import Ref

Bounds = tuple[float, float, float, float]


def traces_of(session: EditingSession, ref: Ref) -> list[Trace]:
    """The traces of a trace, segment, fault or fault zone."""
    kind, key = ref
    traces = [t for t in session.records["trace"].values() if isinstance(t, Trace)]
    if kind == "trace":
        return [t for t in traces if t.id == key]
    if kind == "segment":
        return [t for t in traces if t.segment_id == key]
    faults: set[UUID | None] = {key} if kind == "fault" else set()
    if kind == "fault_zone":
        records = session.records["fault"].values()
        faults = {f.id for f in records if isinstance(f, Fault) and f.zone_id == key}
    return [t for t in traces if t.fault_id is not None and t.fault_id in faults]


def _geometries(session: EditingSession, ref: Ref) -> Iterator[BaseGeometry]:
    record = session.get(*ref)
    if isinstance(record, Measurement):
        record = session.get("observation_point", record.point_id)
    if isinstance(record, PiercingLine):
        record = session.get("offset_marker", record.marker_id)
    geometry = getattr(record, "geometry", None)
    if isinstance(record, StratUnit | Wall | Sample | PaleoEvent) and geometry is None:
        geometry = _trench_of(session, record)
    if isinstance(geometry, BaseGeometry):
        yield geometry
    else:
        yield from (trace.geometry for trace in traces_of(session, ref))


def _trench_of(session: EditingSession, record: StratUnit | Wall | Sample | PaleoEvent) -> object:
    """Where a record of a log lies on the map: its trench, else its site."""
    for kind, name in (("trench", "trench_id"), ("trench_site", "site_id")):
        found = getattr(session.get(kind, getattr(record, name, None)), "geometry", None)
        if found is not None:
            return found
    return None


def bounds(session: EditingSession, refs: Iterable[Ref]) -> Bounds | None:
    """West, south, east, north around these records, or ``None`` where nothing lies anywhere."""
    found = [g.bounds for ref in refs for g in _geometries(session, ref) if not g.is_empty]
    return around(found)


def grid_of(session: EditingSession, refs: Iterable[Ref]) -> UUID | None:
    """The local grid in which these records lie; ``None`` where one of them lies on the earth. A fault that
    has no trace yet lies where it is measured."""
    refs = tuple(refs)
    if bounds(session, refs) is not None:
        return None
    for kind, key in refs:
        if kind == "local_grid":
            return key
        found: UUID | None = getattr(session.get(kind, key), "local_grid_id", None)
        if found is not None:
            return found
    faults = {key for kind, key in refs if kind == "fault"}
    grids = session.records["local_grid"].values()
    return next((g.id for g in grids if isinstance(g, LocalGrid) and g.fault_id in faults), None)


def everything(session: EditingSession) -> Bounds | None:
    """The bounds of all traces, else of all points of the survey."""
    for kind in ("trace", "observation_point", "offset_marker"):
        shapes = (getattr(record, "geometry", None) for record in session.records[kind].values())
        found = [shape.bounds for shape in shapes if isinstance(shape, BaseGeometry) and not shape.is_empty]
        if found:
            return around(found)
    return None


def around(found: list[Bounds]) -> Bounds | None:
    """The bounds around several bounds; a single point gets a margin of about 500 m."""
    if not found:
        return None
    west, south = min(b[0] for b in found), min(b[1] for b in found)
    east, north = max(b[2] for b in found), max(b[3] for b in found)
    if east - west < 1e-9 and north - south < 1e-9:
        return west - 0.005, south - 0.005, east + 0.005, north + 0.005
    return west, south, east, north
