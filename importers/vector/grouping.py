"""Records of a layer of lines: its rows fault by fault, each row let go once its records are made."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from faultgis.progress import Progress
from faultgis.records.copying import with_values
from faultgis.records.fault import Fault, Segment
from faultgis.records.provenance import Source, new_id
from faultgis.records.trace import Trace
from faultgis.records.unread import Unread
from importers.fields import Row
from importers.vector import building, identity
from importers.vector.origins import GEOMETRY
from importers.vector.ruptures import ruptures
from importers.vector.settling import OWN, Piece
from importers.vector.sides import with_sides

_TRACE_FIELDS = {
    f"trace.{field}": field
    for field in Trace.__dataclass_fields__
    if field not in ("geometry", "hanging_wall", "upthrown", "source")
}


def records(
    context: building.Context, pieces: list[Piece], close: Callable[[Row], None], progress: Progress
) -> list[Any]:
    """Zones, faults, segments, traces and ruptures. ``pieces`` is empty at the end: each row goes to
    ``close`` as soon as nothing more is said of it, and is not held any longer."""
    zones = _zones(context, pieces) if "zone" in context.levels else {}
    groups = _grouped(pieces, (identity.fault_key(piece, context.template, context.file) for piece in pieces))
    pieces.clear()
    made: list[Any] = list(zones.values())
    for number, key in enumerate(keys := list(groups)):
        if number % 500 == 0:
            progress.report("import.building", number, len(keys))
        members = groups.pop(key)
        zone_name = next(filter(None, (context.name(piece, "zone") for piece in members if zones)), "")
        made += _of_fault(context, members, key, zones[zone_name].id if zone_name else None)
        for piece in members:
            close(piece.row)
    return made


def _zones(context: building.Context, pieces: Sequence[Piece]) -> dict[str, Any]:
    groups = _grouped(pieces, (context.name(piece, "zone") for piece in pieces))
    groups.pop("", None)
    namespace = context.template.namespace
    return {
        name: building.zone(context, members, f"{namespace}:zone:{name}") for name, members in groups.items()
    }


def _grouped(pieces: Iterable[Piece], keys: Iterable[str]) -> dict[str, list[Piece]]:
    groups: dict[str, list[Piece]] = {}
    for piece, key in zip(pieces, keys, strict=True):
        groups.setdefault(key, []).append(piece)
    return groups


def _of_fault(context: building.Context, members: list[Piece], key: str, zone_id: UUID | None) -> list[Any]:
    segments: dict[str, Segment] = {}
    by_segment = {"": members}
    if "segment" in context.levels:
        keys = (identity.segment_key(piece, context.template, key) for piece in members)
        by_segment = _grouped(members, keys)
    fault = building.fault(context, members, key, zone_id)
    for segment_key, some in by_segment.items():
        if segment_key:
            position = len(segments) + 1
            segments[segment_key] = building.segment(context, some, segment_key, fault.id, position)
    traces = [
        _trace(context, piece, fault, segments.get(segment_key))
        for segment_key, some in by_segment.items()
        for piece in some
    ]
    return [fault, *segments.values(), *traces, *ruptures(context, members, fault.id)]


def _trace(context: building.Context, piece: Piece, fault: Fault, segment: Segment | None) -> Trace:
    values = {
        _TRACE_FIELDS[target]: value for target, value in piece.row.values.items() if target in _TRACE_FIELDS
    }
    parent = segment if segment is not None else fault
    own = {field: values.pop(field) for field in OWN if field in values}
    values |= {f: v for f, v in own.items() if v != getattr(parent, f) or segment is None}
    trace = with_values(
        context.trace,
        id=new_id(),
        geometry=piece.geometry,
        fault_id=fault.id,
        segment_id=None if segment is None else segment.id,
        **values,
        source=_source(context, piece),
    )
    trace = with_sides(trace, piece, own, segment, fault)
    if isinstance(piece.geometry, Unread):
        piece.geometry.ends = None  # nobody asks for them any more
    return trace


def _source(context: building.Context, piece: Piece) -> Source:
    return with_values(
        context.origin,
        row=piece.row.number,
        key=piece.key,
        reference=piece.text("source.reference"),
        method=piece.text("source.method"),
        attributes=(*map(context.shared, piece.row.texts.items()), (GEOMETRY, piece.fingerprint)),
    )
