"""The tables as SQLAlchemy knows them, made from the description of the records: for alembic."""

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db import base
from db.models import rules
from db.models.comments import TABLES, column_comment
from faultgis.records.kinds import KINDS

NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

metadata = MetaData(schema=base.SCHEMA, naming_convention=NAMING)

_TYPES: dict[str, Any] = {
    "uuid": Uuid(),
    "text": Text(),
    "int2": SmallInteger(),
    "int4": Integer(),
    "int8": BigInteger(),
    "float8": Double(),
    "bool": Boolean(),
    "date": Date(),
    "timestamptz": DateTime(timezone=True),
    "jsonb": JSONB(),
}


def _default(table: str, column: base.Column) -> Any:
    if column.name == "id":
        return text("faultgis.new_id()")
    if column.name.endswith("_at") and not column.nullable:
        return text("now()")
    if column.default is None:
        return None
    if column.sql_type == "jsonb":
        return text("'{}'" if column.form == base.DOCUMENT else "'[]'")
    if isinstance(column.default, str):
        return text(f"'{column.default}'")
    return text(str(column.default).lower())


def _column(table: str, column: base.Column) -> Column[Any]:
    kind = _TYPES.get(column.sql_type)
    if column.form == base.GEOMETRY:
        kind = Geometry(column.geometry_type, srid=column.srid or -1, spatial_index=False)
    return Column(
        column.name,
        kind,
        nullable=column.nullable,
        server_default=_default(table, column),
        comment=column_comment(table, column.name),
    )


def _checks(described: base.Table) -> list[Any]:
    checks: dict[str, str] = dict(rules.RANGES.get(described.name, {}))
    names = {column.name for column in described.columns}
    if "secrecy" in names:
        checks |= rules.EVERYWHERE
    for column in described.own:
        if column.form == base.GEOMETRY and column.srid:
            checks[f"{column.name}_on_earth"] = rules.on_earth(column.name)
        if column.form == base.ESTIMATE:
            checks[f"{column.name}_valid"] = f'faultgis.valid_estimate("{column.name}")'
    return [CheckConstraint(text(rule), name=name) for name, rule in checks.items()]


def _references(names: list[str]) -> list[Any]:
    return [
        ForeignKeyConstraint([name], [f"{base.SCHEMA}.{target}.id"], deferrable=True, initially="IMMEDIATE")
        for name, target in rules.REFERENCES.items()
        if name in names
    ]


def _unique(table: str) -> list[Any]:
    columns = rules.UNIQUE.get(table)
    return [UniqueConstraint(*columns, deferrable=True, initially="IMMEDIATE")] if columns else []


def _indexes(table: Table, described: base.Table) -> None:
    unique = rules.UNIQUE.get(described.name, ())
    for name in (*rules.REFERENCES, "owner_id"):
        if name in table.c and unique[:1] != (name,):
            Index(f"ix_{table.name}_{name}", table.c[name])
    if described.geometry is not None and described.geometry.srid:
        Index(f"ix_{table.name}_geometry", table.c.geometry, postgresql_using="gist")
    if described.source:
        given = text("source_key <> ''")
        columns = (table.c.survey_id, table.c.source_key)
        Index(f"uq_{table.name}_survey_id_source_key", *columns, unique=True, postgresql_where=given)


def _make(described: base.Table) -> Table:
    columns = [_column(described.name, c) for c in described.columns]
    names = [c.name for c in columns]
    made = Table(
        described.name,
        metadata,
        *columns,
        PrimaryKeyConstraint("id"),
        *_checks(described),
        *_references(names),
        *_unique(described.name),
        comment=TABLES[described.name],
    )
    _indexes(made, described)
    return made


import_batch = _make(base.batch_table())
tables = {kind: _make(base.table(kind)) for kind in KINDS}
