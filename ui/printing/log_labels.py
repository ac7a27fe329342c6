"""Where names stand on a printed wall: each beside what it names, none over another."""

import math
from collections.abc import Iterable, Iterator

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from ui.printing.log_marks import Box

_AROUND = 12
_RINGS = (0.0, 1.2, 3.0, 5.5, 9.0, 13.0)
_SECTIONS = 15
_SPARE = 0.3
_COVERED, _CROSSED, _OUTSIDE = 10.0, 3.0, 20.0


class Room:
    """A frame in which names are placed one after the other; ``lines`` should not be covered."""

    def __init__(self, frame: Box, lines: Iterable[BaseGeometry] = ()) -> None:
        self.frame = frame
        self.lines = STRtree([line for line in lines if not line.is_empty])
        self._taken = np.empty((64, 4))
        self._count = 0

    def take(self, box: Box) -> None:
        """Nothing else is to stand here."""
        if self._count == len(self._taken):
            self._taken = np.vstack([self._taken, np.empty_like(self._taken)])
        self._taken[self._count] = box
        self._count += 1

    def covered(self, box: Box) -> float:
        """Square millimetres of others that a name would cover."""
        taken = self._taken[: self._count]
        across = np.minimum(taken[:, 2], box[2]) - np.maximum(taken[:, 0], box[0])
        down = np.minimum(taken[:, 3], box[3]) - np.maximum(taken[:, 1], box[1])
        return float((np.maximum(across, 0.0) * np.maximum(down, 0.0)).sum())

    def outside(self, box: Box) -> float:
        """How many millimetres a name would reach beyond the frame."""
        left, top, right, bottom = box
        x, t, r, b = self.frame
        return max(0.0, x - left) + max(0.0, right - r) + max(0.0, t - top) + max(0.0, bottom - b)

    def crossed(self, box: Box) -> bool:
        """Whether a name would lie on a line."""
        return len(self.lines.query(shapely.box(*box), predicate="intersects")) > 0

    def best(self, places: Iterable[tuple[Box, float]]) -> Box:
        """The cheapest of some places, each with a cost of its own; it is taken."""
        found, least = None, math.inf
        for box, own in places:
            cost = own + _OUTSIDE * self.outside(box)
            cost += _COVERED * self.covered(box) if cost < least else 0.0
            cost += _CROSSED if cost < least and self.crossed(box) else 0.0
            if cost < least:
                found, least = box, cost
        assert found is not None
        self.take(found)
        return found


def beside(x: float, y: float, width: float, height: float, clear: float) -> Iterator[tuple[Box, float]]:
    """Places for a name beside a symbol of radius ``clear``: right of it first, then around and off."""
    for ring in _RINGS:
        for step in range(_AROUND):
            turn = 2 * math.pi * step / _AROUND
            dx, dy = math.cos(turn), math.sin(turn)
            middle = (
                x + dx * (clear + ring + width / 2) if abs(dx) > 0.1 else x,
                y + dy * (clear + ring + height / 2),
            )
            box = _around(middle, width, height)
            yield box, 0.5 * ring + 0.02 * step


def along(line: BaseGeometry, width: float, height: float, on: bool) -> Iterator[tuple[Box, float]]:
    """Places for a name on a line, from its ends inwards, or, where not ``on``, to its sides."""
    if line.length == 0:
        return
    for number in range(13):
        share = 0.04 + 0.92 * number / 12
        at = line.interpolate(share, normalized=True)
        own = 0.3 * min(share, 1 - share)
        if on:
            yield _around((at.x, at.y), width, height), own
            continue
        for dx, dy in ((1, 0), (-1, 0), (0.8, -0.8), (-0.8, -0.8)):
            middle = at.x + dx * (width / 2 + 0.9), at.y + dy * (height / 2 + 0.9)
            yield _around(middle, width, height), own


def within(area: BaseGeometry, width: float, height: float) -> Iterator[tuple[Box, float]]:
    """Places for a name inside an area, thick stretches first; where it fits nowhere, over the thickest."""
    left, top, right, bottom = area.bounds
    for x in np.linspace(left, right, _SECTIONS + 2)[1:-1]:
        section = area.intersection(shapely.LineString([(x, top - 1), (x, bottom + 1)]))
        for piece in getattr(section, "geoms", [section]):
            if piece.is_empty or piece.length == 0:
                continue
            middle = piece.interpolate(0.5, normalized=True)
            box = _around((middle.x, middle.y), width, height)
            fits = area.covers(shapely.box(*box))
            off = abs(x - (left + right) / 2) / max(right - left, 1e-9)
            yield box, (0.0 if fits else 30.0) + off + 2.0 / max(piece.length, 0.2)
    point = area.representative_point()
    yield _around((point.x, point.y), width, height), 60.0


def _around(middle: tuple[float, float], width: float, height: float) -> Box:
    x, y = middle
    return (
        x - width / 2 - _SPARE,
        y - height / 2 - _SPARE / 2,
        x + width / 2 + _SPARE,
        y + height / 2 + _SPARE / 2,
    )
