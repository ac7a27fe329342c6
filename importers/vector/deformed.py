"""Mapped zones of deformation and step-overs, from polygons of a vector layer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from shapely import MultiPolygon

from faultgis import crs
from faultgis.collector import without_collector
from faultgis.progress import Progress
from faultgis.records.provenance import Source
from faultgis.records.site import DeformationZone
from faultgis.records.survey import Survey
from faultgis.records.unread import Unread
from faultgis.sharing import Sharing, handed_out
from importers import mappings
from importers.batch import Batch
from importers.fields import FieldReader, as_text
from importers.vector import identity, later, shapes, slices
from importers.vector.origins import GEOMETRY
from importers.vector.points import placed_rows
from importers.vector.raw import RawLayer
from importers.vector.settling import Piece

KIND = "deformation_zones"
_FIELDS = ("name", "kind", "method", "notes")
_LINKS = {"fault": "link.fault", "fault_name": "link.fault_name"}


@without_collector()
def read_deformed(
    layer: RawLayer, survey: Survey, *, mapping: str | None = None, progress: Progress | None = None
) -> Batch:
    """The layer's polygons as deformation zones of the survey, every feature kept or rejected with its
    reason. The fault that a row names is found in the survey by the import (``Batch.links``).

    Raises ``InputError`` where the coordinate system is missing or refused, or the mapping unknown.
    """
    way = shapes.way_to_cgcs2000(layer)
    template, evidence = mappings.choose(mapping, layer.fields, KIND)
    reader = FieldReader(template, layer.fields)
    batch = Batch(layer.file, layer.name, KIND, way.source, layer.encoding)
    batch.mapping, batch.mapping_evidence, batch.crs_accuracy_m = template.name, evidence, way.accuracy_m
    batch.warnings += layer.problems
    batch.origins = _origins(reader)
    batch.labels = (*(b.label for b in reader.bound), GEOMETRY)
    pieces = list(_pieces(layer, way, reader, batch, progress or Progress()))
    batch.warnings += identity.assign_keys(pieces, template)
    if isinstance(layer.features, slices.Sliced):
        batch.lines = later.lines(layer.features, lambda part: shapes.areas(part, way), pieces)
    shared = Sharing()
    for piece in handed_out(pieces):
        zone = _zone(survey, layer, piece, shared)
        batch.records.append(zone)
        said = {name: piece.text(target) for name, target in _LINKS.items() if piece.text(target)}
        batch.links[zone.id] = said | {"row": str(piece.row.number)}
        reader.count(piece.row)
        batch.warnings += piece.row.problems
    batch.cells = reader.cells
    batch.warnings += reader.unknown_columns()
    return batch


def _origins(reader: FieldReader) -> dict[str, dict[str, tuple[str, ...]]]:
    found = {target.partition(".")[2]: columns for target, columns in reader.origins.items()}
    faults = tuple(column for name in _LINKS for column in found.get(name, ()))
    zone = {name: columns for name, columns in found.items() if name in _FIELDS}
    return {"deformation_zone": {**zone, "geometry": (GEOMETRY,), "fault_id": faults}}


def _pieces(
    layer: RawLayer, way: crs.Transform, reader: FieldReader, batch: Batch, progress: Progress
) -> Iterator[Piece]:
    """The features that are zones; of a large layer without their polygons."""
    is_large = isinstance(layer.features, slices.Sliced)
    for row, area in placed_rows(layer, shapes.areas, way, reader, batch, progress):
        reader.slim(row)
        held = Unread(area.bounds) if is_large else area
        yield Piece(row, cast(Any, held), shapes.fingerprint(area.boundary), "")


def _zone(survey: Survey, layer: RawLayer, piece: Piece, shared: Sharing) -> DeformationZone:
    values = {name: piece.get(f"zone.{name}") for name in _FIELDS}
    return DeformationZone(
        survey_id=survey.id,
        geometry=cast(MultiPolygon, cast(Any, piece.geometry)),
        **{name: value for name, value in values.items() if value is not None},
        source=Source(
            file=as_text(Path(layer.file).name),
            layer=as_text(layer.name),
            row=piece.row.number,
            key=piece.key,
            attributes=(*map(shared, piece.row.texts.items()), (GEOMETRY, piece.fingerprint)),
        ),
    )
