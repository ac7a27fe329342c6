"""The first page of the import: a place to drop on, and two ways to choose."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.dialogs.dialog import quiet
from ui.forms.widgets import Button

_SUFFIXES = (
    "gpkg", "geojson", "json", "shp", "kml", "kmz", "gmt", "gpx", "dxf", "tab", "mif", "wt", "wl", "wp",
    "gdb", "zip", "gz", "tar", "las", "laz", "jpg", "jpeg", "xlsx", "xls", "ods", "csv", "tsv", "txt",
    "oxcal",
)  # fmt: skip
# Some systems' dialogs tell capitals apart, and MapGIS writes them.
PATTERN = " ".join(f"*.{suffix} *.{suffix.upper()}" for suffix in _SUFFIXES)


class SourcePage(QWidget):
    """The page; its buttons do these, ``take`` what is dropped on it."""

    def __init__(
        self,
        choose_file: Callable[[], object],
        choose_folder: Callable[[], object],
        take: Callable[[list[Path]], object],
    ) -> None:
        super().__init__()
        self._take = take
        self.setAcceptDrops(True)
        self.file = Button("Choose files…", choose_file, icon="open")
        layout = QVBoxLayout(self)
        layout.addStretch()
        said = quiet(
            "Drop files or a folder here: GeoPackage, Shapefile, File GDB, MapGIS, DXF, KML, national"
            " packages, LAZ, photographs, QField and OpenDroneMap folders, tables (XLSX, CSV) …"
        )
        said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(said)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(self.file)
        line.addWidget(Button("Choose folder…", choose_folder))
        line.addStretch()
        layout.addLayout(line)
        layout.addStretch()

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        if event is not None and data is not None and data.hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        data = event.mimeData() if event is not None else None
        urls = data.urls() if data is not None else []
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            self._take(paths)
