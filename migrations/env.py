"""Alembic's environment: the schema ``faultgis`` over a connection handed in by ``db.schema``."""

from typing import Any

import psycopg
from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection

from db.models import metadata
from db.stores import codes

SCHEMA = "faultgis"


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Look into our schema only, not into those of PostGIS and of others."""
    return name == SCHEMA if kind == "schema" else True


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Leave out what PostGIS made and alembic's own table."""
    if kind == "table" and (thing.schema != SCHEMA or name == "alembic_version"):
        return False
    of_geometry: Any = alembic_helpers.include_object
    return bool(of_geometry(thing, name, kind, reflected, other))


def run(connection: Connection) -> None:
    """Run the migrations inside the caller's transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table_schema=SCHEMA,
        include_schemas=True,
        include_name=include_name,
        include_object=include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    _load_codes(connection)


def _load_codes(connection: Connection) -> None:
    there = connection.exec_driver_sql(f"select to_regclass('{SCHEMA}.code_value')").scalar_one()
    driver = connection.connection.driver_connection
    if there is not None and isinstance(driver, psycopg.Connection):
        codes.load(driver)


run(context.config.attributes["connection"])
