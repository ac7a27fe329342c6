"""Measurements of scarps as markers: the one selected, whether its line is the one shown, and storing one."""

from collections.abc import Mapping
from typing import Any

from faultgis.crs import distance_azimuth
from faultgis.records.site import OffsetMarker
from faultgis.services import digitizing, profiling
from faultgis.services.naming import free_code
from faultgis.services.profiling import Crossing, Drawn
from faultgis.slip.scarps import Fault, Measured
from ui.workspace import Workspace

SAME_M = 0.001


def same_line(one: Drawn | None, other: Drawn) -> bool:
    """Whether two lines are the same to a millimetre: one stored in a local grid comes back rounded."""
    ends = zip((one.start, one.end), (other.start, other.end), strict=True) if one is not None else ()
    apart = [distance_azimuth(*a, *b)[0] for a, b in ends]
    return bool(apart) and max(apart) < SAME_M and one is not None and one.half_width == other.half_width


def selected_marker(workspace: Workspace) -> OffsetMarker | None:
    """The one offset marker that is selected, as it lies on the map that is shown."""
    selection, local = workspace.selection, workspace.local
    record = workspace.record(selection[0]) if len(selection) == 1 else None
    if not isinstance(record, OffsetMarker):
        return None
    if local is not None:
        return local.placed(record)
    return record if record.local_grid_id is None else None


def store(
    workspace: Workspace,
    measured: Measured,
    line: Drawn,
    fault: Fault,
    at: Crossing | None,
    relief: str,
    points: Mapping[str, Any] | None,
) -> None:
    """Keep the measurement as an offset marker; it can be undone like any edit."""
    session = workspace.session
    if session is None:
        return
    made = profiling.marker(
        measured,
        line,
        fault,
        code=free_code(session.records, "offset_marker"),
        survey_id=session.survey.id,
        at=at,
        relief=relief,
        points=points,
    )
    workspace.apply(digitizing.create_record(made))
    workspace.select([("offset_marker", made.id)])
