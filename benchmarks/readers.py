"""How fast files become records and rows of PostGIS, beside the barest way with the same library.

The reference for reading is pyogrio's own read of the file; for the whole import it is ``ogr2ogr`` where that
is installed, else pyogrio with a COPY of geometry and attributes into a table without keys, checks, history.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyogrio
import shapely

from benchmarks import large_file
from benchmarks.database import Row, _lines, _server, _timed
from db.cluster.server import PrivateServer
from db.engine import connect_engine, conninfo
from db.work import Database
from faultgis.records.survey import Survey
from faultgis.services.importing import import_file
from importers import registry
from importers.vector.ogr import open_layers
from importers.vector.traces import read_traces

FEATURES, VERTICES, REPEATS = 100_000, 20, 3
_SENSES = ("正断层", "逆断层", "左旋走滑", "右旋走滑")


def _file(folder: Path) -> Path:
    """A GeoPackage of 100,000 lines with the columns that fault tables have, ten lines to a fault."""
    path = folder / "faults.gpkg"
    numbers = np.arange(FEATURES)
    names = np.array([f"断层{n // 10}" for n in numbers], dtype=object)
    senses = np.array([_SENSES[n // 10 % 4] for n in numbers], dtype=object)
    dips = np.array([f"{40 + n // 10 % 50}°" for n in numbers], dtype=object)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array([line.geoms[0] for line in _lines(FEATURES, VERTICES)], dtype=object)),
        [numbers, names, senses, dips],
        ["id", "断层名称", "断层性质", "倾角"],
        geometry_type="LineString",
        crs="EPSG:4490",
    )
    return path


def _best(work: Callable[[], Any]) -> float:
    return min(_timed(work) for _ in range(REPEATS))


def _reading(path: Path) -> Row:
    open_layers(path)
    bare = _best(lambda: shapely.from_wkb(pyogrio.raw.read(path)[2]))
    ours = _best(lambda: open_layers(path))
    note = f"ours {ours:.2f} s, pyogrio.raw.read with shapely.from_wkb {bare:.2f} s, {FEATURES:,} lines"
    return "GeoPackage read to features with evidence", "2.00", f"{ours / bare:.2f}", note


def _interpreting(path: Path) -> Row:
    (layer,) = open_layers(path)
    taken = _best(lambda: read_traces(layer, Survey(code="B")))
    each = f"{taken / FEATURES * 1e6:.0f} µs a feature"
    return "features to records (cells typed, faults grouped)", "–", f"{taken:.2f} s", each


def _copied(path: Path, server: PrivateServer) -> float:
    """The file into a bare table, by pyogrio and a COPY."""

    def copy() -> None:
        meta, _, shapes, columns = pyogrio.raw.read(path)
        kinds = ", ".join(f'"{name}" text' for name in meta["fields"])
        with psycopg.connect(conninfo(server.owner_url)) as owner:
            owner.execute(f"drop table if exists bare; create table bare (shape geometry, {kinds})".encode())
            with owner.cursor() as cursor, cursor.copy(b"copy bare from stdin") as into:
                for row in zip(shapes, *columns, strict=True):
                    into.write_row((row[0].hex(), *map(str, row[1:])))
            owner.commit()

    return _best(copy)


def _by_ogr2ogr(path: Path, server: PrivateServer) -> float:
    target = f"PG:{conninfo(server.owner_url)}"
    command = [
        "ogr2ogr",
        "-overwrite",
        "-f",
        "PostgreSQL",
        target,
        str(path),
        "--config",
        "PG_USE_COPY",
        "YES",
    ]
    return _best(lambda: subprocess.run(command, check=True, capture_output=True))


def _by_ogr2ogr_into_ours(path: Path, server: PrivateServer, survey: Survey) -> float:
    """The same lines appended to our table of traces, with its keys, checks and history."""
    query = f"select geom, '{survey.id}' as survey_id, 'ogr:' || id as source_key from faults"
    command = ["ogr2ogr", "-append", "-f", "PostgreSQL", f"PG:{conninfo(server.owner_url)}", str(path)]
    command += ["-dialect", "SQLITE", "-sql", query, "-nln", "faultgis.trace", "-nlt", "PROMOTE_TO_MULTI"]
    command += ["-unsetFid", "-gt", "unlimited", "--config", "PG_USE_COPY", "YES"]
    return _timed(lambda: subprocess.run(command, check=True, capture_output=True))


def _importing(path: Path) -> Row:
    with _server() as server:
        engine = connect_engine(server.url)
        database = Database(engine, user="benchmark")
        survey, other = (database.create_survey(Survey(code=code)) for code in ("imported", "beside"))
        ours = _timed(lambda: import_file(database, registry.read, path, survey))
        again = _timed(lambda: import_file(database, registry.read, path, survey))
        if shutil.which("ogr2ogr") is None:
            bare = _copied(path, server)
            beside = "pyogrio and COPY into a bare table (ogr2ogr is not installed)"
        else:
            bare = _by_ogr2ogr_into_ours(path, server, other)
            beside = f"ogr2ogr into the same table (into a bare one {_by_ogr2ogr(path, server):.1f} s)"
        engine.dispose()
    note = f"ours {ours:.1f} s with faults, cells and checks (again: {again:.1f} s), {beside} {bare:.1f} s"
    return "100,000 lines imported, against ogr2ogr", "2.0", f"{ours / bare:.1f}", note


def run() -> list[Row]:
    """Each figure with its limit, what was measured, and how."""
    with tempfile.TemporaryDirectory(prefix="fgbench-") as folder:
        path = _file(Path(folder))
        return [_reading(path), _interpreting(path), _importing(path), large_file.importing(Path(folder))]


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
