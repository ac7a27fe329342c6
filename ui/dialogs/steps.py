"""The path through a dialog of several pages: its steps in a line, the one in hand marked."""

from collections.abc import Sequence

from PyQt6.QtWidgets import QHBoxLayout, QLabel

from ui import theme
from ui.dialogs.dialog import quiet
from ui.words import tr


class Steps(QHBoxLayout):
    """The names of the steps, msgids."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = tuple(names)

    def stand_at(self, step: int) -> None:
        """Mark this step, counted from 0."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        c = theme.colours()
        for number, name in enumerate(self._names):
            label = QLabel(f"{number + 1} {tr(name)}")
            here = number == step
            label.setStyleSheet(
                f"color: {c.accent if here else c.quiet}; font-weight: {700 if here else 400};"
            )
            self.addWidget(label)
            if number < len(self._names) - 1:
                self.addWidget(quiet("▸"))
        self.addStretch()
