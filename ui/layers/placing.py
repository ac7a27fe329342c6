"""Where names stand: beside their own line, straight, upright, clear of other lines and of each other."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from ui.layers.frame import Array, Frame
from ui.layers.occupancy import Occupancy, box_dots

GAP_MM = 0.9
MARGIN_MM = 0.9
REPEAT_MM = 190.0
BEND = 0.22
STEEP_DEGREES = 52.0


@dataclass(frozen=True)
class Named:
    """A fault to be named: its number in the grid of taken cells, its text's size in dots, and its runs in view
    (dots, and dots from the line's start)."""

    fault_id: UUID
    number: int
    text: str
    width: float
    height: float
    columns: bool
    colour: tuple[int, int, int]
    priority: tuple[float, ...]
    runs: tuple[tuple[Array, Array], ...]
    ornament_side: int = 0
    reach: float = 0.0


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


def place(names: Sequence[Named], frame: Frame, taken: Occupancy) -> Iterator[Placed | None]:
    """Place each name once, the important ones first, then repeat those of long lines. A name for which no
    clear place exists is left out. Yields often, ``None`` where nothing was placed."""
    ranked = sorted(names, key=lambda named: named.priority, reverse=True)
    spots: dict[UUID, list[tuple[float, float]]] = {}
    for round_number in range(3):
        for named in ranked:
            if round_number and _length(named) < frame.dots(REPEAT_MM) * round_number:
                continue
            found = _best(named, frame, taken, spots.get(named.fault_id, []))
            if found is not None:
                spots.setdefault(named.fault_id, []).append((found.x, found.y))
            yield found


def _length(named: Named) -> float:
    return float(sum(along[-1] - along[0] for _, along in named.runs))


def _best(named: Named, frame: Frame, taken: Occupancy, others: list[tuple[float, float]]) -> Placed | None:
    for xy, along in sorted(named.runs, key=lambda run: run[1][0] - run[1][-1])[:4]:
        found = _on_run(named, frame, taken, xy, along, others)
        if found is not None:
            return found
    return None


def _on_run(
    named: Named, frame: Frame, taken: Occupancy, xy: Array, along: Array, others: list[tuple[float, float]]
) -> Placed | None:
    """The best clear place beside one run of a line."""
    length = along[-1] - along[0]
    if length < 0.6 * named.width:
        return None
    count = int(np.clip(length / max(named.height, named.width / 4), 3, 60))
    inset = min(length / 2, named.width / 2)
    middle = np.linspace(along[0] + inset, along[-1] - inset, count)
    start = _at(xy, along, middle - named.width / 2)
    end = _at(xy, along, middle + named.width / 2)
    chord = end - start
    size = np.hypot(chord[:, 0], chord[:, 1])
    direction = chord / np.maximum(size, 1e-9)[:, None]
    sag, lift = _bulge(xy, along, middle, named.width, start, direction)
    wish = _wish(along, middle, sag, lift, size, named)
    if others:
        away = np.min([np.hypot(*(start - spot).T) for spot in others], axis=0)
        wish = np.where(away < frame.dots(REPEAT_MM) * 0.7, np.inf, wish)
    return _clear(named, frame, taken, (start + end) / 2, direction, sag, lift, wish)


def _at(xy: Array, along: Array, where: Array) -> Array:
    return np.column_stack([np.interp(where, along, xy[:, 0]), np.interp(where, along, xy[:, 1])])


def _bulge(
    xy: Array, along: Array, middle: Array, width: float, start: Array, direction: Array
) -> tuple[Array, Array]:
    """How far the line swings to the right and to the left of each chord, in dots."""
    fractions = np.linspace(-0.5, 0.5, 9)
    across = np.column_stack([-direction[:, 1], direction[:, 0]])
    swings = [((_at(xy, along, middle + f * width) - start) * across).sum(axis=1) for f in fractions]
    return np.maximum(0, np.max(swings, axis=0)), np.maximum(0, -np.min(swings, axis=0))


def _wish(along: Array, middle: Array, sag: Array, lift: Array, size: Array, named: Named) -> Array:
    """The smaller the better: straight, and near the middle of the whole line in view."""
    bend = (sag + lift) / named.width
    centre = (along[0] + along[-1]) / 2
    off = np.abs(middle - centre) / max(1.0, along[-1] - along[0])
    wish: Array = bend * 4 + off
    wish[(bend > BEND) & (len(middle) > 0)] += 3
    wish[size < 0.55 * named.width] = np.inf
    return wish


def _clear(
    named: Named,
    frame: Frame,
    taken: Occupancy,
    middle: Array,
    direction: Array,
    sag: Array,
    lift: Array,
    wish: Array,
) -> Placed | None:
    order = np.argsort(wish)[:16]
    order = order[np.isfinite(wish[order])]
    if not len(order):
        return None
    angle = np.degrees(np.arctan2(direction[order, 1], direction[order, 0]))
    upright = (angle + 90) % 180 - 90
    steep = named.columns & (np.abs(upright) > STEEP_DEGREES)
    across = np.column_stack([-direction[order, 1], direction[order, 0]])
    best: tuple[float, Placed] | None = None
    for side in _sides(named):
        swing = sag[order] if side > 0 else lift[order]
        ornament = named.reach if side == named.ornament_side else 0.0
        out = swing + named.height / 2 + frame.dots(GAP_MM) + ornament
        centre = middle[order] + across * (side * out)[:, None]
        margin = 2 * frame.dots(MARGIN_MM) * 0.8
        dots = box_dots(centre, direction[order], named.width, named.height + margin, taken.cell)
        for rank in np.flatnonzero(taken.free(dots, named.number)):
            cost = float(wish[order[rank]]) + _above(across[rank] * side) + (0.3 if ornament else 0.0)
            if best is None or cost < best[0]:
                turn = float(upright[rank])
                turn = turn - math.copysign(90, turn) if steep[rank] else turn
                x, y = (float(v) for v in centre[rank])
                best = cost, Placed(named.fault_id, named.text, x, y, turn, bool(steep[rank]), named.colour)
    if best is None:
        return None
    _take(best[1], named, frame, taken)
    return best[1]


def _sides(named: Named) -> tuple[int, int]:
    return (-1, 1) if named.ornament_side > 0 else (1, -1)


def _above(out: Array) -> float:
    """Above the line, or right of a steep one, reads best."""
    return 0.0 if out[1] < -0.3 or (abs(out[1]) <= 0.3 and out[0] > 0) else 0.12


def _take(placed: Placed, named: Named, frame: Frame, taken: Occupancy) -> None:
    turn = math.radians(placed.angle + (90 if placed.column else 0))
    along = np.array([[math.cos(turn), math.sin(turn)]])
    spare = frame.dots(MARGIN_MM)
    dots = box_dots(
        np.array([[placed.x, placed.y]]), along, named.width + 2 * spare, named.height + spare, taken.cell
    )
    taken.take(dots[0])
