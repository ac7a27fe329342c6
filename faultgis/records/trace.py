"""A mapped line of a fault at the surface, with scale, certainty and exposure."""

from dataclasses import dataclass
from uuid import UUID

from shapely import MultiLineString

from faultgis.records.provenance import Record
from faultgis.values import Estimate


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Part of a trace whose certainty differs, between two fractions (0–1) of its length as digitized."""

    start: float
    end: float
    confidence: str = ""
    half_width_m: float | None = None


@dataclass(frozen=True, kw_only=True)
class Trace(Record):
    """A mapped fault line in CGCS2000 (EPSG:4490, longitude then latitude in degrees).

    One source feature is one trace; ``geometry`` has one part in the ordinary case. ``exposure``
    (exposed, buried, inferred) and ``accuracy`` (accurate, approximate, inferred, concealed, unknown) are
    independent. ``location_error_m`` is the half-width of the uncertainty band in metres. ``hanging_wall``
    and ``upthrown`` say on which side of the digitizing direction those blocks lie: left, right or unknown.
    ``kinematics`` and ``latest_activity`` empty means: as the segment, else as the fault.
    """

    geometry: MultiLineString
    fault_id: UUID | None = None
    segment_id: UUID | None = None
    kinematics: str = ""
    latest_activity: str = ""
    exposure: str = "unknown"
    accuracy: str = "unknown"
    location_error_m: float | None = None
    confidence: str = ""
    stretches: tuple[Stretch, ...] = ()
    hanging_wall: str = "unknown"
    upthrown: str = "unknown"
    dip_direction: Estimate | None = None
    dip: Estimate | None = None
    mapping_scale: int | None = None
    evidence: str = ""
