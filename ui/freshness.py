"""Which results no longer follow from what they were made of, and why: known to every panel, found anew after
each change."""

from collections.abc import Mapping
from uuid import UUID

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.changes import Changes
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.services.deriving.staleness import DERIVED_KINDS, Reason, State, states
from faultgis.services.editing import EditingSession
from ui import words
from ui.forms import shown
from ui.latest import Latest
from ui.words import tr
from ui.workspace import Ref, Workspace

Records = Mapping[str, Mapping[UUID, AnyRecord]]


class Freshness(QObject):
    """The states of the open survey's derived records; ``changed`` tells that they were found anew."""

    changed = pyqtSignal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._latest = Latest(workspace.jobs, "freshness")
        self.states: dict[UUID, State] = {}
        workspace.opened.connect(self._reopened)
        workspace.changed.connect(self._heard)
        self._reopened()

    @classmethod
    def of(cls, workspace: Workspace) -> "Freshness":
        """The workspace's own, made on first use."""
        found = workspace.findChild(cls)
        return found if found is not None else cls(workspace)

    @property
    def stale(self) -> list[Ref]:
        """The results that are out of date, in the order in which one follows from the other."""
        session = self._workspace.session
        if session is None:
            return []
        return [
            (kind, key)
            for kind in DERIVED_KINDS
            for key in session.records[kind]
            if (state := self.states.get(key)) is not None and state.stale
        ]

    def is_stale(self, key: UUID | None) -> bool:
        """Whether a result is out of date."""
        state = self.states.get(key) if key is not None else None
        return state is not None and state.stale

    def why(self, key: UUID) -> list[str]:
        """Why a result is out of date, in words."""
        state, session = self.states.get(key), self._workspace.session
        if state is None or not state.stale or session is None:
            return []
        told = [reason_words(session, reason) for reason in state.reasons]
        return list(dict.fromkeys(told)) or [tr("what it was made of says something else now")]

    def roots(self, key: UUID) -> list[str]:
        """What set it off, in words: of the reasons those that are no results themselves."""
        state, session = self.states.get(key), self._workspace.session
        if state is None or session is None:
            return []
        return [reason_words(session, reason) for reason in state.reasons if reason.what != "stale"]

    def _reopened(self) -> None:
        self.states = {}
        self._find()

    def _heard(self, _changes: Changes) -> None:
        self._find()

    def _find(self) -> None:
        session = self._workspace.session
        if session is None or not any(session.records[kind] for kind in DERIVED_KINDS):
            self._latest.drop()
            self._take({})
            return
        records = snapshot(session)
        self._latest.ask(lambda progress: _states(records, progress), self._take)

    def _take(self, found: dict[UUID, State]) -> None:
        if found != self.states:
            self.states = found
            self.changed.emit()


def _states(records: Records, progress: Progress) -> dict[UUID, State]:
    progress.check()
    return states(records)


def snapshot(session: EditingSession) -> dict[str, dict[UUID, AnyRecord]]:
    """The records as they stand now, for work in another thread while edits go on."""
    return {kind: dict(records) for kind, records in session.records.items()}


def reason_words(session: EditingSession, reason: Reason) -> str:
    """One reason in words: ``laboratory result Das27 was changed``."""
    record = session.get(reason.kind, reason.id)
    kind = words.sentence(f"kind.{reason.kind}")
    name = f"{kind} {_name(session, record)}".strip()
    said = {
        "changed": tr("{name} was changed", name=name),
        "deleted": tr("{name} was deleted", name=name),
        "added": tr("{name} was added", name=name),
        "stale": tr("{name} is out of date", name=name),
    }
    return said.get(reason.what, name)


def _name(session: EditingSession, record: AnyRecord | None) -> str:
    return record_name(session, record) if record is not None else ""


NAMED_BY = (
    ("event_id", "paleo_event"),
    ("result_id", "lab_result"),
    ("marker_id", "offset_marker"),
    ("unit_id", "strat_unit"),
)


def record_name(session: EditingSession, record: AnyRecord) -> str:
    """What people call a record of the chain: by its own code, else by that of what it is about."""
    own = getattr(record, "code", "") or getattr(record, "lab_code", "")
    window = getattr(record, "window_years", None)
    if own:
        return f"{own} · {window} a" if window else str(own)
    for field, kind in NAMED_BY:
        of = session.get(kind, getattr(record, field, None))
        if of is not None:
            return str(getattr(of, "code", "") or getattr(of, "lab_code", "")) or shown.title(of)
    if getattr(record, "representative", False):
        return shown.title(session.get("fault", getattr(record, "fault_id", None)))
    return shown.title(record)
