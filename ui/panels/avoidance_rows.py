"""Many answers at once as rows of a table on the screen: sorted, filtered, also very many."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt

from faultgis.avoidance.deciding import ANSWERS
from faultgis.avoidance.rules import Rule
from faultgis.services.screening import Screened
from ui.site_columns import SITES, Column, Value, cells
from ui.tools.many_sites import mark
from ui.words import tr

Order = NDArray[np.int64]
ANSWER = SITES[1]


class AnswersModel(QAbstractTableModel):
    """The rows of one list."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = SITES
        self.values: Sequence[Value] = []
        self.order: Order = np.arange(0)
        self.rule: Rule | None = None

    def take(self, columns: tuple[Column, ...], values: Sequence[Value], rule: Rule | None) -> None:
        """Show other rows, all of them."""
        self.beginResetModel()
        self.columns, self.values, self.rule = columns, values, rule
        self.order = np.arange(len(self.values))
        self.endResetModel()

    def narrow(self, answer: str, name: str) -> None:
        """Show only the sites with this answer and with this in their names, in the order of their file; for
        an empty text all."""
        self.beginResetModel()
        kept = np.ones(len(self.values), dtype=bool)
        if answer and isinstance(self.values, Screened):
            kept &= self.values.column("answer") == ANSWERS.index(answer)
        if name and isinstance(self.values, Screened):
            wanted = name.casefold()
            kept &= np.array([wanted in site.name.casefold() for site in self.values.sites], dtype=bool)
        self.order = np.flatnonzero(kept)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.order)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DecorationRole and column is ANSWER and self.columns is SITES:
            return mark(str(self.values[int(self.order[index.row()])]["answer"]))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and self.rule is not None:
            return column.text(self.values[int(self.order[index.row()])], self.rule)
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
        self._sort(self.columns[column], order == Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()

    def _sort(self, column: Column, down: bool) -> None:
        if isinstance(self.values, Screened) and column.many is not None:
            keys = column.many(self.values)[self.order]
            ranked = np.argsort(keys[::-1] if down else keys, kind="stable")
            self.order = self.order[(len(keys) - 1 - ranked)[::-1] if down else ranked]
            return
        rows = sorted(self.order.tolist(), key=lambda row: column.key(self.values[row]), reverse=down)
        self.order = np.array(rows, dtype=np.int64)

    def cells(self) -> Iterator[list[Any]]:
        """Heads and rows as shown, numbers as numbers. Made as they are taken: a worker may do so."""
        columns, values, order, rule = self.columns, self.values, self.order, self.rule
        assert rule is not None
        brief = values.brief if isinstance(values, Screened) else values.__getitem__
        return cells(columns, map(brief, order.tolist()), rule)
