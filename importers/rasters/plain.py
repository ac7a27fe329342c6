"""The pixels of a raster as a picture, wherever it may lie: orthophotos and scans of trench walls, in TIFF of
any compression, from its overviews where they suffice."""

from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError

Pixels: TypeAlias = NDArray[np.uint8]
_LOW, _HIGH = 1.0, 99.0


def size_of(path: Path) -> tuple[int, int]:
    """Width and height in pixels. Raises ``InputError("photo.no_picture")``."""
    import rasterio
    from rasterio.errors import RasterioError

    try:
        with rasterio.open(path) as source:
            return int(source.width), int(source.height)
    except RasterioError as error:
        raise InputError("photo.no_picture", file=str(path), reason=str(error)) from error


def pixels(path: Path, most: int) -> Pixels:
    """Red, green and blue, 8 bits each, an array (height, width, 3) of at most ``most`` pixels. A single band
    is grey; more than 8 bits are stretched between their first and last hundredth.

    Raises ``InputError("photo.no_picture")``.
    """
    import rasterio
    from rasterio.enums import Resampling
    from rasterio.errors import RasterioError

    try:
        with rasterio.open(path) as source:
            share = min(1.0, (most / (source.width * source.height)) ** 0.5)
            bands = [1, 2, 3] if source.count >= 3 else [1, 1, 1]
            shape = 3, max(1, int(source.height * share)), max(1, int(source.width * share))
            found = source.read(bands, out_shape=shape, resampling=Resampling.average)
    except RasterioError as error:
        raise InputError("photo.no_picture", file=str(path), reason=str(error)) from error
    return np.ascontiguousarray(np.moveaxis(_eight_bits(found), 0, -1))


def _eight_bits(values: NDArray[np.generic]) -> Pixels:
    if values.dtype == np.uint8:
        return np.asarray(values, dtype=np.uint8)
    numbers = np.nan_to_num(np.asarray(values, dtype=np.float32))
    low, high = np.percentile(numbers, [_LOW, _HIGH])
    stretched = (numbers - low) / max(float(high - low), 1e-6) * 255
    return np.asarray(np.clip(stretched, 0, 255), dtype=np.uint8)
