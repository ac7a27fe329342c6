"""Rasters brought onto a grid of longitude and latitude: GDAL's warp, and a faster way between such grids."""

from typing import Any

import numpy as np

GEOGRAPHIC = "EPSG:4326"
_PIECE = 192
_SAME = 1e-4


def warped(source: Any, values: Any, place: Any, bounds: Any, width: int, height: int, how: str) -> Any:
    """Values of a source, placed by an affine transform, on ``height`` rows of ``width`` cells of degrees
    within ``bounds``; NaN where unknown. ``how`` names a resampling of GDAL's."""
    if source.crs.to_epsg() in _DEGREES and place.b == place.d == 0 and how in _WEIGHTS:
        return _resampled(values, place, bounds, width, height, _WEIGHTS[how])
    from rasterio.enums import Resampling
    from rasterio.transform import from_bounds
    from rasterio.warp import reproject

    target = np.full((height, width), np.nan, dtype=np.float32)
    reproject(
        values,
        target,
        src_transform=place,
        src_crs=source.crs,
        src_nodata=np.nan,
        dst_transform=from_bounds(*bounds, width, height),
        dst_crs=GEOGRAPHIC,
        dst_nodata=np.nan,
        resampling=Resampling[how],
    )
    return target


def _resampled(values: Any, place: Any, bounds: Any, width: int, height: int, weights: Any) -> Any:
    """Values on a grid of degrees brought onto another such grid, first along columns, then along rows. Goes
    in pieces, so that no single step keeps Python's lock for long."""
    west, south, east, north = bounds
    lon = west + (np.arange(width) + 0.5) * (east - west) / width
    lat = north - (np.arange(height) + 0.5) * (north - south) / height
    rows = (lat - place.f) / place.e - 0.5
    columns = (lon - place.c) / place.a - 0.5
    out = np.zeros((height, width), dtype=np.float32)
    for top in range(0, height, _PIECE):
        piece = _gathered(values, rows[top : top + _PIECE], weights, 0)
        out[top : top + _PIECE] = _gathered(piece, columns, weights, 1)
    return out


def _gathered(values: Any, where: Any, weights: Any, axis: int) -> Any:
    """Values at fractional positions along an axis, NaN beyond half a cell outside."""
    size = values.shape[axis]
    # Cells that lie on each other but for rounding are taken as they are.
    where = np.where(np.abs(where - np.round(where)) < _SAME, np.round(where), where)
    first = np.floor(where).astype(np.int64)
    shape = (-1, 1) if axis == 0 else (1, -1)
    total: Any = 0
    for step, weight in weights(where - first):
        taken = np.take(values, np.clip(first + step, 0, size - 1), axis=axis)
        taken *= weight.astype(np.float32).reshape(shape)
        nothing = weight == 0
        if nothing.any():
            # Unknown cells that have no share must not spread.
            taken[nothing if axis == 0 else (slice(None), nothing)] = 0
        total = taken + total
    outside = (where < -0.5) | (where > size - 0.5)
    total[outside if axis == 0 else (slice(None), outside)] = np.nan
    return total


def _linear(f: Any) -> Any:
    return (0, 1 - f), (1, f)


def _spline(f: Any) -> Any:
    """Weights of the cubic B-spline: smooth slopes, so that enlarged relief shows no facets."""
    return (
        (-1, (1 - f) ** 3 / 6),
        (0, (3 * f**3 - 6 * f**2 + 4) / 6),
        (1, (-3 * f**3 + 3 * f**2 + 3 * f + 1) / 6),
        (2, f**3 / 6),
    )


_DEGREES = (4326, 4490)
_WEIGHTS = {"bilinear": _linear, "cubic_spline": _spline}
