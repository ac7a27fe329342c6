"""Which reader takes a file, by looking inside it; the one door through which files come in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from importers import (
    layered,
    measurement_tables,
    national_files,
    national_package,
    odm,
    point_tables,
    qfield,
    strabospot,
    survey_package,
)
from importers.batch import Batch, FileInfo, Problem
from importers.layered import KINDS
from importers.national.batch import KIND as NATIONAL
from importers.national.classes import LEAST
from importers.photos.listing import is_photos
from importers.photos.reading import inspect_photos, read_photos
from importers.tables import door as tables
from importers.vector import buried, ogr
from importers.vector.ogr import open_layers
from importers.vector.preflight import is_package

__all__ = ["KINDS", "inspect", "is_national", "read"]

PHOTOS = "photos"


@dataclass(frozen=True)
class _Asked:
    """A file that is to be read, and what the user says of it."""

    path: Path
    survey: Survey
    kind: str | None
    layer: str | None
    crs: str | None
    encoding: str | None
    mapping: str | None
    progress: Progress

    def is_one_of(self, *kinds: str) -> bool:
        """Whether the user leaves the kind open, or names one of these."""
        return self.kind is None or self.kind in kinds


@tables.read_once()
def inspect(path: Path | str, progress: Progress | None = None) -> FileInfo:
    """What a file or folder holds, without importing it: vector data, photographs, tables of results or
    events, a folder of OpenDroneMap's results. Raises ``InputError`` for what is none of these, with the
    name of what it is."""
    path = Path(path)
    _refuse_devices(path)
    if (results := odm.recognise(path)) is not None:
        return odm.inspect(results, progress)
    if survey_package.recognise(path):
        return survey_package.inspect(path)
    if is_national(path, None):
        return national_package.inspect(path, progress)
    if strabospot.recognise(path):
        return strabospot.inspect(path)
    if is_package(path):
        return _with_photos(ogr.inspect(path, progress), qfield.photos_in(path))
    if is_photos(path):
        return inspect_photos(path, progress=progress)
    if point_tables.recognise(path):
        return point_tables.inspect(path)
    if measurement_tables.recognise(path):
        return measurement_tables.inspect(path)
    if tables.recognise(path):
        return tables.inspect(path)
    return ogr.inspect(path, progress)


def _refuse_devices(path: Path) -> None:
    """A pipe or a device may never end. Raises ``InputError("file.not_regular")``."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise InputError("file.not_regular", file=str(path))


def _with_photos(info: FileInfo, count: int) -> FileInfo:
    said = (Problem("qfield.photos", {"count": count}),) if count else ()
    return replace(info, problems=(*info.problems, *said))


def these(files: Sequence[Path]) -> Callable[..., list[Batch]]:
    """A reader of just these files as photographs, whatever else their folder holds."""

    def reader(
        path: Path, survey: Survey, *, progress: Progress | None = None, **_options: str | None
    ) -> list[Batch]:
        return [read_photos(path, survey, files=files, progress=progress)]

    return reader


@tables.read_once()
def read(
    path: Path,
    survey: Survey,
    *,
    kind: str | None = None,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    mapping: str | None = None,
    progress: Progress | None = None,
) -> list[Batch]:
    """The file's layers as records of the survey, one batch per layer. ``kind`` is one for all layers, or
    ``LAYER=KIND,LAYER=KIND`` (the others are passed over with a warning).

    Without ``kind``, lines become traces and points observations; layers of other shapes are passed over
    with a warning; tables that name a sample and an age become results, lists of events
    chronologies. Photographs (``kind`` "photos", or found to be such) are one batch; of a folder of
    OpenDroneMap's results they are what can be read so; those that a feature of a QField package names
    belong to it.

    Raises ``InputError`` as ``open_layers`` does, and where the coordinates contradict the file's own
    coordinate system: then the user must name one (``crs``), which is believed unless it takes degrees for
    metres.
    """
    _refuse_devices(path)
    asked = _Asked(path, survey, kind, layer, crs, encoding, mapping, progress or Progress())
    for door in _DOORS:
        if (batches := door(asked)) is not None:
            return batches
    layers = open_layers(path, layer=layer, crs=crs, encoding=encoding, progress=progress, sliced=True)
    made = layered.batches_of(layers, path, survey, kind, crs, mapping, asked.progress)
    if is_package(path):
        qfield.add_photos(path, survey, made)
    elif packed := qfield.photos_in(path):
        made[0].warnings.append(Problem("qfield.packed_photos", {"count": packed}))
    return made


