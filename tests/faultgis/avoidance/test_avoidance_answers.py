"""Answers: what exempts and what does not, what is not evaluated, which strand counts, the same bytes."""

import json
from dataclasses import replace
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from faultgis.avoidance import telling
from faultgis.avoidance.answers import Answer, assess, worst
from faultgis.avoidance.conditions import Fact
from faultgis.avoidance.deciding import ANSWERS, given_facts, rule_set
from faultgis.avoidance.mapped import Mapped, prepare
from faultgis.avoidance.sites import Site, checked, site_at, true_place
from faultgis.crs import bd09_from_wgs84, destination, distance_azimuth, gcj02_from_wgs84
from faultgis.records.derived import Recurrence
from faultgis.records.survey import SheetState
from faultgis.services import assessing
from faultgis.sheets.index import sheet_at
from faultgis.values import Estimate
from tests.faultgis.avoidance.avoidance_made import FAULT, SURVEY, mapped, trace, turned

NORTH = [(102.2, 27.80), (102.2, 27.90)]
GB = {"building_class": "丙", "intensity": 8}


def east(metres: float, lat: float = 27.85) -> tuple[float, float]:
    return destination(102.2, lat, 90.0 if metres > 0 else 270.0, abs(metres))


def ask(ready: Mapped, metres: float = 50.0, rule_id: str = "CN-GB50011-2010", **given: Any) -> Answer:
    rule = rule_set(rule_id)
    facts: dict[str, Fact] = given_facts(rule, {**(GB if "GB" in rule_id else {}), **given})
    return assess(ready, rule, facts, checked(site_at(*east(metres))))


def codes_of(found: Answer) -> set[str]:
    return {each.code for each in (*found.reasons, *found.unknowns)}


def article(found: Answer) -> str | None:
    return telling.value(found, 1)["article"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("activity", "answer"),
    [
        ("holocene", "inside"),
        ("late_pleistocene", "exempt"),
        ("pre_quaternary", "exempt"),
        ("quaternary_undivided", "inside"),
        ("undetermined", "inside"),
    ],
)
def test_only_a_known_older_age_exempts(activity: str, answer: str) -> None:
    found = ask(mapped(trace(NORTH), fault=replace(FAULT, latest_activity=activity)))
    assert found.answer == answer
    assert ("unknown.input" in codes_of(found)) == (activity in ("quaternary_undivided", "undetermined"))


def test_a_trace_may_know_its_age_better_than_its_fault() -> None:
    older = mapped(trace(NORTH, latest_activity="late_pleistocene"))
    assert ask(older).answer == "exempt"
    younger = mapped(
        trace(NORTH, latest_activity="holocene"), fault=replace(FAULT, latest_activity="pre_quaternary")
    )
    assert ask(younger).answer == "inside"


def test_words_of_the_source_that_speak_of_the_holocene_are_not_overruled_by_a_code() -> None:
    fault = replace(FAULT, latest_activity="late_pleistocene", activity_text="晚更新世—全新世（Qp3–Qh）")
    found = ask(mapped(trace(NORTH), fault=fault))
    assert found.answer == "inside"
    assert "unknown.activity_text" in codes_of(found)


@pytest.mark.parametrize(
    ("exposure", "cover", "answer"),
    [
        ("buried", 61, "exempt"),
        ("buried", 60, "inside"),
        ("buried", None, "inside"),
        ("inferred", 500, "inside"),
        ("unknown", 500, "inside"),
        ("exposed", 500, "inside"),
    ],
)
def test_only_a_buried_fault_under_known_thick_cover_is_exempt(
    exposure: str, cover: float | None, answer: str
) -> None:
    more: dict[str, Any] = {} if cover is None else {"cover_m": cover}
    found = ask(mapped(trace(NORTH, exposure=exposure)), **more)
    assert found.answer == answer
    if answer == "exempt":
        assert article(found) == "CN-GB50011-EX3-8"


