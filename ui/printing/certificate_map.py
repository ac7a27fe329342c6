"""The certificate's map: the site, the zones and the faults at a stated scale, metres about the site."""

from collections.abc import Iterator
from contextlib import suppress

import numpy as np
import shapely
from numpy.typing import NDArray
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QPainterPath, QPolygonF
from shapely.geometry.base import BaseGeometry

from faultgis.crs import metres_per_degree
from faultgis.errors import InputError
from faultgis.records.fault import Fault
from faultgis.records.survey import Survey
from faultgis.records.trace import Trace
from faultgis.services.editing import EditingSession
from importers.rasters.geotiff import open_raster
from ui.layers.frame import Frame
from ui.layers.names import draw_names, placed_names
from ui.layers.occupancy import Occupancy, box
from ui.layers.store import TraceStore
from ui.layers.vector import draw_traces
from ui.printing.certificate_content import SiteMap
from ui.printing.certificate_frame import ERROR, FILL, ZONE, foot, north
from ui.printing.certificate_scale import FOOT_MM, centred
from ui.printing.certificate_template import Box
from ui.printing.paper import INK, Paper
from ui.printing.relief import Ground, draw_page, relief_page

SITE = QColor(20, 90, 190)
Points = NDArray[np.float64]
# A relief is shown where its cells are no larger on the map, and where it covers so much of it.
COARSEST_MM, COVERED, FAINT = 4.0, 0.98, 0.45
# A site no larger than this on the map is marked as a point.
SMALL_MM = 3.0
# Where the number of a crossing stands beside it, the room that it takes, and how far apart two must be.
NUMBER_MM, NUMBER_ROOM_MM, APART_MM = np.array([3.0, -2.6]), 4.0, 3.6


