"""The mapping that a file is read by: how it was recognised, where it comes from; another can be chosen, and
one of the user's own forgotten."""

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from importers import own_mappings
from importers.mappings import Template, guess, templates
from ui import words
from ui.dialogs.dialog import quiet
from ui.forms.widgets import Button, Label
from ui.words import tr

MOST_COLUMNS = 6


class MappingLine(QWidget):
    """``other`` is the name of another mapping that was chosen (empty: the one that is recognised),
    ``None``: as it is."""

    altered = pyqtSignal()

    def __init__(self, template: Template, columns: Sequence[str]) -> None:
        super().__init__()
        self._template, self._columns = template, columns
        self.other: str | None = None
        self.combo = QComboBox()
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for each in templates():
            if each.kind == template.kind or each.name == template.name:
                self.combo.addItem(title(each), each.name)
        if self.combo.findData(template.name) < 0:
            self.combo.insertItem(0, tr("as chosen here"), template.name)
        self.combo.setCurrentIndex(self.combo.findData(template.name))
        self.forget = Button("Forget this mapping", self._forget, "flat")
        self.forget.setVisible(own_mappings.is_own(template.name))
        self.about = quiet("")
        self.about.setText(self._about())
        line = QHBoxLayout()
        line.addWidget(Label("Field mapping", "quiet"))
        line.addWidget(self.combo, 1)
        line.addWidget(self.forget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self.about)
        self.combo.activated.connect(lambda _at: self._choose())

    def _about(self) -> str:
        """How the mapping was recognised, and where it comes from."""
        template, (best, told) = self._template, guess(self._columns, self._template.kind)
        said = []
        if own_mappings.is_own(template.name):
            origin = template.source or tr("not stated")
            said.append(tr("Your own, remembered from {file}.", file=origin))
        if best.name == template.name and told:
            shown = tr(", ").join(told[:MOST_COLUMNS]) + (" …" if len(told) > MOST_COLUMNS else "")
            said.append(tr("Recognised by the columns {names}.", names=shown))
        said.append(tr("What is changed here counts for this import."))
        return " ".join(said)

    def _choose(self) -> None:
        name = str(self.combo.currentData())
        self.other = None if name == self._template.name else name
        self.altered.emit()

    def _forget(self) -> None:
        own_mappings.forget(self._template.name)
        self.other = ""
        self.forget.hide()
        self.combo.setEnabled(False)
        self.about.setText(tr("Forgotten. Try again: the file is read by what its columns say."))
        self.altered.emit()


def title(template: Template) -> str:
    """What a mapping is called; the user's own are marked."""
    said = template.zh if words.language() == "zh" else template.en
    return f"{said} ({tr('your own')})" if own_mappings.is_own(template.name) else said
