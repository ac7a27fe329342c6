"""Values longer than their field show their beginning, in forms and in lists to choose from."""

from pytestqt.qtbot import QtBot

from ui.forms.combos import SearchCombo
from ui.forms.editors import TextEditor
from ui.forms.fields import Field

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
