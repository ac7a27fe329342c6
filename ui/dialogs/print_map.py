"""Print the sheet, the view or a fault at true scale to PDF or PNG; a child process draws."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from faultgis.errors import FaultGISError, InputError
from faultgis.sheets.index import sheet
from faultgis.sheets.layout import Area, PageLayout
from ui import words
from ui.dialogs.dialog import quiet, row
from ui.dialogs.printing import Printing
from ui.jobs import Jobs
from ui.printing.paper import paper_name
from ui.program import Program
from ui.words import tr

SCALES = (5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 5_000_000)
Bounds = tuple[float, float, float, float]


class PrintMap(Printing):
    """What to print, at which scale, into which file. Only what is saved is printed. ``reach`` gives the
    bounds of a fault by its code; ``unsaved``: the survey holds edits that will be missing."""

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
        unsaved: bool = False,
    ) -> None:
        file = Path.home() / f"{sheet_number or survey}.pdf"
        super().__init__(parent, jobs, "Print map", file, "PDF (*.pdf);;PNG (*.png)")
        self._program, self._survey, self._view = program, survey, view
        self._reach, self._unsaved = reach, unsaved
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
        self._arrange()
        self.area.currentIndexChanged.connect(lambda _row: self._show_area())
        self.scale.currentIndexChanged.connect(lambda _row: self._show_page())
        self.sheet.textChanged.connect(lambda _text: self._show_page())
        self.fault.currentTextChanged.connect(lambda _text: self._show_page())
        self._show_area()

    def _arrange(self) -> None:
        grid = self.grid()
        row(grid, "Area", self.area)
        row(grid, "Sheet number", self.sheet)
        row(grid, "Fault", self.fault)
        row(grid, "Scale", self.scale)
        row(grid, "Relief", self.relief)
        row(grid, "Resolution", self.dpi)
        row(grid, "File (PDF or PNG)", self.place)
        self.page = quiet("")
        row(grid, "Page", self.page)
        if self._unsaved:
            self.body.addWidget(quiet("Unsaved edits are not printed: save first."))
        self.add_progress()

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
