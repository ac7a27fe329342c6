"""A trench log on paper: sheets, walls one above the other at one scale, and where a long wall breaks.

Millimetres on paper run right and down from a sheet's upper left corner. A wall is seen along ``u``, metres
to the right as it is shown: its own x, or ``length_m`` − x where it is mirrored.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from uuid import UUID

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from faultgis.errors import InputError
from faultgis.records.trench import Wall
from faultgis.walls.frames import reach

Array = NDArray[np.float64]
PAPERS = {"A4": (297.0, 210.0), "A3": (420.0, 297.0), "A2": (594.0, 420.0), "A1": (841.0, 594.0)}
PAPERS["A0"] = (1189.0, 841.0)
"""Sheets lying, in millimetres."""
SCALES = (20, 25, 40, 50)
MARGIN = 10.0
TITLE = 25.0
SIDE = 11.0
ABOVE, BELOW, GAP = 12.5, 8.5, 1.5
OVERLAP = 20.0
EDGE_M = 0.1
LEAST_MM = 40.0
MOST_SHEETS = 100


@dataclass(frozen=True)
class Size:
    """A sheet: its sides in millimetres."""

    name: str
    width: float
    height: float

    @property
    def room(self) -> tuple[float, float]:
        """Width and height that title block and margins leave."""
        return self.width - 2 * MARGIN, self.height - 2 * MARGIN - TITLE

    @property
    def frame(self) -> tuple[float, float]:
        """The largest drawing of a wall on the sheet, without what is written around it."""
        width, height = self.room
        return width - 2 * SIDE, height - ABOVE - BELOW


def sizes(name: str) -> list[Size]:
    """A sheet by its name, lying and upright. Raises ``InputError("log.paper")``."""
    if name.upper() not in PAPERS:
        raise InputError("log.paper", paper=name, papers=", ".join(PAPERS))
    long, short = PAPERS[name.upper()]
    return [Size(name.upper(), long, short), Size(name.upper(), short, long)]


@dataclass(frozen=True)
class WallView:
    """What is shown of a wall: from ``left`` to ``right`` along u and from ``bottom`` to ``top``, metres."""

    wall_id: UUID
    mirrored: bool
    length_m: float
    left: float
    bottom: float
    right: float
    top: float

    def along(self, x: float) -> float:
        """u of a place of the wall, and x of a u."""
        return self.length_m - x if self.mirrored else x


def view_of(wall: Wall, shapes: Iterable[BaseGeometry], length_m: float | None = None) -> WallView:
    """All that is drawn on a wall and its stated size, with a rim of ten centimetres. ``length_m`` is the
    trench's, about which the wall is mirrored where its own is not stated."""
    left, bottom, right, top = reach(shapes, wall.length_m, wall.height_m)
    length = wall.length_m or length_m or right
    ends = (length - right, length - left) if wall.mirrored else (left, right)
    return WallView(
        wall.id, wall.mirrored, length, ends[0] - EDGE_M, bottom - EDGE_M, ends[1] + EDGE_M, top + EDGE_M
    )


@dataclass(frozen=True)
class Cut:
    """Where a panel goes on: the match line's u (or height), and the sheet with the other side, from 1."""

    at: float
    sheet: int = 0


