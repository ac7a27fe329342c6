"""Certificates in the register: numbers, replays byte for byte, notices, and the PDF that is issued."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from shapely import MultiLineString
from shapely.affinity import translate

from db.work import Database
from faultgis.avoidance.telling import canonical
from faultgis.changes import Change, Changes
from faultgis.errors import InputError
from faultgis.records.assessment import Certificate
from faultgis.records.fault import Fault
from faultgis.records.kinds import AnyRecord
from faultgis.records.provenance import new_id
from faultgis.records.trace import Trace
from faultgis.services.certifying import Asked, Printed, ask, certificates, digest, issue
from faultgis.services.noticing import answered, concerned, notices
from faultgis.services.replaying import replay
from faultgis.services.surroundings import loaded
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
