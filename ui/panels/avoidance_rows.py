"""Many answers at once as rows: the columns of sites and of crossings, and how very many are sorted."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QAbstractTableModel, QModelIndex, Qt

from faultgis.avoidance.deciding import ANSWERS
from faultgis.avoidance.rules import Rule
from faultgis.services.screening import Screened
from ui import site_words
from ui.words import tr

Value = Mapping[str, Any]
Order = NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """A column: its head (a msgid), what stands in a cell, and what the cells sort by: the values of a few,
    an array of ``many``."""

    head: str
    text: Callable[[Value, Rule], str]
    key: Callable[[Value], Any]
    number: bool = False
    many: Callable[[Screened], NDArray[Any]] | None = None


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


def _names(found: Screened) -> NDArray[Any]:
    return np.array([site.name for site in found.sites], dtype=object)


def _least(found: Screened) -> NDArray[Any]:
    return np.asarray(np.maximum(found.column("distance") - found.column("error"), 0.0))


def _most(found: Screened) -> NDArray[Any]:
    return np.asarray(found.column("distance") + found.column("error"))


def _offset(value: Value, _rule: Rule) -> str:
    slip = value["expected_offset"]
    if slip is None:
        return tr("not known")
    return site_words.offset(slip)


SITES = (
    Column("Site asked about", *_plain("site"), many=_names),
    Column("Answer", _answer, _gravity, many=lambda found: found.column("answer")),
    Column("Distance (m)", *_number("distance_m"), number=True, many=lambda found: found.column("distance")),
    Column("from (m)", *_number("distance_low_m"), number=True, many=_least),
    Column("to (m)", *_number("distance_high_m"), number=True, many=_most),
    Column("Width (m)", *_number("width_m"), number=True, many=lambda found: found.column("width")),
    Column("Fault", *_plain("fault"), many=lambda found: found.faults()),
    Column("Article", *_plain("article"), many=lambda found: found.articles()),
    Column("In words", site_words.sentence, _gravity, many=lambda found: found.column("answer")),
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
        self.values: Sequence[Value] = []
        self.order: Order = np.arange(0)
        self.rule: Rule | None = None

    def take(self, columns: tuple[Column, ...], values: Sequence[Value], rule: Rule | None) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.columns, self.values, self.rule = columns, values, rule
        self.order = np.arange(len(self.values))
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
        heads = [tr(column.head) for column in columns]
        rows = ([_cell(column, value, rule) for column in columns] for value in map(brief, order.tolist()))
        return itertools.chain([heads], rows)


def _cell(column: Column, value: Value, rule: Rule) -> Any:
    if column.number:
        missing, number = column.key(value)
        return None if missing else number
    return column.text(value, rule)
