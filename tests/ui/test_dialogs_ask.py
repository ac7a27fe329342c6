"""The dialogs: what they offer, refuse and answer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from faultgis.changes import Conflict
from faultgis.errors import DatabaseError, InputError
from faultgis.progress import Progress
from faultgis.records.fault import Fault
from faultgis.services.editing import EditingSession
from faultgis.services.importing import ImportReport
from faultgis.settings import Settings
from faultgis.store import Recovery, Rejected
from importers.batch import FileInfo, LayerInfo, Problem
from tests.ui.memory import MemoryProgram, MemoryStore
from ui import words
from ui.actions import ACTIONS
from ui.dialogs.conflicts import Conflicts, differing
from ui.dialogs.connect import Connect, url_of, without_password
from ui.dialogs.goto import GoTo, place_of
from ui.dialogs.helps import CommandSearch, KeysHelp
from ui.dialogs.import_contents import ContentsPage
from ui.dialogs.import_file import ImportFile
from ui.dialogs.preferences import Preferences
from ui.dialogs.print_map import PrintMap
from ui.dialogs.recovery import RecoveryDialog
from ui.dialogs.surveys import NewSurvey, OpenSurvey
from ui.dialogs.systems import crs_choices
from ui.jobs import Jobs

QTest: Any = _QTest


@pytest.fixture(autouse=True)
def _english() -> None:
    words.use("en")


@pytest.fixture
def program(store: MemoryStore, tmp_path: Path) -> MemoryProgram:
    return MemoryProgram(store, home=tmp_path)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.wait()


@pytest.fixture
def session(store: MemoryStore) -> EditingSession:
    survey = store.surveys()[0]
    return EditingSession(survey, store.load(survey.id))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("102°15′32″E 27°53′41″N", (102.25889, 27.89472)),
        ("102.2589, 27.8947", (102.2589, 27.8947)),
        ("G48E001002", (102.3, 27.9)),
        ("g48 e001002", (102.3, 27.9)),
    ],
)
def test_a_place_is_understood_in_any_writing(text: str, inside: tuple[float, float]) -> None:
    (west, south, east, north), said = place_of(text)
    assert west <= inside[0] <= east
    assert south <= inside[1] <= north
    assert said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("35 E 500000 N 3086000", "GK 3° zone 35, central meridian 105°E · E 500000 N 3086000 m"),
        ("18 E 500000 N 3086000", "GK 6° zone 18, central meridian 105°E · E 500000 N 3086000 m"),
        ("105 27.8947", "GK 6° zone 18, central meridian 105°E"),
        ("15.2 0.3", "15°12′00″E 0°18′00″N"),
    ],
)
def test_a_place_is_said_in_the_zone_it_was_written_in(text: str, said: str) -> None:
    _, found = place_of(text)
    assert said in found
    assert ("zone" in found) == ("zone" in said)


def test_going_to_a_sheet_shows_exactly_its_frame() -> None:
    bounds, said = place_of("G48E001002")
    assert bounds == pytest.approx((102.25, 27 + 50 / 60, 102.5, 28.0))
    assert said == "Sheet G48E001002, 1:50\u2009000"


@pytest.mark.parametrize("text", ["nowhere", "G48E099099", "1 2 3 4 5"])
def test_no_place_keeps_the_dialog_and_says_why(qtbot: QtBot, text: str) -> None:
    dialog = GoTo(None)
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.line, text)
    assert dialog.bounds is None
    assert dialog.main is not None
    assert not dialog.main.isEnabled()
    assert dialog.problem.text()


@pytest.mark.parametrize("text", ["1 2 3", "15 50 25 E 46 27 15 17 N, far in the west of nowhere at all"])
def test_a_long_problem_cuts_nothing_else(qtbot: QtBot, text: str) -> None:
    dialog = GoTo(None)
    qtbot.addWidget(dialog)
    dialog.show()
    QTest.keyClicks(dialog.line, text)
    qtbot.waitUntil(lambda: dialog.problem.isVisible())
    for label in dialog.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_surveys_are_listed_found_and_chosen(qtbot: QtBot, jobs: Jobs, program: MemoryProgram) -> None:
    dialog = OpenSurvey(None, program, jobs)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    dialog.search.setText("qinghai")
    qtbot.waitUntil(lambda: dialog.list.count() == 0)
    dialog.search.setText("huodong")
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    dialog.accept()
    assert dialog.code == "small"


def test_a_new_survey_is_made_and_a_bad_code_refused(
    qtbot: QtBot, jobs: Jobs, program: MemoryProgram, store: MemoryStore
) -> None:
    dialog = NewSurvey(None, program, jobs)
    qtbot.addWidget(dialog)
    dialog.code.setText("two words")
    dialog.accept()
    assert dialog.problem.text()
    assert len(store.surveys()) == 1
    dialog.code.setText("xianshuihe")
    dialog.name_zh.setText("鲜水河")
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.made is not None)
    assert [s.code for s in store.surveys()] == ["small", "xianshuihe"]


def test_passwords_may_hold_any_sign_and_are_never_written_down() -> None:
    url = url_of("db.example", "5433", "faults", "geo@office", "p@ss:w/rd?")
    assert url == "postgresql://geo%40office:p%40ss%3Aw%2Frd%3F@db.example:5433/faults"
    assert without_password(url) == "postgresql://geo%40office@db.example:5433/faults"
    assert without_password("postgresql://geo@db/faults") == "postgresql://geo@db/faults"


def test_a_connection_is_tried_and_its_error_said(qtbot: QtBot, jobs: Jobs, program: MemoryProgram) -> None:
    asked: list[str | None] = []

    def opening(url: str | None, _progress: Progress) -> MemoryProgram:
        asked.append(url)
        if url is not None:
            raise DatabaseError("database.wrong_password", user="geo", place="db.example")
        return program

    dialog = Connect(None, opening, jobs, "postgresql://geo@db.example/faults")
    qtbot.addWidget(dialog)
    dialog.test.click()
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert asked == ["postgresql://geo@db.example:5432/faults"]
    dialog.private.setChecked(True)
    dialog.show()
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.program is not None)
    assert dialog.url == ""
    assert asked[-1] is None


def test_a_connection_made_too_late_is_let_go(qtbot: QtBot, jobs: Jobs, program: MemoryProgram) -> None:
    dialog = Connect(None, lambda _url, _progress: program, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.accept()
    dialog.reject()
    qtbot.waitUntil(lambda: program.closed)
    assert dialog.program is None


def test_a_conflict_shows_all_sides_and_both_choices(qtbot: QtBot, session: EditingSession) -> None:
    fault = next(f for f in session.records["fault"].values() if isinstance(f, Fault) and f.code == "F1")
    mine, theirs = replace(fault, name_zh="我的"), replace(fault, name_zh="他的", kinematics="normal")
    conflict = Conflict("fault", fault.id, fault, mine, theirs)
    gone = Conflict("fault", fault.zone_id or fault.id, fault, mine, None)
    assert set(differing(conflict)) == {"name_zh", "kinematics"}
    dialog = Conflicts(None, session, [conflict, gone])
    qtbot.addWidget(dialog)
    item = dialog.tree.topLevelItem(0)
    assert item is not None
    rows = [[item.child(i).text(c) for c in range(4)] for i in range(item.childCount())]  # type: ignore[union-attr]
    assert ["Chinese name", "安宁河断裂", "我的", "他的"] in rows
    assert ["Kinematics", "Sinistral", "Sinistral", "Normal"] in rows
    assert dialog.choices == [(conflict, True), (gone, True)]
    dialog._all("theirs")
    assert dialog.choices == [(conflict, False), (gone, False)]


def test_lost_edits_are_counted_and_left_alone_by_default(qtbot: QtBot) -> None:
    recovery = Recovery((), sketch={"tool": "draw"}, since=datetime(2026, 5, 1, 14, 2, tzinfo=UTC))
    dialog = RecoveryDialog(None, recovery, [])
    qtbot.addWidget(dialog)
    dialog.reject()
    assert dialog.choice == "later"
    dialog.accept()
    assert dialog.choice == "restore"


def test_preferences_take_effect_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    told: list[tuple[str, Any]] = []
    dialog = Preferences(None, Settings(tmp_path), lambda key, value: told.append((key, value)))
    qtbot.addWidget(dialog)
    box: Any = dialog.editors["snap_px"]
    box.setValue(20)
    assert told == [("snap_px", 20)]
    assert Settings(tmp_path).number("snap_px") == 20


def test_a_command_is_found_by_letters_and_enter_takes_it(qtbot: QtBot) -> None:
    dialog = CommandSearch(None, lambda name: name != "redo")
    qtbot.addWidget(dialog)
    assert dialog.list.count() == len(ACTIONS) - 1
    dialog.search.setText("relief")
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.chosen == "add_raster"


def test_a_command_that_cannot_be_done_is_not_taken(qtbot: QtBot) -> None:
    dialog = CommandSearch(None, lambda name: name != "redo")
    qtbot.addWidget(dialog)
    dialog.search.setText("Redo")
    qtbot.waitUntil(lambda: dialog.list.count() == 1)
    dialog._take()
    assert dialog.chosen == ""


def test_all_keys_are_in_the_help(qtbot: QtBot) -> None:
    dialog = KeysHelp(None)
    qtbot.addWidget(dialog)
    listed = set()
    for at in range(dialog.tree.topLevelItemCount()):
        head = dialog.tree.topLevelItem(at)
        assert head is not None
        listed |= {head.child(i).text(0) for i in range(head.childCount())}  # type: ignore[union-attr]
    assert {a.text.rstrip("…") for a in ACTIONS if a.key} <= listed


def layer(crs: str | None, encoding: str | None = "UTF-8") -> LayerInfo:
    return LayerInfo(
        "faults", 3, "LineString", crs, encoding, Problem("x"), ("Name",), (0, 0, 1, 1), Problem("y")
    )


def test_a_missing_coordinate_system_is_asked_for_never_assumed(qtbot: QtBot) -> None:
    page = ContentsPage(FileInfo("a.geojson", "ogr", (layer(None),)))
    qtbot.addWidget(page)
    assert "no coordinate system" in page.missing()
    page.crs.choose("EPSG:4490")
    assert page.missing() == ""
    assert page.options()["crs"] == "EPSG:4490"


def test_a_table_without_places_needs_no_coordinate_system(qtbot: QtBot) -> None:
    page = ContentsPage(FileInfo("a.csv", "CSV", (replace(layer(None), geometry=""),), kind="measurements"))
    qtbot.addWidget(page)
    assert page.missing() == ""


def test_an_encoding_that_cannot_be_told_is_asked_for(qtbot: QtBot) -> None:
    page = ContentsPage(FileInfo("a.shp", "ogr", (layer("EPSG:4490", None),)))
    qtbot.addWidget(page)
    assert "encoding" in page.missing()
    page.encoding.setCurrentIndex(page.encoding.findData("GB18030"))
    assert page.missing() == ""
    assert page.options()["encoding"] == "GB18030"


def test_the_systems_offered_are_what_they_say() -> None:
    from pyproj import CRS

    choices = {str(code): label for code, label, _ in crs_choices()}
    assert len(choices) == 2 + 2 * 11 + 2 * 21
    for code in ("EPSG:4507", "EPSG:4496", "EPSG:4543", "EPSG:4522"):
        name = CRS.from_user_input(code).name
        label = choices[code]
        zone = name.rsplit(" ", 1)[-1].removesuffix("E")
        assert name.startswith("CGCS2000 / ")
        assert zone in label, (name, label)


class Importing(MemoryProgram):
    """A program whose file has one layer and whose import rejects one row."""

    def inspect(self, path: Path, files: Any = None, progress: Any = None) -> FileInfo:
        if path.name == "bad.geojson":
            raise InputError("file.unreadable", file=path.name)
        return FileInfo(str(path), "ogr", (layer("EPSG:4490"),))

    def import_file(self, path: Path, survey: Any, files: Any = None, **options: Any) -> Any:
        self.imports.append(options)
        rejected = (Rejected(3, "geometry.empty", values={"Name": "x"}),)
        return ImportReport(
            file=str(path),
            layers=("faults",),
            kind="traces",
            mapping="",
            crs="EPSG:4490",
            encoding="UTF-8",
            read=3,
            created=2,
            updated=0,
            unchanged=0,
            rejected=rejected,
            warnings=(),
            cells={},
            records={},
            batch=None,
            dry_run=bool(options.get("dry_run")),
        )


def test_an_import_is_looked_at_tried_and_then_done(
    qtbot: QtBot, jobs: Jobs, store: MemoryStore, tmp_path: Path
) -> None:
    program = Importing(store, home=tmp_path)
    dialog = ImportFile(None, program, store.surveys()[0], jobs)
    qtbot.addWidget(dialog)
    dialog.take(tmp_path / "bad.geojson")
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert dialog.step == 0
    dialog.take(tmp_path / "faults.geojson")
    qtbot.waitUntil(lambda: dialog.step == 1)
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == 2)
    assert [options.get("dry_run") for options in program.imports] == [True]
    assert dialog.report is None
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.step == 3)
    assert [options.get("dry_run") for options in program.imports] == [True, False]
    report: Any = dialog.report
    assert report.created == 2


@pytest.mark.parametrize("unsaved", [False, True])
def test_the_print_dialog_speaks_of_unsaved_edits_only_where_there_are_any(
    qtbot: QtBot, jobs: Jobs, program: MemoryProgram, unsaved: bool
) -> None:
    dialog = PrintMap(None, program, jobs, "small", "", (102, 27, 103, 28), [], unsaved=unsaved)
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("Unsaved edits" in text for text in said) == unsaved


def test_what_is_printed_is_what_was_chosen(
    qtbot: QtBot, jobs: Jobs, program: MemoryProgram, tmp_path: Path
) -> None:
    dialog = PrintMap(None, program, jobs, "small", "G48E001002", (102, 27, 103, 28), [("F1", "Anninghe")])
    qtbot.addWidget(dialog)
    dialog.file.setText(str(tmp_path / "a.pdf"))
    spec = dialog.spec()
    assert (spec["sheet"], spec["bbox"], spec["fault"], spec["scale"]) == ("G48E001002", None, None, 50_000)
    dialog.area.setCurrentIndex(1)
    assert dialog.spec()["bbox"] == "102.00000000,27.00000000,103.00000000,28.00000000"
    dialog.area.setCurrentIndex(2)
    assert dialog.spec()["fault"] == "F1"
    dialog.area.setCurrentIndex(0)
    dialog.sheet.setText("G48E999999")
    with pytest.raises(InputError):
        dialog.spec()
