"""The desktop as a whole: saving, others' saves, language and theme without losing state, closing."""

import gc
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import DatabaseError, FaultGISError
from faultgis.records.fault import Fault
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.settings import Settings
from faultgis.store import Recovery
from tests.ui.memory import MemoryProgram, MemoryStore, small_survey
from ui import theme
from ui.app import Desktop, Options, read_arguments, run
from ui.dialogs.conflicts import Conflicts
from ui.dialogs.recovery import RecoveryDialog
from ui.dialogs.unsaved import UnsavedEdits
from ui.opening import Opening
from ui.workspace import Workspace

QTest: Any = _QTest


def session_of(workspace: Workspace) -> EditingSession:
    assert workspace.session is not None
    return workspace.session


def fault_of(desktop: Desktop, code: str = "F1") -> Fault:
    faults = session_of(desktop.workspace).records["fault"].values()
    return next(f for f in faults if isinstance(f, Fault) and f.code == code)


def rename(desktop: Desktop, name: str) -> None:
    fault = fault_of(desktop)
    desktop.workspace.apply(Edit("edit.change_record", (Change(fault, replace(fault, name_en=name)),)))


def test_save_is_said_while_pending_and_when_done(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    rename(desktop, "Anninghe")
    assert window.status.saved.text() == "● Not saved: 1"
    assert window.windowTitle().startswith("● ")
    assert window.desk.bar.pending.text() == "Not saved: 1"
    window.actions_.run("save")
    assert window.status.saved.text() == "Saving…"
    qtbot.waitUntil(lambda: window.status.saved.text() == "✓ Saved")
    assert not window.windowTitle().startswith("● ")


def test_a_save_takes_over_what_is_still_being_typed(
    qtbot: QtBot, desktop: Desktop, store: MemoryStore
) -> None:
    fault = fault_of(desktop)
    desktop.workspace.select([("fault", fault.id)])
    form = desktop.window.record.shown_form
    assert form is not None
    editor: Any = form.editors["name_en"]
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "New name")
    rename_pending = session_of(desktop.workspace).saved
    assert not rename_pending
    desktop.window.commands.survey.save()
    qtbot.waitUntil(lambda: getattr(store.rows[fault.id], "name_en", "") == "New name")


