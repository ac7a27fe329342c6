"""Elevation and image rasters by window, on a grid of longitude and latitude: whatever GDAL opens."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.crs import transformer
from faultgis.errors import InputError
from importers.products.heights import PLAIN, Meaning, meaning
from importers.rasters.colours import alpha_band, coloured, looked_up, white_of
from importers.rasters.datums import vertical_of
from importers.rasters.placing import AS_STATED, Extent, Placed, Placing, extent_of
from importers.rasters.resampling import GEOGRAPHIC, warped

_SPARE = 1.6


@dataclass(frozen=True)
class Raster:
    """What a raster file says of itself. ``kind``: elevation (metres) or image. ``bounds`` in degrees
    (CGCS2000); ``accuracy_m`` is how well the way from its own system to there is known. ``placing`` is what
    the user said of its place. In a local grid degrees are those of its frame, and ``crs`` is empty.
    ``meaning`` says what the numbers of an elevation raster are, ``white`` which value of an image is shown
    as full brightness; ``vertical`` is the datum of heights as the file states it (empty: not stated)."""

    path: Path
    kind: str
    crs: str
    bounds: tuple[float, float, float, float]
    cell_degrees: tuple[float, float]
    width: int
    height: int
    bands: int
    accuracy_m: float | None = None
    placing: Placing = AS_STATED
    meaning: Meaning = PLAIN
    white: float = 255.0
    vertical: str = ""

    def window(
        self, bounds: tuple[float, float, float, float], width: int, height: int
    ) -> NDArray[np.float32] | NDArray[np.uint8] | None:
        """The raster within ``bounds`` (west, south, east, north in CGCS2000 degrees) as ``height`` rows of
        ``width`` cells, north first.

        Elevation is float32 in metres, NaN where unknown; an image is uint8 (rows, columns, 4) of
        red, green, blue and alpha. ``None`` where the raster does not reach. Overviews and decimation come
        first, so the cost follows the size asked for. May be called from any thread.
        Raises ``InputError("raster.unreadable")``.
        """
        west, south, east, north = self.bounds
        if bounds[0] >= east or bounds[2] <= west or bounds[1] >= north or bounds[3] <= south:
            return None
        return _window(self, bounds, width, height)  # type: ignore[no-any-return]


def open_raster(path: Path, placing: Placing = AS_STATED) -> Raster:
    """Look into a raster file. ``placing`` names the system of a file that has none, or the frame of the
    local grid in which it lies; a system that the file states is never overruled.

    Raises ``InputError``: ``raster.unreadable``, ``raster.no_crs`` (it has no coordinate system; none is
    assumed), ``raster.has_crs`` (it has one and is no part of a local grid), ``raster.no_place`` (it has one
    but no position), ``crs.unknown``, ``crs.refused_datum`` and ``crs.no_operation`` (no way from its datum
    to CGCS2000 is known).
    """
    with _opened(path) as source:
        return _described(path, source, placing)


def has_system(path: Path) -> bool:
    """Whether a raster states a coordinate system. Raises ``InputError("raster.unreadable")``."""
    with _opened(path) as source:
        return source.crs is not None


def extent(path: Path, north_first: bool = False) -> Extent:
    """Where a raster lies in its own coordinates; see ``extent_of``. Raises ``raster.unreadable`` also."""
    with _opened(path) as source:
        return extent_of(source, north_first)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The open file; what the driver cannot do becomes ``InputError("raster.unreadable")``."""
    import rasterio
    from rasterio._err import CPLE_BaseError
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path) as source:
                yield source
    except (RasterioError, CPLE_BaseError) as error:  # some of GDAL's come as they are
        raise InputError("raster.unreadable", file=str(path), reason=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200]


def _described(path: Path, source: Any, placing: Placing) -> Raster:
    from rasterio.warp import transform_bounds

    local = placing.frame is not None
    if source.crs is None and not local and not placing.crs:
        raise InputError("raster.no_crs", file=str(path))
    if source.crs is not None and local:
        raise InputError("raster.has_crs", file=str(path), crs=source.crs.to_string()[:60])
    if source.transform.is_identity or source.count == 0:
        raise InputError("raster.no_place", file=str(path))
    placed = Placed(source, placing)
    accuracy = None if local else transformer(placed.crs.to_wkt()).accuracy_m
    bounds = transform_bounds(placed.crs, GEOGRAPHIC, *placed.bounds, densify_pts=21)
    if not np.isfinite(bounds).all():
        raise InputError("raster.no_place", file=str(path))
    cell = (bounds[2] - bounds[0]) / source.width, (bounds[3] - bounds[1]) / source.height
    kind = _kind(source)
    return Raster(
        path=path,
        kind=kind,
        crs="" if local else placed.crs.to_string(),
        bounds=bounds,
        cell_degrees=cell,
        width=source.width,
        height=source.height,
        bands=source.count,
        accuracy_m=accuracy,
        placing=placing,
        meaning=meaning(source) if kind == "elevation" else PLAIN,
        white=white_of(source) if kind == "image" else 255.0,
        vertical=vertical_of(source),
    )


