"""Fractions along a line (0–1 of its length as digitized) that stay on the same ground while it is edited."""

from collections.abc import Callable

import numpy as np
import shapely
from shapely import MultiLineString

from faultgis.geometry import lines
from faultgis.geometry.frame import Coordinates, segment_lengths


def _path(geometry: MultiLineString) -> tuple[Coordinates, Coordinates]:
    """All vertices of all parts in a row, and the metres along at each; gaps between parts count nothing."""
    steps = []
    for part in range(len(geometry.geoms)):
        steps.append(np.concatenate([[0.0], segment_lengths(lines.coordinates(geometry, part))]))
    return shapely.get_coordinates(geometry), np.cumsum(np.concatenate(steps))


def _common(one: Coordinates, other: Coordinates) -> int:
    """How many vertices two paths share from their start."""
    count = min(len(one), len(other))
    differ = np.flatnonzero((one[:count] != other[:count]).any(axis=1))
    return int(differ[0]) if len(differ) else count


def rebase(before: MultiLineString, after: MultiLineString) -> Callable[[float], float]:
    """How fractions of a line translate when it is edited.

    Where both shapes share their beginning or their end, a fraction keeps its place on the ground; in the
    edited middle it is spread evenly.
    """
    old, old_along = _path(before)
    new, new_along = _path(after)
    shared = _common(old, new)
    shared_end = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - shared)
    total, new_total = float(old_along[-1]), float(new_along[-1])
    head = float(old_along[shared - 1]) if shared else 0.0
    tail, new_tail = total, new_total
    if shared_end:
        tail, new_tail = float(old_along[-shared_end]), float(new_along[-shared_end])
    known = [(0.0, 0.0), (head, head), (tail, new_tail), (total, new_total)]
    if not shared and shared_end and len(new) > len(old):
        known[0] = known[1] = (0.0, new_tail - tail)
    if not shared_end and shared == len(old):
        known[2] = known[3] = (total, head)

    def translate(fraction: float) -> float:
        metres = np.interp(fraction * total, [k[0] for k in known], [k[1] for k in known])
        return float(np.clip(metres / new_total, 0.0, 1.0)) if new_total else fraction

    return translate
