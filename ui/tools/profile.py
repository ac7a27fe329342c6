"""Drawing a profile across a trace: two clicks; the last line stays on the map."""

from PyQt6.QtCore import QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPen

from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.drawing import SketchTool
from ui.tools.rubber import ACCENT
from ui.tools.sketch import Place
from ui.words import tr
from ui.workspace import Workspace

CASING = QColor(255, 255, 255, 200)


class ProfileTool(SketchTool):
    """The second click ends the line and has its profile shown."""

    name = "profile"
    journalled = False

    drawn = pyqtSignal(object, object)

    def __init__(self, workspace: Workspace) -> None:
        self.line: tuple[Place, Place] | None = None
        self.mark: Place | None = None
        super().__init__(workspace)

    @property
    def hint(self) -> str:
        if not self.sketch:
            return tr("Click where the profile begins, on one side of the scarp")
        return tr("Click where the profile ends, across the trace · Esc takes the start back")

    def reset(self) -> None:
        self.line = self.mark = None
        super().reset()

    def add(self, *places: Place) -> None:
        super().add(*places)
        if len(self.sketch.points) >= self.least:
            self.finish()

    def done(self, points: list[Place]) -> bool:
        self.show_line((points[0], points[-1]))
        self.drawn.emit(points[0], points[-1])
        return True

    def show_line(self, line: tuple[Place, Place] | None) -> None:
        """The line whose profile is being looked at."""
        self.line, self.mark = line, None
        self.redraw()

    def show_mark(self, place: Place | None) -> None:
        """A place on the line that is pointed at in the profile."""
        self.mark = place
        self.redraw()

    def press(self, event: MapEvent) -> None:
        if event.button == Qt.MouseButton.LeftButton or self.sketch:
            super().press(event)

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        if self.line is not None:
            start, end = (QPointF(*scale.to_screen(*place)) for place in self.line)
            for pen in (QPen(CASING, 4.0), QPen(ACCENT, 2.0)):
                painter.setPen(pen)
                painter.drawLine(start, end)
            painter.setBrush(ACCENT)
            painter.drawEllipse(start, 4.0, 4.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.mark is not None:
            painter.setPen(QPen(ACCENT, 2.0))
            painter.drawEllipse(QPointF(*scale.to_screen(*self.mark)), 6.0, 6.0)
        super().paint(painter, scale)
