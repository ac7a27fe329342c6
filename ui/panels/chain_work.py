"""Calculations along the chain, carried out in the background and applied as one edit each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import CancelledError, FaultGISError
from faultgis.progress import Progress, heard_by
from faultgis.records.derived import ChronologyModel, Probability, Recurrence, SlipRate
from faultgis.records.kinds import AnyRecord
from faultgis.records.sample import LabResult
from faultgis.records.trench import TrenchSite
from faultgis.services.deriving import ages, conventions, rates, recurring
from faultgis.services.deriving.conventions import Dated
from faultgis.services.deriving.making import standing
from faultgis.services.deriving.recomputing import Overlay, recompute
from ui import words
from ui.freshness import snapshot
from ui.jobs import Job
from ui.words import tr
from ui.workspace import Workspace

Records = Mapping[str, Mapping[UUID, AnyRecord]]
PREPARING = "dating.preparing"


@dataclass
class Made:
    """What a calculation changed, and what could not be calculated, with why."""

    changes: list[Change] = field(default_factory=list)
    failed: list[FaultGISError] = field(default_factory=list)


Make = Callable[[Overlay, Progress], Made]


class ChainWork(QObject):
    """One calculation at a time, in its own lane. ``busy_changed`` tells of its begin and end."""

    busy_changed = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self.job: Job | None = None
        self._warm = False

    @classmethod
    def of(cls, workspace: Workspace) -> "ChainWork":
        """The workspace's own, made on first use."""
        found = workspace.findChild(cls)
        return found if found is not None else cls(workspace)

    def warm_up(self) -> None:
        """Have the sampler compiled before it is needed; once."""
        if not self._warm:
            self._warm = True
            title = tr("Preparing the sampler of chronologies")
            self._workspace.jobs.run(title, _warm, lane="chain", quiet=True)

    def run(self, title: str, name: str, make: Make) -> None:
        """Calculate on the records as they stand now; apply what comes out as the edit ``name``."""
        session = self._workspace.session
        if session is None or self.job is not None:
            return
        records = snapshot(session)

        def work(progress: Progress) -> Made:
            with heard_by(progress):
                return make(Overlay(records), progress)

        def done(made: Made) -> None:
            self._end()
            if session is self._workspace.session:
                self._apply(name, made)

        self.job = self._workspace.jobs.run(title, work, done, self._failed, lane="chain")
        self.busy_changed.emit()

    def cancel(self) -> None:
        """Stop what runs; nothing is changed."""
        if self.job is not None:
            self.job.progress.cancel()

    def _end(self) -> None:
        self.job = None
        self.busy_changed.emit()

    def _failed(self, error: FaultGISError) -> None:
        self._end()
        if not isinstance(error, CancelledError):
            self._workspace.tell_error(error)

    def _apply(self, name: str, made: Made) -> None:
        changed = [change for change in made.changes if change.before != change.after]
        session = self._workspace.session
        kept = standing(session.records, changed) if session is not None else ()
        if kept:
            self._workspace.apply(Edit(name, kept))
        if len(kept) < len(changed):
            self._workspace.tell(
                tr("What was calculated was for records that are gone: it is not kept."), "warning"
            )
        if made.failed:
            said = list(dict.fromkeys(_sentence(error) for error in made.failed))
            more = tr("and {count} more", count=len(said) - 3) if len(said) > 3 else ""
            self._workspace.tell(" ".join(filter(None, (*said[:3], more))), "warning")

    # What can be asked

    def calibrate(self, results: Sequence[LabResult]) -> None:
        """The ages of these results, anew or for the first time."""
        self.run(tr("Calibrating"), "edit.calibrate", lambda records, p: _calibrated(records, results, p))

    def chronology(self, site: TrenchSite) -> None:
        """The chronology of a site, anew in the place of its default one, with the ages of its events."""
        self.run(tr("Chronology of {site}", site=site.code), "edit.chronology", _chronology(site))

    def recurrence(self, model: ChronologyModel) -> None:
        """The recurrence interval from a chronology."""

        def make(records: Overlay, _progress: Progress) -> Made:
            old = next((r for r in _recurrences(records) if r.chronology_id == model.id), None)
            return Made([recurring.recurrence(records, model, old)])

        self.run(tr("Recurrence"), "edit.recurrence", make)

    def probability(self, cycle: Recurrence, windows: Iterable[int], model: str, alpha: float) -> None:
        """The probability of rupture in each window."""
        wanted = tuple(windows)

        def make(records: Overlay, _progress: Progress) -> Made:
            of = [p for p in records["probability"].values() if isinstance(p, Probability)]
            olds = {(p.window_years, p.model): p for p in of if p.recurrence_id == cycle.id}
            made = [
                recurring.probability(records, cycle, w, model, alpha, olds.get((w, model))) for w in wanted
            ]
            return Made(made)

        self.run(tr("Probability"), "edit.probability", make)

    def slip_rate(self, convention: str, dated: Sequence[Dated], tried: Sequence[Change]) -> None:
        """The rate of dated markers after a convention, together with what was tried on marker and age."""
        chosen = tuple(dated)

        def make(records: Overlay, _progress: Progress) -> Made:
            for change in tried:
                records.put(change)
            olds = _olds(records, convention, chosen)
            return Made([*tried, *conventions.kept(records, convention, chosen, olds)])

        self.run(tr("Slip rate"), "edit.slip_rate", make)

    def representative(self, fault_id: UUID, segment_id: UUID | None, component: str) -> None:
        """The rate that stands for a fault or segment, by the stated rule from its sites."""

        def make(records: Overlay, _progress: Progress) -> Made:
            found = rates.representative_of(records, fault_id, segment_id)
            old = next((rate for rate in found if rate.component == component), None)
            return Made([rates.representative(records, fault_id, segment_id, component, old)])

        self.run(tr("Representative slip rate"), "edit.slip_rate", make)

    def recompute(self, wanted: Iterable[UUID] | None = None) -> None:
        """Everything that is out of date, or what is wanted of it, as one edit."""
        chosen = None if wanted is None else tuple(wanted)

        def make(records: Overlay, progress: Progress) -> Made:
            progress.report(PREPARING)
            edit, failed = recompute(records, chosen, progress)
            return Made(list(edit.changes), [error for _, error in failed])

        self.run(tr("Recomputing"), "edit.recompute", make)


