"""Files that entered the archive for an import of which nobody knows yet whether the database holds it.

A note is on the disk before the first file gets its name, and goes once the import is in the database. So a
note that no living program holds is an import that was interrupted: at the next start it is compared with the
database, and its files go if the import never got there. One import at a time enters the archive.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from faultgis.office_files import read_json
from importers.clouds.archive import FOLDER, lock, sync_folder

LOCK = "archive.lock"
_NOTES = ".unrecorded"
_SERVED = "databases.txt"
Committed = Callable[[UUID, UUID], bool | None]


@dataclass(frozen=True)
class Note:
    """An import and the files that were new with it, as paths below the home; ``database``: where to."""

    database: str
    survey: UUID
    batch: UUID
    files: tuple[str, ...]


class Unrecorded:
    """The notes under ``home/archive/.unrecorded``."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / FOLDER / _NOTES

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else lets files into the archive, or takes them out, meanwhile."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / LOCK).open("a", encoding="ascii") as held:
            lock(held.fileno(), wait=True)
            yield

    def write(self, note: Note) -> None:
        """Keep a note; it is on the disk when this returns."""
        self.folder.mkdir(parents=True, exist_ok=True)
        value = {"database": note.database, "survey": str(note.survey), "files": list(note.files)}
        fresh = self.folder / f"{note.batch}.tmp"
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(value, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path(note.batch))
        sync_folder(self.folder)
        if note.database not in self.databases():
            with self._served.open("a", encoding="utf-8") as file:
                file.write(f"{note.database}\n")

    def databases(self) -> list[str]:
        """The databases whose imports have put files into the archive."""
        with contextlib.suppress(OSError):
            return self._served.read_text(encoding="utf-8").splitlines()
        return []

    @property
    def _served(self) -> Path:
        return self.home / FOLDER / _SERVED

    def forget(self, note: Note) -> None:
        """Remove a note: its files may stay."""
        self._path(note.batch).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.folder.rmdir()

    def take_back(self, note: Note) -> int:
        """Remove the files of a note, and the note; how many files there were."""
        found = [path for name in note.files if (path := self.home / name).is_file()]
        for path in found:
            path.unlink()
            with contextlib.suppress(OSError):
                path.parent.rmdir()
        self.forget(note)
        return len(found)

    def notes(self) -> list[Note]:
        """All notes that can be read."""
        return [note for path in sorted(self.folder.glob("*.json")) if (note := _read(path)) is not None]

    def adopt(self, files: Sequence[str]) -> None:
        """Another import counts on these files, too: no interrupted one takes them away any more."""
        for note in self.notes():
            kept = tuple(name for name in note.files if name not in files)
            if kept != note.files:
                self.write(Note(note.database, note.survey, note.batch, kept))

    def settle(self, database: str, committed: Committed) -> int:
        """Compare interrupted imports with the database they went to; how many files went."""
        removed = 0
        with self.alone():
            for note in self.notes():
                known = committed(note.survey, note.batch) if note.database == database else None
                if known is not None:
                    removed += 0 if known else self.take_back(note)
                    self.forget(note)
        return removed

    def _path(self, batch: UUID) -> Path:
        return self.folder / f"{batch}.json"


def _read(path: Path) -> Note | None:
    try:
        value = read_json(path)
        return Note(value["database"], UUID(value["survey"]), UUID(path.stem), tuple(value["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
