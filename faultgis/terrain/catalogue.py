"""The reliefs that can be made of an elevation grid: what each needs around a cell, and what it gives."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError
from faultgis.terrain import derivatives, relief

Heights = NDArray[np.float32]
# A slope looks one cell around, and at the rim of a hole three more.
_RIM = 4


@dataclass(frozen=True)
class Options:
    """Angles in degrees, ``radius`` in cells; each relief looks at those that concern it."""

    azimuth: float = 315.0
    altitude: float = 45.0
    exaggeration: float = 1.0
    radius: int = 10
    directions: int = 16
    below: bool = False
    combined: bool = False


@dataclass(frozen=True)
class Relief:
    """One kind: ``kind`` float32, uint8 or rgba; ``unit`` of its values; ``make(heights, cell_x, cell_y,
    options)``. It looks ``halo(options)`` cells beyond the one it is at."""

    name: str
    kind: str
    unit: str
    make: Callable[[Heights, float, float, Options], NDArray[np.generic]]
    halo: Callable[[Options], int] = field(default=lambda options: _RIM)


def _hillshade(z: Heights, x: float, y: float, o: Options) -> NDArray[np.generic]:
    shade = relief.combined if o.combined else relief.hillshade
    return shade(z, x, y, o.azimuth, o.altitude, o.exaggeration)


def _multihillshade(z: Heights, x: float, y: float, o: Options) -> NDArray[np.generic]:
    return relief.multidirectional(z, x, y, o.altitude, o.exaggeration)


def _svf(z: Heights, x: float, y: float, o: Options) -> NDArray[np.generic]:
    from faultgis.terrain.visibility import sky_view

    return sky_view(z * np.float32(o.exaggeration), x, y, o.radius, o.directions)


def _openness(z: Heights, x: float, y: float, o: Options) -> NDArray[np.generic]:
    from faultgis.terrain.visibility import openness

    return openness(z * np.float32(o.exaggeration), x, y, o.radius, o.directions, below=o.below)


def _redrelief(z: Heights, x: float, y: float, o: Options) -> NDArray[np.generic]:
    from faultgis.terrain.visibility import openness, red_relief

    high = z * np.float32(o.exaggeration)
    above = openness(high, x, y, o.radius, o.directions)
    under = openness(high, x, y, o.radius, o.directions, below=True)
    return red_relief(relief.slope_degrees(high, x, y), above, under)


def _around(options: Options) -> int:
    return options.radius + _RIM


_RELIEFS = (
    Relief("hillshade", "uint8", "", _hillshade),
    Relief("multihillshade", "uint8", "", _multihillshade),
    Relief("slope", "float32", "deg", lambda z, x, y, o: relief.slope_degrees(z, x, y)),
    Relief("aspect", "float32", "deg", lambda z, x, y, o: derivatives.aspect_degrees(z, x, y)),
    Relief("curvature", "float32", "1/m", lambda z, x, y, o: derivatives.curvature(z, x, y)),
    Relief("localrelief", "float32", "m", lambda z, x, y, o: derivatives.local_relief(z, o.radius), _around),
    Relief("svf", "float32", "", _svf, _around),
    Relief("openness", "float32", "deg", _openness, _around),
    Relief("redrelief", "rgba", "", _redrelief, _around),
)
RELIEFS = {relief.name: relief for relief in _RELIEFS}


def relief_named(name: str) -> Relief:
    """The relief of this name. Raises ``InputError("terrain.unknown")``."""
    if name not in RELIEFS:
        raise InputError("terrain.unknown", name=name, known=", ".join(RELIEFS))
    return RELIEFS[name]
