"""Import a file: choose it, see what it holds, see what would become of it, import, see what became of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from ui import theme
from ui.dialogs.dialog import Dialog, quiet
from ui.dialogs.import_pages import ContentsPage, ReportPage, file_line
from ui.forms.widgets import Button
from ui.jobs import Job, Jobs
from ui.program import Program
from ui.words import tr

STEPS = ("File", "Contents", "Preview", "Result")
PATTERN = "*.gpkg *.geojson *.json *.shp *.kml *.kmz *.gmt *.gpx *.dxf *.zip *.las *.laz"


class ImportFile(Dialog):
    """Pages of one window with a visible path; nothing is saved before the last button. Point clouds have a
    page of their own: chosen here, they are left in ``clouds``."""

    def __init__(
        self, parent: QWidget | None, program: Program, survey: Survey, jobs: Jobs, folder: str = ""
    ) -> None:
        super().__init__(parent, "Import file", "Next", 760, 560)
        self.report: Any = None
        self.path: Path | None = None
        self.clouds: list[Path] = []
        self._program, self._survey, self._jobs, self._folder = program, survey, jobs, folder
        self._step = 0
        self._contents: ContentsPage | None = None
        self._job: Job | None = None
        self._path_line = QHBoxLayout()
        self.body.addLayout(self._path_line)
        self.file_label = quiet("")
        self.body.addWidget(self.file_label)
        self._pages = QStackedWidget()
        self.body.addWidget(self._pages, 1)
        self._pages.addWidget(self._file_page())
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.body.addWidget(self.bar)
        self.back = Button("Back", self._back)
        self.foot.insertWidget(1, self.back)
        self.setAcceptDrops(True)
        jobs.changed.connect(self._show_progress)
        self._show_step()

    def _file_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addStretch()
        said = quiet("Drop a file here: GeoPackage, GeoJSON, Shapefile, File GDB, KML, GMT, GPX …")
        said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(said)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(Button("Choose file…", self._choose_file, icon="open"))
        line.addWidget(Button("Choose File GDB…", self._choose_folder))
        line.addStretch()
        layout.addLayout(line)
        layout.addStretch()
        return page

    # The file

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        if event is not None and data is not None and data.hasUrls() and self._step == 0:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        if data is not None and data.urls():
            self.take(Path(data.urls()[0].toLocalFile()))

    def _choose_file(self) -> None:
        pattern = f"{tr('Fault data')} ({PATTERN});;{tr('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self, tr("Import file"), self._folder, pattern)
        if name:
            self.take(Path(name))

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Import file"), self._folder)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Look into this file."""
        self.path = path
        self.file_label.setText(file_line(path))
        program = self._program
        self._run(tr("Looking into the file"), lambda _p: program.inspect(path), self._inspected)

    def _inspected(self, info: Any) -> None:
        self._contents = ContentsPage(info)
        self._show_page(self._contents, 1)

    # Forth and back

    def accept(self) -> None:
        if self._step == 1 and self._contents is not None:
            missing = self._contents.missing()
            self.say_problem(missing)
            if not missing:
                self._preview()
        elif self._step == 2:
            self._import()
        elif self._step == 3:
            super().accept()

    def _preview(self) -> None:
        assert self._contents is not None
        assert self.path is not None
        program, path, survey, options = self._program, self.path, self._survey, self._contents.options()

        def work(progress: Progress) -> tuple[Any, Any]:
            report = program.import_file(path, survey, **options, dry_run=True, progress=progress)
            return report, program.sample(path, **options)

        self._run(tr("Trying the import"), work, self._previewed)

    def _previewed(self, found: tuple[Any, Any]) -> None:
        report, (headers, rows) = found
        self._show_page(ReportPage(report, rows, headers), 2)

    def _import(self) -> None:
        assert self._contents is not None
        assert self.path is not None
        program, path, survey, options = self._program, self.path, self._survey, self._contents.options()
        self._run(
            tr("Importing {name}", name=path.name),
            lambda p: program.import_file(path, survey, **options, progress=p),
            self._imported,
        )

    def _imported(self, report: Any) -> None:
        self.report = report
        self._show_page(ReportPage(report), 3)

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
        while (item := self._path_line.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        c = theme.colours()
        for number, name in enumerate(STEPS):
            label = QLabel(f"{number + 1} {tr(name)}")
            here = number == self._step
            label.setStyleSheet(
                f"color: {c.accent if here else c.quiet}; font-weight: {700 if here else 400};"
            )
            self._path_line.addWidget(label)
            if number < len(STEPS) - 1:
                self._path_line.addWidget(quiet("▸"))
        self._path_line.addStretch()
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
                self.clouds = [self.path]
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
            super().reject()
