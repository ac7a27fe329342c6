"""The import's pages for laboratory tables and published chronologies, on a real database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.work import Database
from faultgis.changes import Change
from faultgis.records.fault import Fault
from faultgis.records.site import BuriedPoint
from faultgis.records.survey import Survey
from tests.importers.tables.made import survey_with_trench, workbook
from ui import words
from ui.dialogs.import_contents import ContentsPage
from ui.dialogs.import_file import ImportFile
from ui.dialogs.import_tables import EventsPage, TablePage
from ui.jobs import Jobs
from ui.wiring import Program

KUSAI = "data/paleo/quakerates_china/data/EastKunlunKusaihu_Hu_2007_simple.txt"
WAIT_MS = 30_000


@pytest.fixture
def survey(database: Database) -> Survey:
    words.use("zh")
    survey = survey_with_trench(database, "TC1-C1")
    database.save([Change(None, Fault(survey_id=survey.id, code="EK", name_zh="东昆仑断裂"))])
    return survey


@pytest.fixture
def dialog(survey: Survey, database_url: str, tmp_path: Path, qtbot: QtBot) -> Iterator[ImportFile]:
    program = Program(tmp_path, database_url, None)
    made = ImportFile(None, program, survey, Jobs())
    qtbot.addWidget(made)
    yield made
    program.engine.dispose()


def _looked_at(dialog: ImportFile, qtbot: QtBot, path: Path) -> Any:
    dialog.take(path)
    qtbot.waitUntil(lambda: dialog.step == 1 or bool(dialog.problem.text()), timeout=WAIT_MS)
    assert not dialog.problem.text()
    return dialog._contents


def _on(dialog: ImportFile, qtbot: QtBot, step: int) -> None:
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == step, timeout=WAIT_MS)


def test_a_table_is_asked_about_and_comes_in(
    dialog: ImportFile, survey: Survey, database: Database, qtbot: QtBot, tmp_path: Path
) -> None:
    page = _looked_at(dialog, qtbot, workbook(tmp_path / "测年.xlsx"))
    assert isinstance(page, TablePage)
    page.datum.setText("公元")
    dialog.accept()
    assert "1900" in dialog.problem.text()
    page.datum.setText("2019")
    page.sigma.setCurrentIndex(page.sigma.findData(2))
    page.make.setChecked(True)
    _on(dialog, qtbot, 2)
    assert not database.load(survey.id, ("lab_result",))["lab_result"]
    _on(dialog, qtbot, 3)
    assert (dialog.report.created, len(dialog.report.rejected)) == (3, 1)
    found = {getattr(r, "lab_code", ""): r for r in database.load(survey.id, ("lab_result",))["lab_result"]}
    osl: Any = found["L-22"]
    assert (osl.sigma, osl.datum_year) == (2, 2019)


def test_a_chronology_goes_to_the_fault_that_is_chosen(
    dialog: ImportFile, survey: Survey, database: Database, qtbot: QtBot, shared: Path
) -> None:
    page = _looked_at(dialog, qtbot, shared / KUSAI)
    assert isinstance(page, EventsPage)
    page.fault.choose("EK")
    _on(dialog, qtbot, 2)
    _on(dialog, qtbot, 3)
    assert dialog.report.created == 10
    sites: list[Any] = list(database.load(survey.id, ("trench_site",))["trench_site"])
    [fault] = database.load(survey.id, ("fault",))["fault"]
    assert {s.code: s.fault_id for s in sites}["EastKunlunKusaihu"] == fault.id


def test_a_contradictory_list_is_refused_on_the_first_page(
    dialog: ImportFile, qtbot: QtBot, shared: Path
) -> None:
    path = shared / Path(KUSAI).parent / "DaqingshanPiedmontTuyouqi_Ran_2003_simple.txt"
    dialog.take(path)
    qtbot.waitUntil(lambda: bool(dialog.problem.text()), timeout=WAIT_MS)
    assert "5, 6" in dialog.problem.text()
    assert dialog.step == 0


def test_a_table_of_boreholes_is_shown_as_points_and_comes_in(
    dialog: ImportFile, survey: Survey, database: Database, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "断点.csv"
    path.write_text("断点编号,目标断层编号,上断点埋深,经度,纬度\nZK1,EK,45,94.1,35.6\n", encoding="utf-8-sig")
    page = _looked_at(dialog, qtbot, path)
    assert isinstance(page, ContentsPage)
    assert "CGCS2000" in page.crs_evidence.text()
    page.kind.setCurrentIndex(page.kind.findData("buried_points"))
    _on(dialog, qtbot, 2)
    _on(dialog, qtbot, 3)
    (point,) = database.load(survey.id, ("buried_point",))["buried_point"]
    (fault,) = database.load(survey.id, ("fault",))["fault"]
    assert isinstance(point, BuriedPoint)
    assert (point.code, point.fault_id) == ("ZK1", fault.id)
