"""The structure that a database of files declares: tables, columns with alias and type, subtypes, domains.

Of a File Geodatabase it stands as XML in the system table GDB_Items, of a GeoPackage in gpkg_data_columns and
gpkg_data_column_constraints. The values of the tables themselves are read by ``importers.vector.ogr``.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree import ElementTree

from faultgis.errors import InputError
from importers.vector import helper
from importers.vector.cells import raw
from importers.vector.preflight import GDB, Source, sources

_TYPES = {
    "esriFieldTypeString": "text",
    "esriFieldTypeSmallInteger": "integer",
    "esriFieldTypeInteger": "integer",
    "esriFieldTypeBigInteger": "integer",
    "esriFieldTypeSingle": "real",
    "esriFieldTypeDouble": "real",
    "esriFieldTypeDate": "date",
    "esriFieldTypeOID": "id",
    "esriFieldTypeGlobalID": "id",
    "esriFieldTypeGUID": "id",
    "esriFieldTypeGeometry": "geometry",
    "esriFieldTypeBlob": "binary",
}
_STEPS = 50_000_000


@dataclass(frozen=True)
class Domain:
    """A list of coded values or a range that columns refer to by its name.

    ``kind`` is coded, range or pattern; ``type`` text, integer, real or date. ``values`` are (code, meaning)
    as written, leading zeros included; ``least`` and ``most`` bound a range. ``used_by`` are (table, column),
    those included that use it only in some subtype.
    """

    name: str
    kind: str
    type: str = ""
    description: str = ""
    values: tuple[tuple[str, str], ...] = ()
    least: float | None = None
    most: float | None = None
    used_by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Column:
    """A column. ``length`` is in characters for texts (0: not stated); ``domain`` a name or empty."""

    name: str
    alias: str = ""
    type: str = ""
    length: int = 0
    nullable: bool = True
    domain: str = ""


@dataclass(frozen=True)
class Subtype:
    """A subtype by its code, and the domains that columns have in it."""

    code: int
    name: str
    domains: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table or feature class; ``geometry`` is empty without one."""

    name: str
    alias: str = ""
    geometry: str = ""
    columns: tuple[Column, ...] = ()
    subtype_column: str = ""
    subtypes: tuple[Subtype, ...] = ()


@dataclass(frozen=True)
class Schema:
    """What a file declares of its structure."""

    tables: tuple[Table, ...]
    domains: tuple[Domain, ...]


def domains(path: Path | str) -> tuple[Domain, ...]:
    """The domains of a File Geodatabase (folder, ZIP, or one of its files) or of a GeoPackage. Raises as
    ``read_schema``."""
    return read_schema(path).domains


def read_schema(path: Path | str) -> Schema:
    """The declared structure. Raises ``InputError``: schema.none for a format that declares none,
    schema.damaged, and whatever ``sources`` says of a file that cannot be opened."""
    path = Path(path)
    with sources(path) as found:
        for source in found:
            if source.found == GDB or source.found.format == "GeoPackage":
                try:
                    return _used((_of_gdb if source.found == GDB else _of_gpkg)(source, path))
                except InputError as error:
                    error.file = str(path)
                    raise
    raise InputError("schema.none", file=str(path))


def _used(schema: Schema) -> Schema:
    users: dict[str, list[tuple[str, str]]] = {}
    for table in schema.tables:
        pairs = [(column.domain, column.name) for column in table.columns if column.domain]
        pairs += [(name, column) for sub in table.subtypes for column, name in sub.domains.items()]
        for name, column in dict.fromkeys(pairs):
            users.setdefault(name, []).append((table.name, column))
    known = (replace(domain, used_by=tuple(users.get(domain.name, ()))) for domain in schema.domains)
    return Schema(schema.tables, tuple(known))


def _of_gdb(source: Source, path: Path) -> Schema:
    found = helper.ask("read", source.path, layer="GDB_Items", encoding="latin-1", limit=None)["ok"]
    if "Definition" not in found["fields"]:
        raise InputError("schema.damaged", file=str(path), reason="GDB_Items")
    texts = found["columns"][found["fields"].index("Definition")]
    tables: list[Table] = []
    named: list[Domain] = []
    for text in texts:
        item = _parsed(raw(text).decode("utf-8", "replace"), path) if isinstance(text, str) and text else None
        if item is None:
            continue
        kind = item.tag.rpartition("}")[2]
        if kind in ("GPCodedValueDomain2", "GPRangeDomain2"):
            named.append(_domain(item, kind))
        elif kind in ("DEFeatureClassInfo", "DETableInfo"):
            tables.append(table_of(item))
        else:
            named += [_domain(child, _kind_of(child)) for child in item.iterfind("Domains/Domain")]
    return Schema(tuple(tables), tuple({domain.name: domain for domain in named}.values()))


