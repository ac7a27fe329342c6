"""The editor of an estimate: one line as it reads, opening into best, bounds, their meaning and basis."""

from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from faultgis.errors import InputError
from faultgis.values import Basis, Estimate, RangeKind
from ui import theme
from ui.forms import shown
from ui.forms.editors import Editor
from ui.forms.fields import Field
from ui.forms.widgets import Button, Label
from ui.words import tr

RANGES = (RangeKind.UNSTATED, RangeKind.MIN_MAX, RangeKind.PERCENT_68, RangeKind.PERCENT_95)
SHORT = 24
BASES = (Basis.MEASURED, Basis.DERIVED, Basis.DEFAULT)


def basis_colour(basis: Basis) -> str:
    """The text colour of a basis; the word beside it says the same."""
    c = theme.colours()
    return {Basis.MEASURED: c.measured, Basis.DERIVED: c.derived, Basis.DEFAULT: c.default}[basis]


class EstimateEditor(Editor):
    """Shows ``2.5 (1.9–3.1) mm/a measured``; a click opens its parts."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._value: Estimate | None = None
        self._mixed = False
        self.head = QToolButton()
        self.head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setArrowType(Qt.ArrowType.RightArrow)
        self.head.setCheckable(True)
        self.head.toggled.connect(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        self._parts: QWidget | None = None
        self.setFocusProxy(self.head)
        self._say()

    def _open(self, on: bool) -> None:
        self.head.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        if on and self._parts is None:
            self._build()
            self._fill()
        if self._parts is not None:
            self._parts.setVisible(on)
        if on:
            self.best.setFocus()

    def _build(self) -> None:
        self._parts = QWidget()
        grid = QGridLayout(self._parts)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setSpacing(4)
        self.low, self.best, self.high = (self._line() for _ in range(3))
        pairs = (("Low", self.low), ("Best", self.best), ("High", self.high))
        for column, (text, line) in enumerate(pairs):
            grid.addWidget(Label(text, "quiet"), 0, column)
            grid.addWidget(line, 1, column)
        grid.addWidget(Label(shown.unit_word(self.field.unit), "quiet"), 1, 3)
        self.range, self.basis = QComboBox(), QComboBox()
        for combo in (self.range, self.basis):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.activated.connect(self._choose)
        self._name_choices()
        grid.addWidget(Label("Bounds", "quiet"), 2, 0)
        grid.addWidget(self.range, 2, 1, 1, 3)
        grid.addWidget(Label("Basis", "quiet"), 3, 0)
        grid.addWidget(self.basis, 3, 1, 1, 3)
        self.source = self._line(Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label("Source", "quiet"), 4, 0)
        grid.addWidget(self.source, 4, 1, 1, 3)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(Button("Clear", self._clear, "flat"))
        grid.addLayout(foot, 5, 0, 1, 4)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._parts)

    def _choose(self, _row: int) -> None:
        self.typed.emit()
        self.settled.emit()

    def _name_choices(self) -> None:
        for combo, choices, texts in (
            (self.range, RANGES, shown.RANGE_WORDS),
            (self.basis, BASES, shown.BASIS_WORDS),
        ):
            chosen = combo.currentIndex()
            combo.clear()
            for choice in choices:
                combo.addItem(tr(texts[str(choice)]), choice)
            combo.setCurrentIndex(max(0, chosen))

    def _line(self, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignRight) -> QLineEdit:
        line = QLineEdit()
        line.setMinimumWidth(40)
        line.setAlignment(align)
        line.textEdited.connect(lambda _text: self.typed.emit())
        line.editingFinished.connect(self.settled)
        return line

    def _clear(self) -> None:
        for line in (self.low, self.best, self.high, self.source):
            line.clear()
        self.typed.emit()
        self.settled.emit()

    def value(self) -> Estimate | None:
        """The estimate as typed; no number at all is no estimate. Raises ``estimate.order`` and the like."""
        if self._parts is None:
            return self._value
        low, best, high = (self._read(line) for line in (self.low, self.best, self.high))
        if low is None and best is None and high is None:
            return None
        fresh = Estimate(
            unit=self.field.unit,
            best=best,
            low=low,
            high=high,
            range=self.range.currentData(),
            basis=self.basis.currentData(),
            source=self.source.text().strip(),
            component=self.field.component,
        )
        old = self._value
        if old is None:
            return fresh
        kept = {"distribution": old.distribution, "source_date": old.source_date, "text": old.text}
        return replace(fresh, component=old.component or fresh.component, **kept)  # type: ignore[arg-type]

    @staticmethod
    def _read(line: QLineEdit) -> float | None:
        text = line.text().strip()
        if not text:
            return None
        try:
            return shown.read_number(text)
        except ValueError:
            raise InputError("field.number") from None

    def show_value(self, value: Any) -> None:
        self._mixed = False
        self._value = value
        self._say()
        if self._parts is not None:
            self._fill()

    def show_mixed(self) -> None:
        self.show_value(None)
        self._mixed = True
        self._say()

    def _fill(self) -> None:
        value = self._value
        for line, name in ((self.low, "low"), (self.best, "best"), (self.high, "high")):
            line.setText(shown.number(getattr(value, name, None)))
        self.range.setCurrentIndex(RANGES.index(value.range) if value else 0)
        self.basis.setCurrentIndex(BASES.index(value.basis) if value else 0)
        self.source.setText(value.source if value else "")

    def took(self, value: Estimate | None) -> None:
        """The record has taken the value over: say it in the head, leave the typing alone."""
        self._value, self._mixed = value, False
        self._say()

    def _say(self) -> None:
        empty = tr("several values") if self._mixed else tr("not known")
        self.head.setText(self._two_lines(self._value) if self._value else empty)
        colour = basis_colour(self._value.basis) if self._value else theme.colours().quiet
        self.head.setStyleSheet(f"QToolButton {{ color: {colour}; text-align: left; padding: 2px; }}")
        self.head.setToolTip(self._value.source if self._value else "")

    @staticmethod
    def _two_lines(value: Estimate) -> str:
        """In one line where it is short, else numbers over unit and basis."""
        said = shown.estimate(value)
        numbers = shown.estimate_numbers(value)
        return said if len(said) <= SHORT else f"{numbers}\n{said.removeprefix(numbers).strip()}"

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange and hasattr(self, "head"):
            self._say()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._say()
        if self._parts is not None:
            self._name_choices()
