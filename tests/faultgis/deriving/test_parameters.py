"""Parameters with their sources, the ranking, the ladder of a chronology, and work that can be stopped."""

from typing import Any

import numpy as np
import pytest
from shapely import MultiLineString

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import CancelledError
from faultgis.progress import Progress, heard_by
from faultgis.records.derived import ChronologyModel, Probability, Recurrence
from faultgis.records.fault import Fault, Segment
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.records.trench import TrenchSite
from faultgis.services import practice
from faultgis.services.calculating import compute
from faultgis.services.deriving import ages, ladders, parameters, recurring
from faultgis.services.deriving.links import inputs_of, results_from
from faultgis.services.editing import EditingSession
from faultgis.values import Estimate

SURVEY = Survey(code="X")


def km(value: float) -> Estimate:
    return Estimate(unit="km", best=value)


@pytest.fixture(scope="module")
def whole() -> EditingSession:
    """The practice trench with its chronology, recurrence and probability on one of two faults."""
    fault = Fault(survey_id=SURVEY.id, code="F1", length=km(40), kinematics="dextral")
    other = Fault(survey_id=SURVEY.id, code="F2")
    segment = Segment(survey_id=SURVEY.id, code="S1", fault_id=fault.id, length=km(12))
    line = MultiLineString([[(102.0, 28.0), (102.0, 28.1)]])
    trace = Trace(survey_id=SURVEY.id, geometry=line, fault_id=other.id)
    made = EditingSession(SURVEY, {"fault": [other, fault], "segment": [segment], "trace": [trace]})
    made.apply(practice.ladik(SURVEY.id, fault.id))
    site = next(s for s in made.records["trench_site"].values() if isinstance(s, TrenchSite))
    made.apply(Edit("edit.chronology", tuple(ages.chronology(made.records, site))))
    made.apply(
        Edit("edit.recurrence", (recurring.recurrence(made.records, _only(made, "chronology_model")),))
    )
    cycle = _only(made, "recurrence")
    chances = tuple(recurring.probability(made.records, cycle, window) for window in (30, 50))
    made.apply(Edit("edit.probability", chances))
    return made


def _only(made: EditingSession, kind: str) -> Any:
    return next(iter(made.records[kind].values()))


def _coded(made: EditingSession, kind: str, code: str) -> Any:
    return next(r for r in made.records[kind].values() if getattr(r, "code", "") == code)


def test_every_parameter_names_the_record_that_says_it(whole: EditingSession) -> None:
    fault = _coded(whole, "fault", "F1")
    said = {p.name: p for p in parameters.parameters(whole.records, fault)}
    cycle = _only(whole, "recurrence")
    assert said["length"].value == km(40)
    assert said["length"].source == ("fault", fault.id)
    assert said["interval"].value == cycle.interval
    assert said["interval"].source == ("recurrence", cycle.id)
    assert not said["dip"].known
    ratio = said["elapsed_ratio"].value
    assert ratio is not None
    assert ratio.best == pytest.approx(cycle.elapsed.best / cycle.interval.best, abs=1e-3)


def test_a_segment_takes_from_its_fault_what_it_does_not_say(whole: EditingSession) -> None:
    segment, fault = _coded(whole, "segment", "S1"), _coded(whole, "fault", "F1")
    said = {p.name: p for p in parameters.parameters(whole.records, segment)}
    assert said["length"].value == km(12)
    assert said["kinematics"].code == "dextral"
    assert said["kinematics"].source == ("fault", fault.id)
    assert "interval" not in said


