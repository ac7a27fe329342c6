"""Cutting a trace into pieces and joining two into one."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from shapely import MultiLineString

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.geometry import crossing, lines
from faultgis.geometry.joining import Joined, join
from faultgis.geometry.lines import Position
from faultgis.records.provenance import Stamp, new_id
from faultgis.records.trace import Stretch, Trace
from faultgis.services.digitizing.shapes import within_the_world
from faultgis.services.digitizing.turning import Records, on_trace, sides_swapped, turned


def split_trace(records: Records, trace: Trace, cuts: Position | Iterable[Position]) -> Edit:
    """The trace in pieces. The first keeps its id and the source's key; all keep attributes and sides.

    Raises ``InputError("split.at_end")`` when a cut lies at an end of the trace.
    """
    ordered = sorted([cuts] if isinstance(cuts, Position) else cuts, key=lambda cut: cut.order)
    if not ordered:
        raise InputError("split.no_crossing")
    whole = lines.length(trace.geometry)
    bounds = [0.0, *(lines.distance_along(trace.geometry, cut) / whole for cut in ordered), 1.0]
    geometries: list[MultiLineString] = []
    rest = trace.geometry
    for cut in reversed(ordered):
        rest, piece = lines.split(rest, cut)
        geometries.insert(0, piece)
    pieces = [_first_piece(trace, rest, bounds[1])]
    pieces += [_later_piece(trace, g, bounds[i + 1], bounds[i + 2]) for i, g in enumerate(geometries)]
    changes = [Change(trace, pieces[0]), *(Change(None, piece) for piece in pieces[1:])]
    return Edit("edit.split_trace", (*changes, *_rehung(records, trace, pieces)))


def split_across(records: Records, trace: Trace, drawn: Any, tolerance_m: float = 0.0) -> Edit:
    """The trace cut wherever a drawn path crosses it. Raises ``InputError("split.no_crossing")``."""
    met = crossing.meetings(trace.geometry, within_the_world(drawn), tolerance_m)
    inside = [m.position for m in met if not lines.is_end(trace.geometry, m.position)]
    return split_trace(records, trace, inside)


def _first_piece(trace: Trace, geometry: MultiLineString, end: float) -> Trace:
    return replace(trace, geometry=geometry, stretches=_window(trace.stretches, 0.0, end))


def _later_piece(trace: Trace, geometry: MultiLineString, start: float, end: float) -> Trace:
    source = replace(trace.source, key="", batch_id=None)
    stretches = _window(trace.stretches, start, end)
    return replace(trace, id=new_id(), geometry=geometry, stretches=stretches, source=source, stamp=Stamp())


def _window(stretches: Iterable[Stretch], start: float, end: float) -> tuple[Stretch, ...]:
    """The stretches within a part of the line, as fractions of that part."""
    span = end - start
    inside = (replace(s, start=max(s.start, start), end=min(s.end, end)) for s in stretches)
    return tuple(
        replace(s, start=(s.start - start) / span, end=(s.end - start) / span)
        for s in inside
        if s.end > s.start
    )


def _rehung(records: Records, trace: Trace, pieces: list[Trace]) -> list[Change]:
    changes = []
    for child in on_trace(records, trace.id):
        if child.geometry is None:
            continue
        place = child.geometry.x, child.geometry.y
        nearest = min(pieces, key=lambda piece: lines.nearest(piece.geometry, *place).distance_m)
        if nearest.id != trace.id:
            changes.append(Change(child, replace(child, trace_id=nearest.id)))
    return changes


@dataclass(frozen=True)
class Difference:
    """A field in which two joined traces differed; the first one's value stays."""

    field: str
    kept: Any
    dropped: Any


@dataclass(frozen=True)
class Joining:
    """The edit that joins two traces, the metres bridged between their ends, and where they disagreed."""

    edit: Edit
    gap_m: float
    differences: tuple[Difference, ...]


_NOT_COMPARED = {"id", "geometry", "stretches", "source", "stamp", "survey_id", "notes"}


def join_traces(records: Records, first: Trace, second: Trace) -> Joining:
    """Two traces as one at their nearest ends. The first keeps id, direction and attributes.

    Notes are kept of both; every other difference is named. Raises ``InputError("join.same")``.
    """
    if first.id == second.id:
        raise InputError("join.same")
    joined = join(first.geometry, second.geometry)
    other = turned(second) if joined.second_reversed else second
    notes = (
        first.notes if second.notes in first.notes else "\n".join(filter(None, (first.notes, second.notes)))
    )
    after = replace(
        first, geometry=joined.geometry, stretches=_joined_stretches(first, other, joined), notes=notes
    )
    if joined.second_reversed:
        children = sides_swapped(records, second.id, first.id)
    else:
        children = [Change(c, replace(c, trace_id=first.id)) for c in on_trace(records, second.id)]
    # Children leave the second trace before it goes, so that no step of the edit leaves a loose end.
    edit = Edit("edit.join_traces", (Change(first, after), *children, Change(second, None)))
    return Joining(edit, joined.gap_m, _differences(first, other))


def _joined_stretches(first: Trace, second: Trace, joined: Joined) -> tuple[Stretch, ...]:
    ordered = (second, first) if joined.second_first else (first, second)
    total = lines.length(joined.geometry)
    found: list[Stretch] = []
    for trace, at_end in zip(ordered, (False, True), strict=True):
        own = lines.length(trace.geometry)
        offset = total - own if at_end else 0.0
        found += [
            replace(s, start=(offset + s.start * own) / total, end=min(1.0, (offset + s.end * own) / total))
            for s in trace.stretches
        ]
    return tuple(found)


def _differences(first: Trace, second: Trace) -> tuple[Difference, ...]:
    names = (f.name for f in fields(Trace) if f.name not in _NOT_COMPARED)
    pairs = ((name, getattr(first, name), getattr(second, name)) for name in names)
    return tuple(Difference(name, ours, theirs) for name, ours, theirs in pairs if ours != theirs)
