"""Lines of a vector layer as traces, with the faults, segments, zones and ruptures that rows tell of."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from shapely import MultiLineString

from faultgis import codes, crs
from faultgis.collector import without_collector
from faultgis.kinematics import has_strike_slip
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from faultgis.store import Rejected
from importers import mappings
from importers.batch import Batch, Problem
from importers.fields import FieldReader, Row, as_text
from importers.vector import building, grouping, identity, later, opensha, shapes, slices
from importers.vector.origins import GEOMETRY, origins
from importers.vector.raw import RawFeature, RawLayer
from importers.vector.settling import Piece


@without_collector()
def read_traces(
    layer: RawLayer, survey: Survey, *, mapping: str | None = None, progress: Progress | None = None
) -> Batch:
    """The layer's lines as records of the survey, every feature of it kept or rejected with its reason.

    ``mapping`` names a field mapping or its file; without it the columns decide. Raises ``InputError`` where
    the coordinate system is missing or refused, or the mapping unknown.
    """
    progress = progress or Progress()
    way = shapes.way_to_cgcs2000(layer)
    template, evidence = mappings.choose(mapping, layer.fields, "traces")
    reader = FieldReader(template, layer.fields)
    batch = Batch(layer.file, layer.name, "traces", way.source, layer.encoding)
    batch.mapping, batch.mapping_evidence, batch.crs_accuracy_m = template.name, evidence, way.accuracy_m
    batch.warnings += layer.problems
    batch.origins = origins(reader.origins)
    batch.labels = (*(b.label for b in reader.bound), GEOMETRY)
    pieces = _pieces(layer, way, reader, batch, progress)
    batch.warnings += identity.assign_keys(pieces, template)
    context = building.Context(
        survey, template, as_text(Path(layer.file).name), as_text(layer.name), reader.origins
    )
    if isinstance(layer.features, slices.Sliced):
        batch.lines = later.lines(
            layer.features, lambda part: shapes.lines(opensha.upper_edges(part, template)[0], way), pieces
        )
    said: list[Problem] = []

    def close(row: Row) -> None:
        reader.count(row)
        said.extend(row.problems)

    batch.records += grouping.records(context, pieces, close, progress)
    batch.warnings += sorted(said, key=lambda each: each.row or 0)
    batch.cells = reader.cells
    batch.warnings += reader.unknown_columns()
    return batch


def _pieces(
    layer: RawLayer, way: crs.Transform, reader: FieldReader, batch: Batch, progress: Progress
) -> list[Piece]:
    """The features that are traces; of a large layer without their lines."""
    total = len(slices.rows(layer.features))
    is_large = isinstance(layer.features, slices.Sliced)
    pieces: list[Piece] = []
    for part in slices.of(layer.features):
        features, edges = opensha.upper_edges(part, reader.template)
        batch.warnings += edges
        for piece in _pieces_of(features, way, reader, batch, total, progress):
            if is_large:
                piece.geometry = later.left(cast(MultiLineString, piece.geometry))
            pieces.append(piece)
    return pieces


def _pieces_of(
    features: Sequence[RawFeature],
    way: crs.Transform,
    reader: FieldReader,
    batch: Batch,
    total: int,
    progress: Progress,
) -> Iterator[Piece]:
    found = shapes.lines(features, way)
    marks = shapes.fingerprints(found)
    for feature, shape, mark in zip(features, found, marks, strict=True):
        if batch.read % 500 == 0:
            progress.report("import.reading", batch.read, total)
        batch.read += 1
        row = reader.read(feature.row, feature.values)
        reason = (shape.problem, dict(shape.params)) if shape.geometry is None else _not_a_fault(row)
        if reason[0]:
            _reject(batch, reader, row, *reason)
            continue
        _lean_on_sign(row)
        _place_part(row)
        _doubt_horizontal(row)
        identity.forget_nameless(row)
        reader.slim(row)
        yield Piece(row, cast(Any, shape.geometry), mark, "")


def _not_a_fault(row: Row) -> tuple[str, dict[str, Any]]:
    """A fold is no fault; a symbol column decides where the sense is missing, flagged."""
    symbol = row.values.pop("fault.kinematics_symbol", None)
    fold = row.values.get("trace.fold")
    if symbol is not None and fold is None and "fault.kinematics" not in row.values:
        if symbol in ("anticline", "syncline"):
            return "import.fold", _fold_words(symbol) | {"by_symbol": True}
        row.values["fault.kinematics"] = symbol
        row.columns["fault.kinematics"] = row.columns.get("fault.kinematics_symbol", "")
        row.flag("fault.kinematics", "kinematics.from_symbol", read=symbol)
    elif symbol is not None:
        row.states[row.columns["fault.kinematics_symbol"]] = "ignored"
    return ("import.fold", _fold_words(fold)) if fold is not None else ("", {})


def _fold_words(kind: str) -> dict[str, Any]:
    known = codes.known("kinematics", kind)
    return {"kind": kind, "kind_zh": codes.label("kinematics", kind, "zh") if known else "褶皱"}


def _reject(batch: Batch, reader: FieldReader, row: Row, code: str, params: dict[str, Any]) -> None:
    batch.rejected.append(Rejected(row.number, code, "", params, dict(row.texts)))
    row.states = {column: "empty" if state == "empty" else "rejected" for column, state in row.states.items()}
    reader.count(row)


def _lean_on_sign(row: Row) -> None:
    """A negative rate is the compiler's mark of a sinistral sense, used where no other column gives one."""
    sense = row.values.pop("fault.sense", None)
    if sense is not None and row.values.get("fault.kinematics") in (None, "unknown"):
        row.values["fault.kinematics"] = sense
        row.flag("fault.kinematics", "kinematics.from_sign", read=sense)


def _place_part(row: Row) -> None:
    """What a column says of the segment if the row has one, else of the fault, gets its level."""
    parts = [target for target in row.values if target.startswith("part.")]
    if not parts:
        return
    has_segment = any(target.startswith("segment.") for target in row.values)
    level = "segment" if has_segment else "fault"
    for target in parts:
        placed = f"{level}.{target.removeprefix('part.')}"
        value, column = row.values.pop(target), row.columns.pop(target, "")
        if placed not in row.values:
            row.values[placed], row.columns[placed] = value, column


def _doubt_horizontal(row: Row) -> None:
    """A horizontal rate of a fault without a lateral component may be shortening or extension."""
    for level in ("segment", "fault"):
        rate = row.values.get(f"{level}.strike_slip_rate")
        if rate is None or rate.component != "horizontal":
            continue
        sense = row.values.get(f"{level}.kinematics") or row.values.get("fault.kinematics")
        if sense and not has_strike_slip(sense):
            row.flag(f"{level}.strike_slip_rate", "rate.horizontal_on_dip_slip", sense=sense)
