"""A fault zone, its faults and their segments: sense, latest activity, attitude and rates."""

from dataclasses import dataclass
from uuid import UUID

from faultgis.records.provenance import Record
from faultgis.values import Estimate


@dataclass(frozen=True, kw_only=True)
class FaultZone(Record):
    """Faults that belong together (断裂带). ``code`` is unique within the survey."""

    code: str
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """What is known of a fault or a segment as a whole. Degrees count clockwise from north; rates in mm/a.

    ``kinematics`` and ``latest_activity`` are codes of the lists of the same names, ``unknown`` and
    ``undetermined`` where nothing is known. ``*_text`` keeps the source's own words.
    """

    kinematics: str = "unknown"
    kinematics_text: str = ""
    latest_activity: str = "undetermined"
    activity_text: str = ""
    activity_evidence: str = ""
    strike: Estimate | None = None
    dip_direction: Estimate | None = None
    dip: Estimate | None = None
    rake: Estimate | None = None
    length: Estimate | None = None
    net_slip_rate: Estimate | None = None
    strike_slip_rate: Estimate | None = None
    vertical_slip_rate: Estimate | None = None
    shortening_rate: Estimate | None = None
    upper_depth: Estimate | None = None
    lower_depth: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class Fault(Record, Parameters):
    """A fault (断层). ``code`` is unique within the survey; ``source_code`` is the source's own number."""

    code: str
    source_code: str = ""
    zone_id: UUID | None = None
    name_zh: str = ""
    name_en: str = ""
    aliases: str = ""


@dataclass(frozen=True, kw_only=True)
class Segment(Record, Parameters):
    """A part of a fault that ruptures or behaves as one (分段). ``position`` counts from 1."""

    fault_id: UUID
    code: str
    position: int = 0
    name_zh: str = ""
    name_en: str = ""
