"""The shape of a zone in metres: strips beside the pieces of a line, sectors at its bends and its ends."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from faultgis.geometry.frame import Coordinates

Metres = NDArray[np.float64]
# An arc's chords lie within 0.03 % of its radius.
STEP = np.radians(3.0)


def zone(xy: Coordinates, left: Metres, right: Metres, start: bool, end: bool) -> BaseGeometry:
    """The ground within ``left`` and ``right`` metres of the pieces of a path; ``start`` and ``end`` say
    whether these ends are round."""
    steps = np.diff(xy, axis=0)
    sizes = np.hypot(steps[:, 0], steps[:, 1])
    unit = steps / sizes[:, None]
    normal = np.column_stack([-unit[:, 1], unit[:, 0]])
    shapes = [*_strips(xy, normal, left, right), *_bends(xy, unit, left, right)]
    if start:
        shapes += _cap(xy[0], -unit[0], right[0], left[0])
    if end:
        shapes += _cap(xy[-1], unit[-1], left[-1], right[-1])
    return shapely.union_all([shape for shape in shapes if not shape.is_empty])


def _strips(xy: Coordinates, normal: Coordinates, left: Metres, right: Metres) -> list[BaseGeometry]:
    up, down = normal * left[:, None], -normal * right[:, None]
    corners = np.stack([xy[:-1] + up, xy[1:] + up, xy[1:] + down, xy[:-1] + down, xy[:-1] + up], axis=1)
    return list(shapely.polygons(corners))


def _bends(xy: Coordinates, unit: Coordinates, left: Metres, right: Metres) -> Iterator[BaseGeometry]:
    """A sector at the outer side of each bend, of the wider of both its pieces."""
    before, after = unit[:-1], unit[1:]
    turn = np.arctan2(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0], (before * after).sum(axis=1))
    azimuth = np.arctan2(before[:, 1], before[:, 0])
    for at in np.flatnonzero(np.abs(turn) > 1e-9):
        outer = right if turn[at] > 0 else left
        side = -np.pi / 2 if turn[at] > 0 else np.pi / 2
        radius = max(outer[at], outer[at + 1])
        yield _sector(xy[at + 1], radius, azimuth[at] + side, float(turn[at]))


def _cap(at: Coordinates, outward: Coordinates, left: float, right: float) -> list[BaseGeometry]:
    """The two quarters of a round end, left and right of the outward direction."""
    azimuth = float(np.arctan2(outward[1], outward[0]))
    return [_sector(at, left, azimuth, np.pi / 2), _sector(at, right, azimuth, -np.pi / 2)]


def _sector(at: Coordinates, radius: float, begin: float, turn: float) -> BaseGeometry:
    count = max(2, int(np.ceil(abs(turn) / STEP)) + 1)
    angles = np.linspace(begin, begin + turn, count)
    arc = at + radius * np.column_stack([np.cos(angles), np.sin(angles)])
    return shapely.Polygon(np.concatenate([at[None, :], arc]))
