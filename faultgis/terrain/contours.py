"""Contour lines of an elevation grid, by marching squares between the cells' centres.

Lines are made tile by tile and joined: each crossing of a line with the mesh of cell centres has a number
that is the same in all tiles of a grid, and the same place to the last bit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.errors import InputError

Floats: TypeAlias = NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.int64]

INDEX_EVERY = 5
MOST_LEVELS = 5_000
# Above, left, below, right edge of a mesh. By which corners are at least as high as the level (1 upper left,
# 2 upper right, 4 lower right, 8 lower left): the edges that a line joins, the
# higher ground to its left.
_ABOVE, _LEFT, _BELOW, _RIGHT = range(4)
_JOINS = {
    1: (_LEFT, _ABOVE),
    2: (_ABOVE, _RIGHT),
    3: (_LEFT, _RIGHT),
    4: (_RIGHT, _BELOW),
    6: (_ABOVE, _BELOW),
    7: (_LEFT, _BELOW),
    8: (_BELOW, _LEFT),
    9: (_BELOW, _ABOVE),
    11: (_BELOW, _RIGHT),
    12: (_RIGHT, _LEFT),
    13: (_RIGHT, _ABOVE),
    14: (_ABOVE, _LEFT),
}
# Two opposite corners are high: whether the middle is, too, decides what is apart.
_SADDLES = {
    (5, False): ((_LEFT, _ABOVE), (_RIGHT, _BELOW)),
    (5, True): ((_RIGHT, _ABOVE), (_LEFT, _BELOW)),
    (10, False): ((_ABOVE, _RIGHT), (_BELOW, _LEFT)),
    (10, True): ((_ABOVE, _LEFT), (_BELOW, _RIGHT)),
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a contour line: its height, the numbers of its first and last crossing, and the places
    (n, 2) as column and row of the grid, counted in cells from the outer corner of its first cell."""

    height: float
    first: int
    last: int
    places: Floats

    @property
    def closed(self) -> bool:
        """Whether it ends where it begins."""
        return self.first == self.last


def levels(low: float, high: float, interval: float) -> Floats:
    """The multiples of ``interval`` from ``low`` to ``high``, metres.

    Raises ``InputError("contours.interval")``: not above zero, or more than 5,000 of them.
    """
    if not (np.isfinite(interval) and interval > 0 and (high - low) / interval <= MOST_LEVELS):
        raise InputError("contours.interval", interval=interval, most=MOST_LEVELS)
    first, last = int(np.ceil(low / interval - 1e-9)), int(np.floor(high / interval + 1e-9))
    return np.round(np.arange(first, last + 1) * interval, 9)


def is_index(height: float, interval: float) -> bool:
    """Whether a contour is drawn strongly: every fifth, counted from zero."""
    return round(height / interval) % INDEX_EVERY == 0


def pieces(
    heights: NDArray[np.floating[Any]], heights_at: Floats, *, row: int = 0, column: int = 0, columns: int = 0
) -> Iterator[Piece]:
    """The contour lines of a tile at these heights. ``row`` and ``column`` are those of its first cell in the
    whole grid, which has ``columns`` of them; neighbouring tiles share one row or column of cells. Beside
    unknown cells lines end."""
    z = np.asarray(heights, dtype=np.float64)
    if min(z.shape) < 2:
        return
    wide = columns or z.shape[1]
    corners = np.stack([z[:-1, :-1], z[:-1, 1:], z[1:, 1:], z[1:, :-1]])
    lowest, highest = corners.min(axis=0), corners.max(axis=0)
    for height in heights_at:
        rows, cells = np.nonzero((lowest < height) & (highest >= height))
        if len(rows):
            joined = _segments(corners[:, rows, cells], rows + row, cells + column, float(height), wide)
            yield from _walked(*joined, float(height))


