"""Import a file: choose it, see what it holds, see what would become of it, import, see what became of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import (
    QFileDialog,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from faultgis.errors import FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from faultgis.services.importing import Links
from ui.dialogs import import_tables
from ui.dialogs.dialog import Dialog, quiet
from ui.dialogs.import_mapping import KINDS as MAPPED
from ui.dialogs.import_mapping import MappingTab
from ui.dialogs.import_pages import ReportPage, file_line
from ui.dialogs.import_results import (
    CLOUD,
    PHOTOS,
    RASTER,
    ROWS,
    Contents,
    PhotosPage,
    ResultsPage,
    contents_page,
)
from ui.dialogs.import_source import PATTERN, source_page
from ui.dialogs.steps import Steps
from ui.forms.widgets import Button
from ui.jobs import Job, Jobs
from ui.program import Program
from ui.words import tr

STEPS = ("File", "Contents", "Preview", "Result")


class ImportFile(Dialog):
    """Pages of one window with a visible path; nothing is saved before the last button. Point clouds have a
    page of their own: chosen here, they are left in ``clouds``, and rasters to be shown in ``rasters``."""

    def __init__(
        self, parent: QWidget | None, program: Program, survey: Survey, jobs: Jobs, folder: str = ""
    ) -> None:
        super().__init__(parent, "Import file", "Next", 760, 560)
        self.report: Any = None
        self.path: Path | None = None
        self.files: list[Path] | None = None
        self.clouds: list[Path] = []
        self.rasters: list[Path] = []
        self._clouds: list[Path] = []
        self._program, self._survey, self._jobs, self._folder = program, survey, jobs, folder
        self._step = 0
        self._contents: Contents | None = None
        self._job: Job | None = None
        self._mapping: MappingTab | None = None
        self._named = ""
        self._scratch = TemporaryDirectory(prefix="faultgis-mapping-")
        self._steps = Steps(STEPS)
        self.body.addLayout(self._steps)
        self.file_label = quiet("")
        self.body.addWidget(self.file_label)
        self._pages = QStackedWidget()
        self.body.addWidget(self._pages, 1)
        self._pages.addWidget(source_page(self._choose_file, self._choose_folder))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.body.addWidget(self.bar)
        self.back = Button("Back", self._back)
        self.foot.insertWidget(1, self.back)
        self.setAcceptDrops(True)
        jobs.changed.connect(self._show_progress)
        self._show_step()

    # The file

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        if event is not None and data is not None and data.hasUrls() and self._step == 0:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        if data is not None and data.urls():
            self.take_all([Path(url.toLocalFile()) for url in data.urls()])

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
        """Look into one file, or into several pictures or clouds together; of others the first is taken."""
        pictures = [path for path in paths if path.suffix.lower() in (".jpg", ".jpeg", ".jpe")]
        self._clouds = [path for path in paths if path.suffix.lower() in (".las", ".laz")]
        self.take(paths[0], paths if len(paths) > 1 and pictures else None)

    def take(self, path: Path, files: list[Path] | None = None) -> None:
        """Look into this file or folder; ``files`` are to be read together as photographs."""
        self.files, self.path = files, path if files is None else path.parent
        self._named = ""
        self.file_label.setText(file_line(self.path))
        program, place, survey = self._program, self.path, self._survey

        def look(progress: Progress) -> tuple[Any, Any]:
            info = program.inspect(place, files, progress)
            if info.kind in import_tables.KINDS:
                places: dict[str, Any] = dict(program.store.load(survey.id, import_tables.PLACES))
                return info, places | {"rows": program.sample(place, kind=info.kind)}
            return info, program.photos(place, survey, files, ROWS) if info.kind == PHOTOS else ()

        self._run(tr("Looking into the file"), look, self._inspected)

    def _inspected(self, found: tuple[Any, Any]) -> None:
        self._contents = page = contents_page(*found)
        self._show_page(page, 1)

    # Forth and back

    def accept(self) -> None:
        if self._step == 1 and self._contents is not None:
            missing = self._contents.missing()
            self.say_problem(missing)
            if not missing and self._takes_results():
                self._preview()
        elif self._step == 2:
            self._import_or_try()
        elif self._step == 3:
            super().accept()

    def _takes_results(self) -> bool:
        """Note which rasters and clouds were chosen; say whether there is something to import besides."""
        page = self._contents
        if not isinstance(page, ResultsPage):
            return True
        self.rasters, self.clouds = page.chosen(RASTER), page.chosen(CLOUD)
        if page.chosen(PHOTOS):
            return True
        super().accept()
        return False

    def _work(self, dry_run: bool) -> Callable[[Progress], tuple[Any, Any]]:
        """The import as chosen; a dry run answers with the first rows, too."""
        assert self._contents is not None
        assert self.path is not None
        program, path, survey, files = self._program, self.path, self._survey, self.files
        options = self._contents.options() | ({"mapping": self._named} if self._named else {})
        alike = self._alike()
        if alike and not dry_run:
            options["links"] = replace(options.get("links") or Links(), alike=alike)
        sampled = dry_run and options.get("kind") != PHOTOS

        def work(progress: Progress) -> tuple[Any, Any]:
            report = program.import_file(path, survey, files, **options, dry_run=dry_run, progress=progress)
            return report, program.sample(path, **options) if sampled else ((), ())

        return work

    def _preview(self) -> None:
        self._run(tr("Trying the import"), self._work(dry_run=True), self._previewed)

    def _previewed(self, found: Any) -> None:
        page, (report, (heads, rows)) = self._contents, found
        if isinstance(page, PhotosPage):
            heads, rows = page.heads, page.rows
        more = []
        self._mapping = None
        if report.kind in MAPPED and report.cells:
            self._mapping = MappingTab(report, heads, rows)
            self._mapping.altered.connect(self._altered)
            more = [(tr("Fields"), self._mapping)]
        if self._step == 2:
            self._back()
        self._show_page(ReportPage(report, rows, heads, more), 2)

    def _alike(self) -> str:
        """What becomes of features that the survey seems to hold already."""
        page = self._pages.currentWidget()
        return str(page.alike.currentData() or "") if isinstance(page, ReportPage) else ""

    def _altered(self) -> None:
        if self.main is not None:
            self.main.setText(tr("Try again"))

    def _import_or_try(self) -> None:
        """Import; after a change of the mapping first try what becomes of the rows."""
        tab = self._mapping
        try:
            if tab is not None and (tab.is_altered or tab.keep.isChecked()):
                self._named = tab.mapping(Path(self._scratch.name))
        except InputError as error:
            self.say_error(error)
            return
        if tab is not None and tab.is_altered:
            self._preview()
        else:
            self._import()

    def _import(self) -> None:
        title = tr("Importing {name}", name=self.path.name if self.path is not None else "")
        self._run(title, self._work(dry_run=False), self._imported)

    def _imported(self, found: tuple[Any, Any]) -> None:
        self.report = found[0]
        self._show_page(ReportPage(self.report), 3)

    def _back(self) -> None:
        page = self._pages.currentWidget()
        if page is not None and self._step in (1, 2):
            self._pages.removeWidget(page)
            page.deleteLater()
            self._step -= 1
            self._pages.setCurrentIndex(self._step)
            self._show_step()

    def _show_page(self, page: QWidget, step: int) -> None:
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self._step = step
        self._show_step()

    def _show_step(self) -> None:
        self._steps.stand_at(self._step)
        self.say_problem("")
        self.back.setVisible(self._step in (1, 2))
        self.out.setVisible(self._step < 3)
        if self.main is not None:
            texts = ("Next", "Next", "Import", "Done")
            self.main.setText(tr(texts[self._step]))
            self.main.setEnabled(self._step > 0)

    # Work

    def _run(self, title: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        self.say_problem("")
        self._busy(True)

        def finished(result: Any) -> None:
            self._busy(False)
            done(result)

        def failed(error: FaultGISError) -> None:
            self._busy(False)
            if error.code == "file.is_cloud" and self.path is not None:
                self.clouds = self._clouds or [self.path]
                super(ImportFile, self).reject()
            else:
                self.say_error(error)

        self._job = self._jobs.run(title, work, finished, failed, lane="import")

    def _busy(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.bar.setRange(0, 0)
        self._pages.setEnabled(not on)
        self.back.setEnabled(not on)
        if not on:
            self._job = None
        if self.main is not None:
            self.main.setEnabled(not on and self._step > 0)

    def _show_progress(self) -> None:
        if self._job is not None:
            step = self._job.step
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)

    def reject(self) -> None:
        """Cancel what runs; with nothing running, leave."""
        if self._job is not None:
            self._job.progress.cancel()
        else:
            self.rasters, self.clouds = [], []
            super().reject()
