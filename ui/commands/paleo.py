"""What belongs to ages, slip rates and probabilities."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDockWidget

from faultgis.errors import FaultGISError
from faultgis.services import practice
from ui.commands.group import Group

# What of the window's height the panel takes when it is called.
SHARE = 0.62


class PaleoCommands(Group):
    """The panel of ages, the practice trench, exchange with OxCal."""

    def ages(self, _checked: bool = False) -> None:
        """Show the panel of ages, rates and probabilities, with room for its plots."""
        window = self.parts.window
        dock = window.findChild(QDockWidget, "chain")
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()
            window.resizeDocks([dock], [int(SHARE * window.height())], Qt.Orientation.Vertical)

    def practice_trench(self, _checked: bool = False) -> None:
        """Put the practice trench across the survey's longest fault."""
        session = self.workspace.session
        if session is None:
            return
        try:
            edit = practice.practice_trench(session.records, session.survey.id)
        except FaultGISError as error:
            self.workspace.tell_error(error)
            return
        self.workspace.apply(edit)
        site = next(c.after for c in edit.changes if c.kind == "trench_site")
        if site is not None:
            self.workspace.select([("trench_site", site.id)])
