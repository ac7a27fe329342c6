"""The attribute table: choose a kind, filter by text, pinyin or code, sort; its selection is the map's."""

from collections.abc import Iterator, Sequence

from PyQt6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from faultgis.changes import Changes
from ui import theme
from ui.forms.fields import KIND_WORDS
from ui.forms.widgets import EmptyState, SearchBox
from ui.panels.table_model import RecordTable
from ui.words import tr
from ui.workspace import Workspace

KINDS = (
    "fault",
    "trace",
    "segment",
    "fault_zone",
    "observation_point",
    "measurement",
    "offset_marker",
    "deformation_width",
    "deformation_zone",
    "buried_point",
    "local_grid",
    "media",
    "point_cloud",
    "raster",
    "trench_site",
    "trench",
    "strat_unit",
    "paleo_event",
    "sample",
    "lab_result",
    *("calibrated_age", "chronology_model", "event_age", "displacement"),
    *("slip_rate", "recurrence", "probability"),
)
ROW_HEIGHT = 24
NARROWEST, WIDEST, AROUND = 64, 260, 28
LONGEST = 5
SORT_MARK = " ▲"


class _View(QTableView):
    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        model, selection = self.model(), self.selectionModel()
        if event is not None and event.matches(QKeySequence.StandardKey.Copy) and selection is not None:
            rows = sorted(index.row() for index in selection.selectedRows())
            clipboard = QGuiApplication.clipboard()
            if isinstance(model, RecordTable) and clipboard is not None:
                clipboard.setText(model.as_text(rows))
            return
        super().keyPressEvent(event)


class TablePanel(QWidget):
    """The table and its filters. ``goto_wanted`` asks the map for the row double-clicked."""

    goto_wanted = pyqtSignal(object)
    first_wanted = pyqtSignal(str)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._quiet = self._fitted = False
        self.model = RecordTable(workspace, self)
        self.kind = QComboBox()
        self.search = SearchBox("Filter: text, pinyin or code")
        self.search.setMaximumWidth(280)
        self.only = QCheckBox()
        self.count = QLabel()
        self.count.setProperty("quiet", True)
        self.view = self._table()
        self._pages = QStackedWidget()
        self._arrange()
        self.model.modelReset.connect(self._reset)  # after the view, which forgets its selection then
        self.kind.activated.connect(lambda row: self.show_kind(self.kind.itemData(row)))
        self.search.searched.connect(lambda _query: self._filter())
        self.only.toggled.connect(lambda _on: self._filter())
        workspace.opened.connect(self._reopen)
        workspace.changed.connect(self._changed)
        workspace.selection_changed.connect(self._show_selection)
        self._speak()

    def _table(self) -> QTableView:
        view = _View()
        view.setModel(self.model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSortingEnabled(False)
        view.setAlternatingRowColors(True)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setFont(theme.tabular(QApplication.font()))
        rows, head = view.verticalHeader(), view.horizontalHeader()
        assert rows is not None
        assert head is not None
        rows.hide()
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorClearable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(-1, head.sortIndicatorOrder())
        view.setSortingEnabled(True)
        selection = view.selectionModel()
        assert selection is not None
        selection.selectionChanged.connect(lambda _new, _old: self._selected())
        view.doubleClicked.connect(self._go)
        return view

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(8, 2, 8, 2)
        top.setSpacing(8)
        tools: tuple[QWidget, ...] = (self.kind, self.search, self.only)
        for tool in tools:
            top.addWidget(tool)
        top.addStretch()
        top.addWidget(self.count)
        self._pages.addWidget(self.view)
        self._pages.addWidget(EmptyState("Nothing of this kind in the survey yet."))
        self._pages.addWidget(EmptyState("No row answers this filter."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)

    def show_kind(self, kind: str) -> None:
        """Show the records of a kind."""
        head = self.view.horizontalHeader()
        assert head is not None
        self._fitted = False
        self.kind.setCurrentIndex(KINDS.index(kind))
        head.blockSignals(True)  # the order goes with the kind
        head.setSortIndicator(-1, head.sortIndicatorOrder())
        head.blockSignals(False)
        head.update()
        self.model.show_kind(kind)

    def _fit_columns(self) -> None:
        """Make every column as wide as its header and what stands in it."""
        metrics = self.view.fontMetrics()
        for column, what in enumerate(self.model.columns):
            texts = [f"{what.header}{SORT_MARK}", *self.model.longest(column)]
            widest = max(metrics.horizontalAdvance(text) for text in sorted(texts, key=_bytes)[-LONGEST:])
            self.view.setColumnWidth(column, max(NARROWEST, min(WIDEST, widest + AROUND)))

    def _filter(self) -> None:
        chosen = {key for kind, key in self._workspace.selection if kind == self.model.kind}
        self.model.filter(self.search.text().strip(), chosen if self.only.isChecked() else None)

    def _reset(self) -> None:
        """Other rows are shown."""
        if not self._fitted and self.model.ids:
            self._fitted = True
            self._fit_columns()
        self._say_count()
        self._show_selection()

    def _reopen(self) -> None:
        self._fitted = False
        self.model.reopened()

    def _changed(self, changes: Changes) -> None:
        self._quiet = True
        self.model.heard(changes)
        self._quiet = False
        self._say_count()
        if changes.touches(self.model.kind):
            self._show_selection()

    def _say_count(self) -> None:
        session, shown = self._workspace.session, self.model.rowCount()
        total = len(session.records[self.model.kind]) if session is not None else 0
        self.count.setText(tr("{shown} of {total} rows", shown=shown, total=total))
        self._pages.setCurrentIndex(0 if shown or self.model.pending else 2 if total else 1)

    def _selected(self) -> None:
        selection = self.view.selectionModel()
        if self._quiet or selection is None:
            return
        rows = [index.row() for index in selection.selectedRows()]
        self._quiet = True
        self._workspace.select((self.model.kind, self.model.ids[row]) for row in rows)
        self._quiet = False

    def _go(self, index: QModelIndex) -> None:
        self.goto_wanted.emit([(self.model.kind, self.model.ids[index.row()])])

    def _show_selection(self) -> None:
        selection = self.view.selectionModel()
        if self._quiet or selection is None:
            return
        chosen = {key for kind, key in self._workspace.selection if kind == self.model.kind}
        rows = sorted(self.model.rows_of(chosen))
        last = self.model.columnCount() - 1
        self._quiet = True
        picked = QItemSelection()
        for first, end in _runs(rows):
            picked.select(self.model.index(first, 0), self.model.index(end, last))
        selection.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            self.view.scrollTo(self.model.index(rows[0], 0))
        self._quiet = False

    def _speak(self) -> None:
        self.only.setText(tr("Only selected"))
        self.kind.clear()
        for kind in KINDS:
            self.kind.addItem(tr(KIND_WORDS[kind]), kind)
        self.kind.setCurrentIndex(KINDS.index(self.model.kind))
        self._say_count()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
            self.show_kind(self.model.kind)


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows in ascending order as runs of neighbours, first and last of each."""
    start = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield rows[start], row
            start = at + 1


def _bytes(text: str) -> int:
    """About how wide a text is: Chinese is wider than Latin."""
    return len(text.encode())
