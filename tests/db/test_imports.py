"""An import goes in as a unit and can be taken back as one, without harm to what was done since."""

from dataclasses import replace

import pytest

from db.work import Database
from faultgis.changes import Change
from faultgis.errors import CancelledError, ConflictError, InputError
from faultgis.progress import Progress
from faultgis.records.fault import Fault
from faultgis.records.provenance import Source
from faultgis.records.survey import Batch, Survey
from faultgis.records.trace import Trace
from faultgis.store import Rejected
from tests.db.made import changed, fault, new, trace


@pytest.fixture
def survey(database: Database) -> Survey:
    return database.create_survey(Survey(code="S"))


def _batch(survey: Survey) -> Batch:
    return Batch(survey_id=survey.id, file="断层.shp", read=3, created=2, rejected=1, encoding="GBK")


def _import(database: Database, survey: Survey, many: int = 2) -> tuple[Batch, Fault, list[Trace]]:
    batch = _batch(survey)
    source = Source(batch_id=batch.id, file=batch.file)
    made = fault(survey.id, source=replace(source, key="fault 1"))
    lines = [
        trace(survey.id, 100 + n / 1000, fault_id=made.id, source=replace(source, row=n, key=f"{n}"))
        for n in range(many)
    ]
    database.save_batch(batch, new(made, *lines), [])
    return batch, made, lines


def test_an_import_is_found_with_its_rejected_rows(database: Database, survey: Survey) -> None:
    batch = _batch(survey)
    rejected = [
        Rejected(7, "geometry.empty", "geometry", {"parts": 0}, {"名称": "无名断层"}),
        Rejected(9, "crs.missing"),
    ]
    saved = database.save_batch(batch, new(fault(survey.id)), rejected)
    (found,) = database.batches(survey.id)
    assert replace(found, imported_at=None, imported_by="") == batch
    assert found.imported_by == "tester"
    assert database.rejected(batch.id) == rejected
    assert database.load(survey.id, ["fault"])["fault"][0].stamp.revision == saved.revision


@pytest.mark.parametrize("many", [2, 700])
def test_an_import_can_be_taken_back(database: Database, survey: Survey, many: int) -> None:
    mine = database.save(new(fault(survey.id, "mine"))).records
    batch, _, lines = _import(database, survey, many)
    assert database.counts(survey.id)["trace"] == len(lines)
    database.undo_batch(batch.id)
    assert database.load(survey.id, ["fault", "trace"]) == {"fault": list(mine), "trace": []}
    assert database.batches(survey.id)[0].undone_at is not None
    with pytest.raises(InputError, match=r"batch\.already_undone"):
        database.undo_batch(batch.id)


def test_taking_back_restores_what_the_import_changed(database: Database, survey: Survey) -> None:
    _, made, lines = _import(database, survey)
    (before,) = database.get("fault", [made.id])
    assert isinstance(before, Fault)
    second = replace(_batch(survey), id=trace(survey.id).id)
    (line,) = database.get("trace", [lines[0].id])
    database.save_batch(second, [Change(before, replace(before, name_zh="改名")), Change(line, None)], [])
    database.undo_batch(second.id)
    assert database.get("fault", [made.id]) == [before]
    assert database.get("trace", [line.id]) == [line]


def test_what_was_edited_since_stops_it(database: Database, survey: Survey) -> None:
    batch, made, lines = _import(database, survey)
    (before,) = database.get("fault", [made.id])
    edited = database.save([Change(before, changed(before, notes="checked in the field"))]).records[0]
    with pytest.raises(ConflictError) as caught:
        database.undo_batch(batch.id)
    (conflict,) = caught.value.conflicts
    assert (conflict.kind, conflict.base, conflict.theirs) == ("fault", made, edited)
    assert database.counts(survey.id)["trace"] == len(lines)
    database.save([Change(edited, before)])
    database.undo_batch(batch.id)
    assert sum(database.counts(survey.id).values()) == 0


def test_what_hangs_on_it_stops_it(database: Database, survey: Survey) -> None:
    batch, made, _ = _import(database, survey)
    database.save(new(trace(survey.id, 105, fault_id=made.id)))
    with pytest.raises(ConflictError) as caught:
        database.undo_batch(batch.id)
    assert (caught.value.code, caught.value.params["by"]) == ("batch.in_use", "trace")
    assert database.counts(survey.id)["trace"] == 3


def test_imports_are_taken_back_in_any_order_that_leaves_sense(database: Database, survey: Survey) -> None:
    first, made, _ = _import(database, survey)
    (before,) = database.get("fault", [made.id])
    second = _batch(survey)
    database.save_batch(second, [Change(before, changed(before, notes="second"))], [])
    with pytest.raises(ConflictError):
        database.undo_batch(first.id)
    database.undo_batch(second.id)
    database.undo_batch(first.id)
    assert sum(database.counts(survey.id).values()) == 0


def test_the_same_source_key_is_the_same_record(database: Database, survey: Survey) -> None:
    _import(database, survey)
    again = fault(survey.id, "other", source=Source(key="fault 1"))
    with pytest.raises(InputError) as caught:
        database.save(new(again))
    assert (caught.value.code, caught.value.field) == ("record.duplicate", "source_key")


def test_a_cancelled_import_leaves_nothing(database: Database, survey: Survey) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        database.save_batch(_batch(survey), new(fault(survey.id)), [], progress)
    assert database.batches(survey.id) == []
    assert sum(database.counts(survey.id).values()) == 0


def test_an_unknown_batch_is_told(database: Database, survey: Survey) -> None:
    with pytest.raises(InputError, match=r"batch\.unknown"):
        database.undo_batch(survey.id)
