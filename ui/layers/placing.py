"""Where names stand: beside their own line, straight, upright, clear of other lines and of each other."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from ui.layers.frame import Array, Frame
from ui.layers.occupancy import Occupancy, Places, box

GAP_MM = 0.9
MARGIN_MM = 0.9
NEARER_MM = 0.4
REPEAT_MM = 190.0
BEND = 0.22
STEEP_DEGREES = 52.0
RUNS, TRIES = 3, 8
_GOOD_ENOUGH = 0.2
_ALONG = np.linspace(-0.5, 0.5, 5)


@dataclass(frozen=True)
class Run:
    """A piece of a line in view: its places (x + iy, dots), how far along the line each lies, and its look:
    ``reach`` is how far marks stand out on ``ornament_side`` (+1: right of the line), ``clearance`` what to
    keep free on both sides."""

    places: Places
    along: Array
    colour: tuple[int, int, int] = (0, 0, 0)
    ornament_side: int = 0
    reach: float = 0.0
    clearance: float = 0.0

    @property
    def length(self) -> float:
        """Its length in dots."""
        return float(self.along[-1] - self.along[0])


@dataclass(frozen=True)
class Named:
    """A fault to be named: its number in the grid of taken cells, its text's size in dots, and its runs in
    view. ``columns``: the text may be stacked."""

    fault_id: UUID
    number: int
    text: str
    width: float
    height: float
    columns: bool
    priority: tuple[float, ...]
    runs: tuple[Run, ...]

    @property
    def length(self) -> float:
        """The length of its lines in view, in dots."""
        return sum(run.length for run in self.runs)


@dataclass(frozen=True)
class Placed:
    """A name on the map: the centre of its box in dots and its turn in degrees, clockwise. ``column`` stacks
    the characters from top to bottom, as maps in Chinese do along steep lines."""

    fault_id: UUID
    text: str
    x: float
    y: float
    angle: float
    column: bool
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class _Spots:
    """Candidates along one run: where the text would begin and end, and how the line swings there."""

    start: Places
    heading: Places
    right: Array
    left: Array
    wish: Array


def place(names: Sequence[Named], frame: Frame, taken: Occupancy) -> Iterator[Placed | None]:
    """Place each name once, the important ones first, then repeat those of long lines. A name for which no
    clear place exists is left out. Yields often, ``None`` where nothing was placed."""
    ranked = sorted(names, key=lambda named: named.priority, reverse=True)
    spots: dict[UUID, list[complex]] = {}
    for turn in range(3):
        for named in ranked:
            if turn and named.length < frame.dots(REPEAT_MM) * turn:
                continue
            found = _best(named, frame, taken, spots.get(named.fault_id, []))
            if found is not None:
                spots.setdefault(named.fault_id, []).append(complex(found.x, found.y))
            yield found


def _best(named: Named, frame: Frame, taken: Occupancy, others: list[complex]) -> Placed | None:
    for run in sorted(named.runs, key=lambda run: run.length, reverse=True)[:RUNS]:
        if run.length < 0.6 * named.width:
            return None
        found = _clear(named, run, frame, taken, _spots(named, run, frame, others))
        if found is not None:
            _take(found, named, frame, taken)
            return found
    return None


def _spots(named: Named, run: Run, frame: Frame, others: list[complex]) -> _Spots:
    """Candidates along a run; the smaller the wish the better: straight, and near the middle."""
    inset = min(run.length, named.width) / 2
    count = max(3, min(24, int(3 * run.length / named.width)))
    middle = run.along[0] + inset + np.arange(count) * ((run.length - 2 * inset) / (count - 1))
    line = np.interp(middle[:, None] + _ALONG[None, :] * named.width, run.along, run.places)
    start, chord = line[:, 0], line[:, -1] - line[:, 0]
    size = np.abs(chord)
    heading = chord / np.maximum(size, 1e-9)
    swing = ((line - start[:, None]) * np.conj(heading)[:, None]).imag
    right, left = swing.max(axis=1), -swing.min(axis=1)
    bend = (right + left) / named.width
    off = np.abs(middle - (run.along[0] + run.along[-1]) / 2) / max(1.0, run.length)
    wish = bend * 4 + off + np.where(bend > BEND, 3, 0)
    wish[size < 0.55 * named.width] = np.inf
    for other in others:
        wish[np.abs(start - other) < frame.dots(REPEAT_MM) * 0.7] = np.inf
    return _Spots(start + chord / 2, heading, right, left, wish)


def _clear(named: Named, run: Run, frame: Frame, taken: Occupancy, spots: _Spots) -> Placed | None:
    """The best clear candidate on either side of the line."""
    order = np.argsort(spots.wish)[:TRIES]
    order = order[np.isfinite(spots.wish[order])]
    if not len(order):
        return None
    best: tuple[float, complex, complex] | None = None
    heading = spots.heading[order]
    for side in _sides(run, complex(heading[0])):
        if best is not None and best[0] < spots.wish[order[0]] + _GOOD_ENOUGH:
            break
        swing = (spots.right if side > 0 else spots.left)[order]
        marks = max(run.clearance, run.reach if side == run.ornament_side else 0.0)
        off = frame.dots(GAP_MM) + marks
        centre = spots.start[order] + heading * (1j * side * (swing + named.height / 2 + off))
        margin = off + frame.dots(NEARER_MM)
        ground = box(round(named.width + 1.4 * margin), round(named.height + 2 * margin), 0.8 * taken.cell)
        covered = _cover(taken, centre, heading, ground, named.number)
        cost = spots.wish[order] + _side_cost(run, side, heading * (1j * side)) + 6 * covered
        first = int(np.argmin(cost))
        if np.isfinite(cost[first]) and (best is None or cost[first] < best[0]):
            best = float(cost[first]), complex(centre[first]), complex(heading[first])
    if best is None:
        return None
    angle, column = _turn(named, best[2])
    return Placed(named.fault_id, named.text, best[1].real, best[1].imag, angle, column, run.colour)


def _sides(run: Run, heading: complex) -> tuple[float, float]:
    """The sides of the line, the better one first: without marks, else above."""
    right_first = run.ornament_side < 0 or (run.ornament_side == 0 and (heading * 1j).imag < 0)
    return (1.0, -1.0) if right_first else (-1.0, 1.0)


def _cover(taken: Occupancy, centre: Places, heading: Places, ground: Places, number: int) -> Array:
    """How much of each candidate's ground is covered: a few places first, all where these are free."""
    share = taken.cover(centre[:, None] + heading[:, None] * ground[::7], number)
    rest = np.flatnonzero(np.isfinite(share))
    if len(rest):
        share[rest] = taken.cover(centre[rest, None] + heading[rest, None] * ground, number)
    return share


def _side_cost(run: Run, side: float, out: Places) -> Array:
    """Above the line, or right of a steep one, reads best; the side without marks is calmer."""
    good: NDArray[np.bool_] = (out.imag < -0.3) | ((np.abs(out.imag) <= 0.3) & (out.real > 0))
    cost: Array = np.where(good, 0.0, 0.12) + (0.3 if side == run.ornament_side else 0.0)
    return cost


def _turn(named: Named, heading: complex) -> tuple[float, bool]:
    """The text's turn in degrees, never upside down, and whether it is stacked."""
    angle = math.degrees(math.atan2(heading.imag, heading.real))
    upright = (angle + 90) % 180 - 90
    if named.columns and abs(upright) > STEEP_DEGREES:
        return upright - math.copysign(90, upright), True
    return upright, False


def _take(placed: Placed, named: Named, frame: Frame, taken: Occupancy) -> None:
    turn = math.radians(placed.angle + (90 if placed.column else 0))
    spare = frame.dots(MARGIN_MM)
    filled = box(named.width + 2 * spare, named.height + spare, taken.cell * 0.9)
    taken.take(complex(placed.x, placed.y) + filled * complex(math.cos(turn), math.sin(turn)))