def test_an_unstated_length_is_that_of_the_traces(whole: EditingSession) -> None:
    other = _coded(whole, "fault", "F2")
    said = {p.name: p for p in parameters.parameters(whole.records, other)}
    length = said["length"].value
    assert length is not None
    # A tenth of a degree of latitude at 28° on the CGCS2000 ellipsoid.
    assert length.best == pytest.approx(11.08, abs=0.01)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (Estimate(unit="mm/a", best=2.5, low=1.9, high=3.1), "(2.5,1.9,3.1)"),
        (Estimate(unit="deg", best=90), "(90,,)"),
        (Estimate(unit="km", low=10, high=15), "(,10,15)"),
    ],
)
def test_three_different_numbers_stay_three(value: Estimate | None, text: str) -> None:
    assert parameters.gem_tuple(value) == text


@pytest.mark.parametrize("by", ["probability", "ratio"])
def test_what_is_not_known_ranks_last_and_stays_unknown(whole: EditingSession, by: str) -> None:
    ranks = parameters.ranking(whole.records, 50, by)
    assert len(ranks) == 3
    first = ranks[0]
    assert first.ref == ("fault", _coded(whole, "fault", "F1").id)
    assert isinstance(first.probability, Probability)
    assert first.probability.window_years == 50
    assert isinstance(first.cycle, Recurrence)
    assert [(r.ratio, r.probability, r.cycle) for r in ranks[1:]] == [(None, None, None)] * 2


def test_the_ladder_is_young_on_top_with_densities_that_sum_to_all(whole: EditingSession) -> None:
    model = _only(whole, "chronology_model")
    assert isinstance(model, ChronologyModel)
    found = ladders.rungs(model)
    names = [rung.name for rung in found]
    assert names[0] == "E0"
    assert names[-1] == "base"
    assert names.index("Das181a") < names.index("E1") < names.index("Das114")
    assert found[0].fixed == 1943
    for rung in found[1:]:
        _, step, percent = rung.posterior
        assert sum(percent) == pytest.approx(100, abs=0.3)
        assert len(percent) <= 80
        assert step >= 1
    dates = [rung for rung in found if rung.kind == "date"]
    assert len(dates) == 14
    for rung in dates:
        assert rung.likelihood is not None
        assert rung.likelihood.mass.sum() == pytest.approx(1)
        first, step, percent = rung.posterior
        years = first + step * (np.arange(len(percent)) + 0.5)
        mean = float(years @ np.array(percent)) / sum(percent)
        # Astronomical years; the answer's mean is a calendar year, which lacks a year zero.
        told = rung.told["mean"]
        assert mean == pytest.approx(told + 1 if told < 0 else told, abs=max(3.0, step))


def test_links_lead_down_and_up(whole: EditingSession) -> None:
    model, cycle = _only(whole, "chronology_model"), _only(whole, "recurrence")
    assert model in inputs_of(whole.records, cycle)
    assert cycle in results_from(whole.records, model)
    result = _only(whole, "lab_result")
    assert results_from(whole.records, result) == [model]


def test_a_sequence_that_is_heard_by_nobody_runs_and_one_asked_to_stop_does() -> None:
    dates = [{"phase": [{"normal": [year, 20]}]} for year in (1000, 1200)]
    asked = {"sequence_old_to_young": [{"boundary": "a"}, *dates, {"boundary": "b"}], "sweeps": 100}
    steps: list[str] = []
    heard = Progress(lambda step: steps.append(step.what))
    with heard_by(heard):
        first = compute("sequence_model", dict(asked))
    assert "dating.sampling" in steps
    assert compute("sequence_model", dict(asked)) == first
    heard.cancel()
    with heard_by(heard), pytest.raises(CancelledError):
        compute("sequence_model", dict(asked))


def test_nothing_changes_where_the_records_are_only_read(whole: EditingSession) -> None:
    before = {kind: dict(found) for kind, found in whole.records.items()}
    parameters.ranking(whole.records, 50)
    site = next(s for s in whole.records["trench_site"].values() if isinstance(s, TrenchSite))
    changes = ages.chronology(whole.records, site, old=_only(whole, "chronology_model"))
    assert all(isinstance(change, Change) for change in changes)
    assert before == whole.records