class MapBox:
    """The map in its box on the page (millimetres)."""

    def __init__(self, shown: SiteMap, box: Box) -> None:
        self.shown = shown
        left, top, width, height = box
        self.left, self.top, self.width, self.height = left, top, width, height - FOOT_MM
        self.centred = centred(shown.site)

    def to_mm(self, lonlat: Points) -> Points:
        """Places in degrees on the page."""
        mm = self.centred.to_metres(lonlat) * 1000 / self.shown.scale
        middle = np.array([self.left + self.width / 2, self.top + self.height / 2])
        return np.asarray(middle + mm * [1, -1], dtype=np.float64)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """What the box shows, in degrees."""
        across, up = (mm * self.shown.scale / 2000 for mm in (self.width, self.height))
        corners = np.array([[x, y] for x in (-across, 0, across) for y in (-up, 0, up)])
        places = self.centred.to_degrees(corners)
        (west, south), (east, north) = places.min(axis=0), places.max(axis=0)
        return float(west), float(south), float(east), float(north)

    def draw(self, paper: Paper) -> None:
        """Draw the map, its frame and the line below it."""
        painter = paper.painter
        painter.save()
        paper.clip(self._corners())
        self._relief(paper)
        self._areas(paper)
        self._faults(paper)
        self._site(paper)
        self._crossings(paper)
        painter.restore()
        paper.pen(0.25)
        paper.rectangle(self.left, self.top, self.width, self.height)
        north(paper, self.left + self.width - 6, self.top + 5)
        foot(paper, self.left, self.top + self.height, self.width, self.shown.scale)

    def _relief(self, paper: Paper) -> None:
        """The survey's relief, faint below all else: only where it covers the map and is fine enough for its
        scale. A raster that cannot be read is no reason to withhold an answer."""
        if self.shown.relief is None:
            return
        ground = Ground((self.left, self.top, self.width, self.height), self.bounds, self._to_lonlat)
        with suppress(InputError):
            raster = open_raster(self.shown.relief)
            cell_m = raster.cell_degrees[1] * metres_per_degree(self.centred.latitude)[1]
            fine = abs(cell_m) * 1000 / self.shown.scale <= COARSEST_MM
            page = relief_page(ground, raster, round(paper.dots_per_mm * 25.4)) if fine else None
            if page is not None and (page[..., 3] > 0).mean() > COVERED:
                draw_page(paper.painter, ground, page, paper.dots_per_mm, FAINT)

    def _to_lonlat(self, x: Points, y: Points) -> tuple[Points, Points]:
        """Places on the page in degrees."""
        middle = np.array([self.left + self.width / 2, self.top + self.height / 2])
        mm = (np.column_stack([x.ravel(), y.ravel()]) - middle) * [1, -1]
        places = self.centred.to_degrees(mm * self.shown.scale / 1000)
        return places[:, 0].reshape(x.shape), places[:, 1].reshape(x.shape)

    def _corners(self) -> Points:
        right, bottom = self.left + self.width, self.top + self.height
        corners = [(self.left, self.top), (right, self.top), (right, bottom), (self.left, bottom)]
        return np.array(corners)

    def _areas(self, paper: Paper) -> None:
        view = shapely.box(*self.bounds).buffer(0.02)
        for area in self.shown.areas:
            colour = ERROR if area.kind == "location_error" else ZONE
            path = self._path(paper, shapely.intersection(area.geometry, view))
            if path.isEmpty():
                continue  # an empty path would be an error in the PDF
            paper.pen(0.15, QColor(colour.red(), colour.green(), colour.blue(), 160))
            paper.painter.fillPath(path, colour)
            paper.painter.drawPath(path)

    def _path(self, paper: Paper, geometry: BaseGeometry) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for ring in _rings(geometry):
            path.addPolygon(self._polygon(paper, ring))
            path.closeSubpath()
        return path

    def _polygon(self, paper: Paper, line: BaseGeometry) -> QPolygonF:
        return paper.polygon(self.to_mm(shapely.get_coordinates(line)))

    def _faults(self, paper: Paper) -> None:
        store = TraceStore()
        store.rebuild(_session(self.shown))
        frame = self._frame(paper)
        for _ in draw_traces(paper.painter, frame, store.chunks):
            pass
        taken = Occupancy(frame)
        corners = self._corners() * paper.dots_per_mm
        taken.keep_within(*corners.min(axis=0), *corners.max(axis=0))
        number = box(NUMBER_ROOM_MM * paper.dots_per_mm, NUMBER_ROOM_MM * paper.dots_per_mm, taken.cell)
        for at in self.numbers.values():
            taken.take(number + complex(*(at * paper.dots_per_mm)))
        placed = [name for name in placed_names(store, frame, taken) if name is not None]
        for _ in draw_names(paper.painter, frame, placed):
            pass

    def _frame(self, paper: Paper) -> Frame:
        d = paper.dots_per_mm
        return Frame(
            project=lambda lonlat: self.to_mm(lonlat) * d,
            width=(self.left + self.width) * d,
            height=(self.top + self.height) * d,
            bounds=self.bounds,
            dots_per_mm=d,
            metres_per_dot=self.shown.scale / 1000 / d,
        )

    def _site(self, paper: Paper) -> None:
        if self.shown.nearest is not None:
            paper.pen(0.3, INK)
            pen = paper.painter.pen()
            pen.setStyle(Qt.PenStyle.DashLine)
            paper.painter.setPen(pen)
            paper.painter.drawPolyline(self._polygon(paper, self.shown.nearest))
        site, d = self.shown.site, paper.dots_per_mm
        paper.pen(0.5, SITE)
        path = self._path(paper, site)
        if not path.isEmpty():
            paper.painter.fillPath(path, FILL)
            paper.painter.drawPath(path)
        for line in _lines(site):
            paper.painter.drawPolyline(self._polygon(paper, line))
        middle = np.array([[self.centred.longitude, self.centred.latitude]])
        small = max(self._extent()) < SMALL_MM and not site.geom_type.endswith("Point")
        for place in self.to_mm(middle if small else _points(site)) * d:
            paper.painter.drawEllipse(QPointF(*place), 1.8 * d, 1.8 * d)
            paper.painter.drawEllipse(QPointF(*place), 0.3 * d, 0.3 * d)

    def _crossings(self, paper: Paper) -> None:
        """The numbers by which the annex lists the crossings."""
        for number, at in self.numbers.items():
            width = paper.text_width(f"{number}", 7.5, bold=True) + 1.2
            paper.pen(0.2, SITE)
            paper.rectangle(at[0] - width / 2, at[1] - 1.6, width, 3.2, QColor("white"))
            paper.text(at[0], at[1], f"{number}", 7.5, align="centre", bold=True, colour=SITE)

    @property
    def numbers(self) -> dict[int, Points]:
        """Where the numbers of crossings stand on the page (mm); one that would cover another is left out."""
        found: dict[int, Points] = {}
        for number, place in enumerate(self.to_mm(np.array(self.shown.crossings).reshape(-1, 2)), 1):
            at = place + NUMBER_MM
            if all(np.hypot(*(at - other)) >= APART_MM for other in found.values()):
                found[number] = at
        return found

    def _extent(self) -> tuple[float, float]:
        mm = self.to_mm(shapely.get_coordinates(self.shown.site))
        across, up = mm.max(axis=0) - mm.min(axis=0)
        return float(across), float(up)


def _session(shown: SiteMap) -> EditingSession:
    traces = [record for record in shown.records if isinstance(record, Trace)]
    faults = [record for record in shown.records if isinstance(record, Fault)]
    return EditingSession(Survey(code="-"), {"fault": faults, "segment": [], "trace": traces})


def _rings(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            yield part.exterior
            yield from part.interiors


def _lines(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    yield from (part for part in shapely.get_parts(geometry) if part.geom_type == "LineString")


def _points(geometry: BaseGeometry) -> Points:
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Point"]
    return np.asarray(shapely.get_coordinates(parts), dtype=np.float64)
