"""Derives a relief from any elevation raster, block by block with a halo, so that no seam shows.

The result has the source's grid and coordinate system (also none: a local grid stays local). It is written
beside its place under another name and renamed when whole.
"""

import tempfile
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.crs import metres_per_degree
from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.terrain.catalogue import Options, Relief
from importers.products.heights import Meaning, meaning

BLOCK = 1024
NODATA = -9999.0
_WORKERS = 2


@dataclass
class Statistics:
    """Of the written values: least, greatest, mean, and how many cells are known."""

    low: float = np.inf
    high: float = -np.inf
    total: float = 0.0
    known: int = 0
    cells: int = 0

    def add(self, values: NDArray[Any], known: NDArray[np.bool_]) -> None:
        """Count a block in."""
        self.cells += known.size
        if known.any():
            seen = values[known]
            self.low, self.high = min(self.low, float(seen.min())), max(self.high, float(seen.max()))
            self.total += float(seen.sum(dtype=np.float64))
            self.known += int(known.sum())

    def value(self) -> dict[str, Any]:
        """As JSON: ``min``, ``max``, ``mean`` (``None`` where nothing is known), ``known`` of ``cells``."""
        if not self.known:
            return {"min": None, "max": None, "mean": None, "known": 0, "cells": self.cells}
        mean = self.total / self.known
        return {"min": self.low, "max": self.high, "mean": mean, "known": self.known, "cells": self.cells}


def derive(
    source: Path,
    target: Path,
    relief: Relief,
    options: Options,
    *,
    progress: Progress | None = None,
    block: int = BLOCK,
    north_first: bool = False,
) -> Statistics:
    """Write the relief of an elevation raster as a tiled GeoTIFF with overviews.

    Rows that run northwards are taken so, as gdaldem does, unless ``north_first`` says that the sign of the
    cell height was lost. A grid in degrees is measured in metres at each block's latitude; heights are in
    feet only where the file says so.

    Raises ``InputError``: ``raster.unreadable``, ``terrain.not_elevation`` (an image), ``terrain.rotated``,
    ``product.not_written``; ``CancelledError`` leaves nothing.
    """
    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    progress = progress or Progress()
    try:
        with warnings.catch_warnings(), rasterio.open(source) as grid:
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            check_elevation(grid, source)
            with tempfile.TemporaryDirectory(prefix=".making-", dir=target.parent) as folder:
                fresh = Path(folder) / target.name
                upwards = grid.transform.e > 0 and not grid.transform.is_identity and not north_first
                made = replace(relief, make=_turned(relief)) if upwards else relief
                statistics = _write(grid, fresh, made, options, progress, block)
                fresh.replace(target)
                return statistics
    except RasterioError as error:
        raise InputError("raster.unreadable", file=str(source), reason=str(error)) from error
    except OSError as error:
        raise InputError("product.not_written", file=str(target), reason=str(error)) from error


def _turned(relief: Relief) -> Callable[..., NDArray[Any]]:
    """The relief of rows that run northwards."""
    return lambda heights, *settings: relief.make(heights[::-1], *settings)[::-1]


def check_elevation(grid: Any, source: Path) -> None:
    """Raises ``InputError``: ``terrain.not_elevation``, ``terrain.rotated``."""
    if _heights(grid) != 1 or np.dtype(grid.dtypes[0]).kind == "c":
        raise InputError("terrain.not_elevation", file=str(source), bands=grid.count)
    if abs(grid.transform.b) > 1e-9 or abs(grid.transform.d) > 1e-9:
        raise InputError("terrain.rotated", file=str(source))


def _heights(grid: Any) -> int:
    """How many bands there are but for one that says what is known."""
    from rasterio.enums import ColorInterp

    return sum(kind != ColorInterp.alpha for kind in grid.colorinterp)


