"""How far a place lies from strands, on which side, and how far from the edge of a zone of given widths.

Everything is reckoned in metres about the place asked for, where distances from it are geodesic. A zone is
made of the strips left and right of each piece and the sectors at the outer side of its bends (and at its
ends, where ends are round): a place is in it when it is in one of them, here as in the polygons of
``zones``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faultgis.avoidance.frames import Centred
from faultgis.avoidance.mapped import Mapped
from faultgis.avoidance.rules import Row
from faultgis.avoidance.shapes import FOLDED
from faultgis.geometry.frame import Coordinates

Metres = NDArray[np.float64]


@dataclass(frozen=True)
class Elements:
    """What a place sees of strands: strips that it stands beside and bends or ends that it stands before.
    ``distance`` in metres, ``left`` whether it is on the left, ``piece`` which piece."""

    piece: NDArray[np.int64]
    distance: Metres
    left: NDArray[np.bool_]
    cap: NDArray[np.bool_]


def seen_from(mapped: Mapped, lon: float, lat: float, near: NDArray[np.int64]) -> Elements:
    """The elements of the pieces ``near`` (in their order) as a place sees them."""
    frame = Centred(lon, lat)
    pieces = mapped.pieces
    start, end = frame.to_metres(pieces.start[near]), frame.to_metres(pieces.end[near])
    steps = end - start
    squares = (steps**2).sum(axis=1)
    share = -(start * steps).sum(axis=1) / squares
    # Positive where the place, the origin, is to the left of the piece.
    cross = (steps[:, 1] * start[:, 0] - steps[:, 0] * start[:, 1]) / np.sqrt(squares)
    beside = (share >= 0) & (share <= 1)
    strips = Elements(near[beside], np.abs(cross[beside]), cross[beside] > 0, np.zeros(beside.sum(), bool))
    return _joined(strips, _before(mapped, near, start, end, share, cross))


def _before(
    mapped: Mapped,
    near: NDArray[np.int64],
    start: Coordinates,
    end: Coordinates,
    share: Metres,
    cross: Metres,
) -> Elements:
    """Bends that the place stands outside of, and the ends of strands that it stands before."""
    pieces = mapped.pieces
    joined = np.flatnonzero(pieces.follows[near[1:]] & (np.diff(near) == 1)) + 1
    closing = _closing(mapped, near)
    into, out = np.concatenate([np.column_stack([joined - 1, joined]), closing]).T
    seen = (share[out] < 0) & (share[into] > 1)
    into, out = into[seen], out[seen]
    outer_left, folded = _outer_sides(end[into] - start[into], end[out] - start[out])
    into, out = np.concatenate([into, into[folded]]), np.concatenate([out, out[folded]])
    outer_left = np.concatenate([outer_left, ~outer_left[folded]])
    tips = ~np.isin(near, pieces.closing)
    firsts = np.flatnonzero(tips & ~pieces.follows[near] & (share < 0))
    lasts = np.flatnonzero(tips & pieces.last[near] & (share > 1))
    corners = np.concatenate([start[out], start[out], start[firsts], end[lasts]])
    which = np.concatenate([out, into, firsts, lasts])
    cap = np.repeat([False, True], [2 * len(out), len(firsts) + len(lasts)])
    on_left = np.concatenate([outer_left, outer_left, cross[which[cap]] > 0])
    return Elements(near[which], np.hypot(corners[:, 0], corners[:, 1]), on_left, cap)


def _closing(mapped: Mapped, near: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places among the pieces ``near`` of those between which a closed part has its bend, (n, 2)."""
    closing = mapped.pieces.closing
    closing = closing[np.isin(closing, near).all(axis=1)]
    found: NDArray[np.int64] = np.searchsorted(near, closing)
    return found


def _outer_sides(into: Coordinates, out: Coordinates) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether the outer side of bends is their left one: that away from which they turn, however sharply; and
    where the path folds back, so that both are."""
    turn = np.arctan2(into[:, 0] * out[:, 1] - into[:, 1] * out[:, 0], (into * out).sum(axis=1))
    return turn < 0, np.abs(turn) > np.pi - FOLDED


def _joined(one: Elements, other: Elements) -> Elements:
    pairs = ((getattr(one, name), getattr(other, name)) for name in ("piece", "distance", "left", "cap"))
    return Elements(*(np.concatenate(pair) for pair in pairs))


def widths(mapped: Mapped, row: Row, piece: NDArray[np.int64]) -> tuple[Metres, Metres]:
    """The metres to the left and right of pieces under a row: its widths (the wider one on both sides where
    the hanging wall is not known), and what they are measured from."""
    pieces = mapped.pieces
    hanging = pieces.hanging[piece]
    left = np.select([hanging > 0, hanging < 0], [row.hanging_m, row.foot_m], row.widest_m)
    right = np.select([hanging > 0, hanging < 0], [row.foot_m, row.hanging_m], row.widest_m)
    if row.measured_from != "trace":
        left, right = left + pieces.left[piece], right + pieces.right[piece]
    if row.measured_from == "envelope":
        more_left, more_right = pieces.doubt(piece)
        left, right = left + more_left, right + more_right
    return left, right


@dataclass(frozen=True)
class Gap:
    """How far a place lies from one strand and from its zone. ``margin_m`` is negative inside the zone;
    ``width_m`` the width on the decisive side; ``side`` hanging, foot or unknown; ``error_m`` how far the
    trace may be off, ``ring_m`` how wide its ring beyond the zone is (none where the zone contains it);
    ``deformation_m`` how wide the ground was seen deformed on that side, if the rule counts it or not."""

    distance_m: float
    error_m: float
    margin_m: float
    width_m: float
    side: str
    ring_m: float
    deformation_m: float


def gap(mapped: Mapped, seen: Elements, strand: int, row: Row, round_ends: bool = True) -> Gap | None:
    """The gap between a place and one strand under a row; ``None`` where the strand is not seen at all."""
    mine = np.flatnonzero(mapped.pieces.owner[seen.piece] == strand)
    if not len(mine):
        return None
    piece, distance, on_left = seen.piece[mine], seen.distance[mine], seen.left[mine]
    left, right = widths(mapped, row, piece)
    width = np.where(on_left, left, right)
    error = np.where(on_left, *mapped.pieces.doubt(piece))
    ring = error if row.measured_from != "envelope" else np.zeros(len(error))
    inside = distance - width
    if not round_ends:
        inside = np.where(seen.cap[mine], np.inf, inside)
    # Bends are seen from both their pieces: the one whose zone reaches further decides.
    best = int(np.lexsort((distance, inside))[0])
    reach = int(np.lexsort((distance, inside - ring))[0])
    nearest = float(distance.min())
    best = best if inside[best] <= 0 else reach
    return Gap(
        distance_m=round(nearest, 3),
        error_m=float(error[best]),
        margin_m=round(float(inside[best]), 3),
        width_m=float(width[best]),
        side=_side(int(mapped.pieces.hanging[piece[best]]), bool(on_left[best]), nearest),
        ring_m=float(ring[best]),
        deformation_m=float((mapped.pieces.left if on_left[best] else mapped.pieces.right)[piece[best]]),
    )


def _side(hanging: int, on_left: bool, distance_m: float) -> str:
    if hanging == 0 or distance_m < 0.0005:
        return "unknown"
    return "hanging" if (hanging > 0) == on_left else "foot"
