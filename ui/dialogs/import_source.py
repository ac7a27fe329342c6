"""The first page of the import: a place to drop on, and two ways to choose."""

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.dialogs.dialog import quiet
from ui.forms.widgets import Button

_SUFFIXES = (
    "gpkg", "geojson", "json", "shp", "kml", "kmz", "gmt", "gpx", "dxf", "tab", "mif", "wt", "wl", "wp",
    "gdb", "zip", "gz", "tar", "las", "laz", "jpg", "jpeg", "xlsx", "ods", "csv", "tsv", "txt", "oxcal",
)  # fmt: skip
# Some systems' dialogs tell capitals apart, and MapGIS writes them.
PATTERN = " ".join(f"*.{suffix} *.{suffix.upper()}" for suffix in _SUFFIXES)


def source_page(choose_file: Callable[[], object], choose_folder: Callable[[], object]) -> QWidget:
    """The page; its buttons do these."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addStretch()
    said = quiet(
        "Drop files or a folder here: GeoPackage, Shapefile, File GDB, MapGIS, DXF, KML, national packages,"
        " LAZ, photographs, QField and OpenDroneMap folders, tables (XLSX, CSV) …"
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
