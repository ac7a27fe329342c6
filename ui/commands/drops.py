"""Files dropped on the map: point clouds and rasters become layers."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QWidget

from ui.layers.cloud import is_cloud

RASTERS = (".tif", ".tiff", ".img", ".vrt", ".asc", ".dem", ".jpg", ".jpeg", ".png")
Show = Callable[[Path], None]


class Drops(QObject):
    """Watches a widget; ``cloud``, ``raster`` and ``other`` are called with each file that is dropped on it,
    once the program that it comes from has been answered."""

    def __init__(self, target: QWidget, cloud: Show, raster: Show, other: Show) -> None:
        super().__init__(target)
        self._shows = cloud, raster, other
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        if isinstance(event, QDragEnterEvent) and _files(event):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            for file in _files(event):
                self._show(file)
            return True
        return False

    def _show(self, file: Path) -> None:
        cloud, raster, other = self._shows
        suffix = file.suffix.lower()
        (cloud if is_cloud(file) else raster if suffix in RASTERS else other)(file)


def _files(event: QDropEvent) -> list[Path]:
    data = event.mimeData()
    urls = data.urls() if data is not None else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
