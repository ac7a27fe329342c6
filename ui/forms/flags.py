"""Editors of yes or no, and of a colour."""

import re
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QCheckBox, QColorDialog, QHBoxLayout, QToolButton

from faultgis.errors import InputError
from ui.forms.editors import Editor, TextEditor
from ui.forms.field import Field
from ui.words import tr


class FlagEditor(Editor):
    """A box to tick."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.box = QCheckBox()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.box.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self.box.setTristate(False)
        self.typed.emit()
        self.settled.emit()

    def value(self) -> bool:
        return self.box.isChecked()

    def show_value(self, value: Any) -> None:
        self.box.setTristate(False)
        self.box.setChecked(bool(value))

    def show_mixed(self) -> None:
        self.box.setTristate(True)
        self.box.setCheckState(Qt.CheckState.PartiallyChecked)


class ColourEditor(TextEditor):
    """A colour as #rrggbb with a patch that opens the choice of colours; empty is none."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.patch = QToolButton()
        self.patch.setFixedSize(28, 28)
        self.patch.clicked.connect(self._ask)
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.insertWidget(0, self.patch)
        self.line.textChanged.connect(self._show)

    def value(self) -> str:
        text = self.line.text().strip().lower()
        if text and not re.fullmatch(r"#[0-9a-f]{6}", text):
            raise InputError("field.colour")
        return text

    def _show(self, text: str) -> None:
        found = QColor(text.strip())
        shown = found.name() if found.isValid() and text.strip() else "transparent"
        self.patch.setStyleSheet(f"background: {shown}; border: 1px solid palette(mid); border-radius: 4px;")

    def _ask(self) -> None:
        found = QColorDialog.getColor(QColor(self.line.text() or "#c9a66b"), self, tr("Colour on the log"))
        if found.isValid():
            self.line.setText(found.name())
            self.typed.emit()
            self.settled.emit()
