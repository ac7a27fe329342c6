"""What is observed at a place: points, attitudes, widths, offsets, historical ruptures and media."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shapely import LineString, MultiLineString, MultiPolygon, Point

from faultgis.records.provenance import Record
from faultgis.values import Estimate


@dataclass(frozen=True, kw_only=True)
class ObservationPoint(Record):
    """A field observation point (CGCS2000 degrees; ``elevation_m`` in the 1985 datum unless noted)."""

    geometry: Point
    code: str
    fault_id: UUID | None = None
    trace_id: UUID | None = None
    kind: str = "geological"
    location_name: str = ""
    elevation_m: float | None = None
    observed_on: date | None = None
    observer: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Measurement(Record):
    """A structural measurement at an observation point; angles in degrees, azimuths clockwise from north.

    Planes have ``dip_direction`` and ``dip`` (strike = dip direction − 90°, right-hand rule); lines have
    ``trend`` and ``plunge``; ``rake`` follows Aki and Richards within (−180, 180].
    """

    point_id: UUID
    kind: str = "fault_plane"
    dip_direction: float | None = None
    dip: float | None = None
    trend: float | None = None
    plunge: float | None = None
    rake: float | None = None
    sense: str = ""
    quality: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeformationWidth(Record):
    """Width of the surface deformation zone at a station, left and right of the trace as digitized (m)."""

    geometry: Point
    fault_id: UUID | None = None
    trace_id: UUID | None = None
    left: Estimate | None = None
    right: Estimate | None = None
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class DeformationZone(Record):
    """A mapped polygon about a fault (CGCS2000 degrees). ``kind``: ``deformation``, the ground that ruptures
    broke or bent; ``step_over``, that between two strands; ``other``."""

    geometry: MultiPolygon
    fault_id: UUID | None = None
    trace_id: UUID | None = None
    kind: str = "deformation"
    name: str = ""
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class BuriedPoint(Record):
    """Where a borehole or a seismic line meets a fault (断点), at the point of the surface above it.

    ``method`` is ``borehole``, ``seismic`` or ``other``; ``line_name`` the drill profile or survey line and
    ``distance_along_m`` the place on it. ``top_depth`` (m below ground) is the depth of the upper tip: the
    thickness of unbroken cover. ``top_age`` is the age of the oldest unbroken layer and ``last_age`` that of
    the youngest broken one (ka); ``displacement`` (m) that of the youngest broken boundary. Angles in
    degrees, ``view_direction`` clockwise from north, ``apparent_dip`` in that section; ``reliability`` as the
    national list has it (1–5).
    """

    geometry: Point
    code: str
    fault_id: UUID | None = None
    trace_id: UUID | None = None
    method: str = "borehole"
    line_name: str = ""
    distance_along_m: float | None = None
    kinematics: str = ""
    top_depth: Estimate | None = None
    top_age: Estimate | None = None
    last_age: Estimate | None = None
    displacement: Estimate | None = None
    view_direction: float | None = None
    apparent_dip: float | None = None
    reliability: int | None = None


@dataclass(frozen=True, kw_only=True)
class OffsetMarker(Record):
    """A displaced landform or layer. ``component``: strike_slip, vertical, dip_slip or net; metres.

    It has a place on the earth, or lies in a local grid and its source keeps the lines in the grid's metres.
    """

    geometry: Point | None = None
    local_grid_id: UUID | None = None
    code: str
    fault_id: UUID | None = None
    trace_id: UUID | None = None
    kind: str = ""
    component: str = "strike_slip"
    offset: Estimate | None = None
    quality: str = ""


@dataclass(frozen=True, kw_only=True)
class PiercingLine(Record):
    """One of the two lines that an offset marker matches across the fault; ``side`` is left or right."""

    geometry: LineString
    marker_id: UUID
    side: str
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class SurfaceRupture(Record):
    """A historical surface rupture. ``year`` is AD positive, BC negative, never zero; lengths km, slips m."""

    fault_id: UUID | None = None
    geometry: MultiLineString | None = None
    name: str = ""
    date_text: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    magnitude: Estimate | None = None
    length: Estimate | None = None
    horizontal_slip: Estimate | None = None
    vertical_slip: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class Media(Record):
    """A photo, sketch, scan or raster held as a file beside the database, and the record it belongs to.

    ``azimuth`` is the view's, clockwise from north; ``pitch`` its angle above the horizon, both in degrees;
    ``elevation_m`` stands over ``vertical_datum`` (empty: not stated); sizes in pixels.
    """

    kind: str = "photo"
    path: str
    sha256: str = ""
    owner_kind: str = ""
    owner_id: UUID | None = None
    geometry: Point | None = None
    taken_at: datetime | None = None
    azimuth: float | None = None
    pitch: float | None = None
    elevation_m: float | None = None
    vertical_datum: str = ""
    camera: str = ""
    width_px: int | None = None
    height_px: int | None = None
    caption: str = ""
