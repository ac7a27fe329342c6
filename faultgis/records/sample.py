"""Samples and what laboratories reported of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shapely import Point

from faultgis.records.provenance import Record
from faultgis.values import Document


@dataclass(frozen=True, kw_only=True)
class Sample(Record):
    """A sample for dating. In a trench it stands in a unit and on a wall at ``x_m``, ``y_m`` of that wall; on
    the map at ``geometry``. ``stratum_position`` is where in its unit it was: top, middle or base;
    ``reworked_risk`` how likely it is older than its unit; ``depth_m`` below the surface."""

    geometry: Point | None = None
    code: str
    site_id: UUID | None = None
    trench_id: UUID | None = None
    wall_id: UUID | None = None
    unit_id: UUID | None = None
    marker_id: UUID | None = None
    method: str = "c14"
    material: str = ""
    x_m: float | None = None
    y_m: float | None = None
    depth_m: float | None = None
    stratum_position: str = ""
    reworked_risk: str = ""
    collected_on: date | None = None
    collector: str = ""
    description: str = ""
    template: Document = Document()


@dataclass(frozen=True, kw_only=True)
class LabResult(Record):
    """A laboratory's result as reported.

    Radiocarbon: ``c14_age`` with ``c14_error`` in years BP, or ``f14c``; ``delta_r`` the reservoir offset in
    14C years, of either sign. Luminescence and cosmogenic nuclides: ``age_ka`` with its errors down and up,
    counted from ``datum_year``. ``sigma`` is the level of the errors as reported (1 or 2); 0: not stated.
    ``rejected`` results are kept but not used, for ``reason``.
    """

    sample_id: UUID
    laboratory: str = ""
    lab_code: str
    method: str = "c14"
    c14_age: float | None = None
    c14_error: float | None = None
    f14c: float | None = None
    f14c_error: float | None = None
    delta13c: float | None = None
    curve: str = "intcal20"
    delta_r: float | None = None
    delta_r_error: float | None = None
    age_ka: float | None = None
    age_minus_ka: float | None = None
    age_plus_ka: float | None = None
    datum_year: int | None = None
    sigma: int = 0
    reported: str = ""
    reported_on: date | None = None
    rejected: bool = False
    reason: str = ""
