"""Help: the command search, keys, tour, about."""

from PyQt6.QtWidgets import QToolBar, QWidget

from ui.commands.group import Group
from ui.dialogs.helps import About, CommandSearch, KeysHelp
from ui.dialogs.tour import STEPS, Step, Tour
from ui.opening import Parts


class HelpCommands(Group):
    """Shows what there is and how it is done."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self.running_tour: Tour | None = None
        parts.opening.showing.first_start.connect(self.tour)

    def commands(self, _checked: bool = False) -> None:
        """Search all commands."""
        window = self.parts.window
        actions = {action.objectName(): action for action in window.actions()}
        actions |= {action.objectName(): action for action in self.desk.view.actions()}
        dialog = CommandSearch(window, lambda name: name in actions and actions[name].isEnabled())
        if dialog.exec() and dialog.chosen:
            actions[dialog.chosen].trigger()

    def keys(self, _checked: bool = False) -> None:
        """Keys and mouse."""
        KeysHelp(self.parts.window).exec()

    def about(self, _checked: bool = False) -> None:
        """Version, licence, attribution."""
        session, program = self.workspace.session, self.parts.program
        place = program.place if program is not None else ""
        shown_data = session.survey.attribution if session is not None else ""
        About(self.parts.window, place, str(self.parts.state.home), shown_data).exec()

    def tour(self, _checked: bool = False) -> None:
        """Five steps through the window."""
        if self.running_tour is not None:
            self.running_tour.end()
        window = self.parts.window
        bars = (window.findChild(QToolBar), window.statusBar())
        parts = (self.parts.survey, self.desk.view, bars[0], self.parts.record, bars[1])
        steps = [
            Step(title, text, part)
            for (title, text), part in zip(STEPS, parts, strict=True)
            if isinstance(part, QWidget)
        ]
        self.running_tour = Tour(window, steps)
        self.running_tour.ended.connect(self._tour_ended)

    def _tour_ended(self) -> None:
        self.running_tour = None
        self.parts.state.settings.set("tour_seen", True)
