"""Import files: choose them, see what each holds, see what would become of it, import, see what became of
it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import QFileDialog, QWidget

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from ui.dialogs import import_saving
from ui.dialogs.import_contents import Sample
from ui.dialogs.import_foot import CONTENTS, PREVIEW, RESULT, ImportFoot
from ui.dialogs.import_mapping import KINDS as MAPPED
from ui.dialogs.import_mapping import MappingTab
from ui.dialogs.import_queue import Entry, entries
from ui.dialogs.import_report import ReportPage
from ui.dialogs.import_results import CLOUD, PHOTOS, RASTER, Contents, PhotosPage, ResultsPage, contents_page
from ui.dialogs.import_source import PATTERN, SourcePage
from ui.dialogs.import_words import file_line
from ui.dialogs.import_work import Found, Work, or_nothing
from ui.dialogs.walk import Walk
from ui.jobs import Jobs
from ui.latest import Latest
from ui.program import Program
from ui.words import tr

STEPS = ("File", "Contents", "Preview", "Result")
MAIN = ("Next", "Next", "Import", "Done")
SIZE = 860, 640


class ImportFile(Walk):
    """Nothing is saved before the last button; several files are taken one after another. Point clouds have
    a page of their own: chosen here, they are left in ``clouds``, and rasters to be shown in ``rasters``.
    ``report`` is the last import's; ``saved``: something came in."""

    def __init__(
        self, parent: QWidget | None, program: Program, survey: Survey, jobs: Jobs, folder: str = ""
    ) -> None:
        self._source = SourcePage(self._choose_file, self._choose_folder, self.take_all)
        super().__init__(parent, "Import file", STEPS, self._source, jobs, SIZE)
        self.report: Any = None
        self.saved = False
        self.path: Path | None = None
        self.clouds: list[Path] = []
        self.rasters: list[Path] = []
        self._folder = folder
        self._work = Work(program, survey)
        self._first_rows = Latest(jobs, "first rows")
        self._waiting: list[Entry] = []
        self._total = 0
        self._contents: Contents | None = None
        self._mapping: MappingTab | None = None
        self._named = ""
        self.ends = ImportFoot(self.foot, self._back, self._go_on, self._save_report, self._take_back)
        self.show_step()

    # The files

    def _choose_file(self) -> None:
        pattern = f"{tr('Fault data')} ({PATTERN});;{tr('All files')} (*)"
        names, _ = QFileDialog.getOpenFileNames(self, tr("Import file"), self._folder, pattern)
        if names:
            self.take_all([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Import file"), self._folder)
        if name:
            self.take(Path(name))

    def take_all(self, paths: list[Path]) -> None:
        """Look into the first of these, the others follow; pictures are taken together, clouds last."""
        self._waiting = entries(paths)
        self._total = len(self._waiting)
        self._begin()

    def take(self, path: Path) -> None:
        """Look into this file or folder."""
        self.take_all([path])

    def _begin(self) -> None:
        """Look into the next file."""
        while self.step > 0:
            self.leave_page()
        self._work.entry = entry = self._waiting.pop(0)
        self.path, self._contents, self._mapping, self._named = entry.path, None, None, ""
        number = self._total - len(self._waiting)
        of = tr("File {number} of {total}", number=number, total=self._total)
        self.file_label.setText(" · ".join(([of] if self._total > 1 else []) + [file_line(entry.path)]))
        self.show_step()
        self.run(tr("Looking into the file"), self._work.look(), self._inspected)

    def _inspected(self, found: Found) -> None:
        self._contents = page = contents_page(*found, self._ask_rows)
        self.show_page(page)

    def _ask_rows(self, options: Mapping[str, Any], done: Callable[[Sample], None]) -> None:
        entry = self._work.entry

        def show(found: Sample) -> None:
            if self._work.entry is entry and self.step > 0:
                done(found)

        self._first_rows.ask(or_nothing(self._work.first_rows(options)), show)

    # Forth and back

    def accept(self) -> None:
        if self.step == CONTENTS and self._contents is not None:
            missing = self._contents.missing()
            self.say_problem(missing)
            if not missing and self._takes_rows():
                self.run(tr("Trying the import"), self._take_in(dry_run=True), self._previewed)
        elif self.step == PREVIEW:
            self._import_or_try()
        elif self.step == RESULT:
            self._go_on()

    def _go_on(self) -> None:
        """The next file, or the end."""
        self._first_rows.drop()
        if self._waiting:
            self._begin()
        else:
            super().accept()

    def _takes_rows(self) -> bool:
        """Whether there is something to import besides the rasters and clouds that were chosen."""
        page = self._contents
        if not isinstance(page, ResultsPage) or page.chosen(PHOTOS):
            return True
        self._keep_results()
        self._go_on()
        return False

    def _keep_results(self) -> None:
        page = self._contents
        if isinstance(page, ResultsPage):
            self.rasters += page.chosen(RASTER)
            self.clouds += page.chosen(CLOUD)

    def _take_in(self, dry_run: bool) -> Callable[[Progress], Found]:
        """The import as chosen."""
        assert self._contents is not None
        options = self._contents.options() | ({"mapping": self._named} if self._named else {})
        alike = str(self.page.alike.currentData() or "") if isinstance(self.page, ReportPage) else ""
        return self._work.take_in(options, alike, dry_run)

    def _previewed(self, found: Found) -> None:
        page, (report, (heads, rows)) = self._contents, found
        if isinstance(page, PhotosPage):
            heads, rows = page.heads, page.rows
        more = []
        self._mapping = None
        if report.kind in MAPPED and report.cells:
            self._mapping = MappingTab(report, heads, rows, self._named)
            self._mapping.altered.connect(lambda: self._say_main("Try again"))
            words = len(self._mapping.codes)
            more = [(f"{tr('Fields')} ⚠ {words}" if words else tr("Fields"), self._mapping)]
        if self.step == PREVIEW:
            self.leave_page()
        self.show_page(ReportPage(report, rows, heads, more))

    def _import_or_try(self) -> None:
        """Import; after a change of the mapping first try what becomes of the rows."""
        tab = self._mapping
        try:
            if tab is not None and (tab.is_altered or tab.keep.isChecked()):
                self._named = tab.mapping(self._work.folder)
        except InputError as error:
            self.say_error(error)
            return
        if tab is not None and tab.is_altered:
            self.run(tr("Trying the import"), self._take_in(dry_run=True), self._previewed)
            return
        title = tr("Importing {name}", name=self.path.name if self.path is not None else "")
        self.run(title, self._take_in(dry_run=False), self._imported)

    def _imported(self, found: Found) -> None:
        self.report = found[0]
        self.saved = self.saved or self.report.batch is not None
        self._keep_results()
        self.show_page(ReportPage(self.report))

    def _take_back(self) -> None:
        page = self.page
        assert isinstance(page, ReportPage)

        def done(_saved: Any) -> None:
            page.state.setText(tr("Taken back: the survey is as it was before."))
            self.ends.take_back.hide()

        self.run(tr("Taking the import back"), self._work.take_back(self.report.batch), done)

    def _save_report(self) -> None:
        page = self.page
        assert isinstance(page, ReportPage)
        report, path = page.report, import_saving.ask_place(self, page.report, self._folder)
        if path is None:
            return
        said = tr("Written: {file}", file=str(path))
        title, place = tr("Writing {name}", name=path.name), path
        self.run(
            title,
            lambda progress: import_saving.write(report, place, progress),
            lambda _none: page.state.setText(said),
        )

    def _back(self) -> None:
        self.leave_page()
        self.show_step()

    def show_step(self) -> None:
        super().show_step()
        more, report = bool(self._waiting), self.report
        self.ends.show_step(self.step, more, report is not None and report.batch is not None)
        self.out.setVisible(self.step < RESULT or more)
        self._say_out(on=False)
        self._say_main("Next file" if self.step == RESULT and more else MAIN[self.step])
        self._focus()

    def _say_out(self, on: bool) -> None:
        """What has come in is not cancelled any more, what runs is."""
        self.out.setText(tr("Cancel" if on or not self.saved else "Close"))

    def _say_main(self, text: str) -> None:
        if self.main is not None:
            self.main.setText(tr(text))
            self.main.setEnabled(self.step > 0)

    def _focus(self) -> None:
        """Enter goes on."""
        target = self.main if self.step > 0 else self._source.file
        if target is not None:
            target.setFocus()

    # Work

    def mishap(self, error: FaultGISError) -> None:
        if error.code == "file.is_cloud" and self.path is not None:
            self.clouds += self._work.entry.clouds or [self.path]
            super().accept()
            return
        super().mishap(error)
        self.ends.skip.setVisible(bool(self._waiting))

    def busy(self, on: bool) -> None:
        super().busy(on)
        self.ends.set_enabled(not on)
        self._say_out(on)
        if self.main is not None:
            self.main.setEnabled(not on and self.step > 0)
        if not on:
            self._focus()
