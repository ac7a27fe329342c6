"""The shape of a zone in metres: strips beside the pieces of a line, sectors at its bends and its ends.

A path is walked there and back along one ring, each time with the ground to its left. The ring goes once
round every strip and every sector, all in the same sense, so that the zone is the ground that it winds round:
no matter whether the path bends sharply, crosses itself or comes back to where it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from faultgis.geometry.frame import Coordinates

Metres = NDArray[np.float64]
Numbers = NDArray[np.int64]
# An arc's chords lie within 0.02 % of its radius.
STEP = np.radians(2.0)
QUAD_SEGMENTS = 45
# Where a path folds back upon itself both sides are outer ones (radians).
FOLDED = 1e-6
# Sharper bends are never cut short on their inner side.
_SHARP = np.radians(80.0)


@dataclass(frozen=True)
class Walk:
    """Paths walked there and back, step by step. ``piece`` is the piece that a step goes along, counted on
    behind the last one where it comes back; ``corner`` where it ends, ``after`` the step that follows,
    ``normal`` the direction to its left, ``turn`` how far the path turns left at its corner. ``tip`` marks
    the corners where it turns back, ``round_tip`` those with a round end; ``path`` is the path's number."""

    piece: Numbers
    path: Numbers
    after: Numbers
    corner: Coordinates
    length: Metres
    normal: Metres
    turn: Metres
    tip: NDArray[np.bool_]
    round_tip: NDArray[np.bool_]


def walk(paths: Sequence[Coordinates], round_ends: Sequence[tuple[bool, bool]]) -> Walk:
    """Paths (metres) ready to be outlined; which of them begin and end round."""
    counts = np.array([len(path) - 1 for path in paths])
    total, first = int(counts.sum()), np.cumsum(counts) - counts
    forth = np.arange(total) + np.repeat(first, counts)
    back = np.repeat(3 * first + 2 * counts - 1, counts) - np.arange(total)
    piece = np.empty(2 * total, dtype=np.int64)
    piece[forth], piece[back] = np.arange(total), np.arange(total, 2 * total)
    start, end = (np.concatenate([path[cut] for path in paths]) for cut in (slice(-1), slice(1, None)))
    begin, corner = np.concatenate([start, end])[piece], np.concatenate([end, start])[piece]
    turns_back = np.concatenate([2 * first + counts - 1, 2 * (first + counts) - 1])
    after = np.arange(1, 2 * total + 1)
    after[2 * (first + counts) - 1] = 2 * first
    azimuth = np.arctan2(corner[:, 1] - begin[:, 1], corner[:, 0] - begin[:, 0])
    turn = (azimuth[after] - azimuth + np.pi) % (2 * np.pi) - np.pi
    turn[np.abs(turn) > np.pi - FOLDED] = -np.pi
    tip, round_tip = np.zeros((2, 2 * total), dtype=bool)
    tip[turns_back], turn[turns_back] = True, -np.pi
    round_tip[turns_back] = np.array(round_ends, dtype=bool)[:, ::-1].T.ravel()
    length = np.hypot(corner[:, 0] - begin[:, 0], corner[:, 1] - begin[:, 1])
    path = np.repeat(np.arange(len(counts)), 2 * counts)
    return Walk(piece, path, after, corner, length, azimuth + np.pi / 2, turn, tip, round_tip)


def outlines(ready: Walk, left: Metres, right: Metres) -> NDArray[np.object_]:
    """The ground within ``left`` and ``right`` metres of the pieces of each path, the pieces of all paths
    one behind the other."""
    width = np.concatenate([left, right])[ready.piece]
    arcs = _arcs(ready, width)
    of = np.repeat(np.arange(arcs.count.size), arcs.count.ravel())
    nth = np.arange(len(of)) - np.repeat(np.cumsum(arcs.count) - arcs.count.ravel(), arcs.count.ravel())
    share = nth / np.maximum(arcs.count - 1, 1).ravel()[of]
    angle = arcs.begin.ravel()[of] + share * arcs.turn.ravel()[of]
    away = arcs.radius.ravel()[of, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    rings = shapely.linearrings(ready.corner[of // 3] + away, indices=ready.path[of // 3])
    found: NDArray[np.object_] = shapely.buffer(shapely.polygons(rings), 0.0)
    return found


def zone(xy: Coordinates, left: Metres, right: Metres, start: bool, end: bool) -> BaseGeometry:
    """The ground within ``left`` and ``right`` metres of the pieces of a path; ``start`` and ``end`` say
    whether these ends are round."""
    shape: BaseGeometry = outlines(walk([xy], [(start, end)]), left, right)[0]
    return shape


@dataclass(frozen=True)
class _Arcs:
    """Three arcs about each corner, arrays (steps, 3): of how many places (perhaps none), how far away, from
    which direction, and how far they turn left."""

    count: Numbers
    radius: Metres
    begin: Metres
    turn: Metres


def _arcs(ready: Walk, width: Metres) -> _Arcs:
    """From the end of one step's strip to the beginning of the next: along the sector of the wider one at the
    outer side of a bend and at a round end; at the inner side where both strips meet, or by way of the corner
    itself."""
    turn, after = ready.turn, width[ready.after]
    outer, cut = turn <= 0, _cut(ready, width)
    inner, round_tip = ~(outer | cut), ready.round_tip
    middle = np.where(outer, np.maximum(2, np.ceil(-turn / STEP - 1e-9) + 1), 1)
    middle[ready.tip] = 0
    beside = np.where(inner | ready.tip | (outer & (width != after)), 1, 0)
    beside[round_tip] = QUAD_SEGMENTS + 1
    radius = np.where(cut, width / np.cos(turn / 2), np.where(inner, 0.0, np.maximum(width, after)))
    quarter, nothing = np.where(round_tip, -np.pi / 2, 0.0), np.zeros(len(turn))
    return _Arcs(
        count=np.stack([beside, middle, beside], axis=1).astype(np.int64),
        radius=np.stack([width, radius, after], axis=1),
        begin=np.stack(
            [ready.normal, ready.normal + np.where(cut, turn / 2, 0.0), ready.normal + turn - quarter], axis=1
        ),
        turn=np.stack([quarter, np.where(outer, turn, nothing), quarter], axis=1),
    )


def _cut(ready: Walk, width: Metres) -> NDArray[np.bool_]:
    """The corners at whose inner side both strips, of one width, may end where their edges meet: what is cut
    off one of them lies in the other, and nothing else is cut off there."""
    bends = (ready.turn > 0) & (ready.turn < _SHARP) & (width == width[ready.after])
    taken = np.where(bends, width * np.sin(ready.turn), 0.0)
    both = taken.copy()
    both[ready.after] += taken
    fits = both <= ready.length
    found: NDArray[np.bool_] = bends & fits & fits[ready.after]
    return found
