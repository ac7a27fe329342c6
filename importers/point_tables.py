"""Tables of places (XLSX, ODS, CSV) as layers of points, for what national templates keep in such tables."""

from collections.abc import Sequence
from pathlib import Path

import shapely

from faultgis.errors import InputError
from importers.batch import FileInfo, LayerInfo, Problem
from importers.sites import Columns, cells_of, columns_of, place_of
from importers.tables.door import form_of, sheets_of
from importers.tables.grid import Sheet
from importers.vector.buried import signed
from importers.vector.raw import RawFeature, RawLayer

_TEXTS = (".csv", ".tsv", ".txt")
CGCS2000 = "EPSG:4490"


def recognise(path: Path, encoding: str | None = None) -> bool:
    """Whether a file is a table with the columns of buried fault points and with places."""
    form = form_of(path) if path.is_file() else ""
    if not form or (form == "CSV" and path.suffix.lower() not in _TEXTS):
        return False
    try:
        return any(_columns(sheet, None) is not None for sheet in sheets_of(path, encoding))
    except InputError:
        return False


def _columns(sheet: Sheet, crs_name: str | None) -> Columns | None:
    found = columns_of(sheet, crs_name)
    return found if found is not None and signed(tuple(found.labels)) else None


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
    found = [(sheet, _columns(sheet, crs)) for sheet in chosen]
    made = [_layer(path, sheet, columns, crs) for sheet, columns in found if columns is not None]
    if not made:
        raise InputError("site.no_columns", file=str(path), known=_heads(chosen) or "-")
    return made


def _heads(sheets: Sequence[Sheet]) -> str:
    return ", ".join(v.text for sheet in sheets for v in sheet.row(1, sheet.size[1]) if v.text)


def _layer(path: Path, sheet: Sheet, columns: Columns, crs: str | None) -> RawLayer:
    problems: list[Problem] = []
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
