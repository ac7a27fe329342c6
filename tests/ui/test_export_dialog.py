"""The export dialog: every format of the command line is offered, written and told of."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from shapely import MultiLineString

from faultgis.changes import Change
from faultgis.exports.hazard.sources import Settings
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services import exporting
from tests.ui.memory import MemoryProgram
from ui import words
from ui.dialogs.export_survey import FORMATS, ExportSurvey
from ui.jobs import Jobs

LINE = MultiLineString([[(104.0, 31.0), (104.1, 31.5)]])


@pytest.fixture
def dialog(qtbot: QtBot, database: Any, tmp_path: Path) -> Any:
    words.use("en")
    survey = database.create_survey(Survey(code="T"))
    fault = Fault(survey_id=survey.id, code="F1", kinematics="strike_slip", name_zh="龙门山断裂")
    trace = Trace(survey_id=survey.id, fault_id=fault.id, geometry=LINE)
    database.save([Change(None, fault), Change(None, trace)])
    jobs = Jobs()
    made = ExportSurvey(None, MemoryProgram(database, home=tmp_path), survey, jobs, str(tmp_path), False)
    qtbot.addWidget(made)
    yield made
    jobs.wait()


def write(qtbot: QtBot, dialog: ExportSurvey, name: str) -> Path:
    dialog.format.setCurrentIndex(dialog.format.findData(name))
    dialog.accept()
    qtbot.waitUntil(lambda: dialog._job is None, timeout=20_000)
    return Path(dialog.file.text())


def test_the_dialog_offers_what_the_command_line_has() -> None:
    assert {name for name, _, _ in FORMATS} == set(exporting.FORMATS)


def test_a_file_is_written_and_not_overwritten(qtbot: QtBot, dialog: ExportSurvey, tmp_path: Path) -> None:
    file = write(qtbot, dialog, "kml")
    assert file == tmp_path / "T_kml.kml"
    assert "龙门山断裂" in file.read_text(encoding="utf-8")
    assert dialog.done_line.text() == "1 file, 1 row"
    write(qtbot, dialog, "kml")
    assert "exists" in dialog.problem.text()
    assert dialog.done_line.text() == "No file was written."


def test_another_format_forgets_what_was_told_of_the_one_before(qtbot: QtBot, dialog: ExportSurvey) -> None:
    dialog.show()
    write(qtbot, dialog, "shp")
    files, rows = dialog.done_line.text().split(", ")
    assert (files.split()[1], rows) == ("files", "2 rows")
    assert dialog.told.isVisible()
    assert dialog.folder_button.isVisible()
    assert dialog.out.text() == "Close"
    dialog.format.setCurrentIndex(dialog.format.findData("oxcal"))
    for widget in (dialog.done_line, dialog.told, dialog.folder_button):
        assert not widget.isVisible()
    write(qtbot, dialog, "oxcal")
    assert dialog.done_line.text() == "No file was written."
    assert dialog.problem.isVisible()
    assert not dialog.folder_button.isVisible()


def test_what_a_hazard_model_lacks_is_told(qtbot: QtBot, dialog: ExportSurvey) -> None:
    assert dialog.hazard.isHidden()
    file = write(qtbot, dialog, "nrml")
    assert not dialog.hazard.isHidden()
    assert not file.exists()
    told = [dialog.told.item(at).text() for at in range(dialog.told.count())]  # type: ignore[union-attr]
    assert any("No slip rate above zero is stated." in text for text in told)


def test_settings_reach_the_model(dialog: ExportSurvey) -> None:
    assert dialog.settings() == Settings()
    dialog.distribution.setCurrentIndex(1)
    dialog.numbers["lower_depth_km"].setValue(15)
    dialog.unknown_dip.setCurrentIndex(1)
    assert dialog.settings() == Settings(distribution="gr", lower_depth_km=15, dip_to_the_right=True)
    assert dialog.numbers["b_value"].isEnabled()
