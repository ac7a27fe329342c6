"""Many answers at once: the sites of a file, or the crossings of a route, sortable, to be taken along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt, pyqtSignal
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

from faultgis.avoidance.deciding import ANSWERS
from faultgis.avoidance.rules import Rule
from ui import site_words
from ui.forms.widgets import Button
from ui.words import tr

Value = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column: its head (a msgid), what stands in a cell, and what the cells sort by."""

    head: str
    text: Callable[[Value, Rule], str]
    key: Callable[[Value], Any]
    number: bool = False


def _number(name: str, places: int = 1) -> tuple[Callable[[Value, Rule], str], Callable[[Value], Any]]:
    def text(value: Value, _rule: Rule) -> str:
        return "" if value[name] is None else f"{value[name]:,.{places}f}"

    return text, lambda value: (value[name] is None, value[name] or 0.0)


def _plain(name: str) -> tuple[Callable[[Value, Rule], str], Callable[[Value], Any]]:
    return lambda value, _rule: str(value[name] or ""), lambda value: str(value[name] or "")


def _answer(value: Value, _rule: Rule) -> str:
    return site_words.answer_word(str(value["answer"]))


def _gravity(value: Value) -> Any:
    return ANSWERS.index(str(value["answer"]))


def _offset(value: Value, _rule: Rule) -> str:
    slip = value["expected_offset"]
    if slip is None:
        return tr("not known")
    return site_words.offset(slip)


SITES = (
    Column("Site asked about", *_plain("site")),
    Column("Answer", _answer, _gravity),
    Column("Distance (m)", *_number("distance_m"), number=True),
    Column("from (m)", *_number("distance_low_m"), number=True),
    Column("to (m)", *_number("distance_high_m"), number=True),
    Column("Width (m)", *_number("width_m"), number=True),
    Column("Fault", *_plain("fault")),
    Column("Article", *_plain("article")),
    Column("In words", site_words.sentence, lambda value: str(value["answer"])),
)
CROSSINGS = (
    Column("Chainage (m)", *_number("chainage_m"), number=True),
    Column("from (m)", *_number("chainage_low_m"), number=True),
    Column("to (m)", *_number("chainage_high_m"), number=True),
    Column("Fault", *_plain("fault")),
    Column("Angle (°)", *_number("angle_deg", 0), number=True),
    Column("Expected offset", _offset, lambda value: str(value["expected_offset"])),
    Column("Answer", _answer, _gravity),
    Column("Article", *_plain("article")),
)


class AnswersModel(QAbstractTableModel):
    """The rows of one list."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = SITES
        self.values: list[Value] = []
        self.order: list[int] = []
        self.rule: Rule | None = None

    def take(self, columns: tuple[Column, ...], values: Sequence[Value], rule: Rule | None) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.columns, self.values, self.rule = columns, list(values), rule
        self.order = list(range(len(self.values)))
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.order)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and self.rule is not None:
            return column.text(self.values[self.order[index.row()]], self.rule)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return tr(self.columns[section].head)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        key = self.columns[column].key
        down = order == Qt.SortOrder.DescendingOrder
        self.order.sort(key=lambda row: key(self.values[row]), reverse=down)
        self.layoutChanged.emit()

    def cells(self) -> list[list[Any]]:
        """Heads and rows as shown, numbers as numbers."""
        assert self.rule is not None
        rows = [self.values[row] for row in self.order]
        heads = [tr(column.head) for column in self.columns]
        return [heads, *([_cell(column, row, self.rule) for column in self.columns] for row in rows)]


def _cell(column: Column, value: Value, rule: Rule) -> Any:
    if column.number:
        missing, number = column.key(value)
        return None if missing else number
    return column.text(value, rule)


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
        counts = [sum(v["answer"] == answer for v in values) for answer in ANSWERS]
        said = [f"{site_words.answer_word(a)} {n}" for a, n in zip(ANSWERS, counts, strict=True) if n]
        self._take(SITES, values, rule, tr("{count} sites", count=len(values)), said)

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
        self.export.setEnabled(bool(values))
        self.table.resizeColumnsToContents()

    def choose_file(self) -> None:
        """Choose where the table goes."""
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as XLSX"), "sites.xlsx", "XLSX (*.xlsx)")
        if name:
            self.file_chosen.emit(Path(name).with_suffix(".xlsx"))

    def _current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.picked.emit(self.model.order[current.row()])
