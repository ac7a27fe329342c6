"""Belts as files: the class ``FractureBelt`` as GeoJSON, GeoPackage, Shapefile or File GDB."""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from faultgis.avoidance.belts import Belt
from faultgis.avoidance.writing import LAYER, SUFFIXES, write_belts
from faultgis.errors import InputError
from faultgis.exports.file_gdb import write_file_gdb
from faultgis.exports.layers import Column, Layer, Sheaf, multi, shapes_of
from faultgis.exports.shapefile import write_shapefiles
from faultgis.exports.written import moment, whole
from faultgis.national.naming import short_names
from faultgis.national.rows import Note

Rows = Sequence[Mapping[str, Any]]


def write_belt_file(path: Path, belts: Sequence[Belt], rows: Rows) -> tuple[Note, ...]:
    """Write belts with a row of plain values each, in the format of the file's suffix; answer what the format
    could not say. Raises ``InputError`` as ``write_belts`` does, and for a File GDB ``export.exists``,
    ``export.no_gdal``, ``export.driver``."""
    suffix = path.suffix.lower()
    if suffix == ".shp":
        return _shapefile(path, belts, rows)
    if suffix == ".gdb":
        with whole(path) as half:
            write_file_gdb(half, _sheaf(belts, rows))
        return ()
    if suffix not in SUFFIXES:
        raise InputError("avoidance.suffix", field="--out", suffix=suffix or path.name)
    write_belts(path, belts, rows)
    return ()


def _sheaf(belts: Sequence[Belt], rows: Rows) -> Sheaf:
    names = list(rows[0]) if rows else []
    columns = tuple(Column(each, _kind(rows, each)) for each in names)
    values = tuple([row[each] for row in rows] for each in names)
    shapes = shapes_of([multi(belt.geometry) for belt in belts])
    times = [at for belt in belts for each in belt.faults if (at := each.trace.stamp.updated_at) is not None]
    when = moment(max(times).astimezone(UTC) if times else datetime.now(UTC))
    return Sheaf((Layer(LAYER, columns, values, shapes, "polygon", LAYER),), when)


def _kind(rows: Rows, name: str) -> str:
    return "real" if all(isinstance(row[name], float) for row in rows) else "text"


def _shapefile(path: Path, belts: Sequence[Belt], rows: Rows) -> tuple[Note, ...]:
    """The file group of a Shapefile, made beside its place; the ``.shp`` comes last."""
    sheaf = _sheaf(belts, rows)
    (layer,) = sheaf.layers
    names = short_names([column.name for column in layer.columns])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}.") as folder:
            (told,) = write_shapefiles(Path(folder) / "made", sheaf, {layer.name: names})
            for part in sorted(told.files, key=lambda file: file.suffix == ".shp"):
                part.replace(path.with_suffix(part.suffix))
    except OSError as error:
        raise InputError("avoidance.cannot_write", file=str(path), reason=str(error)) from error
    changed = [
        f"{c.name} → {short}" for c, short in zip(layer.columns, names, strict=True) if c.name != short
    ]
    notes = [Note("shapefile.names", layer.name, params={"names": ", ".join(changed)})]
    if told.cuts:
        notes.append(Note("shapefile.cut", layer.name, params={"count": len(told.cuts)}))
    return tuple(notes)
