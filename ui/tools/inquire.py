"""Asking about a site on the map: a click or a sketch is the site; zones lie over the map with the reason for
their width at the cursor."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPen
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.drawing import SketchTool
from ui.tools.grounds import Ground, polyline_of
from ui.tools.many_sites import paint_site
from ui.tools.notes import TEXT
from ui.tools.rubber import Row
from ui.tools.sketch import Place
from ui.words import tr
from ui.workspace import Workspace

SITE = QColor(20, 90, 190)
FILL = QColor(20, 90, 190, 60)
POINT, AREA, LINE = "point", "area", "line"
LEAST = {POINT: 1, LINE: 2, AREA: 3}
# Words beside the cursor are broken into lines of about so many characters.
WIDE = 46


@dataclass
class Shown:
    """What the tool knows of the map: the zones that lie over it, the site asked about, and the way from it
    to the nearest strand."""

    grounds: Sequence[Ground] = ()
    site: BaseGeometry | None = None
    nearest: BaseGeometry | None = None


class InquireTool(SketchTool):
    """``sort`` is what a site is: point (one click), area or line (a sketch). ``asked`` tells its geometry
    in degrees."""

    name = "inquire"
    journalled = False

    asked = pyqtSignal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.sort = POINT
        self.least = LEAST[POINT]
        self.shown = Shown()

    @property
    def hint(self) -> str:
        if self.sort == POINT:
            return tr("Click the site that you ask about")
        if not self.sketch:
            return tr("Click the corners of the site") if self.sort == AREA else tr("Click along the route")
        return tr("Click the next place · Enter, right click or double click ends · Esc takes a place back")

    @property
    def keys_hint(self) -> str:
        return ""

    def take_sort(self, sort: str) -> None:
        """Ask about points, areas or lines from now on."""
        self.sort = sort
        self.least = LEAST[sort]
        self.sketch.clear()
        self.sketched()

    def show_over_map(self, shown: Shown) -> None:
        """Lay this over the map."""
        self.shown = shown
        self.redraw()

    def press(self, event: MapEvent) -> None:
        if self.sort == POINT:
            if event.button == Qt.MouseButton.LeftButton:
                self.asked.emit(Point(event.longitude, event.latitude))
            return
        super().press(event)

    def double_click(self, event: MapEvent) -> None:
        if self.sort != POINT:
            super().double_click(event)

    def done(self, points: list[Place]) -> bool:
        places = list(dict.fromkeys(points)) if self.sort == AREA else points
        if len(places) < self.least:
            return False
        self.asked.emit(Polygon(places) if self.sort == AREA else LineString(places))
        return True

    def notes(self) -> list[Row]:
        rows = super().notes()
        if self.pointer is None:
            return rows
        here, scale = Point(self.pointer), self.view.scale
        found = next((g for g in self.shown.grounds if g.holds(here, scale)), None)
        return rows if found is None else [*rows, *((line, TEXT) for line in _lines(found.why))]

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        if self.shown.nearest is not None:
            painter.setPen(QPen(QColor(30, 30, 30), 1.5, Qt.PenStyle.DashLine))
            painter.drawPolyline(polyline_of(scale, self.shown.nearest))
        if self.shown.site is not None:
            paint_site(painter, scale, self.shown.site, SITE, 2.5, FILL)
        super().paint(painter, scale)


def _lines(text: str) -> list[str]:
    """Text in lines that fit beside the cursor; Chinese breaks anywhere and counts twice."""
    lines, width = [""], 0
    for part in re.findall(r"[!-~]+ ?|.", text):
        size = sum(2 if ord(c) > 0x2E80 else 1 for c in part)
        if width and width + size > WIDE and part not in "，。、；：）":
            lines.append("")
            width = 0
        lines[-1] += part
        width += size
    return [line.strip() for line in lines]
