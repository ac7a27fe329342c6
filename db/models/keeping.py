"""The tables beside the records: code lists, rejected rows, data versions, history and clearances."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.models.comments import TABLES, column_comment
from db.models.metadata import metadata


def _table(name: str, *parts: Any) -> Table:
    for part in parts:
        if isinstance(part, Column):
            part.comment = column_comment(name, part.name)
    return Table(name, metadata, *parts, comment=TABLES[name])


def _text(name: str, default: str | None = "") -> Column[Any]:
    return Column(
        name, Text, nullable=False, server_default=None if default is None else text(f"'{default}'")
    )


def _moment(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=text("now()"))


code_list = _table(
    "code_list",
    _text("name", None),
    _text("zh"),
    _text("en"),
    _text("version", None),
    _text("source"),
    PrimaryKeyConstraint("name"),
)

code_value = _table(
    "code_value",
    _text("list", None),
    _text("code", None),
    _text("zh"),
    _text("en"),
    _text("note"),
    _text("confidence", "proposal"),
    Column("extra", JSONB, nullable=False, server_default=text("'{}'")),
    Column("position", Integer, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("list", "code"),
    ForeignKeyConstraint(["list"], ["faultgis.code_list.name"]),
)

import_rejection = _table(
    "import_rejection",
    Column("batch_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("survey_id", Uuid, nullable=False),
    Column("row", Integer, nullable=False),
    _text("code", None),
    _text("field"),
    Column("params", JSONB, nullable=False, server_default=text("'{}'")),
    Column("values", JSONB, nullable=False, server_default=text("'{}'")),
    PrimaryKeyConstraint("batch_id", "position"),
    ForeignKeyConstraint(["batch_id"], ["faultgis.import_batch.id"], ondelete="CASCADE"),
    ForeignKeyConstraint(["survey_id"], ["faultgis.survey.id"], deferrable=True, initially="IMMEDIATE"),
    Index("ix_import_rejection_survey_id", "survey_id"),
)

revision = _table(
    "revision",
    Column("number", BigInteger, nullable=False, autoincrement=False),
    _moment("made_at"),
    _text("made_by", None),
    _text("login", None),
    _text("reason"),
    Column("transaction", BigInteger, nullable=False),
    _moment("began_at"),
    PrimaryKeyConstraint("number"),
    Index("ix_revision_transaction", "transaction"),
    Index("ix_revision_made_at", "made_at"),
)

history = _table(
    "history",
    Column("id", BigInteger, Identity(always=True), nullable=False),
    _text("kind", None),
    Column("record_id", Uuid),
    Column("survey_id", Uuid),
    _text("record_key"),
    _text("operation", None),
    Column("made_revision", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    _moment("changed_at"),
    _text("changed_by", None),
    _text("reason"),
    Column("secrecy", SmallInteger, nullable=False, server_default=text("0")),
    Column("old_row", JSONB, nullable=False),
    PrimaryKeyConstraint("id"),
    CheckConstraint(text("operation in ('update', 'delete')"), name="operation_known"),
    Index("ix_history_record_id_revision", "record_id", "revision"),
    Index("ix_history_kind_revision", "kind", "revision"),
)

user_clearance = _table(
    "user_clearance",
    _text("login", None),
    Column("level", SmallInteger, nullable=False),
    _text("granted_by"),
    _moment("granted_at"),
    PrimaryKeyConstraint("login"),
    CheckConstraint(text("level between 0 and 3"), name="level_range"),
)
