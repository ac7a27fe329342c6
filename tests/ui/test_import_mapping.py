"""The import's fields: changed, words crossed over to codes, tried again, remembered; and what is alike."""

import json
import re
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
import shapely
from pytestqt.qtbot import QtBot

from faultgis.records.survey import Survey
from importers import mappings
from tests.ui.memory import MemoryProgram
from ui import words
from ui.dialogs.import_file import ImportFile
from ui.dialogs.import_mapping import target_words
from ui.jobs import Jobs
from ui.wiring import Program

HIMATIBET = {"Type": ["thrust"], "ltype": [1111], "X": [104.0], "Y": [31.0]}


class Real(MemoryProgram):
    """Reads and saves as the program does."""

    def import_file(self, path: Path, survey: Survey, files: Any = None, **options: Any) -> Any:
        from faultgis.services.importing import import_file
        from importers.registry import read

        return import_file(self.store, read, path, survey, **options)

    def sample(self, path: Path, count: int = 3, **options: Any) -> Any:
        if path.suffix != ".geojson":
            return Program.sample(self, path, count, **options)  # type: ignore[arg-type]
        return ("断裂", "动", "角"), (("龙门山断裂", "压扭", "60"),)


def table(path: Path, **more: Any) -> Path:
    line = {"type": "LineString", "coordinates": [[104, 31], [104.1, 31.1]]}
    cells = {"断裂": "龙门山断裂", "kinematics": "压扭", "角": 60, **more}
    feature = {"type": "Feature", "properties": cells, "geometry": line}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


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


def look(qtbot: QtBot, dialog: ImportFile, path: Path) -> Any:
    dialog.take(path)
    qtbot.waitUntil(lambda: dialog.step == 1 and dialog.job is None, timeout=20_000)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == 2 and dialog.job is None, timeout=20_000)
    assert dialog._mapping is not None
    return dialog._mapping


def test_fields_are_changed_tried_again_and_remembered(
    qtbot: QtBot, dialog: ImportFile, database: Any, tmp_path: Path
) -> None:
    path = table(tmp_path / "a.geojson")
    tab = look(qtbot, dialog, path)
    assert tab.choices["角"].currentText() == "Not read; kept as text"
    assert tab.choices["kinematics"].currentData() == "fault.kinematics"
    assert list(tab.codes) == [("kinematics", "压扭")]
    tab.choices["角"].setCurrentIndex(tab.choices["角"].findData("fault.dip"))
    tab.choices["断裂"].setCurrentIndex(tab.choices["断裂"].findData("fault.name_zh"))
    tab.codes["kinematics", "压扭"].setCurrentIndex(
        tab.codes["kinematics", "压扭"].findData("reverse_sinistral")
    )
    assert dialog.main is not None
    assert dialog.main.text() == "Try again"
    tab.keep.setChecked(True)
    tab.name.setText("office table")
    dialog.accept()
    qtbot.waitUntil(lambda: dialog._mapping is not tab and dialog.job is None, timeout=20_000)
    assert dialog.step == 2
    assert dialog._mapping is not None
    assert dialog._mapping.codes == {}
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == 3 and dialog.job is None, timeout=20_000)
    (fault,) = database.load(database.survey("T").id, ["fault"])["fault"]
    assert (fault.name_zh, fault.kinematics, fault.dip.best) == ("龙门山断裂", "reverse_sinistral", 60)
    assert mappings.guess(("断裂", "kinematics", "角"))[0].name == "office table"


def test_words_are_crossed_over_for_this_import_alone(
    qtbot: QtBot, dialog: ImportFile, database: Any, tmp_path: Path
) -> None:
    tab = look(qtbot, dialog, table(tmp_path / "a.geojson"))
    code = tab.codes["kinematics", "压扭"]
    code.setCurrentIndex(code.findData("reverse_sinistral"))
    dialog.accept()
    qtbot.waitUntil(lambda: dialog._mapping is not tab and dialog.job is None, timeout=20_000)
    again: Any = dialog._mapping
    assert again.codes == {}
    assert again.line.combo.currentText() == "as chosen here"
    assert not again.keep.isChecked()
    again.choices["角"].setCurrentIndex(again.choices["角"].findData("fault.dip"))
    dialog.accept()
    qtbot.waitUntil(lambda: dialog._mapping is not again and dialog.job is None, timeout=20_000)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == 3 and dialog.job is None, timeout=20_000)
    (fault,) = database.load(database.survey("T").id, ["fault"])["fault"]
    assert (fault.kinematics, fault.dip.best) == ("reverse_sinistral", 60)
    assert mappings.guess(("断裂", "kinematics", "角"))[0].name == "plain"


