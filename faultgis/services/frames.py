"""Measuring in a local grid: what the tools make on its map becomes a record in metres of the grid, and back.

On the map of a local grid everything has a place in the degrees of its frame (``faultgis.geometry.local``),
so that the tools work there as they do on the earth. What they make is turned into metres before it becomes
an edit, and turned back when it is looked at. A measurement in a local grid has no geometry: its lines stand
among its source's values, and it belongs to a fault, not to a trace.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from uuid import UUID, uuid5

import numpy as np
from shapely import LineString, MultiLineString, Point

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.geometry.frame import Coordinates
from faultgis.geometry.local import Bounds, LocalFrame
from faultgis.records.files import LocalGrid
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.records.trace import Trace

Place: TypeAlias = tuple[float, float]
Attributes: TypeAlias = tuple[tuple[str, str], ...]
Move: TypeAlias = Callable[[Any], Any]
Now: TypeAlias = Callable[[UUID], AnyRecord | None]

FAULT_LINE = "fault_line"
PLACE = "place"
# Values of a measurement that are places; all others are lengths, angles and words.
LINES = ("line", "left_line", "right_line")
PLACES = (PLACE, FAULT_LINE, *LINES)
# As far from (0, 0) as a grid's map can reach (see ``geometry.local.FURTHEST_M``).
REACH_DEGREES = 10.0
# Tenths of a millimetre: far finer than any cell, and no row of nines in what is stored.
DECIMALS = 4


@dataclass(frozen=True)
class LocalMap:
    """A local grid as a map: its record, and the frame that lays it on the map's degrees."""

    grid: LocalGrid
    frame: LocalFrame

    @property
    def trace(self) -> Trace | None:
        """The fault's line in this grid as a trace that no database holds; ``None`` before it was drawn."""
        places = fault_line(self.grid)
        if len(places) < 2:
            return None
        line = LineString(self.frame.to_canvas(places))
        return Trace(
            id=uuid5(self.grid.id, FAULT_LINE),
            survey_id=self.grid.survey_id,
            geometry=MultiLineString([line]),
            fault_id=self.grid.fault_id,
        )

    def localised(self, edit: Edit, now: Now) -> Edit:
        """The edit with the offset markers that it makes or measures anew put into the grid: without geometry
        and trace, their lines in metres; the piercing lines of such a marker become values of it. ``now``
        gives a marker as it stands: the tools know it as ``placed`` on the map."""
        moved = {c.id for c in edit.changes if self._is_placed(c)}
        lines = [c.after for c in edit.changes if isinstance(c.after, PiercingLine)]
        kept = []
        for change in edit.changes:
            after = change.after
            if isinstance(after, PiercingLine) and after.marker_id in moved:
                continue
            if isinstance(after, OffsetMarker) and after.id in moved:
                own = [line for line in lines if line.marker_id == after.id]
                before = None if change.before is None else now(after.id)
                kept.append(Change(before, self._local(after, own)))
            else:
                kept.append(change)
        return Edit(edit.name, tuple(kept), edit.merge_key)

    def _is_placed(self, change: Change) -> bool:
        after = change.after
        if not isinstance(after, OffsetMarker) or after.geometry is None:
            return False
        if max(abs(after.geometry.x), abs(after.geometry.y)) > REACH_DEGREES:
            return False  # it has a place on the earth, whatever the map shows
        return change.before is None or after.local_grid_id == self.grid.id

    def _local(self, record: OffsetMarker, lines: list[PiercingLine]) -> OffsetMarker:
        extra = {PLACE: [list(place) for place in record.geometry.coords]} if record.geometry else {}
        extra |= {f"{line.side}_line": [list(place) for place in line.geometry.coords] for line in lines}
        trace = self.trace
        if trace is not None:
            extra[FAULT_LINE] = [list(place) for place in trace.geometry.geoms[0].coords]
        kept = tuple(pair for pair in record.source.attributes if pair[0] not in extra)
        kept += tuple((key, json.dumps(value)) for key, value in extra.items())
        return replace(
            record,
            geometry=None,
            trace_id=None,
            local_grid_id=self.grid.id,
            fault_id=record.fault_id or self.grid.fault_id,
            source=replace(record.source, attributes=_moved(kept, self._metres)),
        )

    def placed(self, record: OffsetMarker) -> OffsetMarker | None:
        """A measurement in this grid as the tools on its map know it; ``None`` for any other."""
        if record.local_grid_id != self.grid.id:
            return None
        places, trace = places_of(record, PLACE), self.trace
        attributes = _moved(record.source.attributes, self._canvas)
        return replace(
            record,
            geometry=Point(self.frame.to_canvas(places)[0]) if len(places) == 1 else None,
            trace_id=None if trace is None else trace.id,
            source=replace(record.source, attributes=attributes),
        )

    def lines(self, record: OffsetMarker) -> list[LineString]:
        """The lines along which a measurement of this grid was taken, in the map's degrees."""
        found = (places_of(record, key) for key in LINES)
        return [LineString(self.frame.to_canvas(places)) for places in found if len(places) > 1]

    def with_fault_line(self, places: list[Place]) -> Edit:
        """The fault's line drawn on the map of this grid, or drawn anew; kept with the grid, in metres."""
        others = tuple(pair for pair in self.grid.source.attributes if pair[0] != FAULT_LINE)
        said = json.dumps(self._metres([list(place) for place in places]))
        source = replace(self.grid.source, attributes=(*others, (FAULT_LINE, said)))
        return Edit("edit.change_record", (Change(self.grid, replace(self.grid, source=source)),))

    def _metres(self, places: Any) -> Any:
        return _each(places, self.frame.to_metres, DECIMALS)

    def _canvas(self, places: Any) -> Any:
        return _each(places, self.frame.to_canvas, None)


