"""The kinds of records by name, in the order in which a database must save them (parents first)."""

from typing import TypeAlias

from faultgis.records.assessment import Certificate, SiteQuery
from faultgis.records.delivery import Delivery, Rejection, TemplateRow, Waiver
from faultgis.records.derived import (
    CalibratedAge,
    ChronologyModel,
    Displacement,
    EventAge,
    Probability,
    Recurrence,
    SlipRate,
)
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.files import LocalGrid, PointCloud, Raster
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import (
    BuriedPoint,
    DeformationWidth,
    DeformationZone,
    Measurement,
    Media,
    ObservationPoint,
    OffsetMarker,
    PiercingLine,
    SurfaceRupture,
)
from faultgis.records.survey import SheetState, Survey
from faultgis.records.trace import Trace
from faultgis.records.trench import (
    EventEvidence,
    PaleoEvent,
    StratUnit,
    Trench,
    TrenchSite,
    UnitOrder,
    Wall,
    WallFeature,
    WallImage,
)

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
    | DeformationZone
    | BuriedPoint
    | OffsetMarker
    | PiercingLine
    | SurfaceRupture
    | Media
    | PointCloud
    | Raster
    | SheetState
    | TrenchSite
    | Trench
    | Wall
    | WallImage
    | StratUnit
    | UnitOrder
    | PaleoEvent
    | Sample
    | LabResult
    | WallFeature
    | EventEvidence
    | CalibratedAge
    | ChronologyModel
    | EventAge
    | Displacement
    | SlipRate
    | Recurrence
    | Probability
    | Certificate
    | SiteQuery
    | TemplateRow
    | Waiver
    | Delivery
    | Rejection
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
    "deformation_zone": DeformationZone,
    "buried_point": BuriedPoint,
    "offset_marker": OffsetMarker,
    "piercing_line": PiercingLine,
    "surface_rupture": SurfaceRupture,
    "media": Media,
    "point_cloud": PointCloud,
    "raster": Raster,
    "sheet_state": SheetState,
    "trench_site": TrenchSite,
    "trench": Trench,
    "wall": Wall,
    "wall_image": WallImage,
    "strat_unit": StratUnit,
    "unit_order": UnitOrder,
    "paleo_event": PaleoEvent,
    "sample": Sample,
    "lab_result": LabResult,
    "wall_feature": WallFeature,
    "event_evidence": EventEvidence,
    "calibrated_age": CalibratedAge,
    "chronology_model": ChronologyModel,
    "event_age": EventAge,
    "displacement": Displacement,
    "slip_rate": SlipRate,
    "recurrence": Recurrence,
    "probability": Probability,
    "certificate": Certificate,
    "site_query": SiteQuery,
    "template_row": TemplateRow,
    "waiver": Waiver,
    "delivery": Delivery,
    "rejection": Rejection,
}

KIND_NAMES: dict[type[AnyRecord], str] = {kind: name for name, kind in KINDS.items()}


def kind_of(record: AnyRecord) -> str:
    """The kind's name, e.g. ``"trace"``."""
    return KIND_NAMES[type(record)]
