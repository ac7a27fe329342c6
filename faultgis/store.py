"""What the core asks of a database and of an edit journal, as protocols."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from faultgis.changes import Change
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.kinds import AnyRecord
from faultgis.records.survey import Batch, Survey
from faultgis.records.unread import Unread


@dataclass(frozen=True)
class Saved:
    """The outcome of a save: the revision it drew and the records as they stand now, with fresh stamps."""

    revision: int
    records: tuple[AnyRecord, ...] = ()


@dataclass(frozen=True)
class Rejected:
    """A row of a file (counted from 1) that could not be kept, and why; ``values`` are its cells as text."""

    row: int
    code: str
    field: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Version:
    """A record as a save left it: its data version, when, who and why; a deletion leaves no record."""

    revision: int
    at: datetime
    by: str
    reason: str
    operation: str
    record: AnyRecord | None


@dataclass(frozen=True)
class Kept:
    """What a database keeps of a survey's past.

    ``complete``: it keeps the old row of every change. ``missing``: kinds and ids of published records that
    were changed and have an older version less than they were saved; ``None`` for a login that does not see
    all levels, from which older versions may be hidden. ``steps``: by record, each state of publication that
    it came to after it was made, in order, and who brought it there.
    """

    complete: bool
    missing: frozenset[tuple[str, UUID]] | None = None
    steps: Mapping[UUID, Sequence[tuple[str, str]]] = dataclasses.field(default_factory=dict)


class Store(Protocol):
    """Records in a database. Every call is one short transaction."""

    def surveys(self) -> list[Survey]:
        """All survey projects this user may see, by code."""
        ...

    def survey(self, code: str) -> Survey:
        """One survey by its code. Raises ``InputError("survey.unknown")``."""
        ...

    def counts(self, survey_id: UUID) -> dict[str, int]:
        """How many records of each kind the survey holds."""
        ...

    def load(
        self,
        survey_id: UUID,
        kinds: Iterable[str] | None = None,
        progress: Progress | None = None,
        lines: bool = True,
    ) -> dict[str, list[AnyRecord]]:
        """All records of a survey by kind name. Without ``lines``, ``Unread`` stands for the shapes of traces
        and deformation zones."""
        ...

    def get(self, kind: str, ids: Sequence[UUID]) -> list[AnyRecord]:
        """The records with these ids that still exist."""
        ...

    def save(self, changes: Sequence[Change], reason: str = "", progress: Progress | None = None) -> Saved:
        """Write all changes or none, drawing one revision.

        Raises ``ConflictError`` with a ``Conflict`` per row whose ``row_version`` moved on; then nothing is
        written.
        """
        ...

    def save_batch(
        self,
        batch: Batch,
        changes: Sequence[Change],
        rejected: Sequence[Rejected],
        progress: Progress | None = None,
        lines: Iterable[Mapping[Unread, Any]] = (),
    ) -> Saved:
        """Write an import: its batch row, its records and its rejected rows together, or nothing.

        ``lines`` brings, slice by slice, the lines for which ``Unread`` stands in the changes; a line of the
        database that is the same on both sides of a change stays as it is there. The answer holds no
        records: there may be very many; load them again.
        """
        ...

    def batches(self, survey_id: UUID) -> list[Batch]:
        """The survey's imports, newest first."""
        ...

    def rejected(self, batch_id: UUID) -> list[Rejected]:
        """The rows that an import could not use, in the order of its file."""
        ...

    def undo_batch(self, batch_id: UUID) -> Saved:
        """Take an import back: what it created goes, what it updated returns to its state before.

        Raises ``ConflictError`` naming the rows that were edited since, and then changes nothing.
        """
        ...


@dataclass(frozen=True)
class Recovery:
    """What an edit journal holds of a session that ended.

    ``edits`` lead, in their order, from what the database had to what the user had (an undo of something
    saved stands there as its inverse); ``done`` and ``undone`` are the undo and redo stacks, next one last;
    ``sketch`` is the line in hand; ``since`` says when the last of it was written.
    """

    edits: tuple[Edit, ...]
    done: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    sketch: dict[str, Any] | None = None
    since: datetime | None = None


class Journal(Protocol):
    """The edit journal on disk: what is told to it survives a crash of the program.

    ``damage`` says what became of a journal that could not be read; ``trouble`` is called when the disk
    refuses (no method raises then: the edit is done already).
    """

    damage: FaultGISError | None
    trouble: Callable[[FaultGISError], None] | None

    def record(self, edit: Edit, merged: bool) -> None:
        """An edit was applied (``merged``: it replaces the last one)."""
        ...

    def undone(self) -> None:
        """The last edit was undone."""
        ...

    def redone(self) -> None:
        """The last undone edit was applied again."""
        ...

    def forgotten(self, redo: bool) -> None:
        """The edit next to undo (or to redo) leaves that list for good; what it did stays."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...

    def resumed(self) -> None:
        """The session took up again what the journal held when it was opened."""
        ...

    def saving(self) -> None:
        """Everything so far is on its way to the database; what follows is not."""
        ...

    def saved(self, revision: int) -> None:
        """Everything told until ``saving`` is in the database."""
        ...

    def sketch(self, state: dict[str, Any] | None) -> None:
        """The half-drawn sketch as it stands (after each vertex), or ``None`` when there is none."""
        ...
