"""The tools of the log editor by name; one is in hand, over the wall where the mouse is."""

from collections.abc import Iterator
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from ui.tools.tool import Tool
from ui.walls.hub import Hub
from ui.walls.snapping import WallSnapper
from ui.walls.tools.drawing import (
    WallDrawTool,
    WallMeasureTool,
    WallReshapeTool,
    WallSketchTool,
    WallSplitTool,
)
from ui.walls.tools.editing import WallEditTool
from ui.walls.tools.placing import FillTool, SampleTool
from ui.walls.view import WallView
from ui.words import tr

# Name, icon, word of the button, key.
BUTTONS: tuple[tuple[str, str, str, str], ...] = (
    ("log_select", "select", "Select", "V"),
    ("log_contact", "contact", "Contact", "C"),
    ("log_fault", "fault_line", "Fault", "X"),
    ("log_event_horizon", "horizon", "Horizon", "E"),
    ("log_unit", "area", "Draw area", "U"),
    ("log_fill", "fill", "Close area", "A"),
    ("log_colluvial_wedge", "wedge", "Wedge", "W"),
    ("log_fissure_fill", "fissure", "Fissure", "I"),
    ("log_crack", "crack", "Crack", "K"),
    ("log_liquefaction", "sand_blow", "Sand blow", "B"),
    ("log_sample", "sample", "Sample", "P"),
    ("log_reshape", "reshape", "Reshape", "R"),
    ("log_split", "split", "Cut", "T"),
    ("log_measure", "measure", "Measure", "M"),
)
PARTS = (1, 6, 10, 11)
"""After which buttons a line divides them."""


class Toolbox(QObject):
    """Holds one tool of each sort; ``changed`` tells the name of the one in hand."""

    changed = pyqtSignal(str)
    hinted = pyqtSignal()

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._hub = hub
        self._snapper = WallSnapper(hub.workspace)
        self._tools: dict[str, Tool] = {}
        self.view: WallView | None = None
        self.name = "log_select"

    def tool(self, name: str) -> Any:
        """The tool of this name, made when first needed."""
        if name not in self._tools:
            made = self._tools[name] = self._make(name)
            made.hint_changed.connect(self.hinted)
            made.left.connect(lambda: self.choose("log_select"))
        return self._tools[name]

    def _make(self, name: str) -> Tool:
        workspace, choices = self._hub.workspace, self._hub.choices
        if name == "log_select":
            return WallEditTool(workspace, self._snapper)
        if name == "log_reshape":
            return WallReshapeTool(workspace, self._snapper)
        if name == "log_split":
            return WallSplitTool(workspace, self._snapper)
        if name == "log_measure":
            return WallMeasureTool(workspace, self._snapper)
        if name == "log_sample":
            return SampleTool(workspace, self._snapper, choices)
        if name == "log_fill":
            return FillTool(workspace, self._snapper, choices)
        return WallDrawTool(workspace, self._snapper, name.removeprefix("log_"), choices)

    def choose(self, name: str) -> None:
        """Take up a tool; the sketch of the one before is kept."""
        self.name = name
        if self.view is not None:
            self.view.set_tool(self.tool(name))
            self.view.setFocus()
        self.changed.emit(name)

    def move_to(self, view: WallView) -> None:
        """The mouse came to another wall: the tool follows, unless something half done waits in it."""
        if view is self.view or view.wall is None:
            return
        tool = self.tool(self.name)
        if self.view is not None and tool.busy:
            return
        if self.view is not None:
            self.view.set_tool(None)
        self.view = view
        view.set_tool(tool)
        self._hub.work_on(view.wall.id)

    def refuse_elsewhere(self, view: WallView) -> None:
        """Say why a click on another wall does nothing."""
        if self.view is not None and view is not self.view and self.view.wall is not None:
            wall = self.view.wall.code
            self._hub.workspace.tell(
                tr("Finish on wall {wall} first (Enter), or cancel it (Shift+Esc).", wall=wall), "warning"
            )

    @property
    def sketches(self) -> Iterator[WallSketchTool]:
        """The tools in which something half drawn waits."""
        return (t for t in self._tools.values() if isinstance(t, WallSketchTool) and t.busy)

    def forget(self) -> None:
        """The editor closes: what waits half drawn is dropped, and the tools go."""
        if self.view is not None:
            self.view.set_tool(None)
        for tool in self._tools.values():
            if isinstance(tool, WallSketchTool) and tool.busy:
                tool.sketch.clear()
                tool.sketched()
            tool.reset()
            tool.deleteLater()
        self._tools = {}
        self._snapper.deleteLater()
