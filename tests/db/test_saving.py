"""Saving: all or nothing, nobody overwritten, and refusals that say what is wrong."""

import threading
from dataclasses import replace
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from shapely import MultiLineString

from db.engine import connect_engine
from db.work import Database
from faultgis.changes import Change
from faultgis.errors import ConflictError, DatabaseError, InputError
from faultgis.records.fault import Fault
from faultgis.records.provenance import Source
from faultgis.records.survey import Batch, Survey
from faultgis.store import Rejected
from tests.db.made import changed, fault, new, psql, trace

with np.errstate(invalid="ignore"):
    NOWHERE = MultiLineString([[(100, 30), (float("nan"), 31), (101, 31)]])


@pytest.fixture
def survey(database: Database) -> Survey:
    return database.create_survey(Survey(code="S"))


def _only(database: Database, survey: Survey) -> Fault:
    found = database.load(survey.id, ["fault"])["fault"]
    assert len(found) == 1
    assert isinstance(found[0], Fault)
    return found[0]


def test_a_second_writer_meets_a_conflict_with_all_three_sides(database: Database, survey: Survey) -> None:
    database.save(new(fault(survey.id)))
    base = _only(database, survey)
    database.save([Change(base, replace(base, name_zh="鲜水河断裂"))])
    mine = replace(base, name_zh="安宁河断裂")
    other = fault(survey.id, "F2")
    with pytest.raises(ConflictError) as caught:
        database.save([Change(base, mine), *new(other)])
    conflict = caught.value.conflicts[0]
    assert (conflict.base.name_zh, conflict.mine.name_zh, conflict.theirs.name_zh) == (
        "",
        "安宁河断裂",
        "鲜水河断裂",
    )
    assert database.get("fault", [other.id]) == []


def test_changing_what_was_deleted_is_a_conflict(database: Database, survey: Survey) -> None:
    database.save(new(fault(survey.id)))
    base = _only(database, survey)
    database.save([Change(base, None)])
    with pytest.raises(ConflictError) as caught:
        database.save([Change(base, replace(base, notes="still here?"))])
    assert caught.value.conflicts[0].theirs is None


def test_creating_what_is_there_is_a_conflict(database: Database, survey: Survey) -> None:
    made = fault(survey.id)
    database.save(new(made))
    with pytest.raises(ConflictError) as caught:
        database.save(new(replace(made, notes="again")))
    assert caught.value.conflicts[0].theirs == made


