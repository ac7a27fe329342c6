"""From what was seen and counted of a cloud to what its record holds."""

from pathlib import Path
from typing import Any

from faultgis.services.cloud_facts import CloudFacts, RasterFacts
from faultgis.terrain.grid import Frame
from importers.clouds.counted import Told
from importers.clouds.declared import SETTLED
from importers.clouds.preflight import CloudInfo

# What stands in the header's "system identifier" and is none: the operations that the format provides for,
# and programs that put their own name there.
_OPERATIONS = frozenset({"merge", "modification", "extraction", "transformation", "other"})
_PROGRAMS = ("lastools", "laszip", "rapidlasso", "pdal", "liblas", "las-rs", "laspy", "cloudcompare", "lasr")


def of_cloud(info: CloudInfo, told: Told, digest: str, path: Path) -> CloudFacts:
    """What the record of a cloud at ``path`` in the archive holds."""
    outline = told.outline
    first, last, evidence = told.acquired
    return CloudFacts(
        name=Path(info.file).name,
        path=_below(path),
        sha256=digest,
        size_bytes=info.size,
        format=_format(info),
        point_format=info.point_format,
        points=told.points,
        outline=None if outline is None else outline.geometry,
        area_m2=None if outline is None else outline.area_m2,
        z_low_m=told.z_low_m,
        z_high_m=told.z_high_m,
        crs_found=" + ".join(filter(None, (info.crs, info.vertical_crs))),
        units=info.units,
        acquired_on=first,
        acquired_until=last,
        sensor=_sensor(info.system),
        counts={"classes": told.classes, "returns": list(info.counts_by_return), "in_header": info.count},
        quality=_quality(info, told, evidence),
        lineage=_lineage(info, told),
    )


def of_raster(kind: str, name: str, path: Path, digest: str, size: int, frame: Frame) -> RasterFacts:
    """What the record of a raster at ``path`` among the products holds."""
    grid = frame.columns, frame.rows, frame.cell
    return RasterFacts(name, kind, _below(path), digest, size, *grid, frame.bounds)


def _below(path: Path) -> str:
    """The path below its store, with slashes: the folder named by the first digits, and the file."""
    return f"{path.parent.name}/{path.name}"


def _format(info: CloudInfo) -> str:
    return f"{'COPC' if info.copc else 'LAZ' if info.compressed else 'LAS'} {info.version}"


def _sensor(system: str) -> str:
    """The sensor, where the header names one."""
    said = system.strip().lower()
    return "" if said in _OPERATIONS or any(name in said for name in _PROGRAMS) else system.strip()


def _quality(info: CloudInfo, told: Told, evidence: str) -> dict[str, Any]:
    flags = [problem.code for problem in info.problems if problem.code not in SETTLED]
    found: dict[str, Any] = {"flags": flags, "acquired_from": evidence, **told.losses}
    return {key: value for key, value in found.items() if value}


def _lineage(info: CloudInfo, told: Told) -> dict[str, Any]:
    outline = told.outline
    found: dict[str, Any] = {
        "made_by": info.software,
        "vertical_found": info.vertical_crs or "",
        "vertical_units": info.vertical_units,
        "scale": list(info.scale),
        "outline": None
        if outline is None
        else {"cell_m": outline.cell_m, "tolerance_m": outline.tolerance_m, "area_m2": outline.area_m2},
    }
    return {key: value for key, value in found.items() if value}
