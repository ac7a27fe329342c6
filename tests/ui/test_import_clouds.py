"""Point clouds in the import: told in words, asked for what is missing, made into terrain and shown."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from faultgis.errors import CancelledError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from faultgis.services.cloud_facts import CloudReport
from importers.clouds.order import PRODUCTS
from tests.ui.memory import MemoryProgram, MemoryStore
from tests.ui.person import QTest
from ui import words
from ui.dialogs.import_clouds import ImportClouds
from ui.dialogs.import_file import ImportFile
from ui.jobs import Jobs


@dataclass
class Making(MemoryProgram):
    """Takes clouds in as the program does."""

    def import_clouds(
        self, files: Sequence[Path], survey: Survey, progress: Progress, **options: Any
    ) -> CloudReport:
        from faultgis.services.clouds import import_clouds
        from importers.clouds.order import Order
        from importers.clouds.staging import Stager

        given = {name: options.pop(name) for name in ("copies_to", "accuracy_m")}
        order = Order(tuple(files), self.home, self.home / "scratch", **options)
        stager = Stager(self.home, "memory", order, given["copies_to"])
        return import_clouds(self.store, survey, stager, accuracy_m=given["accuracy_m"], progress=progress)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.wait()


def opened(qtbot: QtBot, program: MemoryProgram, jobs: Jobs, *files: Path) -> ImportClouds:
    words.use("en")
    dialog = ImportClouds(None, program, program.store.surveys()[0], jobs, files)
    qtbot.addWidget(dialog)
    return dialog


def test_a_cloud_chosen_in_the_import_goes_to_its_own_page(
    qtbot: QtBot, jobs: Jobs, store: MemoryStore, shared: Path, tmp_path: Path
) -> None:
    dialog = ImportFile(None, MemoryProgram(store, home=tmp_path), store.surveys()[0], jobs)
    qtbot.addWidget(dialog)
    file = shared / "data/lidar/formats/simple.laz"
    dialog.take(file)
    qtbot.waitUntil(lambda: bool(dialog.clouds), timeout=20_000)
    assert dialog.clouds == [file]
    assert dialog.report is None


def test_each_cloud_is_told_in_words_with_its_doubts(
    qtbot: QtBot, jobs: Jobs, store: MemoryStore, shared: Path, tmp_path: Path
) -> None:
    files = [shared / "data/lidar" / name for name in ("bench/autzen_5m_pf6_ft.laz", "terrain/bcts_1.laz")]
    dialog = opened(qtbot, MemoryProgram(store, home=tmp_path), jobs, *files)
    qtbot.waitUntil(lambda: len(dialog.infos) == 2, timeout=20_000)
    said = dialog.told.toPlainText()
    for expected in ("5,326,585", "international feet", "531,662", "EPSG:3005"):
        assert expected in said
    assert "cloud." not in said
    dialog.take([shared / "data/lidar/formats/A4.e57"])
    qtbot.waitUntil(lambda: "E57" in dialog.problem.text(), timeout=20_000)
    assert dialog.files == files


def test_a_missing_system_is_asked_for(
    qtbot: QtBot, jobs: Jobs, store: MemoryStore, shared: Path, tmp_path: Path
) -> None:
    program = MemoryProgram(store, home=tmp_path)
    dialog = opened(qtbot, program, jobs, shared / "data/lidar/formats/simple.laz")
    qtbot.waitUntil(lambda: bool(dialog.infos), timeout=20_000)
    dialog.accept()
    assert "no coordinate system" in dialog.problem.text()
    assert program.imports == []
    dialog.crs.choose("EPSG:4547")
    dialog.heights.setCurrentIndex(1)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20_000)
    (asked,) = program.imports
    assert (asked["crs"], asked["vertical"], asked["resolution"]) == ("EPSG:4547", "EPSG:5737", 1.0)


def test_more_options_open_and_are_kept(
    qtbot: QtBot, jobs: Jobs, store: MemoryStore, shared: Path, tmp_path: Path
) -> None:
    program = MemoryProgram(store, home=tmp_path)
    dialog = opened(qtbot, program, jobs, shared / "data/lidar/terrain/Megaplot.laz")
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.infos), timeout=20_000)
    more = dialog.further
    assert not more.noise.isVisible()
    assert dialog.options() | {"noise": True, "dtm": "idw", "max_edge": None} == dialog.options()
    QTest.mouseClick(more.head, Qt.MouseButton.LeftButton)
    assert more.noise.isVisible()
    assert not more.edge.isEnabled(), "distances know no triangles"
    QTest.keyClick(more.noise, Qt.Key.Key_Space)
    QTest.keyClick(more.way, Qt.Key.Key_Down)
    assert more.edge.isEnabled()
    assert dialog.options()["max_edge"] is None, "as usual, until it is said"
    more.edge.selectAll()
    QTest.keyClicks(more.edge, "8.5")
    QTest.mouseClick(more.head, Qt.MouseButton.LeftButton)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20_000)
    (asked,) = program.imports
    assert (asked["noise"], asked["dtm"], asked["max_edge"]) == (False, "tin", 8.5)
    assert not more.isVisible()


def test_cells_fit_sparse_points_until_another_size_is_chosen(
    qtbot: QtBot, jobs: Jobs, store: MemoryStore, shared: Path, tmp_path: Path
) -> None:
    """1,065 points over 3.4 by 4.6 km lie 121 m apart; those of Megaplot 0.8 m."""
    lidar = shared / "data/lidar"
    program = MemoryProgram(store, home=tmp_path)
    sparse = opened(qtbot, program, jobs, lidar / "formats/1.2-with-color.copc.laz")
    qtbot.waitUntil(lambda: bool(sparse.infos), timeout=20_000)
    assert sparse.cell.value() == 100
    dense = opened(qtbot, program, jobs, lidar / "terrain/Megaplot.laz")
    qtbot.waitUntil(lambda: bool(dense.infos), timeout=20_000)
    assert dense.cell.value() == 1
    dense.cell.setValue(0.5)
    dense.take([lidar / "formats/1.2-with-color.copc.laz"])
    qtbot.waitUntil(lambda: len(dense.infos) == 2, timeout=20_000)
    assert dense.cell.value() == 0.5


def test_terrain_is_made_and_the_original_kept(
    qtbot: QtBot, jobs: Jobs, store: MemoryStore, shared: Path, tmp_path: Path
) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    dialog = opened(qtbot, Making(store, home=home), jobs, shared / "data/lidar/isprs/samp11-utm.laz")
    qtbot.waitUntil(lambda: bool(dialog.infos), timeout=20_000)
    dialog.accuracy.setValue(0.15)
    dialog.folder.setText(str(out))
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.report is not None or bool(dialog.problem.text()), timeout=120_000)
    assert dialog.problem.text() == ""
    (cloud,), rasters = dialog.report.clouds, dialog.report.rasters
    assert (cloud.points, cloud.accuracy.best) == (38_010, 0.15)
    assert all((home / "products" / raster.path).is_file() for raster in rasters)
    assert {path.name for path in out.iterdir()} == {f"samp11-utm_{kind}.tif" for kind in PRODUCTS}
    assert [str(p.relative_to(home / "archive")) for p in (home / "archive").rglob("*.laz")] == [cloud.path]
    said = dialog.told.toPlainText()
    for expected in ("38,010", "1 created", "EPSG:32632", "datum not stated", "Hillshade"):
        assert expected in said
    assert "cloud." not in said
    dialog.accept()
    assert dialog.result() == 1


def test_a_cancel_stops_the_work(
    qtbot: QtBot, jobs: Jobs, store: MemoryStore, shared: Path, tmp_path: Path
) -> None:
    begun, stopped = threading.Event(), threading.Event()

    class Endless(MemoryProgram):
        def import_clouds(
            self, files: Sequence[Path], survey: Survey, progress: Progress, **options: Any
        ) -> Any:
            begun.set()
            try:
                while True:
                    progress.report("cloud.reading")
                    stopped.wait(0.01)
            except CancelledError:
                stopped.set()
                raise

    dialog = opened(qtbot, Endless(store, home=tmp_path), jobs, shared / "data/lidar/isprs/samp11-utm.laz")
    qtbot.waitUntil(lambda: bool(dialog.infos), timeout=20_000)
    dialog.accept()
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    dialog.reject()
    qtbot.waitUntil(stopped.is_set, timeout=20_000)
    qtbot.waitUntil(lambda: dialog.main is not None and dialog.main.isEnabled(), timeout=20_000)
    assert dialog.report is None
