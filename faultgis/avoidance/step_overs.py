"""Where a fault steps from strand to strand: ends that overlap or face each other, and the ground between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Line
from faultgis.crs.ellipsoid import metres_per_degree
from faultgis.geometry.frame import Coordinates

# Ends that touch are one strand, drawn in two.
TOUCHING_M = 1.0
# Two ends face each other when their outward directions differ by 120° and more.
_FACING = -0.5


@dataclass(frozen=True)
class Step:
    """A step between two strands: the ground between in the metres of a frame, how far apart they are across
    strike, and how far they overlap along it (negative: the gap between their ends)."""

    strands: tuple[int, int]
    frame: Centred
    shape: BaseGeometry
    apart_m: float
    overlap_m: float


class _End(NamedTuple):
    line: int
    last: bool


def steps(lines: Sequence[Line], gap_m: float) -> list[Step]:
    """The steps between the strands of one fault up to so far apart (metres), in a sure order; strands that
    come back to where they began have no end to step from."""
    lines = [line for line in lines if (line.places[0] != line.places[-1]).any()]
    if len(lines) < 2:
        return []
    near = _near(lines, gap_m)
    pairs = {(min(end, other), max(end, other)) for end, others in near.items() for other in others}
    # Each of both ends lies near the other one's line.
    facing = sorted(pair for pair in pairs if pair[1] in near[pair[0]] and pair[0] in near[pair[1]])
    found = (_step(lines, first, second, gap_m) for first, second in facing)
    return [step for step in found if step is not None]


def _near(lines: Sequence[Line], gap_m: float) -> dict[_End, set[_End]]:
    """For each end the ends of the lines that come within the distance of it."""
    tree = STRtree([shapely.linestrings(line.places) for line in lines])
    found: dict[_End, set[_End]] = {}
    for number, line in enumerate(lines):
        for last in (False, True):
            x, y = (float(v) for v in line.places[-1 if last else 0])
            east, north = metres_per_degree(y)
            dx, dy = 1.01 * gap_m / east, 1.01 * gap_m / north
            hits = tree.query(shapely.box(x - dx, y - dy, x + dx, y + dy), predicate="intersects")
            others = (int(hit) for hit in hits if hit != number)
            found[_End(number, last)] = {_End(other, end) for other in others for end in (False, True)}
    return found


def _step(lines: Sequence[Line], first: _End, second: _End, gap_m: float) -> Step | None:
    """The step between two ends, if they face each other near enough."""
    a, b = _place(lines, first), _place(lines, second)
    frame = Centred.around(np.stack([a, b]))
    here, there = (_in_metres(lines, end, frame) for end in (first, second))
    if np.hypot(*(here[-1] - there[-1])) < TOUCHING_M:
        return None
    if float(_direction(here, gap_m) @ _direction(there, gap_m)) > _FACING:
        return None
    beside_a, near_b = _beside(here, there[-1])
    beside_b, near_a = _beside(there, here[-1])
    apart = max(near_a, near_b)
    if not TOUCHING_M <= apart <= gap_m or _whole(here, beside_a) or _whole(there, beside_b):
        return None
    overlap = (_length(beside_a) + _length(beside_b)) / 2
    gap = 0.0 if overlap else float(np.hypot(*(here[-1] - there[-1])))
    across = apart if overlap else _across(here, there, gap_m)
    shape = shapely.convex_hull(shapely.multipoints(np.concatenate([beside_a, beside_b])))
    one, other = (lines[end.line].strands[int(end.last)] for end in (first, second))
    along = overlap or -float(np.sqrt(max(0.0, gap**2 - across**2)))
    return Step((one, other), frame, shape, across, along)


def _place(lines: Sequence[Line], end: _End) -> Coordinates:
    place: Coordinates = lines[end.line].places[-1 if end.last else 0]
    return place


def _in_metres(lines: Sequence[Line], end: _End, frame: Centred) -> Coordinates:
    """A line in metres, turned so that it runs to its end."""
    places = frame.to_metres(lines[end.line].places)
    return places if end.last else places[::-1]


def _direction(xy: Coordinates, over_m: float) -> Coordinates:
    """Where a line points at its end, over so many metres of it."""
    begin = _cut(xy, min(over_m, _length(xy)))[0]
    step = xy[-1] - begin
    found: Coordinates = step / max(float(np.hypot(*step)), 1e-9)
    return found


def _length(xy: Coordinates) -> float:
    return float(np.hypot(*np.diff(xy, axis=0).T).sum())


def _whole(xy: Coordinates, part: Coordinates) -> bool:
    """Whether a strand lies beside the other from end to end: then the fault does not step there."""
    return _length(part) > _length(xy) - TOUCHING_M


def _cut(xy: Coordinates, last_m: float) -> Coordinates:
    """The last so many metres of a path; only its end for none."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    begin = along[-1] - last_m
    at = np.array([np.interp(begin, along, xy[:, 0]), np.interp(begin, along, xy[:, 1])])
    after = xy[along > begin + 1e-6]
    found: Coordinates = np.concatenate([at[None, :], after])
    return found


def _beside(xy: Coordinates, point: Coordinates) -> tuple[Coordinates, float]:
    """The part of a path from beside a point to its end, and how far the point lies from the path."""
    away, along = _foot(xy, point)
    rest = _length(xy) - along
    return (_cut(xy, rest) if rest > 1e-6 else xy[-1:]), away


def _foot(xy: Coordinates, point: Coordinates) -> tuple[float, float]:
    steps_ = np.diff(xy, axis=0)
    squares = np.maximum((steps_**2).sum(axis=1), 1e-12)
    share = np.clip(((point - xy[:-1]) * steps_).sum(axis=1) / squares, 0.0, 1.0)
    apart = np.hypot(*(xy[:-1] + share[:, None] * steps_ - point).T)
    best = int(apart.argmin())
    sizes = np.sqrt(squares)
    return float(apart[best]), float(sizes[:best].sum() + share[best] * sizes[best])


def _across(here: Coordinates, there: Coordinates, gap_m: float) -> float:
    """How far apart two ends are across the mean direction of both."""
    strike = _direction(here, gap_m) - _direction(there, gap_m)
    strike /= max(float(np.hypot(*strike)), 1e-9)
    step = there[-1] - here[-1]
    return abs(float(strike[0] * step[1] - strike[1] * step[0]))
