"""Rows of trees and lists, equally high from their first frame on: the height that a style sheet asks for
counts only once the style has been put on, and uniform rows would keep the height of before."""

from PyQt6.QtCore import QModelIndex, QObject, QSize
from PyQt6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

ROW = 24
AROUND = 8


class Rows(QStyledItemDelegate):
    """Gives every row room for its text and its box, at least ``least`` pixels."""

    def __init__(self, parent: QObject | None = None, least: int = ROW) -> None:
        super().__init__(parent)
        self._least = least

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        wanted = super().sizeHint(option, index)
        return QSize(wanted.width(), max(self._least, option.fontMetrics.height() + AROUND))
