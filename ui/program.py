"""What the desktop asks of the program that ``ui.wiring`` joins: database, journal, listener, importers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from faultgis.progress import Progress
from faultgis.records.site import Media
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

    @property
    def home(self) -> Path:
        """The folder of settings, journals and the private server."""
        ...

    @property
    def url(self) -> str:
        """The database's address."""
        ...

    @property
    def actor(self) -> str:
        """Who works: the name given, else the login."""
        ...

    def basemap(self, survey: Survey) -> Path | None:
        """The survey's relief, where it has one."""
        ...

    def open_session(self, code: str, progress: Progress | None = None) -> EditingSession:
        """All records of the survey, with the edit journal attached."""
        ...

    def work_as(self, user: str) -> None:
        """Name this user in the history of what is saved from now on (empty: the login)."""
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
        """The saved states of a record (``faultgis.store.Version``), oldest first."""
        ...

    def inspect(
        self, path: Path, files: Sequence[Path] | None = None, progress: Progress | None = None
    ) -> Any:
        """What a file or folder holds (``importers.batch.FileInfo``); with ``files`` these as photographs."""
        ...

    def photos(self, path: Path, survey: Survey, files: Sequence[Path] | None, count: int) -> Sequence[Media]:
        """The first photographs that have a position, as they would come in."""
        ...

    def thumbnail(self, path: Path, digest: str) -> Path:
        """A small copy of a photograph (known by its SHA-256), made once and then kept."""
        ...

    def sample(self, path: Path, **options: Any) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
        """The columns of a file's first layer and its first rows as text; options: layer, crs, encoding."""
        ...

    def import_file(
        self, path: Path, survey: Survey, files: Sequence[Path] | None = None, **options: Any
    ) -> Any:
        """Import a file, or ``files`` of a folder as photographs
        (``faultgis.services.importing.ImportReport``); options: kind, layer, crs, encoding,
        mapping, dry_run, progress."""
        ...

    def read_table(self, path: Path, encoding: str | None = None) -> Any:
        """The cells of a workbook's or text file's sheets as text: rows by sheet."""
        ...

    def look_at_cloud(self, path: Path) -> Any:
        """What a point cloud says of itself (``importers.clouds.preflight.CloudInfo``)."""
        ...

    def import_clouds(self, files: Sequence[Path], survey: Survey, progress: Progress, **options: Any) -> Any:
        """Take point clouds and the terrain made of them into the survey
        (``faultgis.services.cloud_facts.CloudReport``); options: crs, vertical, preset, ground, resolution,
        salvage, noise, dtm, max_edge, copies_to, accuracy_m, local_grid."""
        ...

    def load_demo_once(self, progress: Progress | None = None) -> Sequence[str]:
        """The demo surveys, loaded the first time; the codes of those loaded now."""
        ...

    def close(self) -> None: ...
