"""Lines of a vector layer as traces, with the faults, segments, zones and ruptures that rows tell of."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from shapely import MultiLineString

from faultgis import codes, crs
from faultgis.collector import without_collector
from faultgis.kinematics import has_strike_slip
from faultgis.progress import Progress
from faultgis.records.copying import with_values
from faultgis.records.fault import Fault, Segment
from faultgis.records.provenance import Source, new_id
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.store import Rejected
from importers import mappings
from importers.batch import Batch
from importers.fields import FieldReader, Row, as_text
from importers.vector import building, identity, later, opensha, shapes, slices
from importers.vector.origins import GEOMETRY, origins
from importers.vector.raw import RawFeature, RawLayer
from importers.vector.ruptures import ruptures
from importers.vector.settling import OWN, Piece
from importers.vector.sides import with_sides

_TRACE_FIELDS = {
    f"trace.{field}": field
    for field in Trace.__dataclass_fields__
    if field not in ("geometry", "hanging_wall", "upthrown", "source")
}


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
    batch.records += _records(context, pieces, progress)
    _close(batch, reader, pieces)
    if isinstance(layer.features, slices.Sliced):
        batch.lines = later.lines(layer.features, way, template, pieces)
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


def _records(context: building.Context, pieces: Sequence[Piece], progress: Progress) -> list[Any]:
    zones = _zones(context, pieces)
    groups = _grouped(pieces, (identity.fault_key(piece, context.template, context.file) for piece in pieces))
    records: list[Any] = list(zones.values())
    for number, (key, members) in enumerate(groups.items()):
        if number % 500 == 0:
            progress.report("import.building", number, len(groups))
        zone_name = next(filter(None, (context.name(piece, "zone") for piece in members)), "")
        zone_id = zones[zone_name].id if zone_name else None
        records += _of_fault(context, members, key, zone_id)
    return records


def _zones(context: building.Context, pieces: Sequence[Piece]) -> dict[str, Any]:
    groups = _grouped(pieces, (context.name(piece, "zone") for piece in pieces))
    groups.pop("", None)
    namespace = context.template.namespace
    return {
        name: building.zone(context, members, f"{namespace}:zone:{name}") for name, members in groups.items()
    }


def _grouped(pieces: Iterable[Piece], keys: Iterable[str]) -> dict[str, list[Piece]]:
    groups: dict[str, list[Piece]] = {}
    for piece, key in zip(pieces, keys, strict=True):
        groups.setdefault(key, []).append(piece)
    return groups


def _of_fault(context: building.Context, members: list[Piece], key: str, zone_id: UUID | None) -> list[Any]:
    segments: dict[str, Segment] = {}
    by_segment = _grouped(members, (identity.segment_key(piece, context.template, key) for piece in members))
    fault = building.fault(context, members, key, zone_id)
    for segment_key, some in by_segment.items():
        if segment_key:
            position = len(segments) + 1
            segments[segment_key] = building.segment(context, some, segment_key, fault.id, position)
    traces = [
        _trace(context, piece, fault, segments.get(segment_key))
        for segment_key, some in by_segment.items()
        for piece in some
    ]
    return [fault, *segments.values(), *traces, *ruptures(context, members, fault.id)]


def _trace(context: building.Context, piece: Piece, fault: Fault, segment: Segment | None) -> Trace:
    values = {
        _TRACE_FIELDS[target]: value for target, value in piece.row.values.items() if target in _TRACE_FIELDS
    }
    parent = segment if segment is not None else fault
    own = {field: values.pop(field) for field in OWN if field in values}
    values |= {f: v for f, v in own.items() if v != getattr(parent, f) or segment is None}
    trace = with_values(
        context.trace,
        id=new_id(),
        geometry=piece.geometry,
        fault_id=fault.id,
        segment_id=None if segment is None else segment.id,
        **values,
        source=_source(context, piece),
    )
    return with_sides(trace, piece, own, segment, fault)


def _source(context: building.Context, piece: Piece) -> Source:
    return with_values(
        context.origin,
        row=piece.row.number,
        key=piece.key,
        reference=piece.text("source.reference"),
        method=piece.text("source.method"),
        attributes=(*piece.row.texts.items(), (GEOMETRY, piece.fingerprint)),
    )


def _close(batch: Batch, reader: FieldReader, pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        reader.count(piece.row)
        batch.warnings += piece.row.problems
    batch.cells = reader.cells
    batch.warnings += reader.unknown_columns()
