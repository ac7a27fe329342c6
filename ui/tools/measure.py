"""Measuring distance, bearing and area on the ellipsoid."""

import itertools

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from shapely import Polygon

from faultgis.crs import area_m2, distance_azimuth
from ui.canvas.events import MapEvent
from ui.tools.drawing import SketchTool
from ui.tools.notes import TEXT, azimuth_text, metres_text
from ui.tools.rubber import Row
from ui.tools.sketch import Place
from ui.words import tr
from ui.workspace import Workspace

QUIET = QColor(84, 92, 101)


def area_text(square_metres: float) -> str:
    """An area as people read it."""
    if square_metres >= 1e6:
        return f"{square_metres / 1e6:.3f} km²"
    return f"{square_metres:.0f} m²"


class MeasureTool(SketchTool):
    """Clicks measure step by step and in all; three or more vertices enclose an area. A right click ends the
    measurement, which stays to be read until the next click."""

    name = "measure"
    journalled = False

    measured = pyqtSignal(float, float)

    def __init__(self, workspace: Workspace) -> None:
        self._ended = False
        super().__init__(workspace)

    @property
    def hint(self) -> str:
        if self._ended or not self.sketch:
            return tr("Click where the measurement begins")
        return tr("Click the next place · right click ends · Esc takes a place back")

    @property
    def busy(self) -> bool:
        return bool(self.sketch) and not self._ended

    def wants(self, event: QKeyEvent) -> bool:
        return self._copies(event) or (self.busy and super().wants(event))

    def _copies(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Copy) and len(self.sketch.points) > 1

    def key(self, event: QKeyEvent) -> bool:
        clipboard = QGuiApplication.clipboard()
        if self._copies(event) and clipboard is not None:
            clipboard.setText(self.result)
            return True
        if self._ended and event.key() == Qt.Key.Key_Escape and self.sketch:
            self._ended = False
            self.sketch.clear()
            return self.sketched()
        return super().key(event)

    def press(self, event: MapEvent) -> None:
        if self._ended and event.button == Qt.MouseButton.LeftButton:
            self._ended = False
            self.sketch.clear()
        super().press(event)

    def _path(self) -> list[Place]:
        return [] if self._ended else super()._path()

    def finish(self) -> None:
        if len(self.sketch.points) < 2:
            return
        self._ended = True
        self.sketched()
        self.workspace.tell(self.result)

    @property
    def result(self) -> str:
        """What was measured, in a line; Ctrl+C copies it."""
        return " · ".join(text for text, _ in self.notes())

    def done(self, points: list[Place]) -> bool:
        return False

    def notes(self) -> list[Row]:
        places = [*self.sketch.points, *self.path]
        if len(places) < 2:
            return []
        steps = [distance_azimuth(*a, *b) for a, b in itertools.pairwise(places)]
        total = sum(metres for metres, _ in steps)
        self.measured.emit(total, steps[-1][1])
        rows = [(f"{metres_text(steps[-1][0])} · {azimuth_text(steps[-1][1])}", TEXT)]
        if len(steps) > 1:
            _, direct = distance_azimuth(*places[0], *places[-1])
            rows.append((tr("total {length}", length=metres_text(total)), TEXT))
            rows.append((tr("first to last {azimuth}", azimuth=azimuth_text(direct)), QUIET))
        if len(set(places)) > 2:
            rows.append((tr("area {area}", area=area_text(area_m2(Polygon(places)))), QUIET))
        return rows
