"""Tables of places (XLSX, ODS, CSV) as layers of points: observation points, and buried fault points as
national templates keep them."""

from collections.abc import Sequence
from pathlib import Path

import shapely

from faultgis.errors import InputError
from importers import mappings
from importers.batch import FileInfo, LayerInfo, Problem
from importers.place_columns import Columns, cells_of, columns_of, place_of
from importers.tables import door, heads
from importers.tables.door import form_of, sheets_of
from importers.tables.grid import Sheet
from importers.vector.buried import KIND, signed
from importers.vector.raw import RawFeature, RawLayer

_TEXTS = (".csv", ".tsv", ".txt")
CGCS2000 = "EPSG:4490"
OBSERVATIONS = "observations"


def recognise(path: Path, encoding: str | None = None, crs: str | None = None) -> str:
    """What a table with places holds: ``buried_points``, ``observations``, or an empty text where it is no
    such table or its rows are laboratory results."""
    form = form_of(path) if path.is_file() else ""
    if not form or (form == "CSV" and path.suffix.lower() not in _TEXTS):
        return ""
    try:
        sheets = sheets_of(path, encoding)
    except InputError:
        return ""
    found = [columns for sheet in sheets if (columns := columns_of(sheet, crs)) is not None]
    if any(signed(tuple(columns.labels)) for columns in found):
        return KIND
    placed = any(columns.second is not None for columns in found)
    return OBSERVATIONS if placed and not _of_laboratory(path, form, sheets) else ""


def _of_laboratory(path: Path, form: str, sheets: Sequence[Sheet]) -> bool:
    """Whether it is a table of results or events, or a sequence."""
    if form == "CSV":
        return bool(door.recognise(path))
    return any(heads.find(sheet, mappings.named("lab_results")) is not None for sheet in sheets)


def layers(
    path: Path, *, layer: str | None = None, crs: str | None = None, encoding: str | None = None
) -> list[RawLayer]:
    """The sheets with such columns as layers of points in CGCS2000 degrees; a row without a readable place
    has no geometry. ``crs`` is the system of columns of eastings and northings.

    Raises ``InputError`` as ``sheets_of``; ``layer.unknown``; ``site.no_columns`` where no sheet has them.
    """
    sheets = sheets_of(path, encoding)
    names = ", ".join(sheet.name for sheet in sheets)
    if layer is not None and layer not in (sheet.name for sheet in sheets):
        raise InputError("layer.unknown", file=str(path), layer=layer, names=names)
    chosen = [sheet for sheet in sheets if layer in (None, sheet.name)]
    found = [(sheet, columns_of(sheet, crs)) for sheet in chosen]
    made = [_layer(path, sheet, columns, crs) for sheet, columns in found if columns is not None]
    if not made:
        raise InputError("site.no_columns", file=str(path), known=_heads(chosen) or "-")
    return made


def _heads(sheets: Sequence[Sheet]) -> str:
    return ", ".join(v.text for sheet in sheets for v in sheet.row(1, sheet.size[1]) if v.text)


def _layer(path: Path, sheet: Sheet, columns: Columns, crs: str | None) -> RawLayer:
    shifted = Problem("site.shifted_back", {"datum": columns.datum}, layer=sheet.name)
    problems = [shifted] if columns.shifted else []
    features = [
        _feature(number, cells, columns, sheet.name, problems) for number, cells in cells_of(sheet, columns)
    ]
    evidence = Problem("crs.by_user", {"crs": crs}) if crs else Problem("crs.by_columns", {})
    return RawLayer(
        file=str(path),
        name=sheet.name,
        crs=CGCS2000,
        crs_evidence=evidence,
        encoding=sheet.encoding,
        encoding_evidence=Problem("table.encoding_found", {"encoding": sheet.encoding}),
        fields=tuple(columns.labels),
        features=features,
        problems=problems,
    )


def _feature(
    number: int, cells: Sequence[str], columns: Columns, layer: str, problems: list[Problem]
) -> RawFeature:
    values = {label: cells[column - 1] for label, column in columns.labels.items()}
    place, problem = place_of(cells, columns)
    if problem is not None:
        problems.append(Problem(problem.code, dict(problem.params), layer=layer, row=number))
    return RawFeature(number, number, place, dict(values))


def inspect(path: Path) -> FileInfo:
    """What such a table holds, without importing it. Raises as ``layers``."""
    made = layers(path)
    problems = tuple(problem for layer in made for problem in layer.problems)
    return FileInfo(str(path), form_of(path), tuple(map(_info, made)), problems)


def _info(layer: RawLayer) -> LayerInfo:
    places = [feature.geometry for feature in layer.features if feature.geometry is not None]
    west, south, east, north = (float(v) for v in shapely.total_bounds(places)) if places else (0.0,) * 4
    return LayerInfo(
        name=layer.name,
        features=len(list(layer.features)),
        geometry="Point",
        crs=layer.crs,
        encoding=layer.encoding,
        encoding_evidence=layer.encoding_evidence,
        fields=layer.fields,
        extent=(west, south, east, north) if places else None,
        crs_evidence=layer.crs_evidence,
    )
