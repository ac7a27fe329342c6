"""The two walls of the practice trench: an invented section that holds the samples of a published sequence.

Beds lie one on the other, thinning and thickening gently; a steep fault in the middle throws each bed by as
many earthquakes as it has seen, so that older markers are displaced more than younger ones. The first wall
has x along the trench; the second faces it, so that its x runs the other way.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shapely import LineString, Point, Polygon

THROW_M = 0.07
_STATIONS = 13
_FAULT_M = 6.0
_LEAN = 0.12
_FLOOR_M, _SKY_M = 0.35, 0.15  # room below for what the fault has thrown, and above


@dataclass(frozen=True)
class Section:
    """One wall: ``quakes`` says for each bed boundary, from the floor up, how many earthquakes displaced it;
    ``facing`` walls are seen from the other side; ``shift_m`` moves the fault along the trench."""

    length_m: float
    depth_m: float
    quakes: Sequence[int]
    facing: bool = False
    shift_m: float = 0.0

    @property
    def beds(self) -> int:
        """How many beds lie on each other."""
        return len(self.quakes) - 1

    def bed(self, index: int, side: int) -> Polygon:
        """The area of a bed (0: the lowest) left (0) or right (1) of the fault along the trench."""
        lower, upper = self._boundary(index, side), self._boundary(index + 1, side)
        return Polygon(self._seen([*lower, *reversed(upper)]))

    def top(self, index: int, side: int) -> LineString:
        """The upper boundary of a bed on one side of the fault."""
        return LineString(self._seen(self._boundary(index + 1, side)))

    def fault(self) -> LineString:
        """The main fault, from the floor to the ground."""
        return self._strand(0.0, 0.0, self._surface())

    def strand(self, index: int, aside_m: float) -> LineString:
        """A strand that ends at the top of a bed, so far beside the main fault."""
        side = 0 if aside_m < 0 else 1
        return self._strand(aside_m, 0.0, self._height(index + 1, self._at(0.0) + aside_m, side))

    def place(self, index: int, along_m: float) -> Point:
        """The middle of a bed at a place along the trench."""
        side = 0 if along_m < self._at(0.5 * self.depth_m) else 1
        low, high = self._height(index, along_m, side), self._height(index + 1, along_m, side)
        return Point(self._seen([(along_m, (low + high) / 2)])[0])

    def _surface(self) -> float:
        return self._height(self.beds, self._at(self.depth_m), 0)

    def _at(self, y: float) -> float:
        """Where the fault lies along the trench at a height."""
        return self.length_m * _FAULT_M / 12 + self.shift_m + _LEAN * y

    def _strand(self, aside_m: float, low: float, high: float) -> LineString:
        heights = [low + (high - low) * k / 4 for k in range(5)]
        bends = (0.0, 0.03, -0.02, 0.02, 0.0) if aside_m else (0.0,) * 5
        places = [(self._at(y) + aside_m + bend, y) for y, bend in zip(heights, bends, strict=True)]
        return LineString(self._seen(places))

    def _height(self, boundary: int, along_m: float, side: int) -> float:
        """The height of a boundary over the floor; the floor itself is flat."""
        if boundary == 0:
            return 0.0
        even = _FLOOR_M + (self.depth_m - _FLOOR_M - _SKY_M) * boundary / self.beds
        wave = 0.035 * math.sin(0.9 * along_m + 0.7 * boundary) + 0.015 * math.sin(2.3 * along_m + boundary)
        throw = THROW_M * self.quakes[boundary] / 2
        return even + wave + (throw if side == 0 else -throw)

    def _boundary(self, boundary: int, side: int) -> list[tuple[float, float]]:
        """A boundary from left to right on one side, ending on the fault."""
        y = self._height(boundary, self._at(0.5 * self.depth_m), side)
        for _ in range(4):
            y = self._height(boundary, self._at(y), side)
        end = self._at(y)
        low, high = (0.0, end) if side == 0 else (end, self.length_m)
        steps = [low + (high - low) * k / (_STATIONS - 1) for k in range(_STATIONS)]
        places = [(x, self._height(boundary, x, side)) for x in steps]
        places[-1 if side == 0 else 0] = (end, y)
        return places

    def _seen(self, places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Places along the trench in the wall's own metres, to a millimetre."""
        turned = ((self.length_m - u, y) if self.facing else (u, y) for u, y in places)
        return [(round(x, 3), round(y, 3)) for x, y in turned]
