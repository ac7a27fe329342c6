"""What is derived from the slopes of an elevation grid: aspect, curvature, height above the surroundings."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from faultgis.terrain.relief import gradient

Heights: TypeAlias = NDArray[np.float32]


def aspect_degrees(elevation: ArrayLike, cell_x_m: float, cell_y_m: float) -> Heights:
    """The direction in which the surface falls steepest, degrees clockwise from north (Horn 1981); NaN where
    it is level or elevation is NaN."""
    z = np.asarray(elevation, dtype=np.float32)
    east, north = gradient(z, cell_x_m, cell_y_m)
    found: Heights = (np.degrees(np.arctan2(-east, -north)) % 360).astype(np.float32)
    found[found >= 360] = 0
    found[((east == 0) & (north == 0)) | np.isnan(z)] = np.nan
    return found


def curvature(elevation: ArrayLike, cell_x_m: float, cell_y_m: float) -> Heights:
    """Twice the mean of the second derivatives (the Laplacian), 1/m, positive on crests, negative in hollows
    (Zevenbergen and Thorne 1987, their total curvature without the factor 100). NaN at the rim of the grid
    and beside unknown cells, where the second derivative is not known."""
    z = np.asarray(elevation, dtype=np.float32).astype(np.float64)
    found = np.full(z.shape, np.nan)
    across = (z[1:-1, 2:] - 2 * z[1:-1, 1:-1] + z[1:-1, :-2]) / cell_x_m**2
    along = (z[2:, 1:-1] - 2 * z[1:-1, 1:-1] + z[:-2, 1:-1]) / cell_y_m**2
    found[1:-1, 1:-1] = -(across + along)
    return found.astype(np.float32)


def local_relief(elevation: ArrayLike, radius_cells: int) -> Heights:
    """Height above the mean of a square of ``2 radius + 1`` cells, metres; unknown cells do not count."""
    z = np.asarray(elevation, dtype=np.float64)
    known = ~np.isnan(z)
    base = float(np.nanmean(z)) if known.any() else 0.0
    sums = _boxed(np.where(known, z - base, 0.0), radius_cells)
    counts = _boxed(known.astype(np.float64), radius_cells)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = z - base - sums / counts
    return found.astype(np.float32)


def _boxed(values: NDArray[np.float64], radius: int) -> NDArray[np.float64]:
    """Sums over a square around each cell; beyond the edge there is nothing."""
    for axis in (0, 1):
        size = values.shape[axis]
        running = np.cumsum(values, axis=axis)
        running = np.insert(running, 0, 0.0, axis=axis)
        high = np.minimum(np.arange(size) + radius + 1, size)
        low = np.maximum(np.arange(size) - radius, 0)
        values = np.take(running, high, axis=axis) - np.take(running, low, axis=axis)
    return values
