"""``faultgis trench show CODE --log`` as a script calls it: a real database, the real printer."""

import re
import subprocess
from pathlib import Path

import pytest

from db.work import Database
from faultgis.changes import Change
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trench import Trench
from faultgis.services.practice import ladik
from tests.ui.command import Command

SURVEY = Survey(code="log", constructed=True)


@pytest.fixture
def command(
    database: Database,
    database_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Command:
    """The practice trench, saved."""
    database.create_survey(SURVEY)
    fault = Fault(survey_id=SURVEY.id, code="F1", name_zh="练习断裂")
    database.save([Change(None, fault), *ladik(SURVEY.id, fault.id).changes])
    return Command(capsys, monkeypatch, "--database", database_url, "--lang", "zh")


def test_a_log_is_written_in_the_language_of_the_user(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "编录.pdf"
    value = command.json("trench", "show", "T1", "--log", str(out), "--scale", "50", "--json")
    made = value["log"]
    assert (made["scale"], made["paper"], made["sheets"], made["files"]) == (50, "A3", 1, [str(out)])
    assert len(value["units"]) == 13
    text = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, text=True, check=True).stdout
    assert "探槽壁编录图" in re.sub(r"\s", "", text)
    assert [p.name for p in tmp_path.iterdir()] == [out.name]


def test_sheets_of_a_svg_are_numbered_and_named(command: Command, tmp_path: Path) -> None:
    said = command(
        *(
            "trench",
            "show",
            "LADIK",
            "--log",
            str(tmp_path / "t.svg"),
            "--paper",
            "a3",
            "--wall",
            "N",
            "--author",
            "李明",
        )
    )
    files = sorted(p.name for p in tmp_path.iterdir())
    assert files == ["t-1.svg", "t-2.svg"]
    assert all(name in said for name in files)
    assert "1:20" in said


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (("--log", "x.pdf", "--scale", "100"), "log.scale"),
        (("--log", "x.pdf", "--paper", "B5"), "log.paper"),
        (("--log", "x.png"), "log.format"),
        (("--log", "x.pdf", "--wall", "Q"), "log.no_wall"),
        (("--log", "none/x.pdf"), "map.no_folder"),
        (("--scale", "20"), "log.only_with_log"),
    ],
)
def test_what_cannot_be_written_is_said(
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wanted: tuple[str, ...],
    code: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    found = command.json("trench", "show", "T1", *wanted, "--json", expect=2)
    assert found["error"]["code"] == code
    assert found["error"]["message"] != code
    assert list(tmp_path.iterdir()) == []


def test_a_site_with_two_trenches_asks_for_one(database: Database, command: Command, tmp_path: Path) -> None:
    trenches = database.load(SURVEY.id, ["trench"])["trench"]
    first = next(t for t in trenches if isinstance(t, Trench))
    second = Trench(survey_id=SURVEY.id, code="T2", site_id=first.site_id)
    database.save([Change(None, second)])
    out = str(tmp_path / "x.pdf")
    found = command.json("trench", "show", "LADIK", "--log", out, "--json", expect=2)
    assert found["error"]["code"] == "log.several_trenches"
    found = command.json("trench", "show", "T2", "--log", out, "--json", expect=2)
    assert found["error"]["code"] == "log.no_walls"
