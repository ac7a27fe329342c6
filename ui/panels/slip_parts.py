"""A slip rate as its components by dip and rake, with the dip and rake that were taken."""

from typing import Any

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from faultgis.errors import FaultGISError
from faultgis.records.fault import Fault, Segment
from faultgis.records.site import OffsetMarker
from faultgis.services.calculating import compute
from faultgis.services.deriving.displacements import PARTS
from faultgis.services.editing import EditingSession
from ui import words
from ui.forms import shown
from ui.forms.widgets import Label
from ui.panels.lateral_form import Calm
from ui.words import tr


class SlipParts(QWidget):
    """Dip and rake are filled in from the segment or fault; both can be changed to try."""

    def __init__(self) -> None:
        super().__init__()
        self._component, self._rate = "", 0.0
        self.dip, self.rake = _angle(0, 90), _angle(-180, 180)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row.setSpacing(6)
        for part in (Label("Dip", "quiet"), self.dip, Label("Rake", "quiet"), self.rake):
            row.addWidget(part)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.said)
        calm = Calm(self)
        for spin in (self.dip, self.rake):
            spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            spin.installEventFilter(calm)
            spin.valueChanged.connect(lambda _value: self._show())

    def show_marker(self, marker: OffsetMarker | None, session: EditingSession | None) -> None:
        """Take the attitude of the marker's segment or fault."""
        self.setVisible(marker is not None)
        if marker is None or session is None:
            return
        self._component = marker.component
        trace = session.get("trace", marker.trace_id)
        owners = (
            session.get("segment", getattr(trace, "segment_id", None)),
            session.get("fault", marker.fault_id),
        )
        for spin, name in ((self.dip, "dip"), (self.rake, "rake")):
            stated = (getattr(owner, name) for owner in owners if isinstance(owner, Fault | Segment))
            value = next((estimate.middle for estimate in stated if estimate is not None), None)
            spin.blockSignals(True)
            spin.setValue(value if value is not None else spin.minimum())
            spin.blockSignals(False)
        self._show()

    def show_rate(self, rate: float) -> None:
        """The rate of the measured component, mm/a."""
        self._rate = rate
        self._show()

    def _show(self) -> None:
        dip, rake = self.dip.value(), self.rake.value()
        if self.dip.value() == self.dip.minimum() or self.rake.value() == self.rake.minimum():
            self.said.setText(tr("Components need the fault's dip and rake."))
            return
        if self._component not in PARTS or not self._rate:
            self.said.setText("")
            return
        asked: dict[str, Any] = {"dip_deg": dip, "rake_deg": rake, PARTS[self._component]: self._rate}
        try:
            told = compute("slip_components", asked)
        except FaultGISError as error:
            self.said.setText(" ".join(filter(None, (words.error_sentence(error), words.error_help(error)))))
            return
        pairs = [
            f"{shown.code_label('offset_component', name)} {abs(told[key]):.3g}"
            for name, key in PARTS.items()
        ]
        self.said.setText(f"{' · '.join(pairs)} mm/a")

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._show()


def _angle(low: float, high: float) -> QDoubleSpinBox:
    """An angle; the least value, one below what it may be, stands for an unknown one."""
    made = QDoubleSpinBox()
    made.setRange(low - 1, high)
    made.setDecimals(0)
    made.setSuffix("°")
    made.setSpecialValueText("–")
    made.setKeyboardTracking(False)
    made.setMinimumWidth(72)
    return made
