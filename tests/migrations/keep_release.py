"""Keeps the schema of a release with one record of each kind: ``python -m tests.migrations.keep_release``.

Run once when a schema version is released; ``test_released.py`` migrates what it wrote to the head. It writes
``released/<version>.sql.gz`` (a dump that the owner of the schema can load) and ``released/<version>.json``.
"""

import gzip
import json
import os
import shutil
import subprocess
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from shapely import LineString, MultiLineString, MultiPolygon, Point, box

from db import schema
from db.cluster import binaries
from db.cluster.server import PrivateServer
from db.engine import connect_engine, conninfo
from db.work import Database
from faultgis.changes import Change
from faultgis.records.assessment import Certificate, SiteQuery
from faultgis.records.delivery import Delivery, Rejection, TemplateRow, Waiver
from faultgis.records.derived import (
    CalibratedAge,
    ChronologyModel,
    Displacement,
    EventAge,
    Probability,
    Recurrence,
    SlipRate,
)
from faultgis.records.encoding import encode
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.files import LocalGrid, PointCloud, Raster
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import Source
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import (
    BuriedPoint,
    DeformationWidth,
    DeformationZone,
    Measurement,
    Media,
    ObservationPoint,
    OffsetMarker,
    PiercingLine,
    SurfaceRupture,
)
from faultgis.records.survey import Batch, SheetState, Survey
from faultgis.records.trace import Stretch, Trace
from faultgis.records.trench import (
    EventEvidence,
    PaleoEvent,
    StratUnit,
    Trench,
    TrenchSite,
    UnitOrder,
    Wall,
    WallFeature,
    WallImage,
)
from faultgis.store import Rejected
from faultgis.values import Basis, Distribution, Document, Estimate, RangeKind
from tests.db.made import changed

FOLDER = Path(__file__).parent / "released"
SURVEY = Survey(code="KEPT", name_zh="保留的调查", name_en="A survey kept", constructed=True)
BATCH = Batch(survey_id=SURVEY.id, file="断层.shp", read=2, created=1, rejected=1, encoding="GB18030")


def sample() -> list[AnyRecord]:
    """One record of each kind with most of its fields given."""
    of: dict[str, Any] = {"survey_id": SURVEY.id}
    zone = FaultZone(**of, code="Z1", name_zh="龙门山断裂带", notes="noted")
    full = Estimate(
        unit="mm/a",
        low=0.5,
        best=1.1,
        high=2.25,
        range=RangeKind.PERCENT_95,
        distribution=Distribution.NORMAL,
        component="vertical",
        basis=Basis.DERIVED,
        source="doi",
        source_date=date(2008, 5, 12),
        text="1.1±0.6",
    )
    fault = Fault(
        **of,
        code="F1",
        zone_id=zone.id,
        name_zh="北川—映秀断裂",
        kinematics="reverse_dextral",
        latest_activity="holocene",
        vertical_slip_rate=full,
        dip=Estimate(unit="deg", low=40, high=60),
        source=Source(batch_id=BATCH.id, file=BATCH.file, row=1, key="1", attributes=(("名称", "北川"),)),
    )
    segment = Segment(**of, fault_id=fault.id, code="1", position=1)
    line = MultiLineString([[(103.5, 31.0), (103.6 + 1 / 3, 31.1)], [(104.0, 31.5), (104.1, 31.6)]])
    stretch = Stretch(start=0.25, end=0.5, confidence="possible", half_width_m=30.0)
    trace = Trace(
        **of,
        geometry=line,
        fault_id=fault.id,
        segment_id=segment.id,
        exposure="exposed",
        accuracy="accurate",
        location_error_m=12.5,
        stretches=(stretch,),
        hanging_wall="left",
    )
    at = Point(103.55, 31.05)
    point = ObservationPoint(**of, geometry=at, code="D001", fault_id=fault.id, observed_on=date(2026, 5, 1))
    marker = OffsetMarker(
        **of, geometry=at, code="M1", trace_id=trace.id, offset=Estimate(unit="m", best=4.2)
    )
    return [
        zone,
        fault,
        segment,
        trace,
        point,
        Measurement(**of, point_id=point.id, dip_direction=310.0, dip=55.0, quality=1),
        DeformationWidth(
            **of, geometry=at, left=Estimate(unit="m", best=15), right=Estimate(unit="m", low=3)
        ),
        marker,
        PiercingLine(**of, marker_id=marker.id, side="left", geometry=LineString([(103, 31), (103.1, 31.1)])),
        SurfaceRupture(**of, fault_id=fault.id, name="汶川", year=2008, month=5, day=12, geometry=line),
        Media(
            **of, path="a.jpg", owner_id=point.id, taken_at=datetime(2026, 5, 1, 9, tzinfo=UTC), geometry=at
        ),
        SheetState(**of, sheet="H48E001001", state="mapping"),
        *_files(of, fault),
        *_chain(of, fault, marker),
        Certificate(
            **of,
            code="2026-0001",
            geometry=box(103.5, 31.0, 103.51, 31.01),
            rule="CN-GB50011-2010",
            answer=Document({"answer": "inside", "distance_m": 12.5}),
        ),
        SiteQuery(**of, geometry=at, rule="CN-GB50011-2010", outcome="outside"),
        *_delivered(of, fault, at),
    ]


