"""Files that count as large whatever their size."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pyogrio
import shapely

from importers.vector import large, slices

DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "gdb": "OpenFileGDB"}
COLUMNS = ("id", "fault_code", "name", "sense", "dip_dir", "dip", "segment", "zone_name")


def written(
    path: Path, features: Sequence[tuple[Any, Sequence[str]]], shapes_are: str = "MultiLineString"
) -> Path:
    """A file of lines, or of other shapes, with cells in ``COLUMNS``."""
    shapes = [shape if shape is None else shapely.to_wkb(shape) for shape, _ in features]
    columns = [np.array(cells, dtype=object) for cells in zip(*(row for _, row in features), strict=True)]
    pyogrio.raw.write(
        path,
        np.array(shapes, dtype=object),
        columns,
        list(COLUMNS),
        driver=DRIVERS[path.suffix[1:]],
        geometry_type=shapes_are,
        promote_to_multi=shapes_are.startswith("Multi"),
        crs="EPSG:4490",
        encoding="UTF-8",
    )
    return path


@contextmanager
def taken_for_large(size: int) -> Iterator[None]:
    """Every file counts as large, slices end after so many bytes, and three rows are a part of the cells."""
    with (
        mock.patch.multiple(slices, LARGE=0, SLICE=size),
        mock.patch.multiple(large, _WHOLE=0, _PART=0, _FEWEST=3),
    ):
        yield
