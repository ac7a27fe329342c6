"""Values longer than their field show their beginning, in forms and in lists to choose from."""

from PyQt6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from ui.app import Desktop
from ui.forms.combos import SearchCombo
from ui.forms.editors import TextEditor
from ui.forms.fields import Field
from ui.panels.provenance import Provenance

LONG = "A fault with a name far longer than any field that it could stand in"


def test_a_long_text_shows_its_beginning(qtbot: QtBot) -> None:
    editor = TextEditor(Field("name_en", "English name"))
    qtbot.addWidget(editor)
    editor.resize(120, 30)
    editor.show_value(LONG)
    assert editor.line.cursorPosition() == 0


def test_a_long_choice_shows_its_beginning(qtbot: QtBot) -> None:
    combo = SearchCombo()
    qtbot.addWidget(combo)
    combo.resize(120, 30)
    combo.fill([("a", LONG, ""), ("b", "short", "")])
    combo.choose("a")
    edit = combo.lineEdit()
    assert edit is not None
    assert edit.text() == LONG
    assert edit.cursorPosition() == 0


def test_what_follows_a_short_form_stands_right_below_it(qtbot: QtBot, desktop: Desktop) -> None:
    window = desktop.window
    window.resize(1366, 1400)
    window.actions_.run("add_zone")
    form = window.record.shown_form
    assert form is not None
    provenance = window.record.findChild(Provenance)
    assert isinstance(provenance, Provenance)
    qtbot.waitUntil(provenance.isVisible)
    bottom = form.mapTo(window, QPoint(0, form.sizeHint().height())).y()
    qtbot.waitUntil(lambda: abs(provenance.mapTo(window, QPoint(0, 0)).y() - bottom) < 24)
