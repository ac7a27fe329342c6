"""A survey's own GeoPackage: what went in comes out, in the same survey and in another one."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyogrio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.work import Database
from faultgis.changes import Change
from faultgis.exports.qgis import write_survey
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS, AnyRecord, kind_of
from faultgis.records.provenance import Stamp
from faultgis.records.survey import Survey
from faultgis.services.importing import import_file, undo_import
from importers import registry, survey_package
from tests.faultgis.making import records as any_record

# A moment within a second, as saves have them.
WHEN = datetime(2026, 1, 1, 0, 0, 0, 242_317, tzinfo=UTC)
APART = {"survey", "certificate", "site_query", "delivery"}


def by_kind(found: list[Any]) -> dict[str, list[AnyRecord]]:
    made: dict[str, list[AnyRecord]] = {}
    for record in found:
        made.setdefault(kind_of(record), []).append(record)
    return made


def bare(record: Any) -> Any:
    return replace(record, source=replace(record.source, batch_id=None), stamp=Stamp())


@given(st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_kind_comes_back_as_it_was(tmp_path_factory: Any, data: st.DataObject) -> None:
    survey = Survey(code="T")
    wanted = data.draw(st.sampled_from([kind for kind in KINDS if kind not in APART]))
    drawn: list[Any] = data.draw(st.lists(any_record(wanted), min_size=1, max_size=3))
    kept: dict[Any, Any] = {each.id: replace(each, survey_id=survey.id) for each in drawn}
    path = tmp_path_factory.mktemp("package") / "s.gpkg"
    write_survey(path, by_kind(list(kept.values())), WHEN)
    batch = survey_package.read(path, survey)
    assert batch.rejected == []
    assert {each.id: each for each in batch.records} == {key: bare(each) for key, each in kept.items()}


def exported(database: Database, survey: Survey, path: Path) -> Path:
    write_survey(path, {"survey": [survey], **database.load(survey.id)}, WHEN)
    return path


def test_another_survey_receives_the_same_records_once(
    database: Database, shared: Path, tmp_path: Path
) -> None:
    first = database.create_survey(Survey(code="A"))
    import_file(database, registry.read, shared / "data/faults/africa_malawi/MAFD.geojson", first)
    path = exported(database, first, tmp_path / "a.gpkg")
    second = database.create_survey(Survey(code="B"))
    report = import_file(database, registry.read, path, second)
    assert (report.rejected, report.warnings) == ((), ())
    assert report.created == report.read
    assert database.counts(second.id) == database.counts(first.id)
    traces = [
        {(t.source.key, t.geometry.wkb, t.exposure) for t in database.load(s.id, ["trace"])["trace"]}  # type: ignore[union-attr]
        for s in (first, second)
    ]
    assert traces[0] == traces[1]
    faults = {fault.id for fault in database.load(second.id, ["fault"])["fault"]}
    assert {t.fault_id for t in database.load(second.id, ["trace"])["trace"]} <= faults  # type: ignore[union-attr]

    again = import_file(database, registry.read, path, second)
    assert (again.created, again.updated, again.unchanged) == (0, 0, report.read)
    assert report.batch is not None
    undo_import(database, report.batch)
    assert sum(database.counts(second.id).values()) == 0


def test_what_was_changed_since_is_set_back_and_the_rest_left_alone(
    database: Database, shared: Path, tmp_path: Path
) -> None:
    survey = database.create_survey(Survey(code="A"))
    import_file(database, registry.read, shared / "data/faults/africa_malawi/MAFD.geojson", survey)
    path = exported(database, survey, tmp_path / "a.gpkg")
    fault: Any = database.load(survey.id, ["fault"])["fault"][0]
    database.save([Change(fault, replace(fault, name_en="other"))])
    report = import_file(database, registry.read, path, survey)
    assert (report.created, report.updated) == (0, 1)
    (back,) = database.get("fault", [fault.id])
    assert back == replace(fault, source=back.source)  # type: ignore[union-attr]


def test_a_damaged_record_is_named_and_the_others_kept(tmp_path: Path) -> None:
    survey = Survey(code="T")
    faults = [Fault(survey_id=survey.id, code=str(number)) for number in range(3)]
    path = tmp_path / "s.gpkg"
    write_survey(path, {"fault": faults}, WHEN)
    with closing(sqlite3.connect(path)) as database:
        database.execute('update faultgis_record set value = \'{"record": "fault"\' where fid = 2')
        database.commit()
    batch = survey_package.read(path, survey)
    assert (batch.read, len(batch.records)) == (3, 2)
    assert [(each.row, each.code) for each in batch.rejected] == [(2, "survey_package.record")]


def test_a_layer_edited_in_another_program_is_told_of(shared: Path, tmp_path: Path) -> None:
    survey = Survey(code="T")
    (read,) = registry.read(shared / "data/faults/africa_malawi/MAFD.geojson", survey)
    path = tmp_path / "s.gpkg"
    write_survey(path, by_kind(read.records), WHEN)
    assert survey_package.inspect(path).problems == ()
    frame = pyogrio.read_dataframe(path, layer="traces", max_features=1)
    pyogrio.write_dataframe(frame, path, layer="traces", append=True)
    (problem,) = survey_package.inspect(path).problems
    assert (problem.code, problem.params) == ("survey_package.edited", {"layers": "traces"})
