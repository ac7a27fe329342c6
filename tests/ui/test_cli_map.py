"""``faultgis map`` as a script calls it, on a real database and through the real printer."""

import json
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString, MultiLineString

from db.work import Database
from faultgis.changes import Change
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from ui.cli.main import answer


@pytest.fixture
def surveyed(database: Database) -> Survey:
    survey = database.create_survey(Survey(code="s", name_zh="试验"))
    fault = Fault(survey_id=survey.id, code="F1", name_zh="则木河断裂", kinematics="sinistral")
    line = MultiLineString([LineString([(102.30, 27.95), (102.40, 27.87)])])
    trace = Trace(survey_id=survey.id, fault_id=fault.id, geometry=line)
    database.save([Change(None, fault), Change(None, trace)])
    return survey


def printed(url: str, out: Path, capsys: pytest.CaptureFixture[str], *wanted: str) -> dict[str, Any]:
    code = answer(["--database", url, "map", "--survey", "s", "--out", str(out), "--json", *wanted])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {**found, "code": code}


@pytest.mark.usefixtures("surveyed")
def test_a_sheet_is_printed_at_its_own_scale(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed(database_url, tmp_path / "a.png", capsys, "--sheet", "G48D001001", "--dpi", "72")
    assert (found["code"], found["scale"]) == (0, 100_000)
    assert Path(str(found["file"])).read_bytes().startswith(b"\x89PNG")


@pytest.mark.usefixtures("surveyed")
def test_a_fault_is_printed_with_room_around_it(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = printed(database_url, tmp_path / "f.pdf", capsys, "--fault", "F1")
    assert (found["code"], found["scale"]) == (0, 50_000)
    width, height = found["frame_mm"]
    assert 190 < width < 260
    assert 170 < height < 240


@pytest.mark.usefixtures("surveyed")
@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (("--fault", "F9"), "fault.unknown"),
        (("--bbox", "1,2,3"), "map.bbox"),
        (("--bbox", "73,26,106,44", "--scale", "50000"), "map.too_large"),
        (("--sheet", "G48E001002", "--bbox", "1,2,3,4"), "map.one_area"),
    ],
)
def test_what_cannot_be_printed_is_said(
    database_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    wanted: tuple[str, ...],
    code: str,
) -> None:
    found = printed(database_url, tmp_path / "x.pdf", capsys, *wanted)
    assert found["code"] == 2
    assert found["error"]["code"] == code
    assert not (tmp_path / "x.pdf").exists()
