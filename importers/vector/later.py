"""Lines of a large layer that stay in their file until they are saved."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from shapely import MultiLineString

from faultgis import crs
from faultgis.records.unread import Lines, Unread
from importers.mappings import Template
from importers.vector import opensha, shapes
from importers.vector.settling import Piece
from importers.vector.sides import ends
from importers.vector.slices import Sliced


def left(line: MultiLineString) -> Unread:
    """What stands for a line that was looked at and is left in its file."""
    return Unread(line.bounds, ends(line))


def lines(features: Sliced, way: crs.Transform, template: Template, pieces: Sequence[Piece]) -> Lines:
    """What reads the lines of these pieces again, each under its mark."""
    marks = {piece.row.number: cast(Unread, piece.geometry) for piece in pieces}
    bare = features.bare()

    def read() -> Iterator[dict[Unread, Any]]:
        for part in bare.slices():
            kept, _ = opensha.upper_edges([each for each in part if each.row in marks], template)
            found = shapes.lines(kept, way)
            yield {marks[each.row]: shape.geometry for each, shape in zip(kept, found, strict=True)}

    return read
