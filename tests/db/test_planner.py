"""A planner's login on an office's real PostGIS: what it sees, asks, issues, and what it may not."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from shapely import LineString, MultiLineString

from db.engine import connect_engine
from db.work import Database
from faultgis.avoidance.sites import Site, site_at
from faultgis.changes import Change
from faultgis.errors import FaultGISError, NotAllowedError
from faultgis.records.assessment import Certificate, SiteQuery
from faultgis.records.fault import Fault
from faultgis.records.site import SurfaceRupture
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.assessing import Question, question
from faultgis.services.certifying import Asked, Printed, ask, certificates, issue, log_query
from faultgis.services.noticing import answered
from faultgis.services.replaying import replay
from faultgis.services.screening import screened
from faultgis.values import Estimate
from tests.db.office import Office

LAT = 28.0
ASKED = {"building_class": "丙", "intensity": 8}


@pytest.fixture
def logins(office: Office) -> Iterator[dict[str, Database]]:
    """Two planners beside the office's people."""
    with psycopg.connect(office.url("faults_owner"), autocommit=True) as owner:
        for name in ("qian", "sun"):
            if owner.execute("select from pg_roles where rolname = %s", [name]).fetchone() is None:
                made = f"create role {name} login password '{name}-secret' in role faultgis_planner"
                owner.execute(made.encode())
    found = {name: Database(connect_engine(office.url(name))) for name in ("qian", "sun", "li", "chen")}
    yield found
    for database in found.values():
        database.engine.dispose()


@pytest.fixture
def survey(logins: dict[str, Database], request: pytest.FixtureRequest) -> Survey:
    """A published survey: one published fault, and a draft trace nearer to the site."""
    chen = logins["chen"]
    code = f"P{abs(hash(request.node.name)) % 10**8}"
    survey = chen.create_survey(Survey(code=code, mapping_scale=50_000, publication="published"))
    fault = Fault(survey_id=survey.id, code="F1", latest_activity="holocene", publication="published")
    open_one, draft = _trace(survey, fault, LAT, "published"), _trace(survey, fault, LAT + 0.0040, "draft")
    chen.save([Change(None, fault), Change(None, open_one), Change(None, draft)])
    return survey


def _trace(survey: Survey, fault: Fault, lat: float, publication: str) -> Trace:
    line = MultiLineString([[(102.0, lat), (102.05, lat)]])
    stated = {"exposure": "exposed", "accuracy": "accurate", "location_error_m": 5.0}
    return Trace(
        survey_id=survey.id,
        fault_id=fault.id,
        geometry=line,
        publication=publication,
        **stated,  # type: ignore[arg-type]
    )


def _question() -> Question:
    return question("CN-GB50011-2010", ASKED)


def _asked(database: Database, survey: Survey) -> Asked:
    return ask(database, survey, _question(), site_at(102.02, LAT + 0.0036))


def _unprinted(_asked: Asked, draft: Certificate) -> Printed:
    return Printed(f"{draft.code}.pdf", "00")


def test_a_planner_is_answered_from_published_data_and_a_geologist_from_all(
    logins: dict[str, Database], survey: Survey
) -> None:
    planner, geologist = _asked(logins["qian"], survey), _asked(logins["li"], survey)
    assert (planner.value["answer"], geologist.value["answer"]) == ("outside", "inside")
    assert planner.value["distance_m"] == pytest.approx(399, abs=1)
    assert geologist.value["distance_m"] == pytest.approx(44, abs=1)


def test_each_question_is_logged_by_login_and_planners_see_their_own(
    logins: dict[str, Database], survey: Survey
) -> None:
    for name in ("qian", "sun"):
        log_query(logins[name], survey, _asked(logins[name], survey).assessed, by=name)
    for name in ("qian", "sun"):
        (mine,) = logins[name].load(survey.id, ("site_query",))["site_query"]
        assert mine.stamp.created_by == name
    assert len(logins["li"].load(survey.id, ("site_query",))["site_query"]) == 2


