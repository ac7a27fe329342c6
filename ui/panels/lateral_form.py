"""What is asked beside a lateral offset: distances, directions, the search, what may be fitted."""

from dataclasses import replace

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from faultgis import codes
from faultgis.services import laying
from faultgis.services.laterals import TREND_SD, Measured, Options
from faultgis.services.laying import SIDES, Layout
from faultgis.slip.comparing import Fitting
from faultgis.slip.offsets import ALONG_DEG
from ui import words
from ui.forms.widgets import Label
from ui.words import tr

KINDS = "marker_kind"
LEAST_PX = 102


class Calm(QObject):
    """Keeps the wheel from changing a box that has not the focus: it scrolls what the box lies on."""

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is None or event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        if not watched.hasFocus():
            event.ignore()
            return True
        return False


class LateralForm(QWidget):
    """``typed`` tells of a number typed or a box ticked: the layout then has to be taken anew with
    ``applied``, the options from ``options``."""

    typed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.away = {name: _spin(laying.LEAST_AWAY_M, 5000, " m", 1) for name in SIDES}
        self.trend = {name: _spin(ALONG_DEG, 180 - ALONG_DEG, "°", 1) for name in SIDES}
        self.search = _spin(-5000, 5000, " m", 0), _spin(-5000, 5000, " m", 0)
        self.trend_sd = _spin(0, 30, "°", 1)
        self.trend_sd.setValue(TREND_SD)
        self.shift, self.stretch = QCheckBox(), QCheckBox()
        self.shift.setChecked(True)
        self.kind = QComboBox()
        narrow(self.kind)
        self._searched = False
        self._lay()
        self._speak()
        calm = Calm(self)
        for part in (*self.away.values(), *self.trend.values(), *self.search, self.trend_sd, self.kind):
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            part.installEventFilter(calm)
        for box in (*self.away.values(), *self.trend.values(), self.trend_sd):
            box.valueChanged.connect(lambda _v: self.typed.emit())
        for box in self.search:
            box.valueChanged.connect(self._search_typed)
        for tick in (self.shift, self.stretch):
            tick.toggled.connect(lambda _on: self.typed.emit())

    def _lay(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for column, text in ((1, "Left side"), (2, "Right side")):
            grid.addWidget(Label(text, "quiet"), 0, column)
        rows = (
            ("From the fault", self.away["left"], self.away["right"]),
            ("Line’s angle", self.trend["left"], self.trend["right"]),
            ("Search range", *self.search),
        )
        for number, (text, first, second) in enumerate(rows, 1):
            grid.addWidget(Label(text), number, 0)
            grid.addWidget(first, number, 1)
            grid.addWidget(second, number, 2)
        grid.addWidget(Label("Angle ± 1σ"), 4, 0)
        grid.addWidget(self.trend_sd, 4, 1)
        grid.addWidget(Label("Landform"), 5, 0)
        grid.addWidget(self.kind, 5, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(4)
        column_.addLayout(grid)
        ticks = QHBoxLayout()
        ticks.addWidget(self.shift)
        ticks.addWidget(self.stretch)
        ticks.addStretch()
        column_.addLayout(ticks)
        column_.addStretch()

    def _speak(self) -> None:
        self.shift.setText(tr("Heights may shift"))
        self.stretch.setText(tr("Relief may stretch"))
        for box in self.trend.values():
            box.setToolTip(tr("Clockwise from the fault's direction; 90° meets it squarely"))
        kept = self.kind.currentData()
        self.kind.clear()
        self.kind.addItem(tr("Not stated"), "")
        for code in codes.code_list(KINDS).entries:
            self.kind.addItem(code.label(words.language()), code.code)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kept)))

    def _search_typed(self) -> None:
        self._searched = True
        self.typed.emit()

    # What was typed

    def options(self, drawn: tuple[int, int]) -> Options:
        """How to compare, with these draws and seed."""
        low, high = sorted(box.value() for box in self.search)
        fitting = Fitting(self.shift.isChecked(), self.stretch.isChecked())
        search = (low, high) if self._searched else None
        return Options(search, fitting, self.trend_sd.value(), *drawn)

    def applied(self, layout: Layout) -> Layout:
        """The layout with what was typed; an angle that was typed is one that was laid."""
        for name in SIDES:
            side = layout.side(name)
            away, trend = self.away[name].value(), self.trend[name].value()
            if abs(away - side.away_m) >= 0.05:
                side = replace(side, away_m=away)
            if abs(trend - side.trend_deg) >= 0.05:
                side = replace(side, trend_deg=trend, laid=True)
            layout = layout.with_side(name, side)
        return layout

    def take_layout(self, layout: Layout) -> None:
        """Show the numbers of a layout."""
        for name in SIDES:
            _show(self.away[name], layout.side(name).away_m)
            _show(self.trend[name], layout.side(name).trend_deg)

    def take_options(self, options: Options, kind: str = "") -> None:
        """Show how a stored offset was compared."""
        self._searched = options.search_m is not None
        if options.search_m is not None:
            self._show_search(options.search_m)
        self.blockSignals(True)
        self.shift.setChecked(options.fitting.vertical_shift)
        self.stretch.setChecked(options.fitting.vertical_stretch)
        self.blockSignals(False)
        _show(self.trend_sd, options.trend_sd)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))

    def begin(self) -> None:
        """Another fault: the range to search follows its line until one is typed."""
        self._searched = False

    def show_search(self, measured: Measured) -> None:
        """Show the range that was searched where none was typed."""
        if not self._searched:
            shifts = measured.offset.shifts
            self._show_search((float(shifts[0]), float(shifts[-1])))

    def _show_search(self, search: tuple[float, float]) -> None:
        for box, value in zip(self.search, search, strict=True):
            _show(box, value)

    def changeEvent(self, event: QEvent | None) -> None:
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
        super().changeEvent(event)


def _spin(low: float, high: float, unit: str, decimals: int) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(low, high)
    box.setDecimals(decimals)
    box.setSuffix(unit)
    box.setKeyboardTracking(False)
    narrow(box)
    return box


def narrow(box: QWidget) -> None:
    """Let a box be as narrow as its column."""
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    box.setMinimumWidth(LEAST_PX)


def _show(box: QDoubleSpinBox, value: float) -> None:
    box.blockSignals(True)
    box.setValue(value)
    box.blockSignals(False)
