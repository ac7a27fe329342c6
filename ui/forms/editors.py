"""The editors of single values. All answer ``value()`` (raising ``InputError`` for what cannot be read)
and tell ``typed`` while it changes and ``settled`` when the user is done with it."""

from datetime import date
from typing import Any

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent
from PyQt6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from faultgis import codes
from faultgis.errors import InputError
from ui import words
from ui.forms import shown
from ui.forms.combos import SearchCombo
from ui.forms.fields import Field
from ui.forms.widgets import Label
from ui.words import tr


class Editor(QWidget):
    """One value's editor."""

    typed = pyqtSignal()
    settled = pyqtSignal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)

    def value(self) -> Any:
        """What stands in the editor."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value; nothing is told."""
        raise NotImplementedError

    def show_mixed(self) -> None:
        """Show that the selected records differ here."""
        self.show_value(None)

    def mark(self, wrong: bool) -> None:
        """Show that the value cannot stand."""


class TextEditor(Editor):
    """A line of text."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line = QLineEdit()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line, 1)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(lambda _text: self.typed.emit())
        self.line.editingFinished.connect(self.settled)

    def value(self) -> Any:
        return self.line.text().strip()

    def show_value(self, value: Any) -> None:
        self.line.setPlaceholderText("")
        self.line.setText(shown.plain(value))
        if not self.line.hasFocus():
            self.line.home(False)  # what is too long shows its beginning

    def show_mixed(self) -> None:
        self.line.clear()
        self.line.setPlaceholderText(tr("several values"))

    def mark(self, wrong: bool) -> None:
        if self.line.property("wrong") != wrong:
            self.line.setProperty("wrong", wrong)
            style = self.line.style()
            assert style is not None
            style.unpolish(self.line)
            style.polish(self.line)


class NumberEditor(TextEditor):
    """A number with its unit behind it; empty is no value."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = self.layout()
        if field.unit and layout is not None:
            layout.addWidget(Label(shown.unit_word(field.unit), "quiet"))

    def value(self) -> float | int | None:
        text = self.line.text().strip()
        if not text:
            return None if self.field.editor == "number" or self.field.name != "position" else 0
        try:
            found = shown.read_number(text)
        except ValueError:
            raise InputError("field.number") from None
        if self.field.editor == "number":
            return found
        if found != int(found):
            raise InputError("field.integer")
        return int(found)

    def show_value(self, value: Any) -> None:
        super().show_value(float(value) if value is not None else None)


class DateEditor(TextEditor):
    """A day as year-month-day; empty is no value."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line.setPlaceholderText(tr("e.g. {date}", date="2026-05-01"))

    def value(self) -> date | None:
        text = self.line.text().strip().replace("/", "-").replace(".", "-")
        if not text:
            return None
        try:
            return date(*(int(part) for part in text.split("-")))
        except (ValueError, TypeError):
            raise InputError("field.date") from None

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self.line.setPlaceholderText(tr("e.g. {date}", date="2026-05-01"))


class _Text(QPlainTextEdit):
    left = pyqtSignal()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class LongTextEditor(Editor):
    """Several lines of text."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.text = _Text()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(64)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        self.setFocusProxy(self.text)
        self._quiet = False
        self.text.textChanged.connect(lambda: None if self._quiet else self.typed.emit())
        self.text.left.connect(self.settled)

    def value(self) -> str:
        return self.text.toPlainText().strip()

    def show_value(self, value: Any) -> None:
        self._quiet = True
        self.text.setPlaceholderText("")
        self.text.setPlainText(value or "")
        self._quiet = False

    def show_mixed(self) -> None:
        self.show_value("")
        self.text.setPlaceholderText(tr("several values"))


class CodeEditor(Editor):
    """A choice from a code list; typing narrows it by label, code, pinyin or initials."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.combo = SearchCombo()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.setFocusProxy(self.combo)
        self._inherited = ""
        self._fill()
        self.combo.chosen.connect(self._choose)

    def _fill(self) -> None:
        entries = codes.code_list(self.field.codes).entries
        language = words.language()
        items: list[tuple[object, str, str]] = [(c.code, c.label(language), c.code) for c in entries]
        if self.field.inherits:
            items.insert(0, ("", self._inherited or tr("as the fault"), ""))
        elif not any(c.code in ("unknown", "undetermined", "0", "draft") for c in entries):
            items.insert(0, ("", "—", ""))
        self.combo.fill(items)

    def inherit(self, said: str) -> None:
        """Say what an empty value amounts to, e.g. "as the fault: thrust"."""
        self._inherited = said
        chosen = self.combo.currentData()
        self._fill()
        self.combo.choose(chosen)
        self._grey()

    def _choose(self, _key: object) -> None:
        self._grey()
        self.typed.emit()
        self.settled.emit()

    def _grey(self) -> None:
        greyed = self.field.inherits and self.combo.currentData() == ""
        if self.combo.property("inherited") != greyed:
            self.combo.setProperty("inherited", greyed)
            style = self.combo.style()
            assert style is not None
            style.unpolish(self.combo)
            style.polish(self.combo)

    def value(self) -> Any:
        data = self.combo.currentData()
        if self.field.codes == "secrecy":
            return int(data) if data not in (None, "") else 0
        return "" if data is None else data

    def show_value(self, value: Any) -> None:
        self.combo.choose("" if value is None else str(value))
        self._grey()

    def show_mixed(self) -> None:
        self.combo.choose(None)
        edit = self.combo.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(tr("several values"))

    def mark(self, wrong: bool) -> None:
        self.combo.setProperty("wrong", wrong)

    def changeEvent(self, event: QEvent | None) -> None:
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._fill()
        super().changeEvent(event)
