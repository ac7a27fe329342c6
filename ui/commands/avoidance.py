"""What belongs to the planner: the view that answers for a site, and files of sites."""

from pathlib import Path

from PyQt6.QtWidgets import QDialog, QDockWidget

from ui.commands.group import Group
from ui.dialogs.sites_system import SitesSystem
from ui.panels.avoidance_files import SitesFiles
from ui.panels.layouts import Layouts


class AvoidanceCommands(Group):
    """The planner's view."""

    def follow(self, files: SitesFiles) -> None:
        """Ask where files of sites belong that do not say it."""

        def ask(path: Path) -> None:
            dialog = SitesSystem(self.parts.window, path)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                files.open(path, dialog.system.code)

        files.unplaced.connect(ask)

    def inquire(self, _checked: bool = False) -> None:
        """Ask about a site: the map with one column of questions beside it, and nothing else."""
        layouts = self.parts.window.findChild(Layouts)
        if isinstance(layouts, Layouts):
            layouts.choose("planning")
        self.desk.choose("inquire")
        dock = self.parts.window.findChild(QDockWidget, "avoidance")
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()

    def layout_planning(self, checked: bool = False) -> None:
        """The panels of the planner."""
        self.inquire(checked)
