"""A value that is shown and not typed: a result of a calculation."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout

from faultgis.services.editing import EditingSession
from faultgis.values import Estimate
from ui.forms import shown
from ui.forms.editors import Editor
from ui.forms.estimates import basis_colour
from ui.forms.field import Field
from ui.words import tr
from ui.year_words import age_word


class FixedEditor(Editor):
    """The value in words, which can be selected and copied."""

    def __init__(self, field: Field, session: Callable[[], EditingSession | None]) -> None:
        super().__init__(field)
        self._session = session
        self._value: Any = None
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addWidget(self.text)

    def value(self) -> Any:
        return self._value

    def show_value(self, value: Any) -> None:
        self._value = value
        self.text.setText(self._said(value) or "–")
        colour = basis_colour(value.basis) if isinstance(value, Estimate) else ""
        self.text.setStyleSheet(f"color: {colour};" if colour else "")

    def show_mixed(self) -> None:
        self._value = None
        self.text.setText(tr("several values"))

    def _said(self, value: Any) -> str:
        session, field = self._session(), self.field
        if field.editor == "parent":
            record = session.get(*value) if session is not None and value is not None else None
            return shown.title(record)
        if field.editor == "code" and value not in ("", None):
            return shown.code_label(field.codes, value)
        if field.editor == "share":
            return shown.percent(value)
        if isinstance(value, Estimate):
            return age_word(value) if field.editor == "age" else shown.estimate(value)
        said = shown.plain(value)
        return f"{said} {shown.unit_word(field.unit)}" if said and field.unit else said

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.show_value(self._value)
