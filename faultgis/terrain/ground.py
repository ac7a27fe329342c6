"""Which points of a cloud lie on the ground: the simple morphological filter (SMRF) of Pingel, Clarke &
McBride (2013, ISPRS J. 77:21), with round windows, so that breaks of slope in any direction survive alike.

Heights of the lowest point per cell are opened with growing disks; a cell that an opening lowers by more than
the allowed slope carries an object. Points near the surface drawn through the other cells are ground. Neither
return numbers nor colours are needed. All steps look only ``GroundRule.reach`` cells far.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.terrain.compiled import kernel
from faultgis.terrain.filling import reach_of, spread
from faultgis.terrain.opening import UNKNOWN, opened
from faultgis.terrain.pits import REACH, mark_lowered, outliers

Heights: TypeAlias = NDArray[np.float32]
Whole: TypeAlias = NDArray[np.int32]
Numbers: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

BLOCK = 16
"""Cells to whose multiples a part of a larger grid has to start, so that it gives the values of the whole."""


@dataclass(frozen=True)
class GroundRule:
    """How ground is told from what stands on it.

    ``slope``: rise per metre that still counts as ground. ``window_m``: radius of the largest disk; wider
    objects stay. ``least_m``: what stands out by less is no object. ``play``: how many cells beside its place
    a lowest point may lie; times the terrain's slope, a cell may stand out by so much more, so that edges of
    steep ground sampled sparsely do not fall. ``threshold_m`` plus ``scaling_m`` times the local slope: how
    far from the surface a ground point may lie. ``low_slope``: a pit steeper than this is an outlier, and so
    is one up to 13 m across that lies deeper than ``pit_m`` on all sides, if all around is higher.
    ``cell_m``: the working grid.
    """

    slope: float = 0.15
    window_m: float = 18.0
    threshold_m: float = 0.5
    scaling_m: float = 1.25
    low_slope: float = 5.0
    pit_m: float = 5.0
    least_m: float = 0.3
    play: float = 0.75
    cell_m: float = 1.0

    @property
    def radius(self) -> int:
        """The largest disk's radius in cells."""
        return max(1, int(np.ceil(self.window_m / self.cell_m)))

    @property
    def across(self) -> int:
        """How many cells a pit of outliers may be wide."""
        return max(2, round(_ACROSS_M / self.cell_m))

    @property
    def reach(self) -> int:
        """How many cells away anything may still matter for a point."""
        first = reach_of(FIRST) + max(self.across + 2, REACH) + reach_of(FIRST)
        return first + 2 * self.radius + _TREND + reach_of(SECOND, ROUNDS) + 8


FIRST, SECOND, ROUNDS = 2, 4, 30
_ACROSS_M = 13.0
_TREND = 5
"""Cells a side over which the slope of the terrain at large is taken."""

PRESETS = {
    "standard": GroundRule(),
    "alpine": GroundRule(slope=0.3),
    "loess": GroundRule(slope=0.3, window_m=12.0, pit_m=float("inf")),  # its sinkholes are no outliers
    "fan": GroundRule(slope=0.1, window_m=12.0, threshold_m=0.3),
    "urban": GroundRule(slope=0.15, window_m=30.0),
    "sfm": GroundRule(slope=0.2, threshold_m=0.3),
}


def preset(name: str) -> GroundRule:
    """The rule for a kind of terrain. Raises ``InputError("cloud.unknown_preset")``."""
    if name not in PRESETS:
        raise InputError("cloud.unknown_preset", field="preset", name=name, known=", ".join(PRESETS))
    return PRESETS[name]


def surface(lowest: Whole, rule: GroundRule) -> tuple[Heights, Heights]:
    """The bare surface and its slope (rise per metre), in metres, NaN where nothing is known near.

    ``lowest``: height of the lowest point per cell in millimetres, ``UNKNOWN`` where there is none; row and
    column numbers count from a multiple of ``BLOCK``.
    """
    known = lowest != UNKNOWN
    bare = np.where(known & ~_objects(lowest, known, rule), _metres(lowest), np.float32(np.nan))
    bare = spread(bare, SECOND, ROUNDS)
    return bare, slope_of(bare, rule.cell_m)