def _write(
    grid: Any, fresh: Path, relief: Relief, options: Options, progress: Progress, block: int
) -> Statistics:
    import rasterio
    from rasterio.enums import ColorInterp, Resampling

    statistics = Statistics()
    kind = "uint8" if relief.kind == "rgba" else relief.kind
    profile = {
        "driver": "GTiff",
        "width": grid.width,
        "height": grid.height,
        "count": 4 if relief.kind == "rgba" else 1,
        "dtype": kind,
        "crs": grid.crs,
        "transform": grid.transform,
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
        "compress": "deflate",
        "predictor": 3 if kind == "float32" else 2,
        "nodata": {"float32": NODATA, "uint8": 0}[kind] if relief.kind != "rgba" else None,
    }
    with rasterio.open(fresh, "w", **profile) as out:
        out.update_tags(
            relief=relief.name, unit=relief.unit, options=repr(options), source=Path(grid.name).name
        )
        if relief.kind == "rgba":
            out.colorinterp = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
        for window, values in _blocks(grid, relief, options, progress, block):
            _put(out, window, values, relief, statistics)
    with rasterio.open(fresh, "r+") as out:
        levels = [n for n in (2, 4, 8, 16, 32, 64) if max(grid.width, grid.height) / n >= 128]
        if levels:
            out.build_overviews(levels, Resampling.average)
    return statistics


def _put(out: Any, window: Any, values: NDArray[Any], relief: Relief, statistics: Statistics) -> None:
    if relief.kind == "rgba":
        out.write(np.moveaxis(values, -1, 0), window=window)
        statistics.add(values[..., 0], values[..., 3] > 0)
        return
    known = ~np.isnan(values) if relief.kind == "float32" else values > 0
    statistics.add(values, known)
    plain = np.where(known, values, NODATA).astype(np.float32) if relief.kind == "float32" else values
    out.write(plain, 1, window=window)


def _blocks(grid: Any, relief: Relief, options: Options, progress: Progress, block: int) -> Any:
    """Each block's window and values, in order; two are computed while one is written."""
    from rasterio.windows import Window

    places = [(r, c) for r in range(0, grid.height, block) for c in range(0, grid.width, block)]
    halo, means = relief.halo(options), meaning(grid)
    waiting: list[tuple[Any, Future[NDArray[Any]]]] = []
    with ThreadPoolExecutor(_WORKERS) as pool:
        for number, (row, column) in enumerate(places):
            progress.report("terrain.deriving", number, len(places))
            height, width = min(block, grid.height - row), min(block, grid.width - column)
            cut, heights = read_block(grid, means, row, column, height, width, halo)
            cell = _cell_metres(grid, row + height / 2)
            work = pool.submit(relief.make, heights, *cell, options)
            waiting.append((Window(column, row, width, height), _Cut(work, cut)))  # type: ignore[arg-type]
            if len(waiting) > _WORKERS:
                window, future = waiting.pop(0)
                yield window, future.result()
        for window, future in waiting:
            yield window, future.result()
    progress.report("terrain.deriving", len(places), len(places))


@dataclass(frozen=True)
class _Cut:
    """The block itself, cut out of what was computed with its halo."""

    work: "Future[NDArray[Any]]"
    inside: tuple[slice, slice]

    def result(self) -> NDArray[Any]:
        return self.work.result()[self.inside]


def read_block(
    grid: Any, means: Meaning, row: int, column: int, height: int, width: int, halo: int
) -> tuple[tuple[slice, slice], NDArray[np.float32]]:
    """Elevations in metres of a block of an open raster and ``halo`` cells around it (fewer at the edges),
    NaN where unknown, and where the block lies in them."""
    from rasterio.windows import Window

    top, left = max(0, row - halo), max(0, column - halo)
    bottom, right = min(grid.height, row + height + halo), min(grid.width, column + width + halo)
    raw = grid.read(1, window=Window(left, top, right - left, bottom - top), masked=True)
    heights = means.metres(raw, grid.scales[0], grid.offsets[0])
    heights[~np.isfinite(heights)] = np.nan
    inside = (slice(row - top, row - top + height), slice(column - left, column - left + width))
    return inside, heights


def _cell_metres(grid: Any, row: float) -> tuple[float, float]:
    x, y = abs(grid.transform.a), abs(grid.transform.e)
    if grid.crs is None or not grid.crs.is_geographic:
        factor = grid.crs.linear_units_factor[1] if grid.crs is not None and grid.crs.is_projected else 1.0
        return x * factor, y * factor
    latitude = grid.transform.f + grid.transform.e * row
    east, north = metres_per_degree(latitude)
    return x * east, y * north
