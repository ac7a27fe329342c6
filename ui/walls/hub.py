"""What the parts of the log editor share: the log as it stands, what is chosen, where to look."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PyQt6.QtCore import QObject, pyqtSignal

from faultgis.changes import Changes
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.records.trench import Wall
from faultgis.walls.log import LOG_KINDS, TrenchLog, log_of
from ui.walls.pictures import WallPictures
from ui.walls.tools.common import Choices
from ui.workspace import Ref, Workspace


class Hub(QObject):
    """Follows the open survey. ``renewed`` tells that the log changed, ``look_wanted`` that a place of a wall
    is to be shown, ``wall_changed`` that another wall is worked on, ``gone`` that the log is no more."""

    renewed = pyqtSignal()
    pictures_ready = pyqtSignal()
    look_wanted = pyqtSignal(object, float, float)
    wall_changed = pyqtSignal()
    gone = pyqtSignal()

    def __init__(self, workspace: Workspace, trench_id: UUID, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.trench_id = trench_id
        self.choices = Choices()
        self.pictures = WallPictures(workspace.jobs, self.pictures_ready.emit, workspace.tell_error)
        self.wall_id: UUID | None = None
        self.log: TrenchLog | None = None
        self._gather()
        workspace.changed.connect(self._changed)
        workspace.opened.connect(self.gone)

    def _gather(self) -> bool:
        """Take the log as it stands; say whether there still is one."""
        session = self.workspace.session
        self.log = log_of(session.records, self.trench_id) if session is not None else None
        if self.log is None:
            return False
        if self.wall_id not in self.log.walls:
            self.wall_id = next((wall.id for wall in self.walls), None)
        choices = self.choices
        choices.unit_id = choices.unit_id if choices.unit_id in self.log.units else None
        choices.event_id = choices.event_id if choices.event_id in self.log.events else None
        choices.sample_id = choices.sample_id if choices.sample_id in self.log.samples else None
        return True

    def _changed(self, changes: Changes) -> None:
        if self.log is None or not changes.touches(*LOG_KINDS):
            return
        if self._gather():
            self.renewed.emit()
        else:
            self.gone.emit()

    def stop(self) -> None:
        """The window closes: nothing is done any more."""
        self.log = None
        self.pictures.stop()

    @property
    def walls(self) -> list[Wall]:
        """The walls of the trench: those not mirrored first."""
        found = self.log.walls.values() if self.log is not None else ()
        return sorted(found, key=lambda wall: (wall.mirrored, wall.code))

    @property
    def wall(self) -> Wall | None:
        """The wall that is worked on."""
        return self.log.walls.get(self.wall_id) if self.log is not None and self.wall_id else None

    def work_on(self, wall_id: UUID | None) -> None:
        """Another wall is worked on from now on."""
        if wall_id != self.wall_id:
            self.wall_id = wall_id
            self.wall_changed.emit()

    def do(self, make: Callable[[TrenchLog], Edit]) -> Edit | None:
        """Carry out an edit made of the log; refusals are told. Returns the edit, if it changed something."""
        if self.log is None:
            return None
        try:
            edit = make(self.log)
        except FaultGISError as error:
            self.workspace.tell_error(error)
            return None
        if edit.changes:
            self.workspace.apply(edit)
        return edit if edit.changes else None

    def select(self, *refs: Ref) -> None:
        """Make these records the selection."""
        self.workspace.select(refs)

    def selected(self, kind: str) -> list[UUID]:
        """The selected records of a kind."""
        return [key for one, key in self.workspace.selection if one == kind]

    def record(self, kind: str, key: UUID | None) -> Any:
        """A record as it stands."""
        return self.workspace.record((kind, key)) if key is not None else None