def test_intensity_seven_exempts_and_no_intensity_does_not() -> None:
    assert article(ask(mapped(trace(NORTH)), intensity=7)) == "CN-GB50011-EX1"
    rule = rule_set("CN-GB50011-2010")
    found = assess(
        mapped(trace(NORTH)), rule, given_facts(rule, {"building_class": "丙"}), site_at(*east(150))
    )
    assert (found.answer, article(found)) == ("inside", "CN-GB50011-9-丙")
    assert {"unknown.input", "unknown.strictest"} <= codes_of(found)


def test_without_a_building_class_nothing_is_answered() -> None:
    rule = rule_set("CN-GB50011-2010")
    found = assess(mapped(trace(NORTH)), rule, given_facts(rule, {"intensity": 8}), site_at(*east(50)))
    assert found.answer == "not_evaluated"
    assert "advice.missing" in codes_of(found)


@pytest.mark.parametrize(("building_class", "told"), [("丙", True), ("乙", False)])
def test_a_remark_for_some_classes_is_told_of_no_other(building_class: str, told: bool) -> None:
    found = ask(mapped(trace(NORTH)), building_class=building_class)
    remarks = [r.params["row"] for r in found.reasons if r.code == "advice.note"]
    assert ("CN-GB50011-LOW" in remarks) == told


def test_of_several_strands_the_gravest_counts_and_the_nearest_is_named() -> None:
    old = trace([east(60, 27.8), east(60, 27.9)], latest_activity="pre_quaternary")
    found = ask(mapped(trace(NORTH), old), metres=50)
    assert found.answer == "inside"
    assert found.finding is not None
    assert found.finding.gap.distance_m == pytest.approx(50, abs=0.01)
    assert {"advice.nearer", "advice.others"} <= codes_of(found)


def test_an_exempt_strand_counts_only_where_it_would_have_mattered() -> None:
    near_old = trace([east(300, 27.8), east(300, 27.9)], latest_activity="pre_quaternary")
    ready = mapped(trace(NORTH), near_old)
    assert ask(ready, metres=290).answer == "exempt"
    assert ask(ready, metres=-700).answer == "outside"


@pytest.mark.parametrize("metres", [0.0, 50.0, 2000.0])
def test_a_coarse_trace_is_not_evaluated_whatever_is_asked(metres: float) -> None:
    ready = mapped(trace(NORTH, mapping_scale=250_000))
    for more in ({}, {"intensity": 7}, {"building_class": "甲"}, {"building_class": "丁"}):
        found = ask(ready, metres, **more)
        assert found.answer == "not_evaluated"
        assert "advice.too_coarse" in codes_of(found)
        assert article(found) is None


def test_a_line_of_its_scale_cannot_bear_a_width_finer_than_itself() -> None:
    """0.5 mm at 1:50,000 are 25 m, more than California's 50 ft; located to 5 m the same line will do."""
    drawn = mapped(trace(NORTH, location_error_m=None))
    assert ask(drawn, 10, "US-CA-AP").answer == "not_evaluated"
    assert ask(mapped(trace(NORTH)), 10, "US-CA-AP").answer == "inside"
    found = ask(drawn, 110)
    assert found.answer == "within_location_error"
    assert "unknown.location_error" in codes_of(found)


def test_a_coarse_trace_of_one_survey_does_not_hide_the_answer_of_another() -> None:
    fine = mapped(trace(NORTH))
    coarse = mapped(trace(NORTH), survey=replace(SURVEY, code="COARSE", mapping_scale=1_000_000))
    answers = [ask(each, 500) for each in (coarse, fine)]
    assert [each.answer for each in answers] == ["not_evaluated", "outside"]
    assert worst(answers).survey == SURVEY.code


def test_of_surveys_that_mapped_nothing_there_the_nearest_tells_it() -> None:
    far = trace([destination(102.2, lat, 90.0, 400_000) for lat in (27.8, 27.9)])
    surveys = [mapped(far, survey=replace(SURVEY, code="A")), mapped(trace(NORTH))]
    found = worst([ask(each, 3500) for each in surveys])
    assert (found.survey, found.reasons[0].params["nearest_km"]) == (SURVEY.code, 3.5)


