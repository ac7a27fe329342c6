"""Point clouds become terrain: what each file is, what must be said about it, and what was made of them."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QTextBrowser,
    QWidget,
)

from faultgis.errors import FaultGISError
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from ui import cloud_words, words
from ui.dialogs.dialog import Dialog, quiet, row
from ui.dialogs.systems import crs_choices
from ui.forms.combos import SearchCombo
from ui.forms.widgets import Button, IconButton
from ui.jobs import Job, Jobs
from ui.program import Program
from ui.words import tr

CLOUDS = "*.las *.laz"
LOCAL = "local"
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
MADE = (
    ("dtm", "Terrain model (DTM)"),
    ("dsm", "Surface model (DSM)"),
    ("hillshade", "Hillshade"),
    ("density", "Point density"),
)


class ImportClouds(Dialog):
    """Nothing is written before Make terrain; ``rasters`` are the terrain models made, to be shown."""

    def __init__(
        self, parent: QWidget | None, program: Program, survey: Survey, jobs: Jobs, files: Sequence[Path]
    ) -> None:
        super().__init__(parent, "Point clouds to terrain", "Make terrain", 760, 620)
        self.files: list[Path] = []
        self.rasters: list[Path] = []
        self.infos: list[Any] = []
        self._program, self._jobs = program, jobs
        self._job: Job | None = None
        self.told = QTextBrowser()
        self.crs, self.heights, self.preset = SearchCombo(), QComboBox(), QComboBox()
        self.cell = QDoubleSpinBox()
        self.salvage = QCheckBox(tr("Keep the intact points of damaged files"))
        self.folder = QLineEdit(str(program.home / "terrain" / survey.code))
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
        self.cell.setRange(0.05, 100.0)
        self.cell.setValue(1.0)
        self.cell.setSuffix(" m")
        grid = self.grid()
        row(grid, "Coordinate system", self.crs)
        row(grid, "Height datum", self.heights)
        row(grid, "Kind of terrain", self.preset)
        row(grid, "Cell size", self.cell)
        place = QWidget()
        line = QHBoxLayout(place)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.folder, 1)
        line.addWidget(IconButton("folder", "Choose folder…", self._choose_folder))
        row(grid, "Folder of the products", place)
        grid.addWidget(self.salvage, grid.rowCount(), 1)
        self.body.addWidget(quiet("The original files are kept unchanged in the archive."))
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
        self.told.setHtml("".join(_described(info) for info in self.infos))

    # The work

    def missing(self) -> str:
        """What must still be said, in a sentence, or nothing."""
        if self.crs.currentData() is None and any(info.crs is None for info in self.infos):
            return tr("This file names no coordinate system: choose the one it is in.")
        return ""

    def options(self) -> dict[str, Any]:
        """The choices as ``Program.make_terrain`` takes them."""
        return {
            "crs": self.crs.currentData(),
            "vertical": self.heights.currentData(),
            "preset": self.preset.currentData(),
            "resolution": round(self.cell.value(), 3),
            "salvage": self.salvage.isChecked(),
        }

    def accept(self) -> None:
        """Make the terrain; once it is made, be done."""
        if self.rasters:
            super().accept()
            return
        missing = self.missing()
        self.say_problem(missing)
        if missing or not self.files:
            return
        program, files, out, options = self._program, tuple(self.files), self.folder.text(), self.options()
        title = tr("Making terrain of {name}", name=files[0].name)
        self._run(title, lambda p: program.make_terrain(files, Path(out), progress=p, **options), self._made)

    def _made(self, report: Any) -> None:
        self.rasters = [Path(report["dtm"])]
        self.told.setHtml(_reported(report))
        self._busy(True)
        for widget in (self.more, self.out, self.bar):
            widget.hide()
        if self.main is not None:
            self.main.setText(tr("Done"))
            self.main.setEnabled(True)

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
        choices = (self.crs, self.heights, self.preset, self.cell, self.folder, self.salvage)
        for widget in (self.main, self.more, *choices):
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


def _described(info: Any) -> str:
    rows = "".join(_line(label, text) for label, text in cloud_words.rows(info))
    doubts = "".join(_doubt(said, way_out) for said, way_out in cloud_words.problems(info.problems))
    return f"<p><b>{escape(Path(info.file).name)}</b></p><table>{rows}</table>{doubts}"


def _reported(report: Any) -> str:
    rows = [
        (tr("Points"), f"{report['points']:,}"),
        (tr("Ground"), words.sentence(f"cloud.ground_{report['ground']}", report)),
        (tr("Height datum"), report["vertical"] or tr("not stated")),
        *((tr(label), str(report[key])) for key, label in MADE if key in report),
    ]
    lines = "".join(_line(label, text) for label, text in rows)
    doubts = "".join(
        _doubt(words.sentence(warning["code"], warning), "") for warning in report.get("warnings", ())
    )
    return f"<table>{lines}</table>{doubts}"


def _line(label: str, text: str) -> str:
    return f"<tr><td style='padding-right: 12px'>{escape(label)}</td><td>{escape(text)}</td></tr>"


def _doubt(said: str, way_out: str) -> str:
    return f"<p>⚠ {escape(said)}{'<br/>' + escape(way_out) if way_out else ''}</p>"
