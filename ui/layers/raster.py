"""Rasters as the map shows them: relief lit and tinted after decimation, images as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.relief import NODATA, hillshade, multidirectional
from importers.rasters.geotiff import Raster, open_raster
from ui.layers.frame import Bounds

Pixels = NDArray[np.uint8]

_TINTS = np.array(
    [
        (-6000, 150, 184, 210),
        (-200, 190, 214, 228),
        (-1, 212, 228, 236),
        (0, 206, 220, 198),
        (500, 221, 227, 203),
        (1200, 236, 230, 208),
        (2200, 235, 221, 197),
        (3500, 226, 209, 190),
        (4500, 222, 211, 203),
        (5500, 240, 238, 237),
        (7000, 252, 252, 253),
    ],
    dtype=np.float32,
)

_PLAIN = (243.0, 240.0, 233.0)
_LOW, _HIGH, _STEP = -6000.0, 7000.0, 20.0
_PLAIN_BELOW_M = 8.0
_BAND_CELLS = 1_000_000
_LOOKED_UP = 200_000
_SHADOW = (0.26, 0.29, 0.38)


@dataclass(frozen=True)
class Light:
    """How relief is lit. ``exaggeration`` 0 follows the scale; ``strength`` 0 (flat) to 1 (harsh). The tint
    by height shows at small scales only: on a lidar slope it would say nothing."""

    azimuth: float = 315.0
    altitude: float = 45.0
    exaggeration: float = 0.0
    strength: float = 0.7
    tint: bool = True
    all_round: bool = False

    def kept(self, metres_per_cell: float) -> "Light":
        """This light with the automatic exaggeration that belongs to another scale."""
        stretch = self.exaggeration or automatic_exaggeration(metres_per_cell)
        return replace(self, exaggeration=stretch)


class RasterLayer:
    """One raster of the map."""

    def __init__(self, path: Path) -> None:
        self.raster: Raster = open_raster(path)
        self.light = Light()

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north in degrees."""
        return self.raster.bounds

    def relit(self, **settings: float | bool) -> None:
        """Change the light."""
        self.light = replace(self.light, **settings)  # type: ignore[arg-type]


def automatic_exaggeration(metres_per_cell: float) -> float:
    """Heights need more stretching the smaller the scale, or mountains look like paper."""
    return float(np.clip((metres_per_cell / 12.0) ** 0.42, 1.8, 9.0))


def shaded(
    raster: Raster, light: Light, bounds: Bounds, width: int, height: int, cell_m: tuple[float, float]
) -> Pixels | None:
    """The raster as red, green, blue, alpha on the view's grid, or ``None`` where it does not reach."""
    pixels = painted(raster, light, bounds, width, height, cell_m)
    return None if pixels is None else np.ascontiguousarray(pixels[..., [2, 1, 0, 3]])


def painted(
    raster: Raster, light: Light, bounds: Bounds, width: int, height: int, cell_m: tuple[float, float]
) -> Pixels | None:
    """As ``shaded``, in the order blue, green, red, alpha that the map's images have."""
    values = raster.window(bounds, width, height)
    if values is None:
        return None
    if raster.kind == "image":
        return values[..., [2, 1, 0, 3]].astype(np.uint8, copy=False)
    return relief_pixels(values.astype(np.float32, copy=False), light, cell_m)


