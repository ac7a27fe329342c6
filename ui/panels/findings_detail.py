"""All about one finding, and what can be done about it."""

import html
from collections.abc import Sequence

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QTextOption
from PyQt6.QtWidgets import QFrame, QGridLayout, QTextBrowser, QVBoxLayout, QWidget

from faultgis.quality.rejected import OPEN
from faultgis.quality.rule import Rule
from ui import theme, words
from ui.forms.fields import FORMS, fields
from ui.forms.widgets import Button
from ui.panels.findings_check import Checking
from ui.panels.findings_rows import RETURNED, Entry
from ui.printing import quality_content as content
from ui.words import tr

Line = tuple[str, str]
# Below them stands the button for all findings of a rule.
MOST_LINES = 3


class FindingDetail(QWidget):
    """Follows the rows chosen; the signals tell what is wanted for them."""

    fix_wanted = pyqtSignal()
    fix_all_wanted = pyqtSignal()
    waive_wanted = pyqtSignal()
    withdraw_wanted = pyqtSignal()
    answer_wanted = pyqtSignal()

    def __init__(self, checking: Checking) -> None:
        super().__init__()
        self._checking = checking
        self.entries: Sequence[Entry] = ()
        self.text = QTextBrowser()
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fix = Button("Fix", self.fix_wanted.emit)
        self.fix_all = Button("", self.fix_all_wanted.emit)
        self.waive = Button("Waive…", self.waive_wanted.emit)
        self.withdraw = Button("Take waiver back", self.withdraw_wanted.emit)
        self.answer = Button("Answer…", self.answer_wanted.emit)
        self._arrange()
        self.show_entries(())

    def _arrange(self) -> None:
        self._foot = QGridLayout()
        self._foot.setContentsMargins(8, 4, 8, 4)
        self._foot.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.text, 1)
        layout.addLayout(self._foot)
        self._foot.addWidget(self.fix_all, MOST_LINES, 0, 1, 2)
        self.setMinimumWidth(200)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Tell of these findings: of one all, of several how many."""
        self.entries = entries
        if len(entries) == 1:
            self.text.setHtml(_html(entries[0].cells[5], self._lines(entries[0])))
        elif entries:
            self.text.setPlainText(tr("{count} findings are chosen.", count=len(entries)))
        else:
            said = tr("Choose a finding: what is wrong and what can be done about it stands here.")
            self.text.setHtml(_html("", [(said, " ")]))
        self._offer()

    def _offer(self) -> None:
        """Show the buttons for what can be done, two in a line; the one with a number is longer."""
        entries = self.entries
        fixes = [each for each in entries if self.fixable(each)]
        same = self.same_rule() if len(entries) == 1 and fixes else []
        self.fix_all.setText(tr("Fix all {count}…", count=len(same)))
        wanted = (
            (self.fix, bool(fixes)),
            (self.waive, bool(self.waivable())),
            (self.withdraw, any(each.waiver is not None for each in entries)),
            (self.answer, bool(entries) and all(each.rejection is not None for each in entries)),
        )
        self.fix_all.setVisible(len(same) > 1)
        at = 0
        for button, on in wanted:
            self._foot.removeWidget(button)
            button.setVisible(on)
            if on:
                self._foot.addWidget(button, at // 2, at % 2)
                at += 1

    def is_standing(self, entry: Entry) -> bool:
        """Whether nobody has dealt with a finding yet."""
        return entry.open and not self._checking.is_mended(entry)

    def fixable(self, entry: Entry) -> bool:
        """Whether a finding has a fix that is still to be carried out."""
        return entry.finding.fix is not None and self.is_standing(entry)

    def waivable(self) -> list[Entry]:
        """The findings on view that nobody has dealt with; none where the national side has found some of
        them: those are answered."""
        returned = any(each.sort == RETURNED for each in self.entries)
        return [] if returned else [each for each in self.entries if self.is_standing(each)]

    def same_rule(self) -> list[Entry]:
        """All findings of the chosen one's rule that can be fixed."""
        if len(self.entries) != 1 or self._checking.now is None:
            return []
        rule = self.entries[0].finding.rule
        return [each for each in self._checking.entries if each.finding.rule == rule and self.fixable(each)]

    def _lines(self, entry: Entry) -> list[Line]:
        finding, now = entry.finding, self._checking.now
        rules = now.checkup.rules if now is not None else ()
        rule = next((each for each in rules if each.id == finding.rule), None)
        value = str(finding.params.get("value", "") or "")
        lines = [(tr("Value"), value)]
        if self._checking.is_mended(entry):
            lines.append((tr("Fix"), tr("carried out since the check")))
        elif finding.fix is not None:
            lines.append((tr("Fix"), content.does(finding.fix)))
        lines += [*_answers(entry), (tr("In the form"), where_to(entry))]
        return [*lines, *_rule_lines(rule)]

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self.show_entries(self.entries)


def where_to(entry: Entry) -> str:
    """Where in our forms a finding is mended; why nowhere, if so."""
    finding = entry.finding
    if not finding.kind or finding.kind == "rejection":
        return tr("The survey has no record of this finding.")
    if finding.kind not in FORMS:
        said = tr(
            "There is no form for this: {kind}. Mend it by its fix, or in its file and import that again."
        )
        return said.format(kind=words.sentence(f"kind.{finding.kind}"))
    name = finding.our_field.split(".")[0]
    if not name:
        return words.sentence(f"kind.{finding.kind}")
    label = next((field.label for field in fields(finding.kind) if field.name == name), "")
    if label:
        return f"{words.sentence(f'kind.{finding.kind}')} · {tr(label)}"
    if name == "geometry":
        return tr("The shape on the map.")
    return tr("The form does not show this field: {name}.", name=words.field_word(name))


def _rule_lines(rule: Rule | None) -> list[Line]:
    if rule is None:
        return []
    basis = " · ".join(filter(None, (rule.dbt83, rule.basis)))
    return [
        (tr("Rule"), f"{rule.id} {content.rule_sentence(rule)}"),
        (tr("Parameters"), content.parameters(rule)),
        (tr("Basis"), basis),
    ]


def _answers(entry: Entry) -> list[Line]:
    """Who answers for it, or what became of what the national side said."""
    lines: list[Line] = []
    if entry.waiver is not None:
        at = entry.waiver.waived_at
        day = at.astimezone().date().isoformat() if at is not None else ""
        lines.append((tr("Waived"), entry.waiver.reason))
        lines.append(("", " · ".join(filter(None, (entry.waiver.waived_by, day)))))
    if entry.rejection is not None:
        said = entry.rejection
        if said.delivery:
            lines.append((tr("Delivery"), str(said.delivery)))
        if said.received_on is not None:
            lines.append((tr("Received on"), said.received_on.isoformat()))
        if said.state != OPEN:
            lines.append((tr("Reply"), said.answer or "–"))
    return lines


def _html(head: str, lines: Sequence[Line]) -> str:
    """The sentence, and below it each line with its name in quiet ink."""
    quiet = theme.colours().quiet
    rows = "".join(
        f'<p style="margin:3px 0 0 0"><span style="color:{quiet}">{_plain(name)}</span> {_plain(text)}</p>'
        for name, text in lines
        if text
    )
    return f"<b>{_plain(head)}</b>{rows}"


def _plain(text: str) -> str:
    return html.escape(text, quote=False)
