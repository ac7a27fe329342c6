"""The practice trench: the published sequence stands in it, on walls that are whole and say they are made."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from shapely import MultiLineString, Point

from faultgis.errors import InputError
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.records.trench import Trench, WallFeature
from faultgis.services.deriving.stratigraphy import sequence_of
from faultgis.services.editing import EditingSession
from faultgis.services.practice import ladik, practice_trench

SURVEY = Survey(code="T")
FAULT = Fault(survey_id=SURVEY.id, code="F1")


def session(*records: AnyRecord) -> EditingSession:
    made = EditingSession(SURVEY, {"fault": [FAULT], "trace": list(records)})
    made.apply(ladik(SURVEY.id, FAULT.id) if not records else practice_trench(made.records, SURVEY.id))
    return made


def features(made: EditingSession, kind: str) -> list[WallFeature]:
    found = made.records["wall_feature"].values()
    return [f for f in found if isinstance(f, WallFeature) and f.kind == kind]


def test_its_stratigraphy_is_the_published_sequence(shared: Path) -> None:
    cases: dict[str, Any] = json.loads((shared / "cases/paleoseismology.json").read_text(encoding="utf-8"))
    case = next(c for c in cases["cases"] if c["id"] == "SEQ-01")["inputs"]
    made = session()
    site = next(iter(made.records["trench_site"]))
    found = sequence_of(made.records, site)
    dated = [{**d, "curve": "intcal20"} for e in case["sequence_old_to_young"] for d in e.get("phase", [])]
    by_lab = {d["lab"]: d for d in dated}

    def plain(entries: Any) -> list[Any]:
        kinds = ("boundary", "event")
        return [
            {d["lab"] for d in e["phase"]} if "phase" in e else next(e[k] for k in kinds if k in e)
            for e in entries
        ]

    assert plain(found.entries) == plain(case["sequence_old_to_young"])
    assert all(by_lab[d["lab"]] == d for e in found.entries for d in e.get("phase", []))
    assert found.top == {"type": "calendar", "value": case["top"]["value"]}
    assert found.assumed == ()


def test_every_sample_lies_in_its_unit_and_every_shape_is_whole() -> None:
    made = session()
    units = features(made, "unit")
    assert all(f.shape.is_valid and f.shape.area > 0 for f in units)
    assert all(f.shape.is_valid for f in made.records["wall_feature"].values() if isinstance(f, WallFeature))
    samples = features(made, "sample")
    assert len(samples) == 14
    for sample in samples:
        around = [u for u in units if u.wall_id == sample.wall_id and u.shape.contains(sample.shape)]
        assert [u.unit_id for u in around] == [sample.unit_id]


def test_units_of_a_wall_do_not_overlap() -> None:
    made = session()
    for wall in made.records["wall"]:
        areas = [u.shape for u in features(made, "unit") if u.wall_id == wall]
        together = sum(a.area for a in areas)
        joined = areas[0]
        for area in areas[1:]:
            joined = joined.union(area)
        assert joined.area == pytest.approx(together, abs=0.002)


def test_older_contacts_are_displaced_at_least_as_much_as_younger_ones() -> None:
    made = session()
    order = {u: n for n, u in enumerate(made.records["strat_unit"])}
    for wall in made.records["wall"]:
        fault = next(f for f in features(made, "fault") if f.wall_id == wall and f.role == "main").shape
        ends: dict[Any, list[float]] = {}
        for contact in (c for c in features(made, "contact") if c.wall_id == wall):
            at = min(contact.shape.coords, key=lambda place: fault.distance(Point(place)))
            assert fault.distance(Point(at)) < 0.005
            ends.setdefault(contact.younger_unit_id, []).append(at[1])
        throws = [abs(left - right) for _, (left, right) in sorted(ends.items(), key=lambda e: order[e[0]])]
        assert all(young <= old + 0.005 for young, old in pairwise(throws))
        assert throws[-1] == pytest.approx(4 * throws[0], abs=0.02)


def test_it_says_that_it_is_constructed() -> None:
    made = session()
    (trench,) = (t for t in made.records["trench"].values() if isinstance(t, Trench))
    assert trench.constructed
    assert "constructed" in trench.name_en
    assert "虚构" in trench.name_zh
    assert "invented" in trench.description


def test_it_crosses_the_longest_fault_of_a_survey_and_only_once() -> None:
    line = MultiLineString([[(100.0, 30.0), (100.0, 30.02)]])
    made = session(Trace(survey_id=SURVEY.id, geometry=line, fault_id=FAULT.id))
    (trench,) = (t for t in made.records["trench"].values() if isinstance(t, Trench))
    assert trench.azimuth == pytest.approx(90.0, abs=0.1)
    assert trench.geometry is not None
    assert trench.geometry.distance(line) < 1e-9
    with pytest.raises(InputError, match=r"practice\.there"):
        practice_trench(made.records, SURVEY.id)


def test_a_survey_without_a_faults_line_has_no_place_for_it() -> None:
    with pytest.raises(InputError, match=r"practice\.no_fault"):
        practice_trench(EditingSession(SURVEY, {}).records, SURVEY.id)
