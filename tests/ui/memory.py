"""A store in memory that keeps the promises of ``faultgis.store.Store``, and a program around it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from shapely.geometry import MultiLineString, Point, shape

from faultgis.changes import Change, Conflict
from faultgis.errors import ConflictError, InputError
from faultgis.progress import Progress
from faultgis.records.fault import Fault, FaultZone, Segment
from faultgis.records.files import Raster
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.records.provenance import Source, Stamp
from faultgis.records.site import Measurement, Media, ObservationPoint
from faultgis.records.survey import Batch, Survey
from faultgis.records.trace import Trace
from faultgis.services.cloud_facts import CloudReport
from faultgis.services.editing import EditingSession
from faultgis.store import Rejected, Saved
from faultgis.values import Basis, Document, Estimate, RangeKind

NOW = datetime(2026, 5, 1, 14, 2, tzinfo=UTC)


class MemoryStore:
    """Records in memory; writes check ``row_version`` as the database does."""

    def __init__(self, surveys: Iterable[Survey] = (), records: Iterable[AnyRecord] = ()) -> None:
        self.surveys_held = list(surveys)
        self.rows: dict[UUID, AnyRecord] = {record.id: record for record in records}
        self.revision = 0
        self.refuse: Exception | None = None

    def surveys(self) -> list[Survey]:
        return sorted(self.surveys_held, key=lambda survey: survey.code)

    def survey(self, code: str) -> Survey:
        for survey in self.surveys_held:
            if survey.code == code:
                return survey
        raise InputError("survey.unknown", survey=code)

    def counts(self, survey_id: UUID) -> dict[str, int]:
        return {kind: len(rows) for kind, rows in self.load(survey_id).items()}

    def load(
        self,
        survey_id: UUID,
        kinds: Iterable[str] | None = None,
        progress: Progress | None = None,
        lines: bool = True,
    ) -> dict[str, list[AnyRecord]]:
        found: dict[str, list[AnyRecord]] = {kind: [] for kind in kinds or KINDS}
        for row in self.rows.values():
            if kind_of(row) in found and getattr(row, "survey_id", None) == survey_id:
                found[kind_of(row)].append(row)
        return found

    def get(self, kind: str, ids: Sequence[UUID]) -> list[AnyRecord]:
        return [self.rows[key] for key in ids if key in self.rows]

    def save(self, changes: Sequence[Change], reason: str = "", progress: Progress | None = None) -> Saved:
        if self.refuse is not None:
            raise self.refuse
        conflicts = [c for change in changes if (c := self._conflict(change)) is not None]
        if conflicts:
            raise ConflictError("save.conflict", tuple(conflicts), count=len(conflicts))
        self.revision += 1
        return Saved(self.revision, tuple(r for c in changes if (r := self._write(c)) is not None))

    def _conflict(self, change: Change) -> Conflict | None:
        now = self.rows.get(change.id)
        mine, base = change.after, change.before
        version = base.stamp.row_version if base is not None else 0
        held = now.stamp.row_version if now is not None else 0
        return None if version == held else Conflict(change.kind, change.id, base, mine, now)

    def _write(self, change: Change) -> AnyRecord | None:
        if change.after is None:
            self.rows.pop(change.id, None)
            return None
        held = self.rows.get(change.id)
        version = (held.stamp.row_version if held is not None else 0) + 1
        stamp = Stamp(row_version=version, revision=self.revision, updated_at=NOW, updated_by="geologist")
        self.rows[change.id] = replace(change.after, stamp=stamp)
        return self.rows[change.id]

    def save_batch(
        self,
        batch: Batch,
        changes: Sequence[Change],
        rejected: Sequence[Rejected],
        progress: Progress | None = None,
        lines: Iterable[Any] = (),
    ) -> Saved:
        return self.save(changes)

    def batches(self, survey_id: UUID) -> list[Batch]:
        return []

    def rejected(self, batch_id: UUID) -> list[Rejected]:
        return []

    def ask(self, sql: str, survey_id: UUID) -> list[dict[str, Any]]:
        return []

    def national_ids(self, survey_id: UUID) -> dict[str, str]:
        return {}

    def kept(self, survey_id: UUID) -> None:
        return None

    def revision_at(self, when: Any) -> int:
        return self.revision

    def changed_since(self, survey_id: UUID, revision: int) -> dict[str, list[UUID]]:
        return {}

    def undo_batch(self, batch_id: UUID) -> Saved:
        raise InputError("batch.unknown")


@dataclass
class MemoryProgram:
    """What ``ui.program.Program`` asks for, around a memory store."""

    store: MemoryStore
    recovery: Any = None
    place: str = "memory"
    closed: bool = False
    imports: list[dict[str, Any]] = field(default_factory=list)
    home: Path = Path()
    url: str = "postgresql://memory"
    user: str = ""
    actor: str = "memory"

    def open_session(self, code: str, progress: Progress | None = None) -> EditingSession:
        survey = self.store.survey(code)
        return EditingSession(survey, self.store.load(survey.id))

    def work_as(self, user: str) -> None:
        self.user = user

    def create_survey(self, survey: Survey) -> Survey:
        self.store.surveys_held.append(survey)
        return survey

    def load_demo_once(self, progress: Progress | None = None) -> Sequence[str]:
        return []

    def sample(self, path: Path, **options: Any) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        return ("Name", "Type"), (("Anninghe", "left slip"),)

    def read_table(self, path: Path, encoding: str | None = None) -> Any:
        from importers.tables.door import sheets_of

        return {
            sheet.name: [
                [cell.text for cell in sheet.row(number, sheet.size[1])]
                for number in range(1, sheet.size[0] + 1)
            ]
            for sheet in sheets_of(path, encoding)
        }

    def recovered(self, session: EditingSession) -> Any:
        return self.recovery

    def listen(self) -> None:
        return None

    def history(self, kind: str, record_id: UUID) -> Sequence[Any]:
        return []

    def basemap(self, survey: Survey) -> Path | None:
        return None

    def inspect(self, path: Path, files: Sequence[Path] | None = None, progress: Any = None) -> Any:
        from importers.photos.reading import inspect_photos
        from importers.registry import inspect

        return inspect(path) if files is None else inspect_photos(path, files)

    def photos(self, path: Path, survey: Survey, files: Sequence[Path] | None, count: int) -> Sequence[Media]:
        from importers.photos.reading import sample_photos

        return sample_photos(path, survey, files, count)

    def thumbnail(self, path: Path, digest: str) -> Path:
        from importers.photos.thumbnails import Thumbnails

        return Thumbnails(self.home).make(path, digest)

    def import_file(
        self, path: Path, survey: Survey, files: Sequence[Path] | None = None, **options: Any
    ) -> Sequence[Any]:
        self.imports.append({"path": path, **options})
        return []

    def look_at_cloud(self, path: Path) -> Any:
        from importers.clouds.preflight import look

        return look(path)

    def import_clouds(
        self, files: Sequence[Path], survey: Survey, progress: Progress, **options: Any
    ) -> CloudReport:
        self.imports.append({"files": list(files), **options})
        raster = Raster(
            survey_id=survey.id, code="dtm", kind="dtm", path="a.tif", lineage=Document({"product": "dtm"})
        )
        facts = {"points": 1, "ground": "class", "vertical": None}
        return CloudReport(1, 1, 0, 0, raster.id, (), (raster,), facts)

    def close(self) -> None:
        self.closed = True


def survey_of(code: str = "himatibet") -> Survey:
    """An empty survey."""
    return Survey(
        code=code, name_zh="青藏活动构造示例", name_en="Tibet active structures", attribution="HimaTibetMap"
    )


KINEMATICS = {
    "thrust": "thrust",
    "normal": "normal",
    "strike-slip": "strike_slip",
    "left slip": "sinistral",
    "right slip": "dextral",
}


def himatibet(file: Path, count: int = 200) -> MemoryStore:
    """The first structures of HimaTibetMap that are faults, each with one trace; some with estimates."""
    survey = survey_of()
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    faults = [f for f in features if f["properties"]["Type"] in KINEMATICS][:count]
    records: list[AnyRecord] = []
    for number, feature in enumerate(faults, 1):
        records += _structure(survey, number, feature)
    return MemoryStore([survey], records)


def _structure(survey: Survey, row: int, feature: dict[str, Any]) -> list[AnyRecord]:
    values = feature["properties"]
    stamp = Stamp(row_version=1, revision=1, updated_at=NOW, updated_by="import")
    kinematics = KINEMATICS[values["Type"]]
    source = Source(
        file=str(values["Id"]) and "HimaTibetMap.geojson",
        row=row,
        key=str(values["Id"]),
        attributes=tuple((key, str(value)) for key, value in values.items() if value is not None),
    )
    rate = Estimate(unit="mm/a", best=2.5, low=1.9, high=3.1, source="Wang 2019")
    fault = Fault(
        survey_id=survey.id,
        code=f"HT{values['Id']:04d}",
        name_en=values["Name"] or "",
        kinematics=kinematics,
        latest_activity=("holocene", "late_pleistocene", "undetermined")[row % 3],
        strike_slip_rate=rate if row % 4 == 0 else None,
        source=source,
        stamp=stamp,
    )
    lines = shape(feature["geometry"])
    geometry = lines if isinstance(lines, MultiLineString) else MultiLineString([lines])
    trace = Trace(
        survey_id=survey.id,
        geometry=geometry,
        fault_id=fault.id,
        accuracy="approximate",
        exposure="exposed" if row % 2 else "inferred",
        source=source,
        stamp=stamp,
    )
    return [fault, trace]


def small_survey() -> MemoryStore:
    """A zone with two named faults, a segment, three traces and an observation point: for exact truths."""
    survey = survey_of("small")
    base: dict[str, Any] = {"survey_id": survey.id, "stamp": Stamp(row_version=1)}
    zone = FaultZone(code="Z1", name_zh="鲜水河断裂带", name_en="Xianshuihe fault zone", **base)
    anninghe = Fault(
        code="F1",
        name_zh="安宁河断裂",
        name_en="Anninghe fault",
        zone_id=zone.id,
        kinematics="sinistral",
        latest_activity="holocene",
        strike_slip_rate=Estimate(
            unit="mm/a", best=6.5, low=5.5, high=7.5, range=RangeKind.PERCENT_95, basis=Basis.MEASURED
        ),
        **base,
    )
    zemuhe = Fault(
        code="F2", name_zh="则木河断裂", name_en="Zemuhe fault", kinematics="sinistral_normal", **base
    )
    segment = Segment(
        code="S1", name_zh="北段", name_en="North segment", fault_id=anninghe.id, position=1, **base
    )
    lines = [[(102.2, 28.0), (102.25, 28.2)], [(102.25, 28.2), (102.2, 28.5)], [(102.4, 27.5), (102.6, 27.2)]]
    parents: tuple[dict[str, Any], ...] = (
        {"fault_id": anninghe.id, "segment_id": segment.id},
        {"fault_id": anninghe.id},
        {},
    )
    traces = [
        Trace(geometry=MultiLineString([line]), source=Source(key=f"t{n}", row=n), **parent, **base)
        for n, (line, parent) in enumerate(zip(lines, parents, strict=True), 1)
    ]
    point = ObservationPoint(code="D001", geometry=Point(102.22, 28.1), fault_id=anninghe.id, **base)
    measured = Measurement(point_id=point.id, dip_direction=95, dip=72, **base)
    return MemoryStore([survey], [zone, anninghe, zemuhe, segment, *traces, point, measured])
