"""Trench sites and trenches on the map."""

from typing import Any

from PyQt6.QtCore import QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPen
from shapely import LineString, MultiLineString, Point

from faultgis.changes import Change
from faultgis.crs import distance_azimuth
from faultgis.edits import Edit
from faultgis.errors import FaultGISError
from faultgis.records.kinds import AnyRecord
from faultgis.records.trace import Trace
from faultgis.records.trench import TrenchSite
from faultgis.services import trenching
from ui.canvas.events import MapEvent
from ui.canvas.scale import MapScale
from ui.tools.drawing import SketchTool
from ui.tools.place import PlaceTool
from ui.tools.rubber import ACCENT
from ui.tools.sketch import Place
from ui.words import tr
from ui.workspace import Workspace

NEAR_M = 200.0
"""How far from a trench the site may lie that it belongs to, unless one is selected."""


class SiteTool(PlaceTool):
    """A new trench site; on a trace it belongs to its fault."""

    name = "add_site"

    @property
    def hint(self) -> str:
        return tr("Click on the fault where the trench is to be dug")

    def make(self, **fields: Any) -> AnyRecord:
        fields.pop("trace_id", None)
        fault = fields.pop("fault_id", None)
        place: Point = fields.pop("geometry")
        assert self.session is not None
        edit = trenching.new_site(
            self.session.records, fields["survey_id"], (place.x, place.y), fault_id=fault
        )
        made = edit.changes[0].after
        assert made is not None
        return made


class TrenchTool(SketchTool):
    """A trench from one end to the other; it belongs to the selected site, else to the nearest within 200 m,
    else a site is made where it crosses a fault. ``dug`` tells the trench."""

    name = "add_trench"
    journalled = False
    dug = pyqtSignal(object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.width_m = trenching.WIDTH_M

    @property
    def hint(self) -> str:
        if not self.sketch:
            return tr("Click one end of the trench; it crosses the fault")
        return tr("Click the other end of the trench · Esc begins anew")

    def press(self, event: MapEvent) -> None:
        super().press(event)
        if event.button == Qt.MouseButton.LeftButton and len(self.sketch.points) > 1:
            self.finish()

    def done(self, points: list[Place]) -> bool:
        session = self.session
        if session is None:
            self.workspace.tell(tr("Open a survey first."), "warning")
            return False
        start, end = points[0], points[-1]
        site, made = self._site(start, end)
        try:
            edit = trenching.new_trench(session.records, site, start, end)
        except FaultGISError as error:
            self.refuse(error)
            self.sketch.clear()
            return False
        trench = edit.changes[0].after
        if trench is not None and self.apply(Edit(edit.name, (*made, *edit.changes))):
            self.workspace.select([("trench", trench.id)])
            self.dug.emit(trench)
        return True

    def _site(self, start: Place, end: Place) -> tuple[TrenchSite, tuple[Change, ...]]:
        session = self.session
        assert session is not None
        chosen = [session.get(*ref) for ref in self.workspace.selection if ref[0] == "trench_site"]
        near = [*chosen, *self._near(start, end)]
        for site in near:
            if isinstance(site, TrenchSite):
                return site, ()
        trace, place = self._crossed(start, end)
        fault = trace.fault_id if trace is not None else None
        edit = trenching.new_site(session.records, session.survey.id, place, fault_id=fault)
        made = edit.changes[0].after
        assert isinstance(made, TrenchSite)
        return made, edit.changes

    def _near(self, start: Place, end: Place) -> list[TrenchSite]:
        """The sites within 200 m of the middle, the nearest first."""
        assert self.session is not None
        middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        sites = [s for s in self.session.records["trench_site"].values() if isinstance(s, TrenchSite)]
        away = [(distance_azimuth(*middle, s.geometry.x, s.geometry.y)[0], n) for n, s in enumerate(sites)]
        return [sites[n] for metres, n in sorted(away) if metres <= NEAR_M]

    def _crossed(self, start: Place, end: Place) -> tuple[Trace | None, Place]:
        """The trace that the trench crosses, and where; else its middle."""
        line = LineString([start, end])
        for trace in self.workspace.traces:
            if isinstance(trace.geometry, MultiLineString) and trace.geometry.intersects(line):
                point = trace.geometry.intersection(line).representative_point()
                return trace, (point.x, point.y)
        middle = line.interpolate(0.5, normalized=True)
        return None, (middle.x, middle.y)

    def paint(self, painter: QPainter, scale: MapScale) -> None:
        """The trench as wide as it is dug."""
        if self.sketch and self.path:
            pen = QPen(ACCENT, max(3.0, self.width_m / scale.metres_per_pixel))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            ends = [QPointF(*scale.to_screen(*p)) for p in (self.sketch.points[-1], self.path[-1])]
            painter.drawLine(*ends)
        super().paint(painter, scale)
