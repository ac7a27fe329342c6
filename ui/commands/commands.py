"""All commands of the window, run by id."""

from collections.abc import Callable

from PyQt6.QtCore import QObject

from ui.commands.appearance import AppearanceCommands
from ui.commands.avoidance import AvoidanceCommands
from ui.commands.clouds import CloudCommands
from ui.commands.delivery import DeliveryCommands
from ui.commands.dropping import Dropping
from ui.commands.drops import CloudDrops
from ui.commands.edit import EditCommands
from ui.commands.group import Group
from ui.commands.helps import HelpCommands
from ui.commands.paleo import PaleoCommands
from ui.commands.survey import SurveyCommands
from ui.commands.trench import TrenchCommands
from ui.commands.view import ViewCommands
from ui.opening import Parts


class Commands(QObject):
    """Runs commands by id; what is enabled when, ``conditions`` says."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self.parts = parts
        self.survey = SurveyCommands(parts)
        self.clouds = CloudCommands(parts)
        self.edit = EditCommands(parts)
        self.view = ViewCommands(parts)
        self.appearance = AppearanceCommands(parts)
        self.avoidance = AvoidanceCommands(parts)
        self.paleo = PaleoCommands(parts)
        self.trench = TrenchCommands(parts)
        self.delivery = DeliveryCommands(parts)
        self.help = HelpCommands(parts)
        self.drops = CloudDrops(parts.desk.view, self.clouds.show_cloud)
        self.dropping = Dropping(
            parts.window, self.survey.import_paths, lambda: parts.workspace.session is not None
        )

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups in which a command is looked for."""
        return (
            self.survey,
            self.clouds,
            self.edit,
            self.view,
            self.paleo,
            self.trench,
            self.avoidance,
            self.delivery,
            self.appearance,
            self.help,
        )

    def handler(self, name: str) -> Callable[[bool], object] | None:
        """The method that carries out a command; ``None`` for tools."""
        found = (getattr(type(group), name, None) and getattr(group, name) for group in self.groups)
        return next(filter(None, found), None)

    def run(self, name: str, checked: bool = False) -> None:
        """Carry out the command ``name``; tools are taken up, the others are methods of this name."""
        handler = self.handler(name)
        if handler is not None:
            handler(checked)
        else:
            self.parts.desk.choose(name)

    def conditions(self) -> set[str]:
        """The conditions that hold now, as the action table names them."""
        session, selection = self.parts.workspace.session, self.parts.workspace.selection
        kinds = [kind for kind, _ in selection]
        redoable = self.parts.desk.redoable
        true = {
            "connected": self.parts.program is not None,
            "survey": session is not None,
            "selection": bool(selection),
            "undo": bool(session and session.history.done) or self.parts.desk.sketching,
            "redo": bool(session and session.history.undone) if redoable is None else redoable,
            "unsaved": bool(session and session.saved) and not self.parts.workspace.saving,
            "one_fault": kinds == ["fault"],
            "trench_site": session is not None and bool(session.records["trench_site"]),
            "checked": self.delivery.checked,
            "local": self.parts.workspace.local is not None,
        }
        return {name for name, holds in true.items() if holds}
