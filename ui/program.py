"""What the desktop asks of the program that ``ui.wiring`` joins: database, journal, listener, importers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from faultgis.progress import Progress
from faultgis.records.survey import Survey
from faultgis.services.editing import EditingSession
from faultgis.store import Store


class Note(Protocol):
    """What the database tells when somebody saved: which records of which survey (``ids`` None: many)."""

    @property
    def survey_id(self) -> UUID | None: ...

    @property
    def kind(self) -> str: ...

    @property
    def ids(self) -> Sequence[UUID] | None: ...


class Listening(Protocol):
    """A connection on which the database tells of saves; ``read`` never blocks."""

    def fileno(self) -> int: ...

    def read(self) -> Sequence[Any]: ...

    def close(self) -> None: ...


class Program(Protocol):
    """What the desktop asks of the joined program. Every method may be called from a worker thread."""

    @property
    def store(self) -> Store: ...

    @property
    def place(self) -> str:
        """Where the database is, in words without a password."""
        ...

    def open_session(self, code: str, progress: Progress | None = None) -> EditingSession:
        """All records of the survey, with the edit journal attached."""
        ...

    def create_survey(self, survey: Survey) -> Survey: ...

    def recovered(self, session: EditingSession) -> Any:
        """What the journal of this survey holds that was never saved, or ``None``: ``.edits``, ``.sketch``,
        ``.since``."""
        ...

    def listen(self) -> Listening | None:
        """A connection that tells of others' saves."""
        ...

    def history(self, kind: str, record_id: UUID) -> Sequence[Any]:
        """The saved states of a record, newest first."""
        ...

    def inspect(self, path: Path) -> Any:
        """What a file holds (``importers.batch.FileInfo``)."""
        ...

    def import_file(self, path: Path, survey: Survey, **options: Any) -> Sequence[Any]:
        """Import a file; options: kind, layer, crs, encoding, mapping, dry_run, progress."""
        ...

    def close(self) -> None: ...
