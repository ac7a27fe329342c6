"""Screen to world and back: longitude and latitude in degrees, true to scale at the view's centre.

The map is drawn affinely from geographic coordinates: one degree of longitude is as wide, one degree of
latitude as high as they are on the CGCS2000 ellipsoid at the view's centre. Within a 1:50,000 screen shapes
are true to 0.1 %; lengths and angles that the user is told are always geodesic, never read off the screen.
"""

from dataclasses import dataclass, replace

import numpy as np

from faultgis.crs import metres_per_degree
from ui.layers.frame import Array, Frame

INCH_MM = 25.4


@dataclass(frozen=True)
class MapScale:
    """One view of the world: its centre, ground metres per logical pixel, and its size in logical pixels."""

    longitude: float
    latitude: float
    metres_per_pixel: float
    width: int
    height: int

    @property
    def pixels_per_degree(self) -> tuple[float, float]:
        """Logical pixels per degree of longitude and latitude, at the centre."""
        east, north = metres_per_degree(max(-85.0, min(85.0, self.latitude)))
        return east / self.metres_per_pixel, north / self.metres_per_pixel

    def to_screen(self, longitude: float, latitude: float) -> tuple[float, float]:
        """World to logical pixels, y downwards."""
        kx, ky = self.pixels_per_degree
        return (
            (longitude - self.longitude) * kx + self.width / 2,
            (self.latitude - latitude) * ky + self.height / 2,
        )

    def to_world(self, x: float, y: float) -> tuple[float, float]:
        """Logical pixels to longitude and latitude."""
        kx, ky = self.pixels_per_degree
        return self.longitude + (x - self.width / 2) / kx, self.latitude - (y - self.height / 2) / ky

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of the view in degrees."""
        west, north = self.to_world(0, 0)
        east, south = self.to_world(self.width, self.height)
        return west, south, east, north

    def panned(self, dx: float, dy: float) -> "MapScale":
        """The view after its content was dragged by so many pixels."""
        longitude, latitude = self.to_world(self.width / 2 - dx, self.height / 2 - dy)
        return replace(self, longitude=longitude, latitude=max(-85.0, min(85.0, latitude)))

    def zoomed(self, factor: float, x: float, y: float) -> "MapScale":
        """The view zoomed in by ``factor`` with the place under pixel (x, y) staying there."""
        longitude, latitude = self.to_world(x, y)
        metres = max(0.005, min(50_000.0, self.metres_per_pixel / factor))
        zoomed = replace(self, metres_per_pixel=metres)
        # The size of a degree follows the centre's latitude, which the zoom moves: settles in three rounds.
        for _ in range(3):
            centre = latitude + (y - self.height / 2) / zoomed.pixels_per_degree[1]
            zoomed = replace(zoomed, latitude=max(-85.0, min(85.0, centre)))
        return replace(zoomed, longitude=longitude - (x - self.width / 2) / zoomed.pixels_per_degree[0])

    def resized(self, width: int, height: int) -> "MapScale":
        """The same centre and scale in a window of another size."""
        return replace(self, width=width, height=height)

    def fitted(self, west: float, south: float, east: float, north: float) -> "MapScale":
        """The view that shows these bounds with a margin of a tenth."""
        middle = replace(self, longitude=(west + east) / 2, latitude=(south + north) / 2)
        kx, ky = metres_per_degree(max(-85.0, min(85.0, middle.latitude)))
        needed = max((east - west) * kx / max(1, self.width), (north - south) * ky / max(1, self.height))
        return replace(middle, metres_per_pixel=max(0.5, needed * 1.1))

    def denominator(self, dots_per_inch: float) -> float:
        """The scale's denominator on a screen with this many logical pixels per inch."""
        return self.metres_per_pixel * 1000 / (INCH_MM / dots_per_inch)

    def frame(self, dots_per_inch: float, ratio: float = 1.0) -> Frame:
        """The view as painters of layers need it, in device dots (``ratio`` dots per logical pixel)."""
        kx, ky = self.pixels_per_degree
        factor = np.array([kx * ratio, -ky * ratio])
        origin = np.array([self.longitude, self.latitude])
        middle = np.array([self.width, self.height]) * ratio / 2

        def project(places: Array) -> Array:
            moved: Array = (places - origin) * factor + middle
            return moved

        return Frame(
            project=project,
            width=self.width * ratio,
            height=self.height * ratio,
            bounds=self.bounds,
            dots_per_mm=dots_per_inch * ratio / INCH_MM,
            metres_per_dot=self.metres_per_pixel / ratio,
        )

    def placed(self, other: "MapScale") -> tuple[float, float, float, float]:
        """Where the content of another view lies in this one: x, y, width and height in logical pixels."""
        west, south, east, north = other.bounds
        left, top = self.to_screen(west, north)
        right, bottom = self.to_screen(east, south)
        return left, top, right - left, bottom - top
