"""The desktop killed in the middle of an import of clouds, and a disk that is full: nothing is half there,
and the same import works at the next try."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QFileDialog

from tests.ui.person import Person, SitDown, push, rows
from tests.ui.terrain_hand import TILES, choose_files, make_terrain
from ui.dialogs.import_clouds import ImportClouds
from ui.dialogs.import_file import ImportFile

ROOT = Path(__file__).resolve().parents[2]
KEPT = (
    "select (select count(*) from faultgis.point_cloud), (select count(*) from faultgis.raster),"
    " (select count(*) from faultgis.import_batch)"
)


def files_in(home: Path) -> list[str]:
    """What lies in the archive, among the products and in the scratch folder."""
    folders = (home / "archive", home / "products", home / "scratch")
    return sorted(str(path.relative_to(home)) for folder in folders for path in folder.rglob("*.*"))


@pytest.mark.slow
@pytest.mark.parametrize("step", ["cloud.archiving", "cloud.gridding"])
def test_kill_9_in_mid_import(
    step: str, sit_down: SitDown, office: str, tmp_path: Path, shared: Path
) -> None:
    home, tiles = tmp_path / "home", [shared / "data/lidar/terrain" / name for name in TILES]
    before = rows(office, KEPT)
    killed = subprocess.run(
        [sys.executable, "-m", "tests.ui.cloud_victim", office, str(home), step, *map(str, tiles)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    assert rows(office, KEPT) == before
    person = sit_down(language="en")
    person.wait(lambda: files_in(home) == [])
    assert person.session.records["point_cloud"] == {}
    assert "1 created" in make_terrain(person, tiles[:1])
    assert rows(office, KEPT)[0][0] == 1


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[None]:
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
def test_a_full_disk_is_told_and_leaves_nothing(
    sit_down: SitDown, office: str, tmp_path: Path, shared: Path
) -> None:
    before = rows(office, KEPT)
    with small_disk(tmp_path / "home", 40):
        person = sit_down()
        said = refused(person, [shared / "data/lidar/terrain" / name for name in TILES])
        assert "磁盘" in said
        assert files_in(tmp_path / "home") == []
        person.leave()
    assert rows(office, KEPT) == before


def refused(person: Person, files: list[Path]) -> str:
    """Try to import; what the dialog answers instead of a terrain. It stays open, and can be left."""
    said: list[str] = []

    def pick(dialog: ImportFile) -> None:
        person.answer(QFileDialog, choose_files(person, files[0]))
        person.answer(ImportClouds, make)
        push(dialog, "Choose files…")

    def make(dialog: ImportClouds) -> None:
        person.wait(lambda: len(dialog.infos) == 1)
        person.answer(QFileDialog, choose_files(person, *files[1:]))
        push(dialog, "Add files…")
        person.wait(lambda: len(dialog.infos) == len(files))
        push(dialog, "Make terrain")
        person.wait(lambda: dialog.report is not None or bool(dialog.problem.text()))
        said.append(dialog.problem.text())
        push(dialog, "Cancel")

    person.answer(ImportFile, pick)
    person.press("import_file")
    person.wait(lambda: bool(said))
    person.settle()
    return said[0]
