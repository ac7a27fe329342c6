"""Boreholes come in, and an issued exemption no longer stands: import, answer, certificate, replay, zones."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from db.work import Database
from faultgis.changes import Change
from faultgis.records.survey import Survey
from tests.ui.certificate_made import pages, survey_with_fault
from tests.ui.command import Command

ASKED = ("--rule", "CN-GB50011-2010", "--building-class", "乙", "--intensity", "8")
PLACE = ("--at", "103.61,31.0006")


@pytest.fixture
def survey(database: Database) -> Survey:
    survey = survey_with_fault(database)
    trace: Any = database.load(survey.id, ("trace",))["trace"][0]
    database.save([Change(trace, replace(trace, exposure="buried"))])
    return survey


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


def drilled(path: Path, *depths: float) -> str:
    """A table in the fields of DrillFaultPoint, its points 100 m apart along the fault."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["ID", "DrillProfileID", "TargetFaultID", "TopDepth", "TopAge", "LastAge", "Lon", "Lat"])
    for i, depth in enumerate(depths):
        sheet.append([f"ZK{i + 1}", "P1", "F1", depth, -9999, 9.5, 103.61 + i * 0.00105, 31.0])
    book.save(path)
    return str(path)


def test_a_borehole_takes_an_exemption_back(
    command: Command, database: Database, survey: Survey, tmp_path: Path
) -> None:
    pdf = tmp_path / "a.pdf"
    asked = command.json("advise", *PLACE, *ASKED, "--cover-m", "80", "--pdf", str(pdf), "--json")
    assert (asked["answer"], asked["article"]) == ("exempt", "CN-GB50011-EX3-8")
    assert "cover" not in asked
    first = command.json("replay", asked["certificate"], "--json")
    report = command.json(
        "import",
        drilled(tmp_path / "a.xlsx", 45.0, 70.0),
        "--survey",
        "PG",
        "--as",
        "buried_points",
        "--json",
    )
    assert (report["created"], report["kind"], report["warnings"]) == (2, "buried_points", [])
    # A draft is nothing that the certificate's issuer, who saw published records, would have been told of.
    assert not command.json("replay", asked["certificate"], "--json")["superseded"]
    points: list[Any] = database.load(survey.id, ("buried_point",))["buried_point"]
    database.save([Change(point, replace(point, publication="published")) for point in points])
    again = command.json("replay", asked["certificate"], "--json")
    assert again["canonical"] == first["canonical"]
    assert (again["identical"], again["superseded"], again["now"]["answer"]) == (True, True, "inside")
    assert [(c["kind"], c["what"]) for c in again["changes"]] == [("buried_point", "added")] * 2
    (listed,) = command.json("certificates", "list", "--changed", "--json")["certificates"]
    assert listed["certificate"] == asked["certificate"]
    now = command.json("advise", *PLACE, *ASKED, "--cover-m", "80", "--pdf", str(pdf), "--json")
    assert (now["cover"]["met_m"], now["cover"]["used_m"]) == ([45.0, 70.0], [45.0, 70.0])
    assert now["cover"]["contradicted"]
    told = "".join(pages(pdf).split())
    assert "ZK1" in told
    assert "上断点埋深45m" in told
    assert "矛盾" in told
    assert command.json("replay", now["certificate"], "--json")["identical"]


def test_deep_boreholes_exempt_their_stretch_and_no_more(command: Command, tmp_path: Path) -> None:
    command("import", drilled(tmp_path / "a.xlsx", 75.0), "--survey", "PG")
    found = command.json("advise", *PLACE, *ASKED, "--json")
    assert (found["answer"], found["article"]) == ("exempt", "CN-GB50011-EX3-8")
    far = command.json("advise", "--at", "103.63,31.0015", *ASKED, "--json")
    assert far["answer"] == "inside"
    assert "unknown.cover_far" in {u["code"] for u in far["unknowns"]}
    out = tmp_path / "zones.geojson"
    command("zones", *ASKED, "--survey", "PG", "--out", str(out))
    zone = next(
        f
        for f in json.loads(out.read_text(encoding="utf-8"))["features"]
        if f["properties"]["kind"] == "zone"
    )
    west = min(x for part in zone["geometry"]["coordinates"] for x, _ in part[0])
    # From a thousand metres east of the borehole onwards, 200 m around its end.
    assert west == pytest.approx(103.61 + (1000 - 200) / 95_490, abs=2e-5)