def _each(places: Any, move: Move, decimals: int | None) -> Any:
    """One place or a list of them, moved."""
    array = np.asarray(places, dtype=np.float64)
    moved = move(array.reshape(-1, 2)).reshape(array.shape)
    return (moved if decimals is None else np.round(moved, decimals)).tolist()


def _moved(attributes: Attributes, move: Move) -> Attributes:
    """Attributes with their places moved; one that cannot be read (edited elsewhere) stays as it is."""

    def moved(key: str, text: str) -> str:
        try:
            return json.dumps(move(json.loads(text))) if key in PLACES else text
        except (ValueError, TypeError):
            return text

    return tuple((key, moved(key, text)) for key, text in attributes)


def values(record: OffsetMarker | LocalGrid) -> Mapping[str, Any]:
    """What the source of a record keeps, read; what cannot be read (it was edited elsewhere) is left out."""
    return dict(_values(record.source))


def _values(source: Source) -> Iterator[tuple[str, Any]]:
    for key, text in source.attributes:
        try:
            yield key, json.loads(text)
        except ValueError:
            continue


def places_of(record: OffsetMarker | LocalGrid, key: str) -> Coordinates:
    """One of the source's values that are places, as metres (n, 2); empty where there is none to be read."""
    try:
        found = np.asarray(values(record).get(key, ()), dtype=np.float64).reshape(-1, 2)
    except (ValueError, TypeError):
        found = np.zeros((0, 2))
    return found if np.isfinite(found).all() else np.zeros((0, 2))


def fault_line(grid: LocalGrid) -> Coordinates:
    """The fault's line in metres of the grid (n, 2); empty before it was drawn."""
    return places_of(grid, FAULT_LINE)


def local_records(records: Mapping[str, Mapping[UUID, AnyRecord]], kind: str, grid_id: UUID) -> list[Any]:
    """The records of a kind that lie in a local grid."""
    return [r for r in records.get(kind, {}).values() if getattr(r, "local_grid_id", None) == grid_id]


def measured_bounds(markers: Iterable[OffsetMarker]) -> Bounds | None:
    """West, south, east, north in metres of what was measured in a grid."""
    found = [places_of(marker, key) for marker in markers for key in (PLACE, *LINES)]
    places = np.concatenate([np.zeros((0, 2)), *found])
    if not len(places):
        return None
    (west, south), (east, north) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    return west, south, east, north
