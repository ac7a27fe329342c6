"""What the View menu does, and going to places."""

from PyQt6.QtCore import QByteArray
from PyQt6.QtWidgets import QDockWidget

from ui.commands.group import Group
from ui.dialogs.goto import GoTo
from ui.opening import Parts
from ui.panels.layouts import Layouts
from ui.tools.snapping import Snapper

ZOOM_STEP = 2.0


class ViewCommands(Group):
    """The map view, the panels, finding and going to."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._places: QByteArray | None = None

    def snap(self, _checked: bool = False) -> None:
        """Switch snapping."""
        Snapper.of(self.workspace).toggle()

    def zoom_in(self, _checked: bool = False) -> None:
        """Twice the scale around the middle."""
        self.desk.view.navigation.zoom(ZOOM_STEP)

    def zoom_out(self, _checked: bool = False) -> None:
        """Half the scale around the middle."""
        self.desk.view.navigation.zoom(1 / ZOOM_STEP)

    def zoom_all(self, _checked: bool = False) -> None:
        """Show the whole survey."""
        self.desk.go_everywhere()

    def zoom_selection(self, _checked: bool = False) -> None:
        """Show what is selected."""
        self.desk.go_to(list(self.workspace.selection))

    def zoom_back(self, _checked: bool = False) -> None:
        """Back to the view before."""
        self.desk.view.navigation.previous()

    def leave_local_grid(self, _checked: bool = False) -> None:
        """Show the survey's map again instead of a local grid."""
        self.parts.opening.showing.local.leave()

    def refresh(self, _checked: bool = False) -> None:
        """Draw the map anew."""
        self.desk.view.refresh()

    def full_screen(self, checked: bool = False) -> None:
        """The whole screen, or a window again."""
        window = self.parts.window
        window.showFullScreen() if checked else window.showNormal()

    def table(self, _checked: bool = False) -> None:
        """Show the attribute table."""
        dock = self.parts.window.findChild(QDockWidget, "table")
        if isinstance(dock, QDockWidget):
            dock.show()
            dock.raise_()

    def toggle_panels(self, checked: bool = False) -> None:
        """Only the map, or the panels again as they were."""
        window = self.parts.window
        if checked:
            self._places = window.saveState()
            for dock in window.findChildren(QDockWidget):
                dock.hide()
        elif self._places is not None:
            window.restoreState(self._places)

    def layout_all(self, _checked: bool = False) -> None:
        """All panels."""
        self._layouts.choose("all")

    def layout_digitizing(self, _checked: bool = False) -> None:
        """The panels for drawing: survey, layers and record around a large map."""
        self._layouts.choose("digitizing")

    def layout_measuring(self, _checked: bool = False) -> None:
        """The panels for measuring: layers, record and profile."""
        self._layouts.choose("measuring")

    def layout_reviewing(self, _checked: bool = False) -> None:
        """The panels for going through records: survey, record, table, history."""
        self._layouts.choose("reviewing")

    def layout_reset(self, _checked: bool = False) -> None:
        """The panels of this layout where they stand at first."""
        self._layouts.reset()

    @property
    def _layouts(self) -> Layouts:
        found = self.parts.window.findChild(Layouts)
        assert isinstance(found, Layouts)
        return found

    def find(self, _checked: bool = False) -> None:
        """Go to the search box."""
        dock = self.parts.survey.parentWidget()
        if dock is not None:
            dock.show()
        self.parts.survey.search.setFocus()
        self.parts.survey.search.selectAll()

    def go_to(self, _checked: bool = False) -> None:
        """Go to a coordinate or a sheet."""
        dialog = GoTo(self.parts.window)
        if dialog.exec() and dialog.bounds is not None:
            self.leave_local_grid()
            self.desk.view.zoom_to(dialog.bounds)
