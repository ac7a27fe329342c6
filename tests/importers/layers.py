"""Hand-made raw layers, as a reader hands them over."""

from collections.abc import Mapping, Sequence
from typing import Any

from shapely import LineString
from shapely.geometry.base import BaseGeometry

from importers.batch import Problem
from importers.vector.raw import RawFeature, RawLayer


def line(x: float = 100.0, y: float = 35.0) -> LineString:
    """A line of 0.2 degrees that runs to the north-east."""
    return LineString([(x, y), (x + 0.1, y + 0.1), (x + 0.2, y + 0.2)])


def layer(
    rows: Sequence[Mapping[str, Any]],
    shapes: Sequence[BaseGeometry | None] | None = None,
    crs: str | None = "EPSG:4490",
    file: str = "made.geojson",
    name: str = "made",
) -> RawLayer:
    """A layer with these rows; without shapes every row has a line of its own."""
    found = list(shapes) if shapes is not None else [line(100 + i, 35) for i in range(len(rows))]
    fields = tuple(dict.fromkeys(key for row in rows for key in row))
    features = [
        RawFeature(number, number, shape, {field: row.get(field) for field in fields})
        for number, (row, shape) in enumerate(zip(rows, found, strict=True), 1)
    ]
    evidence = Problem("made")
    return RawLayer(file, name, crs, evidence, "UTF-8", evidence, fields, features)
