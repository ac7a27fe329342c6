"""One picture per kind of relief, of the elevations in a window, for any map; knows no screen and no file.

What is computed reaches ``margin`` cells beyond the window on each side, so that the picture inside hangs on
nothing that was cut off: pictures of neighbouring windows join without a seam, given the same ``Stretch``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from faultgis.errors import CancelledError
from faultgis.terrain.catalogue import Options, relief_named
from faultgis.terrain.colours import Pixels, Tone, enlarged, multiplied, painted_shade, painted_values
from faultgis.terrain.contour_ink import Spot, cover, spots
from faultgis.terrain.derivatives import curvature, local_relief
from faultgis.terrain.profiles import Bounds, Window
from faultgis.terrain.stretching import (
    ALL_ROUND,
    HILLSHADE,
    KINDS,
    RANGED,
    RED,
    SHADED,
    TINTED,
    Cell,
    Heights,
    Light,
    Stretch,
    shade_stretch,
    value_stretch,
)

RADIUS_CELLS, CURVED_CELLS = 10, 3
MOST_RADIUS_CELLS = 30
_PLAIN_BELOW_M = 8.0
_BAND_CELLS = 500_000
_RIM = 4


@dataclass(frozen=True)
class Picture:
    """Blue, green, red, alpha of a window without its margin, how it was stretched, how much of each cell is
    covered by contour lines, which go over whatever else is shown, and where their heights are written."""

    pixels: Pixels
    stretch: Stretch
    ink: Heights | None = None
    spots: tuple[Spot, ...] = ()


def radius_metres(light: Light, cell_m: Cell, own_m: float = 0.0) -> float:
    """How far a kind looks that has a radius: what the user says, else ten cells (curvature: three) of
    the elevation model (``own_m``) or of the picture, whichever are larger."""
    cells = CURVED_CELLS if light.kind == "curvature" else RADIUS_CELLS
    return light.radius or cells * max(own_m, *cell_m)


def coarser(light: Light, cell_m: Cell, own_m: float) -> int:
    """How many of the picture's cells go into one that is computed: a kind with a radius is computed in cells
    no finer than the model's own and than a twentieth of the radius, and smoothed in between."""
    if light.kind not in RANGED:
        return 1
    finest = max(own_m, radius_metres(light, cell_m, own_m) / MOST_RADIUS_CELLS)
    return max(1, int(finest / max(cell_m) + 1e-6))


def margin(light: Light, cell_m: Cell, own_m: float = 0.0) -> int:
    """How many cells the window needs beyond each side."""
    if light.kind not in RANGED:
        return _RIM
    return int(np.ceil(radius_metres(light, cell_m, own_m) / min(cell_m))) + _RIM


