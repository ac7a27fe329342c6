"""How a relief is drawn, and what the window that is looked at decides of it: stretching, tone, ramp."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.catalogue import Options, relief_named
from faultgis.terrain.relief import gradient

Heights: TypeAlias = NDArray[np.float32]
Cell: TypeAlias = tuple[float, float]
# What a kind is made of in the catalogue, its ramp, and how the ramp is laid on the values.
HILLSHADE, ALL_ROUND, TINTED, RED = "hillshade", "multihillshade", "tinted", "redrelief"
SHADED = (HILLSHADE, ALL_ROUND, TINTED)
RANGED = ("curvature", "localrelief", "svf", "openness", "opennessbelow", RED)
_RAMPS = {
    "slope": "steep",
    "aspect": "round",
    "curvature": "both_ways",
    "localrelief": "both_ways",
    "svf": "grey",
    "openness": "grey",
    "opennessbelow": "grey",
    TINTED: "ground",
}
KINDS = (HILLSHADE, ALL_ROUND, TINTED, *(kind for kind in _RAMPS if kind != TINTED), RED)
# The steepest twentieth of a window is drawn as steep as this, if that takes no more than so much stretching.
_STEEP, _MOST_STRETCH = 0.6, 6.0
_SAMPLES = 40


@dataclass(frozen=True)
class Light:
    """How a relief is drawn. ``exaggeration`` 0 follows the window; ``strength`` 0 (flat) to 1 (harsh).
    ``tint`` by height shows at small scales only: on a lidar slope it would say nothing. ``radius`` in metres
    is how far sky view, openness, red and local relief look (0: ten cells) and over how much ground curvature
    is taken (0: three cells); ``contours`` the interval in metres of the contour lines over it (0: none)."""

    azimuth: float = 315.0
    altitude: float = 45.0
    exaggeration: float = 0.0
    strength: float = 0.7
    tint: bool = True
    kind: str = HILLSHADE
    radius: float = 0.0
    contours: float = 0.0


@dataclass(frozen=True)
class Stretch:
    """What a window decided: the stretching of heights, the light on level ground (0-1), and the values at
    both ends of the ramp (``unit``; both 0 where there is no ramp), and the radius looked over in metres."""

    exaggeration: float = 1.0
    level: float = 0.7
    low: float = 0.0
    high: float = 0.0
    unit: str = ""
    ramp: str = ""
    radius: float = 0.0


def automatic_exaggeration(metres_per_cell: float) -> float:
    """Heights need more stretching the smaller the scale, or mountains look like paper."""
    return float(np.clip((metres_per_cell / 12.0) ** 0.42, 1.8, 9.0))


def shade_stretch(heights: Heights, cell_m: Cell, light: Light) -> Stretch:
    """The stretching and the tone of a hillshade. Where the user leaves it to us, the steepest twentieth of
    the window, measured against its usual tilt, is drawn as steep as 0.6, heights being stretched six times
    at most: so a scarp of few metres stands out on gentle ground. Level is what the usual tilt looks like."""
    usual = automatic_exaggeration(sum(cell_m) / 2)
    east, north = _sampled_rises(heights, cell_m)
    exaggeration, level = light.exaggeration or usual, float(np.sin(np.radians(light.altitude)))
    if len(east) and not light.exaggeration:
        tilt = float(np.median(east)), float(np.median(north))
        steep = float(np.percentile(np.hypot(east - tilt[0], north - tilt[1]), 95))
        wished = _STEEP / max(steep, 1e-9)
        exaggeration = float(np.clip(_rounded(wished), usual, max(_MOST_STRETCH, usual)))
        level = _tone_of(tilt, light, exaggeration)
    low, high = _ends(heights[::8, ::8], 1, 99) if light.kind == TINTED else (0.0, 0.0)
    ramp, unit = ("ground", "m") if light.kind == TINTED else ("", "")
    return Stretch(exaggeration, level, low, high, unit, ramp)


def _rounded(value: float) -> float:
    """To steps of a twentieth, so that neighbouring windows look alike."""
    return float(np.exp(np.round(np.log(value) * 20) / 20))


def _sampled_rises(heights: Heights, cell_m: Cell) -> tuple[Heights, Heights]:
    """Rises of cells in a few dozen rows spread over the window; only known ones."""
    rows = np.unique(np.linspace(1, max(1, len(heights) - 2), _SAMPLES).astype(int))
    found = [gradient(heights[max(0, row - 1) : row + 2], *cell_m) for row in rows]
    east, north = (np.concatenate([rise[side][len(rise[side]) // 2] for rise in found]) for side in (0, 1))
    known = np.isfinite(east) & np.isfinite(north)
    return east[known], north[known]


def _tone_of(tilt: tuple[float, float], light: Light, exaggeration: float) -> float:
    """The light on ground of the usual tilt, within bounds that leave room for shadows and for brightness."""
    plane = np.array([[0, 1, 2]]) * tilt[0] - np.array([[0], [1], [2]]) * tilt[1]
    make = relief_named(ALL_ROUND if light.kind == ALL_ROUND else HILLSHADE).make
    options = Options(azimuth=light.azimuth, altitude=light.altitude, exaggeration=exaggeration)
    shade = float(make(plane.astype(np.float32), 1.0, 1.0, options)[1, 1])
    return round(float(np.clip((shade - 1) / 254, 0.3, 0.85)), 2)


def value_stretch(values: Heights, kind: str, unit: str, radius: float) -> Stretch:
    """The ramp over what the window holds: its middle 96 hundredths, even to both sides of zero where values
    have a sign; aspect always goes once around."""
    low, high = _ends(values[::4, ::4], 2, 98)
    if kind == "aspect":
        low, high = 0.0, 360.0
    elif kind == "slope":
        low, high = 0.0, max(5.0, high)
    elif _RAMPS[kind] == "both_ways":
        high = max(abs(low), abs(high))
        low = -high
    return Stretch(low=low, high=high, unit=unit, ramp=_RAMPS[kind], radius=radius)


def _ends(values: Heights, low: float, high: float) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    ends = np.percentile(known, [low, high])
    return float(ends[0]), float(max(ends[1], ends[0] + 1e-6))
