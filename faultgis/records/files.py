"""Files that the database keeps account of: point clouds, rasters, and the local grids that some hang in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shapely import MultiPolygon

from faultgis.records.provenance import Record
from faultgis.values import Document, Estimate


@dataclass(frozen=True, kw_only=True)
class LocalGrid(Record):
    """A frame in metres that is tied to no place on the earth (x right, y up), for rasters without a true
    coordinate system. ``fault_id`` is the fault that what is measured in it belongs to."""

    code: str
    fault_id: UUID | None = None
    name_zh: str = ""
    name_en: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class PointCloud(Record):
    """A point cloud as its file gives it.

    ``geometry`` is the outline of its occupied cells, absent in a local grid; ``path`` is relative to the
    archive; heights in metres over ``vertical_datum`` (empty: not stated); ``accuracy`` is the vertical
    accuracy in metres; ``counts`` are points by class and by return, ``quality`` flags and losses,
    ``lineage`` software, parameters and the SHA-256 of the inputs.
    """

    geometry: MultiPolygon | None = None
    code: str
    local_grid_id: UUID | None = None
    path: str
    sha256: str = ""
    size_bytes: int = 0
    format: str = ""
    point_format: int | None = None
    points: int = 0
    density_m2: float | None = None
    z_low_m: float | None = None
    z_high_m: float | None = None
    crs_found: str = ""
    crs_declared: str = ""
    units: str = ""
    vertical_datum: str = ""
    acquired_on: date | None = None
    acquired_until: date | None = None
    sensor: str = ""
    accuracy: Estimate | None = None
    counts: Document = Document()
    quality: Document = Document()
    lineage: Document = Document()


@dataclass(frozen=True, kw_only=True)
class Raster(Record):
    """An elevation model, an orthophoto or something derived from them, kept as a file. ``geometry`` is the
    outline of its data, absent in a local grid; ``cell_m`` the cell's side in metres; ``path`` is relative to
    the folder of products, or absolute for a file that stays where it is."""

    geometry: MultiPolygon | None = None
    code: str
    kind: str = "dem"
    local_grid_id: UUID | None = None
    fault_id: UUID | None = None
    path: str
    sha256: str = ""
    size_bytes: int = 0
    columns: int = 0
    rows: int = 0
    bands: int = 1
    cell_m: float | None = None
    crs: str = ""
    vertical_datum: str = ""
    lineage: Document = Document()