def test_language_changes_without_losing_selection_edits_and_view(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    rename(desktop, "Anninghe")
    fault = fault_of(desktop)
    desktop.workspace.select([("fault", fault.id)])
    view = window.desk.view.scale
    layers = window.desk.layers.rowCount()
    window.actions_.run("language_zh")
    assert window.record.title.text() == "安宁河断裂"
    assert window.status.saved.text() == "● 未保存：1"
    assert window.desk.bar.save.text() == "保存"
    assert desktop.workspace.selection == (("fault", fault.id),)
    assert len(session_of(desktop.workspace).history.done) == 1
    assert window.desk.view.scale == view
    assert window.desk.layers.rowCount() == layers
    window.actions_.run("language_en")
    assert window.record.title.text() == "Anninghe"


def test_the_theme_changes_at_run_time(desktop: Desktop, qapp: QApplication) -> None:
    desktop.window.actions_.run("theme_dark")
    assert theme.is_dark()
    assert desktop.state.settings.text("theme") == "dark"
    desktop.window.actions_.run("theme_light")
    assert not theme.is_dark()


def test_undo_and_redo_by_keys(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.activateWindow()
    rename(desktop, "A")
    window.actions_.run("undo")
    assert fault_of(desktop).name_en == "Anninghe fault"
    window.actions_.run("redo")
    assert fault_of(desktop).name_en == "A"


def test_delete_takes_what_hangs_on_it_and_undo_brings_it_back(desktop: Desktop) -> None:
    fault = fault_of(desktop)
    desktop.workspace.select([("fault", fault.id)])
    desktop.window.actions_.run("delete_selected")
    records = session_of(desktop.workspace).records
    assert fault.id not in records["fault"]
    assert not records["segment"]
    assert all(getattr(t, "fault_id", None) != fault.id for t in records["trace"].values())
    desktop.window.actions_.run("undo")
    assert fault.id in records["fault"]
    assert len(records["segment"]) == 1


def test_new_records_have_free_codes_and_show_their_form(desktop: Desktop) -> None:
    window = desktop.window
    window.actions_.run("add_fault")
    ((kind, key),) = desktop.workspace.selection
    made = session_of(desktop.workspace).get(kind, key)
    assert isinstance(made, Fault)
    assert made.code == "F0003"
    assert window.record.shown_form is not None
    window.actions_.run("add_segment")
    ((kind, key),) = desktop.workspace.selection
    segment = session_of(desktop.workspace).get(kind, key)
    assert getattr(segment, "fault_id", None) == made.id


def test_last_attributes_are_repeated_on_another_trace(desktop: Desktop) -> None:
    traces = sorted(session_of(desktop.workspace).records["trace"].values(), key=lambda t: t.source.key)  # type: ignore[union-attr]
    first, second = traces[0], traces[1]
    assert isinstance(first, Trace)
    changed = replace(first, exposure="buried", confidence="certain")
    desktop.workspace.apply(Edit("edit.change_record", (Change(first, changed),)))
    desktop.workspace.select([("trace", second.id)])
    desktop.window.actions_.run("repeat_attributes")
    after: Any = session_of(desktop.workspace).get("trace", second.id)
    assert (after.exposure, after.confidence) == ("buried", "certain")
    assert after.geometry == getattr(second, "geometry", None)


def test_a_conflict_is_decided_and_saved_without_losing_the_other_side(
    qtbot: QtBot, desktop: Desktop, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(desktop, "mine")
    fault = fault_of(desktop)
    held: Any = store.rows[fault.id]
    store.save([Change(held, replace(held, name_en="theirs"))])
    monkeypatch.setattr(Conflicts, "exec", lambda _self: 1)
    desktop.window.actions_.run("save")
    qtbot.waitUntil(lambda: getattr(store.rows[fault.id], "name_en", "") == "mine")
    assert store.revision == 2
    qtbot.waitUntil(lambda: not session_of(desktop.workspace).saved)


def test_unsaved_edits_hold_the_window_until_decided(
    qtbot: QtBot, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(desktop, "A")
    asked: list[str] = []

    def stay(dialog: Any) -> int:
        asked.append(dialog.choice)
        return 0

    monkeypatch.setattr(UnsavedEdits, "exec", stay)
    assert desktop.window.close() is False
    assert asked == ["stay"]
    assert desktop.window.isVisible()


def test_save_and_close_saves_then_closes(
    qtbot: QtBot, desktop: Desktop, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(desktop, "A")

    def save(dialog: Any) -> int:
        dialog.choice = "save"
        return 1

    monkeypatch.setattr(UnsavedEdits, "exec", save)
    desktop.window.close()
    qtbot.waitUntil(lambda: not desktop.window.isVisible())
    assert getattr(store.rows[fault_of(desktop).id], "name_en", "") == "A"


def start(qtbot: QtBot, qapp: QApplication, home: Path, program: Any) -> Desktop:
    made = Desktop(qapp, Options(None, home, "en", ""), lambda _url, _progress: program())
    qtbot.addWidget(made.window, before_close_func=lambda window: setattr(window, "leaving", True))
    made.start()
    return made


def test_edits_of_a_crash_are_offered_and_brought_back(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Settings(tmp_path).set("tour_seen", True)
    store = small_survey()
    fault = next(r for r in store.rows.values() if isinstance(r, Fault) and r.code == "F1")
    edit = Edit("edit.change_record", (Change(fault, replace(fault, name_en="lost")),))
    program = MemoryProgram(store, Recovery((edit,), (edit,)), home=tmp_path)

    def bring_back(dialog: Any) -> int:
        dialog.choice = "restore"
        return 1

    monkeypatch.setattr(RecoveryDialog, "exec", bring_back)
    desktop = start(qtbot, qapp, tmp_path, lambda: program)
    qtbot.waitUntil(lambda: desktop.workspace.session is not None)
    assert fault_of(desktop).name_en == "lost"
    assert len(session_of(desktop.workspace).pending()) == 1
    desktop.window.actions_.run("undo")
    assert fault_of(desktop).name_en == "Anninghe fault"


def test_a_database_that_is_down_is_told_and_another_one_offered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[bool] = []
    monkeypatch.setattr(Opening, "ask_database", lambda _self: offered.append(True))

    def down() -> None:
        raise DatabaseError("database.unreachable", place="db.example", reason="refused")

    desktop = start(qtbot, qapp, tmp_path, down)
    qtbot.waitUntil(lambda: bool(offered))
    (message,) = desktop.window.desk.messages.shown
    assert message.property("level") == "error"
    assert desktop.workspace.session is None


def test_what_nobody_foresaw_is_reported_and_edits_live_on(desktop: Desktop, tmp_path: Path) -> None:
    rename(desktop, "A")
    try:
        raise RuntimeError("unforeseen")
    except RuntimeError as error:
        desktop.unforeseen(type(error), error, error.__traceback__)
    (report,) = (tmp_path / "reports").glob("desktop-*.txt")
    assert "unforeseen" in report.read_text(encoding="utf-8")
    assert str(report) in desktop.window.desk.messages.shown[-1].text
    assert fault_of(desktop).name_en == "A"


def test_messages_stay_for_errors_and_do_not_pile_up(desktop: Desktop) -> None:
    messages = desktop.window.desk.messages
    for number in range(5):
        desktop.workspace.tell_error(FaultGISError("crs.missing", number=number))
        desktop.workspace.tell(f"{number}", "warning")
    assert len(messages.shown) == 3
    for message in list(messages.shown):
        messages.drop(message)
    assert not messages.isVisible()


def test_the_tour_has_five_steps_and_ends_for_good(desktop: Desktop) -> None:
    desktop.window.actions_.run("tour")
    tour = desktop.window.commands.help.running_tour
    assert tour is not None
    seen = []
    for _ in range(5):
        seen.append(tour.title.text())
        tour.next.click()
    assert len(set(seen)) == 5
    assert desktop.window.commands.help.running_tour is None
    assert desktop.state.settings.flag("tour_seen")


@pytest.mark.parametrize("size", [(1366, 768), (2560, 1440)])
@pytest.mark.parametrize("language", ["language_zh", "language_en"])
def test_everything_fits_the_window(
    qtbot: QtBot, desktop: Desktop, size: tuple[int, int], language: str
) -> None:
    window = desktop.window
    window.actions_.run(language)
    window.resize(*size)
    qtbot.wait(20)
    assert (window.width(), window.height()) == size
    assert window.minimumSizeHint().width() <= size[0]
    assert window.minimumSizeHint().height() <= size[1]
    bar = window.toolbar
    buttons = [bar.widgetForAction(action) for action in bar.actions()]
    shown = [b for b in buttons if isinstance(b, QWidget)]
    assert all(b.geometry().right() <= bar.width() for b in shown)


def test_the_panels_places_come_back(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.dock("layers").hide()
    window.actions_.run("toggle_panels")
    assert not window.dock("survey").isVisible()
    window.actions_.run("toggle_panels")
    assert window.dock("survey").isVisible()
    assert not window.dock("layers").isVisible()


def test_arguments(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FAULTGIS_DATABASE", "postgresql://team")
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))  # --home sets it, and it must not outlive this test
    options = read_arguments(["--home", str(tmp_path), "--lang", "zh", "--survey", "himatibet"])
    assert options == Options("postgresql://team", tmp_path, "zh", "himatibet")
    assert read_arguments(["--database", "postgresql://other"]).database == "postgresql://other"


def test_a_home_that_is_a_file_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAULTGIS_HOME", str(tmp_path))
    file = tmp_path / "home"
    file.write_text("")
    assert run(["--home", str(file), "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith(f"{file} is not a folder.\nName a folder")


def test_letter_keys_take_up_tools_on_the_map_only(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.activateWindow()
    window.desk.view.setFocus()
    qtbot.waitUntil(lambda: window.desk.view.hasFocus())
    QTest.keyClick(window.desk.view, Qt.Key.Key_H)
    assert window.desk.tool_name == "pan"
    window.survey.search.setFocus()
    QTest.keyClick(window.survey.search, Qt.Key.Key_V)
    assert window.desk.tool_name == "pan"
    assert window.survey.search.text() == "v"


def test_the_bar_over_the_map_never_moves_the_map(qtbot: QtBot, desktop: Desktop) -> None:
    view = desktop.window.desk.view
    place, size = view.mapToGlobal(QPoint(0, 0)), view.size()
    rename(desktop, "A")
    desktop.window.actions_.run("draw")
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    qtbot.wait(80)
    assert desktop.window.desk.bar.undo.isVisible()
    assert desktop.window.desk.bar.save.isVisible()
    assert (view.mapToGlobal(QPoint(0, 0)), view.size()) == (place, size)


def test_undo_takes_back_the_sketch_first(desktop: Desktop) -> None:
    window, view = desktop.window, desktop.window.desk.view
    rename(desktop, "A")
    window.actions_.run("draw")
    for x in (60, 160):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x, 60))
    tool: Any = view.tool
    assert len(tool.sketch.points) == 2
    window.actions_.run("undo")
    assert len(tool.sketch.points) == 1
    assert fault_of(desktop).name_en == "A"
    window.actions_.run("undo")
    assert fault_of(desktop).name_en == "A"
    window.actions_.run("undo")
    assert fault_of(desktop).name_en == "Anninghe fault"


def test_redo_waits_while_a_sketch_is_in_hand(desktop: Desktop) -> None:
    window, view = desktop.window, desktop.window.desk.view
    rename(desktop, "A")
    window.actions_.run("undo")
    redo = window.actions_.qt["redo"]
    assert redo.isEnabled()
    window.actions_.run("draw")
    for x in (60, 160):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x, 60))
    assert not redo.isEnabled()
    window.commands.run("redo")
    assert fault_of(desktop).name_en == "Anninghe fault"
    window.actions_.run("undo")
    assert redo.isEnabled()
    window.actions_.run("redo")
    tool: Any = view.tool
    assert len(tool.sketch.points) == 2
    assert fault_of(desktop).name_en == "Anninghe fault"


@pytest.mark.parametrize("language", ["language_zh", "language_en"])
def test_the_hint_is_whole_while_drawing_on_a_field_laptop(
    qtbot: QtBot, desktop: Desktop, language: str
) -> None:
    window, view = desktop.window, desktop.window.desk.view
    window.actions_.run(language)
    window.resize(1366, 768)
    rename(desktop, "A")
    window.actions_.run("draw")
    for x in (60, 160):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x, 60))
    qtbot.wait(50)
    bar = window.desk.bar
    assert "…" not in bar.hint.shown
    assert bar.hint.shown.replace("\n", " ") == bar.hint.text()
    assert bar.hint.fontMetrics().lineSpacing() * len(bar.hint.shown.splitlines()) <= bar.hint.height()


def test_escape_empties_the_search_and_gives_the_keys_back_to_the_map(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    for search in (window.survey.search, window.table.search):
        search.setFocus()
        QTest.keyClicks(search, "anning")
        QTest.keyClick(search, Qt.Key.Key_Escape)
        assert search.text() == ""
        assert window.focusWidget() is window.desk.view
    assert window.survey.model.query == ""


def test_the_survey_itself_has_a_form(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.actions_.run("survey_properties")
    form = window.record.shown_form
    assert form is not None
    editor: Any = form.editors["name_en"]
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "Office survey")
    form.flush()
    assert session_of(desktop.workspace).survey.name_en == "Office survey"
    assert "Office survey" in window.windowTitle()
    window.actions_.run("undo")
    assert "Office survey" not in window.windowTitle()


def test_a_closed_desktop_is_let_go(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, store: MemoryStore
) -> None:
    """Once another was opened: until then something of the last one may be under way."""
    held = opened_and_closed(qtbot, qapp, tmp_path, store)
    opened_and_closed(qtbot, qapp, tmp_path, store)
    gc.unfreeze()
    for _ in ("the window", "what was connected to it"):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    assert [kept() for kept in held] == [None, None]


def opened_and_closed(
    qtbot: QtBot, qapp: QApplication, home: Path, store: MemoryStore
) -> "tuple[weakref.ref[Desktop], weakref.ref[Workspace]]":
    Settings(home).set("tour_seen", True)
    program = MemoryProgram(store, home=home)
    desktop = Desktop(qapp, Options(None, home, "en", ""), lambda _url, _progress: program)
    desktop.start()
    qtbot.waitUntil(lambda: desktop.workspace.session is not None)
    desktop.window.close()
    desktop.end()
    desktop.window.deleteLater()
    return weakref.ref(desktop), weakref.ref(desktop.workspace)
