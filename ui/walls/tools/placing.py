"""One click, one thing: a sample, or the area around a place."""

from uuid import UUID

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QPainter

from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.records.sample import Sample
from faultgis.records.trench import StratUnit
from faultgis.services import logging
from faultgis.walls.frames import Place, to_wall
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.snapping import paint_cue
from ui.tools.tool import Tool
from ui.walls.snapping import WallSnapper
from ui.walls.tools.common import Choices, wall_of
from ui.words import tr
from ui.workspace import Workspace


class _ClickTool(Tool):
    """A click does it."""

    def __init__(self, workspace: Workspace, snapper: WallSnapper, choices: Choices) -> None:
        super().__init__(workspace)
        self.snapper = snapper
        self.choices = choices

    def elsewhere(self) -> None:
        """What the map shows means nothing to a wall."""

    def press(self, event: MapEvent) -> None:
        if event.button != Qt.MouseButton.LeftButton or self.session is None:
            return
        self.move(event)
        place = to_wall(self.place(event))
        try:
            edit = self.edit(place)
        except FaultGISError as error:
            self.refuse(error)
            return
        if edit is not None and self.apply(edit):
            made = [c for c in edit.changes if c.after is not None and c.kind == "wall_feature"]
            self.workspace.select([("wall_feature", change.id) for change in made])

    def edit(self, place: Place) -> Edit | None:
        """What a click at a place of the wall does."""
        raise NotImplementedError


class SampleTool(_ClickTool):
    """A new sample where it was taken; a sample chosen in the list gets its place."""

    name = "log_sample"
    placed = pyqtSignal(object)

    @property
    def hint(self) -> str:
        sample = self._chosen()
        if sample is not None:
            return tr("Click where sample {code} was taken", code=sample.code)
        return tr("Click where the sample was taken: it belongs to the unit that lies there")

    def _chosen(self) -> Sample | None:
        key: UUID | None = self.choices.sample_id
        found = self.session.get("sample", key) if self.session is not None else None
        return found if isinstance(found, Sample) else None

    def edit(self, place: Place) -> Edit | None:
        wall = wall_of(self.view, self.session)
        if wall is None or self.session is None:
            return None
        edit = logging.place_sample(self.session.records, wall, place, self._chosen())
        self.choices.sample_id = None
        return edit

    def move(self, event: MapEvent) -> None:
        self.snap = None
        self.redraw()


class FillTool(_ClickTool):
    """The area that contacts and faults close around a click, as an area of the chosen unit."""

    name = "log_fill"

    @property
    def hint(self) -> str:
        unit = self._unit()
        if unit is None:
            return tr("Click inside lines that close: the area between them becomes a unit's")
        return tr("Click inside lines that close: the area becomes unit {code}", code=unit.code)

    def _unit(self) -> StratUnit | None:
        found = self.session.get("strat_unit", self.choices.unit_id) if self.session is not None else None
        return found if isinstance(found, StratUnit) else None

    def edit(self, place: Place) -> Edit | None:
        wall = wall_of(self.view, self.session)
        if wall is None or self.view.log is None:
            return None
        return logging.close_area(self.view.log, wall, place, self._unit())

    def place(self, event: MapEvent) -> tuple[float, float]:
        return event.longitude, event.latitude

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        paint_cue(painter, scale, None)
