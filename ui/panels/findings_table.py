"""The table of findings: a click or Enter leads to what the row is about, the arrow keys only tell of it."""

from collections.abc import Callable, Collection, Mapping

from PyQt6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.panels.findings_model import CLASS, FIELD, ID, RULE, SEVERITY, FindingsModel
from ui.panels.findings_rows import Entry

ROW_HEIGHT = 24
# Columns are as wide as the first so many rows ask for, within bounds; the sentence takes the rest. Where it
# would get less than so much, the others make room: a picture says how grave it is, then the field goes, and
# of IDs, which begin alike, the end is seen.
FIRST = 200
NARROWEST, WIDEST, PADDING = 48, 180, 24
LONG = {RULE: "QC-NUL-004", ID: "640000101QM0W0W0W"}
CLOSE = {SEVERITY: 32, RULE: 96, CLASS: 76, ID: 92}
SENTENCE_ROOM = 240
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Ends(QStyledItemDelegate):
    """Of a text that is too long the end is seen."""

    def initStyleOption(self, option: QStyleOptionViewItem | None, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        if option is not None:
            option.textElideMode = Qt.TextElideMode.ElideLeft


class FindingsTable(QTableView):
    """``chosen_changed`` tells that other rows are chosen, ``went`` that the user wants to be led there."""

    chosen_changed = pyqtSignal()
    went = pyqtSignal()

    def __init__(self, model: FindingsModel) -> None:
        super().__init__()
        self._model = model
        self._quiet = self._fitting = self._by_hand = False
        self._wanted: list[int] = []
        self._place: int | None = None
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
        head.sortIndicatorChanged.connect(lambda _column, _order: self.forget_place())
        head.sectionResized.connect(self._resized)
        self.clicked.connect(self._clicked)
        self._ends = _Ends(self)
        self.setItemDelegateForColumn(ID, self._ends)

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
        self._fitting = True
        self.setColumnHidden(FIELD, False)
        self.resizeColumnsToContents()
        self._fitting = False
        wanted = [self.columnWidth(column) + 8 for column in range(self._model.columnCount() - 1)]
        # Rows further down have longer ones.
        metrics = self.fontMetrics()
        for column, text in LONG.items():
            wanted[column] = max(wanted[column], metrics.horizontalAdvance(text) + PADDING)
        self._wanted = wanted
        self._fit()

    def _fit(self) -> None:
        """Make the columns as wide as there is room, unless the user has made them so."""
        if self._by_hand:
            return
        widths = {at: max(NARROWEST, min(width, WIDEST)) for at, width in enumerate(self._wanted)}
        brief = self._is_tight(widths)
        if brief and widths:
            widths[SEVERITY] = CLOSE[SEVERITY]
        tight = brief and self._is_tight(widths)
        self._fitting = True
        self._model.be_brief(brief)
        # What is wrong is said with its field.
        self.setColumnHidden(FIELD, tight and bool(widths))
        for column, width in (self._closer(widths) if tight else widths).items():
            self.setColumnWidth(column, width)
        self._fitting = False

    def _is_tight(self, widths: Mapping[int, int]) -> bool:
        """Whether the sentence would get less than its room."""
        return sum(widths.values()) + SENTENCE_ROOM > self.width()

    def _closer(self, widths: Mapping[int, int]) -> dict[int, int]:
        """Widths that leave the sentence its room; what is left over goes to rules and IDs first."""
        least = {column: min(width, CLOSE[column]) for column, width in widths.items() if column in CLOSE}
        spare = max(0, self.width() - sum(least.values()) - SENTENCE_ROOM)
        for column in (RULE, ID, CLASS) if widths else ():
            more = min(spare, widths[column] - least[column])
            least[column] += more
            spare -= more
        return least

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

    def keep_place(self) -> None:
        """What is chosen may leave the list, as waived ones do: what follows it is next then."""
        now = self.currentIndex()
        self._place = now.row() if now.isValid() else self._place

    def forget_place(self) -> None:
        """Another list is to be looked through: if nothing of it is chosen, its first row is next."""
        self._place = None

    def choose_next(self, step: int, wanted: Callable[[Entry], bool]) -> bool:
        """Choose the next row (``step`` 1) or the one before (-1) that is wanted; whether there is one."""
        count, now = len(self._model.rows), self.currentIndex()
        if now.isValid():
            start = now.row() + step
        elif self._place is not None:
            start = self._place - (step < 0)
        else:
            start = 0 if step > 0 else count - 1
        rows = range(min(start, count - 1 if step < 0 else count), count if step > 0 else -1, step)
        found = next((row for row in rows if wanted(self._model.rows[row])), None)
        selection = self.selectionModel()
        if found is None or selection is None:
            return False
        # Not as a click would: the key that is held down with it would add the row to those chosen.
        flag = QItemSelectionModel.SelectionFlag
        selection.setCurrentIndex(self._model.index(found, 0), flag.ClearAndSelect | flag.Rows)
        self.scrollTo(self._model.index(found, 0))
        return True

    def refresh(self) -> None:
        """Draw what is on view anew."""
        port = self.viewport()
        if port is not None:
            port.update()