def test_ground_that_nobody_mapped_is_not_evaluated() -> None:
    ready = mapped(trace(NORTH))
    found = ask(ready, 3500)
    assert (found.answer, found.reasons[0].code) == ("not_evaluated", "advice.no_mapping")
    assert found.reasons[0].params["nearest_km"] == pytest.approx(3.5, abs=0.05)
    assert ask(mapped()).reasons[0].code == "advice.no_traces"


def test_a_finished_sheet_without_traces_is_evaluated() -> None:
    place = east(8000)
    for state, answer in (("accepted", "outside"), ("mapping", "not_evaluated")):
        sheet = SheetState(survey_id=SURVEY.id, sheet=sheet_at(*place).number, state=state)
        ready = mapped(trace(NORTH), sheet_state=[sheet])
        assert ask(ready, 8000).answer == answer


def test_recurrence_comes_from_the_records_and_its_whole_range_must_allow() -> None:
    for low, high, answer in ((3600, 4900, "exempt"), (3000, 4900, "inside"), (None, 4900, "inside")):
        interval = Estimate(unit="a", low=low, high=high)
        cycle = Recurrence(survey_id=SURVEY.id, fault_id=FAULT.id, interval=interval)
        ready = mapped(trace(NORTH), recurrence=[cycle])
        found = ask(ready, 10, "NZ-2003", building_class="2b", site_status="developed")
        assert found.answer == answer, low
    unknown = ask(mapped(trace(NORTH)), 10, "NZ-2003", building_class="2b", site_status="developed")
    assert unknown.answer == "inside"


def test_values_that_are_not_sure_are_marked_in_the_answer() -> None:
    found = ask(mapped(trace(NORTH)), 5, "IT-FAC", located="certain")
    row = next(each for each in found.unknowns if each.code == "unknown.row")
    assert row.params["confidence"] == "uncertain"
    assert telling.value(found, None)["confidence"] == "uncertain"
    editions = [each.params["id"] for each in ask(mapped(trace(NORTH))).unknowns if each.code == "caution"]
    assert "edition-2024" in editions


def test_the_same_question_gives_the_same_bytes() -> None:
    line, other = trace(NORTH, hanging_wall="right"), trace([east(400, 27.8), east(400, 27.9)])
    asked = assessing.question("CN-GB50011-2010", GB)
    sites = [site_at(*east(m)) for m in (10.0, 90.0, 103.0, 250.0, 5000.0)]
    texts = []
    for traces in ((line, other), (other, line), (turned(line), turned(other))):
        ready = assessing.ready(SURVEY, {"fault": [FAULT], "trace": list(traces)})
        texts.append(assessing.assess([ready], asked, sites, 7).canonical())
    assert texts[0] == texts[1] == texts[2]
    few = assessing.ready(SURVEY, {"fault": [FAULT], "trace": [line, other]}, asked, sites)
    assert assessing.assess([few], asked, sites, 7).canonical() == texts[0]
    assert json.loads(texts[0][0])["data_version"] == 7


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-4000, 4000),
    st.sampled_from(["甲", "乙", "丙", "丁", None]),
    st.sampled_from([6, 7, 8, 9, None]),
    st.sampled_from(["exposed", "buried", "inferred", "unknown"]),
    st.sampled_from(["holocene", "late_pleistocene", "undetermined"]),
    st.sampled_from([None, 30.0, 100.0]),
)
def test_any_question_has_one_of_the_answers(
    metres: float, cls: Any, intensity: Any, exposure: str, activity: str, cover: Any
) -> None:
    rule = rule_set("CN-GB50011-2010")
    facts = given_facts(rule, {"building_class": cls, "intensity": intensity, "cover_m": cover})
    ready = mapped(trace(NORTH, exposure=exposure), fault=replace(FAULT, latest_activity=activity))
    found = assess(ready, rule, facts, site_at(*east(metres or 1.0)))
    assert found.answer in ANSWERS
    told = telling.canonical(telling.value(found, 1))
    assert "safe" not in told.lower()
    if found.answer == "exempt":
        older = activity == "late_pleistocene"
        low = intensity is not None and intensity < 8
        deep = exposure == "buried" and cover is not None and intensity is not None
        assert older or low or deep


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "site.missing"),
        (shapely.Point(), "site.empty"),
        (shapely.Polygon(), "site.empty"),
        (shapely.Point(float("nan"), 27), "site.not_finite"),
        (shapely.Point(27.85, 102.2), "site.swapped"),
        (shapely.Point(500_000, 3_080_000), "site.off_earth"),
        (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "site.self_crossing"),
        (shapely.Polygon([(1, 1), (1, 1), (1, 1), (1, 1)]), "site.no_area"),
        (shapely.Polygon([(1, 1), (2, 2), (3, 3), (1, 1)]), "site.no_area"),
        (shapely.box(-180, -90, 180, 90), "site.too_large"),
        (shapely.GeometryCollection([shapely.Point(1, 1)]), "site.mixed"),
    ],
)
def test_what_is_wrong_with_a_site_is_said(shape: Any, code: str) -> None:
    site = checked(Site("s", shape))
    assert site.problem is not None
    assert site.problem.code == code
    rule = rule_set("CN-GB50011-2010")
    found = assess(mapped(trace(NORTH)), rule, given_facts(rule, GB), site)
    assert (found.answer, found.reasons[-1].code) == ("not_evaluated", code)


