"""Nothing that was ever saved is lost: who, when, why, and any past state, whatever program wrote it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors
from shapely import MultiLineString

from db.work import Database
from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.values import Estimate
from tests.db.made import fault, new, psql, trace


@pytest.fixture
def survey(database: Database) -> Survey:
    return database.create_survey(Survey(code="S"))


def test_a_record_has_all_its_versions_with_who_and_why(database: Database, survey: Survey) -> None:
    dip = Estimate(unit="deg", low=40, high=60)
    first = database.save(new(fault(survey.id, dip=dip)), "drawn on lidar").records[0]
    assert isinstance(first, Fault)
    second = replace(first, name_zh="龙门山断裂", dip=None)
    database.user = "李工"
    saved = database.save([Change(first, second)], "named").records[0]
    database.save([Change(saved, None)], "was a road")
    versions = database.history("fault", first.id)
    assert [(v.operation, v.by, v.reason) for v in versions] == [
        ("create", "tester", "drawn on lidar"),
        ("update", "李工", "named"),
        ("delete", "李工", "was a road"),
    ]
    assert [v.record for v in versions] == [first, second, None]
    assert [v.revision for v in versions] == sorted({v.revision for v in versions})


def test_a_past_geometry_is_the_same_to_the_last_bit(database: Database, survey: Survey) -> None:
    wavy = MultiLineString([[(100.1 + 1 / 3, 30.1 + 1 / 7), (1e-17, 5e-324), (-179.99999999999997, 89.9)]])
    first = database.save(new(replace(trace(survey.id), geometry=wavy))).records[0]
    assert isinstance(first, Trace)
    database.save([Change(first, replace(first, geometry=trace(survey.id).geometry))])
    past = database.history("trace", first.id)[0].record
    assert isinstance(past, Trace)
    assert past.geometry.wkb == wavy.wkb


def test_edits_from_any_program_are_kept(database: Database, database_url: str, survey: Survey) -> None:
    made = database.save(new(fault(survey.id))).records[0]
    with psql(database_url) as qgis:
        qgis.execute("update faultgis.fault set name_zh = '小江断裂' where id = %s", [made.id])
        qgis.execute("delete from faultgis.fault where id = %s", [made.id])
    versions = database.history("fault", made.id)
    assert [(v.operation, v.by) for v in versions] == [
        ("create", "tester"),
        ("update", "faultgis"),
        ("delete", "faultgis"),
    ]


def test_a_row_added_elsewhere_gets_key_and_stamp(
    database: Database, database_url: str, survey: Survey
) -> None:
    with psql(database_url) as qgis:
        qgis.execute(
            "insert into faultgis.fault (survey_id, code, row_version, created_by, created_at)"
            " values (%s, 'Q', 77, 'somebody else', '1999-01-01')",
            [survey.id],
        )
    (found,) = database.load(survey.id, ["fault"])["fault"]
    assert found.id.version == 7
    assert (found.stamp.row_version, found.stamp.created_by) == (1, "faultgis")
    assert found.stamp.created_at is not None
    assert abs(found.stamp.created_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_nobody_writes_a_stamp_by_hand(database: Database, database_url: str, survey: Survey) -> None:
    made = database.save(new(fault(survey.id))).records[0]
    with psql(database_url) as qgis:
        qgis.execute(
            "update faultgis.fault set row_version = 9, created_by = 'x', revision = 5,"
            " id = faultgis.new_id()"
        )
        with pytest.raises(errors.InsufficientPrivilege):
            qgis.execute(
                "update faultgis.fault set notes = set_config('faultgis.revision', '1', true)"
                " where set_config('faultgis.revision', '1', true) <> ''"
            )
    (found,) = database.load(survey.id, ["fault"])["fault"]
    assert (found.id, found.stamp.row_version, found.stamp.created_by) == (made.id, 2, "tester")
    assert found.stamp.revision == made.stamp.revision + 1


@pytest.mark.parametrize("table", ["history", "revision"])
def test_the_past_cannot_be_rewritten(
    database: Database, database_url: str, survey: Survey, table: str
) -> None:
    database.update_survey(survey)
    with psql(database_url) as other:
        for attempt in ("delete from", "truncate"):
            with pytest.raises(errors.InsufficientPrivilege):
                other.execute(f"{attempt} faultgis.{table}".encode())
        with pytest.raises(errors.InsufficientPrivilege):
            other.execute(f"update faultgis.{table} set reason = 'none'".encode())


def test_one_transaction_draws_one_revision(database: Database, database_url: str, survey: Survey) -> None:
    with psql(database_url) as other:
        for _ in range(2):
            with other.transaction():
                for code in "AB":
                    other.execute(
                        "insert into faultgis.fault_zone (survey_id, code) values (%s, %s || random())",
                        [survey.id, code],
                    )
                with other.transaction():
                    other.execute("update faultgis.fault_zone set notes = 'in a savepoint'")
    numbers = [z.stamp.revision for z in database.load(survey.id, ["fault_zone"])["fault_zone"]]
    assert set(numbers) == {survey.stamp.revision + 2}


def test_revisions_follow_commits(database: Database, database_url: str, survey: Survey) -> None:
    """A transaction that began first but commits last has the higher number."""
    with psql(database_url) as slow:
        slow.execute("begin")
        slow.execute("select 1")
        fast = database.save(new(fault(survey.id, "fast"))).revision
        slow.execute("insert into faultgis.fault (survey_id, code) values (%s, 'slow')", [survey.id])
        slow.execute("commit")
    found = {f.code: f.stamp.revision for f in database.load(survey.id, ["fault"])["fault"]}  # type: ignore[union-attr]
    assert found["slow"] > found["fast"] == fast


Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["create", "change", "delete"]), st.integers(0, 4)), min_size=1, max_size=12
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_every_past_state_can_be_read(database: Database, steps: list[Step]) -> None:
    survey = database.create_survey(Survey(code=str(UUID(int=database.revision_at(datetime.now(UTC)) + 1))))
    present: dict[UUID, AnyRecord] = {}
    states: dict[int, dict[UUID, AnyRecord]] = {survey.stamp.revision: {}}
    for number, (what, index) in enumerate(steps):
        change = _step(present, survey, what, index, number)
        if change is None:
            continue
        saved = database.save([change])
        if change.after is None:
            present.pop(change.id)
        else:
            present[change.id] = saved.records[0]
        states[saved.revision] = dict(present)
    for revision, state in states.items():
        found = database.as_of(survey.id, revision, ["fault"])["fault"]
        assert {record.id: record for record in found} == state
        assert {r.id: r.stamp for r in found} == {i: r.stamp for i, r in state.items()}


def _step(present: dict[UUID, Any], survey: Survey, what: str, index: int, number: int) -> Change | None:
    if what == "create":
        return Change(None, fault(survey.id, f"F{number}"))
    if not present:
        return None
    chosen = list(present.values())[index % len(present)]
    return Change(chosen, replace(chosen, notes=str(number)) if what == "change" else None)


def test_a_moment_names_the_last_revision_before_it(database: Database, survey: Survey) -> None:
    before = datetime.now(UTC)
    saved = database.save(new(fault(survey.id)))
    after = datetime.now(UTC)
    assert database.as_of(survey.id, before, ["fault"])["fault"] == []
    assert list(database.as_of(survey.id, after, ["fault"])["fault"]) == list(saved.records)
    assert database.revision_at(after) == saved.revision
    assert database.revision_at(after.date() - timedelta(days=2)) == 0
    assert database.revision_at(after.date() + timedelta(days=1)) == saved.revision


def test_a_revision_never_drawn_is_told(database: Database, survey: Survey) -> None:
    with pytest.raises(InputError, match=r"revision\.unknown"):
        database.as_of(survey.id, 10**9)


def test_what_changed_since_names_deletions_too(database: Database, survey: Survey) -> None:
    kept, gone = database.save(new(fault(survey.id, "F1"), fault(survey.id, "F2"))).records
    since = kept.stamp.revision
    assert database.changed_since(survey.id, since) == {}
    line = trace(survey.id)
    database.save([Change(gone, None), *new(line)])
    assert database.changed_since(survey.id, since) == {"fault": [gone.id], "trace": [line.id]}
