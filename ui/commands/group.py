"""What the groups of commands share."""

from PyQt6.QtCore import QObject

from ui.opening import Parts


class Group(QObject):
    """Commands as methods named like their ids; each takes whether a switch is on."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self.parts = parts
        self.workspace = parts.workspace
        self.desk = parts.desk
