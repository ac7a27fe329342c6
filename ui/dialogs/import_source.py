"""The first page of the import: a place to drop on, and two ways to choose."""

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.dialogs.dialog import quiet
from ui.forms.widgets import Button

PATTERN = "*.gpkg *.geojson *.json *.shp *.kml *.kmz *.gmt *.gpx *.dxf *.zip *.las *.laz"
PATTERN += " *.jpg *.jpeg *.xlsx *.ods *.csv *.tsv *.txt *.oxcal"


def source_page(choose_file: Callable[[], object], choose_folder: Callable[[], object]) -> QWidget:
    """The page; its buttons do these."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addStretch()
    said = quiet(
        "Drop files or a folder here: GeoPackage, Shapefile, File GDB, KML, LAZ, photographs,"
        " OpenDroneMap results, tables of laboratory results (XLSX, CSV) …"
    )
    said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    layout.addWidget(said)
    line = QHBoxLayout()
    line.addStretch()
    line.addWidget(Button("Choose file…", choose_file, icon="open"))
    line.addWidget(Button("Choose folder…", choose_folder))
    line.addStretch()
    layout.addLayout(line)
    layout.addStretch()
    return page
