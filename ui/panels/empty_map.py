"""What stands in the middle of a map on which nothing has a place yet: what to begin with."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.canvas.view import MapView
from ui.forms.widgets import Button, IconButton, Label
from ui.workspace import Workspace

WIDTH = 420
WAYS = (
    ("Import file…", "import_file"),
    ("Add relief or image…", "add_raster"),
    ("Add point cloud…", "add_cloud"),
    ("Go to coordinate or sheet…", "go_to"),
)


class EmptyMap(QFrame):
    """Offers the first steps in a survey without faults, points and relief; out of the way once one was
    taken or the user clicked on the map, until another survey is opened."""

    def __init__(self, view: MapView, workspace: Workspace, wanted: Callable[[str], object]) -> None:
        super().__init__(view)
        self._view, self._workspace, self._wanted = view, workspace, wanted
        self._closed = False
        self.setProperty("card", True)
        self.setFixedWidth(WIDTH)
        head = QHBoxLayout()
        head.addWidget(Label("Nothing has a place in this survey yet.", "title", wrap=True), 1)
        head.addWidget(IconButton("close", "Close", self._close))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(
            Label("Begin with a file, with a relief to draw on, or at the place itself.", "quiet", wrap=True)
        )
        for text, action in WAYS:
            layout.addWidget(Button(text, partial(self._take, action)))
        workspace.opened.connect(self._opened)
        workspace.place_changed.connect(self.refresh)
        workspace.changed.connect(lambda _changes: self.refresh())
        view.layers.redraw.connect(lambda _image: self.refresh())
        view.installEventFilter(self)
        self.refresh()

    def refresh(self) -> None:
        """Be there exactly while nothing else is."""
        on_earth = self._workspace.session is not None and self._workspace.local is None
        empty = on_earth and self._view.scene.bounds is None
        self.setVisible(empty and not self._closed)
        self._place()

    def _opened(self) -> None:
        self._closed = False
        self.refresh()

    def _close(self) -> None:
        self._closed = True
        self.refresh()

    def _take(self, action: str) -> None:
        self._close()
        self._wanted(action)

    def _place(self) -> None:
        self.adjustSize()
        room: QWidget = self._view
        self.move(max(0, (room.width() - self.width()) // 2), max(0, (room.height() - self.height()) // 3))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and self.isVisible():
            if event.type() == QEvent.Type.Resize:
                self._place()
            elif event.type() == QEvent.Type.MouseButtonPress:
                self._close()
        return False
