"""Layouts of the panels by task: which of them are shown, and where; each remembers how it was left."""

from collections.abc import Mapping

from PyQt6.QtCore import QByteArray, QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QDockWidget, QMainWindow

from ui.state import State

VERSION = 2
ALL = "all"
SHOWN: Mapping[str, tuple[str, ...]] = {
    "digitizing": ("survey", "layers", "record"),
    "measuring": ("layers", "record", "profile", "table"),
    "planning": ("avoidance",),
    "reviewing": ("survey", "record", "table", "history", "findings", "jobs", "chain"),
}
IN_FRONT = {"measuring": "profile", "reviewing": "table"}
BOTTOM_PX = {"measuring": 270, "reviewing": 260}


class Layouts(QObject):
    """The layouts of one window, whose panels stand as they do at first when this is made. ``chosen`` tells
    the name of the one that is shown now."""

    chosen = pyqtSignal(str)

    def __init__(self, window: QMainWindow, state: State) -> None:
        super().__init__(window)
        self._window, self._state = window, state
        self._first = window.saveState(VERSION)
        kept = state.text("layout/current", ALL)
        self.current = kept if kept in SHOWN else ALL

    def choose(self, name: str) -> None:
        """Show a layout as it was left."""
        if name != self.current:
            self.keep()
            self.current = name
            kept = self._state.blob(f"layout/{name}")
            if kept is None or not self._window.restoreState(kept, VERSION):
                self.reset()
        self._state.keep("layout/current", name)
        # At once, not only when the window closes: a program that was killed comes up as it was.
        self._state.keep("window/places", self.places())
        self.chosen.emit(name)

    def reset(self) -> None:
        """Put the panels of the layout that is shown back in their places."""
        self._window.restoreState(self._first, VERSION)
        shown = SHOWN.get(self.current)
        if shown is None:
            return
        docks = {dock.objectName(): dock for dock in self._window.findChildren(QDockWidget)}
        for name, dock in docks.items():
            dock.setVisible(name in shown)
        front = docks.get(IN_FRONT.get(self.current, ""))
        if front is not None:
            front.raise_()
            self._window.resizeDocks([front], [BOTTOM_PX[self.current]], Qt.Orientation.Vertical)

    def keep(self) -> None:
        """Remember how the layout stands, unless only the map is shown."""
        if any(not dock.isHidden() for dock in self._window.findChildren(QDockWidget)):
            self._state.keep(f"layout/{self.current}", self.places())

    def places(self) -> QByteArray:
        """Where all panels are now."""
        return self._window.saveState(VERSION)
