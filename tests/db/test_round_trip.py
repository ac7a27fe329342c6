"""What is saved comes back as it was: every kind of record, with values nobody would think of."""

import dataclasses
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import bulk
from db.base import table
from db.models.rules import REFERENCES
from db.types import dump
from db.work import Database
from faultgis.changes import Change
from faultgis.errors import InputError
from faultgis.records.fault import Fault
from faultgis.records.kinds import KINDS, AnyRecord
from faultgis.records.survey import Survey
from tests.db.samples import records

ROUND_TRIP = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _parents(kind: str, survey: Survey) -> tuple[dict[str, Any], list[AnyRecord]]:
    """Bare records for the kind's references to point at."""
    # A record with a place on the earth lies in no local grid.
    skipped = {"survey_id", "local_grid_id"}
    names = [c.name for c in table(kind).own if c.name in REFERENCES and c.name not in skipped]
    ids: dict[str, Any] = {}
    made: list[AnyRecord] = []
    for name in names:
        parent = records(REFERENCES[name], survey.id).example()
        assert not isinstance(parent, Survey)
        above, more = _parents(REFERENCES[name], survey)
        parent = dataclasses.replace(parent, **above)
        ids[name] = parent.id
        made += [*more, parent]
    return ids, made


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
@pytest.mark.parametrize("few", [500, 0], ids=["as arrays", "by COPY"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "survey"])
def test_a_record_comes_back_as_it_was(
    kind: str, few: int, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_FEW", few)
    survey = database.create_survey(Survey(code="S"))
    references, parents = _parents(kind, survey)
    database.save([Change(None, parent) for parent in parents])

    # Two units have one order only, deliveries are numbered, and a finding is waived once.
    most = 1 if kind == "unit_order" else 3
    apart = attrgetter({"delivery": "number", "waiver": "finding"}.get(kind, "id"))

    @ROUND_TRIP
    @given(st.lists(records(kind, survey.id), min_size=1, max_size=most, unique_by=apart))
    def saved_is_loaded(made: list[Any]) -> None:
        wanted = [dataclasses.replace(record, **references) for record in made]
        saved = database.save([Change(None, record) for record in wanted])
        found = {record.id: record for record in database.get(kind, [record.id for record in wanted])}
        assert [found[record.id] for record in wanted] == wanted
        assert {r.id: r.stamp for r in saved.records} == {i: r.stamp for i, r in found.items()}
        database.save([Change(record, None) for record in saved.records])
        assert not database.get(kind, [record.id for record in wanted])

    saved_is_loaded()


@ROUND_TRIP
@given(records("survey"))
def test_a_survey_comes_back_as_it_was(database: Database, made: Survey) -> None:
    saved = database.create_survey(made)
    assert database.survey(made.code) == made
    assert database.survey(made.code).stamp == saved.stamp


def test_many_records_come_back_as_they_were(database: Database) -> None:
    survey = database.create_survey(Survey(code="S"))
    faults = [Fault(survey_id=survey.id, code=f"F{n}", name_zh="断裂" * (n % 3)) for n in range(1200)]
    database.save([Change(None, fault) for fault in faults])
    loaded = database.load(survey.id, ["fault"])["fault"]
    assert {f.id: f for f in loaded} == {f.id: f for f in faults}
    renamed = [
        dataclasses.replace(f, name_en="renamed", notes=str(f.id)) for f in loaded if isinstance(f, Fault)
    ]
    database.save([Change(f, g) for f, g in zip(loaded, renamed, strict=True)])
    assert database.load(survey.id, ["fault"])["fault"] == renamed


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_record_has_a_column(kind: str) -> None:
    fields = {f.name for f in dataclasses.fields(KINDS[kind])}
    assert {column.path.partition(".")[0] for column in table(kind).columns} == fields


def test_elevations_are_refused_not_dropped(database: Database) -> None:
    from shapely import MultiLineString

    from faultgis.records.trace import Trace

    survey = database.create_survey(Survey(code="S"))
    trace = Trace(survey_id=survey.id, geometry=MultiLineString([[(100, 30, 5), (101, 31, 6)]]))
    with pytest.raises(InputError, match=r"geometry\.has_elevations"):
        database.save([Change(None, trace)])
    assert dump(table("trace"), [dataclasses.replace(trace, geometry=MultiLineString([[(1, 2), (3, 4)]]))])