def _segments(
    corners: Floats, rows: Numbers, cells: Numbers, height: float, wide: int
) -> tuple[Numbers, Numbers, Floats, Floats]:
    """Both crossings of each segment: their numbers and places."""
    high = corners >= height
    case = high[0] + 2 * high[1] + 4 * high[2] + 8 * high[3]
    parts = [(np.flatnonzero(case == code), join) for code, join in _JOINS.items()]
    middle = corners.mean(axis=0) >= height
    for (code, up), joins in _SADDLES.items():
        found = np.flatnonzero((case == code) & (middle == up))
        parts += [(found, join) for join in joins]
    numbers, places = _crossings(corners, rows, cells, height, wide)
    ends = [
        np.concatenate([what[join[side], found] for found, join in parts])
        for what in (numbers, places)
        for side in (0, 1)
    ]
    return ends[0], ends[1], ends[2], ends[3]


def _crossings(
    corners: Floats, rows: Numbers, cells: Numbers, height: float, wide: int
) -> tuple[Numbers, Floats]:
    """Per edge of each mesh the number of the crossing and where it is; nonsense where a line does not cross.
    Each edge is measured from its upper or left end, so that both its meshes say the same."""
    upper_left, upper_right, lower_right, lower_left = corners
    with np.errstate(invalid="ignore", divide="ignore"):
        along = (
            (height - upper_left) / (upper_right - upper_left),
            (height - upper_left) / (lower_left - upper_left),
            (height - lower_left) / (lower_right - lower_left),
            (height - upper_right) / (lower_right - upper_right),
        )
    x, y = cells + 0.5, rows + 0.5
    places = np.stack(
        [
            np.column_stack([x + along[_ABOVE], y]),
            np.column_stack([x, y + along[_LEFT]]),
            np.column_stack([x + along[_BELOW], y + 1]),
            np.column_stack([x + 1, y + along[_RIGHT]]),
        ]
    )
    here = (rows * wide + cells) * 2
    numbers = np.stack([here, here + 1, here + 2 * wide, here + 3])
    return numbers, places


def _walked(start: Numbers, end: Numbers, from_: Floats, to: Floats, height: float) -> Iterator[Piece]:
    """Segments of one height joined to pieces; open ones from their ends, then the closed ones."""
    numbers, where = np.unique(np.concatenate([start, end]), return_index=True)
    places = np.concatenate([from_, to])[where]
    ahead = np.full(len(numbers), -1)
    begins, ends = np.searchsorted(numbers, start), np.searchsorted(numbers, end)
    ahead[begins] = ends
    loose = np.ones(len(numbers), dtype=bool)
    loose[ends] = False
    following = ahead.tolist()
    for first in [*np.flatnonzero(loose).tolist(), *np.flatnonzero(~loose).tolist()]:
        if following[first] < 0:
            continue
        path, at = [first], first
        while following[at] >= 0:
            path.append(following[at])
            following[at] = -1
            at = path[-1]
        piece = Piece(height, int(numbers[path[0]]), int(numbers[path[-1]]), places[path])
        if not piece.closed or np.ptp(piece.places, axis=0).any():
            yield piece


def joined(found: Iterable[Piece]) -> list[Piece]:
    """The pieces of all tiles of a grid joined where one ends in the crossing in which another begins."""
    whole = list(found)
    done = [piece for piece in whole if piece.closed]
    beginning: dict[tuple[float, int], Piece] = {(p.height, p.first): p for p in whole if not p.closed}
    ending = {(p.height, p.last) for p in beginning.values()}
    for key in [k for k in beginning if k not in ending] + list(beginning):
        chain: list[Piece] = []
        piece = beginning.pop(key, None)
        while piece is not None:
            chain.append(piece)
            piece = beginning.pop((piece.height, piece.last), None)
        if chain:
            places = np.concatenate([chain[0].places, *(p.places[1:] for p in chain[1:])])
            done.append(Piece(chain[0].height, chain[0].first, chain[-1].last, places))
    return done
