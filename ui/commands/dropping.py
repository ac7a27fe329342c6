"""Files and folders dropped on the window are imported."""

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QEvent, QObject, QTimer
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QWidget


class Dropping(QObject):
    """Takes what is dropped on a window to ``take``, once whoever dragged it is let go."""

    def __init__(
        self, window: QWidget, take: Callable[[list[Path]], None], ready: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._take, self._ready = take, ready
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject | None, event: QEvent | None) -> bool:
        if isinstance(event, QDragEnterEvent) and self._ready() and paths_of(event):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            paths = paths_of(event)
            event.acceptProposedAction()
            QTimer.singleShot(0, lambda: self._take(paths))
            return True
        return False


def paths_of(event: QDropEvent) -> list[Path]:
    """The files and folders that are dragged; none where it is text or a link to elsewhere."""
    data = event.mimeData()
    urls = data.urls() if data is not None else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
