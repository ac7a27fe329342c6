"""Codes beside point symbols at large scales: placed after the names, upright, never over anything."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from PyQt6.QtGui import QFont, QFontMetricsF

from ui.layers.frame import Array, Frame, Indices
from ui.layers.lettering import map_font
from ui.layers.occupancy import Occupancy
from ui.layers.placing import Placed
from ui.layers.points import SIZE_MM, Points, shown_rows

CODE_MM = 2.6
SMALLEST_SCALE = 120_000
CODED = ("offset_marker", "trench_site", "observation_point")
COLOURS = {"offset_marker": (12, 62, 110), "trench_site": (92, 44, 8), "observation_point": (32, 44, 60)}
_SPLIT = 2
_FAR, _AWAY = 3, 2
_HEIGHT = 0.8
_TOGETHER = 400
APART_MM = 0.8

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
    symbols = shapely.STRtree(
        shapely.points(np.concatenate([np.zeros((0, 2)), *(xy for *_, xy in spots.values())]))
    )
    for kind in CODED:
        if kind in spots:
            found, rows, xy = spots[kind]
            alone = _alone(xy, symbols, frame.dots(SIZE_MM[kind] + APART_MM))
            yield None
            yield from _of_kind(found, rows[alone].tolist(), xy[alone], frame, ground)


def _alone(xy: Array, symbols: shapely.STRtree, distance: float) -> Indices:
    """Which places have no other symbol so near that a code could be taken for the other's."""
    if not len(xy):
        return np.zeros(0, dtype=np.int64)
    near, _ = symbols.query(shapely.points(xy), predicate="dwithin", distance=distance)
    return np.flatnonzero(np.bincount(near, minlength=len(xy)) == 1)


def _of_kind(
    points: Points, rows: list[int], xy: Array, frame: Frame, ground: "_Ground"
) -> Iterator[Placed | None]:
    font = map_font(frame, CODE_MM)
    texts = [points.codes[row] for row in rows]
    wide, tall = _widths(texts, font), _HEIGHT * font.pixelSize()
    radius = frame.dots(SIZE_MM[points.kind] / 2)
    for start in range(0, len(rows), _TOGETHER):
        some = slice(start, start + _TOGETHER)
        yield None
        spans = ground.spans(xy[some], radius, wide[some], tall)
        for number, span in ground.claimed(spans):
            x, y = ground.middle(span)
            yield Placed(
                record_id=points.ids[rows[start + number]],
                text=texts[start + number],
                x=x,
                y=y,
                angle=0.0,
                column=False,
                colour=COLOURS[points.kind],
                millimetres=CODE_MM,
            )


def _widths(texts: Sequence[str], font: QFont) -> Array:
    """How wide texts are, by their characters: exact enough for codes, and not a call for each."""
    metrics = QFontMetricsF(font)
    wide = {letter: metrics.horizontalAdvance(letter) for letter in set("".join(texts))}
    return np.array([sum(map(wide.__getitem__, text)) for text in texts])


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

    def spans(self, xy: Array, radius: float, width: Array, height: float) -> Spans:
        """Boxes (point, place, 4) around points for texts of these sizes, the best place first: first and
        end row, first and end column of cells. None of them touches its own symbol's cells."""
        low, high = np.floor((xy - radius) / self.cell), np.floor((xy + radius) / self.cell) + 1
        wide, tall = np.ceil(width / self.cell), np.ceil(height / self.cell)
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

    def claimed(self, spans: Spans) -> Iterator[tuple[int, Sequence[int]]]:
        """Of each point (number) the first of its boxes that is free, taken at once; points without text and
        those that find no room are left out."""
        free = self._free(spans)
        for number in np.flatnonzero(free.any(axis=1)).tolist():
            for span in spans[number][free[number]].tolist():
                if self._claim(*span):
                    yield number, span
                    break

    def _free(self, spans: Spans) -> NDArray[np.bool_]:
        """Which boxes held nothing when all symbols stood, with room on the sides away from their own."""
        rows, columns = self._taken.shape
        top, bottom, left, right = np.moveaxis(spans + _ROOM, -1, 0)
        inside = (top >= 0) & (left >= 0) & (bottom <= rows) & (right <= columns)
        inside &= spans[..., 3] > spans[..., 2]
        top, bottom = np.clip(top, 0, rows), np.clip(bottom, 0, rows)
        left, right = np.clip(left, 0, columns), np.clip(right, 0, columns)
        sums = self._sums
        held = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        empty: NDArray[np.bool_] = inside & (held == 0)
        return empty

    def _claim(self, top: int, bottom: int, left: int, right: int) -> bool:
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
