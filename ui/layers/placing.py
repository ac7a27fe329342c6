"""Where names stand: beside their own line, straight, upright, clear of other lines and of each other."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from ui.layers.frame import Array, Frame, Indices
from ui.layers.occupancy import Occupancy, Places, box
from ui.layers.ornaments import ARROW_REACH_MM
from ui.layers.runs import Runs

GAP = 0.24
MARGIN_MM = 0.9
NEARER_MM = 0.4
REPEAT_MM = 190.0
BESIDE, OVER, LEVEL = "beside", "over", "level"
BEND = 0.22
STEEP_DEGREES = 52.0
RUNS, TRIES, TOGETHER = 6, 8, 40
# The share of a text's height that must not touch its own line.
LETTERS = 0.6
SYMBOL_COST = 6.0
_ALONG = np.linspace(-0.5, 0.5, 5)
# A few places in a box of width and height 1, enough to see what is not worth a closer look.
_FEW = (np.linspace(-0.5, 0.5, 7)[None, :] + 1j * np.linspace(-0.5, 0.5, 3)[:, None]).ravel()


@dataclass(frozen=True)
class Size:
    """A height of letters in mm, and how wide and high the text is at it, in dots."""

    millimetres: float
    width: float
    height: float


@dataclass(frozen=True)
class Named:
    """A fault to be named: its number among the holders of lines, its text in the sizes it may have (the
    best first), and its runs in view, the longest first. ``columns``: the text may be stacked."""

    record_id: UUID
    number: int
    text: str
    sizes: tuple[Size, ...]
    columns: bool
    colour: tuple[int, int, int]
    priority: tuple[float, ...]
    runs: Indices
    length: float


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


@dataclass(frozen=True)
class Style:
    """A way to place a name: in its first or a smaller size, on lines of at least ``shortest`` of its width;
    ``beside`` the line and along it, ``level`` beside a place of the line, or ``over`` its own line."""

    size: int
    shortest: float
    where: str = BESIDE


STYLES = (
    Style(0, 0.6),
    Style(1, 0.6),
    Style(1, 0.3),
    Style(1, 1.5, OVER),
    Style(1, 0.08, LEVEL),
)


@dataclass(frozen=True)
class _Spots:
    """Candidates: whose (place in the list of names), where the text's middle would be and how it would be
    turned, the ground it needs (dots), and its cost: the less the better, infinite where blocked."""

    name: Indices
    centre: Places
    heading: Places
    wide: Array
    high: Array
    cost: Array


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
        spots = _candidates(names, style, self._runs, self._frame)
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

    def _ranked(self, spots: _Spots, names: list[Named], style: Style) -> Indices:
        """The candidates that may be free, by name and cost: a few places of each are looked at."""
        numbers = np.array([named.number for named in names], dtype=np.int32)[spots.name]
        sizes = np.array([(size.width, size.height) for size in (_size(named, style) for named in names)])
        sizes = sizes[spots.name] * (1.0, LETTERS)
        ground = np.stack([spots.wide, spots.high], axis=1)
        cost = spots.cost + 0.0
        self._weigh(cost, spots, ground, numbers)
        if style.where != OVER:
            self._weigh(cost, spots, sizes, np.zeros_like(numbers))
        kept = np.flatnonzero(np.isfinite(cost))
        found: Indices = kept[np.lexsort((cost[kept], spots.name[kept]))]
        return found

    def _weigh(self, cost: Array, spots: _Spots, sizes: Array, numbers: NDArray[np.int32]) -> None:
        """Add to the cost of what is still possible what it would cover."""
        rows = np.flatnonzero(np.isfinite(cost))
        ground = _FEW.real * sizes[rows, :1] + 1j * _FEW.imag * sizes[rows, 1:]
        places = spots.centre[rows, None] + spots.heading[rows, None] * ground
        cost[rows] += SYMBOL_COST * self._taken.cover(places, numbers[rows])

    def _first(self, named: Named, style: Style, spots: _Spots, tries: Indices) -> int | None:
        """The first of these candidates whose ground is free of others' lines, and whose letters are free of
        its own unless they are to stand over it."""
        size, step = _size(named, style), self._taken.cell
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
        size = _size(named, style)
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


def _size(named: Named, style: Style) -> Size:
    return named.sizes[min(style.size, len(named.sizes) - 1)]


def _candidates(names: list[Named], style: Style, runs: Runs, frame: Frame) -> _Spots:
    """Candidates along the runs of these names; the smaller the cost the better: straight, near the middle
    of a run, above the line and on the side without marks."""
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *(named.runs[:RUNS] for named in names)])
    name = np.repeat(np.arange(len(names)), [len(named.runs[:RUNS]) for named in names])
    sizes = np.array([(s.width, s.height) for s in (_size(n, style) for n in names)]).reshape(-1, 2)[name]
    length = runs.length[rows]
    kept = length >= style.shortest * sizes[:, 0]
    rows, name, sizes, length = rows[kept], name[kept], sizes[kept], length[kept]
    inset = np.minimum(length, sizes[:, 0]) / 2 * (style.where != LEVEL)
    count = np.clip((3 * length / sizes[:, 0]).astype(np.int64), 3, 24)
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    step = step / np.repeat(count - 1, count)
    many = np.repeat(np.arange(len(rows)), count)
    free = length - 2 * inset
    middle = (runs.low[rows] + inset)[many] + step * free[many]
    off = np.abs(step - 0.5) * (free / np.maximum(1.0, length))[many]
    spots = _Stretches(rows[many], name[many], sizes[many], middle, off)
    return {BESIDE: _beside, OVER: _over, LEVEL: _level}[style.where](runs, frame, style, spots)


@dataclass(frozen=True)
class _Stretches:
    """Where along lines names might stand: on which run and whose, the text's width and height, how far
    along the stretch's middle lies, and how far off the run's middle that is."""

    run: Indices
    name: Indices
    size: Array
    middle: Array
    off: Array

    def lines(self, runs: Runs, width: Array) -> Places:
        """Five places along each stretch of so many dots, which ends where the run ends."""
        where = self.middle[:, None] + _ALONG[None, :] * width[:, None]
        where = np.clip(where, runs.low[self.run][:, None], runs.high[self.run][:, None])
        found: Places = np.interp(where, runs.joined, runs.places) if where.size else where.astype(complex)
        return found


@dataclass(frozen=True)
class _Chords:
    """Of each stretch its chord's middle and heading, how far the line swings to the right and left of the
    chord, and what its bends cost."""

    middle: Places
    heading: Places
    right: Array
    left: Array
    cost: Array


def _chords(runs: Runs, style: Style, spots: _Stretches) -> _Chords:
    width = spots.size[:, 0]
    line = spots.lines(runs, width)
    start, chord = line[:, 0], line[:, -1] - line[:, 0]
    reached = np.abs(chord)
    heading = chord / np.maximum(reached, 1e-9)
    swing = ((line - start[:, None]) * np.conj(heading)[:, None]).imag
    right, left = swing.max(axis=1), -swing.min(axis=1)
    bend = (right + left) / width
    cost = bend * 4 + spots.off + np.where(bend > BEND, 3, 0)
    cost[reached < min(0.55, style.shortest) * width] = np.inf
    return _Chords(start + chord / 2, heading, right, left, cost)


def _over(runs: Runs, frame: Frame, style: Style, spots: _Stretches) -> _Spots:
    """On the line itself."""
    found = _chords(runs, style, spots)
    centre = found.middle + found.heading * (0.5j * (found.right - found.left))
    wide, high = spots.size.T + 2 * frame.dots(NEARER_MM)
    return _Spots(spots.name, centre, found.heading, wide, high, found.cost)


def _beside(runs: Runs, frame: Frame, style: Style, spots: _Stretches) -> _Spots:
    """On either side of the line, along it: close to it between half arrows, else outside them."""
    found, (wide, high) = _chords(runs, style, spots), spots.size.T
    made = []
    for side, out in ((1.0, found.right), (-1.0, found.left)):
        marked = runs.side[spots.run] == side
        near = GAP * high + np.where(marked, runs.reach[spots.run], 0.0)
        cost = found.cost + _side_cost(found.heading * (1j * side), marked)
        for far in (False, True):
            gap = np.maximum(near, frame.dots(ARROW_REACH_MM + NEARER_MM)) if far else near
            margin = gap + frame.dots(NEARER_MM)
            centre = found.middle + found.heading * (1j * side * (out + high / 2 + gap))
            dear = np.where(runs.arrows[spots.run], cost + 0.1, np.inf) if far else cost
            made.append((spots.name, centre, found.heading, wide + 1.4 * margin, high + 2 * margin, dear))
    return _Spots(*(np.concatenate(part) for part in zip(*made, strict=True)))


def _level(runs: Runs, frame: Frame, style: Style, spots: _Stretches) -> _Spots:
    """Level letters around a place of the line: to the right, left, above and below what of it is near."""
    wide, high = spots.size.T
    gap = GAP * high + runs.reach[spots.run]
    margin = gap + frame.dots(NEARER_MM)
    steep, flat = spots.lines(runs, high), spots.lines(runs, wide)
    x, y = steep[:, 2].real, 1j * steep[:, 2].imag
    sides = (
        (0.0, steep.real.max(axis=1) + wide / 2 + gap + y),
        (0.1, steep.real.min(axis=1) - wide / 2 - gap + y),
        (0.2, x + 1j * (flat.imag.min(axis=1) - high / 2 - gap)),
        (0.3, x + 1j * (flat.imag.max(axis=1) + high / 2 + gap)),
    )
    level = np.ones(len(wide), dtype=complex)
    made = [
        (spots.name, centre, level, wide + 2 * margin, high + 2 * margin, spots.off + cost)
        for cost, centre in sides
    ]
    return _Spots(*(np.concatenate(part) for part in zip(*made, strict=True)))


def _side_cost(out: Places, marked: NDArray[np.bool_]) -> Array:
    """Above the line, or right of a steep one, reads best; the side without marks is calmer."""
    good: NDArray[np.bool_] = (out.imag < -0.3) | ((np.abs(out.imag) <= 0.3) & (out.real > 0))
    cost: Array = np.where(good, 0.0, 0.12) + np.where(marked, 0.3, 0.0)
    return cost


def _turn(named: Named, heading: complex) -> tuple[float, bool]:
    """The text's turn in degrees, never upside down, and whether it is stacked."""
    angle = math.degrees(math.atan2(heading.imag, heading.real))
    upright = (angle + 90) % 180 - 90
    if named.columns and abs(upright) > STEEP_DEGREES:
        return upright - math.copysign(90, upright), True
    return upright, False