def _results(asked: _Asked) -> list[Batch] | None:
    found = odm.recognise(asked.path)
    return None if found is None else odm.read(found, asked.survey, asked.progress)


def _national(asked: _Asked) -> list[Batch] | None:
    if asked.layer is not None or not is_national(asked.path, asked.kind):
        return None
    least = LEAST if asked.kind is None else 1
    options = {"crs": asked.crs, "encoding": asked.encoding}
    return [national_package.read(asked.path, asked.survey, **options, least=least, progress=asked.progress)]


def _own_package(asked: _Asked) -> list[Batch] | None:
    if not asked.is_one_of(survey_package.KIND) or asked.layer is not None:
        return None
    if not survey_package.recognise(asked.path):
        return None
    return [survey_package.read(asked.path, asked.survey, asked.progress)]


def _strabospot(asked: _Asked) -> list[Batch] | None:
    told = asked.mapping is not None or asked.crs is not None
    if told or not asked.is_one_of("observations") or not strabospot.recognise(asked.path):
        return None
    return [strabospot.read(asked.path, asked.survey, asked.progress)]


def _photos(asked: _Asked) -> list[Batch] | None:
    found = asked.kind is None and not is_package(asked.path) and is_photos(asked.path)
    if asked.kind != PHOTOS and not found:
        return None
    batch = read_photos(asked.path, asked.survey, progress=asked.progress)
    batch.warnings += [Problem("photo.crs_ignored", {"crs": asked.crs})] if asked.crs is not None else []
    return [batch]


def _places(asked: _Asked) -> list[Batch] | None:
    """Tables with coordinates."""
    if not asked.is_one_of(buried.KIND, point_tables.OBSERVATIONS):
        return None
    if not point_tables.recognise(asked.path, asked.encoding, asked.crs):
        return None
    layers = point_tables.layers(asked.path, layer=asked.layer, crs=asked.crs, encoding=asked.encoding)
    told = asked.kind, asked.crs, asked.mapping, asked.progress
    return layered.batches_of(layers, asked.path, asked.survey, *told)


def _angles(asked: _Asked) -> list[Batch] | None:
    """Tables of measurements without coordinates."""
    named = asked.kind == measurement_tables.KIND
    if not named and (asked.kind is not None or not measurement_tables.recognise(asked.path, asked.encoding)):
        return None
    options = {"layer": asked.layer, "encoding": asked.encoding, "mapping": asked.mapping}
    return measurement_tables.read(asked.path, asked.survey, **options, progress=asked.progress)


def _tables(asked: _Asked) -> list[Batch] | None:
    """Results, events and sequences."""
    kind = (
        asked.kind
        if asked.kind in tables.KINDS
        else tables.recognise(asked.path)
        if asked.kind is None
        else ""
    )
    if not kind:
        return None
    options = {"layer": asked.layer, "encoding": asked.encoding, "mapping": asked.mapping}
    return tables.read_tables(asked.path, asked.survey, kind=kind, **options, progress=asked.progress)


_DOORS: tuple[Callable[[_Asked], list[Batch] | None], ...] = (
    _results, _national, _own_package, _strabospot, _photos, _places, _angles, _tables,
)  # fmt: skip


def is_national(path: Path, kind: str | None = None) -> bool:
    """Whether a file is read as a national package: because the user says so, or because of its layers."""
    if kind is not None:
        return kind == NATIONAL
    other = survey_package.recognise(path) or is_package(path)
    return not other and national_files.recognise(path)
