"""The relief under a printed map: read in geographic coordinates, shaded, then warped into the page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QImage, QPainter

from faultgis.crs import metres_per_degree
from faultgis.sheets.layout import MARGIN_LEFT, MARGIN_TOP, PageLayout
from faultgis.terrain.colours import Pixels
from faultgis.terrain.stretching import Light
from importers.rasters.geotiff import Raster, open_raster
from ui.layers.raster import shaded

Array: TypeAlias = NDArray[np.float64]

# Shading carries no detail finer than this; at 300 dpi an A2 sheet would be 35 million cells.
RELIEF_DPI = 130
COARSE_CELLS = 16
OPACITY = 0.75


@dataclass(frozen=True)
class Ground:
    """Where a relief goes: a box on the page (millimetres), what it shows in degrees, and the way from places
    on the page to degrees."""

    box_mm: tuple[float, float, float, float]
    bounds: tuple[float, float, float, float]
    to_lonlat: Callable[[Array, Array], tuple[Array, Array]]


def draw_relief(painter: QPainter, layout: PageLayout, path: Path, dots_per_mm: float, dpi: int) -> bool:
    """Draw the raster under the map; say whether any of it lies within the frame."""
    ground = Ground((MARGIN_LEFT, MARGIN_TOP, *layout.frame_mm), layout.bounds, layout.to_lonlat)
    page = relief_page(ground, open_raster(path), dpi)
    if page is None:
        return False
    draw_page(painter, ground, page, dots_per_mm, OPACITY)
    return bool(page[..., 3].any())


def relief_page(ground: Ground, raster: Raster, dpi: int) -> Pixels | None:
    """The shaded raster where its cells fall on the page; ``None`` where it does not reach."""
    _, _, width_mm, height_mm = ground.box_mm
    width, height = (max(2, round(mm / 25.4 * min(dpi, RELIEF_DPI))) for mm in (width_mm, height_mm))
    west, south, east, north = ground.bounds
    east_m, north_m = metres_per_degree((south + north) / 2)
    cell = ((east - west) * east_m / width, (north - south) * north_m / height)
    source = shaded(raster, Light(), ground.bounds, width, height, cell)
    return None if source is None else _warped(source, ground, width, height)


def draw_page(painter: QPainter, ground: Ground, page: Pixels, dots_per_mm: float, opacity: float) -> None:
    """Draw shaded cells into their box."""
    height, width = page.shape[:2]
    image = QImage(page.tobytes(), width, height, width * 4, QImage.Format.Format_RGBA8888)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setOpacity(opacity)
    painter.drawImage(QRectF(*(mm * dots_per_mm for mm in ground.box_mm)), image)
    painter.setOpacity(1.0)


def _warped(source: Pixels, ground: Ground, width: int, height: int) -> Pixels:
    """The shaded cells of the geographic grid where they fall on the page."""
    west, south, east, north = ground.bounds
    lon, lat = _lonlat(ground, width, height)
    rows, columns = source.shape[:2]
    column = ((lon - west) / (east - west) * columns).astype(np.int32)
    row = ((north - lat) / (north - south) * rows).astype(np.int32)
    np.clip(column, 0, columns - 1, out=column)
    np.clip(row, 0, rows - 1, out=row)
    page: Pixels = source[row, column]
    return page


def _lonlat(ground: Ground, width: int, height: int) -> tuple[Array, Array]:
    """Longitude and latitude of every cell of the page: exact on a coarse grid, linear in between (the error
    is far below a cell)."""
    left, top, width_mm, height_mm = ground.box_mm
    across, down = _weights(width), _weights(height)
    x = left + np.linspace(0, 1, across.shape[1]) * width_mm
    y = top + np.linspace(0, 1, down.shape[1]) * height_mm
    lon, lat = ground.to_lonlat(*np.meshgrid(x, y))
    return down @ lon @ across.T, down @ lat @ across.T


def _weights(cells: int) -> Array:
    """Per cell the weights of the knots of a coarse grid."""
    knots = cells // COARSE_CELLS + 2
    place = (np.arange(cells) + 0.5) / cells * (knots - 1)
    left = np.minimum(place.astype(np.intp), knots - 2)
    weights = np.zeros((cells, knots))
    rows = np.arange(cells)
    weights[rows, left] = 1 - (place - left)
    weights[rows, left + 1] = place - left
    return weights
