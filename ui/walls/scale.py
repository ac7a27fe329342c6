"""The view of a wall: the map's scale over metres of a wall, near enough to see a grain, maybe mirrored."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from faultgis.walls.frames import FRAME, Place
from ui.canvas.scale import MapScale

FINEST, COARSEST = 0.00005, 0.2
"""Metres of the wall per logical pixel."""
_EAST, _NORTH = FRAME.scale.tolist()
Reach: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True)
class WallScale(MapScale):
    """Longitude and latitude are the canvas's degrees of ``walls.frames``; a mirrored wall has x to the
    left."""

    mirrored: bool = False

    @property
    def pixels_per_degree(self) -> tuple[float, float]:
        """Pixels per degree along the wall (negative where mirrored) and up."""
        way = -1.0 if self.mirrored else 1.0
        return way * _EAST / self.metres_per_pixel, _NORTH / self.metres_per_pixel

    @property
    def middle(self) -> Place:
        """The wall's metres in the middle of the view."""
        return self.longitude * _EAST, self.latitude * _NORTH

    def centred(self, x: float, y: float) -> "WallScale":
        """The view with this place of the wall in its middle."""
        return replace(self, longitude=x / _EAST, latitude=y / _NORTH)

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """The pixel of a place in metres of the wall."""
        mx, my = self.middle
        way = -1.0 if self.mirrored else 1.0
        return (
            self.width / 2 + way * (x - mx) / self.metres_per_pixel,
            self.height / 2 - (y - my) / self.metres_per_pixel,
        )

    def place(self, x: float, y: float) -> Place:
        """The metres of the wall under a pixel."""
        mx, my = self.middle
        way = -1.0 if self.mirrored else 1.0
        return (
            mx + way * (x - self.width / 2) * self.metres_per_pixel,
            my - (y - self.height / 2) * self.metres_per_pixel,
        )

    @property
    def reach(self) -> Reach:
        """Left, bottom, right and top of the view in metres, x growing."""
        mx, my = self.middle
        across, up = self.width / 2 * self.metres_per_pixel, self.height / 2 * self.metres_per_pixel
        return mx - across, my - up, mx + across, my + up

    @property
    def bounds(self) -> Reach:
        west, south, east, north = super().bounds
        return min(west, east), south, max(west, east), north

    def zoomed(self, factor: float, x: float, y: float) -> "WallScale":
        lon, lat = self.to_world(x, y)
        metres = max(FINEST, min(COARSEST, self.metres_per_pixel / factor))
        finer = replace(self, metres_per_pixel=metres)
        kx, ky = finer.pixels_per_degree
        return replace(
            finer, longitude=lon - (x - self.width / 2) / kx, latitude=lat + (y - self.height / 2) / ky
        )

    def fitted_to(self, left: float, bottom: float, right: float, top: float) -> "WallScale":
        """The view that shows these metres of the wall, with room for the grid's numbers."""
        room = max(80, self.width - 96), max(60, self.height - 72)
        needed = max((right - left) / room[0], (top - bottom) / room[1])
        metres = max(FINEST, min(COARSEST, needed))
        return replace(self, metres_per_pixel=metres).centred((left + right) / 2, (bottom + top) / 2)