def picture(
    heights: Heights,
    cell_m: Cell,
    light: Light,
    *,
    around: int = 0,
    own_m: float = 0.0,
    stretch: Stretch | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> Picture:
    """The relief of elevations (metres, NaN where unknown; first row northernmost) whose outer ``around``
    cells are margin. ``cell_m`` are metres per cell east and north, ``own_m`` those of the model itself.
    ``stretch`` keeps what another window decided. Raises ``CancelledError`` once it is not ``wanted``."""
    light = replace(light, kind=light.kind if light.kind in KINDS else HILLSHADE)
    if light.kind in SHADED:
        stretch = stretch or shade_stretch(heights, cell_m, light)
        return Picture(_lit(heights, cell_m, light, stretch, around, wanted), stretch)
    radius = radius_metres(light, cell_m, own_m) if light.kind in RANGED else 0.0
    exaggeration = light.exaggeration or 1.0
    if light.kind == RED:
        exaggeration = (stretch or shade_stretch(heights, cell_m, light)).exaggeration
    options = Options(
        radius=max(1, round(radius / min(cell_m))),
        exaggeration=exaggeration,
        below=light.kind == "opennessbelow",
    )
    relief = relief_named("openness" if options.below else light.kind)
    make = _curved if light.kind == "curvature" else relief.make
    values = _banded(heights, cell_m, around, options.radius, wanted, make, options)
    if light.kind == RED:
        return Picture(values[..., [2, 1, 0, 3]], Stretch(exaggeration, radius=radius))
    stretch = stretch or value_stretch(values, light.kind, relief.unit, radius)
    return Picture(painted_values(values, stretch.low, stretch.high, stretch.ramp), stretch)


def _curved(heights: Heights, x: float, y: float, options: Options) -> Heights:
    """Curvature of the ground averaged over the radius: that of single lidar cells is little but noise."""
    return curvature(heights - local_relief(heights, options.radius), x, y)


def _banded(
    heights: Heights,
    cell_m: Cell,
    around: int,
    reach: int,
    wanted: Callable[[], bool],
    make: Callable[..., Any],
    *settings: Any,
) -> Any:
    """``make`` done in bands with their surroundings, without the margin; each asks whether it is wanted."""
    rows, columns = heights.shape
    tall = max(64, 2 * reach, _BAND_CELLS // max(1, columns))
    bands = []
    for top in range(around, rows - around, tall):
        if not wanted():
            raise CancelledError
        end = min(rows - around, top + tall)
        first, last = max(0, top - reach - _RIM), min(rows, end + reach + _RIM)
        band = make(heights[first:last], *cell_m, *settings)
        bands.append(band[top - first : end - first, around : columns - around])
    return np.concatenate(bands)


def _lit(
    heights: Heights,
    cell_m: Cell,
    light: Light,
    stretch: Stretch,
    around: int,
    wanted: Callable[[], bool],
) -> Pixels:
    options = Options(azimuth=light.azimuth, altitude=light.altitude, exaggeration=stretch.exaggeration)
    make = relief_named(ALL_ROUND if light.kind == ALL_ROUND else HILLSHADE).make
    tone = Tone(stretch.level, light.strength)

    def band(z: Heights, x: float, y: float) -> Pixels:
        shade = make(z, x, y, options).astype(np.uint8, copy=False)
        if light.kind == TINTED:
            return multiplied(
                painted_shade(shade, tone), painted_values(z, stretch.low, stretch.high, "ground")
            )
        tinted = light.tint and sum(cell_m) / 2 > _PLAIN_BELOW_M
        return painted_shade(shade, tone, z if tinted else None)

    found: Pixels = _banded(heights, cell_m, around, 0, wanted, band)
    return found


@dataclass(frozen=True)
class View:
    """What a map looks at: bounds (west, south, east, north in the window's unit) as ``height`` rows of
    ``width`` cells, each ``cell_m`` metres east and north; ``own_m`` is a cell of the elevation model."""

    bounds: Bounds
    width: int
    height: int
    cell_m: Cell
    own_m: float = 0.0

    def grown(self, cells: int, times: int = 1) -> "View":
        """In cells ``times`` as large, with ``cells`` of them more on each side."""
        west, south, east, north = self.bounds
        dx, dy = (east - west) / self.width * times, (north - south) / self.height * times
        columns, rows = -(-self.width // times) + 2 * cells, -(-self.height // times) + 2 * cells
        left, top = west - cells * dx, north + cells * dy
        bounds = left, top - rows * dy, left + columns * dx, top
        cell = self.cell_m[0] * times, self.cell_m[1] * times
        return View(bounds, columns, rows, cell, self.own_m)


def picture_of(
    window: Window,
    view: View,
    light: Light,
    *,
    stretch: Stretch | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> Picture | None:
    """The picture of what a map looks at, read from a raster's ``window``; ``None`` where it does not reach.

    Raises what ``window`` raises, and ``CancelledError`` once the picture is not ``wanted``.
    """
    times = coarser(light, view.cell_m, view.own_m)
    cell = view.cell_m[0] * times, view.cell_m[1] * times
    spare = 0 if times == 1 else 2
    around = margin(light, cell, view.own_m)
    wide = view.grown(around + spare, times)
    heights = window(wide.bounds, wide.width, wide.height)
    if heights is None:
        return None
    plain: Heights | None = heights.astype(np.float32, copy=False)
    assert plain is not None
    made = picture(plain, cell, light, around=around, own_m=view.own_m, stretch=stretch, wanted=wanted)
    if times > 1:
        made = Picture(enlarged(made.pixels, times, spare, view.width, view.height), made.stretch)
        around, plain = 1, None
    return _with_contours(made, window, view, light, around, plain) if light.contours > 0 else made


def _with_contours(
    made: Picture, window: Window, view: View, light: Light, around: int, heights: Heights | None
) -> Picture:
    """The picture with contour lines of these heights, which are read where they are not at hand."""
    if heights is None:
        wide = view.grown(around)
        read = window(wide.bounds, wide.width, wide.height)
        if read is None:
            return made
        heights = read.astype(np.float32, copy=False)
    spare = around - 1
    beside = heights[spare : len(heights) - spare, spare : heights.shape[1] - spare]
    ink = cover(beside, light.contours)
    return replace(made, ink=ink, spots=spots(beside[1:-1, 1:-1], light.contours))
