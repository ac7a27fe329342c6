"""A lateral offset by two profiles along a fault, read from the elevation raster.

What is measured is stored by ``faultgis.services.lateral_markers``.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from faultgis.errors import InputError
from faultgis.geometry.frame import Frame, as_coordinates
from faultgis.records.trace import Trace
from faultgis.services.laying import SIDES, Axis, Layout, Place, Side, sign
from faultgis.services.matching import chord
from faultgis.slip.comparing import USUAL, Fitting
from faultgis.slip.grades import lowered
from faultgis.slip.offsets import DRAWS, SEED, AlongFault, Offset, by_profiles
from faultgis.terrain.profiles import Window, patch_of

MOST_SAMPLES = 1500
# How well a landform's direction is laid by hand, one standard deviation.
TREND_SD = 3.0


@dataclass(frozen=True)
class Options:
    """How to compare: the shifts searched (None: half the fault's line either way), what the second side may
    do besides sliding, how well the landform's trends are known (degrees), draws and seed."""

    search_m: tuple[float, float] | None = None
    fitting: Fitting = USUAL
    trend_sd: float = TREND_SD
    draws: int = DRAWS
    seed: int = SEED


@dataclass(frozen=True)
class Measured:
    """An offset with the profiles it comes from, the first left of the fault, the second right."""

    layout: Layout
    options: Options
    first: AlongFault
    second: AlongFault
    offset: Offset


def fault_beside(trace: Trace, place: Place, length: float) -> tuple[Place, Place]:
    """A straight fault for a trace near a place: its chord over ``length`` metres."""
    ends = chord(trace, Frame(*place), length)
    start, end = Frame(*place).to_degrees(as_coordinates(ends)).tolist()
    return (start[0], start[1]), (end[0], end[1])


def measured(layout: Layout, options: Options, window: Window, cell: tuple[float, float]) -> Measured:
    """The offset of a layout; ``window`` and ``cell`` (degrees) are those of an elevation raster.

    Raises ``InputError``: ``profile.no_relief`` (the raster does not reach both profiles), and those of
    ``by_profiles``.
    """
    first, second = _sampled(layout, options, window, cell)
    half = layout.axis.length / 2
    search = options.search_m or (-half, half)
    found = by_profiles(
        first, second, search, fitting=options.fitting, draws=options.draws, seed=options.seed
    )
    if found.quality.letter != "D" and not (layout.left.laid and layout.right.laid):
        found = replace(found, quality=lowered([*found.quality.reasons, "grade.trend_assumed"]))
    return Measured(layout, options, first, second, found)


def _sampled(
    layout: Layout, options: Options, window: Window, cell: tuple[float, float]
) -> tuple[AlongFault, AlongFault]:
    axis = layout.axis
    longest = max(side.window_m[1] - side.window_m[0] for side in (layout.left, layout.right))
    step = max(longest / MOST_SAMPLES, _cell_metres(axis, cell))
    lines = {name: _line(layout.side(name), sign(name), axis, step) for name in SIDES}
    places = np.concatenate([line[1] for line in lines.values()])
    margin = 3 * max(cell)
    (west, south), (east, north) = places.min(axis=0) - margin, places.max(axis=0) + margin
    ground = patch_of(window, (float(west), float(south), float(east), float(north)), min(cell))
    found = []
    for name, (along, spots) in lines.items():
        heights = ground(*spots.T) if ground is not None else np.full(len(along), np.nan)
        if not np.isfinite(heights).any():
            raise InputError("profile.no_relief")
        side = layout.side(name)
        found.append(AlongFault(along, heights, side.away_m, side.trend_deg, options.trend_sd))
    return found[0], found[1]


def _line(side: Side, way: int, axis: Axis, step: float) -> tuple[Any, Any]:
    low, high = side.window_m
    along = np.linspace(low, high, max(2, round((high - low) / step) + 1))
    return along, axis.places(along, np.array(way * side.away_m))


def _cell_metres(axis: Axis, cell: tuple[float, float]) -> float:
    return float(max((np.array(cell) * axis.frame.scale).min(), 0.05))
