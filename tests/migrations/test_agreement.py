"""The migrations lead to the tables that the program declares."""

from sqlalchemy import Column, Text

from db.models import metadata
from migrations.check import differences


def test_migrations_and_declared_tables_agree(owner_url: str) -> None:
    assert differences(owner_url) == ""


def test_a_column_without_a_migration_is_found(owner_url: str) -> None:
    trace = metadata.tables["faultgis.trace"]
    extra: Column[str] = Column("forgotten", Text)
    trace.append_column(extra)
    try:
        assert "forgotten" in differences(owner_url)
    finally:
        trace._columns.remove(extra)
