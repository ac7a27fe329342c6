"""A result in the record panel: what it says, whether that still holds, how it was made, from what, and what
was made of it; each input one click away. Of any other record: the results that rest on it."""

from collections.abc import Iterable
from typing import Any

from PyQt6.QtCore import QEvent, QSize, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import (
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from faultgis.changes import Changes
from faultgis.records.derived import Derived
from faultgis.records.kinds import AnyRecord, kind_of
from faultgis.services.deriving.links import inputs_of, results_from
from faultgis.services.deriving.staleness import IMPORTED
from ui import theme, words
from ui.forms.widgets import Button, Label
from ui.freshness import Freshness, record_name
from ui.panels.chain_work import ChainWork
from ui.panels.rows import ROW, Rows
from ui.panels.told import headline
from ui.words import tr
from ui.workspace import Ref, Workspace

LABEL_WIDTH = 96
SHOWN = 7


class Links(QWidget):
    """A heading over records that a click goes to; amber where out of date."""

    def __init__(self, workspace: Workspace, heading: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._freshness = Freshness.of(workspace)
        label = Label(heading)
        font = label.font()
        font.setBold(True)
        label.setFont(font)
        self.list = QListWidget()
        self.list.setItemDelegate(Rows(self.list))
        self.list.setCursor(Qt.CursorShape.PointingHandCursor)
        self.list.itemClicked.connect(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addWidget(self.list)

    def show_records(self, records: Iterable[AnyRecord]) -> None:
        """Show these; without any, nothing at all."""
        self.list.clear()
        session = self._workspace.session
        for record in records if session is not None else ():
            assert session is not None
            kind, stale = kind_of(record), self._freshness.is_stale(record.id)
            said = headline(record)
            name = f"{words.sentence(f'kind.{kind}')} {record_name(session, record)}"
            item = QListWidgetItem(" · ".join(filter(None, (f"⚠ {name}" if stale else name, said))))
            item.setData(Qt.ItemDataRole.UserRole, (kind, record.id))
            item.setForeground(_amber() if stale else theme.accent())
            item.setToolTip("\n".join([item.text(), *(self._freshness.why(record.id))]))
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
        self.list.setFixedHeight(ROW * min(SHOWN, self.list.count()) + 4)
        self.setVisible(self.list.count() > 0)

    def _go(self, item: QListWidgetItem) -> None:
        ref: Ref = item.data(Qt.ItemDataRole.UserRole)
        self._workspace.select([ref])


def _amber() -> QColor:
    return QColor(theme.colours().warning)


class DerivedCard(QWidget):
    """Follows the record panel."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._freshness, self._work = Freshness.of(workspace), ChainWork.of(workspace)
        self._record: AnyRecord | None = None
        self.stale = QLabel()
        self.stale.setWordWrap(True)
        self.recompute = Button("Recompute", lambda: self._work.recompute(), "main")
        self._facts = QWidget()
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self.inputs = Links(workspace, "Made from")
        self.results = Links(workspace, "Results that rest on it")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 12)
        layout.setSpacing(4)
        for widget in (self._facts, self.inputs, self.results):
            layout.addWidget(widget)
        self.banner = self._banner()
        self._freshness.changed.connect(self._show)
        self._work.busy_changed.connect(self._enable)
        self.hide()

    def _banner(self) -> QWidget:
        """What stands above the form while the result is out of date."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(4)
        column.addWidget(self.stale)
        column.addWidget(self.recompute, 0, Qt.AlignmentFlag.AlignLeft)
        made.hide()
        return made

    def show_record(self, record: AnyRecord | None) -> None:
        """Show this record's part in the chain, if it has any."""
        self._record = record
        self._show()

    def heard(self, _changes: Changes) -> None:
        """Records changed: show what is so now."""
        if self._record is not None:
            self._record = self._workspace.record((kind_of(self._record), self._record.id))
            self._show()

    def _enable(self) -> None:
        self.recompute.setEnabled(self._work.job is None)

    def _show(self) -> None:
        session, record = self._workspace.session, self._record
        if session is None or record is None:
            self.banner.hide()
            self.hide()
            return
        derived = isinstance(record, Derived)
        self.inputs.show_records(inputs_of(session.records, record) if derived else ())
        self.results.show_records(results_from(session.records, record))
        stale = self._freshness.is_stale(record.id)
        why = tr(", ").join(self._freshness.why(record.id)[:4])
        self.stale.setText(f"⚠ {tr('Out of date: {reasons}', reasons=why)}")
        self.stale.setStyleSheet(f"color: {theme.colours().warning};")
        self.banner.setVisible(stale)
        self._facts.setVisible(derived)
        self._fill(record)
        self.setVisible(derived or self.results.list.count() > 0)

    def _fill(self, record: Any) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if not isinstance(record, Derived):
            return
        for row, (label, text) in enumerate(_facts(record)):
            head, said = Label(label, "quiet"), QLabel(text)
            said.setWordWrap(True)
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            self._grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, row, 1)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._show()


def _function(record: Derived) -> str:
    if record.function == IMPORTED:
        return tr("none: it came from a file ({name})", name=getattr(record, "source").file)  # noqa: B009
    return f"faultgis compute {record.function}" if record.function else ""


def _facts(record: Derived) -> list[tuple[str, str]]:
    """How it was made, as pairs of a heading and words."""
    seed = record.request.get("seed")
    when = record.computed_at.astimezone().strftime("%Y-%m-%d %H:%M") if record.computed_at else ""
    pairs = [
        ("Function", _function(record)),
        ("Convention", record.convention),
        ("Seed", str(seed) if seed is not None else ""),
        ("Software", record.software),
        ("Calculated", when),
        ("Hash of the inputs", record.input_hash[:16]),
    ]
    return [(label, text) for label, text in pairs if text]