@dataclass(frozen=True)
class Panel:
    """A stretch of a wall on a sheet (from 0) with its frame's upper left corner in millimetres. ``column``
    and ``row`` number the stretches of its wall from the left and from the top."""

    view: WallView
    scale: int
    left: float
    bottom: float
    right: float
    top: float
    column: int = 0
    row: int = 0
    sheet: int = 0
    x_mm: float = 0.0
    y_mm: float = 0.0
    cuts: tuple[tuple[str, Cut], ...] = ()

    @property
    def width_mm(self) -> float:
        """How wide its frame is."""
        return (self.right - self.left) * 1000 / self.scale

    @property
    def height_mm(self) -> float:
        """How high its frame is."""
        return (self.top - self.bottom) * 1000 / self.scale

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its frame: left, top, right, bottom in millimetres."""
        return self.x_mm, self.y_mm, self.x_mm + self.width_mm, self.y_mm + self.height_mm

    def to_mm(self, places: Array) -> Array:
        """Places of the wall (n × 2, metres) on the sheet, in millimetres."""
        mm = 1000 / self.scale
        u = self.view.length_m - places[:, 0] if self.view.mirrored else places[:, 0]
        return np.column_stack([self.x_mm + (u - self.left) * mm, self.y_mm + (self.top - places[:, 1]) * mm])

    def drawn(self, shape: BaseGeometry) -> BaseGeometry:
        """What of a shape of the wall lies within the frame, in millimetres; may be empty."""
        on_paper = shapely.transform(shape, self.to_mm)
        if not on_paper.is_valid:
            on_paper = shapely.make_valid(on_paper)
        found: BaseGeometry = on_paper.intersection(shapely.box(*self.box))
        return found

    def match_lines(self) -> list[LineString]:
        """Where the wall goes on elsewhere, in millimetres on the sheet."""
        left, top, right, bottom = self.box
        found = []
        for side, cut in self.cuts:
            if side in ("left", "right"):
                x = left + (cut.at - self.left) * 1000 / self.scale
                found.append(LineString([(x, top), (x, bottom)]))
            else:
                y = top + (self.top - cut.at) * 1000 / self.scale
                found.append(LineString([(left, y), (right, y)]))
        return found

    def uprights(self, step: float = 1.0) -> list[tuple[float, float]]:
        """The grid's upright lines: x of the wall in metres and of the sheet in millimetres."""
        low, high = sorted((self.view.along(self.left), self.view.along(self.right)))
        values = _multiples(low, high, step)
        return [(x, float(self.to_mm(np.array([[x, 0.0]]))[0, 0])) for x in values]

    def levels(self, step: float = 1.0) -> list[tuple[float, float]]:
        """The grid's level lines: y of the wall in metres and of the sheet in millimetres."""
        values = _multiples(self.bottom, self.top, step)
        return [(y, float(self.to_mm(np.array([[0.0, y]]))[0, 1])) for y in values]


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [n * step for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def strips(low: float, high: float, room: float, overlap: float) -> list[tuple[float, float]]:
    """A stretch cut into equal pieces no longer than ``room`` that overlap; one where it fits."""
    span = high - low
    if span <= room + 1e-9:
        return [(low, high)]
    count = ceil((span - overlap) / (room - overlap) - 1e-9)
    each = (span + (count - 1) * overlap) / count
    return [(low + n * (each - overlap), low + n * (each - overlap) + each) for n in range(count)]


def panels(views: Sequence[WallView], scale: int, size: Size) -> list[Panel]:
    """The walls on sheets of a size, stretch by stretch: those of facing walls stand one above the other
    and begin at the same place along the trench, on one sheet where there is room.

    Raises ``InputError("log.too_small")`` for a sheet that has no room, ``log.too_large`` for a log that
    would fill more than a hundred.
    """
    if min(size.frame) < LEAST_MM:
        raise InputError("log.too_small", paper=size.name)
    pieces = _pieces(views, scale, size)
    placed: list[Panel] = []
    sheet, y = 0, MARGIN + TITLE
    foot = size.height - MARGIN
    for piece in pieces:
        if y > MARGIN + TITLE and y + ABOVE + piece.height_mm + BELOW > foot + 1e-6:
            sheet, y = sheet + 1, MARGIN + TITLE
        placed.append(replace(piece, sheet=sheet, x_mm=MARGIN + SIDE, y_mm=y + ABOVE))
        y += ABOVE + piece.height_mm + BELOW + GAP
    if sheet >= MOST_SHEETS:
        raise InputError("log.too_large", sheets=sheet + 1, most=MOST_SHEETS, scale=scale)
    return list(_matched(placed))


def _pieces(views: Sequence[WallView], scale: int, size: Size) -> Iterator[Panel]:
    width, height = (mm * scale / 1000 for mm in size.frame)
    overlap = min(OVERLAP * scale / 1000, width / 4, height / 4)
    ends = min(v.left for v in views), max(v.right for v in views)
    if (ends[1] - ends[0]) / (width - overlap) > MOST_SHEETS:
        raise InputError("log.too_large", sheets=">100", most=MOST_SHEETS, scale=scale)
    for column, (left, right) in enumerate(strips(*ends, width, overlap)):
        for view in views:
            if view.left >= right - 1e-9 or view.right <= left + 1e-9:
                continue
            rows = strips(view.bottom, view.top, height, overlap)
            for row, (bottom, top) in enumerate(reversed(rows)):
                yield Panel(view, scale, left, bottom, right, top, column, row)


def _matched(placed: Sequence[Panel]) -> Iterator[Panel]:
    """Panels with their match lines, in the middle of what they share with the next."""
    by_place = {(p.view.wall_id, p.column, p.row): p for p in placed}
    for panel in placed:
        cuts = []
        for side, column, row in (("left", -1, 0), ("right", 1, 0), ("top", 0, -1), ("bottom", 0, 1)):
            other = by_place.get((panel.view.wall_id, panel.column + column, panel.row + row))
            if other is not None:
                opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}[side]
                middle = (getattr(panel, side) + getattr(other, opposite)) / 2
                cuts.append((side, Cut(middle, other.sheet + 1)))
        yield replace(panel, cuts=tuple(cuts))


def left_below(placed: Sequence[Panel], size: Size) -> list[tuple[int, float, float]]:
    """What each sheet leaves free under its walls: the sheet, and from where to where in millimetres."""
    ends: dict[int, float] = {}
    for panel in placed:
        ends[panel.sheet] = max(ends.get(panel.sheet, 0.0), panel.box[3] + BELOW + GAP)
    return [(sheet, top, size.height - MARGIN) for sheet, top in sorted(ends.items())]
