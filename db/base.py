"""Tables as the records describe them: one table per kind, one column per field.

A field of a record is a column of the same name; the fields of ``Source`` become ``batch_id`` and
``source_*``, those of ``Stamp`` stand under their own names. Everything else in ``db`` (models, reading,
writing) follows from this description, so that a new field is told once.
"""

import types
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from faultgis.records.kinds import KINDS
from faultgis.records.provenance import Source, Stamp
from faultgis.records.survey import Batch
from faultgis.values import Document, Estimate

SCHEMA = "faultgis"
SRID = 4490

PLAIN = "plain"
GEOMETRY = "geometry"
ESTIMATE = "estimate"
STRETCHES = "stretches"
ATTRIBUTES = "attributes"
DOCUMENT = "document"
LOCAL_SHAPE = "shape"

_SQL_TYPES: dict[Any, str] = {
    UUID: "uuid",
    str: "text",
    int: "int4",
    float: "float8",
    bool: "bool",
    date: "date",
    datetime: "timestamptz",
    Estimate: "jsonb",
    Document: "jsonb",
}
_FORMS = {Estimate: ESTIMATE, Document: DOCUMENT}
_BIG = dict.fromkeys(("revision", "size_bytes", "points", "data_version"), "int8")
_SMALL = {"secrecy": "int2"}
_ORDER = {"id": -3, "survey_id": -2, "code": -1, "geometry": 1, "notes": 2, "secrecy": 3, "publication": 4}
# Columns of pairs of texts; other tuples are stretches.
_PAIRS = ("attributes", "source_attributes", "inputs")


@dataclass(frozen=True)
class Column:
    """One column: its name, its SQL type as PostgreSQL names it, and where in the record its value stands.

    ``form`` says how a value is written: plain, or one of geometry, estimate, stretches, attributes,
    document. A geometry named ``shape`` stands in metres of a frame of its own, all others on the earth.
    ``default`` is what a row gets that does not state the column; ``None``: it must be stated, or is null.
    """

    name: str
    sql_type: str
    path: str
    nullable: bool
    form: str = PLAIN
    default: Any = None
    geometry_type: str = ""

    @property
    def srid(self) -> int:
        """The reference system of a geometry: EPSG:4490, or none for a shape in a frame of its own."""
        return 0 if self.name == LOCAL_SHAPE else SRID


@dataclass(frozen=True)
class Table:
    """The table of one kind. ``stamps`` are the columns that the database writes by itself."""

    name: str
    record: type[Any]
    own: tuple[Column, ...]
    source: tuple[Column, ...]
    stamps: tuple[Column, ...]

    @property
    def full_name(self) -> str:
        """The name with its schema."""
        return f"{SCHEMA}.{self.name}"

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns that a client writes."""
        return self.own + self.source

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns in the order of the table."""
        return self.own + self.source + self.stamps

    @property
    def geometry(self) -> Column | None:
        """The geometry column, where there is one."""
        return next((c for c in self.own if c.form == GEOMETRY), None)


@cache
def table(kind: str) -> Table:
    """The table of a kind of records, e.g. ``table("trace")``."""
    return _describe(kind, KINDS[kind])


@cache
def batch_table() -> Table:
    """The table of import batches; when and by whom is what its stamps say."""
    return _describe("import_batch", Batch, skip=("imported_at", "imported_by"))


def _describe(name: str, record: type[Any], skip: tuple[str, ...] = ()) -> Table:
    hints = get_type_hints(record)
    told = [_column(f, hints[f.name]) for f in fields(record) if f.name not in ("source", "stamp", *skip)]
    own = tuple(sorted(told, key=lambda column: _ORDER.get(column.name, 0)))
    source = _source_columns() if "source" in hints else ()
    return Table(name, record, own, source, _stamp_columns())


@cache
def _source_columns() -> tuple[Column, ...]:
    hints = get_type_hints(Source)
    found = []
    for f in fields(Source):
        name = f.name if f.name == "batch_id" else f"source_{f.name}"
        found.append(_column(f, hints[f.name], name, f"source.{f.name}"))
    return tuple(found)


@cache
def _stamp_columns() -> tuple[Column, ...]:
    hints = get_type_hints(Stamp)
    return tuple(_column(f, hints[f.name], f.name, f"stamp.{f.name}", stamp=True) for f in fields(Stamp))


def _column(f: "Field[Any]", hint: Any, name: str = "", path: str = "", stamp: bool = False) -> Column:
    name = name or f.name
    path = path or f.name
    plain, nullable = _strip_none(hint)
    default = None if f.default is MISSING else f.default
    if get_origin(plain) is tuple:
        form = ATTRIBUTES if name in _PAIRS else STRETCHES
        return Column(name, "jsonb", path, False, form, default)
    if issubclass(plain, BaseGeometry):
        shape = "GEOMETRY" if plain is BaseGeometry else plain.__name__.upper()
        return Column(name, "geometry", path, nullable, GEOMETRY, None, shape)
    sql_type = _BIG.get(name) or _SMALL.get(name) or _SQL_TYPES[plain]
    form = _FORMS.get(plain, PLAIN)
    return Column(name, sql_type, path, nullable and not stamp, form, default)


def _strip_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        return next(arg for arg in get_args(hint) if arg is not type(None)), True
    return hint, False
