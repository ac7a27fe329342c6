"""Where? A place that is written, a site that is drawn, or a file of sites."""

from pathlib import Path

from PyQt6.QtCore import QEvent, pyqtSignal
from PyQt6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.forms.widgets import Button
from ui.panels.avoidance_parts import Choice, heading
from ui.panels.avoidance_trusted import TrustedBox
from ui.tools.inquire import AREA, LINE, POINT
from ui.words import tr

SORTS = ((POINT, "Point", "point"), (AREA, "Parcel", "area"), (LINE, "Route", "measure"))
DATUMS = (("cgcs2000", "CGCS2000/WGS84"), ("gcj02", "GCJ-02 (AMap, Tencent)"), ("bd09", "BD-09 (Baidu)"))
FILES = (
    "Sites (*.shp *.gpkg *.geojson *.json *.kml *.kmz *.gpx *.dxf *.tab *.xlsx *.xls *.ods *.csv *.zip)"
    ";;All files (*)"
)


class WhereBox(QWidget):
    """``written`` tells what was written, ``drawing`` the sort of site that is to be drawn, ``file_chosen``
    the file."""

    written = pyqtSignal(str)
    drawing = pyqtSignal(str)
    file_chosen = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.search, self.datum, self.trusted = QLineEdit(), Choice(), TrustedBox()
        self.sorts = QButtonGroup(self)
        self.open_button = Button("Open sites…", self.choose_file, icon="open")
        for datum, text in DATUMS:
            self.datum.addItem(text, datum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(heading("Where?"))
        column.addWidget(self.search)
        column.addLayout(self._sorts_row())
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.open_button)
        row.addWidget(self.datum, 1)
        column.addLayout(row)
        column.addWidget(self.trusted)
        self.search.returnPressed.connect(lambda: self.written.emit(self.search.text().strip()))
        self.sorts.buttonClicked.connect(lambda button: self.drawing.emit(button.objectName()))
        self._speak()

    def _sorts_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for sort, text, icon in SORTS:
            button = Button(text, icon=icon)
            button.setCheckable(True)
            button.setObjectName(sort)
            self.sorts.addButton(button)
            row.addWidget(button, 1)
        self.sorts.buttons()[0].setChecked(True)
        return row

    @property
    def system(self) -> str:
        """The system that coordinates of files and of the line are in: a name of ``avoidance.sites``."""
        return str(self.datum.currentData())

    def choose_file(self) -> None:
        """Choose a file of sites."""
        name, _ = QFileDialog.getOpenFileName(self, tr("Open sites"), "", tr(FILES))
        if name:
            self.file_chosen.emit(Path(name))

    def _speak(self) -> None:
        self.search.setPlaceholderText(tr("Longitude, latitude · sheet · fault"))
        for row, (_, text) in enumerate(DATUMS):
            self.datum.setItemText(row, tr(text))
        examples = ("102.26, 27.89", "102°15′32″E 27°53′41″N", "34513123.4, 3086543.2", "G48E001002")
        self.search.setToolTip("\n".join(examples))
        self.datum.setToolTip(tr("The system that coordinates of files and of the line above are in"))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.LanguageChange:
            self._speak()
