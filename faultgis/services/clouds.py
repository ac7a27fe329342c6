"""Point clouds into a survey: files into the archive, records into the database, both or neither.

The order of writing: copies and products are made beside the archive, then get their names there (which are
their content, so that what is there already is not stored twice), then one transaction writes all records
with their import. See ``docs/importing.md``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import shapely
from shapely import MultiPolygon

from faultgis.changes import Change
from faultgis.crs import Transform, transformer
from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.files import LocalGrid, PointCloud, Raster
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source, new_id
from faultgis.records.survey import Batch, Survey
from faultgis.services.cloud_facts import CloudFacts, CloudReport, Made, RasterFacts, Stage, Staging
from faultgis.store import Store
from faultgis.values import Document, Estimate

KINDS = ("local_grid", "point_cloud", "raster")
BATCH_KIND = "clouds"
_STRAIGHT_M = 1000.0
_NAMED = 3

Records = Mapping[str, Sequence[AnyRecord]]


@dataclass
class _Writing:
    """What a save will write, and which records it leaves."""

    survey: Survey
    batch: UUID
    changes: list[Change] = field(default_factory=list)
    clouds: list[PointCloud] = field(default_factory=list)
    rasters: list[Raster] = field(default_factory=list)
    created: int = 0
    updated: int = 0


def import_clouds(
    store: Store,
    survey: Survey,
    staging: Staging,
    *,
    accuracy_m: float | None = None,
    local_grid: str = "",
    progress: Progress | None = None,
) -> CloudReport:
    """Take clouds and the terrain made of them into a survey as one import.

    A cloud is known by its content: the same file is one record, and the same rasters are not made again.
    ``accuracy_m`` is the vertical accuracy in metres as the user states it; ``local_grid`` the code of the
    local grid (made if new) for clouds without a system on the earth.

    Raises ``InputError`` for what cannot be read, placed or kept, ``CancelledError``, ``ConflictError`` where
    somebody else changed the same records meanwhile; nothing of the import is left then.
    """
    progress = progress or Progress()
    with staging(survey.id, progress) as stage:
        way = transformer(stage.crs) if stage.crs else None
        present = store.load(survey.id, KINDS)
        known = _known(present, stage, accuracy_m)
        if known is not None:
            return known
        made = stage.make()
        batch = new_id()
        with stage.keep(batch):
            for attempt in (1, 2):
                writing = _written(present, survey, batch, stage, made, way, accuracy_m, local_grid)
                try:
                    return _saved(store, stage, made, writing, progress)
                except InputError as error:
                    if error.code != "record.duplicate" or attempt == 2:
                        raise
                    # Somebody took in the same files meanwhile: they are records now, to compare with.
                    present = store.load(survey.id, KINDS)
        raise AssertionError


def committed(store: Store, survey_id: UUID, batch_id: UUID) -> bool | None:
    """Whether an import reached the database; ``None`` where its survey is not to be seen."""
    if not any(survey.id == survey_id for survey in store.surveys()):
        return None
    return any(batch.id == batch_id for batch in store.batches(survey_id))


def clouds_of(present: Records) -> list[PointCloud]:
    """The point clouds among records by kind, by code."""
    found = (record for record in present.get("point_cloud", ()) if isinstance(record, PointCloud))
    return sorted(found, key=lambda cloud: cloud.code)


def rasters_of(present: Records) -> list[Raster]:
    """The rasters among records by kind, by code."""
    found = (record for record in present.get("raster", ()) if isinstance(record, Raster))
    return sorted(found, key=lambda raster: raster.code)


def _identity(stage: Stage) -> Document:
    """What rasters made alike have in common."""
    return Document({"inputs": sorted(stage.digests), "parameters": dict(stage.parameters)})


def _alike(raster: Raster, identity: Document) -> bool:
    return all(raster.lineage.get(key) == identity[key] for key in identity)


def _known(present: Records, stage: Stage, accuracy_m: float | None) -> CloudReport | None:
    """The report where these clouds are in the survey already, with the same rasters; else ``None``."""
    clouds = {cloud.sha256: cloud for cloud in clouds_of(present)}
    identity = _identity(stage)
    rasters = [raster for raster in rasters_of(present) if _alike(raster, identity)]
    wanted = set(stage.parameters["products"])
    if not all(digest in clouds for digest in stage.digests) or wanted - {
        r.lineage["product"] for r in rasters
    }:
        return None
    if not all(stage.holds(raster) for raster in rasters):
        return None
    mine = tuple(clouds[digest] for digest in dict.fromkeys(stage.digests))
    if accuracy_m is not None and any(cloud.accuracy != _accuracy(accuracy_m) for cloud in mine):
        return None
    count = len(mine)
    return CloudReport(count, 0, 0, count, None, mine, tuple(rasters), rasters[0].lineage["report"])


def _accuracy(metres: float) -> Estimate:
    return Estimate(unit="m", best=metres, component="vertical", source="stated at import")


def _written(
    present: Records,
    survey: Survey,
    batch: UUID,
    stage: Stage,
    made: Made,
    way: Transform | None,
    accuracy_m: float | None,
    local_grid: str,
) -> _Writing:
    """The records of what was made, beside what the survey holds."""
    writing = _Writing(survey, batch)
    grid = _grid(writing, present, local_grid or _stem(made.clouds[0].name)) if way is None else None
    for facts in made.clouds:
        before = next((c for c in clouds_of(present) if c.sha256 == facts.sha256), None)
        after = _cloud(writing, facts, before, present, stage, way, grid)
        if accuracy_m is not None:
            after = replace(after, accuracy=_accuracy(accuracy_m))
        _put(writing, before, after)
    identity = _identity(stage)
    for product in made.rasters:
        same = [r for r in rasters_of(present) if r.lineage.get("product") == product.kind]
        standing = next((r for r in same if _alike(r, identity)), None)
        drawn = _raster(writing, product, standing, present, stage, made, way, grid)
        _put(writing, standing, drawn)
    return writing


def _put(writing: _Writing, before: AnyRecord | None, after: PointCloud | Raster) -> None:
    if before != after:
        writing.changes.append(Change(before, after))
    if isinstance(after, Raster):
        writing.rasters.append(after)
        return
    writing.clouds.append(after)
    writing.created += before is None
    writing.updated += before is not None and before != after


def _grid(writing: _Writing, present: Records, code: str) -> UUID:
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
    writing: _Writing,
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
    writing: _Writing,
    facts: RasterFacts,
    before: Raster | None,
    present: Records,
    stage: Stage,
    made: Made,
    way: Transform | None,
    grid: UUID | None,
) -> Raster:
    lineage = {**_identity(stage), "product": facts.kind, "software": "FaultGIS", "report": dict(made.report)}
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


def _saved(store: Store, stage: Stage, made: Made, writing: _Writing, progress: Progress) -> CloudReport:
    count = len(made.clouds)
    batch = Batch(
        id=writing.batch,
        survey_id=writing.survey.id,
        file=_names(stage.names),
        sha256=stage.digests[0] if count == 1 else "",
        kind=BATCH_KIND,
        crs=_short(stage.crs),
        read=count,
        created=writing.created,
        updated=writing.updated,
        unchanged=count - writing.created - writing.updated,
    )
    if writing.changes:
        store.save_batch(batch, writing.changes, [], progress)
    return CloudReport(
        count,
        batch.created,
        batch.updated,
        batch.unchanged,
        batch.id if writing.changes else None,
        tuple(writing.clouds),
        tuple(writing.rasters),
        made.report,
    )


def _names(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" … ({len(names)})" if len(names) > _NAMED else "")


def _short(crs: str) -> str:
    """A system's code or, of a WKT, its name."""
    return crs.split('"')[1] if '"' in crs else crs
