"""What is done about the findings of a check: fixes, waivers, answers to the national side, the report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.progress import Progress
from faultgis.quality.finding import Finding
from faultgis.records.delivery import Waiver
from faultgis.services import mending, rejecting, waiving
from faultgis.services.checking import Checkup
from ui.panels.findings_gate import Gate
from ui.panels.findings_rows import Entry, report_now
from ui.printing import quality_content as content
from ui.printing.quality import write_html, write_pdf, write_xlsx
from ui.words import tr
from ui.workspace import Ref

WRITERS: Mapping[str, Callable[[Checkup, Path, Path, Progress], None]] = {
    ".html": write_html,
    ".xlsx": lambda checkup, path, _home, progress: write_xlsx(checkup, path, progress),
    ".pdf": write_pdf,
}


class Checking(Gate):
    """The check with what can be done about its findings; each is one edit."""

    def mend(self, entries: Sequence[Entry]) -> int:
        """Carry out the fixes of findings as one edit; how many were carried out."""
        if self.now is None:
            return 0
        fixes = [each.finding.fix for each in entries if each.finding.fix is not None]
        edit, count = mending.mended(self.now.records, self.records, fixes)
        self.workspace.apply(edit)
        return count

    def waive(self, entries: Sequence[Entry], reason: str) -> None:
        """Answer for findings, as one edit. Raises ``InputError("quality.waiver_no_reason")``."""
        session = self.workspace.session
        if session is None or self.program is None:
            return
        by = self.program.actor
        found = {each.key: each.finding for each in entries if each.waiver is None}
        made = [
            waiving.draft(session.survey, each, reason, by, content.told(each)) for each in found.values()
        ]
        self.workspace.apply(Edit("edit.waive", tuple(Change(None, each) for each in made)))

    def withdraw(self, entries: Sequence[Entry]) -> None:
        """Take the waivers of findings back, as one edit."""
        self.withdraw_waivers([each.waiver for each in entries if each.waiver is not None])

    def withdraw_waivers(self, waivers: Sequence[Waiver]) -> None:
        """Take these waivers back, as one edit."""
        changes = tuple(Change(each, None) for each in {each.id: each for each in waivers}.values())
        self.workspace.apply(Edit("edit.withdraw_waiver", changes))

    def settle(self, entries: Sequence[Entry], state: str, answer: str) -> None:
        """Say what became of rejections, as one edit. Raises as ``rejecting.settled``."""
        kept = [each.rejection for each in entries if each.rejection is not None]
        changes = tuple(Change(each, rejecting.settled(each, state, answer)) for each in kept)
        self.workspace.apply(Edit("edit.settle_rejection", changes))

    # The report

    def checkup_now(self) -> Checkup | None:
        """The check with the waivers and rejections as they stand."""
        if self.now is None:
            return None
        return replace(self.now.checkup, report=report_now(self.now, self.records))

    def write(self, path: Path) -> None:
        """Write the report as its ending says: .html, .xlsx or .pdf."""
        checkup, program = self.checkup_now(), self.program
        if checkup is None or program is None:
            return
        title, home, writer = tr("Writing {name}", name=path.name), program.home, WRITERS[path.suffix]

        def told(_none: None) -> None:
            self.workspace.tell(tr("Written: {file}", file=str(path)))

        self.workspace.jobs.run(
            title, lambda progress: writer(checkup, path, home, progress), told, lane="export"
        )


def where_of(finding: Finding) -> Ref | None:
    """The record that a finding is about; ``None`` where the survey has none."""
    named = finding.kind not in ("", "rejection") and finding.id is not None
    return (finding.kind, finding.id) if named and finding.id is not None else None
