"""What all dialogs share: title, body, a problem line, one main button and a way out."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from faultgis.errors import FaultGISError
from ui import words
from ui.forms.widgets import Button, Label
from ui.words import tr


class Dialog(QDialog):
    """Title, body and foot. ``accept_word`` names the main button; empty: only Close."""

    def __init__(
        self, parent: QWidget | None, title: str, accept_word: str = "", width: int = 480, height: int = 0
    ) -> None:
        super().__init__(parent)
        self._title = title
        self.setModal(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.problem = Label("", "problem", wrap=True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem.hide()
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addStretch()
        self.out = Button("Cancel" if accept_word else "Close", self.reject)
        self.foot.addWidget(self.out)
        self.main: Button | None = None
        if accept_word:
            self.main = Button(accept_word, self.accept, "main")
            self.main.setDefault(True)
            self.foot.addWidget(self.main)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.problem)
        layout.addLayout(self.foot)
        self.setMinimumWidth(width)
        if height:
            self.resize(width, height)
        self.setWindowTitle(tr(title))

    def showEvent(self, event: QShowEvent | None) -> None:
        """The first field has the keys, without one the first table, not the way out."""
        super().showEvent(event)
        fields = self.findChildren((QLineEdit, QComboBox, QListWidget, QPlainTextEdit))
        fields += self.findChildren(QTableWidget)
        first = next((field for field in fields if field.isVisible() and field.isEnabled()), self.main)
        if first is not None:
            first.setFocus()

    def exec(self) -> int:
        """Ask; afterwards the dialog goes with its last reference, not with the window."""
        answer = super().exec()
        self.setParent(None)
        return answer

    def say_problem(self, text: str) -> None:
        """Show what stands in the way, or nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self._grow()

    def _grow(self) -> None:
        """Make room for what a sentence of several lines adds, so that nothing above it is cut."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)

    def say_error(self, error: FaultGISError) -> None:
        """Show an error in words, with its way out."""
        said = (words.error_sentence(error), words.error_help(error))
        self.say_problem("\n".join(filter(None, said)))

    def grid(self) -> QGridLayout:
        """A grid of labels and fields, added to the body."""
        made = field_grid()
        self.body.addLayout(made)
        return made

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.setWindowTitle(tr(self._title))


def field_grid() -> QGridLayout:
    """A grid for labels and fields."""
    made = QGridLayout()
    made.setHorizontalSpacing(12)
    made.setVerticalSpacing(8)
    made.setColumnMinimumWidth(0, 104)
    made.setColumnStretch(1, 1)
    return made


def row(grid: QGridLayout, label: str, widget: QWidget) -> None:
    """One labelled field at the end of a grid."""
    name = Label(label, "quiet")
    name.setBuddy(widget)
    at = grid.rowCount()
    grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(widget, at, 1)


def quiet(text: str, **params: object) -> QLabel:
    """A wrapped line of quiet text, translated now."""
    label = QLabel(tr(text, **params))
    label.setProperty("quiet", True)
    label.setWordWrap(True)
    return label


def link(text: str, pressed: Callable[[], object]) -> Button:
    """A quiet button that reads as a link."""
    return Button(text, pressed, "flat")


def beside(first: QWidget, second: QWidget) -> QWidget:
    """Two widgets in one line; the first takes what room there is."""
    place = QWidget()
    line = QHBoxLayout(place)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(4)
    line.addWidget(first, 1)
    line.addWidget(second)
    return place
