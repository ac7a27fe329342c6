"""Lateral offsets between the panel and the survey: what is stored, and what a double click opens again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from PyQt6.QtCore import QEvent, QObject, QTimer
from PyQt6.QtGui import QMouseEvent

from faultgis.edits import Edit
from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.records.trace import Trace
from faultgis.services import lateral_markers
from faultgis.services.editing import EditingSession
from faultgis.services.frames import DECIMALS
from faultgis.services.lateral_markers import Linked, Stored
from faultgis.services.laterals import Measured
from faultgis.services.laying import Layout, handles
from faultgis.services.naming import free_code
from ui.canvas.view import MapView
from ui.words import tr
from ui.workspace import Ref, Workspace

LEAST_SHARE = 0.2
# What the same layout gives on the same relief is the same to the bit.
DIFFERENT_M = 0.05


def marker_here(workspace: Workspace, ref: Ref | None) -> OffsetMarker | None:
    """An offset marker as the tools on this map know it; None for one that lies elsewhere."""
    record = workspace.record(ref) if ref is not None else None
    if not isinstance(record, OffsetMarker):
        return None
    if workspace.local is not None:
        return workspace.local.placed(record)
    return record if record.local_grid_id is None else None


def linked_here(workspace: Workspace, layout: Layout, trace_id: UUID | None) -> Linked:
    """What a layout belongs to: the trace that was clicked, else the one that runs beside it on this map."""
    trace = workspace.trace(trace_id)
    if trace is None:
        trace = lateral_markers.trace_beside(layout, workspace.traces)
    return lateral_markers.linked(layout, trace)


def remarks_on(record: OffsetMarker, trace: Trace | None, now: Measured | None) -> Iterator[str]:
    """What has changed since a marker was stored: its trace, or the relief on which it was measured."""
    if lateral_markers.stale(record, trace):
        yield tr("The trace has moved since this was stored: measure again.")
    then = lateral_markers.stored(record)
    if now is None or then is None or (now.layout, now.options) != (then.layout, then.options):
        return
    if abs(now.offset.best - then.offset_m) > DIFFERENT_M:
        yield tr("Stored with {value} m: the relief is not the same.", value=f"{abs(then.offset_m):.1f}")


def lies_elsewhere(workspace: Workspace, refs: Iterable[Ref]) -> bool:
    """Whether the first offset marker of these lies where the map is not: in a local grid, on the earth."""
    local = workspace.local.grid.id if workspace.local is not None else None
    found = (workspace.record(ref) for ref in refs)
    marker = next((record for record in found if isinstance(record, OffsetMarker)), None)
    return marker is not None and marker.local_grid_id != local


def settled(workspace: Workspace, layout: Layout) -> Layout:
    """The layout with its fault's line as it will be kept: in a local grid metres are rounded when they are
    stored, and what is measured shall come back to the bit."""
    if workspace.local is None:
        return layout
    frame = workspace.local.frame
    metres = np.round(frame.to_metres(np.array(layout.fault)), DECIMALS)
    start, end = frame.to_canvas(metres).tolist()
    return replace(layout, fault=((start[0], start[1]), (end[0], end[1])))


@dataclass(frozen=True)
class Kept:
    """What is kept beside a measurement: the relief's name, the kind of landform, and the marker that is
    renewed by it (None: a new one)."""

    relief: str
    kind: str
    before: OffsetMarker | None


def kept(session: EditingSession, found: Measured, to: Linked, beside: Kept) -> tuple[Edit, OffsetMarker]:
    """The edit that stores a measurement, and the marker that it makes or renews."""
    before = beside.before
    made, lines = lateral_markers.marker(
        found,
        to,
        code=free_code(session.records, "offset_marker") if before is None else before.code,
        survey_id=session.survey.id,
        relief=beside.relief,
        kind=beside.kind,
    )
    if before is None:
        return lateral_markers.stored_edit(made, lines), made
    known = (r for r in session.records["piercing_line"].values() if isinstance(r, PiercingLine))
    own = [line for line in known if line.marker_id == before.id]
    return lateral_markers.changed_edit(before, own, made, lines), before


def bring_into_view(view: MapView, layout: Layout) -> None:
    """Show a layout that lies beyond the view, or is too small in it to be worked with."""
    places = np.array(list(handles(layout).values()))
    (west, south), (east, north) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    left, bottom, right, top = view.scale.bounds
    inside = left <= west and bottom <= south and east <= right and north <= top
    share = max((east - west) / (right - left), (north - south) / (top - bottom))
    if not inside or share < LEAST_SHARE:
        view.zoom_to((west, south, east, north))


class Opener(QObject):
    """Opens stored offsets; one that lies in a local grid, or on the earth, when the map is there."""

    def __init__(
        self, workspace: Workspace, show: Callable[[Ref, OffsetMarker, Stored], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace, self._show = workspace, show
        self._awaited: tuple[Ref, ...] = ()
        # Not from within the signal: the map is still being put together.
        workspace.place_changed.connect(lambda: QTimer.singleShot(0, self._arrived))

    def open(self, refs: Iterable[Ref]) -> None:
        """Show the first of these that was measured by profiles; without one do nothing."""
        known = tuple(refs)
        self._awaited = known if lies_elsewhere(self._workspace, known) else ()
        for ref in known:
            record = marker_here(self._workspace, ref) if ref[0] == "offset_marker" else None
            stored = lateral_markers.stored(record) if record is not None else None
            if record is not None and stored is not None:
                self._show(ref, record, stored)
                return

    def _arrived(self) -> None:
        self.open(self._awaited)


class DoubleClicks(QObject):
    """Tells what lies under a double click of the select tool on a map."""

    def __init__(self, view: MapView, tell: Callable[[Iterable[Ref]], None]) -> None:
        super().__init__(view)
        self._view, self._tell = view, tell
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        double = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonDblClick
        if double and getattr(self._view.tool, "name", "") == "select":
            assert isinstance(event, QMouseEvent)
            hit = self._view.hit(event.position())
            # Not from within the event: the tool that it belongs to may be put away.
            QTimer.singleShot(0, lambda: self._tell(hit))
        return False
