"""Where a raster lies: as its file says, as the user says, or in a local grid."""

from dataclasses import dataclass
from typing import Any

from faultgis.errors import InputError
from faultgis.geometry.local import Bounds, LocalFrame
from importers.rasters.resampling import GEOGRAPHIC


@dataclass(frozen=True)
class Placing:
    """What holds instead of a missing coordinate system: ``crs`` that the user named, or the ``frame`` of a
    local grid in metres. ``north_first``: the first row is the northernmost, whatever the file says."""

    crs: str = ""
    frame: LocalFrame | None = None
    north_first: bool = False


AS_STATED = Placing()


@dataclass(frozen=True)
class Extent:
    """A raster's place in its own coordinates. ``upwards``: its rows run from south to north, which few
    programs write on purpose; where only the sign of the cell height was lost, the picture is mirrored."""

    bounds: Bounds
    cell: tuple[float, float]
    upwards: bool


class Placed:
    """An open raster with the coordinate system and transform that hold for it; else as it is."""

    def __init__(self, source: Any, placing: Placing) -> None:
        self._source = source
        self.crs, self.transform = source.crs, source.transform
        if placing.crs and source.crs is None:
            self.crs = named(placing.crs)
        if placing.north_first:
            self.transform = _north_first(source)
        if placing.frame is not None:
            self.crs = named(GEOGRAPHIC)
            self.transform = _on_canvas(self.transform, placing.frame)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def window_transform(self, window: Any) -> Any:
        """The transform of a part of it."""
        return self.transform @ type(self.transform).translation(window.col_off, window.row_off)

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in the coordinates that hold."""
        corners = [
            self.transform @ (column, row)
            for column in (0, self._source.width)
            for row in (0, self._source.height)
        ]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def named(crs: str) -> Any:
    """The coordinate system of this name. Raises ``InputError("crs.unknown")``."""
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    try:
        return CRS.from_user_input(crs)
    except CRSError as error:
        raise InputError("crs.unknown", crs=crs) from error


def _north_first(source: Any) -> Any:
    place = source.transform
    if place.e <= 0:
        return place
    made = type(place)
    return made(place.a, place.b, place.c, place.d, -place.e, place.f + place.e * source.height)


def _on_canvas(place: Any, frame: LocalFrame) -> Any:
    east, north = frame.scale.tolist()
    made = type(place)
    return made.scale(1 / east, 1 / north) @ made.translation(-frame.x, -frame.y) @ place


def extent_of(source: Any, north_first: bool = False) -> Extent:
    """Where a raster lies in its own coordinates. Raises ``InputError("raster.no_place")`` where it has
    none."""
    placed = Placed(source, Placing(north_first=north_first))
    if source.transform.is_identity or source.count == 0:
        raise InputError("raster.no_place", file=str(source.name))
    place = source.transform
    cell = (place.a**2 + place.d**2) ** 0.5, (place.b**2 + place.e**2) ** 0.5
    return Extent(placed.bounds, cell, place.e > 0)
