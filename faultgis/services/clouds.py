"""Point clouds into a survey: files into the archive, records into the database, both or neither.

The order of writing: copies and products are made beside the archive, then get their names there (which are
their content, so that what is there already is not stored twice), then one transaction writes all records
with their import. See ``docs/importing.md``.
"""

from collections.abc import Sequence
from uuid import UUID

from faultgis.crs import transformer
from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.provenance import new_id
from faultgis.records.survey import Batch, Survey
from faultgis.services.cloud_facts import CloudReport, Made, Stage, Staging
from faultgis.services.cloud_records import (
    Records,
    Writing,
    accuracy_of,
    alike,
    clouds_of,
    identity_of,
    rasters_of,
    written,
)
from faultgis.store import Store

__all__ = ["CloudReport", "clouds_of", "committed", "import_clouds", "rasters_of"]

KINDS = ("local_grid", "point_cloud", "raster")
BATCH_KIND = "clouds"
_NAMED = 3


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
                writing = written(present, survey, batch, stage, made, way, accuracy_m, local_grid)
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


def _known(present: Records, stage: Stage, accuracy_m: float | None) -> CloudReport | None:
    """The report where these clouds are in the survey already, with the same rasters; else ``None``."""
    clouds = {cloud.sha256: cloud for cloud in clouds_of(present)}
    identity = identity_of(stage)
    rasters = [raster for raster in rasters_of(present) if alike(raster, identity)]
    wanted = set(stage.parameters["products"])
    if not all(digest in clouds for digest in stage.digests) or wanted - {
        r.lineage["product"] for r in rasters
    }:
        return None
    if not all(stage.holds(raster) for raster in rasters):
        return None
    mine = tuple(clouds[digest] for digest in dict.fromkeys(stage.digests))
    if accuracy_m is not None and any(cloud.accuracy != accuracy_of(accuracy_m) for cloud in mine):
        return None
    count = len(mine)
    return CloudReport(count, 0, 0, count, None, mine, tuple(rasters), rasters[0].lineage["report"])


def _saved(store: Store, stage: Stage, made: Made, writing: Writing, progress: Progress) -> CloudReport:
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