def test_ages_that_nobody_can_read_are_crossed_over(
    qtbot: QtBot, dialog: ImportFile, database: Any, tmp_path: Path
) -> None:
    tab = look(qtbot, dialog, table(tmp_path / "a.geojson", 最晚活动时代="末次冰期"))
    code = tab.codes["最晚活动时代", "末次冰期"]
    page: Any = dialog.page
    # Two words wait for a code, one of each column: one sees it without opening the tab.
    assert "Fields ⚠ 2" in [page.tabs.tabText(at) for at in range(page.tabs.count())]
    code.setCurrentIndex(code.findData("late_pleistocene"))
    dialog.accept()
    qtbot.waitUntil(lambda: dialog._mapping is not tab and dialog.job is None, timeout=20_000)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == 3 and dialog.job is None, timeout=20_000)
    (fault,) = database.load(database.survey("T").id, ["fault"])["fault"]
    assert fault.latest_activity == "late_pleistocene"


def test_layers_of_several_mappings_are_previewed(qtbot: QtBot, dialog: ImportFile, tmp_path: Path) -> None:
    line = shapely.LineString([(104, 31), (104.1, 31.1)])
    for layer, columns in (("a", {"kinematics": ["压扭"]}), ("b", HIMATIBET)):
        frame = geopandas.GeoDataFrame(columns, geometry=[line], crs="EPSG:4490")
        pyogrio.write_dataframe(frame, tmp_path / "两层.gpkg", layer=layer, append=layer == "b")
    tab = look(qtbot, dialog, tmp_path / "两层.gpkg")
    assert "kinematics" in tab.choices


def test_what_is_alike_is_told_and_left_out_by_wish(
    qtbot: QtBot, dialog: ImportFile, database: Any, tmp_path: Path
) -> None:
    survey = database.survey("T")
    Real(database).import_file(table(tmp_path / "a.geojson", id=1), survey)
    look(qtbot, dialog, table(tmp_path / "b.geojson", id=2))
    page: Any = dialog.page
    assert not page.alike.isHidden()
    page.alike.setCurrentIndex(1)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == 3 and dialog.job is None, timeout=20_000)
    report: Any = dialog.report
    assert [each.code for each in report.rejected] == ["import.same_as"]
    assert len(database.load(survey.id, ["trace"])["trace"]) == 1


def test_every_target_has_words() -> None:
    from importers.own_mappings import targets

    for language in ("zh", "en"):
        words.use(language)
        for kind in ("traces", "observations", "buried_points", "deformation_zones"):
            for target in targets(kind):
                said = target_words(target)
                assert "_" not in said, (language, target, said)
                assert language == "en" or not re.search("[a-z]{3}", said), (target, said)


@pytest.mark.parametrize("name", ["strabospot/strabo_example.json", "structural_csv/structures.csv"])
def test_files_with_readers_of_their_own_are_previewed(
    qtbot: QtBot, dialog: ImportFile, shared: Path, name: str
) -> None:
    dialog.take(shared / "data/field" / name)
    qtbot.waitUntil(lambda: dialog.step == 1 and dialog.job is None, timeout=20_000)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == 2 and dialog.job is None, timeout=20_000)
    assert not dialog.problem.text()


def test_a_remembered_mapping_says_where_it_is_from_and_is_forgotten(
    qtbot: QtBot, dialog: ImportFile, tmp_path: Path
) -> None:
    path = table(tmp_path / "a.geojson")
    tab = look(qtbot, dialog, path)
    tab.choices["角"].setCurrentIndex(tab.choices["角"].findData("fault.dip"))
    tab.keep.setChecked(True)
    tab.name.setText("office table")
    dialog.accept()
    qtbot.waitUntil(lambda: dialog._mapping is not tab and dialog.job is None, timeout=20_000)
    kept = dialog._mapping
    assert kept is not None
    assert "remembered from a.geojson" in kept.line.about.text()
    assert "断裂" in kept.line.about.text()
    kept.line.forget.click()
    dialog.accept()
    qtbot.waitUntil(lambda: dialog._mapping is not kept and dialog.job is None, timeout=20_000)
    assert dialog._mapping is not None
    assert dialog._mapping.choices["角"].currentText() == "Not read; kept as text"
    assert dialog._mapping.line.forget.isHidden()
