"""What of a trace its symbol depends on, with what it inherits from its segment and its fault."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from faultgis.kinematics import has_normal, opposite, side_of_dip
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace

LEFT, RIGHT, UNKNOWN = "left", "right", "unknown"
_ALONG_DEGREES = 15.0


@dataclass(frozen=True)
class Look:
    """The attributes of a trace as they hold for it, its own or inherited. Sides are seen along the line."""

    kinematics: str = "unknown"
    activity: str = "undetermined"
    accuracy: str = "unknown"
    exposure: str = "unknown"
    hanging_wall: str = UNKNOWN
    downthrown: str = UNKNOWN


class Resolver:
    """Looks up what a trace inherits. ``records`` is the session's, by kind and id."""

    def __init__(self, records: Mapping[str, Mapping[UUID, AnyRecord]]) -> None:
        self._faults = records.get("fault", {})
        self._segments = records.get("segment", {})

    def fault(self, fault_id: UUID | None) -> Fault | None:
        """The fault of this id, if there is one."""
        found = self._faults.get(fault_id) if fault_id is not None else None
        return found if isinstance(found, Fault) else None

    def look(self, trace: Trace) -> Look:
        """The look of a trace."""
        segment = self._segments.get(trace.segment_id) if trace.segment_id is not None else None
        fault = self.fault(trace.fault_id)
        parents = [p for p in (segment, fault) if isinstance(p, Fault | Segment)]
        hanging = self._hanging_wall(trace, parents)
        kinematics = trace.kinematics or _first((p.kinematics for p in parents), "unknown")
        down: str = opposite(trace.upthrown)
        if down == UNKNOWN and hanging != UNKNOWN and has_normal(kinematics):
            down = hanging
        return Look(
            kinematics=kinematics,
            activity=trace.latest_activity or _first((p.latest_activity for p in parents), "undetermined"),
            accuracy=trace.accuracy or "unknown",
            exposure=trace.exposure or "unknown",
            hanging_wall=hanging,
            downthrown=down,
        )

    def _hanging_wall(self, trace: Trace, parents: list[Fault | Segment]) -> str:
        if trace.hanging_wall in (LEFT, RIGHT):
            return trace.hanging_wall
        for holder in (trace, *parents):
            if holder.dip_direction is not None:
                return side_of_dip(chord_azimuth(trace), holder.dip_direction.middle, _ALONG_DEGREES)
        return UNKNOWN


def _first(values: Iterable[str], nothing: str) -> str:
    for value in values:
        if value and value != nothing:
            return value
    return nothing


def chord_azimuth(trace: Trace) -> float:
    """The azimuth in degrees from the first to the last vertex of the trace."""
    parts = list(trace.geometry.geoms)
    lon1, lat1 = parts[0].coords[0][:2]
    lon2, lat2 = parts[-1].coords[-1][:2]
    east = (lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return math.degrees(math.atan2(east, lat2 - lat1)) % 360
