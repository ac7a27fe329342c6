"""The points of a cloud layer in a profile's band, for a worker."""

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.geometry.cubic import Cubic, Floats, Way, fitted
from faultgis.progress import Progress
from faultgis.services.profiling import METRES_PER_DEGREE, Drawn, middle
from faultgis.terrain.points_profile import BandPoints, along_across, binned, surface
from faultgis.terrain.profiles import Swath
from importers.clouds.runs import Places
from ui.layers.cloud import CloudLayer

LOOKED_AT = 8_000_000
LEAST_HALF_WIDTH = 0.5
EXACT_M = 0.005


def band_of(layer: CloudLayer, line: Drawn, progress: Progress) -> BandPoints | None:
    """The points of a cloud within a line's band (half a metre to either side at the least); ``None`` where
    the cloud does not reach or is not sorted yet. Places are exact to 5 mm."""
    half = max(line.half_width, LEAST_HALF_WIDTH)
    box = layer.sight.box(_around(line, half))
    if box is None or layer.closed:
        return None
    to_line = along_across(line.start, line.end)

    def exact(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return to_line(*layer.sight.lonlat(x, y))

    cubic, length = fitted(exact, box), line.length
    if cubic is None:
        return None

    def places(raw: Places) -> Floats:
        return _exactly(raw, cubic, exact)

    def inside(raw: Places) -> NDArray[np.bool_]:
        at = places(raw)
        return (at[:, 0] >= 0) & (at[:, 0] <= length) & (np.abs(at[:, 1]) <= half)

    points = layer.windows.within(box, inside, LOOKED_AT, progress)
    if points is None or points.classes is None or not len(points):
        return None
    at = places(points.places)
    return BandPoints(at[:, 0], at[:, 1], layer.sight.heights(points.places[:, 2]), points.classes)


def _exactly(raw: Places, cubic: Cubic, exact: Way) -> Floats:
    if cubic.worst <= EXACT_M:
        return cubic(raw[:, 0], raw[:, 1])
    return np.stack(exact(raw[:, 0].astype(np.float64), raw[:, 1].astype(np.float64)), axis=1)


def _around(line: Drawn, half: float) -> tuple[float, float, float, float]:
    (west, east), (south, north) = (sorted(pair) for pair in zip(line.start, line.end, strict=True))
    margin = (half * 1.01 + 0.1) / METRES_PER_DEGREE
    wide = margin / max(0.05, float(np.cos(np.radians((south + north) / 2))))
    return west - wide, south - margin, east + wide, north + margin


def profile_of(layer: CloudLayer, line: Drawn, progress: Progress) -> tuple[Swath, bool]:
    """The profile that a cloud's points give along a line, and whether it is of ground points.

    Raises ``InputError("profile.no_relief")`` where it has none there.
    """
    points = band_of(layer, line, progress)
    if points is None:
        raise InputError("profile.no_relief")
    chosen, ground = surface(points)
    return binned(chosen, middle(line), line.length, (line.start, line.end)), ground
