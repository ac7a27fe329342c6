"""Point clouds become terrain: what each file is, what must be said about it, and what was made of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QProgressBar,
    QTextBrowser,
    QWidget,
)

from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from ui import words
from ui.dialogs import cloud_pages
from ui.dialogs.cloud_more import MoreOptions
from ui.dialogs.dialog import Dialog, beside, quiet, row
from ui.dialogs.systems import crs_choices
from ui.forms.combos import SearchCombo
from ui.forms.widgets import Button, IconButton
from ui.jobs import Job, Jobs
from ui.program import Program
from ui.words import tr

CLOUDS = "*.las *.laz"
LOCAL = "local"
REPORTED_PX = 440
PRESETS = (
    ("standard", "Mixed terrain"),
    ("alpine", "Steep mountains"),
    ("loess", "Loess plateau"),
    ("fan", "Alluvial fan, open ground"),
    ("urban", "Built-up area"),
    ("sfm", "Photogrammetry from a UAV"),
)
HEIGHTS = (
    (None, "As the file states"),
    ("EPSG:5737", "Yellow Sea 1985 (EPSG:5737)"),
    ("ellipsoidal", "Ellipsoidal heights"),
)
GROUNDS = (
    ("auto", "As classified, else found anew"),
    ("class", "As classified in the file"),
    ("compute", "Found anew"),
    ("none", "Every point is ground"),
)


class ImportClouds(Dialog):
    """Nothing is written before Make terrain; ``report`` is then what came into the survey."""

    def __init__(
        self, parent: QWidget | None, program: Program, survey: Survey, jobs: Jobs, files: Sequence[Path]
    ) -> None:
        super().__init__(parent, "Point clouds to terrain", "Make terrain", 760, 640)
        self.files: list[Path] = []
        self.report: Any = None
        self.infos: list[Any] = []
        self._program, self._survey, self._jobs = program, survey, jobs
        self._job: Job | None = None
        self._offered = 1.0
        self.told = QTextBrowser()
        self.crs, self.heights, self.preset, self.ground = SearchCombo(), *(QComboBox() for _ in range(3))
        self.cell, self.accuracy = QDoubleSpinBox(), QDoubleSpinBox()
        self.salvage = QCheckBox(tr("Keep the intact points of damaged files"))
        self.points = QCheckBox(tr("Show the points on the map, too"))
        self.folder = QLineEdit()
        self.further = MoreOptions()
        self.bar = QProgressBar()
        self._arrange()
        jobs.changed.connect(self._show_progress)
        self.take(files)

    def _arrange(self) -> None:
        self.body.addWidget(self.told, 1)
        self.crs.fill(
            [(None, tr("As the file states"), ""), *crs_choices(), (LOCAL, tr("Local grid"), LOCAL)]
        )
        self.crs.choose(None)
        for key, label in HEIGHTS:
            self.heights.addItem(tr(label), key)
        for name, label in PRESETS:
            self.preset.addItem(tr(label), name)
        for way, label in GROUNDS:
            self.ground.addItem(tr(label), way)
        self.cell.setRange(0.05, 100.0)
        self.cell.setValue(self._offered)
        self.accuracy.setRange(0.0, 100.0)
        self.accuracy.setSingleStep(0.05)
        self.accuracy.setSpecialValueText(tr("not stated"))
        for number in (self.cell, self.accuracy):
            number.setSuffix(" m")
        self.folder.setPlaceholderText(tr("none"))
        grid = self.choices = self.grid()
        row(grid, "Coordinate system", self.crs)
        row(grid, "Height datum", self.heights)
        row(grid, "Vertical accuracy", self.accuracy)
        row(grid, "Ground", self.ground)
        row(grid, "Kind of terrain", self.preset)
        row(grid, "Cell size", self.cell)
        choose = IconButton("folder", "Choose folder…", self._choose_folder)
        row(grid, "Copies of the products", beside(self.folder, choose))
        grid.addWidget(self.salvage, grid.rowCount(), 1)
        grid.addWidget(self.points, grid.rowCount(), 1)
        grid.addWidget(self.further, grid.rowCount(), 0, 1, 2)
        self.body.addWidget(quiet("Originals and products are kept unchanged in the archive."))
        self.bar.hide()
        self.body.addWidget(self.bar)
        self.more = Button("Add files…", self._choose_files)
        self.foot.insertWidget(0, self.more)

    # The files

    def _choose_files(self) -> None:
        start = str(self.files[-1].parent) if self.files else ""
        pattern = f"{tr('Point clouds')} ({CLOUDS});;{tr('All files')} (*)"
        names, _ = QFileDialog.getOpenFileNames(self, tr("Add files…"), start, pattern)
        if names:
            self.take([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose folder…"), self.folder.text())
        if name:
            self.folder.setText(name)

    def take(self, files: Sequence[Path]) -> None:
        """Look into these files too."""
        wanted = [file for file in files if file not in self.files]
        program = self._program

        def look(progress: Progress) -> list[Any]:
            found = []
            for file in wanted:
                progress.check()
                found.append(program.look_at_cloud(file))
            return found

        self._run(tr("Looking into the file"), look, lambda found: self._seen(wanted, found))

    def _seen(self, files: Sequence[Path], found: Sequence[Any]) -> None:
        self.files += files
        self.infos += found
        if self.cell.value() == self._offered:
            self._offered = cloud_pages.fitting_cell(self.infos)
            self.cell.setValue(self._offered)
        self.told.setHtml("".join(cloud_pages.described(info) for info in self.infos))

    # The work

    def missing(self) -> str:
        """What must still be said, in a sentence, or nothing."""
        if self.crs.currentData() is None and any(info.crs is None for info in self.infos):
            return tr("This file names no coordinate system: choose the one it is in.")
        return ""

    def options(self) -> dict[str, Any]:
        """The choices as ``Program.import_clouds`` takes them."""
        folder = self.folder.text().strip()
        return {
            "ground": self.ground.currentData(),
            "accuracy_m": round(self.accuracy.value(), 3) or None,
            "copies_to": Path(folder) if folder else None,
            "crs": self.crs.currentData(),
            "vertical": self.heights.currentData(),
            "preset": self.preset.currentData(),
            "resolution": round(self.cell.value(), 3),
            "salvage": self.salvage.isChecked(),
            **self.further.chosen(),
        }

    def accept(self) -> None:
        """Make the terrain; once it is made, be done."""
        if self.report is not None:
            super().accept()
            return
        missing = self.missing()
        self.say_problem(missing)
        if missing or not self.files:
            return
        program, survey, files, options = self._program, self._survey, tuple(self.files), self.options()
        title = tr("Making terrain of {name}", name=files[0].name)
        self._run(title, lambda p: program.import_clouds(files, survey, p, **options), self._made)

    def _made(self, report: Any) -> None:
        self.report = report
        self.told.setHtml(cloud_pages.reported(report))
        self._busy(True)
        asked = [item.widget() for at in range(self.choices.count()) if (item := self.choices.itemAt(at))]
        for widget in (self.more, self.out, self.bar, *asked):
            if widget is not None:
                widget.hide()
        if self.main is not None:
            self.main.setText(tr("Done"))
            self.main.setEnabled(True)
        QTimer.singleShot(0, lambda: self.resize(self.width(), REPORTED_PX))

    def _run(self, title: str, work: Any, done: Any) -> None:
        self.say_problem("")
        self._busy(True)

        def finished(result: Any) -> None:
            self._busy(False)
            done(result)

        def failed(error: FaultGISError) -> None:
            self._busy(False)
            self.say_error(error)

        self._job = self._jobs.run(title, work, finished, failed, lane="import")

    def _busy(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.bar.setRange(0, 0)
        if not on:
            self._job = None
        choices = (self.crs, self.heights, self.preset, self.ground, self.cell, self.accuracy)
        for widget in (self.main, self.more, *choices, self.folder, self.salvage, self.points, self.further):
            if widget is not None:
                widget.setEnabled(not on)

    def _show_progress(self) -> None:
        if self._job is not None:
            step = self._job.step
            self.bar.setRange(0, step.total)
            self.bar.setValue(step.done)
            self.bar.setFormat(f"{words.sentence(step.what)} %p%" if step.what else "%p%")

    def reject(self) -> None:
        """Cancel what runs; with nothing running, leave."""
        if self._job is not None:
            self._job.progress.cancel()
        else:
            super().reject()
