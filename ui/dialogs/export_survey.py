"""Write the open survey for other programs: format, place, and for hazard models what is taken where nothing
is stated; afterwards the files, and what they could not say."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QWidget,
)

from faultgis.errors import CancelledError, FaultGISError
from faultgis.exports.hazard.sources import Settings
from faultgis.progress import Progress
from faultgis.records.survey import Survey
from faultgis.services.exporting import SUFFIXES, Done, Task, export
from ui import words
from ui.dialogs.dialog import Dialog, field_grid, quiet, row
from ui.forms.widgets import Button, IconButton
from ui.jobs import Job, Jobs
from ui.program import Program
from ui.words import tr

NATIONAL = "national"
FORMATS = (
    ("gpkg", "GeoPackage", "Every record with its links; comes back as it was. Styles for QGIS are in it."),
    ("qgis", "QGIS project", "A project and its GeoPackage: opens in QGIS as the map looks here."),
    ("shp", "Shapefiles", "A folder in GB18030; names of ten bytes, long texts are cut and counted."),
    ("gdb", "File Geodatabase", "A .gdb folder for ArcGIS."),
    ("geojson", "GeoJSON", "A folder with one file for each layer, for web maps."),
    ("kml", "KML", "One file for globes; a folder in it for each layer."),
    ("xlsx", "Excel tables", "A sheet for each kind of record, without shapes."),
    ("gem", "GEM active faults", "One feature per trace, columns as in the GEM database."),
    ("nrml", "OpenQuake sources", "NRML 0.5: one simple fault source for each segment or fault."),
    ("opensha", "OpenSHA sections", "GeoJSON fault sections as NSHM23 has them."),
    ("oxcal", "OxCal sequences", "A folder with the sequence of each trench site."),
)
_HAZARD = ("nrml", "opensha")
_NUMBERS = (
    ("upper_depth_km", "Upper depth where none is stated", " km", 0.0, 50.0, 1),
    ("lower_depth_km", "Lower depth where none is stated", " km", 1.0, 100.0, 1),
    ("tolerance_m", "Lines simplified to within", " m", 0.0, 10_000.0, 0),
    ("b_value", "b value", "", 0.1, 3.0, 2),
    ("least_magnitude", "Least magnitude", "", 3.0, 9.0, 1),
)
_GR_ONLY = ("b_value", "least_magnitude")


class ExportSurvey(Dialog):
    """Chooses, writes, tells. What is saved is written; ``unsaved``: the survey holds edits that will be
    missing."""

    def __init__(
        self, parent: QWidget | None, program: Program, survey: Survey, jobs: Jobs, folder: str, unsaved: bool
    ) -> None:
        super().__init__(parent, "Export", "Write", 620)
        self._program, self._survey, self._jobs = program, survey, jobs
        self._job: Job | None = None
        self._made: Path | None = None
        self._folder = Path(folder) if folder else Path.home()
        self.format, self.file = QComboBox(), QLineEdit()
        self.about = quiet("")
        self.numbers: dict[str, QDoubleSpinBox] = {}
        self.distribution, self.unknown_dip = QComboBox(), QComboBox()
        self.hazard = QWidget()
        self.bar, self.done_line, self.told = QProgressBar(), quiet(""), QListWidget()
        self.folder_button = Button("Open its folder", self._open, "flat")
        for name, title, _about in FORMATS:
            self.format.addItem(tr(title), name)
        self._arrange(unsaved)
        self.format.currentIndexChanged.connect(lambda _at: self._show_format())
        self.distribution.currentIndexChanged.connect(lambda _at: self._show_rates())
        self._show_format()
        self._show_rates()

    @property
    def chosen(self) -> str:
        """The format's id."""
        return str(self.format.currentData())

    def _arrange(self, unsaved: bool) -> None:
        grid = self.grid()
        row(grid, "Format", self.format)
        row(grid, "", self.about)
        place = QWidget()
        line = QHBoxLayout(place)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.file, 1)
        line.addWidget(IconButton("folder", "Choose file…", self._choose))
        row(grid, "File or folder", place)
        self._arrange_hazard()
        self.body.addWidget(self.hazard)
        if unsaved:
            self.body.addWidget(quiet("Unsaved edits are not written: save first."))
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.told.setWordWrap(True)
        self.told.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.told.setMinimumHeight(120)
        for widget in (self.done_line, self.bar, self.told):
            self.body.addWidget(widget)
            widget.hide()
        self.foot.insertWidget(0, self.folder_button)
        self.folder_button.hide()

    def _arrange_hazard(self) -> None:
        base = Settings()
        grid = field_grid()
        grid.setContentsMargins(0, 0, 0, 0)
        self.hazard.setLayout(grid)
        for title, key in (("One characteristic magnitude", "characteristic"), ("Gutenberg–Richter", "gr")):
            self.distribution.addItem(tr(title), key)
        for title, right in (("Leave the fault out", False), ("Dip to the right of the line as drawn", True)):
            self.unknown_dip.addItem(tr(title), right)
        row(grid, "Magnitudes", self.distribution)
        row(grid, "Dip direction not known", self.unknown_dip)
        for name, title, unit, least, most, decimals in _NUMBERS:
            field = QDoubleSpinBox()
            field.setDecimals(decimals)
            field.setRange(least, most)
            field.setSuffix(unit)
            field.setValue(float(getattr(base, name)))
            self.numbers[name] = field
            row(grid, title, field)

    def _show_format(self) -> None:
        about = next(about for name, _title, about in FORMATS if name == self.chosen)
        self.about.setText(tr(about))
        suffix = SUFFIXES[self.chosen]
        self.file.setText(str(self._folder / f"{self._survey.code}_{self.chosen}{suffix}"))
        self.hazard.setVisible(self.chosen in _HAZARD)
        self.say_problem("")
        for widget in (self.done_line, self.told, self.folder_button):
            widget.hide()
        self.adjustSize()

    def _show_rates(self) -> None:
        for name in _GR_ONLY:
            self.numbers[name].setEnabled(self.distribution.currentData() == "gr")

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export"), self.file.text(), "")
        if name:
            self.file.setText(name)

    def settings(self) -> Settings:
        """What is taken for hazard models."""
        numbers: dict[str, Any] = {name: field.value() for name, field in self.numbers.items()}
        chosen = str(self.distribution.currentData())
        return Settings(distribution=chosen, dip_to_the_right=bool(self.unknown_dip.currentData()), **numbers)

    def accept(self) -> None:
        """Write; the dialog stays, to tell of it."""
        self.say_problem("")
        self.told.hide()
        self.folder_button.hide()
        self._busy(True)
        self.done_line.setText(tr("Writing…"))
        title = tr("Writing {name}", name=Path(self.file.text()).name)
        self._job = self._jobs.run(title, self._work(), self._written, self._failed, lane="export")

    def _work(self) -> Callable[[Progress], Done]:
        store, code, name = self._program.store, self._survey.code, self.chosen
        out, hazard = Path(self.file.text()).expanduser(), self.settings()

        def work(progress: Progress) -> Done:
            survey = store.survey(code)
            records = store.load(survey.id, progress=progress)
            return export(name, Task(survey, records, out, _title, hazard, progress))

        return work

    def reject(self) -> None:
        """Cancel what is being written, else close."""
        if self._job is not None:
            self._job.progress.cancel()
            return
        super().reject()

    def _busy(self, on: bool) -> None:
        if not on:
            self._job = None
        for widget in (self.bar, self.done_line):
            widget.setVisible(on or widget is self.done_line)
        self.format.setEnabled(not on)
        if self.main is not None:
            self.main.setEnabled(not on)
        self.out.setText(tr("Cancel" if on else "Close"))

    def _written(self, done: Done) -> None:
        self._busy(False)
        self._made = Path(done.files[0].path) if done.files else None
        if self._made is not None:
            self._folder = Path(self.file.text()).parent
            self.folder_button.show()
            rows = sum(each.features for each in done.files)
            files = len({each.path for each in done.files})
            said = "{files:file|files}, {rows:row|rows}" if rows else "{files:file|files}"
            self.done_line.setText(tr(said, files=files, rows=rows))
        self._tell(done)

    def _tell(self, done: Done) -> None:
        """Each thing that was found once, with how often."""
        said = Counter(words.sentence(note.code, dict(note.params)) for note in done.notes)
        self.told.clear()
        for sentence, count in said.items():
            self.told.addItem(f"{sentence} ({count})" if count > 1 else sentence)
        self.told.setVisible(bool(said))
        if self._made is None:
            self.done_line.setText(tr("No file was written."))
        self.adjustSize()

    def _failed(self, error: FaultGISError) -> None:
        self._busy(False)
        self.done_line.setText(tr("No file was written."))
        self.adjustSize()
        if not isinstance(error, CancelledError):
            self.say_error(error)

    def _open(self) -> None:
        if self._made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self.file.text()).parent)))


def _title(name: str) -> str:
    if name.startswith("kind."):
        return words.sentence(name) if words.known(name) else ""
    word = words.field_word(name)
    return "" if word == name else str(word)
