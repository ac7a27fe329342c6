"""Lateral offsets between the panel and the survey: what is stored, and what a double click opens again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from PyQt6.QtCore import QEvent, QObject, QTimer
from PyQt6.QtGui import QMouseEvent

from faultgis.edits import Edit
from faultgis.records.site import OffsetMarker, PiercingLine
from faultgis.services import lateral_markers
from faultgis.services.editing import EditingSession
from faultgis.services.frames import DECIMALS
from faultgis.services.lateral_markers import Linked
from faultgis.services.laterals import Measured
from faultgis.services.laying import Layout, handles
from faultgis.services.naming import free_code
from ui.canvas.view import MapView
from ui.workspace import Ref, Workspace

LEAST_SHARE = 0.2


def marker_here(workspace: Workspace, ref: Ref | None) -> OffsetMarker | None:
    """An offset marker as the tools on this map know it; None for one that lies elsewhere."""
    record = workspace.record(ref) if ref is not None else None
    if not isinstance(record, OffsetMarker):
        return None
    if workspace.local is not None:
        return workspace.local.placed(record)
    return record if record.local_grid_id is None else None


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
