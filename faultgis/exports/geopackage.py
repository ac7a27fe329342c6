"""GeoPackages whose bytes depend on nothing but what is in them: no clock, no chance.

Written with SQLite itself: layers with spatial index, Chinese titles and code lists as its schema extension
has them. Other programs' tables (styles, for instance) can be added before the file is closed.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from faultgis.errors import InputError
from faultgis.exports import geopackage_tables as tables
from faultgis.exports.layers import Column, Layer, Sheaf
from faultgis.national.template import Domain
from faultgis.progress import Progress

ID = "fid"
SHAPE = "geom"
TYPES = {"integer": "MEDIUMINT", "flag": "SMALLINT", "real": "DOUBLE"}


def write_geopackage(path: Path, sheaf: Sheaf, progress: Progress | None = None) -> None:
    """Write a sheaf into a new file."""
    with geopackage(path, sheaf.srid) as database:
        add_domains(database, sheaf.domains)
        for layer in sheaf.layers:
            (progress or Progress()).check()
            add_layer(database, layer, sheaf.when, sheaf.srid)


@contextmanager
def geopackage(path: Path, srid: int = 4490) -> Iterator[sqlite3.Connection]:
    """A new GeoPackage without layers, open to be filled; closed afterwards.

    Raises ``InputError("export.driver")``: a full disk, for instance.
    """
    database = sqlite3.connect(path, isolation_level=None)
    try:
        for told in ("page_size=4096", "journal_mode=off", "synchronous=off", "encoding='UTF-8'"):
            database.execute(f"pragma {told}")
        database.execute(f"pragma application_id={tables.APPLICATION}")
        database.execute(f"pragma user_version={tables.VERSION}")
        database.execute("begin")
        for statement in tables.CORE:
            database.execute(statement)
        systems = [*tables.UNKNOWN_SYSTEMS, *(_system(number) for number in sorted({4326, srid}))]
        database.executemany("insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)", systems)
        for name in ("gpkg_data_columns", "gpkg_data_column_constraints"):
            _extend(database, name, None, "gpkg_schema", tables.SCHEMA_EXTENSION, "read-write")
        yield database
        database.execute("commit")
    except sqlite3.Error as error:
        raise InputError("export.driver", what=path.name, reason=str(error)) from error
    finally:
        database.close()


def _system(srid: int) -> tuple[Any, ...]:
    from pyproj import CRS

    crs = CRS.from_epsg(srid)
    return (crs.name, srid, "EPSG", srid, crs.to_wkt("WKT1_GDAL"), "")


def _extend(database: sqlite3.Connection, *told: str | None) -> None:
    database.execute("insert into gpkg_extensions values (?, ?, ?, ?, ?)", told)


def add_domains(database: sqlite3.Connection, domains: Sequence[Domain]) -> None:
    """Code lists, for the columns that name them."""
    query = "insert into gpkg_data_column_constraints values (?, 'enum', ?, null, null, null, null, ?)"
    rows = [(d.name, entry.code, entry.zh or entry.en) for d in domains for entry in d.codes]
    database.executemany(query, rows)


def add_layer(database: sqlite3.Connection, layer: Layer, when: datetime, srid: int = 4490) -> None:
    """A layer with its rows, titles, and a spatial index where it has shapes."""
    _register(database, layer, when, srid)
    identity, shape = own_names(layer)
    columns = [f'"{identity}" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL']
    columns += [f'"{shape}" {tables.GEOMETRY[layer.geometry]}'] if layer.placed else []
    columns += [f"{_quoted(column.name)} {_type(column)}" for column in layer.columns]
    database.execute(f"create table {_quoted(layer.name)} ({', '.join(columns)})")
    _describe(database, layer)
    parts: list[Sequence[Any]] = [range(1, layer.features + 1)]
    parts += [blobs(layer.shapes, srid)] if layer.placed else []
    parts += [_values(column, values) for column, values in zip(layer.columns, layer.values, strict=True)]
    marks = ", ".join("?" * len(parts))
    database.executemany(f"insert into {_quoted(layer.name)} values ({marks})", zip(*parts, strict=True))
    if layer.placed:
        _index(database, layer)


def own_names(layer: Layer) -> tuple[str, str]:
    """What the row number and the shape are called: ``fid`` and ``geom``, unless columns are called so."""
    taken = {column.name.casefold() for column in layer.columns}
    identity, shape = (
        next(name for n in count() if (name := base + "_" * n) not in taken) for base in (ID, SHAPE)
    )
    return identity, shape


def _values(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.type == "real":
        return [None if value is None else float(value) for value in values]
    return values


def _type(column: Column) -> str:
    if column.type == "text":
        return f"TEXT({column.length})" if column.length else "TEXT"
    return TYPES[column.type]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _register(database: sqlite3.Connection, layer: Layer, when: datetime, srid: int) -> None:
    kind = "features" if layer.placed else "attributes"
    stamp = tables.stamp_of(when)
    bounds = layer.bounds or (None, None, None, None)
    system = srid if layer.placed else None
    database.execute(
        "insert into gpkg_contents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (layer.name, kind, layer.name, layer.title, stamp, *bounds, system),
    )
    if layer.placed:
        told = (layer.name, own_names(layer)[1], tables.GEOMETRY[layer.geometry], srid, 0, 0)
        database.execute("insert into gpkg_geometry_columns values (?, ?, ?, ?, ?, ?)", told)


def _describe(database: sqlite3.Connection, layer: Layer) -> None:
    rows = [
        (layer.name, column.name, name, column.title or None, column.domain or None)
        for column, name in zip(layer.columns, shown_names(layer), strict=True)
        if column.title or column.domain
    ]
    database.executemany("insert into gpkg_data_columns values (?, ?, ?, ?, null, null, ?)", rows)


def shown_names(layer: Layer) -> list[str]:
    """What QGIS and GDAL show in place of the columns' names: their titles, where no two are the same."""
    taken = Counter(name for column in layer.columns for name in {column.name, column.title})
    return [c.title if c.title and taken[c.title] == 1 else c.name for c in layer.columns]


