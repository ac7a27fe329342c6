"""Where there is no private server (Windows, macOS): the program says so, and the team's database works."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Without the modules of Unix, as on Windows.
ELSEWHERE = """
import platform, sys
platform.system = lambda: "Windows"
sys.modules["fcntl"] = sys.modules["pwd"] = None
from ui.cli.main import answer
sys.exit(answer(sys.argv[1:]))
"""


def _elsewhere(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", ELSEWHERE, "--lang", "en", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def test_the_private_database_is_refused_with_the_way_out() -> None:
    for verb in (("db", "init"), ("db", "status"), ("survey", "list")):
        done = _elsewhere(*verb)
        assert done.returncode == 4
        assert "on Linux only; this system is Windows" in done.stderr
        assert "--database" in done.stderr


def test_a_teams_database_works(database_url: str) -> None:
    done = _elsewhere("--database", database_url, "survey", "list")
    assert done.returncode == 0, done.stderr
    assert "no survey yet" in done.stdout
