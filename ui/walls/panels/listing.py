"""A list of records beside the walls: it follows the selection, and a click selects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QIcon, QPixmap
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from ui.words import tr
from ui.workspace import Ref

KEY = Qt.ItemDataRole.UserRole
_PATCH = 14


@dataclass(frozen=True)
class Row:
    """A record's line: its texts by column, a patch of colour, a tooltip, and lines under it."""

    ref: Ref
    texts: tuple[str, ...]
    colour: QColor | None = None
    icon: QIcon | None = None
    tip: str = ""
    children: Sequence["Row"] = field(default=())


class Listing(QTreeWidget):
    """``taken`` tells the reference of the line that was clicked."""

    taken = pyqtSignal(object)

    def __init__(self, headings: Sequence[str], stretch: int = 1) -> None:
        super().__init__()
        self._headings = tuple(headings)
        self._rows: Sequence[Row] = ()
        self._quiet = False
        self.setColumnCount(len(headings))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIndentation(14)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.header()
        assert header is not None
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(28)
        self.itemSelectionChanged.connect(self._selected)
        self.itemClicked.connect(self._clicked)
        self._speak()

    def _speak(self) -> None:
        self.setHeaderLabels([tr(text) if text else "" for text in self._headings])

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these records; the one that was chosen stays chosen."""
        if rows == self._rows:
            return
        chosen = self.chosen
        self._quiet = True
        self._rows = rows
        self.clear()
        for row in rows:
            self.addTopLevelItem(self._item(row))
        self.expandAll()
        self.setRootIsDecorated(False)
        if chosen is not None:
            self.choose(chosen)
        self._quiet = False

    def _item(self, row: Row) -> QTreeWidgetItem:
        item = QTreeWidgetItem(list(row.texts))
        item.setData(0, KEY, row.ref)
        if row.colour is not None:
            patch = QPixmap(_PATCH, _PATCH)
            patch.fill(row.colour)
            item.setIcon(0, QIcon(patch))
        if row.icon is not None:
            item.setIcon(0, row.icon)
        for column in range(len(row.texts)):
            item.setToolTip(column, row.tip or row.texts[column])
        for child in row.children:
            item.addChild(self._item(child))
        return item

    @property
    def chosen(self) -> Ref | None:
        """The record of the chosen line."""
        items = self.selectedItems()
        found: Ref | None = items[0].data(0, KEY) if items else None
        return found

    def choose(self, ref: Ref | None) -> None:
        """Choose the line of a record, without telling."""
        quiet, self._quiet = self._quiet, True
        self.clearSelection()
        for item in self._all():
            if ref is not None and item.data(0, KEY) == ref:
                item.setSelected(True)
                self.setCurrentItem(item)
                self.scrollToItem(item)
        self._quiet = quiet

    def _all(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            if item is not None:
                found.append(item)
                found += [c for k in range(item.childCount()) if (c := item.child(k)) is not None]
        return found

    def refs(self) -> list[Ref]:
        """The records listed, in order."""
        return [item.data(0, KEY) for item in self._all()]

    def _selected(self) -> None:
        if not self._quiet and self.chosen is not None:
            self.taken.emit(self.chosen)

    def _clicked(self, item: QTreeWidgetItem) -> None:
        """A click on the chosen line takes it again: to go back to its place."""
        if not self._quiet and item.data(0, KEY) == self.chosen:
            self.taken.emit(self.chosen)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()


def follow(listing: Listing, kind: str, selection: Callable[[], list[UUID]]) -> None:
    """Choose the line of the selected record of a kind, if there is one."""
    found = selection()
    if found:
        listing.choose((kind, found[-1]))
