"""One line for all the traces of a fault or segment: detailed mapping is no source."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString

from faultgis.crs import metres_per_degree
from faultgis.geometry import lines

Metres = NDArray[np.float64]
# Two mapped lines that lie beside each other for so much of the shorter one are strands of one another.
BESIDE = 0.5


@dataclass(frozen=True)
class OneLine:
    """The line (longitude, latitude in degrees), how many mapped parts went into it and how many lie beside
    it as strands, the length of gaps that it bridges and the tolerance that it was simplified by, metres.
    ``straightened``: it crossed itself and keeps only the vertices that go forward."""

    line: LineString
    joined: int
    beside: int
    bridged_m: float
    tolerance_m: float
    straightened: bool = False


def one_line(shapes: Sequence[MultiLineString], tolerance_m: float) -> OneLine:
    """The parts in their order along the main direction of all, joined end to end.

    Of parts that lie beside each other the longest stays. The order in which parts or their vertices were
    drawn makes no difference but to the sense of the line, which runs north, else east.
    """
    parts = [np.asarray(part.coords)[:, :2] for shape in shapes for part in shape.geoms]
    centre = np.concatenate(parts).mean(axis=0)
    scale = np.array(metres_per_degree(float(centre[1])))
    metres = [(part - centre) * scale for part in parts]
    axis = _axis(metres)
    runs = sorted((_along(part, axis) for part in metres), key=_rank)
    chosen = _apart(runs, axis)
    path = np.concatenate(chosen)
    bridged = sum(float(np.hypot(*(b[0] - a[-1]))) for a, b in pairwise(chosen))
    line = LineString(lines.simplify_path(path / scale + centre, tolerance_m))
    if crossed := not line.is_simple:
        line = LineString(lines.simplify_path(_forward(path, axis) / scale + centre, tolerance_m))
    return OneLine(line, len(chosen), len(parts) - len(chosen), bridged, tolerance_m, crossed)


def _forward(path: Metres, axis: Metres) -> Metres:
    """The vertices that lie further along the axis than all before them: such a line cannot cross itself."""
    along = path @ axis
    forward: Metres = path[np.concatenate([[True], along[1:] > np.maximum.accumulate(along)[:-1]])]
    return forward


def _axis(parts: Sequence[Metres]) -> Metres:
    """The direction of the largest spread, weighted by length, as a unit vector to the north or east."""
    middles, weights = [], []
    for part in parts:
        steps = np.diff(part, axis=0)
        middles.append(part[:-1] + steps / 2)
        weights.append(np.hypot(steps[:, 0], steps[:, 1]))
    at, weight = np.concatenate(middles), np.concatenate(weights)
    at = at - np.average(at, axis=0, weights=weight)
    _, vectors = np.linalg.eigh((at * weight[:, None]).T @ at)
    axis: Metres = vectors[:, -1]
    north_first = axis[1] if abs(axis[1]) > 1e-9 else axis[0]
    return axis if north_first > 0 else -axis


def _along(part: Metres, axis: Metres) -> Metres:
    return part if (part[-1] - part[0]) @ axis >= 0 else part[::-1]


def _rank(part: Metres) -> tuple[float, ...]:
    """The longest first; ties are told apart by place."""
    steps = np.diff(part, axis=0)
    return (-round(float(np.hypot(steps[:, 0], steps[:, 1]).sum()), 3), *part[0].round(3), *part[-1].round(3))


def _apart(runs: Sequence[Metres], axis: Metres) -> list[Metres]:
    kept: list[tuple[float, float, Metres]] = []
    for run in runs:
        low, high = sorted((float(run[0] @ axis), float(run[-1] @ axis)))
        covered = sum(max(0.0, min(high, end) - max(low, start)) for start, end, _ in kept)
        if not kept or covered <= BESIDE * (high - low):
            kept.append((low, high, run))
    return [run for _, _, run in sorted(kept, key=lambda each: (each[0], each[1]))]


def length_km(line: LineString) -> float:
    """The geodesic length, km."""
    return lines.length(shapely.MultiLineString([line])) / 1000.0
