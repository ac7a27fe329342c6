"""The check of the open survey as it stands, unsaved edits included, and what is done about its findings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.changes import Change, Changes
from faultgis.edits import Edit
from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress
from faultgis.quality.finding import Finding
from faultgis.records.kinds import AnyRecord
from faultgis.services import checking, mending, rejecting, waiving
from faultgis.services.checking import Checkup, Order
from faultgis.services.data_versions import OFFICE, number_of
from faultgis.services.editing import EditingSession
from ui.jobs import Job
from ui.latest import Latest, uncollected
from ui.panels.findings_rows import Entry, Held, Looked, looked, mended_by_now, report_now, with_answers
from ui.printing import quality_content as content
from ui.printing.quality import write_html, write_pdf, write_xlsx
from ui.program import Program
from ui.words import tr
from ui.workspace import Ref, Workspace

# So many records that changed are compared with what the check saw; more are taken as changed.
MOST_COMPARED = 5000
LANE = "check"
Touched = dict[str, set[UUID]]
WRITERS: Mapping[str, Callable[[Checkup, Path, Path, Progress], None]] = {
    ".html": write_html,
    ".xlsx": lambda checkup, path, _home, progress: write_xlsx(checkup, path, progress),
    ".pdf": write_pdf,
}


class Checking(QObject):
    """Checks in a worker. ``begun`` and ``ended`` tell of its work, ``looked_at`` of a fresh check (or
    of none any more), ``answered`` that waivers or rejections changed, ``aged`` that the data may differ from
    what was checked, or do so no more. ``entries`` are the findings with who answers for them now."""

    begun = pyqtSignal()
    ended = pyqtSignal()
    looked_at = pyqtSignal()
    answered = pyqtSignal()
    aged = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.workspace = workspace
        self.program: Program | None = None
        self.job: Job | None = None
        self.now: Looked | None = None
        self.entries: Sequence[Entry] = ()
        self.stale = False
        # What was touched since the check that is shown, and since the one that runs.
        self._touched: Touched = {}
        self._meanwhile: Touched = {}
        self._latest = Latest(workspace.jobs, LANE)
        workspace.opened.connect(self._forget)
        workspace.changed.connect(self._heard)

    @property
    def records(self) -> Held:
        """The records of the session as they stand."""
        session = self.workspace.session
        return session.records if session is not None else {}

    def _forget(self) -> None:
        self.cancel()
        self.now, self.entries, self.stale, self._touched = None, (), False, {}
        self.looked_at.emit()

    # The check

    def check(self) -> None:
        """Check the survey as it stands; a check that runs is given up."""
        session, program = self.workspace.session, self.program
        if session is None or program is None:
            return
        self.cancel()
        records = {kind: dict(of) for kind, of in session.records.items()}
        work = _work(program, session, records, unsaved=bool(session.saved))
        self._meanwhile = {}

        def done(found: Looked) -> None:
            if self.job is job:
                self.job, self.now = None, found
                self._touched, self._meanwhile = self._meanwhile, {}
                self.entries = with_answers(found, self.records)
                self._compare()
                self.looked_at.emit()
                self.ended.emit()

        def failed(error: FaultGISError) -> None:
            if self.job is job:
                self.job = None
                self.ended.emit()
            if not isinstance(error, CancelledError):
                self.workspace.tell_error(error)

        job = self.job = self.workspace.jobs.run(tr("Checking the survey"), work, done, failed, LANE)
        self.begun.emit()

    def cancel(self) -> None:
        """Give up the check that runs; what the one before found stays."""
        if self.job is not None:
            self.job.progress.cancel()
            self.job = None
            self.ended.emit()

    def speak(self) -> None:
        """Say what was found in the language in use."""
        now, latest = self.now, self._latest
        if now is None:
            return

        def done(found: Looked) -> None:
            if self.now is now:
                self.now, self.entries = found, with_answers(found, self.records)
                self.looked_at.emit()

        latest.ask(lambda progress: looked(now.checkup, now.records, progress), done)

    # What has changed since

    def _heard(self, changes: Changes) -> None:
        if self.now is not None and changes.ids.keys() & {"waiver", "rejection"}:
            self.entries = with_answers(self.now, self.records)
            self.answered.emit()
        watched = ((self._touched, self.now), (self._meanwhile, self.job))
        for touched in (each for each, whose in watched if whose is not None):
            for kind in changes.ids.keys() - set(OFFICE):
                touched.setdefault(kind, set()).update(changes.ids[kind])
        if self.now is not None and changes.ids.keys() - set(OFFICE):
            self._compare()
            self.aged.emit()

    def _compare(self) -> None:
        """Whether the data differ from what was checked: an edit that is undone leaves them as they were."""
        now = self.now
        refs: list[Ref] = [(kind, key) for kind, ids in self._touched.items() for key in ids]
        if now is None or len(refs) > MOST_COMPARED:
            self.stale = now is not None
            return
        seen = now.records
        # Saving alone makes no record that differs.
        self.stale = any(seen[kind].get(key) != self.workspace.record((kind, key)) for kind, key in refs)

    def is_mended(self, entry: Entry) -> bool:
        """Whether a finding's fix has been carried out since the check."""
        return self.now is not None and mended_by_now(self.now, self.records, entry)

    # What is done about findings

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
        waivers = {each.waiver.id: each.waiver for each in entries if each.waiver is not None}
        changes = tuple(Change(each, None) for each in waivers.values())
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


def _work(
    program: Program, session: EditingSession, records: Held, unsaved: bool
) -> Callable[[Progress], Looked]:
    survey, store = session.survey, program.store
    listed: Mapping[str, Sequence[AnyRecord]] = {
        kind: list(of.values()) for kind, of in records.items() if kind != "survey"
    }
    # The desktop's protocol does not speak of the past; the database behind it does.
    database: Any = store

    def work(progress: Progress) -> Looked:
        progress.report("quality.loading")
        asked = checking.around(database, survey)
        if not unsaved:
            asked["data_version"] = number_of(database, survey, listed)
        order = Order(folders=checking.folders(program.home))
        with uncollected():
            done = checking.check_records(survey, listed, order, progress, **asked)
            return looked(done, records, progress)

    return work


def where_of(finding: Finding) -> Ref | None:
    """The record that a finding is about; ``None`` where the survey has none."""
    named = finding.kind not in ("", "rejection") and finding.id is not None
    return (finding.kind, finding.id) if named and finding.id is not None else None
