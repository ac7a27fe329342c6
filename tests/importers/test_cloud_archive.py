"""Originals are kept whole or not at all, once each, and a change is noticed."""

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from faultgis.errors import CancelledError, InputError
from faultgis.progress import Progress, Step
from importers.clouds import archive
from importers.clouds.archive import Archive


def files_in(home: Path) -> list[str]:
    return sorted(str(p.relative_to(home)) for p in home.rglob("*") if p.is_file())


def test_an_original_is_kept_under_its_content(shared: Path, tmp_path: Path) -> None:
    source = shared / "data/lidar/formats/simple.laz"
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    kept = Archive(tmp_path).keep(source)
    assert (kept.digest, kept.new, kept.size) == (digest, True, source.stat().st_size)
    assert kept.path == tmp_path / "archive" / digest[:2] / f"{digest}.laz"
    assert kept.path.read_bytes() == source.read_bytes()
    assert Archive(tmp_path).verify(digest) == kept.path


def test_the_same_content_is_stored_once(shared: Path, tmp_path: Path) -> None:
    source = shared / "data/lidar/formats/simple.laz"
    other = tmp_path / "renamed.LAZ"
    other.write_bytes(source.read_bytes())
    home = tmp_path / "home"
    first, second = Archive(home).keep(source), Archive(home).keep(other)
    assert (first.path, second.new) == (second.path, False)
    assert len(files_in(home)) == 1


def test_a_spoiled_original_is_noticed_and_replaced(tmp_path: Path) -> None:
    source = tmp_path / "a.las"
    source.write_bytes(b"points")
    kept = Archive(tmp_path).keep(source)
    kept.path.chmod(0o600)
    kept.path.write_bytes(b"poin")
    with pytest.raises(InputError, match=r"cloud\.archive_spoiled"):
        Archive(tmp_path).verify(kept.digest)
    assert Archive(tmp_path).keep(source).new
    assert Archive(tmp_path).verify(kept.digest).read_bytes() == b"points"
    with pytest.raises(InputError, match=r"cloud\.archive_missing"):
        Archive(tmp_path).verify("0" * 64)


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.las"
    source.write_bytes(b"points")
    home = tmp_path / "home"

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(InputError, match=r"cloud\.archive_full"):
            Archive(home).keep(source)
    assert files_in(home) == []
    monkeypatch.setattr(archive, "_RESERVE", 10**18)
    with pytest.raises(InputError, match=r"cloud\.archive_full"):
        Archive(home).keep(source)
    assert files_in(home) == []


def test_a_cancel_and_a_change_while_copying_leave_nothing(tmp_path: Path) -> None:
    source = tmp_path / "a.las"
    source.write_bytes(b"points")
    home = tmp_path / "home"
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        Archive(home).keep(source, progress)

    def touch(step: Step) -> None:
        source.write_bytes(b"other points")

    with pytest.raises(InputError, match=r"cloud\.archive_changed"):
        Archive(home).keep(source, Progress(touch))
    assert files_in(home) == []


def test_what_a_killed_program_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    """A copy is interrupted by kill -9 in another process; what another living program writes stays."""
    big = tmp_path / "big.las"
    big.write_bytes(b"x" * 20_000_000)
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from faultgis.progress import Progress; from importers.clouds.archive import Archive\n"
        "die = lambda step: os.kill(os.getpid(), signal.SIGKILL)\n"
        "Archive(Path(sys.argv[1])).keep(Path(sys.argv[2]), Progress(die))"
    )
    root = Path(__file__).resolve().parents[2]
    home = tmp_path / "home"
    ended = subprocess.run([sys.executable, "-c", script, str(home), str(big)], cwd=root, check=False)
    assert ended.returncode == -9
    (left,) = files_in(home)
    assert left.endswith(".part")
    other = tmp_path / "other.las"
    other.write_bytes(b"points")
    with Archive(home).staged([other]) as copies:
        waiting = str(copies[0].part.relative_to(home))
        assert files_in(home) == [waiting]
        assert Archive(home).sweep() == 0
        assert files_in(home) == [waiting]
    assert files_in(home) == []


def test_copies_wait_beside_the_archive_until_the_work_is_done(tmp_path: Path) -> None:
    files = [tmp_path / "a.las", tmp_path / "b.las"]
    for file in files:
        file.write_bytes(file.name.encode())
    home = tmp_path / "home"
    with pytest.raises(ZeroDivisionError), Archive(home).staged(files):
        raise ZeroDivisionError
    assert files_in(home) == []
    with Archive(home).staged(files) as copies:
        kept = [copy.settle() for copy in copies]
    assert [each.path.read_bytes() for each in kept] == [b"a.las", b"b.las"]
    assert files_in(home) == sorted(str(each.path.relative_to(home)) for each in kept)