def _delivered(of: dict[str, Any], fault: Fault, at: Point) -> list[AnyRecord]:
    """What lies under cover, and what passes between the survey and the national database."""
    outline = MultiPolygon([box(103.5, 31.0, 103.6, 31.1)])
    tip = Estimate(unit="m", best=18, low=16, high=20)
    return [
        DeformationZone(**of, geometry=outline, fault_id=fault.id, kind="step_over"),
        BuriedPoint(**of, code="ZK3", geometry=at, fault_id=fault.id, top_depth=tip, reliability=2),
        TemplateRow(**of, class_name="Lava", code="510000101#######1", values=Document({"Type": "3"})),
        Waiver(**of, finding="a1", rule="QC-LOG-004", reason="弧形断层", waived_by="li"),
        Delivery(**of, number=1, data_version=7, counts=Document({"Fault": [12, 0, 0, 0]})),
        Rejection(**of, delivery=1, class_name="Fault", field="Age", message="代码错误"),
    ]


def _files(of: dict[str, Any], fault: Fault) -> list[AnyRecord]:
    outline = MultiPolygon([box(103.5, 31.0, 103.6, 31.1)])
    grid = LocalGrid(**of, code="WALLACE", fault_id=fault.id, name_zh="华莱士溪")
    cloud = PointCloud(
        **of,
        code="tile 1",
        geometry=outline,
        path="ab/cd.laz",
        points=5_326_585,
        counts=Document({"classes": {"2": 1000}}),
        accuracy=Estimate(unit="m", high=0.15),
    )
    raster = Raster(**of, code="carrizo", kind="dem", local_grid_id=grid.id, path="carrizo.tif", cell_m=2.0)
    inside = OffsetMarker(**of, code="M2", local_grid_id=grid.id, offset=Estimate(unit="m", best=124))
    return [grid, cloud, raster, inside]


def _chain(of: dict[str, Any], fault: Fault, marker: OffsetMarker) -> list[AnyRecord]:
    """A trench with one event, from its wall to the probability."""
    site = TrenchSite(**of, code="T1", geometry=Point(103.55, 31.05), fault_id=fault.id)
    trench = Trench(**of, code="TC1", site_id=site.id, length_m=12.0, template=Document({"TrenchDip": 90}))
    wall = Wall(**of, code="N", trench_id=trench.id, azimuth=30.0)
    older = StratUnit(**of, code="U2", trench_id=trench.id, position=2)
    younger = StratUnit(**of, code="U1", trench_id=trench.id, position=1)
    event = PaleoEvent(
        **of, code="E1", site_id=site.id, older_unit_id=older.id, younger_unit_id=younger.id, probability=0.9
    )
    sample = Sample(**of, code="S1", site_id=site.id, trench_id=trench.id, wall_id=wall.id, x_m=1.5, y_m=0.5)
    result = LabResult(**of, sample_id=sample.id, lab_code="Das9", c14_age=692, c14_error=31, sigma=1)
    feature = WallFeature(
        **of, shape=LineString([(0, 0), (2.5, 1.0)]), wall_id=wall.id, kind="fault", role="main"
    )
    return [
        site,
        trench,
        wall,
        WallImage(**of, wall_id=wall.id, path="wall.jpg", rmse_m=0.01),
        older,
        younger,
        UnitOrder(**of, trench_id=trench.id, younger_id=younger.id, older_id=older.id),
        event,
        sample,
        result,
        feature,
        EventEvidence(**of, event_id=event.id, kind="upward_termination", feature_id=feature.id, score=3),
        *_results(of, fault, marker, (site, event, sample, result)),
    ]


