"""Shapefile sets: a file group for each layer, names of ten bytes, GB18030, dates that are not the clock's.

What the format cannot hold is told, never hidden: texts cut at 254 bytes, names shortened. Layers without a
shape become bare tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faultgis.exports.dbf import ENCODING, Cut, DbfField, write_dbf
from faultgis.exports.file_gdb import SHAPES, read_layer
from faultgis.exports.layers import Column, Layer, Sheaf
from faultgis.exports.written import driver_errors
from faultgis.progress import Progress

DRIVER = "ESRI Shapefile"
RAW = "ISO-8859-1"
# A table must have a field; a class that has none gets this one.
NUMBER = Column("OBJECTID", "integer")


@dataclass(frozen=True)
class ShapefileTold:
    """How a layer stands in its file group: its fields in order, and the texts that were cut."""

    layer: Layer
    fields: tuple[DbfField, ...]
    cuts: tuple[Cut, ...] = ()
    files: tuple[Path, ...] = field(default=())


def write_shapefiles(
    folder: Path,
    sheaf: Sheaf,
    names: Mapping[str, Sequence[str]],
    progress: Progress | None = None,
) -> list[ShapefileTold]:
    """Write every layer of a sheaf into a new folder; ``names`` are the short names of the columns by layer,
    in their order. Raises ``InputError("export.driver")``."""
    folder.mkdir(parents=True)
    told = []
    for layer in sheaf.layers:
        (progress or Progress()).check()
        told.append(_write(folder, layer, list(names[layer.name]), sheaf))
    return told


def _write(folder: Path, layer: Layer, names: list[str], sheaf: Sheaf) -> ShapefileTold:
    base = folder / layer.name
    if layer.placed:
        _write_shapes(base.with_suffix(".shp"), layer, sheaf.srid)
    columns: Sequence[Column] = layer.columns
    values: Sequence[Sequence[Any]] = layer.values
    if not columns:
        columns, names, values = (NUMBER,), [NUMBER.name], (range(1, layer.features + 1),)
    fields, cuts = write_dbf(base.with_suffix(".dbf"), columns, names, values, sheaf.when.date())
    base.with_suffix(".cpg").write_text(ENCODING, encoding="ascii")
    return ShapefileTold(layer, tuple(fields), tuple(cuts), tuple(sorted(folder.glob(f"{layer.name}.*"))))


def _write_shapes(path: Path, layer: Layer, srid: int) -> None:
    from pyogrio.raw import write

    shape, system = SHAPES[layer.geometry], f"EPSG:{srid}"
    with driver_errors(layer.name):
        write(str(path), layer.wkb(), [], [], driver=DRIVER, geometry_type=shape, crs=system)


def read_shapefile(
    folder: Path, told: ShapefileTold, raw: bool = False, **given: Any
) -> tuple[list[list[Any]], Any]:
    """The columns and shapes of a layer as its file group has them, read by its own ``.cpg``; with ``raw``
    each byte of a text as one character, which is faster. ``given`` goes to ``read_layer``."""
    layer = told.layer
    path = folder / f"{layer.name}{'.shp' if layer.placed else '.dbf'}"
    columns = tuple(
        Column(_bytes(entry.name) if raw else entry.name, column.type)
        for entry, column in zip(told.fields, layer.columns, strict=False)
    )
    more = {"encoding": RAW} if raw else {}
    return read_layer(path, Layer(layer.name, columns, (), layer.shapes, layer.geometry), **given, **more)


def _bytes(name: str) -> str:
    return name.encode(ENCODING).decode(RAW)
