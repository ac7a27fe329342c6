"""What an import of point clouds asks of those who read them and keep their files, and what it reports."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from shapely import MultiPolygon

from faultgis.progress import Progress
from faultgis.records.files import PointCloud, Raster
from faultgis.terrain.grid import Bounds


@dataclass(frozen=True)
class CloudFacts:
    """A cloud as it was read. ``outline`` and ``area_m2`` (of the occupied cells) are in the system's metres,
    absent where no point but noise was found; ``path`` is relative to the archive; heights in metres."""

    name: str
    path: str
    sha256: str
    size_bytes: int
    format: str
    point_format: int
    points: int
    outline: MultiPolygon | None = None
    area_m2: float | None = None
    z_low_m: float | None = None
    z_high_m: float | None = None
    crs_found: str = ""
    units: str = ""
    acquired_on: date | None = None
    acquired_until: date | None = None
    sensor: str = ""
    counts: Mapping[str, Any] = field(default_factory=dict)
    quality: Mapping[str, Any] = field(default_factory=dict)
    lineage: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RasterFacts:
    """A raster made of the clouds; ``bounds`` in the system's metres, ``path`` relative to the products."""

    name: str
    kind: str
    path: str
    sha256: str
    size_bytes: int
    columns: int
    rows: int
    cell_m: float
    bounds: Bounds


@dataclass(frozen=True)
class Made:
    """What came of the clouds; ``report`` is what scripts rely on (``importers.clouds.reporting``)."""

    clouds: Sequence[CloudFacts]
    rasters: Sequence[RasterFacts]
    report: Mapping[str, Any]


class Stage(Protocol):
    """Clouds looked at and copied, but not yet in the archive."""

    @property
    def names(self) -> Sequence[str]:
        """The files' names."""
        ...

    @property
    def digests(self) -> Sequence[str]:
        """The SHA-256 of each file."""
        ...

    @property
    def crs(self) -> str:
        """The system of the products in metres (authority code or WKT); empty in a local grid."""
        ...

    @property
    def crs_declared(self) -> str:
        """What the user said of the system, else empty."""
        ...

    @property
    def vertical_datum(self) -> str:
        """The datum of heights (a code, or "ellipsoidal"); empty: not stated."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What the rasters depend on besides the files."""
        ...

    def make(self) -> Made:
        """Do the work. Raises as the pipeline does."""
        ...

    def holds(self, raster: Raster) -> bool:
        """Whether a raster's file is at hand."""
        ...

    def keep(self, batch: UUID) -> AbstractContextManager[None]:
        """The files are in the archive from here on. If what follows fails, they have never been there; if
        the program dies or the answer of the database is lost, the next start finds out."""
        ...


class Staging(Protocol):
    """Looks at the clouds and copies them beside the archive."""

    def __call__(self, survey: UUID, progress: Progress) -> AbstractContextManager[Stage]: ...


@dataclass(frozen=True)
class CloudReport:
    """What became of the clouds: ``read`` = ``created`` + ``updated`` + ``unchanged``, in files. ``batch`` is
    the id that ``undo_import`` takes back, ``None`` where nothing was saved. ``facts`` is the pipeline's
    report, or that of the import that made the same before."""

    read: int
    created: int
    updated: int
    unchanged: int
    batch: UUID | None
    clouds: tuple[PointCloud, ...]
    rasters: tuple[Raster, ...]
    facts: Mapping[str, Any]
