"""Logic of ages, events and rates: each rule finds what is planted and leaves alone what is right."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from faultgis.quality import times
from faultgis.records.derived import (
    CalibratedAge,
    ChronologyModel,
    Displacement,
    EventAge,
    Recurrence,
    SlipRate,
)
from faultgis.records.fault import Fault, Segment
from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import LabResult, Sample
from faultgis.records.site import BuriedPoint, OffsetMarker, SurfaceRupture
from faultgis.records.trace import Trace
from faultgis.records.trench import EventEvidence, PaleoEvent, StratUnit, Trench, TrenchSite, UnitOrder, Wall
from faultgis.values import Estimate
from tests.faultgis.quality.made import SURVEY, TODAY, dot, fault, line, row, run

S = SURVEY.id
FAULT = Fault(survey_id=S, code="F1")
TRACE = Trace(survey_id=S, geometry=line((0, 0), (5000, 0)), fault_id=FAULT.id)
SITE = TrenchSite(survey_id=S, geometry=dot(0, 0), code="S1", fault_id=FAULT.id)
TRENCH = Trench(survey_id=S, code="T1", site_id=SITE.id)
OLD, MIDDLE, YOUNG = (StratUnit(survey_id=S, code=code, trench_id=TRENCH.id) for code in ("U1", "U2", "U3"))
ORDER = [
    UnitOrder(survey_id=S, trench_id=TRENCH.id, younger_id=MIDDLE.id, older_id=OLD.id),
    UnitOrder(survey_id=S, trench_id=TRENCH.id, younger_id=YOUNG.id, older_id=MIDDLE.id),
]
UNITS: list[AnyRecord] = [OLD, MIDDLE, YOUNG, *ORDER]
HOLOCENE, LATE_PLEISTOCENE, EARLY_PLEISTOCENE = "33320000", "33310300", "33310100"


def years(low: float, high: float) -> Estimate:
    return Estimate(unit="a", low=low, best=(low + high) / 2, high=high)


def event(code: str, position: int = 0, cut: UUID | None = None, cover: UUID | None = None) -> PaleoEvent:
    return PaleoEvent(
        survey_id=S, code=code, site_id=SITE.id, position=position, older_unit_id=cut, younger_unit_id=cover
    )


def aged(event: PaleoEvent, low: float, high: float) -> list[AnyRecord]:
    model = ChronologyModel(survey_id=S, code="M", site_id=SITE.id, is_default=True)
    age = EventAge(survey_id=S, chronology_id=model.id, event_id=event.id, age=years(low, high))
    return [event, model, age]


def dated(unit: StratUnit, ka: float, error: float, lab: str = "L1") -> list[AnyRecord]:
    sample = Sample(survey_id=S, code=lab, unit_id=unit.id, trench_id=TRENCH.id, method="osl")
    result = LabResult(
        survey_id=S, sample_id=sample.id, lab_code=lab, method="osl",
        age_ka=ka, age_minus_ka=error, age_plus_ka=error, datum_year=TODAY.year, sigma=1,
    )  # fmt: skip
    return [sample, result]


def activity(age: str, *more: AnyRecord) -> list[str]:
    return run("QC-LOG-008", [fault(TRACE.geometry, TRACE, Age=age)], [FAULT, TRACE, SITE, *more]).codes


def test_the_latest_activity_agrees_with_ruptures_and_broken_units() -> None:
    rupture = SurfaceRupture(survey_id=S, fault_id=FAULT.id, name="1739", year=1739)
    point = BuriedPoint(
        survey_id=S, geometry=dot(0, 0), code="B1", trace_id=TRACE.id, last_age=Estimate(unit="ka", best=30.0)
    )
    assert activity(HOLOCENE, rupture, point) == []
    assert activity(LATE_PLEISTOCENE, rupture, point) == ["rupture"]
    assert activity(LATE_PLEISTOCENE, point) == []
    assert activity(EARLY_PLEISTOCENE, point) == ["unit"]
    assert activity(HOLOCENE, point) == ["unsupported"]
    assert activity("33312300", point) == activity("33312300", rupture) == []
    rows = [fault(TRACE.geometry, TRACE, Age=HOLOCENE)]
    assert run("QC-LOG-008", rows, [FAULT, TRACE]).not_applicable


def test_the_latest_activity_agrees_with_what_a_trench_shows() -> None:
    shown = event("E1", 1, OLD.id)
    assert activity(LATE_PLEISTOCENE, shown, *UNITS, *dated(OLD, 8, 0.5)) == ["unit"]
    assert activity(HOLOCENE, shown, *UNITS, *dated(OLD, 8, 0.5)) == []
    assert activity(LATE_PLEISTOCENE, *aged(event("E1", 1), -2000, -1000)) == ["rupture"]


def trench_row(**values: Any) -> list[str]:
    return run("QC-LOG-009", [row("Trench", None, TRENCH, ID="T1", **values)], RECORDS).codes


RECENT, EARLIER = event("E1", 1, MIDDLE.id, YOUNG.id), event("E2", 2, OLD.id, MIDDLE.id)
RECORDS: list[AnyRecord] = [SITE, TRENCH, *UNITS, *aged(RECENT, 1500, 1700), *aged(EARLIER, -3000, -2000)]


def test_a_trench_counts_and_dates_its_events() -> None:
    assert trench_row(EQEventCount=2, LatestEQPeroidEst="公元1620年", LatestEQPeroidEr="±90年") == []
    assert trench_row(EQEventCount=3) == ["count"]
    assert trench_row(LatestEQPeroidEst="350±50 a BP") == []
    assert trench_row(LatestEQPeroidEst="5 ka") == ["latest"]
    assert trench_row(LatestEQPeroidEst="不详") == ["unread"]
    none = run("QC-LOG-009", [row("Trench", None, TRENCH, EQEventCount=2)], [SITE, TRENCH]).only
    assert (none.code, none.severity) == ("QC-LOG-009.none", "warning")


def test_events_of_one_of_several_trenches() -> None:
    other = Trench(survey_id=S, code="T2", site_id=SITE.id)
    wall = Wall(survey_id=S, code="W", trench_id=other.id)
    seen = EventEvidence(survey_id=S, event_id=EARLIER.id, kind="offset", wall_id=wall.id)
    records = [*RECORDS, other, wall, seen]
    for stated, codes in ((1, []), (2, []), (0, ["count"]), (3, ["count"])):
        rows = [row("Trench", None, other, EQEventCount=stated)]
        assert run("QC-LOG-009", rows, records).codes == codes


def test_events_stand_in_order_and_between_their_units() -> None:
    swapped = [*aged(event("E1", 1), -3000, -2000), *aged(event("E2", 2), 1500, 1700)]
    assert run("QC-LOG-009", records=swapped).codes == ["order"]
    upside_down = event("E3", 1, YOUNG.id, OLD.id)
    assert run("QC-LOG-009", records=[*UNITS, upside_down]).only.code == "QC-LOG-009.bounds"
    assert run("QC-LOG-009", records=RECORDS).clean


def test_events_that_contradict_each_other_may_stand_apart() -> None:
    ages = ((1, -3000, -2500), (2, -4000, 1000), (3, 0, 500))
    three = [aged(event(f"E{position}", position), low, high) for position, low, high in ages]
    found = run("QC-LOG-009", records=[each for told in three for each in told]).only
    assert (found.code, found.row_code, found.params["other"]) == ("QC-LOG-009.order", "E1", "E3")


def test_an_event_is_not_older_than_what_it_cut() -> None:
    shown = aged(event("E1", 1, OLD.id, YOUNG.id), 0, 500)
    assert run("QC-LOG-009", records=[*UNITS, *shown, *dated(OLD, 3.0, 0.1)]).clean
    # Charcoal older than its unit was washed into it.
    assert run("QC-LOG-009", records=[*UNITS, *shown, *dated(YOUNG, 5.0, 0.1)]).clean
    found = run("QC-LOG-009", records=[*UNITS, *shown, *dated(OLD, 1.0, 0.1)]).only
    assert (found.code, found.severity, found.params["lab"]) == ("QC-LOG-009.cut", "warning", "L1")


def test_a_site_on_a_segment_is_one_of_its_fault() -> None:
    part = Segment(survey_id=S, code="F1-1", fault_id=FAULT.id)
    site = TrenchSite(survey_id=S, geometry=dot(0, 0), code="S2", segment_id=part.id)
    late = PaleoEvent(survey_id=S, code="E", site_id=site.id, status="definite", known_year=1739)
    assert activity(LATE_PLEISTOCENE, part, site, late) == ["rupture"]
    assert activity(HOLOCENE, part, site, late) == []


def test_dates_follow_the_order_of_units() -> None:
    right = [*UNITS, *dated(OLD, 9, 0.5, "L1"), *dated(YOUNG, 8.5, 0.5, "L2"), *dated(YOUNG, 9.8, 0.2, "L3")]
    assert run("QC-LOG-010", records=right).clean
    wrong = [*UNITS, *dated(OLD, 5, 0.5, "L1"), *dated(YOUNG, 9, 0.5, "L2")]
    found = run("QC-LOG-010", records=wrong).only
    assert (found.row_code, found.params["lower"], found.params["upper"]) == ("L2", "U1", "U3")
    assert run("QC-LOG-010", records=[*UNITS, *dated(OLD, 5, 1.2, "L1"), *dated(YOUNG, 9, 1, "L2")]).clean
    assert run("QC-LOG-010", records=[OLD, YOUNG, *dated(OLD, 5, 1), *dated(YOUNG, 9, 1)]).not_applicable


def test_calibrated_ages_go_before_reported_ones() -> None:
    sample = Sample(survey_id=S, code="C", unit_id=OLD.id)
    result = LabResult(survey_id=S, sample_id=sample.id, lab_code="C1", c14_age=2000, c14_error=30)
    age = CalibratedAge(survey_id=S, result_id=result.id, sample_id=sample.id, age=years(-100, 70))
    young = dated(YOUNG, 5, 0.1)
    assert run("QC-LOG-010", records=[*UNITS, sample, result, age, *young]).codes == [""]
    # Uncalibrated radiocarbon years are not set against calendar years.
    assert run("QC-LOG-010", records=[*UNITS, sample, result, *young]).not_applicable


def marker(offset: float, ka: float) -> tuple[OffsetMarker, Sequence[AnyRecord]]:
    made = OffsetMarker(survey_id=S, code="M1", fault_id=FAULT.id, offset=Estimate(unit="m", best=offset))
    sample = Sample(survey_id=S, code="X", marker_id=made.id, method="osl")
    result = LabResult(
        survey_id=S, sample_id=sample.id, lab_code="X1", method="osl",
        age_ka=ka, age_minus_ka=0.1, age_plus_ka=0.1, datum_year=TODAY.year, sigma=2,
    )  # fmt: skip
    return made, [made, sample, result]


def test_a_rate_is_the_offset_over_the_age() -> None:
    made, parts = marker(50, 10)

    def rate(value: float) -> list[str]:
        estimate = Estimate(unit="mm/a", best=value)
        told = SlipRate(survey_id=S, code="R", marker_id=made.id, rate=estimate)
        return run("QC-LOG-011", records=[*parts, told]).codes

    assert rate(5.0) == []
    assert rate(0.5) == rate(50.0) == [""]


def test_the_interval_times_the_rate_is_the_slip_of_one_event() -> None:
    rate = SlipRate(survey_id=S, fault_id=FAULT.id, rate=Estimate(unit="mm/a", best=5.0), representative=True)
    shown = event("E1", 1)
    slip = Displacement(
        survey_id=S, event_id=shown.id, component="strike_slip", amount=Estimate(unit="m", best=4.0)
    )

    def interval(value: float) -> list[str]:
        told = Recurrence(survey_id=S, fault_id=FAULT.id, interval=Estimate(unit="a", best=value))
        return run("QC-LOG-011", records=[SITE, shown, slip, rate, told]).codes

    assert interval(1000) == interval(420) == interval(1550) == []
    assert interval(3000) == interval(300) == ["slip"]


@pytest.mark.parametrize(
    ("text", "error", "young", "old"),
    [
        ("公元1739年", "", 0.287, 0.287), ("公元前350年", "±120年", 2.255, 2.495),
        ("2.3±0.2 ka", "", 2.1, 2.576), ("距今1000年", "", 1.076, 1.076),
        ("AD 1500-1700", "", 0.326, 0.526), ("1 200 BP", "", 1.276, 1.276), ("1.2万年", "", 12.0, 12.076),
    ],
)  # fmt: skip
def test_ages_written_freely(text: str, error: str, young: float, old: float) -> None:
    [read] = times.readings(text, error, TODAY)
    assert (read.young, read.old) == pytest.approx((young, old))


def test_a_bare_number_may_mean_three_things() -> None:
    assert len(times.readings("1739", "", TODAY)) == 3
    assert times.readings("不详", "", TODAY) == []
