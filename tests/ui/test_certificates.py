"""Certificates in the register: numbers, replays byte for byte, notices, and the PDF that is issued."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from shapely import LineString, MultiLineString
from shapely.affinity import translate

from db.work import Database
from faultgis.avoidance.sites import Site
from faultgis.avoidance.telling import canonical
from faultgis.changes import Change, Changes
from faultgis.errors import InputError
from faultgis.records.assessment import Certificate
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import new_id
from faultgis.records.site import SurfaceRupture
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.certifying import Asked, Printed, ask, certificates, digest, issue
from faultgis.services.noticing import answered, concerned, notices
from faultgis.services.replaying import replay
from faultgis.services.surroundings import loaded
from faultgis.values import Document, Estimate
from tests.ui.certificate_made import asked_8, move_trace, pages, parcel, survey_with_fault, unprinted
from ui.printing.certificate import file_of, print_certificate


def _issued(database: Database, north_m: float = 260.0) -> tuple[Asked, Certificate]:
    survey = survey_with_fault(database)
    asked = ask(database, survey, asked_8(), parcel(north_m))
    return asked, issue(database, asked, unprinted, language="zh", by="li")


def test_an_answer_is_registered_with_all_it_was_made_from(database: Database) -> None:
    asked, certificate = _issued(database)
    assert certificate.code.endswith("-0001")
    assert certificate.outcome == "outside"
    (kept,) = certificates(database, asked.survey)
    assert canonical(kept.answer.plain()) == asked.assessed.canonical()[0]
    assert digest(canonical(kept.answer.plain())) == kept.answer_hash
    assert kept.question["seen"] == {"publication": "published", "secrecy": 0}


def test_two_planners_at_once_get_two_numbers(database: Database) -> None:
    survey = survey_with_fault(database)
    asked = ask(database, survey, asked_8(), parcel(260))
    together = Barrier(2)
    printed: list[str] = []

    def print_it(asked: Asked, draft: Certificate) -> Printed:
        if len(printed) < 2:
            printed.append(draft.code)
            together.wait(20)  # both have drawn the same number before either is in the register
        return unprinted(asked, draft)

    with ThreadPoolExecutor(2) as pool:
        made = [pool.submit(issue, database, asked, print_it, language="zh", by=n) for n in ("li", "wang")]
        codes = {one.result().code for one in made}
    assert len(set(printed)) == 1
    assert len(codes) == 2
    assert {certificate.code for certificate in certificates(database, survey)} == codes


def test_a_replay_gives_the_same_bytes_after_the_data_changed(database: Database) -> None:
    asked, certificate = _issued(database)
    first = asked.assessed.canonical()[0]
    before = replay(database, asked.survey, certificate)
    assert (before.then, before.identical, before.superseded, before.touched) == (first, True, False, ())
    move_trace(database, asked.survey, 200)
    after = replay(database, asked.survey, certificate)
    assert after.then == first
    assert after.identical
    assert after.superseded
    assert after.now["answer"] == "inside"
    assert [(t.kind, t.what, t.fields) for t in after.touched] == [("trace", "changed", ("geometry",))]
    assert "answer" in {difference.field for difference in after.differences}


def test_an_edit_that_changes_nothing_for_the_site_is_no_news(database: Database) -> None:
    asked, certificate = _issued(database)
    fault = database.load(asked.survey.id, ("fault",))["fault"][0]
    assert isinstance(fault, Fault)
    database.save([Change(fault, replace(fault, notes="seen again"))])
    found = replay(database, asked.survey, certificate)
    assert found.identical
    assert not found.superseded
    records, version = loaded(database, asked.survey)
    assert [n.changed for n in notices(asked.survey, records, [certificate], version)] == [False]


def test_a_change_concerns_the_certificates_that_it_may_reach(database: Database) -> None:
    asked, certificate = _issued(database)

    def records() -> dict[str, dict[UUID, AnyRecord]]:
        found = database.load(asked.survey.id)
        return {kind: {each.id: each for each in of_kind} for kind, of_kind in found.items()}

    before = records()
    trace = next(iter(before["trace"].values()))
    assert isinstance(trace, Trace)
    far = replace(trace, id=new_id(), fault_id=None, geometry=translate(trace.geometry, 0.5))
    lonely = Fault(survey_id=asked.survey.id, code="F9")
    near = replace(trace, geometry=translate(trace.geometry, 0.5))
    for changes, concerns in (
        ([Change(None, far), Change(None, lonely)], []),
        ([Change(far, None)], []),
        ([Change(trace, near)], [certificate]),
    ):
        database.save(changes)
        after = records()
        touched = Changes.of(changes).ids
        assert concerned([certificate], before, after, touched) == concerns
        before = after
    fault = before["fault"][near.fault_id]  # type: ignore[index]
    assert concerned([certificate], before, before, {"fault": {fault.id}}) == []
    (notice,) = answered(database, asked.survey, [certificate])
    assert notice.changed


def test_what_a_planner_could_not_see_does_not_change_the_certificate(database: Database) -> None:
    asked, certificate = _issued(database)
    trace = database.load(asked.survey.id, ("trace",))["trace"][0]
    assert isinstance(trace, Trace)
    site = asked.answer.site.geometry
    assert site is not None
    west, south, east, north = site.bounds
    under = MultiLineString([[(west, south), (east, north)]])
    database.save([Change(None, replace(trace, id=new_id(), publication="draft", geometry=under))])
    found = replay(database, asked.survey, certificate)
    assert found.identical
    assert not found.superseded


def test_a_rule_file_that_was_replaced_does_not_change_the_replay(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, certificate = _issued(database)
    text = Path(asked.answer.rule.file).read_text(encoding="utf-8")
    (tmp_path / "rules").mkdir()
    changed = text.replace('"version": "2026.1"', '"version": "2027.1"', 1)
    (tmp_path / "rules" / "CN-GB50011-2010.json").write_text(changed, encoding="utf-8")
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    found = replay(database, asked.survey, certificate)
    assert found.identical
    assert found.rule_changed
    assert [d.field for d in found.differences] == ["rule_version"]


def _route_issued(database: Database) -> tuple[Survey, Certificate]:
    survey = survey_with_fault(database)
    line = LineString([(103.61, 30.995), (103.61, 31.005)])
    asked = ask(database, survey, asked_8(), Site("管线", line))
    return survey, issue(database, asked, unprinted, language="zh", by="li")


def _rupture(database: Database, survey: Survey, slip_m: float) -> SurfaceRupture:
    fault = database.load(survey.id, ("fault",))["fault"][0]
    seen = Estimate(unit="m", best=slip_m, low=slip_m - 1, high=slip_m + 1)
    return SurfaceRupture(
        survey_id=survey.id, fault_id=fault.id, year=2008, vertical_slip=seen, publication="published"
    )


def test_a_route_is_certified_with_its_crossings_and_what_they_may_have_to_bear(database: Database) -> None:
    survey, certificate = _route_issued(database)
    (met,) = certificate.answer["crossings"]
    assert met["chainage_m"] == pytest.approx(554.3, abs=1)
    assert met["expected_offset"] is None
    kinds = [stretch["kind"] for stretch in certificate.answer["stretches"]]
    assert kinds == ["location_error", "zone", "location_error"]
    database.save([Change(None, _rupture(database, survey, 3.0))], "seen in the field")
    found = replay(database, survey, certificate)
    assert found.identical
    assert found.superseded
    assert [d.field for d in found.differences] == ["crossings"]
    assert found.differences[0].now[0]["expected_offset"]["vertical_m"]["best"] == 3.0
    assert [(t.kind, t.what) for t in found.touched] == [("surface_rupture", "added")]
    (notice,) = answered(database, survey, [certificate])
    assert notice.changed


def _as_before(database: Database, asked: Asked, more: Mapping[str, Any]) -> Certificate:
    """A certificate as it was issued when routes were answered as any line and every remark was told: it is
    in the register, and cannot be issued anew."""
    answer = {**asked.assessed.values()[0], **more}
    entered = issue(database, asked, unprinted, language="zh", by="li")
    question = {k: v for k, v in entered.question.plain().items() if k != "route"}
    return replace(
        entered,
        question=Document(question),
        answer=Document(answer),
        answer_hash=digest(canonical(answer)),
    )


def test_a_certificate_of_a_line_issued_before_routes_were_told_is_replayed_as_it_was(
    database: Database,
) -> None:
    survey = survey_with_fault(database)
    line = LineString([(103.61, 30.995), (103.61, 31.005)])
    before = _as_before(database, ask(database, survey, asked_8("丙"), Site("管线", line)), {})
    found = replay(database, survey, before)
    assert found.identical
    assert "crossings" not in found.now
    assert not found.superseded
    database.save([Change(None, _rupture(database, survey, 3.0))])
    assert not replay(database, survey, before).superseded


def test_a_certificate_issued_before_remarks_had_conditions_is_replayed_with_all_of_them(
    database: Database,
) -> None:
    survey = survey_with_fault(database)
    asked = ask(database, survey, asked_8("乙"), parcel(50))
    remark = {"code": "advice.note", "params": {"row": "CN-GB50011-LOW"}}
    reasons = asked.value["reasons"]
    assert remark not in reasons
    at = next(n for n, r in enumerate(reasons) if r["code"].startswith("advice.within.")) + 1
    before = _as_before(database, asked, {"reasons": [*reasons[:at], remark, *reasons[at:]]})
    found = replay(database, survey, before)
    assert found.identical
    assert not found.superseded


def test_a_register_that_was_tampered_with_is_not_replayed(database: Database) -> None:
    asked, certificate = _issued(database)
    answer = {**certificate.answer.plain(), "answer": "exempt"}
    with pytest.raises(InputError) as caught:
        replay(database, asked.survey, replace(certificate, answer=type(certificate.answer)(answer)))
    assert caught.value.code == "certificate.damaged"


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("zh", ("活动断层避让意见书", "在避让带外", "彭灌断裂", "本规范有 2024 年版，未核对", "判定过程")),
        (
            "en",
            ("Fault avoidance certificate", "Outside the avoidance zone", "A 2024 edition exists", "Annex"),
        ),
    ],
)
def test_the_printed_certificate_can_be_searched(
    database: Database, tmp_path: Path, language: str, wanted: tuple[str, ...]
) -> None:
    survey = survey_with_fault(database)
    asked = ask(database, survey, asked_8(), parcel(260, "希望小学"))

    def print_it(asked: Asked, draft: Certificate) -> Printed:
        return print_certificate(asked, draft, tmp_path)

    certificate = issue(database, asked, print_it, language=language, by="li")
    pdf = file_of(certificate, tmp_path)
    assert list((tmp_path / "certificates").iterdir()) == [pdf]
    said = "".join(pages(pdf).split())
    for text in (*wanted, certificate.code, certificate.answer_hash, "希望小学", "GB50011-2010"):
        assert "".join(text.split()) in said
