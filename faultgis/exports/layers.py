"""Layers to be written: columns of plain values and their shapes, apart from any file format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from faultgis.national.template import Domain

# Longer texts than this are for tables, not for fields of maps.
TEXT_LENGTH = 254


@dataclass(frozen=True)
class Column:
    """A column: ``type`` is text, integer, flag (0, 1 or a mark) or real; ``length`` the most characters of a
    text (0: not limited); ``title`` what people call it; ``domain`` its list of codes."""

    name: str
    type: str = "text"
    title: str = ""
    length: int = 0
    domain: str = ""

    @property
    def whole(self) -> bool:
        """Whether whole numbers stand in it."""
        return self.type in ("integer", "flag")


@dataclass(frozen=True, eq=False)
class Layer:
    """Rows of one layer, column by column; ``None`` is blank. ``geometry`` is point, line, polygon or none;
    ``shapes`` is an array of geometries or ``None``, one for each row: points, multi-lines, multi-polygons.
    ``dataset`` is the feature data set of a File GDB."""

    name: str
    columns: tuple[Column, ...]
    values: tuple[Sequence[Any], ...]
    shapes: NDArray[np.object_]
    geometry: str = "none"
    title: str = ""
    dataset: str = ""

    @property
    def features(self) -> int:
        """The number of rows."""
        return len(self.shapes)

    @property
    def placed(self) -> bool:
        """Whether it lies on a map."""
        return self.geometry != "none"

    @cached_property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of all shapes; ``None`` where there is none."""
        boxes = shapely.bounds(self.shapes)
        boxes = boxes[~np.isnan(boxes[:, 0])] if self.features else boxes
        if not len(boxes):
            return None
        west, south = boxes[:, :2].min(axis=0)
        east, north = boxes[:, 2:].max(axis=0)
        return float(west), float(south), float(east), float(north)

    def wkb(self) -> NDArray[np.object_] | None:
        """The shapes as little-endian WKB; ``None`` for a table."""
        return shapely.to_wkb(self.shapes, byte_order=1) if self.placed else None


@dataclass(frozen=True)
class Sheaf:
    """Layers that go into one file, with the code lists of their columns, the EPSG number of their system,
    and the moment that the file states as its own."""

    layers: tuple[Layer, ...]
    when: datetime
    domains: tuple[Domain, ...] = ()
    srid: int = 4490


def shapes_of(geometries: Sequence[Any]) -> NDArray[np.object_]:
    """Geometries and ``None`` as an array of objects, whatever they are."""
    made = np.empty(len(geometries), dtype=object)
    for at, geometry in enumerate(geometries):
        made[at] = geometry
    return made


def multi(shape: Any) -> Any:
    """A line or an area as a collection of its kind; anything else as it is."""
    if isinstance(shape, shapely.LineString):
        return shapely.MultiLineString([shape])
    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape
