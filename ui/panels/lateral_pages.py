"""The frame of the lateral panel: which way to measure, what to do first, and the back-slip slider."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QButtonGroup,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.forms.widgets import Button, EmptyState, Label
from ui.words import tr

FIRST = (
    "1. Show a relief layer and zoom to the offset landform.\n"
    "2. Click the fault's trace beside it, or draw a straight fault line with two clicks.\n"
    "3. Drag the two profiles onto the landform, and the lines with round ends along it.\n"
    "4. Slide the right side back until the landform is whole."
)
LINES = (
    "Draw a line along the offset landform on one side of the trace, then one along the same landform on "
    "the other side. The offset stands beside the pointer; the second line makes the marker."
)
WAYS = (("lateral", "Two profiles"), ("piercing", "Two lines"))
UNIT_M = 0.1
NUMBER_PX = 116
# Narrower, numbers and plots would be cut.
LEAST_PX = 330
# Sliding back before the eye takes a second or so.
STEP_MS, STEPS = 25, 36


class Pages(QWidget):
    """The choice between the two ways over what belongs to the one chosen."""

    def __init__(self, measuring: QWidget, choose: Callable[[str], None]) -> None:
        super().__init__()
        self.ways: dict[str, Button] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 2)
        row.setSpacing(0)
        for name, text in WAYS:
            button = Button(text, partial(choose, name))
            button.setCheckable(True)
            group.addButton(button)
            row.addWidget(button, 1)
            self.ways[name] = button
        self._stack = QStackedWidget()
        first, lines = EmptyState(FIRST), EmptyState(LINES)
        first.label.setAlignment(Qt.AlignmentFlag.AlignLeft)
        measuring.setMinimumWidth(LEAST_PX)
        for page in (first, measuring, lines):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)

    def show_way(self, name: str, laid: bool) -> None:
        """Show the page of a way; of the profiles the plots once something is ``laid``."""
        self.ways[name].setChecked(True)
        self._stack.setCurrentIndex(2 if name == "piercing" else int(laid))


def scrolled(*parts: QWidget) -> QScrollArea:
    """These below each other, with a bar where there is too little room."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 4, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    column.addStretch()
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    return scroll


class Slider(QWidget):
    """The offset that is taken back: a slider, the number, and the button that slides to the best.

    ``slid`` tells of metres, positive sinistral.
    """

    slid = pyqtSignal(float)
    wanted_back = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setMinimumHeight(24)
        self.number = QDoubleSpinBox()
        self.number.setDecimals(1)
        self.number.setSuffix(" m")
        self.number.setKeyboardTracking(False)
        self.number.setFixedWidth(NUMBER_PX)
        for part in (self.slider, self.number):
            part.setAccessibleName(tr("Offset taken back"))
        self.back = Button("Slide back", self.wanted_back.emit)
        self.back.setFixedWidth(NUMBER_PX)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.slider, 0, 0, 1, 2)
        grid.addWidget(self.number, 0, 2)
        grid.addWidget(Label("← dextral", "quiet"), 1, 0)
        grid.addWidget(Label("sinistral →", "quiet"), 1, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.back, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.show_range(-100.0, 100.0)
        self._end, self._step = 0.0, 0
        self._steps = QTimer(self)
        self._steps.setInterval(STEP_MS)
        self._steps.timeout.connect(self._step_on)
        self.slider.valueChanged.connect(lambda value: self.go_to(value * UNIT_M))
        self.number.valueChanged.connect(self.go_to)

    def go_to(self, metres: float) -> None:
        """Slide there at once."""
        self._steps.stop()
        self.slid.emit(metres)

    def run_to(self, metres: float) -> None:
        """Slide there from nothing, step by step."""
        self._end, self._step = metres, 0
        self._steps.start()

    def _step_on(self) -> None:
        self._step += 1
        if self._step >= STEPS:
            self._steps.stop()
        self.slid.emit(self._end * min(1.0, self._step / STEPS))

    def show_range(self, low: float, high: float) -> None:
        """Slide within this range from now on; nothing is always part of it."""
        low, high = min(low, 0.0), max(high, 0.0)
        for part in (self.slider, self.number):
            part.blockSignals(True)
        self.slider.setRange(round(low / UNIT_M), round(high / UNIT_M))
        self.number.setRange(low, high)
        for part in (self.slider, self.number):
            part.blockSignals(False)

    def show_value(self, metres: float) -> None:
        """Show a value without telling anybody."""
        for part in (self.slider, self.number):
            part.blockSignals(True)
        self.slider.setValue(round(metres / UNIT_M))
        self.number.setValue(metres)
        for part in (self.slider, self.number):
            part.blockSignals(False)
