"""What leads to a delivery: the quality gate, who answers for what it found, and what came back."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDockWidget

from faultgis.quality.finding import Finding
from faultgis.records.delivery import Waiver
from ui.commands.group import Group
from ui.dialogs.fix_all import FixAll
from ui.dialogs.rejections import AnswerRejection, ImportRejections
from ui.dialogs.rules_left import RulesLeft
from ui.dialogs.waive import Waive
from ui.dialogs.waivers import Waivers
from ui.opening import Parts
from ui.panels.extent import around
from ui.panels.findings import FindingsPanel
from ui.panels.findings_check import where_of
from ui.panels.findings_model import ID
from ui.panels.findings_rows import Entry
from ui.printing.quality_content import does, rule_sentence, told

# So high the findings are at least when they are called.
HEIGHT = 300


class DeliveryCommands(Group):
    """The quality gate."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.findings: FindingsPanel | None = None

    @property
    def checked(self) -> bool:
        """Whether the survey has been checked."""
        return self.findings is not None and self.findings.checking.now is not None

    def follow(self, findings: FindingsPanel) -> None:
        """Do what this panel asks for."""
        self.findings = findings
        findings.goto_wanted.connect(self.go_to)
        findings.check_wanted.connect(self.check_survey)
        findings.bar.list_wanted.connect(self.import_rejections)
        findings.bar.rules_wanted.connect(self.show_rules)
        findings.bar.waivers_wanted.connect(self.waivers)
        findings.detail.fix_all_wanted.connect(self.fix_all)
        findings.detail.waive_wanted.connect(self.waive)
        findings.detail.answer_wanted.connect(self.answer)

    def check_survey(self, _checked: bool = False) -> None:
        """Take over what is being typed, then check the survey as it stands."""
        if self.findings is None:
            return
        self.parts.record.flush()
        self._show("findings", HEIGHT)
        self.findings.checking.check()

    def quality_report(self, _checked: bool = False) -> None:
        """Write the report of the check."""
        if self.findings is not None:
            self.findings.save_report()

    def _show(self, name: str, least: int = 0) -> None:
        dock = self.parts.window.findChild(QDockWidget, name)
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()
            height = max(dock.height(), least)
            self.parts.window.resizeDocks([dock], [height], Qt.Orientation.Vertical)

    def go_to(self, finding: Finding) -> None:
        """Select what a finding is about, show it on the map, and put the keys into its field."""
        ref = where_of(finding)
        if ref is not None and self.workspace.record(ref) is not None:
            self.workspace.select([ref])
            self.desk.go_to([ref])
            self._look_at(finding)
            self._show("record")
            self.parts.record.point_out(finding.our_field.split(".")[0], told(finding))
        elif finding.where is not None:
            self._zoom_to(finding.where)

    def _look_at(self, finding: Finding) -> None:
        """What is wrong with how shapes lie is wrong at a place: that is shown, not all of a long line."""
        now = self.findings.checking.now if self.findings is not None else None
        rules = now.checkup.rules if now is not None else ()
        group = next((rule.group for rule in rules if rule.id == finding.rule), "")
        if finding.where is not None and group == "topology" and self.workspace.local is None:
            self._zoom_to(finding.where)

    def _zoom_to(self, where: tuple[float, float]) -> None:
        found = around([(*where, *where)])
        if found is not None:
            self.desk.view.zoom_to(found)

    def fix_all(self) -> None:
        """Fix all findings of the chosen one's rule, once that is confirmed."""
        findings = self.findings
        entries = findings.detail.same_rule() if findings is not None else []
        if findings is None or not entries:
            return
        rules = findings.checking.now.checkup.rules if findings.checking.now is not None else ()
        rule, fix = entries[0].finding.rule, entries[0].finding.fix
        demand = next((rule_sentence(each) for each in rules if each.id == rule), "")
        said = does(fix) if fix is not None else ""
        count = sum(len(each.finding.fix.every) for each in entries if each.finding.fix is not None)
        if FixAll(self.parts.window, rule, demand, said, count).exec():
            findings.fix(entries)

    def waive(self) -> None:
        """Ask for the reason, then answer for the findings chosen."""
        findings, program = self.findings, self.parts.program
        if findings is None or program is None:
            return
        entries = findings.detail.waivable()
        if not entries:
            findings.tell_none("There is nothing to waive among what is chosen.")
            return
        dialog = Waive(self.parts.window, [_named(each) for each in entries], program.actor)
        if dialog.exec():
            findings.checking.waive(entries, dialog.reason)

    def waivers(self, _checked: bool = False) -> None:
        """List who answers for what; waivers can be taken back there."""
        findings = self.findings
        if findings is None or self.workspace.session is None:
            return
        checking = findings.checking

        def left() -> list[Waiver]:
            return [each for each in checking.records["waiver"].values() if isinstance(each, Waiver)]

        def withdraw(waivers: Sequence[Waiver]) -> list[Waiver]:
            checking.withdraw_waivers(waivers)
            return left()

        checkup = checking.checkup_now()
        lapsed = {each.finding for each in checkup.report.lapsed} if checkup is not None else ()
        held = {each.key: each.finding for each in checking.entries if each.waiver is not None}
        holding = held if checkup is not None else None
        dialog = Waivers(self.parts.window, left(), holding, lapsed, withdraw)
        if dialog.exec() and dialog.goto is not None:
            self.go_to(dialog.goto)

    def next_finding(self, _checked: bool = False) -> None:
        """Go to the next finding that nobody has dealt with."""
        self._step(1)

    def previous_finding(self, _checked: bool = False) -> None:
        """Go to the one before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self.findings is not None:
            self.parts.record.flush()
            self._show("findings", HEIGHT)
            self.findings.go_next(step)

    def fix_finding(self, _checked: bool = False) -> None:
        """Carry out the fix of what is chosen."""
        if self.findings is not None:
            self.parts.record.flush()
            self.findings.fix_chosen()

    def waive_finding(self, _checked: bool = False) -> None:
        """Answer for what is chosen."""
        self.waive()

    def answer(self) -> None:
        """Say what became of what the national side sent back."""
        findings = self.findings
        entries = findings.detail.entries if findings is not None else ()
        kept = [each.rejection for each in entries if each.rejection is not None]
        if findings is None or not kept:
            return
        dialog = AnswerRejection(self.parts.window, kept)
        if dialog.exec():
            findings.checking.settle(entries, dialog.state, dialog.answer)

    def import_rejections(self, _checked: bool = False) -> None:
        """Take a list that came back into the survey, then check anew."""
        program, session, state = self.parts.program, self.workspace.session, self.parts.state
        if program is None or session is None:
            return
        jobs, folder = self.workspace.jobs, state.text("folder/rejections")
        dialog = ImportRejections(self.parts.window, program, session, jobs, folder)
        dialog.exec()
        state.keep("folder/rejections", dialog.folder)
        if dialog.received is not None and dialog.received.created:
            self.workspace.reload()
            # In the lane of the reload: it comes after it.
            jobs.run("", lambda _progress: None, lambda _none: self.check_survey(), quiet=True)

    def show_rules(self) -> None:
        """List the rules that had nothing to check or could not be run."""
        now = self.findings.checking.now if self.findings is not None else None
        if now is not None:
            RulesLeft(self.parts.window, now.checkup).exec()


def _named(entry: Entry) -> str:
    """What is wrong, with the ID of the row."""
    return " · ".join(filter(None, (entry.cells[ID], entry.cells[-1])))
