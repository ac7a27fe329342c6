"""What was fetched of a survey that others changed: read in a worker, with what the map makes of it where
much of it is new."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from faultgis.changes import Changes
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.services.editing import EditingSession
from faultgis.store import Store
from ui.program import Note

MANY = 400
Wanted = Mapping[str, set[UUID] | None]
Prepare = Callable[[EditingSession], Any]


@dataclass(frozen=True)
class Fetched:
    """The rows found by kind. ``ready`` is what the map needs of the survey with them, where it was made."""

    rows: Mapping[str, list[AnyRecord]]
    ready: Any = None


def fetch(
    store: Store, session: EditingSession, wanted: Wanted, prepare: Prepare | None, progress: Progress
) -> Fetched:
    """Read the records wanted by kind (``None``: all of a kind), in a worker. ``prepare`` makes what the map
    needs if many rows are new and none is edited here."""
    found = {}
    for kind, ids in wanted.items():
        progress.check()
        rows = store.load(session.survey.id, [kind])[kind] if ids is None else store.get(kind, sorted(ids))
        found[kind] = rows
    if prepare is None or session.saved or not _many(session, found):
        return Fetched(found)
    records = {kind: list(held.values()) for kind, held in session.records.items()}
    for kind, ids in wanted.items():
        kept = [] if ids is None else [record for record in records[kind] if record.id not in ids]
        records[kind] = [*kept, *found[kind]]
    return Fetched(found, prepare(EditingSession(session.survey, records)))


def _many(session: EditingSession, found: Mapping[str, list[AnyRecord]]) -> bool:
    fresh = 0
    for kind, rows in found.items():
        for row in rows:
            fresh += session.get(kind, row.id) != row
            if fresh > MANY:
                return True
    return False


def asked_for(session: EditingSession, notes: Iterable[Note]) -> dict[str, set[UUID] | None]:
    """The records of this survey that the notes tell of, by kind (``None``: all of a kind)."""
    wanted: dict[str, set[UUID] | None] = {}
    for note in notes:
        if note.survey_id != session.survey.id or note.kind not in session.records:
            continue
        before = wanted.get(note.kind, set())
        wanted[note.kind] = None if note.ids is None or before is None else before | set(note.ids)
    return wanted


def take_in(
    session: EditingSession, wanted: Wanted, found: Mapping[str, list[AnyRecord]]
) -> tuple[Changes, set[UUID]]:
    """Put the rows found into the session: what changed, and which records edited here somebody else saved
    meanwhile."""
    touched: dict[str, frozenset[UUID]] = {}
    contested: set[UUID] = set()
    for kind, ids in wanted.items():
        rows = {row.id: row for row in found[kind]}
        all_ids = ids if ids is not None else {*rows, *session.records[kind]}
        contested |= _contested(session, all_ids, rows)
        touched.update(session.refresh(kind, all_ids, rows.values()).ids)
    return Changes(touched), contested


def _contested(session: EditingSession, ids: Iterable[UUID], rows: Mapping[UUID, AnyRecord]) -> set[UUID]:
    if not session.saved:
        return set()
    found = set()
    for record_id in session.saved.keys() & set(ids):
        base, theirs = session.saved[record_id], rows.get(record_id)
        if base is None:
            continue
        if theirs is None or theirs.stamp.row_version > base.stamp.row_version:
            found.add(record_id)
    return found
