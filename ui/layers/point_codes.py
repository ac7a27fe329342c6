"""Codes beside point symbols at large scales: placed after the names, upright, never over anything."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QFont, QFontMetricsF

from ui.layers.frame import Array, Frame
from ui.layers.lettering import map_font
from ui.layers.occupancy import Occupancy
from ui.layers.placing import Placed
from ui.layers.points import SIZE_MM, Points, shown_rows

CODE_MM = 2.6
SMALLEST_SCALE = 120_000
CODED = ("offset_marker", "observation_point")
COLOURS = {"offset_marker": (12, 62, 110), "observation_point": (32, 44, 60)}
_SPLIT = 2
_FAR, _AWAY = 3, 2
_HEIGHT = 0.8

Spans = NDArray[np.int64]


def placed_codes(points: Sequence[Points], frame: Frame, taken: Occupancy) -> Iterator[Placed | None]:
    """The codes of the points in view that find room, offset markers first. ``points`` are all that are
    shown, for codes keep off every symbol. Yields often, ``None`` where nothing was placed."""
    if frame.metres_per_dot * frame.dots_per_mm * 1000 > SMALLEST_SCALE:
        return
    ground = _Ground(frame, taken)
    spots = {kinds.kind: (kinds, *shown_rows(kinds, frame)) for kinds in points}
    for kind, (_, _, xy) in spots.items():
        ground.symbols(xy, frame.dots(SIZE_MM[kind] / 2))
    ground.settle()
    yield None
    for kind in CODED:
        if kind in spots:
            found, rows, xy = spots[kind]
            yield from _of_kind(found, rows.tolist(), xy, frame, ground)


def _of_kind(
    points: Points, rows: list[int], xy: Array, frame: Frame, ground: "_Ground"
) -> Iterator[Placed | None]:
    font = map_font(frame, CODE_MM)
    texts = [points.codes[row] for row in rows]
    size = np.array([(_width(text, font.family(), font.pixelSize()), font.pixelSize()) for text in texts])
    if not len(size):
        return
    spans = ground.spans(xy, frame.dots(SIZE_MM[points.kind] / 2), size * (1.0, _HEIGHT))
    free = ground.free(spans)
    yield None
    for number in np.flatnonzero(free.any(axis=1)).tolist():
        tries = spans[number][free[number]].tolist()
        span = next((span for span in tries if ground.claim(*span)), None)
        if span is not None and texts[number]:
            x, y = ground.middle(span)
            yield Placed(
                points.ids[rows[number]], texts[number], x, y, 0.0, False, COLOURS[points.kind], CODE_MM
            )
        elif number % 64 == 0:
            yield None


@lru_cache(maxsize=20_000)
def _width(text: str, family: str, pixels: int) -> float:
    font = QFont(family)
    font.setPixelSize(pixels)
    return QFontMetricsF(font).horizontalAdvance(text)


class _Ground:
    """What is taken, in finer cells than names need."""

    def __init__(self, frame: Frame, taken: Occupancy) -> None:
        self.cell = taken.cell / _SPLIT
        self._sums = np.zeros((0, 0), dtype=np.int32)
        self._taken = taken.solid.repeat(_SPLIT, axis=0).repeat(_SPLIT, axis=1)

    def symbols(self, xy: Array, radius: float) -> None:
        """Point symbols stand here."""
        rows, columns = self._taken.shape
        low = np.floor((xy - radius) / self.cell).astype(np.int64)
        high = np.floor((xy + radius) / self.cell).astype(np.int64)
        reach = int((high - low).max(initial=0)) + 1
        for down in range(reach):
            for right in range(reach):
                x = np.minimum(low[:, 0] + right, high[:, 0])
                y = np.minimum(low[:, 1] + down, high[:, 1])
                seen = (x >= 0) & (y >= 0) & (x < columns) & (y < rows)
                self._taken[y[seen], x[seen]] = True

    def spans(self, xy: Array, radius: float, size: Array) -> Spans:
        """Boxes (point, place, 4) around points for texts of these sizes, the best place first: first and
        end row, first and end column of cells. None of them touches its own symbol's cells."""
        low, high = np.floor((xy - radius) / self.cell), np.floor((xy + radius) / self.cell) + 1
        wide, tall = np.ceil(size / self.cell).T
        middle_x, middle_y = (xy / self.cell).T
        right, left = high[:, 0], low[:, 0] - wide
        level, up, down = np.round(middle_y - tall / 2), low[:, 1] - tall + 1, high[:, 1] - 1
        centred, above, below = np.round(middle_x - wide / 2), low[:, 1] - tall, high[:, 1]
        places = (
            *((right, level), (right, up), (right, down)),
            *((left, level), (left, up), (left, down)),
            *((centred, above), (centred, below)),
        )
        return np.stack([np.stack([y, y + tall, x, x + wide], axis=-1) for x, y in places], axis=1).astype(
            np.int64
        )

    def settle(self) -> None:
        """All symbols stand: add up what is taken, for boxes to be looked at all at once."""
        rows, columns = self._taken.shape
        self._sums = np.zeros((rows + 1, columns + 1), dtype=np.int32)
        np.cumsum(self._taken, axis=0, dtype=np.int32, out=self._sums[1:, 1:])
        np.cumsum(self._sums[1:, 1:], axis=1, out=self._sums[1:, 1:])

    def free(self, spans: Spans) -> NDArray[np.bool_]:
        """Which boxes held nothing when all symbols stood, with room on the sides away from their own."""
        rows, columns = self._taken.shape
        sums = self._sums
        top, bottom, left, right = np.moveaxis(spans + _ROOM, -1, 0)
        inside = (top >= 0) & (left >= 0) & (bottom <= rows) & (right <= columns)
        top, bottom = np.clip(top, 0, rows), np.clip(bottom, 0, rows)
        left, right = np.clip(left, 0, columns), np.clip(right, 0, columns)
        held = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        empty: NDArray[np.bool_] = inside & (held == 0)
        return empty

    def claim(self, top: int, bottom: int, left: int, right: int) -> bool:
        """Take a box if no other code stands there by now; say whether that went well."""
        if self._taken[top:bottom, left:right].any():
            return False
        self._taken[max(0, top - _AWAY) : bottom + _AWAY, max(0, left - _AWAY) : right + _AWAY] = True
        return True

    def middle(self, span: Sequence[int]) -> tuple[float, float]:
        """The middle of a box in dots."""
        top, bottom, left, right = span
        return (left + right) / 2 * self.cell, (top + bottom) / 2 * self.cell


# Room around a box at each of the eight places, so that no other symbol is as near as its own.
_ROOM = np.array(
    [(-_AWAY, _AWAY, 0, _FAR)] * 3
    + [(-_AWAY, _AWAY, -_FAR, 0)] * 3
    + [(-_AWAY, 0, -_FAR, _FAR), (0, _AWAY, -_FAR, _FAR)]
)
