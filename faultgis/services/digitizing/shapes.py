"""Drawing a trace and changing its shape."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from shapely import MultiLineString

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.geometry import crossing, lines
from faultgis.geometry.fractions import rebase
from faultgis.geometry.frame import Coordinates, as_coordinates
from faultgis.geometry.lines import Place, Vertex
from faultgis.records.provenance import Source
from faultgis.records.trace import Stretch, Trace


def draw_trace(survey_id: UUID, points: Any, **attributes: Any) -> Edit:
    """A new trace through these vertices. ``attributes`` are fields of ``Trace``.

    Raises ``InputError("line.too_short")`` for fewer than two different vertices.
    """
    attributes.setdefault("source", Source(method="digitized"))
    trace = Trace(survey_id=survey_id, geometry=lines.multi(within_the_world(points)), **attributes)
    return Edit("edit.draw_trace", (Change(None, trace),))


def within_the_world(points: Any) -> Coordinates:
    """The vertices as an array. Raises ``InputError("line.outside_world")``."""
    given = as_coordinates(points)
    if (abs(given) > (180.0, 90.0)).any():
        raise InputError("line.outside_world")
    return given


def reshaped(trace: Trace, geometry: MultiLineString, name: str, merge_key: str = "") -> Edit:
    """The trace with another shape; its stretches stay where they are on the ground."""
    if geometry.equals_exact(trace.geometry, 0.0):
        return Edit(name, ())
    stretches = trace.stretches
    if stretches:
        translate = rebase(trace.geometry, geometry)
        stretches = _translated(stretches, translate)
    return Edit(name, (Change(trace, replace(trace, geometry=geometry, stretches=stretches)),), merge_key)


def _translated(stretches: Iterable[Stretch], translate: Callable[[float], float]) -> tuple[Stretch, ...]:
    moved = (replace(s, start=translate(s.start), end=translate(s.end)) for s in stretches)
    return tuple(s for s in moved if s.end > s.start)


def move_vertices(trace: Trace, moves: Mapping[Vertex, Place], merge_key: str = "") -> Edit:
    """Vertices put to new places; steps of one drag carry the same ``merge_key``."""
    return reshaped(trace, lines.move_vertices(trace.geometry, moves), "edit.move_vertex", merge_key)


def move_vertex(trace: Trace, vertex: Vertex, place: Place, merge_key: str = "") -> Edit:
    """One vertex put to a new place."""
    return move_vertices(trace, {vertex: place}, merge_key)


def insert_vertex(trace: Trace, part: int, index: int, place: Place) -> Edit:
    """A new vertex before ``index``."""
    return reshaped(trace, lines.insert_vertex(trace.geometry, part, index, place), "edit.insert_vertex")


def delete_vertices(trace: Trace, vertices: Iterable[Vertex]) -> Edit:
    """The trace without these vertices. Raises ``InputError("line.too_short")``: nothing left."""
    return reshaped(trace, lines.delete_vertices(trace.geometry, vertices), "edit.delete_vertices")


def reshape_trace(trace: Trace, drawn: Any, tolerance_m: float = 0.0) -> Edit:
    """The trace led along a drawn path (see ``crossing.reshape``)."""
    geometry = crossing.reshape(trace.geometry, within_the_world(drawn), tolerance_m)
    return reshaped(trace, geometry, "edit.reshape_trace")


def continue_trace(trace: Trace, at_end: bool, points: Any) -> Edit:
    """The trace continued from its last (or first) vertex through ``points``."""
    geometry = lines.extend(trace.geometry, at_end, within_the_world(points))
    return reshaped(trace, geometry, "edit.continue_trace")


def simplify_trace(trace: Trace, tolerance_m: float) -> Edit:
    """The trace without vertices that matter less than the tolerance (metres)."""
    return reshaped(trace, lines.simplify(trace.geometry, tolerance_m), "edit.simplify_trace")
