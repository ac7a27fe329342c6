"""Morphological erosion, dilation and opening of height grids by round windows, in whole millimetres."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from faultgis.terrain.compiled import kernel

Heights: TypeAlias = NDArray[np.int32]

UNKNOWN = np.int32(2**31 - 1)
"""Marks a cell whose height is not known; it neither lowers nor raises its neighbours."""

_GAP = 200


def opened(heights: Heights, radius: int) -> Heights:
    """The surface that a disk of ``radius`` cells can touch from below: whatever is narrower is cut off.

    ``heights`` in millimetres, ``UNKNOWN`` where there are none; beyond the edge nothing is known.
    """
    widths = half_widths(radius)
    low = np.full(heights.shape, UNKNOWN, dtype=np.int32)
    _lowest(heights, widths, low)
    _turn(low)
    high = np.full(heights.shape, UNKNOWN, dtype=np.int32)
    _lowest(low, widths, high)
    _turn(high)
    return high


def half_widths(radius: int) -> NDArray[np.int64]:
    """The disk of ``radius`` cells as the half-width of each of its rows, from the centre row outward."""
    rows = np.arange(radius + 1)
    widths: NDArray[np.int64] = np.floor(np.sqrt(radius * (radius + 1.0) - rows * rows) + 1e-9).astype(
        np.int64
    )
    return widths


@kernel
def _turn(heights: Heights) -> None:
    """Upside down, in place, so that the highest becomes the lowest; what is unknown stays so."""
    for row in range(heights.shape[0]):
        line = heights[row]
        for x in range(line.size):
            line[x] = UNKNOWN if line[x] == UNKNOWN else -line[x]


@kernel
def _lowest(heights: Heights, widths: NDArray[np.int64], out: Heights) -> None:
    """Lowest height within the disk. A row's running minimum grows by one cell a side at a time and is laid
    under every row that it reaches with that width (widths shrink outward), so all inner loops are plain
    walks along rows, which the processor does several cells at a time. Of each row only stretches that hold
    something known are walked, with as much on either side as the disk reaches.
    """
    rows, columns = heights.shape
    room = np.empty(columns, dtype=np.int32)
    gap = max(_GAP, 2 * widths[0])
    for row in range(rows):
        end = 0
        while end < columns:
            start, end = _stretch(heights[row], end, gap)
            if start == end:
                break
            west, east = max(0, start - widths[0]), min(columns, end + widths[0])
            length, offset = east - west, widths.size - 1
            source, run = heights[row, west:east], room[:length]
            for x in range(length):
                run[x] = source[x]
            for width in range(widths[0] + 1):
                if width > 0:
                    ahead, behind = source[width:], run[width:]
                    for x in range(length - width):
                        run[x] = min(run[x], ahead[x])
                    for x in range(length - width):
                        behind[x] = min(behind[x], source[x])
                while offset >= 0 and widths[offset] == width:
                    # Rows beyond the edge are laid under the nearest one once more, which changes nothing...
                    south, north = row - offset, row + offset
                    if south >= 0 and north < rows and offset:
                        to, fro = out[south, west:east], out[north, west:east]
                        for x in range(length):
                            to[x] = min(to[x], run[x])
                            fro[x] = min(fro[x], run[x])
                    else:
                        for side in range(2 if offset else 1):
                            target = south if side == 0 else north
                            if 0 <= target < rows:
                                to = out[target, west:east]
                                for x in range(length):
                                    to[x] = min(to[x], run[x])
                    offset -= 1


@kernel
def _stretch(line: Heights, start: int, gap: int) -> tuple[int, int]:
    """The next stretch from ``start`` on that begins and ends with a known cell and is nowhere unknown for
    ``gap`` cells; an empty one at the line's end. It goes in leaps: most cells need no look."""
    columns = line.size
    while start < columns and line[start] == UNKNOWN:
        start += 1
    end = start
    while end < columns:
        x = min(end + gap, columns) - 1
        while x >= end and line[x] == UNKNOWN:
            x -= 1
        if x < end:
            break
        end = x + 1
    return start, end
