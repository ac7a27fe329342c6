"""Many answers at once: the sites of a file, sorted and narrowed, or the crossings of a route."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from faultgis.avoidance.rules import Rule
from faultgis.services.screening import Screened
from ui import route_words, site_words
from ui.forms.widgets import Button
from ui.panels.avoidance_parts import Choice
from ui.panels.avoidance_rows import AnswersModel
from ui.site_columns import CROSSINGS, SITES, Column, Value
from ui.tools.many_sites import mark
from ui.words import tr

# Columns are made as wide as the first so many rows ask for.
FIRST = 50
# What is cut stands whole at the cursor.
WIDEST_PX = 190


class SitesPanel(QWidget):
    """``picked`` tells the number of the row, as the list was given, that was chosen; ``file_chosen``
    where the rows are to be written; ``list_wanted`` that the list of sites be shown again."""

    picked = pyqtSignal(int)
    file_chosen = pyqtSignal(object)
    list_wanted = pyqtSignal()

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
        self.title, self.answers, self.name = QLabel(), Choice(16), QLineEdit()
        self.name.setClearButtonEnabled(True)
        self.name.setMaximumWidth(180)
        self.export = Button("Save as XLSX…", self.choose_file)
        self.back = Button("All sites", self.list_wanted.emit, icon="back")
        self.back.hide()
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 4)
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        for widget in (self.answers, self.name, self.export):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        selection = self.table.selectionModel()
        assert selection is not None
        selection.currentRowChanged.connect(self._current)
        self.answers.activated.connect(self._narrow)
        self.name.textChanged.connect(self._narrow)
        self.show_sites([], None)

    @property
    def crossing(self) -> bool:
        """Whether the rows are crossings of a route."""
        return self.model.columns is CROSSINGS

    @property
    def outcomes(self) -> Mapping[str, int]:
        """How many of the sites got which answer."""
        values = self.model.values
        return values.outcomes if isinstance(values, Screened) else {}

    def show_sites(self, values: Sequence[Value], rule: Rule | None) -> None:
        """The answers for many sites; the table stays narrowed as it was."""
        self._take(SITES, values, rule, tr("{count:site|sites}", count=f"{len(values):,}"))
        wanted = self.answers.currentData()
        self.answers.clear()
        self.answers.addItem(tr("All answers"), "")
        for answer, count in self.outcomes.items():
            self.answers.addItem(mark(answer), f"{site_words.answer_word(answer)} {count:,}", answer)
        self.answers.setCurrentIndex(max(0, self.answers.findData(wanted)))
        self.name.setPlaceholderText(tr("Site…"))
        self._narrow()

    def _narrow(self) -> None:
        """Show the sites with the answer chosen and the name written."""
        if self.crossing:
            return
        answer, name = str(self.answers.currentData() or ""), self.name.text().strip()
        self.model.narrow(answer, name)
        self._sort()
        shown, count = self.model.rowCount(), len(self.model.values)
        said = tr("{count:site|sites}", count=f"{count:,}")
        self.title.setText(said if shown == count else tr("{shown} of {said}", shown=f"{shown:,}", said=said))
        self.export.setEnabled(shown > 0)

    def show_crossings(self, way: Value, rule: Rule | None, of_list: bool) -> None:
        """The crossings of a route; where it is one of a list, with the way back to that."""
        self._take(CROSSINGS, way["crossings"], rule, route_words.of_route(way), of_list)

    def _take(
        self,
        columns: tuple[Column, ...],
        values: Sequence[Value],
        rule: Rule | None,
        title: str,
        of_list: bool = False,
    ) -> None:
        if columns is not self.model.columns:
            self._heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.model.take(columns, values, rule)
        self._sort()
        for widget in (self.answers, self.name):
            widget.setVisible(columns is SITES and len(values) > 0)
        self.title.setText(title)
        self.back.setVisible(of_list)
        self.export.setEnabled(len(values) > 0)
        self.table.resizeColumnsToContents()
        for column in range(len(columns) - 1):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), WIDEST_PX))

    def _sort(self) -> None:
        """Sort anew as the heads say."""
        column = self._heads.sortIndicatorSection()
        if column >= 0:
            self.model.sort(column, self._heads.sortIndicatorOrder())

    def choose_file(self) -> None:
        """Choose where the table goes."""
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as XLSX"), "sites.xlsx", "XLSX (*.xlsx)")
        if name:
            self.file_chosen.emit(Path(name).with_suffix(".xlsx"))

    def _current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(int(self.model.order[current.row()]))
