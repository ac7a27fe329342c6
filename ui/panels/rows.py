"""Rows of trees and lists, equally high from their first frame on: the height that a style sheet asks for
counts only once the style has been put on, and uniform rows would keep the height of before."""

from PyQt6.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from PyQt6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

ROW = 24
AROUND = 8
# What a cell keeps free to the left and right of its text.
MARGIN = 8


class Rows(QStyledItemDelegate):
    """Gives every row room for its text and its box, at least ``least`` pixels."""

    def __init__(self, parent: QObject | None = None, least: int = ROW) -> None:
        super().__init__(parent)
        self._least = least

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        wanted = super().sizeHint(option, index)
        return QSize(wanted.width(), max(self._least, option.fontMetrics.height() + AROUND))


class WrappedRows(Rows):
    """Rows in a tree whose rows need not be equally high: a text that its column is too narrow for takes more
    lines."""

    def __init__(self, tree: QTreeView, least: int = ROW) -> None:
        super().__init__(tree, least)
        self._tree = tree
        tree.setWordWrap(True)
        head = tree.header()
        if head is not None:
            head.sectionResized.connect(lambda *_how: tree.scheduleDelayedItemsLayout())

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        wanted = super().sizeHint(option, index)
        room = QRect(0, 0, self._tree.columnWidth(index.column()) - MARGIN, 0)
        text = str(index.data() or "")
        needed = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(wanted.width(), max(wanted.height(), needed.height() + AROUND))
