"""Importing through the window: what the file does not say is asked for; what is broken is said in words."""

import json
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog, QLineEdit

from tests.ui.person import CONTROL, Person, SitDown, button, push, rows
from ui.dialogs.import_contents import ContentsPage
from ui.dialogs.import_file import ImportFile
from ui.dialogs.import_report import ReportPage
from ui.words import tr

COUNT = (
    "select count(*) from faultgis.trace t join faultgis.survey s on s.id = t.survey_id"
    " where s.code = 'practice'"
)
CHINESE = "试验断裂"


@pytest.fixture
def without_crs(tmp_path: Path) -> Path:
    """A Shapefile of two lines in degrees with Chinese names, without its .prj."""
    pyogrio: Any = pytest.importorskip("pyogrio.raw")
    import numpy as np
    import shapely

    path = tmp_path / "无坐标系.shp"
    lines = [shapely.LineString([(15.834, 46.458), (15.836 + k, 46.459)]) for k in (0.0, 0.001)]
    names = np.array([CHINESE, CHINESE + "二"], dtype=object)
    pyogrio.write(
        path,
        shapely.to_wkb(lines),
        [names],
        ["name"],
        geometry_type="LineString",
        encoding="UTF-8",
        crs=None,
    )
    assert not path.with_suffix(".prj").exists()
    return path


def choose_file(person: Person, path: Path) -> Any:
    """Type the file's path into the system's file dialog."""

    def choose(dialog: QFileDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(line, QLineEdit)
        line.setText(str(path))
        person.key(Qt.Key.Key_Return, widget=line)

    return choose


def look_into(person: Person, dialog: ImportFile, path: Path) -> None:
    """Choose the file and wait until it was looked into."""
    person.answer(QFileDialog, choose_file(person, path))
    push(dialog, "Choose files…")
    person.wait(lambda: not dialog.doing.isVisible() and dialog.path == path)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_crs_is_asked_about_then_imported(
    sit_down: SitDown, office: str, without_crs: Path
) -> None:
    person = sit_down()
    ((before,),) = rows(office, COUNT)
    seen: dict[str, Any] = {}

    def work(dialog: ImportFile) -> None:
        look_into(person, dialog, without_crs)
        page = dialog.findChild(ContentsPage)
        assert isinstance(page, ContentsPage)
        push(dialog, "Next")
        seen["asked"] = dialog.problem.text() if dialog.problem.isVisible() else ""
        line = page.crs.lineEdit()
        assert line is not None
        person.enter(line, "4490")
        completer = page.crs.completer()
        assert completer is not None
        popup = completer.popup()
        assert popup is not None
        person.wait(popup.isVisible)
        person.key(Qt.Key.Key_Down, widget=popup)
        person.key(Qt.Key.Key_Return, widget=popup)
        assert page.crs.currentData() == "EPSG:4490"
        push(dialog, "Next")
        person.wait(lambda: dialog.findChild(ReportPage) is not None)
        seen["nothing yet"] = rows(office, COUNT) == [(before,)]
        push(dialog, "Import")
        person.wait(lambda: dialog.report is not None)
        push(dialog, "Done")

    person.answer(ImportFile, work)
    person.press("import_file")
    assert seen == {
        "asked": tr("This file names no coordinate system: choose the one it is in."),
        "nothing yet": True,
    }
    assert rows(office, COUNT) == [(before + 2,)]
    person.wait(lambda: len(person.traces) == before + 2)
    person.settle()
    person.key(Qt.Key.Key_F, CONTROL)
    person.enter(person.window.survey.search, "shiyanduanlie")
    person.wait(lambda: person.window.survey.model.rowCount() == 2)


BROKEN = {
    "broken.gpkg": b"SQLite format 3\0" + b"\xff" * 500,
    "broken.geojson": json.dumps({"type": "FeatureCollection"})[:-5].encode(),
    "empty.shp": b"",
    "picture.kml": b"\x89PNG\r\n",
}


def test_broken_files_get_sentences(sit_down: SitDown, office: str, tmp_path: Path) -> None:
    person = sit_down()
    before = rows(office, COUNT)
    for name, content in BROKEN.items():
        broken = tmp_path / name
        broken.write_bytes(content)
        sentence = refusal(person, broken)
        assert name in sentence
        assert "Traceback" not in sentence
        assert "{" not in sentence
        assert any("一" <= sign <= "鿿" for sign in sentence)
    assert rows(office, COUNT) == before


def refusal(person: Person, broken: Path) -> str:
    """What the import says of a broken file; then the person gives up."""
    said: list[str] = []

    def work(dialog: ImportFile) -> None:
        look_into(person, dialog, broken)
        person.wait(lambda: dialog.problem.isVisible() or dialog.findChild(ContentsPage) is not None)
        said.append(dialog.problem.text())
        assert button(dialog, "Choose files…").isEnabled()
        push(dialog, "Cancel")

    person.answer(ImportFile, work)
    person.press("import_file")
    (sentence,) = said
    return sentence
