"""Places names: what is important first, each where it is wholly free, and nothing that stands is moved."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from ui.layers.candidates import OVER, STYLES, Named, Spots, Style, candidates, size_of
from ui.layers.frame import Array, Frame, Indices
from ui.layers.occupancy import Occupancy, box
from ui.layers.runs import Runs

MARGIN_MM = 0.9
REPEAT_MM = 190.0
STEEP_DEGREES = 52.0
TRIES, TOGETHER = 8, 40
# The share of a text's height that must not touch its own line.
LETTERS = 0.6
SYMBOL_COST = 6.0
# A few places in a box of width and height 1, enough to see what is not worth a closer look.
_FEW = (np.linspace(-0.5, 0.5, 7)[None, :] + 1j * np.linspace(-0.5, 0.5, 3)[:, None]).ravel()


@dataclass(frozen=True)
class Placed:
    """A name on the map: the centre of its box in dots, its turn in degrees, clockwise, and the height of
    its letters. ``column`` stacks the characters from top to bottom, as maps in Chinese do along steep
    lines."""

    record_id: UUID
    text: str
    x: float
    y: float
    angle: float
    column: bool
    colour: tuple[int, int, int]
    millimetres: float


class Placing:
    """Places names one after the other; what stands already is never moved."""

    def __init__(self, runs: Runs, frame: Frame, taken: Occupancy) -> None:
        self._runs, self._frame, self._taken = runs, frame, taken
        self._stand: dict[str, list[complex]] = {}

    def place(self, names: Sequence[Named]) -> Iterator[Placed | None]:
        """Place each name once, the important ones first, then repeat those of long lines. A name for which
        no clear place exists is left out. Yields often, ``None`` where nothing was placed."""
        ranked = sorted(names, key=lambda named: named.priority, reverse=True)
        for some in _bunches(ranked):
            left = some
            for style in STYLES:
                failed: list[Named] = []
                yield from self._try(left, style, 0.0, failed)
                left = failed
        for turn in (1, 2):
            long = [named for named in ranked if named.length >= self._frame.dots(REPEAT_MM) * turn]
            for some in _bunches(long):
                yield from self._try(some, STYLES[0], REPEAT_MM * 0.7, [])

    def _try(
        self, names: list[Named], style: Style, apart_mm: float, failed: list[Named]
    ) -> Iterator[Placed | None]:
        if not names:
            return
        spots = candidates(names, style, self._runs, self._frame)
        yield None
        order = self._ranked(spots, names, style)
        yield None
        ends = np.searchsorted(spots.name[order], np.arange(len(names) + 1)).tolist()
        for number, named in enumerate(names):
            tries = order[ends[number] : ends[number + 1]]
            for other in self._stand.get(named.text, ()):
                tries = tries[np.abs(spots.centre[tries] - other) >= self._frame.dots(apart_mm)]
            found = self._first(named, style, spots, tries[:TRIES])
            if found is None:
                failed.append(named)
                yield None
            else:
                yield self._put(named, style, complex(spots.centre[found]), complex(spots.heading[found]))

    def _ranked(self, spots: Spots, names: list[Named], style: Style) -> Indices:
        """The candidates that may be free, by name and cost: a few places of each are looked at."""
        numbers = np.array([named.number for named in names], dtype=np.int32)[spots.name]
        sizes = np.array([(size.width, size.height) for size in (size_of(named, style) for named in names)])
        sizes = sizes[spots.name] * (1.0, LETTERS)
        ground = np.stack([spots.wide, spots.high], axis=1)
        cost = spots.cost + 0.0
        self._weigh(cost, spots, ground, numbers)
        if style.where != OVER:
            self._weigh(cost, spots, sizes, np.zeros_like(numbers))
        kept = np.flatnonzero(np.isfinite(cost))
        found: Indices = kept[np.lexsort((cost[kept], spots.name[kept]))]
        return found

    def _weigh(self, cost: Array, spots: Spots, sizes: Array, numbers: NDArray[np.int32]) -> None:
        """Add to the cost of what is still possible what it would cover."""
        rows = np.flatnonzero(np.isfinite(cost))
        ground = _FEW.real * sizes[rows, :1] + 1j * _FEW.imag * sizes[rows, 1:]
        places = spots.centre[rows, None] + spots.heading[rows, None] * ground
        cost[rows] += SYMBOL_COST * self._taken.cover(places, numbers[rows])

    def _first(self, named: Named, style: Style, spots: Spots, tries: Indices) -> int | None:
        """The first of these candidates whose ground is free of others' lines, and whose letters are free of
        its own unless they are to stand over it."""
        size, step = size_of(named, style), self._taken.cell
        letters = box(round(size.width), round(LETTERS * size.height), step)
        for one in tries.tolist():
            centre, heading = complex(spots.centre[one]), complex(spots.heading[one])
            ground = box(round(spots.wide[one]), round(spots.high[one]), step)
            if self._taken.fits(centre + heading * ground, named.number) and (
                style.where == OVER or self._taken.fits(centre + heading * letters)
            ):
                return int(one)
        return None

    def _put(self, named: Named, style: Style, centre: complex, heading: complex) -> Placed:
        size = size_of(named, style)
        angle, column = _turn(named, heading)
        spare = self._frame.dots(MARGIN_MM)
        filled = box(size.width + 2 * spare, size.height + spare, self._taken.cell * 0.9)
        self._taken.take(centre + heading * filled)
        self._stand.setdefault(named.text, []).append(centre)
        return Placed(
            named.record_id,
            named.text,
            centre.real,
            centre.imag,
            angle,
            column,
            named.colour,
            size.millimetres,
        )


def _bunches(names: list[Named]) -> list[list[Named]]:
    return [names[start : start + TOGETHER] for start in range(0, len(names), TOGETHER)]


def _turn(named: Named, heading: complex) -> tuple[float, bool]:
    """The text's turn in degrees, never upside down, and whether it is stacked."""
    angle = math.degrees(math.atan2(heading.imag, heading.real))
    upright = (angle + 90) % 180 - 90
    if named.columns and abs(upright) > STEEP_DEGREES:
        return upright - math.copysign(90, upright), True
    return upright, False
