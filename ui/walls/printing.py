"""Printing from a log's window: what is on its walls now, to scale."""

from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMainWindow

from ui.dialogs.print_log import PrintLog
from ui.walls.hub import Hub


def print_action(window: QMainWindow, hub: Hub) -> QAction:
    """The button that opens the dialog for this trench; its word is the window's to speak."""
    action = QAction(window)
    action.setProperty("drawing", "print")
    action.setShortcut(QKeySequence("Ctrl+P"))
    action.triggered.connect(lambda _checked: print_log(window, hub))
    return action


def print_log(window: QMainWindow, hub: Hub) -> None:
    """Ask how the log is to be printed, and print it."""
    session = hub.workspace.session
    if session is not None and hub.log is not None:
        PrintLog(window, hub.workspace.jobs, session.records, [hub.log.trench.id]).exec()
