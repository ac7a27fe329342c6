"""What a drag of the vertex tool holds, and where that goes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.geometry import lines
from faultgis.geometry.frame import Coordinates
from faultgis.geometry.lines import Place, Vertex
from faultgis.geometry.snapping import Excluded
from faultgis.records.trace import Trace
from faultgis.services import digitizing
from ui.tools.handles import Edge, Handle

Find = Callable[[UUID | None], Trace | None]
Moves = dict[UUID, dict[Vertex, Place]]


def place_of(trace: Trace, handle: Handle) -> Place:
    """Where a vertex stands."""
    x, y = trace.geometry.geoms[handle.part].coords[handle.index][:2]
    return float(x), float(y)


@dataclass
class Grip:
    """The vertices in hand: ``held`` under the mouse, ``also`` those chosen with it; or an edge that gets a
    new vertex. ``near`` are the traces at the place, whose vertices at the very same spot come along."""

    find: Find
    held: Handle | Edge
    also: frozenset[Handle] = frozenset()
    near: tuple[Trace, ...] = ()
    target: Place | None = None

    @property
    def excluded(self) -> list[Excluded]:
        """What the drag must not snap to."""
        if not isinstance(self.held, Handle):
            return []
        found = [Excluded(h.trace_id, h.part, h.index) for h in self.also or {self.held}]
        together = (
            Excluded(trace_id, *vertex) for trace_id, moves in self._companions().items() for vertex in moves
        )
        return [*found, *together]

    def _companions(self) -> Moves:
        if not isinstance(self.held, Handle) or len(self.also) > 1:
            return {}
        trace = self.find(self.held.trace_id)
        if trace is None:
            return {}
        spot = place_of(trace, self.held)
        to = self.target or spot
        found = {t.id: lines.vertices_within(t.geometry, *spot, *spot) for t in self.near}
        return {key: dict.fromkeys(vertices, to) for key, vertices in found.items() if vertices}

    def moves(self) -> Moves:
        """Where all held vertices go, by trace."""
        held, target = self.held, self.target
        trace = self.find(held.trace_id)
        if not isinstance(held, Handle) or target is None or trace is None:
            return {}
        start = place_of(trace, held)
        step = (target[0] - start[0], target[1] - start[1])
        moves = shifted(self.find, self.also, step)
        moves.setdefault(held.trace_id, {})[held.vertex] = target
        for trace_id, more in self._companions().items():
            moves.setdefault(trace_id, {}).update(more)
        return moves

    def preview(self) -> list[Coordinates]:
        """What changes of the lines, as it would be, for the rubber band."""
        if isinstance(self.held, Edge):
            trace = self.find(self.held.trace_id)
            if trace is None or self.target is None:
                return []
            at = self.held.segment
            points = lines.coordinates(trace.geometry, self.held.part)[at : at + 2]
            return [np.insert(points, 1, self.target, axis=0)]
        return [
            part for trace_id, moves in self.moves().items() for part in _moved(self.find(trace_id), moves)
        ]


def _moved(trace: Trace | None, moves: dict[Vertex, Place]) -> Iterable[Coordinates]:
    """The parts that change: from the vertex before the first one moved to the one behind the last."""
    if trace is None:
        return
    by_part: dict[int, dict[int, Place]] = {}
    for (part, index), place in moves.items():
        by_part.setdefault(part, {})[index] = place
    for part, places in by_part.items():
        points = lines.coordinates(trace.geometry, part).copy()
        points[list(places)] = list(places.values())
        yield points[max(0, min(places) - 1) : max(places) + 2]


def shifted(find: Find, handles: Iterable[Handle], step: Place) -> Moves:
    """Vertices moved by the same step in degrees."""
    moves: Moves = {}
    paths: dict[tuple[UUID, int], list[list[float]]] = {}
    for handle in handles:
        key = handle.trace_id, handle.part
        if key not in paths:
            trace = find(handle.trace_id)
            stood = trace is not None and handle.part < len(trace.geometry.geoms)
            paths[key] = lines.coordinates(trace.geometry, handle.part).tolist() if trace and stood else []
        if handle.index < len(paths[key]):
            x, y = paths[key][handle.index]
            moves.setdefault(handle.trace_id, {})[handle.vertex] = (x + step[0], y + step[1])
    return moves


def moving(find: Find, moves: Moves, merge_key: str = "") -> Edit:
    """One edit for vertices of several traces."""
    changes: list[Change] = []
    for trace_id, of_trace in moves.items():
        trace = find(trace_id)
        if trace is not None:
            changes += digitizing.move_vertices(trace, of_trace).changes
    return Edit("edit.move_vertex", tuple(changes), merge_key)


def deleting(find: Find, handles: Iterable[Handle]) -> Edit:
    """One edit that removes vertices of several traces. Raises ``InputError("line.too_short")``."""
    by_trace: dict[UUID, list[Vertex]] = {}
    for handle in handles:
        by_trace.setdefault(handle.trace_id, []).append(handle.vertex)
    changes: list[Change] = []
    for trace_id, vertices in by_trace.items():
        trace = find(trace_id)
        if trace is not None:
            changes += digitizing.delete_vertices(trace, vertices).changes
    return Edit("edit.delete_vertices", tuple(changes))
