"""The door for national packages: a File GDB, a GeoPackage, Shapefiles or a workbook whose layers are classes
of a national template, alone, in a folder or in a ZIP. Joins the readers of vector files and of tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import shapely

from faultgis.errors import InputError
from faultgis.national.template import TemplateClass
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from importers.batch import FileInfo, LayerInfo, Problem
from importers.national.batch import KIND, NationalBatch
from importers.national.classes import LEAST, Recognised, fits, recognised
from importers.national.rows import columns_of, counted, missing_fields, rows_of, unknown_columns
from importers.national_files import data_of, head_row, is_geodatabase, is_table
from importers.photos.reading import checksum
from importers.tables.door import sheets_of
from importers.tables.grid import Sheet
from importers.vector import ogr, shapes
from importers.vector.position import SERIOUS
from importers.vector.raw import RawFeature, RawLayer

CGCS2000 = "EPSG:4490"
ATTACHMENTS = "attachments"
_BLOCKING = SERIOUS | {"crs.missing", "crs.refused_datum"}


@dataclass(frozen=True)
class _Opened:
    """A package's layers with the classes that they are, and the layers that are none."""

    recognised: Recognised
    layers: tuple[tuple[TemplateClass, RawLayer], ...]
    others: tuple[str, ...]
    has_shapes: bool


def _open(
    path: Path, crs: str | None, encoding: str | None, least: int, progress: Progress | None
) -> _Opened:
    files = data_of(path)
    tables = bool(files) and is_table(files[0])
    if tables:
        raw = [_table(files[0], sheet) for sheet in sheets_of(files[0], encoding)]
    else:
        raw = [
            layer
            for file in files
            for layer in ogr.open_layers(file, crs=crs, encoding=encoding, progress=progress)
        ]
    found = recognised([layer.name for layer in raw], least)
    raw = [replace(layer, features=list(layer.features)) for layer in raw]
    layers, others = _sorted(found, raw) if found else ((), ())
    if found is None or not layers:
        raise InputError("national.no_package", file=str(path))
    return _Opened(found, layers, others, has_shapes=not tables)


def _sorted(
    found: Recognised, raw: Sequence[RawLayer]
) -> tuple[tuple[tuple[TemplateClass, RawLayer], ...], tuple[str, ...]]:
    """The layers that are classes, each class once: of several the first that holds something."""
    chosen: dict[str, tuple[TemplateClass, RawLayer]] = {}
    others = []
    for layer in raw:
        described = found.classes.get(layer.name)
        if described is None or not fits(described, layer.fields):
            others.append(layer.name)
        elif described.name not in chosen or not list(chosen[described.name][1].features):
            chosen[described.name] = (described, layer)
        elif list(layer.features):
            others.append(layer.name)
    return tuple(chosen.values()), tuple(others)


def _table(file: Path, sheet: Sheet) -> RawLayer:
    """A sheet as a layer: the row of names is the one that most of its class's fields stand in; rows above
    are titles. Points stand where the columns Lon and Lat say."""
    rows, width = sheet.size
    template_row = head_row(sheet, rows, width)
    head = [value.text for value in sheet.row(template_row, width)]
    names = tuple(name for name in head if name)
    features = []
    for number in range(template_row + 1, rows + 1):
        cells = sheet.row(number, width)
        values = {name: cell.text or None for name, cell in zip(head, cells, strict=True) if name}
        if any(values.values()):
            features.append(RawFeature(number, number, _place(values), values))
    told = Problem("crs.by_definition", {"crs": CGCS2000})
    return RawLayer(str(file), sheet.name, CGCS2000, told, sheet.encoding, told, names, features)


