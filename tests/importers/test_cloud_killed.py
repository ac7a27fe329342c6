"""kill -9 while a cloud becomes terrain: nothing half made, and the next start clears up."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from importers.clouds.leftovers import sweep


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def wait_for(what: str, process: "subprocess.Popen[str]") -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if what in line:
            return
    raise AssertionError(f"ended without {what!r}")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_import_leaves_nothing_that_the_next_start_does_not_remove(
    shared: Path, tmp_path: Path
) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    file = shared / "data/lidar/terrain/bcts_2.laz"
    command = [sys.executable, "-P", "-m", "ui.cli.main", "--home", str(home), "--lang", "en"]
    command += ["cloud", "import", str(file), "--out", str(out)]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=root, env=environment) as process:
        wait_for("reading points", process)
        process.send_signal(signal.SIGKILL)
    # The child notices that nobody listens any more, and ends by itself.
    end = time.monotonic() + 60
    while files_in(home) and time.monotonic() < end:
        sweep(home)
        time.sleep(0.1)
    assert files_in(home) == []
    assert list(out.glob("*.tif")) == []
