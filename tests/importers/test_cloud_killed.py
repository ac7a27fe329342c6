"""kill -9 and a full disk while clouds come into a survey: database and archive are as before."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.work import Database
from faultgis.records.survey import Survey
from importers.clouds.leftovers import sweep
from importers.clouds.unrecorded import Unrecorded
from ui.wiring import open_program

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
BCTS = [f"terrain/bcts_{n}.laz" for n in (1, 2, 3, 4)]


class Office:
    """A home whose survey holds one cloud already, and what stands in its archive and database."""

    def __init__(self, database: Database, url: str, home: Path, data: Path) -> None:
        self.database, self.url, self.home, self.data = database, url, home, data
        self.survey = database.create_survey(Survey(code="s", name_zh="测区"))

    def command(self, *files: str, options: tuple[str, ...] = ()) -> list[str]:
        place = ["--database", self.url, "--home", str(self.home), "--lang", "en"]
        paths = [str(self.data / name) for name in files]
        return [*place, "cloud", "import", *paths, "--survey", "s", "--json", *options]

    def start(self, moment: str, *files: str, options: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
        dying = str(Path(__file__).with_name("dying.py"))
        return subprocess.Popen(
            [sys.executable, "-P", dying, moment, *self.command(*files, options=options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def run(self, moment: str, *files: str, options: tuple[str, ...] = ()) -> tuple[int, Any]:
        with self.start(moment, *files, options=options) as process:
            out, err = process.communicate()
        assert "Traceback" not in err
        return process.returncode, json.loads(out) if out.strip() else None

    def kept(self) -> dict[str, bytes]:
        """Every file under its content's name, with its content."""
        folders = ("archive", "products")
        found = (p for folder in folders for p in (self.home / folder).glob("[0-9a-f]*/*"))
        return {str(path.relative_to(self.home)): path.read_bytes() for path in found}

    def held(self) -> list[Any]:
        """Every record of clouds, rasters and imports."""
        kinds = ("local_grid", "point_cloud", "raster")
        records = self.database.load(self.survey.id, kinds)
        return [*(r for kind in kinds for r in records[kind]), *self.database.batches(self.survey.id)]

    def restart(self) -> None:
        """The next start. The child of a killed program notices by itself that nobody listens any more."""
        end = time.monotonic() + 60
        while True:
            open_program(self.url, self.home).close()
            if not self.left() or time.monotonic() > end:
                return
            time.sleep(0.1)

    def left(self) -> list[Path]:
        """What is neither kept under its content's name nor belongs to the program."""
        known = {"archive.lock", "databases.txt"}
        files = (path for path in self.home.rglob("*") if path.is_file() and path.name not in known)
        return [path for path in files if str(path.relative_to(self.home)) not in self.kept()]


@pytest.fixture
def office(database: Database, database_url: str, tmp_path: Path, shared: Path) -> Office:
    made = Office(database, database_url, tmp_path / "home", shared / "data/lidar")
    code, _ = made.run("", "isprs/samp21-utm.laz")
    assert code == 0
    assert len(made.kept()) == 7
    return made


def wait_for(what: str, process: "subprocess.Popen[str]") -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if what in line:
            return
    raise AssertionError(f"ended without {what!r}")


@pytest.mark.slow
def test_killed_at_work_nothing_is_left(office: Office) -> None:
    files, records = office.kept(), office.held()
    for step in ("keeping the original", "reading points", "Writing products"):
        with office.start("", *BCTS) as process:
            wait_for(step, process)
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        office.restart()
        assert (office.kept(), office.held()) == (files, records), step
        assert office.left() == []


@pytest.mark.slow
def test_killed_between_files_and_records_nothing_is_left(office: Office) -> None:
    files, records = office.kept(), office.held()
    for moment in ("noted", "half_named", "named", "written"):
        code, _ = office.run(moment, "isprs/samp11-utm.laz", "isprs/samp31-utm.laz")
        assert code == -signal.SIGKILL
        assert len(office.kept()) > len(files) or moment == "noted"
        office.restart()
        assert (office.kept(), office.held()) == (files, records), moment
        assert office.left() == []


@pytest.mark.slow
def test_killed_after_the_commit_all_is_there(office: Office) -> None:
    files = office.kept()
    code, _ = office.run("committed", "isprs/samp11-utm.laz")
    assert code == -signal.SIGKILL
    before, records = office.kept(), office.held()
    assert len(before) == len(files) + 7
    office.restart()
    assert (office.kept(), office.held()) == (before, records)
    assert office.left() == []
    code, told = office.run("", "isprs/samp11-utm.laz")
    assert (code, told["unchanged"], told["batch"]) == (0, 1, None)


@pytest.mark.slow
def test_what_an_interrupted_import_left_may_be_wanted_by_another_meanwhile(office: Office) -> None:
    """An import into another database was interrupted, which is not opened before the same cloud comes into
    this one: its clean-up takes only what nobody else counts on."""
    code, _ = office.run("named", "isprs/samp11-utm.laz")
    assert code == -signal.SIGKILL
    unrecorded = Unrecorded(office.home)
    (note,) = unrecorded.notes()
    unrecorded.write(replace(note, database="elsewhere"))
    code, told = office.run("", "isprs/samp11-utm.laz", options=("--resolution", "2"))
    assert (code, told["created"]) == (0, 1)
    assert unrecorded.settle("elsewhere", lambda _survey, _batch: False) == 6
    assert unrecorded.notes() == []
    (cloud,) = told["clouds"]
    assert Path(cloud["path"]).is_file()
    assert all(Path(raster["path"]).is_file() for raster in told["rasters"])


@contextmanager
def disk(place: Path, megabytes: int) -> Iterator[None]:
    """A disk of its own that is soon full."""
    place.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "faultgis", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only an administrator can mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("megabytes", "options", "codes"),
    [
        (60, (), {"cloud.archive_full"}),
        (100, ("--resolution", "0.1"), {"cloud.disk_full", "product.not_written"}),
    ],
)
def test_a_full_disk_leaves_database_and_archive_as_before(
    database: Database,
    database_url: str,
    tmp_path: Path,
    shared: Path,
    megabytes: int,
    options: tuple[str, ...],
    codes: set[str],
) -> None:
    home = tmp_path / "home"
    with disk(home, megabytes):
        office = Office(database, database_url, home, shared / "data/lidar")
        code, told = office.run("", *BCTS, options=options)
        assert (code, told["error"]["code"] in codes) == (2, True), told
        assert "GiB" not in told["error"]["message"]
        assert (office.kept(), office.held(), office.left()) == ({}, [], [])
        with suppress(FileNotFoundError):
            assert list((home / "scratch").iterdir()) == []


def test_what_a_killed_conversion_left_goes_at_the_next_start(shared: Path, tmp_path: Path) -> None:
    """Without a survey nothing enters the archive; scratch and half-made products go."""
    home, out = tmp_path / "home", tmp_path / "out"
    arguments = ["--home", str(home), "--lang", "en", "cloud", "import"]
    arguments += [str(shared / "data/lidar/terrain/bcts_2.laz"), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-m", "ui.cli.main", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        wait_for("reading points", process)
        process.send_signal(signal.SIGKILL)
    end = time.monotonic() + 60
    while list(home.rglob("*.points")) and time.monotonic() < end:
        sweep(home)
        time.sleep(0.1)
    assert [path for path in home.rglob("*") if path.is_file()] == []
    assert list(out.glob("*.tif")) == []
