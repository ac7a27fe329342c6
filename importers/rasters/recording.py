"""A raster file as a record of the survey, and the file behind a record found again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.geometry.local import Bounds, LocalFrame
from faultgis.progress import Progress
from faultgis.records.files import LocalGrid
from faultgis.records.files import Raster as RasterRecord
from faultgis.values import Document
from importers.rasters.geotiff import extent, open_raster
from importers.rasters.placing import Extent, Placing

_BLOCK = 4 * 1024**2
# How the rows of a raster lie, in its lineage.
ROWS, NORTH_FIRST, AS_STATED = "rows", "north_first", "as_stated"


@dataclass(frozen=True)
class Unplaced:
    """A raster without a coordinate system, looked at: its place in its own coordinates and its content."""

    path: Path
    extent: Extent
    sha256: str


def look(path: Path, progress: Progress) -> Unplaced:
    """Look at a raster that may go into a local grid. Raises ``InputError`` as ``open_raster`` does,
    ``raster.has_crs`` for one that belongs on the earth."""
    found = extent(path)
    open_raster(path, Placing(frame=LocalFrame.around(found.bounds)))
    return Unplaced(path, found, digest(path, progress))


def digest(path: Path, progress: Progress) -> str:
    """SHA-256 of a file's content. Raises ``InputError("raster.unreadable")``."""
    found, size, done = hashlib.sha256(), max(1, path.stat().st_size), 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
                done += len(block)
                progress.report("raster.reading", done // _BLOCK, size // _BLOCK)
    except OSError as error:
        raise InputError("raster.unreadable", file=str(path), reason=str(error)) from error
    return found.hexdigest()


def recorded(
    looked: Unplaced, grid: LocalGrid, code: str, north_first: bool = False, fault_id: UUID | None = None
) -> RasterRecord:
    """The record of a raster in a local grid; the file stays where it is."""
    raster = open_raster(looked.path, Placing(frame=LocalFrame.around(looked.extent.bounds)))
    return RasterRecord(
        survey_id=grid.survey_id,
        code=code,
        kind="dem" if raster.kind == "elevation" else "image",
        local_grid_id=grid.id,
        fault_id=fault_id,
        path=str(looked.path.resolve()),
        sha256=looked.sha256,
        size_bytes=looked.path.stat().st_size,
        columns=raster.width,
        rows=raster.height,
        bands=raster.bands,
        cell_m=round(sum(looked.extent.cell) / 2, 6),
        lineage=Document({ROWS: NORTH_FIRST if north_first else AS_STATED}),
    )


def same_file(held: Iterable[RasterRecord], record: RasterRecord) -> Change:
    """How the record comes into its grid: as a new one, or, where a record holds the same content already
    (its file was moved), as another place of that file."""
    before = next((one for one in held if one.sha256 and one.sha256 == record.sha256), None)
    if before is None:
        return Change(None, record)
    return Change(before, replace(before, path=record.path, lineage=record.lineage))


def north_first(record: RasterRecord) -> bool:
    """Whether the user said that the first row of the file is the northernmost, whatever the file says."""
    return bool(record.lineage.get(ROWS) == NORTH_FIRST)


def file_of(record: RasterRecord, products: Path | None = None) -> Path:
    """The file behind a record. Raises ``InputError``: ``raster.moved`` (it is no longer there),
    ``raster.changed`` (it is no longer as large as it was)."""
    path = Path(record.path)
    path = path if path.is_absolute() or products is None else products / path
    if not path.is_file():
        raise InputError("raster.moved", file=str(path), code=record.code)
    if record.size_bytes and path.stat().st_size != record.size_bytes:
        raise InputError("raster.changed", file=str(path), code=record.code)
    return path


def bounds_of(record: RasterRecord, products: Path | None = None) -> Bounds:
    """West, south, east, north of a raster in metres of its local grid. Raises as ``file_of`` and
    ``extent`` do."""
    return extent(file_of(record, products), north_first(record)).bounds
