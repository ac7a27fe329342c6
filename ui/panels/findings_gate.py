"""The check of the open survey as it stands, unsaved edits included, and whether it still holds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.changes import Changes
from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.services import checking
from faultgis.services.checking import Order
from faultgis.services.data_versions import OFFICE, number_of
from faultgis.services.editing import EditingSession
from ui.jobs import Job
from ui.latest import Latest, uncollected
from ui.panels.findings_rows import (
    Entry,
    Held,
    Looked,
    changed_by_now,
    looked,
    mended_by_now,
    with_answers,
)
from ui.program import Program
from ui.words import tr
from ui.workspace import Ref, Workspace

# So many records that changed are compared with what the check saw; more are taken as changed.
MOST_COMPARED = 5000
LANE = "check"
Touched = dict[str, set[UUID]]


class Gate(QObject):
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
        self._take_up(tr("Checking the survey"), work, self._show_new)

    def _show_new(self, found: Looked) -> None:
        self.now = found
        self._touched, self._meanwhile = self._meanwhile, {}
        self.entries = with_answers(found, self.records)
        self._compare()
        self.looked_at.emit()

    def _take_up(
        self, title: str, work: Callable[[Progress], Looked], done: Callable[[Looked], None]
    ) -> None:
        """Do this in a worker, unless something else is begun before it ends."""

        def ended(found: Looked) -> None:
            if self.job is job:
                self.job = None
                done(found)
                self.ended.emit()

        def failed(error: FaultGISError) -> None:
            if self.job is job:
                self.job = None
                self.ended.emit()
            if not isinstance(error, CancelledError):
                self.workspace.tell_error(error)

        job = self.job = self.workspace.jobs.run(title, work, ended, failed, LANE)
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

        latest.ask(lambda progress: looked(now.checkup, now.records, progress, now.around), done)

    def list_all(self, rule: str) -> None:
        """List every finding of a rule whose findings beyond the first were only counted."""
        now, program = self.now, self.program
        if now is None or program is None or self.job is not None:
            return
        listed = _listed(now.records)
        order = Order(folders=checking.folders(program.home))

        def work(progress: Progress) -> Looked:
            with uncollected():
                whole = checking.with_all_of(now.checkup, rule, listed, order, progress, **now.around)
                return looked(whole, now.records, progress, now.around)

        self._take_up(tr("Listing all findings of {rule}", rule=rule), work, self._show_more)

    def _show_more(self, found: Looked) -> None:
        self.now, self.entries = found, with_answers(found, self.records)
        self.looked_at.emit()

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

    def is_changed(self, entry: Entry) -> bool:
        """Whether the record of a finding has changed since the check."""
        return self.stale and self.now is not None and changed_by_now(self.now, self.records, entry)


def _work(
    program: Program, session: EditingSession, records: Held, unsaved: bool
) -> Callable[[Progress], Looked]:
    survey, store = session.survey, program.store
    listed = _listed(records)
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
            return looked(done, records, progress, asked)

    return work


def _listed(records: Held) -> Mapping[str, Sequence[AnyRecord]]:
    """The records as the gate takes them."""
    return {kind: list(of.values()) for kind, of in records.items() if kind != "survey"}
