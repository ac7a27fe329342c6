"""Points that stand alone: birds, dust and echoes from below, found by how few others share their room.

Space is cut into cubes on the origin of the coordinate system. A point is noise where its cube and the 26
around hold few points. Counts of several parts of a cloud add up, so the answer does not depend on how the
cloud was cut, nor on the order of its points.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.compiled import kernel

Points: TypeAlias = NDArray[np.int32]
Whole: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

_SMALLEST_MM, _LARGEST_MM = 4_000, 200_000
_SPACINGS = 4.0
_MOST = 5
_BITS, _HALF = 21, 2**20
_FREE = -1
_ROOM = 2**23
_FULL = 255


@dataclass(frozen=True)
class NoiseRule:
    """``cube_mm``: side of a cube in millimetres; ``most``: how many points may share a cube and its 26
    neighbours and still be noise."""

    cube_mm: int
    most: int


def noise_rule(points: int, area_m2: float) -> NoiseRule:
    """The rule for so many points over an area: cubes of 4 m, or of four times the mean distance between
    points where that is more, in whole metres; beyond 200 m nothing can be told, and nothing is noise."""
    spacing = (max(area_m2, 1.0) / max(points, 1)) ** 0.5
    side = int(np.ceil(_SPACINGS * spacing)) * 1000
    return NoiseRule(min(max(side, _SMALLEST_MM), _LARGEST_MM), _MOST if side <= _LARGEST_MM else 0)


def counted(
    blocks: Iterable[Points], base: Whole, low: Whole, high: Whole, rule: NoiseRule
) -> tuple[Whole, Whole]:
    """The cubes that hold points, by number, and how many each holds (some may stand there twice, each with
    a part of its points; from 255 on a count only says that there are many).

    ``blocks``: points as x, y, z and class, whole millimetres; ``base`` (x, y) is what their positions count
    from. Counted are those from ``low`` to below ``high`` (x, y as in the points, and the lowest and highest
    z of all) whose class says no noise.
    """
    rest = np.append(base % rule.cube_mm, 0)
    first = (low + rest) // rule.cube_mm
    size = (high + rest) // rule.cube_mm - first + 2
    if size.prod() <= _ROOM:
        return _dense(blocks, rest, low, high, first, size, rule)
    parts = [_hashed(points, rest, low, high, rule) for points in blocks]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _dense(
    blocks: Iterable[Points], rest: Whole, low: Whole, high: Whole, first: Whole, size: Whole, rule: NoiseRule
) -> tuple[Whole, Whole]:
    """Counted in a room of which every cube is kept, as long as that is not too large: far faster than
    looking each up."""
    room = np.zeros((int(size[0]), int(size[1]), int(size[2])), dtype=np.uint8)
    for points in blocks:
        _fill(points, rest, low, high, first, rule.cube_mm, room)
    column, row, level = (axis + start + _HALF for axis, start in zip(room.nonzero(), first, strict=True))
    numbers: Whole = (column << (2 * _BITS)) | (row << _BITS) | level
    return numbers, room[room > 0].astype(np.int64)


def _hashed(points: Points, rest: Whole, low: Whole, high: Whole, rule: NoiseRule) -> tuple[Whole, Whole]:
    table, counts = np.full(1 << 12, _FREE, dtype=np.int64), np.zeros(1 << 12, dtype=np.int64)
    table, counts = _count(points, rest, low, high, rule.cube_mm, table, counts)
    used = table != _FREE
    return table[used], counts[used]


def alone(cubes: Whole, counts: Whole, rule: NoiseRule) -> Whole:
    """The numbers of the cubes whose points are noise, in rising order. ``cubes`` may name one several times:
    its counts add up. Cubes at the edge of what is given are judged by what is given."""
    size = 1 << max(4, int(2 * max(1, cubes.size)).bit_length())
    table, sums = np.full(size, _FREE, dtype=np.int64), np.zeros(size, dtype=np.int64)
    for_all = _added(cubes, counts, table, sums)
    found: Whole = np.sort(for_all[_few(for_all, table, sums, rule.most)])
    return found


def is_alone(points: Points, base: Whole, cubes: Whole, rule: NoiseRule) -> Flags:
    """Which points lie in one of the ``cubes`` (numbers in rising order)."""
    out = np.zeros(points.shape[0], dtype=np.bool_)
    if cubes.size:
        _within(points, base % rule.cube_mm, cubes, rule.cube_mm, out)
    return out


def near(cubes: Whole, low: Whole, high: Whole, base: Whole, rule: NoiseRule, margin: int) -> Flags:
    """Which cubes touch the rectangle from ``low`` to ``high`` (x, y, counted from ``base``), ``margin`` more
    cubes around it included."""
    inside = np.ones(cubes.size, dtype=np.bool_)
    for axis, shift in ((0, 2 * _BITS), (1, _BITS)):
        place = (cubes >> shift) & ((1 << _BITS) - 1)
        start = base[axis] // rule.cube_mm
        first = (low[axis] + base[axis]) // rule.cube_mm - start + _HALF - margin
        last = (high[axis] + base[axis]) // rule.cube_mm - start + _HALF + margin
        inside &= (place >= first) & (place <= last)
    return inside


@kernel
def _number(x: float, y: float, z: float, rest: Whole, side: int) -> int:
    """The cube's number: its three whole coordinates, counted from the base's cube, one after the other.
    Half a millimetre keeps positions off the cubes' faces, where a product might fall on either side."""
    inverse = 1.0 / side
    column = int(np.floor((x + rest[0] + 0.5) * inverse)) + _HALF
    row = int(np.floor((y + rest[1] + 0.5) * inverse)) + _HALF
    level = int(np.floor((z + 0.5) * inverse)) + _HALF
    return (column << (2 * _BITS)) | (row << _BITS) | level


