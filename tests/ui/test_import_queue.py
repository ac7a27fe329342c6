"""Several files, several layers, old datums: what the import's first pages offer and hand on."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import shapely
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from faultgis.records.survey import Survey
from importers.batch import FileInfo, LayerInfo, Problem
from tests.ui.memory import MemoryProgram
from ui import words
from ui.dialogs import import_saving
from ui.dialogs.import_contents import ContentsPage
from ui.dialogs.import_file import ImportFile
from ui.dialogs.import_queue import Entry, entries
from ui.dialogs.import_report import ReportPage
from ui.forms.widgets import EmptyState
from ui.jobs import Jobs
from ui.wiring import Program

OLD = "EPSG:4214+towgs84=15.8,-154.4,-82.3;rmse=1.5"


class Real(MemoryProgram):
    """Looks, reads and saves as the program does."""

    def inspect(self, path: Path, files: Any = None, progress: Any = None) -> Any:
        return Program.inspect(self, path, files, progress)  # type: ignore[arg-type]

    def import_file(self, path: Path, survey: Survey, files: Any = None, **options: Any) -> Any:
        return Program.import_file(self, path, survey, files, **options)  # type: ignore[arg-type]

    def sample(self, path: Path, **options: Any) -> Any:
        return Program.sample(self, path, **options)  # type: ignore[arg-type]


@pytest.fixture
def dialog(qtbot: QtBot, database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    words.use("en")
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path / "home"))
    survey = database.create_survey(Survey(code="T"))
    jobs = Jobs()
    made = ImportFile(None, Real(database, home=tmp_path), survey, jobs)
    qtbot.addWidget(made)
    yield made
    jobs.wait()


def line(path: Path, name: str, shift: float) -> Path:
    shape = {"type": "LineString", "coordinates": [[104 + shift, 31], [104.1 + shift, 31.1]]}
    feature = {"type": "Feature", "properties": {"断裂名称": name}, "geometry": shape}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


def on(qtbot: QtBot, dialog: ImportFile, step: int) -> None:
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == step and dialog.job is None, timeout=20_000)


def codes(database: Any) -> set[str]:
    survey = database.survey("T")
    return {fault.name_zh for fault in database.load(survey.id, ["fault"])["fault"]}


def test_files_are_taken_one_after_another_and_the_last_is_taken_back(
    qtbot: QtBot, dialog: ImportFile, database: Any, tmp_path: Path
) -> None:
    paths = [line(tmp_path / f"{name}.geojson", name, at) for at, name in enumerate("甲乙")]
    dialog.take_all([paths[0], tmp_path / "missing.shp", paths[1]])
    qtbot.waitUntil(lambda: dialog.step == 1 and dialog.job is None, timeout=20_000)
    assert dialog.file_label.text().startswith("File 1 of 3 · 甲.geojson")
    page = dialog.page
    assert isinstance(page, ContentsPage)
    qtbot.waitUntil(lambda: page.first.rowCount() == 1, timeout=20_000)
    on(qtbot, dialog, 2)
    on(qtbot, dialog, 3)
    assert dialog.main is not None
    assert dialog.main.text() == "Next file"
    dialog.accept()
    qtbot.waitUntil(lambda: bool(dialog.problem.text()) and dialog.job is None, timeout=20_000)
    assert not dialog.ends.skip.isHidden()
    dialog.ends.skip.click()
    qtbot.waitUntil(lambda: dialog.step == 1 and dialog.job is None, timeout=20_000)
    on(qtbot, dialog, 2)
    on(qtbot, dialog, 3)
    assert codes(database) == {"甲", "乙"}
    dialog.ends.take_back.click()
    qtbot.waitUntil(lambda: dialog.ends.take_back.isHidden(), timeout=20_000)
    assert codes(database) == {"甲"}
    assert dialog.saved
    assert dialog.main.text() == "Done"


def test_lines_without_columns_are_said_to_be_so_and_what_came_in_is_not_cancelled(
    qtbot: QtBot, dialog: ImportFile, shared: Path, tmp_path: Path
) -> None:
    dialog.take_all([shared / "data/faults/china/CN-block-L2.gmt", tmp_path / "missing.shp"])
    qtbot.waitUntil(lambda: dialog.step == 1 and dialog.job is None, timeout=20_000)
    page = dialog.page
    assert isinstance(page, ContentsPage)
    said = "The rows are shapes alone, without columns."
    qtbot.waitUntil(lambda: any(each.text() == said for each in page.findChildren(QLabel)), timeout=20_000)
    assert page.first.isHidden()
    # What is missing is asked for here, not by an option of the command line alone.
    ways = [each.text() for each in page.findChildren(QLabel) if "never assumed" in each.text()]
    assert "Choose the one it is (command line:" in ways[0]
    page.crs.choose("EPSG:4490")
    on(qtbot, dialog, 2)
    assert dialog.out.text() == "Cancel"
    report = dialog.page
    assert isinstance(report, ReportPage)
    titles = [report.tabs.tabText(at) for at in range(report.tabs.count())]
    assert titles == ["Rejected 0", "Warnings 0"]
    empty = [report.tabs.widget(at) for at in range(2)]
    assert [each.label.text() for each in empty if isinstance(each, EmptyState)] == [
        "No row was rejected.",
        "There is nothing to note.",
    ]
    on(qtbot, dialog, 3)
    assert dialog.out.text() == "Close"
    dialog.accept()
    assert dialog.out.text() == "Cancel"
    qtbot.waitUntil(lambda: bool(dialog.problem.text()) and dialog.job is None, timeout=20_000)
    assert dialog.out.text() == "Close"


def test_the_report_is_a_workbook_with_every_row(
    qtbot: QtBot, dialog: ImportFile, database: Any, tmp_path: Path
) -> None:
    path = tmp_path / "点.csv"
    path.write_text("点号,经度,纬度,倾向,倾角\nP1,105,36,45,70\nP2,东边,36,45,70\n", encoding="utf-8")
    dialog.take(path)
    qtbot.waitUntil(lambda: dialog.step == 1 and dialog.job is None, timeout=20_000)
    on(qtbot, dialog, 2)
    page = dialog.page
    assert isinstance(page, ReportPage)
    assert "nothing is saved" in page.state.text()
    import_saving.write(page.report, tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    (_, *rows) = book["Rejected"].values
    assert [(row[0], "东边" in row[1], bool(row[2])) for row in rows] == [(3, True, True)]
    assert database.load(database.survey("T").id, ["observation_point"])["observation_point"] == []


def test_files_that_belong_together_are_one_import(tmp_path: Path) -> None:
    names = ("a.shp", "a.dbf", "a.shx", "a.shp.xml", "A2.dbf", "1.jpg", "2.JPG", "c.laz", "b.gpkg", "d.LAS")
    made = entries([tmp_path / name for name in names])
    assert made == [
        Entry(tmp_path / "a.shp"),
        Entry(tmp_path / "A2.dbf"),
        Entry(tmp_path / "b.gpkg"),
        Entry(tmp_path, (tmp_path / "1.jpg", tmp_path / "2.JPG")),
        Entry(tmp_path / "c.laz", (), (tmp_path / "c.laz", tmp_path / "d.LAS")),
    ]
    assert entries([tmp_path / "1.jpg"]) == [Entry(tmp_path / "1.jpg")]


def layer(name: str, geometry: str = "LineString", crs: str | None = "EPSG:4490") -> LayerInfo:
    said = Problem("crs.by_columns")
    return LayerInfo(name, 3, geometry, crs, "UTF-8", said, ("Name",), None, said)


def test_layers_are_chosen_and_read_each_as_what_it_is(qtbot: QtBot) -> None:
    from PyQt6.QtCore import Qt

    words.use("en")
    info = FileInfo("a.gpkg", "ogr", (layer("faults"), layer("points,2024", "Point Z"), layer("areas")))
    page = ContentsPage(info)
    qtbot.addWidget(page)
    assert page.options() == {}
    assert page.layers.item(1, 3).text() == "points"  # type: ignore[union-attr]
    third: Any = page.layers.item(2, 0)
    third.setCheckState(Qt.CheckState.Unchecked)
    page.layers.kinds["points,2024"].setCurrentIndex(3)
    assert page.options() == {"kind": "faults=auto,points,2024=buried_points"}
    first: Any = page.layers.item(0, 0)
    first.setCheckState(Qt.CheckState.Unchecked)
    assert page.options() == {"kind": "buried_points", "layer": "points,2024"}
    second: Any = page.layers.item(1, 0)
    second.setCheckState(Qt.CheckState.Unchecked)
    assert "at least one layer" in page.missing()
    for item in (first, second, third):
        item.setCheckState(Qt.CheckState.Checked)
    page.kind.setCurrentIndex(page.kind.findData("national"))
    assert page.options() == {"kind": "national"}


def test_an_old_datum_is_typed_with_its_parameters(qtbot: QtBot) -> None:
    page = ContentsPage(FileInfo("a.WL", "mapgis", (layer("a", crs="EPSG:4214"),)))
    qtbot.addWidget(page)
    edit: Any = page.crs.lineEdit()
    page.crs.setEditText(OLD)
    edit.editingFinished.emit()
    assert page.options() == {"crs": OLD}
    page.crs.setEditText("4490")
    edit.editingFinished.emit()
    assert page.options() == {"crs": "EPSG:4490"}
    page.crs.setEditText("nonsense")
    edit.editingFinished.emit()
    assert page.options() == {"crs": "EPSG:4490"}


def test_layers_named_with_commas_are_read_by_kind(database: Any, tmp_path: Path) -> None:
    path, survey = tmp_path / "多层.gpkg", database.create_survey(Survey(code="L"))
    for name, shape in (
        ("断层", shapely.LineString([(104, 31), (104.1, 31.1)])),
        ("点,1", shapely.Point(104, 31)),
    ):
        frame = pyogrio.read_dataframe(line(tmp_path / "a.geojson", name, 0)).assign(geometry=[shape])
        pyogrio.write_dataframe(frame, path, layer=name, append=path.exists())
    report = Real(database).import_file(path, survey, kind="点,1=auto", dry_run=True)
    assert (report.layers, report.kind) == (("点,1",), "observations")