def _objects(lowest: Whole, known: Flags, rule: GroundRule) -> Flags:
    """Cells whose lowest point is no ground. Each disk opens the surface as it was (not as the disk before
    left it), which gives the same cells and lets nothing farther than two radii matter."""
    heights = _whole(spread(_metres(lowest), FIRST))
    pits = outliers(heights, rule.low_slope * rule.cell_m, rule.pit_m, rule.across)
    heights = _whole(spread(_metres(np.where(pits, UNKNOWN, heights)), FIRST))
    objects: Flags = pits & known
    before, bottom = heights.copy(), opened(heights, rule.radius)
    spare = _trend(bottom, np.float32(1000 * rule.play))
    for radius in range(1, rule.radius + 1):
        limit = np.int32(1000 * max(rule.slope * radius * rule.cell_m, rule.least_m))
        after = bottom if radius == rule.radius else opened(heights, radius)
        mark_lowered(before, after, limit, spare, objects)
    return objects


def _metres(heights: Whole) -> Heights:
    return np.where(heights == UNKNOWN, np.float32(np.nan), heights * np.float32(0.001)).astype(np.float32)


def _whole(heights: Heights) -> Whole:
    return np.where(np.isnan(heights), UNKNOWN, np.rint(np.nan_to_num(heights) * 1000)).astype(np.int32)


@kernel
def _trend(bottom: Whole, cells: np.float32) -> Whole:
    """By how many millimetres the terrain at large rises over so many thousandths of a cell; 0 where it is
    not known around."""
    rows, columns = bottom.shape
    out = np.zeros((rows, columns), dtype=np.int32)
    share = cells / np.float32(2000 * _TREND)
    for row in range(_TREND, rows - _TREND):
        south, north, middle = bottom[row - _TREND], bottom[row + _TREND], bottom[row]
        for x in range(_TREND, columns - _TREND):
            west, east = middle[x - _TREND], middle[x + _TREND]
            if max(max(south[x], north[x]), max(west, east)) != UNKNOWN:
                across, along = np.float32(east - west), np.float32(north[x] - south[x])
                out[row, x] = np.int32(share * np.sqrt(across * across + along * along))
    return out


@kernel
def slope_of(z: Heights, cell: float) -> Heights:
    """Rise per metre of the bare surface, by central differences; 0 where it is not known."""
    rows, columns = z.shape
    out = np.zeros_like(z)
    for row in range(rows):
        for column in range(columns):
            w, e = z[row, max(column - 1, 0)], z[row, min(column + 1, columns - 1)]
            s, n = z[max(row - 1, 0), column], z[min(row + 1, rows - 1), column]
            steep = np.sqrt(((e - w) / (2 * cell)) ** 2 + ((n - s) / (2 * cell)) ** 2)
            out[row, column] = steep if steep == steep else 0.0
    return out


def is_ground(
    columns: Numbers, rows: Numbers, z: Numbers, bare: Heights, slope: Heights, rule: GroundRule
) -> Flags:
    """Whether points lie near the bare surface. ``columns`` and ``rows`` are positions in cells from the
    grid's first corner (centre of the first cell at 0.5); ``z`` in metres."""
    out = np.empty(z.size, dtype=np.bool_)
    _near(columns, rows, z, bare, slope, rule.threshold_m, rule.scaling_m, out)
    return out


@kernel
def _near(
    columns: Numbers,
    rows: Numbers,
    z: Numbers,
    bare: Heights,
    slope: Heights,
    threshold: float,
    scaling: float,
    out: Flags,
) -> None:
    height, width = bare.shape
    for i in range(z.size):
        x, y = columns[i] - 0.5, rows[i] - 0.5
        x0, y0 = int(np.floor(x)), int(np.floor(y))
        total, steep, weight = 0.0, 0.0, 0.0
        for dy in range(2):
            for dx in range(2):
                cy, cx = min(max(y0 + dy, 0), height - 1), min(max(x0 + dx, 0), width - 1)
                share = (1 - abs(y0 + dy - y)) * (1 - abs(x0 + dx - x))
                known = bare[cy, cx]
                if known == known:
                    total += share * known
                    steep += share * slope[cy, cx]
                    weight += share
        limit = threshold + scaling * (steep / weight if weight > 0 else 0.0)
        out[i] = weight > 1e-6 and abs(z[i] - total / weight) <= limit + 1e-5
