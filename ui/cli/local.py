"""Rasters without a coordinate system on the command line: in metres of a local grid."""

from pathlib import Path
from typing import Any

import numpy as np

from faultgis.errors import InputError
from faultgis.geometry.local import LocalFrame

LOCAL = "local"
ROWS = ("stated", "north-first")
Place = tuple[float, float]


def metres_meant(dem: Path, crs: str) -> None:
    """Whether the user said that a raster without a coordinate system is in metres; it is not assumed.

    Raises ``InputError``: ``raster.no_crs_said``, ``raster.local_only`` (another system was named).
    """
    from importers.rasters.geotiff import has_system

    if crs not in ("", LOCAL):
        raise InputError("raster.local_only", field="--crs", crs=crs)
    if not crs and not has_system(dem):
        raise InputError("raster.no_crs_said", file=str(dem))


def rows_said(file: Path, rows: str, upwards: bool) -> bool:
    """Whether the first row is the northernmost, as the user says of a file whose rows run northwards.

    Raises ``InputError``: ``raster.rows`` (no such word), ``raster.rows_unsaid``.
    """
    if rows and rows not in ROWS:
        raise InputError("raster.rows", field="--rows", name=rows, known=", ".join(ROWS))
    if upwards and not rows:
        raise InputError("raster.rows_unsaid", file=str(file))
    return rows == "north-first"


def first_row_north(dem: Path, rows: str) -> bool:
    """Whether the first row is the northernmost though the file says otherwise; asked of files without a
    coordinate system, where the sign of the cell height may be lost. See ``rows_said``."""
    from importers.rasters.geotiff import extent, has_system

    if has_system(dem):
        return rows_said(dem, rows, False)
    try:
        return rows_said(dem, rows, extent(dem).upwards)
    except InputError as error:
        if error.code != "raster.no_place":
            raise
        return True


def local_raster(dem: Path, rows: str) -> tuple[Any, LocalFrame]:
    """A raster in the frame of its own local grid."""
    from importers.rasters.geotiff import extent, open_raster
    from importers.rasters.placing import Placing

    found = extent(dem)
    frame = LocalFrame.around(found.bounds)
    placing = Placing(frame=frame, north_first=rows_said(dem, rows, found.upwards))
    return open_raster(dem, placing), frame


def on_canvas(places: list[Place], frame: LocalFrame) -> list[Place]:
    """Places in metres of the grid as the degrees in which profiles are read."""
    return [(float(x), float(y)) for x, y in frame.to_canvas(np.array(places))]


def in_metres(rows: list[dict[str, Any]], frame: LocalFrame) -> list[dict[str, Any]]:
    """The rows of a profile with places in metres of the grid instead of degrees."""
    places = frame.to_metres(np.array([(row["longitude"], row["latitude"]) for row in rows]))
    kept = [{k: v for k, v in row.items() if k not in ("longitude", "latitude")} for row in rows]
    return [
        {**row, "x_m": round(x, 3), "y_m": round(y, 3)}
        for row, (x, y) in zip(kept, places.tolist(), strict=True)
    ]
