"""The records of point clouds and of the rasters made of them, beside what the survey holds already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from uuid import UUID

import shapely
from shapely import MultiPolygon

from faultgis.changes import Change
from faultgis.crs import Transform
from faultgis.records.files import LocalGrid, PointCloud, Raster
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.survey import Survey
from faultgis.services.cloud_facts import CloudFacts, Made, RasterFacts, Stage
from faultgis.values import Document, Estimate

_STRAIGHT_M = 1000.0

Records: TypeAlias = Mapping[str, Sequence[AnyRecord]]


@dataclass
class Writing:
    """What a save will write, and which records it leaves."""

    survey: Survey
    batch: UUID
    changes: list[Change] = field(default_factory=list)
    clouds: list[PointCloud] = field(default_factory=list)
    rasters: list[Raster] = field(default_factory=list)
    created: int = 0
    updated: int = 0


def clouds_of(present: Records) -> list[PointCloud]:
    """The point clouds among records by kind, by code."""
    found = (record for record in present.get("point_cloud", ()) if isinstance(record, PointCloud))
    return sorted(found, key=lambda cloud: cloud.code)


def rasters_of(present: Records) -> list[Raster]:
    """The rasters among records by kind, by code."""
    found = (record for record in present.get("raster", ()) if isinstance(record, Raster))
    return sorted(found, key=lambda raster: raster.code)


def identity_of(stage: Stage) -> Document:
    """What rasters made alike have in common."""
    return Document({"inputs": sorted(stage.digests), "parameters": dict(stage.parameters)})


def alike(raster: Raster, identity: Document) -> bool:
    """Whether a raster was made of the same files with the same settings."""
    return all(raster.lineage.get(key) == identity[key] for key in identity)


def accuracy_of(metres: float) -> Estimate:
    """A vertical accuracy (m) as the user states it."""
    return Estimate(unit="m", best=metres, component="vertical", source="stated at import")


def written(
    present: Records,
    survey: Survey,
    batch: UUID,
    stage: Stage,
    made: Made,
    way: Transform | None,
    accuracy_m: float | None,
    local_grid: str,
) -> Writing:
    """The records of what was made, beside what the survey holds."""
    writing = Writing(survey, batch)
    grid = _grid(writing, present, local_grid or _stem(made.clouds[0].name)) if way is None else None
    for facts in made.clouds:
        before = next((c for c in clouds_of(present) if c.sha256 == facts.sha256), None)
        after = _cloud(writing, facts, before, present, stage, way, grid)
        if accuracy_m is not None:
            after = replace(after, accuracy=accuracy_of(accuracy_m))
        _put(writing, before, after)
    identity = identity_of(stage)
    for product in made.rasters:
        same = [r for r in rasters_of(present) if r.lineage.get("product") == product.kind]
        standing = next((r for r in same if alike(r, identity)), None)
        drawn = _raster(writing, product, standing, present, stage, made, way, grid)
        _put(writing, standing, drawn)
    return writing


def _put(writing: Writing, before: AnyRecord | None, after: PointCloud | Raster) -> None:
    if before != after:
        writing.changes.append(Change(before, after))
    if isinstance(after, Raster):
        writing.rasters.append(after)
        return
    writing.clouds.append(after)
    writing.created += before is None
    writing.updated += before is not None and before != after


def _grid(writing: Writing, present: Records, code: str) -> UUID:
    found = next(
        (g for g in present.get("local_grid", ()) if isinstance(g, LocalGrid) and g.code == code), None
    )
    if found is None:
        found = LocalGrid(survey_id=writing.survey.id, code=code)
        writing.changes.append(Change(None, found))
    return found.id


def _stem(name: str) -> str:
    return name.split(".")[0] or name


_FROM_FILE = (
    *("path", "sha256", "size_bytes", "format", "point_format", "points", "z_low_m", "z_high_m"),
    *("crs_found", "units"),
)
# What people may know better than the file: taken from it once.
_CORRECTED = ("acquired_on", "acquired_until", "sensor")


def _cloud(
    writing: Writing,
    facts: CloudFacts,
    before: PointCloud | None,
    present: Records,
    stage: Stage,
    way: Transform | None,
    grid: UUID | None,
) -> PointCloud:
    names = _FROM_FILE if before is not None else (*_FROM_FILE, *_CORRECTED)
    found: dict[str, Any] = {name: getattr(facts, name) for name in names}
    found |= {
        "geometry": _on_earth(facts.outline, way),
        "local_grid_id": grid,
        "density_m2": round(facts.points / facts.area_m2, 3) if facts.area_m2 else None,
        "crs_declared": stage.crs_declared,
        "vertical_datum": stage.vertical_datum,
        "counts": Document(facts.counts),
        "quality": Document(facts.quality),
        "lineage": Document({**facts.lineage, "crs_accuracy_m": None if way is None else way.accuracy_m}),
    }
    if before is not None:
        return replace(before, **found)
    taken = {cloud.code for cloud in (*clouds_of(present), *writing.clouds)}
    source = Source(batch_id=writing.batch, file=facts.name, key=f"cloud:{facts.sha256[:16]}")
    return PointCloud(
        survey_id=writing.survey.id, code=_free(_stem(facts.name), taken), source=source, **found
    )


def _raster(
    writing: Writing,
    facts: RasterFacts,
    before: Raster | None,
    present: Records,
    stage: Stage,
    made: Made,
    way: Transform | None,
    grid: UUID | None,
) -> Raster:
    lineage = {
        **identity_of(stage),
        "product": facts.kind,
        "software": "FaultGIS",
        "report": dict(made.report),
    }
    outline = MultiPolygon([shapely.box(*facts.bounds)])
    found: dict[str, Any] = {
        "kind": _RASTER_KINDS.get(facts.kind, facts.kind),
        "geometry": _on_earth(outline, way),
        "local_grid_id": grid,
        "path": facts.path,
        "sha256": facts.sha256,
        "size_bytes": facts.size_bytes,
        "columns": facts.columns,
        "rows": facts.rows,
        "cell_m": facts.cell_m,
        "crs": stage.crs,
        "vertical_datum": stage.vertical_datum,
        "lineage": Document(lineage),
    }
    if before is not None:
        return replace(before, **found)
    taken = {raster.code for raster in (*rasters_of(present), *writing.rasters)}
    source = Source(batch_id=writing.batch, file=", ".join(stage.names), key=f"raster:{facts.sha256[:16]}")
    return Raster(survey_id=writing.survey.id, code=_free(facts.name, taken), source=source, **found)


_RASTER_KINDS = {"voids": "void"}


def _free(code: str, taken: set[str]) -> str:
    """The code, or with the first number behind it that is free."""
    number, wanted = 1, code
    while wanted in taken:
        number += 1
        wanted = f"{code}_{number}"
    return wanted


def _on_earth(outline: MultiPolygon | None, way: Transform | None) -> MultiPolygon | None:
    """An outline in metres as degrees of CGCS2000, with a vertex at least each kilometre, so that straight
    edges stay where they were (within 3 cm)."""
    if outline is None or way is None:
        return None
    moved = way.geometry(shapely.segmentize(outline, _STRAIGHT_M))
    parts = shapely.get_parts(moved if moved.is_valid else shapely.make_valid(moved))
    return MultiPolygon([p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon"])
