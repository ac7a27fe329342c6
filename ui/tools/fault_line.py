"""Drawing the fault's line in a local grid: offsets are matched across it and profiles cross it there."""

from ui.tools.drawing import SketchTool
from ui.tools.sketch import Place
from ui.words import tr


class FaultLineTool(SketchTool):
    """The finished line is kept with the grid; drawn again it takes the place of the one before."""

    name = "fault_line"
    journalled = False

    @property
    def hint(self) -> str:
        if self.sketch:
            return self.keys_hint
        return tr("Draw the fault's line in this grid; offsets are matched across it")

    def done(self, points: list[Place]) -> bool:
        local = self.workspace.local
        if local is None:
            self.workspace.tell(tr("Open a local grid first: on the earth the fault has traces."), "warning")
            return False
        return self.apply(local.with_fault_line(points))