def test_two_savers_at_once_lose_nothing(database: Database, survey: Survey) -> None:
    database.save(new(fault(survey.id)))
    base = _only(database, survey)
    outcomes: list[Any] = []

    def save(name: str) -> None:
        try:
            outcomes.append(database.save([Change(base, replace(base, name_zh=name))]).revision)
        except ConflictError as error:
            outcomes.append(error.conflicts[0].theirs.name_zh)

    threads = [threading.Thread(target=save, args=[name]) for name in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    loser = next(outcome for outcome in outcomes if isinstance(outcome, str))
    assert sorted(isinstance(outcome, int) for outcome in outcomes) == [False, True]
    assert _only(database, survey).name_zh == loser


def test_a_save_waits_for_an_open_edit_elsewhere_and_meets_it(
    database: Database, database_url: str, survey: Survey
) -> None:
    first, second = database.save(new(fault(survey.id, "F1"), fault(survey.id, "F2"))).records
    outcomes: list[Any] = []

    def save() -> None:
        try:
            both = [Change(record, changed(record, notes="mine")) for record in (second, first)]
            outcomes.append(database.save(both))
        except ConflictError as error:
            outcomes.append([conflict.id for conflict in error.conflicts])

    with psql(database_url) as qgis:
        qgis.execute("begin")
        qgis.execute("update faultgis.fault set notes = 'theirs' where code = 'F1'")
        saver = threading.Thread(target=save)
        saver.start()
        saver.join(0.3)
        qgis.execute("update faultgis.fault set notes = 'theirs' where code = 'F2'")
        qgis.execute("commit")
    saver.join(20)
    assert [sorted(ids) for ids in outcomes] == [sorted([first.id, second.id])]


def test_two_faults_may_swap_their_codes(database: Database, survey: Survey) -> None:
    first, second = database.save(new(fault(survey.id, "F1"), fault(survey.id, "F2"))).records
    assert isinstance(first, Fault)
    assert isinstance(second, Fault)
    database.save([Change(first, replace(first, code="F2")), Change(second, replace(second, code="F1"))])
    codes = {f.id: f.code for f in database.load(survey.id, ["fault"])["fault"] if isinstance(f, Fault)}
    assert codes == {first.id: "F2", second.id: "F1"}


def test_a_code_given_twice_is_named(database: Database, survey: Survey) -> None:
    database.save(new(fault(survey.id, "F7")))
    with pytest.raises(InputError) as caught:
        database.save(new(fault(survey.id, "F8"), fault(survey.id, "F7")))
    assert (caught.value.code, caught.value.field) == ("record.duplicate", "code")
    assert caught.value.params == {"kind": "fault", "value": "F7"}
    assert database.counts(survey.id)["fault"] == 1


def test_a_fault_goes_only_together_with_its_traces(database: Database, survey: Survey) -> None:
    made = fault(survey.id)
    saved = database.save(new(made, trace(survey.id, fault_id=made.id))).records
    with pytest.raises(InputError) as caught:
        database.save([Change(saved[0], None)])
    assert (caught.value.code, caught.value.params["by"]) == ("record.in_use", "trace")
    database.save([Change(record, None) for record in saved])
    assert sum(database.counts(survey.id).values()) == 0


def test_a_trace_can_change_its_fault_while_the_old_one_goes(database: Database, survey: Survey) -> None:
    old, fresh = fault(survey.id, "F1"), fault(survey.id, "F1")
    saved_old, line = database.save(new(old, trace(survey.id, fault_id=old.id))).records
    moved = changed(line, fault_id=fresh.id)
    database.save([Change(saved_old, None), *new(fresh), Change(line, moved)])
    assert database.load(survey.id, ["fault", "trace"]) == {"fault": [fresh], "trace": [moved]}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"fault_id": uuid4()}, "record.parent_missing"),
        ({"exposure": "half_buried"}, "record.unknown_code"),
        ({"location_error_m": -1.0}, "record.refused"),
        ({"mapping_scale": 0}, "record.refused"),
        (
            {"geometry": MultiLineString([[(500_000, 3_400_000), (500_100, 3_400_000)]])},
            "record.not_on_earth",
        ),
        ({"geometry": MultiLineString()}, "record.not_on_earth"),
    ],
)
def test_what_the_tables_refuse_is_told(
    database: Database, survey: Survey, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        database.save(new(replace(trace(survey.id), **change)))
    assert caught.value.code == code
    assert caught.value.params["kind"] == "trace"
    assert database.counts(survey.id)["trace"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        '{"best": 5}',
        '{"unit": "deg"}',
        '{"unit": "deg", "low": 5, "high": 4}',
        '{"unit": "deg", "best": "5"}',
        '{"unit": "furlong", "best": 5}',
        '{"unit": "deg", "best": 5, "hgih": 6}',
        '{"unit": "deg", "best": 5, "range": "1 sigma"}',
        "[5]",
    ],
)
def test_an_estimate_typed_elsewhere_must_be_one(
    database: Database, database_url: str, survey: Survey, wrong: str
) -> None:
    from psycopg.errors import CheckViolation

    database.save(new(fault(survey.id)))
    with psql(database_url) as other, pytest.raises(CheckViolation, match="ck_fault_dip_valid"):
        other.execute("update faultgis.fault set dip = %s::jsonb", [wrong])


