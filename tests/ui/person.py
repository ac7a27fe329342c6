"""A person at the real desktop: its real window on a real PostGIS, worked by mouse and keys alone."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from PyQt6.QtCore import QPoint, Qt, QTimer
from PyQt6.QtGui import QInputMethodEvent
from PyQt6.QtTest import QTest as _QTest
from PyQt6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QScrollArea, QWidget

from db.engine import conninfo
from faultgis.records.fault import Fault
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from faultgis.settings import Settings
from ui.app import Desktop, Options, opener
from ui.canvas.view import MapView
from ui.dialogs.unsaved import UnsavedEdits
from ui.forms.editors import CodeEditor, TextEditor
from ui.forms.estimates import EstimateEditor
from ui.forms.form import RecordForm
from ui.forms.parents import ParentEditor
from ui.words import tr

# PyQt6's stubs give its static methods a self.
QTest: Any = _QTest
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SIZE = 1366, 768
# How long a person waits for a program that does nothing, and for one that says it is at work. A turn counts
# for no more than TURN_S, however late it comes: a busy machine is no fault of the program.
PATIENCE_S, AT_WORK_S, TURN_S = 30.0, 600.0, 0.05
PAUSE_MS, WATCH_MS = 5, 200

D = TypeVar("D", bound=QDialog)
SitDown = Callable[..., "Person"]
Expect = Callable[["Person"], None]


def rows(url: str, question: str, *values: object) -> list[tuple[Any, ...]]:
    """What the database itself answers, asked past the program."""
    with psycopg.connect(conninfo(url)) as connection:
        return connection.execute(question.encode(), values).fetchall()


class Patience:
    """Runs out by turns in which nothing is at work, not by the clock."""

    def __init__(self, at_work: Callable[[], bool], turn_s: float = TURN_S) -> None:
        self._at_work, self._turn = at_work, turn_s
        self._idle = self._busy = 0.0
        self._last = time.monotonic()

    @property
    def out(self) -> bool:
        """One more turn has passed: is it too much?"""
        now = time.monotonic()
        passed, self._last = min(now - self._last, self._turn), now
        if self._at_work():
            self._busy += passed
        else:
            self._idle += passed
        return self._idle > PATIENCE_S or self._busy > AT_WORK_S


class Person:
    """Opens a desktop and works it. Every wait is for a condition, never for a time."""

    def __init__(
        self, database: str | None, home: Path, survey: str = "practice", language: str = "zh"
    ) -> None:
        self.home = home
        Settings(home).set("tour_seen", True)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setStyle("Fusion")
        self.desktop = Desktop(app, Options(database, home, language, survey), opener(home))
        self.window = self.desktop.window
        self.workspace = self.desktop.workspace
        self.told: list[tuple[str, str]] = []
        self.workspace.told.connect(lambda text, level: self.told.append((text, level)))
        self.window.resize(*SIZE)
        self.stuck: list[str] = []
        self._modal: QWidget | None = None
        self._patience = self._new_patience(WATCH_MS / 1000)
        self._watch = QTimer()
        self._watch.timeout.connect(self._look_after_dialogs)
        self._watch.start(WATCH_MS)

    def start(self) -> "Person":
        """Start it, and wait until the survey is on the map."""
        self.desktop.start()
        self.wait(lambda: self.workspace.session is not None)
        self.settle()
        return self

    # Waiting

    def wait(self, condition: Callable[[], bool]) -> None:
        """Let the program work until this holds."""
        patience = self._new_patience()
        while not condition():
            assert not patience.out, f"waited in vain; told: {self.told}"
            QTest.qWait(PAUSE_MS)

    def _new_patience(self, turn_s: float = TURN_S) -> Patience:
        return Patience(lambda: self.workspace.saving or bool(self.workspace.jobs.running), turn_s)

    def settle(self) -> None:
        """Wait until no job runs and all images of the map show the present view."""

        def settled() -> bool:
            slots = self.view.rendering.slots.values()
            drawn = all(slot.scale == self.view.scale and not slot.busy for slot in slots)
            return drawn and not self.workspace.jobs.running

        self.wait(settled)

    def _look_after_dialogs(self) -> None:
        """A dialog that nobody answers would hold the test for ever: close it, and say so at the end."""
        found = QApplication.activeModalWidget()
        if found is None or found is not self._modal:
            self._modal, self._patience = found, self._new_patience(WATCH_MS / 1000)
        elif self._patience.out and isinstance(found, QDialog):
            self.stuck.append(found.windowTitle())
            found.reject()

    # What is on the screen

    @property
    def view(self) -> MapView:
        """The map."""
        return self.window.desk.view

    @property
    def session(self) -> EditingSession:
        """The open survey."""
        assert self.workspace.session is not None
        return self.workspace.session

    @property
    def form(self) -> RecordForm:
        """The form on view."""
        form = self.window.record.shown_form
        assert form is not None
        assert form.isVisible()
        return form

    @property
    def traces(self) -> list[Trace]:
        """All traces as they stand."""
        return [t for t in self.session.records["trace"].values() if isinstance(t, Trace)]

    def fault(self, code: str) -> Fault:
        """The fault of this code as it stands."""
        found = [f for f in self.session.records["fault"].values() if isinstance(f, Fault) and f.code == code]
        assert len(found) == 1
        return found[0]

    def select(self, code: str) -> None:
        """Find a fault by its code and select it, with the search box."""
        self.key(Qt.Key.Key_F, CONTROL)
        search = self.window.survey.search
        self.enter(search, code)
        self.wait(lambda: self.window.survey.model.rowCount() == 1)
        self.key(Qt.Key.Key_Return, widget=search)
        self.wait(lambda: self.workspace.selection == (("fault", self.fault(code).id),))

    @property
    def errors(self) -> list[str]:
        """The errors that the person was told."""
        return [text for text, level in self.told if level == "error"]

    # Mouse and keys

    def press(self, action: str) -> None:
        """Click the command's button in the toolbar."""
        button = self.window.toolbar.widgetForAction(self.window.actions_.qt[action])
        assert button is not None
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)

    def at(self, place: tuple[float, float]) -> QPoint:
        """The pixel of a place on the ground."""
        x, y = self.view.scale.to_screen(*place)
        return QPoint(round(x), round(y))

    def click(self, place: tuple[float, float] | QPoint, button: Qt.MouseButton = LEFT) -> None:
        """Move the mouse there on the map and click."""
        pixel = place if isinstance(place, QPoint) else self.at(place)
        QTest.mouseMove(self.view, pixel)
        QTest.mouseClick(self.view, button, NONE, pixel)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, widget: QWidget | None = None) -> None:
        """Press a key where the map is, or in a widget."""
        if not self.window.isActiveWindow() and QApplication.activePopupWidget() is None:
            self.window.activateWindow()
            self.wait(self.window.isActiveWindow)
        QTest.keyClick(widget or self.view, key, modifiers)

    def enter(self, widget: QWidget, text: str) -> None:
        """Click into a field, and type over what it holds. Chinese comes as an input
        method sends it."""
        QTest.mouseClick(widget, LEFT)
        if isinstance(widget, QLineEdit):
            widget.selectAll()
        if text.isascii():
            QTest.keyClicks(widget, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(widget, composed)

    def choose(self, field: str, text: str) -> None:
        """Pick from a code list of the form by typing its label, code or pinyin."""
        editor = self.form.editors[field]
        assert isinstance(editor, CodeEditor)
        line = editor.combo.lineEdit()
        assert line is not None
        self.reveal(editor)
        self.enter(line, text)
        completer = editor.combo.completer()
        popup = completer.popup() if completer is not None else None
        assert popup is not None
        self.wait(popup.isVisible)
        self.key(Qt.Key.Key_Down, widget=popup)
        self.key(Qt.Key.Key_Return, widget=popup)
        self.wait(lambda: not popup.isVisible())

    def line(self, field: str) -> QLineEdit:
        """The line of a text or number field of the form."""
        editor = self.form.editors[field]
        assert isinstance(editor, TextEditor)
        self.reveal(editor.line)
        return editor.line

    def push_new_parent(self, field: str) -> None:
        """Click "New fault from here" (or the like) under a field of the form."""
        editor = self.form.editors[field]
        assert isinstance(editor, ParentEditor)
        assert editor.new_button is not None
        self.reveal(editor.new_button)
        QTest.mouseClick(editor.new_button, LEFT)

    def estimate(self, field: str, best: str, low: str = "", high: str = "") -> None:
        """Open an estimate of the form and type its numbers."""
        editor = self.form.editors[field]
        assert isinstance(editor, EstimateEditor)
        self.reveal(editor)
        if not editor.head.isChecked():
            QTest.mouseClick(editor.head, LEFT)
        assert editor.head.isChecked()
        for line, text in ((editor.low, low), (editor.best, best), (editor.high, high)):
            if text:
                self.reveal(line)
                self.enter(line, text)
        self.key(Qt.Key.Key_Tab, widget=editor.best)

    def reveal(self, widget: QWidget) -> None:
        """Scroll the record panel until the widget is on view."""
        above = widget.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        assert above is not None
        above.ensureWidgetVisible(widget)
        self.wait(widget.isVisible)

    # Dialogs

    def answer(self, kind: type[D], how: Callable[[D], object]) -> None:
        """Answer the next dialog of this kind as soon as it is there. Call it before what opens it."""

        def look() -> None:
            found = QApplication.activeModalWidget()
            if isinstance(found, kind) and found.isVisible():
                try:
                    how(found)
                except BaseException:
                    found.reject()  # or the test would wait in it for ever
                    raise
            else:
                QTimer.singleShot(20, look)

        QTimer.singleShot(0, look)

    # Save and leave

    def save(self) -> None:
        """Ctrl+S, and wait until it stands in the database."""
        self.key(Qt.Key.Key_S, CONTROL)
        self.wait(lambda: not self.workspace.saving and not self.session.saved)

    def close(self) -> None:
        """Close the window with its cross."""
        self.window.close()
        self.wait(lambda: not self.window.isVisible())

    def leave(self) -> None:
        """Whatever the test did: end the desktop without asking, and let go of everything."""
        if self.window.isVisible():
            self.window.record.flush()
            if self.workspace.session is not None and self.session.saved:
                self.answer(UnsavedEdits, lambda dialog: push(dialog, "Close without saving"))
            self.close()
        self._watch.stop()
        self.desktop.end()
        assert not self.stuck, f"dialogs that nobody answered: {self.stuck}"

    @property
    def reports(self) -> list[str]:
        """What went wrong in ways nobody foresaw; empty in every story."""
        folder = self.home / "reports"
        return [report.read_text(encoding="utf-8") for report in folder.glob("*")] if folder.is_dir() else []


def button(dialog: QWidget, text: str) -> QAbstractButton:
    """The button of a dialog that says this (an English msgid)."""
    found = [b for b in dialog.findChildren(QAbstractButton) if b.text() == tr(text) and b.isVisible()]
    assert len(found) == 1, f"{text}: {[b.text() for b in dialog.findChildren(QAbstractButton)]}"
    return found[0]


def push(dialog: QWidget, text: str) -> None:
    """Click the button of a dialog that says this."""
    QTest.mouseClick(button(dialog, text), LEFT)
