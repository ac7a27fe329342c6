"""The shape of a zone in metres: strips beside the pieces of a line, sectors at its bends and its ends.

A path of one width on each side that bends gently and does not come back to itself is outlined at once, along
the edges of two buffers. Of others neighbouring pieces of equal widths are taken together: where both sides
are alike by a buffer with flat ends; else, while the line's direction stays within a right angle, so that no
strip can reach across the line, by the half of the wider buffer that lies on the wider side.
"""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from faultgis.geometry.frame import Coordinates

Metres = NDArray[np.float64]
# An arc's chords lie within 0.02 % of its radius.
STEP = np.radians(2.0)
QUAD_SEGMENTS = 45
# Sectors reach so far into the strips beside them that no hair's breadth stays open between both.
_OVERLAP = np.radians(0.5)
_RIGHT_ANGLE, _ASIDE, _GENTLE = np.radians(89.0), np.radians(60.0), np.radians(45.0)
# A quarter of a round end, and how near a corner of a buffer lies to where it is reckoned (metres).
_QUARTER = np.linspace(0.0, np.pi / 2, QUAD_SEGMENTS + 1)[:, None]
_COSINE, _SINE = np.cos(_QUARTER), np.sin(_QUARTER)
_CORNER_M = 1e-4


def zone(xy: Coordinates, left: Metres, right: Metres, start: bool, end: bool) -> BaseGeometry:
    """The ground within ``left`` and ``right`` metres of the pieces of a path; ``start`` and ``end`` say
    whether these ends are round."""
    steps = np.diff(xy, axis=0)
    azimuth = np.arctan2(steps[:, 1], steps[:, 0])
    turn = (np.diff(azimuth) + np.pi) % (2 * np.pi) - np.pi
    if start and end and _is_plain(xy, turn, left, right):
        whole = _outlined(xy, float(left[0]), float(right[0]))
        if whole is not None:
            return whole
    runs = list(_runs(turn, left, right))
    shapes: list[BaseGeometry] = []
    for low, high in runs:
        shapes += _run(xy[low : high + 1], float(left[low]), float(right[low]))
    for _, at in runs[:-1]:
        shapes += _bend(xy[at], azimuth[at - 1], turn[at - 1], left[at - 1 : at + 1], right[at - 1 : at + 1])
    if start:
        shapes += _cap(xy[0], azimuth[0] + np.pi, right[0], left[0])
    if end:
        shapes += _cap(xy[-1], azimuth[-1], left[-1], right[-1])
    return shapely.union_all(shapes)


def _runs(turn: Metres, left: Metres, right: Metres) -> Iterator[tuple[int, int]]:
    """Pieces that can be taken together, as from and to (not included)."""
    begin, bent, least, most = 0, 0.0, 0.0, 0.0
    for at in range(1, len(left)):
        bent += turn[at - 1]
        least, most = min(least, bent), max(most, bent)
        same = left[at] == left[begin] and right[at] == right[begin]
        if not same or (left[begin] != right[begin] and most - least > _RIGHT_ANGLE):
            yield begin, at
            begin, bent, least, most = at, 0.0, 0.0, 0.0
    yield begin, len(left)


def _is_plain(xy: Coordinates, turn: Metres, left: Metres, right: Metres) -> bool:
    """Whether a path of one width on each side bends gently and keeps away from itself."""
    if (left != left[0]).any() or (right != right[0]).any() or (np.abs(turn) > _GENTLE).any():
        return False
    return not _returns(xy, turn, max(float(left[0]), float(right[0])))


def _returns(xy: Coordinates, turn: Metres, wide: float) -> bool:
    """Whether a path, having turned aside, may come back to where a strip beside an earlier piece reaches."""
    bend = np.concatenate([[0.0], np.cumsum(turn)])
    if np.ptp(bend) <= _RIGHT_ANGLE:
        return False
    # How far the direction ranges from each piece to each later one.
    later = np.triu(np.ones((len(bend), len(bend)), dtype=bool))
    most = np.maximum.accumulate(np.where(later, bend, -np.inf), axis=1)
    least = np.minimum.accumulate(np.where(later, bend, np.inf), axis=1)
    turned = later & (most - least > _ASIDE)
    middle = (xy[1:] + xy[:-1]) / 2
    apart = np.hypot(*(middle[None, :, :] - middle[:, None, :]).transpose(2, 0, 1))
    longest = float(np.hypot(*np.diff(xy, axis=0).T).max())
    return bool((apart[turned] <= wide + 2 * longest).any())


def _outlined(xy: Coordinates, left: float, right: float) -> shapely.Polygon | None:
    """A path with round ends as one ring: along the edge of a buffer on the left, around the end, and back
    along that on the right. ``None`` where an edge has not the corners of both ends, or the ring meets
    itself."""
    line = shapely.linestrings(xy)
    wide = _flat(line, left)
    other = wide if left == right else _flat(line, right)
    steps = (xy[1] - xy[0], xy[-1] - xy[-2])
    begin, ahead = (step / np.hypot(*step) for step in steps)
    there = _edge(wide, xy[0] + left * _turned(begin), xy[-1] + left * _turned(ahead))
    back = _edge(other, xy[-1] - right * _turned(ahead), xy[0] - right * _turned(begin))
    if there is None or back is None:
        return None
    parts = [there, *(xy[-1] + arc for arc in _around(_turned(ahead), left, right))]
    parts += [back, *(xy[0] + arc for arc in _around(-_turned(begin), right, left))]
    ring = shapely.polygons(np.concatenate(parts))
    return ring if shapely.is_valid(ring) else None