@pytest.mark.parametrize(("datum", "shift"), [("gcj02", gcj02_from_wgs84), ("BD-09", bd09_from_wgs84)])
def test_shifted_parcels_are_taken_back(datum: str, shift: Any) -> None:
    corners = [(102.2, 27.8), (102.201, 27.8), (102.201, 27.801)]
    site = true_place(Site("s", shapely.Polygon([shift(*c) for c in corners])), datum)
    assert site.geometry is not None
    for (x, y), (lon, lat) in zip(site.geometry.exterior.coords, corners, strict=False):
        assert distance_azimuth(x, y, lon, lat)[0] < 0.01
    assert site.notes[0].code == "site.shifted_back"


def test_a_survey_far_larger_than_the_question_is_prepared_only_where_it_matters() -> None:
    lines = [trace([(100 + i * 0.2, 27.8), (100 + i * 0.2, 27.9)]) for i in range(40)]
    ready = prepare(SURVEY, {"fault": [FAULT], "trace": lines}, (102.15, 27.8, 102.25, 27.9))
    assert len(ready.known) == 40
    assert len(set(ready.pieces.owner.tolist())) <= 3


@pytest.mark.parametrize(
    ("low", "high", "answer", "percent"),
    [
        (2000, 5000, "not_evaluated", 67),
        (2000, 2900, "outside", 0),
        (50, 5000, "inside", 40),
        (2990, 3010, "not_evaluated", 50),
    ],
)
def test_a_light_answer_does_not_hold_for_ground_that_nobody_mapped(
    low: float, high: float, answer: str, percent: float
) -> None:
    """Of a parcel that reaches from 2 km to 5 km from the trace, two thirds lie beyond the reach of 3 km."""
    corners = [east(low), east(high), east(high, 27.851), east(low, 27.851)]
    ready, rule = mapped(trace(NORTH)), rule_set("CN-GB50011-2010")
    found = assess(ready, rule, given_facts(rule, GB), checked(Site("P", shapely.Polygon(corners))))
    assert found.answer == answer
    told = [r for r in (*found.reasons, *found.unknowns) if r.code.endswith("partly_mapped")]
    assert [r.params["percent"] for r in told] == ([pytest.approx(percent, abs=1)] if percent else [])
    assert (article(found) is None) == (answer == "not_evaluated")


@pytest.mark.parametrize(
    "shape", ["LINESTRING (102 28, 102 28)", "MULTILINESTRING ((102 28, 102 28), (102 28, 102.1 28))"]
)
def test_a_line_without_length_is_told(shape: str) -> None:
    found = checked(Site("L", shapely.from_wkt(shape)))
    assert found.problem is not None
    assert found.problem.code == "site.no_length"
