"""Tables of structural measurements without places (CSV, XLSX, ODS): their rows name the observation point.

Azimuth and inclination columns are told by their heads, as in tables of points. A row becomes one plane, one
line, or both; its point is found in the survey by the code that it gives, or is the one that the user names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

from shapely import Point

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.provenance import Source
from faultgis.records.site import ObservationPoint
from faultgis.records.survey import Survey
from faultgis.store import Rejected
from importers import mappings
from importers.batch import Batch, FileInfo, LayerInfo, Problem
from importers.fields import FieldReader, as_text
from importers.place_columns import columns_of
from importers.tables.door import form_of, sheets_of
from importers.tables.grid import Sheet, address
from importers.vector.origins import origins
from importers.vector.points import measurements_of
from importers.vector.settling import Piece

KIND = "measurements"
_MAPPING = "plain_points"
_TEXTS = (".csv", ".tsv", ".txt")
_AZIMUTHS = {"measurement.dip_direction", "measurement.strike", "measurement.trend"}
_INCLINATIONS = {"measurement.dip", "measurement.plunge"}
_HEADS_WITHIN = 20


@dataclass(frozen=True)
class _Table:
    """A sheet with the row of its heads and the columns that have one: head to column, from 1."""

    sheet: Sheet
    head: int
    labels: dict[str, int]


def recognise(path: Path, encoding: str | None = None) -> bool:
    """Whether a file is such a table. Raises nothing but ``OSError``."""
    form = form_of(path) if path.is_file() else ""
    if not form or (form == "CSV" and path.suffix.lower() not in _TEXTS):
        return False
    try:
        return any(_table(sheet) is not None for sheet in sheets_of(path, encoding))
    except InputError:
        return False


def _table(sheet: Sheet, mapping: str | None = None) -> _Table | None:
    """The sheet's first row that names an azimuth and an inclination; no places may stand beside them."""
    rows, width = sheet.size
    template = mappings.named(mapping or _MAPPING)
    for number in range(1, min(rows, _HEADS_WITHIN) + 1):
        labels = {v.text.strip(): i for i, v in enumerate(sheet.row(number, width), 1) if v.text.strip()}
        bound = mappings.bind(template, tuple(labels))
        targets = {each.rule.target for each in bound if each.rule is not None}
        if targets & _AZIMUTHS and targets & _INCLINATIONS:
            return None if columns_of(sheet, None) is not None else _Table(sheet, number, labels)
    return None


def _tables(path: Path, layer: str | None, encoding: str | None, mapping: str | None) -> list[_Table]:
    sheets = [sheet for sheet in sheets_of(path, encoding) if layer in (None, sheet.name)]
    found = [table for sheet in sheets if (table := _table(sheet, mapping)) is not None]
    if not found:
        heads = ", ".join(v.text for sheet in sheets for v in sheet.row(1, sheet.size[1]) if v.text)
        raise InputError("measurement.no_columns", file=str(path), heads=heads[:200] or "-")
    return found


def inspect(path: Path) -> FileInfo:
    """What such a table holds. Raises ``InputError`` as ``read``."""
    return FileInfo(str(path), form_of(path), tuple(map(_info, _tables(path, None, None, None))), kind=KIND)


def first_rows(
    path: Path, count: int, layer: str | None = None, encoding: str | None = None
) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The columns of the first table and its first rows, to look at before an import."""
    table = _tables(path, layer, encoding, None)[0]
    names = _info(table).fields
    return names, [[cells.get(name, "") for name in names] for _, cells in islice(_rows(table), count)]


def _info(table: _Table) -> LayerInfo:
    sheet = table.sheet
    found = Problem("table.encoding_found", {"encoding": sheet.encoding})
    no_place = Problem("crs.none_needed")
    rows = sum(1 for _ in _rows(table))
    return LayerInfo(sheet.name, rows, "", None, sheet.encoding, found, tuple(table.labels), None, no_place)


def _rows(table: _Table) -> Iterator[tuple[int, dict[str, str]]]:
    """The filled rows with their numbers in the file."""
    rows, width = table.sheet.size
    for number in range(table.head + 1, rows + 1):
        cells = [value.text for value in table.sheet.row(number, width)]
        if any(cell.strip() for cell in cells):
            yield number, {label: cells[column - 1] for label, column in table.labels.items()}


def read(
    path: Path,
    survey: Survey,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    mapping: str | None = None,
    progress: Progress | None = None,
) -> list[Batch]:
    """A batch for each sheet with such columns; ``Batch.links`` names the observation point of each record.
    What is counted are measurements: a plane and the line in it are two.

    Raises ``InputError``: ``measurement.no_columns``, and as ``sheets_of`` and ``mappings.named``.
    """
    tables = _tables(path, layer, encoding, mapping)
    return [_batch(path, survey, table, mapping or _MAPPING, progress or Progress()) for table in tables]


def _batch(path: Path, survey: Survey, table: _Table, mapping: str, progress: Progress) -> Batch:
    reader = FieldReader(mappings.named(mapping), tuple(table.labels))
    batch = Batch(str(path), table.sheet.name, KIND, "", table.sheet.encoding, mapping=mapping)
    batch.crs_accuracy_m = 0.0
    everything = tuple(label for labels in reader.origins.values() for label in labels)
    fields = ("kind", "dip_direction", "dip", "trend", "plunge", "rake", "sense")
    batch.origins = {**origins(reader.origins), "measurement": dict.fromkeys(fields, everything)}
    batch.labels = tuple(b.label for b in reader.bound)
    for number, cells in _rows(table):
        if number % 500 == 0:
            progress.report("import.reading", number, table.sheet.size[0])
        _take(path, survey, table, reader, batch, number, cells)
    batch.read = len(batch.records) + len(batch.rejected)
    batch.cells = reader.cells
    batch.warnings += reader.unknown_columns()
    return batch


def _take(
    path: Path,
    survey: Survey,
    table: _Table,
    reader: FieldReader,
    batch: Batch,
    number: int,
    cells: dict[str, str],
) -> None:
    row = reader.read(number, cells)
    piece = Piece(row, cast(Any, None), "", f"table:{as_text(path.name)}:{table.sheet.name}:{number}")
    source = Source(
        file=as_text(path.name), layer=as_text(table.sheet.name), row=number, key=piece.key,
        reference=piece.text("source.reference"), attributes=tuple(row.texts.items()),
    )  # fmt: skip
    point = ObservationPoint(survey_id=survey.id, geometry=Point(0, 0), code="-", source=source)
    found = measurements_of(point, piece)
    reader.count(row)
    for problem in row.problems:
        column = table.labels.get(problem.field)
        cell = address(number, column) if column else problem.field
        batch.warnings.append(Problem(problem.code, problem.params, table.sheet.name, number, cell))
    if not found:
        batch.rejected.append(Rejected(number, "measurement.no_angles", "", {}, dict(row.texts)))
        return
    said = {"point": piece.text("point.code"), "row": str(number)}
    for record in found:
        batch.records.append(record)
        batch.links[record.id] = said
