"""The measurements of an observation point: a list, buttons to add and remove, the form of the chosen one."""

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from faultgis.changes import Change, Changes
from faultgis.edits import Edit
from faultgis.records.site import Measurement, ObservationPoint
from ui.forms import shown
from ui.forms.form import RecordForm
from ui.forms.widgets import Button, Label
from ui.words import tr
from ui.workspace import Workspace

ROW = 28
SHOWN = 5


def attitude(measurement: Measurement) -> str:
    """How a plane or line lies: ``120° ∠ 45°``; a question mark for what was not measured."""
    first, second = measurement.dip_direction, measurement.dip
    if first is None and second is None:
        first, second = measurement.trend, measurement.plunge
    read = [f"{shown.number(n)}°" if n is not None else "?" for n in (first, second)]
    return f"{read[0]} ∠ {read[1]}"


class MeasurementList(QWidget):
    """What was measured at one point."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._point: ObservationPoint | None = None
        self.list = QListWidget()
        self.list.currentRowChanged.connect(lambda _row: self._choose())
        self.form = RecordForm(workspace, "measurement")
        head = QHBoxLayout()
        heading = Label("Measurements")
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        head.addWidget(heading)
        head.addStretch()
        head.addWidget(Button("Add", self.add, "flat", icon="add"))
        head.addWidget(Button("Remove", self.remove, "flat"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 8)
        layout.addLayout(head)
        layout.addWidget(self.list)
        layout.addWidget(self.form)
        self.hide()

    def show_point(self, point: ObservationPoint | None) -> None:
        """Show the measurements of this point, or nothing."""
        self._point = point
        self.setVisible(point is not None)
        self._fill()

    def heard(self, changes: Changes) -> None:
        """Records changed: show what is so now."""
        if self._point is not None and changes.touches("measurement"):
            self._fill()
            self.form.refresh()

    def _of_point(self) -> list[Measurement]:
        session = self._workspace.session
        if session is None or self._point is None:
            return []
        records = session.records["measurement"].values()
        found = [m for m in records if isinstance(m, Measurement) and m.point_id == self._point.id]
        return sorted(found, key=lambda m: m.id)

    def _fill(self) -> None:
        row = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        for measurement in self._of_point():
            kind = shown.code_label("measurement_kind", measurement.kind)
            self.list.addItem(QListWidgetItem(f"{kind}  {attitude(measurement)}"))
        count = self.list.count()
        self.list.setVisible(count > 0)
        self.list.setFixedHeight(ROW * min(SHOWN, count) + 4)
        self.list.setCurrentRow(min(max(0, row), count - 1))
        self.list.blockSignals(False)
        self._choose()

    def _choose(self) -> None:
        found, row = self._of_point(), self.list.currentRow()
        chosen = found[row] if 0 <= row < len(found) else None
        self.form.setVisible(chosen is not None)
        if chosen is not None and [r.id for r in self.form.records] != [chosen.id]:
            self.form.show_records([chosen.id])

    def add(self) -> None:
        """A new measurement, ready to be filled in."""
        if self._point is None:
            return
        made = Measurement(survey_id=self._point.survey_id, point_id=self._point.id)
        self._workspace.apply(Edit("edit.add_measurement", (Change(None, made),)))
        self.list.setCurrentRow(self.list.count() - 1)
        self.form.editors["dip_direction"].setFocus()

    def remove(self) -> None:
        """Delete the chosen measurement (undo brings it back)."""
        found, row = self._of_point(), self.list.currentRow()
        if 0 <= row < len(found):
            self._workspace.apply(Edit("edit.delete_records", (Change(found[row], None),)))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange and self._point is not None:
            self.list.setToolTip(tr("Dip direction and dip, or trend and plunge"))
            self._fill()