def _results(
    of: dict[str, Any],
    fault: Fault,
    marker: OffsetMarker,
    read: tuple[TrenchSite, PaleoEvent, Sample, LabResult],
) -> list[AnyRecord]:
    site, event, sample, result = read
    year = Estimate(unit="a", low=1270, best=1310, high=1390, range=RangeKind.PERCENT_95)
    inputs = (("lab_result", str(result.id)),)
    model = ChronologyModel(**of, code="C1", site_id=site.id, is_default=True, inputs=inputs)
    interval = Estimate(unit="a", best=395)
    cycle = Recurrence(**of, fault_id=fault.id, chronology_id=model.id, interval=interval)
    return [
        CalibratedAge(**of, result_id=result.id, sample_id=sample.id, age=year, inputs=inputs),
        model,
        EventAge(**of, chronology_id=model.id, event_id=event.id, age=year, results=Document({"sd": 74.5})),
        Displacement(**of, event_id=event.id, amount=Estimate(unit="m", best=1.5)),
        SlipRate(**of, fault_id=fault.id, marker_id=marker.id, rate=Estimate(unit="mm/a", best=4.6)),
        cycle,
        Probability(**of, fault_id=fault.id, recurrence_id=cycle.id, probability=0.2, low=0.1, high=0.3),
    ]


def fill(database: Database) -> dict[str, Any]:
    """Save the sample with a past behind it; return what must be found after any migration."""
    database.create_survey(SURVEY)
    records = sample()
    rejected = [Rejected(2, "geometry.empty", "", {}, {"a": "b"})]
    database.save_batch(BATCH, [Change(None, record) for record in records], rejected)
    first = database.load(SURVEY.id)
    saved = [record for found in first.values() for record in found]
    renamed = changed(first["fault"][0], notes="changed since")
    database.save([Change(first["fault"][0], renamed), Change(first["media"][0], None)], "kept")
    return expected(database, saved[0].stamp.revision)


def expected(database: Database, past: int) -> dict[str, Any]:
    """The present and a past state of the kept survey as JSON."""
    survey = database.survey(SURVEY.code)

    def told(records: dict[str, list[AnyRecord]]) -> dict[str, Any]:
        return {kind: [encode(record) for record in found] for kind, found in records.items()}

    batches = [
        [b.file, b.read, b.imported_by, len(database.rejected(b.id))] for b in database.batches(survey.id)
    ]
    state = {"survey": encode(survey), "present": told(database.load(survey.id)), "batches": batches}
    return {**state, "past_revision": past, "past": told(database.as_of(survey.id, past))}


def main() -> None:
    """Write the release's files."""
    home = Path(tempfile.mkdtemp(prefix="fgkeep-", dir="/tmp"))
    home.chmod(0o755)
    server = PrivateServer(home)
    server.start()
    version = schema.upgrade(server.owner_url)
    engine = connect_engine(server.url)
    found = fill(Database(engine, user="release"))
    engine.dispose()
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    (FOLDER / f"{version}.json").write_text(text + "\n", encoding="utf-8")
    tool = binaries.find().tool("pg_dump")
    command = [tool, "--schema=faultgis", "--inserts", "--no-owner", conninfo(server.admin_url)]
    dump = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "LC_ALL": "C"}).stdout
    with gzip.GzipFile(FOLDER / f"{version}.sql.gz", "wb", mtime=0) as file:
        file.write(dump)
    server.stop("immediate", force=True)
    shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
