"""The records of point clouds and their rasters as JSON and as text."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from faultgis import codes
from faultgis.records.files import PointCloud, Raster
from ui import words
from ui.cloud_words import datum_of, system_of
from ui.words import tr

if TYPE_CHECKING:
    from faultgis.services.cloud_facts import CloudReport

ARCHIVE, PRODUCTS = "archive", "products"


def report_value(report: "CloudReport", home: Path) -> dict[str, Any]:
    """An import of clouds as JSON: what was made, and what became of the records."""
    rasters = [raster_value(raster, home) for raster in report.rasters]
    files = {raster.lineage["product"]: str(_file(raster, home)) for raster in report.rasters}
    return {
        **report.facts,
        **files,
        **_density(report),
        "read": report.read,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "batch": None if report.batch is None else str(report.batch),
        "clouds": [cloud_value(cloud, home) for cloud in report.clouds],
        "rasters": rasters,
    }


def _density(report: "CloudReport") -> dict[str, float]:
    """Points per square metre of the clouds' outlines, as their records say: not of the terrain's cells."""
    known = [(cloud.points, cloud.density_m2) for cloud in report.clouds if cloud.density_m2]
    area = sum(points / density for points, density in known)
    return {"density_m2": round(sum(points for points, _ in known) / area, 3)} if area else {}


def cloud_value(cloud: PointCloud, home: Path) -> dict[str, Any]:
    """A cloud's record as JSON; lengths in metres, the footprint's bounds in degrees of CGCS2000."""
    accuracy = cloud.accuracy
    return {
        "code": cloud.code,
        "file": cloud.source.file,
        "sha256": cloud.sha256,
        "path": str(home / ARCHIVE / cloud.path),
        "kept": (home / ARCHIVE / cloud.path).is_file(),
        "size_bytes": cloud.size_bytes,
        "format": cloud.format,
        "point_format": cloud.point_format,
        "points": cloud.points,
        "density_m2": cloud.density_m2,
        "bounds_deg": None if cloud.geometry is None else [round(v, 8) for v in cloud.geometry.bounds],
        "heights_m": [cloud.z_low_m, cloud.z_high_m],
        "crs_found": cloud.crs_found or None,
        "crs_declared": cloud.crs_declared or None,
        "units": cloud.units,
        "vertical": cloud.vertical_datum or None,
        "acquired_on": cloud.acquired_on,
        "acquired_until": cloud.acquired_until,
        "sensor": cloud.sensor,
        "accuracy_m": None if accuracy is None else accuracy.best,
        "counts": cloud.counts.plain(),
        "quality": cloud.quality.plain(),
        "lineage": cloud.lineage.plain(),
    }


def raster_value(raster: Raster, home: Path) -> dict[str, Any]:
    """A raster's record as JSON."""
    path = _file(raster, home)
    return {
        "code": raster.code,
        "kind": raster.kind,
        "path": str(path),
        "kept": path.is_file(),
        "sha256": raster.sha256,
        "columns": raster.columns,
        "rows": raster.rows,
        "cell_m": raster.cell_m,
        "crs": raster.crs or None,
        "vertical": raster.vertical_datum or None,
    }


def _file(raster: Raster, home: Path) -> Path:
    return home / PRODUCTS / raster.path


def kept_text(found: dict[str, Any]) -> str:
    """What an import of clouds left in the survey, in one or two sentences."""
    counts = {name: found[name] for name in ("read", "created", "updated", "unchanged")}
    said = tr("{read} clouds: {created} created, {updated} updated, {unchanged} unchanged.", **counts)
    if found["batch"] is None:
        return f"{said} {tr('Nothing new: nothing was saved.')}"
    return f"{said} {tr('Saved as import {batch}; undo-import takes it back.', batch=found['batch'])}"


def cloud_row(cloud: PointCloud) -> tuple[Any, ...]:
    """A cloud as a line of a table."""
    density = "" if cloud.density_m2 is None else f"{cloud.density_m2:g}"
    return cloud.code, f"{cloud.points:,}", density, system_of(cloud), datum_of(cloud.vertical_datum)


def raster_row(raster: Raster) -> tuple[Any, ...]:
    """A raster as a line of a table."""
    cell = "" if raster.cell_m is None else f"{raster.cell_m:g}"
    kind = codes.label("raster_kind", raster.kind, words.language())
    return raster.code, kind, cell, system_of(raster), datum_of(raster.vertical_datum)
