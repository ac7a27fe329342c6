"""Point clouds dropped on the map are shown as layers; all else that is dropped is the window's to import."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QWidget

from ui.commands.dropping import paths_of
from ui.layers.cloud import is_cloud


class CloudDrops(QObject):
    """Watches the map; ``show`` is called with each cloud that is dropped on it. What is no cloud, or has
    other files with it, goes on to the window."""

    def __init__(self, target: QWidget, show: Callable[[Path], None]) -> None:
        super().__init__(target)
        self._show_cloud = show
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        dropped = isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop
        if not (dropped or isinstance(event, QDragEnterEvent)):
            return False
        assert isinstance(event, QDropEvent)
        files = paths_of(event)
        if not files or not all(is_cloud(file) for file in files):
            return False
        event.acceptProposedAction()
        for file in files if dropped else ():
            self._show_cloud(file)
        return True
