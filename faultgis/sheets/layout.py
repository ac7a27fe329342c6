"""The printed map: page, frame, projection and grid, all in millimetres on paper, x right and y down."""

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer
from shapely import LineString, MultiLineString, Polygon

from faultgis.errors import InputError
from faultgis.sheets.index import Sheet

MARGIN_LEFT = 21.0
MARGIN_TOP = 33.0
MARGIN_BOTTOM = 50.0
LEGEND_WIDTH = 74.0
LARGEST_SIDE_MM = 2000.0
WIDEST_ZONE_DEGREES = 9.0
AROUND = 0.08
_NICE_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
_NICE_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)


@dataclass(frozen=True)
class Area:
    """What is printed: bounds in degrees; ``sheet`` where it is a national map sheet."""

    west: float
    south: float
    east: float
    north: float
    sheet: Sheet | None = None

    @classmethod
    def of_sheet(cls, sheet: Sheet) -> "Area":
        """The area of a map sheet."""
        return cls(sheet.west, sheet.south, sheet.east, sheet.north, sheet)

    @classmethod
    def around(cls, boxes: Iterable[tuple[float, float, float, float]]) -> "Area":
        """An area around boxes (west, south, east, north in degrees), with a margin of 8 % of its longer
        side."""
        west, south, east, north = zip(*boxes, strict=True)
        margin = max(max(east) - min(west), max(north) - min(south), 0.01) * AROUND
        return cls(min(west) - margin, min(south) - margin, max(east) + margin, max(north) + margin)

    def edge(self, steps: int = 40) -> NDArray[np.float64]:
        """The outline as longitudes and latitudes, densified, since meridians and parallels bend on paper."""
        west, south, east, north = self.west, self.south, self.east, self.north
        corners = [(west, south), (west, north), (east, north), (east, south), (west, south)]
        sides = [np.linspace(a, b, steps, endpoint=False) for a, b in itertools.pairwise(corners)]
        return np.vstack([*sides, np.array(corners[:1])])


@dataclass(frozen=True)
class GridLine:
    """A line of the kilometre grid (``E`` or ``N``, metres) or the graticule (``lon``, ``lat``, degrees)."""

    kind: str
    value: float
    points: NDArray[np.float64]


