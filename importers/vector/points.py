"""Points of a vector layer as observation points, with the structural measurements in their rows."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from shapely import Point

from faultgis import codes, crs
from faultgis.collector import without_collector
from faultgis.progress import Progress
from faultgis.records.provenance import Source
from faultgis.records.site import Measurement, ObservationPoint
from faultgis.records.survey import Survey
from faultgis.sharing import Sharing, handed_out
from faultgis.store import Rejected
from faultgis.values import Estimate
from importers import mappings
from importers.batch import Batch
from importers.fields import FieldReader, Row, as_text
from importers.vector import identity, shapes, slices
from importers.vector.origins import GEOMETRY, origins
from importers.vector.raw import RawFeature, RawLayer
from importers.vector.settling import Piece

_POINT_FIELDS = ("kind", "location_name", "elevation_m", "observed_on", "observer", "description", "notes")
_SAME_PLACE_M = 10.0


@without_collector()
def read_points(
    layer: RawLayer, survey: Survey, *, mapping: str | None = None, progress: Progress | None = None
) -> Batch:
    """The layer's points as records of the survey, every feature of it kept or rejected with its reason.

    Raises ``InputError`` where the coordinate system is missing or refused, or the mapping unknown.
    """
    progress = progress or Progress()
    way = shapes.way_to_cgcs2000(layer)
    template, evidence = mappings.choose(mapping, layer.fields, "observations")
    reader = FieldReader(template, layer.fields)
    batch = Batch(layer.file, layer.name, "observations", way.source, layer.encoding)
    batch.mapping, batch.mapping_evidence, batch.crs_accuracy_m = template.name, evidence, way.accuracy_m
    batch.warnings += layer.problems
    batch.origins = _origins(reader)
    batch.labels = (*(b.label for b in reader.bound), GEOMETRY)
    pieces = list(_pieces(layer, way, reader, batch, progress))
    batch.warnings += identity.assign_keys(pieces, template)
    shared = Sharing()
    for piece in handed_out(pieces):
        batch.records += _records(survey, layer, piece, shared)
        reader.count(piece.row)
        batch.warnings += piece.row.problems
    batch.cells = reader.cells
    batch.warnings += reader.unknown_columns()
    return batch


def _origins(reader: FieldReader) -> dict[str, dict[str, tuple[str, ...]]]:
    found = origins(reader.origins)
    everything = tuple(label for labels in reader.origins.values() for label in labels)
    point = found.setdefault("observation_point", {})
    point["geometry"] = (GEOMETRY,)
    point.setdefault("code", reader.origins.get("id", ()))
    fields = ("kind", "dip_direction", "dip", "trend", "plunge", "rake", "sense")
    found["measurement"] = dict.fromkeys(fields, everything)
    return found


def _pieces(
    layer: RawLayer, way: crs.Transform, reader: FieldReader, batch: Batch, progress: Progress
) -> Iterator[Piece]:
    for row, point in placed_rows(layer, shapes.points, way, reader, batch, progress):
        check_columns(row, point)
        reader.slim(row)
        yield Piece(row, cast(Any, point), shapes.fingerprint(point), "")


def placed_rows(
    layer: RawLayer,
    shapes_of: Callable[[Sequence[RawFeature], crs.Transform], Sequence[shapes.Shape]],
    way: crs.Transform,
    reader: FieldReader,
    batch: Batch,
    progress: Progress,
) -> Iterator[tuple[Row, Any]]:
    """The rows of a layer that have a shape, with it in CGCS2000 degrees; the others are kept as rejected."""
    total = len(slices.rows(layer.features))
    for part in slices.of(layer.features):
        for feature, shape in zip(part, shapes_of(part, way), strict=True):
            if batch.read % 500 == 0:
                progress.report("import.reading", batch.read, total)
            batch.read += 1
            row = reader.read(feature.row, feature.values)
            if shape.geometry is None:
                reject(batch, reader, row, shape)
            else:
                yield row, shape.geometry


def reject(batch: Batch, reader: FieldReader, row: Row, shape: shapes.Shape) -> None:
    """Keep a row whose shape is none among those that could not be used, and count its cells."""
    batch.rejected.append(Rejected(row.number, shape.problem, "", dict(shape.params), dict(row.texts)))
    row.states = {c: "empty" if s == "empty" else "rejected" for c, s in row.states.items()}
    reader.count(row)


def check_columns(row: Row, point: Point) -> None:
    """Longitude and latitude columns beside the geometry must tell the same place; a shift is named."""
    lon, lat = row.values.get("point.lon"), row.values.get("point.lat")
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return
    if crs.distance_azimuth(lon, lat, point.x, point.y)[0] <= _SAME_PLACE_M:
        return
    for target in ("point.lon", "point.lat"):
        row.flag(target, shifted(point.x, point.y, lon, lat) or "position.differs", lon=lon, lat=lat)


def shifted(lon: float, lat: float, true_lon: float, true_lat: float) -> str:
    """``position.gcj02`` or ``position.bd09`` where a place is its true position as a web map shifts it.

    Degrees; a place within 10 m of the shifted position counts. Empty text: no such shift.
    """
    for code, back in (("position.gcj02", crs.wgs84_from_gcj02), ("position.bd09", crs.wgs84_from_bd09)):
        for here, there in (((lon, lat), (true_lon, true_lat)), ((true_lon, true_lat), (lon, lat))):
            if crs.distance_azimuth(*back(*here), *there)[0] <= _SAME_PLACE_M:
                return code
    return ""


def _records(survey: Survey, layer: RawLayer, piece: Piece, shared: Sharing) -> list[Any]:
    values = {field: piece.get(f"point.{field}") for field in _POINT_FIELDS}
    code = piece.text("point.code") or piece.number or f"P{piece.row.number:04d}"
    point = ObservationPoint(
        survey_id=survey.id,
        geometry=cast(Any, piece.geometry),
        code=code,
        **{field: value for field, value in values.items() if value is not None},
        source=Source(
            file=as_text(Path(layer.file).name),
            layer=as_text(layer.name),
            row=piece.row.number,
            key=piece.key,
            reference=piece.text("source.reference"),
            method=piece.text("source.method"),
            attributes=(*map(shared, piece.row.texts.items()), (GEOMETRY, piece.fingerprint)),
        ),
    )
    return [point, *measurements_of(point, piece)]


def measurements_of(point: ObservationPoint, piece: Piece) -> list[Measurement]:
    """The plane and the line that a row tells of, at its point."""
    kind = piece.text("measurement.kind") or "fault_plane"
    plane = {"dip_direction": _direction(piece), "dip": _angle(piece, "dip")}
    line = {"trend": _angle(piece, "trend"), "plunge": _angle(piece, "plunge")}
    entry = codes.code_list("measurement_kind").get(kind)
    if entry is not None and entry.extra.get("shape") == "line" and line["trend"] is None:
        line, plane = {"trend": plane["dip_direction"], "plunge": plane["dip"]}, {}
    found = []
    if any(value is not None for value in plane.values()):
        rake = piece.get("measurement.rake")
        sense = piece.text("measurement.sense")
        found.append(_measurement(point, piece, kind, **plane, rake=_rake(piece, rake), sense=sense))
    if any(value is not None for value in line.values()):
        of_line = (
            kind
            if not found and kind != "fault_plane"
            else "striation"
            if kind == "fault_plane"
            else "lineation"
        )
        found.append(_measurement(point, piece, of_line, **line))
    return found


def _measurement(point: ObservationPoint, piece: Piece, kind: str, **values: Any) -> Measurement:
    source = point.source
    key = f"{piece.key}/measurement:{kind}"
    return Measurement(
        survey_id=point.survey_id,
        point_id=point.id,
        kind=kind,
        **values,
        source=Source(
            file=source.file, layer=source.layer, row=source.row, key=key, attributes=source.attributes
        ),
    )


def _angle(piece: Piece, field: str) -> float | None:
    """The best value, or the middle of a range, which is flagged: a measurement is one number."""
    value: Estimate | None = piece.get(f"measurement.{field}")
    if value is None:
        return None
    if value.best is None:
        piece.row.flag(f"measurement.{field}", "measurement.middle_of_range", text=value.text)
    return value.middle % 360 if field in ("dip_direction", "strike", "trend") else value.middle


def _direction(piece: Piece) -> float | None:
    """The dip direction; from a strike with a dip alone by the right-hand rule, which is flagged."""
    direction = _angle(piece, "dip_direction")
    strike = _angle(piece, "strike")
    if direction is None and strike is not None and piece.get("measurement.dip") is not None:
        piece.row.flag("measurement.strike", "measurement.right_hand_rule", strike=strike)
        return (strike + 90) % 360
    return direction


def _rake(piece: Piece, rake: float | None) -> float | None:
    if rake is None or -180 <= rake <= 180:
        return rake
    if 180 < rake <= 360:
        return rake - 360
    piece.row.refuse("measurement.rake", "value.out_of_range", text=f"{rake:g}", least=-180, most=180)
    return None
