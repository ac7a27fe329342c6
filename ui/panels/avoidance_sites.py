"""Many answers at once: the sites of a file, or the crossings of a route, sortable, to be taken along."""

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from faultgis.avoidance.rules import Rule
from faultgis.services.screening import Screened
from ui import site_words
from ui.forms.widgets import Button
from ui.panels.avoidance_rows import CROSSINGS, SITES, AnswersModel, Column, Value
from ui.words import tr

# Columns are made as wide as the first so many rows ask for.
FIRST = 50


class SitesPanel(QWidget):
    """``picked`` tells the number of the row, as the list was given, that was chosen; ``file_chosen``
    where the rows are to be written."""

    picked = pyqtSignal(int)
    file_chosen = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model = AnswersModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSortingEnabled(True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        vertical, heads = self.table.verticalHeader(), self.table.horizontalHeader()
        assert vertical is not None
        assert heads is not None
        vertical.hide()
        self._heads: QHeaderView = heads
        self._heads.setStretchLastSection(True)
        self._heads.setResizeContentsPrecision(FIRST)
        self._heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.title = QLabel()
        self.export = Button("Save as XLSX…", self.choose_file)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 4)
        head.addWidget(self.title, 1)
        head.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        selection = self.table.selectionModel()
        assert selection is not None
        selection.currentRowChanged.connect(self._current)
        self.show_sites([], None)

    @property
    def crossing(self) -> bool:
        """Whether the rows are crossings of a route."""
        return self.model.columns is CROSSINGS

    def show_sites(self, values: Sequence[Value], rule: Rule | None) -> None:
        """The answers for many sites."""
        counts = values.outcomes if isinstance(values, Screened) else {}
        said = [f"{site_words.answer_word(answer)} {count:,}" for answer, count in counts.items()]
        self._take(SITES, values, rule, tr("{count} sites", count=f"{len(values):,}"), said)

    def show_crossings(self, values: Sequence[Value], rule: Rule | None, length_m: float) -> None:
        """The crossings of a route."""
        said = [tr("route of {length} km", length=f"{length_m / 1000:.2f}")]
        self._take(CROSSINGS, values, rule, tr("{count} crossings", count=len(values)), said)

    def _take(
        self,
        columns: tuple[Column, ...],
        values: Sequence[Value],
        rule: Rule | None,
        title: str,
        said: list[str],
    ) -> None:
        column, order = self._heads.sortIndicatorSection(), self._heads.sortIndicatorOrder()
        same = columns is self.model.columns
        self.model.take(columns, values, rule)
        if same and column >= 0:
            self.model.sort(column, order)
        self.title.setText(" · ".join([title, *said]))
        self.export.setEnabled(len(values) > 0)
        self.table.resizeColumnsToContents()

    def choose_file(self) -> None:
        """Choose where the table goes."""
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as XLSX"), "sites.xlsx", "XLSX (*.xlsx)")
        if name:
            self.file_chosen.emit(Path(name).with_suffix(".xlsx"))

    def _current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(int(self.model.order[current.row()]))
