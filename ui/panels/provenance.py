"""Where a record comes from: file, layer, row, the source's own cells, and its last saved state."""

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from faultgis.records.kinds import AnyRecord
from ui.forms.widgets import Button, Label
from ui.words import tr
from ui.workspace import Workspace


class Provenance(QWidget):
    """Folded by default; opens into the source's cells as they were read."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._record: AnyRecord | None = None
        self._open = False
        self.summary = QLabel()
        self.summary.setProperty("quiet", True)
        self.summary.setWordWrap(True)
        self.button = Button("Source values", self._toggle, "flat")
        self._cells = QWidget()
        self._grid = QGridLayout(self._cells)
        self._grid.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 12)
        layout.setSpacing(4)
        heading = Label("Provenance")
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        for widget in (heading, self.summary, self.button, self._cells):
            layout.addWidget(widget)
        layout.setAlignment(self.button, Qt.AlignmentFlag.AlignLeft)

    def show_record(self, record: AnyRecord | None) -> None:
        """Show where this record comes from; ``None`` hides the panel."""
        self._record = record
        self.setVisible(record is not None)
        if record is not None:
            self.summary.setText(self._said(record))
            self.button.setVisible(bool(self._attributes()))
            self._fill()

    def _attributes(self) -> tuple[tuple[str, str], ...]:
        source = getattr(self._record, "source", None)
        return () if source is None else source.attributes

    @staticmethod
    def _said(record: AnyRecord) -> str:
        source = getattr(record, "source", None)
        lines = []
        if source is not None and source.file:
            row = tr("row {number}", number=source.row) if source.row is not None else ""
            lines.append(" · ".join(filter(None, (source.file, source.layer, row))))
        if source is not None and source.reference:
            lines.append(source.reference)
        stamp = record.stamp
        if stamp.updated_at is not None:
            day = stamp.updated_at.astimezone().strftime("%Y-%m-%d %H:%M")
            lines.append(
                tr(
                    "Saved {day} by {user}, revision {number}",
                    day=day,
                    user=stamp.updated_by,
                    number=stamp.revision,
                )
            )
        elif not lines:
            lines.append(tr("Drawn here"))
        return "\n".join(lines)

    def _toggle(self) -> None:
        self._open = not self._open
        self._fill()

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._cells.setVisible(self._open and bool(self._attributes()))
        if not self._open:
            return
        for row, (name, value) in enumerate(self._attributes()):
            key, cell = QLabel(name), QLabel(value)
            key.setProperty("quiet", True)
            for label in (key, cell):
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(cell, row, 1)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.show_record(self._record)
