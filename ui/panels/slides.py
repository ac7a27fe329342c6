"""Sliders that say their name and value."""

from collections.abc import Callable

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from ui.forms.widgets import Label
from ui.words import tr

REST_MS = 60
NAME_WIDTH = 88


class Slide(QWidget):
    """A named slider with its value behind it; ``moved`` follows the hand after a short rest."""

    moved = pyqtSignal(float)

    def __init__(self, label: str, low: int, high: int, said: Callable[[int], str], unit: float = 1) -> None:
        super().__init__()
        self._said, self._unit = said, unit
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(low, high)
        self.slider.setMinimumHeight(24)
        self.slider.setAccessibleName(tr(label))
        self.text = QLabel()
        self.text.setMinimumWidth(44)
        self.text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name = Label(label, "quiet")
        name.setFixedWidth(NAME_WIDTH)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(name)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.text)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self.moved.emit(self.slider.value() * self._unit))
        self.slider.valueChanged.connect(self._on_value)

    def _on_value(self, value: int) -> None:
        self.text.setText(self._said(value))
        self._rest.start()

    def show_value(self, value: float) -> None:
        """Show a value without telling anybody."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(value / self._unit))
        self.slider.blockSignals(False)
        self.text.setText(self._said(self.slider.value()))


def times(value: int) -> str:
    """Tenths as a factor; nothing is automatic."""
    return f"{value / 10:g}×" if value else tr("automatic")