def _kind(source: Any) -> str:
    from rasterio.enums import ColorInterp

    if source.dtypes[0] == "uint8" or source.count >= 3 or source.colorinterp[0] == ColorInterp.palette:
        return "image"
    return "elevation"


def _window(raster: Raster, bounds: tuple[float, float, float, float], width: int, height: int) -> Any:
    with _opened(raster.path) as opened:
        source = Placed(opened, raster.placing)
        part = _source_part(source, bounds, width, height)
        if part is None:
            return None
        window, shape = part
        read = _elevation if raster.kind == "elevation" else _image
        return read(source, raster, window, shape, bounds, width, height)


def _source_part(source: Any, bounds: Any, width: int, height: int) -> Any:
    """The window of the source that covers the bounds, and the size to read it at: decimation comes first."""
    from rasterio.warp import transform
    from rasterio.windows import Window

    west, south, east, north = bounds
    fraction = np.linspace(0, 1, 9)
    xs = np.concatenate([west + (east - west) * fraction] * 2 + [np.full(9, west), np.full(9, east)])
    ys = np.concatenate([np.full(9, south), np.full(9, north)] + [south + (north - south) * fraction] * 2)
    px, py = transform(GEOGRAPHIC, source.crs, xs, np.clip(ys, -90, 90))  # a map may reach beyond the poles
    columns, rows = ~source.transform @ (np.asarray(px), np.asarray(py))
    good = np.isfinite(columns) & np.isfinite(rows)
    if not good.any():
        return None
    c0, c1 = _clipped(columns[good], source.width)
    r0, r1 = _clipped(rows[good], source.height)
    if c1 - c0 < 1 or r1 - r0 < 1:
        return None
    covered_x = max(1e-9, (c1 - c0) / max(1.0, float(np.ptp(columns[good]))))
    covered_y = max(1e-9, (r1 - r0) / max(1.0, float(np.ptp(rows[good]))))
    shape = (
        max(1, min(r1 - r0, round(max(width, height) * min(1.0, covered_y) * _SPARE))),
        max(1, min(c1 - c0, round(max(width, height) * min(1.0, covered_x) * _SPARE))),
    )
    return Window(c0, r0, c1 - c0, r1 - r0), shape


def _clipped(values: NDArray[np.float64], size: int) -> tuple[int, int]:
    low = max(0, int(np.floor(max(-1e9, values.min()))) - 3)
    high = min(size, int(np.ceil(min(1e9, values.max()))) + 3)
    return low, high


def _read(source: Any, band: int, window: Any, shape: tuple[int, int], mixed: bool = True) -> tuple[Any, Any]:
    """A band's cells in the window at this size, averaged where that is cheap and their values may be mixed,
    and where they lie."""
    from rasterio.enums import Resampling

    factor = window.height / shape[0]
    cheap = factor < 12 or bool(source.overviews(band))
    averaged = Resampling.average if mixed and factor > 1.3 and cheap else Resampling.nearest
    values = source.read(band, window=window, out_shape=shape, resampling=averaged, masked=True)
    scale_x, scale_y = window.width / shape[1], window.height / shape[0]
    place = source.window_transform(window)
    return values, place @ type(place).scale(scale_x, scale_y)


def _elevation(
    source: Any, raster: Raster, window: Any, shape: Any, bounds: Any, width: int, height: int
) -> Any:
    values, place = _read(source, 1, window, shape, not raster.meaning.holed)
    plain = raster.meaning.metres(values, source.scales[0], source.offsets[0])
    finer = shape[0] < height * 0.9
    return warped(source, plain, place, bounds, width, height, "cubic_spline" if finer else "bilinear")


def _image(source: Any, raster: Raster, window: Any, shape: Any, bounds: Any, width: int, height: int) -> Any:
    bands, place = _colours(source, raster, window, shape)
    how = "nearest" if shape[0] < height * 0.4 else "bilinear"
    layers = [warped(source, band, place, bounds, width, height, how) for band in bands]
    clear = np.isnan(layers[0]) | np.isnan(layers[3])
    pixels = np.clip(np.nan_to_num(np.stack(layers, axis=-1)) + 0.5, 0, 255).astype(np.uint8)
    pixels[clear] = 0
    return pixels


def _colours(source: Any, raster: Raster, window: Any, shape: Any) -> tuple[list[Any], Any]:
    """Red, green, blue and alpha (0-255, NaN where clear) of the source's window."""
    from rasterio.enums import ColorInterp

    kinds, alpha = source.colorinterp, alpha_band(source)
    if kinds[0] == ColorInterp.palette:
        first, place = _read(source, 1, window, shape, False)
        return looked_up(first, source.colormap(1)), place
    grey = source.count - (alpha > 0) < 3
    read = [_read(source, band, window, shape) for band in ((1,) if grey else (1, 2, 3))]
    bands = [values for values, _ in read] * (3 if grey else 1)
    seen = _read(source, alpha, window, shape)[0] if alpha else None
    return coloured(bands, seen, raster.white), read[0][1]
