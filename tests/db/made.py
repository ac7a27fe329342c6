"""Small records and bare connections for the tests of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
from shapely import MultiLineString

from db.engine import conninfo
from faultgis.changes import Change
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace


def fault(survey_id: UUID, code: str = "F1", **more: Any) -> Fault:
    """A fault with nothing but its code."""
    return Fault(survey_id=survey_id, code=code, **more)


def trace(survey_id: UUID, x: float = 100.0, **more: Any) -> Trace:
    """A short straight trace at a longitude."""
    return Trace(survey_id=survey_id, geometry=MultiLineString([[(x, 30.0), (x + 0.01, 30.02)]]), **more)


def changed(record: AnyRecord, **more: Any) -> Any:
    """The record with other values in some fields, whatever kind it is of."""
    return replace(record, **more)


def new(*records: AnyRecord) -> list[Change]:
    """Changes that create these records."""
    return [Change(None, record) for record in records]


@contextmanager
def psql(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection as any other program would make it, committing each statement."""
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        yield connection