def test_an_unknown_survey_is_told(database: Database) -> None:
    with pytest.raises(InputError, match=r"survey\.unknown"):
        database.survey("nowhere")


def test_a_survey_goes_with_all_that_belongs_to_it(database: Database, survey: Survey) -> None:
    batch = Batch(survey_id=survey.id, file="a.shp")
    made = fault(survey.id, source=Source(batch_id=batch.id))
    database.save_batch(batch, new(made, trace(survey.id, fault_id=made.id)), [Rejected(1, "crs.missing")])
    database.delete_survey(survey)
    assert database.batches(survey.id) == []
    assert database.surveys() == []
    assert sum(database.counts(survey.id).values()) == 0
    assert [v.operation for v in database.history("fault", made.id)] == ["create", "delete"]


def test_lines_come_as_arrays(database: Database, survey: Survey) -> None:
    lines = [[(100.0, 30.0), (100.1, 30.2), (100.3, 30.1)], [(101.0, 31.0), (101.5, 31.5)]]
    single = [trace(survey.id) for _ in lines]
    single = [replace(t, geometry=MultiLineString([line])) for t, line in zip(single, lines, strict=True)]
    database.save(new(*single))
    _check_arrays(database, survey, {t.id: [line] for t, line in zip(single, lines, strict=True)})
    both = replace(trace(survey.id), geometry=MultiLineString(lines))
    database.save(new(both))
    wanted = {t.id: [line] for t, line in zip(single, lines, strict=True)} | {both.id: lines}
    _check_arrays(database, survey, wanted)


def _check_arrays(database: Database, survey: Survey, wanted: dict[Any, Any]) -> None:
    ids, coordinates, offsets = database.trace_arrays(survey.id)
    found: dict[Any, Any] = {}
    for i, start, end in zip(ids, offsets, offsets[1:], strict=False):
        found.setdefault(i, []).append([tuple(point) for point in coordinates[start:end].tolist()])
    assert found == wanted


def test_an_empty_survey_gives_empty_arrays(database: Database, survey: Survey) -> None:
    ids, coordinates, offsets = database.trace_arrays(survey.id)
    assert (ids, coordinates.shape, offsets.tolist()) == ([], (0, 2), [0])


def test_nothing_to_save_draws_no_revision(database: Database, survey: Survey) -> None:
    assert database.save([]).revision == 0
    assert database.create_survey(Survey(code="T")).stamp.revision == survey.stamp.revision + 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"geometry": NOWHERE}, "geometry.not_finite"),
        ({"notes": "断\udcb2"}, "value.not_text"),
        ({"notes": "a\0b"}, "record.refused"),
        ({"source": Source(attributes=(("a", "\0"),))}, "record.refused"),
    ],
)
def test_what_no_database_can_hold_is_told(
    database: Database, survey: Survey, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        database.save(new(replace(trace(survey.id), **change)))
    assert caught.value.code == code


def test_a_lost_connection_is_told_and_the_next_call_works(database: Database, survey: Survey) -> None:
    with pytest.raises(DatabaseError), database.connection() as connection:
        connection.execute("select pg_terminate_backend(pg_backend_pid())")
    assert database.surveys() == [survey]


def test_a_server_that_dropped_all_connections_is_used_again(
    database: Database, survey: Survey, admin_url: str
) -> None:
    with psql(admin_url) as admin:
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    assert database.save(new(fault(survey.id))).revision > survey.stamp.revision


def test_the_client_owns_nothing(database_url: str) -> None:
    engine = connect_engine(database_url)
    with engine.connect() as connection:
        row = connection.exec_driver_sql(
            "select bool_or(pg_has_role(current_user, relowner, 'member')), bool_or(rolsuper)"
            " from pg_class, pg_roles"
            " where relnamespace = 'faultgis'::regnamespace and rolname = current_user"
        ).one()
    engine.dispose()
    assert tuple(row) == (False, False)