def test_a_screened_file_is_logged_around_those_of_its_sites_that_lie_on_the_earth(
    logins: dict[str, Database], survey: Survey
) -> None:
    qian = logins["qian"]
    sites = [
        site_at(102.0, LAT),
        site_at(102.1, LAT),
        site_at(200.0, 95.0),
        site_at(LAT, 102.0),
        Site("S", None),
    ]
    asked = _asked(qian, survey)

    def logged(some: list[Site]) -> SiteQuery:
        answered = screened([asked.mapped], asked.assessed.question, some)
        return log_query(qian, survey, answered, by="qian")

    kept = logged(sites)
    assert kept.geometry is not None
    assert kept.geometry.bounds == (102.0, LAT, 102.1, LAT)
    assert kept.sites == 5
    assert logged(sites[2:]).geometry is None


def test_a_planner_issues_and_nobody_but_an_administrator_changes_what_was_issued(
    logins: dict[str, Database], survey: Survey
) -> None:
    qian = logins["qian"]
    made = issue(qian, _asked(qian, survey), _unprinted, language="zh", by="qian")
    assert made.stamp.created_by == "qian"
    assert [c.code for c in certificates(logins["sun"], survey)] == [made.code]
    for name in ("qian", "li"):
        with pytest.raises(FaultGISError):
            logins[name].save([Change(made, replace(made, outcome="exempt"))])
        with pytest.raises(FaultGISError):
            logins[name].save([Change(made, None)])
    assert certificates(qian, survey)[0].outcome == "outside"


def test_a_planner_hears_of_changes_and_replays_what_was_published(
    logins: dict[str, Database], survey: Survey
) -> None:
    qian, li, chen = logins["qian"], logins["li"], logins["chen"]
    made = issue(qian, _asked(qian, survey), _unprinted, language="zh", by="qian")
    mine = replay(qian, survey, made)
    assert (mine.identical, mine.superseded, mine.touched) == (True, False, ())
    # The geologist sees the draft that the planner did not: it stays out of the replay.
    found = replay(li, survey, certificates(li, survey)[0])
    assert (found.identical, found.superseded) == (True, False)
    draft = next(
        t for t in li.load(survey.id, ("trace",))["trace"] if getattr(t, "publication", "") == "draft"
    )
    chen.save([Change(draft, replace(draft, publication="published"))])
    (notice,) = answered(qian, survey, certificates(qian, survey))
    assert {d.field: d.now for d in notice.differences}["answer"] == "inside"
    again = replay(li, survey, certificates(li, survey)[0])
    assert again.then == found.then
    assert (again.identical, again.superseded) == (True, True)
    mine = replay(qian, survey, certificates(qian, survey)[0])
    assert (mine.then, mine.identical, mine.superseded) == (found.then, True, True)
    assert [each.id for each in mine.touched] == [draft.id]
    for trace in li.load(survey.id, ("trace",))["trace"]:
        chen.save([Change(trace, None)])
    gone = replay(qian, survey, certificates(qian, survey)[0])
    assert (gone.then, gone.identical) == (found.then, True)
    assert [each.what for each in gone.touched] == ["deleted"]


def test_a_planner_replays_a_route_with_the_offset_of_its_crossing(
    logins: dict[str, Database], survey: Survey
) -> None:
    """Of two ruptures the greater one is a draft: no planner sees it, nor does the certificate rest on it."""
    qian, li, chen = (logins[name] for name in ("qian", "li", "chen"))
    fault = chen.load(survey.id, ("fault",))["fault"][0]

    def rupture(year: int, slip_m: float, publication: str) -> SurfaceRupture:
        slip = Estimate(unit="m", best=slip_m)
        stated = {"survey_id": survey.id, "fault_id": fault.id, "publication": publication}
        return SurfaceRupture(year=year, vertical_slip=slip, **stated)  # type: ignore[arg-type]

    chen.save([Change(None, rupture(1850, 3.0, "published"))])
    draft = chen.save([Change(None, rupture(814, 5.0, "draft"))]).records[0]
    assert isinstance(draft, SurfaceRupture)
    line = LineString([(102.02, LAT - 0.004), (102.02, LAT + 0.003)])
    made = issue(qian, ask(qian, survey, _question(), Site("R", line)), _unprinted, language="zh", by="qian")
    (met,) = made.answer["crossings"]
    assert met["expected_offset"]["year"] == 1850
    for database in (qian, li):
        found = replay(database, survey, certificates(database, survey)[0])
        assert (found.identical, found.superseded) == (True, False)
    chen.save([Change(draft, replace(draft, publication="published"))])
    found = replay(qian, survey, certificates(qian, survey)[0])
    assert (found.identical, [d.field for d in found.differences]) == (True, ["crossings"])
    assert found.now["crossings"][0]["expected_offset"]["year"] == 814