@kernel
def _slot(number: int, table: Whole) -> int:
    """Where a number stands in the table, or the free place where it belongs."""
    mask = table.size - 1
    mixed = np.uint64(number) * np.uint64(0x9E3779B97F4A7C15)
    at = int(mixed >> np.uint64(20)) & mask
    while table[at] != _FREE and table[at] != number:
        at = (at + 1) & mask
    return at


@kernel
def _grown(table: Whole, counts: Whole) -> tuple[Whole, Whole]:
    wide = np.full(2 * table.size, _FREE, dtype=np.int64)
    sums = np.zeros(wide.size, dtype=np.int64)
    for i in range(table.size):
        if table[i] != _FREE:
            at = _slot(table[i], wide)
            wide[at], sums[at] = table[i], counts[i]
    return wide, sums


@kernel
def _fill(
    points: Points, rest: Whole, low: Whole, high: Whole, first: Whole, side: int, room: NDArray[np.uint8]
) -> None:
    inverse = 1.0 / side
    for i in range(points.shape[0]):
        x, y, z, kind = points[i, 0], points[i, 1], points[i, 2], points[i, 3]
        if kind == 7 or kind == 18 or x < low[0] or x >= high[0] or y < low[1] or y >= high[1]:
            continue
        if z < low[2] or z > high[2]:
            continue
        column = int(np.floor((x + rest[0] + 0.5) * inverse)) - first[0]
        row = int(np.floor((y + rest[1] + 0.5) * inverse)) - first[1]
        level = int(np.floor((z + 0.5) * inverse)) - first[2]
        room[column, row, level] += room[column, row, level] < _FULL


@kernel
def _count(
    points: Points, rest: Whole, low: Whole, high: Whole, side: int, table: Whole, counts: Whole
) -> tuple[Whole, Whole]:
    used, last, at = 0, _FREE, 0
    for i in range(points.shape[0]):
        x, y, kind = points[i, 0], points[i, 1], points[i, 3]
        if kind == 7 or kind == 18 or x < low[0] or x >= high[0] or y < low[1] or y >= high[1]:
            continue
        number = _number(x, y, points[i, 2], rest, side)
        if number != last:
            last, at = number, _slot(number, table)
            if table[at] == _FREE:
                table[at] = number
                used += 1
        counts[at] += 1
        if 2 * used > table.size:
            table, counts = _grown(table, counts)
            at = _slot(number, table)
    return table, counts


@kernel
def _added(cubes: Whole, counts: Whole, table: Whole, sums: Whole) -> Whole:
    """Lay the counts into the table; the numbers of the cubes, each once."""
    once = np.empty(cubes.size, dtype=np.int64)
    many = 0
    for i in range(cubes.size):
        at = _slot(cubes[i], table)
        if table[at] == _FREE:
            table[at] = cubes[i]
            once[many] = cubes[i]
            many += 1
        sums[at] += counts[i]
    return once[:many]


@kernel
def _few(cubes: Whole, table: Whole, sums: Whole, most: int) -> Flags:
    """Whether a cube and the 26 around it hold no more than ``most`` points."""
    out = np.zeros(cubes.size, dtype=np.bool_)
    for i in range(cubes.size):
        total = sums[_slot(cubes[i], table)]
        for part in range(27):
            if total > most:
                break
            if part != 13:
                across, along, up = part // 9 - 1, part // 3 % 3 - 1, part % 3 - 1
                number = cubes[i] + (across << (2 * _BITS)) + (along << _BITS) + up
                at = _slot(number, table)
                total += sums[at] if table[at] == number else 0
        out[i] = total <= most
    return out


@kernel
def _within(points: Points, rest: Whole, cubes: Whole, side: int, out: Flags) -> None:
    # Most points lie in none of the cubes, which a look at a few bits of their number tells.
    perhaps = np.zeros(1 << 16, dtype=np.bool_)
    for i in range(cubes.size):
        perhaps[_mixed(cubes[i])] = True
    for i in range(points.shape[0]):
        number = _number(points[i, 0], points[i, 1], points[i, 2], rest, side)
        if not perhaps[_mixed(number)]:
            continue
        first, last = 0, cubes.size
        while first < last:
            middle = (first + last) // 2
            if cubes[middle] < number:
                first = middle + 1
            else:
                last = middle
        out[i] = first < cubes.size and cubes[first] == number


@kernel
def _mixed(number: int) -> int:
    return int((np.uint64(number) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(48))
