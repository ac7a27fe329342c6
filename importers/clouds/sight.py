"""Where a cloud's raw integers lie on the map, and which of them a window of the map shows."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.crs import Transform, transformer
from faultgis.errors import InputError
from faultgis.geometry.cubic import Box, Cubic, Floats, fitted
from faultgis.geometry.local import LocalFrame
from importers.clouds.declared import Declared, settle
from importers.clouds.preflight import CloudInfo, look

_EDGE = 9


@dataclass(frozen=True)
class Sight:
    """A cloud as the map sees it. ``bounds``: west, south, east, north in CGCS2000 degrees; heights are in
    metres of the file's datum. ``frame``: that of the local grid whose metres its coordinates are; degrees
    are then the frame's."""

    info: CloudInfo
    declared: Declared
    bounds: Box
    frame: LocalFrame | None = None

    @cached_property
    def _way(self) -> Transform:
        return transformer(self.declared.crs)

    @cached_property
    def _back(self) -> Transform:
        return transformer("EPSG:4490", self.declared.crs)

    def lonlat(self, raw_x: NDArray[Any], raw_y: NDArray[Any]) -> tuple[Floats, Floats]:
        """Longitude and latitude of raw places, exactly; infinite where the projection does not reach."""
        (sx, sy, _), (ox, oy, _) = self.info.scale, self.info.offset
        metres = self.declared.xy_metres
        x, y = (raw_x * sx + ox) * metres, (raw_y * sy + oy) * metres
        if self.frame is not None:
            lon, lat = self.frame.to_canvas(np.stack([x, y], axis=1)).T
        else:
            lon, lat = self._way.transform(x, y)
        return np.asarray(lon), np.asarray(lat)

    def box(self, bounds: Box) -> Box | None:
        """The box of raw units that holds a window in degrees; ``None`` where the cloud does not reach."""
        west, south = max(bounds[0], self.bounds[0]), max(bounds[1], self.bounds[1])
        east, north = min(bounds[2], self.bounds[2]), min(bounds[3], self.bounds[3])
        if west > east or south > north:
            return None
        lon, lat = _edges((west, south, east, north))
        if self.frame is not None:
            x, y = self.frame.to_metres(np.stack([lon, lat], axis=1)).T
        else:
            x, y = self._back.transform(lon, lat)
        raw = self._raw(np.asarray(x), np.asarray(y))
        good = np.isfinite(raw).all(axis=1)
        if not good.any():
            return None
        (left, low), (right, high) = raw[good].min(axis=0), raw[good].max(axis=0)
        return float(left) - 1, float(low) - 1, float(right) + 1, float(high) + 1

    def _raw(self, x: Floats, y: Floats) -> Floats:
        (sx, sy, _), (ox, oy, _) = self.info.scale, self.info.offset
        metres = self.declared.xy_metres
        return np.stack([(x / metres - ox) / sx, (y / metres - oy) / sy], axis=1)

    def heights(self, raw_z: NDArray[Any]) -> Floats:
        """Metres."""
        found: Floats = (raw_z * self.info.scale[2] + self.info.offset[2]) * self.declared.z_metres
        return found

    def placing(self, box: Box, bounds: Box, width: int, height: int) -> Cubic | None:
        """From raw places to pixels (column, row) of a picture of ``bounds``; see ``geometry.cubic``."""
        west, south, east, north = bounds

        def way(x: Floats, y: Floats) -> tuple[Floats, Floats]:
            lon, lat = self.lonlat(x, y)
            return (lon - west) * (width / (east - west)), (north - lat) * (height / (north - south))

        return fitted(way, box)


def sight(
    path: Path, crs: str | None = None, vertical: str | None = None, frame: LocalFrame | None = None
) -> Sight:
    """Look into a cloud and find its place. ``crs`` and ``vertical`` are the user's word, see ``declared``;
    ``frame`` is that of the local grid in which it lies where ``crs`` is ``local``.

    Raises as ``look`` and ``settle`` do, and ``cloud.no_points``, ``cloud.local_unplaced`` (a local grid has
    no place on the earth, and no frame was given), ``cloud.no_place`` (the bounds say
    nothing or lie outside the system's reach).
    """
    info = look(path)
    if info.count == 0:
        raise InputError("cloud.no_points", file=info.file)
    declared = settle(info, crs, vertical)
    if declared.local and frame is None:
        raise InputError("cloud.local_unplaced", file=info.file)
    frame = frame if declared.local else None
    return Sight(info, declared, _bounds(info, declared, frame), frame)


def _bounds(info: CloudInfo, declared: Declared, frame: LocalFrame | None) -> Box:
    if not info.sound_bounds:
        raise InputError("cloud.no_place", file=info.file)
    x0, y0, _, x1, y1, _ = (value * declared.xy_metres for value in info.bounds)
    if frame is not None:
        return frame.canvas_bounds((x0, y0, x1, y1))
    lon, lat = transformer(declared.crs).transform(*_edges((x0, y0, x1, y1)))
    found = float(np.min(lon)), float(np.min(lat)), float(np.max(lon)), float(np.max(lat))
    if not np.isfinite(found).all():
        raise InputError("cloud.no_place", file=info.file)
    return found


def _edges(box: Box) -> tuple[Floats, Floats]:
    """Places along the four edges of a box."""
    west, south, east, north = box
    x, y = np.linspace(west, east, _EDGE), np.linspace(south, north, _EDGE)
    west_east = np.concatenate([x, x, np.full(_EDGE, west), np.full(_EDGE, east)])
    south_north = np.concatenate([np.full(_EDGE, south), np.full(_EDGE, north), y, y])
    return west_east, south_north
