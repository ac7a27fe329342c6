"""Red, green, blue and alpha of an image raster's window, whatever its bands are."""

from typing import Any

import numpy as np

from importers.products.heights import glance


def white_of(source: Any) -> float:
    """The value that is shown as full brightness: 255 for bytes; for wider numbers what nearly all of the
    image stays below, so that 11- or 12-bit photographs are not black."""
    if source.dtypes[0] == "uint8":
        return 255.0
    seen = np.concatenate([glance(source, band).ravel() for band in range(1, min(3, source.count) + 1)])
    seen = seen[np.isfinite(seen)]
    if source.nodata is not None:
        seen = seen[seen != source.nodata]
    found = float(np.percentile(seen, 99.5)) if len(seen) else 0.0
    return found if found > 0 else 1.0


def alpha_band(source: Any) -> int:
    """The number of the band that says how opaque a cell is; 0 for none."""
    from rasterio.enums import ColorInterp

    return next((n + 1 for n, kind in enumerate(source.colorinterp) if kind == ColorInterp.alpha), 0)


def looked_up(first: Any, table: Any) -> list[Any]:
    """Colours by number."""
    paints = np.zeros((256, 4), dtype=np.float32)
    for value, colour in table.items():
        if 0 <= value < 256:
            paints[value] = colour
    found = paints[np.clip(first.filled(0), 0, 255).astype(int)]
    found[np.ma.getmaskarray(first)] = np.nan
    return [found[..., i] for i in range(4)]


def coloured(bands: list[Any], alpha: Any, white: float) -> list[Any]:
    """Red, green, blue, alpha as 0-255. A cell is clear (NaN) where all its colours are unknown: the value
    that says unknown may well be one colour's own."""
    clear = np.logical_and.reduce([np.ma.getmaskarray(band) for band in bands])
    plain = [
        np.clip(np.ma.getdata(band).astype(np.float32) * np.float32(255 / white), 0, 255) for band in bands
    ]
    opaque = np.full(clear.shape, 255, dtype=np.float32) if alpha is None else np.ma.getdata(alpha)
    top = 255.0 if alpha is None or alpha.dtype == np.uint8 else float(np.iinfo(alpha.dtype).max)
    found = [*plain, opaque.astype(np.float32) * np.float32(255 / top)]
    for band in found:
        band[clear | ~np.isfinite(band)] = np.nan
    return found