def test_of_a_certificate_that_rests_on_drafts_a_planner_is_told_just_that(
    logins: dict[str, Database], survey: Survey
) -> None:
    qian, chen = logins["qian"], logins["chen"]
    made = issue(chen, _asked(chen, survey), _unprinted, language="zh", by="chen")
    (notice,) = answered(qian, survey, certificates(qian, survey))
    assert (notice.hidden, notice.changed) == (True, False)
    with pytest.raises(NotAllowedError, match="not_published"):
        replay(qian, survey, certificates(qian, survey)[0])
    (notice,) = answered(chen, survey, certificates(chen, survey))
    assert (notice.hidden, notice.changed) == (False, False)
    assert replay(chen, survey, made).identical


def test_of_the_past_a_planner_sees_what_certificates_rest_on_and_nothing_else(
    logins: dict[str, Database], office: Office, survey: Survey
) -> None:
    qian, chen = logins["qian"], logins["chen"]
    made = issue(qian, _asked(qian, survey), _unprinted, language="zh", by="qian")
    geologists = issue(chen, _asked(chen, survey), _unprinted, language="zh", by="chen")
    seen = qian.load(survey.id, ("trace",))["trace"]
    traces = chen.load(survey.id, ("trace",))["trace"]
    open_one = next(each for each in traces if each.id == seen[0].id)
    chen.save([Change(open_one, replace(open_one, secrecy=1))])
    assert qian.load(survey.id, ("trace",))["trace"] == []
    rows = "select id from faultgis.certified_rows(null::faultgis.{}, %s)"
    with psycopg.connect(office.url("qian")) as planner:
        # What became secret is secret in its past, too, and the replay can no longer be made.
        assert planner.execute(rows.format("trace").encode(), [made.id]).fetchall() == []
        assert len(planner.execute(rows.format("survey").encode(), [made.id]).fetchall()) == 1
    for login, kind, certificate in (
        ("qian", "trace", geologists.id),
        ("qian", "trace", survey.id),
        ("qian", "site_query", made.id),
        ("qian", "certificate", made.id),
        ("wang", "trace", made.id),
        ("li", "trace", made.id),
    ):
        with (
            psycopg.connect(office.url(login)) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(rows.format(kind).encode(), [certificate])
    with pytest.raises(NotAllowedError):
        qian.as_of(survey.id, made.data_version, ("trace",))
    assert len(seen) == 1


def test_a_number_taken_by_a_hidden_certificate_is_passed_over(
    logins: dict[str, Database], survey: Survey
) -> None:
    qian, chen = logins["qian"], logins["chen"]
    asked = _asked(qian, survey)
    secret = replace(asked, seen={**asked.seen, "secrecy": 1})
    hidden = issue(chen, secret, _unprinted, language="zh", by="chen")
    assert certificates(qian, survey) == []
    made = issue(qian, asked, _unprinted, language="zh", by="qian")
    assert (hidden.code[-4:], made.code[-4:]) == ("0001", "0002")


def test_a_viewer_is_answered_but_keeps_no_log_and_sees_no_register(
    logins: dict[str, Database], office: Office, survey: Survey
) -> None:
    wang = Database(connect_engine(office.url("wang")))
    asked = _asked(wang, survey)
    assert asked.value["answer"] == "outside"
    for refused in (
        lambda: log_query(wang, survey, asked.assessed, by="wang"),
        lambda: issue(wang, asked, _unprinted, language="zh", by="wang"),
    ):
        with pytest.raises(NotAllowedError):
            refused()
    assert certificates(wang, survey) == []
    wang.engine.dispose()