def _place(values: dict[str, Any]) -> Any:
    plain = {name.casefold(): value for name, value in values.items()}
    try:
        lon, lat = float(plain["lon"]), float(plain["lat"])
    except (KeyError, TypeError, ValueError):
        return None
    return shapely.Point(lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def inspect(path: Path, progress: Progress | None = None) -> FileInfo:
    """The classes that the package holds, those with rows first; layers that are none of them are told."""
    opened = _open(path, None, None, LEAST, progress)
    template = opened.recognised.template
    problems = [
        problem
        for described, layer in opened.layers
        if list(layer.features)
        for problem in (
            *layer.problems,
            *unknown_columns(described, layer.fields, layer.name),
            *missing_fields(described, layer.fields, layer.name),
        )
    ]
    problems += [Problem("national.no_class", {"name": name}, layer=name) for name in opened.others]
    said = Problem("national.recognised", {
        "template": template.id, "version": template.version, "classes": len(opened.layers),
        "filled": sum(bool(list(layer.features)) for _, layer in opened.layers),
    })  # fmt: skip
    layers = tuple(sorted((_info(*each) for each in opened.layers), key=lambda info: not info.features))
    reader = f"national package {template.id} {template.version}"
    return FileInfo(str(path), reader, layers, (said, *problems), kind=KIND)


def _info(described: TemplateClass, layer: RawLayer) -> LayerInfo:
    found = [feature.geometry for feature in layer.features if feature.geometry is not None]
    bounds = shapely.total_bounds(np.array(found, dtype=object)) if found else None
    kinds = "/".join(sorted({shape.geom_type for shape in found}))
    extent = None if bounds is None else tuple(float(value) for value in bounds)
    return LayerInfo(
        name=described.name,
        features=len(list(layer.features)),
        geometry=kinds,
        crs=layer.crs,
        encoding=layer.encoding,
        encoding_evidence=layer.encoding_evidence,
        fields=layer.fields,
        extent=extent,  # type: ignore[arg-type]
        crs_evidence=layer.crs_evidence,
    )


def read(
    path: Path,
    survey: Survey,
    *,
    crs: str | None = None,
    encoding: str | None = None,
    least: int = LEAST,
    progress: Progress | None = None,
) -> NationalBatch:
    """All rows of the package. Records are made of them by the import, which knows the survey.

    Raises ``InputError``: ``national.no_package``, and as the readers of its files do.
    """
    progress = progress or Progress()
    opened = _open(path, crs, encoding, least, progress)
    template = opened.recognised.template
    batch = NationalBatch(str(path), "", KIND, "", "", template=template, has_shapes=opened.has_shapes)
    batch.mapping = f"{template.id} {template.version}"
    for described, layer in opened.layers:
        features = list(layer.features)
        cast(list[RawFeature], layer.features).clear()  # the rows stand for them from now on
        if features:
            progress.report("import.reading", batch.read, 0)
            _take(batch, described, layer, features, crs)
    batch.files = _files(path, progress)
    batch.layer = ", ".join(batch.rows)
    batch.crs, batch.encoding = batch.crs or CGCS2000, batch.encoding or "UTF-8"
    batch.warnings += [Problem("national.no_class", {"name": name}, layer=name) for name in opened.others]
    return batch


def _files(path: Path, progress: Progress) -> dict[str, tuple[str, str]]:
    """The files below a package's folder of attachments, by their paths in it. Links are not followed."""
    folder = (path if path.is_dir() and not is_geodatabase(path) else path.parent) / ATTACHMENTS
    if folder.is_symlink() or not folder.is_dir():
        return {}
    found: dict[str, tuple[str, str]] = {}
    for file in sorted(folder.rglob("*")):
        progress.check()
        inside = file.resolve().is_relative_to(folder.resolve())
        if file.is_file() and not file.is_symlink() and inside:
            name = file.relative_to(folder).as_posix()
            found[name] = (str(file.absolute()), checksum(file))
    return found


def _take(
    batch: NationalBatch,
    described: TemplateClass,
    layer: RawLayer,
    features: Sequence[RawFeature],
    crs: str | None,
) -> None:
    placed = [feature.geometry for feature in features]
    if any(shape is not None for shape in placed):
        _refuse_doubtful(layer, crs)
        way = shapes.way_to_cgcs2000(layer)
        batch.crs, batch.crs_accuracy_m = batch.crs or way.source, way.accuracy_m
        placed = _on_earth(_moved(placed, way, batch, described.name), batch, described.name)
    batch.encoding = batch.encoding or layer.encoding
    rows = list(rows_of(described, layer.fields, features, placed))
    batch.rows[described.name] = rows
    fields = columns_of(described, layer.fields).values()
    batch.columns[described.name] = frozenset(field.name for field in fields if field is not None)
    batch.read += len(rows)
    batch.cells |= counted(rows, described)
    batch.warnings += [replace(problem, layer=described.name) for problem in layer.problems]
    batch.warnings += unknown_columns(described, layer.fields, described.name)
    batch.warnings += missing_fields(described, layer.fields, described.name)


def _moved(placed: Sequence[Any], way: Any, batch: NationalBatch, name: str) -> list[Any]:
    """The shapes in CGCS2000; one that cannot be is told and left out."""
    try:
        return list(way.geometry(np.array(placed, dtype=object)))
    except InputError:
        found: list[Any] = []
        for row, shape in enumerate(placed, 1):
            try:
                found.append(None if shape is None else way.geometry(shape))
            except InputError as error:
                found.append(None)
                batch.warnings.append(Problem(error.code, dict(error.params), layer=name, row=row))
        return found


def _on_earth(placed: Sequence[Any], batch: NationalBatch, name: str) -> list[Any]:
    """The shapes that lie on the earth; others are told and left out."""
    west, south, east, north = np.moveaxis(shapely.bounds(np.array(placed, dtype=object)), -1, 0)
    off = (west < -180) | (east > 180) | (south < -90) | (north > 90)
    for row in np.flatnonzero(off):
        shown = {"x": round(float(west[row]), 3), "y": round(float(south[row]), 3)}
        batch.warnings.append(Problem("geometry.off_earth", shown, layer=name, row=int(row) + 1))
    return [None if beyond else shape for shape, beyond in zip(placed, off, strict=True)]


def _refuse_doubtful(layer: RawLayer, crs: str | None) -> None:
    blocking = _BLOCKING if crs is None else {"crs.degrees_as_metres"}
    for problem in layer.problems:
        if problem.code in blocking:
            raise InputError(problem.code, file=layer.file, layer=layer.name, **problem.params)
