"""Which file a program takes for a survey: two programs never write the same one."""

import hashlib
from pathlib import Path
from uuid import UUID

from db.journal.journal import EditJournal
from faultgis.errors import FaultGISError

SLOTS = 16


def open_journal(folder: Path, survey_id: UUID, database: str) -> EditJournal:
    """The survey's journal in a database: among those that no other program holds, one with unsaved work,
    else the first. ``database`` tells databases apart (its address, without a password).

    Raises ``FaultGISError("journal.busy")`` when all are taken.
    """
    stem = f"{hashlib.sha256(database.encode()).hexdigest()[:12]}-{survey_id}"
    chosen: EditJournal | None = None
    for path in (folder / f"{stem}-{number}.sqlite" for number in range(1, SLOTS + 1)):
        if chosen is not None and not path.exists():
            continue
        opened = _try(path)
        if opened is None:
            continue
        if chosen is not None and not opened.unsaved:
            opened.close()
            continue
        if chosen is not None:
            chosen.close()
        chosen = opened
        if opened.unsaved or opened.damage is not None:
            break
    if chosen is None:
        raise FaultGISError("journal.busy", file=str(folder / stem))
    return chosen


def _try(path: Path) -> EditJournal | None:
    try:
        return EditJournal(path)
    except FaultGISError as error:
        if error.code != "journal.busy":
            raise
        return None