def _olds(records: Records, convention: str, dated: Sequence[Dated]) -> list[SlipRate]:
    """The kept rates that a new one takes the place of: of one marker its own; of several the same."""
    found = [r for r in records["slip_rate"].values() if isinstance(r, SlipRate) and not r.representative]
    if convention in conventions.SINGLE:
        return [r for r in found if r.marker_id == dated[0].marker.id][:1]
    codes = conventions.names(convention, [each.marker.code for each in dated])
    return [r for code in codes for r in found if (r.rule, r.code) == (convention, code)]


def _sentence(error: FaultGISError) -> str:
    return " ".join(filter(None, (words.error_sentence(error), words.error_help(error))))


def _calibrated(records: Overlay, results: Sequence[LabResult], progress: Progress) -> Made:
    made = Made()
    for number, result in enumerate(results):
        progress.report("dating.calibrating", number, len(results))
        try:
            made.changes.append(ages.calibrated(records, result))
        except FaultGISError as error:
            made.failed.append(error)
    return made


def _chronology(site: TrenchSite) -> Make:
    def make(records: Overlay, progress: Progress) -> Made:
        progress.report(PREPARING)
        models = [m for m in records["chronology_model"].values() if isinstance(m, ChronologyModel)]
        old = next((m for m in models if m.site_id == site.id and m.is_default), None)
        return Made(ages.chronology(records, site, old=old))

    return make


def _recurrences(records: Records) -> list[Recurrence]:
    return [r for r in records["recurrence"].values() if isinstance(r, Recurrence)]


def _warm(_progress: Progress) -> None:
    """A tiny sequence compiles all that a large one needs."""
    from faultgis.services.calculating import compute

    dates = [{"phase": [{"normal": [year, 20]}]} for year in (1000, 1200)]
    ends = {"boundary": "base"}, {"boundary": "top"}
    entries = [ends[0], dates[0], {"event": "E"}, dates[1], ends[1]]
    compute("sequence_model", {"sequence_old_to_young": entries, "sweeps": 100, "chains": 1})
