"""``faultgis db``: what scripts rely on, and what a person is told."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.cluster.server import PrivateServer
from ui.cli.main import answer


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A home of its own, whose server is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="fgtest-", dir=os.environ["FAULTGIS_TEST_SERVERS"]))
    folder.chmod(0o755)
    yield str(folder)
    PrivateServer(folder).stop("immediate", force=True)
    shutil.rmtree(folder, ignore_errors=True)


def _json(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert answer([*words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_from_nothing_to_a_restored_backup(
    home: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = ("--home", home, "--quiet", "db")
    assert _json(capsys, *db, "status", code=4)["error"]["code"] == "cluster.not_created"
    made = _json(capsys, *db, "init")
    assert {"url", "postgres", "postgis", "schema", "size_bytes", "clients"} <= made.keys()
    assert made["current"]
    assert made["url"].startswith("postgresql://faultgis@")
    assert _json(capsys, *db, "stop") == {"stopped": False}
    assert _json(capsys, *db, "start")["started"]
    assert not _json(capsys, *db, "start")["started"]
    assert _json(capsys, *db, "status")["schema"] == made["schema"]
    file = str(tmp_path / "全部.dump")
    assert _json(capsys, *db, "backup", file)["file"] == file
    assert _json(capsys, *db, "backup", file, code=2)["error"]["code"] == "backup.exists"
    assert _json(capsys, *db, "restore", file)["kept"] == "faultgis_before_restore"
    assert _json(capsys, *db, "upgrade") == {"before": made["schema"], "schema": made["schema"]}
    assert _json(capsys, *db, "stop") == {"stopped": True}


def test_a_teams_database(owner_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    team = ("--database", owner_url, "--quiet", "db")
    assert _json(capsys, *team, "init")["current"]
    assert "folder" not in _json(capsys, *team, "status")
    assert _json(capsys, *team, "backup", str(tmp_path / "team.dump"))["tables"] > 10
    assert _json(capsys, *team, "stop", code=2)["error"]["code"] == "cluster.only_private"


@pytest.mark.parametrize("verb", ["status", "init", "upgrade"])
def test_no_password_reaches_the_screen(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    for url in (
        "postgresql://me:geheim@localhost:1/x",
        "postgresql://me:geheim@localhost:bad/x",
        "me:geheim@x",
    ):
        assert answer(["--database", url, "db", verb]) == 4
        said = capsys.readouterr()
        assert "geheim" not in said.out + said.err
        assert "Traceback" not in said.err


def test_a_missing_backup_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    error = _json(capsys, "db", "restore", "/no/such/file", code=2)["error"]
    assert (error["code"], error["file"]) == ("backup.no_file", "/no/such/file")
    assert error["help"]
