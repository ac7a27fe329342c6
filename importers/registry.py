"""Which reader takes a file, by looking inside it; the one door through which files come in."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from importers import (
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
from importers.national.batch import KIND as NATIONAL
from importers.national.classes import LEAST
from importers.photos.listing import is_photos
from importers.photos.reading import inspect_photos, read_photos
from importers.tables import door as tables
from importers.vector import buried, deformed, ogr, slices
from importers.vector.ogr import open_layers
from importers.vector.points import read_points
from importers.vector.position import SERIOUS
from importers.vector.preflight import is_package
from importers.vector.raw import RawLayer
from importers.vector.traces import read_traces

__all__ = ["KINDS", "inspect", "is_national", "read"]

KINDS = {
    "traces": read_traces,
    "observations": read_points,
    buried.KIND: buried.read_buried,
    deformed.KIND: deformed.read_deformed,
}
PHOTOS = "photos"
_KIND_OF = {
    "LineString": "traces",
    "MultiLineString": "traces",
    "LinearRing": "traces",
    "GeometryCollection": "traces",
    "Point": "observations",
    "MultiPoint": "observations",
}
_BLOCKING = SERIOUS | {"crs.missing", "crs.refused_datum"}
# A system that the user names is believed, but no fault lies within 360 m of where a projection begins.
_IMPOSSIBLE = {"crs.degrees_as_metres"}


def inspect(path: Path | str, progress: Progress | None = None) -> FileInfo:
    """What a file or folder holds, without importing it: vector data, photographs, tables of results or
    events, a folder of OpenDroneMap's results. Raises ``InputError`` for what is none of these, with the
    name of what it is."""
    path = Path(path)
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
    results = odm.recognise(path)
    if results is not None:
        return odm.read(results, survey, progress)
    if layer is None and is_national(path, kind):
        least = LEAST if kind is None else 1
        return [
            national_package.read(path, survey, crs=crs, encoding=encoding, least=least, progress=progress)
        ]
    if kind in (None, survey_package.KIND) and layer is None and survey_package.recognise(path):
        return [survey_package.read(path, survey, progress)]
    if kind in (None, "observations") and mapping is None and crs is None and strabospot.recognise(path):
        return [strabospot.read(path, survey, progress)]
    package = is_package(path)
    if kind == PHOTOS or (kind is None and not package and is_photos(path)):
        batch = read_photos(path, survey, progress=progress)
        batch.warnings += [Problem("photo.crs_ignored", {"crs": crs})] if crs is not None else []
        return [batch]
    in_table = kind in (None, buried.KIND, point_tables.OBSERVATIONS) and bool(
        point_tables.recognise(path, encoding, crs)
    )
    angles = kind in (None, measurement_tables.KIND) and not in_table
    if angles and (kind is not None or measurement_tables.recognise(path, encoding)):
        return measurement_tables.read(
            path, survey, layer=layer, encoding=encoding, mapping=mapping, progress=progress
        )
    if as_table := "" if in_table else _table_kind(path, kind):
        return tables.read_tables(
            path, survey, kind=as_table, layer=layer, encoding=encoding, mapping=mapping, progress=progress
        )
    if in_table:
        layers = point_tables.layers(path, layer=layer, crs=crs, encoding=encoding)
    else:
        layers = open_layers(path, layer=layer, crs=crs, encoding=encoding, progress=progress, sliced=True)
    by_name = kinds_by_layer(path, kind, layers)
    chosen = [(raw, by_name.get(raw.name, "") if by_name else kind or kind_of(raw)) for raw in layers]
    wanted = [(raw, as_kind) for raw, as_kind in chosen if as_kind]
    if not wanted:
        kinds = ", ".join(sorted({name for raw in layers for name in _shapes(raw)})) or "-"
        raise InputError("layer.nothing_to_import", file=str(path), kinds=kinds)
    for raw, _ in wanted:
        _refuse_doubtful(raw, _BLOCKING if crs is None else _IMPOSSIBLE)
    batches = [
        KINDS[as_kind](raw, survey, mapping=mapping, progress=progress or Progress())
        for raw, as_kind in wanted
    ]
    if package:
        qfield.add_photos(path, survey, batches)
    elif packed := qfield.photos_in(path):
        batches[0].warnings.append(Problem("qfield.packed_photos", {"count": packed}))
    passed = [raw for raw, as_kind in chosen if not as_kind]
    batches[0].warnings += [_passed_over(raw) for raw in passed]
    return batches


def is_national(path: Path, kind: str | None = None) -> bool:
    """Whether a file is read as a national package: because the user says so, or because of its layers."""
    if kind is not None:
        return kind == NATIONAL
    other = survey_package.recognise(path) or is_package(path)
    return not other and national_files.recognise(path)


def _table_kind(path: Path, kind: str | None) -> str:
    """Which of the tables' readers takes a file, as the user says or by looking inside it."""
    if kind is not None:
        return kind if kind in tables.KINDS else ""
    return tables.recognise(path)


def kinds_by_layer(path: Path, kind: str | None, layers: Sequence[RawLayer]) -> dict[str, str]:
    """The kinds that the user named by layer (``断层=traces,产状=observations``); empty if not by layer.

    Raises ``InputError``: layer.unknown, import.unknown_kind.
    """
    if not kind or "=" not in kind:
        return {}
    names = [raw.name for raw in layers]
    pairs = dict(part.strip().rpartition("=")[::2] for part in kind.split(","))
    for name, as_kind in pairs.items():
        if as_kind not in KINDS:
            raise InputError("import.unknown_kind", field="--as", kind=as_kind, known=", ".join(KINDS))
        if name not in names:
            raise InputError("layer.unknown", file=str(path), layer=name, names=", ".join(names))
    return pairs


def kind_of(layer: RawLayer) -> str:
    """What most of a layer's shapes are good for: "traces", "observations" (points with the columns of
    buried fault points: "buried_points"), or an empty text."""
    counts: Counter[str] = Counter()
    as_points = buried.KIND if buried.signed(layer.fields) else "observations"
    for name, count in _shapes(layer).items():
        found = _KIND_OF.get(name, "")
        counts[as_points if found == "observations" else found] += count
    del counts[""]
    return counts.most_common(1)[0][0] if counts else ""


def _shapes(layer: RawLayer) -> Counter[str]:
    return slices.facts(layer.features).kinds()


def _passed_over(layer: RawLayer) -> Problem:
    shown = {
        "name": layer.name,
        "kinds": ", ".join(sorted(_shapes(layer))) or "-",
        "count": len(slices.rows(layer.features)),
    }
    return Problem("layer.passed_over", shown, layer=layer.name)


def _refuse_doubtful(layer: RawLayer, blocking: set[str] | frozenset[str]) -> None:
    for problem in layer.problems:
        if problem.code in blocking:
            raise InputError(problem.code, file=layer.file, layer=layer.name, **problem.params)
