"""Each rule of a log finds what it is for, and nothing in a log that keeps it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from shapely import LineString, Point, box

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import InputError
from faultgis.records.fault import Fault
from faultgis.records.sample import LabResult, Sample
from faultgis.records.survey import Survey
from faultgis.records.trench import PaleoEvent, StratUnit, UnitOrder, Wall, WallFeature, WallImage
from faultgis.services import logging
from faultgis.services.editing import EditingSession
from faultgis.services.practice import ladik
from faultgis.walls.log import TrenchLog, log_of
from faultgis.walls.pictures import ControlPoint, document
from faultgis.walls.rules import Finding, check

SURVEY = Survey(code="T")


class Practice:
    """The practice trench, to be spoilt."""

    def __init__(self) -> None:
        fault = Fault(survey_id=SURVEY.id, code="F1")
        self.session = EditingSession(SURVEY, {"fault": [fault]})
        self.session.apply(ladik(SURVEY.id, fault.id))
        self.trench = next(iter(self.session.records["trench"]))

    @property
    def log(self) -> TrenchLog:
        found = log_of(self.session.records, self.trench)
        assert found is not None
        return found

    def unit(self, code: str) -> StratUnit:
        return next(u for u in self.log.units.values() if u.code == code)

    def event(self, code: str) -> PaleoEvent:
        return next(e for e in self.log.events.values() if e.code == code)

    def sample(self, code: str) -> Sample:
        return next(s for s in self.log.samples.values() if s.code == code)

    def result(self, code: str) -> LabResult:
        return next(r for r in self.log.results.values() if r.lab_code == code)

    def wall(self, number: int = 0) -> Wall:
        return list(self.log.walls.values())[number]

    def drawn(self, kind: str, wall: int = 0) -> list[WallFeature]:
        return self.log.on(self.wall(wall).id, kind)

    def change(self, record: Any, **values: Any) -> None:
        self.session.apply(Edit("edit.change_record", (Change(record, replace(record, **values)),)))

    def add(self, record: Any) -> None:
        self.session.apply(Edit("edit.add_record", (Change(None, record),)))

    def drop(self, record: Any) -> None:
        self.session.apply(Edit("edit.delete_records", (Change(record, None),)))

    def image(self, points: list[ControlPoint]) -> None:
        control = document(points)
        self.add(WallImage(survey_id=SURVEY.id, wall_id=self.wall().id, path="a.png", control=control))


def found(practice: Practice, code: str) -> list[Finding]:
    return [f for f in check(practice.log) if f.code == code]


def test_the_practice_trench_keeps_every_rule() -> None:
    assert check(Practice().log) == []


GRID = [ControlPoint((100.0 * x, 100.0 * y), (float(x), 3.0 - y)) for x in range(4) for y in range(3)]
OFF = [*GRID[:-1], ControlPoint(GRID[-1].pixel, (GRID[-1].wall[0] + 0.9, GRID[-1].wall[1]))]

SPOILT: list[tuple[str, Callable[[Practice], object], dict[str, str]]] = [
    ("log.unit_twice", lambda p: p.change(p.unit("U5"), code="ｕ-4"), {"one": "ｕ-4", "other": "U4"}),
    ("log.area_no_unit", lambda p: p.change(p.drawn("unit")[0], unit_id=None), {}),
    (
        "log.overlap",
        lambda p: p.change(p.drawn("unit")[0], shape=p.drawn("unit")[2].shape),
        {"one": "U1", "other": "U2"},
    ),
    ("log.sample_no_unit", lambda p: p.change(p.sample("Das37"), unit_id=None), {"sample": "Das37"}),
    (
        "log.sample_outside",
        lambda p: p.change(p.drawn("sample")[0], shape=Point(20, 20)),
        {"sample": "Das309"},
    ),
    (
        "log.sample_unit",
        lambda p: p.change(p.sample("Das37"), unit_id=p.unit("U4").id),
        {"sample": "Das37", "unit": "U4", "lies": "U3"},
    ),
    ("log.sample_unplaced", lambda p: p.drop(p.drawn("sample")[0]), {"sample": "Das309"}),
    (
        "log.inversion",
        lambda p: p.change(p.result("Das18a"), c14_age=2600.0),
        {"sample": "Das18a", "unit": "U6", "age": "2600"},
    ),
    ("log.result_empty", lambda p: p.change(p.result("Das9"), c14_error=None), {"lab": "Das9"}),
    ("log.result_sigma", lambda p: p.change(p.result("Das9"), sigma=0), {"sample": "Das9"}),
    ("log.result_curve", lambda p: p.change(p.result("Das9"), curve=""), {"lab": "Das9"}),
    (
        "log.result_datum",
        lambda p: p.change(
            p.result("Das9"), method="osl", c14_age=None, c14_error=None, age_ka=0.7, age_minus_ka=0.1
        ),
        {"lab": "Das9"},
    ),
    ("log.result_method", lambda p: p.change(p.result("Das9"), method=""), {"lab": "Das9"}),
    ("log.event_open_below", lambda p: p.change(p.event("E3"), older_unit_id=None), {"event": "E3"}),
    ("log.event_open_above", lambda p: p.change(p.event("E3"), younger_unit_id=None), {"event": "E3"}),
    (
        "log.event_order",
        lambda p: p.change(p.event("E3"), older_unit_id=p.unit("U7").id, younger_unit_id=p.unit("U6").id),
        {"event": "E3", "cut": "U7", "cover": "U6"},
    ),
    (
        "log.horizon_cut",
        lambda p: p.change(p.event("E3"), older_unit_id=p.unit("U9").id),
        {"event": "E3", "unit": "U9"},
    ),
    (
        "log.horizon_cover",
        lambda p: p.change(p.event("E3"), younger_unit_id=p.unit("U4").id),
        {"event": "E3", "unit": "U4"},
    ),
    ("log.horizon_no_event", lambda p: p.change(p.drawn("event_horizon")[0], event_id=None), {}),
    ("log.image_scale", lambda p: p.image(GRID[:2]), {"image": "a.png"}),
    ("log.image_unchecked", lambda p: p.image([GRID[0], GRID[2], GRID[9], GRID[11]]), {"image": "a.png"}),
    ("log.image_rmse", lambda p: p.image(OFF), {"image": "a.png", "worst": str(len(GRID))}),
]


@pytest.mark.parametrize(("code", "spoil", "params"), SPOILT, ids=[code for code, _, _ in SPOILT])
def test_a_rule_finds_what_breaks_it(
    code: str, spoil: Callable[[Practice], object], params: dict[str, str]
) -> None:
    practice = Practice()
    spoil(practice)
    findings = found(practice, code)
    assert findings
    said = {key: str(value) for key, value in findings[0].params.items()}
    assert params.items() <= said.items()
    assert findings[0].refs
    practice.session.undo()
    assert check(practice.log) == []


def test_a_circle_that_came_from_elsewhere_names_its_units() -> None:
    practice = Practice()
    low, high = practice.unit("U1"), practice.unit("U3")
    practice.add(
        UnitOrder(survey_id=SURVEY.id, trench_id=practice.trench, younger_id=low.id, older_id=high.id)
    )
    (finding,) = found(practice, "log.circle")
    assert finding.level == "error"
    assert sorted(set(finding.params["units"].split(" → "))) == ["U1", "U2", "U3"]


def test_a_circle_is_refused_before_it_is_made() -> None:
    practice = Practice()
    with pytest.raises(InputError) as error:
        logging.add_order(practice.log, practice.unit("U1").id, practice.unit("U4").id)
    assert error.value.code == "unit_order.circle"
    assert error.value.params["units"] == "U1 → U4 → U3 → U2 → U1"
    with pytest.raises(InputError):
        logging.add_order(practice.log, practice.unit("U1").id, practice.unit("U1").id)


def test_a_unit_that_one_wall_lacks() -> None:
    practice = Practice()
    for area in practice.drawn("unit", 1):
        if area.unit_id == practice.unit("U5").id:
            practice.drop(area)
    (finding,) = found(practice, "log.unit_one_wall")
    assert finding.params["unit"] == "U5"
    assert finding.params["wall"] == practice.wall(1).code


def test_an_older_contact_displaced_less_than_a_younger_one() -> None:
    practice = Practice()
    low = [c for c in practice.drawn("contact") if c.older_unit_id == practice.unit("U1").id]
    left = next(c for c in low if c.shape.coords[0][0] == 0.0)
    right = next(c for c in low if c is not left)
    fault = next(f for f in practice.drawn("fault") if f.role == "main")
    end = left.shape.coords[-1]
    at = fault.shape.interpolate(fault.shape.project(Point(end)))
    practice.change(right, shape=LineString([(at.x, at.y), *right.shape.coords[1:]]))
    findings = found(practice, "log.displacement")
    assert findings
    assert {f.params["older"] for f in findings} == {"U1"}
    assert findings[0].wall_id == practice.wall().id


def test_rejected_results_and_events_are_not_judged() -> None:
    practice = Practice()
    practice.change(practice.result("Das18a"), c14_age=2600.0, rejected=True, reason="reworked")
    practice.change(practice.event("E3"), status="rejected", older_unit_id=None)
    assert check(practice.log) == []


def test_one_bad_sample_is_one_finding() -> None:
    practice = Practice()
    practice.change(practice.result("Das309"), c14_age=100.0)
    (finding,) = found(practice, "log.inversion")
    assert finding.params["sample"] == "Das309"
    assert len(finding.refs) == 14


def test_nothing_is_asked_of_an_empty_log() -> None:
    practice = Practice()
    for kind in ("wall_feature", "lab_result", "sample", "event_evidence", "paleo_event", "unit_order"):
        for record in list(practice.session.records[kind].values()):
            practice.drop(record)
    assert check(practice.log) == []
    practice.add(
        WallFeature(survey_id=SURVEY.id, wall_id=practice.wall().id, kind="unit", shape=box(0, 0, 1, 1))
    )
    assert [f.code for f in check(practice.log)] == ["log.area_no_unit"]
