"""What was fetched of a survey that others changed: read in a worker, with what the map makes of it where
much of it is new."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.services.editing import EditingSession
from faultgis.store import Store

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
