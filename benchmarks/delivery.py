"""A national delivery of a large survey in every format, from the database to the register, beside pyogrio's
bare writing of the same rows."""

import itertools
import resource
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from pyogrio.raw import write
from shapely import MultiLineString, Point

from db import schema
from db.cluster.server import PrivateServer
from db.engine import connect_engine
from db.work import Database
from faultgis.changes import Change
from faultgis.exports.file_gdb import SHAPES, array_of
from faultgis.exports.layers import Layer
from faultgis.exports.national_layers import layers_of
from faultgis.national.mapping import package_of
from faultgis.progress import Progress, Step
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.site import Measurement, ObservationPoint
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.delivering import deliver
from faultgis.services.delivery_order import Order

Figure = tuple[str, str, str, str]
FAULTS, TRACES, VERTICES, POINTS = 200, 5_000, 40, 50_000
BARE = {"OpenFileGDB": ".gdb", "ESRI Shapefile": "", "GPKG": ".gpkg"}
SURVEY = Survey(code="bench", name_zh="汇交测试", division="640500", topic="101")


def run() -> list[Figure]:
    """Each figure as name, limit, measured, note."""
    with _database() as (database, folder):
        saved = database.create_survey(SURVEY)
        records = _records(saved)
        while chunk := list(itertools.islice(records, 20_000)):
            database.save([Change(None, record) for record in chunk])
        steps = _Steps()
        before = _peak_mib()
        started = time.perf_counter()
        done = deliver(database, saved, Order(folder / "out"), folder, by="bench", progress=Progress(steps))
        took = time.perf_counter() - started
        peak = _peak_mib()
        rows = sum(each[0] for each in done.written.counts.values())
        bare = _bare(database, saved, folder / "bare")
    reading = steps.of("delivery.reading_back")
    name = f"national delivery of {FAULTS} faults, {TRACES:,} traces, {POINTS:,} points, all formats"
    note = (
        f"{rows:,} rows; reading {steps.of('delivery.loading', 'database.loading'):.1f} s, mapping"
        f" {steps.of('national.mapping'):.1f} s, reading back {reading:.1f} s of it; pyogrio writes the same"
        f" rows in three formats in {bare:.1f} s: {took / bare:.1f} ×"
    )
    return [
        (name, "60 s", f"{took:.1f} s", note),
        ("its memory", "1,024 MiB", f"{peak:.0f} MiB", f"{before:.0f} MiB before it"),
    ]


class _Steps:
    """How long each kind of step took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.what, self.since = "", time.perf_counter()

    def __call__(self, step: Step) -> None:
        if step.what != self.what:
            now = time.perf_counter()
            self.seconds[self.what] = self.seconds.get(self.what, 0.0) + now - self.since
            self.what, self.since = step.what, now

    def of(self, *names: str) -> float:
        return sum(self.seconds.get(name, 0.0) for name in names)


@contextmanager
def _database() -> Iterator[tuple[Database, Path]]:
    folder = Path(tempfile.mkdtemp(prefix="fgbench-", dir="/tmp"))
    folder.chmod(0o755)
    server = PrivateServer(folder)
    server.start()
    try:
        schema.upgrade(server.owner_url)
        engine = connect_engine(server.url)
        yield Database(engine, user="bench"), folder
        engine.dispose()
    finally:
        server.stop("immediate", force=True)
        shutil.rmtree(folder, ignore_errors=True)


def _records(survey: Survey) -> Iterator[AnyRecord]:
    rng = np.random.default_rng(4490)
    of: dict[str, Any] = {"survey_id": survey.id}
    faults = [
        Fault(**of, code=f"F{n}", name_zh=f"断裂{n}", kinematics="sinistral", latest_activity="holocene")
        for n in range(FAULTS)
    ]
    yield from faults
    starts = rng.uniform((103, 35), (107, 38), (TRACES, 2))
    steps = rng.normal((0.001, 0.0005), 0.0005, (TRACES, VERTICES, 2))
    turns = np.cumsum(steps, axis=1)
    for n, line in enumerate(starts[:, None, :] + turns):
        fault = faults[n % FAULTS].id
        yield Trace(
            **of, geometry=MultiLineString([line]), fault_id=fault, exposure="exposed", accuracy="accurate"
        )
    points = [
        ObservationPoint(
            **of,
            geometry=Point(place),
            code=f"P{n}",
            fault_id=faults[n % FAULTS].id,
            location_name=f"海原县第 {n} 点",
            elevation_m=2000.0,
            description="断层面清晰，擦痕近水平",
        )
        for n, place in enumerate(rng.uniform((103, 35), (107, 38), (POINTS, 2)))
    ]
    yield from points
    for point in points[::5]:
        yield Measurement(**of, point_id=point.id, dip_direction=40.0, dip=70.0)


def _bare(database: Database, survey: Survey, folder: Path) -> float:
    """Seconds that pyogrio takes for the filled layers in the formats that it writes as well."""
    layers = [x for x in layers_of(package_of(survey, database.load(survey.id)))[0] if x.features]
    ready = [(layer, _arrays(layer)) for layer in layers]
    folder.mkdir()
    warnings.simplefilter("ignore", RuntimeWarning)  # names that it shortens
    started = time.perf_counter()
    for driver, suffix in BARE.items():
        for number, (layer, given) in enumerate(ready):
            path = folder / (f"all{suffix}" if suffix else f"{layer.name}.shp")
            given = {**given, "encoding": "GB18030"} if not suffix else given
            write(str(path), layer=None if not suffix else layer.name, driver=driver,
                  append=bool(suffix and number), **given)  # fmt: skip
    return time.perf_counter() - started


def _arrays(layer: Layer) -> dict[str, Any]:
    pairs = [array_of(column, values) for column, values in zip(layer.columns, layer.values, strict=True)]
    return {
        "geometry": layer.wkb(),
        "field_data": [values for values, _ in pairs],
        "field_mask": [blank for _, blank in pairs],
        "fields": [column.name for column in layer.columns],
        "geometry_type": SHAPES[layer.geometry],
        "crs": "EPSG:4490",
    }


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