def _turned(direction: Coordinates) -> Coordinates:
    """A direction turned to the left."""
    return np.array([-direction[1], direction[0]])


def _edge(buffer: BaseGeometry, begin: Coordinates, end: Coordinates) -> Coordinates | None:
    """The edge of a buffer from one of its corners clockwise to another."""
    if buffer.geom_type != "Polygon" or buffer.is_empty or shapely.get_num_interior_rings(buffer):
        return None
    ring: Coordinates = shapely.get_coordinates(buffer)[:-1]
    if shapely.is_ccw(shapely.get_exterior_ring(buffer)):
        ring = ring[::-1]
    first, last = _place_of(ring, begin), _place_of(ring, end)
    if first is None or last is None:
        return None
    if first <= last:
        return ring[first : last + 1]
    return np.concatenate([ring[first:], ring[: last + 1]])


def _place_of(ring: Coordinates, corner: Coordinates) -> int | None:
    apart = np.abs(ring - corner).sum(axis=1)
    at = int(apart.argmin())
    return at if apart[at] < _CORNER_M else None


def _around(left: Coordinates, before: float, after: float) -> tuple[Coordinates, Coordinates]:
    """Clockwise around an end seen from it, ``before`` metres to its left and ``after`` to its right."""
    ahead = np.array([left[1], -left[0]])
    return before * (_COSINE * left + _SINE * ahead), after * (_COSINE * ahead - _SINE * left)


def _run(xy: Coordinates, left: float, right: float) -> list[BaseGeometry]:
    """What makes up a run with flat ends."""
    line = shapely.LineString(xy)
    narrow = _flat(line, min(left, right))
    if left == right:
        return [narrow]
    wide = max(left, right)
    halves = split(_flat(line, wide), _extended(xy, 2 * wide)).geoms
    if len(halves) != 2:
        # A short end beside a bend: the line goes on through ground that an earlier piece's strip covers.
        return [_piecewise(xy, left, right)]
    step = xy[1] - xy[0]
    normal = np.array([-step[1], step[0]]) / np.hypot(*step) * (1 if left > right else -1)
    beside = shapely.Point((xy[0] + xy[1]) / 2 + normal * min(left, right) / 100)
    return [narrow, *(half for half in halves if half.intersects(beside))]


def _piecewise(xy: Coordinates, left: float, right: float) -> BaseGeometry:
    """A run strip by strip and bend by bend."""
    steps = np.diff(xy, axis=0)
    azimuth = np.arctan2(steps[:, 1], steps[:, 0])
    turn = (np.diff(azimuth) + np.pi) % (2 * np.pi) - np.pi
    normal = np.column_stack([-np.sin(azimuth), np.cos(azimuth)])
    up, down = normal * left, -normal * right
    corners = [xy[:-1] + up, xy[1:] + up, xy[1:] + down, xy[:-1] + down, xy[:-1] + up]
    shapes = list(shapely.polygons(np.stack(corners, axis=1)))
    lefts, rights = np.full(2, left), np.full(2, right)
    for at in range(1, len(xy) - 1):
        shapes += _bend(xy[at], azimuth[at - 1], turn[at - 1], lefts, rights)
    return shapely.union_all(shapes)


def _flat(line: shapely.LineString, width: float) -> BaseGeometry:
    return shapely.buffer(line, width, quad_segs=QUAD_SEGMENTS, cap_style="flat")


def _extended(xy: Coordinates, metres: float) -> shapely.LineString:
    first, last = xy[0] - xy[1], xy[-1] - xy[-2]
    before = xy[0] + first / np.hypot(*first) * metres
    return shapely.LineString([before, *xy, xy[-1] + last / np.hypot(*last) * metres])


def _bend(
    at: Coordinates, azimuth: float, turn: float, left: Metres, right: Metres
) -> Iterator[BaseGeometry]:
    """The sectors where two runs meet: at the outer side of the bend, of the wider of both; where the line
    goes straight on, a sliver on both sides."""
    for side, widths in ((1.0, left), (-1.0, right)):
        if turn * side <= 1e-6:
            begin = azimuth + side * (np.pi / 2 + _OVERLAP)
            yield _sector(at, float(widths.max()), begin, -side * (abs(turn) + 2 * _OVERLAP))


def _cap(at: Coordinates, azimuth: float, left: float, right: float) -> list[BaseGeometry]:
    """The two quarters of a round end, left and right of the outward direction."""
    quarter = np.pi / 2 + _OVERLAP
    return [_sector(at, left, azimuth, quarter), _sector(at, right, azimuth, -quarter)]


def _sector(at: Coordinates, radius: float, begin: float, turn: float) -> BaseGeometry:
    count = max(2, int(np.ceil(abs(turn) / STEP)) + 1)
    angles = np.linspace(begin, begin + turn, count)
    arc = at + radius * np.column_stack([np.cos(angles), np.sin(angles)])
    return shapely.polygons(np.concatenate([at[None, :], arc]))
