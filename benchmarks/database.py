"""How fast PostGIS takes and gives traces, each beside the barest way to do it with the same driver."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from shapely import MultiLineString

from db import bulk, schema
from db.base import table
from db.cluster.server import PrivateServer
from db.engine import connect_engine, conninfo
from db.types import dump
from db.work import Database
from faultgis.changes import Change
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.survey import Batch, Survey
from faultgis.records.trace import Trace

Row = tuple[str, str, str, str]
WRITTEN, WRITTEN_VERTICES = 100_000, 20
READ, READ_VERTICES = 20_000, 50
REPEATS = 3


@contextmanager
def _server() -> Iterator[PrivateServer]:
    folder = Path(tempfile.mkdtemp(prefix="fgbench-", dir="/tmp"))
    folder.chmod(0o755)
    server = PrivateServer(folder, {"max_wal_size": "2GB", "shared_buffers": "256MB"})
    server.start()
    try:
        schema.upgrade(server.owner_url)
        yield server
    finally:
        server.stop("immediate", force=True)
        shutil.rmtree(folder, ignore_errors=True)


def _lines(count: int, vertices: int) -> list[MultiLineString]:
    rng = np.random.default_rng(4490)
    starts = rng.uniform((98, 28), (104, 34), (count, 2))
    steps = rng.normal(0, 0.0005, (count, vertices, 2)) + np.array((0.001, 0.0005))
    return [MultiLineString([line]) for line in starts[:, None, :] + np.cumsum(steps, axis=1)]


def _import(survey: Survey, count: int, vertices: int) -> tuple[Batch, list[Fault], list[Trace]]:
    """An import as a reader makes it: a fault for ten traces, every record with its source."""
    batch = Batch(survey_id=survey.id, file="many.gpkg", read=count, created=count)
    faults = [Fault(survey_id=survey.id, code=f"F{n}") for n in range(count // 10)]
    traces = [
        Trace(
            survey_id=survey.id,
            fault_id=faults[n // 10].id,
            geometry=line,
            exposure=("exposed", "buried", "inferred")[n % 3],
            accuracy="approximate",
            location_error_m=float(n % 50),
            source=Source(
                batch_id=batch.id,
                file="many.gpkg",
                layer="faults",
                row=n,
                key=f"key {n}",
                attributes=(("NAME", f"fault {n // 10}"), ("TYPE", "normal")),
            ),
        )
        for n, line in enumerate(_lines(count, vertices))
    ]
    return batch, faults, traces


def _new(records: Iterable[AnyRecord]) -> list[Change]:
    return [Change(None, record) for record in records]


def _timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _untriggered(connection: psycopg.Connection[Any]) -> None:
    """A table with the keys, checks and indexes of ``trace`` but no triggers (and no row security)."""
    connection.execute("create table faultgis.bare (like faultgis.trace including all)")
    for name, target in connection.execute(
        "select conname, pg_get_constraintdef(oid) from pg_constraint"
        " where conrelid = 'faultgis.trace'::regclass and contype = 'f'"
    ).fetchall():
        connection.execute(f"alter table faultgis.bare add constraint bare_{name} {target}".encode())


def _copy_bare(connection: psycopg.Connection[Any], survey: Survey, traces: list[Trace]) -> float:
    """A binary COPY of the same rows, all columns given by the client; the rows are prepared beforehand."""
    described = table("trace")
    columns = [c for c in described.columns if c.path != "stamp"]
    values = dump(described, traces, described.written)
    stamps = [survey.stamp] * len(traces)
    values += dump(described, [_Stamped(s) for s in stamps], described.stamps)
    rows = list(zip(*map(bulk.as_received, columns, values), strict=True))
    names = ", ".join(f'"{c.name}"' for c in columns)

    def copy() -> None:
        query = f"copy faultgis.bare ({names}) from stdin (format binary)"
        with connection.cursor() as cursor, cursor.copy(query.encode()) as into:
            into.set_types([bulk.received_type(c) for c in columns])
            for row in rows:
                into.write_row(row)
        connection.commit()

    taken = _timed(copy)
    connection.execute("truncate faultgis.bare")
    connection.commit()
    return taken


class _Stamped:
    def __init__(self, stamp: Any) -> None:
        self.stamp = stamp


def _write(server: PrivateServer, database: Database) -> Row:
    survey = database.create_survey(Survey(code="written"))
    batch, faults, traces = _import(survey, WRITTEN, WRITTEN_VERTICES)
    database.save_batch(batch, _new(faults), [])
    with psycopg.connect(conninfo(server.owner_url)) as owner:
        _untriggered(owner)
        owner.commit()
        ours, bare = [], []
        for number in range(REPEATS):
            bare.append(_copy_bare(owner, survey, traces))
            ours.append(_save(database, survey, traces))
            _forget(owner)
            print(
                f"  writing, round {number + 1}: ours {ours[-1]:.2f} s, bare {bare[-1]:.2f} s",
                file=sys.stderr,
            )
    note = (
        f"ours {min(ours):.2f} s, bare binary COPY {min(bare):.2f} s, {WRITTEN} traces of {WRITTEN_VERTICES}"
    )
    return "traces into PostGIS, against bare COPY", "2.00", f"{min(ours) / min(bare):.2f}", note


def _save(database: Database, survey: Survey, traces: list[Trace]) -> float:
    batch = Batch(survey_id=survey.id, file="again.gpkg")
    changes = _new(traces)
    return _timed(lambda: database.save_batch(batch, changes, []))


def _forget(owner: psycopg.Connection[Any]) -> None:
    owner.execute("truncate faultgis.trace cascade")
    owner.commit()


def _read(database: Database) -> Row:
    survey = database.create_survey(Survey(code="read"))
    batch, faults, traces = _import(survey, READ, READ_VERTICES)
    database.save_batch(batch, _new([*faults, *traces]), [])

    def bare() -> float:
        with database.connection() as connection:
            return _timed(lambda: _fetch(connection, survey.id))

    ours, plain = [], []
    for _ in range(3 * REPEATS):
        plain.append(bare())
        ours.append(_timed(lambda: database.trace_arrays(survey.id)))
    note = f"ours {min(ours) * 1000:.0f} ms, bare {min(plain) * 1000:.0f} ms, {READ} lines of {READ_VERTICES}"
    return "lines to the canvas's arrays, against a bare read", "1.50", f"{min(ours) / min(plain):.2f}", note


def _fetch(connection: psycopg.Connection[Any], survey_id: UUID) -> None:
    with connection.cursor(binary=True) as cursor:
        query = "select id, geometry from faultgis.trace where survey_id = %s"
        cursor.execute(query, [survey_id]).fetchall()


def _load(database: Database) -> Row:
    survey = database.create_survey(Survey(code="opened"))
    batch, faults, traces = _import(survey, 3000, 20)
    database.save_batch(batch, _new([*faults, *traces]), [])
    taken = min(_timed(lambda: database.load(survey.id)) for _ in range(REPEATS))
    return (
        "opening a survey of 3,000 traces",
        "150 ms",
        f"{taken * 1000:.0f} ms",
        "all records, as at the start",
    )


def run() -> list[Row]:
    """Each figure with its limit, what was measured, and how."""
    with _server() as server:
        engine = connect_engine(server.url)
        database = Database(engine, user="benchmark")
        rows = [_load(database), _read(database), _write(server, database)]
        engine.dispose()
    return rows


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
