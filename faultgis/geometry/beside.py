"""Places beside a line, left and right of it, and what the ground's height there says of the step between."""

import numpy as np
from numpy.typing import NDArray

from faultgis.geometry.frame import Coordinates, Frame, as_coordinates

STATIONS = 48
LEAST_STATIONS = 6
SIGMAS = 3.0


def places_beside(points: Coordinates, offsets_m: tuple[float, ...]) -> tuple[Coordinates, Coordinates]:
    """Places left and right of a path, in degrees, each as (stations, offsets, 2).

    Stations are spread evenly along the path; ``offsets_m`` are metres square to it.
    """
    frame = Frame.around(points)
    xy = frame.to_metres(points)
    steps = np.diff(xy, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    steps, start, lengths = steps[lengths > 0], xy[:-1][lengths > 0], lengths[lengths > 0]
    along = np.cumsum(lengths) - lengths
    where = (np.arange(STATIONS) + 0.5) / STATIONS * lengths.sum()
    segment = np.clip(np.searchsorted(along, where, side="right") - 1, 0, len(lengths) - 1)
    unit = steps[segment] / lengths[segment, None]
    middle = start[segment] + unit * (where - along[segment])[:, None]
    right = np.column_stack([unit[:, 1], -unit[:, 0]])
    away = np.asarray(offsets_m)[None, :, None] * right[:, None, :]
    flat = middle[:, None, :]
    return _degrees(frame, flat - away), _degrees(frame, flat + away)


def _degrees(frame: Frame, xy: NDArray[np.float64]) -> Coordinates:
    return frame.to_degrees(as_coordinates(xy)).reshape(xy.shape)


def step_heights(left: NDArray[np.float64], right: NDArray[np.float64]) -> tuple[float, float] | None:
    """Mean heights (m) left and right from heights as (stations, offsets), NaN where unknown.

    ``None`` where too little is known, or where the step is no more than three times its standard error: then
    the ground says nothing of either side.
    """
    known = np.isfinite(left).all(axis=1) & np.isfinite(right).all(axis=1)
    if known.sum() < LEAST_STATIONS:
        return None
    lefts, rights = left[known].mean(axis=1), right[known].mean(axis=1)
    steps = lefts - rights
    error = float(steps.std(ddof=1)) / np.sqrt(len(steps))
    if abs(float(steps.mean())) <= SIGMAS * error:
        return None
    return float(lefts.mean()), float(rights.mean())
