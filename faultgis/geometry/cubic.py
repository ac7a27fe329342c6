"""A way between two planes as a cubic in two variables, for millions of points at once.

Within one map window a projection is so smooth that a cubic follows it closely; how closely is measured at
places between those that it was fitted to, and said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Box: TypeAlias = tuple[float, float, float, float]
Way: TypeAlias = Callable[[Floats, Floats], tuple[Any, Any]]

_FITTED, _CHECKED = 9, 8
_PIECE = 200_000


@dataclass(frozen=True)
class Cubic:
    """``middle`` and ``half`` (x, y) bring the box to -1 … 1; ``weights`` (10, 2) are those of the terms 1,
    u, v, u², uv, v², u³, u²v, uv², v³. ``worst`` is the largest error at the places it was checked at, in
    units of the answer."""

    middle: tuple[float, float]
    half: tuple[float, float]
    weights: Floats
    worst: float

    def __call__(self, x: NDArray[Any], y: NDArray[Any]) -> Floats:
        """The answers for each place, an array (n, 2); in pieces, so that other threads are served."""
        found = np.empty((len(x), 2))
        for start in range(0, len(x), _PIECE):
            part = slice(start, start + _PIECE)
            u = (x[part] - self.middle[0]) / self.half[0]
            v = (y[part] - self.middle[1]) / self.half[1]
            for side in range(2):
                found[part, side] = _value(self.weights[:, side], u, v)
        return found


def _value(w: Floats, u: Floats, v: Floats) -> Floats:
    """The cubic in Horner's order: two variables, no term computed twice."""
    by_u: Floats = w[6] * u + (w[3] + w[7] * v)
    by_u *= u
    by_u += w[1] + v * (w[4] + w[8] * v)
    by_u *= u
    by_u += w[0] + v * (w[2] + v * (w[5] + w[9] * v))
    return by_u


def _terms(u: Floats, v: Floats) -> Floats:
    return np.stack([np.ones_like(u), u, v, u * u, u * v, v * v, u**3, u * u * v, u * v * v, v**3], axis=1)


def _grid(box: Box, count: int) -> tuple[Floats, Floats]:
    west, south, east, north = box
    x, y = np.meshgrid(np.linspace(west, east, count), np.linspace(south, north, count))
    return x.ravel(), y.ravel()


def fitted(way: Way, box: Box) -> Cubic | None:
    """The cubic that follows ``way`` within a box (west, south, east, north); ``None`` where the way leads
    nowhere somewhere in it."""
    west, south, east, north = box
    middle = (west + east) / 2, (south + north) / 2
    half = max((east - west) / 2, 1e-9), max((north - south) / 2, 1e-9)
    places = []
    for count in (_FITTED, _CHECKED):
        x, y = _grid(box, count)
        answer = np.stack([np.asarray(a, dtype=np.float64) for a in way(x, y)], axis=1)
        if not np.isfinite(answer).all():
            return None
        places.append((_terms((x - middle[0]) / half[0], (y - middle[1]) / half[1]), answer))
    weights = np.asarray(np.linalg.lstsq(*places[0], rcond=None)[0], dtype=np.float64)
    worst = float(np.abs(places[1][0] @ weights - places[1][1]).max())
    return Cubic(middle, half, weights, worst)