def _parsed(text: str, path: Path) -> ElementTree.Element | None:
    """The XML, which has no business to declare entities."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError("schema.damaged", file=str(path), reason="DOCTYPE")
    try:
        return ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        raise InputError("schema.damaged", file=str(path), reason=str(error)) from error


def _kind_of(element: ElementTree.Element) -> str:
    type_ = next((value for key, value in element.attrib.items() if key.endswith("type")), "")
    return type_.rpartition(":")[2]


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _whole(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0


def _domain(item: ElementTree.Element, kind: str) -> Domain:
    values = tuple((_text(v, "Code"), _text(v, "Name")) for v in item.iterfind("CodedValues/CodedValue"))
    return Domain(
        name=_text(item, "DomainName"),
        kind="range" if "Range" in kind else "coded",
        type=_TYPES.get(_text(item, "FieldType"), ""),
        description=_text(item, "Description"),
        values=values,
        least=_number(_text(item, "MinValue")),
        most=_number(_text(item, "MaxValue")),
    )


def table_of(item: ElementTree.Element) -> Table:
    """A table from the definition that a geodatabase keeps of it."""
    return Table(
        name=_text(item, "Name"),
        alias=_text(item, "AliasName"),
        geometry=_text(item, "ShapeType").removeprefix("esriGeometry"),
        columns=tuple(_column(field) for field in item.iterfind("GPFieldInfoExs/GPFieldInfoEx")),
        subtype_column=_text(item, "SubtypeFieldName"),
        subtypes=tuple(_subtype(one) for one in item.iterfind("Subtypes/Subtype")),
    )


def _column(item: ElementTree.Element) -> Column:
    type_ = _TYPES.get(_text(item, "FieldType"), "")
    return Column(
        name=_text(item, "Name"),
        alias=_text(item, "AliasName"),
        type=type_,
        length=_whole(_text(item, "Length")) if type_ == "text" else 0,
        nullable=_text(item, "IsNullable") != "false",
        domain=_text(item, "DomainName"),
    )


def _subtype(item: ElementTree.Element) -> Subtype:
    infos = item.iterfind("FieldInfos/SubtypeFieldInfo")
    pairs = ((_text(info, "FieldName"), _text(info, "DomainName")) for info in infos)
    return Subtype(
        _whole(_text(item, "SubtypeCode")),
        _text(item, "SubtypeName"),
        {column: name for column, name in pairs if name},
    )


def _of_gpkg(source: Source, path: Path) -> Schema:
    uri = f"{source.path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as data:
            # A view in place of a table could run for ever.
            data.set_progress_handler(lambda: 1, _STEPS)
            return Schema(tuple(_gpkg_tables(data)), tuple(_gpkg_domains(data)))
    except (sqlite3.Error, ValueError, OverflowError) as error:
        raise InputError("schema.damaged", file=str(path), reason=str(error)) from error


def _rows(data: sqlite3.Connection, query: str, table: str) -> list[tuple[object, ...]]:
    there = data.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return data.execute(query).fetchall() if there else []


def _gpkg_tables(data: sqlite3.Connection) -> Iterator[Table]:
    kinds = _rows(
        data, "SELECT table_name, geometry_type_name FROM gpkg_geometry_columns", "gpkg_geometry_columns"
    )
    geometry = {str(name): str(kind).title() for name, kind in kinds}
    told: dict[tuple[str, str], tuple[str, str]] = {}
    query = "SELECT table_name, column_name, coalesce(title, name, ''), coalesce(constraint_name, '') FROM %s"
    for table, column, alias, domain in _rows(data, query % "gpkg_data_columns", "gpkg_data_columns"):
        told[str(table), str(column)] = (str(alias), str(domain))
    contents = "SELECT table_name, coalesce(identifier, '') FROM gpkg_contents"
    for name, alias in _rows(data, contents, "gpkg_contents"):
        columns = data.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (name,)).fetchall()
        made = (_gpkg_column(column, told.get((str(name), str(column[0])), ("", ""))) for column in columns)
        yield Table(str(name), str(alias), geometry.get(str(name), ""), tuple(made))


def _gpkg_column(column: Sequence[object], told: tuple[str, str]) -> Column:
    name, declared, not_null = str(column[0]), str(column[1]).upper(), bool(column[2])
    length = declared.partition("(")[2].rstrip(")")
    kinds = (("TEXT", "text"), ("INT", "integer"), ("DOUBLE", "real"), ("REAL", "real"), ("FLOAT", "real"),
             ("DATE", "date"), ("BLOB", "binary"), ("BOOL", "integer"))  # fmt: skip
    type_ = next((ours for theirs, ours in kinds if theirs in declared), "geometry")
    return Column(name, told[0], type_, _whole(length), not not_null, told[1])


def _gpkg_domains(data: sqlite3.Connection) -> Iterator[Domain]:
    query = """SELECT constraint_name, constraint_type, coalesce(value, ''), min, max,
               coalesce(description, '') FROM gpkg_data_column_constraints ORDER BY rowid"""
    groups: dict[str, list[tuple[object, ...]]] = {}
    for row in _rows(data, query, "gpkg_data_column_constraints"):
        groups.setdefault(str(row[0]), []).append(row)
    kinds = {"enum": "coded", "range": "range", "glob": "pattern"}
    for name, rows in groups.items():
        kind = kinds.get(str(rows[0][1]), str(rows[0][1]))
        values = tuple((str(row[2]), str(row[5])) for row in rows) if kind != "range" else ()
        least, most = (_number(str(bound)) for bound in rows[0][3:5])
        yield Domain(name, kind, values=values, least=least, most=most)
