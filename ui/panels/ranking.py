"""Faults and segments by how far their cycle has gone and how probable a rupture is; what is not known stands
last, as unknown. A double click goes there."""

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QShowEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from faultgis.changes import Changes
from faultgis.records.fault import Segment
from faultgis.services.deriving.parameters import Rank, ranking
from ui import theme
from ui.forms import shown
from ui.forms.widgets import Label
from ui.freshness import Freshness
from ui.panels.recurrence_pictures import model_word, rounded
from ui.panels.rows import Rows
from ui.words import tr
from ui.workspace import Ref, Workspace

HEADS = (
    *("", "Fault or segment", "Elapsed ratio", "Probability", "Range", "HERP"),
    *("Model", "Interval", "Elapsed"),
)
WINDOWS = (30, 50, 100)
MOST_UNKNOWN = 200
KINDS = ("fault", "segment", "recurrence", "probability")
REF = Qt.ItemDataRole.UserRole


def _known(rank: Rank) -> bool:
    return rank.probability is not None or rank.ratio is not None


class RankingPage(QWidget):
    """``goto_wanted`` asks the map for the line that was double-clicked."""

    goto_wanted = pyqtSignal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._freshness = Freshness.of(workspace)
        self._due = True
        self.window_, self.order = QComboBox(), QComboBox()
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setItemDelegate(Rows(self.table))
        self.table.setAlternatingRowColors(True)
        head = self.table.header()
        assert head is not None
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.itemDoubleClicked.connect(self._go)
        self.table.itemClicked.connect(self._select)
        row = QHBoxLayout()
        row.addWidget(Label("Probability within", "quiet"))
        row.addWidget(self.window_)
        row.addWidget(Label("Ordered by", "quiet"))
        row.addWidget(self.order)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 6)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        self._speak()
        for combo in (self.window_, self.order):
            combo.activated.connect(lambda _row: self.refresh())
        workspace.opened.connect(self._reopened)
        workspace.changed.connect(self._changed)
        self._freshness.changed.connect(self.refresh)

    def _speak(self) -> None:
        self.table.setHeaderLabels([tr(head) if head not in ("", "HERP") else head for head in HEADS])
        window, order = self.window_.currentData() or WINDOWS[1], self.order.currentData()
        self._fill_windows(window)
        self.order.clear()
        for code, text in (("probability", "Probability"), ("ratio", "Elapsed ratio")):
            self.order.addItem(tr(text), code)
        self.order.setCurrentIndex(max(0, self.order.findData(order)))
        self.refresh()

    def _fill_windows(self, chosen: int) -> None:
        session = self._workspace.session
        held = session.records["probability"].values() if session is not None else ()
        years = sorted({*WINDOWS, *(getattr(p, "window_years", 50) for p in held)})
        self.window_.clear()
        for window in years:
            self.window_.addItem(f"{window} a", window)
        self.window_.setCurrentIndex(max(0, self.window_.findData(chosen)))

    def _reopened(self) -> None:
        self._fill_windows(int(self.window_.currentData() or WINDOWS[1]))
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.touches(*KINDS):
            self._reopened()

    def refresh(self) -> None:
        """Rank anew, once the page is looked at: a large survey has thousands of faults."""
        session = self._workspace.session
        self._due = not self.isVisible()
        if self._due:
            return
        self.table.clear()
        if session is None:
            return
        window, by = int(self.window_.currentData()), str(self.order.currentData())
        ranks = ranking(session.records, window, by)
        left = {id(rank) for rank in [rank for rank in ranks if not _known(rank)][MOST_UNKNOWN:]}
        for place, rank in enumerate(ranks, 1):
            if id(rank) not in left:
                self.table.addTopLevelItem(self._item(place, rank))
        if left:
            self.table.addTopLevelItem(QTreeWidgetItem(["", tr("and {count} more", count=len(left))]))

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        if self._due:
            self.refresh()

    def _item(self, place: int, rank: Rank) -> QTreeWidgetItem:
        chance, cycle, unknown = rank.probability, rank.cycle, tr("not known")
        span = ""
        if chance is not None and chance.low is not None and chance.high is not None:
            span = f"{shown.percent(chance.low)} – {shown.percent(chance.high)}"
        share = shown.percent(chance.probability) if chance is not None else unknown
        cells = [
            str(place) if _known(rank) else "",
            self._name(rank.ref),
            f"{rank.ratio:.2f}" if rank.ratio is not None else unknown,
            share,
            span,
            rounded(chance) if chance is not None else "",
            model_word(chance.model) if chance is not None else "",
            shown.brief(cycle.interval) if cycle is not None and cycle.interval is not None else unknown,
            shown.brief(cycle.elapsed) if cycle is not None and cycle.elapsed is not None else unknown,
        ]
        item = QTreeWidgetItem(cells)
        item.setData(0, REF, rank.ref)
        self._colour(item, cells, rank)
        return item

    def _colour(self, item: QTreeWidgetItem, cells: list[str], rank: Rank) -> None:
        colours, unknown = theme.colours(), tr("not known")
        for column, text in enumerate(cells):
            if text == unknown:
                item.setForeground(column, QColor(colours.quiet))
            if column not in (1, 6):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        marks = ((rank.cycle, (2, 7, 8)), (rank.probability, (3, 4, 5)))
        for record, columns in marks:
            if record is not None and self._freshness.is_stale(record.id):
                for column in columns:
                    item.setForeground(column, QColor(colours.warning))
                    item.setToolTip(column, "\n".join([tr("Out of date"), *self._freshness.why(record.id)]))
                item.setText(columns[0], f"⚠ {item.text(columns[0])}")

    def _name(self, ref: Ref) -> str:
        record = self._workspace.record(ref)
        if isinstance(record, Segment):
            fault = self._workspace.record(("fault", record.fault_id))
            return f"{shown.title(fault)} · {shown.title(record)}"
        return shown.title(record)

    def _select(self, item: QTreeWidgetItem) -> None:
        if item.data(0, REF) is not None:
            self._workspace.select([tuple(item.data(0, REF))])

    def _go(self, item: QTreeWidgetItem) -> None:
        if item.data(0, REF) is not None:
            self.goto_wanted.emit([tuple(item.data(0, REF))])

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
