"""Print the sheet, the view or a fault at true scale to PDF or PNG; a child process draws."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QProgressBar, QSpinBox, QWidget

from faultgis.errors import CancelledError, FaultGISError, InputError
from faultgis.progress import Progress
from faultgis.sheets.index import sheet
from faultgis.sheets.layout import Area, PageLayout
from ui import words
from ui.dialogs.dialog import Dialog, quiet, row
from ui.forms.widgets import Button, IconButton
from ui.jobs import Job, Jobs
from ui.printing.child import draw
from ui.printing.paper import paper_name
from ui.program import Program
from ui.words import tr

SCALES = (5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000)
Bounds = tuple[float, float, float, float]


class PrintMap(Dialog):
    """What to print, at which scale, into which file. Only what is saved is printed. ``reach`` gives the
    bounds of a fault by its code."""

    def __init__(
        self,
        parent: QWidget | None,
        program: Program,
        jobs: Jobs,
        survey: str,
        sheet_number: str,
        view: Bounds,
        faults: list[tuple[str, str]],
        dpi: int = 300,
        reach: Callable[[str], Bounds | None] = lambda _code: None,
    ) -> None:
        super().__init__(parent, "Print map", "Print", 560)
        self._program, self._jobs, self._survey, self._view = program, jobs, survey, view
        self._reach = reach
        self._job: Job | None = None
        self._made = Path()
        self.area, self.scale, self.fault = QComboBox(), QComboBox(), QComboBox()
        for label, key in (
            ("Map sheet", "sheet"),
            ("What the map shows now", "bbox"),
            ("One fault", "fault"),
        ):
            self.area.addItem(tr(label), key)
        self.sheet = QLineEdit(sheet_number)
        self.fault.setEditable(True)
        for code, title in faults:
            self.fault.addItem(f"{title} ({code})" if title != code else code, code)
        for scale in SCALES:
            self.scale.addItem(f"1:{scale:,}".replace(",", "\u2009"), scale)
        self.scale.setCurrentIndex(SCALES.index(50_000))
        self.relief = QComboBox()
        self.relief.addItem(tr("Relief of the survey"), "hillshade")
        self.relief.addItem(tr("No relief"), "none")
        self.dpi = QSpinBox()
        self.dpi.setRange(72, 1200)
        self.dpi.setValue(dpi)
        self.dpi.setSuffix(" dpi")
        self.file = QLineEdit(str(Path.home() / f"{sheet_number or survey}.pdf"))
        self._arrange()
        self.area.currentIndexChanged.connect(lambda _row: self._show_area())
        self.scale.currentIndexChanged.connect(lambda _row: self._show_page())
        self.sheet.textChanged.connect(lambda _text: self._show_page())
        self.fault.currentTextChanged.connect(lambda _text: self._show_page())
        jobs.changed.connect(self._show_step)
        self._show_area()

    def _arrange(self) -> None:
        grid = self.grid()
        row(grid, "Area", self.area)
        row(grid, "Sheet number", self.sheet)
        row(grid, "Fault", self.fault)
        row(grid, "Scale", self.scale)
        row(grid, "Relief", self.relief)
        row(grid, "Resolution", self.dpi)
        place = QWidget()
        line = QHBoxLayout(place)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.file, 1)
        line.addWidget(IconButton("folder", "Choose file…", self._choose))
        row(grid, "File (PDF or PNG)", place)
        self.page = quiet("")
        row(grid, "Page", self.page)
        self.body.addWidget(quiet("Unsaved edits are not printed: save first."))
        self.done_line = quiet("")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.body.addWidget(self.done_line)
        self.body.addWidget(self.bar)
        self.open_button = Button("Open the file", lambda: self._open(folder=False), "flat")
        self.folder_button = Button("Open its folder", lambda: self._open(folder=True), "flat")
        for at, button in enumerate((self.open_button, self.folder_button)):
            button.hide()
            self.foot.insertWidget(at, button)

    def _show_area(self) -> None:
        chosen = self.area.currentData()
        self.sheet.setEnabled(chosen == "sheet")
        self.fault.setEnabled(chosen == "fault")
        self._show_page()

    def _wanted_area(self) -> Area | None:
        """The area chosen; ``None`` where nothing is known of it. Raises ``InputError``."""
        chosen = self.area.currentData()
        if chosen == "sheet":
            return Area.of_sheet(sheet(self.sheet.text()))
        if chosen == "bbox":
            return Area(*self._view)
        found = self._reach(self._fault_code())
        return Area.around([found]) if found is not None else None

    def _show_page(self) -> None:
        """How large the page will be, before anything is printed."""
        try:
            area = self._wanted_area()
            size = PageLayout(area, int(self.scale.currentData())).page_mm if area is not None else None
        except FaultGISError as error:
            self.page.setText(words.error_sentence(error))
            return
        if size is None:
            self.page.setText("")
            return
        width, height = (f"{side:.0f}" for side in size)
        paper = paper_name(*size)
        fits = tr("fits on {paper}", paper=paper) if paper else tr("larger than A0")
        self.page.setText(tr("{width} × {height} mm, {fits}", width=width, height=height, fits=fits))

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Print map"), self.file.text(), "PDF (*.pdf);;PNG (*.png)"
        )
        if name:
            self.file.setText(name)

    def spec(self) -> dict[str, Any]:
        """What the printer is told. Raises ``InputError`` for a sheet number that is none."""
        area = self.area.currentData()
        wanted: dict[str, Any] = {"sheet": None, "bbox": None, "fault": None}
        if area == "sheet":
            wanted["sheet"] = sheet(self.sheet.text()).number
        elif area == "bbox":
            wanted["bbox"] = ",".join(f"{value:.8f}" for value in self._view)
        else:
            wanted["fault"] = self._fault_code()
        return {
            **wanted,
            "out": str(Path(self.file.text().strip()).absolute()),
            "scale": self.scale.currentData(),
            "dpi": self.dpi.value(),
            "basemap": self.relief.currentData(),
            "survey": self._survey,
            "database": self._program.url,
            "home": str(self._program.home),
            "lang": words.language(),
        }

    def _fault_code(self) -> str:
        typed = self.fault.currentText().strip()
        at = self.fault.findText(typed)
        code = str(self.fault.itemData(at)) if at >= 0 else typed
        if not code:
            raise InputError("field.required")
        return code

    def accept(self) -> None:
        try:
            spec = self.spec()
        except FaultGISError as error:
            self.say_error(error)
            return
        self.say_problem("")
        self._busy(True)
        self.done_line.setText(tr("Printing…"))
        title = tr("Printing {name}", name=Path(spec["out"]).name)

        def work(progress: Progress) -> dict[str, Any]:
            return draw(spec, progress)

        self._job = self._jobs.run(title, work, self._printed, self._failed, lane="print")

    def reject(self) -> None:
        """Cancel the print that runs, else close."""
        if self._job is not None:
            self._job.progress.cancel()
            return
        super().reject()

    def _show_step(self) -> None:
        if self._job is not None and self._job.step.what:
            self.done_line.setText(f"{tr('Printing…')} {words.sentence(self._job.step.what)}")

    def _busy(self, on: bool) -> None:
        if not on:
            self._job = None
        self.bar.setVisible(on)
        if self.main is not None:
            self.main.setEnabled(not on)
        self.out.setText(tr("Cancel"))

    def _printed(self, made: dict[str, Any]) -> None:
        self._busy(False)
        self._made = Path(made["file"])
        width, height = made["page_mm"]
        said = tr(
            "{file}: page {width} × {height} mm", file=made["file"], width=f"{width:g}", height=f"{height:g}"
        )
        self.done_line.setText(said)
        self.open_button.show()
        self.folder_button.show()
        self.out.setText(tr("Close"))

    def _failed(self, error: FaultGISError) -> None:
        self._busy(False)
        self.done_line.setText(tr("Printing was cancelled; no file was written."))
        if not isinstance(error, CancelledError):
            self.done_line.setText("")
            self.say_error(error)

    def _open(self, folder: bool) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.parent if folder else self._made)))
