"""A package as QField brings it from the field: data sets beside a QGIS project, and the photos they name."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from faultgis.errors import InputError
from faultgis.records.kinds import kind_of
from faultgis.records.site import Media, ObservationPoint
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from importers.batch import Batch, Problem
from importers.photos.reading import DIGEST, FILE, ORIGINS, owned_photo

OWNER = "Belongs to"
_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".webp")
_PROJECTS = (".qgs", ".qgz")


def photos_in(path: Path) -> int:
    """How many pictures a folder, or a ZIP with a QGIS project in it, holds; 0 for anything else."""
    if path.is_dir():
        return sum(child.suffix.lower() in _PICTURES for child in path.rglob("*"))
    try:
        with zipfile.ZipFile(path) as archive:
            suffixes = [PurePosixPath(name).suffix.lower() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return 0
    return sum(s in _PICTURES for s in suffixes) if any(s in _PROJECTS for s in suffixes) else 0


def add_photos(folder: Path, survey: Survey, batches: list[Batch]) -> None:
    """Add to each batch the photographs that cells of its features name by their path in the package; each
    belongs to its feature. What a cell names and the package lacks is told by row and column."""
    for batch in batches:
        found: dict[str, tuple[str, Media]] = {}
        named = list(_named(batch.records))
        for record, column, name in named:
            try:
                media = _photo(folder, survey, record, name)
            except InputError as error:
                shown = {**error.params, "file": name}
                batch.warnings.append(_told(error.code, shown, batch, record, column))
                continue
            if media.sha256 in found:
                shown = {"file": name, "first": found[media.sha256][0]}
                batch.warnings.append(_told("photo.duplicate", shown, batch, record, column))
                continue
            found[media.sha256] = (name, media)
        batch.records += [media for _, media in found.values()]
        batch.warnings[:] = _without({column for _, column, _ in named}, batch.warnings)
        if found:
            batch.labels = (*batch.labels, FILE, DIGEST, OWNER)
            batch.origins["media"] = {**ORIGINS, "owner_id": (OWNER,), "owner_kind": (OWNER,)}


def _without(columns: set[str], warnings: list[Problem]) -> Iterator[Problem]:
    """The warnings; columns whose pictures came in are not said to be unknown."""
    for each in warnings:
        if each.code != "import.columns_unknown":
            yield each
        elif left := [name for name in each.params["columns"].split(", ") if name not in columns]:
            yield replace(each, params={"columns": ", ".join(left)})


def _photo(folder: Path, survey: Survey, record: Any, name: str) -> Media:
    file = _inside(folder, name)
    if file is None:
        raise InputError("qfield.photo_missing")
    media = owned_photo(survey, file, record.source.row or 0, (OWNER, record.source.key))
    return replace(media, owner_kind=kind_of(record), owner_id=record.id)


def _told(code: str, shown: dict[str, Any], batch: Batch, record: Any, column: str) -> Problem:
    return Problem(code, shown, layer=batch.layer, row=record.source.row, field=column)


def _named(records: list[Any]) -> Iterator[tuple[Any, str, str]]:
    for record in records:
        if isinstance(record, ObservationPoint | Trace) and record.source is not None:
            for column, text in record.source.attributes:
                if PurePosixPath(text.replace("\\", "/")).suffix.lower() in _PICTURES:
                    yield record, column, text.replace("\\", "/")


def _inside(folder: Path, name: str) -> Path | None:
    """The file of the package, which may not lie outside of it."""
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts or ":" in name:
        return None
    file = folder.joinpath(*place.parts)
    return file if file.is_file() and file.resolve().is_relative_to(folder.resolve()) else None
