"""What is asked and said beside a profile: band, dip and direction; the result, its grade, the two
buttons."""

from collections.abc import Callable

from PyQt6.QtCore import QEvent, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from faultgis.draws import Distribution, Summary
from faultgis.services.profiling import Stored
from faultgis.slip.scarps import Fault, Measured
from ui import words
from ui.forms.widgets import Button, Label
from ui.words import tr

TOWARD = (("", "Not known"), ("lower", "To the lower side"), ("higher", "To the higher side"))
WIDTH_PX = 348
# Besides its text: the arrows of a number's field and its edges.
AROUND_PX, DEVIATION_PX = 66, 84


class ProfileForm(QWidget):
    """``fault_changed`` and ``width_changed`` follow the user's typing."""

    fault_changed = pyqtSignal()
    width_changed = pyqtSignal()

    def __init__(self, fit: Callable[[], None], along: Callable[[], None], store: Callable[[], None]) -> None:
        super().__init__()
        self.width_m, self.dip, self.dip_sd = _spin(500, " m"), _spin(90, "°"), _spin(30, "°")
        self.dip_sd.setValue(5)
        self.width_m.setValue(10)
        self.toward = QComboBox()
        for value, text in TOWARD:
            self.toward.addItem(tr(text), value)
        self.result, self.grade = QLabel(), QLabel()
        for label in (self.result, self.grade):
            label.setWordWrap(True)
        self.grade.setProperty("quiet", True)
        self._say_no_dip()
        self.store = Button("Store marker", store, "main")
        self.along = Button("Along the trace", along)
        self._lay(Button("Fit", fit))
        self.width_m.valueChanged.connect(lambda _v: self.width_changed.emit())
        for box in (self.dip, self.dip_sd):
            box.valueChanged.connect(lambda _v: self.fault_changed.emit())
        self.toward.currentIndexChanged.connect(lambda _i: self.fault_changed.emit())

    def _lay(self, fit: Button) -> None:
        dip = QHBoxLayout()
        dip.setSpacing(4)
        for part, stretch in ((self.dip, 1), (QLabel("±"), 0), (self.dip_sd, 0)):
            dip.addWidget(part, stretch)
        self.dip_sd.setFixedWidth(DEVIATION_PX)
        form = QFormLayout()
        form.addRow(Label("Band width"), self.width_m)
        form.addRow(Label("Fault dip ± 1σ"), dip)
        form.addRow(Label("Fault dips"), self.toward)
        said = self._said = QWidget()
        texts = self._texts = QVBoxLayout(said)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.addWidget(self.result)
        texts.addWidget(self.grade)
        texts.addStretch()
        scroll = self._scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(said)
        buttons = QHBoxLayout()
        buttons.addWidget(fit)
        buttons.addWidget(self.along)
        buttons.addWidget(self.store)
        column = QVBoxLayout(self)
        column.addWidget(scroll, 1)
        column.addLayout(form)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH_PX)

    @property
    def half_width(self) -> float:
        """Half the band's width in metres."""
        return self.width_m.value() / 2

    @property
    def fault(self) -> Fault:
        """What the user says of the fault."""
        dip, sd, toward = self.dip.value(), self.dip_sd.value(), self.toward.currentData()
        if dip <= 0:
            return Fault(toward=toward)
        known = Distribution("normal", (dip, sd)) if sd > 0 else Distribution("exact", (dip,))
        return Fault(dip=known, toward=toward)

    def take(self, kept: Stored) -> None:
        """Show what a stored measurement took of the fault, without asking for another."""
        numbers = kept.fault.dip.numbers if kept.fault.dip is not None else (0.0,)
        self.blockSignals(True)
        self.dip.setValue(numbers[0])
        self.dip_sd.setValue(numbers[1] if len(numbers) > 1 else 0.0)
        self.width_m.setValue(2 * kept.line.half_width)
        self.toward.setCurrentIndex(max(0, self.toward.findData(kept.fault.toward)))
        self.blockSignals(False)

    def say(self, measured: Measured | None, remarks: list[str]) -> None:
        """The result with its remarks, or what hinders it."""
        if measured is None:
            self._show("\n".join(remarks), "")
            return
        rows = [tr("Vertical separation {value}", value=_range(measured.vertical_separation))]
        if measured.slip is not None:
            rows.append(tr("Throw {value}", value=_range(measured.slip.throw)))
            rows.append(tr("Dip slip {value}", value=_range(measured.slip.dip_slip)))
        graded = [tr("Quality {grade}", grade=measured.quality.letter)]
        graded += [words.sentence(code) for code in (*measured.quality.reasons, *measured.warnings)]
        self._show("\n".join(rows), "\n".join([*graded, *remarks]))

    def _show(self, result: str, grade: str) -> None:
        self.result.setText(result)
        self.grade.setText(grade)
        self._give_room()

    def _give_room(self) -> None:
        """Wrapped lines are as high as they are: a scroll area by itself would press them into each other."""
        viewport = self._scroll.viewport()
        if viewport is not None:
            self._texts.activate()
            needed = self._texts.heightForWidth(max(1, viewport.width()))
            self._said.setMinimumHeight(max(0, needed))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._give_room()

    def changeEvent(self, event: QEvent | None) -> None:
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            for number, (_, text) in enumerate(TOWARD):
                self.toward.setItemText(number, tr(text))
            self._say_no_dip()
        super().changeEvent(event)

    def _say_no_dip(self) -> None:
        """Zero stands for a dip that is not known; its words have room."""
        self.dip.setSpecialValueText(tr("Not known"))
        wide = self.dip.fontMetrics().horizontalAdvance(tr("Not known"))
        self.dip.setMinimumWidth(wide + AROUND_PX)


def _spin(high: float, unit: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0, high)
    box.setDecimals(0)
    box.setSuffix(unit)
    return box


def _range(said: Summary) -> str:
    """The median with its 95 % range."""
    return f"{said.median:.2f} m ({said.q025:.2f}–{said.q975:.2f}, 95 %)".replace("-", "−")
