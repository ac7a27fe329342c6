"""The middle of the window: the edit bar, and the map with its tools and the messages over it."""

from collections.abc import Callable
from uuid import UUID

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from ui.canvas.view import MapView
from ui.layers.tree import LayerTree
from ui.panels.cover import Cover
from ui.panels.edit_bar import EditBar, redoable, sketching
from ui.panels.empty_map import EmptyMap
from ui.panels.extent import bounds, grid_of
from ui.panels.local_banner import LocalBanner
from ui.panels.messages import Messages
from ui.panels.stale_bar import StaleBar
from ui.tools.backslip import BackslipTool
from ui.tools.draw import ContinueTool, DrawTool
from ui.tools.fault_line import FaultLineTool
from ui.tools.inquire import InquireTool
from ui.tools.lateral import LateralTool
from ui.tools.measure import MeasureTool
from ui.tools.place import MovePointTool, OffsetTool, PointTool, WidthTool
from ui.tools.profile import ProfileTool
from ui.tools.reshape import JoinTool, ReshapeTool, ReverseTool, SplitTool
from ui.tools.select import PanTool, SelectTool
from ui.tools.tool import Tool
from ui.tools.trench import SiteTool, TrenchTool
from ui.tools.vertex import VertexTool
from ui.words import tr
from ui.workspace import Ref, Workspace

TOOLS: dict[str, Callable[[Workspace], Tool]] = {
    "pan": PanTool,
    "select": SelectTool,
    "draw": DrawTool,
    "continue_trace": ContinueTool,
    "reshape": ReshapeTool,
    "vertex": VertexTool,
    "split": SplitTool,
    "join": JoinTool,
    "reverse": ReverseTool,
    "add_point": PointTool,
    "add_offset": OffsetTool,
    "add_width": WidthTool,
    "move_point": MovePointTool,
    "add_site": SiteTool,
    "add_trench": TrenchTool,
    "measure": MeasureTool,
    "profile": ProfileTool,
    "lateral": BackslipTool,
    "piercing": LateralTool,
    "fault_line": FaultLineTool,
    "inquire": InquireTool,
}
# These make records that have a place on the earth; a local grid has none there.
EARTHLY = frozenset(
    (
        "draw",
        "continue_trace",
        "reshape",
        "vertex",
        "split",
        "join",
        "reverse",
        "add_point",
        "add_offset",
        "add_width",
        "move_point",
        "add_site",
        "add_trench",
        "inquire",
    )
)


class Desk(QWidget):
    """Holds one map and one tool of each sort; ``tool_changed`` tells the name of the active one,
    ``sketch_changed`` that something in its hand changed, ``first_wanted`` the command that an empty map
    or the strip over a local grid was asked for, ``place_wanted`` that records lie elsewhere than the map
    shows: in a local grid (its id), or on the earth (``None``)."""

    tool_changed = pyqtSignal(str)
    sketch_changed = pyqtSignal()
    first_wanted = pyqtSignal(str)
    place_wanted = pyqtSignal(object, object)

    def __init__(self, workspace: Workspace, undo: Callable[[], None], save: Callable[[], None]) -> None:
        super().__init__()
        self._workspace = workspace
        self.layers = LayerTree(self)
        self.view = MapView(workspace, self.layers)
        self.bar = EditBar(workspace, undo, save)
        self.stale_bar = StaleBar(workspace)
        self.banner = LocalBanner(workspace, self.first_wanted.emit)
        self.empty = EmptyMap(self.view, workspace, self.first_wanted.emit)
        self.cover = Cover(self.view, workspace.jobs)
        self.messages = Messages(self.view)
        self._tools: dict[str, Tool] = {}
        self.tool_name = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.banner)
        layout.addWidget(self.stale_bar)
        layout.addWidget(self.view, 1)
        self.bar.follow(self.view)
        workspace.told.connect(self.messages.show_text)
        workspace.withdrawn.connect(self.messages.withdraw)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all tools."""
        return tuple(TOOLS)

    @property
    def sketching(self) -> bool:
        """Whether the tool holds steps that can be taken back or brought back."""
        return sketching(self.view.tool)

    @property
    def redoable(self) -> bool | None:
        """Whether the tool has a step to carry out again; ``None``: the survey's edits are meant."""
        return redoable(self.view.tool)

    def tool(self, name: str) -> Tool:
        """The tool of this name, made when first needed."""
        if name not in self._tools:
            made = TOOLS[name](self._workspace)
            made.hint_changed.connect(self.bar.refresh)
            made.hint_changed.connect(self.sketch_changed)
            made.left.connect(lambda: self.choose("select"))
            self._tools[name] = made
        return self._tools[name]

    def choose(self, name: str) -> None:
        """Take up a tool; the sketch of the one before is kept."""
        if name not in TOOLS:
            return
        if name in EARTHLY and self._workspace.local is not None:
            self._workspace.tell(
                tr(
                    "A local grid is not on the earth: traces and points are drawn on the survey's map. Here"
                    " you measure: scarps (F7), offsets (F8), distances, and the fault's line."
                ),
                "warning",
            )
            self.tool_changed.emit(self.tool_name)
            return
        self.tool_name = name
        self.view.set_tool(self.tool(name))
        self.bar.refresh()
        self.tool_changed.emit(name)
        self.view.setFocus()

    def take_local_tool(self) -> None:
        """A local grid is shown: a tool that works on the earth only is put away."""
        if self.tool_name in EARTHLY:
            self.choose("select")

    def go_to(self, refs: list[Ref]) -> None:
        """Show these records where they lie."""
        session, local = self._workspace.session, self._workspace.local
        if session is None:
            return
        found, grid = bounds(session, refs), grid_of(session, refs)
        shown: UUID | None = local.grid.id if local is not None else None
        if found is None and grid is None:
            return
        if grid != shown:
            self.place_wanted.emit(grid, refs)
            return
        place = found if shown is None else self.view.scene.bounds_of(refs) or self.view.scene.bounds
        if place is not None:
            self.view.zoom_to(place)

    def go_everywhere(self) -> None:
        """Show the whole survey."""
        self.view.zoom_to_all()
