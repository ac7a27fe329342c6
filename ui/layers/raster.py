"""Rasters as the map shows them: relief lit and tinted after decimation, images as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.relief import hillshade, multidirectional
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

_PLAIN = (np.uint16(243), np.uint16(240), np.uint16(233))
_PLAIN_BELOW_M = 8.0
_SHADOW = (0.26, 0.29, 0.38)


@dataclass(frozen=True)
class Light:
    """How relief is lit. ``exaggeration`` 0 follows the scale; ``strength`` 0 (flat) to 1 (harsh). The tint by
    height shows at small scales only: on a lidar slope it would say nothing."""

    azimuth: float = 315.0
    altitude: float = 45.0
    exaggeration: float = 0.0
    strength: float = 0.7
    tint: bool = True
    all_round: bool = False


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
    values = raster.window(bounds, width, height)
    if values is None or raster.kind == "image":
        return values  # type: ignore[return-value]
    return relief_pixels(values.astype(np.float32, copy=False), light, cell_m)


def relief_pixels(elevation: NDArray[np.float32], light: Light, cell_m: tuple[float, float]) -> Pixels:
    """Elevation as lit and tinted paper."""
    stretch = light.exaggeration or automatic_exaggeration(sum(cell_m) / 2)
    if light.all_round:
        shade = multidirectional(elevation, *cell_m, light.altitude, stretch)
    else:
        shade = hillshade(elevation, *cell_m, light.azimuth, light.altitude, stretch)
    pixels = np.empty((*elevation.shape, 4), dtype=np.uint8)
    tones = _tones(light)
    coloured = light.tint and sum(cell_m) / 2 > _PLAIN_BELOW_M
    step = np.clip((np.nan_to_num(elevation) + 6000) / 10, 0, 1300).astype(np.int16) if coloured else None
    for band in range(3):
        ground = _PLAIN[band] if step is None else _tint_table()[band][step]
        pixels[..., band] = (ground * tones[band][shade]) >> 8
    pixels[..., 3] = np.where(shade == 0, 0, 255)
    return pixels


@cache
def _tones(light: Light) -> NDArray[np.uint16]:
    """Per band and hillshade value how much of the paper's brightness is left, of 256. Level ground keeps
    nearly all of it, so that lines and names stay readable; shadows turn cool."""
    level = np.sin(np.radians(light.altitude))
    value = np.arange(256) / 255
    dark = np.clip((level - value) / max(level, 1e-6), 0, 1) ** 0.85
    bright = np.clip((value - level) / max(1 - level, 1e-6), 0, 1)
    tones = [0.95 + 0.05 * bright - light.strength * (1 - ground) * dark for ground in _SHADOW]
    return np.round(256 * np.array(tones)).astype(np.uint16)


@cache
def _tint_table() -> NDArray[np.uint16]:
    heights = np.arange(1301) * 10 - 6000
    return np.stack([np.interp(heights, _TINTS[:, 0], _TINTS[:, i]) for i in (1, 2, 3)]).astype(np.uint16)


def blended(layers: Sequence[tuple[Pixels, float]], width: int, height: int) -> Pixels:
    """RGBA layers, the lowest first, with their opacities, as one image of premultiplied BGRA."""
    out = np.zeros((height, width, 4), dtype=np.uint8)
    for number, (pixels, opacity) in enumerate(layers):
        if number == 0 and opacity >= 1 and bool((pixels[..., 3] == 255).all()):
            out = pixels[..., [2, 1, 0, 3]]
            continue
        alpha = pixels[..., 3].astype(np.float32) * np.float32(opacity / 255)
        over = pixels[..., [2, 1, 0]] * alpha[..., None]
        out[..., :3] = over + out[..., :3] * (1 - alpha[..., None]) + 0.5
        out[..., 3] = alpha * 255 + out[..., 3] * (1 - alpha) + 0.5
    return np.ascontiguousarray(out)
