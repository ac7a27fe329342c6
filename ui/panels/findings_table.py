"""The table of findings: a click or Enter leads to what the row is about, the arrow keys only tell of it."""

from collections.abc import Collection

from PyQt6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.panels.findings_model import CLASS, FindingsModel
from ui.panels.findings_rows import Entry

ROW_HEIGHT = 24
# Columns are as wide as the first so many rows ask for, within bounds; the sentence takes the rest. Where it
# would get less than so much, class, ID and field make room.
FIRST = 200
NARROWEST, WIDEST, CLOSE = 48, 150, 68
SENTENCE_ROOM = 240
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindingsTable(QTableView):
    """``chosen_changed`` tells that other rows are chosen, ``went`` that the user wants to be led there."""

    chosen_changed = pyqtSignal()
    went = pyqtSignal()

    def __init__(self, model: FindingsModel) -> None:
        super().__init__()
        self._model = model
        self._quiet = self._fitting = self._by_hand = False
        self._wanted: list[int] = []
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMinimumWidth(240)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        selection = self.selectionModel()
        assert rows is not None
        assert head is not None
        assert selection is not None
        rows.hide()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setStretchLastSection(True)
        head.setResizeContentsPrecision(FIRST)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        selection.selectionChanged.connect(lambda _new, _old: self._changed())
        model.modelReset.connect(self._measure)
        head.sectionResized.connect(self._resized)
        self.clicked.connect(self._clicked)

    def _changed(self) -> None:
        if not self._quiet:
            self.chosen_changed.emit()

    def _clicked(self, _index: QModelIndex) -> None:
        """A click that only adds rows to the choice leads nowhere."""
        if QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.went.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in ENTER:
            self.went.emit()
            return
        if event is not None and event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        selection, clipboard = self.selectionModel(), QGuiApplication.clipboard()
        if selection is not None and clipboard is not None:
            rows = sorted(index.row() for index in selection.selectedRows())
            clipboard.setText(self._model.as_text(rows))

    def _measure(self) -> None:
        """How wide the columns would be, once there are rows."""
        if self._wanted or not self._model.rows:
            return
        self.resizeColumnsToContents()
        self._wanted = [self.columnWidth(column) + 8 for column in range(self._model.columnCount() - 1)]
        self._fit()

    def _fit(self) -> None:
        """Make the columns as wide as there is room, unless the user has made them so."""
        if self._by_hand:
            return
        close = sum(min(width, WIDEST) for width in self._wanted) + SENTENCE_ROOM > self.width()
        self._fitting = True
        for column, width in enumerate(self._wanted):
            most = CLOSE if close and column >= CLASS else WIDEST
            self.setColumnWidth(column, max(NARROWEST, min(most, width)))
        self._fitting = False

    def _resized(self, column: int, _before: int, _now: int) -> None:
        if self._wanted and not self._fitting and column < len(self._wanted):
            self._by_hand = True

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def chosen(self) -> list[Entry]:
        """The findings of the rows chosen, in the table's order."""
        selection = self.selectionModel()
        rows = sorted(index.row() for index in selection.selectedRows()) if selection is not None else []
        return [self._model.rows[row] for row in rows if row < len(self._model.rows)]

    def choose(self, keys: Collection[str]) -> None:
        """Choose the rows of these findings, without telling."""
        selection, wanted = self.selectionModel(), set(keys)
        if selection is None or not wanted:
            return
        rows = [row for row, each in enumerate(self._model.rows) if each.key in wanted]
        last = self._model.columnCount() - 1
        picked = QItemSelection()
        for row in rows:
            picked.select(self._model.index(row, 0), self._model.index(row, last))
        self._quiet = True
        selection.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            at = self._model.index(rows[0], 0)
            selection.setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(at)
        self._quiet = False

    def refresh(self) -> None:
        """Draw what is on view anew."""
        port = self.viewport()
        if port is not None:
            port.update()
