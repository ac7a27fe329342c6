"""Read-only tables of the dialogs: numbers and their heads to the right, rows that can be copied."""

from collections.abc import Collection, Sequence
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

# Rows of text, and rows in which something is chosen from a list.
ROW, CHOOSING = 26, 34
NARROWEST = 56
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Table(QTableWidget):
    """Rows of text under heads as given; columns listed in ``numbers`` stand to the right."""

    def __init__(self, heads: Sequence[str], numbers: Collection[int] = (), widest: int = 260) -> None:
        super().__init__(0, len(heads))
        self._numbers, self._widest = frozenset(numbers), widest
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        side, head = self.verticalHeader(), self.horizontalHeader()
        assert side is not None
        assert head is not None
        side.hide()
        side.setDefaultSectionSize(ROW)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(len(heads) - 1 not in self._numbers)
        self.set_heads(heads)

    def set_heads(self, heads: Sequence[str]) -> None:
        """Say other heads; the columns keep their rows."""
        self.setColumnCount(len(heads))
        for column, text in enumerate(heads):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            item.setTextAlignment(self._side(column))
            self.setHorizontalHeaderItem(column, item)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        return RIGHT if column in self._numbers else LEFT

    def fill(self, rows: Sequence[Sequence[Any]]) -> None:
        """Show these rows, the columns as wide as they need and no wider than the widest."""
        self.setRowCount(len(rows))
        for line, cells in enumerate(rows):
            for column, value in enumerate(cells):
                item = QTableWidgetItem(str(value))
                item.setToolTip(str(value))
                item.setTextAlignment(self._side(column))
                self.setItem(line, column, item)
        self.resizeColumnsToContents()
        for column in range(self.columnCount()):
            self.setColumnWidth(column, max(NARROWEST, min(self._widest, self.columnWidth(column) + 24)))

    def fit_height(self, most: int) -> None:
        """No higher than its rows, of which so many are seen at most."""
        side, head, bar = self.verticalHeader(), self.horizontalHeader(), self.horizontalScrollBar()
        assert side is not None
        assert head is not None
        assert bar is not None
        rows = max(1, min(most, self.rowCount())) * side.defaultSectionSize()
        self.setFixedHeight(head.sizeHint().height() + rows + bar.sizeHint().height() + 4)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        """The rows chosen as text with tabs, the heads first."""
        chosen = self.selectionModel()
        clipboard = QGuiApplication.clipboard()
        if chosen is None or clipboard is None:
            return
        columns = range(self.columnCount())
        heads = [item.text() if (item := self.horizontalHeaderItem(at)) else "" for at in columns]
        rows = [
            [item.text() if (item := self.item(index.row(), at)) else "" for at in columns]
            for index in sorted(chosen.selectedRows())
        ]
        clipboard.setText("\n".join("\t".join(line) for line in (heads, *rows)))


def table(
    heads: Sequence[str], rows: Sequence[Sequence[Any]], numbers: Collection[int] = (), widest: int = 260
) -> Table:
    """A table with its rows."""
    made = Table(heads, numbers, widest)
    made.fill(rows)
    return made
