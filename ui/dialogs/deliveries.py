"""The register of deliveries as a list; the receipt of the one chosen can be entered."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from faultgis import codes
from faultgis.records.delivery import Delivery
from faultgis.services.delivery_register import rows_in
from ui import words
from ui.dialogs.dialog import quiet
from ui.forms.widgets import Button, Label
from ui.words import tr

HEADS = ("No.", "Date", "By", "Rows", "Since", "Level", "Formats", "Recipient", "Receipt")


class Deliveries(QWidget):
    """``received`` asks to keep a receipt: the number of a delivery, and the text."""

    received = pyqtSignal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Delivery] = []
        self.table = QTableWidget(0, len(HEADS))
        self.table.setHorizontalHeaderLabels([tr(head) for head in HEADS])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for header, shown in ((self.table.verticalHeader(), False), (self.table.horizontalHeader(), True)):
            assert header is not None
            header.setVisible(shown)
        self.table.itemSelectionChanged.connect(self._choose)
        self.state, self.about = quiet(""), quiet("")
        self.receipt = QLineEdit()
        self.receipt.setPlaceholderText(tr("what the receiving side answered"))
        self.keep = Button("Keep the receipt", self._keep)
        self.foot = QWidget()
        line = QHBoxLayout(self.foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(Label("Receipt", "quiet"))
        line.addWidget(self.receipt, 1)
        line.addWidget(self.keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self.state)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.about)
        layout.addWidget(self.foot)
        layout.addStretch()
        self.show_deliveries([])

    def show_deliveries(self, deliveries: Sequence[Delivery]) -> None:
        """List these, the newest first."""
        self._shown = list(reversed(deliveries))
        self.state.setText(tr("No deliveries yet: what is delivered on the other page is listed here."))
        self.state.setVisible(not self._shown)
        self.table.setRowCount(len(self._shown))
        for at, each in enumerate(self._shown):
            for column, text in enumerate(_cells(each)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(at, column, item)
        self.table.resizeColumnsToContents()
        for column in range(len(HEADS) - 1):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), 180))
        header = self.table.horizontalHeader()
        assert header is not None
        header.setSectionResizeMode(len(HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        if self._shown:
            self.table.selectRow(0)
        self._choose()

    @property
    def chosen(self) -> Delivery | None:
        """The delivery chosen in the table."""
        at = self.table.currentRow()
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def _choose(self) -> None:
        chosen = self.chosen
        for widget in (self.table, self.about, self.foot):
            widget.setVisible(bool(self._shown))
        self.receipt.setText(chosen.receipt if chosen is not None else "")
        self.about.setText("" if chosen is None else _about(chosen))

    def _keep(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self.received.emit(chosen.number, self.receipt.text().strip())


def _cells(of: Delivery) -> tuple[str, ...]:
    when = f"{of.delivered_at.astimezone():%Y-%m-%d %H:%M}" if of.delivered_at else ""
    level = codes.label("secrecy", str(of.level), words.language())
    rows = rows_in(of.counts, of.since)
    receipt = f"{of.receipt} ({of.receipt_on})" if of.receipt and of.receipt_on else of.receipt
    return (
        str(of.number), when, of.delivered_by, str(rows), str(of.since or ""), level, of.formats,
        of.recipient, receipt,
    )  # fmt: skip


def _about(of: Delivery) -> str:
    said = [tr("data version {number}", number=of.data_version)]
    said += [tr("score {score}", score=f"{of.score:.1f}")] if of.score is not None else []
    changed = [sum(told[at] for told in of.counts.values()) for at in (1, 2, 3)]
    if of.since:
        names = dict(zip(("added", "changed", "deleted"), changed, strict=True))
        said.append(tr("{added} added, {changed} altered, {deleted} removed", **names))
    said.append(tr("manifest SHA-256: {digest}", digest=of.manifest_sha256[:16] + "…"))
    said += [of.reason] if of.reason else []
    return "\n".join((of.path, " · ".join(said)))
