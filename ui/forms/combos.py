"""A combo box one can search in: the list narrows to what answers by label, code, pinyin or initials."""

from PyQt6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PyQt6.QtWidgets import QComboBox, QCompleter, QWidget

from faultgis import names

KEY_ROLE = Qt.ItemDataRole.UserRole
WORDS_ROLE = Qt.ItemDataRole.UserRole + 2


class _Found(QSortFilterProxyModel):
    """The items that answer what was typed: by label, code, pinyin or initials."""

    query = ""

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        model = self.sourceModel()
        if not self.query or model is None:
            return True
        index = model.index(row, 0, parent)
        words = (str(index.data()), str(index.data(WORDS_ROLE) or ""))
        return bool(names.matches(self.query, *words))


class SearchCombo(QComboBox):
    """A combo box one can type into: the list narrows to what answers. ``chosen`` tells the key picked,
    ``opening`` that the list is about to be looked at."""

    chosen = pyqtSignal(object)
    opening = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._complete()
        self.activated.connect(lambda row: self.chosen.emit(self.itemData(row)))

    def _complete(self) -> None:
        found = _Found(self)
        found.setSourceModel(self._items)
        completer = QCompleter(found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated[QModelIndex].connect(lambda index: self._pick(index.data(KEY_ROLE)))
        self.setCompleter(completer)
        edit = self.lineEdit()
        assert edit is not None

        def narrow(text: str) -> None:
            found.query = text.strip()
            found.invalidate()

        edit.textEdited.connect(narrow)
        edit.editingFinished.connect(self._put_back)

    def fill(self, items: list[tuple[object, str, str]]) -> None:
        """Offer these: key, label, and further words (a code) to find it by."""
        kept = self.currentData()
        self.blockSignals(True)
        self._items.clear()
        for key, label, words in items:
            item = QStandardItem(label)
            item.setData(key, KEY_ROLE)
            item.setData(words, WORDS_ROLE)
            item.setToolTip(words)
            self._items.appendRow(item)
        self.choose(kept)
        self.blockSignals(False)

    def choose(self, key: object) -> None:
        """Show the item of this key; nothing is told."""
        rows = (row for row in range(self._items.rowCount()) if self.itemData(row) == key)
        row = next(rows, -1)
        self.setCurrentIndex(row)
        if row < 0:
            self.setEditText("")
        edit = self.lineEdit()
        if edit is not None and not edit.hasFocus():
            edit.home(False)  # what is too long shows its beginning

    def _pick(self, key: object) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _put_back(self) -> None:
        """Typing that picked nothing leaves what was chosen; an exact or only answer is picked."""
        text = self.currentText().strip()
        if text == self.itemText(self.currentIndex()):
            return
        answers = self._answers(text)
        if len(answers) == 1:
            self._pick(self.itemData(answers[0]))
        else:
            self.setEditText(self.itemText(self.currentIndex()))

    def _answers(self, text: str) -> list[int]:
        """The rows that answer; a row whose label or key is exactly the text answers alone."""
        rows = range(self._items.rowCount() if text else 0)
        exact = [r for r in rows if text.casefold() in (self.itemText(r).casefold(), str(self.itemData(r)))]
        if exact:
            return exact[:1]
        return [r for r in rows if names.matches(text, self.itemText(r), str(self.itemData(r, WORDS_ROLE)))]

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        """The wheel scrolls the form; it never changes a value by accident."""
        if event is not None:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        self.opening.emit()
        super().focusInEvent(event)
        edit = self.lineEdit()
        if edit is not None:
            QTimer.singleShot(0, edit.selectAll)

    def showPopup(self) -> None:
        """Open the list."""
        self.opening.emit()
        super().showPopup()
