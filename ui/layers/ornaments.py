"""Where along the lines the marks stand, and their outlines: teeth, ticks and half arrows."""

import numpy as np

from ui.layers.frame import Array, Frame
from ui.layers.paths import Paths
from ui.layers.symbols import Ornament

_SHORTEST_MM = 2.2


def stations(paths: Paths, frame: Frame, ornament: Ornament, base_mm: float) -> tuple[Array, Array]:
    """Two points per mark, in dots: where its base begins and ends on the line, as seen along the line.

    Marks are spread evenly over the whole line, near their nominal spacing; a line shorter than a mark
    carries none.
    """
    half = frame.dots(base_mm) / 2
    spacing = frame.dots(ornament.spacing)
    position, path = _spread(paths, spacing, frame.dots(max(_SHORTEST_MM, base_mm * 1.2)))
    line = np.concatenate([_monotone(paths)]) if len(paths) else np.zeros(0)
    base = line[paths.offsets[:-1]] - paths.along[paths.offsets[:-1]] if len(paths) else np.zeros(0)
    start = _clamped(paths, path, position - half) + base[path]
    end = _clamped(paths, path, position + half) + base[path]
    return _at(paths, line, start), _at(paths, line, end)


def _spread(
    paths: Paths, spacing: float, shortest: float
) -> tuple[Array, "np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    count = np.where(paths.length < shortest, 0, np.maximum(1, np.round(paths.length / spacing))).astype(
        np.int64
    )
    step = paths.length / np.maximum(1, count)
    from_ = paths.along[paths.offsets[:-1]] if len(paths) else np.zeros(0)
    to = paths.along[paths.offsets[1:] - 1] if len(paths) else np.zeros(0)
    safe = np.maximum(step, 1e-9)
    first = np.maximum(0, np.ceil(from_ / safe - 0.5)).astype(np.int64)
    last = np.minimum(count - 1, np.floor(to / safe - 0.5).astype(np.int64))
    number = np.maximum(0, np.where(count > 0, last - first + 1, 0))
    path = np.repeat(np.arange(len(paths)), number)
    place = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number) + first[path]
    return (place + 0.5) * step[path], path


def _monotone(paths: Paths) -> Array:
    """Distances along all paths joined end to end, with gaps so that they never run backwards."""
    ends = paths.along[paths.offsets[1:] - 1]
    starts = paths.along[paths.offsets[:-1]]
    shift = np.concatenate(([0.0], np.cumsum(ends - starts + 1.0)[:-1])) - starts
    return paths.along + np.repeat(shift, np.diff(paths.offsets))


def _clamped(paths: Paths, path: "np.ndarray[tuple[int], np.dtype[np.int64]]", position: Array) -> Array:
    low = paths.along[paths.offsets[:-1]][path]
    high = paths.along[paths.offsets[1:] - 1][path]
    return np.clip(position, low, high)


def _at(paths: Paths, line: Array, where: Array) -> Array:
    return np.column_stack([np.interp(where, line, paths.xy[:, 0]), np.interp(where, line, paths.xy[:, 1])])


def _axes(start: Array, end: Array, side: int) -> tuple[Array, Array]:
    """Unit vectors along the line and towards ``side`` (+1: right of the line; y runs downwards)."""
    along = end - start
    length = np.hypot(along[:, 0], along[:, 1])
    along = along / np.maximum(length, 1e-9)[:, None]
    return along, np.column_stack([-along[:, 1], along[:, 0]]) * side


def teeth(paths: Paths, frame: Frame, ornament: Ornament) -> Array:
    """Triangles (n, 3, 2) that stand on the line and point to the ornament's side."""
    base = ornament.size * 1.25
    start, end = stations(paths, frame, ornament, base)
    along, out = _axes(start, end, ornament.side)
    middle = (start + end) / 2
    half = frame.dots(base) / 2
    tip = middle + out * frame.dots(ornament.size)
    return np.stack([middle - along * half, tip, middle + along * half], axis=1)


def ticks(paths: Paths, frame: Frame, ornament: Ornament) -> Array:
    """Strokes (n, 4) from the line to the ornament's side."""
    start, end = stations(paths, frame, ornament, 1.2)
    _, out = _axes(start, end, ornament.side)
    middle = (start + end) / 2
    return np.hstack([middle, middle + out * frame.dots(ornament.size)])


def half_arrows(paths: Paths, frame: Frame, ornament: Ornament) -> Array:
    """Strokes (n, 4) of pairs of half arrows beside the line: dextral where side is +1.

    Seen along the line, a dextral pair points back on the right and forward on the left; the barbs are on
    the outside.
    """
    start, end = stations(paths, frame, ornament, ornament.size)
    middle = (start + end) / 2
    gap, half = frame.dots(1.15), frame.dots(ornament.size) / 2
    barb = frame.dots(1.15)
    strokes = []
    for side in (1, -1):
        along, out = _axes(start, end, side)
        heading = along * (-side * ornament.side)
        tail = middle + out * gap - heading * half
        tip = middle + out * gap + heading * half
        strokes += [np.hstack([tail, tip]), np.hstack([tip, tip - heading * barb * 1.2 + out * barb * 0.75])]
    return np.vstack(strokes) if strokes else np.zeros((0, 4))
