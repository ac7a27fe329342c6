"""Where along the lines the marks stand, and their outlines: teeth, ticks and half arrows."""

import numpy as np

from ui.layers.frame import Array, Frame, Indices
from ui.layers.paths import Paths
from ui.layers.symbols import Ornament

_SHORTEST_MM = 2.2
_ARROW_GAP_MM, _BARB_MM = 0.85, 1.0
ARROW_REACH_MM = _ARROW_GAP_MM + 0.75 * _BARB_MM


def stations(
    paths: Paths, frame: Frame, spacing_mm: float | Array, base_mm: float
) -> tuple[Array, Array, Indices]:
    """Per mark two points in dots, where its base begins and ends on the line as seen along the line, and
    the path it stands on. ``spacing_mm`` may differ from line to line; an infinite one means no marks.

    Marks are spread evenly over the whole line, near their nominal spacing; a line shorter than a mark
    carries none.
    """
    if not len(paths):
        return np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0, dtype=np.int64)
    half = frame.dots(base_mm) / 2
    spacing = np.asarray(spacing_mm) * frame.dots_per_mm
    position, path = _spread(paths, spacing, frame.dots(max(_SHORTEST_MM, base_mm * 1.7)))
    begin, end = paths.offsets[:-1][path], paths.offsets[1:][path] - 1
    shift = paths.joined[begin] - paths.along[begin]
    low, high = paths.along[begin], paths.along[end]
    return (
        _at(paths, np.clip(position - half, low, high) + shift),
        _at(paths, np.clip(position + half, low, high) + shift),
        path,
    )


def _spread(paths: Paths, spacing: Array, shortest: float) -> tuple[Array, Indices]:
    """How far along its line each mark stands, and on which path; only marks on the runs in view."""
    none = (paths.length < shortest) | np.isinf(spacing)
    count = np.where(none, 0, np.maximum(1, np.round(paths.length / spacing)))
    step = np.maximum(paths.length / np.maximum(1, count), 1e-9)
    first = np.maximum(0, np.ceil(paths.along[paths.offsets[:-1]] / step - 0.5)).astype(np.int64)
    last = np.minimum(count - 1, np.floor(paths.along[paths.offsets[1:] - 1] / step - 0.5)).astype(np.int64)
    number = np.maximum(0, np.where(count > 0, last - first + 1, 0))
    path = np.repeat(np.arange(len(paths), dtype=np.int64), number)
    place = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number) + first[path]
    return (place + 0.5) * step[path], path


def _at(paths: Paths, where: Array) -> Array:
    return np.column_stack([np.interp(where, paths.joined, paths.xy[:, axis]) for axis in (0, 1)])


def _axes(start: Array, end: Array, side: int) -> tuple[Array, Array]:
    """Unit vectors along the line and towards ``side`` (+1: right of the line; y runs downwards)."""
    along = end - start
    length = np.hypot(along[:, 0], along[:, 1])
    along = along / np.maximum(length, 1e-9)[:, None]
    return along, np.column_stack([-along[:, 1], along[:, 0]]) * side


def teeth(paths: Paths, frame: Frame, ornament: Ornament) -> Array:
    """Triangles (n, 3, 2) that stand on the line and point to the ornament's side."""
    base = ornament.size * 1.25
    start, end, _ = stations(paths, frame, ornament.spacing, base)
    along, out = _axes(start, end, ornament.side)
    middle = (start + end) / 2
    half = frame.dots(base) / 2
    tip = middle + out * frame.dots(ornament.size)
    return np.stack([middle - along * half, tip, middle + along * half], axis=1)


def ticks(paths: Paths, frame: Frame, ornament: Ornament) -> Array:
    """Strokes (n, 4) from the line to the ornament's side."""
    start, end, _ = stations(paths, frame, ornament.spacing, 1.2)
    _, out = _axes(start, end, ornament.side)
    middle = (start + end) / 2
    return np.hstack([middle, middle + out * frame.dots(ornament.size)])


def half_arrows(paths: Paths, frame: Frame, ornament: Ornament) -> Array:
    """Strokes (n, 4) of pairs of half arrows beside the line: dextral where side is +1.

    Seen along the line, a dextral pair points back on the right and forward on the left; the barbs are on
    the outside.
    """
    start, end, _ = stations(paths, frame, ornament.spacing, ornament.size)
    middle = (start + end) / 2
    gap, half = frame.dots(_ARROW_GAP_MM), frame.dots(ornament.size) / 2
    barb = frame.dots(_BARB_MM)
    strokes = []
    for side in (1, -1):
        along, out = _axes(start, end, side)
        heading = along * (-side * ornament.side)
        tail = middle + out * gap - heading * half
        tip = middle + out * gap + heading * half
        strokes += [np.hstack([tail, tip]), np.hstack([tip, tip - heading * barb * 1.2 + out * barb * 0.75])]
    return np.vstack(strokes) if strokes else np.zeros((0, 4))
