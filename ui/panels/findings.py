"""The findings of the quality gate: look through them, go to what they are about, mend or answer for them."""

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui.forms.widgets import EmptyState
from ui.panels.findings_bar import FindingsBar
from ui.panels.findings_check import WRITERS, Checking
from ui.panels.findings_detail import FindingDetail
from ui.panels.findings_model import FindingsModel
from ui.panels.findings_rows import Entry, counts, hidden_by_rule
from ui.panels.findings_strips import CheckStrip, StaleStrip
from ui.panels.findings_table import FindingsTable
from ui.printing.quality_content import rule_sentence
from ui.words import tr
from ui.workspace import Workspace

WIDE = 1000
EMPTY = (
    "Before a delivery the quality rules of the national survey look at every record, unsaved edits included."
    " What they find stands here: a click leads to the record and its field."
)


class FindingsPanel(QWidget):
    """``check_wanted`` asks for a check, ``goto_wanted`` hands over the finding that the window is to lead
    to. What detail and head ask for beyond that (``detail.waive_wanted`` …), the window's commands do."""

    goto_wanted = pyqtSignal(object)
    check_wanted = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._kept: list[str] = []
        self.folder = ""
        self.checking = Checking(workspace)
        self.bar = FindingsBar()
        self.model = FindingsModel(workspace.jobs, self.checking.is_mended, self.checking.is_changed, self)
        self.table = FindingsTable(self.model)
        self.detail = FindingDetail(self.checking)
        self.stale = StaleStrip(self.checking, self.check_wanted.emit)
        self.strip = CheckStrip(self.checking)
        self._pages = QStackedWidget()
        self._arrange()
        self._listen()
        self._looked()

    def _arrange(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._tables = QStackedWidget()
        nothing = (EmptyState("No finding answers this filter."), EmptyState("Nothing was found wrong."))
        for page in (self.table, *nothing):
            self._tables.addWidget(page)
        for widget in (self.bar.groups, self._tables, self.detail):
            self.split.addWidget(widget)
        for at, share in enumerate((0, 3, 1)):
            self.split.setStretchFactor(at, share)
        self.split.setSizes([150, 560, 200])
        self.split.setChildrenCollapsible(False)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.split, 1)
        self._pages.addWidget(EmptyState(EMPTY, "Check now", self.check_wanted.emit))
        self._pages.addWidget(found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for strip in (self.strip, self.stale):
            layout.addWidget(strip)
        layout.addWidget(self._pages, 1)

    def _listen(self) -> None:
        checking, bar, detail = self.checking, self.bar, self.detail
        checking.looked_at.connect(self._looked)
        checking.answered.connect(self._answered)
        checking.aged.connect(self._aged)
        bar.wish_changed.connect(self._look_for)
        bar.check_wanted.connect(self.check_wanted)
        bar.report_wanted.connect(self.save_report)
        bar.more.wanted.connect(checking.list_all)
        self.model.modelReset.connect(self._reset)
        self.table.chosen_changed.connect(self._chosen)
        self.table.went.connect(self.go)
        detail.fix_wanted.connect(lambda: self.fix(detail.entries))
        detail.withdraw_wanted.connect(lambda: checking.withdraw(detail.entries))

    # Showing

    def _looked(self) -> None:
        now = self.checking.now
        if now is None:
            self.table.forget_place()
        self._pages.setCurrentIndex(0 if now is None else 1)
        self.detail.show_entries(())
        self._show()

    def _answered(self) -> None:
        self._show()

    def _look_for(self) -> None:
        self.table.forget_place()
        self.model.look_for(self.bar.wish)

    def _show(self) -> None:
        self.table.keep_place()
        now, entries = self.checking.now, self.checking.entries
        rules = now.checkup.rules if now is not None else ()
        groups = {rule.id: rule.group for rule in rules}
        self.model.demands = {rule.id: rule_sentence(rule) for rule in rules}
        checkup = self.checking.checkup_now()
        if checkup is not None:
            self.bar.show_counts(checkup.report, counts(checkup.report, entries))
            self.bar.more.show_hidden(hidden_by_rule(checkup.report), self.model.demands)
        self.bar.offer(entries, groups, self.model.demands)
        self.model.wish = self.bar.wish
        self.model.take(entries, groups)

    def _chosen(self) -> None:
        entries = self.table.chosen()
        self._kept = [each.key for each in entries]
        self.detail.show_entries(entries)

    def _aged(self) -> None:
        """What a fix has mended looks otherwise."""
        self.table.refresh()
        self.detail.show_entries(self.detail.entries)

    def _reset(self) -> None:
        self.table.choose(self._kept)
        self._tables.setCurrentIndex(0 if self.model.rows else 1 if self.model.entries else 2)
        shown, total = len(self.model.rows), len(self.model.entries)
        self.bar.shown.setText(f"{shown:,} / {total:,}")
        self.detail.show_entries(self.table.chosen())

    # Doing

    def go(self) -> None:
        """Lead to the record and the field of the finding chosen."""
        if len(self.detail.entries) == 1:
            self.goto_wanted.emit(self.detail.entries[0].finding)

    def go_next(self, step: int) -> None:
        """Lead to the next finding of the list that nobody has dealt with (``step`` -1: the one before)."""
        if self.table.choose_next(step, self.detail.is_standing):
            self.go()
        elif self.checking.now is not None:
            last = "This is the last finding of the list." if step > 0 else "This is the first one."
            self._workspace.tell(tr(last), "info")

    def fix_chosen(self) -> None:
        """Carry out the fixes of the findings chosen."""
        if any(self.detail.fixable(each) for each in self.detail.entries):
            self.fix(self.detail.entries)
        else:
            self.tell_none("There is no fix for what is chosen.")

    def tell_none(self, why: str) -> None:
        """Say why nothing is done: nothing is chosen, or ``why``."""
        if self.checking.now is not None:
            said = why if self.detail.entries else "Choose a finding in the list first."
            self._workspace.tell(tr(said), "info")

    def fix(self, entries: Sequence[Entry]) -> None:
        """Carry out the fixes of findings, as one edit."""
        wanted = [each for each in entries if self.detail.fixable(each)]
        done = self.checking.mend(wanted)
        if done < len(wanted):
            said = tr("{count:finding|findings} not fixed: somebody has changed the field since the check.")
            self._workspace.tell(tr(said, count=len(wanted) - done), "warning")

    def save_report(self) -> None:
        """Write the report of the check where the user says."""
        now = self.checking.now
        if now is None:
            return
        names = {".pdf": "PDF", ".html": tr("Web page"), ".xlsx": tr("Excel table")}
        pattern = ";;".join(f"{title} (*{ending})" for ending, title in names.items())
        name = f"{now.checkup.survey.code}_{tr('quality')}.pdf"
        chosen, kind = QFileDialog.getSaveFileName(
            self, tr("Quality report"), str(Path(self.folder) / name), pattern
        )
        if chosen:
            path = Path(chosen)
            ending = next(each for each in names if f"*{each}" in (kind or "*.pdf"))
            path = path if path.suffix.lower() in WRITERS else path.with_name(f"{path.name}{ending}")
            self.folder = str(path.parent)
            self.checking.write(path)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.bar.show_list(self.width() >= WIDE)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self.checking.speak()
