"""Help, usage errors, odd terminals and readers that go away."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import resources
from faultgis.services import calculating
from tests.ui.command import Command
from ui import words
from ui.cli import helps, main, options, verbs

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def faultgis(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    return Command(capsys, monkeypatch, "--home", str(tmp_path), "--quiet")


def _started(arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        f"{sys.executable} -P -m ui.cli.main {arguments}",
        shell=True,
        executable="/bin/bash",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )


def _pages(command: object, path: str = "") -> list[tuple[str, ...]]:
    under = getattr(command, "commands", {})
    found = [(*path.split(), name) for name in under]
    return found + [page for name, each in under.items() for page in _pages(each, f"{path} {name}")]


def _every_command() -> list[tuple[str, ...]]:
    app = typer.Typer()
    app.callback()(lambda: None)
    verbs.register(app, [])
    return [(), *_pages(typer.main.get_command(app))]


@pytest.mark.parametrize("arguments", _every_command(), ids=" ".join)
def test_help_speaks_one_language(faultgis: Command, arguments: tuple[str, ...]) -> None:
    english = (
        faultgis(*arguments, "--lang", "en", "--help")
        if not arguments
        else faultgis("--lang", "en", *arguments, "--help")
    )
    assert not CHINESE.search(english.replace("FaultGIS 活动断层调查数据库", ""))
    chinese = faultgis("--lang", "zh", *arguments, "--help")
    for line in chinese.splitlines():
        if line.startswith("  ") and "  " in line.strip():
            assert CHINESE.search(line), line
    assert "<bool>" not in english + chinese


def test_a_wrong_command_line_is_told_in_the_users_language(faultgis: Command) -> None:
    for arguments, english, chinese in (
        (["nonsense"], 'no verb "nonsense"', "没有“nonsense”这个命令"),
        (["import", "a.shp"], "--survey is missing", "缺少选项 --survey"),
        (["import", "a.shp", "--survey", "S", "--bogus"], "no option --bogus", "没有“--bogus”这个选项"),
        (["survey", "create", "A", "--name", "A", "--secrecy", "9"], "at most 3", "最大为 3"),
        (["survey", "create", "A", "--name", "A", "--secrecy", "x"], "must be a number", "应为数字"),
        (["faults", "show", "a", "b"], "More arguments", "多余的参数"),
        (["sheet"], "is missing", "缺少参数"),
    ):
        for language, said in (("en", english), ("zh", chinese)):
            assert faultgis("--lang", language, *arguments, expect=2) == ""
            assert said in faultgis.err
            assert "--help" in faultgis.err
            answer = faultgis.json("--lang", language, *arguments, "--json", expect=2)
            assert said in answer["error"]["message"]
            assert answer["error"]["code"] == "usage"


def test_an_option_without_its_value(faultgis: Command) -> None:
    faultgis("--lang", "zh", "map", "--out", expect=2)
    assert "选项 --out 后面要有值" in faultgis.err


def test_a_command_alone_shows_its_help(faultgis: Command) -> None:
    for arguments in ([], ["survey"], ["db"]):
        faultgis("--lang", "en", *arguments, expect=2)
        assert "Verbs" in faultgis.err


def test_halves_are_told_apart_by_their_letters() -> None:
    words.use("zh")
    assert helps.chosen("a / 一") == helps.chosen("一 / a") == "一"
    assert helps.chosen("GB / T") == "GB / T"
    assert helps.chosen(None) == ""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_a_terminal_without_chinese_gets_words_that_it_can_show(encoding: str) -> None:
    """GBK is a Chinese terminal; the others have no Chinese letters at all."""
    done = _started("sheet 102.2644 27.8945", PYTHONIOENCODING=encoding, LC_ALL="C", LANG="")
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode(encoding)
    assert "G48E001002" in shown
    assert ("邻幅" in shown) == (encoding == "gbk")
    assert "Traceback" not in done.stderr.decode(encoding)


def test_json_is_json_on_any_terminal() -> None:
    done = _started("sheet NONE --lang zh --json", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    done = _started("--lang zh sheet NONE --json", PYTHONIOENCODING="ascii")
    assert CHINESE.search(json.loads(done.stdout.decode("ascii"))["error"]["message"])


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = _started("sheet 102.2644 27.8945 --json | true; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stderr) == (0, b"")
    done = _started("--help | head -1; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_interrupted_command_is_cancelled_whatever_it_meets(
    faultgis: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that is interrupted while it loads raises an ``ImportError`` of its own."""

    def interrupted_plainly(**_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    def interrupted(**_: object) -> None:
        with contextlib.suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        raise ImportError("numpy._core.multiarray failed to import")

    handler = signal.signal(signal.SIGINT, main._interrupted)
    try:
        for each in (interrupted_plainly, interrupted):
            monkeypatch.setattr(calculating, "map_sheet", each)
            answer = faultgis.json("sheet", "102", "27", "--json", expect=130)
            assert answer["error"]["code"] == "cancelled"
    finally:
        signal.signal(signal.SIGINT, handler)


def test_what_is_told_is_not_taken_back(faultgis: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C while the database is let go of: the work is done and reported, the document stays one."""
    monkeypatch.setattr(options.Options, "close", lambda _: os.kill(os.getpid(), signal.SIGINT))
    handler = signal.signal(signal.SIGINT, main._interrupted)
    try:
        answer = faultgis.json("sheet", "102.2644", "27.8945", "--json")
    finally:
        signal.signal(signal.SIGINT, handler)
    assert answer["sheet"] == "G48E001002"


def test_a_home_that_is_a_file_is_refused(faultgis: Command, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    answer = faultgis.json("--home", str(file), "survey", "list", "--json", expect=2)
    assert answer["error"]["code"] == "home.not_a_folder"
    assert answer["error"]["help"]


def test_what_the_office_replaced_is_looked_for_in_the_named_home(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shipped = resources.path("rules/CN-NX-200.json")
    own = tmp_path / "rules" / "OFFICE-1.json"
    own.parent.mkdir()
    own.write_text(shipped.read_text(encoding="utf-8").replace('"CN-NX-200"', '"OFFICE-1"'), encoding="utf-8")
    before = os.environ.get("FAULTGIS_HOME")
    faultgis = Command(capsys, monkeypatch, "--home", str(tmp_path))
    assert "OFFICE-1" in faultgis("rules", "list")
    assert os.environ.get("FAULTGIS_HOME") == before
