"""``faultgis advise --pdf``, ``replay`` and ``certificates`` on a database, as scripts call them."""

import json
from importlib.metadata import version
from pathlib import Path

import pytest

from db.work import Database
from faultgis.changes import Change
from faultgis.errors import FindingsError
from faultgis.records.assessment import SiteQuery
from faultgis.records.site import SurfaceRupture
from faultgis.records.survey import Survey
from faultgis.values import Estimate
from tests.ui.certificate_made import move_trace, pages, survey_with_fault
from tests.ui.command import Command

ASKED = ("--rule", "CN-GB50011-2010", "--building-class", "乙", "--intensity", "8")
PLACE = ("--at", "103.61,31.0024")


@pytest.fixture
def survey(database: Database) -> Survey:
    return survey_with_fault(database)


@pytest.fixture
def command(
    survey: Survey,
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    home = str(tmp_path / "home")
    return Command(capsys, monkeypatch, "--database", database_url, "--home", home, "--lang", "zh", "--quiet")


def test_a_certificate_is_issued_replayed_and_told_of_when_data_change(
    command: Command, database: Database, survey: Survey, tmp_path: Path
) -> None:
    pdf = tmp_path / "答复.pdf"
    asked = command.json("advise", *PLACE, *ASKED, "--pdf", str(pdf), "--json")
    number = asked["certificate"]
    assert number.endswith("-0001")
    assert number in pages(pdf)
    first = command.json("replay", number, "--json")
    assert (first["identical"], first["superseded"], first["changes"]) == (True, False, [])
    assert command.json("certificates", "list", "--changed", "--json") == {"certificates": []}
    move_trace(database, survey, 150)
    again = command.json("replay", number, "--json")
    assert again["canonical"] == first["canonical"]
    assert (again["identical"], again["superseded"]) == (True, True)
    assert [(c["kind"], c["what"], c["fields"]) for c in again["changes"]] == [
        ("trace", "changed", ["geometry"])
    ]
    (listed,) = command.json("certificates", "list", "--changed", "--json")["certificates"]
    assert listed["certificate"] == number
    assert json.loads(first["canonical"])["answer"] == "outside"
    assert again["now"]["answer"] == "inside"
    assert "逐字节一致" in command("replay", number)
    assert "答复会改变" in command("certificates", "list")
    assert f"已签发意见书 {number[:-1]}2：{pdf}" in command("advise", *PLACE, *ASKED, "--pdf", str(pdf))


def test_of_a_route_the_replay_tells_what_is_new_at_its_crossings(
    command: Command, database: Database, survey: Survey, tmp_path: Path
) -> None:
    route = tmp_path / "管线.geojson"
    line = {"type": "LineString", "coordinates": [[103.61, 30.995], [103.61, 31.005]]}
    route.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": line}), encoding="utf-8")
    asked = command.json("advise", "--route", str(route), *ASKED, "--pdf", str(tmp_path / "a.pdf"), "--json")
    number = asked["certificate"]
    fault = database.load(survey.id, ("fault",))["fault"][0]
    slip = Estimate(unit="m", best=3.0, low=2.0, high=4.0)
    seen = SurfaceRupture(
        survey_id=survey.id, fault_id=fault.id, year=2008, vertical_slip=slip, publication="published"
    )
    database.save([Change(None, seen)])
    said = command("replay", number)
    assert "逐字节一致" in said
    assert "554 m 处与 F1 相交：可能错动量（估计） 未知 → 垂直 3 (2–4) m (2008)" in said
    move_trace(database, survey, 2_000)
    assert "554 m 处与 F1 相交：不再相交" in command("replay", number)


def test_a_replay_that_is_not_identical_names_both_programs(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another program may answer otherwise from the same data."""
    number = command.json("advise", *PLACE, *ASKED, "--pdf", str(tmp_path / "a.pdf"), "--json")["certificate"]
    monkeypatch.setattr("faultgis.services.replaying.document", lambda *_: {"answer": "exempt", "width_m": 1})
    said = command("replay", number, expect=FindingsError.exit_code)
    assert "不一致" in said
    assert f"意见书由 FaultGIS {version('faultgis')} 签发" in said


def test_every_question_is_in_the_log(command: Command, database: Database, survey: Survey) -> None:
    command("advise", *PLACE, *ASKED)
    (query,) = database.load(survey.id, ("site_query",))["site_query"]
    assert isinstance(query, SiteQuery)
    assert (query.outcome, query.rule, query.sites) == ("outside", "CN-GB50011-2010", 1)
    assert query.question["given"] == {"building_class": "乙", "intensity": 8}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--as-of", "1", "--pdf", "a.pdf"), "不能与 --as-of 同用"),
        (("--pdf", "nowhere/a.pdf"), "nowhere"),
    ],
)
def test_what_cannot_be_certified_is_said(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    command("advise", *PLACE, *ASKED, *more, expect=2)
    assert said in command.err


def test_an_unknown_number_is_said(command: Command) -> None:
    command("replay", "FA-1999-0001", expect=2)
    assert "FA-1999-0001" in command.err