def relief_pixels(elevation: NDArray[np.float32], light: Light, cell_m: tuple[float, float]) -> Pixels:
    """Elevation in metres as lit and tinted paper: blue, green, red, alpha; clear where unknown.

    Goes in bands: each step of arithmetic on one lets go of Python's lock, but has to ask for it again.
    """
    rows = len(elevation)
    tall = max(1, _BAND_CELLS // max(1, elevation.shape[1]))
    pixels = np.empty((*elevation.shape, 4), dtype=np.uint8)
    for top in range(0, rows, tall):
        end = min(rows, top + tall)
        first, last = max(0, top - 1), min(rows, end + 1)
        band = _relief_band(elevation[first:last], light, cell_m)
        pixels[top:end] = band[top - first : end - first]
    return pixels


def _relief_band(elevation: NDArray[np.float32], light: Light, cell_m: tuple[float, float]) -> Pixels:
    stretch = light.exaggeration or automatic_exaggeration(sum(cell_m) / 2)
    if light.all_round:
        shade = multidirectional(elevation, *cell_m, light.altitude, stretch)
    else:
        shade = hillshade(elevation, *cell_m, light.azimuth, light.altitude, stretch)
    if not light.tint or sum(cell_m) / 2 <= _PLAIN_BELOW_M:
        return _looked_up(_paints(light, False), shade)
    height = elevation * np.float32(1 / _STEP)
    height -= np.float32(_LOW / _STEP)
    height[shade == NODATA] = 0
    step = np.clip(height, 0, (_HIGH - _LOW) / _STEP, out=height).astype(np.int32)
    step *= 256
    step += shade
    return _looked_up(_paints(light, True), step)


def _looked_up(paints: NDArray[np.uint32], numbers: NDArray[np.integer[Any]]) -> Pixels:
    """The colours of these numbers; in pieces, because looking up keeps Python's lock."""
    flat = numbers.ravel()
    found = np.empty(len(flat), dtype="<u4")
    for start in range(0, len(flat), _LOOKED_UP):
        piece = slice(start, start + _LOOKED_UP)
        np.take(paints, flat[piece], mode="clip", out=found[piece])
    return found.view(np.uint8).reshape(*numbers.shape, 4)


@cache
def _paints(light: Light, tinted: bool) -> NDArray[np.uint32]:
    """The colour of each hillshade value (and, times 256, of each step of height): 0xAARRGGBB."""
    steps = np.arange(_LOW, _HIGH + _STEP, _STEP)
    plain = np.array(_PLAIN)[:, None]
    ground = np.array([np.interp(steps, _TINTS[:, 0], _TINTS[:, i]) for i in (1, 2, 3)]) if tinted else plain
    bands = (ground[:, :, None] * _tones(light)[:, None, :]).astype(np.uint32)
    paint = np.uint32(0xFF000000) | bands[0] << np.uint32(16) | bands[1] << np.uint32(8) | bands[2]
    paint[:, 0] = 0
    made: NDArray[np.uint32] = paint.ravel().astype("<u4")
    return made


@cache
def _tones(light: Light) -> NDArray[np.float64]:
    """Per band and hillshade value how much of the paper's brightness is left (0-1). Level ground keeps
    nearly all of it, so that lines and names stay readable; shadows turn cool."""
    level = np.sin(np.radians(light.altitude))
    value = np.arange(256) / 255
    dark = np.clip((level - value) / max(level, 1e-6), 0, 1) ** 0.85
    bright = np.clip((value - level) / max(1 - level, 1e-6), 0, 1)
    tones = [0.95 + 0.05 * bright - light.strength * (1 - ground) * dark for ground in _SHADOW]
    return np.array(tones)


def blended(layers: Sequence[tuple[Pixels, float]], width: int, height: int) -> Pixels:
    """BGRA layers, the lowest first, with their opacities, as one image with premultiplied colours."""
    out: Pixels | None = None
    for pixels, opacity in layers:
        if opacity >= 1 and _solid(pixels):
            out = pixels
            continue
        below = np.zeros((height, width, 4), dtype=np.uint8) if out is None else out
        alpha = pixels[..., 3:].astype(np.float32) * np.float32(opacity / 255)
        over = np.concatenate([pixels[..., :3], np.full_like(pixels[..., 3:], 255)], axis=-1) * alpha
        out = (over + below * (1 - alpha) + 0.5).astype(np.uint8)
    return np.zeros((height, width, 4), dtype=np.uint8) if out is None else np.ascontiguousarray(out)


def _solid(pixels: Pixels) -> bool:
    """Whether the image needs nothing below it, or is wholly clear where it is not opaque (as relief is)."""
    return bool((pixels[..., 3] == 255).all())
