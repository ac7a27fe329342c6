"""A point cloud or a raster in the record panel: what its file is, its datums, and the way to its layer."""

import textwrap
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from faultgis.records.files import PointCloud, Raster
from faultgis.records.kinds import AnyRecord
from ui import cloud_words
from ui.forms.widgets import Button, Label

LABEL_WIDTH = 96
BREAK = 24
FileOf = Callable[[PointCloud | Raster], Path]


def _breakable(text: str) -> str:
    """A long word, as a digest is, may be broken where the panel ends."""
    return " ".join(textwrap.fill(word, BREAK) if len(word) > BREAK else word for word in text.split(" "))


class KeptCard(QWidget):
    """Follows the record panel. ``layer_wanted`` asks for the raster's layer on the map."""

    layer_wanted = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self._record: PointCloud | Raster | None = None
        self._file_of: FileOf | None = None
        self._facts = QWidget()
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self.missing = Label("The file is not on this computer.", "problem", wrap=True)
        self.show_layer = Button("Show on the map", self._ask, icon="layers")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 12)
        layout.setSpacing(8)
        for widget in (self.show_layer, self.missing, self._facts):
            layout.addWidget(widget)
        layout.setAlignment(self.show_layer, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def follow(self, file_of: FileOf) -> None:
        """Look for the files of records where this says."""
        self._file_of = file_of

    def show_record(self, record: AnyRecord | None) -> None:
        """Show this record if it is a cloud or a raster, else nothing."""
        self._record = record if isinstance(record, PointCloud | Raster) else None
        self.setVisible(self._record is not None)
        if self._record is None:
            return
        there = self._file_of is None or self._file_of(self._record).is_file()
        self.missing.setVisible(not there)
        self.show_layer.setVisible(isinstance(self._record, Raster))
        self.show_layer.setEnabled(there)
        self._fill(self._record)

    def _fill(self, record: PointCloud | Raster) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for row, (name, value) in enumerate(cloud_words.kept_rows(record)):
            key, cell = QLabel(name), QLabel(_breakable(value))
            key.setProperty("quiet", True)
            key.setFixedWidth(LABEL_WIDTH)
            for label in (key, cell):
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(cell, row, 1, Qt.AlignmentFlag.AlignTop)

    def _ask(self) -> None:
        if isinstance(self._record, Raster):
            self.layer_wanted.emit(self._record)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.show_record(self._record)