@dataclass(frozen=True)
class PageLayout:
    """A page at true scale. The frame is the area's outline in its 6° Gauss–Krüger zone (CGCS2000), or, for
    an area wider than such a zone, in a Lambert conformal projection of its own; then there is no
    kilometre grid. Raises ``InputError("map.too_large")`` for a page of over 2 m."""

    area: Area
    scale: int

    def __post_init__(self) -> None:
        if not (self.area.west < self.area.east and self.area.south < self.area.north):
            raise InputError("map.empty_area")
        if max(self.frame_mm) > LARGEST_SIDE_MM:
            width, height = self.frame_mm
            raise InputError("map.too_large", width=round(width), height=round(height), scale=self.scale)

    @cached_property
    def zone(self) -> int | None:
        """The 6° zone of the area's middle, or ``None`` where the area is too wide for one."""
        if self.area.east - self.area.west > WIDEST_ZONE_DEGREES:
            return None
        return math.floor((self.area.west + self.area.east) / 2 / 6) + 1

    @cached_property
    def _transformer(self) -> Transformer:
        if self.zone is not None:
            central = 6 * self.zone - 3
            target = f"+proj=tmerc +lat_0=0 +lon_0={central} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m"
        else:
            south, north = self.area.south, self.area.north
            sixth = (north - south) / 6
            central_longitude = (self.area.west + self.area.east) / 2
            target = (
                f"+proj=lcc +lat_1={south + sixth} +lat_2={north - sixth} +lat_0={(south + north) / 2} "
                f"+lon_0={central_longitude} +ellps=GRS80 +units=m"
            )
        source = "+proj=longlat +ellps=GRS80 +no_defs"
        return Transformer.from_crs(source, target, always_xy=True)

    def to_metres(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Easting and northing in metres (false easting 500 km, no prefix) of points (n, 2) in degrees."""
        x, y = self._transformer.transform(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack([x, y])

    @cached_property
    def _edge_metres(self) -> NDArray[np.float64]:
        return self.to_metres(self.area.edge())

    @cached_property
    def _corner(self) -> tuple[float, float]:
        return float(self._edge_metres[:, 0].min()), float(self._edge_metres[:, 1].max())

    @property
    def frame_mm(self) -> tuple[float, float]:
        """Width and height of the frame's bounding box on paper."""
        size = np.ptp(self._edge_metres, axis=0) * 1000 / self.scale
        return float(size[0]), float(size[1])

    @property
    def page_mm(self) -> tuple[float, float]:
        """Width and height of the page."""
        width, height = self.frame_mm
        return MARGIN_LEFT + width + LEGEND_WIDTH, MARGIN_TOP + max(height, 96.0) + MARGIN_BOTTOM

    def metres_to_mm(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Projected metres to the page."""
        east, north = self._corner
        factor = 1000 / self.scale
        x = MARGIN_LEFT + (metres[:, 0] - east) * factor
        y = MARGIN_TOP + (north - metres[:, 1]) * factor
        return np.column_stack([x, y])

    def to_mm(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes and latitudes (n, 2) to the page."""
        return self.metres_to_mm(self.to_metres(lonlat))

    def to_lonlat(
        self, x_mm: NDArray[np.float64], y_mm: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Places on the page back to longitude and latitude; arrays of any one shape."""
        east, north = self._corner
        factor = self.scale / 1000
        x, y = east + (x_mm - MARGIN_LEFT) * factor, north - (y_mm - MARGIN_TOP) * factor
        lon, lat = self._transformer.transform(x, y, direction="INVERSE")
        return np.asarray(lon), np.asarray(lat)

    @cached_property
    def frame(self) -> NDArray[np.float64]:
        """The neat line as a closed ring on the page."""
        return self.metres_to_mm(self._edge_metres)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of everything within the frame's bounding box, in degrees."""
        metres = self._edge_metres
        (x0, y0), (x1, y1) = metres.min(axis=0), metres.max(axis=0)
        steps = np.linspace(0, 1, 20)
        ring = [(x0 + (x1 - x0) * t, y) for t in steps for y in (y0, y1)]
        ring += [(x, y0 + (y1 - y0) * t) for t in steps for x in (x0, x1)]
        points = np.array(ring)
        lon, lat = self._transformer.transform(points[:, 0], points[:, 1], direction="INVERSE")
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    def side_of(self, point: NDArray[np.float64]) -> str:
        """Which side of the frame is nearest to a point on the page: west, north, east or south."""
        nearest = int(np.abs(self.frame - point).sum(axis=1)[:-1].argmin())
        return ("west", "north", "east", "south")[nearest * 4 // (len(self.frame) - 1)]

    def grid_step_km(self) -> float:
        """The kilometre grid's step: 2 cm on paper at 1:50,000, otherwise the nearest round step."""
        return next((km for km in _NICE_KM if km * 1e6 / self.scale >= 19.9), _NICE_KM[-1])

    def kilometre_grid(self) -> list[GridLine]:
        """The lines of the 6° Gauss–Krüger grid, clipped to the frame; none for a wide area."""
        if self.zone is None:
            return []
        step = self.grid_step_km() * 1000
        (x0, y0), (x1, y1) = self._edge_metres.min(axis=0), self._edge_metres.max(axis=0)
        found: list[GridLine] = []
        for east in np.arange(math.ceil(x0 / step) * step, x1, step):
            found += self._clipped("E", float(east), np.array([(east, y0 - 1), (east, y1 + 1)]))
        for north in np.arange(math.ceil(y0 / step) * step, y1, step):
            found += self._clipped("N", float(north), np.array([(x0 - 1, north), (x1 + 1, north)]))
        return found

    def graticule(self) -> list[GridLine]:
        """Meridians and parallels at a round step (a third of the area or less), clipped to the frame."""
        span = max(self.area.east - self.area.west, self.area.north - self.area.south) * 60
        minutes = next((m for m in reversed(_NICE_MINUTES) if m <= span / 3), _NICE_MINUTES[0])
        west, south, east, north = self.bounds
        found: list[GridLine] = []
        for lon in _multiples(west, east, minutes):
            line = np.column_stack([np.full(60, lon), np.linspace(south, north, 60)])
            found += self._clipped("lon", lon, self.to_metres(line))
        for lat in _multiples(south, north, minutes):
            line = np.column_stack([np.linspace(west, east, 60), np.full(60, lat)])
            found += self._clipped("lat", lat, self.to_metres(line))
        return found

    def _clipped(self, kind: str, value: float, metres: NDArray[np.float64]) -> Iterator[GridLine]:
        inside = self._polygon.intersection(LineString(self.metres_to_mm(metres)))
        parts = inside.geoms if isinstance(inside, MultiLineString) else [inside]
        for part in parts:
            if isinstance(part, LineString) and part.length > 0.5:
                yield GridLine(kind, value, np.array(part.coords))

    @cached_property
    def _polygon(self) -> Polygon:
        return Polygon(self.frame)

    def scale_bar_km(self) -> float:
        """Length of the scale bar: the longest round one that stays under 60 mm."""
        lengths = [m * 10.0**e for e in range(-3, 4) for m in (1, 2, 5)]
        return max(km for km in lengths if km * 1e6 / self.scale <= 60)


def _multiples(low: float, high: float, minutes: int) -> list[float]:
    first, last = math.ceil(low * 60 / minutes - 1e-9), math.floor(high * 60 / minutes + 1e-9)
    return [n * minutes / 60 for n in range(first, last + 1)]
