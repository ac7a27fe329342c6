"""Whatever happens to the child process, the caller gets an answer or a named error."""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import CancelledError, FaultGISError, InputError
from faultgis.progress import Progress, Step
from importers.clouds import child
from tests.importers import cloud_work

ROOT = Path(__file__).resolve().parents[2]


def test_the_result_and_the_steps_come_back() -> None:
    steps: list[Step] = []
    assert child.run(cloud_work.double, 21, progress=Progress(steps.append)) == 42
    assert steps[-1] == Step("cloud.reading", 10, 10)


def test_what_the_work_refuses_on_purpose_is_raised_here() -> None:
    with pytest.raises(InputError) as caught:
        child.run(cloud_work.refuse)
    assert (caught.value.code, caught.value.file) == ("cloud.scale", "x.las")
    assert caught.value.params == {"scale": "0, 0, 0"}


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (cloud_work.panic, "cloud.child_failed"),
        (cloud_work.abort, "cloud.child_died"),
        (cloud_work.grow, "cloud.needs_memory"),
    ],
)
def test_each_way_to_fail_has_a_name(work: Any, code: str) -> None:
    with pytest.raises(FaultGISError) as caught:
        child.run(work, file="a.laz", memory_mb=1024)
    assert (caught.value.code, caught.value.file) == (code, "a.laz")


def test_a_library_that_prints_does_not_spoil_the_answer() -> None:
    assert child.run(cloud_work.print_noise) == "heard"


def test_a_cancel_lets_the_work_clear_up(tmp_path: Path) -> None:
    progress = Progress()
    note = tmp_path / "note"
    threading.Timer(1.5, progress.cancel).start()
    with pytest.raises(CancelledError):
        child.run(cloud_work.wait_for_stop, note, progress=progress)
    assert note.read_text(encoding="ascii") == "cleared up"


def test_a_deaf_child_is_ended_when_its_time_is_over() -> None:
    began = time.monotonic()
    with pytest.raises(InputError, match=r"cloud\.child_slow"):
        child.run(cloud_work.deaf, seconds=1.0)
    assert time.monotonic() - began < 60


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the child ends with its input")
def test_a_busy_child_dies_with_its_parent(tmp_path: Path) -> None:
    note = tmp_path / "note"
    run = "import sys; from pathlib import Path; from importers.clouds import child; "
    run += "from tests.importers import cloud_work; child.run(cloud_work.hold, Path(sys.argv[1]))"
    parent = subprocess.Popen([sys.executable, "-c", run, str(note)], cwd=ROOT)
    while not (note.exists() and note.read_text("ascii")):
        assert parent.poll() is None
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    until = time.monotonic() + 1
    while Path("/proc", note.read_text("ascii"), "exe").exists():
        assert time.monotonic() < until
        time.sleep(0.01)
