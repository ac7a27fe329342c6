"""Joining two lines at their nearest ends."""

from dataclasses import dataclass

import numpy as np
from shapely import MultiLineString

from faultgis.geometry import lines
from faultgis.geometry.frame import Frame


@dataclass(frozen=True)
class Joined:
    """Two lines as one. ``gap_m`` was bridged by a straight segment (0: the ends met).

    ``second_reversed``: the second line had to be turned round to run on in the first one's direction.
    ``second_first``: the second line now comes before the first.
    """

    geometry: MultiLineString
    gap_m: float
    second_reversed: bool
    second_first: bool


def join(first: MultiLineString, second: MultiLineString) -> Joined:
    """Join at the nearest ends; the direction of ``first`` stays."""
    gap, at_start, turned = _nearest_ends(first, second)
    other = lines.reverse(second) if turned else second
    before, after = (other, first) if at_start else (first, other)
    head, tail = lines.coordinates(before, -1), lines.coordinates(after, 0)
    seam = lines.multi(np.concatenate([head, tail])).geoms[0]
    parts = [*list(before.geoms)[:-1], seam, *list(after.geoms)[1:]]
    return Joined(MultiLineString(parts), gap, turned, at_start)


def _nearest_ends(first: MultiLineString, second: MultiLineString) -> tuple[float, bool, bool]:
    choices = []
    for at_start in (False, True):
        end = lines.coordinates(first, 0)[0] if at_start else lines.coordinates(first, -1)[-1]
        for of_second_start in (True, False):
            other = lines.coordinates(second, 0)[0] if of_second_start else lines.coordinates(second, -1)[-1]
            gap = float(np.hypot(*Frame(float(end[0]), float(end[1])).to_metres(other[None])[0]))
            choices.append((gap, at_start, of_second_start == at_start))
    return min(choices)
