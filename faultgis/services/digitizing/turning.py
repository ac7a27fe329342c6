"""Turning a trace round, and what hangs on it: left and right stay on the same ground."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias
from uuid import UUID

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.geometry import lines
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import DeformationWidth, ObservationPoint, OffsetMarker, PiercingLine
from faultgis.records.trace import Trace

Records: TypeAlias = Mapping[str, Mapping[UUID, AnyRecord]]
OnTrace: TypeAlias = ObservationPoint | DeformationWidth | OffsetMarker

_ON_TRACE = ("observation_point", "deformation_width", "offset_marker")
_OTHER_SIDE = {"left": "right", "right": "left"}


def other_side(side: str) -> str:
    """Left for right and right for left; unknown stays."""
    return _OTHER_SIDE.get(side, side)


def turned(trace: Trace) -> Trace:
    """The trace digitized the other way; its own words on left and right stay on the same ground."""
    stretches = tuple(replace(s, start=1.0 - s.end, end=1.0 - s.start) for s in reversed(trace.stretches))
    return replace(
        trace,
        geometry=lines.reverse(trace.geometry),
        stretches=stretches,
        hanging_wall=other_side(trace.hanging_wall),
        upthrown=other_side(trace.upthrown),
    )


def reverse_trace(records: Records, trace: Trace) -> Edit:
    """The trace digitized the other way; everything said of left and right stays on the same ground."""
    children = sides_swapped(records, trace.id, trace.id)
    return Edit("edit.reverse_trace", (Change(trace, turned(trace)), *children))


def sides_swapped(records: Records, trace_id: UUID, new_trace_id: UUID) -> list[Change]:
    """The records on a trace that was turned round, told from the trace that they hang on now."""
    changes: list[Change] = []
    for child in on_trace(records, trace_id):
        after: AnyRecord = replace(child, trace_id=new_trace_id)
        if isinstance(after, DeformationWidth):
            after = replace(after, left=after.right, right=after.left)
        if after != child:
            changes.append(Change(child, after))
        if isinstance(child, OffsetMarker):
            changes += _piercing_swapped(records, child.id)
    return changes


def _piercing_swapped(records: Records, marker_id: UUID) -> list[Change]:
    of_marker = (p for p in records.get("piercing_line", {}).values() if isinstance(p, PiercingLine))
    found = [p for p in of_marker if p.marker_id == marker_id and p.side in _OTHER_SIDE]
    return [Change(p, replace(p, side=other_side(p.side))) for p in found]


def on_trace(records: Records, trace_id: UUID) -> list[ObservationPoint | DeformationWidth | OffsetMarker]:
    """The points, widths and offset markers that hang on a trace."""
    found: list[ObservationPoint | DeformationWidth | OffsetMarker] = []
    for kind in _ON_TRACE:
        for record in records.get(kind, {}).values():
            assert isinstance(record, ObservationPoint | DeformationWidth | OffsetMarker)
            if record.trace_id == trace_id:
                found.append(record)
    return found
