"""Shapes of a large layer that stay in their file until they are saved."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from shapely import MultiLineString

from faultgis.records.unread import Lines, Unread
from importers.vector.raw import RawFeature
from importers.vector.settling import Piece
from importers.vector.shapes import Shape
from importers.vector.sides import ends
from importers.vector.slices import Sliced

Made = Callable[[list[RawFeature]], Sequence[Shape]]
"""Shapes of the survey made of features as they stand in the file."""


def left(line: MultiLineString) -> Unread:
    """What stands for a line that was looked at and is left in its file."""
    return Unread(line.bounds, ends(line))


def lines(features: Sliced, made: Made, pieces: Sequence[Piece]) -> Lines:
    """What reads the shapes of these pieces again, each under its mark."""
    marks = {piece.row.number: cast(Unread, piece.geometry) for piece in pieces}
    bare = features.bare()

    def read() -> Iterator[dict[Unread, Any]]:
        for part in bare.slices():
            kept = [each for each in part if each.row in marks]
            yield {marks[each.row]: shape.geometry for each, shape in zip(kept, made(kept), strict=True)}

    return read
