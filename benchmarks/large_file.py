"""How much memory the import of a file of 1 GB takes: the program and the process in which GDAL reads."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pyogrio
import shapely

from benchmarks.database import Row, _server
from db.engine import connect_engine
from db.work import Database
from faultgis.records.survey import Survey
from faultgis.services.importing import import_file
from importers import registry
from importers.vector import helper

FEATURES, VERTICES, PART = 100_000, 650, 1_000
LIMIT_MIB = 1024


def write(path: Path, features: int) -> None:
    """A GeoPackage of winding lines of 650 vertices, a fault each, part by part: 1.1 GB where there are
    100,000."""
    rng = np.random.default_rng(4490)
    for start in range(0, features, PART):
        numbers = np.arange(start, min(start + PART, features))
        steps = rng.normal((2e-5, 1e-5), 1e-4, (len(numbers), VERTICES, 2))
        places = rng.uniform((80, 25), (120, 45), (len(numbers), 1, 2)) + np.cumsum(steps, axis=1)
        columns = [[f"F{n}" for n in numbers], [f"断层{n}" for n in numbers], ["逆断层"] * len(numbers)]
        pyogrio.raw.write(
            path,
            shapely.to_wkb(shapely.linestrings(places)),
            [np.array(column, dtype=object) for column in columns],
            ["fault_code", "name_zh", "kinematics"],
            layer="traces",
            geometry_type="LineString",
            crs="EPSG:4490",
            append=start > 0,
        )


def importing(folder: Path) -> Row:
    """The import of such a file, or of so much of it as ``BENCH_SCALE`` says, and the same once more, each in
    a process of its own."""
    path = folder / "large.gpkg"
    features = max(PART, int(FEATURES * float(os.environ.get("BENCH_SCALE", "1"))))
    write(path, features)
    with _server() as server:
        engine = connect_engine(server.url)
        Database(engine).create_survey(Survey(code="large"))
        engine.dispose()
        command = [sys.executable, "-m", "benchmarks.large_file", server.url, str(path)]
        done = [subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(2)]
    first, again = (json.loads(each.stdout) for each in done)
    size = path.stat().st_size
    path.unlink()
    name = f"GeoPackage of {size / 1e9:.2f} GB imported, and again: peak memory"
    note = (
        f"program {first['program']:.0f} and {again['program']:.0f} MiB, GDAL's process"
        f" {first['reader']:.0f} and {again['reader']:.0f} MiB, each at its peak; {features:,} lines of"
        f" {VERTICES:,} vertices, {first['seconds']:.0f} s with checks, keys and history"
    )
    sums = [told["program"] + told["reader"] for told in (first, again)]
    return name, f"{LIMIT_MIB} MiB", f"{sums[0]:.0f} and {sums[1]:.0f} MiB", note


def measured(url: str, path: Path) -> dict[str, Any]:
    """Import a file into the survey "large" and tell the peaks of this process and of the reader's."""
    database = Database(connect_engine(url))
    start = perf_counter()
    import_file(database, registry.read, path, database.survey("large"))
    seconds = perf_counter() - start
    helper.close()
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"program": _peak_mib(), "reader": reader, "seconds": seconds}


def _peak_mib() -> float:
    """The peak of this process alone: what ``getrusage`` tells begins with the peak of its parent."""
    (line,) = (row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], Path(sys.argv[2]))))
