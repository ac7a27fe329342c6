"""File geodatabases: classes in data sets, Chinese titles as aliases, code lists as domains.

Coordinates lie on the grid of a geodatabase, 1e-9 degree (0.1 mm): read back they may differ by that much.
"""

from pathlib import Path
from typing import Any

import numpy as np

from faultgis.exports import gdal
from faultgis.exports.layers import Column, Layer, Sheaf
from faultgis.exports.written import driver_errors
from faultgis.progress import Progress

DRIVER = "OpenFileGDB"
GRID = 1e-9
SHAPES = {"point": "Point", "line": "MultiLineString", "polygon": "MultiPolygon"}


def write_file_gdb(path: Path, sheaf: Sheaf, progress: Progress | None = None) -> None:
    """Write a sheaf as a geodatabase folder: every layer, the empty ones too.

    Raises ``InputError``: ``export.no_gdal``, ``export.driver``.
    """
    from pyogrio.raw import write

    gdal.create(path, DRIVER, sheaf)
    for layer in sheaf.layers:
        (progress or Progress()).check()
        if not layer.features or not (layer.columns or layer.placed):
            continue
        arrays = [
            array_of(column, values) for column, values in zip(layer.columns, layer.values, strict=True)
        ]
        with driver_errors(layer.name):
            write(
                str(path),
                layer.wkb(),
                [values for values, _ in arrays],
                [column.name for column in layer.columns],
                field_mask=[blank for _, blank in arrays],
                layer=layer.name,
                driver=DRIVER,
                geometry_type=SHAPES.get(layer.geometry),
                crs=f"EPSG:{sheaf.srid}",
                append=True,
            )


def array_of(column: Column, values: Any) -> tuple[Any, Any]:
    """A column as an array that pyogrio writes, and where it is blank."""
    blank = np.array([value is None for value in values], dtype=bool)
    if column.type == "text":
        made = np.empty(len(values), dtype=object)
        made[:] = values
        return made, blank
    filled = [0 if value is None else value for value in values]
    kind = {"integer": np.int32, "flag": np.int16}.get(column.type, np.float64)
    return np.array(filled, dtype=kind), blank


def read_layer(path: Path, layer: Layer, **given: Any) -> tuple[list[list[Any]], Any]:
    """The columns and shapes of a layer as a file has them: ``None`` for blank, numbers as numbers. Columns
    are those of ``layer``, found by name. ``given`` goes to pyogrio (``encoding``, ``max_features``)."""
    import shapely
    from pyogrio.raw import read

    with driver_errors(layer.name):
        meta, _, blobs, fields = read(str(path), layer=layer.name, **given)
    names = [str(name) for name in meta["fields"]]
    columns = []
    for column in layer.columns:
        values = fields[names.index(column.name)]
        values = values.tolist() if column.type == "text" else values
        columns.append(values if column.type == "text" else _numbers(values, column.whole))
    shapes = shapely.from_wkb(blobs) if layer.placed and blobs is not None else None
    return columns, shapes


def _numbers(values: Any, whole: bool) -> list[Any]:
    blank = np.isnan(values)
    if not whole:
        found: list[Any] = values.tolist()
    else:
        found = np.where(blank, 0, values).astype(np.int64).tolist()
    for at in np.flatnonzero(blank):
        found[at] = None
    return found
