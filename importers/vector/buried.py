"""Where boreholes and seismic lines met a fault under cover (断点), from points of a vector layer."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from shapely import Point

from faultgis import crs
from faultgis.progress import Progress
from faultgis.records.provenance import Source
from faultgis.records.site import BuriedPoint
from faultgis.records.survey import Survey
from faultgis.sharing import Sharing, handed_out
from importers import mappings
from importers.batch import Batch
from importers.fields import FieldReader, as_text
from importers.vector import identity, shapes
from importers.vector.origins import GEOMETRY
from importers.vector.points import check_columns, placed_rows
from importers.vector.raw import RawLayer
from importers.vector.settling import Piece

KIND = "buried_points"
_FIELDS = (
    *("method", "line_name", "distance_along_m", "kinematics", "top_depth", "top_age", "last_age"),
    *("displacement", "view_direction", "apparent_dip", "reliability", "notes"),
)
_ANGLES = {"view_direction": 360.0, "apparent_dip": 90.0}
_LINKS = {"fault": "link.fault", "fault_name": "link.fault_name"}


def read_buried(
    layer: RawLayer, survey: Survey, *, mapping: str | None = None, progress: Progress | None = None
) -> Batch:
    """The layer's points as buried fault points of the survey, every feature kept or rejected with its
    reason. The fault that a row names is found in the survey by the import (``Batch.links``).

    Raises ``InputError`` where the coordinate system is missing or refused, or the mapping unknown.
    """
    progress = progress or Progress()
    way = shapes.way_to_cgcs2000(layer)
    template, evidence = mappings.choose(mapping, layer.fields, KIND)
    reader = FieldReader(template, layer.fields)
    batch = Batch(layer.file, layer.name, KIND, way.source, layer.encoding)
    batch.mapping, batch.mapping_evidence, batch.crs_accuracy_m = template.name, evidence, way.accuracy_m
    batch.warnings += layer.problems
    batch.origins = _origins(reader)
    batch.labels = (*(b.label for b in reader.bound), GEOMETRY)
    pieces = list(_pieces(layer, way, reader, batch, progress))
    batch.warnings += identity.assign_keys(pieces, template)
    shared = Sharing()
    for piece in handed_out(pieces):
        point = _point(survey, layer, piece, shared)
        batch.records.append(point)
        said = {name: piece.text(target) for name, target in _LINKS.items() if piece.text(target)}
        batch.links[point.id] = said | {"row": str(piece.row.number)}
        reader.count(piece.row)
        batch.warnings += piece.row.problems
    batch.cells = reader.cells
    batch.warnings += reader.unknown_columns()
    return batch


def _origins(reader: FieldReader) -> dict[str, dict[str, tuple[str, ...]]]:
    found = {target.partition(".")[2]: columns for target, columns in reader.origins.items()}
    faults = tuple(column for name in _LINKS for column in found.get(name, ()))
    point = {name: columns for name, columns in found.items() if name in _FIELDS}
    point |= {"code": (*found.get("code", ()), *reader.origins.get("id", ())), "geometry": (GEOMETRY,)}
    return {"buried_point": {**point, "fault_id": faults}}


def _pieces(
    layer: RawLayer, way: crs.Transform, reader: FieldReader, batch: Batch, progress: Progress
) -> Iterator[Piece]:
    for row, point in placed_rows(layer, shapes.points, way, reader, batch, progress):
        check_columns(row, point)
        reader.slim(row)
        yield Piece(row, cast(Any, point), shapes.fingerprint(point), "")


def _point(survey: Survey, layer: RawLayer, piece: Piece, shared: Sharing) -> BuriedPoint:
    _check(piece)
    values = {name: piece.get(f"buried.{name}") for name in _FIELDS}
    return BuriedPoint(
        survey_id=survey.id,
        geometry=cast(Point, cast(Any, piece.geometry)),
        code=piece.text("buried.code") or piece.number or f"P{piece.row.number:04d}",
        **{"method": "other", **{name: value for name, value in values.items() if value is not None}},
        source=Source(
            file=as_text(Path(layer.file).name),
            layer=as_text(layer.name),
            row=piece.row.number,
            key=piece.key,
            attributes=(*map(shared, piece.row.texts.items()), (GEOMETRY, piece.fingerprint)),
        ),
    )


def _check(piece: Piece) -> None:
    """Take back what cannot be: angles beyond their range, a distance below zero."""
    for name, most in _ANGLES.items():
        value = piece.get(f"buried.{name}")
        if value is not None and not 0 <= value <= most:
            piece.row.refuse(f"buried.{name}", "value.out_of_range", text=f"{value:g}", least=0, most=most)
    along = piece.get("buried.distance_along_m")
    if along is not None and along < 0:
        piece.row.refuse("buried.distance_along_m", "value.negative", text=f"{along:g}")


def signed(fields: Sequence[str]) -> bool:
    """Whether columns are those of buried fault points."""
    bound = [(template, mappings.bind(template, fields)) for template in mappings.templates()]
    return any(
        template.kind == KIND
        and set(template.signature) <= {b.rule.names[0] for b in columns if b.rule is not None}
        for template, columns in bound
    )