def blobs(shapes: Any, srid: int) -> list[bytes | None]:
    """Geometries as a GeoPackage stores them: a header, for all but points with the box, and WKB."""
    boxes = shapely.bounds(shapes)
    wkb = shapely.to_wkb(shapes, byte_order=1)
    points = shapely.get_type_id(shapes) == 0
    empty = shapely.is_empty(shapes)
    # Bit 0: little-endian; bits 1 to 3: which box (1: x and y); bit 4: empty.
    head = {flags: b"GP\x00" + bytes([flags]) + srid.to_bytes(4, "little") for flags in (0x01, 0x03, 0x11)}
    envelopes = boxes[:, [0, 2, 1, 3]].astype("<f8")
    made: list[bytes | None] = []
    for at, blob in enumerate(wkb):
        if blob is None:
            made.append(None)
        elif empty[at]:
            made.append(head[0x11] + blob)
        else:
            made.append(head[0x01] + blob if points[at] else head[0x03] + envelopes[at].tobytes() + blob)
    return made


def _index(database: sqlite3.Connection, layer: Layer) -> None:
    identity, shape = own_names(layer)
    names = {"t": layer.name.replace('"', '""'), "c": shape, "i": identity}
    _extend(database, layer.name, shape, "gpkg_rtree_index", tables.RTREE_EXTENSION, "write-only")
    create = 'create virtual table "rtree_{t}_{c}" using rtree(id, minx, maxx, miny, maxy)'
    database.execute(create.format(**names))
    boxes = shapely.bounds(layer.shapes)
    present = np.flatnonzero(~np.isnan(boxes[:, 0])).tolist()
    rows = [(at + 1, *boxes[at, [0, 2, 1, 3]].tolist()) for at in present]
    database.executemany('insert into "rtree_{t}_{c}" values (?, ?, ?, ?, ?)'.format(**names), rows)
    for trigger in tables.TRIGGERS:
        database.execute(trigger.format(**names))
