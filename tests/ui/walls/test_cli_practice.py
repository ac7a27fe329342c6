"""The practice trench from the command line: in the database, once."""

from pathlib import Path

import pytest

from tests.ui.command import Command
from tests.ui.person import rows


def test_the_practice_trench_comes_in_once(
    office: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = Command(capsys, monkeypatch, "--database", office, "--home", str(tmp_path), "--lang", "en")
    told = command.json("trench", "practice", "--json")
    assert (told["survey"], told["site"]) == ("practice", "LADIK")
    assert told["records"]["sample"] == told["records"]["lab_result"] == 14
    assert rows(office, "select count(*) from faultgis.wall_feature") == [(155,)]
    command("trench", "practice", expect=2)
    assert "already has the practice trench" in command.err
    assert "Das309" in command("trench", "show", "LADIK")
