"""Files read back and compared with what was meant: a mandatory step, as a driver's silence proves nothing.

What a format forces is known beforehand and compared as such (``dbf`` cuts texts and decimals; a geodatabase
lays coordinates on its grid); any other difference is an error.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from faultgis.errors import InputError
from faultgis.exports import file_gdb, gdal
from faultgis.exports.dbf import ENCODING, UNSURE, real, shortened
from faultgis.exports.geopackage import shown_names
from faultgis.exports.layers import Layer, Sheaf, multi, shapes_of
from faultgis.exports.shapefile import ShapefileTold, read_shapefile
from faultgis.exports.workbook import sheet_names
from faultgis.exports.workbook_reading import read_workbook
from faultgis.progress import Progress

# A coordinate comes back from the grid of a geodatabase within half a cell.
TOLERANCE = file_gdb.GRID
# So many rows of a Shapefile are read by its stated encoding.
SAMPLE = 200


@dataclass(frozen=True)
class Difference:
    """A cell (or a shape: no column) that came back otherwise; the row counts from 1."""

    layer: str
    row: int
    column: str
    written: Any
    read: Any


def check_file_gdb(path: Path, sheaf: Sheaf, progress: Progress | None = None) -> None:
    """Compare a geodatabase: classes, fields, aliases, widths, code lists, all rows.

    Raises ``InputError("export.read_back")`` with the first difference.
    """
    for layer in sheaf.layers:
        (progress or Progress()).check()
        if layer.features:
            columns, shapes = file_gdb.read_layer(path, layer)
            _refuse(path, cells(layer, layer.values, columns))
            _refuse(path, places(layer, shapes, TOLERANCE))
    _refuse(path, _structure(sheaf, gdal.told(path, [layer.name for layer in sheaf.layers]), _titles))


def check_geopackage(path: Path, sheaf: Sheaf, progress: Progress | None = None) -> None:
    """Compare a GeoPackage as GDAL reads it. Raises as ``check_file_gdb`` does."""
    for layer in sheaf.layers:
        (progress or Progress()).check()
        if layer.features:
            columns, shapes = file_gdb.read_layer(path, layer)
            _refuse(path, cells(layer, layer.values, columns))
            _refuse(path, places(layer, shapes, 0.0))
    told = gdal.told(path, [layer.name for layer in sheaf.layers])
    _refuse(path, _structure(sheaf, told, shown_names))


def check_shapefiles(folder: Path, told: Sequence[ShapefileTold], progress: Progress | None = None) -> None:
    """Compare a set of Shapefiles: all of them byte by byte, the first rows of each as their ``.cpg`` has
    them read (which takes its time). Raises as ``check_file_gdb`` does."""
    for each in told:
        (progress or Progress()).check()
        if each.layer.features:
            columns, _ = read_shapefile(folder, each, max_features=SAMPLE)
            first = [values[:SAMPLE] for values in each.layer.values]
            _refuse(folder, cells(each.layer, _as_dbf(each, first, _as_read), [_sure(c) for c in columns]))
            columns, shapes = read_shapefile(folder, each, raw=True)
            _refuse(folder, cells(each.layer, _as_dbf(each, each.layer.values, _as_bytes), columns))
            _refuse(folder, places(each.layer, shapes, 0.0))


def check_workbook(path: Path, layers: Sequence[Layer], heads: int) -> None:
    """Compare a workbook whose sheets are these layers, under so many rows of heads. Raises as
    ``check_file_gdb`` does."""
    by_name = dict(zip(sheet_names([layer.name for layer in layers]), layers, strict=True))
    counts = dict.fromkeys(by_name, 0)
    meant = {name: zip(*layer.values, strict=True) for name, layer in by_name.items()}

    def hear(sheet: str, row: int, values: list[Any]) -> None:
        if row <= heads:
            return
        layer = by_name[sheet]
        counts[sheet] += 1
        values += [None] * (len(layer.columns) - len(values))
        written = next(meant[sheet], ())
        if layer.columns and written != tuple(values):
            pairs = zip(layer.columns, written, values, strict=False)
            wrong = [(c.name, one, other) for c, one, other in pairs if one != other] or [("", "", values)]
            _refuse(path, [Difference(sheet, row - heads, *wrong[0])])

    read_workbook(path, hear)
    short = [n for n, layer in by_name.items() if counts[n] != layer.features]
    _refuse(path, [Difference(n, 0, "", by_name[n].features, counts[n]) for n in short])


def _refuse(path: Path, found: Any) -> None:
    first = next(iter(found), None)
    if first is not None:
        raise InputError(
            "export.read_back",
            file=path.name,
            layer=first.layer,
            row=first.row or None,
            field=first.column or None,
            written=str(first.written)[:200],
            read=str(first.read)[:200],
        )


def _titles(layer: Layer) -> list[str]:
    return [column.title for column in layer.columns]


def _structure(sheaf: Sheaf, told: gdal.Told, titles: Callable[[Layer], list[str]]) -> Iterator[Difference]:
    """Fields that came back otherwise: name, title, code list and width; and code lists."""
    for layer in sheaf.layers:
        meant = [
            (c.name, title or c.name, c.domain, c.length if c.type == "text" else 0)
            for c, title in zip(layer.columns, titles(layer), strict=True)
        ]
        found = [(f.name, f.alias or f.name, f.domain, f.width) for f in told.fields[layer.name]]
        if meant != found:
            yield Difference(layer.name, 0, "", meant, found)
    for domain in sheaf.domains:
        codes = {entry.code: entry.zh or entry.en for entry in domain.codes}
        if told.domains.get(domain.name) != codes:
            yield Difference(domain.name, 0, "", codes, told.domains.get(domain.name))


def _as_dbf(told: ShapefileTold, of: Sequence[Sequence[Any]], text: Callable[[str], str]) -> list[list[Any]]:
    """What a table of a Shapefile can hold of the columns."""
    columns: list[list[Any]] = []
    for column, entry, values in zip(told.layer.columns, told.fields, of, strict=False):
        if column.type == "text":
            columns.append([None if cell is None else text(cell) or None for cell in values])
        elif column.type == "real":
            columns.append([None if v is None else float(real(v, entry.decimals)) for v in values])
        else:
            columns.append(list(values))
    return columns


def _as_read(text: str) -> str:
    return UNSURE.sub("?", shortened(text).decode(ENCODING).strip(" "))


def _as_bytes(text: str) -> str:
    return shortened(text).strip(b" ").decode("latin-1")


def _sure(column: list[Any]) -> list[Any]:
    return [UNSURE.sub("?", cell) if isinstance(cell, str) else cell for cell in column]


def cells(layer: Layer, written: Sequence[Sequence[Any]], read: Sequence[list[Any]]) -> Iterator[Difference]:
    """Cells that came back otherwise."""
    for column, meant, found in zip(layer.columns, written, read, strict=True):
        if list(meant) == found:
            continue
        if len(meant) != len(found):
            yield Difference(layer.name, 0, column.name, len(meant), len(found))
            continue
        for at, (one, other) in enumerate(zip(meant, found, strict=True)):
            if one != other:
                yield Difference(layer.name, at + 1, column.name, one, other)


def places(layer: Layer, read: Any, tolerance: float) -> Iterator[Difference]:
    """Shapes that came back otherwise: lines vertex by vertex, areas ring by ring (formats differ in where a
    ring begins and which way it runs)."""
    if not layer.placed:
        return
    if len(read) != layer.features:
        yield Difference(layer.name, 0, "", layer.features, len(read))
        return
    found = shapes_of([multi(shape) for shape in read])
    same = shapely.equals_exact(layer.shapes, found, tolerance)
    same |= shapely.is_missing(layer.shapes) & shapely.is_missing(found)
    if layer.geometry == "polygon":
        # Most rings differ in their way round and their beginning only.
        same |= shapely.equals_exact(shapely.normalize(layer.shapes), shapely.normalize(found), tolerance)
    for at in np.flatnonzero(~same):
        one, other = layer.shapes[at], found[at]
        if not _same_area(one, other, tolerance):
            yield Difference(layer.name, int(at) + 1, "", _wkt(one), _wkt(other))


def _wkt(shape: Any) -> str:
    return "" if shape is None else str(shape.wkt)


def _same_area(one: Any, other: Any, tolerance: float) -> bool:
    if not all(isinstance(shape, shapely.MultiPolygon) for shape in (one, other)):
        return False
    meant, found = list(_rings(one)), list(_rings(other))
    if len(meant) != len(found):
        return False
    for ring in meant:
        at = next((n for n, each in enumerate(found) if _same_ring(ring, each, tolerance)), None)
        if at is None:
            return False
        found.pop(at)
    return True


def _rings(shape: Any) -> Iterator[Any]:
    for part in shape.geoms:
        for ring in (part.exterior, *part.interiors):
            yield shapely.get_coordinates(ring)[:-1]


def _same_ring(one: Any, other: Any, tolerance: float) -> bool:
    if len(one) != len(other):
        return False
    starts = np.flatnonzero(np.abs(other - one[0]).max(axis=1) <= tolerance)
    turned = (np.roll(other, -start, axis=0) for start in starts)
    either = (way for ring in turned for way in (ring, np.roll(ring[::-1], 1, axis=0)))
    return any(np.abs(way - one).max() <= tolerance for way in either)
