"""Contour lines of any elevation raster as a GeoPackage or GeoJSON file, made by blocks and joined."""

import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from faultgis.crs import transformer
from faultgis.errors import InputError
from faultgis.progress import Progress
from faultgis.terrain.contours import Piece, is_index, joined, levels, pieces
from importers.products.derived import check_elevation, read_block
from importers.products.heights import meaning

BLOCK = 512
UNKNOWN_DATUM = "unknown"
_DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON"}


@dataclass(frozen=True)
class Drawn:
    """What was written: how many lines, how many of them index contours, the least and greatest height (m),
    the interval (m) and the height datum as the file states it."""

    lines: int
    index_lines: int
    low: float | None
    high: float | None
    interval: float
    vertical_datum: str


def contour_file(
    source: Path,
    target: Path,
    interval: float,
    *,
    progress: Progress | None = None,
    block: int = BLOCK,
) -> Drawn:
    """Write the contour lines of an elevation raster, one feature a line: ``elevation`` in metres, ``index``
    (every fifth), ``unit`` and ``datum``. A GeoPackage keeps the raster's system, GeoJSON has degrees of
    CGCS2000 longitude and latitude.

    Raises ``InputError``: ``contours.format``, ``contours.interval``, ``contours.local`` (GeoJSON of a local
    grid), ``raster.unreadable``, ``terrain.not_elevation``, ``terrain.rotated``, ``product.not_written`` and
    those of ``faultgis.crs.transformer``; ``CancelledError`` leaves nothing.
    """
    import rasterio
    from rasterio.errors import NotGeoreferencedWarning, RasterioError

    driver = _DRIVERS.get(target.suffix.lower())
    if driver is None:
        raise InputError("contours.format", file=str(target), known=", ".join(_DRIVERS))
    levels(0.0, 0.0, interval)
    try:
        with warnings.catch_warnings(), rasterio.open(source) as grid:
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            warnings.filterwarnings("ignore", message="'crs' was not provided")
            check_elevation(grid, source)
            if driver == "GeoJSON" and grid.crs is None:
                raise InputError("contours.local", file=str(source))
            found = _lines(grid, interval, progress or Progress(), block)
            return _written(grid, found, target, driver, interval)
    except RasterioError as error:
        raise InputError("raster.unreadable", file=str(source), reason=str(error)) from error


def _lines(grid: Any, interval: float, progress: Progress, block: int) -> list[Piece]:
    means, found = meaning(grid), list[Piece]()
    places = [(r, c) for r in range(0, grid.height - 1, block) for c in range(0, grid.width - 1, block)]
    for number, (row, column) in enumerate(places):
        progress.report("terrain.contouring", number, len(places))
        height, width = min(block + 1, grid.height - row), min(block + 1, grid.width - column)
        _, z = read_block(grid, means, row, column, height, width, 0)
        if not np.isnan(z).all():
            at = levels(float(np.nanmin(z)), float(np.nanmax(z)), interval)
            found += pieces(z, at, row=row, column=column, columns=grid.width)
    progress.report("terrain.contouring", len(places), len(places))
    return [piece for piece in joined(found) if np.ptp(piece.places, axis=0).any()]


def _written(grid: Any, found: list[Piece], target: Path, driver: str, interval: float) -> Drawn:
    import pyogrio
    from pyogrio.errors import DataSourceError

    heights = np.array([piece.height for piece in found])
    index = np.array([is_index(piece.height, interval) for piece in found], dtype=bool)
    datum = vertical_datum(grid)
    texts = [np.full(len(found), text, dtype=object) for text in ("m", datum)]
    options: dict[str, Any] = {"crs": grid.crs.to_wkt() if grid.crs is not None else None}
    if driver == "GeoJSON":
        options = {"crs": "EPSG:4326", "layer_options": {"COORDINATE_PRECISION": "8", "RFC7946": "YES"}}
    with tempfile.TemporaryDirectory(prefix=".making-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        try:
            pyogrio.raw.write(
                fresh,
                np.array(shapely.to_wkb(_shapes(grid, found, driver == "GeoJSON")), dtype=object),
                [heights.astype(np.float64), index, *texts],
                np.array(["elevation", "index", "unit", "datum"]),
                layer="contours",
                driver=driver,
                geometry_type="LineString",
                **options,
            )
            fresh.replace(target)
        except (DataSourceError, OSError) as error:
            raise InputError("product.not_written", file=str(target), reason=str(error)[:200]) from error
    low, high = (float(heights.min()), float(heights.max())) if len(heights) else (None, None)
    return Drawn(len(found), int(index.sum()), low, high, interval, datum)


def _shapes(grid: Any, found: list[Piece], degrees: bool) -> NDArray[np.object_]:
    """The lines in the raster's system, or in degrees of longitude and latitude."""
    lengths = [len(piece.places) for piece in found]
    if not found:
        return np.array([], dtype=object)
    place = np.concatenate([piece.places for piece in found])
    turn = grid.transform
    x, y = turn.c + place[:, 0] * turn.a, turn.f + place[:, 1] * turn.e
    if degrees:
        x, y = transformer(grid.crs.to_wkt()).transform(x, y)
    owner = np.repeat(np.arange(len(found)), lengths)
    made: NDArray[np.object_] = shapely.linestrings(np.column_stack([x, y]), indices=owner)
    return made


def vertical_datum(grid: Any) -> str:
    """The height datum that an open raster states, by tag or by a compound coordinate system."""
    tagged = grid.tags().get("VERTICAL_DATUM", "")
    if tagged:
        return str(tagged)
    if grid.crs is None:
        return UNKNOWN_DATUM
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        parts = CRS.from_wkt(grid.crs.to_wkt()).sub_crs_list
    except CRSError:
        return UNKNOWN_DATUM
    return next((part.name for part in parts if part.is_vertical), UNKNOWN_DATUM)
