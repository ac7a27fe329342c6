"""Where a name might stand along its lines, what ground it needs there, and how well it would read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from ui.layers.frame import Array, Frame, Indices
from ui.layers.occupancy import Places
from ui.layers.ornaments import ARROW_REACH_MM
from ui.layers.runs import Runs

GAP = 0.24
NEARER_MM = 0.4
BESIDE, OVER, LEVEL = "beside", "over", "level"
BEND = 0.22
RUNS = 6
_ALONG = np.linspace(-0.5, 0.5, 5)


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
class Spots:
    """Candidates: whose (place in the list of names), where the text's middle would be and how it would be
    turned, the ground it needs (dots), and its cost: the less the better, infinite where blocked."""

    name: Indices
    centre: Places
    heading: Places
    wide: Array
    high: Array
    cost: Array


def size_of(named: Named, style: Style) -> Size:
    """The size of a name in a style."""
    return named.sizes[min(style.size, len(named.sizes) - 1)]


def candidates(names: Sequence[Named], style: Style, runs: Runs, frame: Frame) -> Spots:
    """Candidates along the runs of these names; the smaller the cost the better: straight, near the middle
    of a run, above the line and on the side without marks."""
    rows = np.concatenate([np.zeros(0, dtype=np.int64), *(named.runs[:RUNS] for named in names)])
    name = np.repeat(np.arange(len(names)), [len(named.runs[:RUNS]) for named in names])
    sizes = np.array([(s.width, s.height) for s in (size_of(n, style) for n in names)]).reshape(-1, 2)[name]
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


def _over(runs: Runs, frame: Frame, style: Style, spots: _Stretches) -> Spots:
    """On the line itself."""
    found = _chords(runs, style, spots)
    centre = found.middle + found.heading * (0.5j * (found.right - found.left))
    wide, high = spots.size.T + 2 * frame.dots(NEARER_MM)
    return Spots(spots.name, centre, found.heading, wide, high, found.cost)


def _beside(runs: Runs, frame: Frame, style: Style, spots: _Stretches) -> Spots:
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
    return Spots(*(np.concatenate(part) for part in zip(*made, strict=True)))


def _level(runs: Runs, frame: Frame, style: Style, spots: _Stretches) -> Spots:
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
    return Spots(*(np.concatenate(part) for part in zip(*made, strict=True)))


def _side_cost(out: Places, marked: NDArray[np.bool_]) -> Array:
    """Above the line, or right of a steep one, reads best; the side without marks is calmer."""
    good: NDArray[np.bool_] = (out.imag < -0.3) | ((np.abs(out.imag) <= 0.3) & (out.real > 0))
    cost: Array = np.where(good, 0.0, 0.12) + np.where(marked, 0.3, 0.0)
    return cost
