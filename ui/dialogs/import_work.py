"""What the import asks of the program, to be done in a worker."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from faultgis.services.importing import Links
from faultgis.store import Saved
from ui.dialogs import import_tables
from ui.dialogs.import_contents import Sample
from ui.dialogs.import_queue import Entry
from ui.dialogs.import_results import PHOTOS, ROWS
from ui.program import Program

Found = tuple[Any, Any]


class Work:
    """The steps of one import after another; ``entry`` is the one in hand."""

    def __init__(self, program: Program, survey: Survey) -> None:
        self._program, self._survey = program, survey
        self._scratch = TemporaryDirectory(prefix="faultgis-mapping-")
        self.entry = Entry(Path())

    @property
    def folder(self) -> Path:
        """A place for what is thrown away afterwards."""
        return Path(self._scratch.name)

    def look(self) -> Callable[[Progress], Found]:
        """Look into the file; further what its page shows beside it."""
        program, survey, entry = self._program, self._survey, self.entry
        files = list(entry.files) or None

        def work(progress: Progress) -> Found:
            info = program.inspect(entry.path, files, progress)
            if info.kind in import_tables.KINDS:
                places: dict[str, Any] = dict(program.store.load(survey.id, import_tables.PLACES))
                return info, places | {"rows": program.sample(entry.path, kind=info.kind)}
            return info, program.photos(entry.path, survey, files, ROWS) if info.kind == PHOTOS else ()

        return work

    def first_rows(self, options: Mapping[str, Any]) -> Callable[[Progress], Sample]:
        """The first rows of a layer."""
        program, path = self._program, self.entry.path
        return lambda _progress: program.sample(path, **options)

    def take_in(self, options: Mapping[str, Any], alike: str, dry_run: bool) -> Callable[[Progress], Found]:
        """The import as chosen; a dry run answers with the first rows, too. ``alike``: what becomes of
        features that the survey seems to hold already."""
        program, survey, entry = self._program, self._survey, self.entry
        told = dict(options)
        if alike and not dry_run:
            told["links"] = replace(told.get("links") or Links(), alike=alike)
        sampled = dry_run and told.get("kind") != PHOTOS
        files = list(entry.files) or None

        def work(progress: Progress) -> Found:
            report = program.import_file(
                entry.path, survey, files, **told, dry_run=dry_run, progress=progress
            )
            return report, program.sample(entry.path, **told) if sampled else ((), ())

        return work

    def take_back(self, batch: UUID) -> Callable[[Progress], Saved]:
        """Undo an import as a whole."""
        store = self._program.store
        return lambda _progress: store.undo_batch(batch)


def or_nothing(work: Callable[[Progress], Sample]) -> Callable[[Progress], Sample]:
    """First rows that cannot be read are not shown; trying the import says why."""

    def tried(progress: Progress) -> Sample:
        try:
            return work(progress)
        except InputError:
            return (), ()

    return tried
