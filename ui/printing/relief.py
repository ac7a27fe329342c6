"""The relief under a printed map: read in geographic coordinates, shaded, then warped into the page."""

from pathlib import Path

import numpy as np
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QImage, QPainter

from faultgis.crs import metres_per_degree
from faultgis.sheets.layout import MARGIN_LEFT, MARGIN_TOP, PageLayout
from importers.rasters.geotiff import open_raster
from ui.layers.raster import Light, shaded

STRIP_ROWS = 256
OPACITY = 0.75


def draw_relief(painter: QPainter, layout: PageLayout, path: Path, dots_per_mm: float, dpi: int) -> bool:
    """Draw the raster under the map at ``dpi``; say whether any of it lies within the frame."""
    width_mm, height_mm = layout.frame_mm
    width, height = (max(2, round(mm / 25.4 * min(dpi, 220))) for mm in (width_mm, height_mm))
    west, south, east, north = layout.bounds
    east_m, north_m = metres_per_degree((south + north) / 2)
    cell = ((east - west) * east_m / width, (north - south) * north_m / height)
    source = shaded(open_raster(path), Light(), layout.bounds, width, height, cell)
    if source is None:
        return False
    page = np.zeros((height, width, 4), dtype=np.uint8)
    for top in range(0, height, STRIP_ROWS):
        rows = np.arange(top, min(height, top + STRIP_ROWS))
        lon, lat = _lonlat(layout, width, height, rows)
        column = ((lon - west) / (east - west) * source.shape[1]).astype(np.intp)
        row = ((north - lat) / (north - south) * source.shape[0]).astype(np.intp)
        inside = (column >= 0) & (column < source.shape[1]) & (row >= 0) & (row < source.shape[0])
        page[rows] = np.where(
            inside[..., None],
            source[row.clip(0, source.shape[0] - 1), column.clip(0, source.shape[1] - 1)],
            0,
        )
    image = QImage(page.tobytes(), width, height, width * 4, QImage.Format.Format_RGBA8888)
    box = QRectF(*(mm * dots_per_mm for mm in (MARGIN_LEFT, MARGIN_TOP, width_mm, height_mm)))
    painter.setOpacity(OPACITY)
    painter.drawImage(box, image)
    painter.setOpacity(1.0)
    return bool(page[..., 3].any())


def _lonlat(
    layout: PageLayout, width: int, height: int, rows: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> tuple[
    np.ndarray[tuple[int, int], np.dtype[np.float64]], np.ndarray[tuple[int, int], np.dtype[np.float64]]
]:
    width_mm, height_mm = layout.frame_mm
    x = MARGIN_LEFT + (np.arange(width) + 0.5) / width * width_mm
    y = MARGIN_TOP + (rows + 0.5) / height * height_mm
    return layout.to_lonlat(*np.meshgrid(x, y))
