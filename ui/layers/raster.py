"""Rasters as the map shows them: reliefs as their light says, images as they are."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from faultgis.crs import metres_per_degree
from faultgis.terrain.colours import Pixels
from faultgis.terrain.contour_ink import Spot
from faultgis.terrain.pictures import Picture, View, picture, picture_of
from faultgis.terrain.stretching import Cell, Heights, Light, Stretch
from importers.rasters.geotiff import Raster, open_raster
from importers.rasters.placing import AS_STATED, Placing
from ui.layers.contour_heights import Written
from ui.layers.frame import Bounds


class RasterLayer:
    """One raster of the map. ``stretch`` is what the view that was drawn last decided of its relief,
    ``heights`` what is written on its contour lines there."""

    def __init__(self, path: Path, placing: Placing = AS_STATED) -> None:
        self.raster: Raster = open_raster(path, placing)
        self.light = Light()
        self.stretch: Stretch | None = None
        self.heights: tuple[Written, ...] = ()

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        return self.raster.bounds

    def relit(self, **settings: float | bool | str) -> None:
        """Change how the relief is drawn."""
        self.light = replace(self.light, **settings)  # type: ignore[arg-type]
        self.stretch, self.heights = None, ()

    def paint(self, light: Light, view: View, keep: bool, wanted: Callable[[], bool]) -> Picture | None:
        """What the view shows, in whatever thread; ``keep`` stretches a relief as the view that was drawn
        last, else this view decides."""
        view = replace(view, own_m=own_metres(self.raster))
        kept = self.stretch if keep else None
        if kept is not None and kept.radius:
            light = replace(light, radius=kept.radius)
        found = painted(self.raster, light, view, kept, wanted)
        if found is not None and not keep and light == self.light:
            self.stretch = found.stretch
            self.heights = _written(found.spots, view)
        return found


def _written(spots: tuple[Spot, ...], view: View) -> tuple[Written, ...]:
    west, south, east, north = view.bounds
    dx, dy = (east - west) / view.width, (north - south) / view.height
    return tuple(Written(f"{s.height:g}", west + s.column * dx, north - s.row * dy, s.angle) for s in spots)


def own_metres(raster: Raster) -> float:
    """The side of the raster's own cells in metres on the ground, the larger one."""
    east, north = metres_per_degree((raster.bounds[1] + raster.bounds[3]) / 2)
    return max(raster.cell_degrees[0] * east, raster.cell_degrees[1] * north)


def shaded(
    raster: Raster, light: Light, bounds: Bounds, width: int, height: int, cell_m: Cell
) -> Pixels | None:
    """The raster as red, green, blue, alpha on the view's grid, or ``None`` where it does not reach."""
    found = painted(raster, light, View(bounds, width, height, cell_m, own_metres(raster)))
    return None if found is None else np.ascontiguousarray(found.pixels[..., [2, 1, 0, 3]])


def painted(
    raster: Raster,
    light: Light,
    view: View,
    stretch: Stretch | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> Picture | None:
    """What the map shows of the raster: blue, green, red, alpha, as its images have them, and how a relief
    was stretched. ``None`` where it does not reach.

    Raises ``CancelledError`` once it is not ``wanted``.
    """
    if raster.kind != "image":
        return picture_of(raster.window, view, light, stretch=stretch, wanted=wanted)
    values = raster.window(view.bounds, view.width, view.height)
    if values is None:
        return None
    return Picture(values[..., [2, 1, 0, 3]].astype(np.uint8, copy=False), Stretch())


def relief_pixels(elevation: Heights, light: Light, cell_m: Cell) -> Pixels:
    """Elevation in metres as its light says: blue, green, red, alpha; clear where unknown."""
    return picture(elevation, cell_m, light).pixels


def blended(layers: Sequence[tuple[Pixels, float]], width: int, height: int) -> Pixels:
    """BGRA layers, the lowest first, with their opacities, as one image with premultiplied colours."""
    out: Pixels | None = None
    for pixels, opacity in layers:
        if opacity >= 1 and _solid(pixels):
            out = pixels
            continue
        if opacity >= 1 and _hard(pixels):
            out = _laid(pixels, out)
            continue
        below = np.zeros((height, width, 4), dtype=np.uint8) if out is None else out
        alpha = pixels[..., 3:].astype(np.float32) * np.float32(opacity / 255)
        over = np.concatenate([pixels[..., :3], np.full_like(pixels[..., 3:], 255)], axis=-1) * alpha
        out = (over + below * (1 - alpha) + 0.5).astype(np.uint8)
    return np.zeros((height, width, 4), dtype=np.uint8) if out is None else np.ascontiguousarray(out)


def _hard(pixels: Pixels) -> bool:
    """Whether each pixel is opaque or wholly clear, as those of point clouds are."""
    alpha = pixels[..., 3]
    return bool(((alpha == 255) | (alpha == 0)).all())


def _laid(pixels: Pixels, below: Pixels | None) -> Pixels:
    """Opaque pixels over what lies below them, without a product."""
    known = pixels[..., 3:] != 0
    return np.where(known, pixels, np.uint8(0) if below is None else below)


def _solid(pixels: Pixels) -> bool:
    """Whether the image needs nothing below it, or is wholly clear where it is not opaque (as relief is)."""
    return bool((pixels[..., 3] == 255).all())
