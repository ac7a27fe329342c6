"""How world coordinates fall on a device: all that a painter of the map needs to know of the view."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]
Bounds: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """One drawing of the map, on screen or on paper.

    ``project`` takes longitudes and latitudes in degrees, an array (n, 2), and gives device dots, x to the
    right and y downwards, small numbers within the drawing. ``bounds`` (west, south, east, north) hold
    whatever can be seen.
    """

    project: Callable[[Array], Array]
    width: float
    height: float
    bounds: Bounds
    dots_per_mm: float
    metres_per_dot: float

    def dots(self, millimetres: float) -> float:
        """So many millimetres on the device, in dots."""
        return millimetres * self.dots_per_mm

    def grown(self, millimetres: float) -> Bounds:
        """The bounds with a margin, for symbols that reach in from outside."""
        west, south, east, north = self.bounds
        dots = self.dots(millimetres)
        x = (east - west) * dots / max(1.0, self.width)
        y = (north - south) * dots / max(1.0, self.height)
        return west - x, south - y, east + x, north + y
