"""What an archive held goes with the import, and with the next start where the import was killed."""

import os
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest

from importers import scratch
from importers.vector.ogr import inspect
from ui.wiring import open_program

ROOT = Path(__file__).resolve().parents[2]
WAITING = """
import sys, time
from pathlib import Path
from importers.vector.preflight import sources

with sources(Path(sys.argv[1])) as (found, *_):
    print(found.path, flush=True)
    time.sleep(60)
"""


def packed(folder: Path) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.geojson", '{"type":"Point","coordinates":[105,35]}')
    return path


@contextmanager
def importing(path: Path, temporary: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another program in the middle of an import, and a file that it has unpacked."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    command = [sys.executable, "-P", "-c", WAITING, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        try:
            yield running, Path(running.stdout.readline().strip())
        finally:
            running.kill()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_of_a_killed_import_nothing_stays_and_a_living_one_keeps_its_files(tmp_path: Path) -> None:
    path, temporary = packed(tmp_path), tmp_path / "temporary"
    temporary.mkdir()
    others = temporary / "faultgis-mapping-x"
    others.mkdir()
    with (
        mock.patch.object(tempfile, "tempdir", str(temporary)),
        importing(path, temporary) as (killed, left),
        importing(path, temporary) as (_, kept),
    ):
        assert left.is_file()
        assert kept.is_file()
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert left.is_file(), "nobody could take it away"
        inspect(path)
        assert not left.exists()
        assert kept.is_file()
        assert others.is_dir()
    with mock.patch.object(tempfile, "tempdir", str(temporary)):
        assert scratch.sweep_unpacked() == 1
    assert list(temporary.iterdir()) == [others]


def test_the_start_of_a_program_sweeps(tmp_path: Path, database_url: str) -> None:
    left = tmp_path / f"{scratch.UNPACKED}1-x"
    left.mkdir()
    (left / "owner").write_text("locked")
    with mock.patch.object(tempfile, "tempdir", str(tmp_path)):
        open_program(database_url, tmp_path / "home").close()
    assert not left.exists()


def test_a_folder_that_is_just_being_made_stays(tmp_path: Path) -> None:
    """Another program has made it and not locked it yet: nothing is written into it, either."""
    made = tmp_path / "x-1"
    made.mkdir()
    assert scratch.sweep(tmp_path, "x-") == 0
    assert list(made.iterdir()) == []
    (made / "owner").touch()
    assert scratch.sweep(tmp_path, "x-") == 0
    os.utime(made, (0, 0))
    assert scratch.sweep(tmp_path, "x-") == 1
