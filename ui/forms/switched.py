"""Several pages in one place, chosen by a row of buttons above them."""

from collections.abc import Mapping
from functools import partial

from PyQt6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.forms.widgets import Button


class Switched(QWidget):
    """Shows the first page until another is asked for."""

    def __init__(self, pages: Mapping[str, tuple[str, QWidget]]) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}
        self._stack = QStackedWidget()
        row, group = QHBoxLayout(), QButtonGroup(self)
        row.setSpacing(0)
        for number, (name, (text, page)) in enumerate(pages.items()):
            self._stack.addWidget(page)
            button = Button(text, partial(self._stack.setCurrentIndex, number))
            button.setCheckable(True)
            button.setChecked(number == 0)
            group.addButton(button)
            row.addWidget(button)
            self.buttons[name] = button
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    def show_page(self, name: str) -> None:
        """Show this page, its button pressed."""
        self.buttons[name].click()

    @property
    def shown(self) -> str:
        """The name of the page on view."""
        return list(self.buttons)[self._stack.currentIndex()]
