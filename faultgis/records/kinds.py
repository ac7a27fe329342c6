"""The kinds of records by name, in the order in which a database must save them (parents first)."""

from typing import TypeAlias

from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.files import LocalGrid, PointCloud, Raster
from faultgis.records.site import (
    DeformationWidth,
    Measurement,
    Media,
    ObservationPoint,
    OffsetMarker,
    PiercingLine,
    SurfaceRupture,
)
from faultgis.records.survey import SheetState, Survey
from faultgis.records.trace import Trace

AnyRecord: TypeAlias = (
    Survey
    | FaultZone
    | Fault
    | Segment
    | Trace
    | LocalGrid
    | ObservationPoint
    | Measurement
    | DeformationWidth
    | OffsetMarker
    | PiercingLine
    | SurfaceRupture
    | Media
    | PointCloud
    | Raster
    | SheetState
)

KINDS: dict[str, type[AnyRecord]] = {
    "survey": Survey,
    "fault_zone": FaultZone,
    "fault": Fault,
    "segment": Segment,
    "trace": Trace,
    "local_grid": LocalGrid,
    "observation_point": ObservationPoint,
    "measurement": Measurement,
    "deformation_width": DeformationWidth,
    "offset_marker": OffsetMarker,
    "piercing_line": PiercingLine,
    "surface_rupture": SurfaceRupture,
    "media": Media,
    "point_cloud": PointCloud,
    "raster": Raster,
    "sheet_state": SheetState,
}

KIND_NAMES: dict[type[AnyRecord], str] = {kind: name for name, kind in KINDS.items()}


def kind_of(record: AnyRecord) -> str:
    """The kind's name, e.g. ``"trace"``."""
    return KIND_NAMES[type(record)]
