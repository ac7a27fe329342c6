"""The head of the findings: score and filters."""

from collections.abc import Mapping, Sequence

from PyQt6.QtCore import QEvent, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QIcon, QResizeEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from faultgis.quality.finding import Report
from ui import words
from ui.forms.widgets import Button, IconButton, SearchBox
from ui.panels.findings_model import MARK, mark
from ui.panels.findings_more import More
from ui.panels.findings_rows import SORTS, WAIVED, Entry, Wish, classes_of
from ui.printing import quality_content as content
from ui.words import tr

SMALLEST, GAP = 48, 4
WIDEST_GROUP = 240
ANY = ""


class FindingsBar(QWidget):
    """Two lines; ``wish_changed`` tells that other rows are to be seen. The group may be chosen in a list of
    scores beside the table (``groups``) where there is room for that."""

    wish_changed = pyqtSignal()
    check_wanted = pyqtSignal()
    report_wanted = pyqtSignal()
    list_wanted = pyqtSignal()
    rules_wanted = pyqtSignal()
    waivers_wanted = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.score, self.shown = QLabel(), QLabel()
        self.shown.setProperty("quiet", True)
        self.score.setProperty("rich", True)
        self.buttons = {sort: self._button(sort) for sort in SORTS}
        self.group, self.rule, self.class_name = _combo(), _combo(), _combo()
        self.groups = QListWidget()
        self.search = SearchBox("Search findings")
        self.rules = Button("", self.rules_wanted.emit, "flat")
        self.more = More(lambda: str(self.rule.currentData() or ""))
        self._demands: Mapping[str, str] = {}
        self._rule_groups: Mapping[str, str] = {}
        self._entries: Sequence[Entry] = ()
        self._counts: Mapping[str, int] = dict.fromkeys(SORTS, 0)
        self.report = Button("Report…", self.report_wanted.emit)
        self.waivers_button = IconButton("waived", "Waivers…", self.waivers_wanted.emit)
        self._icons = (
            IconButton("refresh", "Check anew", self.check_wanted.emit),
            self.waivers_button,
            IconButton("import", "Import rejection list…", self.list_wanted.emit),
        )
        self._arrange()
        self.group.activated.connect(lambda _at: self._group_chosen(str(self.group.currentData())))
        self.groups.currentRowChanged.connect(self._row_chosen)
        for combo in (self.rule, self.class_name):
            combo.activated.connect(lambda _at: self.wish_changed.emit())
        self.search.searched.connect(lambda _words: self.wish_changed.emit())

    def _button(self, sort: str) -> Button:
        made = Button("")
        made.setCheckable(True)
        made.setChecked(sort != WAIVED)
        made.setIconSize(QSize(MARK, MARK))
        made.setMinimumWidth(SMALLEST)
        made.setStyleSheet("padding: 3px 6px;")
        made.toggled.connect(lambda _on: self.wish_changed.emit())
        return made

    def _arrange(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._icons[0])
        first.addWidget(self.score)
        first.addSpacing(8)
        for button in self.buttons.values():
            first.addWidget(button)
        first.addStretch()
        first.addWidget(self.report)
        for icon in self._icons[1:]:
            first.addWidget(icon)
        self.search.setMinimumWidth(96)
        for box, stretch in ((self.group, 2), (self.rule, 2), (self.class_name, 2), (self.search, 3)):
            second.addWidget(box, stretch)
        second.addWidget(self.shown)
        second.addWidget(self.more)
        second.addWidget(self.rules)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(4)
        for line in (first, second):
            line.setSpacing(GAP)
            layout.addLayout(line)
        self.groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.groups.setMinimumWidth(160)
        self.groups.setMaximumWidth(240)

    @property
    def wish(self) -> Wish:
        """What is to be seen."""
        return Wish(
            sorts=frozenset(sort for sort, button in self.buttons.items() if button.isChecked()),
            group=str(self.group.currentData() or ""),
            rule=str(self.rule.currentData() or ""),
            class_name=str(self.class_name.currentData() or ""),
            words=self.search.text().strip(),
        )

    def show_counts(self, report: Report, counts: Mapping[str, int]) -> None:
        """Show score and counts."""
        self.score.setText(f"<b>{tr('Score {score}', score=content.score_text(report.score))}</b>")
        told = [f"{_group_word(name)} {content.score_text(value)}" for name, value in report.scores.items()]
        self.score.setToolTip("\n".join(told))
        self._counts = counts
        self.search.setToolTip(tr("Words of the finding, its ID, its value, or the name of its fault"))
        for sort, button in self.buttons.items():
            word = words.sentence(f"findings.{sort}")
            button.setIcon(QIcon(mark(sort)))
            button.setToolTip(word)
            button.setAccessibleName(f"{word} {counts[sort]}")
        self._fit()
        self._fill_groups(report)
        left = sum(each.state != "checked" for each in report.checked)
        self.rules.setText(tr("{count} rules not run", count=left))
        self.rules.setVisible(left > 0)

    def _fit(self) -> None:
        """Say the sorts in words where there is room for all of them."""
        for brief in (False, True):
            for sort, button in self.buttons.items():
                count = f"{self._counts[sort]:,}"
                button.setText(count if brief else f"{words.sentence(f'findings.{sort}')} {count}")
            taken = sum(button.sizeHint().width() + GAP for button in self.buttons.values())
            others = (self.score, self.report, *self._icons)
            if taken + sum(each.sizeHint().width() + GAP for each in others) + 4 * GAP <= self.width():
                return

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fill_groups(self, report: Report) -> None:
        chosen = str(self.group.currentData() or "")
        whole = tr("All groups")
        names = list(dict.fromkeys(each.group for each in report.checked if each.group))
        found = [name for name in names if name in report.scores]
        said = [f"{_group_word(name)} · {content.score_text(report.scores[name])}" for name in found]
        fill(self.group, [(ANY, whole), *zip(found, said, strict=True)], chosen)
        self.groups.blockSignals(True)
        self.groups.clear()
        for at in range(self.group.count()):
            self.groups.addItem(QListWidgetItem(self.group.itemText(at)))
        self.groups.setCurrentRow(self.group.currentIndex())
        self.groups.blockSignals(False)
        widest = max(self.groups.fontMetrics().horizontalAdvance(text) for text in (whole, *said))
        self.groups.setMinimumWidth(min(WIDEST_GROUP, widest + 48))

    def offer(
        self, entries: Sequence[Entry], rule_groups: Mapping[str, str], demands: Mapping[str, str]
    ) -> None:
        """Offer the rules, which ``demands`` says in words, and the classes of these rows."""
        self._entries, self._rule_groups, self._demands = entries, rule_groups, demands
        self._offer_rules()
        known = [(name, f"{title} ({count:,})") for name, title, count in classes_of(entries)]
        fill(self.class_name, [(ANY, tr("All classes")), *known], str(self.class_name.currentData() or ""))

    def _offer_rules(self) -> None:
        group = str(self.group.currentData() or "")
        counted: dict[str, int] = {}
        titles: dict[str, str] = {}
        for each in self._entries:
            rule = each.finding.rule
            if not group or self._rule_groups.get(rule, "") == group:
                counted[rule] = counted.get(rule, 0) + 1
                titles[rule] = each.cells[1]
        known = [
            (rule, f"{titles[rule]} ({count:,}) {self._demands.get(rule, '')}".strip())
            for rule, count in sorted(counted.items())
        ]
        fill(self.rule, [(ANY, tr("All rules")), *known], str(self.rule.currentData() or ""))

    def show_rule(self, rule: str) -> None:
        """Show the findings of one rule."""
        self.rule.setCurrentIndex(max(self.rule.findData(rule), 0))
        self.wish_changed.emit()

    def show_list(self, on: bool) -> None:
        """Whether the groups stand in a list beside the table."""
        self.groups.setVisible(on)
        self.group.setVisible(not on)

    def _row_chosen(self, row: int) -> None:
        if row >= 0:
            self.group.setCurrentIndex(row)
            self._group_chosen(str(self.group.currentData()))

    def _group_chosen(self, _group: str) -> None:
        self.groups.blockSignals(True)
        self.groups.setCurrentRow(self.group.currentIndex())
        self.groups.blockSignals(False)
        self._offer_rules()
        self.wish_changed.emit()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            for sort, button in self.buttons.items():
                button.setIcon(QIcon(mark(sort)))


def _combo() -> QComboBox:
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(5)
    return made


def fill(combo: QComboBox, items: Sequence[tuple[str, str]], chosen: str) -> None:
    """Offer these (data, text); what was chosen stays, else the first is."""
    combo.clear()
    for data, text in items:
        combo.addItem(text, data)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    view = combo.view()
    if view is not None:
        widest = max(combo.fontMetrics().horizontalAdvance(text) for _, text in items)
        view.setMinimumWidth(min(widest + 40, 480))


def _group_word(name: str) -> str:
    return words.sentence(f"quality.group.{name}")
