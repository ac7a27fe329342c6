"""One printed map: relief, grid, faults with names, frame with numbers, title, legend and sources."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QColor

from faultgis import codes
from faultgis.records.survey import Survey
from faultgis.services.editing import EditingSession
from faultgis.sheets.index import neighbours
from faultgis.sheets.layout import MARGIN_LEFT, MARGIN_TOP, GridLine, PageLayout
from ui import words
from ui.layers.frame import Frame
from ui.layers.names import draw_names, placed_names
from ui.layers.occupancy import Occupancy
from ui.layers.store import TraceStore
from ui.layers.vector import draw_traces
from ui.printing.legend import draw_legend
from ui.printing.paper import QUIET, Paper
from ui.printing.relief import draw_relief
from ui.words import tr

GRID = QColor(70, 90, 120, 120)
FRAME_GAP = 10.0


@dataclass(frozen=True)
class MapPage:
    """What goes onto the page. ``basemap`` is a raster file or ``None``."""

    layout: PageLayout
    session: EditingSession
    basemap: Path | None
    title: str = ""

    @property
    def survey(self) -> Survey:
        """The survey shown."""
        return self.session.survey

    def draw(self, paper: Paper, dpi: int) -> None:
        """Draw the whole page."""
        store = TraceStore()
        store.rebuild(self.session)
        frame = self._frame(paper)
        painter = paper.painter
        painter.save()
        paper.clip(self.layout.frame)
        if self.basemap is not None:
            draw_relief(painter, self.layout, self.basemap, paper.dots_per_mm, dpi)
        self._grid(paper)
        for _ in draw_traces(painter, frame, store.chunks):
            pass
        taken = Occupancy(frame)
        corners = self.layout.frame * paper.dots_per_mm
        taken.keep_within(*corners.min(axis=0), *corners.max(axis=0))
        placed = [name for name in placed_names(store, frame, taken) if name is not None]
        for _ in draw_names(painter, frame, placed):
            pass
        painter.restore()
        self._neat_line(paper)
        self._numbers(paper)
        self._title(paper)
        self._below(paper)
        draw_legend(paper, self.layout, store, frame)

    def _frame(self, paper: Paper) -> Frame:
        width, height = self.layout.page_mm
        d = paper.dots_per_mm

        def project(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
            return self.layout.to_mm(lonlat) * d

        return Frame(
            project=project,
            width=width * d,
            height=height * d,
            bounds=self.layout.bounds,
            dots_per_mm=d,
            metres_per_dot=self.layout.scale / 1000 / d,
        )

    def _lines(self) -> list[GridLine]:
        return self.layout.kilometre_grid() or self.layout.graticule()

    def _grid(self, paper: Paper) -> None:
        paper.pen(0.1, GRID)
        for line in self._lines():
            paper.line(line.points)

    def _neat_line(self, paper: Paper) -> None:
        paper.pen(0.2)
        paper.line(self.layout.frame)
        width, height = self.layout.frame_mm
        paper.pen(0.9)
        outer = FRAME_GAP
        paper.rectangle(MARGIN_LEFT - outer, MARGIN_TOP - outer, width + 2 * outer, height + 2 * outer)

    def _numbers(self, paper: Paper) -> None:
        ends: dict[tuple[str, float], list[NDArray[np.float64]]] = {}
        for line in self._lines():
            ends.setdefault((line.kind, line.value), []).extend((line.points[0], line.points[-1]))
        for (kind, value), points in ends.items():
            along = 1 if kind in ("E", "lon") else 0
            for end in (min(points, key=lambda p: p[along]), max(points, key=lambda p: p[along])):
                self._number(paper, kind, value, end)
        area, height = self.layout.area, self.layout.frame_mm[1]
        lefts, ups = (-1, 1, -1, 1), (1, 1, -1, -1)
        corners = [(lon, lat) for lat in (area.north, area.south) for lon in (area.west, area.east)]
        for (lon, lat), (x, _), right, up in zip(
            corners, self.layout.to_mm(np.array(corners)), lefts, ups, strict=True
        ):
            text = f"{degrees(lon)}  {degrees(lat)}"
            align = "right" if right > 0 else "left"
            edge = MARGIN_TOP - FRAME_GAP if up > 0 else MARGIN_TOP + height + FRAME_GAP
            paper.text(x, edge - up * 2.4, text, 7, align=align, colour=QUIET)

    def _number(self, paper: Paper, kind: str, value: float, end: NDArray[np.float64]) -> None:
        """The number of a line where it meets the side of the frame that numbers of its kind stand on."""
        side = self.layout.side_of(end)
        x, y = float(end[0]), float(end[1])
        text = f"{value / 1000:.6g}" if kind in ("E", "N") else degrees(value)
        if kind in ("E", "lon") and side in ("north", "south"):
            paper.text(x, y + (-3.2 if side == "north" else 3.2), text, 7, align="centre")
        elif kind in ("N", "lat") and side in ("west", "east"):
            shift, align = (-1.0, "right") if side == "west" else (1.0, "left")
            paper.text(x + shift, y, text, 7, align=align)

    def _title(self, paper: Paper) -> None:
        width, _ = self.layout.frame_mm
        name = self.survey.name_zh if words.language() == "zh" else self.survey.name_en
        sheet = self.layout.area.sheet
        head = self.title or (sheet.number if sheet else name or self.survey.code)
        paper.text(MARGIN_LEFT + width / 2, 9.5, head, 17, align="centre", bold=True)
        below = name if head != name else ""
        if self.survey.constructed:
            below = f"{below}  ({tr('constructed: no fault runs there')})"
        paper.text(MARGIN_LEFT + width / 2, 17, below, 9, align="centre", colour=QUIET)
        secrecy = codes.label("secrecy", str(self.survey.secrecy), words.language())
        if self.survey.secrecy:
            paper.text(MARGIN_LEFT + width, 9.5, secrecy, 12, align="right", bold=True)
        if sheet is not None:
            self._neighbours(paper)

    def _neighbours(self, paper: Paper) -> None:
        sheet = self.layout.area.sheet
        assert sheet is not None
        around = neighbours(sheet)
        rows = (("nw", "n", "ne"), ("w", "", "e"), ("sw", "s", "se"))
        paper.pen(0.12, QUIET)
        for r, row in enumerate(rows):
            for c, side in enumerate(row):
                x, y = MARGIN_LEFT + c * 19.0, 4.5 + r * 4.6
                paper.rectangle(x, y, 19.0, 4.6, QColor(225, 228, 232) if not side else None)
                paper.text(x + 9.5, y + 2.3, around.get(side, ""), 6, align="centre")
                paper.pen(0.12, QUIET)

    def _below(self, paper: Paper) -> None:
        width, height = self.layout.frame_mm
        middle, y = MARGIN_LEFT + width / 2, MARGIN_TOP + max(height, 96.0) + FRAME_GAP + 9
        paper.text(middle, y, f"1:{self.layout.scale:,}", 12, align="centre", bold=True)
        self._scale_bar(paper, middle, y + 5)
        notes = (
            self._projection(),
            tr("Location as mapped; accuracy by line style"),
            self.survey.attribution,
        )
        for number, line in enumerate(notes):
            paper.text(MARGIN_LEFT - FRAME_GAP, y + 15 + 4.6 * number, line, 7.5, colour=QUIET)

    def _projection(self) -> str:
        if self.layout.zone is None:
            return tr("CGCS2000, Lambert conformal conic")
        step = f"{self.layout.grid_step_km():g}"
        return tr("CGCS2000, 6° Gauss–Krüger zone {zone}, grid {step} km", zone=self.layout.zone, step=step)

    def _scale_bar(self, paper: Paper, middle: float, y: float) -> None:
        length = self.layout.scale_bar_km()
        mm = length * 1e6 / self.layout.scale
        left = middle - mm / 2
        for i in range(4):
            paper.pen(0.15)
            paper.rectangle(left + mm / 4 * i, y, mm / 4, 1.3, QColor(24, 26, 30) if i % 2 == 0 else None)
        for i, share in ((0, 0.0), (2, 0.5), (4, 1.0)):
            paper.text(left + mm / 4 * i, y + 3.6, _kilometres(length * share, share == 1), 7, align="centre")


def _kilometres(km: float, unit: bool) -> str:
    text = f"{km * 1000:g} m" if 0 < km < 1 else f"{km:g}"
    return f"{text} km" if unit and not text.endswith("m") else text


def degrees(value: float) -> str:
    """Degrees, minutes and, where there are any, seconds."""
    seconds = round(abs(value) * 3600)
    d, m, s = seconds // 3600, seconds // 60 % 60, seconds % 60
    sign = "−" if value < 0 else ""
    return f"{sign}{d}°{m:02d}′{s:02d}″" if s else f"{sign}{d}°{m:02d}′"
